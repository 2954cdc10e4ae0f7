"""Groups: quartiles of the scores of each, or the share of each band."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen

from .colours import BLACK, BLUE, INK, MUTED, ORDER, SKY_BLUE
from .sheets import MOST_ROWS, Layer, Sheet, position


@frozen
class Quartiles:
    """A row of a chart of groups: its name, how many are scored, least, quartiles and greatest, mean; ``small`` is marked."""

    name: str
    count: int
    ends: tuple[Fraction, ...]  # least, lower quartile, median, upper quartile, greatest
    mean: Fraction
    small: bool = False


def quartiles(sheet: Sheet, title: str, groups: Sequence[Quartiles], *, axis: str, beside: str = "") -> Any:
    """A box from the lower to the upper quartile for each group, its median as a line, its mean as a point, and a thin line
    from least to greatest. Groups beyond the fortieth are left out, which is said.
    """
    if not groups:
        return sheet.nothing(title, beside=beside)
    shown, beside = groups[:MOST_ROWS], _beside(sheet, beside, len(groups), any(each.small for each in groups))
    names = [_name(sheet, each.name, each.count, small=each.small) for each in shown]
    room = sheet.plot_room(names)
    low, high = min(each.ends[0] for each in shown), max(each.ends[-1] for each in shown)
    more = (high - low) / 25 or abs(high) / 20 or Fraction(1)
    rows = [
        {
            "row": row,
            **{f"q{at}": position(each.ends[at]) for at in range(5)},
            "mean": position(each.mean),
            "fill": "white" if each.small else SKY_BLUE,
            "words": sheet.phrase(
                "quartiles",
                name=names[row],
                **{f"q{at}": sheet.numeral(each.ends[at]) for at in range(5)},
                mean=sheet.numeral(each.mean),
            ),
        }
        for row, each in enumerate(shown)
    ]
    scale: dict[str, Any] = {"domain": [position(low - more), position(high + more)], "nice": False, "zero": False}
    x = {"type": "quantitative", "scale": scale, "axis": sheet.measure(axis, scale["domain"], room=room)}
    y, data = sheet.rows(names), {"values": rows}
    whiskers: Layer = {
        "data": data,
        "mark": {"type": "rule", "color": MUTED, "aria": False},
        "encoding": {"x": {**x, "field": "q0"}, "x2": {"field": "q4"}, "y": y},
    }
    boxes: Layer = {
        "data": data,
        "mark": {"type": "bar", "height": {"band": 0.55}, "stroke": BLUE, "strokeWidth": 1.5},
        "encoding": {"x": {**x, "field": "q1"}, "x2": {"field": "q3"}, "y": y}
        | {"fill": {"field": "fill", "type": "nominal", "scale": None, "legend": None}}
        | {"description": {"field": "words"}, "tooltip": {"field": "words"}},
    }
    medians: Layer = {
        "data": data,
        "mark": {"type": "tick", "color": BLACK, "thickness": 3, "height": {"band": 0.55}, "opacity": 1}
        | {"aria": False},
        "encoding": {"x": {**x, "field": "q2"}, "y": y},
    }
    means: Layer = {
        "data": data,
        "mark": {"type": "point", "shape": "diamond", "size": 36, "stroke": INK, "fill": "white", "opacity": 1}
        | {"aria": False},
        "encoding": {"x": {**x, "field": "mean"}, "y": y},
    }
    told = "; ".join(str(each["words"]) for each in rows) + "."
    height = sheet.row_height(names) * len(names)
    beside = f"{beside} {sheet.phrase('how_quartiles')}".strip()
    return sheet.draw(title, [whiskers, boxes, medians, means], height=height, words=told, beside=beside)


def shares(
    sheet: Sheet,
    title: str,
    levels: Sequence[str],
    groups: Sequence[tuple[str, Sequence[int], bool]],
    *,
    beside: str = "",
) -> Any:
    """A bar for each group, parted by the share of each level; a group is its name, its counts and whether it is small."""
    groups = [each for each in groups if sum(each[1])]
    if not groups:
        return sheet.nothing(title, beside=beside)
    shown, beside = groups[:MOST_ROWS], _beside(sheet, beside, len(groups), any(small for *_, small in groups))
    names = [_name(sheet, name, sum(counts), small=small) for name, counts, small in shown]
    room, rows = sheet.plot_room(names), []
    for row, (_, counts, _) in enumerate(shown):
        before, every = 0, sum(counts)
        for at, count in enumerate(counts):
            share = sheet.percent(Fraction(100 * count, every))
            if count:
                words = sheet.phrase(
                    "share_of", name=names[row], level=levels[at], count=sheet.count(count), share=share
                )
                ends = {"from": 100 * before / every, "to": 100 * (before + count) / every}
                rows.append({"row": row, "level": at, **ends, "words": words})
            before += count
    axis = sheet.measure(sheet.phrase("percent"), (0, 100), room=room)
    x = {"field": "from", "type": "quantitative", "scale": {"domain": [0, 100]}, "axis": axis}
    across = max(1, int((sheet.width - 30) // (max(map(len, levels)) * 6.5 + 26)))
    legend: dict[str, Any] = {"orient": "bottom", "title": None, "columns": min(across, len(levels)), "labelLimit": 260}
    legend["labelExpr"] = f"{sheet.literal([levels])}[0][datum.value]"
    colour: dict[str, Any] = {"field": "level", "type": "ordinal", "legend": legend}
    colour["scale"] = {"domain": list(range(len(levels))), "scheme": ORDER}
    bars: Layer = {
        "data": {"values": rows},
        "mark": {"type": "bar", "height": {"band": 0.7}, "stroke": "white"},
        "encoding": {"x": x, "x2": {"field": "to"}, "y": sheet.rows(names), "color": colour}
        | {"description": {"field": "words"}, "tooltip": {"field": "words"}},
    }
    told = "; ".join(str(each["words"]) for each in rows) + "."
    return sheet.draw(title, [bars], height=sheet.row_height(names) * len(names), words=told, beside=beside)


def _name(sheet: Sheet, name: str, count: int, *, small: bool) -> str:
    return f"{name} (n={sheet.count(count)}){' *' if small else ''}"


def _beside(sheet: Sheet, beside: str, count: int, small: bool) -> str:
    told = [beside]
    if count > MOST_ROWS:
        told.append(sheet.phrase("first_of", shown=MOST_ROWS, count=sheet.count(count)))
    if small:
        told.append(sheet.phrase("small"))
    return " ".join(each for each in told if each)
