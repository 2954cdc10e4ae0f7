from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.examples import policy, record

from asn_appraisal import (
    Bands,
    Category,
    Check,
    Expression,
    Flag,
    Indicator,
    Items,
    Mean,
    Number,
    Policy,
    Source,
    Steps,
    Target,
    Weighted,
    When,
    rules,
    schemes,
)
from asn_appraisal.errors import (
    AbsentPartError,
    CountRangeError,
    DateError,
    EmptyPolicyError,
    FedDecimalsError,
    FieldConflictError,
    KeyFormError,
    KindError,
    PartFieldKeyError,
    PartKeyError,
    PolicyError,
    RecordError,
    UnknownPartError,
    UnroundedScoreError,
)

X, Y, Z = Number("x"), Number("y"), Number("z")
MAYBE = Number("maybe", optional=True)
BANDS = Bands(("baik", ">= 76", "Baik"), ("kurang", None, "Kurang"))


def _policy(score: Any = X, **more: Any) -> Policy:
    return Policy("contoh", "Contoh", score=score, **more)


# --- the example of the first page -----------------------------------------------------------------------------------

speed = Indicator("kecepatan", "Kecepatan pelayanan", unit="hari", better="lower", decimals=1, low=0, high=365)
satisfaction = Indicator("kepuasan", "Kepuasan masyarakat", unit="persen", decimals=2, low=0, high=100)
COUNTER = Policy(
    "loket-2026",
    "Kinerja loket pelayanan",
    score=Weighted(
        Target(speed, 7, weight=60, rule=rules.lower_is_better.clamped(0, 120)),
        Target(satisfaction, 85, weight=40),
    ).rounded(2),
    band=Bands(("baik", ">= 90", "Baik"), ("cukup", ">= 70", "Cukup"), ("kurang", None, "Kurang")),
)


@pytest.mark.parametrize(
    ("days", "percent", "score", "band"),
    [
        ("6.5", 88, "105.70", "baik"),  # 60 % x 107.142857 + 40 % x 103.529412
        ("7", 85, "100.00", "baik"),
        ("14", 85, "40.00", "kurang"),
        ("0", 0, "72.00", "cukup"),
        ("8.1", 84, "90.10", "baik"),
        ("8.2", 84, "89.24", "cukup"),
    ],
)
def test_the_counter_of_the_first_page_is_scored(days: str, percent: int, score: str, band: str) -> None:
    appraisal = COUNTER.appraise({"kecepatan": days, "kepuasan": percent})
    assert (score, band) == (str(appraisal.score), appraisal.band.key if appraisal.band else None)


# --- what a policy must be -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "error", "code"),
    [
        ({}, EmptyPolicyError, "ASN323"),
        ({"band": BANDS}, EmptyPolicyError, "ASN323"),
        ({"score": Flag("f")}, KindError, "ASN302"),
        ({"score": Category("c", ["a"])}, KindError, "ASN302"),
        ({"score": X, "band": Y}, KindError, "ASN302"),
        ({"score": MAYBE}, AbsentPartError, "ASN303"),
        ({"score": X, "band": MAYBE.rated(BANDS)}, AbsentPartError, "ASN303"),
        ({"score": X, "shown": [MAYBE]}, AbsentPartError, "ASN303"),
        ({"score": X / 3}, UnroundedScoreError, "ASN312"),
        ({"score": X / Y}, UnroundedScoreError, "ASN312"),
        ({"score": Mean(X, Y, Z)}, UnroundedScoreError, "ASN312"),
        ({"score": X, "since": "2021-07-02", "until": "2021-07-01"}, DateError, "ASN322"),
        ({"score": X, "since": "1 Juli 2021"}, DateError, "ASN322"),
        ({"score": X, "since": datetime(2021, 7, 1)}, DateError, "ASN322"),  # noqa: DTZ001 - refused whatever its zone
        ({"score": X, "reported": -1}, CountRangeError, "ASN325"),
        ({"score": X, "reported": True}, CountRangeError, "ASN325"),
        ({"score": (X + Number("nilai")).named("nilai")}, PartFieldKeyError, "ASN305"),
        ({"score": (X + 1).named("a") + (Y + 1).named("a")}, PartKeyError, "ASN304"),
        ({"score": X, "shown": [Number("x", high=5)]}, FieldConflictError, "ASN309"),
        ({"score": X, "checks": [Check(Flag("x"), "x")]}, FieldConflictError, "ASN309"),
    ],
)
def test_what_is_no_policy_is_refused_when_it_is_written(arguments: Any, error: type[PolicyError], code: str) -> None:
    with pytest.raises(error, match=code):
        Policy("contoh", "Contoh", **arguments)


