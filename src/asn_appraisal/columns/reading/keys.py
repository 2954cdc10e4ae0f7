"""Keys: the columns that identify a row's record, in the table of records and in lists."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count, repeat
from typing import Any

import numpy as np
from attrs import evolve, frozen

from ...appraising.readings import is_absent
from ...errors import RecordError
from ...faults import Fault
from ...similar_names import NearMisses
from .arrays import Array
from .frames import Table
from .lost_digits import is_scientific
from .raw_columns import RawColumn
from .texts import widened

_DENSE = 4  # whole numbers are looked up by position while their span is up to so many times their count
_MOST_DIGITS = 18  # with a 1 in front, these fit into int64


@frozen(eq=False)
class Keys:
    """The keys of a table's rows: a column, or several of a composite key.

    ``kinds`` has what each column holds (``"integer"``, ``"text"``, ``"date"`` ...), None for a column without values.
    ``columns`` are arrays of whole numbers, text, dates or objects; their values where ``empty`` (no key) or ``lost``
    (its digits were lost in a spreadsheet) is true say nothing. ``wholes`` has an int64 array that stands for a column,
    equal where the column is and comparable between tables, or None; ``codes`` one that is comparable within it alone.
    """

    names: tuple[str, ...]
    kinds: tuple[str | None, ...]
    columns: tuple[Array, ...]
    wholes: tuple[Array | None, ...]
    empty: Array
    lost: Array
    codes: tuple[Array | None, ...]

    def __len__(self) -> int:
        return len(self.empty)

    @property
    def field(self) -> str:
        """The key's columns as a fault names them."""
        return ", ".join(self.names)

    def values(self) -> list[Any]:
        """The keys of all rows, a tuple each for a composite key."""
        columns = [column.tolist() for column in self.columns]
        return list(zip(*columns, strict=True)) if len(columns) > 1 else columns[0]

    def text(self, row: int) -> str | None:
        """The key of a row as a fault names it; None for no key."""
        if self.empty[row] or self.lost[row]:
            return None
        return ", ".join(str(column[row : row + 1].tolist()[0]) for column in self.columns)

    def at(self, rows: Array) -> Keys:
        """The keys of some rows, by index."""
        columns = tuple(column[rows] for column in self.columns)
        wholes = tuple(None if whole is None else whole[rows] for whole in self.wholes)
        codes = tuple(None if code is None else code[rows] for code in self.codes)
        return Keys(self.names, self.kinds, columns, wholes, self.empty[rows], self.lost[rows], codes)

    def comparable(self) -> tuple[Array, ...]:
        """Arrays that tell the keys of this table apart, the fastest there are."""
        kinds = zip(self.wholes, self.codes, self.columns, strict=True)
        return tuple(next(column for column in each if column is not None) for each in kinds)

    def followed_by(self, *others: Keys) -> Keys:
        """These keys and those of further lists; a column's kind is that of the first list that has one."""
        if not others:
            return self
        parts = (self, *others)
        kinds = tuple(next(filter(None, each), None) for each in zip(*(part.kinds for part in parts), strict=True))
        columns = tuple(_together(each) for each in zip(*(part.columns for part in parts), strict=True))
        wholes = tuple(
            None if any(whole is None for whole in each) else np.concatenate(each)
            for each in zip(*(part.wholes for part in parts), strict=True)
        )
        empty, lost = (np.concatenate([getattr(part, name) for part in parts]) for name in ("empty", "lost"))
        return Keys(self.names, kinds, columns, wholes, empty, lost, tuple(None for _ in columns))


def _together(columns: tuple[Array, ...]) -> Array:
    alike = len({column.dtype.kind for column in columns}) == 1
    return np.concatenate(columns if alike else [column.astype(object) for column in columns])


