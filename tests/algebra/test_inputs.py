from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import asn_appraisal as asn
from asn_appraisal import errors


@pytest.mark.parametrize(
    ("least", "most", "number"),
    [
        (0, 10_000, asn.Number("x", low=0, high=100)),
        (None, 100, asn.Number("x", high=1)),
        (-5, None, asn.Number("x", low="-0.5", decimals=1)),
        (None, None, asn.Number("x")),
        (0, None, asn.Count("x")),
        (1, 5, asn.Count("x", low=1, high=5)),
        (7660, 7660, asn.Number("x", low="76.60", high=Decimal("76.6"))),
    ],
)
def test_limits_are_known_in_units_of_the_last_decimal(least: int | None, most: int | None, number: asn.Number) -> None:
    assert (least, most) == (number.low_units, number.high_units)


@pytest.mark.parametrize("value", ["0", "100", "0.01", "99.99"])
def test_both_ends_belong_to_the_range(value: str) -> None:
    policy = asn.Policy("contoh", "Contoh", score=asn.Number("x", low=0, high=100))
    assert Fraction(value) == policy.appraise({"x": value}).exact


@pytest.mark.parametrize("value", ["-0.01", "100.01"])
def test_what_lies_beyond_an_end_is_a_fault(value: str) -> None:
    policy = asn.Policy("contoh", "Contoh", score=asn.Number("x", low=0, high=100))
    with pytest.raises(errors.RecordError, match="ASN406"):
        policy.appraise({"x": value})


@pytest.mark.parametrize(
    "written",
    [
        lambda: asn.Number("x", low=1, high=0),
        lambda: asn.Number("x", low="0.02", high="0.01"),
        lambda: asn.Number("x", low=0, high=100, default=101),
        lambda: asn.Number("x", low=0, high=100, default="-0.01"),
        lambda: asn.Number("x", low=0, default=-1),
        lambda: asn.Number("x", high=0, default=1),
        lambda: asn.Number("x", low="0.001"),
        lambda: asn.Number("x", high="0.001"),
        lambda: asn.Number("x", default="0.001"),
        lambda: asn.Number("x", decimals=0, high="0.5"),
        lambda: asn.Number("x", low="1/3"),
        lambda: asn.Count("x", high="0.5"),
        lambda: asn.Count("x", default=-1),
        lambda: asn.Indicator("x", low=1, high=0),
    ],
)
def test_a_range_decimals_and_default_that_contradict_each_other_are_refused(written: Callable[[], object]) -> None:
    with pytest.raises(errors.FieldRangeError):
        written()


@pytest.mark.parametrize("default", [0, 100, "99.99"])
def test_a_default_at_an_end_of_the_range_is_taken(default: object) -> None:
    assert Fraction(str(default)) == asn.Number("x", low=0, high=100, default=default).default  # type: ignore[arg-type]


def test_the_error_of_a_default_out_of_range_shows_the_default() -> None:
    with pytest.raises(errors.FieldRangeError, match="101"):
        asn.Number("x", low=0, high=100, default=101)


@pytest.mark.parametrize("decimals", [-1, 23, 2.0, "2", None, True])
def test_decimals_are_a_whole_number_up_to_twenty_two(decimals: Any) -> None:
    with pytest.raises(errors.CountRangeError):
        asn.Number("x", decimals=decimals)


@pytest.mark.parametrize("decimals", [0, 22])
def test_decimals_at_their_bounds_are_taken(decimals: int) -> None:
    assert decimals == asn.Number("x", decimals=decimals).decimals


@pytest.mark.parametrize("decimals", [1, 2, -1])
def test_a_count_has_no_decimals(decimals: int) -> None:
    with pytest.raises(errors.CountRangeError):
        asn.Count("x", decimals=decimals)


@pytest.mark.parametrize("low", [-1, None])
def test_a_count_is_never_below_zero(low: int | None) -> None:
    # "A whole number of things, 0 or more."
    with pytest.raises(errors.FieldRangeError):
        asn.Count("x", low=low)


@pytest.mark.parametrize("better", ["more", "", "HIGHER", None, True])
def test_an_indicator_is_better_higher_or_lower(better: Any) -> None:
    with pytest.raises(errors.ChoiceError):
        asn.Indicator("x", better=better)


def test_an_indicator_is_better_higher_unless_it_says_otherwise() -> None:
    assert asn.Indicator("x").better == "higher"
    assert asn.Indicator("x", better="lower").better == "lower"


# --- categories and flags


def test_a_category_has_levels_in_the_order_they_are_written() -> None:
    category = asn.Category("jenis", {"tetap": "Tetap", "kontrak": "Kontrak"})
    assert category.levels == category.among == (asn.Level("tetap", "Tetap"), asn.Level("kontrak", "Kontrak"))


