"""Raters: how far each one's scores lie above or below those of the others, with an interval."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen

from .colours import BLUE, INK, MUTED
from .sheets import MOST_ROWS, Layer, Sheet, position


@frozen
class RaterDot:
    """A row: whose it is, how many ratings, by how much they lie above (below) the mean, and the ends of its interval."""

    name: str
    count: int
    leniency: Fraction
    interval: tuple[Fraction, Fraction] | None = None
    small: bool = False


def raters(sheet: Sheet, title: str, dots: Sequence[RaterDot], *, axis: str, beside: str = "") -> Any:
    """A point for each rater with its interval, the most lenient first; those of few ratings are hollow and marked.

    Of more than forty the twenty most lenient and the twenty strictest are drawn, which is said.
    """
    if not dots:
        return sheet.nothing(title, beside=beside)
    ordered = sorted(dots, key=lambda each: (-each.leniency, each.name))
    if len(ordered) > MOST_ROWS:
        half = MOST_ROWS // 2
        beside = f"{beside} {sheet.phrase('outermost', half=half, count=sheet.count(len(ordered)))}".strip()
        ordered = [*ordered[:half], *ordered[-half:]]
    if any(each.small for each in ordered):
        beside = f"{beside} {sheet.phrase('small')}".strip()
    names = [f"{each.name} (n={sheet.count(each.count)}){' *' if each.small else ''}" for each in ordered]
    spans = [each.interval or (each.leniency, each.leniency) for each in ordered]
    every = [Fraction(0), *(end for span in spans for end in span), *(each.leniency for each in ordered)]
    low, high = min(every), max(every)
    more = (high - low) / 25 or Fraction(1)
    rows = []
    for row, (each, (since, to)) in enumerate(zip(ordered, spans, strict=True)):
        facts = {"low": sheet.signed(since), "high": sheet.signed(to)} if each.interval else {"low": "", "high": ""}
        words = sheet.phrase("rater", name=names[row], points=sheet.signed(each.leniency), **facts)
        fill = "white" if each.small else BLUE
        rows.append(
            {"row": row, "at": position(each.leniency), "from": position(since), "to": position(to)}
            | {"fill": fill, "words": words}
        )
    scale: dict[str, Any] = {"domain": [position(low - more), position(high + more)], "nice": False, "zero": False}
    room = sheet.plot_room(names)
    x = {"type": "quantitative", "scale": scale, "axis": sheet.measure(axis, scale["domain"], room=room)}
    y, data = sheet.rows(names), {"values": rows}
    layers: list[Layer] = [
        {
            "data": {"values": [{"zero": 0}]},
            "mark": {"type": "rule", "color": INK, "aria": False},
            "encoding": {"x": {**x, "field": "zero"}},
        },
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
    told = "; ".join(str(each["words"]) for each in rows) + "."
    return sheet.draw(title, layers, height=sheet.row_height(names, 24) * len(names), words=told, beside=beside)
