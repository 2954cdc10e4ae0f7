from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.columns.agreement import Bench, agree, bench, promises, tiers

from asn_appraisal import Items, Mean, Number, Policy, Weighted
from asn_appraisal.columns.compiling.bounds import RECORD, Mask
from asn_appraisal.columns.compiling.quantities import FAR, ONE, ULP, Quantity, constant
from asn_appraisal.columns.operations.comparing import Compare
from asn_appraisal.columns.operations.storage import NUMBER, SHORT, SMALL, TINY, WHOLE
from asn_appraisal.testing.drawing.aiming import random_edge_record
from asn_appraisal.testing.drawing.policies import random_policy

UNITS = st.fractions(-(10**3), 10**3, max_denominator=10**6).filter(bool)
SMALL_INTS = st.lists(st.integers(-128, 127), min_size=2, max_size=5)


def names(made: Bench) -> list[str]:
    return [operation.name for operation in made.builder.program.operations]


def kept_within_its_error(made: Bench, found: Quantity) -> None:
    found = made.builder.settled(found)
    for near, true in zip(made.values(found), made.exactly(found), strict=True):
        a = (true - found.offset) / found.unit if found.slot is not None else Fraction(0)
        assert found.low <= a <= found.high
        assert abs(near - true) <= abs(found.unit) * found.error_at(abs(a))
        if found.grid is not None and found.divisor is None:
            assert (a * found.grid).denominator == 1


# --- every number on the way is what its proof says


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False))
def test_numbers_of_random_policies_keep_their_bounds_errors_and_grids(random):
    policy = random_policy(random)
    promises(policy, [random_edge_record(policy, random) for _ in range(6)])


def test_promises_are_looked_at_and_a_broken_one_is_found(monkeypatch):
    x, y = Number("x", low=1, high=100), Number("y", low=1, high=100)
    policy = Policy("coba", "Coba", score=((x / y + y / 7) * 100).rounded(2))
    records = [{"x": x, "y": y} for x, y in ((1, 3), (2, 7), (99, 100))]
    assert promises(policy, records) >= 9
    monkeypatch.setattr(Quantity, "error_at", lambda *_: Fraction(0))
    with pytest.raises(AssertionError, match="is off by"):
        promises(policy, records)


@settings(deadline=None)
@given(SMALL_INTS, UNITS, UNITS, UNITS, st.sampled_from(["sum", "product", "least", "greatest", "select"]), st.data())
def test_two_columns_made_one_are_within_their_error(left, one, other, offset, how, data):
    right = data.draw(st.lists(st.integers(-(2**40), 2**40), min_size=len(left), max_size=len(left)))
    made = bench({"x": left, "y": right})
    build = made.builder
    x, y = evolve(made.column("x", one), offset=offset), made.column("y", other)
    mask = Mask(RECORD, build.program.emit(Compare(RECORD, x.slot, ">=", Fraction(0), Fraction(1, 2))))
    found = {
        "sum": lambda: build.sum([(offset, x), (one, y)], RECORD, other),
        "product": lambda: build.product(x, y, RECORD),
        "least": lambda: build.extreme(x, y, RECORD, greatest=False),
        "greatest": lambda: build.extreme(x, y, RECORD, greatest=True),
        "select": lambda: build.select(mask, x, y, RECORD),
    }[how]()
    plain = {
        "sum": lambda a, b, _: offset * a + one * b + other,
        "product": lambda a, b, _: a * b,
        "least": lambda a, b, _: min(a, b),
        "greatest": lambda a, b, _: max(a, b),
        "select": lambda a, b, k: a if k >= 0 else b,
    }[how]
    kept_within_its_error(made, found)
    wanted = [plain(one * a + offset, other * b, a) for a, b in zip(left, right, strict=True)]
    assert made.exactly(found) == wanted


# --- constants cost nothing until a decision


def test_scales_shifts_and_limits_emit_nothing():
    made = bench({"x": [0, 5, 9]})
    build, x = made.builder, made.column("x")
    found = build.limited(build.sum([(Fraction(1, 3), x.scaled(Fraction(2)))], RECORD, Fraction(7)), Fraction(8), None)
    assert names(made) == []
    assert made.exactly(found) == [8, Fraction(31, 3), 13]


