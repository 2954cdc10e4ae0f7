"""Unit summaries: one page on the scores of a table: how many, which ratings, how scores are spread; no single person."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from ...arguments import checked_type, names
from ...columns.results.group_summaries import SMALL, Group, group_summary
from ...columns.scores import Scores
from ...faults import checked_language
from ...numbers import to_decimal
from ...rounding import rounded
from ...texts import numeral, say, thousands
from .letters import About, about_lines
from .pages import Page, PageTable, Section
from .typesetting import pdf

_MOST_GROUPS, _MOST_CAUSES = 20, 6
_SPREAD = ("least", "lower_quartile", "median", "upper_quartile", "greatest")


def unit_summary(
    scores: Scores, *, title: str = "", about: About = (), by: str | tuple[str, ...] = (), language: str = "id"
) -> bytes:
    """A page of PDF on the scores of a table: how many were appraised, which ratings, how the scores are spread.

    ``by`` names the columns of units that get a line each; those with fewer than 10 people have their number alone. ``about`` are lines at its
    head. Needs the extra ``report``; raises ``MissingExtraError`` without it.
    """
    return pdf(unit_page(scores, title=title, about=about, by=by, language=language).data())


def unit_page(
    scores: Scores, *, title: str = "", about: About = (), by: str | tuple[str, ...] = (), language: str = "id"
) -> Page:
    """What a summary says, before it is laid out."""
    checked_type(scores, "scores", Scores)
    checked_type(title, "title", str)
    checked_language(language)
    columns = names(by, "by")
    whole = _whole(scores)
    policy = scores.policy
    cautions = [say("report.small", language, least=SMALL)] if whole.small else []
    return Page(
        heading=title or say("report.unit", language),
        subheading=policy.called(language),
        about=about_lines(about),
        figures=list(_figures(whole, policy.places, language)),
        sections=[
            Section(say("report.bands", language), cautions, _bands(scores, whole, language)),
            Section(say("report.spread", language), table=_spread(whole, policy.places, language)),
            _groups(scores, columns, language),
            _causes(scores, language),
            Section(say("report.use", language), [say("report.use_text", language)]),
        ],
        footer=say("report.footer", language, policy=policy.key),
        language=language,
    )


def _whole(scores: Scores) -> Group:
    """All rows as one group."""
    one = {"": ([None], np.zeros(len(scores), np.int64))}
    found = group_summary(one, scores.rejected, scores.units(), scores.bands, places=scores.policy.places, like=None)
    levels = () if scores.bands is None else scores.bands.levels
    return next(iter(found), Group((), 0, 0, None, None, {level.key: 0 for level in levels}))


def _figures(whole: Group, places: int, language: str) -> Iterator[tuple[str, str]]:
    yield say("report.rows", language), thousands(whole.scored, language)
    if whole.mean is not None:
        yield say("report.mean", language), _number(whole.mean, places, language)
    if whole.rejected:
        yield say("report.rejected", language), thousands(whole.rejected, language)


def _bands(scores: Scores, whole: Group, language: str) -> PageTable:
    levels = () if scores.bands is None else scores.bands.levels
    rows = [
        (level.called(language), thousands(whole.bands[level.key], language), _share(whole.share(level.key), language))
        for level in levels
    ]
    heads = [say(f"report.{name}", language) for name in ("band", "count", "share")]
    return PageTable(heads, rows, ("1", "auto", "auto"), right=(1, 2))


def _spread(whole: Group, places: int, language: str) -> PageTable:
    heads = [say(f"report.{name}", language) for name in _SPREAD]
    rows = [] if whole.quantiles is None else [[_number(value, places, language) for value in whole.quantiles]]
    return PageTable(heads, rows, ("1",) * len(_SPREAD))


def _groups(scores: Scores, columns: tuple[str, ...], language: str) -> Section:
    """The units, of which a small one has its number of people alone: its mean would be near to a single person's score."""
    if not columns:
        return Section(say("report.groups", language))
    found = scores.by(*columns)
    rows = []
    for group in list(found)[:_MOST_GROUPS]:
        name = ", ".join("-" if part is None else str(part) for part in group.name)
        mean = "" if group.small or group.mean is None else _number(group.mean, scores.policy.places, language)
        rows.append((f"{name} *" if group.small else name, thousands(group.scored, language), mean))
    lines = [f"* {say('groups.small', language, least=SMALL)}"] if any(group.small for group in found) else []
    heads = [say(f"report.{name}", language) for name in ("group", "count", "mean")]
    return Section(say("report.groups", language), lines, PageTable(heads, rows, ("1", "auto", "auto"), right=(1, 2)))


def _causes(scores: Scores, language: str) -> Section:
    """What kept records from being appraised, by cause, without the persons."""
    causes = sorted(scores.rejects_summary(), key=lambda cause: -cause.count)[:_MOST_CAUSES]
    lines = [
        f"{cause.column() or '-'}: {cause.words(language)} ({thousands(cause.count, language)})" for cause in causes
    ]
    return Section(say("report.causes", language), lines, bullets=True)


def _number(value: Fraction, places: int, language: str) -> str:
    return numeral(to_decimal(rounded(value, places), places), language)


def _share(share: Fraction | None, language: str) -> str:
    return "-" if share is None else f"{_number(share, 1, language)} %"
