"""Raters: how lenient and how spread each rater is, shrunk toward the others, and what a calibration would change.

Shrinkage is empirical Bayes with components of variance by the method of moments: Efron and Morris (1975); Searle, Casella and
McCulloch (1992), chapter 3. With b the variance between raters and w the one within them, a rater of n ratings keeps the part
b / (b + w / n) of the distance from the mean of all. Variances are shrunk alike: about s^2 they vary by 2 w^2 / (n - 1)
(DerSimonian and Laird 1986 for the moment, normal ratings assumed).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import sqrt
from typing import Any

import numpy as np
from attrs import field, frozen

from ...arguments import checked_type, names, refused
from ...charts.distances import Distance, Place, distances
from ...charts.sheets import WIDTH, Sheet
from ...columns.reading.arrays import Array
from ...columns.results.group_summaries import SMALL
from ...columns.results.selections import coded_column
from ...columns.scores import Scores
from ...errors import RepeatedRaterError
from ...faults import checked_language
from ...numbers import to_text
from ...rounding import rounded
from ...texts import say, thousands
from ..answers import Answer, Cells
from .agreements import Agreement, agreement_of
from .calibrations import Calibration, calibrated
from .group_words import decimals, doubles, name_of, place_of
from .samples import Sample, pooled
from .variance_components import OneWay, one_way

_NORMAL = 1.959964  # 95 % of a normal distribution lie within so many standard deviations


@frozen
class Rater:
    """One rater: exact ``mean`` of so many ``ratings``, ``leniency`` (its distance from the mean of all ratings), and
    ``shrunk``, the part of it that is not likely to be chance; ``kept`` is that part.

    ``margin`` (half an interval of 95 %), ``spread`` and ``shrunk_spread`` (standard deviations) are approximate floats.
    ``against_others`` is the exact mean difference from the other raters of the same people, over ``shared`` of them.
    """

    name: Any
    ratings: int
    mean: Fraction
    leniency: Fraction
    kept: Fraction = Fraction(0)
    margin: float | None = None
    spread: float | None = None
    shrunk_spread: float | None = None
    against_others: Fraction | None = None
    shared: int = 0

    @property
    def shrunk(self) -> Fraction:
        """The leniency as far as it is not likely to be chance."""
        return self.kept * self.leniency

    @property
    def small(self) -> bool:
        """Whether there are too few ratings for a claim."""
        return self.ratings < SMALL

    def to_dict(self) -> dict[str, Any]:
        """The rater as plain data: exact numbers are texts, approximate ones floats."""
        return {
            "name": str(self.name),
            "ratings": self.ratings,
            "mean": to_text(self.mean),
            "leniency": to_text(self.leniency),
            "shrunk": to_text(self.shrunk),
            "margin": self.margin,
            "spread": self.spread,
            "shrunk_spread": self.shrunk_spread,
            "against_others": None if self.against_others is None else to_text(self.against_others),
            "shared": self.shared,
            "small": self.small,
        }


@frozen(eq=False)
class Raters(Answer):
    """The raters of a table in ``items``, in the order in which they first appear.

    ``mean`` is that of all ratings, ``between`` and ``within`` the variances between raters and within them, all exact.
    ``unnamed`` scored rows name no rater and count for nothing. ``agreement`` is None where no column names the people.
    """

    scores: Scores = field(repr=False)
    rater: str
    items: tuple[Rater, ...]
    mean: Fraction | None
    between: Fraction | None = field(repr=False)
    within: Fraction | None = field(repr=False)
    unnamed: int = 0
    agreement: Agreement | None = None
    _members: tuple[Array, ...] = field(default=(), repr=False)

    @property
    def like(self) -> Any:
        """The kind of frame that came in."""
        return self.scores.records.like

    def __iter__(self) -> Iterator[Rater]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, name: object) -> Rater:
        """The rater of a name."""
        return self.items[place_of([(each.name,) for each in self.items], name)]

    def calibration(self) -> Calibration:
        """What would become of scores and bands if each rater's shrunk leniency were taken from its ratings: guidance, applied
        to nothing. Ratings of raters with fewer than 10 stay as they are.
        """
        shifts = [Fraction(0) if each.small else each.shrunk for each in self.items]
        return calibrated(self.scores, self.rater, list(zip(self._members, shifts, strict=True)))

    def text(self, language: str = "id") -> str:
        """The raters in words, a line each, with what leniency is and what it does not say."""
        checked_language(language)
        count = thousands(sum(each.ratings for each in self.items), language)
        lines = [
            say("raters.head", language, raters=len(self.items), ratings=count, mean=decimals(self.mean, language))
        ]
        lines += [_line(each, language) for each in self.items]
        if any(each.small for each in self.items):
            lines.append(f"* {say('raters.small', language, least=SMALL)}")
        if self.unnamed:
            lines.append(say("raters.unnamed", language, count=thousands(self.unnamed, language)))
        if len(self.items) < 2:
            lines.append(say("raters.alone", language))
        if self.agreement is not None:
            lines.append(self.agreement.text(language).rstrip("\n"))
        lines += [say("raters.method", language), say("raters.meaning", language)]
        return "\n".join(lines) + "\n"

    def columns(self) -> dict[str, Any]:
        """The raters as columns: the rater, ``ratings``, ``mean``, ``leniency``, ``shrunk``, ``margin``, ``spread``,
        ``shrunk_spread``, ``against_others``, ``shared``, ``small``.
        """
        found: dict[str, Any] = {
            self.rater: [each.name for each in self.items],
            "ratings": np.array([each.ratings for each in self.items], np.int64),
        }
        for name in ("mean", "leniency", "shrunk", "margin", "spread", "shrunk_spread", "against_others"):
            found[name] = doubles(getattr(each, name) for each in self.items)
        found["shared"] = np.array([each.shared for each in self.items], np.int64)
        found["small"] = np.array([each.small for each in self.items], bool)
        return found

    def chart(self, language: str = "id", *, width: int = WIDTH) -> Any:
        """Each rater's distance from the mean with its interval, the most lenient first: a chart of altair that is ``width`` pixels
        wide. The interval is that of 95 % by the rater's own spread, approximate; few ratings have none and are hollow. Needs
        altair (the extra ``plot``).
        """
        sheet = Sheet.of(language, width)
        dots = [
            Distance(name_of((each.name,)), each.ratings, each.leniency, _interval(each), each.small)
            for each in self.items
        ]
        place, how = Place(sheet.phrase("leniency")), sheet.phrase("how_raters")
        return distances(sheet, sheet.phrase("raters"), dots, place, beside=how, outermost="outermost_raters")

    def to_dict(self) -> dict[str, Any]:
        """The raters as plain JSON data: exact numbers are texts, approximate ones floats."""
        return {
            "policy": self.scores.policy.key,
            "rater": self.rater,
            "mean": None if self.mean is None else to_text(self.mean),
            "between": None if self.between is None else to_text(self.between),
            "within": None if self.within is None else to_text(self.within),
            "unnamed": self.unnamed,
            "raters": [each.to_dict() for each in self.items],
            "agreement": None if self.agreement is None else self.agreement.to_dict(),
        }

    def _cells(self, language: str) -> Cells:
        heads = [
            self.rater,
            *(say(f"raters.{each}", language) for each in ("ratings", "average", "distance", "likely")),
        ]
        heads.append(say("raters.spread", language))
        rows = [
            [
                name_of((each.name,)) + (" *" if each.small else ""),
                thousands(each.ratings, language),
                decimals(each.mean, language),
                _signed(each.leniency, language),
                "" if each.small else _signed(each.shrunk, language),
                decimals(each.spread, language),
            ]
            for each in self.items
        ]
        return heads, rows


def _interval(rater: Rater) -> tuple[Fraction, Fraction] | None:
    """The interval of 95 % of a rater's leniency by its own spread, in hundredths, approximate; none for few ratings."""
    if rater.small or rater.spread is None:
        return None
    margin = rounded(Fraction(_NORMAL * rater.spread / sqrt(rater.ratings)), 2)
    return rater.leniency - margin, rater.leniency + margin


