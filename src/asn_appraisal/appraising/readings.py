"""Readings: a record becomes exact values, or the list of all its faults.

Reading knows nothing of formulas. It checks that each field is present, of its type, within its range and of no more
decimals than declared, and that no field is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import evolve, field, frozen

from ..algebra.dispatch import Dispatch
from ..algebra.inputs import Category, Count, Field, Flag, Indicator, Number
from ..algebra.items import Items
from ..analysis.outlines import Outline
from ..arguments import kind_of as plain_kind
from ..faults import FAULTS_SHOWN, REPEATED, Fault, repeating
from ..numbers import UnreadableNumber, scaled, to_text
from ..similar_names import NearMisses, closest
from ..texts import LANGUAGES

Values = dict[str, Any]
_MOST_CLOSE = 100  # at most so many wrong labels of a record get a "did you mean": a list may have 100,000


class _Unread:
    """What stands in the values of a record for a field at fault; whatever is worked out from it has no value."""

    def __repr__(self) -> str:
        return "UNREAD"


UNREAD: Any = _Unread()


class RowsInDoubt(list[Values]):
    """The rows of a list that has too few of them, too many, or one twice: each can be worked out, and nothing over all."""


@frozen
class Unreadable:
    """What an adapter gives for a cell that it cannot read, so that the fault names row and field like any other."""

    code: str
    kind: str = "text"
    facts: tuple[tuple[str, str], ...] = ()


@frozen
class Reading:
    """What a record holds: exact values by field key (lists as rows of them), and what reading it involved.

    A value at fault is ``UNREAD``.

    ``defaulted`` and ``quantized`` name the places (``kegiatan[0].waktu``) that took a default or were rounded on request;
    ``given`` holds the original values.
    """

    values: Values
    faults: tuple[Fault, ...] = ()
    defaulted: tuple[str, ...] = field(default=(), kw_only=True)
    quantized: tuple[str, ...] = field(default=(), kw_only=True)
    given: Values = field(factory=dict, kw_only=True)


def read(
    outline: Outline,
    record: object,
    *,
    ignore: Iterable[str] | str = (),
    floats: str = "snap",
    partial: bool = False,
) -> Reading:
    """The reading of one record by an outline.

    ``ignore`` names fields of the record that the policy does not use, ``"all"`` all of them; ``floats`` is one of
    ``numbers.FLOAT_MODES``. With ``partial`` what is absent stays absent: it is no fault and takes no default.
    """
    reader = _Reader(floats, ignore, partial=partial)
    data = mapping(record)
    if data is None:
        keys = *(each.key for each in outline.fields), *(each.key for each in outline.lists)
        unread = dict.fromkeys(keys, UNREAD)
        return Reading(unread, (Fault("ASN422", kind=kind_of(record)),))
    values = reader.row(outline.fields, data, extra=outline.lists)
    for items in outline.lists:
        rows = reader.rows(items, data.get(items.key))
        values.setdefault(items.key, rows)
    return Reading(
        values,
        tuple(reader.faults),
        defaulted=tuple(reader.defaulted),
        quantized=tuple(reader.quantized),
        given={**_known(outline.fields, data), **reader.given},
    )


def fault_finder(each: Field, *, floats: str = "snap") -> Callable[[Any], Fault | None]:
    """What is wrong with values of a field, asked for one by one; None for a value that is read.

    >>> find = fault_finder(Number("nilai", low=0, high=100))
    >>> find(85), find(101).code, find(None).code
    (None, 'ASN406', 'ASN401')
    """
    reader = _Reader(floats, "all")

    def found(value: Any) -> Fault | None:
        reader.faults, reader.defaulted, reader.quantized = [], [], []
        reader.row((each,), {each.key: value})
        return reader.faults[0] if reader.faults else None

    return found


def _known(fields: Sequence[Field], data: Mapping[Any, Any]) -> Values:
    """The original values of some fields."""
    return {each.key: data[each.key] for each in fields if each.key in data}


def mapping(record: Any) -> Mapping[Any, Any] | None:
    """A record as a mapping: any Mapping, or an object with ``keys()`` and ``[...]`` (a pandas row, a database row)."""
    if isinstance(record, Mapping):
        return record
    keys = getattr(record, "keys", None)
    if callable(keys) and hasattr(record, "__getitem__"):
        return {key: record[key] for key in keys()}
    return None


def is_absent(value: Any) -> bool:
    """Whether a value means absence: None, a float NaN, pandas' NA, empty or blank text."""
    if value is None:
        return True
    kind = type(value)
    if kind is str:
        return not value or value.isspace()
    if kind is float:
        return bool(value != value)
    if kind is int or kind is bool:
        return False
    if isinstance(value, str):
        return not value.strip()
    if kind.__name__ in {"NAType", "NaTType"}:
        return kind.__module__.startswith("pandas")
    if isinstance(value, float) or (hasattr(value, "dtype") and getattr(value, "ndim", None) == 0):
        return bool(value != value)
    return False


