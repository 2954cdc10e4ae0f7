from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_appraisal import Appraisal, Band, Bands, Number, Policy, Weighted, add_up, combine, schemes
from asn_appraisal.errors import (
    AppraisalError,
    CombinedScaleError,
    MonthsError,
    NumberError,
    OtherScaleError,
    PredicateError,
    PredicateNumbersError,
    RoundedPartError,
    UnknownPartError,
)

nilai_a, nilai_b = Number("a", low=0, high=100), Number("b", low=0, high=100)
THIRDS = Policy(
    "sepertiga",
    "Sepertiga",
    score=((nilai_a / 3).named("penuh") + nilai_b).rounded(2).named("nilai"),
    shown=[(nilai_a / 3).rounded(1).capped(20).named("tampil")],
)


def _third(a: Any, b: Any = 0) -> Appraisal:
    return THIRDS.appraise({"a": a, "b": b})


def _skp(value: str, **options: Any) -> Appraisal:
    record = {"nilai_skp": value, "nilai_perilaku": value, "penilaian_rekan": False, "ide_baru": False}
    return schemes.get("pp-30-2019", **options).appraise(record)


def _credit(months: int, **options: Any) -> Appraisal:
    record = {"jenjang": "ahli_pertama", "predikat": "baik", "bulan": months}
    return schemes.get("permenpanrb-1-2023", **options).appraise(record)


def test_four_quarters_of_3_125_are_12_50_and_not_12_52() -> None:
    # Rounding each quarter gives 3.13 four times.
    assert [_credit(3, places=2).score] * 4 == [Decimal("3.13")] * 4
    combined = add_up([_credit(3, places=2)] * 4, places=2)
    assert (combined.score, combined.exact) == (Decimal("12.50"), Fraction("12.5"))


def test_twelve_single_months_make_the_whole_year() -> None:
    assert add_up([_credit(1)] * 12).score == _credit(12).score


@pytest.mark.parametrize(
    ("months", "score"), [([4, 8], "93.33"), ([8, 4], "86.67"), ([6, 6], "90.00"), ([1, 11], "98.33")]
)
def test_each_period_counts_by_its_months(months: list[int], score: str) -> None:
    periods = [_skp("80", rounding=None), _skp("100", rounding=None)]
    assert Decimal(score) == combine(periods, months).score


def test_part_of_a_year_is_a_mean_over_the_months_served() -> None:
    assert combine([_skp("80", rounding=None), _skp("100", rounding=None)], ["1.5", "1.5"]).exact == 90


def test_the_result_is_rounded_once_and_what_is_behind_it_is_kept() -> None:
    combined = combine([_third("10"), _third("20")], [1, 2], part="penuh")
    # (10/3 + 2 x 20/3)/3 = 50/9
    assert (combined.exact, combined.score, combined.part) == (Fraction(50, 9), Decimal("5.56"), "penuh")
    assert (combined.months, len(combined.appraisals)) == ((1, 2), 2)


@pytest.mark.parametrize("part", [None, "nilai", "tampil"])
def test_a_rounded_part_is_refused_and_unrounded_ones_are_named(part: str | None) -> None:
    with pytest.raises(RoundedPartError, match=r"was rounded already: name a part that is not \(penuh\)"):
        combine([_third("10")], [12], part=part)


def test_a_rounded_score_is_refused_unless_the_scheme_was_made_without_rounding() -> None:
    with pytest.raises(
        RoundedPartError, match=r"'nilai' of 'pp-30-2019' was rounded already: name a part that is not, "
    ):
        combine([_skp("80")], [12])
    assert combine([_skp("80", rounding=None)], [12]).exact == 80


def test_reported_values_are_joined_on_request() -> None:
    # The half years of 2021: the converted first one, and the second on the new scale.
    first = schemes.get("integrasi-2021").appraise({"nilai_lama": "91.01"})
    combined = combine([first, _skp("100")], [6, 6], as_reported=True)
    assert (first.score, combined.exact, combined.score) == (Decimal("110.01"), Fraction("105.005"), Decimal("105.01"))


def test_a_score_that_is_a_field_is_taken_as_given() -> None:
    policy = schemes.get("ombudsman-2022")
    assert combine([policy.appraise({"nilai": 80}), policy.appraise({"nilai": 90})], [1, 1]).exact == 85


@pytest.mark.parametrize("months", [[], [12], [6, 6, 1], [6, 0], [6, -6], [0, 0]])
def test_there_is_one_number_of_months_above_0_for_each_appraisal(months: list[int]) -> None:
    with pytest.raises(MonthsError, match="each of the 2 appraisals"):
        combine([_third(1), _third(2)], months, part="penuh")


