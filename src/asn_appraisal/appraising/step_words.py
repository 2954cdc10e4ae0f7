"""Step words: what a step of a trace says to people: its name, its value, its rule, how it was worked out, its basis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache

from ..algebra.bands import Rated
from ..algebra.choices import Case, Steps, When
from ..algebra.combinations import Weighted
from ..algebra.expressions import But, Comparison, Constant, Expression, Limited, Line, Named
from ..algebra.grids import Grid
from ..algebra.inputs import Field
from ..algebra.items import Over
from ..algebra.sources import Source
from ..analysis.walks import expressions
from ..texts import say
from ..wording.entry_names import entry_names
from ..wording.numerals import ABOUT, Digits, exact_numeral
from ..wording.words import Numeral, Reader, edge_words, listed, spoken
from .trace_steps import BandReason, TraceStep


def place_of(step: TraceStep) -> str:
    """Where a step stands: its key, after the list and the row it stands in (``kegiatan[2].waktu``)."""
    return step.key if step.place is None else f"{step.place[0]}[{step.place[1]}].{step.key}"


def distinct(steps: Iterable[TraceStep]) -> list[TraceStep]:
    """Steps in order, each once (the same step, not an equal one: comparing deep steps would cost more)."""
    return list({id(step): step for step in steps}.values())


def all_steps(tops: Iterable[TraceStep]) -> list[TraceStep]:
    """Every step once, those that others rest on first."""
    found: dict[int, TraceStep] = {}

    def visit(step: TraceStep) -> None:
        if id(step) not in found:
            for child in step.children:
                visit(child)
            found[id(step)] = step

    for step in tops:
        visit(step)
    return list(found.values())


def equals(text: str) -> str:
    """A number after the sign that it is equal to something, or about that."""
    return text if text.startswith(ABOUT) else f"= {text}"


class StepWords:
    """Puts the steps of a trace in words, in one language, with names or with keys.

    Numbers have as many digits as it takes to see on which side of what they are compared with they lie.
    """

    def __init__(self, tops: tuple[TraceStep, ...], language: str = "id", *, names: bool = True) -> None:
        self.language = language
        roots = tuple(step.part for step in tops)
        self.names = entry_names(roots, language, keys=not names)
        self.digits = Digits(limits_of(roots), _compared(all_steps(tops)))

    def title(self, step: TraceStep) -> str:
        """What a step is called, with the row it stands in; with keys its place, and its name where that says more."""
        name = step.part.called(self.language)
        if self.names.keys:
            place = place_of(step)
            return place if name.replace(" ", "_").lower() == step.key.lower() else f"{place} ({name})"
        name = self.names.of(step.part)
        return name if step.place is None else self.names.in_row(name, *step.place)

    def value(self, step: TraceStep) -> str:
        """The value of a step, with ``≈`` where digits were cut."""
        return spoken(step.value, self.language, step.part.levels, numeral=self.digits.text)

    def rule(self, step: TraceStep) -> str:
        """The rule of a step."""
        return Reader(self.language, self.names.of).read(step.part.value)

    def worked(self, step: TraceStep) -> str:
        """The rule of a step with its values put in and the branch it took; with ``≈`` before it where digits were cut."""
        return _Filled(self, step).text()

    def value_of(self, step: TraceStep, entry: Expression, numeral: Numeral | None = None) -> str | None:
        """The value of a field or a part in a step; None where it was not worked out. What was given is shown in full."""
        try:
            value = step.value_of(entry)
        except KeyError:
            return None  # the condition was settled, or the value given, before it was its turn
        numeral = exact_numeral if isinstance(entry, Field) else numeral or self.digits.text
        return spoken(value, self.language, entry.levels, numeral=numeral)

    def reasons(self, step: TraceStep) -> list[str]:
        """Why a rating gave its band: the edge reached, bands withheld, the next higher one that was not reached."""
        reasons = step.bands
        return [line for at, each in enumerate(reasons) if each.given for line in self._reasons(step, reasons, at)]

    def _reasons(self, step: TraceStep, reasons: tuple[BandReason, ...], at: int) -> Iterator[str]:
        start = max((place + 1 for place, each in enumerate(reasons[:at]) if each.given), default=0)
        yield self._reason(step, reasons[at], "given")
        above = reasons[start:at][::-1]
        yield from (self._reason(step, each, "withheld") for each in above if each.withheld)
        nearest = next((each for each in above if not each.reached), None)
        if nearest is not None:
            yield self._reason(step, nearest, "below")

    def _reason(self, step: TraceStep, reason: BandReason, how: str) -> str:
        band = reason.band
        if band.edge is None:
            return say("bands.last", self.language, band=band.level.called(self.language))
        condition = "" if band.requires is None else self._condition(step, band.requires, values=how != "below")
        facts = {
            "band": band.level.called(self.language),
            "value": self.digits.text(reason.value, self.language),
            "edge": edge_words(band.edge, self.language, reached=reason.reached),
            "condition": condition,
        }
        return say(f"bands.{'given_with' if how == 'given' and condition else how}", self.language, **facts)

    def _condition(self, step: TraceStep, condition: Expression, *, values: bool) -> str:
        """A condition, with the values that its fields and parts have."""
        text = Reader(self.language, self.names.of).read(condition)
        found = [
            value if entry == condition else f"{self.names.of(entry)}: {value}"
            for entry in (expressions(condition, closed=(Named, Over)) if values else ())
            if isinstance(entry, Named | Field) and (value := self.value_of(step, entry)) is not None
        ]
        return f"{text} ({'; '.join(found)})" if found else text

    def basis(self, step: TraceStep) -> list[str]:
        """The sources of a step, as people cite them."""
        return [source.text(self.language) for source in sources_of(step)]


class _Filled:
    """The rule of a step with its values put in; it remembers whether digits were cut."""

    def __init__(self, words: StepWords, step: TraceStep) -> None:
        self.words = words
        self.step = step
        self.cut = False

    def text(self) -> str:
        language, name = self.words.language, self.words.names.of
        causes = Reader(language, name, filled=self._cause, rows=self._rows, result=self._result)
        reader = Reader(language, name, lambda entry: _taken(self.step, entry), self._rows, causes, self._show)
        text = reader.read(self.step.part.value)
        return ABOUT + text if self.cut else text

    def _numeral(self, value: Fraction, language: str) -> str:
        text = self.words.digits.text(value, language)
        self.cut |= text.startswith(ABOUT)
        return text.removeprefix(ABOUT)

    def _show(self, entry: Expression) -> str:
        value = self.words.value_of(self.step, entry, self._numeral)
        return self.words.names.of(entry) if value is None else value

    def _cause(self, entry: Expression) -> str:
        name, value = self.words.names.of(entry), self.words.value_of(self.step, entry, self._numeral)
        return name if value is None else f"{name} ({value})"

    def _result(self, entry: Expression) -> str:
        return self.words.value_of(self.step, entry) or ""

    def _rows(self, entry: Over) -> str:
        language, name, values = self.words.language, self.words.names.of, self.step.row_values(entry)
        if values is None:
            return Reader(language, name).read(entry)
        if not values:
            return self._show(entry)
        lists = {"x": (entry.value, values), "by": (entry.by, self.step.row_weights(entry) or [])}
        shown = {
            key: listed(each, language, numeral=exact_numeral if isinstance(of, Field) else self._numeral)
            for key, (of, each) in lists.items()
        }
        text = say(f"rows.{entry.how}", language, **shown)
        return text if entry == self.step.part.value else f"{text} {equals(self._result(entry))}"


def sources_of(step: TraceStep) -> tuple[Source, ...]:
    """The sources of a part, then those of the scale, the tables and the weights in its own formula that were used."""
    found = dict.fromkeys(step.part.sources)
    for node in _used(step):
        if isinstance(node, Rated):
            shown = [each for each in step.bands if each.band in node.bands.bands and each.reached]
            found.update(dict.fromkeys((*node.bands.sources, *(source for each in shown for source in each.sources))))
        elif isinstance(node, Steps):
            at = _taken(step, node)
            rows = node.sources if at is None or at == len(node.edges) else node.sources[at : at + 1]
            found.update(dict.fromkeys(source for row in rows for source in row))
        elif isinstance(node, Weighted):
            found.update(dict.fromkeys(source for row in node.sources for source in row))
        elif isinstance(node, Case | Grid):
            found.update(dict.fromkeys(node.sources))
    return tuple(found)


def _taken(step: TraceStep, entry: Expression) -> int | None:
    return next((index for node, index in step.choices if node == entry), None)


def _used(step: TraceStep) -> Iterator[Expression]:
    """The nodes of a part's own formula that had to do with its value: of choices the branch that was taken."""
    waiting, seen = [step.part.value], set()
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        yield node
        at = _taken(step, node) if isinstance(node, When | Case | Steps | But) else None
        if isinstance(node, Named | Over):
            continue
        if at is None:
            waiting += node.children()
        elif isinstance(node, When):
            waiting += (node.condition, (node.then, node.otherwise)[at])
        elif isinstance(node, But):
            waiting += (node.when, (node.value, node.replacement)[at])
        elif isinstance(node, Steps):
            waiting += (node.value, (*node.results, node.otherwise)[at])
        elif isinstance(node, Case):
            waiting += (node.label, node.results[at])