def keys_of(table: Table, key: str | tuple[str, ...], list_key: str | None = None) -> Keys:
    """The keys of a table: whole numbers, text, dates, or anything hashable; NaN, None and blank text are empty keys.

    Raises a RecordError for a column that is missing (ASN450), and for one that holds several kinds of values or
    values that cannot be keys (ASN447).

    >>> from asn_appraisal.columns.reading.frames import table_of
    >>> keys = keys_of(table_of({"nip": ["198501", " "], "tahun": [2025, 2026]}), ("nip", "tahun"))
    >>> keys.values()[0], keys.empty.tolist(), keys.kinds
    (('198501', 2025), [False, True], ('text', 'integer'))
    """
    names = (key,) if isinstance(key, str) else tuple(key)
    if missing := [name for name in names if name not in table.names]:
        raise RecordError(faults=_missing(missing, table, list_key))
    found = [_key_column(table.source(name), name) for name in names]
    empty = np.logical_or.reduce([column.empty for column in found])
    lost = np.zeros(table.count, bool)
    for column in found:
        if (
            column.lost is not None and not table.in_file
        ):  # a file's rows are joined by what stands there: see lost_faults
            lost |= column.lost & ~empty
    kinds = tuple(column.kind for column in found)
    columns, wholes, codes = zip(*((column.values, column.whole, column.codes) for column in found), strict=True)
    return Keys(names, kinds, columns, wholes, empty, lost, codes)


def _missing(missing: list[str], table: Table, list_key: str | None) -> list[Fault]:
    near = NearMisses(missing)
    meant = {wanted: name for name in table.names if (wanted := near.meant(name)) is not None}
    columns = ", ".join(table.names[:20])
    return [
        Fault("ASN450", list=list_key, field=name, facts={"columns": columns, "close": meant.get(name, "")})
        for name in missing
    ]


# --- one column ------------------------------------------------------------------------------------------------------


@frozen(eq=False)
class _KeyColumn:
    """A column: its kind, the rows without a key, the rows that lost digits, and whole numbers in its place."""

    kind: str | None
    values: Array
    empty: Array
    lost: Array | None = None
    whole: Array | None = None
    codes: Array | None = None


def _key_column(source: RawColumn, name: str) -> _KeyColumn:
    if source.labels is not None:
        found = _labelled(source, source.labels)
    else:
        values, absent = source.values, source.absent
        if values.dtype.kind == "S" and source.decimal is not None:
            values = widened(values)
        if source.scale:
            values = np.fromiter(map(source.value, range(len(source))), object, len(source))
        absent = np.zeros(len(values), bool) if absent is None else absent
        found = _READERS.get(values.dtype.kind, _objects)(values, absent)
    if found.kind == "mixed" or (found.kind not in {"text", "integer"} and not _hashable(found.values)):
        raise RecordError(faults=[Fault("ASN447", field=name, kind=found.kind)])
    return evolve(found, kind=None) if found.empty.all() else found


def _labelled(source: RawColumn, labels: tuple[str, ...]) -> _KeyColumn:
    """A column of codes: each label is looked at once."""
    read = _objects(np.array([*labels, None], object), np.zeros(len(labels) + 1, bool))
    codes = source.values.astype(np.int64)
    empty = read.empty[codes]
    if source.absent is not None:
        empty |= source.absent
    lost, whole = (None if each is None else each[codes] for each in (read.lost, read.whole))
    distinct = len({*labels}) == len(labels)
    return _KeyColumn(read.kind, read.values[codes], empty, lost, whole, codes if distinct else None)


def _integers(values: Array, empty: Array) -> _KeyColumn:
    if values.dtype.kind == "u" and values.max(initial=0) >= 2**63:
        return _KeyColumn("integer", values.astype(object), empty)
    values = values.astype(np.int64, copy=False)
    return _KeyColumn("integer", values, empty, whole=values)


def _booleans(values: Array, empty: Array) -> _KeyColumn:
    return _KeyColumn("boolean", values, empty, whole=values.astype(np.int64))


