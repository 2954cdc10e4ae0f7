"""Wrong calls: every public function, constructor and method is called with wrong values for each of its parameters, and
with arguments in a wrong order.

Whatever comes of it is a result or an ``AppraisalError`` with a code; an error of Python's own from inside is a failure.
A value that passes is used further (read, hashed, written down, scored with), so that no fault waits for later.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

import asn_appraisal as asn
from asn_appraisal import AppraisalError, Bands, Items, Number, Policy, rules, schemes
from asn_appraisal.algebra.items import Rows
from asn_appraisal.columns.results.coded_bands import CodedBands
from asn_appraisal.columns.results.missing_values import Missing
from asn_appraisal.testing import cases, coverages, known, laws, mutant_trials, mutants, strategies, vectors
from asn_appraisal.testing.drawing import aiming, directions, pairs, policies, records
from asn_appraisal.texts import catalogue

# --- right values ----------------------------------------------------------------------------------------------------

x, y = Number("x", low=0, high=100), Number("y", low=0, high=100, optional=True)
level = asn.Category("jenjang", {"ahli": "Ahli", "terampil": "Terampil"})
flag = asn.Flag("rekan")
scale = Bands(("baik", ">= 76", "Baik"), ("kurang", None, "Kurang"))
rows = Items("kegiatan", [Number("nilai", low=0, high=100)])
source = asn.Source("PP 46/2011", "Pasal 15")
policy = Policy("contoh", "Contoh", score=x.named("mutu"), band=scale)
record = {"x": 80}
table = {"nip": ["a", "b"], "x": [80, 70]}
appraisal = policy.appraise(record)
scores = asn.appraise_table(policy, table, key="nip")
RATED = asn.appraise_table(policy, {"nip": ["a", "a", "b", "b"], "atasan": [*"uvuv"], "x": [80, 70, 90, 60]})
GROUPED = asn.summaries(scores, by="x")
case = cases.PolicyCase(record, {"score": 80})
NOT_GIVEN = object()
GRID = {(row, column): "a" for row in ("ahli", "terampil") for column in ("baik", "kurang")}

# What a parameter of a name takes everywhere; a call that needs something else says so below.
RIGHT: dict[str, Any] = {
    "among": ["ahli", "terampil"],
    "appraisal": appraisal,
    "appraisals": [appraisal, appraisal],
    "as_reported": True,
    "at_least": 1,
    "at_most": 12,
    "bands": scale,
    "batches": [table],
    "before": policy,
    "after": policy,
    "better": "lower",
    "block": 2,
    "bound": 91,
    "branches": {"ahli": 1, "terampil": 2},
    "by": x,
    "cells": asn.Cells(decimal="comma"),
    "checks": [asn.Check(x > 0, "di atas 0")],
    "column": "baik",
    "columns": x.rated(scale),
    "condition": x > 0,
    "curve": "baik",
    "data": asn.to_document(policy),
    "day": date(2021, 3, 1),
    "decimals": 2,
    "default": 0,
    "depth": 2,
    "edge": ">= 5",
    "english": "Example",
    "expression": x + 1,
    "fields": [x],
    "floats": "strict",
    "following": rules.Rule(rules.value * 2),
    "formula": rules.value * 2,
    "grade": "text",
    "high": 50,
    "how": "mean",
    "ignore": ("nip",),
    "indicator": x,
    "items": {},
    "join": True,
    "key": "contoh",
    "known": known.Known(),
    "label": level,
    "labels": {"zona": "hijau"},
    "language": "en",
    "law": "PP 46/2011",
    "least": 1,
    "low": 0,
    "measured": x,
    "missing": 0,
    "mode": "down",
    "months": [6, 6],
    "most": 3,
    "name": "Contoh",
    "number": 5,
    "numbers": "text",
    "on_error": "quarantine",
    "operator": ">=",
    "optional": True,
    "options": {"rounding": "2"},
    "other": 5,
    "otherwise": 0,
    "part": "mutu",
    "partial": True,
    "parts": (x, x),
    "places": 2,
    "policy": policy,
    "progress": list,
    "random": Random(1),  # noqa: S311
    "record": record,
    "replacement": 0,
    "reported": 2,
    "requires": x > 0,
    "row": 0,
    "rows": level,
    "rule": rules.higher_is_better,
    "score": x,
    "scores": [appraisal],
    "secret": b"sixteen bytes...",
    "seed": 1,
    "shown": [x.named("mutu")],
    "since": date(2021, 1, 1),
    "source": source,
    "sources": [source],
    "subject": "prestasi-kerja",
    "table": table,
    "target": 85,
    "then": 1,
    "threads": 1,
    "title": "Contoh",
    "until": date(2022, 1, 1),
    "value": x,
    "weight": 60,
    "when": flag,
    "where": flag,
    "width": 400,
}
FOLDER = TemporaryDirectory()
FILE, CASES = Path(FOLDER.name) / "contoh.toml", Path(FOLDER.name) / "contoh.cases.toml"
FILE.write_text(asn.to_toml(policy), encoding="utf-8")
CASES.write_text(f'policy = "{FILE.name}"\n[[case]]\nrecord = {{x = 80}}\nscore = 80\n', encoding="utf-8")
DATA, RESULT = Path(FOLDER.name) / "contoh.csv", Path(FOLDER.name) / "hasil.csv"
DATA.write_text("nip,x\na,80\nb,70\n", encoding="utf-8")
TOML, JSON, LINE = asn.to_toml(policy), asn.to_json(policy), appraisal.to_audit_record()
SCHEME = "pp-46-2011"
SEALED = appraisal.to_audit_record(after="0", secret=b"sixteen bytes...")
OVERLAY = {"format": 1, "base": "contoh", "key": "lokal", "title": "Lokal", "changes": {}}
# By the name of the call: what it takes otherwise (NOT_GIVEN: it is left out unless a wrong value is tried).
OTHERWISE: dict[str, dict[str, Any]] = {
    "Bands": {"bands": (("baik", ">= 76"), ("kurang", None))},
    "Band": {"key": "baik"},
    "Bands.rating_of": {"value": x},
    "Case": {"otherwise": NOT_GIVEN, "more": {}},
    "Category": {"default": "ahli"},
    "Check": {"name": "di atas 0"},
    "Count": {"decimals": 0},
    "Edge.of": {"text": ">= 91"},
    "Edge.holds": {"value": Fraction(91)},
    "Edge.covers": {"other": asn.Edge.of("> 80")},
    "Expression.is_": {"levels": ("baik",)},
    "Expression.through": {"points": ((0, 0), (1, 1))},
    "Flag": {"default": True},
    "Cells": {
        "decimal": "comma",
        "thousands": "point",
        "missing": ["-"],
        "words": True,
        "names": True,
        "units": True,
        "rename": {"Nilai": "x"},
        "header": 1,
        "guessed": False,
    },
    "Cells.of_file": {"decimal": "comma"},
    "Grid": {"levels": ["a"], "cells": GRID},
    "Grid.cell": {"row": "ahli"},
    "Items": {"optional": False, "fields": [x], "unique": "x"},
    "Level.label": {"name": "zona"},
    "Policy": {"band": scale, "options": {"rounding": 2}},
    "Policy.replace": {"parts": {"mutu": x}},
    "Policy.holds_on": {"day": "2021-03-01"},
    "Rule.of": {"against": 85},
    "Rule.steps": {"steps": ((">= 5", 100),)},
    "Rule.through": {"points": ((0, 0), (1, 1))},
    "Source": {"article": "Pasal 15", "page": "3", "note": "-"},
    "TraceStep.value_of": {"entry": x},
    "TraceStep.row_values": {"entry": rows.mean(rows.fields[0])},
    "TraceStep.row_weights": {"entry": rows.mean(rows.fields[0])},
    "Scores.parts": {"keys": ()},
    "Steps": {"steps": ((">= 5", 100), (">= 3", 50, source))},
    "Target": {"rule": rules.higher_is_better},
    "Trace.step": {"key": "mutu", "row": NOT_GIVEN},
    "Weighted": {"pairs": ((60, x), (40, x, source))},
    "Weighted.of_given": {"pairs": ((60, x), (40, y, source))},
    "add_up": {"part": "mutu", "band": scale},
    "combine": {"band": scale, "numbers": NOT_GIVEN},
    "appraise_batches": {"key": "nip", "parts": "mutu"},
    "appraise_table": {"key": "nip", "parts": "mutu"},
    "anchor_of": {"record": SEALED},
    "verify_trail": {"lines": [SEALED], "anchor": "0", "after": "0", "policy": NOT_GIVEN},
    "Appraisal.to_audit_record": {"after": "0"},
    "Scores.to_audit_records": {"after": "0"},
    "review": {"better": {"x": "higher"}},
    "find_policy": {"name": SCHEME, "options": {"rounding": 2}},
    "from_json": {"text": JSON},
    "from_toml": {"text": TOML},
    "overlay": {"changes": OVERLAY},
    "compare": {"old": policy, "new": policy, "table": table, "key": "nip"},
    "summaries": {"scores": scores, "by": "x", "small": "merge"},
    "raters": {"scores": RATED, "rater": "atasan", "person": "nip"},
    "drift": {"before": scores, "after": scores, "by": "decile"},
    "Summaries.gaps": {"band": "baik", "against": "70", "confidence": 90},
    "Summaries.reached": {"band": "baik", "confidence": 90},
    "Summaries.curve": {"name": "70"},
    "Agreement.interval": {"confidence": 90},
    "quota": {"scores": scores, "count": 1, "by": "x", "ties": "none", "percent": NOT_GIVEN},
    "sensitivity": {
        "policy": policy,
        "table": table,
        "key": "nip",
        "kinds": "edge",
        "numbers": (),
        "steps": (5,),
        "first": 1,
    },
    "importance": {"subject": policy},
    "simulate": {
        "policy": policy,
        "table": table,
        "key": "nip",
        "error": {"x": 2},
        "draws": 3,
        "concentration": NOT_GIVEN,
    },
    "variance_shares": {"policy": policy, "fields": "x", "draws": 4, "record": None},
    "Simulation.row": {"row": 0},
    "Scores.ranks": {"ties": "max"},
    "Comparison.select": {"kind": "gained"},
    "Comparison.by": {"columns": ["x"]},
    "Comparison.why": {"key": "a"},
    "letter": {"about": {"Nama": "Ani"}, "reply": "-", "record": NOT_GIVEN, "policy": policy},
    "unit_summary": {"scores": scores, "by": "x", "about": {"Unit": "A"}},
    "write_reports": {"scores": scores, "folder": Path(FOLDER.name) / "surat", "about": "x", "by": "x", "reply": "-"},
    "Comparison.by_position": {"before": scores, "after": scores},
    "contributions": {"reference": {"x": 50}},
    "next_band": {
        "goal": "baik",
        "change": ["x"],
        "limits": {"x": (0, 90)},
        "cost": {"x": 1},
    },
    "rule_line": {"subject": rules.higher_is_better, "part": NOT_GIVEN, "low": 0, "high": 100},
    "why_changed": {"before": appraisal, "after": appraisal},
    "read_policy": {"path": FILE},
    "read_cases": {"path": CASES},
    "read_records": {"key": "nip"},
    "read_table": {"path": DATA, "key": "nip", "items": NOT_GIVEN},
    "write_scores": {"path": RESULT, "scores": scores},
    "rules.Hole": {"what": "value"},
    "explain": {"row": None},
    "Scores.by": {"columns": ["x"]},
    "Scores.where": {"rows": [0], "band": "baik", "values": {"x": 7}},
    "schemes.get": {"key": SCHEME, "options": {"rounding": 2}},
    "schemes.in_force": {"day": "2021-03-01"},
    "schemes.options": {"key": SCHEME},
    "verify": {"record": LINE},
    "laws.case": {"records": 3},
    "laws.check_seed": {"records": 3},
    "difference": {"case": case},
    "coverage": {"cases": [case]},
    "survivors": {"cases": [case], "among": NOT_GIVEN},
    "random_pair": {"ways": {}},
    "Exemption": {"what": "x", "reason": "-", "code": "-"},
    "Known": {
        "better": {"x": "higher"},
        "bands": ["baik"],
        "exceptions": [known.Exemption("x", "-")],
        "findings": [],
        "survivors": [],
    },
    "Known.exempt": {"law": "a", "what": "x"},
    "Known.expected": {"code": "a", "what": "x"},
    "Known.survivor": {"name": "a"},
    "cases.Case": {"expected": {"score": 80}, "source": "PP 46/2011", "note": "-"},
    "of_scheme": {"key": SCHEME},
}

# --- what is called --------------------------------------------------------------------------------------------------

# Results: the library makes them itself, by the thousand; their methods are called below.
# What needs a program outside Python: wrong calls of it are in its own tests.
ELSEWHERE = {"appraise_spark"}
RESULTS = {
    *(
        "Appraisal",
        "AppraisalError",
        "Agreement",
        "BandShare",
        "BandShares",
        "Break",
        "Calibration",
        "Cause",
        "Change",
        "Changes",
        "Combined",
        "CombinedScores",
        "ComparedGroup",
        "ComparedGroups",
        "Comparison",
        "Contribution",
        "Contributions",
        "Difference",
        "Effect",
        "Discrepancy",
        "JointChange",
        "LinePiece",
        "NextBand",
        "RuleLine",
        "Drift",
        "DriftCell",
        "Gap",
        "Gaps",
        "PredicateCurve",
        "Quota",
        "Rater",
        "Raters",
        "Summaries",
        "Fault",
        "Finding",
        "Note",
        "Way",
        "Importance",
        "IndicatorWeight",
        "SensitiveNumber",
        "Sensitivity",
        "Share",
        "Simulation",
        "VarianceShare",
        "VarianceShares",
    ),
    *("Records", "Scores", "BandReason", "TraceStep", "Trace", "Trail", "Expression", "schemes.SchemeWarning"),
}
# How the library itself walks through nodes and reads tables; public by name, and no user's business.
INSIDE = {"make", "map", "children", "values", "named_by"}
SENSITIVITY = asn.sensitivity(policy, table, key="nip")
SHARES = asn.variance_shares(policy, draws=4)
INSTANCES: dict[type, tuple[Any, ...]] = {
    asn.Expression: (x, y, level, flag, x.rated(scale), (x + 1).named("p"), y.capped(5)),
    asn.Band: (asn.Band("baik", ">= 76"),),
    asn.Bands: (scale,),
    asn.Case: (asn.Case(level, ahli=1, terampil=2),),
    asn.Category: (level,),
    asn.Check: (asn.Check(x > 0, "di atas 0"),),
    asn.Edge: (asn.Edge.of(">= 91"),),
    asn.Flag: (flag,),
    asn.Grid: (asn.Grid(level, x.rated(scale), GRID),),
    asn.Items: (rows,),
    Rows: (rows.where(x > 0),),
    asn.Level: (asn.Level("a", labels={"zona": "hijau"}),),
    asn.Number: (x,),
    asn.Indicator: (asn.Indicator("waktu"),),
    asn.Policy: (policy,),
    asn.Rule: (rules.lower_is_better,),
    asn.Source: (source,),
    asn.Target: (asn.Target(x, 85),),
    asn.Appraisal: (appraisal,),
    asn.Trace: (appraisal.trace,),
    asn.TraceStep: (appraisal.trace.tops[0],),
    asn.BandReason: (asn.BandReason(asn.Band("baik", ">= 76"), Fraction(80), reached=True, given=True),),
    asn.Scores: (scores,),
    CodedBands: (scores.bands,),
    Missing: (Missing("x", 1),),
    asn.Fault: (asn.Fault("ASN401", field="x", row=1),),
    asn.Cause: (asn.Cause(1, (asn.Fault("ASN401", field="x", row=1),)),),
    asn.Note: (asn.Note("ASN427", field="x", count=1, rows=(0,)),),
    asn.Cells: (asn.Cells(decimal="comma"),),
    asn.Finding: (asn.Finding("ASN383", "x", facts={"value": "0"}),),
    asn.Comparison: (asn.compare(policy, policy, table, key="nip"),),
    asn.ComparedGroups: (asn.compare(policy, policy, table, key="nip").by("x"),),
    asn.ComparedGroup: asn.compare(policy, policy, table, key="nip").by("x").groups,
    asn.Summaries: (GROUPED,),
    asn.Gaps: (GROUPED.gaps(), GROUPED.gaps("baik")),
    asn.Gap: GROUPED.gaps().items[:1],
    asn.BandShares: (GROUPED.reached("baik"),),
    asn.BandShare: GROUPED.reached("baik").items[:1],
    asn.Drift: (asn.drift(scores, scores), asn.drift(scores, scores, by="decile")),
    asn.DriftCell: asn.drift(scores, scores).cells[:1],
    asn.Raters: (asn.raters(RATED, rater="atasan", person="nip"),),
    asn.Rater: asn.raters(RATED, rater="atasan").items[:1],
    asn.Agreement: (asn.raters(RATED, rater="atasan", person="nip").agreement,),
    asn.Calibration: (asn.raters(RATED, rater="atasan").calibration(),),
    asn.Quota: (asn.quota(scores, 1, by="x"),),
    asn.Combined: (asn.combine([appraisal], [12]),),
    asn.CombinedScores: (asn.combine([scores], [12]),),
    asn.Sensitivity: (SENSITIVITY,),
    asn.SensitiveNumber: SENSITIVITY.numbers[:1],
    asn.Importance: (asn.importance(policy),),
    asn.IndicatorWeight: asn.importance(policy).items[:1],
    asn.Simulation: (asn.simulate(policy, table, key="nip", error={"x": 2}, draws=3),),
    asn.Share: (asn.Share(1, 3),),
    asn.VarianceShares: (SHARES,),
    asn.VarianceShare: SHARES.shares[:1],
    asn.Contributions: (asn.contributions(appraisal),),
    asn.Contribution: asn.contributions(appraisal).items,
    asn.Changes: (asn.why_changed(appraisal, policy.appraise({"x": 70})),),
    asn.Change: asn.why_changed(appraisal, policy.appraise({"x": 70})).items,
    asn.NextBand: (asn.next_band(policy, {"x": 70}), asn.next_band(policy, record)),
    asn.Way: asn.next_band(policy, {"x": 70}, change="x").ways,
    asn.JointChange: (asn.next_band(policy, {"x": 70}).together,),
    asn.RuleLine: (asn.rule_line(x),),
    asn.LinePiece: asn.rule_line(x).pieces,
    asn.Difference: asn.diff(policy, Policy("lain", "Contoh", score=x.named("mutu"), band=scale)),
    asn.Effect: asn.diff(policy, policy, records=[record]).effects,
    asn.Discrepancy: (asn.Discrepancy("record", "$"),),
    asn.PredicateCurve: (asn.predicate_curve(["baik"], "baik"),),
    asn.Break: (asn.Break("double", line=2, other=1),),
    asn.Trail: (asn.verify_trail([SEALED], policy),),
    known.Known: (known.Known(),),
}
TESTING = {
    "Known": known.Known,
    "Exemption": known.Exemption,
    "of_scheme": known.of_scheme,
    "cases.Case": cases.PolicyCase,
    "find_policy": cases.find_policy,
    "read_cases": cases.read_cases,
    "difference": cases.difference,
    "coverage": coverages.coverage,
    "mutants": mutants.mutants,
    "survivors": mutant_trials.survivors,
    "vectors": vectors.vectors,
    "to_jsonl": vectors.to_jsonl,
    "directions": directions.directions,
    "random_pair": pairs.random_pair,
    "random_policy": policies.random_policy,
    "random_record": records.random_record,
    "random_edge_record": aiming.random_edge_record,
    "laws.for_policy": laws.for_policy,
    **{f"strategies.{name}": getattr(strategies, name) for name in ("records", "edge_records", "record_pairs")},
    **{f"strategies.{name}": getattr(strategies, name) for name in ("faulty_records", "policies", "tables")},
}


def public_calls() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function, constructor and bound method by name, a method once for each instance above."""
    spaces = [("", asn), ("rules.", rules), ("schemes.", schemes)]
    for prefix, space in spaces:
        names = getattr(space, "__all__", None) or [
            name
            for name, value in vars(space).items()
            if not name.startswith("_") and getattr(value, "__module__", "") == space.__name__
        ]
        for name in names:
            value = getattr(space, name)
            if callable(value) and prefix + name not in RESULTS | ELSEWHERE and (prefix + name) != "rules.Rule":
                yield prefix + name, value
    yield from TESTING.items()
    for cls, instances in INSTANCES.items():
        for place, instance in enumerate(instances):
            for name in dir(cls):
                own = not any(name in vars(base) for base in cls.__mro__[1:] if base in INSTANCES or base is object)
                if not name.startswith("_") and name not in INSIDE and own and callable(getattr(instance, name, None)):
                    yield f"{cls.__name__}.{name}#{place}", getattr(instance, name)