@pytest.mark.parametrize("months", [[6.5], [True], [None], ["enam"]])
def test_months_are_exact_numbers(months: list[Any]) -> None:
    with pytest.raises(NumberError):
        combine([_third(1)], months, part="penuh")


def test_nothing_cannot_be_combined() -> None:
    with pytest.raises(MonthsError):
        combine([], [])
    with pytest.raises(MonthsError):
        add_up([])


@pytest.mark.parametrize(
    ("appraisal", "part"),
    [
        (_third(1), "penuhh"),
        (schemes.get("permenpanrb-6-2022").appraise({"hasil_kerja": "sesuai", "perilaku_kerja": "sesuai"}), None),
        (
            schemes.get("permenpanrb-6-2022").appraise({"hasil_kerja": "sesuai", "perilaku_kerja": "sesuai"}),
            "peringkat",
        ),
    ],
)
def test_a_part_that_is_no_number_of_the_appraisal_is_refused(appraisal: Appraisal, part: str | None) -> None:
    with pytest.raises(UnknownPartError):
        combine([appraisal], [12], part=part)


def test_a_part_that_stands_over_rows_is_refused() -> None:
    row = {"target": 100, "realisasi": 90, "polaritas": "normal"}
    appraisal = schemes.get("permenpanrb-8-2021").appraise({"kinerja_utama": [row]})
    with pytest.raises(UnknownPartError, match="nilai_iki"):
        combine([appraisal], [12], part="nilai_iki")
    assert combine([appraisal], [12], part="ku").exact == 80


def test_a_sum_takes_no_rounded_part_either() -> None:
    with pytest.raises(RoundedPartError):
        add_up([_credit(3)], part="nilai")


numbers = st.integers(0, 10_000).map(lambda units: str(Decimal(units) / 100))
spans = st.integers(1, 12)


@given(st.lists(st.tuples(numbers, spans), min_size=1, max_size=5), spans)
def test_a_period_may_be_split_without_any_change(periods: list[tuple[str, int]], cut: int) -> None:
    appraisals, months = [_third(a) for a, _ in periods], [span for _, span in periods]
    whole = combine([*appraisals, appraisals[0]], [*months, cut], part="penuh")
    merged = combine(appraisals, [months[0] + cut, *months[1:]], part="penuh")
    assert whole.exact == merged.exact


@given(numbers, st.lists(spans, min_size=1, max_size=5))
def test_equal_periods_give_their_own_value(a: str, months: list[int]) -> None:
    assert combine([_third(a)] * len(months), months, part="penuh").exact == Fraction(a) / 3


@given(numbers, numbers, spans, spans)
def test_the_result_lies_between_the_periods(a: str, b: str, first: int, second: int) -> None:
    combined = combine([_third(a), _third(b)], [first, second], part="penuh")
    low, high = sorted([Fraction(a) / 3, Fraction(b) / 3])
    assert low <= combined.exact <= high


def test_weights_of_months_equal_weights_of_a_policy() -> None:
    joined = Policy("setahun", "Setahun", score=Weighted((25, nilai_a / 3), (75, nilai_b / 3)), reported=2)
    combined = combine([_third("70"), _third("95.5")], [3, 9], part="penuh")
    assert joined.appraise({"a": "70", "b": "95.5"}).exact == combined.exact


def test_scores_on_two_scales_are_refused_and_of_two_policies_are_noted() -> None:
    other = schemes.get("ombudsman-2022").appraise({"nilai": 90})
    with pytest.raises(OtherScaleError, match=r"pp-30-2019 \(sangat_baik, .*ombudsman-2022 \(a, b"):
        combine([_skp("80"), other], [6, 6], as_reported=True)
    halves = [schemes.get("integrasi-2021").appraise({"nilai_lama": "88.4"}), _skp("100")]
    combined = combine(halves, [6, 6], as_reported=True)
    assert [note.code for note in combined.notes] == ["ASN484"]
    assert "integrasi-2021, pp-30-2019" in combined.notes[0].text("id")


def test_more_than_a_year_and_one_record_twice_are_noted() -> None:
    both = combine([_third(1), _third(1)], [12, "12.5"], part="penuh")
    assert [(note.code, dict(note.facts)) for note in both.notes] == [("ASN482", {"months": "24.5"}), ("ASN483", {})]
    assert combine([_third(1), _third(2)], [6, 6], part="penuh").notes == ()


SCALE = Bands(("baik", ">= 90", "Baik", "Good"), ("kurang", None, "Kurang", "Poor"))
NUMBERS = {"sangat_baik": 110, "baik": 100, "butuh_perbaikan": "80.5", "kurang": 60, "sangat_kurang": 40}


def _predicate(results: str = "sesuai") -> Appraisal:
    return schemes.get("permenpanrb-6-2022").appraise({"hasil_kerja": results, "perilaku_kerja": "sesuai"})


