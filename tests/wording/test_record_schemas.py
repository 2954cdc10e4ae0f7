import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from asn_appraisal import Category, Check, Count, Expression, Flag, Items, Number, Policy, When, schemes
from asn_appraisal.algebra.inputs import Field
from asn_appraisal.errors import ChoiceError
from asn_appraisal.faults import LanguageError
from asn_appraisal.numbers import FLOAT_LIMIT
from asn_appraisal.testing.drawing.policies import random_policy
from asn_appraisal.testing.drawing.records import random_record

jsonschema = pytest.importorskip("jsonschema")

SEEDS = st.integers(0, 2**32).map(Random)
POLICIES = SEEDS.map(random_policy)
DIGITS = {"ASN405"}  # a JSON number with too many decimals
# What no schema says: a broken check, a division by zero, a value that is needed for these data, too few of several,
# a worked-out value out of its range, a sum that grows too long.
CONDITIONS = {"ASN412", "ASN413", "ASN414", "ASN415", "ASN416", "ASN426", "ASN457"}


def policy_of(score: Any, *checks: Check) -> Policy:
    return Policy("contoh", "Contoh", score=score, checks=checks, reported=2)


def validator(policy: Policy, numbers: str = "any") -> Any:
    schema = json.loads(json.dumps(policy.record_schema(numbers=numbers)))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def entry(
    field: Field, *, numbers: str = "any", language: str = "id", check: Expression | None = None
) -> dict[str, Any]:
    """What the schema says of a field alone."""
    value = field if isinstance(field, Number) and not field.optional else Number("other") + _used(field)
    checks = [] if check is None else [Check(check, "syarat", "condition")]
    return policy_of(value, *checks).record_schema(language, numbers=numbers)["properties"][field.key]


def _used(field: Field) -> Any:
    if isinstance(field, Number):
        return field.or_else(0)
    return When(field if isinstance(field, Flag) else field.is_(field.levels[0].key), 1, 0)


# --- fields ----------------------------------------------------------------------------------------------------------


def test_a_number_has_its_range_unit_and_decimals() -> None:
    field = Number("waktu", "Waktu", english="Time", unit="hari", low=0, high=365, decimals=1)
    assert entry(field) == {
        "title": "Waktu",
        "description": "angka dari 0 sampai 365, hari, paling banyak 1 desimal; wajib diisi",
        "type": ["number", "string"],
        "x-decimals": 1,
        "minimum": 0,
        "maximum": 365,
        "pattern": r"^(?:365(?:\.0)?|(?:[0-9]|[1-9][0-9]|3(?:6[0-4]|[0-5][0-9])|[1-2][0-9]{2})(?:\.[0-9])?)$",
        "x-unit": "hari",
        "propertyOrder": 1,
    }
    english = entry(field, language="en")
    assert (english["title"], english["description"]) == (
        "Time",
        "a number from 0 to 365, hari, at most 1 decimals; must be filled in",
    )


def test_one_kind_of_number_may_be_asked_for() -> None:
    field = Number("x", low=0, high=10)
    only_number, only_text = entry(field, numbers="number"), entry(field, numbers="text")
    assert (only_number["type"], "pattern" in only_number) == ("number", False)
    assert (only_text["type"], "minimum" in only_text) == ("string", False)
    assert entry(Count("x"), numbers="number")["type"] == "integer"


def test_no_decimals_are_said_of_a_number_in_binary_floating_point() -> None:
    assert "multipleOf" not in entry(Number("x", decimals=2))
    assert not list(validator(policy_of(Number("x", decimals=2))).iter_errors({"x": 0.29}))


def test_a_condition_on_one_number_is_an_exclusive_end() -> None:
    field = Number("target", low=0, high=1000, decimals=1)
    told = entry(field, check=field > 0)
    assert told["description"].endswith("; syarat")
    assert (told["exclusiveMinimum"], "minimum" in told) == (0, False)
    check = validator(policy_of(field, Check(field > 0, "x")))
    assert [check.is_valid({"target": value}) for value in (0, 0.1, "0", "0.0", "0.1")] == [
        False,
        True,
        False,
        False,
        True,
    ]


def test_an_end_with_decimals_is_a_number_too() -> None:
    assert entry(Number("x", low="0.5", high="99.99"))["maximum"] == 99.99


