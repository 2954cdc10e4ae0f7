"""Audit records: an appraisal as one line of JSON, with the same bytes everywhere, that can be recomputed and checked.

Values of the record are kept as they were given. Texts, whole numbers, true and false are JSON already; any other value of a
record is wrapped in a mapping that names its type: ``{"decimal": "90.10"}``, ``{"float": "0.1"}``.

Records can form a *chain*: each holds its number and the digest of the previous record, so that a line that is missing, double
or out of order is noticed. The *anchor* of a chain, ``"12:9f3a..."``, is the number and digest of its last record.
With a *secret* a record has an HMAC-SHA256 of all its content, which cannot be made without the secret.

A *short* record (format 3) has inputs, score and band alone: the trace is worked out again from them. The rows of its lists are written by
field, ``{"waktu": [11, 6]}``, so that each name stands there once.

The record of a value from several *periods* (format 4) holds the short records of the periods and how they were put together.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeGuard

from ..arguments import shown
from ..errors import AnchorError, SecretError
from ..version import __version__
from .readings import is_absent

FORMAT, SHORT, PERIODS = 2, 3, 4
# Which form of fingerprints the records of each format hold.
FORMS = {1: 1, 2: 2, SHORT: 2, PERIODS: 2}
DIGEST, CHAIN, HMAC = "digest", "chain", "hmac"
START = "0"  # the anchor of a chain that has not begun
Secret = bytes | Callable[[], bytes]

_LEAST_SECRET = 16  # bytes: a shorter one could be guessed by brute force
_DIGEST = re.compile(r"[0-9a-f]{64}")
_ANCHOR = re.compile(r"0|([1-9][0-9]{0,17}):([0-9a-f]{64})")
_SAFE = 2**53  # whole numbers that every reader of JSON keeps
_MOST_TEXT = 400
_RATIO = re.compile(r"-?[0-9]+(?:/[0-9]+)?")


class Undecodable(Exception):
    """A value of an audit record that encodes no value of a record."""

    def __init__(self) -> None:
        super().__init__("undecodable")


class _Kind:
    kind, itemsize = "f", 4


class Single:
    """A four-byte float as it was given; readings have a tolerance of their own for such numbers."""

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
    """A value of a record as JSON data, from which ``decoded`` makes a value with the same reading.

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
    """A ratio as ``encoded`` writes it; no exponent, since ``1e999999999`` is short text for a huge number."""
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


def short_record(given: Mapping[str, Any]) -> dict[str, Any]:
    """A record as JSON data, its lists by field: the values of each field in the order of the rows.

    >>> short_record({"x": 7, "l": [{"a": 1, "b": None}, {"a": 2}]})
    {'x': 7, 'l': [{'a': [1, 2], 'b': [None, None]}]}
    """
    found: dict[str, Any] = {}
    for key, value in given.items():
        if isinstance(value, list):
            names = dict.fromkeys(name for row in value for name in row)
            found[key] = [{name: [encoded(row.get(name)) for row in value] for name in names}] if value else []
        else:
            found[key] = encoded(value)
    return found


def read_short_record(data: Any) -> dict[str, Any]:
    """The record that ``short_record`` wrote; raises ``Undecodable``."""
    if not isinstance(data, dict):
        raise Undecodable
    return decoded_record({key: _rows(value) if isinstance(value, list) else value for key, value in data.items()})


def _rows(value: list[Any]) -> list[dict[str, Any]]:
    """The rows of a list that is written by field."""
    if not value:
        return []
    columns = value[0] if len(value) == 1 else None
    if not isinstance(columns, dict) or not all(isinstance(each, list) for each in columns.values()):
        raise Undecodable
    if len({len(each) for each in columns.values()}) != 1:
        raise Undecodable
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def short_text(
    policy: Mapping[str, Any],
    given: Mapping[str, Any],
    result: Mapping[str, Any],
    *,
    after: str | None = None,
    secret: Secret | None = None,
) -> tuple[str, str | None]:
    """The text of a short record and its anchor: of which policy, the record as it was given, and score, band, key, row."""
    return _sealed({"format": SHORT, **policy, "inputs": short_record(given), **result}, after, secret)


