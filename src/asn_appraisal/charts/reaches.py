"""Reaches: for each thing that can change, with which values a goal is reached, beside the value that it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen

from .colours import GREEN, INK, TRACK, VERMILLION
from .sheets import MOST_ROWS, Layer, Sheet, pixels, wrapped

_HEAD = 15  # pixels of a line of a row's name
_CROSS = "M-1,-1L1,1M1,-1L-1,1"


@frozen
class Reach:
    """A row: its name with its unit, its least and greatest value, the present one, the ranges that reach the goal, and
    the answer in words (``"85 sampai 100"``, or why it cannot be reached by this alone).
    """

    name: str
    low: Fraction
    high: Fraction
    now: Fraction
    ranges: tuple[tuple[Fraction, Fraction], ...]
    words: str


def reach(sheet: Sheet, title: str, rows: Sequence[Reach], *, beside: str = "") -> Any:
    """A track for each row from its least to its greatest value: what reaches the goal is green, the present value a point.

    Each row has its own scale, whose ends are written below it. Rows beyond the fortieth are left out, which is said.
    """
    if not rows:
        return sheet.nothing(title, beside=beside)
    if len(rows) > MOST_ROWS:
        more = sheet.phrase("first_rows", shown=MOST_ROWS, count=sheet.count(len(rows)))
        rows, beside = rows[:MOST_ROWS], f"{beside} {more}".strip()
    room, height = sheet.width - 40.0, 0
    tracks, spans, nows, texts, ends = [], [], [], [], []
    for row in rows:
        head = wrapped(f"{row.name}: {row.words}", room, size=12, most=8)
        line = height + _HEAD * len(head) + 12
        texts.append({"y": height, "x": 0, "label": head, "side": "left"})
        words = sheet.phrase("reach", name=row.name, now=sheet.numeral(row.now), answer=row.words)
        nows.append({"y": line, "x": _share(row, row.now), "reached": bool(row.ranges), "words": words})
        tracks.append({"y": line, "from": 0, "to": 1})
        spans += [{"y": line, "from": _share(row, low), "to": _share(row, high)} for low, high in row.ranges]
        ends += [{"y": line + 9, **each} for each in _numbers(sheet, row, room)]
        height = line + 38
    x: dict[str, Any] = {"type": "quantitative", "scale": {"domain": [0, 1]}, "axis": None}
    y: dict[str, Any] = {"type": "quantitative", "field": "y", "axis": None}
    y["scale"] = {"domain": [0, height], "reverse": True, "nice": False}

    def bar(values: list[dict[str, Any]], colour: str, wide: int) -> Layer:
        mark = {"type": "rule", "color": colour, "strokeWidth": wide, "aria": False}
        return {"data": {"values": values}, "mark": mark} | {
            "encoding": {"x": {**x, "field": "from"}, "x2": {"field": "to"}, "y": y}
        }

    told = {"description": {"field": "words"}, "tooltip": {"field": "words"}}
    marks: dict[bool, dict[str, Any]] = {
        True: {"shape": "circle", "size": 90, "fill": INK, "stroke": "white", "strokeWidth": 1.5},
        False: {"shape": _CROSS, "size": 40, "stroke": VERMILLION, "strokeWidth": 3},
    }
    layers = [bar(tracks, TRACK, 8), bar(spans, GREEN, 8)]
    for reached, mark in marks.items():
        if values := [each for each in nows if each["reached"] is reached]:
            encoding = {"x": {**x, "field": "x"}, "y": y, **told}
            layers.append(
                {"data": {"values": values}, "mark": {"type": "point", "opacity": 1, **mark}, "encoding": encoding}
            )
    layers.append(_text(texts, x, y, {"align": "left", "fontSize": 12, "lineHeight": _HEAD}))
    layers += [
        _text(values, x, y, {"align": side, "fontSize": 11})
        for side in ("left", "center", "right")
        if (values := [each for each in ends if each["side"] == side])
    ]
    spoken = "; ".join(str(each["words"]) for each in nows) + "."
    beside = f"{beside} {sheet.phrase('how_reach')}".strip()
    return sheet.draw(title, layers, height=height, words=spoken, beside=beside)


def _share(row: Reach, value: Fraction) -> float:
    """Where a value lies between the ends of its row; a value beyond them is drawn at the end."""
    span = row.high - row.low
    return float(min(max((value - row.low) / span, Fraction(0)), Fraction(1))) if span else 0.5


def _numbers(sheet: Sheet, row: Reach, room: float) -> Iterator[dict[str, Any]]:
    """The numbers below a track: the present one, and those of its ends that have room beside it."""
    at = _share(row, row.now)
    low, now, high = (sheet.label(each) for each in (row.low, row.now, row.high))
    half = pixels(now) / 2
    side = "left" if at * room < half else "right" if (1 - at) * room < half else "center"
    left = at * room - {"left": 0, "center": half, "right": 2 * half}[side]
    yield {"x": at, "label": now, "side": side}
    if left > pixels(low) + 8:
        yield {"x": 0, "label": low, "side": "left"}
    if room - left - 2 * half > pixels(high) + 8:
        yield {"x": 1, "label": high, "side": "right"}


def _text(values: list[dict[str, Any]], x: dict[str, Any], y: dict[str, Any], mark: dict[str, Any]) -> Layer:
    encoding = {"x": {**x, "field": "x"}, "y": y, "text": {"field": "label"}}
    return {"data": {"values": values}, "mark": {"type": "text", "aria": False, "baseline": "top", **mark}} | {
        "encoding": encoding
    }
