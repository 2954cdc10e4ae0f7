from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asn_appraisal import Case, Category, Count, Items, Least, Mean, Number, Policy, Steps, Sum, Weighted, When
from asn_appraisal.algebra.expressions import Expression
from asn_appraisal.analysis.multiples import common, lattice
from asn_appraisal.errors import RecordError
from asn_appraisal.testing import strategies

a, n = Number("a", decimals=1), Count("n")
maybe = Count("m", optional=True)
rows = Items("baris", (a, n))
kind = Category("jenis", ("x", "y", "z"))


@pytest.mark.parametrize(
    ("formula", "step"),
    [
        (a, "1/10"),
        (n * 5, 5),
        (n * 5 + 15, 5),
        (n * 6 - 15, 3),
        (n * "2.5" + 30, "5/2"),
        (n * n * 4, 4),
        (a / 3, "1/30"),
        (n / a, None),
        (Case(kind, x=0, y="22.5", z=30), "15/2"),
        (When(n > 3, 10, 25), 5),
        (Steps(n, (">= 7", 3), otherwise=0), 3),
        (Sum(n * 5, 10), 5),
        (Least(n * 4, 6), 2),
        (Mean(n, n + 1), "1/2"),
        (Mean.of_given(n, maybe), "1/2"),
        (Weighted((60, n), (40, n * 5)), "1/5"),
        (Weighted.of_given((60, n), (40, maybe)), None),
        ((n * 5).rounded(1), 5),
        ((n * "0.25").rounded(1), "1/10"),
        ((n * 5).capped(12), 1),
        ((n * 5).clamped(10, 120), 5),
        (maybe.or_else(3), 1),
        ((n * 4).but(6, when=n > 1), 2),
        (rows.count(), 1),
        (rows.sum(n * 3), 3),
        (rows.mean(n), None),
        (n * 0, 0),
        ((n * 7).named("p"), 7),
    ],
)
def test_the_step_of_each_block(formula: Expression, step: object) -> None:
    assert lattice(formula) == (None if step is None else Fraction(str(step)))


def test_a_common_step_divides_all() -> None:
    assert common([Fraction(3, 2), Fraction(5, 4)]) == Fraction(1, 4)
    assert common([Fraction(0), Fraction(6), Fraction(9)]) == 3
    assert common([Fraction(1), None]) is None


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(strategies.policies(), st.data())
def test_every_part_of_any_policy_is_a_multiple_of_its_step(policy: Policy, data: st.DataObject) -> None:
    for _ in range(3):
        try:
            appraisal = policy.appraise(data.draw(strategies.edge_records(policy)))
        except RecordError:
            continue
        for part in appraisal.trace:
            step = lattice(part.part) if isinstance(part.value, Fraction) else None
            if step is not None:
                assert part.value == 0 if step == 0 else (part.value / step).denominator == 1
