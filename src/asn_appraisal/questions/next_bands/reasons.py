"""Reasons: why a band cannot be reached by one field alone: a cap, a condition of the band, or the field's own range."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any

from attrs import evolve, field, frozen

from ...algebra.bands import Band, Rated
from ...algebra.edges import Edge
from ...algebra.expressions import Expression, Limited, Named
from ...algebra.items import Items
from ...analysis.outlines import uses_row
from ...analysis.walks import expressions
from ...appraising.varying.reached_values import Axis, Best, Goal, Search
from ...appraising.varying.varying_records import Here
from ...faults import checked_language
from ...numbers import decimal_text, to_text
from ...texts import numeral, say
from ...wording.words import Reader, edge_words

CAP, CONDITION, RANGE, REFUSED, FORMULA, OPEN = "cap", "condition", "range", "refused", "formula", "open"


@frozen
class Reason:
    """Why a field alone does not reach a band: ``kind`` is ``cap``, ``condition``, ``range``, ``refused``, ``formula`` or ``open``.

    ``best`` is the highest score that the field can give and ``at`` the value that gives it; ``edge`` is what the band asks for,
    ``cap`` the limit that cuts more off, ``condition`` what else the band asks for. ``open`` means that it is not known.
    """

    kind: str
    best: Fraction | None = None
    at: Fraction | None = None
    edge: Edge | None = None
    cap: Fraction | None = None
    condition: Expression | None = field(default=None, repr=False)
    part: Expression | None = field(default=None, repr=False)

    def text(self, language: str = "id") -> str:
        """The reason in words."""
        checked_language(language)

        def number(value: Fraction | None) -> str:
            return "" if value is None else numeral(decimal_text(value), language)

        return say(
            f"next_band.{self.kind}",
            language,
            best=number(self.best),
            at=number(self.at),
            edge="" if self.edge is None else edge_words(self.edge, language),
            cap=number(self.cap),
            part="" if self.part is None else _called(self.part, language),
            condition="" if self.condition is None else condition_text(self.condition, language),
        )

    def to_dict(self, language: str = "id") -> dict[str, Any]:
        """The reason as plain data; exact numbers are texts."""
        return {
            "kind": self.kind,
            "best": None if self.best is None else to_text(self.best),
            "at": None if self.at is None else to_text(self.at),
            "edge": None if self.edge is None else str(self.edge),
            "cap": None if self.cap is None else to_text(self.cap),
            "text": self.text(language),
        }


def condition_text(condition: Expression, language: str) -> str:
    """A condition in words, with the names of fields and parts."""
    return Reader(language, lambda entry: _called(entry, language)).read(condition)


def _called(entry: Expression, language: str) -> str:
    name = getattr(entry, "called", None)
    return entry.named_by() if name is None else str(name(language))


def rated_of(band: Expression) -> Rated | None:
    """The scale behind a band; None for a grid or another label."""
    while isinstance(band, Named):
        band = band.value
    return band if isinstance(band, Rated) else None


def reason_of(search: Search, axis: Axis, goal: Goal) -> Reason:
    """Why no value of a field reaches a goal."""
    rated = rated_of(search.work.band)
    if rated is None:
        return Reason(FORMULA)
    search = Search(search.work, search.axes, rated.value)
    best = search.best(axis)
    bands = [band for band in rated.bands.bands if band.key in goal]
    if best is None or not bands:
        return Reason(FORMULA)
    last = bands[-1]  # of the bands that are wanted, the one that asks for the least
    told = Reason(RANGE, best.score, axis.value(best.units), last.edge)
    if last.edge is not None and not last.edge.holds(best.score):
        return next(_caps(search, axis, best, told, rated), told)
    wanting = next(_conditions(search, axis, bands, best), None)
    return evolve(told, kind=REFUSED) if wanting is None else evolve(told, kind=CONDITION, condition=wanting)


def _conditions(search: Search, axis: Axis, bands: list[Band], best: Best) -> Iterator[Expression]:
    """The conditions that are not met by bands whose edge the score reaches, the band that asks for the least first."""
    search.limit_to({axis.place: (best.units, best.units)})
    for band in reversed(bands):
        if band.requires is None or (band.edge is not None and not band.edge.holds(best.score)):
            continue
        if not search.varying.of(band.requires).may_be(True):
            yield band.requires


def _caps(search: Search, axis: Axis, best: Best, told: Reason, rated: Rated) -> Iterator[Reason]:
    """The limits that cut the score off where it is highest."""
    search.limit_to({axis.place: (best.units, best.units)})
    items = next((each for each in search.work.outline.lists if each.key == axis.place[0]), None)
    for part, node in _limits(rated.value):
        if any(each is not items and uses_row(node, each) for each in search.work.outline.lists):
            continue  # it is worked out in the rows of another list
        here = _home(search, axis, items, node)
        if node.high is None or not search.varying.varies(node, here.home, here.items):
            continue
        value, high = here.of(node.value), here.of(node.high)
        if value.known and value.low is not None and high.low is not None and value.low > high.high:
            yield evolve(told, kind=CAP, cap=high.high, part=part)


@lru_cache(maxsize=256)
def _limits(root: Expression) -> tuple[tuple[Expression | None, Limited], ...]:
    """The limits of a formula, each with the innermost part around it."""
    inside: dict[Expression, Expression] = {}
    for node in expressions(root):
        if isinstance(node, Named):
            inside |= dict.fromkeys(expressions(node.value, closed=(Named,)), node)
    return tuple((inside.get(node), node) for node in expressions(root) if isinstance(node, Limited))


def _home(search: Search, axis: Axis, items: Items | None, node: Expression) -> Here:
    """Where a formula is worked out that may be one of the row that changes."""
    if items is None or not uses_row(node, items):
        return Here(search.varying)
    return Here(search.varying, (items.key, axis.place[1]), items)