def _old(value: str) -> Appraisal:
    return schemes.get("permenpan-16-2009").appraise({"nilai": value})


@pytest.mark.parametrize(("last", "band"), [("89.99", "baik"), ("89.98", "kurang")])
def test_a_stated_scale_rates_the_value_as_it_is_rounded(last: str, band: str) -> None:
    # (2 x 90 + 89.99)/3 = 89.9967, rounded 90.00; (2 x 90 + 89.98)/3 = 89.9933, rounded 89.99.
    combined = combine([_skp("90", rounding=None), _skp(last, rounding=None)], [2, 1], band=SCALE)
    assert combined.exact < 90
    assert combined.band is not None
    assert combined.band.key == band


def test_without_a_stated_scale_there_is_no_band() -> None:
    assert combine([_old("91"), _old("92")], [6, 6]).band is None


@pytest.mark.parametrize(("last", "band"), [("90.03", "amat_baik"), ("90.01", "baik")])
def test_the_scale_of_all_periods_counts_where_it_is_asked_for(last: str, band: str) -> None:
    combined = combine([_old("89.99"), _old(last)], [6, 6], band="periods")
    assert combined.band is not None
    assert (combined.band.key, combined.band.label("persen")) == (band, {"amat_baik": "125"}.get(band, "100"))


def _rated(edge: str, value: Any = 80, **more: Any) -> Appraisal:
    policy = Policy(
        "uji",
        "Uji",
        score=((nilai_a / 4).named("empat") + nilai_b).named("nilai"),
        band=Bands(Band("baik", edge, "Baik", **more), ("kurang", None, "Kurang")),
    )
    return policy.appraise({"a": value, "b": 0})


@pytest.mark.parametrize(
    ("periods", "part", "message"),
    [
        ([_rated(">= 7"), _rated(">= 8")], None, "uji have different scales"),
        ([_rated(">= 7"), _third(3)], None, "uji, sepertiga has no scale of numbers"),
        ([_rated(">= 7")] * 2, "empat", "the scale is for another value than empat"),
        ([_rated(">= 7", requires=nilai_b >= 0)] * 2, None, "a condition decides on Baik"),
    ],
)
def test_a_scale_that_is_not_that_of_the_value_is_refused(
    periods: list[Appraisal], part: str | None, message: str
) -> None:
    with pytest.raises(CombinedScaleError, match=message):
        combine(periods, [6, 6], part=part, band="periods", as_reported=True)


def test_conditions_of_a_stated_scale_are_refused() -> None:
    scale = Bands(Band("baik", ">= 90", "Baik", requires=nilai_a > 1), ("kurang", None))
    for combined in (
        lambda: combine([_old("91")], [6], band=scale),
        lambda: add_up([_credit(3)], band=scale),
    ):
        with pytest.raises(CombinedScaleError, match="Baik"):
            combined()


def test_a_sum_is_rated_too() -> None:
    total = add_up([_credit(6), _credit(6)], places=2, band=Bands(("cukup", ">= 12.5"), ("belum", None)))
    assert total.band is not None
    assert (total.score, total.band.key) == (Decimal("12.50"), "cukup")


def test_predicates_are_no_numbers_until_somebody_states_them() -> None:
    with pytest.raises(PredicateError, match=r"gives a predicate, not a number.*\(sangat_baik, baik, butuh"):
        combine([_predicate()], [12])
    assert issubclass(PredicateError, UnknownPartError)
    combined = combine([_predicate(), _predicate("di_bawah")], [1, 2], numbers=NUMBERS, band=SCALE)
    assert [each.band.key for each in combined.appraisals if each.band] == ["baik", "butuh_perbaikan"]
    assert (combined.exact, combined.score) == (Fraction(87), Decimal("87.00"))
    assert "Periode 2: Pengelolaan Kinerja Pegawai ASN (Butuh Perbaikan) = 80,5" in "".join(combined.trace.lines())


@pytest.mark.parametrize(
    ("numbers", "message"),
    [
        ({key: value for key, value in NUMBERS.items() if key != "kurang"}, "missing: kurang"),
        ({**NUMBERS, "cukup": 70}, "unknown: cukup"),
        ({}, "missing: sangat_baik, baik"),
    ],
)
def test_each_predicate_has_one_number(numbers: dict[str, Any], message: str) -> None:
    with pytest.raises(PredicateNumbersError, match=message):
        combine([_predicate()], [12], numbers=numbers)


def test_numbers_for_an_appraisal_without_a_rating_are_refused() -> None:
    with pytest.raises(PredicateNumbersError, match="unknown: baik"):
        combine([_third(1)], [12], numbers={"baik": 1})
    with pytest.raises(AppraisalError, match="part"):
        combine([_predicate()], [12], numbers=NUMBERS, part="nilai")
