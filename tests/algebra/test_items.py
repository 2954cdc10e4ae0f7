from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import asn_appraisal as asn
from asn_appraisal import errors
from asn_appraisal.algebra.items import OVERALL, Over, Rows

nilai, bobot = asn.Number("nilai"), asn.Number("bobot")
wajib, maybe = asn.Flag("wajib"), asn.Flag("maybe", optional=True)
bulan = asn.Count("bulan", low=1, high=12)
absent = asn.Number("biaya", optional=True)
label = asn.Category("jenis", ["a", "b"])
faktor = asn.Number("faktor")
rows = asn.Items("kegiatan", [nilai, bobot])
maybe_rows = asn.Items("kegiatan", [nilai, bobot], optional=True)

values = st.integers(-10_000, 10_000).map(lambda n: Fraction(n, 100))
tables = st.lists(st.fixed_dictionaries({"nilai": values, "bobot": values}), min_size=1, max_size=5)


def appraised(expression: Any, record: object) -> Fraction | None:
    return asn.Policy("contoh", "Contoh", score=expression, reported=2).appraise(record).exact


def faults_of(expression: Any, record: object) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(errors.RecordError) as caught:
        appraised(expression, record)
    return [(fault.code, fault.item_row, fault.field) for fault in caught.value.faults]


@given(tables)
def test_what_is_worked_out_over_rows_means_what_python_means(table: list[dict[str, Fraction]]) -> None:
    record = {"kegiatan": table}
    column = [row["nilai"] for row in table]
    assert sum(column) == appraised(rows.sum(nilai), record)
    assert sum(column) / len(column) == appraised(rows.mean(nilai), record)
    assert min(column) == appraised(rows.least(nilai), record)
    assert max(column) == appraised(rows.greatest(nilai), record)
    assert len(column) == appraised(rows.count(), record)
    assert sum(row["nilai"] * row["bobot"] + 1 for row in table) == appraised(rows.sum(nilai * bobot + 1), record)


@given(tables.filter(lambda table: sum(row["bobot"] for row in table)))
def test_a_weighted_mean_over_rows_means_what_python_means(table: list[dict[str, Fraction]]) -> None:
    total = sum(row["nilai"] * row["bobot"] for row in table) / sum(row["bobot"] for row in table)
    assert total == appraised(rows.weighted(nilai, by=bobot), {"kegiatan": table})


@given(tables, values)
def test_the_rows_that_meet_a_condition_are_those_that_count(table: list[dict[str, Fraction]], limit: Fraction) -> None:
    record = {"kegiatan": table, "faktor": limit}
    held = [row["nilai"] for row in table if row["nilai"] >= limit]
    assert len(held) == appraised(rows.count(where=nilai >= faktor), record)
    assert sum(held) == appraised(rows.where(nilai >= faktor).sum(nilai), record)
    mean = sum(held) / len(held) if held else Fraction(-1)
    assert mean == appraised(rows.where(nilai >= faktor).mean(nilai).or_else(-1), record)


def test_a_row_formula_sees_the_row_and_the_record() -> None:
    record = {"faktor": 10, "kegiatan": [{"nilai": 1, "bobot": 0}, {"nilai": 2, "bobot": 0}]}
    assert Fraction(30) == appraised(rows.sum(nilai * faktor), record)


@pytest.mark.parametrize("weights", [(0, 0), (1, -1)])
def test_weights_of_rows_that_sum_to_zero_are_a_fault(weights: tuple[int, int]) -> None:
    table = [{"nilai": 1, "bobot": weights[0]}, {"nilai": 2, "bobot": weights[1]}]
    assert faults_of(rows.weighted(nilai, by=bobot), {"kegiatan": table}) == [("ASN412", None, "bobot")]


def test_faults_of_several_rows_are_found_together() -> None:
    table = [{"nilai": 1, "bobot": 0}, {"nilai": 1, "bobot": 1}, {"nilai": 1, "bobot": 0}]
    assert faults_of(rows.sum(nilai / bobot), {"kegiatan": table}) == [("ASN412", 0, "bobot"), ("ASN412", 2, "bobot")]


