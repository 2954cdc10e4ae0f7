from fractions import Fraction

from asn_appraisal import Fault, Items, Number
from asn_appraisal.analysis.outlines import outline
from asn_appraisal.appraising.contexts import Context, EvaluationFault
from asn_appraisal.appraising.evaluation import evaluate, step_of

X, T = Number("x"), Number("t")
ROWS = Items("rows", (T,))


def test_the_context_of_a_record_is_its_own_root_and_stands_nowhere() -> None:
    context = Context.of(outline([X]), {"x": Fraction(1)})
    assert (context, None) == (context.root, context.place)


def test_a_row_context_has_the_record_behind_the_row() -> None:
    root = Context.of(outline([ROWS.sum(T * X)]), {"x": Fraction(2), "rows": [{"t": Fraction(3)}]})
    row = root.row("rows", 0)
    assert (6, root) == (evaluate(T * X, row), row.root)


def test_a_row_hides_a_field_of_the_record_with_the_same_key() -> None:
    row = Context(({"x": Fraction(3)}, {"x": Fraction(2)}))
    assert evaluate(X, row) == 3


def test_a_part_of_the_record_is_kept_at_the_root_and_a_part_of_rows_in_its_row() -> None:
    whole, each = (X + 1).named("whole"), (T + 1).named("each")
    root = Context.of(outline([ROWS.sum(whole * each)]), {"x": Fraction(2), "rows": [{"t": Fraction(3)}]})
    row = root.row("rows", 0)
    assert (step_of(whole, row).value, step_of(each, row).value) == (3, 4)
    assert ({whole}, {each}) == (set(root.memo), set(row.memo))


def test_the_parts_of_rows_are_known_from_the_outline() -> None:
    whole, each = (X + 1).named("whole"), (T + 1).named("each")
    assert frozenset({"each"}) == Context.of(outline([ROWS.sum(whole * each)]), {}).row_parts


def test_the_same_fault_met_twice_is_one() -> None:
    one, other = Fault("ASN412", field="x"), Fault("ASN412", field="y")
    assert (one, other) == EvaluationFault([one, other, Fault("ASN412", field="x")]).faults


def test_a_fork_goes_on_from_what_was_worked_out_and_leaves_it_as_it_was() -> None:
    whole, each = (X + 1).named("whole"), (T + 1).named("each")
    root = Context.of(outline([ROWS.sum(whole * each)]), {"x": Fraction(2), "rows": [{"t": Fraction(3)}]})
    steps = step_of(whole, root), step_of(each, root.row("rows", 0))
    fork = root.fork()
    assert (step_of(whole, fork) is steps[0], step_of(each, fork.row("rows", 0)) is steps[1]) == (True, True)
    step_of((X + 5).named("later"), fork)
    assert set(root.memo) == {whole}


def test_the_context_of_a_row_is_made_once() -> None:
    root = Context.of(outline([ROWS.sum(T)]), {"rows": [{"t": Fraction(3)}, {"t": Fraction(4)}]})
    assert root.row("rows", 1) is root.row("rows", 0).row("rows", 1)
    assert root.row("rows", 1).place == ("rows", 1)


def test_a_fault_names_the_row_and_the_first_field_to_look_at() -> None:
    root = Context.of(outline([ROWS.sum(T)]), {"rows": [{"t": Fraction(3)}]})
    found = root.row("rows", 0).fault("ASN412", T - 3)
    assert (found.list, found.item_row, found.field, dict(found.facts)["what"]) == ("rows", 0, "t", "t - 3")
