import math
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asn_appraisal.columns.reading import series
from asn_appraisal.columns.reading.frames import Table, table_of
from asn_appraisal.columns.reading.joins import codes_of, distinct, doubles, joined
from asn_appraisal.columns.reading.keys import Keys, keys_of
from asn_appraisal.columns.reading.raw_columns import RawColumn
from asn_appraisal.errors import RecordError


def of(column: object) -> Keys:
    return keys_of(table_of({"nip": column}), "nip")


def refused(column: object) -> list[tuple[str, str | None, str | None]]:
    with pytest.raises(RecordError) as caught:
        of(column)
    return [(fault.code, fault.field, fault.kind) for fault in caught.value.faults]


NIP = 198501012010011001


@pytest.mark.parametrize(
    ("column", "kind", "values"),
    [
        ([NIP, 2], "integer", [NIP, 2]),
        (np.array([1, 2], np.int8), "integer", [1, 2]),
        (np.array([1, 2**64 - 1], np.uint64), "integer", [1, 2**64 - 1]),
        ([1, 2**70], "integer", [1, 2**70]),
        (pd.Series([1, 2], dtype="Int64"), "integer", [1, 2]),
        (np.array([1.0, 2.0]), "integer", [1, 2]),
        (pl.Series([Decimal(NIP), Decimal(2)]), "integer", [NIP, 2]),
        (np.array([1.5, 2.0]), "float", [1.5, 2.0]),
        (["a", "b"], "text", ["a", "b"]),
        (np.array(["a", "b"]), "text", ["a", "b"]),
        (pd.Series(["a", "b"], dtype="category"), "text", ["a", "b"]),
        (["007", "7"], "text", ["007", "7"]),
        (["007", "008"], "text", ["007", "008"]),
        ([True, False], "boolean", [True, False]),
        ([date(2026, 1, 1), date(2025, 1, 1)], "date", [date(2026, 1, 1), date(2025, 1, 1)]),
        (pl.Series([date(2026, 1, 1), date(2025, 1, 1)]), "date", [date(2026, 1, 1), date(2025, 1, 1)]),
        (pd.to_datetime(["2026-01-01", "2025-01-01"]), "date", [date(2026, 1, 1), date(2025, 1, 1)]),
        (pl.Series([datetime(2026, 1, 1, 8)]), "datetime", [datetime(2026, 1, 1, 8)]),  # noqa: DTZ001
        ([Fraction(1, 3)], "Fraction", [Fraction(1, 3)]),
        ([(1, 2), (3, 4)], "tuple", [(1, 2), (3, 4)]),
    ],
)
def test_keys_of_every_kind(column: object, kind: str, values: list) -> None:
    keys = of(column)
    assert (keys.kinds, keys.values()) == ((kind,), values)
    assert [type(value) for value in keys.values()] == [type(value) for value in values]
    assert not keys.empty.any()
    assert not keys.lost.any()


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        (["a", None, "b"], "text"),
        (["a", "", "b"], "text"),
        (["12", "", "34"], "text"),
        (["12", " \t", "34"], "text"),
        (np.array(["a", " ", "b"]), "text"),
        (np.array(["12", "", "34"]), "text"),
        (np.ma.MaskedArray(["12", "34", "56"], [False, True, False]), "text"),
        (pd.Series(["a", None, "b"]), "text"),
        (pl.Series(["a", None, "b"], dtype=pl.Categorical), "text"),
        (np.array([1.0, math.nan, 2.0]), "integer"),
        ([1, None, 2], "integer"),
        ([2**70, None, 2], "integer"),
        (pd.Series([1, None, 2]), "integer"),
        (pd.Series([1, pd.NA, 2], dtype=object), "integer"),
        (pd.Series([1, None, 2], dtype="Int64"), "integer"),
        (pl.Series([Decimal(1), None, Decimal(2)]), "integer"),
        ([date(2026, 1, 1), None, date(2025, 1, 1)], "date"),
        (pd.to_datetime(["2026-01-01", None, "2025-01-01"]), "date"),
        ([Fraction(1, 3), math.nan, Fraction(1, 2)], "Fraction"),
    ],
)
def test_a_gap_or_blank_text_is_an_empty_key(column: object, kind: str) -> None:
    keys = of(column)
    assert (keys.kinds, keys.empty.tolist(), keys.text(1)) == ((kind,), [False, True, False], None)


