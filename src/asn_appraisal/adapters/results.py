"""Results: what a file of scores holds, whatever kind of file it is: whose they are, score, band, and kept parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from attrs import evolve, field, frozen

from ..columns.reading.arrays import Array
from ..columns.reading.texts import joined_texts, text_array
from ..columns.score_texts import coded_texts, told_by_doubles
from ..columns.scores import Scores
from ..errors import DoubleColumnError, ScoreRangeError
from ..faults import Fault
from ..notes import Note
from .csv_files import CsvStyle
from .csv_lines import TextsOut, csv_lines
from .file_tables import plain_text

_ROWS = 1 << 20  # scores that are put in words at once


@frozen(eq=False)
class Results:
    """Scores and the columns that tell whose they are; ``style`` is that of a CSV file.

    ``path`` is where they go. A workbook has texts as well: they are in ``language``, name faults as ``in_file`` places them
    in the file that was read, and show ``notes`` in place of the scores' own. Raises ``DoubleColumnError`` for a column named like one of the results.
    """

    path: Path
    labels: Mapping[str, Array]
    scores: Scores
    style: CsvStyle = field(factory=CsvStyle)
    language: str = field(default="id", kw_only=True)
    in_file: Callable[[Fault], Fault] | None = field(default=None, kw_only=True)
    notes: tuple[Note, ...] | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if doubles := [name for name in ("score", "band", *self.scores.additions()) if name in self.labels]:
            raise DoubleColumnError(path=self.path, columns=", ".join(doubles))

    def by_ending(self) -> Results:
        """The same, with tabs and decimal points for a file that ends in ``.tsv``."""
        tabs = self.path.suffix.lower() == ".tsv"
        return evolve(self, style=CsvStyle("\t", encoding=self.style.encoding)) if tabs else self

    def csv(self) -> Iterator[str]:
        """The text of a CSV file, piece by piece: a rejected record has neither score nor band."""
        header = (*self.labels, "score", "band", *self.scores.additions())
        return csv_lines(header, list(self._texts()), self.style)

    def _texts(self) -> Iterator[TextsOut]:
        for values in self.labels.values():
            texts = values if values.dtype.kind in "SU" else text_array(list(map(plain_text, values.tolist())))
            yield TextsOut(texts, foreign=values.dtype.kind in "SUO")
        yield TextsOut(self._score_texts())
        yield TextsOut(self._band_texts())
        for values in self.scores.additions().values():
            yield TextsOut(text_array([self._part(value) for value in values]))

    def _score_texts(self) -> Array:
        scores, places = self.scores, self.scores.policy.places
        values = doubles_of(scores)
        if values is None or not len(values):
            return text_array(list(map(self.style.number, scores.score_texts())))
        blocks = []
        for start in range(0, len(values), _ROWS):
            rows = slice(start, start + _ROWS)
            texts, indices = coded_texts(values[rows], scores.rejected[rows], places)
            blocks.append(text_array(list(map(self.style.number, texts)))[indices])
        return joined_texts(blocks)

    def _band_texts(self) -> Array:
        if (bands := self.scores.bands) is None:
            return np.zeros(len(self.scores), "S1")
        return text_array([*(level.key for level in bands.levels), ""])[bands.codes]

    def _part(self, value: Any) -> str:
        text = plain_text(value)
        return text if isinstance(value, str) else self.style.number(text)


def doubles_of(scores: Scores) -> Array | None:
    """The scores as doubles, where these tell all of their digits."""
    try:
        values = scores.score
    except ScoreRangeError:
        return None
    return values if values is not None and told_by_doubles(values, scores.policy.places) else None