def test_a_second_condition_narrows_the_first() -> None:
    both = rows.where(nilai > 1).where(bobot > 2)
    assert Rows(rows, (nilai > 1) & (bobot > 2)) == both
    table = [{"nilai": 2, "bobot": 3}, {"nilai": 2, "bobot": 2}, {"nilai": 1, "bobot": 3}]
    assert appraised(both.count(), {"kegiatan": table}) == 1


@pytest.mark.parametrize("how", OVERALL)
def test_what_is_worked_out_over_rows_is_called_by_list_and_way(how: str) -> None:
    over = rows.count() if how == "count" else Over(rows, how, nilai, by=bobot if how == "weighted" else None)
    assert over.named_by().startswith(f"kegiatan.{how}(")


# --- how many rows


@pytest.mark.parametrize("record", [{}, {"kegiatan": []}, {"kegiatan": None}])
def test_a_required_list_without_rows_is_a_fault(record: dict[str, object]) -> None:
    assert faults_of(rows.count(), record) == [("ASN411", None, None)]


@pytest.mark.parametrize(("enough", "count"), [(False, 2), (True, 3), (True, 4)])
def test_at_least_is_the_least_number_of_rows(enough: bool, count: int) -> None:
    three = asn.Items("kegiatan", [nilai], at_least=3)
    record = {"kegiatan": [{"nilai": 1}] * count}
    if enough:
        assert count == appraised(three.count(), record)
    else:
        assert faults_of(three.count(), record) == [("ASN411", None, None)]


@pytest.mark.parametrize("record", [{}, {"kegiatan": []}, {"kegiatan": None}])
def test_an_optional_list_without_rows_has_a_sum_and_a_count_but_no_mean(record: dict[str, object]) -> None:
    assert appraised(maybe_rows.sum(nilai), record) == 0
    assert appraised(maybe_rows.count(), record) == 0
    assert appraised(maybe_rows.mean(nilai).or_else(-1), record) == -1
    assert appraised(maybe_rows.least(nilai).or_else(-1), record) == -1
    assert appraised(maybe_rows.greatest(nilai).or_else(-1), record) == -1
    assert appraised(maybe_rows.weighted(nilai, by=bobot).or_else(-1), record) == -1


@pytest.mark.parametrize(
    ("expected", "items"),
    [
        (False, rows),
        (True, maybe_rows),
        (True, asn.Items("k", [nilai], at_least=0)),
        (True, asn.Items("k", [nilai], at_least=3, optional=True)),
    ],
)
def test_a_list_may_be_empty_when_it_is_optional_or_needs_no_row(expected: bool, items: asn.Items) -> None:
    assert expected is items.may_be_empty
    assert expected is not items.to_dict()["needed"]


# --- checks


def test_each_row_must_meet_the_checks_of_its_list() -> None:
    checked = asn.Items("kegiatan", [nilai, bobot], checks=[asn.Check(bobot > 0, "bobot di atas 0", "bobot above 0")])
    table = [{"nilai": 1, "bobot": 0}, {"nilai": 1, "bobot": "0.01"}, {"nilai": 1, "bobot": -1}]
    assert faults_of(checked.sum(nilai), {"kegiatan": table}) == [("ASN413", 0, "bobot"), ("ASN413", 2, "bobot")]


@pytest.mark.parametrize(
    ("expected", "check", "language"),
    [
        ("bobot di atas 0", asn.Check(bobot > 0, "bobot di atas 0", "bobot above 0"), "id"),
        ("bobot above 0", asn.Check(bobot > 0, "bobot di atas 0", "bobot above 0"), "en"),
        ("bobot di atas 0", asn.Check(bobot > 0, "bobot di atas 0"), "en"),
    ],
)
def test_a_check_says_what_would_be_right(expected: str, check: asn.Check, language: str) -> None:
    assert expected == check.called(language)


