import inspect
import os
import pickle
import runpy
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.blocks import kinds_below

import asn_appraisal as asn
from asn_appraisal.algebra.bands import Rated
from asn_appraisal.algebra.combinations import Combination
from asn_appraisal.algebra.expressions import (
    Arithmetic,
    But,
    Comparison,
    Constant,
    Either,
    Every,
    Given,
    IsOneOf,
    Limited,
    Line,
    Named,
    Not,
    OrElse,
    Required,
    Rounded,
    Within,
    as_expression,
)
from asn_appraisal.algebra.inputs import Field
from asn_appraisal.algebra.items import Over
from asn_appraisal.algebra.nodes import Node, Rewrite
from asn_appraisal.algebra.refused_operators import RefusedOperators
from asn_appraisal.algebra.rules import Hole

ABSTRACT = {asn.Expression, Field, Combination, RefusedOperators}
LAW = asn.Source("PP 46/2011", "Pasal 15", grade="text")


def examples() -> dict[type, Any]:
    """One of each node, built anew at each call."""
    x = asn.Number("x", "X", low=0, high=100)
    y = asn.Number("y", optional=True)
    flag = asn.Flag("hadir", default=False)
    label = asn.Category("jenis", {"tetap": "Tetap", "kontrak": "Kontrak"})
    rows = asn.Items("rows", [asn.Number("nilai"), asn.Number("bobot")], checks=[asn.Check(x > 0, "x di atas 0")])
    band = asn.Band("baik", ">= 76", "Baik", labels={"zona": "hijau"}, source=LAW)
    bands = asn.Bands(band, ("kurang", None, "Kurang"), source=LAW)
    steps = asn.Steps(x, ("<= 24", 76 + x, LAW), otherwise=100 - x)
    return {
        asn.Number: x,
        asn.Indicator: asn.Indicator("mutu", better="lower", decimals=1),
        asn.Count: asn.Count("jumlah", default=3),
        asn.Category: label,
        asn.Flag: flag,
        asn.Check: asn.Check(flag, "hadir", "present"),
        asn.Items: rows,
        asn.Band: band,
        asn.Bands: bands,
        asn.Sum: asn.Sum(x, 1),
        asn.Mean: asn.Mean.of_given(x, y),
        asn.Least: asn.Least(x, "0.5"),
        asn.Greatest: asn.Greatest(x, 50),
        asn.Weighted: asn.Weighted((60, x, LAW), (40, y.or_else(0))),
        asn.When: asn.When(x > 5, 1, 0),
        asn.Steps: steps,
        asn.Case: asn.Case(label, tetap=1, otherwise=x, source=LAW),
        asn.Grid: asn.Grid(
            label,
            x.rated(bands),
            {
                ("tetap", "baik"): "a",
                ("tetap", "kurang"): "b",
                ("kontrak", "baik"): "b",
                ("kontrak", "kurang"): "b",
            },
            source=LAW,
        ),
        Arithmetic: x + "0.5",
        Limited: x.clamped(0, y),
        Rounded: x.rounded(2, "half_even"),
        Line: x.through((0, 0), ("90.5", 100)),
        Comparison: x <= 24,
        IsOneOf: label.is_("tetap"),
        Every: flag & (x > 5),
        Either: flag | (x > 5),
        Not: ~flag,
        Given: y.given,
        OrElse: y.or_else(x),
        Required: y.required,
        Within: y.within(0, None),
        But: y.but(0, when=flag),
        Named: (x * 2).named("ganda", "Ganda", LAW, english="Double"),
        Constant: as_expression("0.35"),
        Hole: asn.rules.value,
        Over: rows.where(rows.fields[0] > 5).weighted(rows.fields[0] + x, by=rows.fields[1]),
        Rated: x.rated(bands),
    }


EXAMPLES = examples()
KINDS = pytest.mark.parametrize("kind", EXAMPLES, ids=lambda kind: kind.__name__)


def test_there_is_an_example_of_each_kind_of_node() -> None:
    assert kinds_below(Node) - ABSTRACT == set(EXAMPLES)


