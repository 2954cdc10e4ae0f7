from collections import Counter
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asn_appraisal.columns.reading.frames import table_of
from asn_appraisal.columns.reading.joins import (
    Joined,
    codes_of,
    distinct,
    doubles,
    grouped,
    has_doubles,
    joined,
    stable_order,
)
from asn_appraisal.columns.reading.keys import Keys, keys_of
from asn_appraisal.faults import Fault


def of(*columns: list) -> Keys:
    names = tuple(f"k{place}" for place in range(len(columns)))
    return keys_of(table_of(dict(zip(names, columns, strict=True))), names)


def rows_of(found: Joined) -> list[list[int]]:
    """The rows of each record, as they stand in the list."""
    offsets = found.offsets.tolist()
    order = list(range(offsets[-1])) if found.order is None else found.order.tolist()
    assert len(order) == offsets[-1]
    return [order[start:end] for start, end in pairwise(offsets)]


def places(faults: tuple[Fault, ...]) -> list[tuple]:
    return [(fault.code, fault.row, fault.item_row, fault.key) for fault in faults]


# --- the law: a plain join by a dict of lists ------------------------------------------------------------------------

KEYS = {
    "integer": st.integers(0, 5),
    "sparse integer": st.sampled_from([-(2**63), 0, 198501012010011001, 2**63 - 1]),
    "long integer": st.sampled_from([0, 2**63, 2**70]),
    "text": st.sampled_from(["a", "b", "a b", "é", "a\0"]),
    "digits": st.sampled_from(["001", "010", "100", "111"]),
    "date": st.dates(date(2026, 1, 1), date(2026, 1, 4)),
    "flag": st.booleans(),
}
GAPS = st.sampled_from([None, None, ""])


def plain_join(keys: list, rows: list) -> tuple[list[list[int]], list[tuple]]:
    counts = Counter(key for key in keys if None not in key)
    of_key: dict[tuple, list[int]] = {}
    faults = []
    for row, key in enumerate(keys):
        if None not in key and counts[key] > 1:
            faults.append(("ASN432", row, None, ", ".join(map(str, key))))
    faults += [("ASN433", row, None, None) for row, key in enumerate(keys) if None in key]
    faults += [("ASN433", None, row, None) for row, key in enumerate(rows) if None in key]
    for row, key in enumerate(rows):
        if None in key:
            continue
        if key not in counts and "ASN434" not in {code for code, *_ in faults}:
            faults.append(("ASN434", None, row, ", ".join(map(str, key))))
        of_key.setdefault(key, []).append(row)
    return [of_key.get(key, []) if counts[key] == 1 else [] for key in keys], faults


@settings(max_examples=400, deadline=None)
@given(data=st.data(), kinds=st.lists(st.sampled_from(sorted(KEYS)), min_size=1, max_size=2))
def test_a_join_is_that_of_a_dict_of_lists(data: st.DataObject, kinds: list[str]) -> None:
    gaps = data.draw(st.sampled_from([st.nothing(), st.none()]))
    key = st.tuples(*(KEYS[kind] | gaps for kind in kinds))
    keys = data.draw(st.lists(key, max_size=6, unique=data.draw(st.booleans())))
    rows = data.draw(st.lists(st.sampled_from(keys) if keys and data.draw(st.booleans()) else key, max_size=12))
    if data.draw(st.booleans()):
        rows = sorted(rows, key=lambda row: keys.index(row) if row in keys else -1)
    left, right = (of(*([row[place] for row in table] for place in range(len(kinds)))) for table in (keys, rows))
    found = joined(left, right, "kegiatan")
    expected, faults = plain_join(keys, rows)
    assert rows_of(found) == expected
    assert places(found.faults) == faults
    assert found.offsets.dtype == np.int64
    in_order = [row for own in expected for row in own] == list(range(len(rows)))
    assert (found.order is None) == in_order


