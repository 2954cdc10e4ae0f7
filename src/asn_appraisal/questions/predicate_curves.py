"""Predicate curves: how the predicates of a unit compare with the curve that the law draws as guidance.

The law gives no percentages and no quota: nobody's predicate follows from a curve, and nothing here says it should.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from ..algebra.levels import Level
from ..algebra.sources import Source
from ..appraising.appraisals import Appraisal
from ..arguments import checked_choice, refused
from ..errors import UnknownLevelError
from ..faults import checked_language
from ..numbers import to_decimal
from ..policies import Policy
from ..rounding import rounded
from ..schemes.permenpanrb_6_2022 import COUNTS, CURVES, KEY, POLA, PREDIKAT
from ..texts import numeral, say
from .scales import scale_of


@frozen
class Share:
    """One predicate: how many employees have it, and which share the curve illustrates."""

    level: Level
    count: int
    share: Fraction
    illustrated: Fraction

    @property
    def difference(self) -> Fraction:
        """The share of the unit minus that of the curve; neither sign is a fault."""
        return self.share - self.illustrated


@frozen
class PredicateCurve:
    """The predicates of a unit compared with an illustrative curve, best first; ``unrated`` counts the others.

    ``others`` are policies other than PermenPANRB 6/2022 whose bands were taken for its predicates.

    ``sources`` say how certain the curve is: its counts come from one source.
    """

    curve: str
    shares: tuple[Share, ...]
    unrated: int = 0
    sources: tuple[Source, ...] = field(default=(CURVES, COUNTS), repr=False)
    others: tuple[str, ...] = ()

    @property
    def rated(self) -> int:
        """How many employees have a predicate."""
        return sum(share.count for share in self.shares)

    def text(self, language: str = "id") -> str:
        """The comparison in words, in Indonesian (``"id"``) or English; it says that the curve is no quota."""
        checked_language(language)
        lines = [say("curve.head", language, rated=self.rated, curve=self.curve)]
        lines += [
            say(
                "curve.line",
                language,
                name=each.level.called(language),
                count=each.count,
                share=_percent(each.share, language),
                illustrated=_percent(each.illustrated, language),
            )
            for each in self.shares
        ]
        if self.unrated:
            lines.append(say("curve.unrated", language, count=self.unrated))
        if self.others:
            lines.append(say("curve.others", language, policies=", ".join(self.others)))
        lines.append(say("curve.guidance", language))
        return "\n".join([*lines, *(source.text(language) for source in self.sources)]) + "\n"

    def to_dict(self) -> dict[str, Any]:
        """The comparison as plain JSON data; exact shares are texts."""
        return {
            "curve": self.curve,
            "shares": [
                {
                    "key": each.level.key,
                    "count": each.count,
                    "share": str(each.share),
                    "illustrated": str(each.illustrated),
                    "difference": str(each.difference),
                }
                for each in self.shares
            ],
            "unrated": self.unrated,
            "others": list(self.others),
            "quota": False,
            "sources": [source.to_dict() for source in self.sources],
        }


def predicate_curve(scores: Iterable[object], curve: str) -> PredicateCurve:
    """The predicates of a unit compared with the curve of the unit's own result (``"istimewa"``, ``"baik"`` ...), as
    guidance.

    ``scores`` are appraisals, bands, keys of predicates, or a result that has ``band_keys()``; None is an employee
    without a predicate. Raises ``ChoiceError`` for an unknown curve, ``UnknownLevelError`` for a predicate that is
    none of PermenPANRB 6/2022, and for results of a policy with other levels.

    >>> found = predicate_curve(["baik"] * 9 + ["sangat_baik"] * 3, "baik")
    >>> [(share.level.key, share.count, str(share.difference)) for share in found.shares][:2]
    [('sangat_baik', 3, '1/6'), ('baik', 9, '7/24')]
    """
    checked_choice(curve, "curve", tuple(POLA))
    held = list(_each(scores))
    others = _others([*held, scores])
    found = Counter(map(_key, held))
    unrated = found.pop(None, 0)
    known = [level.key for level in PREDIKAT]
    for key in found:
        if key not in known:
            raise UnknownLevelError(what="distribution", level=repr(key), right=", ".join(known))
    rated, of = sum(found.values()), sum(POLA[curve].values())
    shares = tuple(
        Share(
            level,
            found[level.key],
            Fraction(found[level.key], rated) if rated else Fraction(0),
            Fraction(POLA[curve][level.key], of),
        )
        for level in PREDIKAT
    )
    return PredicateCurve(curve, shares, unrated, others=others)


def _others(results: list[object]) -> tuple[str, ...]:
    """The other policies that results come from; raises ``UnknownLevelError`` for one with other levels."""
    found: dict[str, None] = {}
    known = tuple(level.key for level in PREDIKAT)
    for each in results:
        policy = getattr(each, "policy", None)
        if isinstance(policy, Policy) and policy.band is not None:
            key, scale = policy.key, tuple(level.key for level in policy.band.levels)
        elif isinstance(each, Appraisal):
            key, scale = each.policy, scale_of(each)
        else:
            continue
        if (other := next((level for level in scale if level not in known), None)) is not None:
            raise UnknownLevelError(what="distribution", level=f"{other!r} ({key})", right=", ".join(known))
        if key != KEY:
            found[key] = None
    return tuple(found)


def _each(scores: Any) -> Iterable[object]:
    band_keys = getattr(scores, "band_keys", None)
    found: Any = band_keys() if callable(band_keys) and not isinstance(scores, type) else scores
    if isinstance(found, str | bytes | Mapping) or not isinstance(found, Iterable):
        raise refused(scores, "scores", "list of predicate")
    return found


def _key(entry: object) -> str | None:
    if isinstance(entry, Appraisal):
        entry = entry.band
    if isinstance(entry, Level):
        return entry.key
    return entry if entry is None or isinstance(entry, str) else repr(type(entry).__name__)


def _percent(share: Fraction, language: str) -> str:
    return numeral(to_decimal(rounded(share * 100, 1), 1), language)