def test_terms_of_one_column_are_one_and_may_cancel():
    made = bench({"x": [1, 2]})
    x = made.column("x", "1/3")
    found = made.builder.sum([(Fraction(1), x), (Fraction(5), x)], RECORD)
    assert (found.unit, names(made)) == (2, [])
    assert made.builder.sum([(Fraction(1), x), (Fraction(-1), x)], RECORD).constant


@given(SMALL_INTS, UNITS, UNITS, UNITS, UNITS)
def test_limits_are_those_of_the_value_and_where_they_cross_the_upper_one_wins(values, unit, offset, one, other):
    made = bench({"x": values})
    x = evolve(made.column("x", unit), offset=offset)
    found = made.builder.limited(x, one, other)
    kept_within_its_error(made, found)
    assert made.exactly(found) == [min(max(unit * a + offset, one), other) for a in values]


@pytest.mark.parametrize(
    ("one", "other"), [((None, 50), (None, 80)), ((30, None), (10, None)), ((None, 50), (60, None))]
)
def test_a_limit_upon_a_limit_leaves_the_first_one_in_force(one, other):
    made = bench({"x": [0, 20, 40, 55, 70, 100]})
    found = made.column("x")
    wanted = made.exactly(found)
    for floor, ceiling in (one, other):
        found = made.builder.limited(found, floor and Fraction(floor), ceiling and Fraction(ceiling))
        wanted = [max(a, floor) if floor else min(a, ceiling) for a in wanted]
    assert made.values(made.builder.settled(found)) == made.exactly(found) == wanted


def test_limits_between_whole_numbers_become_whole_in_a_finer_unit():
    made = bench({"x": [0, 50, 100]})
    found = made.builder.settled(evolve(made.column("x", 3), ceiling=Fraction(100)))
    assert found.whole
    assert (found.unit, found.high) == (1, 100)
    found = made.builder.settled(evolve(made.column("x", 2), ceiling=Fraction(101)))
    assert (found.whole, found.unit, found.high) == (True, 1, 101)


def test_a_limit_that_float64_rounds_is_counted_as_an_error():
    third = Fraction(2**50) + Fraction(1, 3)
    made = bench({"x": [0, 2**53 - 1]})
    found = made.builder.settled(evolve(made.column("x"), ceiling=third))
    assert found.error >= abs(Fraction(float(third)) - third) > 0
    kept_within_its_error(made, found)


def test_a_unit_becomes_finer_only_where_its_numbers_are_whole_in_float64():
    for top, unit in ((2**51, Fraction(1, 3)), (2**52, 1)):
        made = bench({"x": [0, top]})
        assert made.builder.settled(evolve(made.column("x"), ceiling=Fraction(100, 3))).unit == unit


def test_limits_that_are_never_met_are_dropped():
    made = bench({"x": [0, 100]})
    assert made.builder.settled(evolve(made.column("x"), floor=Fraction(0), ceiling=Fraction(100))) == made.column("x")


def test_a_product_with_a_constant_is_a_scale_and_with_nothing_nothing():
    made = bench({"x": [0, 5, 9]})
    x = evolve(made.column("x", "1/3"), offset=Fraction(2))
    three, nothing = constant(Fraction(3)), constant(Fraction(0))
    for found in (made.builder.product(x, three, RECORD), made.builder.product(three, x, RECORD)):
        assert made.exactly(found) == [6, 11, 15]
    assert made.exactly(made.builder.product(x, nothing, RECORD)) == [0, 0, 0]
    assert names(made) == []


@pytest.mark.parametrize("unit", [1, "1/3", -2])
@pytest.mark.parametrize("error", [0, Fraction(1, 10**9)])
def test_a_number_without_an_offset_is_pure_already(unit, error):
    made = bench({"x": [1, 9]})
    x = evolve(made.column("x", unit), error=error)
    assert made.builder.pure(x) is x
    assert made.builder.pure(constant(Fraction(7))) == constant(Fraction(7))
    assert names(made) == []


def test_a_number_that_is_not_whole_is_pure_in_a_unit_of_one_and_a_whole_one_in_their_step():
    made = bench({"x": [1, 9]})
    x = evolve(made.column("x", "1/3"), offset=Fraction(1, 2))
    assert made.builder.pure(evolve(x, error=LOST)).unit == 1
    assert made.builder.pure(x).unit == Fraction(1, 6)
    assert made.exactly(made.builder.pure(x)) == [Fraction(5, 6), Fraction(7, 2)]
    wide = bench({"x": [1, 2**52]})
    assert wide.builder.pure(evolve(wide.column("x", "1/3"), offset=Fraction(1, 2))).unit == 1


