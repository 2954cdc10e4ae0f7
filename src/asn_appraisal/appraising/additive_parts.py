"""Additive parts: the value of a formula on one record, split exactly into what each indicator adds to it.

Sums, weighted means and multiples are split into what they add up. A limit, a rounding and a replacement are shares of
their own, by how much they change the value. Where nothing adds up (a product, the least of several, steps over several
values) the formula's own fields, parts and lists get their Shapley values: what each changes when it takes its value of the
record instead of that of a reference record, averaged over all orders in which they could do so (L. S. Shapley, A Value
for n-Person Games, 1953).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from math import comb
from typing import Any

from attrs import define, field, frozen

from ..algebra.combinations import Mean, Sum, Weighted
from ..algebra.dispatch import Dispatch
from ..algebra.expressions import (
    Arithmetic,
    But,
    Expression,
    Limited,
    Named,
    OrElse,
    Required,
    Rounded,
    Within,
)
from ..algebra.inputs import Field, Flag, Number
from ..algebra.items import Over
from ..analysis.bounds import interval
from ..analysis.formulas import written
from ..analysis.outlines import Outline, outline
from ..analysis.walks import expressions
from .contexts import Context, EvaluationFault, Total
from .evaluation import evaluate
from .trace_steps import TraceStep

# With so many parts a formula is worked out 2^10 times; one with more is a share by itself.
MOST_PLAYERS = 10
INDICATOR, PART = "indicator", "part"
LIMIT, ROUNDING, REPLACEMENT = "limit", "rounding", "replacement"
CORRECTIONS = (LIMIT, ROUNDING, REPLACEMENT)


@frozen
class Share:
    """What one source adds to a value: points, and the most that it could add (None where that is not known)."""

    points: Fraction
    most: Fraction | None
    source: Expression


@define
class Split:
    """A value as a base and the shares that add up to it, by kind (an indicator, a part, a correction) and key.

    ``referred`` says that the base has the value of a reference record in it, and not constants of the policy alone.
    """

    base: Fraction = Fraction(0)
    referred: bool = field(default=False, kw_only=True)
    shares: dict[tuple[str, str], Share] = field(factory=dict)

    @property
    def total(self) -> Fraction:
        """The value that was split."""
        return sum((share.points for share in self.shares.values()), self.base)

    def add(self, kind: str, key: str, share: Share) -> None:
        """Add a share to what its source adds already."""
        old = self.shares.get((kind, key))
        if old is not None:
            most = None if share.most is None or old.most is None else share.most + old.most
            share = Share(share.points + old.points, most, old.source)
        self.shares[kind, key] = share

    def join(self, other: Split, factor: Fraction = Fraction(1)) -> None:
        """Add a multiple of another split."""
        self.base += factor * other.base
        self.referred = self.referred or other.referred
        for (kind, key), share in other.shares.items():
            most = None if share.most is None or factor < 0 else factor * share.most
            self.add(kind, key, Share(factor * share.points, most, share.source))


class Splitter:
    """Splits the values of formulas below a root on one record; ``reference`` are the values that Shapley values start from.

    >>> from asn_appraisal.algebra.inputs import Number
    >>> a, b = Number("a", low=0, high=100), Number("b", low=0, high=100)
    >>> score = Weighted((60, a.capped(90)), (40, b))
    >>> found = Splitter(score, {"a": Fraction(100), "b": Fraction(50)}).split(score)
    >>> [(kind, key, int(share.points)) for (kind, key), share in found.shares.items()]
    [('indicator', 'a', 60), ('limit', 'a', -6), ('indicator', 'b', 20)]
    """

    def __init__(self, root: Expression, values: Mapping[str, Any], reference: Mapping[str, Any] | None = None) -> None:
        self.outline = outline([root])
        self.values = values
        self.context = Context.of(self.outline, values)
        self.reference = Context.of(self.outline, {**worst_values(self.outline, values), **(reference or {})})
        self._done: dict[Expression, Split] = {}

    def value(self, node: Expression) -> Any:
        """The value of an expression on the record."""
        return evaluate(node, self.context)

    def split(self, node: Expression) -> Split:
        """The split of a number that is present."""
        if node not in self._done:
            self._done[node] = self._split(node)
        return self._done[node]

    def _split(self, node: Expression) -> Split:
        keys = _keys(node)
        if not keys:
            return Split(self.value(node))
        if len(keys) > 1 or isinstance(node, _LOOKED_THROUGH):
            found = SPLITS(node)(node, self)
            if found is not None:
                return found
        return self._whole(node) if len(keys) == 1 else self._shapley(node)

    def sum_of(self, *multiples: tuple[Fraction, Expression]) -> Split:
        """The split of a sum of multiples of expressions."""
        found = Split()
        for factor, part in multiples:
            found.join(self.split(part), factor)
        return found

    def corrected(self, node: Expression, inner: Expression, kind: str) -> Split:
        """The split of what a block is applied to, and by how much the block changes it."""
        found = self.sum_of((Fraction(1), inner))
        points = self.value(node) - found.total
        keys = _keys(inner)
        if len(keys) == 1 and (own := found.shares.get((INDICATOR, keys[0]))) is not None:
            # What the block allows at most is known of both together.
            found.shares[INDICATOR, keys[0]] = Share(own.points, _most(node), own.source)
            if points:
                found.add(kind, keys[0], Share(points, Fraction(0), own.source))
        elif points:
            found.add(kind, kind, Share(points, None, node))
        return found

    def part(self, node: Named) -> Split:
        """The split of a part; one in which a single source adds something beside a constant is all of that source."""
        inner = self.split(node.value)
        found = Split(inner.base, dict(inner.shares), referred=inner.referred)
        if (whole := found.shares.pop((PART, written(node.value)), None)) is not None:
            found.shares[PART, node.key] = Share(whole.points, whole.most, node)
        places = [place for place in found.shares if place[0] not in CORRECTIONS]
        if found.base and not found.referred and len(places) == 1:
            share = found.shares[places[0]]
            most = _most(node) if len(found.shares) == 1 else None
            found.shares[places[0]] = Share(share.points + found.base, most, share.source)
            found.base = Fraction(0)
        return found

    def _whole(self, node: Expression) -> Split:
        """All of a value as one share: of the only source that it depends on, or of the formula itself."""
        keys = _keys(node)
        kind, key, source = (INDICATOR, keys[0], sources_of(node)[0]) if len(keys) == 1 else (PART, written(node), node)
        return Split(shares={(kind, key): Share(self.value(node), _most(node), source)})

    def _shapley(self, node: Expression) -> Split:
        players = self._players(node)
        if len(players) > MOST_PLAYERS:
            return self._whole(node)
        worth: dict[frozenset[int], Fraction] = {}
        count = len(players)
        try:
            for size in range(count + 1):
                for chosen in map(frozenset, combinations(range(count), size)):
                    worth[chosen] = self._worth(node, players, chosen)
        except EvaluationFault:
            return self._whole(node)  # the reference record has no such value
        found = Split(worth[frozenset()], referred=True)
        for player, points in zip(players, shapley_values(worth, count), strict=True):
            found.join(self._player(player, points))
        return found

    def _player(self, player: Expression, points: Fraction) -> Split:
        keys = _keys(player)
        if len(keys) == 1:
            return Split(shares={(INDICATOR, keys[0]): Share(points, None, sources_of(player)[0])})
        return Split(shares={(PART, player.named_by()): Share(points, None, player)})

    def _players(self, node: Expression) -> list[Expression]:
        """The fields, parts and lists that a formula is written with, as far as their values differ from the reference."""
        below = [each for each in expressions(node, closed=(Named, Over)) if each != node and _keys(each)]
        written_with = [each for each in below if isinstance(each, Field | Named | Over)]
        return [each for each in written_with if self._referred(each) not in {None, self.value(each)}]

    def _referred(self, player: Expression) -> Any:
        try:
            return evaluate(player, self.reference)
        except EvaluationFault:
            return None

    def _worth(self, node: Expression, players: list[Expression], chosen: frozenset[int]) -> Fraction:
        """The value of a formula where the chosen players have their values of the record and the others the reference's."""
        context = Context.of(self.outline, self.values)
        values = dict(self.values)
        for at, player in enumerate(players):
            value = self.value(player) if at in chosen else self._referred(player)
            if isinstance(player, Named):
                context.memo[player] = TraceStep(player, value)
            elif isinstance(player, Over):
                context.totals[player] = Total(value, [], [], [])
            else:
                values[player.named_by()] = value
        context.values = (values,)
        worth = evaluate(node, context)
        if worth is None:
            raise EvaluationFault(())
        return Fraction(worth)


