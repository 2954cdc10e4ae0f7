import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asn_appraisal.columns.reading import series
from asn_appraisal.columns.reading.letters import (
    _of_arrow,
    digit_codes,
    digits_of,
    letters_of_array,
    letters_of_column,
    letters_of_texts,
)

TEXTS = st.lists(st.text("0123456789", max_size=20) | st.text("0 'a9é\0\n", max_size=4), max_size=40)


def expected(texts: list[str]) -> list[int]:
    return [int(f"1{text}") if text.isascii() and text.isdigit() and len(text) <= 18 else 0 for text in texts]


def others(texts: list[str]) -> list[int]:
    return [row for row, (text, code) in enumerate(zip(texts, expected(texts), strict=True)) if text and not code]


@given(TEXTS)
def test_texts_of_digits_become_their_numbers_behind_a_1(texts: list[str]) -> None:
    if (letters := letters_of_texts(texts)) is not None:
        codes, rest = digit_codes(letters)
        assert (codes.tolist(), rest.tolist()) == (expected(texts), others(texts))
    assert (letters is None) == (not "".join(texts).isascii())


LENGTHS = ["7", "1" * 17, "0" * 18, "9" * 18, "1" * 19, "9" * 20, "", "a7", "0" * 19]


@pytest.mark.parametrize("texts", [LENGTHS, *([text] * 3 for text in LENGTHS), ["7", "9" * 18], ["9" * 18, "1" * 19]])
def test_texts_of_at_most_18_digits_are_numbers_among_others_of_any_length(texts: list[str]) -> None:
    array, absent = np.array(texts, "U20"), np.array([not text for text in texts])
    nowhere = np.zeros(len(texts), bool)
    for letters in (letters_of_texts(texts), letters_of_array(array, absent), letters_of_array(array, nowhere)):
        codes, rest = digit_codes(letters)
        assert (codes.tolist(), rest.tolist()) == (expected(texts), others(texts))
        assert letters.texts(np.arange(len(texts))) == texts


@pytest.mark.parametrize(("letter", "read"), [("\x7f", True), ("\x80", False), ("é", False), ("１", False)])
def test_an_array_with_a_letter_beyond_ascii_has_no_letters(letter: str, read: bool) -> None:
    assert (letters_of_array(np.array(["7", letter, "8"]), np.zeros(3, bool)) is not None) is read


def test_a_list_of_texts_with_gaps_has_letters_and_one_with_other_values_has_none() -> None:
    letters = letters_of_column(["7", None, "a b", ""])
    assert letters.texts(np.arange(4)) == ["7", "", "a b", ""]
    assert letters_of_column(["7", "a b"]).texts(np.arange(2)) == ["7", "a b"]
    assert letters_of_column(["7", 7]) is None
    assert letters_of_column([None, None]) is None


@pytest.mark.parametrize("kind", ["string", "large_string"])
@pytest.mark.parametrize("gap", [True, False])
def test_a_part_of_a_column_of_arrow_has_its_own_letters_alone(kind: str, gap: bool) -> None:
    texts = ["12345", "1", None if gap else "0", "22", "a", "", "7777777"]
    part = pa.array(texts, getattr(pa, kind)()).slice(1, 5)
    column = letters_of_column(series.from_native(pa.chunked_array([part])))
    held = [text or "" for text in texts[1:6]]
    for letters in (column, _of_arrow(part.cast(pa.large_string()))):
        assert (len(letters), len(letters.lengths)) == (5, 5)
        codes, rest = digit_codes(letters)
        assert (codes.tolist(), rest.tolist()) == (expected(held), others(held))


@settings(deadline=None)
@given(TEXTS, st.sampled_from(["string", "large_string", "string_view", "polars", "polars alone", "array"]), st.data())
def test_columns_of_every_library_have_the_same_letters(texts: list[str], kind: str, data: st.DataObject) -> None:
    given_texts = data.draw(st.sampled_from([texts, [*texts, None]]))
    with pytest.MonkeyPatch.context() as patch:
        if kind == "array":
            plain = [text.rstrip("\0") for text in texts]  # numpy's own texts cannot end in it
            letters = letters_of_array(np.array(plain, "U20"), np.zeros(len(plain), bool))
            given_texts = plain
        elif kind.startswith("polars"):
            if kind == "polars alone":
                patch.setattr(series, "pyarrow", lambda: None)
            letters = letters_of_column(series.from_native(pl.Series(given_texts, dtype=pl.String)))
        else:
            column = pa.chunked_array([pa.array(["x", *given_texts]).slice(1).cast(getattr(pa, kind)())])
            letters = letters_of_column(series.from_native(column))
        if letters is None:
            assert kind == "array"
            assert not texts or not "".join(texts).isascii()
            return
        held = [text or "" for text in given_texts]
        codes, rest = digit_codes(letters)
        assert (codes.tolist(), rest.tolist()) == (expected(held), others(held))
        assert letters.texts(np.arange(len(held))) == held
        places, labels = letters.dictionary()
        assert ["" if place < 0 else labels[place] for place in places.tolist()] == held


@pytest.mark.parametrize("count", [1, 8_191, 8_192, 8_193, 50_000])
@pytest.mark.parametrize("width", [1, 7, 8, 9, 16, 17, 18])
def test_long_columns_are_read_in_blocks_alike(count: int, width: int) -> None:
    draw = np.random.default_rng(width)
    texts = [f"{number:0{width}d}"[-width:] for number in draw.integers(0, 10**width, count).tolist()]
    codes, rest = digit_codes(letters_of_texts(texts))
    assert np.array_equal(codes, np.array([int(f"1{text}") for text in texts]))
    assert not len(rest)
    texts[count // 2] = texts[-1] = "x" * width
    codes, rest = digit_codes(letters_of_texts(texts))
    assert rest.tolist() == sorted({count // 2, count - 1})


def test_a_column_without_letters_has_none() -> None:
    for column in (
        [1, 2],
        np.array(["a"]),
        series.from_native(pl.Series([1])),
        series.from_native(pl.Series(["a"]).cast(pl.Categorical)),
    ):
        assert letters_of_column(column) is None


@given(st.integers(1, 5), st.lists(st.text("0\n", min_size=1, max_size=5), max_size=12))
def test_a_line_that_ends_within_a_text_is_no_end_of_it(width: int, texts: list[str]) -> None:
    for given_texts in (texts, [text.ljust(width, "0")[:width] for text in texts]):
        letters = letters_of_texts(given_texts)
        assert letters.texts(np.arange(len(given_texts))) == given_texts


@pytest.mark.parametrize("width", range(1, 19))
def test_the_texts_of_numbers_are_those_that_they_were_read_from(width: int) -> None:
    draw = np.random.default_rng(width)
    texts = [
        f"{number:0{width}d}"[-width:] for number in [0, 10**width - 1, *draw.integers(0, 10**width, 500).tolist()]
    ]
    assert digits_of(digit_codes(letters_of_texts(texts))[0], width).tolist() == [text.encode() for text in texts]


def test_a_list_with_something_else_than_texts_has_no_letters() -> None:
    assert [letters_of_column(column) for column in ([], ["a", 1], [None, None], [b"a"])] == [None] * 4
    assert letters_of_column(["a", None, "b"]).texts(np.arange(3)) == ["a", "", "b"]
