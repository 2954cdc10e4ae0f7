"""Plain data: how the data of a document becomes a form, all of its faults noted, and how a form becomes data again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache, partial
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin

import attrs
from attrs import define, field

from ..algebra.edges import Edge
from ..algebra.expressions import BETTER
from ..algebra.inputs import MOST_DECIMALS
from ..algebra.keys import checked_key, checked_part_key, checked_policy_key, to_date
from ..algebra.sources import GRADES
from ..arguments import checked_choice, checked_count
from ..errors import AppraisalError
from ..faults import DocumentFault
from ..numbers import exact
from ..similar_names import closest
from .forms import TYPES, Amount, BandForm, FieldForm, LevelForm, ListForm, OverlayForm, PartForm, PolicyForm
from .limits import MOST_FAULTS, Misfit
from .pieces import BROKEN

# Entries that are written even if they have the default: a reader should not have to know it.
_ALWAYS_WRITTEN = {"decimals", "better"}
_KINDS = {str: "text", bool: "boolean", int: "integer", float: "float", Decimal: "float", list: "list", dict: "mapping"}
_LONGEST = 100  # of a name that is shown in full, and compared with others
# What can be said of an entry alone, by its form (None: any) and name, and of the keys of a table, by what it holds.
_CHECKS: dict[tuple[type | None, str], Callable[[Any], object]] = {
    (PolicyForm, "key"): checked_policy_key,
    (OverlayForm, "key"): checked_policy_key,
    (LevelForm, "key"): checked_key,
    (BandForm, "key"): checked_key,
    (None, "since"): to_date,
    (None, "until"): to_date,
    (None, "edge"): Edge.of,
    (None, "grade"): partial(checked_choice, what="grade", choices=GRADES),
    (None, "better"): partial(checked_choice, what="better", choices=BETTER),
    (None, "decimals"): partial(checked_count, what="decimals", low=0, high=MOST_DECIMALS),
    (None, "reported"): partial(checked_count, what="reported", low=0, high=20),
}
_KEYS: dict[Any, Callable[[str], str]] = {FieldForm: checked_key, ListForm: checked_key, PartForm: checked_part_key}


def kind_of(value: object) -> str:
    """The kind of a value, for messages."""
    return "absent" if value is None else _KINDS.get(type(value), type(value).__name__)


_Form = TypeVar("_Form", PolicyForm, OverlayForm)


def form_of(data: Any, kind: type[_Form]) -> tuple[_Form | None, tuple[DocumentFault, ...]]:
    """The form of a kind from plain data, and every fault; entries at fault are ``BROKEN`` in the form.

    None where the data is no mapping at all.

    >>> form, faults = form_of({"format": 1, "key": "contoh", "titel": "Contoh", "reported": "2"}, PolicyForm)
    >>> for fault in faults: print(fault.message)
    $: there is no entry 'titel' here; did you mean title
    $.reported: text stands here where a whole number is needed
    >>> form.title, form.reported
    ('Contoh', BROKEN)
    """
    reader = _Reader()
    form = reader.value(data, kind, "$")
    return None if form is BROKEN else form, tuple(reader.faults)


@define
class _Reader:
    """Reads data into forms and notes what is wrong, each with its path."""

    faults: list[DocumentFault] = field(factory=list)

    def note(self, misfit: Misfit, path: str) -> Any:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(misfit.at(path))
        return BROKEN

    def value(self, data: Any, kind: Any, path: str) -> Any:
        """The value of a kind that stands at a path."""
        if kind is Any:
            return data
        if kind == FieldForm:
            return self.one_of_types(data, path)
        if attrs.has(kind):
            return self.form(data, kind, path)
        if get_origin(kind) is dict:
            return self.table(data, get_args(kind)[1], path)
        if get_origin(kind) is list:
            return self.rows(data, get_args(kind)[0], path)
        kinds = get_args(kind) or (kind,)
        if data is None and NoneType in kinds:
            return None
        if kinds == (str, int):  # the value of a scheme's option
            return self.tried(partial(_plain, data, int if isinstance(data, int) else str), path)
        return self.tried(partial(_plain, data, kinds[0]), path)

    def tried(self, make: Callable[[], Any], path: str) -> Any:
        """The result of ``make``; a fault is noted at the path."""
        try:
            return make()
        except Misfit as problem:
            return self.note(problem, path)
        except AppraisalError as problem:
            return self.note(Misfit.of(problem), path)

    def table(self, data: Any, kind: Any, path: str) -> Any:
        if not isinstance(data, dict):
            return self.note(_not_of("mapping", data), path)
        check = _KEYS.get(kind, str)
        return {key: self.keyed(key, value, kind, check, f"{path}.{key}") for key, value in data.items()}

    def keyed(self, key: str, data: Any, kind: Any, check: Callable[[str], str], path: str) -> Any:
        """An entry of a table, by a key that has a form of its own."""
        sound = self.tried(partial(check, key), path)
        found = self.value(data, kind, path)
        return BROKEN if sound is BROKEN else found

    def rows(self, data: Any, kind: Any, path: str) -> Any:
        if not isinstance(data, list):
            return self.note(_not_of("list", data), path)
        return [self.value(value, kind, f"{path}[{index}]") for index, value in enumerate(data)]

    def one_of_types(self, data: Any, path: str) -> Any:
        """A field by its ``type``."""
        if not isinstance(data, dict):
            return self.note(_not_of("mapping", data), path)
        if "type" not in data:
            return self.note(Misfit("ASN505", entry="type"), path)
        kind = data["type"]
        if not isinstance(kind, str) or kind not in TYPES:
            return self.note(Misfit("ASN504", entry=str(kind)[:_LONGEST], entries=", ".join(TYPES)), path)
        return self.form({name: value for name, value in data.items() if name != "type"}, TYPES[kind], path)

    def form(self, data: Any, kind: Any, path: str) -> Any:
        if not isinstance(data, Mapping):
            return self.note(_not_of("mapping", data), path)
        known = _entries(kind)
        meant = self.meant(data, list(known), path)
        found: dict[str, Any] = {}
        for name, (type_, needed) in known.items():
            if name in data or name in meant:
                written = name if name in data else meant[name]
                found[name] = self.entry(kind, name, data[written], type_, f"{path}.{written}")
            elif needed:
                found[name] = self.note(Misfit("ASN505", entry=name), path)
        return kind(**found)

    def entry(self, form: type, name: str, data: Any, kind: Any, path: str) -> Any:
        """An entry of a form; what can be said of it alone is checked here, where its place is known best."""
        found = self.value(data, kind, path)
        check = _CHECKS.get((form, name)) or _CHECKS.get((None, name))
        if check is None or found is BROKEN or found is None:
            return found
        return BROKEN if self.tried(partial(check, found), path) is BROKEN else found

    def meant(self, data: Mapping[str, Any], known: list[str], path: str) -> dict[str, str]:
        """Note unknown entries; those that were meant to be another one, which is not there, are read as that one."""
        found: dict[str, str] = {}
        for entry in data:
            if entry in known or len(self.faults) >= MOST_FAULTS:
                continue
            close = "".join(closest(entry, known, 1)) if len(entry) < _LONGEST else ""
            self.note(
                Misfit("ASN504", entry=entry[:_LONGEST], close=close, entries="" if close else ", ".join(known)), path
            )
            if close and close not in data:
                found.setdefault(close, entry)
        return found


@lru_cache
def _entries(kind: type) -> dict[str, tuple[Any, bool]]:
    """The entries of a form: their types, and whether they are needed."""
    attrs.resolve_types(kind)
    return {each.name: (each.type, each.default is attrs.NOTHING) for each in attrs.fields(kind)}


def _not_of(right: str, data: Any) -> Misfit:
    return Misfit("ASN506", kind=kind_of(data), right=right)


def _plain(data: Any, kind: Any) -> Any:
    """A text, a number or a truth value of a kind; nothing is converted silently."""
    if kind is bool:
        return _checked(data, bool, "boolean")
    if kind is int:
        return _whole(data)
    if kind is Amount:
        return _amount(data)
    return _checked(data, str, "text")


def _checked(data: Any, kind: type, right: str) -> Any:
    if not isinstance(data, kind):
        raise _not_of(right, data)
    return data


def _whole(data: Any) -> int:
    if isinstance(data, bool) or not isinstance(data, int):
        raise _not_of("integer", data)
    return data


def _amount(data: Any) -> str:
    """A number as text; a whole number may be written as such, a decimal may not: parsers turn it into a float."""
    if isinstance(data, int) and not isinstance(data, bool) and abs(data) < 10**50:
        return str(data)
    text: str = _checked(data, str, "text")
    exact(text)
    return text


def plain_of(form: Any) -> dict[str, Any]:
    """A form as plain data, without defaults; the order is the same for all documents."""
    return {**_type_name(form), **{name: _data(value) for name, value in _written(form)}}


def _written(form: Any) -> Iterator[tuple[str, Any]]:
    for each in attrs.fields(type(form)):
        value, make = getattr(form, each.name), getattr(each.default, "factory", None)
        if each.name in _ALWAYS_WRITTEN or value != (make() if make else each.default):
            yield each.name, value


def _type_name(form: Any) -> dict[str, str]:
    names = {kind: name for name, kind in TYPES.items()}
    return {"type": names[type(form)]} if type(form) in names else {}


def _data(value: Any) -> Any:
    if attrs.has(type(value)):
        return plain_of(value)
    if isinstance(value, dict):
        return {key: _data(each) for key, each in value.items()}
    return [_data(each) for each in value] if isinstance(value, list) else value
