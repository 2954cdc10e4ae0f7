"""Group summaries: the scores of a table by unit or another of its columns, each number exact before it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import field, frozen

from ...algebra.levels import Level
from ...charts.groups import Quartiles, quartiles, shares
from ...charts.sheets import WIDTH, Sheet
from ...numbers import to_decimal
from ...rounding import rounded
from ...texts import IN_NOTEBOOKS, grouped, say
from ...wording.html import table as html_table
from ..reading.arrays import Array
from ..reading.frames import Table
from .coded_bands import CodedBands
from .row_groups import row_groups

SMALL = 10  # with fewer scored rows than this a group's numbers say little
_QUANTILES = (Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(1))
_NAMES = ("least", "lower_quartile", "median", "upper_quartile", "greatest")


@frozen
class Group:
    """The scores of one group: how many rows it has, how many of them are scored, exact mean and quantiles, bands.

    ``quantiles`` are the least score, lower quartile, median, upper quartile and greatest score, between two scores in
    proportion; they and ``mean`` are None where nothing is scored or the policy has no number. ``small`` says that
    fewer than 10 rows are scored.
    """

    name: tuple[Any, ...]
    rows: int
    scored: int
    mean: Fraction | None
    quantiles: tuple[Fraction, ...] | None
    bands: Mapping[str, int]

    @property
    def rejected(self) -> int:
        """How many rows could not be scored."""
        return self.rows - self.scored

    @property
    def small(self) -> bool:
        """Whether too few rows are scored for its numbers to say much."""
        return self.scored < SMALL

    def share(self, band: str) -> Fraction | None:
        """The share of its scored rows that reached a band, in percent; None where nothing is scored."""
        return Fraction(100 * self.bands[band], self.scored) if self.scored else None


@frozen(eq=False)
class GroupSummary:
    """The groups of a table in the order in which they first appear; a table in notebooks.

    ``members`` are the numbers of the rows of each group.
    """

    by: tuple[str, ...]
    groups: tuple[Group, ...]
    levels: tuple[Level, ...]
    places: int
    scored: bool
    _like: Table | None = field(default=None, repr=False)
    members: tuple[Array, ...] = field(default=(), repr=False)

    def __len__(self) -> int:
        return len(self.groups)

    def __iter__(self) -> Iterator[Group]:
        return iter(self.groups)

    def to_frame(self) -> Any:
        """The groups in the kind of frame that came in: the columns they are formed by, ``n`` (rows), ``rejected``, ``small``,
        mean and quantiles to the policy's places, and the share of each band in percent to one decimal.
        """
        columns: dict[str, Any] = {
            name: _column([group.name[at] for group in self.groups]) for at, name in enumerate(self.by)
        }
        columns["n"] = np.array([group.rows for group in self.groups], np.int64)
        columns["rejected"] = np.array([group.rejected for group in self.groups], np.int64)
        columns["small"] = np.array([group.small for group in self.groups], bool)
        if self.scored:
            columns["mean"] = self._floats([group.mean for group in self.groups], self.places)
            for at, name in enumerate(_NAMES):
                values = [None if group.quantiles is None else group.quantiles[at] for group in self.groups]
                columns[name] = self._floats(values, self.places)
        for level in self.levels:
            columns[f"share_{level.key}"] = self._floats([group.share(level.key) for group in self.groups], 1)
        return columns if self._like is None else self._like.like(columns)

    def chart(self, language: str = "id", *, width: int = WIDTH) -> Any:
        """The groups as a chart of altair that is ``width`` pixels wide: quartiles, or shares of bands for a policy without a number.

        Needs altair (the extra ``plot``).
        """
        sheet, by = Sheet.of(language, width), ", ".join(self.by)
        named = [(", ".join("-" if part is None else str(part) for part in each.name), each) for each in self.groups]
        if not self.scored:
            bars = [(name, list(each.bands.values()), each.small) for name, each in named]
            levels = [level.called(language) for level in self.levels]
            return shares(sheet, sheet.phrase("band_groups", by=by), levels, bars)
        rows = [
            Quartiles(name, each.scored, each.quantiles, each.mean, each.small)
            for name, each in named
            if each.quantiles is not None and each.mean is not None
        ]
        return quartiles(sheet, sheet.phrase("groups", by=by), rows, axis=sheet.phrase("points"))

    def _floats(self, values: Sequence[Fraction | None], places: int) -> Array:
        return np.array([np.nan if value is None else float(rounded(value, places)) for value in values], np.float64)

    def _repr_html_(self) -> str:
        names = ("n", "rejected", *(("mean", "median") if self.scored else ()))
        heads = [_twice(say(f"groups.{name}", language) for language in IN_NOTEBOOKS) for name in names]
        heads += [_twice(f"{level.called(language)} %" for language in IN_NOTEBOOKS) for level in self.levels]
        page = html_table([*self.by, *heads], (self._cells(group) for group in self.groups))
        if any(group.small for group in self.groups):
            page += f"<p>* {say('groups.small', 'id', least=SMALL)} · {say('groups.small', 'en', least=SMALL)}</p>"
        return page

    def _cells(self, group: Group) -> list[str]:
        *names, last = ("-" if part is None else str(part) for part in group.name)
        cells = [*names, f"{last} *" if group.small else last]
        cells += [grouped(group.rows), grouped(group.rejected)]
        if self.scored:
            middle = None if group.quantiles is None else group.quantiles[2]
            cells += [_shown(group.mean, self.places), _shown(middle, self.places)]
        return [*cells, *(_shown(group.share(level.key), 1) for level in self.levels)]


def group_summary(
    by: Mapping[str, tuple[Sequence[Any], Array]],
    rejected: Array,
    units: Array | None,
    bands: CodedBands | None,
    *,
    places: int,
    like: Table | None,
) -> GroupSummary:
    """The summary of rows by columns: by name the different values of each and the code of every row.

    ``units`` are the scores as whole numbers of the last of so many places, None for a policy without a number.
    """
    groups, inside = [], []
    keys = () if bands is None else tuple(level.key for level in bands.levels)
    for name, rows in row_groups(tuple(by.values())):
        inside.append(rows)
        good = rows[~rejected[rows]]
        mean = quantiles = None
        if units is not None and len(good):
            scores = np.sort(units[good])
            mean = Fraction(sum(scores.tolist()), len(good) * 10**places)
            quantiles = tuple(_quantile(scores, share, places) for share in _QUANTILES)
        counts = np.bincount(bands.codes[good], minlength=len(keys)).tolist() if bands is not None else []
        groups.append(Group(name, len(rows), len(good), mean, quantiles, dict(zip(keys, counts, strict=True))))
    levels = () if bands is None else bands.levels
    return GroupSummary(tuple(by), tuple(groups), levels, places, units is not None, like, tuple(inside))


def _quantile(scores: Array, share: Fraction, places: int) -> Fraction:
    """The value below which a share of sorted scores lies, between two of them in proportion."""
    place = share * (len(scores) - 1)
    low = int(place)
    high = min(low + 1, len(scores) - 1)
    left, right = int(scores[low]), int(scores[high])
    between: Fraction = left + (place - low) * (right - left)
    return between / Fraction(10**places)


def _column(values: list[Any]) -> Any:
    """Names of groups as a column."""
    if all(value is None or isinstance(value, str) for value in values):
        return values
    return np.array(values, object) if None in values else np.array(values)


def _twice(texts: Iterable[str]) -> tuple[str, ...]:
    """A text in each language; once where they are alike."""
    return tuple(dict.fromkeys(texts))


def _shown(value: Fraction | None, places: int) -> str:
    return "-" if value is None else f"{to_decimal(rounded(value, places), places)}".replace(".", ",")