@pytest.mark.parametrize("key", ["Contoh", "contoh_2", "", "contoh--2", "-contoh", "contoh ", None, 7])
def test_the_key_of_a_policy_is_lower_case_words_joined_by_hyphens(key: Any) -> None:
    with pytest.raises(KeyFormError):
        Policy(key, "Contoh", score=X)


def test_a_policy_may_be_in_force_for_a_single_day() -> None:
    made = _policy(since="2021-07-01", until=date(2021, 7, 1))
    assert (date(2021, 7, 1), date(2021, 7, 1)) == (made.since, made.until)


def test_a_formula_that_is_no_part_becomes_the_part_nilai() -> None:
    assert list(_policy(X + 1).parts) == ["nilai"]
    assert (list(_policy((X + 1).named("akhir")).parts), list(_policy(X).parts)) == (["akhir"], [])


def test_a_formula_over_a_field_called_nilai_becomes_a_part_of_another_name() -> None:
    made = _policy(Number("nilai") * 2)
    (key,) = made.parts
    assert key != "nilai"
    assert {key: 10} == made.appraise({"nilai": 5}).parts


def test_a_part_called_peringkat_is_not_overwritten_by_the_band() -> None:
    part = X.rated(BANDS).named("peringkat")
    try:
        made = _policy(X, band=When(part.is_("baik"), "kurang", "baik"))
    except PolicyError:
        return  # refusing the name is as good
    assert made.appraise({"x": 80}).parts["peringkat"] == "baik"


def test_a_shown_formula_without_a_name_does_not_take_the_place_of_the_band() -> None:
    try:
        made = _policy(X, band=BANDS, shown=[X * 2])
    except PolicyError:
        return  # refusing it is as good
    assert made.appraise({"x": 80}).parts["peringkat"] == "baik"


def test_what_is_shown_is_in_the_trace_and_decides_nothing() -> None:
    made = _policy(X, band=BANDS, shown=[(X * 20).named("konversi")])
    appraisal = made.appraise({"x": 4})
    assert (appraisal.exact, appraisal.parts["konversi"]) == (4, 80)


def test_the_title_is_called_by_its_language() -> None:
    made = _policy(english="Example")
    assert (made.called(), made.called("en")) == ("Contoh", "Example")
    assert _policy().called("en") == "Contoh"


def test_sources_are_collected_from_everywhere_each_once() -> None:
    laws = [Source(f"UU {number}/2026", grade="text") for number in range(8)]
    first = Steps(X, ("<= 24", 1, laws[1]), otherwise=2, source=laws[2]).named("first", source=laws[3])
    score = Weighted((60, first, laws[4]), (40, Y), source=laws[5]).named("nilai", source=(laws[6], laws[0]))
    made = _policy(score, band=Bands(("a", "> 5"), ("b", None), source=laws[7]), sources=laws[0])
    # The step has its own source, so that of the table stands for no step; the second pair takes the common one.
    assert {laws[number] for number in (0, 1, 3, 4, 5, 6, 7)} == set(made.sources())
    assert len(made.sources()) == 7
    assert laws[0] == made.sources()[0]


# --- values ----------------------------------------------------------------------------------------------------------


def test_policies_are_equal_by_content_and_hash_alike() -> None:
    assert policy() == policy()
    assert hash(policy()) == hash(policy())
    assert policy() != policy(reported=3)


def test_a_policy_cannot_be_changed() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        policy().key = "lain"  # type: ignore[misc]


@pytest.mark.parametrize("key", schemes.keys())
def test_a_policy_pickles_and_scores_alike(key: str) -> None:
    made = schemes.get(key)
    again = pickle.loads(pickle.dumps(made))  # noqa: S301 - our own bytes
    assert (made, made.fingerprint, hash(made)) == (again, again.fingerprint, hash(again))


def test_a_pickled_policy_gives_the_same_appraisal() -> None:
    again = pickle.loads(pickle.dumps(policy()))  # noqa: S301 - our own bytes
    assert policy().appraise(record()) == again.appraise(record())


