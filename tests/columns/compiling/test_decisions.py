from fractions import Fraction
from random import Random

import numpy as np
import pytest
from attrs import evolve
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from tests.columns.agreement import Bench, agree, bench, tiers

import asn_appraisal as asn
from asn_appraisal import Bands, Edge, Number, Policy, Weighted, When, errors, rounding
from asn_appraisal.algebra.edges import COMPARISONS
from asn_appraisal.columns.compiling import decisions
from asn_appraisal.columns.compiling.bounds import RECORD
from asn_appraisal.columns.compiling.decisions import compared, quotient, rounded
from asn_appraisal.columns.compiling.quantities import ULP, constant
from asn_appraisal.columns.operations.storage import NUMBER, SHORT, SMALL, TINY
from asn_appraisal.columns.running.float_engine import run
from asn_appraisal.rounding import MODES, rounded_quotient
from asn_appraisal.rounding import rounded as exactly_rounded

UNITS = (Fraction(1), Fraction(1, 100), Fraction(-1, 3), Fraction(7, 64), Fraction(10**6, 7), Fraction(2, 10**13))
OFFSETS = (Fraction(0), Fraction(1, 2), Fraction(-1, 3), Fraction(100), Fraction(-(10**9), 7))
PLACES = (0, 2, -1, 4)
HALF = Fraction(1, 2)


def masked(made: Bench, found) -> list[bool]:
    if found.slot is None:
        return [found.always] * made.data.count
    one, none = constant(Fraction(1)), constant(Fraction(0))
    return [value == 1 for value in made.values(made.builder.select(found, one, none, RECORD))]


def ties(unit: Fraction, offset: Fraction, places: int, random: Random) -> list[int]:
    """Whole numbers whose value lies on a tie of a rounding, or as near to one as its grid allows, and neighbours."""
    scale = Fraction(10) ** places
    found = []
    for _ in range(6):
        tie = Fraction(random.choice((random.randrange(-200, 200), random.randrange(-(10**6), 10**6))), 2) / scale
        near = round((tie - offset) / unit)
        found += [near - 1, near, near + 1]
    return [a for a in found if abs(a) < 2**53] or [0, 1]


# --- roundings


@settings(deadline=None, max_examples=200)
@given(
    st.sampled_from(UNITS),
    st.sampled_from(OFFSETS),
    st.sampled_from(PLACES),
    st.sampled_from(MODES),
    st.sampled_from([(None, None), (0, 120), (-30, None), (None, Fraction(100, 3))]),
    st.randoms(use_true_random=False),
)
def test_a_rounding_is_right_on_its_ties_and_beside_them(unit, offset, places, mode, ends, random):
    values = ties(unit, offset, places, random)
    made = bench({"x": [*values, min(values) - 1]})
    floor, ceiling = (None if end is None else Fraction(end) for end in ends)
    x = evolve(made.column("x", unit), offset=offset, floor=floor, ceiling=ceiling)
    found = rounded(made.builder, x, places, mode)
    assume(not made.builder.program.exact)
    plain = [unit * a + offset for a in (*values, min(values) - 1)]
    plain = [value if floor is None else max(value, floor) for value in plain]
    plain = [value if ceiling is None else min(value, ceiling) for value in plain]
    wanted = [exactly_rounded(value, places, mode) for value in plain]
    assert made.values(found) == made.exactly(found) == wanted
    low, high = found.bounds()
    assert all(low <= value <= high for value in wanted)


@settings(deadline=None)
@given(st.sampled_from(MODES), st.integers(1, 60), st.integers(-120, 120), st.sampled_from([0, 1, 2]))
def test_a_rounding_of_a_rounding_of_a_quotient_is_right(mode, below, above, places):
    x, y = Number("x", low=-120, high=120), Number("y", low=1, high=60)
    policy = Policy("coba", "Coba", score=((x / y * 100).rounded(places + 1, mode) / 8).rounded(places, mode))
    agree(policy, [{"x": above, "y": below}, {"x": 120, "y": 7}, {"x": -120, "y": 60}, {"x": above, "y": 16}])


def test_a_number_with_no_further_digits_is_not_rounded_at_all():
    made = bench({"x": [1, 2, 350]})
    x = made.column("x", "1/100")
    assert rounded(made.builder, x, 2, "half_up") is x
    assert made.builder.program.proofs == []


