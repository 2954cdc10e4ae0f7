"""Plain data: how the data of a document becomes a form, or a list of all faults, and how a form becomes data again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar, get_args, get_origin

import attrs
from cattrs import ClassValidationError, Converter, ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from ..faults import DocumentFault
from ..similar_names import closest
from .forms import (
    TYPES,
    Amount,
    BandForm,
    BandsForm,
    CaseForm,
    CheckForm,
    FieldForm,
    Formula,
    GridForm,
    LevelForm,
    ListForm,
    OverlayForm,
    PartForm,
    PolicyForm,
    SourceForm,
)
from .limits import MOST_FAULTS, Misfit

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
