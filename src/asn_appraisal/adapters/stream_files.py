"""Stream files: the results of a stream as one file, written as they come: CSV, JSON lines, Parquet (with pyarrow)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import islice
from typing import Any

from .json_lines import json_lines
from .output_files import Content
from .parquet_files import arrow_results
from .results import Results

STREAMED = frozenset({".csv", ".tsv", ".txt", ".jsonl", ".parquet"})


def streamed_content(results: Iterable[Results]) -> Content:
    """The content of a file of the results of some blocks, which follow one another; its ending says what it is."""
    blocks = iter(results)
    first = next(blocks, None)
    if first is None:
        return b""
    ending = first.path.suffix.lower()
    whole = _and_then(first, blocks)
    return _parquet(whole) if ending == ".parquet" else _json_lines(whole) if ending == ".jsonl" else _csv(whole)


def _and_then(first: Results, later: Iterator[Results]) -> Iterator[Results]:
    yield first
    yield from later


def _csv(blocks: Iterator[Results]) -> Iterator[bytes]:
    for place, each in enumerate(blocks):
        block = each.by_ending()
        lines = block.csv()
        for text in islice(lines, bool(place), None):  # the first piece is the header
            yield text.encode(block.style.encoding)


def _json_lines(blocks: Iterator[Results]) -> Iterator[bytes]:
    for block in blocks:
        yield from json_lines(block)


def _parquet(blocks: Iterator[Results]) -> Iterator[bytes]:
    """A file of Parquet, a row group for each block; later blocks have the columns of the first."""
    out = _Pieces()
    writer = None
    for block in blocks:
        table = arrow_results(block)
        writer = writer or import_module("pyarrow.parquet").ParquetWriter(out, table.schema)
        writer.write_table(table.cast(writer.schema))
        yield out.taken()
    if writer is not None:
        writer.close()
        yield out.taken()


class _Pieces(io.RawIOBase):
    """A file that is only written to and whose content is taken away meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []
        self._written = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._written

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self._pieces.append(piece)
        self._written += len(piece)
        return len(piece)

    def taken(self) -> bytes:
        """What was written since it was last asked for."""
        found = b"".join(self._pieces)
        self._pieces.clear()
        return found