def sealed(data: Mapping[str, Any], *, after: str | None = None, secret: Secret | None = None) -> str:
    """The text of an audit record, with format, version and digest added: one line, always the same bytes.

    ``after`` is the anchor of the previous record (``"0"`` for the first one), None for a record in no chain; with ``secret`` the
    record gets an HMAC. Raises ``AnchorError`` and ``SecretError``.
    """
    return _sealed({"format": FORMAT, **data}, after, secret)[0]


def _sealed(data: Mapping[str, Any], after: str | None, secret: Secret | None) -> tuple[str, str | None]:
    """The text of a record and, where it is in a chain, its own anchor."""
    whole, number = {"library": __version__, **data}, 0
    if after is not None:
        number, previous = parsed_anchor(after)
        whole[CHAIN] = {"number": number + 1, "previous": previous}
    whole[DIGEST] = digest_of(whole)
    if secret is not None:
        whole[HMAC] = hmac_of(whole, key_of(secret))
    return canonical_text(whole), None if after is None else f"{number + 1}:{whole[DIGEST]}"


def digest_of(data: Mapping[str, Any]) -> str:
    """The SHA-256 of an audit record without its digest (and without its HMAC, which covers the digest too)."""
    rest = {name: value for name, value in data.items() if name not in {DIGEST, HMAC}}
    return hashlib.sha256(canonical_text(rest).encode("ascii")).hexdigest()


def hmac_of(data: Mapping[str, Any], key: bytes) -> str:
    """The HMAC-SHA256 of an audit record with its digest."""
    import hmac

    rest = {name: value for name, value in data.items() if name != HMAC}
    return hmac.new(key, canonical_text(rest).encode("ascii"), hashlib.sha256).hexdigest()


def bears(data: Mapping[str, Any], key: bytes) -> bool:
    """Whether the HMAC of an audit record is the one of its content and a key."""
    import hmac

    found = data.get(HMAC)
    # In constant time: how long it takes must not reveal how much of it is right.
    return isinstance(found, str) and hmac.compare_digest(found.encode(errors="replace"), hmac_of(data, key).encode())


def key_of(secret: Secret) -> bytes:
    """The bytes of a secret, which may be a function that fetches them; raises ``SecretError`` for fewer than 16."""
    key: Any = secret() if callable(secret) and not isinstance(secret, type) else secret
    if not isinstance(key, bytes) or len(key) < _LEAST_SECRET:
        found = f"{len(key)} bytes" if isinstance(key, bytes) else type(key).__name__
        raise SecretError(least=_LEAST_SECRET, found=found)
    return key


def parsed_anchor(text: object) -> tuple[int, str | None]:
    """The number and the digest in an anchor; raises ``AnchorError``.

    >>> parsed_anchor("0")
    (0, None)
    """
    match = _ANCHOR.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise AnchorError(anchor=shown(text))
    return (int(match[1]), match[2]) if match[1] else (0, None)


def anchor_of(record: str | bytes | Mapping[str, Any]) -> str:
    """The anchor of an audit record in a chain, for the next record (``after=``) or to keep; raises ``AnchorError``.

    >>> from asn_appraisal import schemes
    >>> record = schemes.get("permenpan-16-2009").appraise({"nilai": 91}).to_audit_record(after="0")
    >>> anchor_of(record)[:2]
    '1:'
    """
    try:
        data = record if isinstance(record, Mapping) else json.loads(record)
    except (TypeError, ValueError, RecursionError):
        data = None
    if isinstance(data, Mapping) and is_link(link := data.get(CHAIN)) and _is_digest(digest := data.get(DIGEST)):
        return f"{link['number']}:{digest}"
    raise AnchorError(anchor=type(record).__name__)


def is_link(link: object) -> TypeGuard[Mapping[str, Any]]:
    """Whether the entry ``chain`` of a record is one: a number from 1, and the previous digest, which the first one lacks."""
    if not isinstance(link, Mapping) or link.keys() != {"number", "previous"} or type(link["number"]) is not int:
        return False
    number, previous = link["number"], link["previous"]
    return previous is None if number == 1 else number > 1 and _is_digest(previous)


def _is_digest(text: object) -> bool:
    return isinstance(text, str) and _DIGEST.fullmatch(text) is not None


def canonical_text(data: Mapping[str, Any]) -> str:
    """JSON with sorted keys, without whitespace, in ASCII."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