@pytest.mark.parametrize("column", [[], [None, None], ["", " "], [math.nan], np.zeros(0), np.zeros(0, "U3")])
def test_a_column_without_keys_has_no_kind(column: object) -> None:
    keys = of(column)
    assert (keys.kinds, bool(keys.empty.all())) == ((None,), True)


@pytest.mark.parametrize("text", ["1.98501E+17", "1,98501e17", "-2E+3", "2e3", "+1.5E+10"])
def test_a_key_in_scientific_notation_has_lost_its_digits(text: str) -> None:
    for column in (["a", text, "b"], np.array(["a", text, "b"])):
        keys = of(column)
        assert (keys.lost.tolist(), keys.empty.any(), keys.text(1)) == ([False, True, False], False, None)


@pytest.mark.parametrize(
    "text", ["e3", "2e", "1.E+5", "12e3a", "2e-3", "a2e3", "1e5e5", "2e+", "E", ".5e3", "１e5", "--1e5"]
)
def test_other_texts_with_an_e_are_keys(text: str) -> None:
    assert not of(["x", text]).lost.any()


@pytest.mark.parametrize(
    ("column", "lost"),
    [
        (
            np.array([1e15, 999_999_999_999_999.0, 1.98501012010011e17, -1e15, math.inf]),
            [True, False, True, True, True],
        ),
        (np.array([1e6, 999_999.0, 2.0], np.float32), [True, False, False]),
        ([1e15, None, 3.0], [True, False, False]),
    ],
)
def test_a_float_longer_than_its_digits_has_lost_some(column: object, lost: list[bool]) -> None:
    keys = of(column)
    assert (keys.kinds, keys.lost.tolist()) == (("integer",), lost)


@pytest.mark.parametrize("column", [[1, "a"], [1, True], ["a", date(2026, 1, 1)], [1, 2.5], [Decimal(1), 1]])
def test_keys_of_several_kinds_are_refused(column: list) -> None:
    assert refused(column) == [("ASN447", "nip", "mixed")]


@pytest.mark.parametrize(("column", "kind"), [([[1], [2]], "list"), ([{"a": 1}], "mapping"), ([{1}], "set")])
def test_what_cannot_be_a_key_is_refused(column: list, kind: str) -> None:
    assert refused(column) == [("ASN447", "nip", kind)]


def test_a_missing_key_column_is_named() -> None:
    with pytest.raises(RecordError) as caught:
        keys_of(table_of({"nip": [1], "Tahun ": [2]}), ("nik", "tahun", "unit"))
    found = [(fault.code, fault.field, dict(fault.facts)) for fault in caught.value.faults]
    assert found == [
        ("ASN450", "nik", {"columns": "nip, Tahun ", "close": ""}),
        ("ASN450", "tahun", {"columns": "nip, Tahun ", "close": "Tahun "}),
        ("ASN450", "unit", {"columns": "nip, Tahun ", "close": ""}),
    ]


def test_a_missing_key_column_is_named_beside_twenty_that_are_there() -> None:
    with pytest.raises(RecordError) as caught:
        keys_of(table_of({f"c{place}": [1] for place in range(30)}), "nip")
    (fault,) = caught.value.faults
    assert dict(fault.facts)["columns"] == ", ".join(f"c{place}" for place in range(20))


def test_a_text_without_a_key_is_none_among_the_values() -> None:
    assert of(["a", None, "007", " "]).values() == ["a", None, "007", None]


@pytest.mark.parametrize(
    "column", [[5, 6, 7], [1.5, 2.5, 3.5], ["a", "b", "07"], [date(2026, 1, day) for day in (1, 2, 3)]]
)
def test_each_key_is_named_by_its_own_value(column: list) -> None:
    assert [of(column).text(row) for row in range(3)] == [*map(str, column)]


