"""Exact, explainable appraisal scoring: indicators, weighted targets, scoring rules and rating bands.

>>> import asn_appraisal as asn
>>> from asn_appraisal import schemes
>>> schemes.get("permenpan-16-2009").appraise({"nilai": "90.99"}).band.name
'Baik'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

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
from .analysis.formulas import formula
from .appraising.appraisals import Appraisal
from .appraising.steps import TraceStep
from .appraising.traces import Trace
from .errors import AppraisalError
from .faults import Fault
from .policies import Policy
from .version import __version__ as __version__

if TYPE_CHECKING:
    from .appraising.audit_records import anchor_of
    from .columns.batches import appraise_batches
    from .columns.records import Records, read_records
    from .columns.scores import Scores
    from .columns.tables import appraise_table
    from .documents import from_document, from_json, from_toml, to_document, to_json, to_toml
    from .documents.files import read_policy
    from .documents.overlays import overlay
    from .questions.differences import Difference, diff
    from .questions.explanations import explain
    from .questions.periods import Combined, add_up, combine
    from .questions.predicate_curves import PredicateCurve, predicate_curve
    from .questions.reviews import Finding, review
    from .questions.trails import Break, Trail, verify_trail
    from .questions.verifications import Discrepancy, verify


# What rests on numpy or cattrs, or is asked of a policy and not of a record, is loaded when it is first asked for.
_LAZY = {
    "Finding": "questions.reviews",
    "review": "questions.reviews",
    "explain": "questions.explanations",
    "appraise_batches": "columns.batches",
    "appraise_table": "columns.tables",
    "read_records": "columns.records",
    "Records": "columns.records",
    "Scores": "columns.scores",
    **dict.fromkeys(("from_document", "from_json", "from_toml", "to_document", "to_json", "to_toml"), "documents"),
    "Difference": "questions.differences",
    "PredicateCurve": "questions.predicate_curves",
    "predicate_curve": "questions.predicate_curves",
    "Discrepancy": "questions.verifications",
    "diff": "questions.differences",
    "overlay": "documents.overlays",
    "verify": "questions.verifications",
    **dict.fromkeys(("Break", "Trail", "verify_trail"), "questions.trails"),
    "anchor_of": "appraising.audit_records",
    **dict.fromkeys(("Combined", "add_up", "combine"), "questions.periods"),
    "read_policy": "documents.files",
}

__all__ = [
    "Appraisal",
    "AppraisalError",
    "Band",
    "Bands",
    "Break",
    "Case",
    "Category",
    "Check",
    "Combined",
    "Count",
    "Difference",
    "Discrepancy",
    "Edge",
    "Expression",
    "Fault",
    "Finding",
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
    "PredicateCurve",
    "Records",
    "Rule",
    "Scores",
    "Source",
    "Steps",
    "Sum",
    "Target",
    "Trace",
    "TraceStep",
    "Trail",
    "Weighted",
    "When",
    "add_up",
    "anchor_of",
    "appraise_batches",
    "appraise_table",
    "combine",
    "diff",
    "explain",
    "formula",
    "from_document",
    "from_json",
    "from_toml",
    "overlay",
    "predicate_curve",
    "read_policy",
    "read_records",
    "review",
    "rules",
    "schemes",
    "to_document",
    "to_json",
    "to_toml",
    "verify",
    "verify_trail",
]


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    found = getattr(import_module(f".{_LAZY[name]}", __name__), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_LAZY})