def test_one_policy_serves_many_threads() -> None:
    made = policy()
    records = [record(hemat=str(number % 101), tugas=number) for number in range(200)]
    expected = [made.appraise(each).exact for each in records]
    with ThreadPoolExecutor(max_workers=8) as pool:
        found = list(pool.map(lambda each: made.appraise(each).exact, records))
    assert expected == found


def test_a_field_and_its_part_are_known_by_key() -> None:
    made = policy()
    assert [entry.key for entry in made.inputs] == ["hemat", "disiplin", "sikap", "tugas", "kegiatan"]
    assert list(made.parts) == ["capaian", "kerja", "waktu", "perilaku", "nilai"]


# --- replacing -------------------------------------------------------------------------------------------------------


def test_a_part_is_replaced_wherever_it_stands() -> None:
    part = (X * 2).named("part", "Bagian")
    made = _policy((part + part.capped(5)).named("nilai"), band=part.rated(BANDS))
    reform = made.replace(part=X * 10)
    assert _result(reform, {"x": 1}) == (15, "kurang")
    assert _result(reform, {"x": 8}) == (85, "baik")
    assert (reform.parts["part"].name, _result(made, {"x": 2.5})) == ("Bagian", (10, "kurang"))


def _result(made: Policy, values: dict[str, Any]) -> tuple[Fraction | None, str | None]:
    appraisal = made.appraise(values)
    return appraisal.exact, appraisal.band.key if appraisal.band else None


def test_a_replaced_policy_has_another_fingerprint_and_the_old_one_stays() -> None:
    made = policy()
    before = made.fingerprint
    reform = made.replace(waktu=50)
    assert (before, True) == (made.fingerprint, reform.fingerprint != before)
    assert made == made.replace()
    assert made == policy()


def test_a_replacement_reaches_into_rows_checks_and_shown_parts() -> None:
    t = Number("t")
    rows = Items("rows", (t,))
    each = (t * X).named("each")
    made = _policy(rows.sum(each).named("nilai"), shown=[X.named("tampil")], checks=[Check(X > 0, "x di atas nol")])
    reform = made.replace(x=Number("baru") + 1)
    appraisal = reform.appraise({"baru": 1, "rows": [{"t": 3}]})
    assert (appraisal.exact, appraisal.parts["tampil"]) == (6, 2)
    with pytest.raises(RecordError, match="ASN413"):
        reform.appraise({"baru": -1, "rows": [{"t": 3}]})


@pytest.mark.parametrize("key", ["lain", "nila", "X", "kegiatan", "target"])
def test_a_part_that_is_not_there_is_refused_with_close_ones(key: str) -> None:
    with pytest.raises(UnknownPartError, match=f"'contoh' has no part or field '{key}'") as caught:
        policy().replace(**{key: 1})
    assert ("did you mean nilai" in str(caught.value)) == (key == "nila")


def test_a_replacement_of_another_kind_is_refused() -> None:
    with pytest.raises(KindError):
        policy().replace(waktu=Flag("lulus"))


def test_one_policy_is_fed_by_the_score_of_another() -> None:
    old = schemes.get("pp-46-2011")
    assert old.score is not None
    fed = schemes.get("pp-30-2019").replace(nilai_skp=old.score)
    new_inputs = {entry.key for entry in fed.inputs}
    assert {"kegiatan", "orientasi_pelayanan", "nilai_perilaku", "ide_baru"} - new_inputs == set()
    assert "nilai_skp" not in new_inputs
    activity = {
        "target_kuantitas": 1,
        "realisasi_kuantitas": 1,
        "target_kualitas": 100,
        "realisasi_kualitas": 100,
        "target_waktu": 25,
        "realisasi_waktu": 19,
    }
    perilaku = dict.fromkeys(("orientasi_pelayanan", "integritas", "komitmen", "disiplin", "kerjasama"), 80)
    values = {"kegiatan": [activity], **perilaku, "nilai_perilaku": 100, "penilaian_rekan": False, "ide_baru": True}
    appraisal = fed.appraise(values)
    # 60 % of 100 + 40 % of 80 = 92; 70 % of 92 + 30 % of 100
    assert (92, Fraction("94.4")) == (appraisal.parts["nilai_skp"], appraisal.exact)


def test_the_parts_that_come_in_are_prefixed_and_those_already_there_are_shared() -> None:
    whole = (Y + 1).named("whole")
    made = _policy((X * 2).named("part") + whole)
    fed = made.replace(x=((Y * 3).named("inner") + whole).named("outer"))
    assert {"x.inner", "x", "part", "whole", "nilai"} == set(fed.parts)
    assert fed.appraise({"y": 1}).exact == 2 * (3 + 2) + 2