def test_keys_leave_as_arrays_too_of_their_own_type_or_of_python_s_values() -> None:
    arrays = keys_of(table_of({"nip": ["a", None], "tahun": [2025, 2026]}), ("nip", "tahun")).arrays()
    assert (arrays["nip"].tolist(), arrays["nip"].dtype) == (["a", None], object)
    assert (arrays["tahun"].tolist(), arrays["tahun"].dtype) == ([2025, 2026], np.int64)


def test_keys_leave_as_columns_and_whole_numbers_as_an_array_of_64_bits() -> None:
    names = ("nip", "tahun", "unit")
    table = table_of({"nip": ["a", None], "tahun": np.array([2025, 2026], np.uint16), "unit": [2**70, 1]})
    columns = keys_of(table, names).by_name()
    assert tuple(columns) == names
    assert (columns["nip"], columns["unit"]) == (["a", None], [2**70, 1])
    assert (columns["tahun"].tolist(), columns["tahun"].dtype) == ([2025, 2026], np.int64)


@pytest.mark.parametrize("kind", ["S6", "U6", object])
def test_the_cells_of_a_file_are_texts_however_they_are_held(kind: object) -> None:
    source = RawColumn(np.array(["07 ", "", "samsat"], kind), decimal="point")
    keys = keys_of(Table(("nip",), 3, {"nip": source}, in_file=True), "nip")
    assert (keys.values(), keys.kinds) == (["07", None, "samsat"], ("text",))


def test_a_label_under_the_mask_of_absence_is_no_key() -> None:
    codes = np.array([0, 1, -1, 1])
    source = RawColumn(codes, np.array([False, True, True, False]), labels=("a", "b"))
    keys = keys_of(Table(("nip",), 4, {"nip": source}), "nip")
    assert (keys.values(), keys.empty.tolist()) == (["a", None, None, "b"], [False, True, True, False])
    assert codes.tolist() == [0, 1, -1, 1]


def test_a_composite_key_is_empty_where_one_of_its_columns_is() -> None:
    keys = keys_of(table_of({"nip": ["a", "b", None], "tahun": [2025, None, 2026]}), ("nip", "tahun"))
    assert keys.empty.tolist() == [False, True, True]
    assert (keys.values()[0], keys.text(0), keys.field) == (("a", 2025), "a, 2025", "nip, tahun")


def test_keys_do_not_change_the_callers_data() -> None:
    texts, floats = np.array(["", "a"], object), np.array([math.nan, 1.0])
    of(texts)
    of(floats)
    assert texts.tolist() == ["", "a"]
    assert math.isnan(floats[0])


@pytest.mark.parametrize("digits", [1, 17, 18, 19])
def test_texts_of_digits_are_as_distinct_as_their_numbers_with_zeros_in_front(digits: int) -> None:
    texts = ["0" * digits, "9" * digits, "0" * (digits - 1) + "1"]
    keys = of(texts)
    assert (keys.columns[0].labels == ()) == (digits <= 18)
    codes, found, _ = codes_of(keys, of([texts[2], texts[0], "1" + "0" * digits]))
    assert found.tolist() == [codes[2], codes[0], -1]


# --- codes -----------------------------------------------------------------------------------------------------------

COLUMNS = {
    "dense": st.integers(-4, 4),
    "sparse": st.sampled_from([-(2**63), -5, 0, 7, NIP, 2**63 - 1]),
    "long": st.sampled_from([0, 7, NIP, 2**63, 2**70]),
    "text": st.text("ab\0", min_size=1, max_size=2).filter(str.strip),
    "digits": st.text("01", min_size=1, max_size=2),
    "same width": st.text("09", min_size=2, max_size=2),
    "boolean": st.booleans(),
    "date": st.dates(date(2026, 1, 1), date(2026, 1, 4)),
    "tuple": st.tuples(st.integers(0, 1), st.integers(0, 1)),
}


