"""Letters: a column of texts as bytes, from which texts of digits become numbers without a Python object a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from attrs import frozen

from . import series
from .arrays import Array
from .plain_decimals import letters_of
from .texts import CodesByText

MOST_DIGITS = 18  # with a 1 in front, these fit into int64
_BLOCK = 1 << 13  # rows at once: their bytes and numbers fit into a core's cache
_MOST_BETWEEN = 64  # bytes between two texts up to which they are read along
_ZERO, _LINE = b"0\n"


@frozen(eq=False)
class Letters:
    """The texts of a column as bytes of UTF-8: those of row i are ``lengths[i]`` bytes from ``starts[i]`` on.

    An absent text has no bytes. ``dictionary`` gives a code for each row, -1 for an absent text, and the text of each code.
    """

    data: Array
    starts: Array
    lengths: Array
    dictionary: Callable[[], tuple[Array, Sequence[str]]]

    def __len__(self) -> int:
        return len(self.starts)

    def texts(self, rows: Array) -> list[str]:
        """The texts of some rows, by index."""
        spans = zip(self.starts[rows].tolist(), self.lengths[rows].tolist(), strict=True)
        held = (self.data[start : start + length].tobytes() for start, length in spans)
        return [each.decode("utf-8", "surrogatepass") for each in held]


def letters_of_texts(texts: Sequence[str]) -> Letters | None:
    """The letters of Python's texts; None for texts beyond ASCII."""
    together = "\n".join(texts)
    if not together.isascii():
        return None
    data = np.frombuffer(together.encode(), np.uint8)
    is_line, step = data == _LINE, len(texts[0]) + 1 if texts else 1
    places = is_line[step - 1 :: step]
    if len(data) + 1 == len(texts) * step and places.all() and int(np.count_nonzero(is_line)) == len(places):
        starts = np.arange(0, len(data) + 1, step)  # all are of one length, as a NIP is
        return Letters(data, starts, np.full(len(texts), step - 1), lambda: dictionary_of(texts))
    ends = np.append(np.flatnonzero(is_line), len(data))
    if len(ends) == len(texts):
        starts = np.zeros_like(ends)
        starts[1:] = ends[:-1] + 1
        lengths = ends - starts
    else:  # a line ends within a text, or there are no texts
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        starts = np.cumsum(lengths + 1) - lengths - 1
    return Letters(data, starts, lengths, lambda: dictionary_of(texts))


def letters_of_array(values: Array, absent: Array) -> Letters | None:
    """The letters of an array of texts of fixed width, by view; None for texts beyond ASCII."""
    count, width = len(values), values.dtype.itemsize // (1 if values.dtype.kind == "S" else 4)
    if not count or not width:
        return None
    wide = letters_of(values)
    lengths = np.zeros(count, np.int64)
    data = np.empty((count, width), np.uint8)
    for start in range(0, count, _BLOCK):
        block = wide[start : start + _BLOCK]
        if int(block.max()) >= 128:
            return None
        data[start : start + _BLOCK] = block
        shorter = block[:, -1] == 0
        lengths[start : start + _BLOCK] = width
        if shorter.any():  # what fills up a text is no part of it
            filled = block[:, ::-1] != 0
            ends = np.where(filled.any(axis=1), width - filled.argmax(axis=1), 0)
            lengths[start : start + _BLOCK] = ends
    lengths[absent] = 0

    def dictionary() -> tuple[Array, Sequence[str]]:
        codes, labels = dictionary_of(values.tolist())
        codes[absent] = -1
        return codes, [label.decode("ascii") for label in labels] if values.dtype.kind == "S" else labels

    return Letters(data.reshape(-1), np.arange(count) * width, lengths, dictionary)


def letters_of_column(column: Any) -> Letters | None:
    """The letters of a column of texts: a list, or one of polars, pyarrow or pandas that has them as bytes; None for any
    other.
    """
    if isinstance(column, list):
        try:
            return letters_of_texts(column) if column else None
        except TypeError:  # not texts alone
            kinds = set(map(type, column))
            texts = str in kinds and kinds <= {str, type(None)}
            return letters_of_texts([text or "" for text in column]) if texts else None
    if not hasattr(column, "to_native") or series.type_name(column.dtype) != "String":
        return None
    native, arrow = column.to_native(), series.pyarrow()
    if isinstance(getattr(native, "dtype", None), np.dtype):
        return None  # Python's texts
    if arrow is not None:
        if column.implementation.is_polars():
            native = native.to_arrow()
        elif not column.implementation.is_pyarrow():
            native = arrow.array(native.array, from_pandas=True)
        if isinstance(native, arrow.ChunkedArray):
            native = native.combine_chunks()
        return _of_arrow(native.cast(arrow.large_string()))
    if column.implementation.is_polars():
        return _of_polars(native, column.implementation.to_native_namespace())
    return None


def _of_arrow(texts: Any) -> Letters:
    count = len(texts)
    _, offsets, data = texts.buffers()
    ends = np.zeros(1, np.int64) if offsets is None else np.frombuffer(offsets, np.int64)[texts.offset :][: count + 1]
    lengths = np.diff(ends)
    if texts.null_count:
        lengths[texts.is_null().to_numpy(zero_copy_only=False)] = 0

    def dictionary() -> tuple[Array, Sequence[str]]:
        found = texts.dictionary_encode()
        codes = found.indices.fill_null(-1) if texts.null_count else found.indices
        return codes.to_numpy(zero_copy_only=False), found.dictionary.to_pylist()

    return Letters(np.frombuffer(data or b"", np.uint8), ends[:count], lengths, dictionary)