@KINDS
def test_an_example_is_of_its_kind(kind: type) -> None:
    assert kind is type(EXAMPLES[kind])


@KINDS
def test_a_node_written_twice_is_one_value(kind: type) -> None:
    one, other = EXAMPLES[kind], examples()[kind]
    assert one is not other or kind is Hole
    assert one == other
    assert hash(one) == hash(other)
    assert len({one, other}) == 1


@KINDS
def test_equality_hash_and_repr_are_those_of_all_nodes(kind: type) -> None:
    # What attrs would write for one class compares and shows what was derived as well.
    assert kind.__eq__ is Node.__eq__
    assert kind.__hash__ is Node.__hash__
    assert (kind.__repr__ is Node.__repr__) == (kind is not Named)


# What is not read from its place is written with its name: a second bare value would say nothing to a reader.
BY_KEYWORD = {
    "english", "optional", "default", "low", "high", "decimals", "unit", "better", "checks", "at_least", "requires",
    "labels", "levels", "source", "by", "where", "otherwise",
}  # fmt: skip
IN_PLACE = {(asn.Check, "english"), (Limited, "low"), (Limited, "high"), (Within, "low"), (Within, "high"),
            (OrElse, "default"), (asn.When, "otherwise")}  # fmt: skip


@KINDS
def test_what_is_not_read_from_its_place_is_given_by_keyword(kind: type) -> None:
    found = inspect.signature(kind).parameters.values()
    for each in found:
        if each.name in BY_KEYWORD and (kind, each.name) not in IN_PLACE:
            assert each.kind is inspect.Parameter.KEYWORD_ONLY, each.name


@KINDS
def test_nodes_of_different_kinds_are_not_equal(kind: type) -> None:
    assert [kind] == [other for other, example in EXAMPLES.items() if example == EXAMPLES[kind]]


@KINDS
def test_a_node_is_not_equal_to_anything_else(kind: type) -> None:
    assert EXAMPLES[kind] != EXAMPLES[kind].values()
    assert EXAMPLES[kind] != 1
    assert EXAMPLES[kind] != str(EXAMPLES[kind])


@KINDS
def test_a_node_is_made_anew_from_its_values(kind: type) -> None:
    made = kind.make(EXAMPLES[kind].values())  # type: ignore[attr-defined]
    assert made is not EXAMPLES[kind]
    assert EXAMPLES[kind] == made
    assert hash(EXAMPLES[kind]) == hash(made)


@KINDS
def test_a_node_survives_pickling(kind: type) -> None:
    restored = pickle.loads(pickle.dumps(EXAMPLES[kind]))  # noqa: S301
    assert EXAMPLES[kind] == restored
    assert hash(EXAMPLES[kind]) == hash(restored)
    assert repr(EXAMPLES[kind]) == repr(restored)


@pytest.fixture(scope="module")
def foreign() -> dict[type, Any]:
    """The same examples, built and pickled by a process in which texts hash differently."""
    seed = "1" if os.environ.get("PYTHONHASHSEED") == "2" else "2"
    code = "import pickle, runpy, sys; sys.stdout.buffer.write(pickle.dumps(runpy.run_path(sys.argv[1])['EXAMPLES']))"
    done = subprocess.run(
        [sys.executable, "-c", code, __file__],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
    )
    return pickle.loads(done.stdout)  # type: ignore[no-any-return]  # noqa: S301


@KINDS
def test_a_node_pickled_by_another_process_is_the_same_value(kind: type, foreign: dict[type, Any]) -> None:
    assert EXAMPLES[kind] == foreign[kind]
    assert hash(EXAMPLES[kind]) == hash(foreign[kind])
    assert {EXAMPLES[kind]: "found"}[foreign[kind]] == "found"


def test_the_other_process_runs_this_very_file() -> None:
    assert set(EXAMPLES) == set(runpy.run_path(str(Path(__file__)))["EXAMPLES"])


@KINDS
def test_a_node_cannot_be_changed(kind: type) -> None:
    name = attrs.fields(kind)[0].name
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(EXAMPLES[kind], name, None)


