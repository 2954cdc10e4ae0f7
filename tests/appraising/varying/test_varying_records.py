"""Records in which some fields vary: what depends on them, and what is worked out once."""

from __future__ import annotations

from fractions import Fraction

import asn_appraisal as asn
from asn_appraisal.analysis.outlines import outline
from asn_appraisal.appraising.contexts import Context
from asn_appraisal.appraising.varying.possible_values import POSSIBLE
from asn_appraisal.appraising.varying.varying_records import ANYTHING, REFUSED, Here, Possible, Varying, either, exactly

F = Fraction
x, y = asn.Number("x", low=0, high=10), asn.Number("y", low=0, high=10)
mutu, bobot = asn.Number("mutu", low=0, high=10), asn.Number("bobot", low=0, high=10)
rows = asn.Items("kegiatan", [mutu, bobot])
mean = rows.weighted(mutu * x, by=bobot)
VALUES = {"x": F(2), "y": F(3), "kegiatan": [{"mutu": F(4), "bobot": F(1)}, {"mutu": F(6), "bobot": F(3)}]}


def record(*places: tuple[str | None, int, str]) -> Varying:
    return Varying(Context.of(outline([mean, y]), VALUES), places, POSSIBLE)


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
    one = Varying(Context.of(outline([rows.count() + other]), {**VALUES, "mutu": F(50)}), [(None, 0, "mutu")], POSSIBLE)
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
