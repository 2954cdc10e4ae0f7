import sys
from typing import Any

import pytest

from asn_appraisal import Check, Expression, Flag, Items, Number, Policy, When, rules, schemes
from asn_appraisal.algebra.expressions import Named
from asn_appraisal.analysis.outlines import PlacedPart, outline, uses_row
from asn_appraisal.errors import (
    FieldConflictError,
    HoleError,
    PartFieldKeyError,
    PartKeyError,
    PolicyError,
    RowFieldError,
)

X, Y, Z = Number("x"), Number("y"), Number("z")
T, W = Number("t"), Number("w")
ROWS = Items("rows", (T, W))
OTHER = Items("other", (T, Number("v")))


def test_fields_are_found_in_the_tree_each_once_in_order_of_first_use() -> None:
    found = outline([Y * X + Y, When(Flag("f"), Z, X)])
    assert [field.key for field in found.fields] == ["y", "x", "f", "z"]


def test_lists_follow_the_fields_and_bring_their_own() -> None:
    found = outline([ROWS.sum(T * X) + OTHER.count()])
    assert ([f.key for f in found.fields], [items.key for items in found.lists]) == (["x"], ["rows", "other"])
    assert [entry.key for entry in found.inputs] == ["x", "rows", "other"]


def test_parts_come_in_the_order_in_which_they_are_worked_out() -> None:
    first = (X + 1).named("first")
    second = (first * 2).named("second")
    found = outline([(second + first).named("last")])
    assert [placed.key for placed in found.parts] == ["first", "second", "last"]


def test_a_part_stands_over_the_lists_whose_rows_it_uses() -> None:
    whole = (X * 2).named("whole")
    each = (T * whole).named("each")
    total = ROWS.sum(W).named("total")
    share = (W / total).named("share")
    found = outline([ROWS.mean(each) + ROWS.mean(share) + OTHER.mean(each) + whole])
    places = {placed.key: placed.lists for placed in found.parts}
    assert places == {"whole": (), "each": ("rows", "other"), "total": (), "share": ("rows",)}


def test_the_fields_of_checks_belong_to_the_inputs() -> None:
    items = Items("rows", (T,), checks=(Check(T <= X, "t tidak boleh melebihi x"),))
    found = outline([items.sum(T)], [Check(Y > 0, "y di atas nol")])
    assert [field.key for field in found.fields] == ["y", "x"]


def test_a_list_that_only_a_check_of_another_list_reads_is_found() -> None:
    items = Items("rows", (T,), checks=(Check(OTHER.count() >= T, "t tidak boleh melebihi jumlah"),))
    assert [entry.key for entry in outline([items.sum(T)]).lists] == ["rows", "other"]


@pytest.mark.parametrize(
    ("expression", "uses"),
    [
        (T, True),
        (T * X + 1, True),
        (X, False),
        ((T + 1).named("part"), True),
        (ROWS.sum(T), False),
        (T / ROWS.sum(T), True),
        (OTHER.sum(T), False),
    ],
)
def test_what_is_worked_out_over_a_list_depends_on_no_row_outside(expression: Expression, uses: bool) -> None:
    assert uses == uses_row(expression, ROWS)


def test_a_placed_part_has_the_key_of_its_part() -> None:
    assert PlacedPart(X.named("part"), ("rows",)).key == "part"


# --- what would be mistaken for each other ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expression", "error", "code"),
    [
        (X.named("part") + (X + 1).named("part"), PartKeyError, "ASN304"),
        (X.named("part") + Y.named("part"), PartKeyError, "ASN304"),
        (X.named("part", "Nama") + X.named("part", "Nama lain"), PartKeyError, "ASN304"),
        ((X + 1).named("x"), PartFieldKeyError, "ASN305"),
        ((X + 1).named("y") + Y, PartFieldKeyError, "ASN305"),
        (ROWS.count().named("rows"), PartFieldKeyError, "ASN305"),
        (X + Number("x", high=5), FieldConflictError, "ASN309"),
        (X + Number("x", "Nama"), FieldConflictError, "ASN309"),
        (When(Flag("x"), X, 0), FieldConflictError, "ASN309"),
        (Number("rows") + ROWS.count(), FieldConflictError, "ASN309"),
        (ROWS.count() + Items("rows", (T,)).count(), FieldConflictError, "ASN309"),
        (ROWS.sum(Number("t", high=9)), FieldConflictError, "ASN309"),
        (ROWS.sum(T) + T, RowFieldError, "ASN319"),
        (T + ROWS.sum(T), RowFieldError, "ASN319"),
        (ROWS.sum(OTHER.sum(W)), RowFieldError, "ASN319"),
        (ROWS.sum(T * OTHER.fields[1]) + OTHER.count(), RowFieldError, "ASN319"),
        (rules.value + 1, HoleError, "ASN317"),
        (X + rules.target, HoleError, "ASN317"),
    ],
)
def test_two_things_that_would_be_mistaken_for_each_other_are_refused(
    expression: Expression, error: type[PolicyError], code: str
) -> None:
    with pytest.raises(error, match=code):
        outline([expression])


def test_a_row_may_have_a_field_of_a_parts_name() -> None:
    part = ROWS.sum(W).named("w")
    assert [placed.key for placed in outline([part]).parts] == ["w"]


def test_a_record_may_have_another_field_of_a_rows_name() -> None:
    found = outline([Number("t", high=5) + ROWS.sum(T)])
    assert [field.key for field in found.fields] == ["t"]


def test_two_lists_may_have_one_field_in_common() -> None:
    assert outline([ROWS.sum(T) + OTHER.sum(T)]).fields == ()


def test_equal_parts_written_twice_are_one_part() -> None:
    assert len(outline([(X + 1).named("part") * 2, (X + 1).named("part") * 3]).parts) == 1


def test_a_tower_of_shared_parts_is_walked_part_by_part() -> None:
    part: Any = X
    for number in range(12):
        part = (part + part).named(f"p{number}")
    calls = 0

    def count(frame: Any, event: str, _: object) -> None:
        nonlocal calls
        calls += event == "call" and frame.f_globals["__name__"] == "asn_appraisal.analysis.outlines"

    sys.setprofile(count)
    try:
        outline([ROWS.sum(part)])
    finally:
        sys.setprofile(None)
    assert 0 < calls < 2000  # twelve parts; a walk that forgets what it saw makes more than 2 ** 12 calls


@pytest.mark.parametrize("key", schemes.keys())
def test_the_parts_of_a_scheme_rest_only_on_parts_before_them(key: str) -> None:
    policy: Policy = schemes.get(key)
    seen: set[str] = set()
    for placed in policy.outline.parts:
        below = {child.key for child in _parts_below(placed.part)}
        assert below - seen == set()
        seen.add(placed.key)


def _parts_below(expression: Expression) -> list[Named]:
    found = []
    for child in expression.children():
        found += [child] if isinstance(child, Named) else []
        found += _parts_below(child)
    return found
