"""Sizes: what is refused when it is made, and that nothing an office would write is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.watch import ends

from asn_appraisal import (
    Band,
    Bands,
    Case,
    Category,
    Check,
    Expression,
    Items,
    Mean,
    Number,
    Policy,
    Sum,
    When,
    from_document,
    schemes,
    to_document,
)
from asn_appraisal.analysis.sizes import (
    MOST_CHARACTERS,
    MOST_DIGITS,
    MOST_LEVELS,
    MOST_POINTS,
    size_of,
)
from asn_appraisal.errors import AppraisalError, DigitGrowthError, DocumentError, FormSizeError, NestingError

X = Number("x", low=0, high=100)
OPEN = Number("x")


def chain(count: int, step: Callable[[Expression], Expression], start: Expression = X) -> Expression:
    """Parts of which each is made from the one before."""
    part = start.named("p0")
    for at in range(1, count + 1):
        part = step(part).named(f"p{at}")
    return part


def policy(score: Expression, **more: object) -> Policy:
    return Policy("contoh", "Contoh", score=score, reported=2, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "step",
    [
        lambda p: p * p,
        lambda p: p + 1 / (p + 1),
        lambda p: Mean(p * p, 1),
        lambda p: p / (p + 3),
        lambda p: (p * p).rounded(2),
    ],
)
def test_values_that_double_with_each_part_are_refused_with_the_part_and_the_figure(step) -> None:
    with ends(), pytest.raises(DigitGrowthError) as caught:
        policy(chain(20, step))
    assert str(caught.value.facts["part"]).startswith("p")
    assert int(str(caught.value.facts["digits"])) > MOST_DIGITS == caught.value.facts["limit"]


@pytest.mark.parametrize(
    "step",
    [
        lambda p: p + p,
        lambda p: Sum(*[p] * 100),
        lambda p: (p * p / 100).clamped(0, 120).rounded(2),
        lambda p: When(p > 5, p, p),
        lambda p: p.capped(50),
    ],
)
def test_twenty_parts_that_rest_many_times_on_one_another_are_a_policy_if_their_values_stay_short(step) -> None:
    with ends():
        found = policy(chain(20, step))
        found.appraise({"x": "12.5"})


def test_a_handful_of_products_of_numbers_without_a_range_is_a_policy() -> None:
    assert size_of(chain(6, lambda p: p * p, OPEN)).digits < MOST_DIGITS


def test_eighty_quotients_of_inputs_without_a_range_are_a_policy_and_a_hundred_are_not() -> None:
    def quotients(count: int) -> Expression:
        return Sum(*(Number(f"r{at}") / Number(f"t{at}") for at in range(count)))

    policy(quotients(80).rounded(2))
    with pytest.raises(DigitGrowthError):
        policy(quotients(100).rounded(2))


def test_a_product_is_refused_from_the_first_digit_above_the_limit() -> None:
    one = Number("x", low=0, high=9, decimals=0)
    assert size_of(one).digits == 1
    wide = Number("y", low=0, high=10**39 - 1, decimals=0)
    product = chain(6, lambda p: p * p, wide)
    while size_of(product).digits <= MOST_DIGITS - 39:
        product = product * wide
    while size_of(product).digits < MOST_DIGITS:
        product = product * one
    with pytest.raises(DigitGrowthError) as caught:
        size_of(product * one)
    assert caught.value.facts["digits"] == MOST_DIGITS + 1


@pytest.mark.parametrize("key", schemes.official())
def test_no_official_scheme_comes_near_a_limit(key: str) -> None:
    found = schemes.get(key)
    size = size_of(*(root for root in (found.score, found.band, *found.shown) if root is not None))
    assert size.digits < MOST_DIGITS / 4
    assert size.characters < MOST_CHARACTERS / 50
    assert size.levels < MOST_LEVELS / 3
    assert size.points < MOST_POINTS / 1000


def tower_of_bands(count: int) -> Bands:
    bands = Bands(("a", ">= 50"), ("b", None))
    for at in range(count):
        rated = X.rated(bands)
        bands = Bands(Band("a", f">= {at}", requires=rated.is_("a") & rated.is_("b")), ("b", None))
    return bands


def tower_of_cases(count: int) -> Expression:
    label = Category("c", ("a", "b"))
    value: Expression = Case(label, a=1, b=2)
    for _ in range(count):
        value = Case(label, a=value + value, b=value + value)
    return value


@pytest.mark.parametrize(
    "make",
    [lambda: policy(X, band=tower_of_bands(24)), lambda: policy(tower_of_cases(12)), lambda: policy(X, checks=[
        Check(X.rated(tower_of_bands(24)).is_("a"), "wajar")])],
)  # fmt: skip
def test_tables_that_name_tables_are_refused_before_they_are_written_out(make: Callable[[], Policy]) -> None:
    with ends(), pytest.raises(FormSizeError) as caught:
        make()
    assert int(str(caught.value.facts["found"])) > MOST_CHARACTERS


def test_the_same_documents_are_refused_when_they_are_read() -> None:
    bands = {"t0": {"rows": [{"key": "a", "edge": ">= 50"}, {"key": "b"}]}}
    for at in range(1, 25):
        asked = f"x.rated('t{at - 1}')"
        row = {"key": "a", "edge": f">= {at}", "requires": f"{asked}.is_('a') & {asked}.is_('b')"}
        bands[f"t{at}"] = {"rows": [row, {"key": "b"}]}
    document = {"format": 1, "key": "a", "title": "A", "score": "x", "band": "x.rated('t24')", "bands": bands}
    with ends(), pytest.raises(DocumentError) as caught:
        from_document({**document, "inputs": {"x": {"type": "number"}}})
    assert [fault.code for fault in caught.value.faults] == ["ASN334"]


def test_formulas_that_go_through_too_many_levels_are_refused_with_a_code() -> None:
    with pytest.raises(NestingError):
        policy(chain(2000, lambda p: p + 1))
    deep = policy(chain(MOST_LEVELS // 2 - 2, lambda p: p + 1))
    assert deep.appraise({"x": 1}).score == MOST_LEVELS // 2 - 1
    assert deep.fingerprint


def test_checks_of_lists_count_too() -> None:
    rows = Items("l", (Number("y"),), checks=[Check(chain(20, lambda p: p * p, Number("y")) > 0, "wajar")])
    with ends(), pytest.raises(DigitGrowthError):
        policy(rows.count())


def test_broken_lines_in_one_another_are_refused_where_there_are_too_many() -> None:
    points = [(at, at * at % 97) for at in range(400)]
    lines = [(X + at).through(*points).through(*points) for at in range(100)]
    with ends(), pytest.raises(FormSizeError) as caught:
        size_of(*lines)
    assert caught.value.facts["kind"] == "points"


def test_twenty_zigzags_one_inside_the_other_are_refused_with_their_number_of_points() -> None:
    part: Expression = X
    for at in range(20):
        part = part.through((0, 0), (50, 100), (100, 0)).named(f"bagian_{at}")
    with ends(), pytest.raises(FormSizeError) as caught:
        Policy("contoh", "Contoh", score=part, reported=2)
    assert caught.value.facts["limit"] == MOST_POINTS


def test_two_policies_read_from_one_document_are_equal_at_once() -> None:
    document = to_document(policy(chain(45, lambda p: Sum(p, p, p)).rounded(2)))
    with ends():
        assert from_document(document) == from_document(document)


def test_a_policy_that_is_no_policy_is_still_refused_for_what_it_is() -> None:
    with pytest.raises(AppraisalError, match="ASN323"):
        Policy("contoh", "Contoh")
