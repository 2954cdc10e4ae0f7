"""Importance: which indicator can change a score most, by its policy, and which tells people apart most, in a population."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import field, frozen

from ...algebra.combinations import Mean, Sum, Weighted
from ...algebra.expressions import (
    Arithmetic,
    But,
    Constant,
    Expression,
    Limited,
    Named,
    OrElse,
    Required,
    Rounded,
    Within,
)
from ...analysis.bounds import interval
from ...analysis.formulas import written
from ...appraising.additive_parts import CORRECTIONS, INDICATOR, PART, source_key, sources_of
from ...arguments import checked_count, refused
from ...charts.bars import Bar, bars
from ...charts.sheets import WIDTH, Sheet
from ...columns.scores import Scores
from ...faults import checked_language
from ...numbers import to_text
from ...policies import Policy
from ...rounding import rounded
from ...texts import say, thousands
from ...wording.numerals import about_numeral
from ..answers import Answer, Cells
from ..contributions import contributions, label, names_of

_MOST_ROWS, _MOST_SEED = 10**9, 2**63 - 1


@frozen
class IndicatorWeight:
    """How much one indicator, part or correction matters.

    ``points`` is, for a policy, by how much it can change the score, exactly, None where its range has no end; for a population
    by how much what it adds differs from its own mean, on the average of the rows. ``share`` is its share: of the swings of all, or of the variance of
    the scores (the covariance of what it adds with the score; one that works against the others has a share below 0).
    """

    key: str
    kind: str
    points: Fraction | float | None
    share: float | None
    names: tuple[str, str] = field(default=("", ""), repr=False)

    def called(self, language: str = "id") -> str:
        """What it is called in a language."""
        checked_language(language)
        return label(self.kind, self.names, language) or self.key

    def to_dict(self, language: str = "id") -> dict[str, Any]:
        """The entry as plain data; exact numbers are texts."""
        points = to_text(self.points) if isinstance(self.points, Fraction) else self.points
        return {
            "key": self.key,
            "kind": self.kind,
            "name": self.called(language),
            "points": points,
            "share": self.share,
        }


@frozen
class Importance(Answer):
    """Which indicator matters most, the first first: ``items``. For a population ``rows`` are the scored rows, ``sampled`` how many
    of them were looked at if not all, drawn with ``seed``.
    """

    policy: str
    items: tuple[IndicatorWeight, ...]
    rows: int | None = None
    sampled: int | None = None
    seed: int | None = None
    like: Any = field(default=None, repr=False)

    def __iter__(self) -> Iterator[IndicatorWeight]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def text(self, language: str = "id") -> str:
        """The importance in words, a line an indicator."""
        checked_language(language)
        if self.rows is None:
            head = say("importance.policy", language, policy=self.policy)
        else:
            sampled = "" if self.sampled is None else thousands(self.sampled, language)
            seed = "" if self.seed is None else self.seed
            rows = thousands(self.rows, language)
            head = say("importance.population", language, rows=rows, policy=self.policy, sampled=sampled, seed=seed)
        lines = [self._line(each, language) for each in self.items]
        return "\n".join([head, *lines, ""])

    def _line(self, each: IndicatorWeight, language: str) -> str:
        points = "" if each.points is None else about_numeral(Fraction(each.points), language)
        facts = {
            "name": each.called(language),
            "points": points,
            "share": "" if each.share is None else about_numeral(Fraction(each.share * 100), language, 1),
        }
        if self.rows is not None:
            return say("importance.spread", language, **facts)
        unknown = "" if points else say("importance.unknown", language)
        return say("importance.swing", language, unknown=unknown, **facts)

    def columns(self) -> dict[str, Any]:
        """The entries as columns: key, kind, points and share."""
        return {
            "key": [each.key for each in self.items],
            "kind": [each.kind for each in self.items],
            "points": [None if each.points is None else float(each.points) for each in self.items],
            "share": [each.share for each in self.items],
        }

    def chart(self, language: str = "id", *, width: int = WIDTH) -> Any:
        """A bar for each indicator, the first first, with its share: a chart of altair that is ``width`` pixels wide. Needs altair
        (the extra ``plot``).
        """
        sheet = Sheet.of(language, width)
        rows = [Bar(each.called(language), Fraction(each.points or 0), self._label(each, sheet)) for each in self.items]
        if self.rows is None:
            title, axis = sheet.phrase("swings", policy=self.policy), sheet.phrase("swing_points")
            return bars(sheet, title, rows, axis=axis)
        sampled = "" if self.sampled is None else sheet.count(self.sampled)
        scored = sheet.phrase("rows_scored", rows=sheet.count(self.rows), sampled=sampled)
        return bars(sheet, sheet.phrase("spreads"), rows, axis=sheet.phrase("spread_points"), beside=scored)

    def _label(self, each: IndicatorWeight, sheet: Sheet) -> str:
        if each.points is None:
            return sheet.phrase("no_end")
        points = Fraction(each.points)
        if self.rows is not None:  # an estimate: as few digits as say something
            points = rounded(points, 2 if points * 100 >= 1 else 4)
        share = "" if each.share is None else sheet.percent(Fraction(each.share * 100))
        return sheet.phrase("of_all", points=sheet.label(points), share=share)

    def to_dict(self, language: str = "id") -> dict[str, Any]:
        """The answer as plain JSON data; exact numbers are texts."""
        checked_language(language)
        return {
            "policy": self.policy,
            "rows": self.rows,
            "sampled": self.sampled,
            "seed": self.seed,
            "items": [each.to_dict(language) for each in self.items],
        }

    def _cells(self, language: str) -> Cells:
        heads = [say(f"importance.{name}", language) for name in ("what", "points", "share")]
        rows = [
            (
                each.called(language),
                "" if each.points is None else about_numeral(Fraction(each.points), language),
                "" if each.share is None else about_numeral(Fraction(each.share * 100), language, 1),
            )
            for each in self.items
        ]
        return heads, rows


def importance(subject: Policy | Scores, *, most: int = 2000, seed: int = 0) -> Importance:
    """Which indicator matters most: by a policy, or in a population of scores.

    For a policy it is by how much what each indicator adds to the score differs over its range. Sums and weighted means are split;
    what does not add up (a product of two indicators, a choice between two formulas) is one entry. For scores it is how far what each adds lies from its mean, and its share of
    the variance of the scores; shares add up to 1, limits and roundings with them. All rows are looked at if they are at most ``most``, otherwise a
    sample drawn with ``seed``, and the answer says so.

    >>> from asn_appraisal import schemes
    >>> [(each.key, float(each.points)) for each in importance(schemes.get("permenpanrb-88-2021"))][:3]
    [('perencanaan', 30.0), ('pengukuran', 30.0), ('evaluasi', 25.0)]
    """
    checked_count(most, "most", 2, _MOST_ROWS)
    checked_count(seed, "seed", 0, _MOST_SEED)
    if isinstance(subject, Policy):
        if subject.score is None:
            raise refused(subject, "subject", "scored")
        return Importance(subject.key, _swings(subject.score))
    if not isinstance(subject, Scores):
        raise refused(subject, "subject", "Scores")
    if subject.policy.score is None:
        raise refused(subject, "subject", "scored")
    rows = np.flatnonzero(~subject.rejected)
    chosen = rows
    if len(rows) > most:
        chosen = np.sort(np.random.default_rng(seed).choice(rows, most, replace=False))
    sampled = len(chosen) if len(rows) > most else None
    items = _spreads(subject, chosen.tolist()) if len(chosen) else ()
    return Importance(
        subject.policy.key, items, len(rows), sampled, None if sampled is None else seed, subject.records.like
    )


# --- of a policy -----------------------------------------------------------------------------------------------------


def _swings(score: Expression) -> tuple[IndicatorWeight, ...]:
    terms: dict[tuple[str, str], list[tuple[Fraction, Expression]]] = {}
    for factor, node in _terms(score, Fraction(1)):
        keys = tuple(dict.fromkeys(map(source_key, sources_of(node))))
        place = (INDICATOR, keys[0]) if len(keys) == 1 else (PART, _key(node))
        terms.setdefault(place, []).append((factor, node))
    swings: dict[tuple[str, str], tuple[Fraction | None, Expression]] = {}
    for (kind, key), found in terms.items():
        (factor, node), *others = found
        source = sources_of(node)[0] if kind == INDICATOR else node
        if others:  # what one indicator adds in several places is looked at as a whole
            factor, node = Fraction(1), Sum(*(part * times for times, part in found))
        ends = interval(node)
        swings[kind, key] = (
            None if ends.low is None or ends.high is None else abs(factor) * (ends.high - ends.low),
            source,
        )
    total = sum((points for points, _ in swings.values() if points is not None), Fraction(0))
    whole = total and all(points is not None for points, _ in swings.values())
    items = [
        IndicatorWeight(
            key,
            kind,
            points,
            float(points / total) if whole and points is not None else None,
            names_of(kind, key, source),
        )
        for (kind, key), (points, source) in swings.items()
    ]
    return tuple(sorted(items, key=lambda each: (each.points is not None, -(each.points or 0))))


def _key(node: Expression) -> str:
    return node.key if isinstance(node, Named) else written(node)


def _terms(node: Expression, factor: Fraction) -> Iterator[tuple[Fraction, Expression]]:
    """What a score adds up, as far as it does: formulas that depend on something, each with its factor."""
    sources = {source_key(each) for each in sources_of(node)}
    if not sources:
        return
    if len(sources) > 1:
        if isinstance(node, Named | Required | Within | Rounded):
            yield from _terms(node.value, factor)
            return
        if isinstance(node, Limited | OrElse | But) and not _varies(node):
            yield from _terms(node.value, factor)
            return
        if isinstance(node, Sum | Mean | Weighted) and not node.given_only:
            weights = node.weights if isinstance(node, Weighted) else (Fraction(1),) * len(node.parts)
            whole = Fraction(1) if isinstance(node, Sum) else sum(weights, Fraction(0))
            for weight, part in zip(weights, node.parts, strict=True):
                yield from _terms(part, factor * weight / whole)
            return
        if isinstance(node, Arithmetic) and (multiples := _multiples(node)) is not None:
            for times, part in multiples:
                yield from _terms(part, factor * times)
            return
    yield factor, node


def _varies(node: Limited | OrElse | But) -> bool:
    """Whether a limit or what replaces a value depends on something."""
    others = [each for each in node.children() if each != node.value]
    return any(sources_of(each) for each in others)


def _multiples(node: Arithmetic) -> list[tuple[Fraction, Expression]] | None:
    one = Fraction(1)
    if node.operator in "+-":
        return [(one, node.left), (one if node.operator == "+" else -one, node.right)]
    for number, part in ((node.right, node.left), (node.left, node.right)):
        if isinstance(number, Constant) and isinstance(number.value, Fraction) and number.value:
            if node.operator == "*":
                return [(number.value, part)]
            if number is node.right:
                return [(1 / number.value, part)]
    return None


# --- of a population -------------------------------------------------------------------------------------------------


def _spreads(scores: Scores, rows: list[int]) -> tuple[IndicatorWeight, ...]:
    found: dict[tuple[str, str], Any] = {}
    names: dict[tuple[str, str], tuple[str, str]] = {}
    totals = np.zeros(len(rows))
    for at, row in enumerate(rows):
        split = contributions(scores.appraisal(row))
        totals[at] = float(split.exact)
        for item in split.items:
            place = item.kind, item.key
            if place not in found:
                found[place], names[place] = np.zeros(len(rows)), item.names
            found[place][at] = float(item.points)
    variance = float(np.var(totals))
    items = [
        IndicatorWeight(
            key,
            kind,
            float(np.mean(np.abs(points - points.mean()))),
            float(np.mean((points - points.mean()) * (totals - totals.mean()))) / variance if variance else None,
            names[kind, key],
        )
        for (kind, key), points in found.items()
    ]
    return tuple(sorted(items, key=lambda each: (each.kind in CORRECTIONS, -(each.points or 0), each.key)))
