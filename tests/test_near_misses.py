import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_appraisal.near_misses import closest, fold, near_miss

letters = st.sampled_from("abcdefghij")


@pytest.mark.parametrize(
    "name", ["kepuasan", "Kepuasan", "KEPUASAN", " kepuasan ", "kepuasan_", "Kepu-asan", "ke puasan", "kepuasan:"]
)
def test_case_and_punctuation_are_not_a_difference(name: str) -> None:
    assert near_miss(name, ["kepuasan"]) == "kepuasan"


@pytest.mark.parametrize("name", ["U1", "u_1", "u-1", " u1"])
def test_a_short_name_is_met_by_case_and_punctuation_alone(name: str) -> None:
    assert near_miss(name, ["u1"]) == "u1"


@pytest.mark.parametrize(
    "name",
    ["kepuasn", "epuasan", "kepuasa", "kepuassan", "xkepuasan", "kepuasanx", "kepuatan", "xepuasan", "kepuasax"],
)
def test_one_edit_is_a_near_miss(name: str) -> None:
    assert near_miss(name, ["kepuasan"]) == "kepuasan"


@pytest.mark.parametrize("name", ["ekpuasan", "kepausan", "kepuasna"])
def test_two_neighbours_swapped_are_one_edit(name: str) -> None:
    assert near_miss(name, ["kepuasan"]) == "kepuasan"


@pytest.mark.parametrize("name", ["kepuas", "kepuaXYn", "ekpuasna", "nasaupek", "kepuasanxx", "pekuasan", ""])
def test_two_edits_are_another_name(name: str) -> None:
    assert near_miss(name, ["kepuasan"]) is None


@pytest.mark.parametrize(
    ("expected", "name", "field"),
    [
        (None, "nila", "nilai"),
        (None, "bobod", "bobot"),
        ("target", "targe", "target"),
        ("target", "tarjet", "target"),
        (None, "ab_12345", "abc_12345"),
        ("abcdef_1", "abcde_1", "abcdef_1"),
    ],
)
def test_six_letters_are_needed_for_an_edit(expected: str | None, name: str, field: str) -> None:
    assert expected == near_miss(name, [field])


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("u2", "u1"),
        ("perilaku_2", "perilaku_1"),
        ("perilaku", "perilaku_1"),
        ("perilaku_1", "perilaku"),
        ("perilaku_11", "perilaku_1"),
        ("perilaku_21", "perilaku_12"),
        ("perilaku_x", "perilaku_1"),
        ("perilak1u", "perilaku1"),
    ],
)
def test_a_changed_digit_is_another_field(name: str, field: str) -> None:
    assert near_miss(name, [field]) is None


def test_the_first_field_that_fits_is_the_one_meant() -> None:
    assert near_miss("target_x", ["realisasi", "target_a", "target_b"]) == "target_a"


@given(st.lists(letters, min_size=6, max_size=12).map("".join), st.data())
def test_dropping_any_letter_of_a_long_name_is_a_near_miss(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 1))
    assert near_miss(name[:at] + name[at + 1 :], [name]) == name


@given(st.lists(letters, min_size=6, max_size=12).map("".join), st.data())
def test_changing_any_letter_of_a_long_name_is_a_near_miss(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 1))
    assert near_miss(name[:at] + "z" + name[at + 1 :], [name]) == name


@given(st.lists(letters, min_size=6, max_size=12).map("".join), st.data())
def test_changing_two_letters_is_another_name(name: str, data: st.DataObject) -> None:
    one = data.draw(st.integers(0, len(name) - 2))
    other = data.draw(st.integers(one + 1, len(name) - 1))
    changed = "".join("z" if at in {one, other} else letter for at, letter in enumerate(name))
    assert near_miss(changed, [name]) is None


@pytest.mark.parametrize(("expected", "name"), [("nilai1", " Nilai-1 "), ("strasse", "Straße"), ("", "_ -"), ("", "")])
def test_folding_keeps_lower_case_letters_and_digits(expected: str, name: str) -> None:
    assert expected == fold(name)


@pytest.mark.parametrize(
    ("expected", "name"),
    [
        (("sangat_baik",), "sangat_bak"),
        (("sangat_baik",), "SANGAT_BAIK"),
        (("baik",), "baikk"),
        ((), "zzz"),
        ((), ""),
    ],
)
def test_the_closest_choices_are_offered(expected: tuple[str, ...], name: str) -> None:
    assert expected == closest(name, ["baik", "sangat_baik", "kurang"])


def test_the_best_choice_comes_first_and_no_more_than_asked_for() -> None:
    assert closest("nilai_a", ["nilai_x", "nilai_a", "nilai_y", "nilai_z"]) == ("nilai_a", "nilai_z", "nilai_y")
    assert closest("nilai_a", ["nilai_x", "nilai_a", "nilai_y"], most=1) == ("nilai_a",)
