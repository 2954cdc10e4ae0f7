"""CSV cuts: pieces of a CSV file's bytes, cut into columns of cells without a loop over rows.

A piece is cut where that is sure to give what the standard library's reader gives: UTF-8 without control characters,
quotes around whole cells alone, as many cells in each row as in the header. A piece with another number of cells in some
row is left to that reader (``None``), a file with anything else as a whole (``UnevenFile``).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator

import numpy as np

from ..columns.reading.arrays import Array
from ..columns.reading.texts import LONGEST, text_array

PIECE = 1 << 20  # bytes that are cut at once: what is worked out on the way stays in a core's cache
_MOST_ROW = 1 << 25  # bytes within which a row must end
_QUOTE, _LINE, _RETURN = b'"\n\r'
_BLANK, _HIGH = 0x20, 0x80  # blanks are up to the one; what is above the other is no ASCII


class UnevenFile(Exception):
    """A file that the standard library must cut: nothing is wrong with it yet."""


def pieces_of(read: Callable[[int], bytes], held: bytes = b"") -> Iterator[bytes]:
    """What is held already and what ``read`` gives, in pieces that end where a row ends."""
    more = b" "
    while more:
        more = read(PIECE)
        held += more
        end = _row_end(held)
        if not more and end < len(held):
            held += b"\n"
            end = _row_end(held)
            if end < len(held):
                raise UnevenFile  # a quote is open
        if end:
            yield held[:end]
            held = held[end:]
        elif len(held) > _MOST_ROW:
            raise UnevenFile


def _row_end(piece: bytes) -> int:
    """Where the last row ends that is whole."""
    if b'"' not in piece:
        return piece.rfind(b"\n") + 1
    letters = np.frombuffer(piece, np.uint8)
    lines = np.flatnonzero(letters == _LINE)
    outside = np.searchsorted(np.flatnonzero(letters == _QUOTE), lines) % 2 == 0
    return int(lines[outside][-1]) + 1 if outside.any() else 0


def cut(piece: bytes, separator: str, width: int) -> tuple[Array, list[Array]] | None:
    r"""How many lines after the piece's first each row begins, and its columns, without the blanks around cells.

    Rows of blank cells alone are left out.

    >>> cut(b"198501,85.5\n,\n198601,\n", ",", 2)
    (array([0, 2]), [array([b'198501', b'198601'], dtype='|S6'), array([b'85.5', b''], dtype='|S4')])
    """
    padded = np.frombuffer(piece + bytes(LONGEST), np.uint8)
    letters = padded[: len(piece)]
    is_line = letters == _LINE
    breaks = (letters == ord(separator)) | is_line
    quotes = letters == _QUOTE if b'"' in piece else None
    if quotes is not None:
        _check_quotes(letters, quotes, breaks)
        breaks &= np.bitwise_xor.accumulate(quotes.view(np.uint8)) == 0
    check_letters(piece)
    places = np.flatnonzero(breaks)
    if len(places) % width or (quotes is not None and _is_doubled(letters, quotes)):
        return None
    ends = np.ascontiguousarray(places.reshape(-1, width).T)
    last = ends[-1]
    if not is_line[last].all() or np.count_nonzero(is_line & breaks) != len(last):
        return None
    starts = np.zeros_like(ends)
    starts[1:] = ends[:-1] + 1
    starts[0, 1:] = last[:-1] + 1
    rows = starts[0]
    lines = np.arange(len(rows)) if quotes is None else np.searchsorted(np.flatnonzero(is_line), rows)
    if b"\r" in piece:
        last -= padded[last - 1] == _RETURN
    blanks = quotes is not None or _is_blank_beside(padded, starts) or _is_blank_beside(padded, ends - 1)
    columns = []
    blank_rows = np.ones(len(rows), bool)
    for begin, end in zip(starts, ends, strict=True):
        if blanks:
            begin, end = _trimmed(padded, begin, end, quoted=quotes is not None)  # noqa: PLW2901  (the same cell, without blanks)
        lengths = end - begin
        if int(lengths.max(initial=0)) > csv.field_size_limit():
            raise UnevenFile
        blank_rows &= lengths == 0
        columns.append(_cells(padded, begin, lengths))
    if blank_rows.any():
        lines, columns = lines[~blank_rows], [column[~blank_rows] for column in columns]
    return lines, columns


# --- what must be sure -----------------------------------------------------------------------------------------------


def check_letters(piece: bytes) -> None:
    """Raises ``UnevenFile`` unless a piece is text, and its lines end alike for everybody."""
    try:
        piece.decode()
    except UnicodeDecodeError:
        raise UnevenFile from None
    letters = np.frombuffer(piece, np.uint8)
    others = int(np.count_nonzero(letters < _BLANK)) - int(np.count_nonzero(letters == _LINE))
    if others and others != piece.count(b"\t") + piece.count(b"\f") + piece.count(b"\r\n"):
        raise UnevenFile  # a control character, or a return that ends no line
    if b"\x7f" in piece:
        raise UnevenFile


def _check_quotes(letters: Array, quotes: Array, breaks: Array) -> None:
    """That each quote opens or closes a whole cell, or is one of two within it."""
    places = np.flatnonzero(quotes)
    before, after = places[::2] - 1, places[1::2] + 1  # of those that open, of those that close
    begins = (before < 0) | breaks[before] | quotes[before]
    ends = breaks[after] | quotes[after] | (letters[after] == _RETURN)
    if not bool(begins.all() and ends.all()):
        raise UnevenFile


def _is_doubled(letters: Array, quotes: Array) -> bool:
    """Whether a quote stands within a cell: a cell that is more than two quotes has two in a row."""
    places = np.flatnonzero(quotes)[1::2] + 1
    return bool((letters[places] == _QUOTE).any())


def _is_blank_beside(letters: Array, places: Array) -> bool:
    """Whether a letter at some places may be a blank: ASCII's, or one among the letters that are no ASCII."""
    return bool((letters[places] - np.uint8(_BLANK + 1) >= _HIGH - _BLANK - 1).any())


