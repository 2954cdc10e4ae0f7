"""Exact, explainable appraisal scoring: indicators, weighted targets, scoring rules and rating bands.

>>> import asn_appraisal as asn
>>> from asn_appraisal import schemes
>>> schemes.get("permenpan-16-2009").appraise({"nilai": "90.99"}).band.name
'Baik'
"""

from . import schemes
from .algebra import rules
from .algebra.bands import Band, Bands
from .algebra.choices import Case, Steps, When
from .algebra.combinations import Greatest, Least, Mean, Sum, Weighted
from .algebra.edges import Edge
from .algebra.expressions import Expression
from .algebra.grids import Grid
from .algebra.inputs import Category, Count, Flag, Indicator, Number
from .algebra.items import Check, Items
from .algebra.levels import Level
from .algebra.rules import Rule
from .algebra.sources import Source
from .algebra.targets import Target
from .appraisals import Appraisal
from .distributions import Distribution, distribution
from .errors import AppraisalError
from .explanations import explain
from .faults import Fault
from .formulas import formula
from .periods import Combined, add_up, combine
from .policies import Policy
from .steps import Step
from .traces import Trace

__version__ = "0.1.0"

__all__ = [
    "Appraisal",
    "AppraisalError",
    "Band",
    "Bands",
    "Case",
    "Category",
    "Check",
    "Combined",
    "Count",
    "Distribution",
    "Edge",
    "Expression",
    "Fault",
    "Flag",
    "Greatest",
    "Grid",
    "Indicator",
    "Items",
    "Least",
    "Level",
    "Mean",
    "Number",
    "Policy",
    "Rule",
    "Source",
    "Step",
    "Steps",
    "Sum",
    "Target",
    "Trace",
    "Weighted",
    "When",
    "add_up",
    "combine",
    "distribution",
    "explain",
    "formula",
    "rules",
    "schemes",
]
