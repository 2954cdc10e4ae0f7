"""Exact, explainable appraisal scoring: indicators, weighted targets, scoring rules and rating bands.

>>> import asn_appraisal as asn
>>> from asn_appraisal import schemes
>>> schemes.get("permenpan-16-2009").appraise({"nilai": "89.99"}).band.name
'Baik'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .version import __version__ as __version__

if TYPE_CHECKING:
    from . import schemes
    from .adapters.data_files import read_table, write_scores
    from .adapters.reports.letters import letter
    from .adapters.reports.unit_summaries import unit_summary
    from .adapters.reports.writing import write_reports
    from .adapters.spark import appraise_spark
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
    from .appraising.audit_records import anchor_of
    from .appraising.trace_steps import BandReason, TraceStep
    from .appraising.traces import Trace
    from .causes import Cause
    from .cells import Cells
    from .columns.batches import appraise_batches
    from .columns.records import Records, read_records
    from .columns.scores import Scores
    from .columns.suggestions import suggest_cells
    from .columns.tables import appraise_table
    from .documents import from_document, from_json, from_toml, to_document, to_json, to_toml
    from .documents.files import read_policy
    from .documents.overlays import overlay
    from .errors import AppraisalError
    from .faults import Fault
    from .notes import Note
    from .policies import Policy
    from .questions.changes import Change, Changes, why_changed
    from .questions.combined_scores import CombinedScores
    from .questions.combined_values import Combined
    from .questions.compared_groups import ComparedGroup, ComparedGroups
    from .questions.comparisons import Comparison, compare
    from .questions.contributions import Contribution, Contributions, contributions
    from .questions.differences import Difference, Effect, diff
    from .questions.explanations import explain
    from .questions.groups.agreements import Agreement
    from .questions.groups.band_shares import BandShare, BandShares
    from .questions.groups.calibrations import Calibration
    from .questions.groups.drifts import Drift, DriftCell, drift
    from .questions.groups.gaps import Gap, Gaps
    from .questions.groups.raters import Rater, Raters, raters
    from .questions.groups.summaries import Summaries, summaries
    from .questions.next_bands import JointChange, NextBand, next_band
    from .questions.next_bands.ways import Way
    from .questions.periods import add_up, combine
    from .questions.predicate_curves import PredicateCurve, predicate_curve
    from .questions.quotas import Quota, quota
    from .questions.reviews import Finding, review
    from .questions.rule_lines import LinePiece, RuleLine, rule_line
    from .questions.sensitivities.importance import Importance, IndicatorWeight, importance
    from .questions.sensitivities.sensitivity import SensitiveNumber, Sensitivity, sensitivity
    from .questions.sensitivities.simulation import Share, Simulation, simulate
    from .questions.sensitivities.variance_shares import VarianceShare, VarianceShares, variance_shares
    from .questions.trails import Break, Trail, verify_trail
    from .questions.verifications import Discrepancy, verify


# Importing the package loads none of it: each name is imported, with its dependencies, on first use.
_NAMES: dict[str, tuple[str, ...]] = {
    "adapters.data_files": ("read_table", "write_scores"),
    "adapters.reports.letters": ("letter",),
    "adapters.reports.unit_summaries": ("unit_summary",),
    "adapters.reports.writing": ("write_reports",),
    "adapters.spark": ("appraise_spark",),
    "algebra.bands": ("Band", "Bands"),
    "algebra.choices": ("Case", "Steps", "When"),
    "algebra.combinations": ("Greatest", "Least", "Mean", "Sum", "Weighted"),
    "algebra.edges": ("Edge",),
    "algebra.expressions": ("Expression",),
    "algebra.grids": ("Grid",),
    "algebra.inputs": ("Category", "Count", "Flag", "Indicator", "Number"),
    "algebra.items": ("Check", "Items"),
    "algebra.levels": ("Level",),
    "algebra.rules": ("Rule",),
    "algebra.sources": ("Source",),
    "algebra.targets": ("Target",),
    "analysis.formulas": ("formula",),
    "appraising.appraisals": ("Appraisal",),
    "appraising.audit_records": ("anchor_of",),
    "appraising.trace_steps": ("BandReason", "TraceStep"),
    "appraising.traces": ("Trace",),
    "causes": ("Cause",),
    "cells": ("Cells",),
    "columns.batches": ("appraise_batches",),
    "columns.records": ("Records", "read_records"),
    "columns.scores": ("Scores",),
    "columns.suggestions": ("suggest_cells",),
    "columns.tables": ("appraise_table",),
    "documents": ("from_document", "from_json", "from_toml", "to_document", "to_json", "to_toml"),
    "documents.files": ("read_policy",),
    "documents.overlays": ("overlay",),
    "errors": ("AppraisalError",),
    "faults": ("Fault",),
    "notes": ("Note",),
    "policies": ("Policy",),
    "questions.changes": ("Change", "Changes", "why_changed"),
    "questions.combined_scores": ("CombinedScores",),
    "questions.combined_values": ("Combined",),
    "questions.compared_groups": ("ComparedGroup", "ComparedGroups"),
    "questions.comparisons": ("Comparison", "compare"),
    "questions.contributions": ("Contribution", "Contributions", "contributions"),
    "questions.differences": ("Difference", "Effect", "diff"),
    "questions.explanations": ("explain",),
    "questions.groups.agreements": ("Agreement",),
    "questions.groups.band_shares": ("BandShare", "BandShares"),
    "questions.groups.calibrations": ("Calibration",),
    "questions.groups.drifts": ("Drift", "DriftCell", "drift"),
    "questions.groups.gaps": ("Gap", "Gaps"),
    "questions.groups.raters": ("Rater", "Raters", "raters"),
    "questions.groups.summaries": ("Summaries", "summaries"),
    "questions.next_bands": ("JointChange", "NextBand", "next_band"),
    "questions.next_bands.ways": ("Way",),
    "questions.periods": ("add_up", "combine"),
    "questions.predicate_curves": ("PredicateCurve", "predicate_curve"),
    "questions.quotas": ("Quota", "quota"),
    "questions.reviews": ("Finding", "review"),
    "questions.rule_lines": ("LinePiece", "RuleLine", "rule_line"),
    "questions.sensitivities.importance": ("Importance", "IndicatorWeight", "importance"),
    "questions.sensitivities.sensitivity": ("SensitiveNumber", "Sensitivity", "sensitivity"),
    "questions.sensitivities.simulation": ("Share", "Simulation", "simulate"),
    "questions.sensitivities.variance_shares": ("VarianceShare", "VarianceShares", "variance_shares"),
    "questions.trails": ("Break", "Trail", "verify_trail"),
    "questions.verifications": ("Discrepancy", "verify"),
}
_HOME = {name: module for module, names in _NAMES.items() for name in names}
_MODULES = {"rules": "algebra.rules", "schemes": "schemes"}

__all__ = [
    "Agreement",
    "Appraisal",
    "AppraisalError",
    "Band",
    "BandReason",
    "BandShare",
    "BandShares",
    "Bands",
    "Break",
    "Calibration",
    "Case",
    "Category",
    "Cause",
    "Cells",
    "Change",
    "Changes",
    "Check",
    "Combined",
    "CombinedScores",
    "ComparedGroup",
    "ComparedGroups",
    "Comparison",
    "Contribution",
    "Contributions",
    "Count",
    "Difference",
    "Discrepancy",
    "Drift",
    "DriftCell",
    "Edge",
    "Effect",
    "Expression",
    "Fault",
    "Finding",
    "Flag",
    "Gap",
    "Gaps",
    "Greatest",
    "Grid",
    "Importance",
    "Indicator",
    "IndicatorWeight",
    "Items",
    "JointChange",
    "Least",
    "Level",
    "LinePiece",
    "Mean",
    "NextBand",
    "Note",
    "Number",
    "Policy",
    "PredicateCurve",
    "Quota",
    "Rater",
    "Raters",
    "Records",
    "Rule",
    "RuleLine",
    "Scores",
    "SensitiveNumber",
    "Sensitivity",
    "Share",
    "Simulation",
    "Source",
    "Steps",
    "Sum",
    "Summaries",
    "Target",
    "Trace",
    "TraceStep",
    "Trail",
    "VarianceShare",
    "VarianceShares",
    "Way",
    "Weighted",
    "When",
    "add_up",
    "anchor_of",
    "appraise_batches",
    "appraise_spark",
    "appraise_table",
    "combine",
    "compare",
    "contributions",
    "diff",
    "drift",
    "explain",
    "formula",
    "from_document",
    "from_json",
    "from_toml",
    "importance",
    "letter",
    "next_band",
    "overlay",
    "predicate_curve",
    "quota",
    "raters",
    "read_policy",
    "read_records",
    "read_table",
    "review",
    "rule_line",
    "rules",
    "schemes",
    "sensitivity",
    "simulate",
    "suggest_cells",
    "summaries",
    "to_document",
    "to_json",
    "to_toml",
    "unit_summary",
    "variance_shares",
    "verify",
    "verify_trail",
    "why_changed",
    "write_reports",
    "write_scores",
]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        found: Any = import_module(f".{_MODULES[name]}", __name__)
    elif name in _HOME:
        found = getattr(import_module(f".{_HOME[name]}", __name__), name)
    else:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
