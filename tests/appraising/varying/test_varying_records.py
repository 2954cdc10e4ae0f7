"""Records in which some fields vary: what depends on them, and what is worked out once."""

from __future__ import annotations

from fractions import Fraction

import asn_appraisal as asn
from asn_appraisal.analysis.outlines import outline
from asn_appraisal.appraising.contexts import Context
from asn_appraisal.appraising.varying.possible_values import POSSIBLE
from asn_appraisal.appraising.varying.varying_records import (
    ANYTHING,
    REFUSED,
    AsItIs,
    Here,
    Possible,
    Rule,
    Varying,
    either,
    exactly,
)

F = Fraction
x, y = asn.Number("x", low=0, high=10), asn.Number("y", low=0, high=10)
mutu, bobot = asn.Number("mutu", low=0, high=10), asn.Number("bobot", low=0, high=10)
rows = asn.Items("kegiatan", [mutu, bobot])
mean = rows.weighted(mutu * x, by=bobot)
VALUES = {"x": F(2), "y": F(3), "kegiatan": [{"mutu": F(4), "bobot": F(1)}, {"mutu": F(6), "bobot": F(3)}]}


def record(*places: tuple[str | None, int, str]) -> Varying:
    return Varying(AsItIs(Context.of(outline([mean, y]), VALUES)), places, POSSIBLE)


def test_a_formula_varies_with_the_fields_that_it_reads_in_the_record_and_in_rows() -> None:
    one = record((None, 0, "x"))
    assert one.varies(mean)
    assert not one.varies(y)
    assert one.varies(mutu * x, ("kegiatan", 0), rows)
    assert not one.varies(mutu, ("kegiatan", 0), rows)


def test_a_row_varies_alone_and_with_it_what_is_worked_out_over_the_list() -> None:
    one = record(("kegiatan", 1, "mutu"))
    assert one.varies(mean)
    assert one.varies(mutu, ("kegiatan", 1), rows)
    assert not one.varies(mutu, ("kegiatan", 0), rows)
    assert not one.varies(bobot, ("kegiatan", 1), rows)
    assert one.varies(mutu - mean, ("kegiatan", 0), rows)
    one.set({("kegiatan", 1, "mutu"): (F(0), F(10))})
    assert (one.of(mean).low, one.of(mean).high) == (F(2), F(17))
    assert one.rows(mean).open == [1]
    assert one.rows(mean).total == F(8)


def test_a_field_of_the_record_is_not_the_one_of_the_same_name_in_a_row() -> None:
    other = asn.Number("mutu", low=0, high=100)
    one = Varying(
        AsItIs(Context.of(outline([rows.count() + other]), {**VALUES, "mutu": F(50)})), [(None, 0, "mutu")], POSSIBLE
    )
    one.set({(None, 0, "mutu"): (F(1), F(2))})
    assert one.varies(other)
    assert not one.varies(rows.mean(mutu))
    assert one.of(rows.mean(mutu)) == exactly(F(5))
    assert one.of(other) == Possible(F(1), F(2))


def test_what_is_fixed_is_worked_out_as_always_with_its_faults() -> None:
    one = record((None, 0, "x"))
    one.set({(None, 0, "x"): (F(0), F(1))})
    assert one.of(y * 2) == exactly(F(6))
    assert one.of(y / (y - 3)) == REFUSED
    assert Here(one).of(y) == exactly(F(3))


def test_what_is_one_of_several_is_any_of_them() -> None:
    found = either([exactly(F(1)), exactly(F(3)), exactly(None), REFUSED])
    assert found == Possible(F(1), F(3), absent=True, refused=True)
    assert either([exactly("baik"), exactly("cukup")]).words == {"baik", "cukup"}
    assert not either([exactly(F(1)), ANYTHING]).known
    assert ANYTHING.may_be("baik")
    assert ANYTHING.present
    assert not REFUSED.present


def test_rows_that_do_not_vary_are_added_up_once_for_all_searches_of_a_record() -> None:
    as_it_is = AsItIs(Context.of(outline([mean, y]), VALUES))
    for index, (total, weight) in enumerate(((F(36), F(3)), (F(8), F(1)))):
        one = Varying(as_it_is, [("kegiatan", index, "mutu")], POSSIBLE)
        found = one.rows(mean)
        assert (found.open, found.total, found.weight, found.values) == (
            [index],
            total,
            weight,
            [(total / weight, weight)],
        )
        assert found == one._rows(mean)
    assert len(as_it_is.sums) == 1


def test_rows_that_vary_with_the_record_or_through_the_list_are_all_open() -> None:
    assert record((None, 0, "x")).rows(mean).open == [0, 1]
    through = rows.sum(mutu - rows.mean(bobot))
    varying = Varying(AsItIs(Context.of(outline([through]), VALUES)), [("kegiatan", 1, "bobot")], POSSIBLE)
    assert varying.rows(through).open == [0, 1]


def test_sums_that_may_be_too_long_are_added_up_row_by_row() -> None:
    values = {**VALUES, "kegiatan": [{"mutu": F(1, 3**7000), "bobot": F(1)}, {"mutu": F(1, 7**7000), "bobot": F(1)}]}
    long = Varying(AsItIs(Context.of(outline([mean, y]), values)), [("kegiatan", 1, "mutu")], POSSIBLE)
    assert long._all_but_open(mean) is None
    assert long.rows(mean) == long._rows(mean)


def test_a_row_is_worked_out_again_where_it_or_the_record_changes_and_not_elsewhere() -> None:
    x_place, first, second = (None, 0, "x"), ("kegiatan", 0, "mutu"), ("kegiatan", 1, "mutu")
    worked_out: list[object] = []

    def counted(node: object) -> Rule:
        worked_out.append(node)
        return POSSIBLE(node)

    varying = Varying(AsItIs(Context.of(outline([mean, y]), VALUES)), [x_place, first, second], counted)
    fresh = record(x_place, first, second)
    ranges = {x_place: (F(1), F(2)), first: (F(0), F(10)), second: (F(0), F(10))}
    expected = {"all": 7, "the second row": 4, "the record": 7}
    for what, changes in (
        ("all", {}),
        ("the second row", {second: (F(5), F(10))}),
        ("the record", {x_place: (F(2), F(3))}),
    ):
        ranges = {**ranges, **changes}
        worked_out.clear()
        varying.set(ranges)
        fresh = record(x_place, first, second)
        fresh.set(ranges)
        assert varying.of(mean) == fresh.of(mean)
        assert len(worked_out) == expected[what]
