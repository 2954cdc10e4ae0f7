"""Partial checks: what is wrong with a record that is being filled in, and stays wrong whatever is filled in further.

A check or a formula is worked out where all its fields are there. Not all of a policy's formulas will be: a branch may not be
taken, and a list may get further rows. So the walk goes only where every appraisal goes, and what is worked out over a whole
list is left alone; its rows are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from ..algebra.bands import Rated
from ..algebra.choices import Case, Steps, When
from ..algebra.expressions import But, Either, Every, Expression, OrElse
from ..algebra.inputs import Field
from ..algebra.items import Check, Over
from ..analysis.outlines import Outline
from ..faults import Fault
from .checks import doubted, faults_of_check
from .contexts import Context, EvaluationFault, Value
from .evaluation import evaluate
from .readings import UNREAD

# Of these blocks only the first formula is worked out in each appraisal; which others are depends on it.
_CHOICES = (When, Case, Steps, Rated, But, OrElse, Every, Either)


def partial_faults(
    outline: Outline, roots: Iterable[Expression], checks: Iterable[Check], values: Mapping[str, Value]
) -> tuple[Fault, ...]:
    """The faults of the checks and formulas of which all fields are there; absent values are None.

    Those at fault are as little there as those that are absent: a list that cannot be read has no rows.
    """
    unread: dict[str, Value] = {items.key: [] for items in outline.lists if values[items.key] is UNREAD}
    given, checks = {**values, **unread}, tuple(checks)
    walk = _Walk(Context.of(outline, given))
    for check in checks:
        walk.check(check, walk.root)
    for items in outline.lists:
        for row in walk.root.rows(items.key) if items.checks else ():
            for check in items.checks:
                walk.check(check, row)
    if walk.faults:  # as for a whole record: what follows from a broken condition says no more than the condition
        sure = doubted(outline, checks, given, lambda check, context: walk.is_there(check.condition, context))
        walk = _Walk(Context.of(outline, sure), walk.faults)
    for root in roots:
        walk.visit(root, walk.root)
    return tuple(walk.faults)


class _Walk:
    """Goes through formulas and keeps the faults, each once, in order."""

    def __init__(self, root: Context, faults: Mapping[Fault, None] | None = None) -> None:
        self.root = root
        self.faults: dict[Fault, None] = {**(faults or {})}
        self.seen: set[tuple[Expression, int]] = set()

    def check(self, check: Check, context: Context) -> None:
        """Try a check, or what of its condition can be worked out."""
        if self.is_there(check.condition, context):
            self.faults |= dict.fromkeys(faults_of_check(check, context))
        else:
            self.visit(check.condition, context)

    def visit(self, node: Expression, context: Context) -> None:
        """Work out a formula that each appraisal works out, or those in it that can be."""
        waiting = [(node, context)]
        while waiting:
            node, context = waiting.pop()
            if (node, id(context)) in self.seen:
                continue
            self.seen.add((node, id(context)))
            if self.is_there(node, context):
                try:
                    evaluate(node, context)
                except EvaluationFault as problem:
                    self.faults |= dict.fromkeys(problem.faults)
            else:
                waiting += reversed([*self.below(node, context)])

    def below(self, node: Expression, context: Context) -> Iterator[tuple[Expression, Context]]:
        """The formulas that are worked out whenever this one is, with where."""
        children = tuple(node.children())
        if isinstance(node, Over):
            if node.where is None:
                yield from ((child, row) for row in self.root.rows(node.items.key) for child in children)
        elif isinstance(node, _CHOICES):
            yield children[0], context
        else:
            yield from ((child, context) for child in children)

    @staticmethod
    def is_there(node: Expression, context: Context) -> bool:
        """Whether a formula reads no list, and all the fields that it may read have a value."""
        fields = _fields(node)
        return fields is not None and all(_value(each, context) is not None for each in fields)


@lru_cache(maxsize=8192)
def _fields(node: Expression) -> frozenset[Field] | None:
    """The fields that a formula may read; None for one that is worked out over a list."""
    if isinstance(node, Over):
        return None
    found = {node} if isinstance(node, Field) else set()
    for child in node.children():
        below = _fields(child)
        if below is None:
            return None
        found |= below
    return frozenset(found)


def _value(entry: Field, context: Context) -> Value:
    value = next((values[entry.key] for values in context.values if entry.key in values), None)
    return None if value is UNREAD else value