def shapley_values(worth: Mapping[frozenset[int], Fraction], count: int) -> list[Fraction]:
    """The Shapley value of each of so many players, given what every set of them is worth.

    >>> worth = {frozenset(): 0, frozenset({0}): 10, frozenset({1}): 20, frozenset({0, 1}): 50}
    >>> [int(value) for value in shapley_values(worth, 2)]
    [20, 30]
    """
    return [
        sum(
            (
                Fraction(worth[others | {player}] - before, count * comb(count - 1, len(others)))
                for others, before in worth.items()
                if player not in others
            ),
            Fraction(0),
        )
        for player in range(count)
    ]


def worst_values(found: Outline, values: Mapping[str, Any]) -> dict[str, Any]:
    """The record that Shapley values start from unless another is given: each number at the end of its range that counts least.

    That is the low end, or the high end where lower is better, or the value itself where the range has no such end. Flags are
    false; labels and what is absent stay as they are.
    """
    worst: dict[str, Any] = {}
    for entry in found.fields:
        worst[entry.key] = _worst(entry, values.get(entry.key))
    for items in found.lists:
        rows = values.get(items.key) or ()
        worst[items.key] = [{entry.key: _worst(entry, row.get(entry.key)) for entry in items.fields} for row in rows]
    return worst


def _worst(entry: Field, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(entry, Number):
        end = entry.high if getattr(entry, "better", "higher") == "lower" else entry.low
        return value if end is None else end
    return False if isinstance(entry, Flag) else value


@lru_cache(maxsize=4096)
def sources_of(node: Expression) -> tuple[Field | Over, ...]:
    """The fields of the record and the values over lists that a formula depends on, each once."""
    return tuple(each for each in expressions(node, closed=(Over,)) if isinstance(each, Field | Over))


@lru_cache(maxsize=4096)
def _keys(node: Expression) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(source_key, sources_of(node))))