def _floats(values: Array, empty: Array) -> _KeyColumn:
    """Whole numbers that became floats, as those with gaps do in pandas; other floats as they are."""
    empty = empty | np.isnan(values)
    values = np.where(empty, 0, values)
    # A number with more digits than its type keeps may differ from what was entered.
    lost = np.abs(values) >= 10.0 ** np.finfo(values.dtype).precision
    if not bool((lost | (values == np.trunc(values))).all()):
        return _KeyColumn("float", values.astype(object), empty)
    values = np.where(lost, 0, values).astype(np.int64)
    return _KeyColumn("integer", values, empty, lost, values)


def _times(values: Array, empty: Array) -> _KeyColumn:
    """Days as days, whatever the unit of their column; other times in microseconds, or as they are."""
    empty = empty | np.isnat(values)
    for unit, kind in (("D", "date"), ("us", "datetime")):
        coarse = values.astype(f"M8[{unit}]")
        if bool(((coarse == values) | empty).all()):
            return _KeyColumn(kind, coarse, empty, whole=coarse.view(np.int64))
    return _KeyColumn(str(values.dtype), values, empty, whole=values.view(np.int64))


def _texts(values: Array, empty: Array) -> _KeyColumn:
    if empty.any():
        values = values.copy()
        values[empty] = ""
    elif values.dtype.kind == "U" and (whole := _whole_of_letters(values)) is not None:
        return _KeyColumn("text", values, empty, whole=whole)
    held = values.tolist()
    lengths = np.fromiter(map(len, held), np.int64, len(held))
    empty = empty | (lengths == 0)
    letters = "".join(held).encode(errors="surrogatepass")
    digits = np.frombuffer(letters, np.uint8) - np.uint8(ord("0"))  # other letters are above 9 then
    if bool((digits <= 9).all()):
        return _KeyColumn("text", values, empty, whole=_whole_of_digits(digits, lengths))
    empty |= np.fromiter(map(str.isspace, held), bool, len(held))
    if b"e" not in letters and b"E" not in letters:
        return _KeyColumn("text", values, empty)
    return _KeyColumn("text", values, empty, np.fromiter(map(is_scientific, held), bool, len(held)))


def _whole_of_letters(values: Array) -> Array | None:
    """Texts of an array as below, without a loop over them; None unless all are digits, as many as the longest has."""
    width = values.dtype.itemsize // 4
    if width > _MOST_DIGITS or not len(values):
        return None
    letters = np.ascontiguousarray(values).view(np.uint32).reshape(len(values), width)
    numbers = np.ones(len(values), np.int64)
    for place in range(width):
        digits = letters[:, place] - np.uint32(ord("0"))
        if not bool((digits <= 9).all()):
            return None
        numbers *= 10
        numbers += digits
    return numbers


def _whole_of_digits(digits: Array, lengths: Array) -> Array | None:
    """Texts of digits as numbers behind a 1, which keeps the zeros in front; None where their lengths differ."""
    given, width = lengths > 0, int(lengths.max(initial=0))
    if width > _MOST_DIGITS or bool((lengths[given] != width).any()):
        return None
    rows = digits.reshape(-1, max(width, 1))
    numbers = np.ones(len(rows), np.int64)
    for place in range(width):
        numbers *= 10
        numbers += rows[:, place]
    whole = np.zeros(len(lengths), np.int64)
    whole[given] = numbers
    return whole


def _objects(values: Array, empty: Array) -> _KeyColumn:
    values = values.astype(object)
    values[empty] = None
    kinds = set(map(type, values))
    if kinds != {str}:
        empty = np.fromiter(map(is_absent, values), bool, len(values))
        kinds = set(map(type, values[~empty]))
    names = {_kind_name(kind) for kind in kinds}
    if len(names) > 1:
        return _KeyColumn("mixed", values, empty)
    kind = next(iter(names), "text")
    if kind not in _TYPES:
        return _KeyColumn(kind, values, empty)
    filler, dtype = _TYPES[kind]
    values[empty] = filler
    try:
        values = values if dtype is object else np.array(values.tolist(), dtype)
    except OverflowError:  # beyond int64: Python's own
        return _KeyColumn(kind, values, empty)
    return _texts(values, empty) if kind == "text" else _READERS[values.dtype.kind](values, empty)


