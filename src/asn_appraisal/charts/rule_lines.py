"""Rule lines: a broken line with its jumps: a filled point is reached, a hollow one is only approached."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from .colours import BLUE
from .sheets import Layer, Sheet, pixels, position

Place = tuple[Fraction, Fraction]  # x and y

_HEIGHT = 240


def rule_line(
    sheet: Sheet,
    title: str,
    segments: Sequence[tuple[Place, Place]],
    points: Sequence[tuple[Place, bool]],
    *,
    stops: Sequence[Fraction],
    axes: tuple[str, str],
    words: str,
    beside: str = "",
) -> Any:
    """Straight segments and points, each filled (it is reached) or hollow, over the axis whose ticks are ``stops``."""
    # A point between two jumps is a segment without length.
    places = [place for ends in segments for place in ends] + [place for place, _ in points]
    (left, right), (low, high) = ((min(each), max(each)) for each in zip(*places, strict=True))
    room = sheet.plot_room() - 40
    x_scale: dict[str, Any] = {"domain": _padded(left, right), "nice": False, "zero": False}
    y_scale: dict[str, Any] = {"domain": _padded(low, high), "nice": True, "zero": False}
    ticks: dict[str, Any] = {"values": [position(each) for each in _apart(sheet, stops, left, right, room)]}
    if max(map(abs, x_scale["domain"])) < 10**9:
        ticks["format"] = ",.4~f"  # as long as the texts that room was kept for
    x = {
        "type": "quantitative",
        "scale": x_scale,
        "axis": sheet.measure(axes[0], x_scale["domain"], room=room, **ticks),
    }
    y = {"type": "quantitative", "scale": y_scale, "axis": sheet.measure(axes[1], y_scale["domain"], room=_HEIGHT)}
    lines = [
        {"x": position(since[0]), "y": position(since[1]), "x2": position(to[0]), "y2": position(to[1])}
        for since, to in segments
        if since != to
    ]
    rows = [
        {"x": position(at), "y": position(value), "fill": BLUE if filled else "white"}
        | {"words": sheet.phrase("reached" if filled else "approached", x=sheet.numeral(at), y=sheet.numeral(value))}
        for (at, value), filled in points
    ]
    straight: Layer = {
        "data": {"values": lines},
        "mark": {"type": "rule", "color": BLUE, "strokeWidth": 2.5, "strokeCap": "round", "aria": False},
        "encoding": {"x": {**x, "field": "x"}, "x2": {"field": "x2"}, "y": {**y, "field": "y"}, "y2": {"field": "y2"}},
    }
    dots: Layer = {
        "data": {"values": rows},
        "mark": {"type": "point", "shape": "circle", "size": 55, "stroke": BLUE, "strokeWidth": 2, "opacity": 1},
        "encoding": {"x": {**x, "field": "x"}, "y": {**y, "field": "y"}}
        | {"fill": {"field": "fill", "type": "nominal", "scale": None, "legend": None}}
        | {"description": {"field": "words"}, "tooltip": {"field": "words"}},
    }
    return sheet.draw(title, [straight, dots] if rows else [straight], height=_HEIGHT, words=words, beside=beside)


def _padded(low: Fraction, high: Fraction) -> list[float]:
    """The ends of a scale, so that points on its edge are whole."""
    more = (high - low) / 25 or abs(high) / 10 or Fraction(1)
    return [position(low - more), position(high + more)]


def _apart(sheet: Sheet, stops: Sequence[Fraction], left: Fraction, right: Fraction, room: float) -> list[Fraction]:
    """The stops whose labels have room beside each other, the two ends first, then from left to right."""
    span = right - left or Fraction(1)
    kept: list[tuple[float, float, Fraction]] = []
    for stop in dict.fromkeys((left, right, *sorted(stops))):
        half = pixels(sheet.label(stop)) / 2 + 4
        at = float((stop - left) / span) * room
        if all(abs(at - other) >= half + wide for other, wide, _ in kept):
            kept.append((at, half, stop))
    return sorted(stop for *_, stop in kept)
