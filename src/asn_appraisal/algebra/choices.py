"""Choices: values that depend on a condition, a label or an edge. The branches are all numbers or all labels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from ..arguments import checked_type, refused
from ..errors import CaseCoverageError, EdgeOrderError, EmptyPartsError
from .edges import Edge, checked_order
from .expressions import Expression, as_expression
from .kinds import CONDITION, LABEL, NUMBER, checked_levels, described, need, need_present
from .levels import Level, merged
from .sources import Source, Sources, as_sources


def _branches(branches: tuple[Expression, ...], by: str) -> tuple[str, bool, tuple[Level, ...]]:
    """Kind, absence and levels of branches; either all may be absent or none."""
    kind = branches[0].kind
    need(kind, *branches, by=by)
    absent = all(branch.may_be_absent for branch in branches)
    if not absent:
        need_present(*branches, by=by)
    return kind, absent, merged(branch.levels for branch in branches)


@frozen(eq=False, repr=False)
class When(Expression):
    """``then`` where the condition holds, ``otherwise`` where it does not; only the branch taken is worked out."""

    condition: Expression = field(converter=as_expression)
    then: Expression = field(converter=as_expression)
    otherwise: Expression = field(converter=as_expression)

    def _derive(self) -> None:
        need(CONDITION, self.condition, by="When")
        need_present(self.condition, by="When")
        self._set(*_branches((self.then, self.otherwise), "When"))


@frozen(eq=False, repr=False, init=False)
class Steps(Expression):
    """A table of steps: the first edge that the value meets gives the result, a number or a formula.

    Each step is ``(edge, result)`` or ``(edge, result, source)``; ``otherwise`` is for values that meet none.
    """

    value: Expression
    edges: tuple[Edge, ...]
    results: tuple[Expression, ...]
    otherwise: Expression
    sources: tuple[tuple[Source, ...], ...] = field(default=(), kw_only=True)

    def __init__(self, value: object, *steps: Any, otherwise: object, source: Sources = None) -> None:
        for place, step in enumerate(steps):
            if not isinstance(step, tuple | list) or len(step) not in {2, 3}:
                raise refused(step, f"Steps(steps[{place}])", "step")
        self.__attrs_init__(
            as_expression(value),
            tuple(Edge.of(edge) for edge, *_ in steps),
            tuple(as_expression(result) for _, result, *_ in steps),
            as_expression(otherwise),
            sources=tuple(as_sources(own[0] if own else source) for _, _, *own in steps),
        )

    def _derive(self) -> None:
        need(NUMBER, self.value, by="Steps")
        if not self.edges:
            raise EmptyPartsError(what="Steps")
        checked_order((edge, True) for edge in self.edges)
        branches = (*self.results, self.otherwise)
        if self.value.may_be_absent:
            # Formulas of the value are absent exactly when it is, so here some results may be absent and others not.
            need(branches[0].kind, *branches, by="Steps")
            self._set(branches[0].kind, True, merged(branch.levels for branch in branches))
        else:
            self._set(*_branches(branches, "Steps"))


@frozen(eq=False, repr=False, init=False)
class Case(Expression):
    """A value for each level of a label; every level must be covered, by name or by ``otherwise``.

    Branches are given by keyword, or as a mapping where a level is no Python name.
    """

    label: Expression
    keys: tuple[str, ...]
    results: tuple[Expression, ...]
    sources: tuple[Source, ...] = field(default=(), kw_only=True)

    def __init__(
        self,
        label: Expression,
        branches: Mapping[str, object] | None = None,
        *,
        otherwise: object = None,
        source: Sources = None,
        **more: object,
    ) -> None:
        checked_type(label, "Case(label)", Expression, right="Label")
        if branches is not None:
            checked_type(branches, "Case(branches)", Mapping)
        given = {**(branches or {}), **more}
        need(LABEL, label, by="Case")
        checked_levels(label, tuple(given))
        keys = tuple(level.key for level in label.levels)
        missing = [key for key in keys if key not in given]
        if missing and otherwise is None:
            raise CaseCoverageError(what=described(label), levels=", ".join(missing))
        if otherwise is not None and not missing:
            raise EdgeOrderError(edge="otherwise", before=described(label))
        self.__attrs_init__(
            label, keys, tuple(as_expression(given.get(key, otherwise)) for key in keys), sources=as_sources(source)
        )

    def _derive(self) -> None:
        need(LABEL, self.label, by="Case")
        levels = tuple(level.key for level in self.label.levels)
        if self.keys != levels:
            raise CaseCoverageError(what=described(self.label), levels=", ".join(sorted({*levels} - {*self.keys})))
        kind, absent, merged_levels = _branches(self.results, "Case")
        self._set(kind, absent or self.label.may_be_absent, merged_levels)