def test_a_part_directly_inside_the_part_that_comes_in_is_prefixed_too() -> None:
    fed = _policy(X * 2).replace(x=Y.named("inner").named("outer"))
    assert {"x.inner", "x", "nilai"} == set(fed.parts)


def test_a_prefixed_part_can_be_replaced_again() -> None:
    fed = _policy(X * 2).replace(x=(Y * 3).named("inner") + 1)
    again = fed.replace(**{"x.inner": 10})
    assert (Fraction(8), Fraction(22)) == (fed.appraise({"y": 1}).exact, again.appraise({}).exact)


@pytest.mark.parametrize(("y", "right"), [("0", True), ("100", True), ("100.01", False), ("-0.01", False)])
def test_a_value_fed_to_a_field_must_lie_in_its_range(y: str, right: bool) -> None:
    fed = _policy(Number("x", low=0, high=100) * 2).replace(x=Y)
    if right:
        assert Fraction(y) * 2 == fed.appraise({"y": y}).exact
    else:
        with pytest.raises(RecordError) as caught:
            fed.appraise({"y": y})
        expected = "ASN416: y: y leaves its range: it must lie from 0 to 100"
        assert expected == f"{caught.value.faults[0].code}: {caught.value.faults[0].message}"


@pytest.mark.parametrize(
    ("new", "right"),
    [
        (Number("y", decimals=2), True),
        (Number("y", decimals=3), False),
        (Number("y", decimals=3).rounded(2), True),
        (Number("y", decimals=1) * "0.1", True),
        (Number("y", decimals=2) * "0.1", False),
        (Number("y") / 3, False),
        ("0.25", True),
        ("0.255", False),
    ],
)
def test_a_value_fed_to_a_field_must_not_have_more_decimals(new: Any, right: bool) -> None:
    made = _policy((Number("x", decimals=2) * 1).rounded(4))
    if right:
        assert "x" in made.replace(x=new).parts
    else:
        with pytest.raises(FedDecimalsError, match="ASN315"):
            made.replace(x=new)


def test_a_fed_policy_whose_field_meets_another_of_that_key_is_refused() -> None:
    with pytest.raises(FieldConflictError):
        _policy(X + Y).replace(x=Number("y", high=5) * 1)


def test_a_category_can_be_replaced_by_a_rating() -> None:
    grid = schemes.get("permenpanrb-6-2022")
    bands = Bands(("di_atas", "> 100"), ("sesuai", ">= 90"), ("di_bawah", None))
    fed = grid.replace(hasil_kerja=Number("capaian").rated(bands))
    found = [fed.appraise({"capaian": value, "perilaku_kerja": "sesuai"}).band for value in ("100.01", "100", "89.99")]
    assert [level.key for level in found if level] == ["baik", "baik", "butuh_perbaikan"]


# --- appraising ------------------------------------------------------------------------------------------------------


def test_a_record_and_a_policy_do_not_change_when_they_meet() -> None:
    values, made = record(), policy()
    made.appraise(values)
    assert (record(), policy()) == (values, made)


def test_unknown_fields_are_ignored_by_name_or_altogether() -> None:
    values = {"x": 1, "nip": "1985", "nama": "Budi"}
    assert _policy().appraise(values, ignore="all").exact == _policy().appraise(values, ignore=("nip", "nama")).exact
    with pytest.raises(RecordError) as caught:
        _policy().appraise(values, ignore=("nip",))
    assert [(fault.code, fault.field) for fault in caught.value.faults] == [("ASN402", "nama")]


def test_faults_of_reading_come_before_those_of_checks() -> None:
    made = _policy(X, checks=[Check(Y > 0, "y di atas nol")])
    with pytest.raises(RecordError) as caught:
        made.appraise({"x": "abc", "y": 0})
    assert [(fault.code, fault.field) for fault in caught.value.faults] == [("ASN404", "x"), ("ASN413", "y")]


@pytest.mark.parametrize("expression", [Mean(X, Y), X + Y, When(X > 1, X, Y)])
def test_a_missing_value_is_never_counted_as_zero(expression: Expression) -> None:
    with pytest.raises(RecordError) as caught:
        _policy(expression, reported=2).appraise({"x": 4, "y": None})
    assert [(fault.code, fault.field) for fault in caught.value.faults] == [("ASN401", "y")]
