"""Operators that formulas do not have: each is refused in words, and says what to write instead."""

import math
import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

import asn_appraisal as asn
from asn_appraisal import errors

x, y = asn.Number("x", low=0, high=100), asn.Number("y", low=0, high=100)

REFUSED: dict[str, tuple[Callable[[Any], object], str]] = {
    "x ** 2": (lambda x: x**2, "x * x"),
    "2 ** x": (lambda x: 2**x, "x * x"),
    "pow": (lambda x: pow(x, 2, 7), "x * x"),
    "abs": (abs, "Greatest(x, -x)"),
    "x % 2": (lambda x: x % 2, 'x - 2 * (x / 2).rounded(0, "down")'),
    "2 % x": (lambda x: 2 % x, 'x - 2 * (x / 2).rounded(0, "down")'),
    "x // 2": (lambda x: x // 2, '(x / 2).rounded(0, "down")'),
    "2 // x": (lambda x: 2 // x, '(x / 2).rounded(0, "down")'),
    "divmod": (lambda x: divmod(x, 2), '(x / 2).rounded(0, "down")'),
    "divmod of": (lambda x: divmod(2, x), '(x / 2).rounded(0, "down")'),
    "x @ x": (lambda x: x @ x, "x * y"),
    "x ^ x": (lambda x: x ^ x, "(x & ~y) | (~x & y)"),
    "round": (round, "x.rounded(2)"),
    "round 1": (lambda x: round(x, 1), "x.rounded(2)"),
    "floor": (math.floor, 'x.rounded(0, "down")'),
    "ceil": (math.ceil, 'x.rounded(0, "up")'),
    "trunc": (math.trunc, 'x.rounded(0, "down")'),
    "int": (int, 'x.rounded(0, "down")'),
    "float": (float, "policy.appraise(record)"),
    "iter": (iter, "[x]"),
    "for": (lambda x: [each for each in x], "[x]"),  # noqa: C416  (the loop itself is what is refused)
    "star": (lambda x: [*x], "[x]"),
    "len": (len, "items.count()"),
    "in": (lambda x: 5 in x, 'x.is_("baik")'),
    "[0]": (operator.itemgetter(0), 'policy.parts["x"]'),
}
EXPRESSIONS = {
    "field": x,
    "formula": x + 1,
    "part": (x * 2).named("ganda"),
    "label": asn.Category("jenjang", ["ahli"]),
    "flag": asn.Flag("rekan"),
    "condition": x > 5,
}


@pytest.mark.parametrize("expression", EXPRESSIONS)
@pytest.mark.parametrize("call", REFUSED)
def test_an_operator_that_formulas_lack_says_what_to_write(call: str, expression: str) -> None:
    apply, instead = REFUSED[call]
    with pytest.raises(errors.OperatorError) as caught:
        apply(EXPRESSIONS[expression])
    assert caught.value.code == "ASN341"
    assert str(caught.value).endswith(f"write {instead}")
    assert caught.value.text("id").endswith(f"tulis {instead}")


def test_a_refused_operator_is_a_type_error_too() -> None:
    with pytest.raises(TypeError):
        abs(x)


@pytest.mark.parametrize("use", [bool, lambda x: 0 < x < 9, lambda x: x and y, lambda x: not x, lambda x: max(x, y)])
def test_truth_is_refused_and_names_what_stands_for_it(use: Callable[[Any], object]) -> None:
    with pytest.raises(errors.TruthValueError, match="max and min as Greatest and Least"):
        use(x)


def scored(written: Any, number: str) -> object:
    return asn.Policy("p", "P", score=written.rounded(2)).appraise({"x": number}).score


@pytest.mark.parametrize("number", ["0", "1", "2", "3.50", "99.99", "100"])
def test_what_the_messages_advise_is_what_the_operators_mean(number: str) -> None:
    value = Decimal(number)
    assert scored(x - 2 * (x / 2).rounded(0, "down"), number) == value % 2
    assert scored((x / 2).rounded(0, "down"), number) == value // 2
    assert scored(asn.Greatest(x - 50, -(x - 50)), number) == abs(value - 50)


def test_two_expressions_are_equal_when_they_are_written_alike_and_hash_so() -> None:
    assert x + 1 == x + 1
    assert hash(x + 1) == hash(x + 1)
    assert x != y
    assert x != 5