def test_a_field_without_an_end_takes_what_can_be_read() -> None:
    field = Number("x", decimals=2)
    check, policy = validator(policy_of(field)), policy_of(field)
    end = FLOAT_LIMIT // 100
    for value in (end, -end, float(end), "9" * 38 + ".99", "-" + "9" * 38):
        assert check.is_valid({"x": value}), value
        policy.appraise({"x": value})
    for value in (end + 1, 1e300, "9" * 39):
        assert not check.is_valid({"x": value}), value


def test_an_end_beyond_what_a_json_number_holds_is_drawn_in_for_numbers_alone() -> None:
    policy = policy_of(Number("x", low=-(10**15), high=10**15, decimals=2))
    told, check = policy.record_schema()["properties"]["x"], validator(policy)
    assert (told["minimum"], told["maximum"]) == (-(10**13), 10**13)
    for value, valid in ((1e14, False), (-1e14, False), (1e13, True), ("1" + "0" * 15, True), ("-1" + "0" * 15, True)):
        assert check.is_valid({"x": value}) == valid
        assert valid == (policy.faults_of({"x": value}) == ()), value


def test_a_range_beyond_what_a_json_number_holds_takes_text_alone() -> None:
    field = Number("x", low=10**16, high=10**17, decimals=0)
    assert entry(field)["type"] == entry(field, numbers="number")["type"] == "string"


def test_a_category_has_its_levels_with_their_names() -> None:
    field = Category("k", (("a", "Ahli", "Expert"), ("t", "Terampil", "Skilled")), "Kelompok")
    assert entry(field)["oneOf"] == [{"const": "a", "title": "Ahli"}, {"const": "t", "title": "Terampil"}]
    assert entry(field, language="en")["oneOf"][1] == {"const": "t", "title": "Skilled"}
    assert entry(field)["type"] == "string"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (Number("x", default="1.5"), 1.5),
        (Count("x", default=3), 3),
        (Flag("x", default=False), False),
        (Category("x", ["a", "b"], default="b"), "b"),
    ],
)
def test_a_field_with_a_default_says_it_and_may_be_null(field: Field, value: object) -> None:
    told, policy = entry(field), policy_of(Number("other") + _used(field))
    assert (told["default"], "null" in told["type"]) == (value, True)
    assert "x" not in policy.record_schema()["required"]
    for record in ({"other": 1}, {"other": 1, "x": None}, {"other": 1, "x": value}):
        assert validator(policy).is_valid(record)
        policy.appraise(record)


def test_a_default_is_a_text_where_numbers_are() -> None:
    assert entry(Number("x", default="1.5"), numbers="text")["default"] == "1.5"


# --- lists and the whole ---------------------------------------------------------------------------------------------


def test_a_list_is_an_array_of_objects() -> None:
    a, b = Number("a"), Number("b", optional=True)
    items = Items(
        "rows", (a, b), "Baris", checks=[Check(b.or_else(a) >= a, "b paling rendah a", "b is at least a")], at_least=2
    )
    told = policy_of(items.sum(a)).record_schema("en")["properties"]["rows"]
    assert (told["title"], told["type"], told["minItems"]) == ("Baris", "array", 2)
    assert told["items"]["required"] == ["a"]
    assert told["items"]["description"] == "b is at least a"
    assert [each["propertyOrder"] for each in told["items"]["properties"].values()] == [1, 2]
    check = validator(policy_of(items.sum(a)))
    assert check.is_valid({"rows": [{"a": 1}, {"a": 2, "b": None}]})
    for rows in (None, [], [{"a": 1}], [{"a": 1}, {"b": 1}], [{"a": 1}, {"a": 1, "c": 1}], [{"a": 1}, 5], {"a": 1}):
        assert not check.is_valid({"rows": rows}), rows


def test_an_optional_list_may_be_left_out() -> None:
    a = Number("a")
    policy = policy_of(Items("rows", (a,), optional=True, at_least=2).sum(a))
    for record in ({}, {"rows": None}, {"rows": []}, {"rows": [{"a": 1}]}):
        assert validator(policy).is_valid(record)
        policy.appraise(record)


