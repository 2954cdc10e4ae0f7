"""Bars: a row a thing, with its number written beside it; and pairs of bars, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen

from .colours import BLUE, GREEN, SKY_BLUE
from .sheets import MOST_ROWS, Layer, Sheet, pixels, position


@frozen
class Bar:
    """A row: its name, how long it is, and what is written beside it."""

    name: str
    length: Fraction
    label: str


def bars(
    sheet: Sheet, title: str, rows: Sequence[Bar], *, axis: str, beside: str = "", counts: bool = False
) -> Any:  # fmt: skip
    """A bar for each row in the order given, none of which is below 0; of more than forty the first, which is said."""
    if not rows:
        return sheet.nothing(title, beside=beside)
    shown, beside = _first(sheet, rows, beside)
    names, most = [each.name for each in shown], max(each.length for each in shown)
    room = sheet.plot_room(names)
    far = max(each.length * _scale(room, each.label) for each in shown) or Fraction(1)
    values = [
        {"row": row, "count": position(each.length), "label": each.label, "words": f"{each.name}: {each.label}"}
        for row, each in enumerate(shown)
    ]
    whole = {"tickMinStep": 1} if counts else {}
    x = {
        "field": "count",
        "type": "quantitative",
        "scale": {"domain": [0, position(far)], "nice": False},
        "axis": sheet.measure(axis, (0, position(most)), room=room, **whole),
    }
    y, data = sheet.rows(names), {"values": values}
    drawn: Layer = {
        "data": data,
        "mark": {"type": "bar", "color": GREEN, "height": {"band": 0.7}},
        "encoding": {"x": x, "y": y, "description": {"field": "words"}, "tooltip": {"field": "words"}},
    }
    told = "; ".join(str(row["words"]) for row in values) + "."
    height = sheet.row_height(names) * len(names)
    return sheet.draw(title, [drawn, _labels(data, x, y)], height=height, words=told, beside=beside)


@frozen
class Pair:
    """A row: its name and its shares of 100 before and after."""

    name: str
    before: Fraction
    after: Fraction


def pairs(sheet: Sheet, title: str, rows: Sequence[Pair], *, beside: str = "") -> Any:
    """Two bars for each row, its share before and its share after, with the shares beside them."""
    if not rows:
        return sheet.nothing(title, beside=beside)
    shown, beside = _first(sheet, rows, beside)
    names, kinds = [each.name for each in shown], [sheet.phrase("before"), sheet.phrase("after")]
    room = sheet.plot_room(names)
    values: list[dict[str, Any]] = []
    for row, each in enumerate(shown):
        before, after = sheet.percent(each.before), sheet.percent(each.after)
        words = sheet.phrase("pair", name=each.name, before=before, after=after)
        for at, (share, label) in enumerate(((each.before, before), (each.after, after))):
            values.append({"row": row, "kind": at, "count": position(share), "label": label, "words": words})
    far = max(each["count"] * float(_scale(room, each["label"])) for each in values)
    most = max(each["count"] for each in values)
    x: dict[str, Any] = {"field": "count", "type": "quantitative", "scale": {"domain": [0, far or 1], "nice": False}}
    x["axis"] = sheet.measure(sheet.phrase("percent"), (0, most), room=room)
    y, data = sheet.rows(names), {"values": values}
    half: dict[str, Any] = {"field": "kind", "type": "ordinal", "scale": {"domain": [0, 1]}}
    legend = {"orient": "bottom", "title": None, "labelExpr": f"{sheet.literal([kinds])}[0][datum.value]"}
    colour = {"field": "kind", "type": "ordinal", "scale": {"domain": [0, 1], "range": [SKY_BLUE, BLUE]}}
    layer: Layer = {
        "data": data,
        "mark": {"type": "bar", "stroke": BLUE, "strokeWidth": 1},
        "encoding": {"x": x, "y": y, "yOffset": half, "color": {**colour, "legend": legend}}
        | {"description": {"field": "words"}, "tooltip": {"field": "words"}},
    }
    texts = _labels(data, x, y)
    texts["encoding"]["yOffset"] = half
    told = "; ".join(str(each["words"]) for each in values[::2]) + "."
    height = sheet.row_height(names, 44) * len(names)
    return sheet.draw(title, [layer, texts], height=height, words=told, beside=beside)


def _first(sheet: Sheet, rows: Sequence[Any], beside: str) -> tuple[Sequence[Any], str]:
    if len(rows) <= MOST_ROWS:
        return rows, beside
    more = sheet.phrase("first_rows", shown=MOST_ROWS, count=sheet.count(len(rows)))
    return rows[:MOST_ROWS], f"{beside} {more}".strip()


def _scale(room: float, label: str) -> Fraction:
    """By how much longer than a bar the axis must be so that the label beside it has room."""
    return Fraction(room) / Fraction(max(room - pixels(label) - 12, room / 4))


def _labels(data: Layer, x: dict[str, Any], y: dict[str, Any]) -> Layer:
    mark = {"type": "text", "align": "left", "dx": 5, "aria": False}
    return {"data": data, "mark": mark, "encoding": {"x": x, "y": y, "text": {"field": "label"}}}
