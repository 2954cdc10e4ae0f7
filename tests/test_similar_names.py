import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.watch import ends

from asn_appraisal.similar_names import NearMisses, closest, fold

letters = st.sampled_from("abcdefghij")


@pytest.mark.parametrize(
    "name", ["kepuasan", "Kepuasan", "KEPUASAN", " kepuasan ", "kepuasan_", "Kepu-asan", "ke puasan", "kepuasan:"]
)
def test_case_and_punctuation_are_not_a_difference(name: str) -> None:
    assert NearMisses(["kepuasan"]).meant(name) == "kepuasan"


@pytest.mark.parametrize("name", ["U1", "u_1", "u-1", " u1"])
def test_a_short_name_is_met_by_case_and_punctuation_alone(name: str) -> None:
    assert NearMisses(["u1"]).meant(name) == "u1"


@pytest.mark.parametrize(
    "name",
    ["kepuasn", "epuasan", "kepuasa", "kepuassan", "xkepuasan", "kepuasanx", "kepuatan", "xepuasan", "kepuasax"],
)
def test_one_edit_is_a_near_miss(name: str) -> None:
    assert NearMisses(["kepuasan"]).meant(name) == "kepuasan"


@pytest.mark.parametrize("name", ["ekpuasan", "kepausan", "kepuasna"])
def test_two_neighbours_swapped_are_one_edit(name: str) -> None:
    assert NearMisses(["kepuasan"]).meant(name) == "kepuasan"


@pytest.mark.parametrize("name", ["kepuas", "kepuaXYn", "ekpuasna", "nasaupek", "kepuasanxx", "pekuasan", ""])
def test_two_edits_are_another_name(name: str) -> None:
    assert NearMisses(["kepuasan"]).meant(name) is None


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
    assert expected == NearMisses([field]).meant(name)


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
    assert NearMisses([field]).meant(name) is None


def test_the_first_field_that_fits_is_the_one_meant() -> None:
    assert NearMisses(["realisasi", "target_a", "target_b"]).meant("target_x") == "target_a"


@given(st.lists(letters, min_size=6, max_size=12).map("".join), st.data())
def test_dropping_any_letter_of_a_long_name_is_a_near_miss(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 1))
    assert NearMisses([name]).meant(name[:at] + name[at + 1 :]) == name


@given(st.lists(letters, min_size=6, max_size=12).map("".join), st.data())
def test_changing_any_letter_of_a_long_name_is_a_near_miss(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 1))
    assert NearMisses([name]).meant(name[:at] + "z" + name[at + 1 :]) == name


@given(st.lists(letters, min_size=6, max_size=12).map("".join), st.data())
def test_changing_two_letters_is_another_name(name: str, data: st.DataObject) -> None:
    one = data.draw(st.integers(0, len(name) - 2))
    other = data.draw(st.integers(one + 1, len(name) - 1))
    changed = "".join("z" if at in {one, other} else letter for at, letter in enumerate(name))
    assert NearMisses([name]).meant(changed) is None


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


names = st.text("abk1_A ", max_size=9)


def _by_comparing(name: str, absent: list[str]) -> str | None:
    """Each field in turn, as the rule says it."""
    folded = fold(name)
    for field in absent:
        wanted = fold(field)
        if folded == wanted:
            return field
        if sum(map(str.isalpha, wanted)) < 6:
            continue
        edits = {wanted[:at] + wanted[at + 1 :]: wanted[at] for at in range(len(wanted))}
        if folded in {text for text, gone in edits.items() if not gone.isdigit()}:
            return field
        if any(folded[:at] + folded[at + 1 :] == wanted and not folded[at].isdigit() for at in range(len(folded))):
            return field
        if len(folded) == len(wanted):
            wrong = [at for at in range(len(wanted)) if folded[at] != wanted[at]]
            letters = "".join(folded[at] + wanted[at] for at in wrong)
            swapped = (
                len(wrong) == 2 and wrong[1] == wrong[0] + 1 and letters[0] == letters[3] and letters[1] == letters[2]
            )
            if (len(wrong) == 1 or swapped) and not any(map(str.isdigit, letters)):
                return field
    return None


@given(names, st.lists(names, max_size=6))
def test_looking_up_finds_what_comparing_each_finds(name: str, absent: list[str]) -> None:
    assert NearMisses(absent).meant(name) == _by_comparing(name, absent)


def test_twenty_thousand_unknown_names_for_three_hundred_fields_are_told_at_once() -> None:
    fields = [f"bidang_kegiatan_{at}" for at in range(300)]
    with ends():
        near = NearMisses(fields)
        assert [near.meant(f"isian_yang_lain_{at}") for at in range(20_000)] == [None] * 20_000
        assert near.meant("bidang_kegatan_7") == "bidang_kegiatan_7"


def test_names_of_a_million_letters_and_thousands_of_choices_cost_nothing() -> None:
    with ends():
        assert NearMisses(["y" * 10**6]).meant("x" * 10**6) is None
        assert NearMisses(["x" * 10**6]).meant("X" * 10**6) == "x" * 10**6
        assert closest("x" * 10**5, ["x" * 10**5 + "y"]) == ()
        assert closest("kategori_7", [f"kategori{at}" for at in range(10**5)]) == ()
