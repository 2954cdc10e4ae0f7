"""What the tests of schemes share: results in short, and inputs written as the specification writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from asn_appraisal import Category, Items, Number, Policy, schemes
from asn_appraisal.algebra.inputs import Field
from asn_appraisal.numbers import to_text


def result(key: str, record: Mapping[str, Any], **options: Any) -> tuple[Decimal | None, str | None]:
    """The score and the key of the band that a scheme gives a record."""
    appraisal = schemes.get(key, **options).appraise(record)
    return appraisal.score, appraisal.band.key if appraisal.band else None


def band(key: str, record: Mapping[str, Any], **options: Any) -> str | None:
    """The key of the band that a scheme gives a record."""
    return result(key, record, **options)[1]


def inputs_of(policy: Policy) -> dict[str, str]:
    """The inputs in the notation of the specification: ``number(0..365, 1)``, ``?`` where it may be absent."""
    return dict(_shown(policy.inputs))


def names_of(policy: Policy) -> dict[str, str]:
    """The Indonesian names of the bands by key."""
    assert policy.band is not None
    return {level.key: level.name for level in policy.band.levels}


def _shown(entries: Iterable[Field | Items], inside: str = "") -> Iterable[tuple[str, str]]:
    for entry in entries:
        if isinstance(entry, Items):
            yield entry.key, "items" + ("?" if entry.optional else f" >= {entry.at_least}")
            yield from _shown(entry.fields, f"{entry.key}.")
        else:
            default = getattr(entry, "default", None)
            shown = to_text(default) if isinstance(entry, Number) and default is not None else default
            more = ("?" if entry.optional else "") + ("" if default is None else f" = {shown}")
            yield inside + entry.key, _holds(entry) + more


def _holds(entry: Field) -> str:
    if isinstance(entry, Number):
        return f"{entry.word}({entry.range_text()}, {entry.decimals})"
    if isinstance(entry, Category):
        return "|".join(level.key for level in entry.among)
    return "flag"
