"""Audit records: an appraisal as one line of JSON with the same bytes everywhere, from which it can be worked out again.

Values of the record are kept as they were given. JSON knows texts, whole numbers, true and false; whatever else a record
may hold stands in a mapping that names its type: ``{"decimal": "90.10"}``, ``{"float": "0.1"}``.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .readings import is_absent
from .versions import __version__

FORMAT = 1
DIGEST = "digest"
_SAFE = 2**53  # whole numbers that every reader of JSON keeps
_MOST_TEXT = 400
_RATIO = re.compile(r"-?[0-9]+(?:/[0-9]+)?")


class Undecodable(Exception):
    """A value of an audit record that stands for nothing a record may hold."""

    def __init__(self) -> None:
        super().__init__("undecodable")


class _Kind:
    kind, itemsize = "f", 4


class Single:
    """A number of four bytes as it was given, for readings that treat such numbers with their own care."""

    dtype, ndim = _Kind, 0

    def __init__(self, text: str) -> None:
        self.text = text
        (self.value,) = struct.unpack("f", struct.pack("f", float(text)))

    def item(self) -> float:
        """The value as a Python float."""
        return float(self.value)

    def __str__(self) -> str:
        return self.text


def encoded(value: Any) -> Any:
    """A value of a record as JSON data, from which ``decoded`` makes a value that reads alike.

    >>> encoded("85.5"), encoded(85.5), encoded(float("nan"))
    ('85.5', {'float': '85.5'}, None)
    """
    if is_absent(value):
        return None
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value) if abs(value) < _SAFE else {"integer": str(int(value))}
    if isinstance(value, float):
        return {"float": float.__repr__(value)}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, Fraction):
        return {"fraction": str(value)}
    plain = value.item() if callable(getattr(value, "item", None)) else str(value)
    if type(plain) is float and value.dtype.itemsize == 4:
        return {"single": str(value)}  # its shortest text is what is rounded on request
    return encoded(plain)


def decoded(data: Any) -> Any:
    """The value that ``encoded`` wrote; raises ``Undecodable``."""
    if data is None or isinstance(data, str | bool | int):
        return data
    if not isinstance(data, dict) or len(data) != 1:
        raise Undecodable
    ((kind, text),) = data.items()
    if kind not in _TYPES or not isinstance(text, str) or len(text) > _MOST_TEXT:
        raise Undecodable
    try:
        return _TYPES[kind](text)
    except (ValueError, ArithmeticError):
        raise Undecodable from None


def _fraction(text: str) -> Fraction:
    """A ratio as ``encoded`` writes it: an exponent would make a number of any length of a few characters."""
    if not _RATIO.fullmatch(text):
        raise Undecodable
    return Fraction(text)


_TYPES: dict[str, Any] = {"integer": int, "float": float, "decimal": Decimal, "fraction": _fraction, "single": Single}


def encoded_record(given: Mapping[str, Any]) -> dict[str, Any]:
    """A record with its lists as JSON data."""
    return {
        key: [{name: encoded(each) for name, each in row.items()} for row in value]
        if isinstance(value, list)
        else encoded(value)
        for key, value in given.items()
    }


def decoded_record(data: Any) -> dict[str, Any]:
    """The record that ``encoded_record`` wrote; raises ``Undecodable``."""
    if not isinstance(data, dict):
        raise Undecodable
    found: dict[str, Any] = {}
    for key, value in data.items():
        if not isinstance(value, list):
            found[key] = decoded(value)
        elif all(isinstance(row, dict) for row in value):
            found[key] = [{name: decoded(each) for name, each in row.items()} for row in value]
        else:
            raise Undecodable
    return found


def sealed(data: Mapping[str, Any]) -> str:
    """The text of an audit record: format, version and a digest of the rest put in, one line, always the same bytes."""
    whole = {"format": FORMAT, "library": __version__, **data}
    return canonical_text({**whole, DIGEST: digest_of(whole)})


def digest_of(data: Mapping[str, Any]) -> str:
    """The SHA-256 of an audit record without its digest."""
    rest = {name: value for name, value in data.items() if name != DIGEST}
    return hashlib.sha256(canonical_text(rest).encode("ascii")).hexdigest()


def canonical_text(data: Mapping[str, Any]) -> str:
    """JSON with sorted keys, without blanks, in ASCII."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