def test_a_known_grid_needs_no_row_set_aside_and_an_unknown_one_does():
    made = bench({"x": [1, 2, 10**4], "y": [3, 7, 10**4], "z": [11, 13, 10**4]})
    x, y, z = (made.column(key) for key in "xyz")
    quotients = [quotient(made.builder, x, below, RECORD) for below in (y, z)]
    rounded(made.builder, quotients[0], 2, "half_up")
    rounded(made.builder, made.builder.sum([(Fraction(1), each) for each in quotients], RECORD), 2, "half_up")
    assert [proof.tier for proof in made.builder.program.proofs] == ["lattice", "filter"]
    assert [each.name for each in made.builder.program.operations].count("doubt") == 1


@pytest.mark.parametrize("mode", MODES)
def test_a_limit_is_met_exactly_where_the_grid_is_too_fine_for_a_shift(mode):
    x = Number("x", low=-(10**14), high=10**14)
    policy = Policy("coba", "Coba", score=(x / 7777777777777 * 3).clamped(-10, 10).rounded(0, mode))
    near = [Fraction(25925925925923, 1) + Fraction(step, 100) for step in range(30, 36)]
    values = [0, 10**13, 27 * 10**12, *map(float, near)]
    plan = agree(policy, [{"x": sign * value} for sign in (1, -1) for value in values])
    assert tiers(plan) == ["filter"]


def test_an_error_as_large_as_a_unit_is_left_to_integers():
    made = bench({"x": [1, 2**53 - 1]})
    x = made.builder.product(made.column("x"), made.column("x", "1/3"), RECORD)
    rounded(made.builder, x, 0, "half_up")
    assert made.builder.program.exact
    assert [proof.tier for proof in made.builder.program.proofs] == ["exact"]


def test_what_is_rounded_away_from_zero_keeps_no_sign_on_zero():
    x = Number("x", low=-10, high=10)
    for mode in MODES:
        agree(Policy("coba", "Coba", score=(x / 3).rounded(0, mode)), [{"x": a} for a in (0, "-0.01", "0.01", -1, 1)])


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from([TINY, SHORT, SMALL]),
    st.fractions(-300, 300, max_denominator=64).filter(bool),
    st.fractions(-300, 300, max_denominator=64),
    st.sampled_from(PLACES),
    st.sampled_from(MODES),
    st.sampled_from([(None, None), (0, 120), (0, None), (None, -3)]),
)
def test_small_whole_numbers_are_rounded_right_whatever_their_type(kind, unit, offset, places, mode, ends):
    top = {TINY: 127, SHORT: 2**15 - 1, SMALL: 2**31 - 1}[kind]
    values = [*range(-9, 10), top, -top - 1, top - 1]
    made = bench({"x": values}, kind=kind)
    floor, ceiling = (None if end is None else Fraction(end) for end in ends)
    found = rounded(
        made.builder, evolve(made.column("x", unit), offset=offset, floor=floor, ceiling=ceiling), places, mode
    )
    plain = [unit * a + offset for a in values]
    plain = [value if floor is None else max(value, floor) for value in plain]
    plain = [value if ceiling is None else min(value, ceiling) for value in plain]
    wanted = [exactly_rounded(value, places, mode) for value in plain]
    assert made.exactly(found) == wanted
    assert made.builder.program.exact or made.values(found) == wanted


