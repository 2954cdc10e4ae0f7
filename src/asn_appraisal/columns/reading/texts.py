"""Texts: columns of a file's cells, held in little memory: a byte a letter where all is ASCII, codes where few differ."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from typing import Any

import numpy as np
from attrs import define, field

from .arrays import Array
from .plain_decimals import letters_of
from .raw_columns import RawColumn

LONGEST = 64  # letters up to which an array of fixed width takes less memory than Python's texts
_SAMPLE = 1 << 10  # cells by which a column is judged
_FEW, _SOME = 16, 1 << 8  # different texts in the sample: up to so many they become codes
_MOST_LABELS = 1 << 15  # different texts up to which a column is held as codes


@define(eq=False)
class TextColumn:
    """A column of a file that grows block by block: lists of texts, or arrays of them (``S`` for ASCII).

    Blanks around a text of a list are no part of it; an array comes without them.

    >>> column = TextColumn()
    >>> column.add(["85,5", " 9 ", "85,5"])
    >>> source = column.source("comma")
    >>> source.values.tolist(), source.labels
    ([0, 1, 0], ('85,5', '9'))
    """

    _blocks: list[Array] = field(factory=list, init=False)

    def add(self, cells: Sequence[str] | Array) -> None:
        """Append some cells."""
        self._blocks.append(cells if isinstance(cells, np.ndarray) else text_array(list(map(str.strip, cells))))

    def source(self, decimal: str) -> RawColumn:
        """The column, ready to be read; ``decimal`` is the convention of its file, ``"point"`` or ``"comma"``."""
        values = joined_texts(self._blocks)
        self._blocks = [values]
        if (found := _coded(values)) is not None:
            return RawColumn(found[0], labels=found[1], decimal=decimal)
        return RawColumn(values, decimal=decimal)


def text_array(texts: list[str]) -> Array:
    """Texts as an array: a byte a letter (``S``) where all are ASCII, Python's own where one is long.

    >>> text_array(["85,5", ""]).dtype, text_array(["é"]).dtype, text_array(["x" * 99]).dtype
    (dtype('S4'), dtype('<U1'), dtype('O'))
    """
    if max(map(len, texts), default=0) > LONGEST:
        return np.array(texts, object)
    return np.array(texts, np.bytes_ if all(map(str.isascii, texts)) else np.str_)


def widened(values: Array) -> Array:
    """ASCII texts of one byte a letter as numpy's texts.

    >>> widened(np.array([b"85", b"7"])).tolist()
    ['85', '7']
    """
    return letters_of(values).astype(np.uint32).view(f"U{values.dtype.itemsize}").ravel()


def texts_of(values: Array) -> list[str]:
    """The texts of an array, as Python's.

    >>> texts_of(np.array([b"85", b""]))
    ['85', '']
    """
    held = values.tolist()
    return list(map(str, held, repeat("ascii"))) if values.dtype.kind == "S" else held


def narrowed(values: Array) -> Array:
    """Texts in a byte a letter where all of them are ASCII; others as they are.

    >>> narrowed(np.array(["85", "7"])), narrowed(np.array(["é"]))
    (array([b'85', b'7'], dtype='|S2'), array(['é'], dtype='<U1'))
    """
    if values.dtype.kind == "O":
        values = text_array(values.tolist())
    if values.dtype.kind != "U" or not values.dtype.itemsize:
        return values
    letters = letters_of(values)
    ascii_only = int(letters.max(initial=0)) < 128
    return letters.astype(np.uint8).view(f"S{letters.shape[1]}").ravel() if ascii_only else values


def joined_texts(blocks: list[Array]) -> Array:
    """Arrays of texts one after the other, in the narrowest form that holds all of them."""
    if len(blocks) == 1:
        return blocks[0]
    kinds = {block.dtype.kind for block in blocks}
    if "O" in kinds:
        blocks = [(widened(each) if each.dtype.kind == "S" else each).astype(object) for each in blocks]
    elif len(kinds) > 1:
        blocks = [widened(each) if each.dtype.kind == "S" else each for each in blocks]
    return np.concatenate(blocks) if blocks else np.zeros(0, "S1")


# --- codes of few different texts ------------------------------------------------------------------------------------


def _coded(values: Array) -> tuple[Array, tuple[str, ...]] | None:
    """The codes of texts and the texts that they stand for; None where too many differ to be worth it."""
    sample = set(texts_of(values[:_SAMPLE]))
    short = values.dtype.kind == "S" and values.dtype.itemsize <= 8
    if short and len(sample) <= _FEW and (few := _few(values)) is not None:
        return few
    numbers = values.dtype.kind == "S" and all(text[:1] <= "9" for text in sample)  # these are read faster than coded
    return _some(values) if len(sample) <= _SOME and not numbers else None


def _few(values: Array) -> tuple[Array, tuple[str, ...]] | None:
    """Codes of a handful of short texts: each is compared with all cells at once."""
    width = next(size for size in (1, 2, 4, 8) if size >= values.dtype.itemsize)
    numbers = _padded(values, width).view(f"u{width}").ravel()
    if width <= 2:
        return _looked_up(values, numbers)
    codes = np.full(len(values), -1, np.int8)
    labels: list[str] = []
    start = 0
    while start < len(values):
        if len(labels) == _FEW:
            return None
        np.copyto(codes, len(labels), where=numbers == numbers[start])
        labels.append(values[start].decode())
        unknown = codes[start:] < 0
        step = int(unknown.argmax())
        start = start + step if unknown[step] else len(values)
    return codes, tuple(labels)


def _looked_up(values: Array, numbers: Array) -> tuple[Array, tuple[str, ...]] | None:
    """The same of texts of one or two letters, whose numbers are few enough for a table of all of them."""
    there = np.zeros(np.iinfo(numbers.dtype).max + 1, bool)
    there[numbers] = True
    different = np.flatnonzero(there)
    if len(different) > _FEW:
        return None
    firsts = sorted(int((numbers == number).argmax()) for number in different.astype(numbers.dtype))
    table = np.zeros(len(there), np.int8)
    table[numbers[firsts]] = np.arange(len(firsts))
    return table[numbers], tuple(values[first].decode() for first in firsts)


def _padded(values: Array, width: int) -> Array:
    """The letters of texts in rows of a width; numpy's own cast takes longer."""
    letters = letters_of(values)
    if letters.shape[1] == width:
        return letters
    padded = np.zeros((len(values), width), np.uint8)
    padded[:, : letters.shape[1]] = letters
    return padded


class CodesByText(dict[Any, int]):
    """The code of each text (or other value), learned on the first look."""

    def __missing__(self, text: Any) -> int:
        self[text] = len(self)
        return self[text]


def _some(values: Array) -> tuple[Array, tuple[str, ...]] | None:
    labels = CodesByText()
    codes = np.empty(len(values), np.int32)
    for start in range(0, len(values), _MOST_LABELS):
        held = values[start : start + _MOST_LABELS].tolist()
        codes[start : start + len(held)] = np.fromiter(map(labels.__getitem__, held), np.int32, len(held))
        if len(labels) > _MOST_LABELS:
            return None
    return codes, tuple(label.decode() if isinstance(label, bytes) else label for label in labels)
