"""Mutants: a policy with one number changed as a slip of the pen would change it. Good cases notice it.

Every edge, knot and limit is moved by one unit, up and down; one unit of weight goes from one part to another; two cells
of a grid change places; a closed edge is opened and an open one closed; a rounding takes another mode. The unit is the last
decimal of the value that is compared (``analysis.decimals``); where its decimals may not end, the last decimal of
the number itself, at least the second.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache, partial
from itertools import combinations
from typing import Any

from attrs import evolve, field, frozen

from ..algebra.bands import Band, Bands, Rated
from ..algebra.choices import Steps
from ..algebra.combinations import Weighted
from ..algebra.dispatch import Dispatch
from ..algebra.edges import Edge
from ..algebra.expressions import Comparison, Constant, Expression, Limited, Line, Rounded
from ..algebra.grids import Grid
from ..algebra.nodes import Rewrite
from ..analysis.decimals import decimals_of
from ..analysis.formulas import written
from ..analysis.turns import Turn, turns
from ..analysis.walks import first_places
from ..errors import AppraisalError
from ..numbers import places_of, to_text
from ..policies import Policy, checked_policy
from ..rounding import MODES
from .equivalences import Change, equivalent

OTHER_SIDE = {">=": ">", ">": ">=", "<=": "<", "<": "<="}
Changed = tuple[str, Expression]  # what was changed, in words, and the node with the change


@frozen
class Mutant:
    """A policy with one change: ``what`` in the part ``part`` (a name made of both is unique in its policy).

    ``score``, ``band`` and ``shown`` are the policy's formulas with the change; ``policy()`` makes a whole policy of them.
    """

    part: str
    what: str
    score: Expression | None
    band: Expression | None
    shown: tuple[Expression, ...]
    replaced: Change = field(repr=False, eq=False)
    original: Policy = field(repr=False, eq=False)
    equivalent: bool = False

    @property
    def name(self) -> str:
        """The part and the change."""
        return f"{self.part}: {self.what}"

    def policy(self) -> Policy:
        """The policy with the change."""
        checks = tuple(check.map(self.replaced) for check in self.original.checks)
        return evolve(self.original, score=self.score, band=self.band, shown=self.shown, checks=checks)


@lru_cache(maxsize=64)
def shared(policy: Policy) -> Policy:
    """The same policy with each formula once in memory: many mutants are then compared by identity and not in depth."""
    once = Rewrite()
    score, band = (None if root is None else once(root) for root in (policy.score, policy.band))
    return evolve(policy, score=score, band=band, shown=tuple(map(once, policy.shown)))


def mutants(policy: Policy) -> tuple[Mutant, ...]:
    """The mutants of a policy; those that analysis proves to give the same results are marked as equivalent.

    Changes that would make no valid policy (an edge beyond its neighbour) are left out. Checks of records are not changed.

    >>> from asn_appraisal import schemes
    >>> [mutant.name for mutant in mutants(schemes.get("ombudsman-2022"))][:3]
    ['peringkat: >= 88 becomes > 88', 'peringkat: >= 88 becomes >= 88.01', 'peringkat: >= 88 becomes >= 87.99']
    """
    checked_policy(policy)
    policy = shared(policy)
    found: list[Mutant] = []
    names: Counter[str] = Counter()
    for node, place in first_places(policy.score, policy.band, policy.shown).items():
        for what, new in _changes(node):
            names[f"{place}: {what}"] += 1
            count = names[f"{place}: {what}"]
            # The same change of another formula of the part gets a number, so that a name says which it is.
            found.append(_mutant(policy, node, new, place, what if count == 1 else f"{what} ({count})"))
    return tuple(found)


def _mutant(policy: Policy, old: Expression, new: Expression, place: str, what: str) -> Mutant:
    change = Change(old, new)
    roots = [None if root is None else change(root) for root in (policy.score, policy.band)]
    shown = tuple(change(part) for part in policy.shown)
    for check in policy.checks:
        check.map(change)  # a formula that a check uses as well is changed there too, and the proof must cover that
    return Mutant(
        place, what, roots[0], roots[1], shown, replaced=change, original=policy, equivalent=equivalent(policy, change)
    )


def _changes(node: Expression) -> Iterator[Changed]:
    """The changes of a node that make a valid one."""
    for what, change in CHANGES(node)(node):
        try:
            new = change()
        except AppraisalError:
            continue
        if new != node:
            yield what, new


Planned = tuple[str, Callable[[], Expression]]


def unit_of(value: Expression, number: Fraction) -> Fraction:
    """One unit of the last decimal of a value; where it may not end, of the number beside it, at least a hundredth."""
    decimals = decimals_of(value)
    return Fraction(1, 10 ** (max(places_of(number) or 0, 2) if decimals is None else decimals))


def _moved_edges(node: Rated | Steps) -> Iterator[tuple[int, Edge, Edge]]:
    """Each edge of a table by its place, with what it becomes."""
    for at, turn in enumerate(turns(node)):
        if (edge := turn.edge) is not None:
            unit = unit_of(turn.value, edge.bound)
            yield at, edge, Edge(OTHER_SIDE[edge.operator], edge.bound)
            yield at, edge, Edge(edge.operator, edge.bound + unit)
            yield at, edge, Edge(edge.operator, edge.bound - unit)


def _rated(node: Rated) -> Iterator[Planned]:
    bands = node.bands.bands
    for at, edge, moved in _moved_edges(node):

        def change(at: int = at, moved: Edge = moved) -> Rated:
            own = Bands.make(((*bands[:at], _with_edge(bands[at], moved), *bands[at + 1 :]), node.bands.sources))
            return Rated(node.value, own)

        yield f"{edge} becomes {moved}", change


def _with_edge(band: Band, edge: Edge) -> Band:
    more: dict[str, Any] = {"english": band.english, "requires": band.requires, "labels": band.labels}
    return Band(band.key, edge, band.name, source=band.sources, **more)


def _steps(node: Steps) -> Iterator[Planned]:
    for at, edge, moved in _moved_edges(node):
        edges = (*node.edges[:at], moved, *node.edges[at + 1 :])
        values = (node.value, edges, node.results, node.otherwise, node.sources)
        yield f"{edge} becomes {moved}", partial(Steps.make, values)


def _comparison(node: Comparison) -> Iterator[Planned]:
    for turn in turns(node):  # none where labels are compared
        shown = written(node)
        if turn.sign in OTHER_SIDE:
            side = OTHER_SIDE[turn.sign]
            yield f"{shown} becomes {side}", partial(Comparison, side, node.left, node.right)
        for _, _, moved in (*_moved(node, 1), *_moved(node, -1)):
            yield f"{shown} becomes {to_text(moved)}", partial(Comparison, turn.sign, node.left, Constant(moved))


def _limited(node: Limited) -> Iterator[Planned]:
    for turn, number, moved in (*_moved(node, 1), *_moved(node, -1)):
        low, limit = turn.sign == ">=", Constant(moved)
        what = f"at {'least' if low else 'most'} {to_text(number)} becomes {to_text(moved)}"
        yield what, partial(Limited, node.value, limit if low else node.low, node.high if low else limit)


def _moved(node: Comparison | Limited, units: int) -> Iterator[tuple[Turn, Fraction, Fraction]]:
    """The turns of a node at numbers, each with its number and what this becomes."""
    for turn in turns(node):
        if turn.number is not None:
            yield turn, turn.number, turn.number + units * unit_of(turn.value, turn.number)


def _line(node: Line) -> Iterator[Planned]:
    for at, point in enumerate(node.points):
        unit = unit_of(node.value, point[0])
        for dx, dy in ((unit, 0), (-unit, 0), (0, unit), (0, -unit)):
            moved = (point[0] + dx, point[1] + dy)
            points = (*node.points[:at], moved, *node.points[at + 1 :])
            old, new = (f"({to_text(x)}, {to_text(y)})" for x, y in (point, moved))
            yield f"{old} becomes {new}", partial(Line, node.value, points)


def _weighted(node: Weighted) -> Iterator[Planned]:
    unit = Fraction(1, 10 ** max(places_of(weight) or 0 for weight in node.weights))
    for one, other in combinations(range(len(node.parts)), 2):
        up, down = (one, other) if node.weights[other] > unit else (other, one)
        weights = list(node.weights)
        weights[up] += unit
        weights[down] -= unit
        names = written(node.parts[up]), written(node.parts[down])
        values = (node.parts, node.given_only, node.at_least, tuple(weights), node.sources)
        yield f"{to_text(unit)} of weight from {names[1]} to {names[0]}", partial(Weighted.make, values)


def _rounded(node: Rounded) -> Iterator[Planned]:
    for mode in MODES:
        yield f"{node.mode} becomes {mode}", partial(Rounded, node.value, node.places, mode)


def _grid(node: Grid) -> Iterator[Planned]:
    for (one, first), (other, second) in combinations(node.cells, 2):
        cells = {**dict(node.cells), one: second, other: first}
        change = partial(Grid, node.rows, node.columns, cells, levels=node.entries, source=node.sources)
        yield f"cells {'/'.join(one)} and {'/'.join(other)} change places", change


CHANGES: Dispatch[Callable[[Any], Iterator[Planned]]] = Dispatch(
    "CHANGES",
    {
        Rated: _rated,
        Steps: _steps,
        Comparison: _comparison,
        Limited: _limited,
        Line: _line,
        Weighted: _weighted,
        Rounded: _rounded,
        Grid: _grid,
    },
    unlisted=lambda _: iter(()),  # nothing in it that a slip of the pen would change,
)
