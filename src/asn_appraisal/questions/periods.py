"""Periods: one value from the appraisals of several periods, exact and rounded once."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from attrs import field, frozen

from ..algebra.expressions import But, Expression, Limited, OrElse, Rounded, Within
from ..appraising.appraisals import Appraisal
from ..appraising.trace_steps import TraceStep
from ..arguments import checked_count, checked_type, several
from ..errors import MonthsError, OtherScaleError, RoundedPartError, UnknownPartError
from ..notes import Note
from ..numbers import exact, to_decimal, to_text
from ..rounding import MOST_PLACES, rounded
from ..similar_names import closest
from .scales import scale_of

_YEAR = 12  # months
_MOST_LEVELS = 10  # of a scale that a message shows


@frozen
class Combined:
    """One value from several periods.

    ``exact`` is the Fraction before the one rounding, ``score`` the Decimal after it; ``part`` names what was combined
    (empty: the score), ``months`` how long each period was (empty for a sum). ``notes`` say what looks wrong.
    """

    score: Decimal
    exact: Fraction
    part: str
    appraisals: tuple[Appraisal, ...] = field(repr=False)
    months: tuple[Fraction, ...] = field(default=(), repr=False)

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


def combine(
    appraisals: Iterable[Appraisal],
    months: Iterable[object],
    *,
    part: str | None = None,
    places: int = 2,
    as_reported: bool = False,
) -> Combined:
    """The mean of several periods by their months: an employee who moved, or served part of the year.

    ``months`` are exact numbers above 0, one an appraisal; they need not make 12. ``part`` names an unrounded part
    (by default the score, of a policy that was made with ``rounding=None``), so that the result is rounded once, to
    ``places``. ``as_reported`` takes values that were rounded before, where a rule combines reported values.

    Raises ``MonthsError``, ``RoundedPartError``, ``UnknownPartError``, and ``OtherScaleError`` for scores rated on two scales.

    >>> from asn_appraisal import schemes
    >>> policy = schemes.get("pp-30-2019", rounding=None)
    >>> record = {"nilai_skp": "90.01", "nilai_perilaku": 90, "penilaian_rekan": False, "ide_baru": False}
    >>> combine([policy.appraise(record), policy.appraise({**record, "nilai_skp": 100})], [4, 8]).score
    Decimal('94.67')
    """
    periods = several(appraisals, "appraisals", Appraisal)
    spans = tuple(map(exact, several(months, "months", object, right="number")))
    _check_asked(part, places, as_reported=as_reported)
    if not periods or len(spans) != len(periods) or min(spans) <= 0:
        raise MonthsError(count=len(periods))
    if part is None:
        _check_scales(periods)
    values = [_value(each, part, as_reported=as_reported) for each in periods]
    total = sum((value * span for value, span in zip(values, spans, strict=True)), Fraction(0))
    return _combined(total / sum(spans), part, places, periods, spans)


def add_up(appraisals: Iterable[Appraisal], *, part: str = "nilai_penuh", places: int = 3) -> Combined:
    """The sum of an unrounded part over several periods, rounded once to ``places``: credit points of quarters.

    Raises ``MonthsError`` without an appraisal, ``RoundedPartError``, ``UnknownPartError``.

    >>> from asn_appraisal import schemes
    >>> quarter = schemes.get("permenpanrb-1-2023").appraise({"jenjang": "ahli_pertama", "predikat": "baik", "bulan": 3})
    >>> add_up([quarter] * 4, places=2).score
    Decimal('12.50')
    """
    periods = several(appraisals, "appraisals", Appraisal)
    _check_asked(part, places)
    if not periods:
        raise MonthsError(count=0)
    total = sum((_value(each, part, as_reported=False) for each in periods), Fraction(0))
    return _combined(total, part, places, periods, ())


def _check_asked(part: str | None, places: int, *, as_reported: bool = False) -> None:
    checked_type(part, "part", str, type(None))
    checked_count(places, "places", 0, MOST_PLACES)
    checked_type(as_reported, "as_reported", bool)


def _check_scales(periods: tuple[Appraisal, ...]) -> None:
    """Refuse scores that were rated on scales of different levels; one without a band may be of any."""
    scales = {scale: each.policy for each in reversed(periods) if (scale := scale_of(each))}
    if len(scales) > 1:
        shown = [f"{policy} ({', '.join(scale[:_MOST_LEVELS])})" for scale, policy in scales.items()]
        raise OtherScaleError(found=shown[-1], right=shown[-2])


def _combined(
    value: Fraction, part: str | None, places: int, periods: tuple[Appraisal, ...], spans: tuple[Fraction, ...]
) -> Combined:
    return Combined(to_decimal(rounded(value, places), places), value, part or "", periods, spans)


def _value(appraisal: Appraisal, part: str | None, *, as_reported: bool) -> Fraction:
    """The number of a part (or of the score) in one appraisal; a rounded one only for reported values."""
    numbers = {step.key: step for step in appraisal.trace if step.place is None and isinstance(step.value, Fraction)}
    step = _score_step(appraisal) if part is None else numbers.get(part)
    found = appraisal.exact if part is None else step and step.value
    if not isinstance(found, Fraction):
        raise UnknownPartError(
            key=repr(part or "score"), close=", ".join(closest(part or "score", numbers)), policy=appraisal.policy
        )
    if step is not None and not as_reported and _was_rounded(step.part.value):
        unrounded = ", ".join(key for key, each in numbers.items() if not _was_rounded(each.part.value))
        raise RoundedPartError(part=step.key, policy=appraisal.policy, parts=unrounded)
    return found


def _score_step(appraisal: Appraisal) -> TraceStep | None:
    """The step of the score: the first result, unless the score is a field of the record and has none."""
    first = appraisal.trace.tops[0] if appraisal.trace.tops else None
    return first if first is not None and first.value == appraisal.exact else None


def _was_rounded(formula: Expression) -> bool:
    while isinstance(formula, Limited | But | OrElse | Within):
        formula = formula.value
    return isinstance(formula, Rounded)
