"""Distances: points with their intervals, a row each: how far raters or groups lie from others, or which share each has."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen

from .colours import BLUE, INK, MUTED
from .sheets import MOST_ROWS, Layer, Sheet, position


@frozen
class Distance:
    """A row: its name, of how many, its points above (below) a reference, and the ends of its interval; ``small`` is marked."""

    name: str
    count: int
    points: Fraction
    interval: tuple[Fraction, Fraction] | None = None
    small: bool = False


@frozen
class Place:
    """Where the points of a chart lie: signed on both sides of 0, or shares from 0 to 100 with a dashed line at ``edge``."""

    axis: str
    share: bool = False
    edge: Fraction | None = None

    def text(self, sheet: Sheet, value: Fraction) -> str:
        """A number of this chart as people read it."""
        return sheet.percent(value) if self.share else sheet.signed(value)

    def scale(self, ends: Sequence[Fraction]) -> dict[str, Any]:
        """The scale for these numbers."""
        if self.share:
            return {"domain": [0, 100], "nice": False}
        low, high = min(Fraction(0), *ends), max(Fraction(0), *ends)
        more = (high - low) / 25 or Fraction(1)
        return {"domain": [position(low - more), position(high + more)], "nice": False, "zero": False}

    def lines(self, x: dict[str, Any]) -> list[Layer]:
        """The line at 0 and the one at the edge."""
        shown: list[tuple[float, dict[str, Any]]] = [(0, {"color": INK})]
        if self.edge is not None:
            shown.append((position(self.edge), {"color": INK, "strokeDash": [5, 3]}))
        return [
            {
                "data": {"values": [{"line": at}]},
                "mark": {"type": "rule", "aria": False, **look},
                "encoding": {"x": {**x, "field": "line"}},
            }
            for at, look in shown
        ]


def distances(
    sheet: Sheet, title: str, rows: Sequence[Distance], place: Place, *, beside: str = "", outermost: str = "outermost"
) -> Any:
    """A point for each row with its interval, the highest first; those of few are hollow and marked.

    Of more than forty the twenty highest and the twenty lowest are drawn, which the phrase ``outermost`` says.
    """
    if not rows:
        return sheet.nothing(title, beside=beside)
    ordered = sorted(rows, key=lambda each: (-each.points, each.name))
    if len(ordered) > MOST_ROWS:
        half = MOST_ROWS // 2
        beside = f"{beside} {sheet.phrase(outermost, half=half, count=sheet.count(len(ordered)))}".strip()
        ordered = [*ordered[:half], *ordered[-half:]]
    if any(each.small for each in ordered):
        beside = f"{beside} {sheet.phrase('small')}".strip()
    names = [f"{each.name} (n={sheet.count(each.count)}){' *' if each.small else ''}" for each in ordered]
    spans = [each.interval or (each.points, each.points) for each in ordered]
    points = []
    for row, (each, (since, to)) in enumerate(zip(ordered, spans, strict=True)):
        ends = {"low": place.text(sheet, since), "high": place.text(sheet, to)} if each.interval else {}
        facts = {"low": "", "high": "", **ends}
        words = sheet.phrase("distance", name=names[row], points=place.text(sheet, each.points), **facts)
        points.append(
            {"row": row, "at": position(each.points), "from": position(since), "to": position(to)}
            | {"fill": "white" if each.small else BLUE, "words": words}
        )
    scale = place.scale([*(end for span in spans for end in span), *(each.points for each in ordered)])
    axis = sheet.measure(place.axis, scale["domain"], room=sheet.plot_room(names))
    x = {"type": "quantitative", "scale": scale, "axis": axis}
    y, data = sheet.rows(names), {"values": points}
    layers: list[Layer] = [
        *place.lines(x),
        {
            "data": data,
            "mark": {"type": "rule", "color": MUTED, "strokeWidth": 2, "aria": False},
            "encoding": {"x": {**x, "field": "from"}, "x2": {"field": "to"}, "y": y},
        },
        {
            "data": data,
            "mark": {"type": "point", "shape": "circle", "size": 60, "stroke": BLUE, "strokeWidth": 2, "opacity": 1},
            "encoding": {"x": {**x, "field": "at"}, "y": y}
            | {"fill": {"field": "fill", "type": "nominal", "scale": None, "legend": None}}
            | {"description": {"field": "words"}, "tooltip": {"field": "words"}},
        },
    ]
    told = "; ".join(str(each["words"]) for each in points) + "."
    return sheet.draw(title, layers, height=sheet.row_height(names, 24) * len(names), words=told, beside=beside)
