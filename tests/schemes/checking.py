"""What the tests of schemes share: results in short, and inputs written as the specification writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

from asn_appraisal import Category, Edge, Items, Number, Policy, schemes
from asn_appraisal.algebra.bands import Rated
from asn_appraisal.algebra.inputs import Field
from asn_appraisal.algebra.nodes import Node
from asn_appraisal.numbers import to_text


def result(key: str, record: Mapping[str, Any], **options: Any) -> tuple[Decimal | None, str | None]:
    """The score and the key of the band that a scheme gives a record."""
    appraisal = schemes.get(key, **options).appraise(record)
    return appraisal.score, appraisal.band.key if appraisal.band else None


def band(key: str, record: Mapping[str, Any], **options: Any) -> str | None:
    """The key of the band that a scheme gives a record."""
    return result(key, record, **options)[1]


# What an option may be: the choices are the law's, so they are typed here and not asked of the library.
CHOICES: dict[str, tuple[Any, ...]] = {
    "holes": ("lower", "upper", "rounded"),
    "rounding": (2, None),
    "jp": ("penuh", "pro_rata"),
    "k3_places": (None, 2),
    "cap": (120, None),
    "capaian_places": (0, None),
    "places": (3, 2),
    "edges": ("closed", "open"),
}


def every_choice(key: str) -> list[dict[str, Any]]:
    """Every combination of the options of a scheme, the defaults first."""
    names = list(schemes.options(key))
    return [dict(zip(names, values, strict=True)) for values in product(*(CHOICES[name] for name in names))]


def numbers_without_source(policy: Policy) -> list[str]:
    """The numbers in a policy's formulas, weights, steps and edges that nothing above or beside them gives a source."""
    found: list[str] = []

    def visit(node: Node, *, sourced: bool) -> None:
        # A table of steps or weights has a tuple of sources a line: it is covered where each line is.
        sources = getattr(node, "sources", ())
        sourced = sourced or (bool(sources) and all(sources))
        if not sourced and not isinstance(node, Field):
            found.extend(to_text(number) for number in _numbers(node.values()))
        if isinstance(node, Rated):
            bare = [band for band in node.bands.bands if band.edge and not (band.sources or node.bands.sources)]
            found.extend(to_text(band.edge.bound) for band in bare if band.edge)
            for band in node.bands.bands:
                # What a band requires rests on the source of the band, as its edge does.
                if band.requires is not None:
                    visit(band.requires, sourced=sourced or bool(band.sources or node.bands.sources))
            visit(node.value, sourced=sourced)
            return
        for child in node.children():
            visit(child, sourced=sourced)

    for root in (policy.score, policy.band, *policy.shown):
        if root is not None:
            visit(root, sourced=False)
    return found


def _numbers(values: Iterable[Any]) -> Iterable[Fraction]:
    for value in values:
        if isinstance(value, Fraction | Edge):
            yield value.bound if isinstance(value, Edge) else value
        elif isinstance(value, tuple):
            yield from _numbers(value)


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
        return f"{entry.type_name}({entry.range_text()}, {entry.decimals})"
    if isinstance(entry, Category):
        return "|".join(level.key for level in entry.among)
    return "flag"