@pytest.mark.parametrize(("top", "name"), [(2**30 - 1, "round_whole"), (2**30, "round")])
def test_a_rounding_in_integers_of_four_bytes_meets_nothing_that_they_do_not_hold(top, name):
    made = bench({"x": [0, top]}, kind=SMALL)
    found = rounded(made.builder, made.column("x", "2/3"), 0, "down")  # twice the greatest number is met on the way
    assert made.builder.program.operations[-1].name == name
    assert made.values(found) == made.exactly(found) == [0, 2 * top // 3]


def test_a_number_that_is_always_rounded_to_nothing_may_have_any_factor():
    x, y = Number("x", low=0, high=100), Number("y", low=0, high=100)
    nothing = (x / 1000).rounded(0)
    for score in (nothing * 10**12 + y, nothing * 10**12 / 3):
        agree(Policy("coba", "Coba", score=score.rounded(2)), [{"x": a, "y": b} for a in (0, 100) for b in (0, "0.01")])


# --- comparisons


@settings(deadline=None, max_examples=100)
@given(
    st.sampled_from([TINY, SHORT, SMALL]),
    st.sampled_from(sorted(COMPARISONS)),
    st.sampled_from([0, HALF, -HALF]),
    st.data(),
)
def test_small_whole_numbers_are_compared_right_at_the_ends_of_their_type(kind, operator, beside, data):
    top = {TINY: 127, SHORT: 2**15 - 1, SMALL: 2**31 - 1}[kind]
    values = [-top - 1, -top, -1, 0, 1, top - 1, top]
    edge = data.draw(st.sampled_from(values)) + beside
    made = bench({"x": values}, kind=kind)
    found = compared(made.builder, made.column("x", "1/4"), operator, constant(edge / Fraction(4)), RECORD)
    assert masked(made, found) == [COMPARISONS[operator](a, edge) for a in values]


@settings(deadline=None, max_examples=200)
@given(
    st.sampled_from(UNITS),
    st.sampled_from(OFFSETS),
    st.sampled_from(sorted(COMPARISONS)),
    st.integers(-(10**6), 10**6),
    st.sampled_from([0, 1, Fraction(1, 3), Fraction(-1, 10**12)]),
)
def test_a_comparison_is_right_on_its_edge_and_beside_it(unit, offset, operator, at, beside):
    values = [at - 1, at, at + 1, at - 50]
    made = bench({"x": values})
    x = evolve(made.column("x", unit), offset=offset)
    edge = unit * (at + beside) + offset
    found = compared(made.builder, x, operator, constant(edge), RECORD)
    assume(not made.builder.program.exact)
    assert masked(made, found) == [COMPARISONS[operator](unit * a + offset, edge) for a in values]


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(-60, 60), st.integers(1, 60)), min_size=1, max_size=6),
    st.sampled_from([">=", ">", "<=", "<", "=="]),
    st.integers(-60, 60),
    st.integers(1, 60),
)
@example([(1, 3), (20, 60)], ">=", 1, 3)
def test_two_quotients_are_compared_right_where_they_are_equal(pairs, operator, above, below):
    x, y, z, w = (Number(key, low=-60, high=60, decimals=0) for key in "xyzw")
    left, right = x / y.floored(1), z / w.floored(1)
    condition = left.equals(right) if operator == "==" else getattr(left, _METHODS[operator])(right)
    policy = Policy("coba", "Coba", score=When(condition, 1, 0).rounded(0))
    pairs = [*pairs, (above, below), (2 * above, 2 * below)]
    agree(policy, [{"x": a, "y": b, "z": above, "w": below} for a, b in pairs if abs(a) <= 60 and b <= 60])


_METHODS = {">=": "__ge__", ">": "__gt__", "<=": "__le__", "<": "__lt__"}


def test_an_edge_that_all_rows_lie_beyond_is_not_computed():
    made = bench({"x": [3, 9]})
    x = made.column("x", "1/10")
    for operator, edge, holds in ((">=", "0.3", None), (">=", "0.2", True), (">", "0.9", None), (">", "1", False)):
        found = compared(made.builder, x, operator, constant(Fraction(edge)), RECORD)
        assert (None if found.slot is not None else found.always) is holds
    assert compared(made.builder, constant(Fraction(1)), "<", constant(Fraction(2)), RECORD).always


def test_equal_to_an_end_of_the_range_is_one_comparison():
    made = bench({"x": [0, 5, 9]})
    for edge, operator in ((0, "<="), (9, ">=")):
        found = compared(made.builder, made.column("x"), "==", constant(Fraction(edge)), RECORD)
        assert made.builder.program.operations[-1].operator == operator
        assert masked(made, found) == [a == edge for a in (0, 5, 9)]


@pytest.mark.parametrize("kind", [NUMBER, SMALL])
def test_a_proof_names_the_edge_in_the_unit_of_the_values(kind):
    made = bench({"x": [0, 9]}, kind=kind)
    compared(made.builder, made.column("x", 2), ">=", constant(Fraction(10)), RECORD)
    assert [proof.what for proof in made.builder.program.proofs] == [">= 10"]
    assert [proof.tier for proof in made.builder.program.proofs] == ["whole" if kind == NUMBER else "int32"]


