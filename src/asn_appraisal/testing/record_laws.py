"""Laws on records: what must hold of a policy's results, whatever the policy; each raises ``AssertionError`` in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from ..algebra.combinations import Sum, Weighted
from ..algebra.expressions import Expression, Named
from ..algebra.items import Items
from ..analysis.bounds import interval
from ..appraising.appraisals import Appraisal
from ..appraising.contexts import Context, EvaluationFault
from ..appraising.evaluation import evaluate
from ..appraising.readings import is_absent, read
from ..appraising.trace_steps import TraceStep
from ..columns.tables import appraise_table
from ..errors import AppraisalError, RecordError
from ..policies import Policy
from ..questions.explanations import explain
from .drawing.directions import at_least_as_good, directions, ranks
from .failures import appraised, breach, result_of, told
from .known import Known

Records = Sequence[Mapping[str, Any]]
Place = tuple[str, str | None]  # the key of an input, and of a field in the first row where the input is a list
NOTHING_KNOWN = Known()
MOST_LEFT_OUT = 50  # values left out one at a time; further ones together with these


def never_worse(policy: Policy, records: Records, *, known: Known = NOTHING_KNOWN) -> None:
    """Doing better in an indicator never lowers the score, nor the band.

    Each record is compared with the one after it (as ``strategies.record_pairs`` draws them), where one of the two is
    at least as good in every input that has a direction and equal in all others.
    """
    ways, order = directions(policy, known), ranks(policy, known)
    for one, other in pairwise(records):
        for worse, better in ((one, other), (other, one)):
            first, second = read(policy.outline, worse, ignore="all"), read(policy.outline, better, ignore="all")
            if first.faults or second.faults:
                continue
            moved = at_least_as_good(first.values, second.values, ways)
            if not moved or any(known.exempt("never_worse", place) for place in moved):
                continue
            low, high = appraised(policy, worse), appraised(policy, better)
            if low is not None and high is not None and _is_worse(low, high, order):
                places = ", ".join(sorted(moved))
                breach(
                    policy, f"better in {places}, and worse for it", "  worse:", *told(low), "  better:", *told(high)
                )


def _is_worse(low: Appraisal, high: Appraisal, order: Mapping[str, int]) -> bool:
    if low.exact is not None and high.exact is not None and high.exact < low.exact:
        return True
    bands = [None if each.band is None else order.get(each.band.key) for each in (low, high)]
    return bands[0] is not None and bands[1] is not None and bands[1] < bands[0]


def within_bounds(policy: Policy, records: Records) -> None:
    """A part lies between the bounds that its formula has, and the score has no more decimals than are reported."""
    for record in records:
        appraisal = appraised(policy, record)
        if appraisal is None:
            continue
        for step in appraisal.trace:
            if isinstance(step.value, Fraction) and not interval(step.part).holds(step.value):
                breach(policy, f"{step.key} is {step.value}, outside of {interval(step.part)}", *told(appraisal))
        if appraisal.score is not None and appraisal.exact is not None:
            gap = abs(Fraction(appraisal.score) - appraisal.exact)
            if 2 * gap * 10**policy.places > 1:
                breach(policy, f"the score {appraisal.score} is not {appraisal.exact} rounded", *told(appraisal))


def order_does_not_matter(policy: Policy, records: Records) -> None:
    """The rows of a list and the fields of a record may come in any order."""
    for record in records:
        turned = {key: _turned(value) for key, value in reversed([*record.items()])}
        once, again = result_of(appraised(policy, record)), result_of(appraised(policy, turned))
        if once != again:
            breach(policy, f"{once} became {again} in another order", f"  {record}", f"  {turned}")


def _turned(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return [dict(reversed(row.items())) if isinstance(row, dict) else row for row in reversed(value)]


def missing_is_not_zero(policy: Policy, records: Records) -> None:
    """A missing value is never silently counted as zero: the record is refused, or the trace says what was done.

    Each value of a record is left out, of a list those of its first row. Where there are more than ``MOST_LEFT_OUT`` values,
    several are left out together, or the work would grow with their square; a fault then must name each one that it is
    about, and the others are left out again without it. Only where a refusal names none of them is it believed for all.
    """
    for record in records:
        if appraised(policy, record) is None:
            continue
        for places in _left_out(policy, record):
            for together in (places[at::MOST_LEFT_OUT] for at in range(min(len(places), MOST_LEFT_OUT))):
                _is_told(policy, record, together)


def _is_told(policy: Policy, record: Mapping[str, Any], places: Sequence[Place]) -> None:
    """Leave out values together; those that a fault names are done, and the rest is left out again without them."""
    while places:
        try:
            appraisal = policy.appraise(_without(record, places), ignore="all")
        except RecordError as problem:
            named = {fault.place() for fault in problem.faults}
            rest = [place for place in places if _where(place) not in named]
            if len(rest) == len(places):
                return
            places = rest
        else:
            said = {*appraisal.trace.absent, *appraisal.trace.defaulted}
            silent = [where for where in map(_where, places) if where not in said]
            if silent:
                breach(policy, f"{', '.join(silent)} was left out, and nothing says so", *told(appraisal))
            return


def _left_out(policy: Policy, record: Mapping[str, Any]) -> tuple[list[Place], list[Place]]:
    """The values that can be left out: those of the record, and those in the first rows of its lists."""
    whole: list[Place] = []
    inside: list[Place] = []
    for entry in policy.inputs:
        value = record.get(entry.key)
        if is_absent(value) or value == [] or (isinstance(entry, Items) and entry.at_least == 0):
            continue  # an optional list may be empty
        whole.append((entry.key, None))
        if isinstance(entry, Items) and isinstance(value, list) and isinstance(value[0], dict):
            inside += [(entry.key, inner.key) for inner in entry.fields if not is_absent(value[0].get(inner.key))]
    return whole, inside


def _without(record: Mapping[str, Any], places: Sequence[Place]) -> dict[str, Any]:
    """A copy of the record without the values at some places, all of them in rows or none."""
    gone: dict[str, set[str]] = {}
    for key, inner in places:
        gone.setdefault(key, set()).update(() if inner is None else (inner,))
    copy: dict[str, Any] = {}
    for key, value in record.items():
        if key not in gone:
            copy[key] = value
        elif gone[key]:
            copy[key] = [{name: each for name, each in value[0].items() if name not in gone[key]}, *value[1:]]
    return copy


def _where(place: Place) -> str:
    """A place as faults and traces name it."""
    key, inner = place
    return key if inner is None else f"{key}[0].{inner}"


def explanation_adds_up(policy: Policy, records: Records) -> None:
    """The result follows from the trace: each part is its formula over the values shown below it, up to the score."""
    for record in records:
        appraisal = appraised(policy, record)
        if appraisal is None:
            continue
        for step in appraisal.trace:
            found = _again(policy, step)
            if found != step.value:
                breach(policy, f"{step.key} is shown as {step.value}, its formula gives {found}", *told(appraisal))
        if appraisal.exact is not None and isinstance(policy.score, Named):
            shown = appraisal.trace.step(policy.score.key).value
            if shown != appraisal.exact:
                breach(policy, f"the score is {appraisal.exact}, its step shows {shown}", *told(appraisal))
        if appraisal.score is not None and f"{appraisal.score:f}" not in explain(appraisal, language="en"):
            breach(policy, f"the explanation does not name the score {appraisal.score}")


def _again(policy: Policy, step: TraceStep) -> Any:
    """The value of a part from its formula and the steps below it alone; sums and weights are added by hand."""
    value = step.part.value
    if isinstance(value, Sum | Weighted) and not value.given_only and all(isinstance(p, Named) for p in value.parts):
        shown = [step.value_of(part) for part in value.parts]
        weights = value.weights if isinstance(value, Weighted) else (Fraction(100),) * len(shown)
        return sum((weight * each for weight, each in zip(weights, shown, strict=True)), Fraction(0)) / 100
    root = Context.of(policy.outline, step.values[-1])
    context = root if step.place is None else root.row(*step.place)
    for child in step.children:
        if child.place is None or child.place == step.place:
            home = context if child.key in root.row_parts else root
            home.memo[child.part] = child
    return _value(value, context)


def _value(expression: Expression, context: Context) -> Any:
    try:
        return evaluate(expression, context)
    except EvaluationFault as problem:
        return problem


def no_reversal(policy: Policy, records: Records) -> None:
    """The ranking of two records depends neither on the other rows of the table nor on the order of its rows."""
    good = [dict(record) for record in records if appraised(policy, record) is not None]
    if len(good) < 2:
        return
    alone = [result_of(appraised(policy, record)) for record in good]
    half = range(0, len(good), 2)
    for rows in (range(len(good)), range(len(good) - 1, -1, -1), half):
        try:
            scores = appraise_table(policy, [good[row] for row in rows], on_error="quarantine")
        except AppraisalError:
            return  # a column that no record has: the table is refused as a whole
        bands = scores.band_keys()
        for at, row in enumerate(rows):
            if (scores.exact(at), bands[at]) != alone[row]:
                breach(policy, f"record {row} is {alone[row]} alone and {(scores.exact(at), bands[at])} beside others")
