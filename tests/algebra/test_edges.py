from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import asn_appraisal as asn
from asn_appraisal import errors
from asn_appraisal.algebra.edges import checked_order

numbers = st.integers(-40, 40).map(lambda n: Fraction(n, 4))
signs = st.sampled_from([">=", ">", "<=", "<"])


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (asn.Edge(">=", Fraction(91)), ">= 91"),
        (asn.Edge(">", Fraction(80)), "> 80"),
        (asn.Edge("<=", Fraction(24)), "<= 24"),
        (asn.Edge("<", Fraction(50)), "<50"),
        (asn.Edge(">=", Fraction(91)), "  >=91  "),
        (asn.Edge(">=", Fraction("88.31")), ">= 88.31"),
        (asn.Edge(">=", Fraction(-5)), ">= -5"),
        (asn.Edge(">=", Fraction(3, 4)), ">= 75%"),
        (asn.Edge("<", Fraction(1, 3)), "< 1/3"),
        (asn.Edge(">", Fraction(80)), asn.Edge(">", Fraction(80))),
    ],
)
def test_an_edge_is_read_as_the_law_writes_it(expected: asn.Edge, text: object) -> None:
    assert expected == asn.Edge.of(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "91",
        "= 91",
        "== 91",
        "=> 91",
        "≥ 91",
        ">= ",
        ">=",
        ">= 91 100",
        "91 >=",
        ">= 1 000",
        91,
        None,
        Decimal(91),
        0.5,
    ],
)
def test_what_does_not_read_like_an_edge_is_refused(text: object) -> None:
    with pytest.raises(errors.EdgeTextError) as caught:
        asn.Edge.of(text)
    assert caught.value.facts == {"text": repr(text)}


@pytest.mark.parametrize("text", [">= baik", ">= 91,5", ">==91", ">= 1e3", ">= nan"])
def test_an_edge_at_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(errors.MalformedNumberError):
        asn.Edge.of(text)


@pytest.mark.parametrize(
    ("below", "at", "above", "text"),
    [
        (False, True, True, ">= 80"),
        (False, False, True, "> 80"),
        (True, True, False, "<= 80"),
        (True, False, False, "< 80"),
    ],
)
def test_an_edge_holds_on_its_side_and_at_itself_when_closed(below: bool, at: bool, above: bool, text: str) -> None:
    edge = asn.Edge.of(text)
    tiny = Fraction(1, 10**30)
    assert (below, at, above) == (edge.holds(80 - tiny), edge.holds(Fraction(80)), edge.holds(80 + tiny))


@pytest.mark.parametrize(
    ("closed", "lower", "text"),
    [(True, True, ">= 1"), (False, True, "> 1"), (True, False, "<= 1"), (False, False, "< 1")],
)
def test_an_edge_knows_its_direction_and_whether_it_is_closed(closed: bool, lower: bool, text: str) -> None:
    assert (closed, lower) == (asn.Edge.of(text).closed, asn.Edge.of(text).lower)


@given(signs, numbers)
def test_an_edge_is_written_as_it_is_read(sign: str, bound: Fraction) -> None:
    edge = asn.Edge(sign, bound)
    assert edge == asn.Edge.of(str(edge))


@given(st.booleans(), st.booleans(), st.booleans(), numbers, numbers)
def test_an_edge_covers_another_when_it_holds_wherever_that_one_does(
    lower: bool, one_closed: bool, other_closed: bool, one: Fraction, other: Fraction
) -> None:
    signs = {True: (">", ">="), False: ("<", "<=")}[lower]
    first, second = asn.Edge(signs[one_closed], one), asn.Edge(signs[other_closed], other)
    # Values at and between the quarters that the edges lie on: enough to tell any two of them apart.
    values = [Fraction(n, 8) for n in range(-88, 89)]
    assert all(first.holds(value) for value in values if second.holds(value)) is first.covers(second)


def order(*texts: str) -> None:
    checked_order((asn.Edge.of(text.rstrip("?")), not text.endswith("?")) for text in texts)


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [">= 91"],
        [">= 91", ">= 76", ">= 61"],
        ["> 90", ">= 90"],
        ["<= 24", "<= 50", "< 100"],
        ["< 24", "<= 24"],
        # A band that requires something besides (marked ?) may leave its values to the next one.
        [">= 91?", ">= 91"],
        [">= 91?", ">= 91?", ">= 91"],
        [">= 91", ">= 76?", ">= 76", ">= 61"],
        ["> 90?", ">= 90"],
    ],
)
def test_edges_that_each_leave_something_are_in_order(texts: list[str]) -> None:
    order(*texts)


@pytest.mark.parametrize(
    ("edge", "before", "texts"),
    [
        (">= 91", ">= 76", [">= 76", ">= 91"]),
        (">= 91", ">= 91", [">= 91", ">= 91"]),
        ("> 91", ">= 91", [">= 91", "> 91"]),
        ("<= 24", "<= 50", ["<= 50", "<= 24"]),
        ("< 24", "<= 24", ["<= 24", "< 24"]),
        ("<= 50", ">= 91", [">= 91", "<= 50"]),
        (">= 50", "<= 24", ["<= 24", ">= 50"]),
        (">= 80", ">= 76", [">= 91", ">= 76", ">= 80"]),
        (">= 91", ">= 91", [">= 91", ">= 91?"]),
        (">= 91", ">= 76", [">= 76?", ">= 91"]),
        ("> 76", ">= 76", [">= 76?", "> 76"]),
        ("<= 50", ">= 91", [">= 91?", "<= 50"]),
    ],
)
def test_an_edge_that_could_never_be_met_or_runs_the_other_way_is_refused(
    edge: str, before: str, texts: list[str]
) -> None:
    with pytest.raises(errors.EdgeOrderError) as caught:
        order(*texts)
    assert {"edge": edge, "before": before} == caught.value.facts
