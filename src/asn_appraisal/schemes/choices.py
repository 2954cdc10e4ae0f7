"""Options: the choices that a law leaves open, as named arguments of a scheme."""

from __future__ import annotations

from typing import Any

from ..algebra import Bands, Expression
from ..arguments import shown
from ..errors import SchemeChoiceError


def choose(key: str, option: str, value: Any, choices: tuple[Any, ...]) -> tuple[str, str]:
    """The option as a policy records it; raises ``SchemeChoiceError`` for any other value."""
    for choice in choices:
        if type(value) is type(choice) and value == choice:
            return option, str(value)
    raise SchemeChoiceError(key=key, option=option, value=shown(value), choices=", ".join(map(repr, choices)))


def rounding_option(key: str, rounding: int | None) -> tuple[str, str]:
    """``rounding=2`` rounds before the band is decided; ``rounding=None`` decides it on the unrounded number."""
    return choose(key, "rounding", rounding, (2, None))


def hole_options(key: str, holes: str) -> list[tuple[str, str]]:
    """The reading of a value between two printed whole-number ranges, unless it is the usual one: the lower band."""
    option = choose(key, "holes", holes, ("lower", "rounded"))
    # The usual choice is not recorded, so that the published key keeps its fingerprint.
    return [] if holes == "lower" else [option]


def banded(bands: Bands, score: Expression, holes: str) -> Bands | Expression:
    """The bands for a score; with ``holes="rounded"`` they are decided on the score rounded to a whole number."""
    return bands if holes == "lower" else bands.rating_of(score.rounded(0))


def settled(total: Expression, rounding: int | None) -> Expression:
    """The total, rounded before the band unless the option says otherwise; ``rounding_option`` refuses other values."""
    return total.rounded(rounding) if type(rounding) is int and rounding == 2 else total
