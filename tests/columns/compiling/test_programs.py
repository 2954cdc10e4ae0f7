from fractions import Fraction

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from asn_appraisal.columns.compiling.programs import Program, Proof, buffers, in_short
from asn_appraisal.columns.compiling.quantities import FAR
from asn_appraisal.columns.operations import Affine, Choose, Clip, Doubt, Fixed, Full, Linear, Refuse
from asn_appraisal.columns.operations.operation import OfMany
from asn_appraisal.columns.operations.storage import MASK, NUMBER

LEVELS = ("", "rows")
KINDS = (NUMBER, MASK)


@frozen
class Made(OfMany):
    """An operation of no meaning, told from others by its number."""

    number: int
    kind: str = NUMBER


@st.composite
def programs(draw) -> tuple[Program, set[int]]:
    """A program over two levels and two kinds, and the slots that are kept."""
    program = Program()
    slots = [program.load(table, "x", "values", NUMBER) for table in LEVELS]
    for index in range(draw(st.integers(0, 12))):
        reads = tuple(draw(st.lists(st.sampled_from(slots), max_size=3)))
        table, kind = draw(st.sampled_from(LEVELS)), draw(st.sampled_from(KINDS))
        if draw(st.integers(0, 5)):
            slots.append(program.emit(Made(table, reads, index, kind)))
        elif reads:
            program.act(Doubt(table, reads[0]))
    return program, set(draw(st.lists(st.sampled_from(slots), max_size=3)))


@given(programs())
def test_no_buffer_is_written_while_what_it_holds_is_still_to_be_read(made):
    program, kept = made
    operations = program.needed(kept)
    place, held = buffers(program, operations, kept)
    loads = set(program.loads.values())
    now: dict[int, int] = {}
    for operation in operations:
        for slot in operation.reads:
            assert slot in loads or now[place[slot]] == slot
        if operation.out is not None:
            where = place[operation.out]
            assert where not in {place[slot] for slot in operation.reads if slot in place}
            assert held[where] == (program.kinds[operation.out], program.tables[operation.out])
            now[where] = operation.out
    assert all(slot in loads or now[place[slot]] == slot for slot in kept)


@given(programs())
def test_what_is_needed_is_what_results_and_rows_set_aside_rest_on(made):
    program, kept = made
    needed = program.needed(kept)
    read = {slot for operation in needed for slot in operation.reads} | kept
    for operation in program.operations:
        assert (operation in needed) == (operation.out is None or operation.out in read)
    assert needed == [operation for operation in program.operations if operation in needed]


def test_buffers_are_used_again_as_soon_as_their_slot_was_read_last():
    program = Program()
    slot = program.load("", "x", "values", NUMBER)
    for index in range(20):
        slot = program.emit(Made("", (slot,), index))
    place, held = buffers(program, program.needed({slot}), {slot})
    assert len(place) == 20
    assert len(held) == 2


def test_an_operation_emitted_again_is_the_same_slot():
    program = Program()
    x = program.load("", "x", "values", NUMBER)
    first = program.emit(Affine("", x, Fraction(1, 3), Fraction(0)))
    assert program.emit(Affine("", x, Fraction(1, 3), Fraction(0))) == first
    assert program.emit(Affine("", x, Fraction(1, 3), Fraction(1))) != first
    for _ in range(2):
        program.act(Doubt("", first))
    program.act(Refuse("", first))
    assert [operation.name for operation in program.operations] == ["affine", "affine", "doubt", "refuse"]
    assert [operation.out for operation in program.operations] == [first, first + 1, None, None]
    assert program.load("", "x", "values", NUMBER) == x


@pytest.mark.parametrize("number", [Fraction(10) ** 400, -(Fraction(10) ** 400), Fraction(1, 10**400)])
def test_a_constant_that_float64_cannot_hold_leaves_the_program_to_integers(number):
    for far in (
        Full("", number),
        Clip("", 0, None, number),
        Linear("", (0, 1), (Fraction(1), number)),
        Choose("", 0, Fixed(number), 1),
    ):
        program = Program()
        program.emit(Clip("", 0, Fraction(1, 3), None))
        program.emit(Choose("", 0, Fixed(Fraction(0)), 10**18))  # a slot is no constant
        assert not program.exact
        program.emit(far)
        assert program.exact


def test_a_slot_and_a_constant_of_its_number_are_not_the_same_branch():
    program = Program()
    assert program.emit(Choose("", 0, 1, 2)) != program.emit(Choose("", 0, 1, Fixed(Fraction(2))))


def test_a_proof_is_a_line_for_people():
    proof = Proof("nilai round(2)", "lattice", Fraction(1, 12), Fraction(27, 10**15))
    assert str(proof) == "nilai round(2): lattice, margin 0.0833, error bound 2.7e-14"
    assert in_short(Fraction(10) ** 400) == in_short(Fraction(FAR)) == "8.45e+270"
