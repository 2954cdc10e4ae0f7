from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

import asn_appraisal as asn
from asn_appraisal import errors

hasil = asn.Category("hasil", {"di_atas": "Di atas", "sesuai": "Sesuai", "di_bawah": "Di bawah"})
perilaku = asn.Category("perilaku", ["tinggi", "rendah"])
x = asn.Number("x")
bands = asn.Bands(("baik", ">= 76"), ("kurang", None))
LAW = asn.Source("Permenpan RB 6/2022")
CELLS = {
    ("di_atas", "tinggi"): "sangat_baik",
    ("di_atas", "rendah"): "cukup",
    ("sesuai", "tinggi"): "baik",
    ("sesuai", "rendah"): "cukup",
    ("di_bawah", "tinggi"): "cukup",
    ("di_bawah", "rendah"): "kurang",
}
NAMES = {"sangat_baik": "Sangat Baik", "baik": "Baik", "cukup": "Cukup", "kurang": "Kurang"}


def without(pair: tuple[str, str]) -> dict[tuple[str, str], str]:
    return {key: entry for key, entry in CELLS.items() if key != pair}


@pytest.mark.parametrize(("expected", "pair"), [(entry, pair) for pair, entry in CELLS.items()])
def test_a_grid_gives_the_entry_of_its_pair(expected: str, pair: tuple[str, str]) -> None:
    grid = asn.Grid(hasil, perilaku, CELLS, levels=NAMES)
    policy = asn.Policy("contoh", "Contoh", band=grid)
    band = policy.appraise({"hasil": pair[0], "perilaku": pair[1]}).band
    assert band is not None
    assert expected == grid.cell(*pair) == band.key
    assert NAMES[expected] == band.name


def test_a_grid_is_a_label_with_its_levels_in_order() -> None:
    grid = asn.Grid(hasil, perilaku, CELLS, levels=NAMES)
    assert (grid.kind, grid.may_be_absent) == ("label", False)
    assert list(NAMES) == [level.key for level in grid.levels]


def test_without_levels_the_entries_are_the_levels() -> None:
    grid = asn.Grid(hasil, perilaku, CELLS)
    assert [level.key for level in grid.levels] == ["sangat_baik", "cukup", "baik", "kurang"]


def test_the_order_of_writing_makes_no_difference() -> None:
    backwards = dict(reversed(CELLS.items()))
    one, other = (asn.Grid(hasil, perilaku, cells, levels=NAMES) for cells in (CELLS, backwards))
    assert one == other
    assert hash(one) == hash(other)


@pytest.mark.parametrize("pair", list(CELLS))
def test_a_grid_without_an_entry_for_a_pair_is_refused(pair: tuple[str, str]) -> None:
    with pytest.raises(errors.GridGapError) as caught:
        asn.Grid(hasil, perilaku, without(pair), levels=NAMES)
    assert {"rows": "hasil", "columns": "perilaku", "cells": f"({pair[0]}, {pair[1]})"} == caught.value.facts


@pytest.mark.parametrize("pair", [("di_atas", "sedang"), ("luar_biasa", "tinggi"), ("tinggi", "di_atas")])
def test_a_grid_with_an_entry_for_no_pair_is_refused(pair: tuple[str, str]) -> None:
    with pytest.raises(errors.GridCellError) as caught:
        asn.Grid(hasil, perilaku, {**CELLS, pair: "baik"}, levels=NAMES)
    assert f"({pair[0]}, {pair[1]})" == caught.value.facts["cell"]


@pytest.mark.parametrize(
    ("error", "written"),
    [
        (
            errors.UnknownLevelError,
            lambda: asn.Grid(hasil, perilaku, {**CELLS, ("sesuai", "tinggi"): "lumayan"}, levels=NAMES),
        ),
        (errors.KeyFormError, lambda: asn.Grid(hasil, perilaku, {**CELLS, ("sesuai", "tinggi"): "Baik Sekali"})),
        (errors.LevelKeyError, lambda: asn.Grid(hasil, perilaku, CELLS, levels=["baik", "baik"])),
        (errors.KindError, lambda: asn.Grid(x, perilaku, CELLS)),
        (errors.KindError, lambda: asn.Grid(hasil, asn.Flag("hadir"), CELLS)),
        (
            errors.AbsentPartError,
            lambda: asn.Grid(asn.Category("hasil", hasil.among, optional=True), perilaku, CELLS, levels=NAMES),
        ),
    ],
)
def test_a_grid_that_is_none_is_refused(error: type[asn.AppraisalError], written: Callable[[], object]) -> None:
    with pytest.raises(error):
        written()


def test_a_grid_takes_ratings_and_grids() -> None:
    inner = asn.Grid(hasil, perilaku, CELLS, levels=NAMES)
    rated = x.rated(bands)
    cells = {(row, column): column if row == "kurang" else row for row, column in product(NAMES, ["baik", "kurang"])}
    policy = asn.Policy("contoh", "Contoh", band=asn.Grid(inner, rated, cells))
    record = {"hasil": "di_bawah", "perilaku": "rendah"}
    band: Any = policy.appraise({**record, "x": 76}).band
    assert band.key == "baik"
    band = policy.appraise({**record, "x": "75.99"}).band
    assert band.key == "kurang"


def test_a_grid_whose_rows_are_replaced_must_still_be_full() -> None:
    grid = asn.Grid(hasil, perilaku, CELLS, levels=NAMES)
    more = asn.Category("hasil", ["di_atas", "sesuai", "di_bawah", "nihil"])
    with pytest.raises(errors.GridGapError):
        grid.map(lambda child: more if child == hasil else child)


def test_a_grid_keeps_its_source() -> None:
    assert asn.Grid(hasil, perilaku, CELLS, source=LAW).sources == (LAW,)