# --- cells -----------------------------------------------------------------------------------------------------------


def _trimmed(padded: Array, starts: Array, ends: Array, *, quoted: bool) -> tuple[Array, Array]:
    """Cells without the quotes and the blanks around them."""
    if quoted:
        held = (starts < ends) & (padded[starts] == _QUOTE)
        starts, ends = starts + held, ends - held
    while (blank := (starts < ends) & (padded[starts] <= _BLANK)).any():
        starts = starts + blank
    while (blank := (starts < ends) & (padded[ends - 1] <= _BLANK)).any():
        ends = ends - blank
    high = (padded[starts] >= _HIGH) | (padded[ends - 1] >= _HIGH)
    if not (high & (starts < ends)).any():
        return starts, ends
    starts, ends = starts.copy(), ends.copy()
    for row in np.flatnonzero(high & (starts < ends)).tolist():
        cell = padded[starts[row] : ends[row]].tobytes().decode()
        starts[row] += len(cell[: len(cell) - len(cell.lstrip())].encode())
        ends[row] = starts[row] + len(cell.strip().encode())
    return starts, ends


def _cells(padded: Array, starts: Array, lengths: Array) -> Array:
    """The cells that begin at some places, as an array of texts."""
    width = max(int(lengths.max(initial=0)), 1)
    if width > LONGEST:
        return text_array([_text(padded, *place) for place in zip(starts.tolist(), lengths.tolist(), strict=True)])
    texts = np.ndarray(len(padded) - width + 1, f"S{width}", padded, strides=1)[starts]
    letters = texts.view(np.uint8).reshape(-1, width)
    for place in range(int(lengths.min(initial=width)), width):
        letters[:, place] *= lengths > place
    return text_array([text.decode() for text in texts.tolist()]) if bool((letters >= _HIGH).any()) else texts


def _text(padded: Array, start: int, length: int) -> str:
    return padded[start : start + length].tobytes().decode()