@pytest.mark.parametrize("top", [2**49, 2**52 - 1, 2**53 - 2, 2**53 - 1, 2**53, 2**60])
def test_whole_numbers_are_compared_right_up_to_and_beyond_what_float64_holds(top):
    x = Number("x", decimals=0)
    edge = Bands(("a", Edge(">=", Fraction(2 * top - 1, 2))), ("b", Edge(">", Fraction(2 - top))), ("c", None))
    policy = Policy("coba", "Coba", score=(x / 2).rounded(0, "half_even"), band=x.rated(edge))
    agree(policy, [{"x": sign * (top - step)} for sign in (1, -1) for step in (0, 1, 2, 3)])


# --- quotients


def test_a_row_whose_divisor_is_zero_is_refused_and_no_other():
    made = bench({"x": [6, 6, 6, 5], "y": [-2, 0, 3, 1]})
    found = quotient(made.builder, made.column("x"), made.column("y"), RECORD)
    assert [each.name for each in made.builder.program.operations if each.out is None] == ["refuse"]
    wanted = [-3, None, 2, 5]
    pairs = zip(made.values(found), wanted, strict=True)
    assert all(value == right for value, right in pairs if right is not None)


def test_a_divisor_that_is_zero_everywhere_refuses_every_row():
    made = bench({"x": [6, 7], "y": [0, 0]})
    quotient(made.builder, made.column("x"), constant(Fraction(0)), RECORD)
    assert [each.name for each in made.builder.program.operations] == ["full_mask", "refuse"]


def test_a_divisor_known_too_badly_leaves_the_program_to_integers():
    made = bench({"x": [6, 7], "y": [1, 2]})
    below = evolve(made.column("y"), error=Fraction(1, 4))
    quotient(made.builder, made.column("x"), below, RECORD)
    assert made.builder.program.exact


def test_numbers_beyond_float64_are_worked_out_in_integers():
    x, y = Number("x", decimals=0, low=1), Number("y", decimals=0, low=1)
    up, down, other = x, 1 / x, y
    for _ in range(19):
        up, down, other = up * x, down / x, other * y
    records = [{"x": 10**20 + a, "y": 10**20 + b} for a in (0, 1) for b in (0, 1)]
    band = (up - other).rated(Bands(("a", ">= 0"), ("b", None)))
    agree(Policy("coba", "Coba", score=(up * down).rounded(2), band=band), records)


def half_down(numerator: int, denominator: int, mode: str) -> int:
    """A further mode, planted: a tie goes toward zero."""
    if mode != "half_down":
        return rounded_quotient(numerator, denominator, mode)
    whole, rest = divmod(abs(numerator), denominator)
    return (whole + (2 * rest > denominator)) * (1 if numerator >= 0 else -1)


def test_a_mode_that_records_alone_know_is_refused_by_columns_and_not_taken_for_another(monkeypatch):
    monkeypatch.setattr(rounding, "MODES", (*rounding.MODES, "half_down"))
    monkeypatch.setattr(rounding, "rounded_quotient", half_down)
    x = Number("x", low=0, high=100)
    for score in (x * 1, x / 7, x * x / 3):
        policy = Policy("coba", "Coba", score=score.rounded(1, "half_down"))
        assert policy.appraise({"x": "0.25"}).score is not None
        with pytest.raises(errors.RoundingError, match="half_down"):
            asn.appraise_table(policy, {"x": ["0.25", "1.25"]})


# --- constants that a kernel may leave out or do otherwise


@pytest.mark.parametrize("addend", ["0", "1/2", "-3", "1"])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("factor", ["0", "1", "-1", "2", "1/2", "-100", "4", "1024"])
@pytest.mark.parametrize("limits", [(None, None), (-40, 40)])
def test_a_rounded_quotient_times_a_constant_and_plus_another_is_that_of_records(factor, mode, addend, limits):
    x, y = Number("x", decimals=0, low=-9, high=9), Number("y", decimals=0, low=1, high=8)
    value = x / y * factor + addend if addend != "0" else x / y * factor
    low, high = limits
    if low is not None:
        value = value.clamped(low, high)
    policy = Policy("coba", "Coba", score=value.rounded(0, mode))
    agree(policy, [{"x": a, "y": b} for a in range(-9, 10) for b in range(1, 9)])


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("factor", ["0", "1", "-1", "2", "1/2", "-100", "4", "1024"])
def test_a_rounded_number_of_a_column_times_a_constant_is_that_of_records(factor, mode):
    x = Number("x", decimals=2, low=-3, high=3)
    policy = Policy("coba", "Coba", score=(x * (Fraction(factor) * 100) / 7).rounded(0, mode))
    agree(policy, [{"x": Fraction(a, 100)} for a in range(-300, 301, 7)])


