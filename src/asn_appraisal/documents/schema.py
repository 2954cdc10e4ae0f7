"""The JSON Schema of documents, made from the classes that read them.

``python -m asn_appraisal.documents.schema FOLDER`` writes ``policy.schema.json`` and ``overlay.schema.json``, which are
shipped with the package: editors check a document with them while it is written.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin

import attrs

from ..algebra.sources import GRADES
from .forms import FORMAT, TYPES, Amount, FieldForm, Formula, OverlayForm, PolicyForm

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILES: dict[str, type] = {"policy.schema.json": PolicyForm, "overlay.schema.json": OverlayForm}

_AMOUNT = {
    "description": 'An exact number: text such as "0.35", "75%" or "1/9", or a whole number.',
    "anyOf": [{"type": "string", "pattern": "^\\s*-?[0-9]+(\\.[0-9]+)?%?\\s*$|^-?[0-9]+/[0-9]+$"}, {"type": "integer"}],
}
_FORMULA = {"description": "One line in the grammar of formulas.", "type": "string", "minLength": 1}
_DAY = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
# Rules that types of Python cannot express.
_CLOSER: dict[str, dict[str, Any]] = {
    "format": {"const": FORMAT},
    "since": _DAY,
    "until": _DAY,
    "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "base_fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "grade": {"enum": list(GRADES)},
    "better": {"enum": ["higher", "lower"]},
    "edge": {"type": "string", "pattern": "^\\s*(>=|<=|>|<)\\s*\\S+\\s*$"},
    "decimals": {"type": "integer", "minimum": 0},
    "reported": {"type": "integer", "minimum": 0},
    "at_least": {"type": "integer", "minimum": 0},
    "at_most": {"type": "integer", "minimum": 1},
}
_PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    Any: {},
    Amount: {"$ref": "#/$defs/Amount"},
    Formula: {"$ref": "#/$defs/Formula"},
}


def schema_of(form: type) -> dict[str, Any]:
    """The JSON Schema of a form, with the forms it uses.

    >>> schema_of(PolicyForm)["required"]
    ['format', 'key', 'title']
    """
    definitions: dict[str, Any] = {"Amount": _AMOUNT, "Formula": _FORMULA}
    body = _class(form, definitions)
    return {"$schema": DIALECT, "title": form.__name__.removesuffix("Form"), **body, "$defs": definitions}


def schema_texts() -> dict[str, str]:
    """The texts of the files that are shipped, by name."""
    return {name: json.dumps(schema_of(form), indent=2) + "\n" for name, form in FILES.items()}


def _class(form: type, definitions: dict[str, Any]) -> dict[str, Any]:
    attrs.resolve_types(form)  # annotations are texts until somebody asks
    fields = attrs.fields(form)
    names = {each: name for name, each in TYPES.items()}
    kind: dict[str, Any] = {"type": {"const": names[form]}} if form in names else {}
    needed = [each.name for each in fields if each.default is attrs.NOTHING]
    return {
        "description": (form.__doc__ or "").strip(),
        "type": "object",
        "properties": {
            **kind,
            **{each.name: _CLOSER.get(each.name) or _type(each.type, definitions) for each in fields},
        },
        "required": [*kind, *needed],
        "additionalProperties": False,
    }


def _type(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if kind in _PLAIN:
        return _PLAIN[kind]
    if attrs.has(kind):
        return _named(kind, definitions)
    if kind == FieldForm:
        return {"oneOf": [_named(each, definitions) for each in get_args(kind)]}
    if get_origin(kind) is list:
        return {"type": "array", "items": _type(get_args(kind)[0], definitions)}
    if get_origin(kind) is dict:
        return {"type": "object", "additionalProperties": _type(get_args(kind)[1], definitions)}
    # An absent entry is left out of a document: there is no null.
    choices = [_type(each, definitions) for each in get_args(kind) if each is not NoneType]
    return choices[0] if len(choices) == 1 else {"anyOf": choices}


def _named(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    name = kind.__name__.removesuffix("Form")
    if name not in definitions:
        definitions[name] = {}  # entered before the forms it uses, which may use it in turn
        definitions[name] = _class(kind, definitions)
    return {"$ref": f"#/$defs/{name}"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files into a folder."""
    folder = Path(*(sys.argv[1:] if arguments is None else arguments))
    for name, text in schema_texts().items():
        (folder / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
