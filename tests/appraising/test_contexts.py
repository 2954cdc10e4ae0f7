from fractions import Fraction

from asn_appraisal import Fault, Items, Number
from asn_appraisal.analysis.outlines import outline
from asn_appraisal.appraising.contexts import EvaluationFault, Frame, frame_of
from asn_appraisal.appraising.evaluation import evaluate, step_of

X, T = Number("x"), Number("t")
ROWS = Items("rows", (T,))


def test_the_frame_of_a_record_is_its_own_root_and_stands_nowhere() -> None:
    frame = frame_of(outline([X]), {"x": Fraction(1)})
    assert (frame, None) == (frame.root, frame.place)


def test_a_row_frame_has_the_record_behind_the_row() -> None:
    root = frame_of(outline([ROWS.sum(T * X)]), {"x": Fraction(2), "rows": []})
    row = Frame(({"t": Fraction(3)}, *root.values), root.row_parts, root, ("rows", 0))
    assert (6, root) == (evaluate(T * X, row), row.root)


def test_a_row_hides_a_field_of_the_record_with_the_same_key() -> None:
    row = Frame(({"x": Fraction(3)}, {"x": Fraction(2)}), frozenset(), None, ("rows", 0))
    assert evaluate(X, row) == 3


def test_a_part_of_the_record_is_kept_at_the_root_and_a_part_of_rows_in_its_row() -> None:
    whole, each = (X + 1).named("whole"), (T + 1).named("each")
    root = frame_of(outline([ROWS.sum(whole * each)]), {"x": Fraction(2), "rows": []})
    row = Frame(({"t": Fraction(3)}, *root.values), root.row_parts, root, ("rows", 0))
    assert (step_of(whole, row).value, step_of(each, row).value) == (3, 4)
    assert ({whole}, {each}) == (set(root.memo), set(row.memo))


def test_the_parts_of_rows_are_known_from_the_outline() -> None:
    whole, each = (X + 1).named("whole"), (T + 1).named("each")
    assert frozenset({"each"}) == frame_of(outline([ROWS.sum(whole * each)]), {}).row_parts


def test_the_same_fault_met_twice_is_one() -> None:
    one, other = Fault("ASN412", field="x"), Fault("ASN412", field="y")
    assert (one, other) == EvaluationFault([one, other, Fault("ASN412", field="x")]).faults
