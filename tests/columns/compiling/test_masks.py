from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_appraisal.columns.compiling.bounds import RECORD, Codes, Mask
from asn_appraisal.columns.compiling.masks import Masks
from asn_appraisal.columns.operations.affine import FullCode, FullMask
from asn_appraisal.columns.operations.comparing import And, Not, Or
from asn_appraisal.columns.operations.looking_up import TakeCode
from asn_appraisal.columns.operations.operation import Engine
from asn_appraisal.columns.operations.storage import CODE, MASK

ROWS = [*product([False, True], repeat=3)]
# Masks as trees over three columns and the two masks that are the same everywhere.
TREES = st.recursive(
    st.sampled_from([0, 1, 2, True, False]),
    lambda inner: (
        st.tuples(st.sampled_from(["and", "or"]), st.lists(inner, min_size=1, max_size=3))
        | st.tuples(st.just("not"), inner)
    ),
    max_leaves=8,
)


TRUTHS = Engine(
    "truths",
    {
        FullMask: lambda operation, _: np.full(len(ROWS), operation.holds),
        Not: lambda operation, values: ~values[operation.read],
        And: lambda operation, values: values[operation.left] & values[operation.right],
        Or: lambda operation, values: values[operation.left] | values[operation.right],
    },
)


def masks() -> tuple[Masks, list[int]]:
    found = Masks({}, {})
    return found, [found.program.load(RECORD, f"x{index}", "values", MASK) for index in range(3)]


def emitted(made: Masks, slots: list[int], tree) -> int:
    if isinstance(tree, bool):
        return made.full_mask(RECORD, holds=tree)
    if isinstance(tree, int):
        return slots[tree]
    how, inner = tree
    if how == "not":
        return made.negated(emitted(made, slots, inner), RECORD)
    return made.join(And if how == "and" else Or, [emitted(made, slots, each) for each in inner], RECORD)


def holds(tree, row) -> bool:
    if isinstance(tree, bool):
        return tree
    if isinstance(tree, int):
        return row[tree]
    how, inner = tree
    if how == "not":
        return not holds(inner, row)
    return (all if how == "and" else any)(holds(each, row) for each in inner)


def worked_out(made: Masks, slots: list[int], slot: int) -> list[bool]:
    values = {each: np.array([row[at] for row in ROWS]) for at, each in enumerate(slots)}
    for operation in made.program.operations:
        values[operation.out] = TRUTHS(operation, values)
    return values[slot].tolist()


@given(TREES)
def test_joined_masks_hold_where_their_parts_say(tree):
    made, slots = masks()
    slot = emitted(made, slots, tree)
    wanted = [holds(tree, row) for row in ROWS]
    assert worked_out(made, slots, slot) == wanted
    known = made.known(slot)
    assert known is None or wanted == [known] * len(ROWS)


@given(TREES, TREES, TREES)
def test_what_a_mask_chooses_is_absent_where_the_chosen_one_is(mask, then, otherwise):
    made, slots = masks()
    chosen = made.as_mask(emitted(made, slots, mask), RECORD)
    absent = made.selected_absent(chosen, *(emitted(made, slots, each) for each in (then, otherwise)), RECORD)
    wanted = [holds(then if holds(mask, row) else otherwise, row) for row in ROWS]
    assert worked_out(made, slots, absent) == wanted


@pytest.mark.parametrize(("then", "otherwise"), [(1, 2), (1, None), (None, 2), (None, None), (1, 1)])
def test_absence_is_chosen_where_neither_or_one_or_both_may_be_absent(then, otherwise):
    made, slots = masks()
    absent = made.selected_absent(
        Mask(RECORD, slots[0]), *(None if each is None else slots[each] for each in (then, otherwise)), RECORD
    )
    if then is None and otherwise is None:
        assert absent is None
        return
    wanted = [row[each] if (each := then if row[0] else otherwise) is not None else False for row in ROWS]
    assert worked_out(made, slots, absent) == wanted


def test_a_condition_has_its_own_slot_and_one_of_all_rows_gets_one():
    made, slots = masks()
    assert made.mask_slot(Mask(RECORD, slots[1])) == slots[1]
    assert made.program.operations == []
    for always in (True, False):
        slot = made.mask_slot(Mask(RECORD, None, always))
        assert worked_out(made, slots, slot) == [always] * len(ROWS)


def test_a_mask_that_is_the_same_everywhere_is_not_computed():
    made, (x, y, _) = masks()
    nowhere, everywhere = (made.full_mask(RECORD, holds=each) for each in (False, True))
    assert made.join(And, (x, nowhere, y), RECORD) == nowhere
    assert made.join(Or, (x, everywhere, y), RECORD) == everywhere
    assert made.join(And, (everywhere, x, x), RECORD) == x
    assert made.as_mask(made.negated(nowhere, RECORD), RECORD) == Mask(RECORD, None, always=True)
    assert [operation.name for operation in made.program.operations] == ["full_mask", "full_mask"]


def test_nothing_is_absent_where_no_part_may_be():
    made, (x, *_) = masks()
    assert made.either((None, None), RECORD) is None
    assert made.either((None, x), RECORD) == x
    assert made.present(None, RECORD) == Mask(RECORD, None, always=True)


@pytest.mark.parametrize("act", ["refuse", "doubt"])
def test_rows_are_set_aside_only_where_they_count_and_have_a_value(act):
    made, (x, y, z) = masks()
    with made.under(z):
        getattr(made, act)(x, RECORD, y)
        getattr(made, act)(made.full_mask(RECORD, holds=False), RECORD)
    assert made.active is None
    asides = [operation for operation in made.program.operations if operation.out is None]
    assert [operation.name for operation in asides] == [act]
    made.program.operations.remove(asides[0])
    found = worked_out(made, [x, y, z], asides[0].reads[0])
    rows = [row for row in ROWS if row[0] and not row[1] and row[2]]
    assert [row for row, aside in zip(ROWS, found, strict=True) if aside] == rows


def test_names_and_masks_are_put_back_when_work_under_them_fails():
    made, (x, *_) = masks()
    with pytest.raises(KeyError), made.deciding("nilai"), made.under(x):
        raise KeyError
    assert (made.about, made.active) == ("", None)


def test_a_label_is_renumbered_only_where_its_levels_stand_otherwise():
    made, _ = masks()
    slot = made.program.load(RECORD, "k", "values", CODE)
    found = Codes(RECORD, slot, ("a", "b"))
    assert made.recoded(found, ("a", "b", "c")) == slot
    other = made.recoded(found, ("c", "b", "a"))
    assert made.program.operations[-1] == TakeCode(RECORD, slot, (2, 1))
    assert made.recoded(found, ("c", "b", "a")) == other
    assert made.recoded(Codes(RECORD, None, ("a", "b"), 1), ("b", "a")) == made.program.operations[-1].out
    assert made.program.operations[-1] == FullCode(RECORD, 0)
