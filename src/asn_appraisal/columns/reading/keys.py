"""Keys: the columns that identify a row's record, in the table of records and in lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

import numpy as np
from attrs import evolve, frozen

from ...appraising.readings import is_absent
from ...errors import RecordError
from ...faults import Fault
from ...notes import Note
from ...similar_names import NearMisses
from .arrays import Array
from .frames import Table
from .letters import MOST_DIGITS, digits_of, letters_of_array
from .raw_columns import RawColumn, kind_name
from .series import objects
from .text_keys import (
    LABELS,
    TextCodes,
    codes_of_dictionary,
    codes_of_letters,
    codes_of_list,
    codes_of_texts,
    plain_key,
    text_of,
    total_rows,
)
from .texts import texts_of

_MOST_ROWS = 10  # rows that a note names


@frozen(eq=False)
class KeyColumn:
    """One column of a key: what it holds (``"integer"``, ``"text"``, ``"date"`` ...), and a whole number for each row.

    Numbers are equal where the keys are. Where there are ``labels``, those below 0 count them, from ``LABELS`` on; of text
    those above 0 are digits behind a 1; without labels they stand for ``values``. They say nothing in rows that are
    ``empty`` (no key) or ``lost`` (its digits were lost in a spreadsheet). ``changed`` are the rows, by index, that were
    not written as the key is meant. ``kind`` is None for a column without keys.
    """

    kind: str | None
    codes: Array
    empty: Array
    lost: Array | None = None
    values: Array | None = None
    labels: tuple[Any, ...] | None = None
    changed: Array | None = None

    def at(self, rows: Array) -> KeyColumn:
        """The keys of some rows, by index."""
        lost, values = (None if each is None else each[rows] for each in (self.lost, self.values))
        return evolve(self, codes=self.codes[rows], empty=self.empty[rows], lost=lost, values=values, changed=None)

    def value(self, row: int) -> Any:
        """The key of a row."""
        if self.values is not None:
            return self.values[row : row + 1].tolist()[0]
        return text_of(int(self.codes[row]), self.labels or ())

    def held(self) -> list[Any]:
        """The keys of all rows, None for an empty one of a column with labels."""
        if self.values is not None:
            held: list[Any] = self.values.tolist()
            return held
        labels = self.labels or ()
        return [None if code == 0 else text_of(code, labels) for code in self.codes.tolist()]

    def rows_of(self, part: object) -> Array:
        """The rows, in order, whose key reads as a text or a number; rows that are empty are among them where their filler does."""
        text = plain_key(str(part))
        if self.values is not None and self.values.dtype.kind not in "iu":  # days and the like
            return np.flatnonzero(np.fromiter((str(key) == text for key in self.held()), bool, len(self.codes)))
        if (code := self._code_of(text)) is None:
            return np.zeros(0, np.int64)
        first = int(np.searchsorted(self.codes, code, sorter=self._order))
        return self._order[first : int(np.searchsorted(self.codes, code, "right", sorter=self._order))]

    def _code_of(self, text: str) -> int | None:
        if self.labels is not None and text in self._label_codes:
            return self._label_codes[text]
        if not text.removeprefix("-" if self.labels is None else "").isdigit() or not text.isascii():
            return None
        if self.labels is not None:
            return int(f"1{text}") if len(text) <= MOST_DIGITS else None
        return int(text) if len(text) <= 20 and -(2**63) <= int(text) < 2**63 else None

    @cached_property
    def _order(self) -> Array:
        """The rows in the order of their codes, worked out when a key is first looked for: eight bytes a row."""
        return np.argsort(self.codes, kind="stable")

    @cached_property
    def _label_codes(self) -> dict[str, int]:
        labels = reversed([*enumerate(self.labels or ())])  # of labels that read alike the first counts
        return {str(label): LABELS + place for place, label in labels}

    def array(self) -> Array:
        """The keys of all rows as an array: whole numbers, days, texts of digits of one length, or Python's objects."""
        if self.values is not None:
            return self.values
        width = len(str(int(self.codes.max(initial=0)))) - 1
        of_one_length = width > 0 and int(self.codes.min()) >= 10**width
        return digits_of(self.codes, width) if of_one_length else objects(self.held())

    def labelled(self) -> KeyColumn:
        """The column with a label for every key, in the order of first appearance."""
        index: dict[Any, int] = {}
        codes = (0 if key is None else LABELS + index.setdefault(key, len(index)) for key in self.held())
        found = np.fromiter(codes, np.int64, len(self.codes))
        return evolve(self, codes=found, values=None, labels=tuple(index))

    def comparable_with(self, other: KeyColumn) -> tuple[Array, Array]:
        """Whole numbers that are equal where the keys of both columns are; those of this column are its own."""
        if self.labels is None and other.labels is None:
            return self.codes, other.codes
        if self.labels is None or other.labels is None:
            return self.labelled().comparable_with(other.labelled())
        if self.labels is other.labels or not other.labels:
            return self.codes, other.codes
        index = {label: place for place, label in enumerate(self.labels)}
        unknown = len(self.labels)
        own = np.array([LABELS + index.get(label, unknown) for label in other.labels], np.int64)
        places = np.clip(other.codes - LABELS, 0, len(own) - 1)
        return self.codes, np.where(other.codes < 0, own[places], other.codes)

    def followed_by(self, other: KeyColumn) -> KeyColumn:
        """The keys of this column and those of another."""
        kind = self.kind or other.kind
        empty = np.concatenate([self.empty, other.empty])
        lost = _together(self, other)
        if self.values is not None and other.values is not None and self.values.dtype == other.values.dtype:
            values = np.concatenate([self.values, other.values])
            return KeyColumn(kind, np.concatenate([self.codes, other.codes]), empty, lost, values)
        if self.labels is None or other.labels is None:
            return self.labelled().followed_by(other.labelled())
        labels = tuple(dict.fromkeys([*self.labels, *other.labels]))
        codes = np.concatenate([self.codes, evolve(self, labels=labels).comparable_with(other)[1]])
        return KeyColumn(kind, codes, empty, lost, labels=labels)


