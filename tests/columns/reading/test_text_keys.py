import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_appraisal.columns.reading.text_keys import (
    LABELS,
    codes_of_dictionary,
    codes_of_list,
    codes_of_texts,
    plain_key,
    text_of,
)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("1979", "1979"),
        ("1979 ", "1979"),
        ("\u00a01979\t", "1979"),
        ("'198503122010011004", "198503122010011004"),
        (" ' 1985 ", "1985"),
        ("''1985", "1985"),
        ("19850312 201001 1 004", "198503122010011004"),
        ("1985\u00a003", "198503"),
        ("1985 1", "19851"),
        ("1 985", "1985"),
        ("007", "007"),
        ("Dinas  Kesehatan", "Dinas  Kesehatan"),
        ("Loket 1", "Loket 1"),
        ("1 A", "1 A"),
        ("1 A 2", "1 A 2"),
        ("1 ²", "1 ²"),
        ("\ufeff1985", "1985"),
        ("1985\u200b03\u200e", "198503"),
        ("\u2060' Zaïn", "Zaïn"),
        ("Cot Ba'u", "Cot Ba'u"),
        ("'", ""),
        (" ", ""),
        ("", ""),
    ],
)
def test_a_key_is_read_as_it_is_meant(text: str, plain: str) -> None:
    assert plain_key(text) == plain


@given(st.text(" '0a1\u00a0"))
def test_reading_a_key_twice_changes_nothing(text: str) -> None:
    assert plain_key(plain_key(text)) == plain_key(text)


@given(st.lists(st.text(" '0a1é", max_size=5) | st.text("01", min_size=17, max_size=20), max_size=30))
def test_codes_are_equal_where_the_keys_meant_are_and_give_them_back(texts: list[str]) -> None:
    found = codes_of_texts(texts)
    plain = [plain_key(text) for text in texts]
    codes = found.codes.tolist()
    assert [found.text(code) if code else "" for code in codes] == plain
    assert [[a == b for b in codes] for a in codes] == [[a == b for b in plain] for a in plain]
    assert found.changed.tolist() == [row for row, text in enumerate(texts) if plain[row] and plain[row] != text]


@given(st.lists(st.text("ab '0\u00a0", max_size=3) | st.none(), max_size=30))
def test_a_list_of_words_is_read_in_one_pass_as_its_texts_are(texts: list[str | None]) -> None:
    found, expected = codes_of_list(texts), codes_of_texts([text or "" for text in texts])
    if found is not None:
        told = [[each.text(code) if code else "" for code in each.codes.tolist()] for each in (found, expected)]
        assert told[0] == told[1]
        assert found.changed.tolist() == expected.changed.tolist()


@pytest.mark.parametrize("other", [1, 1.5, [1], b"a", True])
def test_a_list_with_something_else_far_from_its_sample_is_not_read_so(other: object) -> None:
    assert codes_of_list([*["samsat"] * 1000, other, *["samsat"] * 2000]) is None


def test_a_list_of_digits_is_left_to_its_letters() -> None:
    assert codes_of_list(["1985"] * 10) is None


TEXTS = ["007", "samsat", " ", "a ", "'", "samsat ", "é", "", "b", "2E+17", "c", "0 07", "1" * 20, "1,98E17"]
CODES = [1007, LABELS, 0, LABELS + 1, 0, LABELS, LABELS + 2, 0, LABELS + 3, LABELS + 4, LABELS + 5, 1007, LABELS + 6]
CODES += [LABELS + 7]
CHANGED, LOST = [3, 5, 11], [9, 13]


def test_each_text_has_the_code_of_its_digits_or_of_its_label_in_order_of_first_appearance() -> None:
    found = codes_of_texts(TEXTS)
    assert found.codes.tolist() == CODES
    assert found.labels == ("samsat", "a", "é", "b", "2E+17", "c", "1" * 20, "1,98E17")
    assert found.changed.tolist() == CHANGED
    assert np.flatnonzero(found.lost).tolist() == LOST
    assert codes_of_texts(TEXTS[:9]).lost is None


def test_an_absent_place_of_a_dictionary_is_an_empty_key_that_nobody_changed() -> None:
    found = codes_of_dictionary(np.array([2, -1, 0, 2, -1, 1]), ["7", "2E+17", "a "])
    assert found.codes.tolist() == [LABELS + 1, 0, 17, LABELS + 1, 0, LABELS]
    assert found.changed.tolist() == [0, 3]
    assert found.lost.tolist() == [False] * 5 + [True]


def test_no_code_of_a_label_is_that_of_digits_however_many_labels_there_are() -> None:
    texts = [word for at in range(5_000) for word in (f"kantor {at}", f"{at:04}")]
    found = codes_of_texts(texts)
    assert len(set(found.codes.tolist())) == len(texts)
    assert [found.text(code) for code in found.codes.tolist()] == texts
    assert text_of(0, found.labels) == ""