def kind_of(value: object) -> str:
    """The kind of a value, for messages, which never show the value itself."""
    if isinstance(value, Unreadable):
        return value.kind
    return plain_kind(value)


class _Reader:
    """Reads one record and collects its faults."""

    def __init__(self, floats: str, ignore: Iterable[str] | str, *, partial: bool = False) -> None:
        self.floats = floats
        self.partial = partial
        self.ignores_all = ignore == "all"
        self.ignored = frozenset((ignore,) if isinstance(ignore, str) else ignore)
        self.faults: list[Fault] = []
        self.defaulted: list[str] = []
        self.quantized: list[str] = []
        self.place: dict[str, Any] = {}
        self.given: Values = {}
        self.looked_up = 0

    def row(self, fields: Sequence[Field], data: Mapping[Any, Any], extra: Sequence[Items] = ()) -> Values:
        values: Values = {}
        found = 0
        for each in fields:
            key = each.key
            value = data.get(key)
            if key in data:
                found += 1
            if is_absent(value):
                values[key] = self.absent(each)
                continue
            try:
                values[key] = self.value(each, value)
            except UnreadableNumber as problem:
                self.fault(problem.code, each, value, **{**_facts(each), **problem.facts})
                values[key] = UNREAD
        found += sum(items.key in data for items in extra)
        if found != len(data):
            meant = self.unknown(data, [*(each.key for each in fields), *(items.key for items in extra)])
            values.update(dict.fromkeys(meant, UNREAD))
        return values

    def value(self, each: Field, value: Any) -> Any:
        if isinstance(value, Unreadable):
            raise UnreadableNumber(value.code, **dict(value.facts))
        return READERS(each)(self, each, value)

    def absent(self, each: Field) -> Any:
        if self.partial:
            return None
        default = each.default
        if default is not None:
            self.defaulted.append(self.where(each))
        elif not each.optional:
            self.fault("ASN401", each, None, **_facts(each))
            return UNREAD
        return default

    def unknown(self, data: Mapping[Any, Any], known: list[str]) -> list[str]:
        """Note the fields that a record should not have; returns those that they were surely meant to be."""
        surely: list[str] = []
        near = NearMisses(key for key in known if key not in data)
        names, listed = {*known}, ", ".join(known)
        for name in data:
            if name in names or name in self.ignored:
                continue
            if (meant := near.meant(str(name))) is not None:
                surely.append(meant)
                self.faults.append(Fault("ASN403", field=str(name), facts={"meant": meant}, **self.place))
            elif not self.ignores_all:
                # A record with thousands of unknown names must not cost a search for each.
                close = closest(str(name), known, 1) if len(self.faults) < FAULTS_SHOWN else ()
                facts = {"fields": listed, "close": ", ".join(close)}
                self.faults.append(Fault("ASN402", field=str(name), facts=facts, **self.place))
        return surely

    def rows(self, items: Items, value: Any) -> Any:
        if is_absent(value):
            value = []
        if isinstance(value, Mapping | str | bytes) or not isinstance(value, Iterable):
            self.faults.append(Fault("ASN410", list=items.key, kind=kind_of(value)))
            return UNREAD
        given = list(value)
        rows: list[Values] = []
        first_rows: dict[tuple[Any, ...], int] = {}
        wrong: list[Fault] = []
        if not items.optional and len(given) < items.at_least and not self.partial:
            wrong.append(few_rows(items))
        if items.at_most is not None and len(given) > items.at_most:
            wrong.append(counting(many_rows(items), len(given)))
        self.faults += wrong
        for index, entry in enumerate(given):
            self.place = {"list": items.key, "item_row": index}
            data = mapping(entry)
            if data is None:
                self.faults.append(Fault("ASN410", kind=kind_of(entry), **self.place))
                rows.append(dict.fromkeys((each.key for each in items.fields), UNREAD))
            else:
                rows.append(self.row(items.fields, data))
                again = self.repeats(items, rows[-1], first_rows)
                self.faults += again
                wrong += again
                self.given.setdefault(items.key, []).append(_known(items.fields, data))
        self.place = {}
        return RowsInDoubt(rows) if wrong else rows

    def repeats(self, items: Items, row: Values, first_rows: dict[tuple[Any, ...], int]) -> list[Fault]:
        """The fault of a row whose unique fields hold what an earlier row's do; one that cannot be read is unlike any."""
        values = tuple(row[key] for key in items.unique)
        if values and None not in values and UNREAD not in values:
            index: int = self.place["item_row"]
            if (earlier := first_rows.setdefault(values, index)) != index:
                return [repeating(evolve(repeated_row(items), item_row=index), earlier)]
        return []

    def number(self, each: Number, value: Any) -> Fraction | None:
        number, was_rounded = scaled(value, each.decimals, self.floats)
        if (each.low_units is not None and number < each.low_units) or (
            each.high_units is not None and number > each.high_units
        ):
            raise UnreadableNumber("ASN406")
        if was_rounded:
            self.quantized.append(self.where(each))
        return Fraction(number, 10**each.decimals)

    def category(self, each: Category, value: Any) -> str | None:
        keys = [level.key for level in each.among]
        if isinstance(value, str) and (key := value.strip()) in keys:
            return key
        self.looked_up += 1
        close = closest(value.strip(), keys) if isinstance(value, str) and self.looked_up <= _MOST_CLOSE else ()
        called = {
            f"names_{language}": ", ".join(level.called(language) for level in each.among) for language in LANGUAGES
        }
        raise UnreadableNumber("ASN408", close=", ".join(close), levels=", ".join(keys), **called)

    def flag(self, _: Flag, value: Any) -> bool | None:
        if isinstance(value, bool):
            return value
        plain = value.item() if type(value).__module__ == "numpy" and hasattr(value, "item") else None
        if isinstance(plain, bool):
            return plain
        raise UnreadableNumber("ASN409")

    def where(self, each: Field) -> str:
        if not self.place:
            return each.key
        return f"{self.place['list']}[{self.place['item_row']}].{each.key}"

    def fault(self, code: str, each: Field, value: object, **facts: object) -> None:
        shown = {name: str(fact) for name, fact in facts.items()} | labels_of(each)
        self.faults.append(Fault(code, field=each.key, kind=kind_of(value), facts=shown, **self.place))


