"""Coverage: which bands, cells, pieces and branches of a policy the cases reach, and which sides of its edges.

A spot is one such place. Only what is really evaluated counts: of a choice, the branch that was taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

from attrs import define, field, frozen

from ..algebra.bands import Rated
from ..algebra.choices import Case, Steps, When
from ..algebra.dispatch import Dispatch
from ..algebra.expressions import But, Expression, Line, Named, Within
from ..algebra.grids import Grid
from ..algebra.items import Over
from ..analysis.formulas import written
from ..analysis.turns import turns
from ..analysis.walks import placed_expressions, placed_roots
from ..appraising.checks import check_faults
from ..appraising.contexts import Context, EvaluationFault
from ..appraising.evaluation import evaluate
from ..appraising.readings import read
from ..arguments import several
from ..numbers import to_text
from ..policies import Policy, checked_policy
from . import cases as case_files

KINDS = ("band", "cell", "piece", "branch", "side")


@frozen
class Spot:
    """A place of a policy that a record may reach: its kind (one of ``KINDS``), its part, and its name."""

    kind: str
    part: str
    what: str

    def __str__(self) -> str:
        return f"{self.part}: {self.kind} {self.what}"


@frozen
class Coverage:
    """The spots of a policy and those that were reached, in the order of the policy."""

    spots: tuple[Spot, ...]
    reached: frozenset[Spot] = field(repr=False)

    @property
    def missed(self) -> tuple[Spot, ...]:
        """The spots that no case reached."""
        return tuple(spot for spot in self.spots if spot not in self.reached)

    def count(self, kind: str) -> tuple[int, int]:
        """How many spots of a kind were reached, and how many the policy has."""
        own = [spot for spot in self.spots if spot.kind == kind]
        return sum(spot in self.reached for spot in own), len(own)


def coverage(policy: Policy, cases: Iterable[case_files.PolicyCase]) -> Coverage:
    """What of a policy the cases reach; records that are refused reach nothing.

    >>> from asn_appraisal import schemes
    >>> grid = coverage(schemes.get("permenpanrb-6-2022"), [case_files.PolicyCase({"hasil_kerja": "sesuai", "perilaku_kerja": "sesuai"}, {})])
    >>> grid.count("cell")
    (1, 9)
    """
    checked_policy(policy, cases=cases)
    walk = _Walk(policy)
    for case in several(cases, "cases", case_files.PolicyCase):
        reading = read(policy.outline, case.record)
        if not reading.faults and not check_faults(policy.outline, policy.checks, reading.values):
            walk.record(Context.of(policy.outline, reading.values))
    placed = placed_expressions(policy.score, policy.band, policy.shown)
    spots = dict.fromkeys(spot for node, place in placed for spot in _spots(node, place))
    return Coverage(tuple(spots), frozenset(walk.reached) & spots.keys())


# --- the spots of a node, and which of them a value reaches ------------------------------------------------------------


def _sides(number: Fraction, place: str) -> tuple[Spot, Spot, Spot]:
    below, on, above = (Spot("side", place, f"{word} {to_text(number)}") for word in ("below", "at", "above"))
    return below, on, above


def _side(number: Fraction, value: Fraction, place: str) -> Spot:
    return _sides(number, place)[(value > number) - (value < number) + 1]


def _numbers(node: Expression) -> list[tuple[Expression, Fraction]]:
    """The values that a node compares with numbers of the policy."""
    if isinstance(node, Within):
        return []  # a record on the far side is refused, and reaches nothing
    return [(turn.value, turn.number) for turn in turns(node) if turn.number is not None]


def _names(node: Expression) -> tuple[str, list[str]]:
    """The kind of spots that a node has, and their names in order; the node's choice is an index into them."""
    if isinstance(node, Rated):
        return "band", [band.key for band in node.bands.bands]
    if isinstance(node, Grid):
        return "cell", ["/".join(pair) for pair, _ in node.cells]
    if isinstance(node, Steps):
        return "piece", [*map(str, node.edges), "otherwise"]
    if isinstance(node, Line):
        xs = [to_text(x) for x, _ in node.points]
        return "piece", [f"up to {xs[0]}", *(f"{one} to {other}" for one, other in pairwise(xs)), f"from {xs[-1]}"]
    if isinstance(node, Case):
        return "branch", [f"{written(node.label)} {key}" for key in node.keys]
    if isinstance(node, When | But):
        condition = written(node.condition if isinstance(node, When) else node.when)
        return "branch", [condition, f"not {condition}"]
    return "", []