# --- no error is less than what operations lose

LOST = Fraction(1, 10**6)


@pytest.mark.parametrize("mean", [False, True])
@pytest.mark.parametrize("error", [0, LOST, 5])
@pytest.mark.parametrize("count", [1, 2, 3, 17])
def test_the_error_of_added_rows_is_no_less_than_their_additions_lose(count, error, mean):
    made = bench(rows={"x": [[9] * count, [1] * count]})
    x = evolve(made.column("x", table="rows"), grid=None, error=error)
    divisor = made.builder.program.load(RECORD, "rows", "count", NUMBER)
    found = made.builder.gathered(evolve(x, table=RECORD, rows="rows", count=divisor if mean else None))
    each = error + (count - 1) * ULP * 9  # so much of the greatest number is lost in each of the additions
    assert found.error >= (each + ULP * 9 if mean else each * count)


@pytest.mark.parametrize("errors", [(Fraction(1, 4), Fraction(1, 8)), (LOST, 0), (0, LOST), (Fraction(2), Fraction(3))])
def test_the_error_of_a_product_is_no_less_than_its_factors_bring(errors):
    made = bench({"x": [-4, 3], "y": [1, 8]})
    x, y = (evolve(made.column(key), error=error) for key, error in zip("xy", errors, strict=True))
    found = made.builder.product(x, y, RECORD)
    assert found.error >= (4 + errors[0]) * (8 + errors[1]) - 4 * 8
    assert found.relative >= ULP


@pytest.mark.parametrize("slack", [0, LOST, Fraction(1, 16), Fraction(1, 8)])
@pytest.mark.parametrize("error", [LOST, Fraction(1, 4)])
def test_the_error_of_a_quotient_is_no_less_than_its_numbers_bring(error, slack):
    made = bench({"x": [0, 9], "y": [2, 5]})
    x, y = evolve(made.column("x"), error=error), evolve(made.column("y"), error=2 * slack)
    found = made.builder.divided(x, y, Fraction(2), RECORD)
    for above, below in ((0, 2), (9, 2), (9, 5)):
        farthest = max((above + error) / (below - 2 * slack), abs(above - error) / (below - 2 * slack))
        assert found.error_at(Fraction(above, below)) >= farthest - Fraction(above, below)


# --- whole numbers


def test_nine_columns_of_one_byte_are_added_in_two():
    made = bench({f"x{index}": [127, -128, 1] for index in range(9)}, kind=TINY)
    found = made.builder.sum([(Fraction(1), made.column(f"x{index}")) for index in range(9)], RECORD)
    assert made.builder.program.kinds[found.slot] == SHORT
    assert found.whole
    assert made.values(found) == [9 * 127, -9 * 128, 9]


@pytest.mark.parametrize(
    ("count", "stored", "kind"), [(257, TINY, SHORT), (258, TINY, SHORT), (259, TINY, SMALL), (70000, SHORT, NUMBER)]
)
def test_rows_are_added_in_the_smallest_type_that_holds_any_sum(count, stored, kind):
    top = {TINY: 127, SHORT: 32767}[stored]
    made = bench(rows={"x": [[top] * count, [-top], [top] * 2]}, kind=stored)
    x = made.column("x", table="rows")
    found = made.builder.gathered(evolve(x, table=RECORD, rows="rows"))
    sums = next(each for each in made.builder.program.operations if each.name == "segment_sum")
    assert made.builder.program.kinds[sums.out] == kind
    assert found.whole
    assert made.values(found) == [top * count, -top, top * 2]


def test_whole_numbers_beyond_float64_are_known_to_lose():
    made = bench({"x": [0, 2**52 + 1], "y": [0, 3]})
    assert not made.builder.product(made.column("x"), made.column("y"), RECORD).whole
    added = made.builder.sum([(Fraction(2), made.column("x")), (Fraction(1), made.column("y"))], RECORD)
    assert not added.whole
    assert (added.grid, added.divisor, added.most) == (1, None, 1)
    kept_within_its_error(made, added)
    small = bench({"x": [0, 2**51 - 1], "y": [0, 3]})
    assert small.builder.product(small.column("x"), small.column("y"), RECORD).whole


