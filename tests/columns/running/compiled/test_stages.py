"""Which operations share a loop."""

from fractions import Fraction

from asn_appraisal.columns.operations import Affine, Multiply, Refuse, SegmentSum, Spread, Widen
from asn_appraisal.columns.running.compiled.stages import crosses, stages


def affine(read: int, out: int, table: str = "") -> Affine:
    return Affine(table, read, Fraction(2), Fraction(0), out=out)


def test_without_lists_there_is_one_loop():
    found = stages([affine(0, 1), affine(1, 2)], {2}, ("",))
    assert found.order == ((0, ""),)
    assert [each.out for each in found.inside[0, ""]] == [1, 2]
    assert found.kept == frozenset()


def test_a_total_comes_after_the_loop_over_its_rows_and_its_value_is_kept():
    operations = [affine(0, 1, "rows"), SegmentSum("", 1, "rows", out=2), affine(2, 3)]
    found = stages(operations, {3}, ("", "rows"))
    assert found.order == ((0, ""), (0, "rows"), (1, ""))
    assert found.kept == {1, 2}
    assert [each.out for each in found.crossing[1, ""]] == [2]
    assert found.after_crossing((1, "")) == {2}
    assert found.writes((1, "")) == {3}
    assert found.reads((1, "")) == [2]


def test_an_operation_that_nothing_needs_early_runs_late_and_is_not_kept():
    """Slot 5 could be worked out at once; it waits for the total, and no array holds it in between."""
    operations = [affine(4, 5), SegmentSum("", 0, "rows", out=2), Multiply("", 5, 2, out=3)]
    found = stages(operations, {3}, ("", "rows"))
    assert found.writes((1, "")) == {5, 3}
    assert 5 not in found.kept


def test_a_value_of_the_record_that_its_rows_need_runs_before_them():
    operations = [
        affine(4, 5),
        Spread("rows", 5, "number", out=6),
        Multiply("rows", 6, 0, out=7),
        SegmentSum("", 7, "rows", out=8),
        Multiply("", 5, 8, out=9),
    ]
    found = stages(operations, {9}, ("", "rows"))
    assert found.order == ((0, ""), (0, "rows"), (1, "rows"), (2, ""))
    assert found.writes((0, "")) == {5}
    assert found.kept == {5, 6, 7, 8}
    assert crosses(operations[1])
    assert not crosses(operations[2])


def test_a_column_that_is_read_across_tables_is_kept_and_one_of_a_later_loop_is_read_again():
    found = stages([SegmentSum("", 0, "rows", out=2), Multiply("", 4, 2, out=3)], {3}, ("", "rows"))
    assert 0 in found.kept
    assert 4 not in found.kept


def test_what_sets_records_aside_runs_last_with_the_results():
    operations = [Refuse("", 1), Widen("", 4, out=5), SegmentSum("", 0, "rows", out=2), affine(2, 3)]
    found = stages(operations, {3, 5}, ("", "rows"))
    assert not found.inside.get((0, ""))
    assert len(found.inside[1, ""]) == 3
