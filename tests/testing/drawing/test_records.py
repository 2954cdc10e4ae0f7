# ruff: noqa: S311  (chance for tests, nothing secret)

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from asn_appraisal import Category, Check, Flag, Items, Mean, Number, Policy, Sum, When, schemes
from asn_appraisal.appraising.readings import read
from asn_appraisal.testing.drawing.aiming import random_edge_record
from asn_appraisal.testing.drawing.policies import random_policy
from asn_appraisal.testing.drawing.records import (
    FAR_END,
    OPEN_END,
    drop_repeated,
    ends,
    exact_row,
    in_mixed_kinds,
    random_record,
    repeated,
    text_of,
)

low = Number("a", low=0, high=100)
maybe = Number("b", low=-5, high=5, decimals=1, optional=True)
usual = Number("c", decimals=0, default=7)
kind = Category("jenis", ["x", "y"])
flag = Flag("ada", default=False)
rows = Items("kegiatan", (Number("t", low=0), Number("r")), checks=[Check(Number("t", low=0) > 50, "t di atas 50")])
free = Items("tugas", (Number("u", low=0, high=9),), optional=True)
POLICY = Policy(
    "uji",
    "Uji",
    score=Sum(
        low.capped("33.5"),
        Mean.of_given(maybe, usual),
        When(kind.is_("x") & flag, 1, 2),
        rows.sum(rows.fields[1] / rows.fields[0]),
        free.sum(free.fields[0]),
    ).rounded(2),
    checks=[Check(low <= 90, "a paling banyak 90")],
)
RECORDS = [random_record(POLICY, Random(seed)) for seed in range(500)]


@pytest.mark.parametrize(
    ("units", "decimals", "text"), [(0, 2, "0.00"), (-7, 3, "-0.007"), (12, 0, "12"), (-90, 1, "-9.0")]
)
def test_units_are_written_with_the_decimals_of_the_field(units: int, decimals: int, text: str) -> None:
    assert text_of(units, decimals) == text


@pytest.mark.parametrize("key", schemes.keys())
@pytest.mark.parametrize("mixed", [False, True])
def test_records_of_every_scheme_can_be_read(key: str, mixed: bool) -> None:
    policy, random = schemes.get(key), Random(1)
    for _ in range(30):
        assert read(policy.outline, random_record(policy, random, mixed=mixed)).faults == ()


def test_records_of_random_policies_can_be_read() -> None:
    for seed in range(150):
        random = Random(seed)
        policy = random_policy(random)
        for mixed in (False, True):
            assert read(policy.outline, random_record(policy, random, mixed=mixed)).faults == ()


def test_numbers_stand_at_ends_at_named_values_beside_them_and_anywhere() -> None:
    values = {Fraction(record["a"]) for record in RECORDS}
    assert {Fraction(text) for text in ("0", "0.01", "33.5", "33.49", "33.51", "89.99", "90")} <= values
    assert len(values) > 100


def test_an_optional_value_is_there_blank_or_left_out() -> None:
    tally = Counter(record.get("b", "left out") for record in RECORDS)
    assert {None, "", " ", "left out"} <= set(tally)
    assert sum(count for value, count in tally.items() if value and value.strip() and value != "left out") > 200
    assert {"c" in record for record in RECORDS} == {"ada" in record for record in RECORDS} == {True, False}


def test_every_level_and_both_sides_of_a_flag_are_drawn() -> None:
    assert {record["jenis"] for record in RECORDS} == {"x", "y"}
    assert {record["ada"] for record in RECORDS if isinstance(record.get("ada"), bool)} == {True, False}


def test_lists_have_no_row_to_eight_as_they_allow() -> None:
    assert {len(record["kegiatan"]) for record in RECORDS} == {1, 2, 3, 5, 8}
    assert {len(record.get("tugas", [])) for record in RECORDS} == {0, 1, 3, 5, 8}
    assert {"tugas" in record for record in RECORDS} == {True, False}


def test_checks_of_lists_and_of_the_policy_are_met() -> None:
    found = [Fraction(row["t"]) > 50 for record in RECORDS for row in record["kegiatan"]]
    assert found.count(True) > 0.99 * len(found)
    assert sum(Fraction(record["a"]) <= 90 for record in RECORDS) == len(RECORDS)


def test_a_field_without_end_is_drawn_wide_and_seldom_beyond_machine_integers() -> None:
    assert ends(Number("n", decimals=1)) == (-10 * OPEN_END, 10 * OPEN_END)
    values = [Fraction(record["c"]) for record in RECORDS if record.get("c", " ") not in {None, "", " "}]
    assert 0 < sum(value >= FAR_END for value in values) < 0.05 * len(values)


def test_a_field_far_below_zero_has_a_lower_end_below_its_upper_one() -> None:
    low_end, high_end = ends(Number("n", decimals=0, high=-(10**7)))
    assert low_end <= high_end == -(10**7)


def test_mixed_kinds_hold_the_same_exact_values() -> None:
    for seed, record in enumerate(RECORDS[:100]):
        mixed = in_mixed_kinds(POLICY, record, Random(seed))
        assert read(POLICY.outline, mixed).values == read(POLICY.outline, record).values


def test_mixed_kinds_are_those_that_programs_use() -> None:
    found = [in_mixed_kinds(POLICY, record, Random(seed))["a"] for seed, record in enumerate(RECORDS)]
    assert {type(value) for value in found} == {str, int, float, Decimal, Fraction}
    noisy = [value for value in found if isinstance(value, float) and float(f"{value:.2f}") != value]
    assert noisy
    assert {value.strip() != value for value in found if isinstance(value, str)} == {True, False}
    assert any(value.endswith("000") for value in found if isinstance(value, str))


def test_exact_values_know_defaults_and_absence() -> None:
    found = exact_row((low, maybe, usual, kind), {"a": "1.50", "b": " ", "jenis": "y"})
    assert found == {"a": Fraction(3, 2), "b": None, "c": 7, "jenis": "y"}


# --- limits of lists -------------------------------------------------------------------------------------------------

OF_LISTS = {"ASN411", "ASN455", "ASN457"}


def test_records_of_random_policies_keep_the_limits_of_their_lists() -> None:
    limited = 0
    for seed in range(300):
        random = Random(seed)
        policy = random_policy(random)
        limited += any(items.unique or items.at_most for items in policy.outline.lists)
        for draw in (random_record, random_record, random_edge_record):
            codes = {fault.code for fault in read(policy.outline, draw(policy, random)).faults}
            assert not codes & OF_LISTS or draw is random_edge_record, (seed, codes)
    assert limited > 60


def test_records_at_edges_seldom_break_the_limits_of_their_lists() -> None:
    broken = 0
    for seed in range(300):
        random = Random(seed)
        policy = random_policy(random)
        broken += bool(
            OF_LISTS & {fault.code for fault in read(policy.outline, random_edge_record(policy, random)).faults}
        )
    assert broken <= 3


def test_rows_repeat_each_other_by_their_values_and_not_by_their_texts() -> None:
    bulan = Number("bulan", low=1, high=12)
    items = Items("bulanan", (bulan, flag), unique=bulan, at_least=2)
    rows = [{"bulan": text} for text in ("1.00", "2.00", "1.0", "1", "2")]
    assert repeated(items, rows) == [2, 3, 4]
    assert repeated(Items("bulanan", (bulan, flag)), rows) == []
    record = {"bulanan": rows[:1] * 4}
    drop_repeated(Policy("u", "U", score=items.mean(bulan), reported=2), record)
    assert len(record["bulanan"]) == 2  # a list keeps as many rows as it needs
