"""Answers: what every answer to a question offers beside its own data: text, table, frame, plain data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ..faults import checked_language
from ..wording.html import table

Cells = tuple[Sequence[str], Iterable[Sequence[str]]]  # the heads of a table and its rows


class Answer:
    """An answer: its data are its attributes; texts and tables are made of them, in Indonesian or English.

    A class of answers says its ``text``, its ``columns`` (the data as a table) and its ``_cells`` (the same for people).
    """

    __slots__ = ()

    def text(self, language: str = "id") -> str:
        """The answer in words."""
        raise NotImplementedError

    def columns(self) -> dict[str, Any]:
        """The answer as columns by name; exact numbers are Fractions or Decimals."""
        raise NotImplementedError

    def _cells(self, language: str) -> Cells:
        """The answer as the heads and rows of a table for people."""
        raise NotImplementedError

    def to_frame(self) -> Any:
        """The answer in the kind of frame that came in; about a record, columns that every library of frames takes."""
        like: Any = getattr(self, "like", None)
        return self.columns() if like is None else like.like(self.columns())

    def table(self, language: str = "id") -> Cells:
        """The answer as a table for people: its heads and its rows, all of them texts."""
        checked_language(language)
        return self._cells(language)

    def html(self, language: str = "id") -> str:
        """The answer as an HTML table, every text escaped."""
        return table(*self.table(language))

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return self.html()
