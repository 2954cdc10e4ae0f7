"""What the door lets in, and what it says of the rest."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest
from attrs import field, frozen

import asn_appraisal as asn
from asn_appraisal import errors
from asn_appraisal.arguments import (
    checked_choice,
    checked_count,
    checked_type,
    is_a,
    kind_of,
    names,
    pairs,
    several,
    shown,
)


def test_a_word_of_the_choices_passes() -> None:
    checked_choice("higher", "better", ("higher", "lower"))


@pytest.mark.parametrize("word", ["HIGHER", "", None, 1])
def test_a_word_that_is_no_choice_is_refused_with_the_choices(word: object) -> None:
    with pytest.raises(errors.ChoiceError) as caught:
        checked_choice(word, "better", ("higher", "lower"))
    assert {"what": "better", "value": repr(word), "right": "higher, lower"} == caught.value.facts


@pytest.mark.parametrize("count", [0, 3, 22])
def test_a_whole_number_within_bounds_passes(count: int) -> None:
    checked_count(count, "decimals", 0, 22)


@pytest.mark.parametrize("count", [-1, 23, 2.0, "2", None, True, False])
def test_a_count_that_is_no_whole_number_within_bounds_is_refused(count: object) -> None:
    with pytest.raises(errors.CountRangeError) as caught:
        checked_count(count, "decimals", 0, 22)
    assert {"what": "decimals", "value": repr(count), "low": 0, "high": 22} == caught.value.facts


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", "x"),
        ("bytes", b"x"),
        ("boolean", True),
        ("integer", 5),
        ("float", 1.5),
        ("absent", None),
        ("list", [1]),
        ("list", (1,)),
        ("set", {1}),
        ("mapping", {"a": 1}),
        ("class Policy", asn.Policy),
        ("DataFrame", pd.DataFrame({"nip": ["1985"]})),
        ("date", date(2021, 1, 1)),
    ],
)
def test_a_message_names_the_kind_of_a_value(kind: str, value: object) -> None:
    assert kind == kind_of(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("'baik'", "baik"),
        ("7", 7),
        ("None", None),
        ("1.5", 1.5),
        ("Decimal('1.5')", Decimal("1.5")),
        ("Fraction(1, 3)", Fraction(1, 3)),
        ("datetime.date(2021, 1, 1)", date(2021, 1, 1)),
        ("'" + "x" * 56 + "...", "x" * 100),
        pytest.param("10^4999", 10**5000, id="more digits than Python writes"),
    ],
)
def test_a_message_shows_a_short_plain_value_as_it_was_written(text: str, value: object) -> None:
    assert text == shown(value)


@pytest.mark.parametrize(
    "value", [{"nip": "198501"}, ["198501"], pd.DataFrame({"nip": ["198501"]}), asn.Flag("nip_198501")]
)
def test_a_message_never_shows_what_may_hold_data_of_people(value: object) -> None:
    assert "198501" not in shown(value)


def test_a_value_of_one_of_the_types_passes() -> None:
    checked_type("x", "key", str, type(None))
    checked_type(None, "key", str, type(None))
    checked_type(True, "optional", bool)
    checked_type({}, "items", Mapping)


@pytest.mark.parametrize(
    ("value", "types", "kind", "right"),
    [
        (5, (str,), "integer", "text"),
        (True, (int,), "boolean", "integer"),
        ("yes", (bool,), "text", "truth"),
        ([1], (Mapping,), "list", "mapping"),
        (asn.Policy, (asn.Policy,), "class Policy", "Policy"),
    ],
)
def test_a_value_of_another_type_is_refused_with_its_kind_and_what_is_right(
    value: object, types: tuple[type, ...], kind: str, right: str
) -> None:
    with pytest.raises(errors.ArgumentError) as caught:
        checked_type(value, "what", *types)
    assert (caught.value.facts["argument"], caught.value.facts["kind"], caught.value.facts["right"]) == (
        "what",
        kind,
        right,
    )


def test_a_wrong_argument_is_a_type_error_too() -> None:
    with pytest.raises(TypeError, match="ASN340: what is nothing and should be text"):
        checked_type(None, "what", str)


def test_a_field_of_a_class_is_named_with_its_class() -> None:
    @frozen
    class Thing:
        name: str = field(default="", validator=is_a(str))

    assert Thing("a").name == "a"
    with pytest.raises(errors.ArgumentError) as caught:
        Thing(5)  # type: ignore[arg-type]
    assert caught.value.facts["argument"] == "Thing(name=...)"


@pytest.mark.parametrize("values", [["a", "b"], ("a", "b"), iter("ab"), {"a": 1, "b": 2}.keys()])
def test_several_values_come_in_any_list(values: object) -> None:
    assert several(values, "what", str) == ("a", "b")


@pytest.mark.parametrize("values", ["ab", b"ab", {"a": 1}, {"a"}, frozenset(), 5, None, str, asn.Number("x")])
def test_what_is_no_list_is_refused(values: object) -> None:
    with pytest.raises(errors.ArgumentError) as caught:
        several(values, "what", str)
    assert caught.value.facts["right"] == "list of text"


def test_a_wrong_member_of_a_list_is_named_by_its_place() -> None:
    with pytest.raises(errors.ArgumentError) as caught:
        several(["a", 5], "what", str)
    assert (caught.value.facts["argument"], caught.value.facts["kind"]) == ("what[1]", "integer")


def test_a_name_alone_is_a_list_of_one() -> None:
    assert names("nip", "key") == ("nip",)
    assert names(["nip", "tahun"], "key") == ("nip", "tahun")


def test_pairs_come_as_a_mapping_or_as_a_list() -> None:
    assert pairs({"a": 1}, "labels") == (("a", 1),) == pairs([("a", 1)], "labels") == pairs([["a", 1]], "labels")


@pytest.mark.parametrize("values", ["ab", [1], [("a",)], [("a", 1, 2)], [(1, 2)], {1: 2}, None, {("a", 1)}])
def test_what_is_no_pair_of_a_name_and_a_value_is_refused(values: object) -> None:
    with pytest.raises(errors.ArgumentError):
        pairs(values, "labels")


LEVELS = {"b": "B", "a": "A"}


@pytest.mark.parametrize(
    "values",
    [["b", "a"], ("b", "a"), iter(["b", "a"]), LEVELS.keys(), LEVELS.values()],
    ids=["list", "tuple", "iterator", "keys", "values"],
)
def test_what_has_an_order_is_taken_in_it(values: Iterable[object]) -> None:
    assert several(values, "levels", str)[0] in {"b", "B"}


@pytest.mark.parametrize("values", [{"a"}, frozenset("a"), LEVELS.keys() & {"a"}, set()], ids=repr)
def test_a_set_has_no_order_and_is_refused(values: Iterable[object]) -> None:
    with pytest.raises(errors.ArgumentError):
        several(values, "levels", str)


X = asn.Number("x")


@pytest.mark.parametrize(
    ("what", "written"),
    [
        ("levels", lambda: asn.Category("c", {"a", "b"})),
        ("levels", lambda: asn.Category("c", frozenset("ab"))),
        ("levels", lambda: asn.Category("c", {"a": "", "b": ""}.keys() | {"c"})),
        ("levels", lambda: asn.Category("c", {("a", "A"), ("b", "B")})),
        ("levels", lambda: asn.Grid(X.rated(asn.Bands(("a", None))), asn.Category("c", ["a"]), {}, levels={"a", "b"})),
        ("Items(fields)", lambda: asn.Items("rows", {X, asn.Number("y")})),
        ("checks", lambda: asn.Items("rows", [X], checks={asn.Check(X > 0, "x")})),
        ("checks", lambda: asn.Policy("p", "P", score=X, checks={asn.Check(X > 0, "x")})),
        ("shown", lambda: asn.Policy("p", "P", score=X, shown={X.named("y")})),
    ],
)
def test_where_the_order_counts_a_set_is_refused(what: str, written: Callable[[], object]) -> None:
    with pytest.raises(errors.ArgumentError) as caught:
        written()
    assert what in caught.value.facts["argument"]
    assert caught.value.facts["kind"] == "set"
