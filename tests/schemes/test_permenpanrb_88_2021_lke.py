from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.schemes.checking import inputs_of, names_of, result

from asn_appraisal import schemes
from asn_appraisal.errors import RecordError

KEY = "permenpanrb-88-2021-lke"
LETTERS = {"aa": 100, "a": 90, "bb": 80, "b": 70, "cc": 60, "c": 50, "d": 30, "e": 0}
WEIGHTS = {
    "perencanaan_keberadaan": "6",
    "perencanaan_kualitas": "9",
    "perencanaan_pemanfaatan": "15",
    "pengukuran_keberadaan": "6",
    "pengukuran_kualitas": "9",
    "pengukuran_pemanfaatan": "15",
    "pelaporan_keberadaan": "3",
    "pelaporan_kualitas": "4.5",
    "pelaporan_pemanfaatan": "7.5",
    "evaluasi_keberadaan": "5",
    "evaluasi_kualitas": "7.5",
    "evaluasi_pemanfaatan": "12.5",
}
COMPONENTS = {"perencanaan": 30, "pengukuran": 30, "pelaporan": 15, "evaluasi": 25}


def _all(letter: str, **changed: str) -> dict[str, str]:
    return dict.fromkeys(WEIGHTS, letter) | changed


def test_the_inputs_are_twelve_letters() -> None:
    assert dict.fromkeys(WEIGHTS, "aa|a|bb|b|cc|c|d|e") == inputs_of(schemes.get(KEY))


def test_a_letter_is_named_as_it_is_written() -> None:
    assert [level.name for level in schemes.get(KEY).inputs[0].levels] == ["AA", "A", "BB", "B", "CC", "C", "D", "E"]


def test_the_names_and_edges_of_the_bands_are_those_of_the_percentages() -> None:
    usual = schemes.get("permenpanrb-88-2021")
    assert (names_of(schemes.get(KEY)), schemes.get(KEY).band.bands) == (names_of(usual), usual.band.bands)


@pytest.mark.parametrize(("field", "weight"), list(WEIGHTS.items()))
def test_each_sub_component_has_its_weight(field: str, weight: str) -> None:
    assert result(KEY, _all("e", **{field: "aa"}))[0] == Decimal(weight)
    assert schemes.get(KEY).appraise(_all("e", **{field: "d"})).exact == Fraction(weight) * 30 / 100


@pytest.mark.parametrize(("letter", "percent"), list(LETTERS.items()))
@pytest.mark.parametrize("field", WEIGHTS)
def test_each_letter_has_one_value_in_each_sub_component(field: str, letter: str, percent: int) -> None:
    assert schemes.get(KEY).appraise(_all("e", **{field: letter})).exact == Fraction(WEIGHTS[field]) * percent / 100


@pytest.mark.parametrize(
    ("letter", "score", "band"),
    [
        ("aa", "100.00", "aa"),
        ("a", "90.00", "a"),
        ("bb", "80.00", "bb"),
        ("b", "70.00", "b"),
        ("cc", "60.00", "cc"),
        ("c", "50.00", "c"),
        ("d", "30.00", "d"),
        ("e", "0.00", "d"),
    ],
)
def test_one_letter_throughout_lies_on_the_open_edge(letter: str, score: str, band: str) -> None:
    # Closed ladders make aa of all A, a of all BB, bb of all B.
    assert result(KEY, _all(letter)) == (Decimal(score), band)


def test_no_criterion_met_is_0_and_not_the_30_of_a_d() -> None:
    # A program without E gives an unmet sub-component the value of D.
    assert result(KEY, _all("a", evaluasi_pemanfaatan="e"))[0] == Decimal("78.75")
    assert result(KEY, _all("a", evaluasi_pemanfaatan="d"))[0] == Decimal("82.50")


@pytest.mark.parametrize("wrong", ["95", "A+", "AB", 90])
def test_a_number_from_the_range_of_a_letter_is_refused(wrong: object) -> None:
    # Two programs take any number from 90 to 100 for an A.
    with pytest.raises(RecordError) as caught:
        result(KEY, {**_all("a"), "pelaporan_kualitas": wrong})
    assert [fault.field for fault in caught.value.faults] == ["pelaporan_kualitas"]


@pytest.mark.parametrize("field", ["perencanaan_keberadaan", "evaluasi_pemanfaatan"])
def test_a_letter_left_out_is_refused_and_not_an_e(field: str) -> None:
    with pytest.raises(RecordError, match=field):
        result(KEY, {**_all("a"), field: None})


@given(st.fixed_dictionaries(dict.fromkeys(WEIGHTS, st.sampled_from(sorted(LETTERS)))))
def test_percentages_of_the_components_come_to_the_same_value_and_band(record: dict[str, str]) -> None:
    appraisal = schemes.get(KEY).appraise(record)
    percents = {key: Fraction(appraisal.parts[key]) / weight * 100 for key, weight in COMPONENTS.items()}
    assert {value.denominator for value in percents.values()} == {1}
    for rounding in (2, None):
        other = schemes.get("permenpanrb-88-2021", rounding=rounding).appraise(percents)
        assert (other.exact, other.band) == (appraisal.exact, appraisal.band)


@given(st.fixed_dictionaries(dict.fromkeys(WEIGHTS, st.sampled_from(sorted(LETTERS)))))
def test_no_product_has_more_than_two_decimals_so_nothing_is_rounded(record: dict[str, str]) -> None:
    products = [Fraction(WEIGHTS[field]) * LETTERS[letter] / 100 for field, letter in record.items()]
    assert all((product * 100).denominator == 1 for product in products)
    assert schemes.get(KEY).appraise(record).exact == sum(products)


def test_it_begins_as_the_scheme_of_percentages_and_has_no_options() -> None:
    assert schemes.get(KEY).since == schemes.get("permenpanrb-88-2021").since
    assert schemes.options(KEY) == {}