READERS: Dispatch[Callable[[_Reader, Any, Any], Any]] = Dispatch(
    "READERS",
    {
        Number: _Reader.number,
        Indicator: _Reader.number,
        Count: _Reader.number,
        Category: _Reader.category,
        Flag: _Reader.flag,
    },
)


def few_rows(items: Items) -> Fault:
    """The fault of a list of too few rows."""
    return Fault("ASN411", list=items.key, facts={"least": str(items.at_least), **labels_of(items)})


def many_rows(items: Items) -> Fault:
    """The fault of a list of too many rows; ``counting`` says how many."""
    return Fault("ASN455", list=items.key, facts={"most": str(items.at_most), **labels_of(items)})


def counting(fault: Fault, count: int) -> Fault:
    """A fault with the number of rows that there are."""
    return evolve(fault, facts={**dict(fault.facts), "count": str(count)})


def repeated_row(items: Items) -> Fault:
    """The fault of a row that repeats an earlier one; ``faults.repeating`` says which."""
    fields = items.unique_fields
    labels = {f"label_{language}": ", ".join(each.called(language) for each in fields) for language in LANGUAGES}
    if len(fields) == 1:
        return Fault(REPEATED, list=items.key, field=fields[0].key, facts=labels)
    return Fault(REPEATED, list=items.key, facts={"fields": ", ".join(items.unique), **labels})


def labels_of(each: Field | Items) -> dict[str, str]:
    """The name of a field or list in each language, as facts of its faults."""
    return {f"label_{language}": each.called(language) for language in LANGUAGES}


def _facts(each: Field) -> dict[str, str]:
    """What a message may say about a field: its range and decimals, never a record's value."""
    if not isinstance(each, Number):
        return {}
    return {
        "low": "" if each.low is None else to_text(each.low),
        "high": "" if each.high is None else to_text(each.high),
        "decimals": str(each.decimals),
        "unit": each.unit,
    }