def test_numbers_near_the_end_of_float64_leave_the_program_to_integers():
    made = bench({"x": [1, 10**15]})
    found = made.column("x")
    while found.size <= FAR:
        assert not made.builder.program.exact
        found = made.builder.product(found, made.column("x"), RECORD)
    made.builder.at(found)
    assert made.builder.program.exact


# --- lists


def test_a_weighted_sum_of_means_is_the_mean_of_a_weighted_sum():
    fields = [Number(key, decimals=0, low=0, high=100) for key in ("p", "q", "s")]
    rows = Items("rows", fields)
    parts = [(weight, rows.mean(field)) for weight, field in zip((50, 30, 20), fields, strict=True)]
    policy = Policy("coba", "Coba", score=Weighted(*parts).rounded(2))
    records = [
        {"rows": [{"p": at, "q": at * 7 % 11, "s": (at + count) % 5} for at in range(count)]} for count in range(1, 9)
    ]
    plan = agree(policy, records)
    operations = [each.name for each in plan.program.needed(plan.results)]
    assert operations.count("segment_sum") == 1
    inside = Weighted(*((weight, field) for (weight, _), field in zip(parts, fields, strict=True)))
    other = agree(Policy("coba", "Coba", score=rows.mean(inside).rounded(2)), records)
    assert [each.name for each in other.program.needed(other.results)] == operations
    assert other.certificate() == plan.certificate()


def test_sums_and_means_of_several_lists_are_added_up_together():
    p, q = Number("p", decimals=0, low=0, high=100), Number("q", decimals=1, low=0, high=9)
    rows, more = Items("rows", [p]), Items("more", [q])
    records = [{"rows": [{"p": at}, {"p": 7}], "more": [{"q": at % 9}] * 3} for at in range(1, 9)]
    for score in (rows.mean(p) + rows.sum(p), rows.sum(p) / 3 + more.sum(q), rows.mean(p) + more.mean(q) * 2 - 5):
        agree(Policy("coba", "Coba", score=score.rounded(2)), records)


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(-(2**31), 2**31), max_size=9), min_size=1, max_size=5), UNITS, st.booleans())
@example([[], [1], []], Fraction(1, 3), True)
def test_sums_and_means_of_rows_are_within_their_error(lists, unit, mean):
    made = bench(rows={"x": lists})
    build = made.builder
    x = build.affine(made.column("x", table="rows"), Fraction(1, 3), Fraction(1, 7), unit=unit)
    if x.slot is None:
        return
    count = build.program.load(RECORD, "rows", "count", NUMBER)
    ones = Quantity(RECORD, count, Fraction(1), Fraction(0), Fraction(0), Fraction(9))
    divisor = build.at(build.settled(build.limited(ones, Fraction(1), None)))
    found = build.gathered(evolve(x, table=RECORD, rows="rows", count=divisor if mean else None))
    kept_within_its_error(made, evolve(found, grid=found.grid if found.divisor is None else None))
    sums = [sum((unit * (Fraction(a, 3) + Fraction(1, 7)) for a in values), Fraction(0)) for values in lists]
    wanted = [total / max(len(values), 1) if mean else total for total, values in zip(sums, lists, strict=True)]
    assert made.exactly(found) == wanted


@pytest.mark.parametrize("count", [3, 17, 200])
def test_sums_of_whole_numbers_beyond_float64_are_known_to_lose(count):
    made = bench(rows={"x": [[2**53 - 1 - 2 * (at % 7) for at in range(count)], [1], [3]]})
    found = made.builder.gathered(evolve(made.column("x", table="rows"), table=RECORD, rows="rows"))
    assert made.values(found) != made.exactly(found)
    kept_within_its_error(made, found)


def test_the_sum_over_rows_that_no_row_can_meet_is_nothing():
    x = Number("x", low=0, high=10)
    rows = Items("rows", [x])
    total = rows.where(x >= 9).sum(x)
    policy = Policy("coba", "Coba", score=Mean((total / 3).rounded(1, "up"), total.through((0, 4), (9, 10))).rounded(2))
    agree(policy, [{"rows": [{"x": "1.5"}, {"x": 2}]}, {"rows": [{"x": 3}]}])


# --- what is known of a quotient


