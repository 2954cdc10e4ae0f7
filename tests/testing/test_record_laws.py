# ruff: noqa: S311  (chance for tests, nothing secret)

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any, cast

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asn_appraisal import Appraisal, Bands, Indicator, Items, Number, Policy, Steps, Sum, Weighted, schemes
from asn_appraisal.analysis.bounds import Interval
from asn_appraisal.testing import laws, record_laws, strategies
from asn_appraisal.testing.drawing.directions import directions
from asn_appraisal.testing.drawing.pairs import random_pair
from asn_appraisal.testing.known import Exemption, Known, of_scheme

slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
quality = Indicator("mutu", low=0, high=100, decimals=0)
speed = Indicator("hari", low=0, high=30, decimals=0, better="lower")
rows = Items("kegiatan", (Number("hasil", low=0, high=100),))
extra = Number("tambahan", low=0, high=5, optional=True)
cliff = Steps(speed, ("<= 3", 0), otherwise=100 - speed)
mean = rows.mean(rows.fields[0]).named("kegiatan_nilai")
POLICY = Policy(
    "uji",
    "Uji",
    score=Weighted((50, mean), (50, Sum(quality.named("mutu_nilai"), extra.or_else(0)).named("jumlah"))).rounded(2),
    band=Bands(("baik", ">= 76"), ("kurang", None)),
)
CLIFF = Policy("jurang", "Jurang", score=cliff)
RECORD = {"mutu": 80, "tambahan": 1, "kegiatan": [{"hasil": "70"}, {"hasil": "80.25"}]}


class Lying:
    """A policy whose appraisals are changed behind its back."""

    def __init__(self, change: Callable[[Appraisal, Any], Appraisal], policy: Policy = POLICY) -> None:
        self.change, self.policy = change, policy

    def __getattr__(self, name: str) -> Any:
        return getattr(self.policy, name)

    def appraise(self, record: Any, **how: Any) -> Appraisal:
        """The appraisal, changed."""
        return self.change(self.policy.appraise(record, **how), record)


@pytest.mark.parametrize("key", schemes.keys())
def test_every_scheme_keeps_its_laws_on_pairs_of_records(key: str) -> None:
    policy, random = schemes.get(key), Random(7)
    ways = directions(policy, of_scheme(key))
    records = [record for _ in range(25) for record in random_pair(policy, ways, random)]
    for law in laws.for_policy(policy):
        if law.name not in {"columns_agree", "deterministic"}:  # test_laws has them
            law(records)


@slow
@given(strategies.policies(depth=3), st.data())
def test_any_policy_keeps_the_laws_on_records(policy: Policy, data: st.DataObject) -> None:
    records = [data.draw(strategies.edge_records(policy)) for _ in range(3)]
    for law in (
        laws.within_bounds,
        laws.order_does_not_matter,
        laws.missing_is_not_zero,
        laws.explanation_adds_up,
        laws.no_reversal,
    ):
        law(policy, records)


def test_a_policy_with_a_cliff_punishes_who_is_faster() -> None:
    with pytest.raises(AssertionError, match="better in hari, and worse for it"):
        laws.never_worse(CLIFF, [{"hari": 4}, {"hari": 3}])
    laws.never_worse(CLIFF, [{"hari": 5}, {"hari": 4}])


def test_a_cliff_that_is_known_is_no_breach_and_one_beside_it_still_is() -> None:
    known = Known(exceptions=[Exemption("hari", "the law", "never_worse")])
    laws.never_worse(CLIFF, [{"hari": 4}, {"hari": 3}], known=known)
    with pytest.raises(AssertionError, match="better in mutu"):
        laws.never_worse(Policy("x", "X", score=100 - quality), [{"mutu": 1}, {"mutu": 2}], known=known)


def test_the_known_cliff_of_24_percent_is_found_where_nothing_is_exempt() -> None:
    policy, random = schemes.get("pp-46-2011"), Random(1)
    known = evolve(of_scheme(policy.key), exceptions=())
    records = [each for _ in range(100) for each in random_pair(policy, directions(policy, known), random)]
    with pytest.raises(AssertionError, match="and worse for it"):
        laws.never_worse(policy, records, known=known)


def test_a_swapped_cell_of_a_grid_is_a_breach() -> None:
    known = Known(better={"a": ("x", "y")}, bands=("kurang", "baik"))
    worse = Policy("x", "X", band=_label({"x": "baik", "y": "kurang"}))
    with pytest.raises(AssertionError, match="better in a"):
        laws.never_worse(worse, [{"a": "x"}, {"a": "y"}], known=known)
    laws.never_worse(Policy("x", "X", band=_label({"x": "kurang", "y": "baik"})), [{"a": "x"}, {"a": "y"}], known=known)


def _label(results: dict[str, str]) -> Any:
    from asn_appraisal import Case, Category

    return Case(Category("a", ("x", "y")), results)


def test_a_value_outside_of_its_bounds_is_a_breach(monkeypatch: pytest.MonkeyPatch) -> None:
    laws.within_bounds(POLICY, [RECORD])
    monkeypatch.setattr(record_laws, "interval", lambda _: Interval(Fraction(0), Fraction(10)))
    with pytest.raises(AssertionError, match="outside of"):
        laws.within_bounds(POLICY, [RECORD])


def test_a_score_that_is_not_the_exact_value_rounded_is_a_breach() -> None:
    lying: Any = Lying(lambda appraisal, _: evolve(appraisal, score=appraisal.score + Decimal("0.01")))
    with pytest.raises(AssertionError, match="rounded"):
        laws.within_bounds(lying, [RECORD])