@lru_cache(maxsize=256)
def limits_of(roots: tuple[Expression, ...]) -> frozenset[Fraction]:
    """The numbers of some formulas that values may be compared with."""
    found: set[Fraction] = set()
    for node in expressions(*roots):
        if isinstance(node, Constant) and isinstance(node.value, Fraction):
            found.add(node.value)
        elif isinstance(node, Rated):
            found.update(band.edge.bound for band in node.bands.bands if band.edge is not None)
        elif isinstance(node, Steps):
            found.update(edge.bound for edge in node.edges)
        elif isinstance(node, Line):
            found.update(x for x, _ in node.points)
    return frozenset(found)


@lru_cache(maxsize=4096)
def operands_of(part: Named) -> tuple[Expression, ...]:
    """The fields and parts that a part's own formula compares, or limits by one another."""
    found = dict.fromkeys(
        operand
        for node in expressions(part.value, closed=(Named,))
        if isinstance(node, Limited | Comparison)
        for operand in node.children()
        if isinstance(operand, Named | Field)
    )
    return tuple(found)


def _compared(steps: Iterable[TraceStep]) -> Iterator[Fraction]:
    """The values that some steps compare with others, or limit by them."""
    for step in steps:
        values = [*step.compared.values()]
        for entry in operands_of(step.part):
            values += [child.value for child in step.children if child.part == entry]
            if isinstance(entry, Field):
                values += [each[entry.key] for each in step.values if entry.key in each]
        yield from (value for value in values if isinstance(value, Fraction))