@given(data=st.data(), kinds=st.lists(st.sampled_from(sorted(COLUMNS)), min_size=1, max_size=3))
def test_codes_are_equal_exactly_where_keys_are(data: st.DataObject, kinds: list[str]) -> None:
    rows = st.lists(st.tuples(*(COLUMNS[kind] for kind in kinds)), max_size=6)
    left, right = data.draw(rows), data.draw(rows)
    if data.draw(st.booleans()):
        left = sorted(set(left))
    names = tuple(f"k{place}" for place in range(len(kinds)))
    keys, others = (
        keys_of(table_of({name: [row[place] for row in table] for place, name in enumerate(names)}), names)
        for table in (left, right)
    )
    codes, found, size = codes_of(keys, others)
    assert [[a == b for b in codes] for a in codes] == [[a == b for b in left] for a in left]
    assert [[a == b for b in codes] for a in found] == [[a == b for b in left] for a in right]
    assert all(0 <= code < max(size, 1) for code in codes)
    assert all(-1 <= code < size for code in found)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (pa.chunked_array([["b", "a"]]), np.array(["a", "b"])),
        (pl.Series(["b", "a"], dtype=pl.Categorical), ["a", "b"]),
        (pd.Series([2, 1]), pl.Series([1, 2], dtype=pl.UInt8)),
        (pd.Series([2, 1, None])[:2], np.array([1, 2])),
        (pd.to_datetime(["2026-01-02", "2026-01-01"]), pl.Series([date(2026, 1, 1), date(2026, 1, 2)])),
        ([2**70, 1], np.array([1, 2], np.int64)),
        (np.array([2**63 + 1, 1], np.uint64), [1, 2**63 + 1]),
    ],
)
def test_keys_of_two_libraries_meet(left: object, right: object) -> None:
    keys, others = of(left), of(right)
    codes, found, _ = codes_of(keys, others)
    assert keys.kinds == others.kinds
    assert codes[1] == found[0]


@given(st.lists(st.lists(st.sampled_from(["a", "b", "01", None, ""]), max_size=3), min_size=1, max_size=3))
def test_lists_that_follow_each_other_are_one(lists: list[list[str | None]]) -> None:
    together = of(lists[0]).followed_by(*map(of, lists[1:]))
    whole = of([value for each in lists for value in each])
    assert together.empty.tolist() == whole.empty.tolist()
    assert together.kinds == whole.kinds
    assert together.values() == whole.values()


def test_lists_of_several_types_that_follow_each_other_keep_their_values() -> None:
    together = of([1, 2]).followed_by(of([2**70]), of(["a"]))
    assert (together.values(), together.kinds) == ([1, 2, 2**70, "a"], ("integer",))
    together = of(["a"]).followed_by(of([1, 2]))
    assert (together.values(), together.kinds) == (["a", 1, 2], ("text",))


# --- one column, many forms ------------------------------------------------------------------------------------------

FORMS = {
    "list": list,
    "objects": lambda texts: np.array([*texts, None], object)[:-1],
    "array": lambda texts: np.array([text or "" for text in texts], "U24"),
    "polars": lambda texts: pl.Series(texts, dtype=pl.String),
    "polars categorical": lambda texts: pl.Series(texts, dtype=pl.Categorical),
    "polars enum": lambda texts: pl.Series(texts, dtype=pl.Enum(sorted({text for text in texts if text is not None}))),
    "pandas objects": lambda texts: pd.Series(texts, dtype=object),
    "pandas string": lambda texts: pd.Series(texts, dtype="string"),
    "pandas str": lambda texts: pd.Series(texts, dtype="str"),
    "pandas category": lambda texts: pd.Series(texts, dtype=object).astype("category"),
    "pandas arrow": lambda texts: pd.Series(texts, dtype=pd.ArrowDtype(pa.string())),
    "string": lambda texts: pa.chunked_array([pa.array(texts, pa.string())]),
    "large string": lambda texts: pa.chunked_array([pa.array(texts, pa.large_string())]),
    "string view": lambda texts: pa.chunked_array([pa.array(texts, pa.string()).cast(pa.string_view())]),
    "dictionary": lambda texts: pa.chunked_array([pa.array(texts, pa.string()).dictionary_encode()]),
    "two chunks": lambda texts: pa.chunked_array([pa.array(texts[:1], pa.string()), pa.array(texts[1:], pa.string())]),
    "unused labels": lambda texts: pd.Series(texts, dtype=object).astype(
        pd.CategoricalDtype(["tidak dipakai ", *sorted({text for text in texts if text is not None})])
    ),
}
WRITTEN = (
    st.text("01", min_size=1, max_size=3)
    | st.sampled_from(["198503122010011004", "198503122010011005", "1985031220100110045", "1,98501E+17"])
    | st.text(" '0a\u00a0é", max_size=4)
    | st.none()
)


