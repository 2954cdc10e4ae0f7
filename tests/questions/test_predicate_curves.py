from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_appraisal import appraise_table, predicate_curve, schemes
from asn_appraisal.errors import ChoiceError, LanguageError, UnknownLevelError

# Typed from the form: per 24 employees, worst first.
CURVES = {
    "istimewa": (0, 1, 3, 7, 13),
    "baik": (2, 3, 6, 11, 2),
    "butuh_perbaikan": (3, 4, 10, 4, 3),
    "kurang": (2, 11, 6, 3, 2),
    "sangat_kurang": (13, 7, 3, 1, 0),
}
PREDICATES = ("sangat_kurang", "kurang", "butuh_perbaikan", "baik", "sangat_baik")


@pytest.mark.parametrize(("curve", "counts"), CURVES.items())
def test_a_unit_of_exactly_the_illustrated_counts_differs_nowhere(curve: str, counts: tuple[int, ...]) -> None:
    keys = [key for key, count in zip(PREDICATES, counts, strict=True) for _ in range(count)]
    found = predicate_curve(keys, curve)
    assert (found.rated, sum(counts)) == (24, 24)
    assert {share.difference for share in found.shares} == {0}


def test_counts_and_shares_stand_best_first() -> None:
    found = predicate_curve(["baik"] * 9 + ["sangat_baik"] * 3, "baik")
    assert tuple(share.level.key for share in found.shares) == PREDICATES[::-1]
    assert [share.count for share in found.shares] == [3, 9, 0, 0, 0]
    assert [share.difference for share in found.shares][:2] == [Fraction(1, 6), Fraction(7, 24)]


def test_appraisals_bands_keys_and_results_of_tables_are_counted_alike() -> None:
    policy = schemes.get("permenpanrb-6-2022")
    appraisals = [
        policy.appraise({"hasil_kerja": hasil, "perilaku_kerja": "sesuai"}) for hasil in ("sesuai", "di_bawah")
    ]
    keys = [appraisal.band.key for appraisal in appraisals if appraisal.band]

    class Scores:
        def band_keys(self) -> list[str | None]:
            return [*keys]

    expected = predicate_curve(keys, "istimewa")
    assert expected == predicate_curve(appraisals, "istimewa")
    assert expected == predicate_curve([appraisal.band for appraisal in appraisals], "istimewa")
    assert expected == predicate_curve(Scores(), "istimewa")  # type: ignore[arg-type]


def test_an_employee_without_a_predicate_is_counted_apart() -> None:
    found = predicate_curve(["baik", None, None], "baik")
    assert (found.rated, found.unrated) == (1, 2)
    assert "Tanpa predikat: 2" in found.text()


def test_a_unit_without_employees_has_no_shares() -> None:
    assert [share.share for share in predicate_curve([], "baik").shares] == [0] * 5


@pytest.mark.parametrize("curve", ["", "Baik", "cukup", None])
def test_a_curve_there_is_not_is_refused(curve: Any) -> None:
    with pytest.raises(ChoiceError, match="istimewa"):
        predicate_curve(["baik"], curve)


@pytest.mark.parametrize("wrong", ["cukup", "Baik", "", 2, schemes.get("ombudsman-2022").appraise({"nilai": 90})])
def test_a_predicate_of_another_law_is_refused(wrong: Any) -> None:
    with pytest.raises(UnknownLevelError, match="butuh_perbaikan"):
        predicate_curve(["baik", wrong], "baik")


@pytest.mark.parametrize(("language", "words"), [("id", "bukan kuota"), ("en", "no quota")])
def test_the_text_says_that_the_curve_is_guidance_and_how_sure_it_is(language: str, words: str) -> None:
    text = predicate_curve(["baik"], "baik").text(language)
    assert words in text
    assert ("satu sumber" in text) or ("one source" in text)


def test_the_text_shows_shares_with_the_decimal_sign_of_its_language() -> None:
    found = predicate_curve(["baik", "baik", "kurang"], "baik")
    assert "Baik: 2 pegawai (66,7 %), kurva 45,8 %" in found.text().splitlines()
    assert "Good: 2 employees (66.7 %), curve 45.8 %" in found.text("en").splitlines()
    with pytest.raises(LanguageError):
        found.text("fr")


def test_as_plain_data_it_says_that_it_is_no_quota_and_that_its_counts_rest_on_one_source() -> None:
    data = predicate_curve(["baik"], "baik").to_dict()
    assert data["quota"] is False
    assert "single" in {source["grade"] for source in data["sources"]}
    assert data["shares"][1] == {
        "key": "baik",
        "count": 1,
        "share": "1",
        "illustrated": "11/24",
        "difference": "13/24",
    }


@given(st.lists(st.sampled_from([*PREDICATES, None]), max_size=60), st.sampled_from(sorted(CURVES)))
def test_nobody_is_lost_and_the_differences_cancel(keys: list[str | None], curve: str) -> None:
    found = predicate_curve(keys, curve)
    assert found.rated + found.unrated == len(keys)
    assert sum(share.illustrated for share in found.shares) == 1
    if found.rated:
        assert sum(share.difference for share in found.shares) == 0


def test_bands_of_another_policy_are_said_or_refused() -> None:
    other = schemes.get("sabang-layanan").appraise({"kecepatan": "6.5", "kepuasan": 88, "akurasi": "97.5"})
    found = predicate_curve([other], "baik")
    assert (found.others, found.to_dict()["others"]) == (("sabang-layanan",), ["sabang-layanan"])
    assert "bukan predikat PermenPANRB 6/2022" in found.text("id")
    table = {"nilai_skp": [90], "nilai_perilaku": [90], "penilaian_rekan": [True], "ide_baru": [False]}
    scores = appraise_table(schemes.get("pp-30-2019"), table)
    with pytest.raises(UnknownLevelError, match=r"'cukup' \(pp-30-2019\)"):
        predicate_curve(scores, "baik")