def _line(rater: Rater, language: str) -> str:
    claims = not rater.small
    return say(
        "raters.line",
        language,
        name=name_of((rater.name,)) + ("" if claims else "*"),
        ratings=thousands(rater.ratings, language),
        leniency=_signed(rater.leniency, language),
        shrunk=_signed(rater.shrunk, language) if claims else "",
        margin=decimals(rater.margin, language) if claims else "",
        spread=decimals(rater.spread, language),
        against=_signed(rater.against_others, language),
        shared=rater.shared or "",
    )


def _signed(value: Fraction | None, language: str) -> str:
    text = decimals(value, language)
    return f"+{text}" if value is not None and value > 0 else text


def raters(scores: Scores, *, rater: str, person: str | Iterable[str] = ()) -> Raters:
    """The raters of a table by a column that names them: leniency and spread, as they are and shrunk.

    ``person`` names the column (or columns) of the person who was rated, where several raters rated one: then the raters'
    agreement, and how each differs from the others of the same people, are worked out too. A rater who rated one person
    more than once is refused (``RepeatedRaterError``): name the period as well, ``person=("nip", "triwulan")``.

    A rater whose people do better has a higher mean as well: leniency asks for a talk and proves nothing.

    >>> import asn_appraisal as asn
    >>> policy = asn.schemes.get("permenpan-16-2009")
    >>> table = {"atasan": ["a"] * 10 + ["b"] * 10, "nilai": [80, 82] * 5 + [85, 87] * 5}
    >>> found = raters(asn.appraise_table(policy, table), rater="atasan")
    >>> [(each.name, str(each.leniency), round(float(each.shrunk), 3)) for each in found]
    [('a', '-5/2', -2.478), ('b', '5/2', 2.478)]
    """
    checked_type(scores, "scores", Scores)
    checked_type(rater, "rater", str)
    persons = names(person, "person")
    units = scores.units()
    if units is None:
        raise refused(scores, "scores", "scored")
    values, codes = coded_column(scores.records, rater)
    named = np.array([value is not None and value != "" for value in values], bool)[codes]
    rows = np.flatnonzero(~scores.rejected & named)
    members = _members(codes, rows)
    places = scores.policy.places
    samples = [Sample.of(units[each].tolist(), places) for each in members]
    analysis, mean = one_way(samples), pooled(samples).mean
    people = _people(scores, persons, rows, codes) if persons else []
    shared = _shared(people, codes, units, places)
    raters_named = [values[int(codes[each[0]])] for each in members]
    spreads = _shrunk_variances(samples, analysis)
    return Raters(
        scores,
        rater,
        tuple(
            _rater(name, sample, mean, analysis, (spread, shared.get(int(codes[each[0]]), [])))
            for name, sample, spread, each in zip(raters_named, samples, spreads, members, strict=True)
        ),
        mean,
        analysis.component,
        analysis.within,
        int((~scores.rejected & ~named).sum()),
        _agreement(scores, people, units) if persons else None,
        tuple(members),
    )


