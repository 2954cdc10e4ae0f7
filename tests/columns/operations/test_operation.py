import numpy as np
import pytest
from attrs import evolve, frozen
from tests.columns.operations.alone import block, exact_run

from asn_appraisal.columns.operations.operation import Engine, OfMany, OfOne, OfTwo, Operation, cast
from asn_appraisal.errors import UnsupportedOperationError


@frozen
class NearlyDone(OfOne):
    """An operation that someone began to add."""


def test_an_operation_is_equal_to_one_that_does_the_same_wherever_it_writes():
    one = NearlyDone("", 3)
    assert (one, hash(one)) == (evolve(one, out=7), hash(evolve(one, out=7)))
    assert one not in {NearlyDone("rows", 3), NearlyDone("", 4), OfOne("", 3)}


def test_an_operation_says_what_it_reads_and_how_it_is_called():
    assert OfOne("", 4).reads == (4,)
    assert OfTwo("", 4, 2).reads == (4, 2)
    assert OfMany("", (4, 2, 9)).reads == (4, 2, 9)
    assert Operation("").reads == ()
    assert NearlyDone("", 0).name == "nearly_done"


def test_an_operation_without_a_meaning_or_a_kernel_is_refused_by_that_engine():
    with pytest.raises(UnsupportedOperationError, match=r"exact.*nearly_done"):
        NearlyDone("", 0).exactly(exact_run([]))
    with pytest.raises(UnsupportedOperationError, match=r"float.*nearly_done"):
        NearlyDone("", 0).kernel()


def test_an_engine_is_a_table_from_outside_and_names_what_it_does_not_know():
    counting = Engine("counting", {OfTwo: lambda operation, more: len(operation.reads) + more})
    assert counting(OfTwo("", 0, 1), 5) == 7
    with pytest.raises(UnsupportedOperationError, match=r"ASN365.*counting.*nearly_done"):
        counting(NearlyDone("", 0))
    assert counting.unknown([OfTwo("", 0, 1), NearlyDone("", 0), NearlyDone("", 1)]) == ["nearly_done"]
    assert counting.unknown([OfTwo("", 0, 1)]) == []


def test_a_class_is_not_taken_for_its_base():
    with pytest.raises(UnsupportedOperationError):
        Engine("base", {OfOne: lambda _: None})(NearlyDone("", 0))


@pytest.mark.parametrize(("table", "mask", "wanted"), [("", [1, 0, 1], [1, 0, 1]), ("rows", [0, 0, 1, 0], [0, 0, 1])])
def test_a_mark_is_kept_beside_those_before(table, mask, wanted):
    made, run = block(counts=(2, 0, 2)), exact_run([], (2, 0, 2))
    for here in (made, run):
        here.refuse(table, np.array(mask, bool))
        assert here.refused.tolist() == [bool(each) for each in wanted]
        here.refuse("", np.array([False, True, False]))
        assert here.refused.tolist() == [bool(each) or at == 1 for at, each in enumerate(wanted)]
    assert not made.doubted.any()


def test_values_of_the_right_type_are_not_copied():
    values = np.array([1, 2], np.int8)
    assert cast(values, np.empty(2, np.int8)) is values
    out = np.empty(2, np.int16)
    assert cast(values, out) is out
    assert out.tolist() == [1, 2]
