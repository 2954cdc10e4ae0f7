"""Checks: conditions that every record, or every row of a list, must meet before it is appraised."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from ..algebra.inputs import Field
from ..algebra.items import Check, Over
from ..analysis.outlines import Outline
from ..analysis.walks import expressions
from ..faults import Fault
from .contexts import Context, EvaluationFault, Value
from .evaluation import evaluate
from .readings import UNREAD, RowsInDoubt


def check_faults(outline: Outline, checks: Iterable[Check], values: Mapping[str, Value]) -> tuple[Fault, ...]:
    """The faults of a record that breaks a check of the policy or of one of its lists."""
    found = (fault for check, context in _places(outline, checks, values) for fault in faults_of_check(check, context))
    return tuple(dict.fromkeys(found))


def doubted(
    outline: Outline,
    checks: Iterable[Check],
    values: Mapping[str, Value],
    is_tried: Callable[[Check, Context], bool] = lambda *_: True,
) -> dict[str, Value]:
    """The values of a record in which those that a broken check looks at count as unread.

    What is worked out from them would only say once more what the check says. ``is_tried`` says which checks can be.
    """
    found = {key: _copied(value) for key, value in values.items()}
    for check, context in _places(outline, checks, values):
        if not is_tried(check, context) or not faults_of_check(check, context):
            continue
        places = [found] if context.place is None else [found[context.place[0]][context.place[1]], found]
        for entry in expressions(check.condition):
            if isinstance(entry, Over) and found[entry.items.key] is not UNREAD:
                found[entry.items.key] = RowsInDoubt(found[entry.items.key])
            elif isinstance(entry, Field) and (held := [each for each in places if entry.key in each]):
                held[0][entry.key] = UNREAD
    return found


def _copied(value: Value) -> Value:
    return type(value)(map(dict, value)) if isinstance(value, list) else value


def _places(outline: Outline, checks: Iterable[Check], values: Mapping[str, Value]) -> Iterator[tuple[Check, Context]]:
    """Each check with each place in which it must hold."""
    root = Context.of(outline, values)
    for check in checks:
        yield check, root
    for items in outline.lists:
        for row in root.rows(items.key) if items.checks and values[items.key] is not UNREAD else ():
            for check in items.checks:
                yield check, row


def faults_of_check(check: Check, context: Context) -> tuple[Fault, ...]:
    """The faults of a record or row that breaks a check, or with which it cannot be worked out."""
    try:
        if evaluate(check.condition, context):
            return ()
    except EvaluationFault as problem:
        return problem.faults
    facts = {"right": check.called("id"), "right_en": check.called("en")}
    return (context.fault("ASN413", check.condition, **facts),)