# --- what a proof takes: half a step, and no error as large as that


@pytest.mark.parametrize("step", [Fraction(1, 4), Fraction(1, 400)])
@pytest.mark.parametrize("share", [Fraction(1, 2), Fraction(99, 100), Fraction(101, 100), Fraction(3, 2), 3])
@pytest.mark.parametrize("mode", MODES)
def test_a_rounding_is_shifted_only_where_the_error_is_less_than_half_a_step(share, mode, step):
    made = bench({"x": [0, 9]})
    error = step / 2 * share
    x = evolve(made.column("x"), unit=step, error=error / step)
    rounded(made.builder, x, 0, mode)
    assert [proof.tier for proof in made.builder.program.proofs] == (
        ["lattice"] if share < 1 else ["exact"] if error >= decisions._DOUBTFUL else ["filter"]
    )


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("values", "offset"), [((29, 31), -1), ((0, 1), 0), ((-31, -29), 1), ((2990, 3010), -100)])
def test_the_error_of_a_rounding_is_no_less_than_its_operations_lose(mode, values, offset):
    made = bench({"x": [*values]})
    x = evolve(made.column("x", "1/30"), offset=Fraction(offset), grid=None)
    rounded(made.builder, x, 0, mode)
    (near,) = [each for each in made.builder.program.operations if each.name == "near_tie"]
    products = max(abs(Fraction(a, 30)) for a in values)
    results = max(abs(Fraction(a, 30) + offset) for a in values)
    # The factor and the product are rounded, and then the sum with the half that a tie lies at; the addend is exact here.
    assert near.error >= ULP * (2 * products + results + near.half)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("offset", [-2, 0, 2, 5])
def test_the_error_of_a_rounding_counts_that_of_its_number_before_it_was_shifted(mode, offset):
    made = bench({"x": [0, 30]})
    relative = Fraction(1, 10**9)
    x = evolve(made.column("x", "1/10"), offset=Fraction(offset), grid=None, relative=relative)
    rounded(made.builder, x, 0, mode)
    (near,) = [each for each in made.builder.program.operations if each.name == "near_tie"]
    assert near.error >= relative * 3


@pytest.mark.parametrize("share", [Fraction(1, 3), Fraction(49, 100), Fraction(51, 100), 1, 2])
@pytest.mark.parametrize("what", ["error", "relative"])
def test_an_edge_is_moved_only_where_the_error_is_less_than_half_of_its_distance(what, share):
    # Multiples of a third lie at least 1/6 from an edge that is moved by half a step; the edge may be off as the number is.
    made = bench({"x": [-30, 30]})
    error = Fraction(1, 6) * share
    x = evolve(made.column("x"), grid=3, **{what: error if what == "error" else error / Fraction(28, 3)})
    compared(made.builder, x, ">=", constant(Fraction(9)), RECORD)
    assert [proof.tier for proof in made.builder.program.proofs] == ["lattice" if share < Fraction(1, 2) else "filter"]


@pytest.mark.parametrize(("top", "tier"), [(2**47, "filter"), (2**48, "exact")])
def test_a_rounding_beyond_what_holds_a_half_and_its_error_is_left_to_integers(top, tier):
    made = bench({"x": [0, top]})
    rounded(made.builder, evolve(made.column("x"), grid=None), 0, "half_up")
    assert [proof.tier for proof in made.builder.program.proofs] == [tier]