def _of_polars(texts: Any, library: Any) -> Letters:
    lengths = texts.str.len_bytes().fill_null(0).cast(library.Int64).to_numpy()
    data = np.frombuffer("".join(texts.str.join("").to_list()).encode(), np.uint8)

    def dictionary() -> tuple[Array, Sequence[str]]:
        labels = texts.drop_nulls().unique(maintain_order=True)
        codes = texts.cast(library.Enum(labels)).to_physical().cast(library.Int64).fill_null(-1)
        return codes.to_numpy(), labels.to_list()

    return Letters(data, np.cumsum(lengths) - lengths, lengths, dictionary)


def dictionary_of(texts: Sequence[Any]) -> tuple[Array, Sequence[Any]]:
    """Codes of texts in the order of their first appearance, and the text of each code.

    >>> codes, labels = dictionary_of(["b", "a", "b"])
    >>> codes.tolist(), labels
    ([0, 1, 0], ('b', 'a'))
    """
    index = CodesByText()
    codes = np.fromiter(map(index.__getitem__, texts), np.int64, len(texts))
    return codes, tuple(index)


def digit_codes(letters: Letters) -> tuple[Array, Array]:
    """Texts of at most 18 digits as numbers behind a 1, which keeps the zeros in front, 0 for no text; and other rows.

    >>> codes, others = digit_codes(letters_of_texts(["007", "7", "a7", ""]))
    >>> codes.tolist(), others.tolist()
    ([1007, 17, 0, 0], [2])
    """
    codes = np.zeros(len(letters), np.int64)
    others: list[Array] = []
    for width, rows in _by_width(letters.lengths):
        for start, held in _blocks(letters, rows, width):
            digits = held - np.uint8(_ZERO)  # other letters are above 9 then
            own = slice(start, start + len(held))
            codes[own if rows is None else rows[own]] = _numbers(digits, width)
            wrong = digits > 9
            wrong[:, width:] = False
            if wrong.any():
                odd = np.flatnonzero(wrong.any(axis=1))
                odd = odd + start if rows is None else rows[odd + start]
                codes[odd] = 0
                others.append(odd)
    if int(letters.lengths.max(initial=0)) > MOST_DIGITS:
        others.append(np.flatnonzero(letters.lengths > MOST_DIGITS))
    return codes, np.sort(np.concatenate(others)) if others else np.zeros(0, np.int64)


def _by_width(lengths: Array) -> Iterator[tuple[int, Array | None]]:
    """The rows of each width that a number may have; None for all rows."""
    if not len(lengths):
        return
    least, most = int(lengths.min()), int(lengths.max())
    if least == most:
        if 0 < most <= MOST_DIGITS:
            yield most, None
        return
    counts = np.bincount(np.minimum(lengths, MOST_DIGITS + 1), minlength=MOST_DIGITS + 1)
    for width in range(1, MOST_DIGITS + 1):
        if counts[width]:
            yield width, np.flatnonzero(lengths == width)


def _blocks(letters: Letters, rows: Array | None, width: int) -> Iterator[tuple[int, Array]]:
    """The bytes of rows of one width, a row each, some thousand rows at once; behind them may be bytes of no row.

    Such a block is one piece of memory: loops over rows of a few bytes would take longer than what they skip.
    """
    starts = letters.starts if rows is None else letters.starts[rows]
    inside = np.arange(width)
    for start in range(0, len(starts), _BLOCK):
        own = starts[start : start + _BLOCK]
        step = int(own[1] - own[0]) if len(own) > 1 else width
        if width <= step <= width + _MOST_BETWEEN and bool((own[1:] - own[:-1] == step).all()):
            held = letters.data[int(own[0]) : int(own[0]) + len(own) * step]
            short = len(own) * step - len(held)  # the last row has nothing behind it
            yield start, (np.append(held, np.zeros(short, np.uint8)) if short else held).reshape(len(own), step)
        else:
            yield start, letters.data[own[:, None] + inside]


def _numbers(digits: Array, width: int) -> Array:
    """The numbers of the first digits of rows behind a 1: the first digits are added one by one, the others eight at once."""
    words, ahead = divmod(width, 8)
    numbers = np.ones(len(digits), np.int64)
    for place in range(ahead):
        numbers *= 10
        numbers += digits[:, place]
    if words:
        each = np.ndarray((len(digits), words), "<u8", digits, ahead, (digits.shape[1], 8))
        eights = _eights(each.astype(np.uint64))
        for word in range(words):
            numbers *= 10**8
            numbers += eights[:, word]
    return numbers


def digits_of(codes: Array, width: int) -> Array:
    """The texts of numbers of so many digits behind a 1, as ``digit_codes`` makes them.

    >>> digits_of(np.array([1007, 1123]), 3)
    array([b'007', b'123'], dtype='|S3')
    """
    fours = np.array([f"{number:04d}" for number in range(10**4)], "S4").view(np.uint8).reshape(-1, 4)
    letters = np.empty((len(codes), width), np.uint8)
    for end in range(width, 0, -4):
        codes, last = np.divmod(codes, 10**4)
        size = min(end, 4)
        letters[:, end - size : end] = fours[last, 4 - size :]
    return letters.view(f"S{width}").reshape(-1)


def _eights(words: Array) -> Array:
    """The numbers of eight digits each, a byte a digit: neighbours are joined to pairs, pairs to fours, fours to eights."""
    words = words * np.uint64(10) + (words >> np.uint64(8))
    mask = np.uint64(0x000000FF000000FF)
    high = words & mask
    high *= np.uint64(0x000F424000000064)
    words >>= np.uint64(16)
    words &= mask
    words *= np.uint64(0x0000271000000001)
    words += high
    words >>= np.uint64(32)
    return words.view(np.int64)
