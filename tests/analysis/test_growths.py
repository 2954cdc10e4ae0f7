"""Growths: no value has more digits than its formula says."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from tests.algebra.test_nodes import EXAMPLES
from tests.expressions import expressions, record_for

from asn_appraisal import Number
from asn_appraisal.algebra.expressions import Expression
from asn_appraisal.algebra.items import Over
from asn_appraisal.algebra.kinds import NUMBER
from asn_appraisal.analysis.growths import GROWTHS, Growth, digits_of, growth_of
from asn_appraisal.analysis.outlines import outline
from asn_appraisal.analysis.walks import bottom_up
from asn_appraisal.appraising.contexts import Context, EvaluationFault
from asn_appraisal.appraising.evaluation import evaluate

X, Y = Number("x", low=0, high=100), Number("y", low=-5, high=5, decimals=0)


def growth(root: Expression) -> Growth:
    found: dict[Expression, Growth] = {}
    for node, _ in bottom_up(root):
        if (grown := growth_of(node, found)) is not None:
            found[node] = grown
    return found[root]


@given(st.data())
def test_no_value_has_more_digits_than_its_growth(data: st.DataObject) -> None:
    score = data.draw(expressions())
    nodes = [node for node, _ in bottom_up(score)]
    found: dict[Expression, Growth] = {}
    for node in nodes:
        if (grown := growth_of(node, found)) is not None:
            found[node] = grown
    values = data.draw(record_for(score))
    context = Context.of(outline([score]), values)
    whole = [node for node in nodes if not any(isinstance(below, Over) for below, _ in bottom_up(node))]
    for node in whole:
        try:
            value = evaluate(node, context)
        except (EvaluationFault, KeyError):
            continue  # a fault of the record, or a row's formula
        if isinstance(value, Fraction):
            assert len(str(abs(value.numerator))) <= found[node].above, node
            assert len(str(value.denominator)) <= max(found[node].below, 1) + 1, node


def test_decimals_are_shared_by_a_sum_and_divisors_are_not() -> None:
    assert growth(X + X).below == 2
    assert growth(X / Y + X / Y).below == growth(X / Y).below
    assert growth(X / Y + X / (Y + 1)).below > growth(X / Y).below
    assert growth(X * X).below == 4
    assert growth((X / Y).rounded(1)).below == 1


def test_two_limits_say_how_long_a_value_is() -> None:
    assert growth((X * X * X * X).clamped(0, 120)).whole == 3


def test_the_digits_of_a_whole_number_are_never_too_few() -> None:
    assert all(
        len(str(number)) <= digits_of(number) <= len(str(number)) + 1 for number in (0, 9, 10, 99, 10**30, 2**70)
    )


def test_every_block_that_gives_a_number_has_a_rule() -> None:
    numbers = {type(node) for node in EXAMPLES.values() if isinstance(node, Expression) and node.kind == NUMBER}
    assert numbers <= set(GROWTHS)
