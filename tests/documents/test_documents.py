# ruff: noqa: S311  (chance for tests, nothing secret)

import time
from random import Random

import pytest
from hypothesis import given
from tests.schemes.checking import every_choice

from asn_appraisal import Number, Policy, schemes
from asn_appraisal.documents import (
    from_document,
    from_json,
    from_toml,
    json_data,
    to_document,
    to_json,
    to_toml,
    toml_data,
)
from asn_appraisal.errors import DocumentError, RoundingError
from asn_appraisal.testing import strategies
from asn_appraisal.testing.drawing.policies import random_policy
from asn_appraisal.testing.drawing.records import random_record

ROUND_TRIPS = {
    "data": lambda policy: from_document(to_document(policy)),
    "toml": lambda policy: from_toml(to_toml(policy)),
    "json": lambda policy: from_json(to_json(policy)),
}


def told(read, data):
    with pytest.raises(DocumentError) as caught:
        read(data)
    return str(caught.value)


# --- lossless


@pytest.mark.parametrize("way", sorted(ROUND_TRIPS))
@pytest.mark.parametrize("key", schemes.official())
def test_each_scheme_comes_back_equal_with_its_fingerprint(key, way):
    for choice in every_choice(key):
        policy = schemes.get(key, **choice)
        back = ROUND_TRIPS[way](policy)

        assert back == policy
        assert back.fingerprint == policy.fingerprint
        assert (back.sources(), back.own_sources) == (policy.sources(), policy.own_sources)


@given(strategies.policies())
def test_every_policy_of_the_algebra_comes_back_equal(policy):
    for way in ROUND_TRIPS.values():
        back = way(policy)

        assert back == policy
        assert back.fingerprint == policy.fingerprint


@given(strategies.policies())
def test_a_document_has_one_form(policy):
    document = to_document(policy)

    assert to_document(from_document(document)) == document
    assert to_toml(from_toml(to_toml(policy))) == to_toml(policy)


@pytest.mark.parametrize("seed", range(30))
def test_a_policy_that_came_back_scores_and_explains_alike(seed):
    policy = random_policy(Random(seed))
    back = from_toml(to_toml(policy))
    record = random_record(policy, Random(seed))
    try:
        expected = policy.appraise(record)
    except ValueError as problem:
        with pytest.raises(type(problem), match="ASN4"):
            back.appraise(record)
    else:
        assert back.appraise(record) == expected
        assert back.appraise(record).trace.lines("en") == expected.trace.lines("en")


def test_two_policies_fed_into_each_other_come_back():
    fed = schemes.get("pp-30-2019").replace(nilai_skp=schemes.get("permenpanrb-8-2021").score)

    assert from_toml(to_toml(fed)) == fed


def test_every_number_of_a_document_is_a_text_or_a_whole_number():
    def floats(data):
        if isinstance(data, dict):
            data = data.values()
        return [each for value in data for each in (floats(value) if isinstance(value, dict | list) else [value])]

    assert not [each for each in floats(to_document(schemes.get("kmk-127-2026"))) if isinstance(each, float)]


def test_a_policy_nested_too_deeply_for_a_document_is_refused_when_it_is_written():
    total = Number("a")
    for _ in range(60):
        total = total + 1

    assert "at most 50" in told(to_document, Policy("contoh", "Contoh", score=total))


# --- texts that are none


def test_a_day_of_toml_is_a_day():
    text = to_toml(schemes.get("pp-46-2011")).replace('"2014-01-01"', "2014-01-01")

    assert from_toml(text) == schemes.get("pp-46-2011")


@pytest.mark.parametrize(
    ("read", "text", "message"),
    [
        (from_toml, "a = ", "this is no TOML"),
        (from_toml, 'a = "x', "this is no TOML"),
        (from_toml, "a = 1\na = 2", "this is no TOML"),
        (from_toml, "a = 1e9999999999999999999999", "this is no TOML"),
        (from_toml, "a = " + "9" * 5000, "this is no TOML"),
        (from_json, "{", "this is no JSON"),
        (from_json, '{"a": NaN}', "this is no JSON"),
        (from_json, '{"a": 1, "a": 2}', "'a' 2x"),
        (from_json, "9" * 5000, "this is no JSON"),
        (from_toml, b"a = 1", "bytes stands here where text is needed"),
        (from_json, None, "NoneType stands here where text is needed"),
    ],
)
def test_a_text_that_is_no_data_is_refused_by_name(read, text, message):
    assert message in told(read, text)


@pytest.mark.parametrize(("read", "text"), [(toml_data, "a = 0.1"), (json_data, '{"a": 0.1}')])
def test_no_float_is_made_of_a_fraction(read, text):
    assert type(read(text)["a"]).__name__ == "Decimal"


