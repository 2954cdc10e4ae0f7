"""Scores: the result of appraising a table; exact inside, arrays and frames outside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import define, evolve, field

from ..analysis.decimals import decimals_of
from ..appraising.appraisals import Appraisal
from ..appraising.audit_records import START, Secret, key_of
from ..arguments import checked_choice, checked_count, checked_type, refused, several, shown
from ..causes import causes_of
from ..charts.sheets import WIDTH, Sheet
from ..errors import (
    AppraisalError,
    PlanError,
    RecordError,
    ReplayError,
    RowNumberError,
    ScoreRangeError,
    UnknownPartError,
)
from ..faults import Fault
from ..notes import Note
from ..policies import Policy
from ..similar_names import closest
from .column_notes import column_notes
from .reading.arrays import Array
from .reading.series import rows_of
from .records import Records
from .reported_scores import ReportedScores
from .results.audit_lines import short_lines, traced_lines
from .results.coded_bands import CodedBands
from .results.exact_order import MOST_PLACES, TIES, exact_codes, ranks_of
from .results.group_summaries import GroupSummary, group_summary
from .results.missing_values import Missing, missing_values
from .results.nearest_values import Scored
from .results.next_bands import NextBands, next_bands
from .results.rejects import RejectsSummary, rejects_frame
from .results.row_keys import row_of
from .results.score_arrow import arrow_table
from .results.score_charts import score_chart
from .results.selections import coded_column, rows_where
from .score_html import summary_html

# Half a unit above the greatest double: from here on a score would become infinity.
_NO_DOUBLE = 2**1024 - 2**970


@define(eq=False)
class Scores(ReportedScores):
    """The scores of a table: one entry a row, in the order of the rows; NaN and None for a rejected row.

    ``rejects`` names what is wrong with each rejected row. ``rounded`` says how many values were rounded
    (``floats="quantize"``), ``defaulted`` how many took a default, ``undecided`` how many rows float64 could not decide
    and were worked out in whole numbers. ``certificate`` says why the others are proved right. ``unused``
    are the table's columns that the policy does not read. ``first_row`` is the number of the first row in ``rejects``.
    ``dropped`` has for each list how many bad rows each record was scored without (``bad_items="drop"``), and
    ``dropped_faults`` what was wrong with them.
    """

    policy: Policy
    records: Records
    rejects: tuple[Fault, ...]
    rejected: Array
    unused: tuple[str, ...]
    certificate: str
    rounded: int = 0
    defaulted: int = 0
    undecided: int = 0
    first_row: int = 0
    dropped: Mapping[str, Array] = field(factory=dict, repr=False)
    dropped_faults: tuple[Fault, ...] = field(default=(), repr=False)
    _values: Array | None = field(default=None, repr=False)
    _codes: Array | None = field(default=None, repr=False)
    _parts: Mapping[str, Any] = field(factory=dict, repr=False)
    _notes: tuple[Note, ...] | None = field(default=None, init=False, repr=False)
    _score: Callable[[Policy, Records], Any] | None = field(default=None, repr=False)  # how it was scored

    def __len__(self) -> int:
        return self.records.count

    @property
    def score(self) -> Array | None:
        """The scores as float64, each the double nearest to the reported score; None for a scheme without a number.

        Raises a ``ScoreRangeError`` that names the row where a score is above the range of doubles (10^308); ``exact``,
        ``reported`` and frames have it exactly.
        """
        if (row := self._row_out_of_range()) is not None:
            raise ScoreRangeError(row=row)
        values = self._values
        return values if values is None or values.dtype != object else values.astype(float)

    def _row_out_of_range(self) -> int | None:
        """The first row whose score is above the range of doubles."""
        if self._values is None or self._values.dtype != object:
            return None
        return next(
            (row for row, value in enumerate(self._values) if isinstance(value, Fraction) and abs(value) >= _NO_DOUBLE),
            None,
        )

    def exact(self, row: int) -> Fraction | None:
        """The exact value of a row's score, before any rounding for display; None for a rejected row."""
        row = self.row_number(row)
        if self._values is None or self.policy.score is None or self.rejected[row]:
            return None
        decimals = decimals_of(self.policy.score)
        rounded = decimals is not None and decimals <= self.policy.places
        return self._reported(row) if rounded else self.appraisal(row).exact

    @property
    def bands(self) -> CodedBands | None:
        """The bands as codes; None for a policy without bands."""
        if self._codes is None or self.policy.band is None:
            return None
        return CodedBands(self._codes, self.policy.band.levels)

    def band_keys(self) -> list[str | None]:
        """The key of each row's band; None for a rejected row and for a policy without bands."""
        return [None] * len(self) if self.bands is None else self.bands.keys()

    def counts(self) -> dict[str, int]:
        """How many rows reached each band of the policy, in its order; rejected rows are not among them."""
        return {} if self.bands is None else self.bands.counts()

    def parts(self, *keys: str) -> dict[str, Any]:
        """Parts that were kept (``appraise_table(..., parts=...)``), all of them or those named.

        A number is a float64 array, NaN where it is absent or the row is rejected: the doubles nearest to its values where
        the policy rounds it, otherwise its values to ten decimals. A label gives a list of keys, a condition a list
        of True, False or None. Raises ``UnknownPartError`` for one not kept.
        """
        for key in keys:
            checked_type(key, "keys", str)
            if key not in self._parts:
                raise UnknownPartError(
                    key=repr(key), close=", ".join(closest(key, self._parts)), policy=self.policy.key
                )
        return {key: self._parts[key] for key in keys or self._parts}

    def __getitem__(self, row: int | str | tuple[Any, ...]) -> Appraisal:
        """The appraisal of a row by its number, or by its key: a text, or a tuple where the key has several columns."""
        return self.appraisal(row)

    def __iter__(self) -> Iterator[Appraisal | None]:
        """The appraisal of each row, made one by one; None for a rejected row."""
        return (None if self.rejected[row] else self.appraisal(row) for row in range(len(self)))

    def where(self, rows: object = None, *, band: str | Iterable[str] | None = None, **values: object) -> Scores:
        """The scores of some rows, as if these alone had been scored: their numbers, and those in ``rejects``, begin at 0.

        ``rows`` is a mask or a list of row numbers, ``band`` one or several keys of bands, any other name a column of the table
        and the value, or one of a list of values, that it must have. Several conditions must all be met.
        """
        return self._at(rows_where(self.records, self.bands, rows, band, values))

    def _at(self, rows: Array) -> Scores:
        places = np.full(len(self), -1)
        places[rows] = np.arange(len(rows))
        rejects, left_out = (
            _moved_to(places, faults, self.first_row) for faults in (self.rejects, self.dropped_faults)
        )
        return evolve(
            self,
            records=self.records.at(rows),
            rejects=tuple(sorted(rejects, key=lambda fault: fault.row or 0)),
            dropped_faults=left_out,
            rejected=self.rejected[rows],
            first_row=0,
            dropped={name: counts[rows] for name, counts in self.dropped.items()},
            values=None if self._values is None else self._values[rows],
            codes=None if self._codes is None else self._codes[rows],
            parts={name: rows_of(values, rows) for name, values in self._parts.items()},
        )

    def by(self, *columns: str) -> GroupSummary:
        """The scores by unit or by other columns of the table: of each group rows, mean, quantiles, bands and rejects.

        Mean and quantiles are exact, and rounded where they are shown. Groups with fewer than 10 scored rows are marked.
        """
        grouped = {name: coded_column(self.records, name) for name in several(columns, "columns", str)}
        if not grouped:
            raise refused(columns, "columns", "list of text")
        return group_summary(
            grouped, self.rejected, self.units(), self.bands, places=self.policy.places, like=self.records.like
        )

    def next_band(self) -> NextBands:
        """What it takes for the next better band, for all rows: of each indicator the nearest value, the others as they are.

        ``.counts()`` says how many rows each indicator alone brings to their next band; ``next_band(policy, record)`` says more
        of one row. Raises an error for a policy without bands.
        """
        if self._codes is None:
            raise refused(self.policy, "policy", "with_bands")
        keys = self._key_columns()
        return next_bands(Scored(self.policy, self.records, self._codes, self.appraisal, keys))

    def chart(self, language: str = "id", *, width: int = WIDTH) -> Any:
        """The distribution of the reported scores with the edges of bands, as a chart of altair that is ``width`` pixels wide;
        of a policy without a number, the counts of its bands. It holds counts alone, no rows. Needs altair (the extra ``plot``).
        """
        sheet, units = Sheet.of(language, width), self.units()
        chosen = None if units is None else units[~self.rejected]
        return score_chart(sheet, self.policy, chosen, self.counts(), len(self))

    def ranks(self, *, ties: str = "min") -> Array:
        """The rank of each row by its exact score, 1 for the highest; 0 for a rejected row.

        Rows of equal scores share the first of their places (``ties="min"``), the last (``"max"``), or take the number after
        the group above (``"dense"``). Raises an error for a policy without a number.
        """
        checked_choice(ties, "ties", TIES)
        found = np.zeros(len(self), np.int64)
        found[~self.rejected] = ranks_of(exact_codes(self)[0], ties)
        return found

    def units_at(self, rows: Array, places: int) -> Array:
        """The scores of some rows as whole numbers of the last of so many places, scored again for it."""
        if self._score is None:
            raise refused(self, "scores", "Scores")
        checked_count(places, "places", 0, MOST_PLACES)
        chosen = rows_where(self.records, None, rows, None, {})
        again: Scores = self._score(evolve(self.policy, reported=places), self.records.at(chosen))
        found = again.units()
        return np.zeros(len(chosen), np.int64) if found is None else found

    def appraisal(self, row: int | str | tuple[Any, ...]) -> Appraisal:
        """The appraisal of a row, by its number or key, worked out anew from the table that came in, with its trace.

        Raises a RecordError for a rejected row. Where it differs from what is stored the table is scored once more:
        ``ReplayError`` then means that the table was changed meanwhile, ``PlanError`` that the columns were wrong.
        """
        row = self.row_number(row)
        if self.rejected[row]:
            raise RecordError(faults=[fault for fault in self.rejects if fault.row in {row + self.first_row, None}])
        record = self.records.record(row, self.policy.outline)
        found = self.policy.appraise(record, ignore="all", floats=self.records.floats)
        same = self._values is None or (found.score is not None and Fraction(found.score) == self._reported(row))
        if found.band is not None and self._codes is not None and self.policy.band is not None:
            same = same and self.policy.band.levels[int(self._codes[row])].key == found.band.key
        if not same:
            raise self._disagreement(row)
        return found

    def _disagreement(self, row: int) -> AppraisalError:
        """Why a record alone differs from what is stored of it."""
        if self._score is None:
            return ReplayError(row=row)
        again = self._score(self.policy, evolve(self.records))  # nothing that was read before is kept
        stored = (self.reported()[row], self.band_keys()[row])
        return PlanError(row=row) if (again.reported()[row], again.band_keys()[row]) == stored else ReplayError(row=row)

    def row_number(self, row: object) -> int:
        """The number of a row given by its number, a negative one from the end, or by its key, a text or tuple."""
        if isinstance(row, str | tuple):
            return row_of(self.records.keys, row)
        if not isinstance(row, int | np.integer) or isinstance(row, bool):
            raise refused(row, "row", "row")
        if not -len(self) <= row < len(self):
            raise RowNumberError(row=shown(row), count=len(self))
        return range(len(self))[row]

    @property
    def notes(self) -> tuple[Note, ...]:
        """What looks wrong in the table though it could be read, and what was changed on reading."""
        if self._notes is None:
            found = column_notes(self.records, self.policy)
            first = self.first_row  # rows of batches count from the start of the stream
            self._notes = tuple(
                each if each.list else evolve(each, rows=tuple(row + first for row in each.rows)) for each in found
            )
        return (*self.records.notes, *self._notes)

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the policy."""
        return self.policy.fingerprint

    def rejects_frame(self, *, values: bool = False, language: str = "en") -> Any:
        """``rejects`` in the kind of frame that came in, a fault a row: row, key, list, item_row, field, kind, code, message.

        With ``values`` there is a column ``value`` too, what stood in the cell, as text: it is data of people.
        """
        checked_type(values, "values", bool)
        return rejects_frame(self.records, self.rejects, self.first_row, values=values, language=language)

    def rejects_summary(self) -> RejectsSummary:
        """``rejects`` by cause, each once with its number and the first places; a table in notebooks."""
        return RejectsSummary(causes_of(self.rejects), int(self.rejected.sum()), len(self), self.records.like)

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What was missing in the table, field by field, and what was done about it."""
        return missing_values(self.policy.outline, self.records)

    def to_audit_records(
        self, *, after: str | None = START, secret: Secret | None = None, trace: bool = True
    ) -> Iterator[str]:
        """The audit record of each scored row, one line of JSON each, made one by one as they are consumed.

        They form a chain, each with the digest of the one before, so that missing lines of a file are noticed.
        ``after`` is the anchor that the chain goes on from (``anchor_of`` of the last record of a file), None for no
        chain; ``secret`` as for ``Appraisal.to_audit_record``. A rejected row has no record: ``rejects`` says why.

        With ``trace=False`` records are short: inputs, score and band, as ``verify`` needs them. They are made from the columns, without
        appraising each row again.
        """
        checked_type(trace, "trace", bool)
        key_bytes = None if secret is None else key_of(secret)
        return (traced_lines if trace else short_lines)(self, after, key_bytes)

    # --- outside

    def columns(self) -> dict[str, Any]:
        """The results by name: ``score`` and ``band`` if the policy has them, ``dropped`` if bad rows of lists were to be
        left out, then kept parts.

        Scores are float64; where one of them is above its range, all are texts with their exact digits.
        """
        found: dict[str, Any] = {}
        if self._row_out_of_range() is not None:
            found["score"] = [None if score is None else f"{score:f}" for score in self.reported()]
        elif self.score is not None:
            found["score"] = self.score
        if self.bands is not None:
            found["band"] = self.band_keys()
        return {**found, **self.additions()}

    def additions(self) -> dict[str, Any]:
        """The results beside score and band: ``dropped`` if bad rows of lists were to be left out, then kept parts."""
        dropped = {"dropped": np.sum([*self.dropped.values()], axis=0)} if self.dropped else {}
        return {**dropped, **self._parts}

    def to_frame(self, *, join: bool = False, names: bool = False, suffix: str = "") -> Any:
        """The results in the kind of frame that came in: key, score, band and kept parts.

        Bands are categories in the policy's order, an ordered Categorical of pandas, an Enum of polars; with ``names`` they are
        their Indonesian names instead of their keys. ``suffix`` is put behind each name of a result (``score_skp``).

        With ``join`` they are added to the columns of the table; a name that exists already is an error (ASN446).
        Without a table of records it is of the kind of the lists' own tables.
        """
        checked_type(join, "join", bool)
        checked_type(names, "names", bool)
        checked_type(suffix, "suffix", str)
        found = self.columns()
        if self.bands is not None:
            found["band"] = self.bands.categories(names=names)
        found = {f"{name}{suffix}": column for name, column in found.items()}
        table, like = self.records.table, self.records.like
        if table is not None:
            return table.made(found, keep=self.records.key, join=join)
        return found if like is None else like.like({**self._key_columns(), **found})

    def _key_columns(self) -> dict[str, Any]:
        return {} if self.records.keys is None else self.records.keys.by_name()

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        """The results as an Arrow stream: keys, the score as decimal128, the band as a dictionary, kept parts."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def to_arrow(self) -> Any:
        """The results as a table of pyarrow, the score as decimal128 and the band as a dictionary.

        Where a score has more than 38 digits all are texts, exactly.
        """
        scores = None if self._values is None else (self._values, self.rejected, self.policy.places)
        return arrow_table(self._key_columns(), scores, self.bands, self.additions())

    def _repr_html_(self) -> str:
        scored = len(self) - int(self.rejected.sum())
        return summary_html(
            self.policy.title,
            rows=len(self),
            scored=scored,
            ends=self.ends() if scored and self._values is not None else None,
            bands=() if self.bands is None else zip(self.bands.levels, self.counts().values(), strict=True),
            notes=self.notes,
            rejects=self.rejects_summary() if self.rejects else None,
        )

    def __repr__(self) -> str:
        done = len(self) - int(self.rejected.sum())
        faults = f"; {len(self.rejects)} faults" if self.rejects else ""
        return f"<Scores of {self.policy.key}: {done} of {len(self)} rows{faults}; {self.counts() or ''}>"


def _moved_to(places: Array, faults: Iterable[Fault], first_row: int) -> tuple[Fault, ...]:
    """The faults of rows that have a new place, in it."""
    rows = ((fault, fault.row - first_row) for fault in faults if fault.row is not None)
    return tuple(evolve(fault, row=int(places[row])) for fault, row in rows if places[row] >= 0)