def _spots(node: Expression, place: str) -> Iterator[Spot]:
    kind, names = _names(node)
    yield from (Spot(kind, place, name) for name in names)
    for _, number in _numbers(node):
        yield from _sides(number, place)


@define
class _Walk:
    """Walks through a policy along the values of a record, and keeps the spots it reaches."""

    policy: Policy
    reached: set[Spot] = field(init=False, factory=set)
    _seen: set[tuple[int, Named]] = field(init=False, factory=set)

    def record(self, context: Context) -> None:
        self._seen.clear()
        for root, place in placed_roots(self.policy.score, self.policy.band, self.policy.shown):
            try:
                self.visit(root, context, place)
            except EvaluationFault:
                continue

    def visit(self, node: Expression, context: Context, place: str) -> None:
        if isinstance(node, Named):
            home = context if node.key in context.row_parts else context.root
            if (id(home), node) not in self._seen:
                self._seen.add((id(home), node))
                self.visit(node.value, home, node.key)
            return
        for value, number in _numbers(node):
            found = evaluate(value, context)
            if found is not None:
                self.reached.add(_side(number, found, place))
        at = CHOSEN(node)(node, context)
        kind, names = _names(node)
        if at is not None and names:
            self.reached.add(Spot(kind, place, names[at]))
        for child, home in self._below(node, context, at):
            self.visit(child, home, place)

    def _below(self, node: Expression, context: Context, at: int | None) -> Iterator[tuple[Expression, Context]]:
        if isinstance(node, Over):
            evaluate(node, context)  # where it fails, no row counts as reached
            for row in context.root.rows(node.items.key):
                if node.where is not None:
                    yield node.where, row
                if node.where is None or evaluate(node.where, row):
                    yield from ((each, row) for each in (node.value, node.by) if each is not None)
            return
        children = node.children() if at is None else _taken(node, at)
        yield from ((child, context) for child in children)


def _taken(node: Any, at: int) -> Iterable[Expression]:
    """The expressions that a choice evaluates."""
    if isinstance(node, When):
        return node.condition, (node.then, node.otherwise)[at]
    if isinstance(node, But):
        return node.value, node.when, *([node.replacement] if at == 0 else [])
    if isinstance(node, Steps | Case):
        results = (*node.results, *([node.otherwise] if isinstance(node, Steps) else []))
        return (node.value if isinstance(node, Steps) else node.label), results[at]
    return tuple(node.children())


def _of_steps(node: Steps, context: Context) -> int | None:
    value = evaluate(node.value, context)
    if value is None:
        return None
    return next((at for at, edge in enumerate(node.edges) if edge.holds(value)), len(node.edges))


def _of_line(node: Line, context: Context) -> int | None:
    value = evaluate(node.value, context)
    return None if value is None else sum(x < value for x, _ in node.points)


def _of_case(node: Case, context: Context) -> int | None:
    label = evaluate(node.label, context)
    return None if label is None else node.keys.index(label)


def _of_rated(node: Rated, context: Context) -> int | None:
    key = evaluate(node, context)
    return None if key is None else [band.key for band in node.bands.bands].index(key)


def _of_grid(node: Grid, context: Context) -> int:
    pair = evaluate(node.rows, context), evaluate(node.columns, context)
    return [pair for pair, _ in node.cells].index(pair)


def _of_but(node: But, context: Context) -> int | None:
    return None if evaluate(node.value, context) is None else int(not evaluate(node.when, context))


CHOSEN: Dispatch[Callable[[Any, Context], int | None]] = Dispatch(
    "CHOSEN",
    {
        When: lambda node, context: int(not evaluate(node.condition, context)),
        But: _of_but,
        Steps: _of_steps,
        Line: _of_line,
        Case: _of_case,
        Rated: _of_rated,
        Grid: _of_grid,
    },
    unlisted=lambda _, __: None,  # it chooses nothing,
)
