"""Random scales of bands and random rules, as a law may have them."""

from __future__ import annotations

from random import Random

from ...algebra.bands import Bands
from ...algebra.rules import Rule, higher_is_better, kept_or_not, lower_is_better, met_or_not
from .formulas import BAND_KEYS, Formulas
from .inputs import chance


def random_bands(random: Random) -> Bands:
    """A scale of two to five bands, their edges closed or open, rising or falling.

    >>> len(random_bands(Random(1)).bands) >= 2
    True
    """
    count = random.choice((1, 2, 3, 4))
    edges = Formulas(random).edges(count)
    return Bands(*zip(BAND_KEYS, edges, strict=False), (BAND_KEYS[-1], None))


def random_rule(random: Random) -> Rule:
    """A rule from a value and its target to a score: a ratio, then steps, a broken line, limits, roundings."""
    rule = random.choice((higher_is_better, lower_is_better, met_or_not, kept_or_not))
    if chance(random, 30):
        rule = rule.through((0, 0), (80, random.choice((60, 70, 80))), (120, random.choice((100, 110, 120))))
    if chance(random, 30):
        edges = Formulas(random).edges(2)
        rule = rule.steps((edges[0], 100), (edges[1], 60), otherwise=random.choice((0, 20)))
    if chance(random, 60):
        rule = rule.clamped(0, random.choice((100, 120)))
    if chance(random, 50):
        rule = rule.rounded(random.choice((0, 1, 2)), random.choice(("half_up", "half_even", "down")))
    return rule
