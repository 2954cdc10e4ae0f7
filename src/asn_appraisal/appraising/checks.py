"""Checks: conditions that every record, or every row of a list, must meet before it is appraised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..algebra.items import Check
from ..analysis.outlines import Outline
from ..faults import Fault
from .contexts import Context, EvaluationFault, Value
from .evaluation import evaluate


def check_faults(outline: Outline, checks: Iterable[Check], values: Mapping[str, Value]) -> tuple[Fault, ...]:
    """The faults of a record that breaks a check of the policy or of one of its lists."""
    root = Context.of(outline, values)
    faults = [fault for check in checks for fault in faults_of_check(check, root)]
    for items in outline.lists:
        for row in root.rows(items.key) if items.checks else ():
            faults += [fault for check in items.checks for fault in faults_of_check(check, row)]
    return tuple(dict.fromkeys(faults))


def faults_of_check(check: Check, context: Context) -> tuple[Fault, ...]:
    """The faults of a record or row that breaks a check, or with which it cannot be worked out."""
    try:
        if evaluate(check.condition, context):
            return ()
    except EvaluationFault as problem:
        return problem.faults
    facts = {"right": check.called("id"), "right_en": check.called("en")}
    return (context.fault("ASN413", check.condition, **facts),)
