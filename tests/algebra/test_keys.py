import keyword
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest

import asn_appraisal as asn
from asn_appraisal import errors, schemes
from asn_appraisal.algebra.keys import (
    RESERVED,
    checked_key,
    checked_part_key,
    checked_policy_key,
    is_key,
    reads_as_name,
    to_date,
    to_day,
)


@pytest.mark.parametrize("key", ["a", "u1", "sangat_baik", "a_", "a__b", "nilai2021", "x" * 200])
def test_a_lower_case_identifier_is_a_key(key: str) -> None:
    assert is_key(key)
    assert key == checked_key(key)
    assert key == checked_part_key(key)


@pytest.mark.parametrize(
    "key",
    ["", "1a", "_a", "Baik", "sangat baik", "sangat-baik", "a.b", "a\n", " a", "é", "\u0430", "a\u0660", 1, None, b"a"],
)
def test_what_is_no_lower_case_identifier_is_refused_as_a_key(key: object) -> None:
    with pytest.raises(errors.KeyFormError) as caught:
        checked_key(key)
    assert {"key": repr(key), "right": "sangat_baik"} == caught.value.facts


@pytest.mark.parametrize("key", ["nilai_skp.ku", "a.b.c", "a1.b2"])
def test_a_part_may_have_dots_between_identifiers(key: str) -> None:
    assert key == checked_part_key(key)


@pytest.mark.parametrize("key", ["", ".a", "a.", "a..b", "a.1", "A.b", "a.b\n", "a b", None, 7])
def test_a_part_key_of_another_form_is_refused(key: object) -> None:
    with pytest.raises(errors.KeyFormError):
        checked_part_key(key)


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_a_part_key_does_not_end_in_a_word_that_a_formula_reads_after_a_dot(word: str) -> None:
    with pytest.raises(errors.ReservedKeyError) as caught:
        asn.Number("x").named(f"skp.x.{word}")
    assert {"key": f"skp.x.{word}", "word": word} == {name: caught.value.facts[name] for name in ("key", "word")}
    assert asn.Number("x").named(caught.value.facts["right"]).key.startswith("skp.x.nilai_")
    assert asn.Number("x").named(f"skp.{word}.x").key == f"skp.{word}.x"
    assert asn.Number("x").named(word).key == word


def test_a_policy_fed_into_another_brings_no_key_that_ends_in_a_reserved_word() -> None:
    inner = asn.Number("x", low=0, high=100).named("mean")
    policy = asn.Policy("contoh", "Contoh", score=asn.Number("skp", low=0, high=100).rounded(2))
    with pytest.raises(errors.ReservedKeyError, match=r"'skp\.mean'"):
        policy.replace(skp=inner + 1)


def test_words_of_python_and_of_formulas_do_not_read_as_names() -> None:
    keys = ["x", "given", "x.y", "match", "in", "x.in", "x.given", "x.given.y", "or_else.x"]
    assert [key for key in keys if reads_as_name(key)] == ["x", "given", "x.y", "match", "or_else.x"]


def test_the_words_of_this_python_are_among_those_that_do_not_read_as_names() -> None:
    assert [word for word in keyword.kwlist if word.islower() and reads_as_name(word)] == []


@pytest.mark.parametrize("key", ["pp-46-2011", "sabang", "2026", "a-1"])
def test_a_policy_key_is_words_joined_by_hyphens(key: str) -> None:
    assert key == checked_policy_key(key)


@pytest.mark.parametrize("key", ["", "-a", "a-", "a--b", "PP-46", "pp_46", "pp 46", "pp-46\n", None, 46])
def test_a_policy_key_of_another_form_is_refused(key: object) -> None:
    with pytest.raises(errors.KeyFormError):
        checked_policy_key(key)


@pytest.mark.parametrize(
    "written",
    [
        lambda: asn.Number("Nilai"),
        lambda: asn.Indicator("nilai skp"),
        lambda: asn.Count("1"),
        lambda: asn.Category("", ["a"]),
        lambda: asn.Flag("a.b"),
        lambda: asn.Items("Kegiatan", [asn.Number("nilai")]),
        lambda: asn.Band("Sangat Baik", ">= 91"),
        lambda: asn.Category("jenis", ["Tetap"]),
        lambda: asn.Number("nilai").named("Nilai"),
        lambda: asn.Target(asn.Indicator("mutu"), 7, key="Mutu Nilai"),
        lambda: asn.Policy("Contoh", "Contoh", score=asn.Number("nilai")),
    ],
)
def test_each_definition_checks_its_key(written: Callable[[], object]) -> None:
    with pytest.raises(errors.KeyFormError):
        written()