@given(st.lists(st.integers(-500, 500), min_size=3, max_size=3), st.lists(st.integers(1, 97), min_size=3, max_size=3))
def test_a_quotient_lies_on_the_grid_of_its_row(above, below):
    made = bench({"x": above, "y": below})
    build, x, y = made.builder, made.column("x", "1/4"), made.column("y")
    if min(above) == max(above) or min(below) == max(below):
        return
    found = build.divided(evolve(x, offset=Fraction(1, 6)), y, ONE, RECORD)
    assert found.most == max(below)
    kept_within_its_error(made, evolve(found, divisor=None, grid=None))
    for value, by in zip(made.exactly(found), below, strict=True):
        assert (value / found.unit * found.grid * by).denominator == 1


def test_two_quotients_by_different_rows_have_no_grid_in_common():
    made = bench({"x": [1, 2], "y": [3, 7], "z": [4, 9]})
    build = made.builder
    x, y, z = (made.column(key) for key in "xyz")
    one, other = build.divided(x, y, ONE, RECORD), build.divided(x, z, ONE, RECORD)
    assert build.sum([(Fraction(1), one), (Fraction(1), other)], RECORD).grid is None
    assert build.product(one, other, RECORD).grid is None
    assert build.product(one, one, RECORD).grid is None
    for product in (build.product(one, z, RECORD), build.product(z, one, RECORD)):
        assert (product.grid, product.divisor, product.most) == (1, one.divisor, 7)
    by_y = build.divided(z, y, ONE, RECORD)
    mask = Mask(RECORD, build.program.emit(Compare(RECORD, x.slot, ">=", ONE, Fraction(1, 2))))
    for greatest in (True, False):
        assert build.extreme(one, other, RECORD, greatest=greatest).grid is None
        found = build.extreme(one, by_y, RECORD, greatest=greatest)
        assert (found.grid, found.divisor, found.most) == (1, one.divisor, 7)
    assert build.select(mask, one, other, RECORD).grid is None
    found = build.select(mask, one, z, RECORD)
    assert (found.grid, found.divisor, found.most) == (1, one.divisor, 7)
    alike = build.sum([(Fraction(1), one), (Fraction(1), build.divided(z, y, ONE, RECORD))], RECORD)
    assert (alike.grid, alike.divisor, alike.most) == (1, one.divisor, 7)


def test_a_divisor_that_may_be_zero_is_mended_before_it_divides():
    x, y = Number("x", low=0, high=10), Number("y", low=-5, high=5)
    policy = Policy("coba", "Coba", score=(x / y).rounded(3))
    plan = agree(policy, [{"x": a, "y": b} for a in (0, 1, 10) for b in (-5, "-0.01", 0, "0.01", 5)])
    assert "refuse" in [each.name for each in plan.program.operations]


def test_a_factor_that_float64_takes_for_one_still_writes_its_result():
    factor = Fraction(10**20 + 1, 10**20)
    made = bench({"x": [3, 5, 8]})
    found = made.builder.affine(made.column("x"), factor, Fraction(0), unit=Fraction(1))
    assert float(factor) == 1.0
    assert made.values(found) == [3, 5, 8]
    kept_within_its_error(made, found)


def test_constants_meet_columns_in_their_unit():
    made = bench({"x": [1, 2, 3]})
    a, b = made.builder.alike(made.column("x", "1/4"), constant(Fraction(1, 3)), RECORD)
    assert (a.unit, b.unit) == (Fraction(1, 12), Fraction(1, 12))
    assert a.whole
    wide = bench({"x": [1, WHOLE - 1]})
    a, b = wide.builder.alike(wide.column("x", "1/4"), constant(Fraction(1, 3)), RECORD)
    assert a.unit == b.unit == Fraction(1, 4)
    assert b.relative == ULP
    a, b = made.builder.alike(made.column("x", "1/4"), constant(Fraction(2**60) + Fraction(1, 3)), RECORD)
    assert a.unit == b.unit == Fraction(1, 4)


def test_an_absent_choice_is_absent_only_where_it_is_chosen():
    x = Number("x", low=0, high=10, optional=True)
    y = Number("y", low=0, high=10)
    policy = Policy("coba", "Coba", score=Mean.of_given(x, y).rounded(2))
    plan = agree(policy, [{"x": a, "y": b} for a in (None, "0.01", 10) for b in (0, 5, "0.02")])
    assert not plan.program.exact
    assert tiers(plan) == ["whole", "lattice"]
