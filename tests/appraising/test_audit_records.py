import hmac
import json
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.watch import ends

from asn_appraisal import schemes, verify
from asn_appraisal.appraising.audit_records import (
    Undecodable,
    anchor_of,
    bears,
    canonical_text,
    decoded,
    decoded_record,
    digest_of,
    encoded,
    encoded_record,
    hmac_of,
    is_link,
    key_of,
    parsed_anchor,
    sealed,
)
from asn_appraisal.errors import AnchorError
from asn_appraisal.numbers import UnreadableNumber, scaled


@pytest.mark.parametrize(
    ("value", "data"),
    [
        ("85.50", "85.50"),
        (85, 85),
        (True, True),
        (0.1, {"float": "0.1"}),
        (Decimal("90.10"), {"decimal": "90.10"}),
        (Decimal("1E+2"), {"decimal": "1E+2"}),
        (Fraction(1, 3), {"fraction": "1/3"}),
        (2**53, {"integer": "9007199254740992"}),
        (np.int64(7), 7),
        (np.bool_(True), True),
        (np.float64(0.1), {"float": "0.1"}),
        (np.float32(0.1), {"single": "0.1"}),
        (np.str_("baik"), "baik"),
        (None, None),
        (math.nan, None),
        (pd.NA, None),
        ("  ", None),
    ],
)
def test_a_value_is_kept_as_it_was_given(value, data):
    found = encoded(value)

    assert found == data
    assert json.loads(json.dumps(found)) == data


NUMBERS = st.one_of(
    st.integers(-(10**30), 10**30),
    st.floats(-1e6, 1e6, allow_nan=False),
    st.floats(-1e4, 1e4, width=32).map(np.float32),
    st.floats(-1e4, 1e4, width=16).map(np.float16),
    st.integers(-1000, 1000).map(lambda units: units / 100),
    st.integers(-1000, 1000).map(lambda units: np.float32(units / 100)),
    st.decimals(-1000, 1000, places=3),
    st.fractions(-100, 100),
)


def read(value, floats):
    try:
        return scaled(value, 2, floats)
    except UnreadableNumber as problem:
        return problem.code


@pytest.mark.parametrize("floats", ["snap", "strict", "quantize"])
@given(value=NUMBERS)
@example(value=np.float32(4096.005))
def test_a_number_reads_alike_after_it_was_kept(floats, value):
    assert read(decoded(json.loads(json.dumps(encoded(value)))), floats) == read(value, floats)


@pytest.mark.parametrize(
    "data",
    [
        0.5,
        [],
        {},
        {"float": 0.5},
        {"float": "x"},
        {"decimal": "x"},
        {"fraction": "1/0"},
        {"integer": "9" * 401},
        {"code": "1"},
        {"float": "1", "decimal": "1"},
    ],
)
def test_what_no_record_holds_is_not_decoded(data):
    with pytest.raises(Undecodable):
        decoded(data)
    with pytest.raises(Undecodable):
        decoded_record({"kegiatan": [{"a": data}]})


@pytest.mark.parametrize("data", [None, [], {"a": [1]}, {"a": [{"b": 0.5}]}])
def test_what_is_no_record_is_not_decoded(data):
    with pytest.raises(Undecodable):
        decoded_record(data)


def test_a_record_with_rows_comes_back():
    record = {"a": "1", "kegiatan": [{"b": Decimal("0.10")}, {"b": None}], "kosong": []}

    assert decoded_record(encoded_record(record)) == record


def test_a_sealed_text_has_one_form_and_its_own_digest():
    text = sealed({"b": 1, "a": "ü"})
    data = json.loads(text)

    assert text == sealed({"a": "ü", "b": 1}) == canonical_text(data)
    assert text.isascii()
    assert " " not in text
    assert data["digest"] == digest_of(data)


# --- chains and secrets

KEY = b"0123456789abcdef"


def test_a_record_in_a_chain_says_its_number_and_the_digest_before():
    first = sealed({"a": 1}, after="0")
    second = sealed({"a": 2}, after=anchor_of(first))

    assert json.loads(first)["chain"] == {"number": 1, "previous": None}
    assert json.loads(second)["chain"] == {"number": 2, "previous": json.loads(first)["digest"]}
    assert anchor_of(second.encode()) == anchor_of(json.loads(second)) == f"2:{json.loads(second)['digest']}"
    assert "chain" not in json.loads(sealed({"a": 1}))


def test_the_digest_holds_the_chain_and_the_hmac_holds_both():
    data = json.loads(sealed({"a": 1}, after="0", secret=KEY))

    assert data["digest"] != digest_of({**data, "chain": {"number": 2, "previous": None}})
    assert (
        data["hmac"]
        == hmac.new(KEY, canonical_text({**data, "hmac": 0}).replace(',"hmac":0', "").encode(), "sha256").hexdigest()
    )
    assert data["hmac"] != hmac_of({**data, "digest": "x"}, KEY)
    assert bears(data, KEY)
    assert not bears(data, KEY[::-1])


def test_a_secret_may_be_fetched_by_a_function():
    assert sealed({"a": 1}, secret=lambda: KEY) == sealed({"a": 1}, secret=KEY)
    assert key_of(KEY) == key_of(lambda: KEY) == KEY


@pytest.mark.parametrize("text", ["0", f"1:{'a' * 64}", f"{10**18 - 1}:{'0' * 64}"])
def test_an_anchor_is_a_number_and_a_digest(text):
    number, digest = parsed_anchor(text)

    assert text == (f"{number}:{digest}" if digest else "0")


@pytest.mark.parametrize("text", ["00", "01:" + "a" * 64, f"1:{'a' * 64}\n", f"{10**18}:{'0' * 64}", "٣:" + "a" * 64])
def test_another_text_is_no_anchor(text):
    with pytest.raises(AnchorError):
        parsed_anchor(text)


def test_a_link_has_a_number_and_but_for_the_first_a_digest():
    assert is_link({"number": 1, "previous": None})
    assert is_link({"number": 2, "previous": "a" * 64})
    assert not is_link({"number": 2, "previous": "a" * 64 + "\n"})
    assert not is_link([])


@pytest.mark.parametrize(
    "text", ["1e999999999", "1e-999999999", "1E5", "0.5", " 1/2", "1/2e9", "1_000/3", "+1/2", "1/0"]
)
def test_a_ratio_is_read_as_it_is_written_and_no_exponent_is_worked_out(text: str) -> None:
    with ends(), pytest.raises(Undecodable):
        decoded({"fraction": text})


def test_ratios_that_are_written_are_read_back() -> None:
    for value in (Fraction(-1, 3), Fraction(7), Fraction(10**39, 7)):
        assert decoded(encoded(value)) == value


def test_verify_ends_for_a_record_whose_inputs_are_exponents() -> None:
    policy = schemes.get("permenpan-16-2009")
    data = json.loads(policy.appraise({"nilai": "90.99"}).to_audit_record())
    for kind in ("fraction", "decimal", "float"):
        data["inputs"]["nilai"] = {kind: "1e999999999"}
        with ends():
            assert "inputs" in {each.what for each in verify(data, policy)}
