"""The algebra of policies: inputs, formulas, rules, targets, ratings; plain data, nothing is worked out here."""

from . import rules
from .bands import Band, Bands
from .choices import Case, Steps, When
from .combinations import Greatest, Least, Mean, Sum, Weighted
from .edges import Edge
from .expressions import Expression
from .grids import Grid
from .inputs import Category, Count, Flag, Indicator, Number
from .items import Check, Items
from .levels import Level
from .rules import Rule
from .sources import Source
from .targets import Target

__all__ = [
    "Band",
    "Bands",
    "Case",
    "Category",
    "Check",
    "Count",
    "Edge",
    "Expression",
    "Flag",
    "Greatest",
    "Grid",
    "Indicator",
    "Items",
    "Least",
    "Level",
    "Mean",
    "Number",
    "Rule",
    "Source",
    "Steps",
    "Sum",
    "Target",
    "Weighted",
    "When",
    "rules",
]
