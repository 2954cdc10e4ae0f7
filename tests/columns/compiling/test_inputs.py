import numpy as np
import pytest
from tests.columns.agreement import agree, planned, tiers

from asn_appraisal import Bands, Case, Category, Flag, Indicator, Number, Policy, When
from asn_appraisal.columns.compiling.bounds import RECORD
from asn_appraisal.columns.operations.storage import NUMBER, SHORT, SMALL, TINY
from asn_appraisal.columns.running.float_engine import run


@pytest.mark.parametrize(
    ("high", "kind"), [(1, TINY), ("1.27", TINY), ("1.28", SHORT), (400, SMALL), (10**8, NUMBER), (10**12, NUMBER)]
)
def test_a_number_is_read_in_the_type_that_it_is_stored_in(high, kind):
    x = Number("x")
    plan = agree(Policy("coba", "Coba", score=(x / 3).rounded(2)), [{"x": "0.01"}, {"x": high}])
    assert plan.program.kinds[plan.program.loads[RECORD, "x", "values"]] == kind


def test_a_column_with_one_value_is_a_constant():
    x, y = Number("x"), Number("y", optional=True)
    policy = Policy("coba", "Coba", score=(x * y.or_else(3) / 7).rounded(2))
    plan = agree(policy, [{"x": "8.5", "y": None}, {"x": "8.5", "y": None}])
    assert plan.program.operations == [each for each in plan.program.operations if each.name in {"full", "full_mask"}]


def test_a_column_that_has_one_value_or_none_is_absent_where_it_has_none():
    x = Number("x", optional=True)
    policy = Policy("coba", "Coba", score=When(x.given, x.or_else(1), -1).rounded(2))
    agree(policy, [{"x": 5}, {"x": None}, {"x": 5}])


def test_numbers_that_float64_does_not_hold_are_worked_out_in_integers():
    x = Indicator("x", decimals=0)
    policy = Policy("coba", "Coba", band=x.rated(Bands(("a", f"> {2**53 - 2}"), ("b", ">= 3"), ("c", None))))
    for top, exact in ((2**53 - 1, False), (2**53, True), (-(2**53), True), (2**53 + 1, True), (10**20, True)):
        plan = agree(policy, [{"x": top}, {"x": 3}])
        assert plan.program.exact is exact


@pytest.mark.parametrize(("count", "exact"), [(127, False), (128, True), (200, True)])
def test_labels_of_more_levels_than_one_byte_tells_are_worked_out_in_integers(count, exact):
    keys = [f"k{index}" for index in range(count)]
    label = Category("k", keys)
    part = label.but("k0", when=Flag("f")).named("kelas")
    policy = Policy("coba", "Coba", score=Case(part, {key: index for index, key in enumerate(keys)}).rounded(0))
    chosen = [keys[0], keys[126], keys[-1]]
    records = [{"k": key, "f": flag} for key in chosen for flag in (True, False)]
    plan = agree(policy, records)
    assert plan.program.exact is exact
    plan, inputs = planned(policy, records, parts=["kelas"])
    found = plan.parts["kelas"]
    codes = run(plan, inputs.data).kept[found.slot]
    assert [found.keys[code] for code in codes] == [key for each in chosen for key in ("k0", each)]


def test_a_flag_that_no_row_has_is_absent_in_all():
    flag = Flag("f", optional=True)
    policy = Policy("coba", "Coba", score=When(flag.or_else(Flag("g")), 1, 0).rounded(0))
    agree(policy, [{"f": None, "g": True}, {"g": False}])
    agree(policy, [{"f": True, "g": False}, {"g": False}])


def test_a_category_that_no_row_has_is_absent_in_all():
    label = Category("k", ("a", "b"), optional=True)
    policy = Policy("coba", "Coba", score=Case(label.or_else("b"), {"a": 1, "b": 2}).rounded(0))
    agree(policy, [{}, {"k": None}])
    agree(policy, [{}, {"k": "a"}])


def test_only_the_columns_that_something_rests_on_are_loaded():
    x, y = Number("x", low=0, high=9), Number("y", low=0, high=9)
    policy = Policy("coba", "Coba", score=(x + y * 0).rounded(2))
    plan, inputs = planned(policy, [{"x": 1, "y": 2}, {"x": 2, "y": 3}])
    del inputs.data.columns[RECORD, "y", "values"]
    assert run(plan, inputs.data).score.tolist() == [1.0, 2.0]
    assert tiers(plan) == []
    assert isinstance(inputs.data.columns[RECORD, "x", "values"], np.ndarray)