CALLS = dict(public_calls())


def test_each_public_class_is_made_or_has_an_instance_here() -> None:
    classes = {value for name in asn.__all__ if inspect.isclass(value := getattr(asn, name))}
    walked = {value for value in CALLS.values() if inspect.isclass(value)} | set(INSTANCES)
    missing = {cls.__name__ for cls in classes - walked} - {"AppraisalError", "Records", "Combined"}
    assert missing == set()


# --- wrong values ----------------------------------------------------------------------------------------------------


class Odd:
    """A value of a class that nobody knows."""

    def __repr__(self) -> str:
        return "<odd>"


def wrong_values() -> dict[str, Any]:
    """The wrong values by name; streams are fresh each time."""
    return {
        "None": None,
        "True": True,
        "5": 5,
        "-1": -1,
        "1.5": 1.5,
        "nan": float("nan"),
        "inf": float("inf"),
        "10**50": 10**50,
        "10**5000": 10**5000,
        "Fraction": Fraction(1, 3),
        "Decimal": Decimal("1.5"),
        "Decimal NaN": Decimal("NaN"),
        "date": date(2021, 1, 1),
        "datetime": datetime(2021, 1, 1, tzinfo=UTC),
        "empty text": "",
        "text": "some text",
        "key": "baik",
        "scheme": SCHEME,
        "null": "a\0.toml",
        "long text": "x y " * 300,
        "surrogate": "\ud800",
        "bytes": b"x",
        "[]": [],
        "[1]": [1],
        "[None]": [None],
        "[text]": ["x"],
        "[[]]": [[]],
        "[policy]": [policy, policy],
        "[expression]": [x, x > 0],
        "()": (),
        "(1, 2)": (1, 2),
        "(1, 2, 3)": (1, 2, 3),
        "5-tuple": ("a", ">= 1", "A", "A", "A"),
        "pairs": [("a", 1)],
        "{}": {},
        "{a: 1}": {"a": 1},
        "{1: 2}": {1: 2},
        "{(): []}": {(): []},
        "set": {"x"},
        "set()": set(),
        "odd": Odd(),
        "class": Policy,
        "type": int,
        "Odd class": Odd,
        "function": lambda: None,
        "generator": (each for each in (1, 2)),
        "policy": policy,
        "field": x,
        "optional": y,
        "label": level,
        "condition": x > 0,
        "rating": x.rated(scale),
        "hole": rules.value,
        "bands": scale,
        "band": asn.Band("baik", ">= 76"),
        "items": rows,
        "check": asn.Check(x > 0, "di atas 0"),
        "target": asn.Target(x, 85),
        "rule": rules.higher_is_better,
        "source": source,
        "edge": asn.Edge.of(">= 91"),
        "level": asn.Level("a"),
        "appraisal": appraisal,
        "scores": scores,
        "array": np.array([1.0, 2.0]),
        "scalar": np.float64(80),
        "numpy bool": np.True_,
        "pandas": pd.DataFrame({"x": [1]}),
        "series": pd.Series([1, 2]),
        "polars": pl.DataFrame({"x": [1]}),
        "NA": pd.NA,
        "path": Path("nowhere") / "x.toml",
    }