def test_a_column_that_is_the_same_in_all_rows_is_capped_before_it_is_rounded():
    x = Number("x", low=0, high=1000)
    for score in (x.capped(100).rounded(0), x.floored("200.5").rounded(0), x.clamped(0, 100).rounded(1, "down")):
        agree(Policy("coba", "Coba", score=score), [{"x": "150.25"}, {"x": "150.25"}])


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("grid", [3, 4, 7])
def test_a_number_on_a_grid_finer_than_its_unit_is_decided_by_that_grid(mode, grid):
    # A shift of half a step of the unit instead would carry 2.25 to 3, and an edge of 2 to 1.75.
    above = range(-20, 21)
    made = bench({"x": [*above]})
    x = made.builder.affine(made.column("x"), Fraction(1, grid), Fraction(0), unit=Fraction(1))
    found = rounded(made.builder, x, 0, mode)
    assert made.values(found) == made.exactly(found) == [exactly_rounded(Fraction(a, grid), 0, mode) for a in above]
    for operator, holds in COMPARISONS.items():
        for edge in (Fraction(2), Fraction(-5, 2), Fraction(1, grid)):
            found = compared(made.builder, x, operator, constant(edge), RECORD)
            assert masked(made, found) == [holds(Fraction(a, grid), edge) for a in above]
    assert {proof.tier for proof in made.builder.program.proofs} == {"lattice"}


@pytest.mark.parametrize(("mode", "first"), [("half_up", False), ("half_even", False), ("down", True), ("up", True)])
@pytest.mark.parametrize("grid", [None, 1])
def test_limits_are_applied_before_a_rounding_whose_ties_they_are_and_not_before_others(mode, first, grid):
    made = bench({"x": [-900, 900]})
    x = evolve(made.column("x", "1/7"), grid=grid, ceiling=Fraction(100))
    rounded(made.builder, x, 0, mode)
    assert ("clip" in [each.name for each in made.builder.program.operations]) == (first and grid is None)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("cap", ["9.9", "14.9", "0.1", "95"])
def test_a_limit_between_the_multiples_that_are_rounded_to_is_met_before_the_rounding(mode, cap):
    x = Number("x", low=-100, high=100)
    for value in (x.capped(cap), x.floored(cap), (x / 3).capped(cap)):
        policy = Policy("coba", "Coba", score=value.rounded(-1, mode))
        agree(policy, [{"x": a} for a in (-100, "4.9", 5, "9.8", "9.9", 10, 15, 100)])


NILAI = Number("nilai", low=0, high=100)
HADIR, HARI = Number("hadir", low=0, high=31, decimals=0), Number("hari", low=1, high=31, decimals=0)
BANDS = Bands(("istimewa", ">= 110"), ("baik", ">= 76"), ("kurang", None))
RECORDS = [
    {"nilai": n, "hadir": h, "hari": d} for n in (0, 1, 76, 80, 100) for h in (0, 1, 10, 31) for d in (1, 3, 20, 31)
]


# --- divisors that come close to 0 ------------------------------------------------------------------------------------


def test_a_quotient_by_a_quotient_is_that_of_the_record():
    policy = Policy("p", "P", score=(NILAI / (HADIR / HARI)).rounded(2), band=BANDS)
    agree(policy, RECORDS)
    table = {"nilai": np.array([80.0]), "hadir": np.array([10.0]), "hari": np.array([20.0])}
    scores = asn.appraise_table(policy, table)
    assert (scores.score.tolist(), scores.band_keys()) == ([160.0], ["istimewa"])


def test_a_cap_over_a_quotient_by_a_quotient_is_not_dropped():
    policy = Policy("q", "Q", score=Weighted((60, (NILAI / (HADIR / HARI)).capped(100)), (40, NILAI)).rounded(2))
    agree(policy, RECORDS)
    assert asn.appraise_table(policy, {"nilai": [80.0], "hadir": [10.0], "hari": [20.0]}).score.tolist() == [92.0]


def test_a_divisor_on_a_grid_is_proved_without_the_exact_engine():
    policy = Policy("p", "P", score=(NILAI / (HADIR / HARI)).rounded(2))
    plan = agree(policy, RECORDS)
    assert "exact" not in tiers(plan)


def test_a_divisor_without_a_grid_is_as_far_from_zero_as_is_checked():
    x, y = Number("x", low=0, high=100), Number("y", low=1, high=100)
    below = (HADIR / HARI + x / y) / 2 - 1
    policy = Policy("p", "P", score=(NILAI / below).capped(500).floored(-500).rounded(2), band=BANDS)
    pairs = [(0, 1), (1, 1), (50, 99), (100, 100), (99, 100), (67, 66), (2, 3), (4, 3)]
    records = [{**record, "x": x, "y": y} for record in RECORDS[20:60] for x, y in pairs]
    agree(policy, records, refusing_more=True)
    columns = {key: [record[key] for record in records] for key in records[0]}
    scores = asn.appraise_table(policy, columns, on_error="quarantine")
    for row, record in enumerate(records):
        if scores.rejected[row]:
            with pytest.raises(asn.AppraisalError, match="ASN412"):
                policy.appraise(record)
        else:
            assert float(policy.appraise(record).score) == scores.score[row]
    assert 0 < scores.rejected.sum() < 60