@settings(deadline=None)
@given(
    left=st.lists(WRITTEN, max_size=40),
    right=st.lists(WRITTEN, max_size=12),
    forms=st.tuples(*[st.sampled_from(sorted(FORMS))] * 2),
)
def test_a_column_of_texts_gives_the_same_keys_and_joins_in_every_form(
    left: list[str | None], right: list[str | None], forms: tuple[str, str]
) -> None:
    plain, plain_rows = of(left), of(right)
    keys, rows = (of(FORMS[form](texts)) for form, texts in zip(forms, (left, right), strict=True))
    for one, other in ((plain, keys), (plain_rows, rows)):
        assert one.kinds == other.kinds
        assert one.values() == other.values()
        assert one.empty.tolist() == other.empty.tolist()
        assert one.lost.tolist() == other.lost.tolist()
        assert [*one.notes("responden")] == [*other.notes("responden")]
    first, second = joined(plain, plain_rows, "responden"), joined(keys, rows, "responden")
    assert first.faults == second.faults
    assert (first.order is None) == (second.order is None)
    assert first.order is None or first.order.tolist() == second.order.tolist()
    assert first.offsets.tolist() == second.offsets.tolist()
    assert doubles(plain) == doubles(keys)
    assert distinct(plain, plain_rows).values() == distinct(keys, rows).values()


