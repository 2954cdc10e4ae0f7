"""Scores: the result of appraising a table; exact inside, arrays and frames outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import define, evolve, field, frozen

from ..algebra.levels import Level
from ..analysis.decimals import decimals_of
from ..appraising.appraisals import Appraisal
from ..appraising.audit_records import START, Secret, anchor_of, key_of
from ..arguments import checked_type, shown
from ..errors import (
    AppraisalError,
    MissingExtraError,
    PlanError,
    RecordError,
    ReplayError,
    RowNumberError,
    UnknownPartError,
)
from ..faults import Fault, checked_language
from ..notes import Note
from ..numbers import to_decimal, to_text
from ..policies import Policy
from ..rounding import rounded
from ..similar_names import closest
from ..texts import say
from .column_notes import column_notes
from .compiling.bounds import RECORD
from .reading.arrays import Array
from .reading.series import pyarrow
from .records import Records
from .score_html import summary_html
from .score_texts import plain_text, plain_texts

# Half a unit above the greatest double: from here on a score would become infinity.
_NO_DOUBLE = 2**1024 - 2**970


class ScoreRangeError(AppraisalError):
    """A score above the range of float64; its exact value remains available."""

    code = "ASN425"


@frozen(eq=False)
class CodedBands:
    """The bands of all rows as whole numbers: ``levels[code]`` for each of ``codes`` (int16), -1 for no band."""

    codes: Array
    levels: tuple[Level, ...]

    def keys(self) -> list[str | None]:
        """The key of each row's band; None for no band."""
        keys: list[str | None] = [*(level.key for level in self.levels), None]
        return [keys[code] for code in self.codes.tolist()]

    def counts(self) -> dict[str, int]:
        """How many rows have each band, including bands that nobody reached."""
        found = np.bincount(self.codes[self.codes >= 0], minlength=len(self.levels))
        return {level.key: int(count) for level, count in zip(self.levels, found, strict=True)}


@frozen
class Missing:
    """How many values of a field were missing, and the default used; without a default they were not counted."""

    field: str
    count: int
    default: str | None = None

    def text(self, language: str = "id") -> str:
        """What was missing and what was done about it, in words."""
        checked_language(language)
        note = say("notes.absent" if self.default is None else "notes.defaulted", language)
        shown = f"{self.field} ({self.count}): {note}"
        return shown if self.default is None else f"{shown}: {self.default}"