def test_a_divisor_that_is_always_zero_is_a_fault_of_each_row():
    x, y = Number("x", low=0, high=100), Number("y", low=0, high=100)
    policy = Policy("p", "P", score=(x / (y / 1000).rounded(0)).rounded(2))
    with pytest.raises(asn.AppraisalError, match="ASN412"):
        policy.appraise({"x": 1, "y": 3})
    scores = asn.appraise_table(policy, {"x": [1.0, 2.0], "y": [3.0, 4.0]}, on_error="quarantine")
    assert [fault.code for fault in scores.rejects] == ["ASN412", "ASN412"]


@pytest.mark.parametrize(("share", "proved"), [(Fraction(1, 9), True), (Fraction(1, 7), False)])
@pytest.mark.parametrize("what", ["error", "relative"])
@pytest.mark.parametrize("low", [4, -9])
def test_a_divisor_is_used_in_floats_only_where_its_error_is_a_small_part_of_it(low, what, share, proved):
    made = bench({"x": [1, 9], "y": [low, 9 if low > 0 else -4]})
    known = share * 4 if what == "error" else share
    quotient(made.builder, made.column("x"), evolve(made.column("y"), **{what: known}), RECORD)
    assert made.builder.program.exact == (not proved)


@pytest.mark.parametrize(("share", "guarded"), [(Fraction(1, 9), False), (Fraction(1, 7), True)])
def test_a_step_that_is_lost_in_the_error_is_no_distance_from_zero(share, guarded):
    made = bench({"x": [1, 9], "y": [-9, 9]})
    quotient(made.builder, made.column("x"), evolve(made.column("y"), error=share), RECORD)
    assert ("choose" in [each.name for each in made.builder.program.operations]) == guarded
    claims = [claim for found in made.builder.program.claims.values() for claim in found if claim.apart]
    assert {claim.apart for claim in claims} == ({Fraction(9, 2**20)} if guarded else {Fraction(1)})


@pytest.mark.parametrize("size", [9, 2**23])
def test_rows_with_a_divisor_close_to_zero_are_refused_on_both_sides_of_it_and_no_others(size):
    near = Fraction(size, 2**19)
    values = [-size, *(a for a in (-17, -15, -1, 0, 1, 15, 17) if abs(a) < size), size]
    made = bench({"x": [3] * len(values), "y": values})
    found = quotient(made.builder, made.column("x"), evolve(made.column("y"), grid=None), RECORD)
    refused = run(made.plan(found), made.data).refused.tolist()
    assert refused == [abs(a) < near for a in values]
    assert [each.certain for each in made.builder.program.operations if each.name == "refuse"] == [False]
    pairs = zip(made.values(found), values, refused, strict=True)
    assert all(value == Fraction(float(3 / a)) for value, a, bad in pairs if not bad)


def test_a_quotient_with_two_grids_in_one_is_apart_from_zero_by_both():
    made = bench({"x": [1, 9], "y": [-9, 9], "z": [1, 6]})
    below = quotient(made.builder, evolve(made.column("y"), grid=4), made.column("z"), RECORD)
    quotient(made.builder, made.column("x"), below, RECORD)
    claims = [claim for found in made.builder.program.claims.values() for claim in found if claim.apart]
    assert Fraction(1, 4 * 6) in {claim.apart for claim in claims}


@pytest.mark.parametrize(("error", "tier"), [(Fraction(1, 20), "filter"), (Fraction(1, 10), "exact")])
def test_a_comparison_that_would_set_most_rows_aside_is_left_to_integers(error, tier):
    made = bench({"x": [0, 1]})
    compared(made.builder, evolve(made.column("x"), grid=None, error=error), ">=", constant(Fraction(1, 2)), RECORD)
    assert [proof.tier for proof in made.builder.program.proofs] == [tier]