# --- refusals


@pytest.mark.parametrize(
    ("error", "written"),
    [
        (errors.KindError, lambda: rows.mean(wajib)),
        (errors.KindError, lambda: rows.sum(label)),
        (errors.KindError, lambda: rows.least("baik")),
        (errors.KindError, lambda: rows.weighted(nilai, by=wajib)),
        (errors.KindError, lambda: rows.where(nilai).count()),
        (errors.KindError, lambda: rows.count(where=label)),
        (errors.AbsentPartError, lambda: rows.mean(absent)),
        (errors.AbsentPartError, lambda: rows.sum(absent + 1)),
        (errors.AbsentPartError, lambda: rows.weighted(nilai, by=absent)),
        (errors.AbsentPartError, lambda: rows.where(maybe).count()),
        (errors.AbsentPartError, lambda: rows.count(where=maybe)),
        (errors.AbsentPartError, lambda: asn.Mean(maybe_rows.mean(nilai), 1)),
        (errors.AbsentPartError, lambda: asn.Mean(rows.where(nilai > 1).mean(nilai), 1)),
        (errors.FieldConflictError, lambda: asn.Items("k", [nilai, asn.Flag("nilai")])),
        (errors.FieldConflictError, lambda: asn.Items("k", [nilai, nilai])),
        (errors.EmptyPartsError, lambda: asn.Items("k", [])),
        (errors.CountRangeError, lambda: asn.Items("k", [nilai], at_least=-1)),
        (errors.CountRangeError, lambda: asn.Items("k", [nilai], at_least=True)),
        (errors.KindError, lambda: asn.Check(nilai, "nilai")),
        (errors.AbsentPartError, lambda: asn.Check(maybe, "maybe")),
    ],
)
def test_what_is_not_worked_out_over_rows_is_refused(
    error: type[asn.AppraisalError], written: Callable[[], object]
) -> None:
    with pytest.raises(error):
        written()


@pytest.mark.parametrize(
    ("error", "score"),
    [
        (errors.RowFieldError, rows.mean(nilai) + nilai),
        (errors.FieldConflictError, rows.mean(nilai) + asn.Items("kegiatan", [nilai]).mean(nilai)),
        (errors.FieldConflictError, rows.mean(nilai) + asn.Number("kegiatan")),
        (errors.FieldConflictError, rows.mean(asn.Number("nilai", low=0))),
        (errors.PartFieldKeyError, rows.mean(nilai).named("kegiatan")),
    ],
)
def test_a_policy_refuses_lists_and_fields_that_are_mixed_up(error: type[asn.AppraisalError], score: Any) -> None:
    with pytest.raises(error):
        asn.Policy("contoh", "Contoh", score=score, reported=2)


def test_two_lists_may_have_fields_of_one_key() -> None:
    other = asn.Items("tugas", [asn.Number("nilai", decimals=0)])
    total = rows.sum(nilai) + other.sum(asn.Number("nilai", decimals=0))
    assert Fraction("3.5") == appraised(total, {"kegiatan": [{"nilai": "1.5", "bobot": 0}], "tugas": [{"nilai": 2}]})


# --- data


@pytest.mark.parametrize(
    ("expected", "items", "language"),
    [
        ("Kegiatan", asn.Items("kegiatan", [nilai], "Kegiatan", english="Activities"), "id"),
        ("Activities", asn.Items("kegiatan", [nilai], "Kegiatan", english="Activities"), "en"),
        ("tugas pokok", asn.Items("tugas_pokok", [nilai]), "en"),
    ],
)
def test_a_list_is_called_by_its_best_name(expected: str, items: asn.Items, language: str) -> None:
    assert expected == items.called(language)


