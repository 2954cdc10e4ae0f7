"""Rule lines: which score a rule gives for each value of its one argument, exactly, with its jumps and both kinds of edge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from attrs import field, frozen

from ..algebra.expressions import Arithmetic, Expression, Named, OrElse, Required, Rounded, Within
from ..algebra.inputs import Field, Number
from ..algebra.rules import Rule
from ..analysis.broken_lines import Curve
from ..analysis.curves import curve
from ..analysis.formulas import written
from ..arguments import checked_type, refused
from ..charts.rule_lines import rule_line as drawn_line
from ..charts.sheets import WIDTH, Sheet
from ..errors import LineRangeError, NoCurveError, UnknownPartError
from ..faults import checked_language
from ..numbers import exact, to_text
from ..policies import Policy
from ..similar_names import closest
from ..texts import LANGUAGES, say
from ..wording.numerals import short_numeral
from ..wording.words import Reader
from .answers import Answer, Cells

_FAR = 10  # so many times as far as the edges reach
_LOOKED_THROUGH = (Named, Required, Within, Rounded, OrElse)


@frozen
class LinePiece:
    """A straight piece from ``start`` to ``end``, with the values at, or just inside, its ends; ``closed`` says of both ends
    whether the value there is the piece's own. A single point has one end twice.
    """

    start: Fraction
    end: Fraction
    values: tuple[Fraction, Fraction]
    closed: tuple[bool, bool] = (True, True)

    def to_dict(self) -> dict[str, Any]:
        """The piece as plain data; exact numbers are texts."""
        return {
            "start": to_text(self.start),
            "end": to_text(self.end),
            "values": [to_text(value) for value in self.values],
            "closed": list(self.closed),
        }


@frozen
class RuleLine(Answer):
    """A rule's broken line from ``low`` to ``high`` of its argument: ``pieces`` from left to right, with single points where it
    jumps twice; ``further`` says that the argument goes beyond these ends. ``unrounded`` says that the rule rounds what the
    line shows, or has another value where one is absent.
    """

    low: Fraction
    high: Fraction
    pieces: tuple[LinePiece, ...]
    stops: tuple[Fraction, ...]
    target: Fraction | None = None
    further: bool = False
    unrounded: bool = False
    scored: bool = field(default=False, repr=False)  # whether its values are points
    names: tuple[str, ...] = field(default=("", ""), repr=False)
    arguments: tuple[str, ...] = field(default=("", ""), repr=False)

    def __iter__(self) -> Iterator[LinePiece]:
        return iter(self.pieces)

    def __len__(self) -> int:
        return len(self.pieces)

    def text(self, language: str = "id") -> str:
        """The line in words, a piece a line."""
        heads, rows = self._cells(language)
        lines = [say("rule_line.head", language, name=self._of(self.names, language), argument=heads[0])]
        lines += [f"- {where}: {value}" for where, value in rows]
        lines += self._beside(language)
        return "\n".join(lines) + "\n"

    def columns(self) -> dict[str, Any]:
        """The pieces as columns: start, end, the values at both, and whether each end belongs to it."""
        return {
            "start": [float(piece.start) for piece in self.pieces],
            "end": [float(piece.end) for piece in self.pieces],
            "from": [float(piece.values[0]) for piece in self.pieces],
            "to": [float(piece.values[1]) for piece in self.pieces],
            "start_closed": [piece.closed[0] for piece in self.pieces],
            "end_closed": [piece.closed[1] for piece in self.pieces],
        }

    def to_dict(self, language: str = "id") -> dict[str, Any]:
        """The line as plain JSON data; exact numbers are texts."""
        checked_language(language)
        return {
            "name": self._of(self.names, language),
            "argument": self._of(self.arguments, language),
            "low": to_text(self.low),
            "high": to_text(self.high),
            "target": None if self.target is None else to_text(self.target),
            "pieces": [piece.to_dict() for piece in self.pieces],
            "further": self.further,
            "unrounded": self.unrounded,
        }

    def chart(self, language: str = "id", *, width: int = WIDTH) -> Any:
        """The line as a chart of altair: what is reached is a filled point, what is only approached a hollow one.

        Needs altair (the extra ``plot``).
        """
        sheet = Sheet.of(language, width)
        name, argument = (self._of(each, language) for each in (self.names, self.arguments))
        beside = [say("rule_line.points", language)] if self._jumps() else []
        beside += self._beside(language)
        _, rows = self._cells(language)
        return drawn_line(
            sheet,
            say("rule_line.title", language, name=name),
            [((each.start, each.values[0]), (each.end, each.values[1])) for each in self.pieces],
            self._points(),
            stops=self.stops,
            axes=(argument, say("rule_line.in_points", language, name=name) if self.scored else name),
            words="; ".join(f"{where}: {value}" for where, value in rows) + ".",
            beside=" ".join(beside),
        )

    def _beside(self, language: str) -> list[str]:
        """What must be known of the line beside its pieces."""
        facts = {name: short_numeral(end, language, 10) for name, end in (("low", self.low), ("high", self.high))}
        told = [] if self.target is None else [("target", {"target": short_numeral(self.target, language)})]
        told += [("further", facts)] if self.further else []
        told += [("unrounded", {})] if self.unrounded else []
        return [say(f"rule_line.{key}", language, **each) for key, each in told]

    def _jumps(self) -> bool:
        return not all(each.closed == (True, True) for each in self.pieces)

    def _points(self) -> list[tuple[tuple[Fraction, Fraction], bool]]:
        """The ends of pieces, each once: filled where the value is reached."""
        found: dict[tuple[Fraction, Fraction], bool] = {}
        for each in self.pieces:
            for place, value, closed in zip((each.start, each.end), each.values, each.closed, strict=True):
                if place in self.stops:
                    found[place, value] = found.get((place, value), False) or closed
        return list(found.items())

    def _cells(self, language: str) -> Cells:
        checked_language(language)
        heads = [self._of(self.arguments, language), self._of(self.names, language)]
        rows = []
        for each in self.pieces:
            low, high = (short_numeral(end, language, 10) for end in (each.start, each.end))
            first, last = (short_numeral(value, language, 10) for value in each.values)
            signs = ["≤" if closed else "<" for closed in each.closed]
            where = low if each.start == each.end else f"{low} {signs[0]} x {signs[1]} {high}"
            rows.append((where, first if first == last else say("rule_line.slope", language, first=first, last=last)))
        return heads, rows

    def _of(self, texts: Sequence[str], language: str) -> str:
        return texts[LANGUAGES.index(language)]


def rule_line(
    subject: Policy | Expression | Rule,
    part: str | None = None,
    *,
    target: object = None,
    low: object = None,
    high: object = None,
) -> RuleLine:
    """The broken line of a rule, an expression, or a part of a policy (by default its score) over its one argument.

    A rule that judges against a target needs ``target``. ``low`` and ``high`` are the ends of what is shown; without them
    those of the field, or somewhat beyond the last edges. Raises ``NoCurveError`` for a formula over several arguments,
    ``UnknownPartError`` and ``LineRangeError``.

    >>> from asn_appraisal import Number, Steps
    >>> hadir = Number("hadir", "Kehadiran", low=0, high=100, unit="persen")
    >>> print(rule_line(Steps(hadir, (">= 90", 100), (">= 75", 80), otherwise=0).named("mutu", "Mutu")).text(), end="")
    Mutu menurut Kehadiran (persen):
    - 0 ≤ x < 75: 0
    - 75 ≤ x < 90: 80
    - 90 ≤ x ≤ 100: 100
    """
    expression = _expression(subject, part, target)
    inner, through = _bare(expression)
    line = curve(inner)
    unknown = line.argument == inner and not isinstance(inner, Field) and not _is_quotient(inner)
    if line.argument is None or unknown:
        raise NoCurveError(what=written(expression))
    first, last = _ends(line, low, high)
    stops = [each for each in line.edges if first < each < last]
    at = [first, *stops, last]
    pieces: list[LinePiece] = []
    for left, right in pairwise(at):
        slope, start = line.piece((left + right) / 2)
        values = (slope * left + start, slope * right + start)
        closed = (line.value(left) == values[0], line.value(right) == values[1])
        if not closed[0] and (not pieces or not pieces[-1].closed[1]):
            pieces.append(LinePiece(left, left, (line.value(left),) * 2))
        pieces.append(LinePiece(left, right, values, closed))
    if not pieces[-1].closed[1]:
        pieces.append(LinePiece(last, last, (line.value(last),) * 2))
    own = [each for each in (line.low, line.high) if each is not None]
    shown = tuple(each for each in at if each in stops or each in own)
    further = (line.low, line.high) != (first, last)
    names = tuple(_name(expression, language) for language in LANGUAGES)
    arguments = tuple(_with_unit(line.argument, language) for language in LANGUAGES)
    scored = isinstance(subject, Rule) or (isinstance(subject, Policy) and expression == subject.score)
    aim = None if target is None else exact(target)
    return RuleLine(first, last, tuple(pieces), shown, aim, further, through, scored, names, arguments)


def _expression(subject: object, part: str | None, target: object) -> Expression:
    checked_type(subject, "subject", Policy, Expression, Rule, right="Policy")
    checked_type(part, "part", str, type(None))
    if part is not None and not isinstance(subject, Policy):
        raise refused(part, "part", "absent")
    if target is not None and not isinstance(subject, Rule):
        raise refused(target, "target", "absent")
    if isinstance(subject, Rule):
        measured = Number("realisasi", say("rule_line.measured", "id"), english=say("rule_line.measured", "en"))
        return subject.of(measured, None if target is None else exact(target))
    if isinstance(subject, Expression):
        return subject
    policy: Any = subject
    if part is None and policy.score is not None:
        scored: Expression = policy.score
        return scored
    if part is None:
        raise refused(subject, "subject", "with_score")
    if part not in policy.parts:
        close = ", ".join(closest(part, [*policy.parts]))
        raise UnknownPartError(key=repr(part), close=close, policy=policy.key)
    named: Expression = policy.parts[part]
    return named


def _bare(expression: Expression) -> tuple[Expression, bool]:
    """What a part works out, without a last rounding and what stands for an absent value; and whether there is any."""
    through = False
    while isinstance(expression, _LOOKED_THROUGH):
        through |= isinstance(expression, Rounded | OrElse)
        expression = expression.value
    return expression, through


def _is_quotient(expression: Expression) -> bool:
    return isinstance(expression, Arithmetic) and expression.operator == "/"


def _ends(line: Curve, low: object, high: object) -> tuple[Fraction, Fraction]:
    """The ends of what is shown: those given; otherwise those of the argument, or somewhat beyond the edges where it has none
    or they are so far away that nobody would see the edges.
    """
    edges, least, most = line.edges, line.low, line.high
    first = least if low is None else exact(low)
    last = most if high is None else exact(high)
    if edges:
        reach = edges[-1] - min(edges[0], Fraction(0)) or abs(edges[0]) or Fraction(1)
        if first is None or (low is None and edges[0] - first > _FAR * reach):
            first = edges[0] - reach / 2 if edges[0] < 0 else min(edges[0] - reach / 2, Fraction(0))
        if last is None or (high is None and last - edges[-1] > _FAR * reach):
            last = max(edges[-1], first) + reach / 2
    elif first is None:
        first = Fraction(0) if last is None else min(last - 100, Fraction(0))
    last = first + 100 if last is None else last
    if first >= last or (least is not None and first < least) or (most is not None and last > most):
        known = least is not None or most is not None
        raise LineRangeError(
            low=to_text(first),
            high=to_text(last),
            argument=written(line.argument) if known and line.argument is not None else "",
            range=f"{'…' if least is None else to_text(least)} – {'…' if most is None else to_text(most)}",
        )
    return first, last


def _name(expression: Expression, language: str) -> str:
    called = getattr(expression, "called", None)
    return say("charts.score", language) if called is None else str(called(language))


def _with_unit(argument: Expression, language: str) -> str:
    """The argument in words, with the unit that a field has."""

    def called(entry: Expression) -> str:
        name = getattr(entry, "called", None)
        return entry.named_by() if name is None else str(name(language))

    words, unit = Reader(language, called).read(argument), getattr(argument, "unit", "")
    return f"{words} ({unit})" if unit else words
