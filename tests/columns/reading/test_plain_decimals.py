import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_appraisal.columns.reading.plain_decimals import plain_decimals
from asn_appraisal.numbers import scaled

LETTERS = st.text("0123456789.,-+ eE/:\0x%", max_size=24)
NUMBERS = st.from_regex(r"-?[0-9]{0,20}([.,][0-9]{0,8})?", fullmatch=True).filter(lambda text: len(text) <= 24)


@given(st.lists(LETTERS | NUMBERS, min_size=1, max_size=30), st.integers(0, 18), st.sampled_from([".", ","]))
def test_what_is_called_plain_is_the_number_that_one_text_alone_gives(texts, decimals, sign):
    for held in (np.array(texts), np.array([text.encode() for text in texts])):
        numbers, plain = plain_decimals(held, decimals, sign)
        for text, number, known in zip(held.tolist(), numbers.tolist(), plain.tolist(), strict=True):
            written = text if isinstance(text, str) else text.decode()
            if known:
                assert (number, False) == scaled(written.replace(sign, "."), decimals)


@pytest.mark.parametrize("kind", ["U", "S"])
@pytest.mark.parametrize("text", ["0", "-0", "7", "007", "85.5", "85.50", "-12.3", "1234567890123456", "0.01"])
def test_the_usual_number_is_plain(text, kind):
    for width in {len(text), 9, 10, 24} - set(range(len(text))):
        numbers, plain = plain_decimals(np.array([text], f"{kind}{width}"), 2)

        assert plain.tolist() == [True]
        assert numbers.tolist() == [scaled(text, 2)[0]]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        ".",
        ".5",
        "5.",
        "1.2.3",
        "1-2",
        "--1",
        "1.234",
        "+1",
        "1e2",
        "1 ",
        " 1",
        "1\x002",
        "1,5",
        "1:2",
        "1/2",
        "9" * 17,
    ],
)
def test_what_is_not_written_so_is_left_to_care(text):
    _, plain = plain_decimals(np.array([text, "1"]), 2)

    assert plain.tolist() == [False, True]


def test_longer_texts_are_left_to_care_as_a_whole():
    assert not plain_decimals(np.array(["1" * 25, "1"]), 2)[1].any()