WRONG = tuple(wrong_values())


def arguments_of(call: str, function: Callable[..., Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Right arguments, by position and by keyword."""
    special = OTHERWISE.get(call.partition("#")[0], {})
    positional: list[Any] = []
    named: dict[str, Any] = {}
    for name, parameter in inspect.signature(function).parameters.items():
        value = special.get(name, RIGHT.get(name, NOT_GIVEN))
        if value is NOT_GIVEN:
            assert parameter.default is not parameter.empty or name in special, f"{call}: no right value for {name}"
        elif parameter.kind is parameter.VAR_POSITIONAL:
            positional += value
        elif parameter.kind is parameter.VAR_KEYWORD:
            named |= value
        elif parameter.kind is parameter.KEYWORD_ONLY:
            named[name] = value
        else:
            positional.append(value)
    return tuple(positional), named


def wrong_calls(
    call: str, function: Callable[..., Any]
) -> Iterator[tuple[str, Callable[[Any], tuple[tuple[Any, ...], dict[str, Any]]]]]:
    """For each parameter of a call: its name, and the arguments in which a wrong value takes its place."""
    parameters = inspect.signature(function).parameters
    special = OTHERWISE.get(call.partition("#")[0], {})
    for name, parameter in parameters.items():

        def put(
            wrong: Any, name: str = name, parameter: inspect.Parameter = parameter
        ) -> tuple[tuple[Any, ...], dict[str, Any]]:
            positional, named = arguments_of(call, function)
            before = [each for each in parameters.values() if each.kind is not each.KEYWORD_ONLY]
            if parameter.kind is parameter.VAR_POSITIONAL:
                place = before.index(parameter)
                return (*positional[:place], wrong, *positional[place + 1 :]), named
            if parameter.kind is parameter.VAR_KEYWORD:
                return positional, {**named, next(iter(special.get(name) or {"a": 1})): wrong}
            if parameter.kind is parameter.KEYWORD_ONLY or parameter not in before[: len(positional)]:
                return positional, {**named, name: wrong}
            place = before.index(parameter)
            return (*positional[:place], wrong, *positional[place + 1 :]), named

        yield name, put


def use(found: Any) -> None:
    """What a user does with a result."""
    repr(found)
    if isinstance(found, asn.Expression):
        hash(found)
        asn.formula(found)
        use(Policy("p", "P", reported=2, **({"score": found} if found.kind == "number" else {"band": found})))
    elif isinstance(found, Items):
        use(found.count())
        found.to_dict()
    elif isinstance(found, Rows):
        use(found.count())
    elif isinstance(found, Bands | asn.Band):
        use(x.rated(found if isinstance(found, Bands) else Bands(found, ("lain", None))))
    elif isinstance(found, asn.Check):
        use(Policy("p", "P", score=x, checks=[found]))
    elif isinstance(found, asn.Rule):
        use(found.of(x, 85))
    elif isinstance(found, asn.Target):
        use(found.part)
    elif isinstance(found, Policy):
        asn.to_json(found)
        asn.review(found)
        found.appraise({})
    elif isinstance(found, Iterator):
        list(islice(found, 3))


WANTED = {key.partition(".")[2] for key in catalogue("errors") if key.startswith(("kinds.", "wanted."))}


def problem_of(function: Callable[..., Any], positional: tuple[Any, ...], named: dict[str, Any]) -> str:
    """What is wrong with the outcome of a call; empty where it is a result or a coded error."""
    try:
        use(function(*positional, **named))
    except AppraisalError as error:
        said = f"{error} {error.text('id')}"
        if error.code == "ASN000":
            return f"no code: {error!r}"
        if error.code == "ASN340" and error.facts["right"] not in WANTED:
            return f"no words for {error.facts['right']!r}"
        if len(said) > 5000 or " object at " in said or "<odd>" in said:
            return f"shows too much: {said[:200]}"
    except Exception as error:  # noqa: BLE001 - any other error is what is looked for
        return f"{type(error).__name__}: {getattr(error, 'args', '')!s:.120}"
    return ""


@cache
def fresh(name: str) -> Any:
    return wrong_values()[name]


# A function of the user's own is called as it is, and may fail as it likes.
OWN = {
    (call, "progress", name)
    for call in ("appraise_batches", "write_reports")
    for name in ("class", "type", "Odd class", "function", "rule")
}


def raw_errors(call: str, function: Callable[..., Any]) -> list[str]:
    """The wrong calls of a function that do not end in a result or a coded error."""
    found = []
    for parameter, put in wrong_calls(call, function):
        for name in WRONG:
            if (call, parameter, name) in OWN:
                continue
            wrong = wrong_values()[name] if name == "generator" else fresh(name)
            if problem := problem_of(function, *put(wrong)):
                found.append(f"{call}({parameter}={name}): {problem}")
    positional, named = arguments_of(call, function)
    for place in range(1, len(positional)):
        swapped = [*positional]
        swapped[place - 1 : place + 1] = reversed(swapped[place - 1 : place + 1])
        if problem := problem_of(function, tuple(swapped), named):
            found.append(f"{call}(arguments {place} and {place + 1} swapped): {problem}")
    return found


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong path may well be a file's name: whatever is written lands in the temporary folder."""
    monkeypatch.chdir(FOLDER.name)


@pytest.mark.parametrize("call", CALLS)
def test_the_right_call_is_right(call: str) -> None:
    positional, named = arguments_of(call, CALLS[call])
    # A method of every kind of expression: a label is not capped, and says so.
    with suppress(*([AppraisalError] if "#" in call else [])):
        CALLS[call](*positional, **named)


@pytest.mark.parametrize("call", CALLS)
def test_a_wrong_value_ends_in_a_coded_error_or_a_result(call: str) -> None:
    assert raw_errors(call, CALLS[call]) == []


# --- what the errors say ---------------------------------------------------------------------------------------------

SAID: dict[str, tuple[Callable[..., Any], str]] = {
    "a key for a policy": (
        lambda: asn.appraise_table("pp-46-2011", table),
        r'policy is text and should be a Policy, .*: write schemes.get\("pp-46-2011"\)$',
    ),
    "swapped arguments": (lambda: asn.appraise_table(table, policy), "; the order is policy, table$"),
    "swapped arguments of verify": (
        lambda: asn.verify(policy, LINE),
        "; the order is policy, record$|record is Policy",
    ),
    "a list of policies": (lambda: asn.review([policy]), "policy is a list and should be a Policy"),
    "a file's name for a policy": (lambda: asn.to_toml("loket.toml"), r'read_policy\("loket.toml"\)'),
    "a policy for an appraisal": (lambda: asn.explain(policy), r"appraisal is Policy and should be an Appraisal"),
    "a key for a scale": (lambda: Policy("p", "P", score=x, band="baik"), r"band=...\) is text and should be a scale"),
    "a scale without its name": (
        lambda: Policy("p", "P", score=x, band=[("a", None)]),
        "is a list and should be a scale",
    ),
    "a condition for a check": (lambda: Policy("p", "P", score=x, checks=[x > 0]), r"checks\[0\] .*a Check\(condition"),
    "a check alone": (
        lambda: Policy("p", "P", score=x, checks=asn.Check(x > 0, "a")),
        r"checks is Check and should be a list, \[Check\(",
    ),
    "a row's condition for a check": (lambda: Items("l", [x], checks=[x > 0]), r"checks\[0\] is .* a Check\("),
    "conditions in a list": (
        lambda: asn.Band("a", ">= 5", requires=[x > 0, x < 5]),
        "is a list and should be one condition, such as a & ",
    ),
    "a rule by name": (lambda: asn.Target(x, 85, rule="higher"), "should be a rule, such as rules.higher_is_better"),
    "a case of a key": (lambda: asn.Case("jenjang", a=1), "should be a category, a rating or another label"),
    "a list of one field": (lambda: Items("l", x), r"should be a list of fields, \[Number"),
    "steps without a result": (lambda: asn.Steps(x, (">= 5",), otherwise=0), r"should be \(edge, result\)"),
    "points in a row": (lambda: x.through(0, 0, 1, 1), r"should be a point \(x, y\)"),
    "parts by number": (
        lambda: asn.appraise_table(policy, table, parts=5),
        "parts is a whole number and should be a text",
    ),
    "lists in a list": (
        lambda: asn.appraise_table(policy, table, items=[table]),
        "items is a list and should be a map",
    ),
    "progress by flag": (
        lambda: asn.appraise_batches(policy, [table], progress=True),
        "a function that wraps a stream",
    ),
    "no stream": (lambda: asn.appraise_batches(policy, None), "batches is nothing and should be a stream of tables"),
    "a row that is not there": (lambda: scores.appraisal(99), "there is no row 99: the table has 2 row"),
    "a step that is not there": (lambda: appraisal.trace.step("mutuu"), "no step 'mutuu'; did you mean mutu"),
    "levels as one text": (lambda: asn.Category("c", "abc"), "levels is text and should be levels in their order"),
    "optional in words": (lambda: Number("x", optional="yes"), r"Number\(optional=...\) is text and should be True or"),
    "a name by number": (lambda: Number("x", 5), r"Number\(name=...\) is a whole number and should be text"),
    "no unit": (lambda: Number("x", unit=None), r"Number\(unit=...\) is nothing and should be text"),
    "a check without words": (lambda: asn.Check(x > 0, None), r"Check\(name=...\) is nothing and should be text"),
    "a policy without a title": (lambda: Policy("p", None, score=x), r"Policy\(title=...\) is nothing and should be"),
    "a subject by number": (lambda: Policy("p", "P", score=x, subject=5), r"Policy\(subject=...\) is a whole number"),
    "no law": (lambda: asn.Source(None), r"Source\(law=...\) is nothing and should be the name of a law"),
    "an empty law": (lambda: asn.Source(" "), r"Source\(law=...\) is nothing and should be the name of a law"),
    "one of no levels": (level.is_, "ASN318: is_ of nothing: give at least one"),
    "a table without columns": (lambda: asn.appraise_table(policy, {}), "ASN431: x: the column 'x'"),
    "a frame without columns": (lambda: asn.appraise_table(policy, pd.DataFrame()), "ASN431: x: the column 'x'"),
    "an empty frame of others": (lambda: asn.appraise_table(policy, pd.DataFrame({"z": []})), "ASN431: x: the column"),
    "join in words": (lambda: scores.to_frame(join="yes"), "join is text and should be True or False"),
    "a row in words": (lambda: appraisal.to_audit_record(row="x"), "ASN325: row='x': it must be a whole number from 0"),
    "an edge of a float": (lambda: asn.Edge(">=", 0.1), "ASN101: 0.1 is a float and not exact"),
    "an edge that is none": (lambda: asn.Edge("=>", 5), "ASN320: operator='=>': it must be one of >=, >, <=, <"),
    "a scheme's option named key": (lambda: schemes.get(SCHEME, key=1), "ASN604: 'pp-46-2011' has no option 'key'"),
    "a language there is not": (lambda: source.text("fr"), "ASN001: unknown language 'fr'"),
    "true for a number": (lambda: Number("x", high=True), "ASN103"),
    "a field for a number": (lambda: Number("x", high=y), "ASN106: y is a field, part or formula"),
}


@pytest.mark.parametrize("wrong", SAID)
def test_the_error_says_what_to_write(wrong: str) -> None:
    call, said = SAID[wrong]
    with pytest.raises(AppraisalError) as caught:
        call()
    text = "\n".join([str(caught.value), *(f"{fault.code}: {fault.message}" for fault in caught.value.faults)])
    assert re.search(said, text) is not None, text


def test_an_edge_takes_any_exact_number() -> None:
    assert asn.Edge(">=", "91") == asn.Edge(">=", 91) == asn.Edge.of(">= 91")


def test_no_record_gives_no_scores() -> None:
    assert len(asn.appraise_table(policy, [])) == 0
    assert len(asn.appraise_table(policy, pd.DataFrame({"x": []}))) == 0


def test_a_policy_tells_by_text_whether_it_is_in_force() -> None:
    dated = Policy("p", "P", score=x, since="2021-07-01")
    assert [dated.holds_on(day) for day in ("2021-06-30", "2021-07-01", date(2021, 7, 1))] == [False, True, True]


def test_the_walk_sees_a_raw_error() -> None:
    def careless(policy: Any, *, key: Any = "contoh") -> str:
        return str(policy.key + key)

    found = raw_errors("careless", careless)
    assert "careless(policy=5): AttributeError: (\"'int' object has no attribute 'key'\",)" in found
    assert any(each.startswith("careless(key=5): TypeError") for each in found)
    assert not any(each.startswith("careless(key=text)") for each in found)
