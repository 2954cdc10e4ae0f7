import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.columns.operations.alone import block, by_record, exact_run

from asn_appraisal.columns.operations import Doubt, Refuse


@pytest.mark.parametrize(("operation", "marks"), [(Refuse, "refused"), (Doubt, "doubted")])
@given(counts=st.lists(st.integers(0, 4), min_size=1, max_size=6), data=st.data())
def test_a_mark_on_a_row_marks_its_record_alone(operation, marks, counts, data):
    size = sum(counts)
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)), bool)
    wanted = [any(each) for each in by_record(mask.tolist(), counts)]
    made = block([mask], counts)
    operation("rows", 0).kernel()(made, np.empty(0))
    assert getattr(made, marks).tolist() == wanted
    assert (made.refused | made.doubted).tolist() == wanted
    run = exact_run([mask], counts)
    operation("rows", 0).exactly(run)
    assert run.refused.tolist() == (wanted if operation is Refuse else [False] * len(counts))


def test_marks_on_records_are_kept_beside_those_before():
    made = block([np.array([True, False, False]), np.array([False, False, True])], (1, 1, 1))
    for slot in (0, 1):
        Refuse("", slot).kernel()(made, np.empty(0))
    assert made.refused.tolist() == [True, False, True]
