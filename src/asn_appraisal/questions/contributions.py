"""Contributions: what each indicator adds to the score of one appraisal, in points that add up to it exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from ..algebra.expressions import Expression
from ..algebra.inputs import Field
from ..algebra.items import Over
from ..analysis.outlines import outline
from ..analysis.walks import expressions
from ..appraising.additive_parts import CORRECTIONS, Splitter
from ..appraising.appraisals import Appraisal
from ..appraising.readings import mapping, read
from ..arguments import checked_type, refused
from ..charts.sheets import WIDTH, Sheet
from ..charts.waterfalls import waterfall
from ..errors import RecordError, UnknownPartError
from ..faults import checked_language
from ..numbers import to_text
from ..texts import say, word
from ..wording.numerals import about_numeral
from .answers import Answer, Cells


@frozen
class Contribution:
    """What one indicator, part or correction adds: ``key``, ``points``, and ``kind`` (``indicator``, ``part``, ``limit``,
    ``rounding``, ``replacement``, ``base``). ``most`` is the most that it could add, ``lost`` how much less it did.
    """

    key: str
    points: Fraction
    kind: str = "indicator"
    most: Fraction | None = None
    names: tuple[str, str] = field(default=("", ""), repr=False)

    @property
    def lost(self) -> Fraction | None:
        """The points between what it adds and the most that it could add; None where that is not known."""
        return None if self.most is None else self.most - self.points

    def called(self, language: str = "id") -> str:
        """What it is called in a language."""
        checked_language(language)
        return label(self.kind, self.names, language)

    def to_dict(self, language: str = "id") -> dict[str, Any]:
        """The contribution as plain data; exact numbers are texts."""
        return {
            "key": self.key,
            "kind": self.kind,
            "name": self.called(language),
            "points": to_text(self.points),
            "most": None if self.most is None else to_text(self.most),
            "lost": None if self.lost is None else to_text(self.lost),
        }


@frozen
class Contributions(Answer):
    """A score as a base and what is added to it: ``base + sum(points) == exact``, exactly.

    ``items`` are in the order of the formula. ``reference`` are the values that Shapley values start from where the
    formula does not add up.
    """

    policy: str
    base: Fraction
    items: tuple[Contribution, ...]
    exact: Fraction
    reference: Mapping[str, Any] = field(factory=dict, repr=False)
    titles: tuple[str, str] = field(
        default=("", ""), repr=False, kw_only=True
    )  # of the policy, in Indonesian and English

    def __iter__(self) -> Iterator[Contribution]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, key: str) -> Fraction:
        """All the points of a key: those of an indicator with its limits and roundings."""
        found = [item.points for item in self.items if item.key == key]
        if not found:
            raise UnknownPartError(key=repr(key), close="", policy=self.policy)
        return sum(found, Fraction(0))

    def _title(self, language: str) -> str:
        return self.titles[0 if language == "id" else 1] or self.policy

    def reasons(self) -> tuple[Contribution, ...]:
        """What keeps the score from the best that it could be, most points lost first, one entry an indicator or part.

        This is the order in which scorecards state reasons (PMML 4.4, Scorecard, reason codes by points below the maximum).
        """
        lost: dict[str, Contribution] = {}
        for item in self.items:
            old = lost.get(item.key)
            if old is None:
                lost[item.key] = item
            else:
                most = None if item.most is None or old.most is None else item.most + old.most
                lost[item.key] = Contribution(item.key, item.points + old.points, old.kind, most, old.names)
        known = [item for item in lost.values() if item.lost is not None and item.lost > 0]
        return tuple(sorted(known, key=lambda item: -(item.lost or 0)))

    def text(self, language: str = "id") -> str:
        """The contributions in words, a line each, with the points lost where they are known."""
        checked_language(language)
        lines = [
            say("contributions.head", language, policy=self._title(language), score=about_numeral(self.exact, language))
        ]
        if self.base:
            lines.append(say("contributions.base", language, points=about_numeral(self.base, language)))
        for item in self.items:
            # A correction takes away or adds, and what is above a limit is no most: both are said without one.
            known = item.most is not None and item.kind not in CORRECTIONS and item.points < item.most
            most = about_numeral(item.most, language) if item.most is not None and known else ""
            points = about_numeral(item.points, language)
            lines.append(say("contributions.line", language, name=item.called(language), points=points, most=most))
        return "\n".join(lines) + "\n"

    def columns(self) -> dict[str, Any]:
        """The contributions as columns: key, kind, points, most and lost (floats nearest to the exact numbers)."""
        return {
            "key": [item.key for item in self.items],
            "kind": [item.kind for item in self.items],
            "points": [float(item.points) for item in self.items],
            "most": [None if item.most is None else float(item.most) for item in self.items],
            "lost": [None if item.lost is None else float(item.lost) for item in self.items],
        }

    def _cells(self, language: str) -> Cells:
        """The contributions as a table for people."""
        heads = [say(f"contributions.{name}", language) for name in ("what", "points", "at_most")]
        rows = [(say("contributions.starting", language), about_numeral(self.base, language), "")] if self.base else []
        for item in self.items:
            most = "" if item.most is None else about_numeral(item.most, language)
            rows.append((item.called(language), about_numeral(item.points, language), most))
        rows.append((say("contributions.total", language), about_numeral(self.exact, language), ""))
        return heads, rows

    def chart(self, language: str = "id", *, width: int = WIDTH) -> Any:
        """The contributions as a waterfall, a chart of altair that is ``width`` pixels wide. Needs altair (the extra ``plot``)."""
        sheet = Sheet.of(language, width)
        return waterfall(
            sheet,
            sheet.phrase("contributions", score=sheet.numeral(self.exact)),
            [(item.called(language), item.points) for item in self.items],
            start=(sheet.phrase("start"), self.base) if self.base else None,
            end=(sheet.phrase("score"), self.exact),
            axis=sheet.phrase("points"),
            beside=self._title(language),
        )

    def to_dict(self, language: str = "id") -> dict[str, Any]:
        """The contributions as plain JSON data; exact numbers are texts."""
        checked_language(language)
        return {
            "policy": self.policy,
            "exact": to_text(self.exact),
            "base": to_text(self.base),
            "items": [item.to_dict(language) for item in self.items],
        }


def contributions(appraisal: Appraisal, *, reference: object = None) -> Contributions:
    """What each indicator adds to a score: ``base`` and ``items`` whose points add up to ``appraisal.exact`` exactly.

    Sums and weighted means are split into what they add up; a limit, a rounding and a replacement are items of their own.
    Where a formula does not add up, the fields and parts that it is written with get their Shapley values, starting from
    ``reference``: a record with the values to start from, or by default each number at the end of its range that
    counts least. Raises ``RecordError`` for a reference that cannot be read, and an error for an appraisal without a number.

    >>> from asn_appraisal import schemes
    >>> record = {"nilai_skp": 90, "nilai_perilaku": 80, "penilaian_rekan": False, "ide_baru": False}
    >>> found = contributions(schemes.get("pp-30-2019").appraise(record))
    >>> [(item.key, float(item.points)) for item in found.items]
    [('nilai_skp', 63.0), ('nilai_perilaku', 24.0)]
    """
    checked_type(appraisal, "appraisal", Appraisal)
    score, exact = appraisal.trace.score, appraisal.exact
    if score is None or exact is None:
        raise refused(appraisal, "appraisal", "scored")
    values = appraisal.trace.values
    splitter = Splitter(score, values, None if reference is None else _reference(score, appraisal, reference))
    split = splitter.split(score)
    items = tuple(
        Contribution(key, share.points, kind, share.most, names_of(kind, key, share.source))
        for (kind, key), share in split.shares.items()
    )
    titles = appraisal.called("id"), appraisal.called("en")
    return Contributions(appraisal.policy, split.base, items, exact, splitter.reference.values[-1], titles=titles)


def _reference(score: Expression, appraisal: Appraisal, reference: object) -> Mapping[str, Any]:
    """The exact values of a reference record; what it leaves out is as in the appraisal."""
    given = mapping(reference)
    if given is None:
        raise refused(reference, "reference", "record")
    reading = read(outline([score]), {**appraisal.given, **given}, ignore="all", floats=appraisal.floats)
    if reading.faults:
        raise RecordError(faults=reading.faults)
    return reading.values


def label(kind: str, names: tuple[str, str], language: str) -> str:
    """What a share of a score is called, with the word for a correction."""
    name = names[0 if language == "id" else 1]
    correction = word("contributions", kind, language) if kind in CORRECTIONS else ""
    return ": ".join(each for each in (name, correction) if each)


def names_of(kind: str, key: str, source: Expression) -> tuple[str, str]:
    """The names of a share's source, in Indonesian and English; a correction of several sources has no name of its own."""
    if kind in CORRECTIONS and key == kind:
        return "", ""
    if isinstance(source, Over):
        within = [each for each in expressions(*source.children()) if isinstance(each, Field)]
        inside = [within[0]] if "." in key else []
        whole: list[Any] = [source.items, *inside]
        names = [": ".join(each.called(language) for each in whole) for language in ("id", "en")]
        return names[0], names[1]
    called = getattr(source, "called", None)
    return (key, key) if called is None else (called("id"), called("en"))