@KINDS
def test_a_node_has_no_room_for_further_attributes(kind: type) -> None:
    assert not hasattr(EXAMPLES[kind], "__dict__")


@KINDS
def test_map_gives_the_node_itself_when_nothing_changes(kind: type) -> None:
    assert EXAMPLES[kind].map(lambda child: child) is EXAMPLES[kind]


@pytest.mark.parametrize("kind", [kind for kind in EXAMPLES if kind is not asn.Items], ids=lambda kind: kind.__name__)
def test_map_reaches_each_expression_below(kind: type) -> None:
    node, seen = EXAMPLES[kind], []
    node.map(lambda child: seen.append(child) or child)
    assert set(node.children()) <= set(seen)


def swapped(old: Any, new: Any) -> Callable[[Any], Any]:
    return lambda child: new if child == old else child


@pytest.mark.parametrize(
    ("expected", "node"),
    [
        (asn.Number("z") + 1, asn.Number("x") + 1),
        (asn.Sum(asn.Number("z"), 1, asn.Number("z")), asn.Sum(asn.Number("x"), 1, asn.Number("x"))),
        (
            asn.Weighted((60, asn.Number("z"), LAW), (40, asn.Number("y"))),
            asn.Weighted((60, asn.Number("x"), LAW), (40, asn.Number("y"))),
        ),
        (
            asn.Steps(asn.Number("z"), ("<= 24", asn.Number("z"), LAW), otherwise=asn.Number("z")),
            asn.Steps(asn.Number("x"), ("<= 24", asn.Number("x"), LAW), otherwise=asn.Number("x")),
        ),
        (asn.Number("z").clamped(0, asn.Number("z")), asn.Number("x").clamped(0, asn.Number("x"))),
        (asn.Number("z").capped(1), asn.Number("x").capped(1)),
        (asn.Number("z").through((0, 0), (1, 1)), asn.Number("x").through((0, 0), (1, 1))),
        (asn.Number("z").named("part", "Part", LAW), asn.Number("x").named("part", "Part", LAW)),
        (
            asn.Bands(("baik", ">= 76"), ("kurang", None)).rating_of(asn.Number("z")),
            asn.Bands(("baik", ">= 76"), ("kurang", None)).rating_of(asn.Number("x")),
        ),
        (
            asn.Items("rows", [asn.Number("x")]).sum(asn.Number("z")),
            asn.Items("rows", [asn.Number("x")]).sum(asn.Number("x")),
        ),
    ],
)
def test_map_puts_a_new_expression_in_each_place_of_an_old_one(expected: Any, node: Any) -> None:
    changed = node.map(swapped(asn.Number("x"), asn.Number("z")))
    assert expected == changed
    assert hash(expected) == hash(changed)
    assert node != changed


def test_map_looks_through_bands_to_what_they_require() -> None:
    x, z = asn.Number("x"), asn.Number("z")
    bands = asn.Bands(asn.Band("baik", ">= 76", requires=x > 5), ("kurang", None))
    changed = bands.map(swapped(x > 5, z > 5))
    assert asn.Bands(asn.Band("baik", ">= 76", requires=z > 5), ("kurang", None)) == changed


def test_children_come_in_the_order_they_are_written() -> None:
    x, y, z = asn.Number("x"), asn.Number("y"), asn.Number("z")
    assert [y, x, z, x] == list(asn.Sum(y, x, z, x).children())
    assert [z, x, y] == list(z.clamped(x, y).children())
    assert [x, y] == list(x.but(y, when=asn.Flag("hadir")).children())[:2]


def test_map_of_a_list_changes_its_checks_and_never_its_fields() -> None:
    x, z = asn.Number("x"), asn.Number("z")
    rows = asn.Items("rows", [x], checks=[asn.Check(x > 0, "x di atas 0")])
    expected = asn.Items("rows", [x], checks=[asn.Check(z > 0, "x di atas 0")])
    assert expected == rows.map(lambda child: child.map(swapped(x, z)))


