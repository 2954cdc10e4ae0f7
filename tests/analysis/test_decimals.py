import sys
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.expressions import expressions, record_for

from asn_appraisal import (
    Case,
    Category,
    Count,
    Expression,
    Flag,
    Greatest,
    Indicator,
    Items,
    Least,
    Mean,
    Number,
    Steps,
    Sum,
    Weighted,
    When,
)
from asn_appraisal.analysis.decimals import decimals_of
from asn_appraisal.analysis.outlines import outline
from asn_appraisal.appraising.contexts import Context
from asn_appraisal.appraising.evaluation import evaluate
from asn_appraisal.numbers import places_of

ONE, TWO = Number("one", decimals=1), Number("two", decimals=2)
MAYBE = Number("maybe", decimals=3, optional=True)
FLAG, LEVEL = Flag("flag"), Category("level", ["a", "b"])
ROWS = Items("rows", (ONE, TWO))


@pytest.mark.parametrize(
    ("expression", "decimals"),
    [
        (ONE, 1),
        (Count("n"), 0),
        (Indicator("i", decimals=4), 4),
        (ONE + TWO, 2),
        (ONE - TWO, 2),
        (ONE * TWO, 3),
        (ONE * "0.25", 3),
        (ONE / 4, 3),
        (ONE / "0.3", None),
        (ONE / 3, None),
        (ONE * "1/9", None),
        (ONE / TWO, None),
        ((ONE / TWO).rounded(2), 2),
        ((ONE / TWO).rounded(-2), 0),
        (ONE.capped("99.999"), 3),
        (ONE.clamped(0, TWO), 2),
        (ONE.through((0, 0), (90, 100)), None),
        (ONE.through((0, 0), (80, 100)), 3),
        (Sum(ONE, TWO), 2),
        (Least(ONE, TWO), 2),
        (Greatest(ONE, TWO), 2),
        (Mean(ONE, TWO), 3),
        (Mean(ONE, ONE, ONE), None),
        (Mean(ONE, ONE, ONE, ONE, ONE), 2),
        (Mean.of_given(ONE, TWO), 3),
        (Mean.of_given(ONE, TWO, MAYBE, at_least=2), None),
        (Weighted((60, ONE), (40, TWO)), 3),
        (Weighted(("33.3", ONE), ("66.7", TWO)), 5),
        (Weighted.of_given((60, ONE), (40, TWO)), None),
        (Steps(TWO, (">= 1", ONE), otherwise="0.125"), 3),
        (Steps(TWO / 3, (">= 1", ONE), otherwise=0), 1),
        (When(FLAG, ONE, TWO), 2),
        (Case(LEVEL, a=1, b="0.5"), 1),
        (MAYBE.or_else(ONE), 3),
        (MAYBE.required, 3),
        (MAYBE.but(0, when=FLAG), 3),
        (ONE.within(0, 1), 1),
        (ONE.named("part"), 1),
        (ROWS.count(), 0),
        (ROWS.sum(TWO), 2),
        (ROWS.least(ONE), 1),
        (ROWS.mean(ONE), None),
        (ROWS.weighted(ONE, by=TWO), None),
    ],
)
def test_the_decimals_of_each_block_follow_from_its_parts(expression: Expression, decimals: int | None) -> None:
    assert decimals == decimals_of(expression)


@given(st.data())
def test_no_value_ever_has_more_decimals_than_its_definition_allows(data: st.DataObject) -> None:
    expression = data.draw(expressions())
    value = evaluate(expression, Context.of(outline([expression]), data.draw(record_for(expression))))
    most = decimals_of(expression)
    assert most is None or value is None or ((found := places_of(Fraction(value))) is not None and found <= most)


def test_a_tower_of_shared_parts_is_measured_part_by_part() -> None:
    # Twelve parts, each used twice by the next: a walk that forgets what it saw visits 2 ** 12 of them.
    part: Any = ONE
    for number in range(12):
        part = (part + part).named(f"p{number}")
    calls = 0

    def count(context: Any, event: str, _: object) -> None:
        nonlocal calls
        calls += event == "call" and context.f_globals["__name__"] == "asn_appraisal.analysis.decimals"

    sys.setprofile(count)
    try:
        decimals_of(part)
    finally:
        sys.setprofile(None)
    assert 0 < calls < 1000
