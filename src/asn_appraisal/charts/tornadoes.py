"""Tornadoes: how far a number goes down and up when one thing at a time changes, the widest first."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from .colours import BLUE, INK, VERMILLION
from .sheets import MOST_ROWS, Layer, Sheet, pixels, position


@frozen
class Swing:
    """A row: its name, the number with it at its one end and at its other, and what those ends are, in words."""

    name: str
    low: Fraction
    high: Fraction
    low_words: str = ""
    high_words: str = ""


def tornado(
    sheet: Sheet,
    title: str,
    swings: Sequence[Swing],
    *,
    base: Fraction,
    axis: str,
    beside: str = "",
    counts: bool = False,
) -> Any:
    """A bar for each row from the number at its one end to that at its other, with a line at ``base``, what it is as things
    are. The widest comes first; rows beyond the fortieth, the narrowest, are left out, which is said.

    With ``counts`` the number is a count that no end lowers: those at the lower ends are drawn to the left of 0.
    """
    if counts:
        swings = [evolve(each, low=-each.low) for each in swings]
    if not swings:
        return sheet.nothing(title, beside=beside)
    ordered = sorted(swings, key=lambda each: -_width(each, base))
    if len(ordered) > MOST_ROWS:
        more = sheet.phrase("widest", shown=MOST_ROWS, count=sheet.count(len(ordered)))
        ordered, beside = ordered[:MOST_ROWS], f"{beside} {more}".strip()
    names = [each.name for each in ordered]
    room = sheet.plot_room(names)
    bars: list[dict[str, Any]] = []
    texts: list[dict[str, Any]] = []
    words: list[str] = []
    for row, each in enumerate(ordered):
        told = sheet.phrase(
            "swing", name=each.name, low=sheet.numeral(abs(each.low) if counts else each.low), high=sheet.numeral(each.high),
            at_low=each.low_words, at_high=each.high_words,
        )  # fmt: skip
        words.append(told)
        for end, kind, at in ((each.low, "low", each.low_words), (each.high, "high", each.high_words)):
            below = end < base or (counts and kind == "low")
            bars.append(
                {"row": row, "from": position(base), "to": position(end), "kind": sheet.phrase(kind), "words": told}
            )
            texts.append({"row": row, "at": position(end), "label": at or sheet.label(end), "left": below})
    # Where both ends lie on one side of the base the inner one's text would stand on the bar.
    texts = [each for each in texts if _outer(each, texts, position(base))]
    left = max((pixels(each["label"]) for each in texts if each["left"]), default=0) + 10
    right = max((pixels(each["label"]) for each in texts if not each["left"]), default=0) + 10
    low, high = (choose(base, *(end for each in ordered for end in (each.low, each.high))) for choose in (min, max))
    span = (high - low) or abs(base) / 10 or Fraction(1)
    inner = max(room - left - right, room / 4)
    scale = {"domain": [position(low - span * Fraction(left / inner)), position(high + span * Fraction(right / inner))]}
    x: dict[str, Any] = {"type": "quantitative", "scale": {**scale, "nice": False, "zero": False}}
    unsigned = {"labelExpr": "format(abs(datum.value), ',')"} if counts else {}
    x["axis"] = sheet.measure(axis, scale["domain"], room=room, **unsigned)
    y, kinds = sheet.rows(names), [sheet.phrase("low"), sheet.phrase("high")]
    legend = {"orient": "bottom", "title": None, "columns": 1 if sheet.width < 400 else 2, "labelLimit": 260}
    colour = {"field": "kind", "type": "nominal", "scale": {"domain": kinds, "range": [VERMILLION, BLUE]}}
    layers: list[Layer] = [
        {
            "data": {"values": bars},
            "mark": {"type": "bar", "height": {"band": 0.62}},
            "encoding": {"x": {**x, "field": "from", "stack": None}, "x2": {"field": "to"}, "y": y}
            | {"color": {**colour, "legend": legend}}
            | {"description": {"field": "words"}, "tooltip": {"field": "words"}},
        },
        {
            "data": {"values": [{"base": position(base), "words": sheet.numeral(base)}]},
            "mark": {"type": "rule", "color": INK, "strokeWidth": 1.5},
            "encoding": {"x": {**x, "field": "base"}, "description": {"field": "words"}},
        },
    ]
    for align, chosen, apart in (("right", True, -5), ("left", False, 5)):
        values = [each for each in texts if each["left"] is chosen]
        if values:
            mark = {"type": "text", "align": align, "dx": apart, "aria": False}
            encoding = {"x": {**x, "field": "at"}, "y": y, "text": {"field": "label"}}
            layers.append({"data": {"values": values}, "mark": mark, "encoding": encoding})
    told = "; ".join([sheet.phrase("base", base=sheet.numeral(base)), *words]) + "."
    return sheet.draw(title, layers, height=sheet.row_height(names) * len(names), words=told, beside=beside)


def _width(each: Swing, base: Fraction) -> Fraction:
    return max(each.low, each.high, base) - min(each.low, each.high, base)


def _outer(text: dict[str, Any], texts: Sequence[dict[str, Any]], base: float) -> bool:
    """Whether no other text of its row stands farther out on its side, or at the same place before it."""
    same = [each for each in texts if each["row"] == text["row"] and each["left"] is text["left"]]
    farthest = max(abs(each["at"] - base) for each in same)
    return next(each for each in same if abs(each["at"] - base) == farthest) is text
