"""Matrices: how many records went from each band to each other one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .colours import COUNTS, INK, MUTED
from .sheets import Layer, Sheet, pixels, wrapped

Key = str | None  # None: no band

_CELL = 40


def matrix(
    sheet: Sheet,
    title: str,
    befores: Mapping[Key, str],
    afters: Mapping[Key, str],
    counts: Mapping[tuple[Key, Key], int],
    *,
    axes: tuple[str, str],
    beside: str = "",
) -> Any:
    """A cell for each pair of a row and a column, with its count and, the more there are, the darker.

    Rows and columns are names by key; where the keys are the same the cell is framed: nobody moves there.
    """
    if not counts:
        return sheet.nothing(title, beside=beside)
    names = list(befores.values())
    room = sheet.plot_room(names) - 22
    cell = room / len(afters)
    upright = any(pixels(word) > cell - 4 for name in afters.values() for word in name.split())
    lines = [[name] if upright else wrapped(name, cell - 2) for name in afters.values()]
    longest = max(pixels(sheet.count(count)) for count in counts.values())
    size = max(7, min(13, int(11 * (cell - 4) / longest)))
    rows: list[dict[str, Any]] = []
    for row, (key, before) in enumerate(befores.items()):
        for column, (other, after) in enumerate(afters.items()):
            count = counts.get((key, other), 0)
            label = sheet.count(count)
            words = sheet.phrase("move", before=before, after=after, count=label)
            place = {"row": row, "column": column, "count": count, "label": label}
            rows.append({**place, "same": key == other, "words": words})
    axis: dict[str, Any] = {"orient": "top", "title": wrapped(axes[1], room), "domain": False, "ticks": False}
    axis |= {"labelLimit": 140 if upright else 0, "labelAngle": -90 if upright else 0, "labelPadding": 6, "grid": False}
    x: dict[str, Any] = {"field": "column", "type": "ordinal", "scale": {"domain": list(range(len(afters)))}}
    x["axis"] = {**axis, "labelExpr": f"{sheet.literal(lines)}[datum.value]"}
    y = sheet.rows(names)
    y["axis"] = {**y["axis"], "title": wrapped(axes[0], max(_CELL * len(names), 100))}
    height = max(_CELL, sheet.row_height(names)) * len(names)
    tint: dict[str, Any] = {"field": "count", "type": "quantitative", "legend": None}
    tint["scale"] = {"type": "sqrt", "range": COUNTS, "domain": [0, max(counts.values())]}
    cells: Layer = {
        "data": {"values": rows},
        "mark": {"type": "rect", "stroke": "white", "strokeWidth": 1.5},
        "encoding": {"x": x, "y": y, "color": tint, "description": {"field": "words"}, "tooltip": {"field": "words"}},
    }
    frames: Layer = {
        "data": {"values": [{"row": each["row"], "column": each["column"]} for each in rows if each["same"]]},
        "mark": {"type": "rect", "filled": False, "stroke": INK, "strokeWidth": 2, "aria": False},
        "encoding": {"x": x, "y": y},
    }
    texts: Layer = {
        "data": {"values": rows},
        "mark": {"type": "text", "fontSize": size, "aria": False},
        "encoding": {"x": x, "y": y, "text": {"field": "label"}}
        | {"color": {"condition": {"test": "datum.count == 0", "value": MUTED}, "value": INK}},
    }
    told = "; ".join(str(each["words"]) for each in rows if each["count"]) + "."
    return sheet.draw(title, [cells, frames, texts], height=height, words=told, beside=beside)
