"""Histograms: how many records lie between two scores, with the edges of bands; and how many have each band."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen

from .bars import Bar, bars
from .colours import BLUE, INK
from .sheets import Layer, Sheet, pixels, position


@frozen
class Bin:
    """How many scores lie from ``low`` to ``high``, which belongs to it if it is ``closed``."""

    low: Fraction
    high: Fraction
    count: int
    closed: bool = False


_HEIGHT = 200
_APART = 14  # pixels that two labels of edges need between them


def histogram(
    sheet: Sheet,
    title: str,
    bins: Sequence[Bin],
    edges: Sequence[tuple[Fraction, str]],
    *,
    axis: str,
    counted: str = "",
    beside: str = "",
) -> Any:
    """A histogram of counts, with a labelled line at each edge; edges too near to each other share a label. What is
    ``counted`` is records where nothing else is said.
    """
    if not bins:
        return sheet.nothing(title, beside=beside)
    marks = [bins[0].low, bins[-1].high, *(edge for edge, _ in edges)]
    low, high = min(marks), max(marks)
    room, most = sheet.plot_room() - 40, max(each.count for each in bins)
    span = high - low
    near = [(edge - low) / span * Fraction(room) for edge, _ in edges]
    shared = _shared(sorted(zip(near, edges, strict=True), key=lambda each: each[0]))
    # Labels stand above the highest bar, however long they are.
    above = max((pixels(text) + 12 for _, text in shared), default=0)
    beyond = span * _APART * 2 / int(room)  # a label left of the first edge has room before the axis
    x_scale: dict[str, Any] = {
        "domain": [position(low - beyond), position(high + beyond / 2)],
        "nice": False,
        "zero": False,
    }
    x = {
        "type": "quantitative",
        "scale": x_scale,
        "axis": sheet.measure(axis, x_scale["domain"], room=room, grid=False),
    }
    height = int(_HEIGHT + above)
    y = {
        "type": "quantitative",
        "scale": {"domain": [0, most * height / _HEIGHT], "nice": False},
        "axis": sheet.measure(counted or sheet.phrase("records"), (0, most), room=_HEIGHT, values=_ticks(most)),
    }
    rows: list[dict[str, Any]] = [
        {"from": position(each.low), "to": position(each.high), "count": each.count, "words": _words(sheet, each)}
        for each in bins
        if each.count
    ]
    drawn: Layer = {  # their outline shows one record among thousands
        "data": {"values": rows},
        "mark": {"type": "bar", "color": BLUE, "stroke": BLUE, "strokeWidth": 1, "xOffset": 1, "x2Offset": -1},
        "encoding": {
            "x": {**x, "field": "from"},
            "x2": {"field": "to"},
            "y": {**y, "field": "count"},
            "y2": {"datum": 0},
        }
        | {"description": {"field": "words"}, "tooltip": {"field": "words"}},
    }
    rules: Layer = {
        "data": {"values": [{"edge": position(edge), "words": text} for edge, text in edges]},
        "mark": {"type": "rule", "color": INK, "strokeDash": [5, 3]},
        "encoding": {"x": {**x, "field": "edge"}, "description": {"field": "words"}, "tooltip": {"field": "words"}},
    }
    texts: Layer = {
        "data": {"values": [{"edge": position(edge), "label": text} for edge, text in shared]},
        "mark": {
            "type": "text",
            "angle": 270,
            "align": "right",
            "baseline": "bottom",
            "dx": -2,
            "dy": -3,
            "aria": False,
        },
        "encoding": {"x": {**x, "field": "edge"}, "y": {"value": 0}, "text": {"field": "label"}},
    }
    told = "; ".join([*(text for _, text in edges), *(row["words"] for row in rows)]) + "."
    layers = [drawn, rules, texts] if edges else [drawn]
    return sheet.draw(title, layers, height=height, words=told, beside=beside)


def _words(sheet: Sheet, each: Bin) -> str:
    low, high = sheet.numeral(each.low), sheet.numeral(each.high)
    return sheet.phrase("closed_bin" if each.closed else "bin", low=low, high=high, count=sheet.count(each.count))


def _ticks(most: int) -> list[int]:
    """Counts at which the axis has a tick: none above the bars, where labels stand."""
    step = next(unit * 10**power for power in range(30) for unit in (1, 2, 5) if unit * 10**power * 4 >= most)
    return list(range(0, most + 1, step))


def _shared(labels: Sequence[tuple[Fraction, tuple[Fraction, str]]]) -> list[tuple[Fraction, str]]:
    """The labels of edges from left to right, those that would overlap put together."""
    kept: list[tuple[Fraction, tuple[Fraction, str]]] = []
    for at, (edge, text) in labels:
        if kept and at - kept[-1][0] < _APART:
            first, (place, before) = kept[-1]
            kept[-1] = (first, (place, f"{before} · {text}"))
        else:
            kept.append((at, (edge, text)))
    return [label for _, label in kept]


def band_counts(sheet: Sheet, title: str, counts: Sequence[tuple[str, int]], *, beside: str = "") -> Any:
    """A bar for each band: how many records have it, and which share they are."""
    every = sum(count for _, count in counts)
    rows = [
        Bar(
            name,
            Fraction(count),
            sheet.phrase("share", count=sheet.count(count), share=sheet.percent(Fraction(100 * count, every))),
        )
        for name, count in counts
        if every
    ]
    return bars(sheet, title, rows, axis=sheet.phrase("records"), beside=beside, counts=True)