@settings(deadline=None)
@given(st.lists(WRITTEN, min_size=50, max_size=80))
def test_polars_without_pyarrow_gives_the_same_keys(texts: list[str | None]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        plain = of(texts)
        patch.setattr(series, "pyarrow", lambda: None)
        keys = of(pl.Series(texts, dtype=pl.String))
    assert (keys.values(), keys.empty.tolist(), keys.lost.tolist()) == (
        plain.values(),
        plain.empty.tolist(),
        plain.lost.tolist(),
    )


def test_what_was_changed_in_a_key_is_noted_with_the_first_rows() -> None:
    (note,) = of(["1979", "1979 ", " ", "'1980", "1 981", "1982"]).notes()
    assert (note.code, note.field, note.count, note.rows) == ("ASN427", "nip", 3, (1, 3, 4))
    (note,) = of([f"{row} " for row in range(50)]).notes("kegiatan")
    assert (note.list, note.count, note.rows) == ("kegiatan", 50, tuple(range(10)))
    assert [*of(["1979", "Loket 1", " "]).notes()] == []


def test_keys_that_are_one_after_reading_are_doubles() -> None:
    faults = doubles(of(["1979", "1979 ", "'1979", "19 79", "1980"]))
    assert [(fault.code, fault.row, fault.key) for fault in faults] == [("ASN432", row, "1979") for row in range(4)]


# --- levels of an index ----------------------------------------------------------------------------------------------


def test_a_level_of_an_index_is_a_key_by_its_name() -> None:
    frame = pd.DataFrame({"nip": ["01", " 02"], "tahun": [2025, 2026], "nilai": [1.0, 2.0]})
    right = keys_of(table_of(frame), ("nip", "tahun"))
    for levels in ("nip", "tahun", ["nip", "tahun"], ["tahun", "nip"]):
        found = keys_of(table_of(frame.set_index(levels)), ("nip", "tahun"))
        assert (found.values(), found.kinds) == (right.values(), right.kinds)
        assert [note.rows for note in found.notes()] == [(1,)]


@pytest.mark.parametrize(
    "index",
    [pd.Index(["a", None], name="nip"), pd.CategoricalIndex(["a", None], name="nip"), pd.Index(["a", ""], name="nip")],
)
def test_an_absent_value_of_an_index_is_an_empty_key(index: pd.Index) -> None:
    assert keys_of(table_of(pd.DataFrame({"nilai": [1.0, 2.0]}, index=index)), "nip").empty.tolist() == [False, True]


def test_days_in_an_index_are_days() -> None:
    frame = pd.DataFrame({"nilai": [1.0]}, index=pd.DatetimeIndex(["2026-01-02"], name="hari"))
    assert keys_of(table_of(frame), "hari").kinds == ("date",)


def test_a_name_of_a_column_and_of_an_index_that_tell_otherwise_is_unclear() -> None:
    frame = pd.DataFrame({"nip": ["a"], "nilai": [1.0]}, index=pd.Index(["b"], name="nip"))
    with pytest.raises(RecordError) as caught:
        keys_of(table_of(frame), "nip", "kegiatan")
    assert [(fault.code, fault.list, fault.field) for fault in caught.value.faults] == [("ASN466", "kegiatan", "nip")]
    assert keys_of(table_of(frame), "nilai").values() == [1]


def test_a_missing_key_column_is_looked_for_among_the_levels_too() -> None:
    frame = pd.DataFrame({"nilai": [1.0]}, index=pd.Index(["b"], name="NIP"))
    with pytest.raises(RecordError) as caught:
        keys_of(table_of(frame), "nip")
    assert dict(caught.value.faults[0].facts) == {"columns": "nilai, NIP", "close": "NIP"}


@pytest.mark.parametrize(
    ("column", "part", "rows"),
    [
        (["b", "a", "b "], "b", [0, 2]),
        (["007", "7", "x"], "7", [1]),
        (["7" * 19, "7"], "7" * 19, [0]),
        (["1985"], "'1985", [0]),
        (["x"], "1985", []),
        ([5, -7, 5], "-7", [1]),
        ([5, -7, 5], 5, [0, 2]),
        ([5, 7], "05", [0]),
        ([5, 7], "9" * 19, []),
        ([5, 7], "²", []),
        ([2**70, 1], str(2**70), [0]),
        ([1.5, 2.0], "1.5", [0]),
        ([date(2026, 1, 1), date(2025, 1, 1)], "2025-01-01", [1]),
        ([True, False], "True", [0]),
    ],
)
def test_the_rows_of_a_key_are_found_by_what_it_reads_as(column: list, part: object, rows: list[int]) -> None:
    assert of(column).columns[0].rows_of(part).tolist() == rows


@pytest.mark.parametrize("texts", [["007", "198"], ["1985", "7"], ["1", "x"], ["1" * 18, "0" * 18], ["1", None], []])
def test_texts_of_digits_leave_as_the_texts_that_they_were(texts: list) -> None:
    found = of(texts).arrays()["nip"]
    assert [text.decode() if isinstance(text, bytes) else text for text in found.tolist()] == texts
    assert (found.dtype.kind == "S") == (len({len(text or "") for text in texts}) == 1 and "x" not in texts)


def test_a_key_that_is_the_word_before_a_sum_or_a_mean_is_noted_and_stays() -> None:
    keys = of(["1985", "Jumlah", "RATA-RATA", "Totalindo", "jumlah"])
    (note,) = keys.notes()
    assert (note.code, note.count, note.rows) == ("ASN741", 3, (1, 2, 4))
    assert keys.values()[1:3] == ["Jumlah", "RATA-RATA"]
    assert not [*of([1, 2]).notes(), *of(["a", "b"]).notes()]


def test_what_a_masked_text_holds_is_no_key() -> None:
    for texts in (["a", "b", "c"], ["1", "2", "3"]):
        keys = of(np.ma.array(texts, mask=[False, True, False]))
        assert (keys.empty.tolist(), keys.values()) == ([False, True, False], [texts[0], None, texts[2]])