@pytest.mark.parametrize(
    ("error", "written"),
    [
        (errors.LevelKeyError, lambda: asn.Category("jenis", ["a", "b", "a"])),
        (errors.KeyFormError, lambda: asn.Category("jenis", ["Tetap"])),
        (errors.UnknownLevelError, lambda: asn.Category("jenis", ["a"], default="b")),
        (errors.UnknownLevelError, lambda: asn.Category("jenis", ["a"], default="A")),
        (errors.EmptyPartsError, lambda: asn.Category("jenis", [])),
        (errors.ChoiceError, lambda: asn.Flag("hadir", default="ya")),  # type: ignore[arg-type]
        (errors.ChoiceError, lambda: asn.Flag("hadir", default=2)),  # type: ignore[arg-type]
        (errors.ChoiceError, lambda: asn.Flag("hadir", default=1)),  # type: ignore[arg-type]
        (errors.ChoiceError, lambda: asn.Flag("hadir", default=0.0)),  # type: ignore[arg-type]
    ],
)
def test_a_category_or_flag_that_is_none_is_refused(
    error: type[asn.AppraisalError], written: Callable[[], object]
) -> None:
    with pytest.raises(error):
        written()


# --- missing


@pytest.mark.parametrize(
    ("needed", "field"),
    [
        (True, asn.Number("x")),
        (False, asn.Number("x", optional=True)),
        (False, asn.Number("x", default=0)),
        (True, asn.Flag("x")),
        (False, asn.Flag("x", default=False)),
        (True, asn.Category("x", ["a"])),
        (False, asn.Category("x", ["a"], default="a")),
        (False, asn.Count("x", optional=True)),
    ],
)
def test_a_field_is_needed_unless_it_is_optional_or_has_a_default(needed: bool, field: Any) -> None:
    assert needed is field.needed
    assert needed is field.to_dict()["needed"]


@pytest.mark.parametrize(
    ("expected", "field"),
    [
        (5, asn.Number("x", default=5) + 0),
        (1, asn.Flag("x", default=True).points(1)),
        (0, asn.Flag("x", default=False).points(1)),
        (2, asn.Case(asn.Category("x", ["a", "b"], default="b"), a=1, b=2)),
    ],
)
@pytest.mark.parametrize("record", [{}, {"x": None}, {"x": ""}, {"x": "  "}, {"x": float("nan")}])
def test_a_default_stands_for_what_is_absent(expected: int, field: Any, record: dict[str, object]) -> None:
    assert expected == asn.Policy("contoh", "Contoh", score=field).appraise(record).exact


def test_the_optional_default_is_a_value_and_never_absent() -> None:
    assert not asn.Number("x", default=0, optional=True).may_be_absent


# --- names and data


@pytest.mark.parametrize(
    ("expected", "field", "language"),
    [
        ("Waktu", asn.Number("waktu", "Waktu", english="Time"), "id"),
        ("Time", asn.Number("waktu", "Waktu", english="Time"), "en"),
        ("Waktu", asn.Number("waktu", "Waktu"), "en"),
        ("target waktu", asn.Number("target_waktu"), "id"),
        ("Jenis", asn.Category("jenis", ["a"], "Jenis"), "id"),
    ],
)
def test_a_field_is_called_by_its_best_name(expected: str, field: Any, language: str) -> None:
    assert expected == field.called(language)


def test_a_number_is_plain_data_whose_numbers_are_texts() -> None:
    expected = {
        "key": "waktu",
        "type": "number",
        "name": "Waktu",
        "english": "Time",
        "needed": False,
        "default": "0.5",
        "low": "0",
        "high": "99.9",
        "decimals": 1,
        "unit": "hari",
    }
    number = asn.Number("waktu", "Waktu", english="Time", low=0, high="99.9", decimals=1, unit="hari", default="0.5")
    assert expected == number.to_dict()


@pytest.mark.parametrize(
    ("expected", "field"),
    [
        ({"type": "number", "better": "lower", "low": None}, asn.Indicator("x", better="lower")),
        ({"type": "count", "low": "0", "decimals": 0}, asn.Count("x")),
        ({"type": "flag", "default": False}, asn.Flag("x", default=False)),
        ({"type": "category", "default": "a", "name": "x"}, asn.Category("x", ["a"], default="a")),
        (
            {"levels": [{"key": "a", "name": "A", "english": "", "labels": {}}]},
            asn.Category("x", {"a": "A"}),
        ),
    ],
)
def test_each_kind_of_field_is_plain_data(expected: dict[str, object], field: Any) -> None:
    data = field.to_dict()
    assert expected == {name: data[name] for name in expected}


@pytest.mark.parametrize(
    ("expected", "number"),
    [
        ("0..100", asn.Number("x", low=0, high=100)),
        ("0.5..", asn.Number("x", low="0.5")),
        ("..100", asn.Number("x", high=100)),
        ("..", asn.Number("x")),
    ],
)
def test_a_range_is_written_with_open_ends_left_empty(expected: str, number: asn.Number) -> None:
    assert expected == number.range_text()


def test_two_different_fields_with_one_key_are_refused() -> None:
    with pytest.raises(errors.FieldConflictError):
        asn.Policy("contoh", "Contoh", score=asn.Number("x") + asn.Number("x", low=0))


def test_one_field_written_twice_is_one_field() -> None:
    policy = asn.Policy("contoh", "Contoh", score=asn.Number("x") + asn.Number("x"))
    assert policy.inputs == (asn.Number("x"),)
    assert policy.appraise({"x": 4}).exact == 8