def _together(one: KeyColumn, other: KeyColumn) -> Array | None:
    if one.lost is None and other.lost is None:
        return None
    masks = (np.zeros(len(each.codes), bool) if each.lost is None else each.lost for each in (one, other))
    return np.concatenate([*masks])


@frozen(eq=False)
class Keys:
    """The keys of a table's rows: a column, or several of a composite key; ``empty`` and ``lost`` rows have none."""

    names: tuple[str, ...]
    columns: tuple[KeyColumn, ...]
    empty: Array
    lost: Array

    def __len__(self) -> int:
        return len(self.empty)

    @property
    def kinds(self) -> tuple[str | None, ...]:
        """What each column holds, None for a column without keys."""
        return tuple(column.kind for column in self.columns)

    @property
    def field(self) -> str:
        """The key's columns as a fault names them."""
        return ", ".join(self.names)

    def values(self) -> list[Any]:
        """The keys of all rows, a tuple each for a composite key."""
        columns = [column.held() for column in self.columns]
        return list(zip(*columns, strict=True)) if len(columns) > 1 else columns[0]

    def by_name(self) -> dict[str, Any]:
        """The keys of all rows, a column each: whole numbers as an array (it has a type even when empty), others as a list."""
        columns = zip(self.names, self.columns, strict=True)
        return {
            name: column.values if column.values is not None and column.values.dtype.kind in "iu" else column.held()
            for name, column in columns
        }

    def arrays(self) -> dict[str, Array]:
        """The keys of all rows, an array a column."""
        columns = zip(self.names, self.columns, strict=True)
        return {name: column.array() for name, column in columns}

    def text(self, row: int) -> str | None:
        """The key of a row as a fault names it; None for no key."""
        if self.empty[row] or self.lost[row]:
            return None
        return ", ".join(str(column.value(row)) for column in self.columns)

    def at(self, rows: Array) -> Keys:
        """The keys of some rows, by index."""
        return Keys(self.names, tuple(column.at(rows) for column in self.columns), self.empty[rows], self.lost[rows])

    def codes(self) -> tuple[Array, ...]:
        """Whole numbers that tell the keys of this table apart, an array a column."""
        return tuple(column.codes for column in self.columns)

    def followed_by(self, *others: Keys) -> Keys:
        """These keys and those of further lists; a column's kind is that of the first list that has one."""
        whole = self
        for other in others:
            pairs = zip(whole.columns, other.columns, strict=True)
            columns = tuple(one.followed_by(two) for one, two in pairs)
            empty, lost = (
                np.concatenate([getattr(each, name) for each in (whole, other)]) for name in ("empty", "lost")
            )
            whole = Keys(self.names, columns, empty, lost)
        return whole

    def notes(self, list_key: str | None = None) -> Iterator[Note]:
        """What was changed to read the keys (ASN427), and keys that are the word before a sum or a mean (ASN741)."""
        for name, column in zip(self.names, self.columns, strict=True):
            if column.changed is not None and len(column.changed):
                first = tuple(column.changed[:_MOST_ROWS].tolist())
                yield Note("ASN427", list=list_key, field=name, count=len(column.changed), rows=first)
            if column.kind == "text" and len(rows := total_rows(column.codes, column.labels or ())):
                yield Note("ASN741", list=list_key, field=name, count=len(rows), rows=tuple(rows[:_MOST_ROWS].tolist()))