@settings(max_examples=200, deadline=None)
@given(data=st.data(), kinds=st.lists(st.sampled_from(sorted(KEYS)), min_size=1, max_size=2))
def test_groups_are_in_order_of_first_appearance(data: st.DataObject, kinds: list[str]) -> None:
    rows = data.draw(st.lists(st.tuples(*(KEYS[kind] | st.none() for kind in kinds)), max_size=12))
    keys, found = grouped(of(*([row[place] for row in rows] for place in range(len(kinds)))), "responden")
    first = list(dict.fromkeys(row for row in rows if None not in row))
    assert keys == (first if len(kinds) > 1 else [key for (key,) in first])
    assert rows_of(found) == [[at for at, row in enumerate(rows) if row == key] for key in first]
    assert places(found.faults) == [("ASN433", None, at, None) for at, row in enumerate(rows) if None in row]


# --- orders ----------------------------------------------------------------------------------------------------------

RECORDS = [30, 10, 20]


@pytest.mark.parametrize(
    ("rows", "order", "offsets"),
    [
        ([30, 30, 10, 20], None, [0, 2, 3, 4]),
        ([30, 30, 20], None, [0, 2, 2, 3]),
        ([], None, [0, 0, 0, 0]),
        ([10, 30, 20], [1, 0, 2], [0, 1, 2, 3]),
        ([10, 20, 10, 20, 10], [0, 2, 4, 1, 3], [0, 0, 3, 5]),
        ([30, 10, 20, 30], [0, 3, 1, 2], [0, 2, 3, 4]),
    ],
)
@pytest.mark.parametrize("kind", [int, str, "x{}".format])
def test_rows_in_the_order_of_the_records_are_not_moved(
    kind: type, rows: list[int], order: list[int] | None, offsets: list[int]
) -> None:
    found = joined(of(list(map(kind, RECORDS))), of(list(map(kind, rows))), "kegiatan")
    assert (None if found.order is None else found.order.tolist()) == order
    assert (found.offsets.tolist(), found.faults) == (offsets, ())


@pytest.mark.parametrize("dense", [True, False])
@pytest.mark.parametrize("shuffled", [True, False])
def test_large_tables_join_like_small_ones(dense: bool, shuffled: bool) -> None:
    draw = np.random.default_rng(7)
    keys = draw.permutation(np.arange(5_000) * (1 if dense else 10**12) + 10**17)
    rows = np.repeat(keys, draw.integers(0, 4, len(keys)))
    if shuffled:
        rows = draw.permutation(rows)
    found = joined(of(keys), of(rows), "kegiatan")
    order = np.arange(len(rows)) if found.order is None else found.order
    assert np.array_equal(rows[order], np.repeat(keys, np.diff(found.offsets)))
    starts = np.zeros(len(rows), bool)
    starts[found.offsets[:-1][np.diff(found.offsets) > 0]] = True
    assert ((np.diff(order) > 0) | starts[1:]).all()  # rows of one record stay as they stood
    assert (found.order is None) == (not shuffled)


def test_places_too_large_to_pack_are_sorted_too() -> None:
    from asn_appraisal.columns.reading import joins

    found = joins._stable_order(np.array([2, 0, 2, 0]), 2**61)
    assert found.tolist() == joins._stable_order(np.array([2, 0, 2, 0]), 3).tolist() == [1, 3, 0, 2]
    far = 2**62 - 1  # four times that is beyond 64 bits
    assert joins._stable_order(np.array([far, 0, far, 0]), 2**62).tolist() == [1, 3, 0, 2]