def source_key(source: Field | Over) -> str:
    """The key of a field; of a value over a list the list's, with the field's where it depends on one alone."""
    if isinstance(source, Field):
        return source.key
    fields = {each.key for each in expressions(*source.children()) if isinstance(each, Field)}
    return f"{source.items.key}.{fields.pop()}" if len(fields) == 1 else source.items.key


def _most(node: Expression) -> Fraction | None:
    return interval(node).high


def _arithmetic(node: Arithmetic, splitter: Splitter) -> Split | None:
    if node.operator in "+-":
        return splitter.sum_of(*_terms(node, Fraction(1)))
    left, right = (bool(_keys(side)) for side in (node.left, node.right))
    if node.operator == "/":
        return splitter.sum_of((1 / splitter.value(node.right), node.left)) if left else None
    if left and right:
        return None
    factor, part = (node.right, node.left) if left else (node.left, node.right)
    return splitter.sum_of((splitter.value(factor), part))


def _terms(node: Expression, factor: Fraction) -> list[tuple[Fraction, Expression]]:
    """What is added up, with its sign: 100 - x - y is three terms."""
    if not isinstance(node, Arithmetic) or node.operator not in "+-":
        return [(factor, node)]
    return [*_terms(node.left, factor), *_terms(node.right, factor if node.operator == "+" else -factor)]


def _limited(node: Limited, splitter: Splitter) -> Split | None:
    fixed = all(end is None or not _keys(end) for end in (node.low, node.high))
    return splitter.corrected(node, node.value, LIMIT) if fixed else None


def _but(node: But, splitter: Splitter) -> Split | None:
    if not splitter.value(node.when):
        return splitter.split(node.value)
    if _keys(node.replacement):
        return splitter.split(node.replacement)
    try:
        return splitter.corrected(node, node.value, REPLACEMENT)
    except EvaluationFault:  # what was replaced has no value
        return None


def _or_else(node: OrElse, splitter: Splitter) -> Split:
    return splitter.split(node.default if splitter.value(node.value) is None else node.value)


def _combined(node: Sum | Mean | Weighted, splitter: Splitter) -> Split:
    weights = node.weights if isinstance(node, Weighted) else (Fraction(1),) * len(node.parts)
    given = [
        (weight, part) for weight, part in zip(weights, node.parts, strict=True) if splitter.value(part) is not None
    ]
    whole = Fraction(1) if isinstance(node, Sum) else sum((weight for weight, _ in given), Fraction(0))
    return splitter.sum_of(*((weight / whole, part) for weight, part in given))


# Blocks through which the one source of a value is seen, so that what they change is said apart.
_LOOKED_THROUGH = (Named, Limited, Rounded, Required, Within, OrElse, But)

SPLITS: Dispatch[Callable[[Any, Splitter], Split | None]] = Dispatch(
    "SPLITS",
    {
        Named: lambda node, splitter: splitter.part(node),
        Arithmetic: _arithmetic,
        Limited: _limited,
        Rounded: lambda node, splitter: splitter.corrected(node, node.value, ROUNDING),
        **dict.fromkeys((Required, Within), lambda node, splitter: splitter.split(node.value)),
        OrElse: _or_else,
        But: _but,
        **dict.fromkeys((Sum, Mean, Weighted), _combined),
    },
    unlisted=lambda *_: None,  # nothing is known to add up
)