def test_a_changed_node_is_checked_like_a_written_one() -> None:
    with pytest.raises(asn.AppraisalError):
        (asn.Number("x") + 1).map(lambda _: asn.Flag("hadir"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (asn.Number("x"), asn.Number("y")),
        (asn.Number("x"), asn.Number("x", decimals=3)),
        (asn.Number("x"), asn.Number("x", low=0)),
        (asn.Number("x"), asn.Number("x", unit="hari")),
        (asn.Number("x"), asn.Indicator("x")),
        (asn.Number("x") + 1, 1 + asn.Number("x")),
        (asn.Number("x") - 1, asn.Number("x") + -1),
        (asn.Number("x") > 1, asn.Number("x") >= 1),
        (asn.Number("x").capped(1), asn.Number("x").floored(1)),
        (asn.Number("x").rounded(2), asn.Number("x").rounded(2, "half_even")),
        (asn.Number("x").named("a"), asn.Number("x").named("b")),
        (asn.Number("x").named("a"), asn.Number("x").named("a", source=LAW)),
        (asn.Sum(asn.Number("x")), asn.Sum.of_given(asn.Number("x"))),
        (asn.Sum(asn.Number("x")), asn.Mean(asn.Number("x"))),
        (as_expression(1), as_expression("satu")),
    ],
)
def test_nodes_written_differently_are_not_equal(one: Any, other: Any) -> None:
    assert one != other
    assert len({one, other}) == 2


@pytest.mark.parametrize(
    ("expected", "node"),
    [
        ("Constant(value=Fraction(7, 20))", as_expression("0.35")),
        ("Hole(what='value')", asn.rules.value),
        ("<part skp>", (asn.Number("x") + 1).named("skp")),
        (
            "Sum(parts=(<part skp>, <part ku>), given_only=False, at_least=1)",
            asn.Sum(asn.Number("x").named("skp"), asn.Number("y").named("ku")),
        ),
        ("Rounded(value=<part skp>, places=2, mode='half_up')", asn.Number("x").named("skp").rounded(2)),
        (
            "Arithmetic(operator='+', left=<part skp>, right=Constant(value=Fraction(1, 1)))",
            asn.Number("x").named("skp") + 1,
        ),
    ],
)
def test_repr_shows_the_fields_and_a_part_by_its_key(expected: str, node: Any) -> None:
    assert expected == repr(node)


@KINDS
def test_repr_begins_with_the_kind(kind: type) -> None:
    assert repr(EXAMPLES[kind]).startswith((kind.__name__ + "(", "<part "))


def test_a_policy_survives_pickling_with_its_fingerprint() -> None:
    policy = asn.Policy("contoh", "Contoh", score=EXAMPLES[asn.Weighted].rounded(2))
    restored = pickle.loads(pickle.dumps(policy))  # noqa: S301
    assert policy == restored
    assert policy.fingerprint == restored.fingerprint
    assert policy.appraise({"x": 90}).exact == restored.appraise({"x": 90}).exact == Fraction(54)


# --- rewriting --------------------------------------------------------------------------------------------------------


def test_a_rewrite_puts_the_new_in_every_place_of_the_old_and_shares_what_was_shared() -> None:
    x, y = asn.Number("x"), asn.Number("y")
    twice = x * 2
    changed = Rewrite({x: y})((twice + 1) * (twice + 3))
    assert changed == (y * 2 + 1) * (y * 2 + 3)
    assert changed.left.left is changed.right.left


def test_a_rewrite_does_not_look_into_what_it_put_in() -> None:
    x = asn.Number("x")
    assert Rewrite({x: x + 1})(x * 2) == (x + 1) * 2


def test_a_rewrite_without_changes_makes_equal_formulas_one() -> None:
    one, other = (asn.Number("x") * 2, asn.Number("x") * 2)
    shared = Rewrite()(one + other)
    assert shared.left is shared.right
    assert shared == one + other


def test_what_comes_after_a_rewrite_sees_the_old_and_the_changed_expression() -> None:
    x, y = asn.Number("x"), asn.Number("y")
    met = []

    def note(old: Any, new: Any) -> Any:
        met.append((old, new))
        return new

    Rewrite({x: y}, after=note)(x + x)
    assert met == [(x + x, y + y)]
