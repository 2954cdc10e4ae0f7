"""Sheets: what all charts share: their width, language, title, colours, decimal sign and text alternative."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from fractions import Fraction
from importlib import import_module
from typing import Any

from attrs import frozen

from ..arguments import checked_count
from ..errors import MissingExtraError, TooLargeToDrawError
from ..faults import checked_language
from ..rounding import rounded
from ..texts import numeral, say, thousands
from ..wording.numerals import short_numeral
from .colours import GRID, INK, MUTED

Layer = dict[str, Any]  # a layer of Vega-Lite

WIDTH, LEAST_WIDTH, MOST_WIDTH = 560, 240, 4000
MOST_ROWS = 40  # more than these in one picture are read by nobody

_FONT = "Arial, Liberation Sans, Helvetica, sans-serif"
_LINE = 14  # pixels from one line of a label to the next
_MOST_LINES = 4
_PADDING = 8
_MOST_LETTERS = 13
_LARGE = 10**9  # digits of an axis beyond it have no room beside each other
_MOST = 10**300  # doubles reach 10^308; a scale needs room for differences
# How wide letters are, in pixels at a size of 11: Arial's, to the next tenth.
_WIDTHS = {**dict.fromkeys("ijl'.,:;|!I ", 3.1), **dict.fromkeys("frt-()*/", 4.0), **dict.fromkeys("mwMW%@", 9.9)}
_LETTER, _CAPITAL = 6.2, 7.9


def pixels(text: str, size: int = 11) -> float:
    """About how wide a text is.

    >>> pixels("Nilai") < pixels("Sangat Baik") < pixels("Sangat Baik", 22)
    True
    """
    wide = (_WIDTHS.get(letter, _CAPITAL if letter.isupper() else _LETTER) for letter in text)
    return sum(wide) * size / 11


def wrapped(text: str, room: float, *, size: int = 11, most: int = _MOST_LINES) -> list[str]:
    """A text as lines no wider than the room; a word that is wider is parted, and what is beyond the last line left out.

    >>> wrapped("Sasaran kinerja pegawai", 90)
    ['Sasaran kinerja', 'pegawai']
    """
    lines = [""]
    for word in text.split():
        rest = word
        if lines[-1] and pixels(f"{lines[-1]} {rest}", size) <= room:
            lines[-1] += f" {rest}"
            continue
        if lines[-1]:
            lines.append("")
        while pixels(rest, size) > room and len(rest) > 1:
            fits = max(1, sum(pixels(rest[: at + 1], size) <= room for at in range(len(rest))))
            lines[-1:] = [rest[:fits], ""]
            rest = rest[fits:]
        lines[-1] = rest
    return lines if len(lines) <= most else [*lines[: most - 1], _cut(lines[most - 1], room, size)]


def _cut(line: str, room: float, size: int) -> str:
    """A line that more would follow, at the end of a word: 1.000 must not become 1.0."""
    words = line.split()
    while len(words) > 1 and pixels(" ".join([*words, "…"]), size) > room:
        words.pop()
    return " ".join([*words, "…"]) if len(words) > 1 or not any(map(str.isdigit, line)) else "…"


def position(value: Fraction) -> float:
    """The double nearest to a number, at which it is drawn; its text is made of the number itself."""
    if abs(value) > _MOST:
        raise TooLargeToDrawError(limit="10^300")
    return float(value)


@frozen
class Sheet:
    """What a chart is drawn on: its language, and its whole width in pixels, with labels and margins."""

    language: str
    width: int

    @classmethod
    def of(cls, language: object, width: object) -> Sheet:
        """A sheet, its language and width checked."""
        checked_language(language)
        checked_count(width, "width", LEAST_WIDTH, MOST_WIDTH)
        return cls(str(language), int(str(width)))

    def phrase(self, key: str, **facts: object) -> str:
        """A phrase of charts in the sheet's language."""
        return say(f"charts.{key}", self.language, **facts)

    def numeral(self, value: Fraction) -> str:
        """A number as people read it."""
        return short_numeral(value, self.language).replace("-", "−")

    def signed(self, value: Fraction) -> str:
        """A number with its sign."""
        return self.numeral(value) if value < 0 else f"+{self.numeral(value)}"

    def label(self, value: Fraction, *, signed: bool = False) -> str:
        """A number to be written beside a mark: of one too long for that, the magnitude. A number that is cut off is wrong."""
        text = self.signed(value) if signed else self.numeral(value)
        if len(text) <= _MOST_LETTERS:
            return text
        about = numeral(f"{position(value):.2e}".replace("e+", "e").replace("-", "−"), self.language)
        return f"≈{'+' if signed and value > 0 else ''}{about}"

    def count(self, value: int) -> str:
        """A count as people read it."""
        return thousands(value, self.language)

    def percent(self, share: Fraction) -> str:
        """A share in percent, to one decimal; what is not none or all never looks like it."""
        tenths = rounded(share, 1)
        if 0 < share < 100 and tenths in {0, 100}:
            text = "<0.1" if tenths == 0 else ">99.9"
            return f"{numeral(text, self.language)} %"
        return f"{self.numeral(tenths)} %"

    # --- rooms

    @property
    def label_room(self) -> int:
        """How wide the labels left of the rows may be."""
        return int(min(max(self.width * 0.34, 84), 230))

    def plot_room(self, names: Iterable[str] = ()) -> float:
        """About how wide the plot is beside labels of rows with these names."""
        widest = max((pixels(line) for name in names for line in wrapped(name, self.label_room)), default=0)
        return self.width - 2 * _PADDING - widest - 12

    def row_height(self, names: Iterable[str], least: int = 26) -> int:
        """How high each row is so that the labels of all fit."""
        lines = max((len(wrapped(name, self.label_room)) for name in names), default=1)
        return max(least, _LINE * lines + 8)

    # --- parts of charts

    def rows(self, names: Sequence[str]) -> dict[str, Any]:
        """The encoding of rows by their number, each labelled with its name in as many lines as it takes."""
        lines = [wrapped(name, self.label_room) for name in names]
        # Lines of a label hang below its first: each is moved up by half of what it has below.
        many = [
            {"test": f"{json.dumps([len(each) for each in lines])}[datum.value] == {count}", "value": -_LINE * at / 2}
            for at, count in enumerate(range(2, _MOST_LINES + 1), start=1)
        ]
        return {
            "field": "row",
            "type": "ordinal",
            "scale": {"domain": list(range(len(names)))},
            # An array of texts that the formula picks from: names are data, and two rows may have the same.
            "axis": {"labelExpr": f"{self.literal(lines)}[datum.value]", "title": None, "domain": False, "ticks": False}
            | {"labelLimit": 0, "labelPadding": 6, "grid": False, "labelLineHeight": _LINE}
            | {"labelOffset": {"condition": many, "value": 0}},
        }

    @staticmethod
    def literal(lines: Sequence[Sequence[str]]) -> str:
        """Texts as they are written in a formula of Vega: data, of which nothing is evaluated."""
        return json.dumps(lines)

    def measure(self, title: str, ends: Sequence[float], *, room: float, **more: Any) -> dict[str, Any]:
        """The axis of numbers between two ends: titled, with as many ticks as its width has room for."""
        far, span = max(map(abs, ends)), max(ends) - min(ends)
        digits = ",.10~f" if far < _LARGE and span > 1 / _LARGE else ".6~e"
        axis: dict[str, Any] = {"title": wrapped(title, max(room, 120)), "format": digits}
        if "values" not in more:  # a count of ticks would thin out those that are given
            axis |= {"tickCount": max(2, int(room // 70)), "labelOverlap": "greedy"}
        return {**axis, **more}

    def draw(self, title: str, layers: Sequence[Layer], *, height: int, words: str, beside: str = "") -> Any:
        """A chart of altair: layers under a title, with ``words`` as its text alternative.

        ``beside`` is a line below the title. Raises ``MissingExtraError`` without altair.
        """
        try:
            altair = import_module("altair")
        except ImportError:
            raise MissingExtraError(library="altair", extra="plot") from None
        room = self.width - 2 * _PADDING
        told = " ".join(each if each.endswith(".") else f"{each}." for each in (title, beside, words) if each)
        spec = {
            "description": told,
            "title": {"text": wrapped(title, room, size=15), "anchor": "start", "frame": "bounds"}
            | ({"subtitle": wrapped(beside, room, size=12, most=8)} if beside else {}),
            "width": self.width,
            "height": height,
            "padding": _PADDING,
            "autosize": {"type": "fit-x", "contains": "padding"},
            "background": "white",
            "config": self._config(),
            "layer": [_alternative(told), *layers],
        }
        return altair.Chart.from_dict(spec)

    def nothing(self, title: str, *, beside: str = "") -> Any:
        """A chart of no data, which says so."""
        text = self.phrase("nothing")
        layer: Layer = {
            "data": {"values": [{}]},
            "mark": {"type": "text", "text": text, "fontSize": 13, "color": MUTED},
            "encoding": {"x": {"value": {"expr": "width / 2"}}, "y": {"value": {"expr": "height / 2"}}},
        }
        return self.draw(title, [layer], height=60, words=text, beside=beside)

    def _config(self) -> dict[str, Any]:
        marks = {"thousands": say("numbers.thousands", self.language), "decimal": say("numbers.sign", self.language)}
        texts = {"labelColor": INK, "titleColor": INK, "labelFontSize": 11, "titleFontSize": 11, "labelFont": _FONT}
        return {
            "font": _FONT,
            "locale": {"number": {**marks, "grouping": [3], "currency": ["Rp", ""]}},
            "axis": {**texts, "titleFontWeight": "normal", "gridColor": GRID, "domainColor": MUTED},
            "legend": {**texts, "titleFontWeight": "normal"},
            "title": {"fontSize": 15, "subtitleFontSize": 12, "color": INK, "subtitleColor": MUTED, "offset": 10}
            | {"fontWeight": "bold", "subtitlePadding": 5},
            "text": {"fontSize": 11, "color": INK},
            "view": {"stroke": None},
        }


def _alternative(words: str) -> Layer:
    """The text alternative as an invisible mark behind the others: ``description`` does not reach a file of SVG."""
    mark = {"type": "rect", "opacity": 0, "aria": True, "description": words}
    ends = {"x": {"value": 0}, "x2": {"value": "width"}, "y": {"value": 0}, "y2": {"value": "height"}}
    return {"data": {"values": [{}]}, "mark": mark, "encoding": ends}