def test_an_order_that_matters_is_a_breach() -> None:
    laws.order_does_not_matter(POLICY, [RECORD])
    lying: Any = Lying(lambda appraisal, record: evolve(appraisal, exact=Fraction(record["kegiatan"][0]["hasil"])))
    with pytest.raises(AssertionError, match="in another order"):
        laws.order_does_not_matter(lying, [RECORD])


def test_a_missing_value_that_the_trace_conceals_is_a_breach() -> None:
    laws.missing_is_not_zero(POLICY, [RECORD])
    lying: Any = Lying(lambda appraisal, _: evolve(appraisal, trace=evolve(appraisal.trace, absent=())))
    with pytest.raises(AssertionError, match="tambahan was left out, and nothing says so"):
        laws.missing_is_not_zero(lying, [RECORD])


class Filling(Lying):
    """A policy that takes some missing values for 0 and says nothing; it counts how often it is asked."""

    def __init__(self, policy: Policy, *filled: str) -> None:
        super().__init__(lambda appraisal, _: appraisal, policy)
        self.filled, self.asked = filled, 0

    def appraise(self, record: Any, **how: Any) -> Appraisal:
        """The appraisal with zeros."""
        self.asked += 1
        record = {**dict.fromkeys(self.filled, 0), **record}
        if rows := record.get("kegiatan"):
            record["kegiatan"] = [{**dict.fromkeys(self.filled, 0), **rows[0]}, *rows[1:]]
        return self.policy.appraise(record, **how)


def _many(count: int) -> tuple[Policy, dict[str, Any]]:
    """A policy of many fields, of the record and of a list, each third of which may be missing; and a record of it."""
    of = [Number(f"n{at}", low=0, high=10, optional=at % 3 == 0) for at in range(count)]
    given = [each.or_else(0) if each.optional else each for each in of]
    inner = [Number(f"r{at}", low=0, high=10, optional=at % 3 == 0) for at in range(count)]
    items = Items("kegiatan", inner)
    total = items.sum(Sum(*(each.or_else(0) if each.optional else each for each in inner)))
    values = {each.key: 1 for each in inner}
    return Policy("banyak", "Banyak", score=Sum(*given, total)), {
        **{each.key: 1 for each in of},
        "kegiatan": [values, values],
    }


@pytest.mark.parametrize(
    ("filled", "named"),
    [("n1", "n1"), ("n187", "n187"), ("r1", r"kegiatan\[0\]\.r1"), ("r188", r"kegiatan\[0\]\.r188")],
)
def test_one_missing_value_of_hundreds_that_counts_as_zero_is_a_breach(filled: str, named: str) -> None:
    policy, record = _many(190)
    laws.missing_is_not_zero(policy, [record])
    with pytest.raises(AssertionError, match=f"^{named} was left out, and nothing says so"):
        laws.missing_is_not_zero(cast("Any", Filling(policy, filled)), [record])


def test_every_missing_value_that_counts_as_zero_is_named_where_they_are_left_out_together() -> None:
    policy, record = _many(190)
    with pytest.raises(AssertionError, match=r"^n1, n151 was left out"):
        laws.missing_is_not_zero(cast("Any", Filling(policy, "n1", "n151")), [record])


def test_the_values_of_a_large_record_are_left_out_in_a_bounded_number_of_appraisals() -> None:
    for count in (16, 190, 400):
        policy, record = _many(count)
        counting = Filling(policy)
        laws.missing_is_not_zero(cast("Any", counting), [record])
        assert counting.asked <= 2 + 2 * min(2 * count, 2 * record_laws.MOST_LEFT_OUT)


def test_in_an_ordinary_record_each_value_is_left_out_alone() -> None:
    policy, record = _many(16)
    left: list[set[str]] = []
    lying: Any = Lying(lambda appraisal, _: appraisal, policy)

    def appraise(given: Any, **how: Any) -> Appraisal:
        left.append({*record} - {*given} or {*record["kegiatan"][0]} - {*given["kegiatan"][0]})
        return policy.appraise(given, **how)

    lying.appraise = appraise
    laws.missing_is_not_zero(lying, [record])
    assert sorted(map(sorted, left[1:])) == sorted([each] for each in (*record, *record["kegiatan"][0]))


def test_a_step_that_is_not_its_formula_is_a_breach() -> None:
    laws.explanation_adds_up(POLICY, [RECORD])

    def change(appraisal: Appraisal, _: Any) -> Appraisal:
        top = evolve(appraisal.trace.tops[0], value=Fraction(99))
        return evolve(appraisal, trace=evolve(appraisal.trace, tops=(top, *appraisal.trace.tops[1:])))

    with pytest.raises(AssertionError, match="nilai is shown as 99"):
        laws.explanation_adds_up(Lying(change), [RECORD])  # type: ignore[arg-type]


def test_an_explanation_names_a_small_score_in_digits() -> None:
    # Python writes such a number as 0E-10.
    laws.explanation_adds_up(Policy("kecil", "Kecil", score=extra.or_else(0) / 1024), [{"tambahan": 0}])


def test_a_score_that_differs_from_its_step_is_a_breach() -> None:
    lying: Any = Lying(lambda appraisal, _: evolve(appraisal, exact=Fraction(1)))
    with pytest.raises(AssertionError, match="the score is 1, its step shows"):
        laws.explanation_adds_up(lying, [RECORD])


def test_a_result_that_depends_on_the_others_in_the_table_is_a_breach(monkeypatch: pytest.MonkeyPatch) -> None:
    records = [RECORD, {**RECORD, "mutu": 90}, {**RECORD, "mutu": 70}]
    laws.no_reversal(POLICY, records)
    table = record_laws.appraise_table
    monkeypatch.setattr(
        record_laws, "appraise_table", lambda policy, rows, **how: table(policy, [rows[0]] * len(rows), **how)
    )
    with pytest.raises(AssertionError, match="beside others"):
        laws.no_reversal(POLICY, records)