_READERS: dict[str, Callable[[Array, Array], _KeyColumn]] = {
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
_KINDS = {
    "str": "text",
    "bool": "boolean",
    "bool_": "boolean",
    "int": "integer",
    "integer": "integer",
    "float": "float",
    "floating": "float",
    "datetime": "datetime",
    "date": "date",
    "list": "list",
    "dict": "mapping",
}


def _kind_name(kind: type) -> str:
    bases = (base.__name__ for base in kind.__mro__)
    return next((_KINDS[base] for base in bases if base in _KINDS), kind.__name__)


def _hashable(values: Array) -> bool:
    try:
        set(values.tolist())
    except TypeError:
        return False
    return True


# --- codes -----------------------------------------------------------------------------------------------------------


def codes_of(keys: Keys, others: Keys) -> tuple[Array, Array, int]:
    """Codes below a size that are equal where keys are equal, and the codes of other keys, -1 for an unknown one.

    >>> from asn_appraisal.columns.reading.frames import table_of
    >>> keys, others = (keys_of(table_of({"nip": nips}), "nip") for nips in (["a", "b"], ["b", "c"]))
    >>> codes, found, size = codes_of(keys, others)
    >>> codes.tolist(), found.tolist(), size
    ([0, 1], [1, -1], 2)
    """
    codes, found, size = _codes_of_column(keys, others, 0)
    for place in range(1, len(keys.columns)):
        right, right_found, right_size = _codes_of_column(keys, others, place)
        both = (found >= 0) & (right_found >= 0)
        found = np.where(both, found * right_size + right_found, -1)
        codes, found, size = _codes_of_whole(codes * right_size + right, found)
    return codes, found, size


def _codes_of_column(keys: Keys, others: Keys, place: int) -> tuple[Array, Array, int]:
    whole, other = keys.wholes[place], others.wholes[place]
    if whole is not None and other is not None:
        return _codes_of_whole(whole, other)
    return _codes_of_objects(keys.columns[place].tolist(), others.columns[place].tolist())


def _codes_of_whole(values: Array, others: Array) -> tuple[Array, Array, int]:
    size = len(values)
    if not size:
        return values, np.full(len(others), -1), 0
    if bool((values[1:] > values[:-1]).all()):
        return np.arange(size), _positions(values, others), size
    least, most = int(values.min()), int(values.max())
    if most - least < _DENSE * size:
        inside = (others >= least) & (others <= most)
        return values - least, np.where(inside, others - least, -1), most - least + 1
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    first = np.ones(size, bool)
    first[1:] = ordered[1:] != ordered[:-1]
    codes = np.empty(size, np.int64)
    codes[order] = np.cumsum(first) - 1
    known = ordered[first]
    same = size == len(others) and bool((values == others).all())
    return codes, codes if same else _positions(known, others), len(known)


def _positions(ascending: Array, others: Array) -> Array:
    """The positions of values among ascending ones; -1 for one that is not among them."""
    if len(ascending) == len(others) and bool((ascending == others).all()):
        return np.arange(len(others))
    found = np.minimum(np.searchsorted(ascending, others), len(ascending) - 1)
    return np.where(ascending[found] == others, found, -1)


def _codes_of_objects(values: list[Any], others: list[Any]) -> tuple[Array, Array, int]:
    index = dict(zip(dict.fromkeys(values), count(), strict=False))
    codes = np.fromiter(map(index.__getitem__, values), np.int64, len(values))
    return codes, np.fromiter(map(index.get, others, repeat(-1)), np.int64, len(others)), len(index)
