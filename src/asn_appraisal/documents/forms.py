"""Forms: what a document of a policy holds, as plain classes, and how data becomes a form, or a list of all faults.

These classes are the definition of the document: the JSON Schema is made from them, and cattrs reads and writes them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import Any, NewType, TypeVar, get_args, get_origin

import attrs
from attrs import define, field
from cattrs import ClassValidationError, Converter, ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from ..faults import DocumentFault
from ..similar_names import closest
from .limits import MOST_FAULTS, Misfit

FORMAT = 1

Amount = NewType("Amount", str)  # an exact number: text such as "0.35" or "1/9", or a whole number
Formula = NewType("Formula", str)  # one line in the grammar of formulas


@define
class SourceForm:
    """A law or another paper, and how certain the reading is."""

    law: str
    article: str = ""
    page: str = ""
    note: str = ""
    grade: str = "memory"


@define
class LevelForm:
    """A level of a category or a grid."""

    key: str
    name: str = ""
    english: str = ""
    labels: dict[str, str] = field(factory=dict)


@define
class BandForm:
    """A band: without ``edge`` it is the last and takes the rest."""

    key: str
    edge: str | None = None
    name: str = ""
    english: str = ""
    requires: Formula | None = None
    labels: dict[str, str] = field(factory=dict)
    source: list[str] = field(factory=list)


@define
class BandsForm:
    """A scale of bands."""

    rows: list[BandForm]
    source: list[str] = field(factory=list)


@define
class CaseForm:
    """A formula for each level of a label."""

    values: dict[str, Formula]
    source: list[str] = field(factory=list)


@define
class GridForm:
    """A level for each pair of levels: by row, then by column."""

    cells: dict[str, dict[str, str]]
    levels: list[LevelForm]
    source: list[str] = field(factory=list)


@define
class CheckForm:
    """A condition that data must meet, and the words for it."""

    condition: Formula
    name: str
    english: str = ""


@define
class NumberForm:
    """A decimal number of a record."""

    decimals: int = 2
    name: str = ""
    english: str = ""
    unit: str = ""
    low: Amount | None = None
    high: Amount | None = None
    default: Amount | None = None
    optional: bool = False


@define
class IndicatorForm:
    """A decimal number that is measured and judged."""

    better: str = "higher"
    decimals: int = 2
    name: str = ""
    english: str = ""
    unit: str = ""
    low: Amount | None = None
    high: Amount | None = None
    default: Amount | None = None
    optional: bool = False


@define
class CountForm:
    """A whole number of things."""

    name: str = ""
    english: str = ""
    unit: str = ""
    low: Amount = Amount("0")
    high: Amount | None = None
    default: Amount | None = None
    optional: bool = False


@define
class CategoryForm:
    """One of several levels."""

    levels: list[LevelForm]
    name: str = ""
    english: str = ""
    default: str | None = None
    optional: bool = False


@define
class FlagForm:
    """True or false."""

    name: str = ""
    english: str = ""
    default: bool | None = None
    optional: bool = False


FieldForm = NumberForm | IndicatorForm | CountForm | CategoryForm | FlagForm
TYPES: dict[str, type] = {
    "number": NumberForm,
    "indicator": IndicatorForm,
    "count": CountForm,
    "category": CategoryForm,
    "flag": FlagForm,
}


@define
class ListForm:
    """A list of rows inside a record."""

    fields: dict[str, FieldForm]
    name: str = ""
    english: str = ""
    at_least: int = 1
    optional: bool = False
    checks: list[CheckForm] = field(factory=list)


@define
class PartForm:
    """A part: its formula, and the lists whose rows it depends on."""

    formula: Formula
    name: str = ""
    english: str = ""
    lists: list[str] = field(factory=list)
    source: list[str] = field(factory=list)


@define
class PolicyForm:
    """A policy."""

    format: int
    key: str
    title: str
    english: str = ""
    subject: str = ""
    since: str | None = None
    until: str | None = None
    score: Formula | None = None
    band: Formula | None = None
    reported: int | None = None
    shown: list[str] = field(factory=list)
    source: list[str] = field(factory=list)
    fingerprint: str | None = None
    options: dict[str, str] = field(factory=dict)
    checks: list[CheckForm] = field(factory=list)
    inputs: dict[str, FieldForm] = field(factory=dict)
    lists: dict[str, ListForm] = field(factory=dict)
    parts: dict[str, PartForm] = field(factory=dict)
    bands: dict[str, BandsForm] = field(factory=dict)
    cases: dict[str, CaseForm] = field(factory=dict)
    grids: dict[str, GridForm] = field(factory=dict)
    sources: dict[str, SourceForm] = field(factory=dict)


@define
class OverlayForm:
    """Changes to a policy that has a document of its own."""

    format: int
    base: str
    key: str
    title: str
    base_fingerprint: str | None = None
    base_options: dict[str, str | int] = field(factory=dict)
    english: str = ""
    subject: str = ""
    since: str | None = None
    until: str | None = None
    source: list[str] = field(factory=list)
    changes: dict[str, Any] = field(factory=dict)
    removed: list[str] = field(factory=list)
    sources: dict[str, SourceForm] = field(factory=dict)


# Entries that are written even if they have the default: a reader should not have to know it.
_ALWAYS_WRITTEN = {"decimals", "better"}
_KINDS = {str: "text", bool: "boolean", int: "integer", float: "float", Decimal: "float", list: "list", dict: "mapping"}


class _Misfits(Exception):
    """What is wrong with some entries of a list or a mapping, by index or key."""

    def __init__(self, entries: list[tuple[str, Exception]]) -> None:
        super().__init__()
        self.entries = entries


def kind_of(value: object) -> str:
    """The kind of a value, for messages."""
    return "absent" if value is None else _KINDS.get(type(value), type(value).__name__)


_Form = TypeVar("_Form", PolicyForm, OverlayForm)


def form_of(data: Any, kind: type[_Form]) -> tuple[_Form | None, tuple[DocumentFault, ...]]:
    """The form of a kind from plain data, or every fault that prevents it.

    >>> _, faults = form_of({"format": 1, "key": "contoh", "titel": "Contoh"}, PolicyForm)
    >>> for fault in faults: print(fault.message)
    $: there is no entry 'titel' here; did you mean title
    $: the entry 'title' is missing
    """
    try:
        return _converter.structure(data, kind), ()
    except (ClassValidationError, Misfit) as problem:
        found = _faults(problem, "$")
        # An unknown entry is reported first: it is often the missing one, misspelt.
        return None, tuple(sorted(found, key=lambda fault: fault.code == "ASN505"))[:MOST_FAULTS]


def plain_of(form: PolicyForm) -> dict[str, Any]:
    """A form as plain data, without defaults; the order is the same for all documents."""
    data: dict[str, Any] = _converter.unstructure(form)
    return data


def _faults(problem: Exception, path: str) -> list[DocumentFault]:
    if isinstance(problem, Misfit):
        return [problem.at(path)]
    if isinstance(problem, _Misfits):
        return [fault for where, each in problem.entries for fault in _faults(each, f"{path}{where}")]
    if isinstance(problem, ClassValidationError):
        noted, others = problem.group_exceptions()
        found = []
        for each, note in noted:
            if isinstance(each, KeyError):
                found.append(DocumentFault("ASN505", path=path, facts={"entry": note.name}))
            else:
                found += _faults(each, f"{path}.{note.name}")
        for other in others:
            found += _unknown(other, path)
        return found
    raise problem


def _unknown(problem: Exception, path: str) -> list[DocumentFault]:
    if not isinstance(problem, ForbiddenExtraKeysError):
        raise problem
    known = [each.name for each in attrs.fields(problem.cl)]
    found = []
    for entry in sorted(problem.extra_fields)[:MOST_FAULTS]:
        close = ", ".join(closest(entry, known, 1)) if len(entry) < 100 else ""
        facts = {"entry": entry[:100], "close": close, "entries": "" if close else ", ".join(known)}
        found.append(DocumentFault("ASN504", path=path, facts=facts))
    return found


def _text(value: Any, _: Any) -> Any:
    if not isinstance(value, str):
        raise Misfit("ASN506", kind=kind_of(value), right="text")
    return value


def _integer(value: Any, _: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Misfit("ASN506", kind=kind_of(value), right="integer")
    return value


def _boolean(value: Any, _: Any) -> bool:
    if not isinstance(value, bool):
        raise Misfit("ASN506", kind=kind_of(value), right="boolean")
    return value


def _amount(value: Any, _: Any) -> str:
    """A number as text; a whole number may be written as such, a decimal may not: parsers turn it into a float."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**50:
        return str(value)
    return str(_text(value, None))


