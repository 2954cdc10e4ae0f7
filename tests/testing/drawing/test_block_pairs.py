import pytest
from tests.blocks import kinds_below

from asn_appraisal import Items, Mean, Number
from asn_appraisal.algebra.combinations import Combination
from asn_appraisal.algebra.expressions import Expression
from asn_appraisal.algebra.inputs import Category, Field, Flag
from asn_appraisal.algebra.items import OVERALL
from asn_appraisal.algebra.kinds import CONDITION, LABEL, NUMBER
from asn_appraisal.algebra.rules import Hole
from asn_appraisal.errors import AppraisalError
from asn_appraisal.testing.drawing.block_pairs import (
    FREE,
    IMPOSSIBLE,
    ROUND,
    Nesting,
    arguments,
    block_of,
    examples,
    slots,
    turn,
    universe,
)

x, y = Number("x"), Number("y", optional=True)


def test_there_is_an_example_of_every_block_of_the_algebra() -> None:
    # Abstract blocks have no meaning of their own; a hole is filled before a policy is made.
    blocks = {type(node) for node in examples()}
    assert kinds_below(Expression) - {Combination, Field, Hole} - blocks <= kinds_below(Number)
    named = {block_of(node).name for node in examples()}
    assert {f"Over.{how}" for how in OVERALL} | set("+-*/") <= named
    assert {f"{each.word}{form}" for each in kinds_below(Combination) for form in ("", ".of_given")} <= named


def test_a_block_that_gives_several_kinds_has_an_example_of_each() -> None:
    fields = {NUMBER: x, LABEL: Category("c", ("baik", "kurang")), CONDITION: Flag("f")}
    several = {block.name for block in map(block_of, examples()) if block.kind != NUMBER} & {
        block.name for block in map(block_of, examples()) if block.kind == NUMBER
    }
    assert {"When", "Steps", "Case", "But", "OrElse", "Required", "Named", "Field", "Constant"} == several
    found = {block_of(node) for node in examples()}
    for kind, field in fields.items():
        made = (field.named("bagian"), field.required, field.or_else(field), field.but(field, when=Flag("g")))
        assert {block_of(node) for node in made} <= found
        assert {block_of(node).kind for node in made} == {kind}


def test_what_an_argument_takes_is_what_its_block_takes() -> None:
    takes = {(slot.outer.name, slot.outer.kind, slot.argument): kinds for slot, kinds in slots().items()}
    assert takes["/", NUMBER, "right"] == {NUMBER}
    assert takes["Given", CONDITION, "value"] == {NUMBER, LABEL, CONDITION}
    assert takes["Rated", LABEL, "bands"] == {CONDITION}
    assert takes["Case", NUMBER, "label"] == {LABEL}
    assert all(kinds for kinds in takes.values())


def test_whether_an_argument_may_be_absent_is_known() -> None:
    absent = {slot.argument: slot.absent for slot in slots() if slot.outer == block_of(Mean(x))}
    given = {slot.argument: slot.absent for slot in slots() if slot.outer == block_of(Mean.of_given(y))}
    assert (absent, given) == ({"parts": False}, {"parts": True})
    with pytest.raises(AppraisalError):
        Mean(y)


def test_the_arguments_of_a_list_are_the_formulas_over_its_rows() -> None:
    rows = Items("daftar", (x, Number("bobot")))
    over = rows.where(x > 1).weighted(x, by=rows.fields[1])
    assert [argument for argument, _ in arguments(over)] == ["value", "by", "where"]


def test_the_universe_has_every_block_in_every_argument_but_what_is_impossible() -> None:
    blocks = {block_of(node) for node in examples()}
    every = {Nesting(slot, inner) for slot, kinds in slots().items() for inner in blocks if inner.kind in kinds}
    out = {(each.slot.outer.name, each.slot.argument, each.inner.name) for each in every - set(universe())}
    assert out == set(IMPOSSIBLE)
    assert all(IMPOSSIBLE.values())
    assert len(universe()) == len(set(universe())) > 2000


def test_every_nesting_has_its_turn_with_both_widths_in_each_round() -> None:
    for first in (0, ROUND):
        found: dict[str, set[Nesting]] = {"tight": set(), "wide": set(), "any": set()}
        for number in range(first, first + ROUND):
            width, aims = turn(number)
            found[width] |= set(aims)
            assert (number % FREE == FREE - 1) == (not aims)
        assert found == {"tight": set(universe()), "wide": set(universe()), "any": set()}
    assert turn(0) != turn(ROUND)
