"""Pages: a policy as a readable page, in Markdown for the terminal and the docs, in HTML for notebooks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from html import escape
from typing import Protocol

from attrs import frozen

from ..algebra.bands import Bands, Rated
from ..algebra.expressions import Expression
from ..algebra.grids import Grid
from ..algebra.inputs import Category, Field, Number
from ..algebra.items import Check, Items
from ..algebra.sources import Source
from ..analysis.formulas import formula, written
from ..analysis.outlines import Outline
from ..analysis.walks import bottom_up
from ..numbers import to_text
from ..texts import say
from .html import table
from .words import Reader, row_limits, spoken

# The columns of the tables.
_INPUTS = ("key", "name", "holds", "needed")
_CHECKS = ("place", "condition", "right")
_PARTS = ("part", "formula", "words", "basis")
_BANDS = ("key", "edge", "name", "requires")
_GRIDS = ("row", "column", "result")
_SOURCES = ("law", "article", "grade", "note")


class Described(Protocol):
    """The attributes of a policy that its page shows."""

    @property
    def key(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def since(self) -> date | None: ...
    @property
    def until(self) -> date | None: ...
    @property
    def score(self) -> Expression | None: ...
    @property
    def band(self) -> Expression | None: ...
    @property
    def checks(self) -> tuple[Check, ...]: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def outline(self) -> Outline: ...
    def called(self, language: str = ...) -> str: ...
    def sources(self) -> tuple[Source, ...]: ...


@frozen
class Section:
    """A heading with lines of text or a table under it."""

    heading: str
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def sections(policy: Described, language: str = "id") -> tuple[Section, ...]:
    """The page of a policy as headings and tables: inputs, computation, bands, sources."""
    found = [
        Section(
            say("page.inputs", language), _heads(_INPUTS, language), tuple(_inputs(policy.outline.inputs, language))
        ),
        Section(say("page.checks", language), _heads(_CHECKS, language), tuple(_checks(policy, language))),
        Section(say("page.parts", language), _heads(_PARTS, language), tuple(_parts(policy, language))),
        *_ratings(policy, language),
        Section(say("page.sources", language), _heads(_SOURCES, language), tuple(_sources(policy.sources()))),
    ]
    return tuple(section for section in found if section.rows)


def _heads(columns: Iterable[str], language: str) -> tuple[str, ...]:
    return tuple(say(f"heads.{column}", language) for column in columns)


def facts(policy: Described, language: str = "id") -> list[tuple[str, str]]:
    """The head of the page: dates in force, subject, score, fingerprint."""
    since = say("page.since", language, day=policy.since) if policy.since else ""
    until = say("page.until", language, day=policy.until) if policy.until else ""
    found = [
        (say("page.force", language), f"{since} {until}".strip()),
        (say("page.subject", language), policy.subject),
        (say("page.score", language), "" if policy.score is None else written(policy.score)),
        (say("page.fingerprint", language), policy.fingerprint),
    ]
    return [(name, value) for name, value in found if value]


def _inputs(inputs: Iterable[Field | Items], language: str, inside: str = "") -> Iterable[tuple[str, ...]]:
    for entry in inputs:
        if isinstance(entry, Items):
            needed = spoken(not entry.may_be_empty, language)
            yield entry.key, entry.called(language), say("page.items", language, **row_limits(entry, language)), needed
            yield from _inputs(entry.fields, language, f"{entry.key}.")
        else:
            default = "" if entry.default is None else spoken(entry.default, language, entry.levels)
            needed = say("page.needed", language, needed=spoken(entry.needed, language), default=default)
            yield inside + entry.key, entry.called(language), _holds(entry, language), needed


def _holds(entry: Field, language: str) -> str:
    if isinstance(entry, Category):
        return say("page.category", language, levels=", ".join(level.key for level in entry.among))
    if isinstance(entry, Number):
        unit = f" {entry.unit}" if entry.unit else ""
        decimals = f", {say('page.decimals', language, count=entry.decimals)}" if entry.decimals else ""
        span = entry.range_text() if entry.low is not None or entry.high is not None else ""
        return f"{say(f'page.{entry.type_name}', language)} {span}{unit}{decimals}".strip()
    return say("page.flag", language)


def _checks(policy: Described, language: str) -> Iterable[tuple[str, ...]]:
    for check in policy.checks:
        yield policy.key, written(check.condition), check.called(language)
    for items in policy.outline.lists:
        for check in items.checks:
            yield items.key, written(check.condition), check.called(language)


def _parts(policy: Described, language: str) -> Iterable[tuple[str, ...]]:
    reader = Reader(language, lambda entry: entry.named_by())
    for placed in policy.outline.parts:
        part = placed.part
        inside = f" ({', '.join(placed.lists)})" if placed.lists else ""
        rule = reader.read(part.value)
        yield placed.key + inside, formula(part), rule, "; ".join(source.text(language) for source in part.sources)


def ratings_of(expressions: Iterable[Expression]) -> tuple[Rated | Grid, ...]:
    """The ratings and grids in some expressions, each once, in order of evaluation."""
    return tuple(entry for entry, _ in bottom_up(*expressions) if isinstance(entry, Rated | Grid))


def _ratings(policy: Described, language: str) -> Iterable[Section]:
    for node in ratings_of(part for part in (policy.score, policy.band) if part is not None):
        if isinstance(node, Rated):
            heading = say("page.bands", language, what=written(node.value))
            yield Section(heading, _band_head(node.bands, language), tuple(_band_rows(node.bands, language)))
        else:
            heading = say("page.bands", language, what=f"{written(node.rows)} × {written(node.columns)}")
            rows = tuple(
                (
                    spoken(row, language, node.rows.levels),
                    spoken(column, language, node.columns.levels),
                    f"{spoken(entry, language, node.levels)} ({entry})",
                )
                for (row, column), entry in node.cells
            )
            yield Section(heading, _heads(_GRIDS, language), rows)


def _band_head(bands: Bands, language: str) -> tuple[str, ...]:
    more = tuple(name for name, _ in bands.bands[0].level.labels)
    return (*_heads(_BANDS, language), *more)


def _band_rows(bands: Bands, language: str) -> Iterable[tuple[str, ...]]:
    reader = Reader(language, lambda entry: entry.named_by())
    for band in bands.bands:
        rest = say("words.otherwise", language)
        edge = rest if band.edge is None else f"{band.edge.operator} {to_text(band.edge.bound)}"
        requires = "" if band.requires is None else reader.read(band.requires)
        yield band.key, edge, band.level.called(language), requires, *(value for _, value in band.level.labels)


def _sources(sources: Iterable[Source]) -> Iterable[tuple[str, ...]]:
    for source in sources:
        article = ", ".join(part for part in (source.article, source.page) if part)
        yield source.law, article, source.grade, source.note


def markdown(policy: Described, language: str = "id", *, level: int = 1) -> str:
    """The page of a policy in Markdown; ``level`` is that of its title. Texts of the policy are escaped."""
    lines = [f"{'#' * level} {_literal(policy.called(language))} (`{policy.key}`)", ""]
    lines += [f"- {name}: {_literal(value)}" for name, value in facts(policy, language)]
    for section in sections(policy, language):
        lines += ["", f"{'#' * (level + 1)} {_literal(section.heading)}", ""]
        lines += [_row(section.header), _row("---" for _ in section.header)]
        lines += [_row(row) for row in section.rows]
    return "\n".join(lines) + "\n"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(_literal(cell).replace("|", "\\|") for cell in cells) + " |"


# What Markdown takes for markup: an escape, code, a tag, an entity, a link or picture, the beginning of an emphasis. The rest
# is not escaped, so that formulas read on a terminal as they were written.
_MARKUP = re.compile(
    r"""
    \\(?=[!-/:-@\[-`{-~]) | ` | <(?=[A-Za-z/!?]) | &(?=\#|\w+;) | (?<=\])\(
    | \*(?=\S) | (?<![^\W_])_(?=\S) | ~(?=~)
    """,
    re.VERBOSE,
)


def _literal(text: str) -> str:
    """A text on one line that Markdown shows as it is."""
    line = "".join(character if character.isprintable() else " " for character in text)
    return _MARKUP.sub(r"\\\g<0>", line)


def html(policy: Described, language: str = "id") -> str:
    """The page of a policy in HTML, escaped."""
    head = f"<h3>{escape(policy.called(language))} (<code>{escape(policy.key)}</code>)</h3>"
    head += "".join(f"<p>{escape(name)}: {escape(value)}</p>" for name, value in facts(policy, language))
    return head + "".join(
        f"<h4>{escape(section.heading)}</h4>{table(section.header, section.rows)}"
        for section in sections(policy, language)
    )
