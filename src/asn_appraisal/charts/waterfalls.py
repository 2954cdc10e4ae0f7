"""Waterfalls: from one number to another, what lies between them as bars that begin where the one above ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen

from .colours import BLUE, INK, MUTED, VERMILLION
from .sheets import MOST_ROWS, Layer, Sheet, pixels, position

Step = tuple[str, Fraction]  # a name, and its points or its number


@frozen
class _Bar:
    name: str
    since: Fraction
    to: Fraction
    kind: str
    label: str
    words: str


def waterfall(
    sheet: Sheet, title: str, steps: Sequence[Step], *, start: Step | None, end: Step, axis: str, beside: str = ""
) -> Any:
    """A waterfall: ``start`` (None where it begins at 0), the points of each of ``steps``, and ``end``, to which they add up.

    The two ends are bars from 0 where these are not much longer than the steps; otherwise the axis begins near the
    numbers, and they are lines. Steps beyond the fortieth are drawn as one, which says how many they are.
    """
    bars = list(_bars(sheet, start, _folded(sheet, steps), end))
    ends = [each.to for each in bars] + ([] if start else [Fraction(0)])
    low, high = min(ends), max(ends)
    whole = low <= 2 * (high - low) and high >= 2 * (low - high)
    if whole:
        low, high = min(low, Fraction(0)), max(high, Fraction(0))
    names, outer = [each.name for each in bars], [_outer(each, whole=whole) for each in bars]
    room, span = sheet.plot_room(names), (high - low) or abs(high) / 10 or Fraction(1)
    left = low if whole and not low else low - span / 12
    # The scale ends where the label of the bar that reaches farthest ends.
    right = max(
        left + (at - left) * Fraction(room / max(room - pixels(each.label) - 14, room / 4))
        for each, at in zip(bars, outer, strict=True)
    )
    rows: list[dict[str, Any]] = [
        {"row": row, "from": position(each.since), "to": position(each.to), "at": position(at), "kind": each.kind}
        | {"label": each.label, "words": f"{each.name}: {each.words}"}
        for row, (each, at) in enumerate(zip(bars, outer, strict=True))
    ]
    scale: dict[str, Any] = {
        "domain": [position(left), position(max(right, high + span / 50))],
        "nice": False,
        "zero": False,
    }
    x = {"type": "quantitative", "scale": scale, "axis": sheet.measure(axis, scale["domain"], room=room)}
    layers = list(_layers(x, sheet.rows(names), rows, whole=whole))
    words = "; ".join(each["words"] for each in rows) + "."
    return sheet.draw(title, layers, height=sheet.row_height(names) * len(names), words=words, beside=beside)


def _bars(sheet: Sheet, start: Step | None, steps: Sequence[Step], end: Step) -> Iterator[_Bar]:
    at = Fraction(0)
    if start is not None:
        name, at = start
        yield _Bar(name, Fraction(0), at, "total", sheet.label(at), sheet.numeral(at))
    for name, points in steps:
        kind = "down" if points < 0 else "up"
        yield _Bar(name, at, at + points, kind, sheet.label(points, signed=True), sheet.signed(points))
        at += points
    yield _Bar(end[0], Fraction(0), end[1], "total", sheet.label(end[1]), sheet.numeral(end[1]))


def _folded(sheet: Sheet, steps: Sequence[Step]) -> list[Step]:
    """Steps of which those that are too many are one."""
    if len(steps) <= MOST_ROWS:
        return list(steps)
    kept, rest = steps[: MOST_ROWS - 1], steps[MOST_ROWS - 1 :]
    points = sum((each for _, each in rest), Fraction(0))
    return [*kept, (sheet.phrase("others", count=sheet.count(len(rest))), points)]


def _outer(each: _Bar, *, whole: bool) -> Fraction:
    """The right end of what is drawn, beside which the label stands."""
    return each.to if each.kind == "total" and not whole else max(each.since, each.to)


def _layers(x: dict[str, Any], y: dict[str, Any], rows: Sequence[dict[str, Any]], *, whole: bool) -> Iterator[Layer]:
    told = {"description": {"field": "words"}, "tooltip": {"field": "words"}}
    kinds = {"domain": ["up", "down", "total"], "range": [BLUE, VERMILLION, MUTED]}
    colour = {"field": "kind", "type": "nominal", "scale": kinds, "legend": None}
    yield {
        "data": {"values": [{"row": each["row"], "next": each["row"] + 1, "to": each["to"]} for each in rows[:-1]]},
        "mark": {"type": "rule", "color": MUTED, "strokeWidth": 1, "strokeDash": [2, 2], "aria": False},
        "encoding": {"x": {**x, "field": "to"}, "y": y, "y2": {"field": "next"}},
    }
    yield {
        "data": {"values": [each for each in rows if whole or each["kind"] != "total"]},
        "mark": {"type": "bar", "height": {"band": 0.62}},
        "encoding": {"x": {**x, "field": "from"}, "x2": {"field": "to"}, "y": y, "color": colour, **told},
    }
    if not whole:
        yield {
            "data": {"values": [each for each in rows if each["kind"] == "total"]},
            "mark": {"type": "tick", "thickness": 4, "color": INK, "height": {"band": 0.7}, "opacity": 1},
            "encoding": {"x": {**x, "field": "to"}, "y": y, **told},
        }
    yield {
        "data": {"values": list(rows)},
        "mark": {"type": "text", "align": "left", "dx": 6, "aria": False},
        "encoding": {"x": {**x, "field": "at"}, "y": y, "text": {"field": "label"}},
    }