def _word(value: Any, _: Any) -> str | int:
    """The value of a scheme's option."""
    found: str | int = _integer(value, None) if isinstance(value, int) else _text(value, None)
    return found


def _rows(data: Any, kind: Any) -> list[Any]:
    if not isinstance(data, list):
        raise Misfit("ASN506", kind=kind_of(data), right="list")
    (entry,) = get_args(kind)
    return list(_each(((f"[{index}]", value) for index, value in enumerate(data)), entry))


def _table(data: Any, kind: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise Misfit("ASN506", kind=kind_of(data), right="mapping")
    _, entry = get_args(kind)
    return dict(zip(data, _each(((f".{key}", value) for key, value in data.items()), entry), strict=True))


def _each(entries: Any, kind: Any) -> list[Any]:
    found: list[Any] = []
    wrong: list[tuple[str, Exception]] = []
    for where, value in entries:
        try:
            found.append(_converter.structure(value, kind))
        except (ClassValidationError, Misfit, _Misfits) as problem:
            wrong.append((where, problem))
    if wrong:
        raise _Misfits(wrong)
    return found


def _is_of(origin: Any, kind: Any) -> bool:
    return bool(get_origin(kind) is origin)


def _field(data: Any, _: Any) -> Any:
    """A field by its ``type``."""
    if not isinstance(data, dict):
        raise Misfit("ASN506", kind=kind_of(data), right="mapping")
    if "type" not in data:
        raise Misfit("ASN505", entry="type")
    kind = data["type"]
    if not isinstance(kind, str) or kind not in TYPES:
        raise Misfit("ASN504", entry=str(kind)[:100], entries=", ".join(TYPES))
    return _converter.structure({name: value for name, value in data.items() if name != "type"}, TYPES[kind])


def _plain_field(form: Any) -> Any:
    return _converter.unstructure(form)


def _of_class(kind: type) -> Callable[[Any, Any], Any]:
    read: Callable[[Any, Any], Any] = make_dict_structure_fn(
        kind, _converter, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True, _cattrs_use_linecache=False
    )

    def structure(data: Any, _: Any) -> Any:
        if not isinstance(data, Mapping):
            raise Misfit("ASN506", kind=kind_of(data), right="mapping")
        return read(data, kind)

    return structure


def _to_plain(kind: type) -> Callable[[Any], dict[str, Any]]:
    kept: dict[str, Any] = {
        each.name: override(omit_if_default=False) for each in attrs.fields(kind) if each.name in _ALWAYS_WRITTEN
    }
    write: Callable[[Any], dict[str, Any]] = make_dict_unstructure_fn(
        kind, _converter, _cattrs_omit_if_default=True, _cattrs_use_linecache=False, **kept
    )
    names = {form: name for name, form in TYPES.items()}

    def unstructure(form: Any) -> dict[str, Any]:
        return {**({"type": names[kind]} if kind in names else {}), **write(form)}

    return unstructure


_converter = Converter()
# The default hooks of cattrs coerce: ``str(x)``, ``int("3")``.
_converter.register_structure_hook(str, _text)
_converter.register_structure_hook(int, _integer)
_converter.register_structure_hook(bool, _boolean)
_converter.register_structure_hook_func(lambda kind: kind is Formula, _text)
_converter.register_structure_hook_func(lambda kind: kind is Amount, _amount)
_converter.register_structure_hook_func(lambda kind: kind == str | int, _word)
_converter.register_structure_hook_func(partial(_is_of, list), _rows)
_converter.register_structure_hook_func(partial(_is_of, dict), _table)
_converter.register_structure_hook_func(lambda kind: kind == FieldForm, _field)
_converter.register_unstructure_hook_func(lambda kind: kind == FieldForm, _plain_field)
for _form in (
    SourceForm, LevelForm, BandForm, BandsForm, CaseForm, GridForm, CheckForm, *TYPES.values(), ListForm, PartForm,
    PolicyForm, OverlayForm,
):  # fmt: skip
    attrs.resolve_types(_form)
    _converter.register_structure_hook(_form, _of_class(_form))
    _converter.register_unstructure_hook(_form, _to_plain(_form))