def keys_of(table: Table, key: str | tuple[str, ...], list_key: str | None = None) -> Keys:
    """The keys of a table: whole numbers, text, dates, or anything hashable; NaN, None and blank text are empty keys.

    Text is a key without the blanks around it, an apostrophe in front, and blanks among digits alone. A level of pandas'
    index is a key by its name. Raises a RecordError for a column that is missing (ASN450), a name that a column and a level
    of the index share (ASN466), and for a column that holds several kinds of values or values that cannot be keys (ASN447).

    >>> from asn_appraisal.columns.reading.frames import table_of
    >>> keys = keys_of(table_of({"nip": ["198501 ", " "], "tahun": [2025, 2026]}), ("nip", "tahun"))
    >>> keys.values()[0], keys.empty.tolist(), keys.kinds
    (('198501', 2025), [False, True], ('text', 'integer'))
    """
    names = (key,) if isinstance(key, str) else tuple(key)
    if missing := [name for name in names if name not in (*table.names, *table.levels)]:
        raise RecordError(faults=_missing(missing, table, list_key))
    if unclear := [name for name in names if table.is_unclear(name)]:
        raise RecordError(faults=[Fault("ASN466", list=list_key, field=name) for name in unclear])
    columns = tuple(_key_column(table, name) for name in names)
    empty = np.logical_or.reduce([column.empty for column in columns])
    lost = np.zeros(table.count, bool)
    for column in columns:
        if (
            column.lost is not None and not table.in_file
        ):  # a file's rows are joined by what stands there: see lost_faults
            lost |= column.lost & ~empty
    return Keys(names, columns, empty, lost)


def _missing(missing: list[str], table: Table, list_key: str | None) -> list[Fault]:
    near = NearMisses(missing)
    known = (*table.names, *table.levels)
    meant = {wanted: name for name in known if (wanted := near.meant(name)) is not None}
    columns = ", ".join(known[:20])
    return [
        Fault("ASN450", list=list_key, field=name, facts={"columns": columns, "close": meant.get(name, "")})
        for name in missing
    ]


# --- one column ------------------------------------------------------------------------------------------------------


def _key_column(table: Table, name: str) -> KeyColumn:
    given = table.plain_list(name)
    codes = None if given is None else codes_of_list(given)
    if codes is None and (letters := table.letters(name)) is not None:
        codes = codes_of_letters(letters)
    found = _read(table.source(name), name) if codes is None else _of_text(codes)
    return evolve(found, kind=None) if found.empty.all() else found


def _read(source: RawColumn, name: str) -> KeyColumn:
    if source.labels is not None:
        places = source.values.astype(np.int64, copy=source.absent is not None)
        if source.absent is not None:
            places[source.absent] = -1
        return _of_text(codes_of_dictionary(places, source.labels))
    values, absent = source.values, source.absent
    if source.scale:
        values = np.fromiter(map(source.value, range(len(source))), object, len(source))
    absent = np.zeros(len(values), bool) if absent is None else absent
    kind = "U" if values.dtype.kind == "S" and source.decimal is not None else values.dtype.kind  # a file's ASCII
    found = _READERS.get(kind, _objects)(values, absent)
    if isinstance(found, str):
        raise RecordError(faults=[Fault("ASN447", field=name, kind=found)])
    return found