def test_the_whole_names_the_policy_and_its_groups() -> None:
    policy = schemes.get("pp-46-2011")
    schema = policy.record_schema("en")
    assert schema["title"] == "Appraisal of civil servants' work achievement"
    assert (schema["x-policy"], schema["x-fingerprint"]) == (policy.key, policy.fingerprint)
    assert [(group["key"], group["title"]) for group in schema["x-groups"]] == [
        ("skp", "Work plan"),
        ("perilaku", "Behaviour"),
    ]
    assert [*schema["properties"]][:3] == schema["x-groups"][0]["properties"]
    assert [each["propertyOrder"] for each in schema["properties"].values()] == [*range(1, 10)]


def test_a_condition_between_fields_stands_in_the_description() -> None:
    a, b = Number("a"), Number("b")
    schema = policy_of(a + b, Check(a <= b, "a paling tinggi b"), Check(a > 0, "a di atas 0")).record_schema()
    assert schema["description"] == "a paling tinggi b"
    assert schema["properties"]["a"]["description"].endswith("a di atas 0")


@pytest.mark.parametrize("wrong", ["fr", None, 5])
def test_a_wrong_language_or_kind_of_number_is_refused(wrong: Any) -> None:
    policy = schemes.get("sabang-layanan")
    with pytest.raises(LanguageError):
        policy.record_schema(wrong)
    with pytest.raises(ChoiceError):
        policy.record_schema(numbers=wrong)


# --- faithful --------------------------------------------------------------------------------------------------------


def _json(value: Any, random: Random, numbers: str) -> Any:
    """A value of a record as JSON holds it."""
    if isinstance(value, list):
        return [{key: _json(each, random, numbers) for key, each in row.items()} for row in value]
    if isinstance(value, Decimal | Fraction):
        value = float(value)
    if isinstance(value, str) and not value.strip():
        return None
    if isinstance(value, str) and (numbers == "number" or (numbers == "any" and random.random() < 0.5)):
        try:
            number = float(value)
        except ValueError:
            return value
        return int(number) if number.is_integer() and random.random() < 0.5 else number
    return value


def _places(policy: Policy, record: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Field]]:
    """Every field with the record or row that it belongs into."""
    for each in policy.outline.fields:
        yield record, each
    for items in policy.outline.lists:
        yield from ((row, each) for row in record.get(items.key) or () for each in items.fields)


NUMBERS = [0, 1, -1, 5, 100, 101, 0.5, 0.05, 1e3, 99.99, 1e15, 1e16, 10**13, 10**25, -0.01, 1e300]
TEXTS = [
    "0",
    "1",
    "-1",
    "100",
    "101",
    "0.5",
    "0.05",
    "99.99",
    "00",
    "1.",
    "25.000",
    "1,5",
    "1e3",
    "",
    " ",
    "x",
    "9" * 30,
    "9" * 41,
]
OTHERS = [None, True, False, [], {}, [1]]


def _wild(field: Field, random: Random) -> Any:
    """A value that may belong into a field or not."""
    if isinstance(field, Category) and random.random() < 0.4:
        return random.choice(field.levels).key
    if isinstance(field, Number) and random.random() < 0.5:
        ends = [end for end in (field.low_units, field.high_units) if end is not None]
        units = random.choice(ends or [0]) + random.choice((-1, 0, 1))
        number = Fraction(units, 10**field.decimals)
        return random.choice((float(number), int(number), f"{Decimal(units).scaleb(-field.decimals):f}"))
    return random.choice(random.choice((NUMBERS, TEXTS, OTHERS)))


def _changed(policy: Policy, record: dict[str, Any], random: Random) -> None:
    """Put something else into some places of a record, which may be wrong."""
    places = [*_places(policy, record)]  # a record of an empty optional list alone has none
    for _ in range(random.choice((0, 1, 1, 2, 4))):
        kind = random.random()
        row, field = random.choice(places) if places else ({}, Number("tidak_ada"))
        if kind < 0.7:
            row[field.key] = _wild(field, random)
        elif kind < 0.8:
            row.pop(field.key, None)
        elif kind < 0.82:
            row[random.choice(("asing", field.key + "x"))] = 1
        elif policy.outline.lists:
            key, rows = random.choice(policy.outline.lists).key, record.get
            record[key] = random.choice(
                (None, [], (rows(key) or [])[:1], [*(rows(key) or []), 5], (rows(key) or []) * 4, "x")
            )