def test_a_list_is_plain_data_with_its_fields() -> None:
    expected = {
        "key": "kegiatan",
        "type": "items",
        "name": "kegiatan",
        "english": "kegiatan",
        "needed": True,
        "at_least": 1,
        "at_most": None,
        "unique": [],
        "fields": [nilai.to_dict(), bobot.to_dict()],
    }
    assert expected == rows.to_dict()


def test_the_children_of_a_row_formula_are_not_those_of_the_lists_checks() -> None:
    checked = asn.Items("kegiatan", [nilai, bobot], checks=[asn.Check(bobot > 0, "bobot di atas 0")])
    assert [nilai] == list(checked.sum(nilai).children())
    assert [nilai, bobot, nilai > 1] == list(checked.where(nilai > 1).weighted(nilai, by=bobot).children())


# --- how many rows, and which must not repeat ------------------------------------------------------------------------


@pytest.mark.parametrize("unique", [bulan, "bulan", (bulan,), ["bulan"], asn.Number("bulan")])
def test_what_must_not_repeat_is_named_by_field_or_key(unique: Any) -> None:
    assert asn.Items("bulanan", [bulan, nilai], unique=unique).unique == ("bulan",)


def test_two_spellings_of_what_must_not_repeat_are_one_list() -> None:
    one = asn.Items("bulanan", [bulan, label, nilai], unique=(label, bulan))
    other = asn.Items("bulanan", [bulan, label, nilai], unique=("bulan", "jenis"))
    assert (one, one.unique_fields) == (other, (bulan, label))
    assert one != asn.Items("bulanan", [bulan, label, nilai], unique=bulan)


def test_lists_say_so_to_form_builders() -> None:
    plain = asn.Items("bulanan", [bulan]).to_dict()
    assert (plain["at_most"], plain["unique"]) == (None, [])
    limited = asn.Items("bulanan", [bulan], at_most=12, unique=bulan).to_dict()
    assert (limited["at_least"], limited["at_most"], limited["unique"]) == (1, 12, ["bulan"])


@pytest.mark.parametrize(
    ("error", "more"),
    [
        (errors.UniqueFieldError, {"unique": "buln"}),
        (errors.UniqueFieldError, {"unique": (bulan, "bulan")}),
        (errors.UniqueFieldError, {"unique": nilai}),
        (errors.UniqueAbsentError, {"unique": absent}),
        (errors.ArgumentError, {"unique": 3}),
        (errors.ArgumentError, {"unique": (3,)}),
        (errors.ArgumentError, {"unique": {"bulan"}}),
        (errors.CountRangeError, {"at_most": 0}),
        (errors.CountRangeError, {"at_most": 2, "at_least": 3}),
        (errors.CountRangeError, {"at_most": 10**6 + 1}),
        (errors.CountRangeError, {"at_most": True}),
        (errors.CountRangeError, {"at_most": "12"}),
    ],
)
def test_a_list_refuses_what_cannot_be_meant(error: type[errors.AppraisalError], more: Any) -> None:
    with pytest.raises(error):
        asn.Items("bulanan", [bulan, absent], **more)


def test_a_field_with_a_default_may_be_what_must_not_repeat() -> None:
    first = asn.Count("bulan", low=1, high=12, default=1, optional=True)
    items = asn.Items("bulanan", [first, nilai], unique=first)
    assert faults_of(items.mean(nilai), {"bulanan": [{"nilai": 5}, {"bulan": 1, "nilai": 5}]}) == [
        ("ASN457", 1, "bulan")
    ]


def test_a_list_keeps_its_limits_where_its_checks_change() -> None:
    tight = asn.Check(bulan <= faktor, "sampai bulan ini")
    items = asn.Items("bulanan", [bulan, nilai], checks=[tight], at_most=3, unique=bulan)
    policy = asn.Policy("contoh", "Contoh", score=items.mean(nilai).rounded(2)).replace(faktor=asn.Number("lain"))
    (changed,) = policy.outline.lists
    assert (changed.at_most, changed.unique) == (3, ("bulan",))
    assert changed.checks != items.checks
