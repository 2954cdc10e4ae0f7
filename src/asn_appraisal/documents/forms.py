"""Forms: what a document of a policy holds, as plain classes.

These classes are the definition of the document: the JSON Schema is made from them, and ``plain_data`` reads and writes
them.
"""

from __future__ import annotations

from typing import Any, NewType

from attrs import define, field

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
    at_most: int | None = None
    unique: list[str] = field(factory=list)


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
