"""Periods: one value from the appraisals of several periods, exact and rounded once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, overload

from ..algebra.bands import Bands
from ..algebra.expressions import But, Expression, Limited, OrElse, Rounded, Within
from ..appraising.appraisals import Appraisal
from ..appraising.trace_steps import TraceStep
from ..arguments import checked_choice, checked_count, checked_type, pairs, refused, several
from ..errors import (
    CombinedScaleError,
    MonthsError,
    OtherScaleError,
    PredicateError,
    PredicateNumbersError,
    RoundedPartError,
    UnknownPartError,
)
from ..numbers import exact, to_decimal
from ..rounding import MOST_PLACES, rounded
from ..similar_names import closest
from .combined_values import Combined
from .scales import rating_of, scale_of, unrounded

if TYPE_CHECKING:
    from ..columns.scores import Scores  # loaded with the first table
    from .combined_scores import CombinedScores

OF_PERIODS = "periods"
_MOST_LEVELS = 10  # of a scale that a message shows


@overload
def combine(
    appraisals: Iterable[Appraisal],
    months: Iterable[object],
    *,
    part: str | None = None,
    places: int = 2,
    as_reported: bool = False,
    numbers: Mapping[str, object] | None = None,
    band: Bands | str | None = None,
) -> Combined: ...
@overload
def combine(
    appraisals: Iterable[Scores],
    months: Iterable[object],
    *,
    part: str | None = None,
    places: int = 2,
    as_reported: bool = False,
    numbers: Mapping[str, object] | None = None,
    band: Bands | str | None = None,
) -> CombinedScores: ...
def combine(
    appraisals: Iterable[Appraisal] | Iterable[Scores],
    months: Iterable[object],
    *,
    part: str | None = None,
    places: int = 2,
    as_reported: bool = False,
    numbers: Mapping[str, object] | None = None,
    band: Bands | str | None = None,
) -> Combined | CombinedScores:
    """The mean of several periods by their months: an employee who moved, or served part of the year.

    ``months`` are exact numbers above 0, one an appraisal; they need not make 12. ``part`` names an unrounded part
    (by default the score, of a policy that was made with ``rounding=None``), so that the result is rounded once, to
    ``places``. ``as_reported`` takes values that were rounded before, where a rule combines reported values.
    ``numbers`` states the number of each rating, ``{"baik": 100, ...}``, for a scheme that gives no number.

    ``band`` is the scale of the combined value: ``Bands(...)``, or ``"periods"`` for the one that all periods have.
    It rates the value as it is rounded. Without it there is no band, since no law says that the scale of a period is that of a year.

    Scores of tables (``appraise_table(..., key=...)``), one a period, are combined for all people at once, matched by key:
    who is in some of the tables has the mean of these, and a row that was refused in one is named, without a value.

    Raises ``MonthsError``, ``RoundedPartError``, ``UnknownPartError``, ``PredicateError`` for a scheme without a number,
    ``PredicateNumbersError``, ``CombinedScaleError``, and ``OtherScaleError`` for scores rated on two scales.

    >>> from asn_appraisal import Bands, schemes
    >>> policy = schemes.get("pp-30-2019", rounding=None)
    >>> record = {"nilai_skp": "90.01", "nilai_perilaku": 90, "penilaian_rekan": False, "ide_baru": False}
    >>> year = combine(
    ...     [policy.appraise(record), policy.appraise({**record, "nilai_skp": 100})], [4, 8],
    ...     band=Bands(("baik", ">= 90", "Baik"), ("kurang", None, "Kurang")),
    ... )
    >>> year.score, year.band.name
    (Decimal('94.67'), 'Baik')
    """
    periods, tables = _periods(appraisals)
    spans = tuple(map(exact, several(months, "months", object, right="number")))
    _check_asked(part, places, as_reported=as_reported)
    count = len(tables or periods)
    if not count or len(spans) != count or min(spans) <= 0:
        raise MonthsError(count=count)
    stated = {} if numbers is None else {key: exact(number) for key, number in pairs(numbers, "numbers")}
    if tables:
        how = {"part": part, "places": places, "as_reported": as_reported, "numbers": numbers, "band": band}
        alone = partial(combine, **how)
        return _in_columns(tables, spans, part, places, alone=alone, numbers=None if numbers is None else stated)
    if numbers is not None and part is not None:
        raise refused(part, "part", "absent")
    if part is None:
        _check_scales(periods)
    if numbers is None:
        values = tuple(_value(each, part, as_reported=as_reported) for each in periods)
    else:
        values = tuple(_number(each, stated) for each in periods)
    scale = _scale(band, periods, part, stated=numbers is not None)
    total = sum((value * span for value, span in zip(values, spans, strict=True)), Fraction(0))
    more = {
        "scale": scale,
        "scale_of_periods": band == OF_PERIODS,
        "numbers": stated,
        "as_reported": as_reported,
        "values": values,
    }
    return _combined(total / sum(spans), part, places, periods, spans, **more)


@overload
def add_up(
    appraisals: Iterable[Appraisal], *, part: str = "nilai_penuh", places: int = 3, band: Bands | None = None
) -> Combined: ...
@overload
def add_up(
    appraisals: Iterable[Scores], *, part: str = "nilai_penuh", places: int = 3, band: Bands | None = None
) -> CombinedScores: ...
def add_up(
    appraisals: Iterable[Appraisal] | Iterable[Scores],
    *,
    part: str = "nilai_penuh",
    places: int = 3,
    band: Bands | None = None,
) -> Combined | CombinedScores:
    """The sum of an unrounded part over several periods, rounded once to ``places``: credit points of quarters.

    ``band`` is the scale of the sum as it is rounded. Scores of tables are added for all people at once, as ``combine`` does. Raises ``MonthsError`` without an appraisal, ``RoundedPartError``,
    ``UnknownPartError``, and ``CombinedScaleError`` for a scale with conditions.

    >>> from asn_appraisal import schemes
    >>> quarter = schemes.get("permenpanrb-1-2023").appraise({"jenjang": "ahli_pertama", "predikat": "baik", "bulan": 3})
    >>> add_up([quarter] * 4, places=2).score
    Decimal('12.50')
    """
    periods, tables = _periods(appraisals)
    _check_asked(part, places)
    checked_type(band, "band", Bands, type(None))
    if not periods and not tables:
        raise MonthsError(count=0)
    if tables:

        def alone(appraisals: Iterable[Appraisal], _: object) -> Combined:
            return add_up(appraisals, part=part, places=places, band=band)

        return _in_columns(tables, (), part, places, alone=alone)
    values = tuple(_value(each, part, as_reported=False) for each in periods)
    scale = _scale(band, periods, part, stated=False)
    return _combined(sum(values, Fraction(0)), part, places, periods, (), values=values, scale=scale)


def _periods(appraisals: Iterable[Any]) -> tuple[tuple[Appraisal, ...], tuple[Scores, ...]]:
    """The appraisals of one person, or the scores of many, of which every period is a table; the other is empty."""
    periods = several(appraisals, "appraisals", object, right="Appraisal")
    if not periods or not hasattr(periods[0], "rejects_frame"):
        return several(periods, "appraisals", Appraisal), ()
    from ..columns.scores import Scores

    return (), several(periods, "appraisals", Scores)


def _in_columns(
    tables: tuple[Scores, ...],
    spans: tuple[Fraction, ...],
    part: str | None,
    places: int,
    *,
    alone: Callable[..., Combined],
    numbers: dict[str, Fraction] | None = None,
) -> CombinedScores:
    from .combined_scores import combined_scores  # numpy begins there

    return combined_scores(tables, spans, part, places, alone=alone, numbers=numbers)


def _scale(band: Bands | str | None, periods: tuple[Appraisal, ...], part: str | None, *, stated: bool) -> Bands | None:
    """The scale of a combined value: the one stated, or the one by which every period was rated."""
    checked_type(band, "band", Bands, str, type(None))
    if band is None:
        return None
    if isinstance(band, str):
        checked_choice(band, "band", [OF_PERIODS])
        band = _scale_of_periods(periods, part, stated=stated)
    if conditional := [each.level.called() for each in band.bands if each.requires is not None]:
        raise _no_scale(condition=", ".join(conditional))
    return band


def _scale_of_periods(periods: tuple[Appraisal, ...], part: str | None, *, stated: bool) -> Bands:
    """The one scale that rated in every period the value that is combined."""
    policies = ", ".join(dict.fromkeys(each.policy for each in periods))
    ratings = [rating for each in periods if (rating := rating_of(each)) is not None]
    if stated or len(ratings) < len(periods):
        raise _no_scale(none=policies)
    if any(rating.bands != ratings[0].bands for rating in ratings):
        raise _no_scale(two=policies)
    for each, rating in zip(periods, ratings, strict=True):
        if unrounded(rating.value) != _combined_formula(each, part):
            raise _no_scale(other=part or each.policy)
    return ratings[0].bands


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


def _no_scale(*, none: str = "", two: str = "", other: str = "", condition: str = "") -> CombinedScaleError:
    return CombinedScaleError(none=none, two=two, other=other, condition=condition)


def _combined(
    value: Fraction,
    part: str | None,
    places: int,
    periods: tuple[Appraisal, ...],
    spans: tuple[Fraction, ...],
    **more: Any,
) -> Combined:
    return Combined(to_decimal(rounded(value, places), places), value, part or "", periods, spans, **more)


def _combined_formula(appraisal: Appraisal, part: str | None) -> Expression | None:
    """The formula of what is combined, without names and roundings; None for a score that is a field."""
    steps = (step for step in appraisal.trace if step.place is None and step.key == part)
    step = _score_step(appraisal) if part is None else next(steps, None)
    if step is not None:
        return unrounded(step.part)
    return appraisal.trace.score


def _number(appraisal: Appraisal, stated: Mapping[str, Fraction]) -> Fraction:
    """The number that was stated for the rating of an appraisal."""
    scale = scale_of(appraisal)
    if appraisal.band is None:
        raise PredicateNumbersError(policy=appraisal.policy, missing="", unknown=", ".join(stated))
    missing, unknown = [key for key in scale if key not in stated], [key for key in stated if key not in scale]
    if missing or unknown:
        raise PredicateNumbersError(policy=appraisal.policy, missing=", ".join(missing), unknown=", ".join(unknown))
    return stated[appraisal.band.key]


def _value(appraisal: Appraisal, part: str | None, *, as_reported: bool) -> Fraction:
    """The number of a part (or of the score) in one appraisal; a rounded one only for reported values."""
    numbers = {step.key: step for step in appraisal.trace if step.place is None and isinstance(step.value, Fraction)}
    step = _score_step(appraisal) if part is None else numbers.get(part)
    found = appraisal.exact if part is None else step and step.value
    if part is None and found is None:
        raise PredicateError(policy=appraisal.policy, levels=", ".join(scale_of(appraisal)[:_MOST_LEVELS]))
    if not isinstance(found, Fraction):
        raise UnknownPartError(key=repr(part), close=", ".join(closest(str(part), numbers)), policy=appraisal.policy)
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
