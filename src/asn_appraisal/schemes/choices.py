"""Options: the choices that a law leaves open, as named arguments of a scheme."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from ..algebra import Band, Bands, Edge, Expression, Source
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


HOLES_OURS = Source(
    "Penyusun",
    grade="choice",
    note="letak nilai di antara dua rentang bilangan bulat tidak tercetak: pilihan holes",
)


def hole_options(key: str, holes: str, usual: str = "lower") -> list[tuple[str, str]]:
    """The reading of a value between two printed whole-number ranges, unless it is the usual one of the scheme."""
    option = choose(key, "holes", holes, ("lower", "upper", "rounded"))
    # The usual choice is not recorded, so that the published key keeps its fingerprint.
    return [] if holes == usual else [option]


def banded(bands: Bands, score: Expression, holes: str) -> Bands | Expression:
    """The bands for a score, whose edges are the printed lower ends (``>= 76``) of ranges of whole numbers.

    With ``holes="upper"`` a value above the range before (``> 75``) has reached the band already; with
    ``"rounded"`` the band is decided on the score rounded to a whole number.
    """
    if holes == "rounded":
        return bands.rating_of(score.rounded(0))
    if holes == "upper":
        return Bands(*map(_above_the_range_before, bands.bands), source=bands.sources)
    return bands


def _above_the_range_before(band: Band) -> Band:
    return band if band.edge is None else evolve(band, edge=Edge(">", band.edge.bound - 1))


def settled(total: Expression, rounding: int | None) -> Expression:
    """The total, rounded before the band unless the option says otherwise; ``rounding_option`` refuses other values."""
    return total.rounded(rounding) if type(rounding) is int and rounding == 2 else total