@define(eq=False)
class Scores:
    """The scores of a table: one entry a row, in the order of the rows; NaN and None for a rejected row.

    ``rejects`` names what is wrong with each rejected row. ``rounded`` says how many values were rounded
    (``floats="quantize"``), ``defaulted`` how many took a default, ``undecided`` how many rows float64 could not decide
    and were worked out in whole numbers of any size. ``certificate`` says why the others are proved right. ``unused``
    are the table's columns that the policy does not read. ``first_row`` is the number of the first row in ``rejects``.
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
        row = self._place(row)
        if self._values is None or self.policy.score is None or self.rejected[row]:
            return None
        decimals = decimals_of(self.policy.score)
        rounded = decimals is not None and decimals <= self.policy.places
        return self._reported(row) if rounded else self.appraisal(row).exact

    def reported(self) -> list[Decimal | None]:
        """The score of each row as it is reported, a Decimal with the policy's places; None for no score."""
        if self._values is None:
            return [None] * len(self)
        places = self.policy.places
        gone = self.rejected.tolist()
        return [None if bad else to_decimal(self._reported(row), places) for row, bad in enumerate(gone)]

    def ends(self) -> tuple[Decimal, Decimal]:
        """The least and the greatest reported score of a table in which at least one row has a score."""
        if self._values is not None and self._values.dtype != object:
            least, most = (Fraction(float(end)) for end in (np.nanmin(self._values), np.nanmax(self._values)))
        else:
            known = [score for score in self.reported() if score is not None]
            least, most = Fraction(min(known)), Fraction(max(known))
        places = self.policy.places
        return to_decimal(rounded(least, places), places), to_decimal(rounded(most, places), places)

    def score_texts(self) -> list[str]:
        """The score of each row as text, with the policy's places and a decimal point; empty where there is none."""
        if self._values is None:
            return [""] * len(self)
        return plain_texts(self._values, self.rejected, self.policy.places)

    def _reported(self, row: int) -> Fraction:
        """The reported score of a row: its units of the last place are recovered from the nearest double."""
        value = self._values[row] if self._values is not None else np.nan
        return value if isinstance(value, Fraction) else _from_double(float(value), self.policy.places)

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

    def appraisal(self, row: int) -> Appraisal:
        """The appraisal of a row, worked out anew from the table that came in, with its trace.

        Raises a RecordError for a rejected row. Where it differs from what is stored the table is scored once more:
        ``ReplayError`` then means that the table was changed meanwhile, ``PlanError`` that the columns were wrong.
        """
        row = self._place(row)
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

    def _place(self, row: int) -> int:
        """The place of a row; a negative number counts from the end."""
        checked_type(row, "row", int, np.integer, right="row")
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

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What was missing in the table, field by field, and what was done about it."""
        found = []
        levels = [(RECORD, "", self.policy.outline.fields)]
        levels += [(items.key, f"{items.key}.", items.fields) for items in self.policy.outline.lists]
        for level, inside, fields in levels:
            for each in fields:
                column = self.records.column(level, each)
                absent = 0 if column.absent is None else int(np.count_nonzero(column.absent))
                default = each.default
                if default is not None and column.defaulted:
                    found.append(Missing(f"{inside}{each.key}", column.defaulted, _plain_default(default)))
                elif each.optional and absent:
                    found.append(Missing(f"{inside}{each.key}", absent))
        return tuple(found)

    def to_audit_records(self, *, after: str | None = START, secret: Secret | None = None) -> Iterator[str]:
        """The audit record of each scored row, one line of JSON each, made one by one as they are consumed.

        They form a chain, each with the digest of the one before, so that missing lines of a file are noticed.
        ``after`` is the anchor that the chain goes on from (``anchor_of`` of the last record of a file), None for no
        chain; ``secret`` as for ``Appraisal.to_audit_record``. A rejected row has no record: ``rejects`` says why.
        """
        keys = self.records.keys
        key_bytes = None if secret is None else key_of(secret)
        for row in range(len(self)):
            if not self.rejected[row]:
                key = None if keys is None else keys.text(row)
                line = self.appraisal(row).to_audit_record(
                    key=key, row=row + self.first_row, after=after, secret=key_bytes
                )
                after = None if after is None else anchor_of(line)
                yield line

    # --- outside

    def columns(self) -> dict[str, Any]:
        """The results by name: ``score`` and ``band`` if the policy has them, then kept parts.

        Scores are float64; where one of them is above its range, all are texts with their exact digits.
        """
        found: dict[str, Any] = {}
        if self._row_out_of_range() is not None:
            found["score"] = [None if score is None else f"{score:f}" for score in self.reported()]
        elif self.score is not None:
            found["score"] = self.score
        if self.bands is not None:
            found["band"] = self.band_keys()
        return {**found, **self._parts}

    def to_frame(self, *, join: bool = False) -> Any:
        """The results in the kind of frame that came in: key, score, band and kept parts.

        With ``join`` they are added to the columns of the table; a name that exists already is an error (ASN446).
        Without a table (lists alone) it is a mapping of columns.
        """
        checked_type(join, "join", bool)
        table = self.records.table
        if table is None:
            return {**self._key_columns(), **self.columns()}
        return table.made(self.columns(), keep=self.records.key, join=join)

    def _key_columns(self) -> dict[str, Any]:
        keys = self.records.keys
        if keys is None:
            return {}
        # Whole numbers stay an array: it has a type even when empty.
        return {
            name: column if column.dtype.kind in "iu" else column.tolist()
            for name, column in zip(keys.names, keys.columns, strict=True)
        }

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        """The results as an Arrow stream: keys, the score as decimal128, the band as a dictionary, kept parts."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def to_arrow(self) -> Any:
        """The results as a table of pyarrow, the score as decimal128 and the band as a dictionary.

        Where a score has more than 38 digits all are texts, exactly.
        """
        pa = pyarrow()
        if pa is None:
            raise MissingExtraError(library="pyarrow", extra="arrow")
        columns: dict[str, Any] = {}
        for name, values in self._key_columns().items():
            columns[name] = pa.array(
                values, type=None if len(values) or isinstance(values, np.ndarray) else pa.string()
            )
        if self._values is not None:
            columns["score"] = _decimals(pa, self._values, self.rejected, self.policy.places)
        if self.bands is not None:
            codes = pa.array(np.where(self.rejected, 0, self.bands.codes).astype(np.int16), mask=self.rejected)
            columns["band"] = pa.DictionaryArray.from_arrays(codes, [level.key for level in self.bands.levels])
        for name, values in self._parts.items():
            columns[name] = pa.array(values, from_pandas=isinstance(values, np.ndarray))
        return pa.table(columns)

    def _repr_html_(self) -> str:
        scored = len(self) - int(self.rejected.sum())
        return summary_html(
            self.policy.title,
            rows=len(self),
            scored=scored,
            ends=self.ends() if scored and self._values is not None else None,
            bands=() if self.bands is None else zip(self.bands.levels, self.counts().values(), strict=True),
            notes=self.notes,
        )

    def __repr__(self) -> str:
        done = len(self) - int(self.rejected.sum())
        faults = f"; {len(self.rejects)} faults" if self.rejects else ""
        return f"<Scores of {self.policy.key}: {done} of {len(self)} rows{faults}; {self.counts() or ''}>"


def _plain_default(default: Fraction | str | bool) -> str:
    return to_text(default) if isinstance(default, Fraction) else str(default).lower()


def _from_double(value: float, places: int) -> Fraction:
    return Fraction(round(value * 10**places), 10**places)


def _decimals(pa: Any, values: Array, rejected: Array, places: int) -> Any:
    """Scores as decimal128."""
    units = (
        [0 if bad else int(value * 10**places) for value, bad in zip(values, rejected, strict=True)]
        if (values.dtype == object)
        else np.rint(np.where(rejected, 0.0, values) * float(10**places)).astype(np.int64)
    )
    if isinstance(units, list):
        texts = [None if bad else plain_text(each, places) for each, bad in zip(units, rejected, strict=True)]
        longest = max(map(abs, units), default=0)
        return pa.array(texts, pa.string()) if longest >= 10**38 else pa.array(texts).cast(pa.decimal128(38, places))
    words = np.empty((len(units), 2), np.int64)
    words[:, 0] = units
    words[:, 1] = words[:, 0] >> 63
    buffers = [pa.array(~rejected).buffers()[1] if rejected.any() else None, pa.py_buffer(words)]
    return pa.Array.from_buffers(pa.decimal128(38, places), len(units), buffers)