def _of_text(found: TextCodes) -> KeyColumn:
    return KeyColumn("text", found.codes, found.codes == 0, found.lost, labels=found.labels, changed=found.changed)


def _integers(values: Array, empty: Array) -> KeyColumn | str:
    if values.dtype.kind == "u" and values.max(initial=0) >= 2**63:
        return _labelled("integer", values.astype(object), empty)
    values = values.astype(np.int64, copy=False)
    return KeyColumn("integer", values, empty, values=values)


def _booleans(values: Array, empty: Array) -> KeyColumn:
    return KeyColumn("boolean", values.astype(np.int64), empty, values=values)


def _floats(values: Array, empty: Array) -> KeyColumn | str:
    """Whole numbers that became floats, as those with gaps do in pandas; other floats as they are."""
    empty = empty | np.isnan(values)
    values = np.where(empty, 0, values)
    # A number with more digits than its type keeps may differ from what was entered.
    lost = np.abs(values) >= 10.0 ** np.finfo(values.dtype).precision
    if not bool((lost | (values == np.trunc(values))).all()):
        return _labelled("float", values.astype(object), empty)
    values = np.where(lost, 0, values).astype(np.int64)
    return KeyColumn("integer", values, empty, lost, values)


def _times(values: Array, empty: Array) -> KeyColumn:
    """Days as days, whatever the unit of their column; other times in microseconds, or as they are."""
    empty = empty | np.isnat(values)
    for unit, kind in (("D", "date"), ("us", "datetime")):
        coarse = values.astype(f"M8[{unit}]")
        if bool(((coarse == values) | empty).all()):
            return KeyColumn(kind, coarse.view(np.int64), empty, values=coarse)
    return KeyColumn(str(values.dtype), values.view(np.int64), empty, values=values)


def _texts(values: Array, empty: Array) -> KeyColumn:
    """Texts of an array: of numpy's own, or Python's."""
    if values.dtype.kind in "US" and (letters := letters_of_array(values, empty)) is not None:
        return _of_text(codes_of_letters(letters))
    texts = texts_of(values)
    if empty.any():
        texts = ["" if gap else text for text, gap in zip(texts, empty.tolist(), strict=True)]
    return _of_text(codes_of_texts(texts))


def _objects(values: Array, empty: Array) -> KeyColumn | str:
    """The keys of Python's values; the kind of values that cannot be keys."""
    values = values.astype(object)
    values[empty] = None
    kinds = set(map(type, values))
    if kinds != {str}:
        empty = np.fromiter(map(is_absent, values), bool, len(values))
        kinds = set(map(type, values[~empty]))
    names = {kind_name(kind) for kind in kinds}
    if len(names) > 1:
        return "mixed"
    kind = next(iter(names), "text")
    if kind not in _TYPES:
        return _labelled(kind, values, empty)
    filler, dtype = _TYPES[kind]
    values[empty] = filler
    try:
        values = values if dtype is object else np.array(values.tolist(), dtype)
    except OverflowError:  # beyond int64: Python's own
        return _labelled(kind, values, empty)
    return _texts(values, empty) if kind == "text" else _READERS[values.dtype.kind](values, empty)


def _labelled(kind: str, values: Array, empty: Array) -> KeyColumn | str:
    """A label for each value; the kind of values that cannot be keys."""
    values = values.copy()
    values[empty] = None
    try:
        return KeyColumn(kind, np.zeros(len(values), np.int64), empty, values=values).labelled()
    except TypeError:  # not hashable
        return kind


_READERS: dict[str, Callable[[Array, Array], KeyColumn | str]] = {
    "i": _integers,
    "u": _integers,
    "b": _booleans,
    "f": _floats,
    "M": _times,
    "U": _texts,
}
# The filler for absent values and the type of the array, by the kind of its objects.
_TYPES: dict[str, tuple[Any, Any]] = {
    "text": ("", object),
    "integer": (0, np.int64),
    "boolean": (False, bool),
    "float": (0.0, np.float64),
    "date": (None, "M8[D]"),
}