def _members(codes: Array, rows: Array) -> list[Array]:
    """The rows of each code that some rows have, in the order in which they first appear."""
    _, firsts, which = np.unique(codes[rows], return_index=True, return_inverse=True)
    order = np.argsort(which, kind="stable")
    groups = np.split(rows[order], np.cumsum(np.bincount(which))[:-1]) if len(rows) else []
    return [groups[place] for place in np.argsort(firsts).tolist()]


def _rater(
    name: Any,
    sample: Sample,
    overall: Fraction | None,
    analysis: OneWay,
    more: tuple[Fraction | None, Sequence[Fraction]],
) -> Rater:
    """A rater of its ratings; ``more`` is its shrunk variance and its differences from other raters of the same people."""
    shrunk, differences = more
    mean = sample.mean or Fraction(0)
    between, within = analysis.component, analysis.within
    kept, margin = Fraction(0), None
    if between and within is not None:
        noise = within / sample.count
        kept = between / (between + noise)
        margin = _NORMAL * sqrt(kept * noise)
    return Rater(
        name,
        sample.count,
        mean,
        mean - (overall or Fraction(0)),
        kept,
        margin,
        None if sample.variance is None else sqrt(sample.variance),
        None if shrunk is None else sqrt(shrunk),
        sum(differences, Fraction(0)) / len(differences) if differences else None,
        len(differences),
    )


def _shrunk_variances(samples: Sequence[Sample], analysis: OneWay) -> list[Fraction | None]:
    """The variance of each sample, shrunk toward the one within all; None for a sample of one."""
    within = analysis.within
    if within is None:
        return [each.variance for each in samples]
    known = [(each.count - 1, each.variance) for each in samples if each.variance is not None]
    total = sum(freedom for freedom, _ in known)
    apart = sum((freedom * (variance - within) ** 2 for freedom, variance in known), Fraction(0))
    below = total - Fraction(sum(freedom**2 for freedom, _ in known), total)
    chance = 2 * within**2
    real = max(Fraction(0), (apart - chance * (len(known) - 1)) / below) if below else Fraction(0)
    found: list[Fraction | None] = []
    for each in samples:
        if each.variance is None:
            found.append(None)
            continue
        around = real + chance / (each.count - 1)
        found.append(within + (real / around if around else 0) * (each.variance - within))
    return found


def _people(scores: Scores, persons: Sequence[str], rows: Array, raters_of: Array) -> list[Array]:
    """The rows of each person with two or more; a row that lacks a part of the person's name belongs to nobody.

    Raises ``RepeatedRaterError`` where one rater rated a person more than once.
    """
    known, together = np.ones(len(rows), bool), np.zeros(len(rows), np.int64)
    for name in persons:
        values, codes = coded_column(scores.records, name)
        known &= np.array([value is not None and value != "" for value in values], bool)[codes[rows]]
        together = np.unique(together, return_inverse=True)[1] * (len(values) + 1) + codes[rows]
    kept, people = rows[known], np.zeros(len(scores), np.int64)
    people[rows] = together
    pairs = np.unique(people[kept], return_inverse=True)[1] * (int(raters_of.max(initial=0)) + 1) + raters_of[kept]
    repeated = int((np.unique(pairs, return_counts=True)[1] > 1).sum())
    if repeated:
        raise RepeatedRaterError(count=repeated, person=", ".join(persons))
    return [each for each in _members(people, kept) if len(each) > 1]


def _agreement(scores: Scores, people: Sequence[Array], units: Array) -> Agreement:
    samples = [Sample.of(units[each].tolist(), scores.policy.places) for each in people]
    bands = scores.bands
    got = None if bands is None else [bands.codes[each].tolist() for each in people]
    return agreement_of(samples, got)


def _shared(people: Sequence[Array], raters_of: Array, units: Array, places: int) -> dict[int, list[Fraction]]:
    """By how much each rater differs from the mean of the others of the same people."""
    found: dict[int, list[Fraction]] = {}
    for each in people:
        given = units[each].tolist()
        total = sum(given)
        for row, value in zip(each.tolist(), given, strict=True):
            others = Fraction(total - value, len(given) - 1)
            found.setdefault(int(raters_of[row]), []).append((value - others) / 10**places)
    return found
