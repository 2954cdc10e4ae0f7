"""Combined values: one value from the appraisals of several periods, with its trace, its band and its audit record.

How the value came about is a formula over the values of the periods, so that it is traced, rated and explained as any
other result.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, reduce
from operator import add
from typing import Any

from attrs import field, frozen

from ..algebra.bands import Bands
from ..algebra.combinations import Sum
from ..algebra.expressions import Constant, Expression
from ..algebra.levels import Level
from ..appraising.appraisals import Appraisal
from ..appraising.audit_records import PERIODS, Secret, sealed
from ..appraising.renderings import decimals
from ..appraising.traces import Trace
from ..arguments import checked_type
from ..faults import checked_language
from ..notes import Note
from ..numbers import to_text
from ..policies import Policy
from ..texts import say

_YEAR = 12  # months
_MOST_ADDED = 24
_KEY = "gabungan"


@frozen
class Combined:
    """One value from several periods: a result like any other, with ``band``, ``trace``, ``to_dict`` and an audit record.

    ``exact`` is the Fraction before the one rounding, ``score`` the Decimal after it; ``part`` names what was combined
    (empty: the score, or the numbers of the ratings), ``months`` how long each period was (empty for a sum), ``values``
    what each came to. ``scale`` is what ``score`` is rated on, if anything. ``notes`` say what looks wrong.
    """

    score: Decimal
    exact: Fraction
    part: str
    appraisals: tuple[Appraisal, ...] = field(repr=False)
    months: tuple[Fraction, ...] = field(default=(), repr=False)
    values: tuple[Fraction, ...] = field(default=(), repr=False, kw_only=True)
    scale: Bands | None = field(default=None, repr=False, eq=False, kw_only=True)
    scale_of_periods: bool = field(default=False, repr=False, kw_only=True)
    numbers: Mapping[str, Fraction] = field(factory=dict, repr=False, kw_only=True)
    as_reported: bool = field(default=False, repr=False, kw_only=True)

    @cached_property
    def _appraisal(self) -> Appraisal:
        """The value as the appraisal of a policy without inputs, of which the values of the periods are the numbers."""
        periods = [self._period(at) for at in range(len(self.values))]
        if self.months:
            periods = [span * each for span, each in zip(self.months, periods, strict=True)]
        # A formula may not be nested as deep as many periods would make it with plus signs.
        total = reduce(add, periods) if len(periods) <= _MOST_ADDED else Sum(*periods)
        if self.months:
            total = total / sum(self.months, Fraction(0))
        names = [say("combined.title", language) for language in ("id", "en")]
        value = total.rounded(self.places).named("nilai", names[0], english=names[1])
        return Policy(_KEY, names[0], english=names[1], score=value, band=self.scale).appraise({})

    def _period(self, at: int) -> Expression:
        appraisal = self.appraisals[at]
        rating = appraisal.band if self.numbers else None
        names = [
            say(
                "combined.period",
                language,
                number=at + 1,
                policy=appraisal.called(language),
                rating="" if rating is None else rating.called(language),
            )
            for language in ("id", "en")
        ]
        return Constant(self.values[at]).named(f"periode_{at + 1}", names[0], english=names[1])

    @property
    def places(self) -> int:
        """How many decimals the value was rounded to."""
        return -int(self.score.as_tuple().exponent)

    @property
    def band(self) -> Level | None:
        """The band of ``score`` on the scale that was stated; None where none was."""
        return None if self.scale is None else self._appraisal.band

    @property
    def trace(self) -> Trace:
        """How the value came about: a step for the value, one for each period, one for the band."""
        return self._appraisal.trace

    def called(self, language: str = "id") -> str:
        """What the value is called in a language."""
        return self._appraisal.called(language)

    @property
    def notes(self) -> tuple[Note, ...]:
        """What looks wrong in the periods: more than a year, one record twice, values of several policies."""
        found = []
        if sum(self.months) > _YEAR:
            found.append(Note("ASN482", facts={"months": to_text(sum(self.months, Fraction(0)))}))
        records = [(each.fingerprint, each.given) for each in self.appraisals]
        if any(record in records[:place] for place, record in enumerate(records)):
            found.append(Note("ASN483"))
        if len(policies := dict.fromkeys(each.policy for each in self.appraisals)) > 1:
            found.append(Note("ASN484", facts={"policies": ", ".join(policies)}))
        return tuple(found)

    def to_dict(self, language: str = "id") -> dict[str, Any]:
        """The value and its periods as plain JSON data; exact numbers are texts."""
        checked_language(language)
        months: list[str | None] = [to_text(span) for span in self.months]
        months = months or [None] * len(self.values)
        return {
            **self._result(),
            "decimals": decimals(self.exact),
            "band": None if self.band is None else self.band.to_dict(),
            "part": self.part or None,
            "periods": [
                {
                    "policy": each.policy,
                    "fingerprint": each.fingerprint,
                    "title": each.called(language),
                    "value": to_text(value),
                    "months": span,
                    "band": None if each.band is None else each.band.key,
                }
                for each, value, span in zip(self.appraisals, self.values, months, strict=True)
            ],
            "steps": self.trace.step_lines(language),
            "notes": [{"code": note.code, "text": note.text(language)} for note in self.notes],
        }

    def _result(self) -> dict[str, Any]:
        return {
            "score": str(self.score),
            "exact": to_text(self.exact),
            "band": None if self.band is None else self.band.key,
        }

    def rule(self) -> dict[str, Any]:
        """How the value is made of its periods, and the result, as plain data: what ``verify`` works out again."""
        return {
            "months": [to_text(span) for span in self.months] or None,
            "part": self.part or None,
            "places": self.places,
            "as_reported": self.as_reported,
            "numbers": {key: to_text(number) for key, number in self.numbers.items()} or None,
            "scale": None if self.scale is None else "periods" if self.scale_of_periods else "stated",
            "bands": None
            if self.scale is None
            else [[band.key, None if band.edge is None else str(band.edge)] for band in self.scale.bands],
            **self._result(),
        }

    def to_audit_record(self, *, key: str | None = None, after: str | None = None, secret: Secret | None = None) -> str:
        """The audit record: the short records of the periods, how they were put together, and the result.

        ``key`` says whose it is; ``after`` and ``secret`` as for ``Appraisal.to_audit_record``. ``verify`` works out each
        period and the value anew, with the policies of the periods. Raises ``AnchorError`` and ``SecretError``.
        """
        checked_type(key, "key", str, type(None))
        periods = [json.loads(each.to_audit_record(trace=False)) for each in self.appraisals]
        return sealed({"format": PERIODS, "key": key, "periods": periods, **self.rule()}, after=after, secret=secret)

    def _repr_html_(self) -> str:
        return self._appraisal._repr_html_()
