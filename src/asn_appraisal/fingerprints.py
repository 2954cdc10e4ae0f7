"""Fingerprints: one SHA-256 for all that decides a policy's results.

The canonical form is JSON with sorted keys and no spaces, in ASCII. It holds the inputs with their ranges, the formula of
each part, the score, the band and the checks; names, translations and sources are left out, so that a better wording
keeps the fingerprint and a changed number never does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from .algebra.expressions import Expression
from .algebra.inputs import Field
from .algebra.items import Check, Items
from .formulas import formula, written
from .outlines import Outline

FORMAT = 1
_FOR_PEOPLE = ("name", "english", "unit", "needed")


def canonical(
    key: str,
    outline: Outline,
    score: Expression | None,
    band: Expression | None,
    *,
    checks: Iterable[Check],
    **more: Any,
) -> dict[str, Any]:
    """The canonical form of a policy as plain data."""
    return {
        "format": FORMAT,
        "key": key,
        "inputs": [_input(entry) for entry in outline.inputs],
        "parts": [
            {"key": placed.key, "formula": formula(placed.part), "lists": list(placed.lists)}
            for placed in outline.parts
        ],
        "score": None if score is None else written(score),
        "band": None if band is None else written(band),
        "checks": [written(check.condition) for check in checks],
        **more,
    }


def fingerprint(form: dict[str, Any]) -> str:
    """The SHA-256 of a canonical form, 64 hexadecimal digits."""
    text = json.dumps(form, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _input(entry: Field | Items) -> dict[str, Any]:
    if isinstance(entry, Items):
        return {
            "key": entry.key,
            "type": "items",
            "optional": entry.optional,
            "at_least": entry.at_least,
            "fields": [_input(each) for each in entry.fields],
            "checks": [written(check.condition) for check in entry.checks],
        }
    data = {name: value for name, value in entry.to_dict().items() if name not in _FOR_PEOPLE}
    if "levels" in data:
        data["levels"] = [level["key"] for level in data["levels"]]
    return {**data, "optional": entry.optional}
