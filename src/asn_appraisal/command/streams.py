"""Streams: a table of a database, or a large Parquet file, scored batch by batch; only results on their way out are held."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from attrs import define, evolve, field

import asn_appraisal

from ..adapters.data_files import row_writer_of
from ..adapters.databases.places import database_place
from ..adapters.databases.result_columns import Block
from ..adapters.databases.writing import DOUBLE_IN_STREAM, Destination, batches_of, write_blocks
from ..adapters.fault_files import FaultRows
from ..adapters.file_tables import FileTable
from ..adapters.output_files import Content, write_whole
from ..adapters.results import Results
from ..adapters.stream_files import STREAMED, streamed_content
from ..columns.scores import Scores
from ..errors import RecordError
from ..faults import Fault, moved
from ..notes import Note
from ..policies import Policy
from .input_files import InputFiles, in_options
from .stream_notes import StreamNotes

LARGE = 1_000_000  # rows from which on a Parquet file is scored in batches
_MOST_FAULTS = 10_000  # after which a run that stops at faults stops
_ROWS = 1 << 17


def is_stream(inputs: InputFiles, output: str | None) -> bool:
    """Whether records are to be scored in batches: from a table of a database or a large Parquet file to what takes them so."""
    if inputs.records in {None, "-"} or inputs.items or not output or output == "-":
        return False
    if database_place(output) is None and Path(output).suffix.lower() not in STREAMED:
        return False
    return database_place(str(inputs.records)) is not None or _is_large_parquet(Path(str(inputs.records)))


def _is_large_parquet(path: Path) -> bool:
    library = _parquet() if path.suffix.lower() == ".parquet" else None
    if library is None or not path.is_file():
        return False
    try:
        return bool(library.read_metadata(path).num_rows >= LARGE)
    except (OSError, ValueError):
        return False  # what is wrong with it is said when it is read


def _parquet() -> Any:
    try:
        return import_module("pyarrow.parquet")
    except ImportError:
        return None


class ReadWholeError(Exception):
    """A stream that must be scored as a whole."""


@define
class StreamScores:
    """What is kept of a stream while its results are written: counts, faults, notes and what was not read."""

    policy: Policy
    inputs: InputFiles
    stops: bool
    rows: int = 0
    rejected: int = 0
    faults: list[Fault] = field(factory=list)
    left_out: list[Fault] = field(factory=list)
    unused: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    _notes: StreamNotes = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._notes = StreamNotes(self.policy)

    @property
    def notes(self) -> tuple[Note, ...]:
        """What looks wrong in the whole stream though it could be read; rows count from 1."""
        return tuple(evolve(note, rows=tuple(row + 1 for row in note.rows)) for note in self._notes.notes())

    def blocks(self) -> Iterator[Block]:
        """The scores of each batch.

        Raises a ``RecordError`` at the end, or after very many faults, where these stop the run; ``ReadWholeError`` for a key in
        two batches, of which both rows are at fault: the first is on its way out by then.
        """
        inputs = self.inputs
        for scores in asn_appraisal.appraise_batches(
            self.policy,
            _batches(str(inputs.records)),
            key=inputs.key,
            on_error="quarantine",
            floats=inputs.floats,
            cells=inputs.cells,
            bad_items=inputs.bad_items,
            least_kept=inputs.least_kept,
        ):
            if any(fault.code == DOUBLE_IN_STREAM for fault in scores.rejects):
                raise ReadWholeError
            faults = [in_options(moved(fault, 1)) for fault in scores.rejects]
            self.left_out += [moved(fault, 1) for fault in scores.dropped_faults]
            self.faults += faults
            self.rows += len(scores)
            self.rejected += int(scores.rejected.sum())
            self.unused = scores.records.unused(self.policy.outline)
            self._notes.add(scores)
            if self.stops and len(self.faults) > _MOST_FAULTS:
                raise RecordError(faults=self.faults)
            labels = self._labels_of(scores)
            self.labels = tuple(labels)
            yield Block(labels, scores, faults)
        if self.stops and self.faults:
            raise RecordError(faults=self.faults)

    def _labels_of(self, scores: Scores) -> dict[str, Any]:
        """The columns that tell whose scores they are: the key, or else what the policy does not read."""
        if scores.records.keys is not None:
            return scores.records.keys.arrays()
        if scores.records.table is None:
            return {}
        table = FileTable(scores.records.table, np.arange(1, len(scores) + 1))
        return {name: table.text_array(name) for name in self.unused if name in table.columns}


def _batches(place: str) -> Iterable[Any]:
    if (found := database_place(place)) is not None:
        return batches_of(found)
    batches: Iterable[Any] = _parquet().ParquetFile(place).iter_batches(_ROWS)
    return batches


def write_stream(
    found: StreamScores, output: str, rejects: str | None, destination: Destination | None, language: str
) -> None:
    """Write the results of a stream, and its faults, whole or not at all."""
    files: dict[Path, Content] = {}
    rejected = None if rejects is None or database_place(rejects) is not None else Path(rejects)

    def told(path: Path) -> Iterator[bytes]:
        faults = row_writer_of(path)(FaultRows(path, [*found.faults, *found.left_out], language=language))
        yield from [faults] if isinstance(faults, bytes) else faults

    if destination is None:
        path = Path(output)
        files[path] = streamed_content(Results(path, each.labels, each.scores) for each in found.blocks())
    if rejected is not None:
        files[rejected] = told(rejected)
    if destination is None:
        write_whole(files)
    else:
        before: Callable[[], None] | None = None if not files else lambda: write_whole(files)
        write_blocks(found.blocks(), destination, before_commit=before)