@pytest.mark.parametrize("values", [1, 300, 2**16, 2**17])
@pytest.mark.parametrize("step", [1, 10**12])
@pytest.mark.parametrize("count", [0, 1, 2**16 - 1, 2**16, 70_000, 2**17 + 3])
def test_equal_numbers_stay_in_their_order_however_many_there_are(values: int, step: int, count: int) -> None:
    numbers = np.random.default_rng(3).integers(-values // 2, values, count) * step
    assert np.array_equal(stable_order(numbers), np.argsort(numbers, kind="stable"))


@pytest.mark.parametrize("key", ["{:018d}".format, "Dinas {}".format, "{}".format])
def test_a_hundred_thousand_scattered_rows_of_text_keys_join_like_those_of_numbers(key: Any) -> None:
    draw = np.random.default_rng(5)
    keys = draw.permutation(20_000)
    rows = draw.integers(0, 20_100, 100_000)  # some of nobody
    of_numbers, of_texts = joined(of(keys), of(rows), ""), joined(of([*map(key, keys)]), of([*map(key, rows)]), "")
    assert np.array_equal(of_numbers.order, of_texts.order)
    assert np.array_equal(of_numbers.offsets, of_texts.offsets)
    assert of_numbers.faults[0].facts == of_texts.faults[0].facts
    numbers, texts = distinct(of(rows)), distinct(of([*map(key, rows)]))
    assert texts.values() == [*map(key, numbers.values())]


# --- faults ----------------------------------------------------------------------------------------------------------


def test_a_double_key_is_a_fault_of_each_of_its_records_and_has_no_rows() -> None:
    found = joined(of(["a", "b", "a"]), of(["a", "b", "a"]), "kegiatan")
    assert places(found.faults) == [("ASN432", 0, None, "a"), ("ASN432", 2, None, "a")]
    assert {dict(fault.facts)["rows"] for fault in found.faults} == {"0, 2"}
    assert {fault.field for fault in found.faults} == {"k0"}
    assert rows_of(found) == [[], [1], []]


def test_a_double_key_names_ten_of_its_rows_at_most() -> None:
    found = joined(of(["a"] * 12), of([]), "kegiatan")
    assert len(found.faults) == 12
    assert dict(found.faults[0].facts)["rows"] == "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ..."


def test_faults_say_where_they_are_and_no_values_but_the_key() -> None:
    found = joined(of(["a", None]), of(["a", "", "z"]), "kegiatan")
    assert found.faults == (
        Fault("ASN433", row=1, field="k0"),
        Fault("ASN433", list="kegiatan", item_row=1, field="k0"),
        Fault("ASN434", list="kegiatan", item_row=2, key="z"),
    )


def test_keys_that_lost_digits_are_faults_in_both_tables_and_join_nothing() -> None:
    found = joined(of(["1.98501E+17", "b"]), of(["1.98501E+17", "b"]), "kegiatan")
    assert found.faults == (
        Fault("ASN435", row=0, field="k0", kind="text"),
        Fault("ASN435", list="kegiatan", item_row=0, field="k0", kind="text"),
    )
    assert rows_of(found) == [[], [1]]
    floats = joined(of([1.98501012010011e17, 3.0]), of([3]), "kegiatan")
    assert floats.faults == (Fault("ASN435", row=0, field="k0", kind="float"),)
    assert rows_of(floats) == [[], [0]]


@pytest.mark.parametrize(
    ("keys", "rows", "kind", "right"),
    [
        ([1, 2], ["1", "2"], "text", "integer"),
        (["1", "2"], [1, 2], "integer", "text"),
        (["2026-01-01"], [date(2026, 1, 1)], "date", "text"),
        ([True], [1], "integer", "boolean"),
        ([1.5], [1], "integer", "float"),
    ],
)
def test_key_columns_of_two_kinds_are_a_fault_of_their_own(keys: list, rows: list, kind: str, right: str) -> None:
    found = joined(of(keys), of(rows), "kegiatan")
    assert found.faults == (Fault("ASN447", list="kegiatan", field="k0", kind=kind, facts={"right": right}),)
    assert rows_of(found) == [[] for _ in keys]


def test_a_list_without_rows_has_no_kind_to_clash() -> None:
    assert joined(of([1, 2]), of([]), "kegiatan").faults == ()
    assert joined(of([1, 2]), of([None]), "kegiatan").faults == (
        Fault("ASN433", list="kegiatan", item_row=0, field="k0"),
    )
    assert places(joined(of([]), of(["a"]), "kegiatan").faults) == [("ASN434", None, 0, "a")]


def test_rows_of_unknown_keys_are_one_fault_with_their_number_and_first_places() -> None:
    found = joined(of([1]), of([9, 8, 1, 9, 8, 8]), "kegiatan")
    (fault,) = found.faults
    assert places(found.faults) == [("ASN434", None, 0, "9")]
    assert dict(fault.facts) == {"count": "5", "rows": "0, 1, 3, 4, 5"}
    assert "5 rows of this list: 0, 1, 3, 4, 5" in fault.message
    assert rows_of(found) == [[2]]
    (fault,) = joined(of([1]), of([9, 1, 8]), "kegiatan").faults
    assert dict(fault.facts) == {"count": "2", "rows": "0, 2"}
    (fault,) = joined(of([1]), of([1, 9]), "kegiatan").faults
    assert dict(fault.facts) == {}
    (fault,) = joined(of([1]), of(np.arange(2, 100_002)), "kegiatan").faults
    assert dict(fault.facts) == {"count": "100000", "rows": "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ..."}


@pytest.mark.parametrize(("keys", "rows"), [([None, 1, 2], [0, 1, 2]), ([0, 1, 2], [None, 1, 2])])
def test_an_empty_key_is_not_the_number_that_fills_its_place(keys: list, rows: list) -> None:
    found = joined(of(keys), of(rows), "kegiatan")
    assert rows_of(found) == [[], [1], [2]]
    assert "ASN433" in {fault.code for fault in found.faults}


def test_keys_alone_are_told_when_they_are_empty_or_double_and_by_their_own_rows() -> None:
    assert doubles(of(["a", "b", "c"])) == []
    assert [(fault.code, fault.row) for fault in doubles(of(["a", None, None, "c"]))] == [("ASN433", 1), ("ASN433", 2)]
    found = doubles(of([None, "a", "b", "a"]))
    assert [(fault.code, fault.row, fault.key) for fault in found] == [
        ("ASN432", 1, "a"),
        ("ASN432", 3, "a"),
        ("ASN433", 0, None),
    ]
    assert dict(found[0].facts)["rows"] == "1, 3"


@pytest.mark.parametrize(
    ("keys", "double"),
    [
        ([], False),
        ([7], False),
        ([7, 7], True),
        ([7, 3], False),
        ([3, 7, 7], True),
        ([5, 9, 7, 9, 8], True),
        ([5, 9, 7, 3, 8], False),
    ],
)
def test_two_rows_of_one_key_are_doubles_wherever_they_stand(keys: list[int], double: bool) -> None:
    assert has_doubles(of(keys)) is double
    assert has_doubles(of(keys, ["a"] * len(keys))) is double


def test_where_there_are_no_keys_none_is_known() -> None:
    codes, found, size = codes_of(of([]), of(["a", "b"]))
    assert (codes.tolist(), found.tolist(), size) == ([], [-1, -1], 0)


# --- several lists without a table of records ------------------------------------------------------------------------


def test_keys_of_several_lists_are_those_of_all_in_order_of_first_appearance() -> None:
    first, second = of(["b", None, "b", "a"]), of(["c", "a", "d", "c"])
    keys = distinct(first, second)
    assert keys.values() == ["b", "a", "c", "d"]
    assert rows_of(joined(keys, first, "x")) == [[0, 2], [3], [], []]
    assert rows_of(joined(keys, second, "y")) == [[], [1], [0, 3], [2]]


def test_lists_of_two_kinds_are_told_when_they_are_joined() -> None:
    first, second = of([1, 2]), of(["a"])
    keys = distinct(first, second)
    assert joined(keys, first, "x").faults == ()
    assert [fault.code for fault in joined(keys, second, "y").faults] == ["ASN447"]