def _is_faithful(policy: Policy, random: Random) -> None:
    numbers = random.choice(("any", "number", "text"))
    record = {key: _json(value, random, numbers) for key, value in random_record(policy, random).items()}
    _changed(policy, record, random)
    if validator(policy, numbers).is_valid(record):
        codes = {fault.code for fault in policy.faults_of(record)}
        assert codes <= CONDITIONS | (DIGITS if numbers != "text" else set()), (record, codes)


@settings(deadline=None)
@given(policy=POLICIES, random=SEEDS)
def test_what_the_schema_of_a_policy_accepts_is_read(policy: Policy, random: Random) -> None:
    _is_faithful(policy, random)


@settings(deadline=None)
@given(key=st.sampled_from(schemes.official()), random=SEEDS)
def test_what_the_schema_of_a_scheme_accepts_is_read(key: str, random: Random) -> None:
    _is_faithful(schemes.get(key), random)


def _accepts_what_is_right(policy: Policy, random: Random) -> None:
    numbers = random.choice(("any", "number", "text"))
    record = {key: _json(value, random, numbers) for key, value in random_record(policy, random).items()}
    assume(not policy.faults_of(record))
    found = list(validator(policy, numbers).iter_errors(record))
    assert [each for each in found if not _too_large(each)] == []


def _too_large(error: Any) -> bool:
    """Whether a JSON number is refused that a float might not hold."""
    return error.validator in {"minimum", "maximum"} and abs(error.validator_value) > 10**6


@settings(deadline=None)
@given(policy=POLICIES, random=SEEDS)
def test_a_record_that_is_right_is_accepted(policy: Policy, random: Random) -> None:
    _accepts_what_is_right(policy, random)


@settings(deadline=None)
@given(key=st.sampled_from(schemes.official()), random=SEEDS)
def test_a_record_of_a_scheme_that_is_right_is_accepted(key: str, random: Random) -> None:
    _accepts_what_is_right(schemes.get(key), random)


def _faults(field: Field) -> Iterator[Any]:
    """Values that are wrong for a field: out of range, no level, of another type."""
    yield from ([], {}, "x")
    if isinstance(field, Number):
        yield True
        for end, step in ((field.low_units, -1), (field.high_units, 1)):
            if end is not None:
                number = Fraction(end + step, 10**field.decimals)
                yield from (float(number), f"{Decimal(end + step).scaleb(-field.decimals):f}")
    elif isinstance(field, Category):
        yield from (5, False, f"{field.levels[0].key}x")
    else:
        yield from (1, 0, "ya", "true")


def _whole_record(policy: Policy) -> dict[str, Any]:
    """A record that is right, with rows in each list."""
    for random in map(Random, range(99)):
        record = {key: _json(value, random, "any") for key, value in random_record(policy, random).items()}
        if all(record.get(items.key) for items in policy.outline.lists) and not policy.faults_of(record):
            return record
    raise AssertionError(policy.key)


@pytest.mark.parametrize("key", schemes.official())
def test_a_single_fault_is_refused_by_schema_and_policy_alike(key: str) -> None:
    policy = schemes.get(key)
    check = validator(policy)
    record = _whole_record(policy)
    assert check.is_valid(record)
    for row, field in [*_places(policy, record)]:
        before = dict(row)
        for value in _faults(field):
            row[field.key] = value
            assert policy.faults_of(record), (field.key, value)
            assert not check.is_valid(record), (field.key, value)
        row.clear()
        row.update({name: value for name, value in before.items() if name != field.key})
        if field.needed:
            assert policy.faults_of(record), field.key
            assert not check.is_valid(record), field.key
        row.clear()
        row.update(before)
    for items in policy.outline.lists:
        if not items.may_be_empty:
            fewer = {**record, items.key: record[items.key][: items.at_least - 1]}
            assert policy.faults_of(fewer)
            assert not check.is_valid(fewer)
    assert policy.faults_of({**record, "asing": 1})
    assert not check.is_valid({**record, "asing": 1})


def test_the_most_rows_of_a_list_are_said() -> None:
    x = Number("x", low=0, high=9)
    rows = Items("bulanan", (x,), at_least=2, at_most=12)
    schema = Policy("p", "P", score=rows.sum(x)).record_schema()
    assert (schema["properties"]["bulanan"]["minItems"], schema["properties"]["bulanan"]["maxItems"]) == (2, 12)