@pytest.mark.parametrize(
    ("expected", "written"),
    [
        (None, None),
        (date(2021, 7, 1), date(2021, 7, 1)),
        (date(2021, 7, 1), "2021-07-01"),
        (date(2024, 2, 29), "2024-02-29"),
    ],
)
def test_a_day_is_a_date_or_iso_text(expected: date | None, written: date | str | None) -> None:
    assert expected == to_date(written)


@pytest.mark.parametrize(
    "written",
    [
        datetime(2021, 7, 1, tzinfo=UTC),
        "2021-07-01T00:00:00",
        "2021-07",
        "2023-02-29",
        "1 Juli 2021",
        "01-07-2021",
        "",
        20210701,
        0.5,
    ],
)
def test_what_is_no_day_is_refused(written: object) -> None:
    with pytest.raises(errors.DateError):
        to_date(written)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "written",
    [
        pd.Timestamp(2021, 7, 1),
        pd.Timestamp("2021-07-01").as_unit("s"),
        pd.Series(["2021-07-01"]).astype("datetime64[ns]")[0],
        *(np.datetime64("2021-07-01", unit) for unit in ("D", "h", "s", "us", "ns")),
        pd.DataFrame({"hari": pd.to_datetime(["2021-07-01"])})["hari"].to_numpy()[0],
    ],
)
def test_a_midnight_of_pandas_or_numpy_is_a_day(written: Any) -> None:
    assert to_date(written) == to_day(written) == date(2021, 7, 1)
    assert type(to_date(written)) is date


@pytest.mark.parametrize(
    "written",
    [
        pd.Timestamp(2021, 7, 1, 0, 0, 1),
        pd.Timestamp(2021, 7, 1) + pd.Timedelta(1, "ns"),
        pd.Timestamp(2021, 7, 1, tz="Asia/Jakarta"),
        np.datetime64("2021-07-01T00:00:00.000001"),
        np.datetime64("2021-07-01T07"),
    ],
)
def test_a_moment_is_no_day(written: Any) -> None:
    with pytest.raises(errors.DateError, match="is a day where it is midnight, without a time zone") as caught:
        to_date(written)
    assert "bila tepat tengah malam" in caught.value.text("id")


@pytest.mark.parametrize(
    "written",
    [
        pd.NaT,
        *(np.datetime64("NaT", unit) for unit in ("D", "ns", "generic")),
        np.datetime64("2021"),
        np.datetime64("2021-07"),
        np.datetime64("2021-07-01", "W"),
        np.datetime64(300_000 * 366, "D"),
        np.timedelta64(1, "D"),
        pd.Period("2021-07-01"),
    ],
)
def test_what_stands_for_no_day_or_many_is_refused(written: Any) -> None:
    with pytest.raises(errors.DateError):
        to_date(written)


def test_days_of_a_frame_choose_a_scheme() -> None:
    days = pd.to_datetime(pd.Series(["2021-06-30", "2021-07-01"]))
    assert [schemes.in_force("prestasi-kerja", day).key for day in days] == [
        schemes.in_force("prestasi-kerja", day).key for day in ("2021-06-30", "2021-07-01")
    ]
    assert [schemes.get("pp-46-2011").holds_on(day) for day in days.to_numpy()] == [True, False]
    assert schemes.listed(day=days[1]) == schemes.listed(day="2021-07-01")


@pytest.mark.parametrize(("since", "until"), [("2021-07-01", "2021-06-30"), ("2022-01-01", "2021-12-31")])
def test_a_policy_that_ends_before_it_begins_is_refused(since: str, until: str) -> None:
    with pytest.raises(errors.DateError):
        asn.Policy("contoh", "Contoh", score=asn.Number("nilai"), since=since, until=until)


def test_a_policy_of_one_day_is_a_policy() -> None:
    policy = asn.Policy("contoh", "Contoh", score=asn.Number("nilai"), since="2021-07-01", until="2021-07-01")
    assert policy.since == policy.until == date(2021, 7, 1)
