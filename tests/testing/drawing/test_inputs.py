# ruff: noqa: S311  (chance for tests, nothing secret)

from random import Random

from asn_appraisal import Category, Count, Flag, Indicator, Number
from asn_appraisal.testing.drawing.inputs import (
    LEVELS,
    chance,
    random_category,
    random_fields,
    random_flag,
    random_number,
    random_rows,
)

SEEDS = range(300)


def _numbers() -> list[Number]:
    return [random_number(Random(seed), "n") for seed in SEEDS]


def test_numbers_are_of_every_kind_with_zero_to_four_decimals_or_six() -> None:
    found = _numbers()
    assert {type(each) for each in found} == {Number, Indicator, Count}
    assert {each.decimals for each in found} == {0, 1, 2, 3, 4, 6}
    assert {each.better for each in found if isinstance(each, Indicator)} == {"higher", "lower"}


def test_numbers_come_with_and_without_a_range_a_default_and_an_end() -> None:
    found = _numbers()
    assert {(each.low is None, each.high is None) for each in found} >= {(True, True), (False, False), (False, True)}
    assert {each.default is None for each in found} == {each.optional for each in found} == {True, False}
    assert any(each.low is not None and each.low < 0 for each in found)


def test_a_lower_end_that_is_given_is_kept_and_stays_below_the_upper_one() -> None:
    found = [random_number(Random(seed), "n", optional=False, low=1) for seed in SEEDS]
    assert {each.low for each in found} == {1}
    assert {each.optional for each in found} == {False}
    assert {each.may_be_absent for each in found} == {False}


def test_categories_have_one_to_four_levels_and_flags_every_default() -> None:
    categories = [random_category(Random(seed), "c") for seed in SEEDS]
    assert {len(each.among) for each in categories} == {1, 2, 3, 4}
    assert {each.default for each in categories} == {None, *LEVELS}
    flags = [random_flag(Random(seed), "f") for seed in SEEDS]
    assert {(each.default, each.optional) for each in flags} == {
        (default, optional) for default in (None, True, False) for optional in (True, False)
    }


def test_a_record_has_fields_of_every_kind_and_no_key_twice() -> None:
    for seed in SEEDS:
        fields = random_fields(Random(seed))
        assert len({each.key for each in fields}) == len(fields)
        assert {type(each) for each in fields} >= {Category, Flag}
        assert any(isinstance(each, Number) and each.low is not None and each.low >= 1 for each in fields)


def test_the_target_of_a_row_is_kept_from_zero_by_its_range_or_by_a_check() -> None:
    found = [random_rows(Random(seed), "kegiatan") for seed in SEEDS]
    assert {each.optional for each in found} == {True, False}
    assert {each.at_least for each in found} == {0, 1, 2}
    for rows in found:
        target = rows.fields[0]
        assert isinstance(target, Number)
        assert target.low is not None
        assert target.low > 0 or rows.checks
    assert any(entry.optional for rows in found for entry in rows.fields)


def test_lists_come_with_and_without_a_most_and_with_rows_told_apart_by_one_field_or_two() -> None:
    found = [random_rows(Random(seed), "kegiatan") for seed in SEEDS]
    assert {each.at_most for each in found} >= {None, 1, 2, 3, 4, 7, 8}
    assert all(each.at_most is None or each.at_most >= each.at_least for each in found)
    assert {len(each.unique) for each in found} == {0, 1, 2}
    for rows in found:
        fields = rows.unique_fields
        assert not fields or any(
            isinstance(each, Number) and (each.low is None or each.low != each.high) for each in fields
        )


def test_a_list_may_take_over_the_fields_of_another() -> None:
    first = random_rows(Random(1), "kegiatan")
    assert random_rows(Random(2), "tugas", first.fields).fields == first.fields


def test_chance_is_true_in_so_many_percent() -> None:
    random = Random(1)
    assert 250 <= sum(chance(random, 30) for _ in range(1000)) <= 350
    assert [chance(random, 0), chance(random, 100)] == [False, True]
