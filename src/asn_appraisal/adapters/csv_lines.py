"""CSV lines: columns of texts as the text of a CSV file, without a loop over rows where no cell needs quotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from attrs import frozen

from ..columns.reading.arrays import Array
from ..columns.reading.plain_decimals import letters_of
from ..columns.reading.texts import narrowed, texts_of
from .csv_files import FORMULA, CsvStyle, csv_text, neutral, rows_text

_ROWS = 1 << 14  # rows at once: their lines stay in a core's cache


@frozen(eq=False)
class TextsOut:
    """A column to be written: an array of texts (``S``, ``U`` or objects).

    ``foreign`` texts come from outside: no spreadsheet may take one for a formula.
    """

    values: Array
    foreign: bool = False


def csv_lines(header: Sequence[str], columns: Sequence[TextsOut], style: CsvStyle) -> Iterator[str]:
    r"""The text of a CSV file in a style, piece by piece.

    >>> columns = [TextsOut(np.array(["198501", "=1"]), foreign=True), TextsOut(np.array([b"-1", b""]))]
    >>> "".join(csv_lines(("nip", "score"), columns, CsvStyle()))
    "nip,score\n198501,-1\n'=1,\n"
    """
    yield csv_text(header, (), style)
    count = len(columns[0].values) if columns else 0
    for start in range(0, count, _ROWS):
        cells = [TextsOut(narrowed(each.values[start : start + _ROWS]), each.foreign) for each in columns]
        plain = _plain_lines(cells, style)
        yield _careful_lines(cells, style) if plain is None else plain


def _plain_lines(columns: Sequence[TextsOut], style: CsvStyle) -> str | None:
    """The lines of columns whose cells are written as they are; None where one is not."""
    if len(columns) < 2 or any(each.values.dtype.kind != "S" for each in columns):
        return None
    letters = [letters_of(each.values) for each in columns]
    separator = ord(style.separator)
    if not all(_is_plain(held, separator, each.foreign) for held, each in zip(letters, columns, strict=True)):
        return None
    end = style.line_end.encode()
    lines = np.zeros((len(letters[0]), sum(each.shape[1] + 1 for each in letters) - 1 + len(end)), np.uint8)
    place = 0
    for each in letters:
        lines[:, place : place + each.shape[1]] = each
        place += each.shape[1] + 1
        lines[:, place - 1] = separator
    lines[:, place - 1 :] = np.frombuffer(end, np.uint8)
    written: bytes = lines[lines != 0].tobytes()
    return written.decode("ascii")


def _is_plain(letters: Array, separator: int, foreign: bool) -> bool:
    """Whether no text has a letter that a CSV file writes in quotes, or that a spreadsheet begins a formula with."""
    width, every = (
        letters.shape[1],
        letters.reshape(-1),
    )  # one after the other: rows are short, and loops over them slow
    odd = (every < ord(" ")) & (every != 0)
    odd |= (every == separator) | (every == ord('"'))
    begins = (every[1:] != 0) & (every[:-1] == 0)
    begins[width - 1 :: width] = False  # where the next text begins; elsewhere there is a NUL inside a text
    if odd.any() or begins.any():
        return False
    return not foreign or not np.isin(letters[:, 0], np.frombuffer("".join(FORMULA).encode(), np.uint8)).any()


def _careful_lines(columns: Sequence[TextsOut], style: CsvStyle) -> str:
    """The lines of any columns."""
    held = [texts_of(each.values) for each in columns]
    cells = [map(neutral, texts) if each.foreign else texts for texts, each in zip(held, columns, strict=True)]
    return rows_text(zip(*cells, strict=True), style)
