from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.watch import ends

import asn_appraisal as asn
from asn_appraisal import Number, Steps, Sum
from asn_appraisal.analysis.curves import curve, curve_or_reason
from asn_appraisal.errors import NoCurveError

DAYS = asn.Number("hari", low=0, high=365, decimals=1)
SAVED = 100 - DAYS / 12 * 100
CLIFF = asn.Steps(SAVED, ("<= 24", 76 + SAVED), otherwise=100 - SAVED)
SPEED = DAYS.against(7, "lower").clamped(0, 120)
LINES = [
    CLIFF,
    SPEED,
    DAYS.through((0, 0), (90, 100), (100, 120)),
    asn.Mean(CLIFF, SPEED, DAYS),
    asn.Least(CLIFF, SPEED, DAYS),
    asn.Greatest(CLIFF, SPEED),
    asn.When((DAYS > 5) & ~(DAYS <= 9) | DAYS.equals(3), CLIFF, SPEED),
    asn.Weighted((60, CLIFF), (40, SPEED)).clamped(-5, DAYS),
    CLIFF.but(0, when=DAYS >= 30),
]
KNOTS = [0, 30, 50, 56, 70, 90, 91, 92, 100, 140, 300, 900, 1000, 3650]


@given(st.sampled_from(LINES), st.sampled_from(KNOTS) | st.integers(0, 3650))
def test_a_curve_is_the_expression_at_every_value_and_within_its_bounds(line, tenths):
    x = Fraction(tenths, 10)
    value = asn.Policy("uji", "Uji", score=line, reported=3).appraise({"hari": x}).exact
    low, high = curve(line).bounds()

    assert value == curve(line).value(x)
    assert low <= value <= high


def test_the_cliff_lies_exactly_where_24_percent_are_saved():
    found = curve(CLIFF)

    assert found.edges == (Fraction("9.12"),)
    assert (found.value(Fraction("9.12")), found.value(Fraction("9.1"))) == (
        100,
        100 - (100 - Fraction("9.1") / 12 * 100),
    )


@pytest.mark.parametrize(
    ("line", "direction"),
    [(SPEED, "falling"), (DAYS * 2, "rising"), (CLIFF, None), (DAYS.clamped(5, 5), "constant")],
)
def test_a_curve_knows_whether_it_rises_or_falls(line, direction):
    assert direction == curve(line).direction


def test_the_bounds_of_a_clamp_are_its_limits():
    assert curve(SPEED).bounds() == (0, 120)


def test_a_target_per_row_is_an_argument_of_its_own():
    realised, target = asn.Number("realisasi", low=0), asn.Number("target", low=1)
    found = curve(realised.against(target).capped(120))

    assert found.edges == (Fraction("1.2"),)
    assert found.bounds() == (0, 120)


def test_a_line_that_falls_without_end_is_bounded_above_alone():
    saved = 100 - asn.Number("realisasi", low=0) / asn.Number("target", low=1) * 100

    assert curve(asn.Steps(saved, ("<= 24", 76 + saved), otherwise=100 - saved)).bounds() == (None, 100)


@pytest.mark.parametrize("line", [DAYS + asn.Number("lain"), DAYS * DAYS, DAYS.rounded(1) + DAYS, 1 / DAYS])
def test_where_two_arguments_meet_there_is_no_curve(line):
    with pytest.raises(NoCurveError, match="ASN326"):
        curve(line)


def test_a_tower_of_shared_parts_is_drawn_part_by_part():
    part = DAYS
    for number in range(12):
        part = (part + part).named(f"p{number}")
    before = curve_or_reason.cache_info().misses

    assert curve(part).pieces == ((2**12, 0),)
    assert curve_or_reason.cache_info().misses - before <= 30


def test_a_line_over_a_value_that_may_be_absent_runs_over_the_values_that_there_are() -> None:
    maybe = asn.Number("x", low=0, high=10, optional=True)
    assert curve(asn.Steps(maybe, (">= 5", 1), otherwise=0)).value(Fraction(5)) == 1
    assert curve(maybe.through((0, 0), (10, 100))).value(Fraction("2.5")) == 25


def test_a_line_without_ends_and_bends_has_a_direction() -> None:
    free = asn.Number("bebas")
    assert [curve(line).direction for line in (free * 2, 1 - free, free * 0)] == ["rising", "falling", "constant"]


def test_a_line_of_lines_with_more_stops_than_anybody_writes_has_no_curve() -> None:
    tent = Number("x", low=0, high=100)
    for _ in range(8):
        tent = tent.through((0, 0), (50, 100), (100, 0))
    assert len(curve(tent).edges) == 2**8 + 1
    for _ in range(12):
        tent = tent.through((0, 0), (50, 100), (100, 0))
    with ends(), pytest.raises(NoCurveError):
        curve(tent)


def test_that_a_part_has_no_curve_is_worked_out_once_however_many_formulas_name_it() -> None:
    # A review of 900 formulas over such a part went over its 900 curves for each.
    x = Number("x", low=0, high=100)
    line = x.through(*((at, at * at % 97) for at in range(100)))
    part = Sum(*(line.capped(at) for at in range(1, 90))).named("p0")
    with pytest.raises(NoCurveError) as first:
        curve(part)
    before = curve_or_reason.cache_info().misses
    for at in range(1, 51):
        with pytest.raises(NoCurveError) as caught:
            curve(part.capped(at))
        assert (str(caught.value), caught.value is first.value) == (str(first.value), False)
    assert curve_or_reason.cache_info().misses == before + 50


def test_thousands_of_points_and_steps_are_a_curve_that_gives_what_they_say() -> None:
    x = Number("x", low=0, high=5000)
    with ends():
        line = curve((x / 2 + 1).through(*((at, at * at % 97) for at in range(2000))))
        steps = curve(Steps(100 - x, *((f">= {100 - at}", at) for at in range(3000)), otherwise=x))
    assert [line.value(Fraction(at)) for at in (0, 2, 3, 7)] == [1, 4, Fraction(13, 2), Fraction(41, 2)]
    assert [steps.value(Fraction(at)) for at in (0, 2, "2.5", 2999, 3000)] == [0, 2, 3, 2999, 3000]