HOSTILE = {
    "toml arrays": lambda: from_toml("a=" + "[" * 100_000),
    "toml tables in tables": lambda: from_toml("a=" + "{a=" * 5_000),
    "toml long dotted key": lambda: from_toml(".".join("a" * 400_000) + "=1"),
    "toml quoted dotted key": lambda: from_toml(".".join(['"a"'] * 200_000) + "=1"),
    "toml many dotted keys": lambda: from_toml("\n".join("a." * 25 + f"b{at}=1" for at in range(12_000))),
    "toml many keys": lambda: from_toml("\n".join(f"b{at}=1" for at in range(80_000))),
    "toml many tables": lambda: from_toml("\n".join(f"[a.b{at}]" for at in range(80_000))),
    "toml long text": lambda: from_toml('a="' + "x" * 999_000 + '"'),
    "toml of escaped quotes": lambda: from_toml('a="' + '\\"' * 499_000),
    "toml of single quotes": lambda: from_toml("a=" + "'\n" * 330_000),
    "toml too long": lambda: from_toml("#" * 1_000_001),
    "json arrays": lambda: from_json("[" * 400_000),
    "json long integer": lambda: from_json("9" * 900_000),
    "formula of sums": lambda: _scored("+".join("x" * 9_000)),
    "formula of signs": lambda: _scored("-" * 9_000 + "x"),
    "formula of methods": lambda: _scored("x" + ".rounded(2)" * 3_000),
    "formula of parentheses": lambda: _scored("(" * 9_000),
    "formula of dots": lambda: _scored(".".join("x" * 9_000)),
    "formula of comparisons": lambda: _scored("<".join("x" * 9_000)),
    "formula of blanks": lambda: _scored(" " * 900_000 + "y"),
    "many unknown names": lambda: _scored("x", parts={f"p{at}": {"formula": f"q{at}"} for at in range(4_000)}),
    "many unknown entries": lambda: _scored("x", **{f"p{at}": 1 for at in range(8_000)}),
    "a long chain of parts": lambda: _scored(
        "p0", parts={f"p{at}": {"formula": f"p{at + 1} + 1" if at < 3_000 else "x"} for at in range(3_001)}
    ),
    "a large grid": lambda: _scored(
        None,
        inputs={key: {"type": "category", "levels": [{"key": f"k{at}"} for at in range(2_400)]} for key in "ab"},
        band="Grid(a, b, 'g')",
        grids={"g": {"cells": {"k1": {"k1": "z"}}, "levels": [{"key": "z"}]}},
    ),
    "a table used often": lambda: _scored(
        "Sum(" + ",".join(["Case(a, 'c')"] * 2_000) + ")",
        inputs={"a": {"type": "category", "levels": [{"key": f"k{at}"} for at in range(1_000)]}},
        cases={"c": {"values": {f"k{at}": "1" for at in range(1_000)}}},
    ),
}


def _scored(score, **more):
    return from_document(
        {"format": 1, "key": "contoh", "title": "Contoh", "score": score, "inputs": {"x": {"type": "number"}}, **more}
    )


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_document_is_refused_in_less_than_a_second(name):
    start = time.thread_time()  # not the clock: a busy machine is no fault
    with pytest.raises(DocumentError):
        HOSTILE[name]()
    assert time.thread_time() - start < 1


def test_parts_that_double_each_other_cost_no_more_than_their_text():
    parts = {f"p{at}": {"formula": f"p{at + 1} + p{at + 1}" if at < 45 else "x"} for at in range(46)}
    policy = _scored("p0", parts=parts)

    assert policy.appraise({"x": 1}).exact == 2**45


@pytest.mark.parametrize(
    "entry",
    [
        "format = {}",
        "format = 1\nreported = {}",
        "format = 1\n[inputs.x]\ntype = 'number'\ndecimals = {}",
        "format = 1\n[inputs.x]\ntype = 'number'\nlow = {}",
        "format = 1\n[inputs.x]\ntype = 'number'\n[lists.l]\nat_least = {}\nfields.y.type = 'number'",
        "format = 1\n[inputs.x]\ntype = 'number'\n[lists.l]\nat_most = {}\nfields.y.type = 'number'",
    ],
)
def test_a_hexadecimal_number_of_five_thousand_digits_is_refused_with_a_code(entry: str) -> None:
    text = "key = 'contoh'\ntitle = 'Contoh'\nscore = 'x'\n" + entry.format("0x" + "F" * 5000)
    with pytest.raises(DocumentError) as caught:
        from_toml(text)
    assert all(fault.text("id") for fault in caught.value.faults)


def test_a_whole_number_of_six_thousand_digits_is_refused_with_a_code() -> None:
    with pytest.raises(DocumentError, match=r"ASN507: \$\.format: format 10\^"):
        from_document({"format": 10**6000, "key": "contoh", "title": "Contoh"})
    with pytest.raises(RoundingError, match=r"10\^"):
        Number("x").rounded(10**5000)
