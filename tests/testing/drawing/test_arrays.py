# ruff: noqa: S311  (chance for tests, nothing secret)

import math
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from asn_appraisal import Category, Flag, Items, Number, Policy, Sum, When, schemes
from asn_appraisal.appraising.readings import read
from asn_appraisal.testing.drawing.arrays import KEY, Arrays, as_arrays
from asn_appraisal.testing.drawing.records import random_record

whole, broken = Number("utuh", optional=True), Number("pecahan", optional=True)
kind, flag = Category("jenis", ["x", "y"], optional=True), Flag("ada", optional=True)
rows = Items("kegiatan", (Number("r", optional=True),), optional=True)
POLICY = Policy(
    "uji",
    "Uji",
    score=Sum(
        whole.or_else(0),
        broken.or_else(0),
        When(kind.or_else("x").is_("x") & flag.required, 1, 0),
        rows.sum(rows.fields[0].or_else(0)),
    ).rounded(2),
)


def _arrays(*records: dict[str, Any]) -> Arrays:
    found = as_arrays(POLICY, records)
    assert found is not None
    return found


def test_numbers_become_floats_with_nan_or_whole_numbers() -> None:
    found = _arrays({"utuh": "7", "pecahan": Decimal("1.25")}, {"utuh": 8.0, "pecahan": None})
    assert (found.table["utuh"].dtype, found.table["utuh"].tolist()) == ("int64", [7, 8])
    assert found.table["pecahan"].dtype == "float64"
    assert found.table["pecahan"][0] == 1.25
    assert math.isnan(found.table["pecahan"][1])
    assert [record["utuh"] for record in found.records] == [7, 8]
    assert [record["pecahan"] for record in found.records] == [1.25, None]


def test_labels_and_flags_become_columns_with_none_where_they_are_absent() -> None:
    found = _arrays({"jenis": "x", "ada": True}, {"jenis": " ", "ada": False})
    assert (found.table["jenis"].tolist(), found.table["ada"].tolist()) == (["x", None], [True, False])
    assert found.table["ada"].dtype == "bool"
    assert _arrays({"ada": True}, {}).table["ada"].tolist() == [True, None]


def test_rows_of_one_record_are_no_neighbours_and_keep_their_order() -> None:
    found = _arrays(
        {"kegiatan": [{"r": 1}, {"r": 2}, {"r": 3}]}, {"kegiatan": []}, {}, {"kegiatan": [{"r": "4.5"}, {}]}
    )
    items = found.items["kegiatan"]
    assert items[KEY].tolist() == [0, 3, 0, 3, 0]
    assert [None if math.isnan(value) else value for value in items["r"]] == [1, 4.5, 2, None, 3]
    assert [len(record["kegiatan"]) for record in found.records] == [3, 0, 0, 2]
    assert found.table[KEY].tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize(
    "wrong",
    [
        {"utuh": "tiga"},
        {"utuh": True},
        {"utuh": []},
        {"utuh": 2**53},
        {"utuh": math.inf},
        {"utuh": Decimal("NaN")},
        {"utuh": Decimal("Infinity")},
        {"jenis": 5},
        {"ada": 1},
        {"kegiatan": 5},
        {"kegiatan": [3]},
        {"kegiatan": [{"r": {}}]},
    ],
)
def test_a_value_that_no_array_holds_leaves_no_arrays(wrong: dict[str, Any]) -> None:
    assert as_arrays(POLICY, [{"utuh": 1}, wrong]) is None


def test_no_records_are_empty_columns() -> None:
    found = _arrays()
    assert {name: len(column) for name, column in found.table.items()} == dict.fromkeys(
        (KEY, "utuh", "pecahan", "jenis", "ada"), 0
    )
    assert len(found.items["kegiatan"][KEY]) == 0


@pytest.mark.parametrize("key", schemes.keys())
def test_records_as_arrays_hold_the_values_that_they_held(key: str) -> None:
    policy, random = schemes.get(key), Random(3)
    records = [random_record(policy, random, mixed=True) for _ in range(20)]
    found = as_arrays(policy, records)
    assert found is not None
    for before, after in zip(records, found.records, strict=True):
        assert read(policy.outline, before).values == read(policy.outline, after).values
