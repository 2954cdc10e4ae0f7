"""Text tables: rows aligned for a terminal or a fixed-width page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence


def text_table(header: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()) -> str:
    """A table with aligned columns; those in ``right`` are right-aligned, as numbers should be.

    >>> print(text_table(("nip", "nilai"), [("198501", "9,50"), ("7", "100,00")], right=[1]))
    nip      nilai
    ------  ------
    198501    9,50
    7       100,00
    """
    lines = [tuple(header), *(tuple(map(_one_line, row)) for row in rows)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    flush = set(right)
    shown = [_line(line, widths, flush) for line in lines]
    shown.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(shown)


def _line(cells: Sequence[str], widths: Sequence[int], flush: set[int]) -> str:
    padded = []
    for index, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        gap = " " * (width - _width(cell))
        padded.append(gap + cell if index in flush else cell + gap)
    return "  ".join(padded).rstrip()


def _one_line(text: str) -> str:
    """A cell on one line: control characters of a terminal become spaces."""
    return "".join(character if character.isprintable() else " " for character in text)


def _width(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    marks = sum(unicodedata.combining(character) > 0 for character in text)
    return len(text) + wide - marks
