"""Texts: columns of a file's cells, held in little memory; and plain decimals read from them without a loop over rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import define, field

from .arrays import Array
from .raw_columns import RawColumn

_MOST_LABELS = 1 << 15  # different texts up to which a column is held as codes
_LONGEST = 24  # letters up to which an array of fixed width takes less memory than Python's texts


class _Labels(dict[str, int]):
    """The code of each text, without the blanks around it; learned on the first look."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def __missing__(self, text: str) -> int:
        stripped = text.strip()
        if stripped != text:
            self[text] = self[stripped]
        else:
            self[text] = len(self.texts)
            self.texts.append(text)
        return self[text]


@define(eq=False)
class TextColumn:
    """A column of a file that grows block by block; blanks around a cell are no part of it.

    Few different texts are held as codes, many as they are.

    >>> column = TextColumn()
    >>> column.add(["85,5", " 9 ", "85,5"])
    >>> source = column.source("comma")
    >>> source.values.tolist(), source.labels
    ([0, 1, 0], ('85,5', '9'))
    """

    _labels: _Labels | None = field(factory=_Labels, init=False)
    _blocks: list[Array] = field(factory=list, init=False)

    def add(self, cells: Sequence[str]) -> None:
        """Append some cells."""
        if self._labels is None:
            self._blocks.append(_array(list(map(str.strip, cells))))
            return
        self._blocks.append(np.fromiter(map(self._labels.__getitem__, cells), np.int32, len(cells)))
        if len(self._labels) > _MOST_LABELS:
            texts = _array(self._labels.texts)
            self._blocks = [texts[np.concatenate(self._blocks)]]
            self._labels = None

    def source(self, decimal: str) -> RawColumn:
        """The column, ready to be read; ``decimal`` is the convention of its file, ``"point"`` or ``"comma"``."""
        values = np.concatenate(self._blocks) if self._blocks else np.zeros(0, np.int32)
        self._blocks = [values]
        return RawColumn(values, labels=None if self._labels is None else tuple(self._labels.texts), decimal=decimal)


def _array(texts: list[str]) -> Array:
    return np.array(texts, np.str_ if max(map(len, texts), default=0) <= _LONGEST else object)
