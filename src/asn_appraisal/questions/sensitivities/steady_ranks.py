"""Steady ranks: from where to where a number can be moved before one of the first so many rows is overtaken or caught up."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from ...columns.reading.arrays import Array
from ...columns.results.exact_order import exact_codes, ranks_of
from ...columns.scores import Scores
from .moved_numbers import MovedNumber
from .number_paths import NumberPath, between
from .quotients import quotient
from .steady_intervals import End, Population, Steady, tried
from .steady_shapes import LINEAR, Shapes

_HALVINGS, _MOST_PAIRS = 24, 2000


class Order:
    """The order of the first so many rows of a population among themselves and before all others."""

    def __init__(self, population: Population, first: int) -> None:
        self.population = population
        codes = self._codes(population.scores)
        self.first = np.flatnonzero(ranks_of(codes, "min") <= first)
        self.signs = self._signs(codes)

    def _codes(self, scores: Scores) -> Array:
        found = np.full(len(scores), -1)
        found[~scores.rejected] = exact_codes(scores)[0]
        return found

    def _signs(self, codes: Array) -> Array:
        found: Array = np.sign(codes[self.first][:, None] - codes[None, :]).astype(np.int8)
        return found

    def changed(self, number: MovedNumber, value: Fraction) -> tuple[Array, bool]:
        """The pairs (a place among the first, a row) whose order is another with the number moved; whether all are scored."""
        scores = self.population.scored(number.policy(self.population.policy, value))
        return np.argwhere(self._signs(self._codes(scores)) != self.signs), not scores.rejected.any()

    def steady(self, number: MovedNumber) -> Steady:
        """The interval of a number in which the order stays as it is."""
        return Steady(self._end(number, -1), self._end(number, 1))

    def _end(self, number: MovedNumber, side: int) -> End:
        limit = number.high if side > 0 else number.low
        score = self.population.policy.score
        symbol = number.symbol()
        root = None if score is None else number.formula(score, symbol)
        if root is None or root == score or limit == number.value:
            return End(limit, limit=True)
        if Shapes(symbol).of(root).form <= LINEAR:
            # The difference of two linear functions changes its sign once.
            pairs, whole = self.changed(number, limit)
            if whole and not len(pairs):
                return End(limit, limit=True)
            last, beyond = number.value, limit
            for _ in range(_HALVINGS if whole else 0):
                if len(pairs) <= _MOST_PAIRS:
                    break
                middle = between(last, beyond)
                nearer, _ = self.changed(number, middle)
                if len(nearer):
                    pairs, beyond = nearer, middle
                else:
                    last = middle
            if whole and len(pairs) <= _MOST_PAIRS:
                return self._crossing(
                    pairs, lambda row: NumberPath(root, symbol, self.population.values(row)), number, side
                )
        return tried(number.value, limit, lambda value: len(self.changed(number, value)[0]) > 0)

    def _crossing(self, pairs: Array, path_of: Callable[[int], NumberPath], number: MovedNumber, side: int) -> End:
        """Where the first of some pairs meets, by their scores as linear functions of the number."""
        start, lines = number.value, {}
        for row in {int(row) for row in np.concatenate([self.first[pairs[:, 0]], pairs[:, 1]])}:
            lines[row] = quotient(path_of(row).reached(start, side))
        ends = set()
        for place, other in pairs.tolist():
            gap = lines[int(self.first[place])] - lines[other]
            constant, slope = gap.top  # their order changes, so the gap does
            ends.add((-constant / slope, gap.at(start) == 0))  # equal rows part at once, others are caught up there
        return End(*min(ends, key=lambda end: ((end[0] - start) * side, end[1])))
