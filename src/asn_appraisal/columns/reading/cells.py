"""Cells: what the text of a file's cell stands for, by the file's decimal convention and the field that it belongs to."""

from __future__ import annotations

import re
from typing import Any

from ...algebra.inputs import Field, Flag, Number
from ...appraising.readings import Unreadable, is_absent

TRUE, FALSE = frozenset({"true", "ya", "1"}), frozenset({"false", "tidak", "0"})

_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]+")
_GROUPED = re.compile(r"(-?[0-9]{1,3})((?:\.[0-9]{3})+)(,[0-9]+)?")
_COMMA = re.compile(r"-?[0-9]+(?:,[0-9]+)?")
_POINT = re.compile(r"-?[0-9]+\.[0-9]+")


def cell_value(entry: Field, cell: str, decimal: str = "point") -> Any:
    """What a cell holds for a field: None, a bool, or text that reading understands; what it cannot be is kept as such.

    >>> from asn_appraisal import Number
    >>> [cell_value(Number("biaya"), cell, "comma") for cell in ("85,5", "1.234,5", "12")]
    ['85.5', '1234.5', '12']
    """
    if is_absent(cell):
        return None
    if isinstance(entry, Flag):
        folded = cell.strip().lower()
        return True if folded in TRUE else False if folded in FALSE else Unreadable("ASN409")
    if isinstance(entry, Number) and decimal == "comma":
        return _with_point(cell.strip())
    return cell


def _with_point(cell: str) -> str | Unreadable:
    """A number written with a decimal comma, with a point; a lone group of three digits is ambiguous."""
    if _COMMA.fullmatch(cell):
        return cell.replace(",", ".")
    if match := _GROUPED.fullmatch(cell):
        if match[3] is None and len(match[2]) == len(".000"):
            return Unreadable("ASN424")
        return cell.replace(".", "").replace(",", ".")
    if _SCIENTIFIC.fullmatch(cell):
        return Unreadable("ASN420")
    return Unreadable("ASN423" if _POINT.fullmatch(cell) else "ASN404")
