import sqlite3
from collections import UserDict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_appraisal import Category, Count, Fault, Flag, Indicator, Items, Number, Policy, Sum
from asn_appraisal.analysis.outlines import Outline
from asn_appraisal.appraising.readings import UNREAD, Reading, Unreadable, is_absent, kind_of, mapping, read
from asn_appraisal.errors import ChoiceError, RecordError

NILAI = Number("nilai", low=0, high=100, decimals=2)


class _PandasRow:
    """What a pandas row offers of a mapping: keys() and square brackets."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def keys(self) -> Iterator[str]:
        return iter(self._values)

    def __getitem__(self, key: str) -> object:
        return self._values[key]


_MISSING_TYPES = {name: type(name, (), {"__module__": "pandas._libs.missing"}) for name in ("NAType", "NaTType")}
PANDAS_NA, PANDAS_NAT = (made() for made in _MISSING_TYPES.values())

ABSENT = [
    None,
    float("nan"),
    "",
    " ",
    "\t\n",
    "\u00a0",
    np.float64("nan"),
    np.float32("nan"),
    np.datetime64("NaT"),
    np.str_(" "),
    PANDAS_NA,
    PANDAS_NAT,
]
ABSENT_IDS = [f"{type(value).__name__}-{number}" for number, value in enumerate(ABSENT)]


def _read(*fields: Any, record: Any, lists: tuple[Items, ...] = (), **how: Any) -> Reading:
    return read(Outline(fields, lists, ()), record, **how)


def _codes(reading: Reading) -> list[tuple[str, str | None]]:
    return [(fault.code, fault.field) for fault in reading.faults]


def _row(values: dict[str, Any]) -> sqlite3.Row:
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    columns = ", ".join(f'? AS "{key}"' for key in values)
    row: sqlite3.Row = connection.execute(f"SELECT {columns}", tuple(values.values())).fetchone()
    connection.close()
    return row


# --- absent values ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ABSENT, ids=ABSENT_IDS)
def test_a_value_that_says_there_is_none_is_absent(value: object) -> None:
    assert is_absent(value)


@pytest.mark.parametrize(
    "value",
    [0, 0.0, False, "0", "NaN", "nan", "None", Decimal("NaN"), Decimal(0), [], (), {}, np.float64(0), np.array([])],
)
def test_zero_false_and_the_word_nan_are_values(value: object) -> None:
    assert not is_absent(value)


@pytest.mark.parametrize("value", ABSENT, ids=ABSENT_IDS)
@pytest.mark.parametrize(
    "field", [NILAI, Count("nilai"), Category("nilai", ["a", "b"]), Flag("nilai"), Indicator("nilai")]
)
def test_an_absent_value_of_a_required_field_is_missing_whatever_its_type(field: Any, value: object) -> None:
    assert _codes(_read(field, record={"nilai": value})) == [("ASN401", "nilai")]


@pytest.mark.parametrize("value", ABSENT, ids=ABSENT_IDS)
def test_an_absent_value_of_an_optional_field_is_none_and_never_zero(value: object) -> None:
    reading = _read(Number("nilai", optional=True), record={"nilai": value})
    assert (reading.values, reading.faults) == ({"nilai": None}, ())


@pytest.mark.parametrize(
    ("field", "default"),
    [
        (Number("x", default="7.5"), Fraction("7.5")),
        (Number("x", default=0), 0),
        (Category("x", ["a", "b"], default="b"), "b"),
        (Flag("x", default=False), False),
        (Flag("x", default=True), True),
    ],
)
@pytest.mark.parametrize("record", [{}, {"x": None}, {"x": " "}])
def test_a_default_stands_for_an_absent_value_and_is_noted(field: Any, default: object, record: Any) -> None:
    reading = _read(field, record=record)
    assert ({"x": default}, ("x",)) == (reading.values, reading.defaulted)


def test_how_a_record_is_read_and_what_came_of_it_is_given_by_name() -> None:
    with pytest.raises(TypeError):
        read(Outline((NILAI,), (), ()), {"nilai": 1}, "all")
    for more in ((("nilai",),), (("nilai",), ()), (("nilai",), (), {})):
        with pytest.raises(TypeError):
            Reading({}, (), *more)


class _Wrapped:
    """A value of a library that is not known, around a plain one."""

    def item(self) -> bool:
        return True


def test_a_flag_is_a_flag_of_python_or_numpy_and_nothing_that_holds_one() -> None:
    assert _read(Flag("hadir"), record={"hadir": np.True_}).values == {"hadir": True}
    assert _codes(_read(Flag("hadir"), record={"hadir": _Wrapped()})) == [("ASN409", "hadir")]


def test_a_key_that_is_not_there_is_one_fault() -> None:
    assert _codes(_read(NILAI, record={})) == [("ASN401", "nilai")]


@pytest.mark.parametrize("value", ["NaN", "nan", "inf", "None"])
def test_the_word_nan_is_a_fault_and_not_absent(value: str) -> None:
    assert _codes(_read(Number("x", optional=True), record={"x": value})) == [("ASN404", "x")]


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), float("inf"), -float("inf")])
def test_a_decimal_nan_and_infinities_are_faults(value: object) -> None:
    assert _codes(_read(Number("x", optional=True), record={"x": value})) == [("ASN418", "x")]


# --- numbers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "exact"),
    [
        ("85.5", "85.5"),
        (" 85.50 ", "85.5"),
        ("85.5000000", "85.5"),
        ("007", "7"),
        (85, "85"),
        (Decimal("85.50"), "85.5"),
        (Decimal("8E+1"), "80"),
        (Fraction(171, 2), "85.5"),
        (85.5, "85.5"),
        (np.int64(85), "85"),
        (np.float64(85.35), "85.35"),
        (np.float32(85.35), "85.35"),
        (np.str_("85.35"), "85.35"),
        (0.1 + 0.2, "0.3"),
    ],
)
def test_a_number_is_read_exactly_from_any_type_of_number(value: object, exact: str) -> None:
    reading = _read(NILAI, record={"nilai": value})
    assert ({"nilai": Fraction(exact)}, ()) == (reading.values, reading.faults)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (True, "ASN404"),
        (False, "ASN404"),
        (np.bool_(True), "ASN404"),
        ("baik", "ASN404"),
        ("+85", "ASN404"),
        ("85.", "ASN404"),
        (".5", "ASN404"),
        ("1/2", "ASN404"),
        ("85%", "ASN404"),
        ("1_000", "ASN404"),
        ("٨٥", "ASN404"),
        ([85], "ASN404"),
        ({"a": 1}, "ASN404"),
        (b"85", "ASN404"),
        (1j, "ASN404"),
        ("85,5", "ASN419"),
        ("8.5e1", "ASN420"),
        ("1E999999999", "ASN420"),
        ("9" * 81, "ASN417"),
        (10**40, "ASN417"),
        (Decimal("1E+50"), "ASN417"),
        (1e300, "ASN421"),
    ],
)
def test_what_is_no_plain_number_is_a_fault_with_its_reason(value: object, code: str) -> None:
    assert [(code, "nilai")] == _codes(_read(NILAI, record={"nilai": value}))


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("0", None),
        ("-0.01", "ASN406"),
        ("100", None),
        ("100.00", None),
        ("100.01", "ASN406"),
        (100, None),
        (101, "ASN406"),
        (-1, "ASN406"),
        (100.0, None),
        (Decimal("100.01"), "ASN406"),
    ],
)
def test_both_ends_of_a_range_belong_to_it_and_one_unit_beyond_does_not(value: object, code: str | None) -> None:
    assert [(code, "nilai")] * (code is not None) == _codes(_read(NILAI, record={"nilai": value}))


@pytest.mark.parametrize(("low", "high", "value"), [(None, 0, "-999999"), (0, None, "999999"), (None, None, "-0.01")])
def test_an_open_end_sets_no_limit(low: int | None, high: int | None, value: str) -> None:
    assert _codes(_read(Number("x", low=low, high=high), record={"x": value})) == []


@pytest.mark.parametrize(("value", "code"), [("-1", "ASN406"), ("0", None), ("1.0", None), ("1.5", "ASN405")])
def test_a_count_is_a_whole_number_from_zero(value: str, code: str | None) -> None:
    assert [(code, "x")] * (code is not None) == _codes(_read(Count("x"), record={"x": value}))


@pytest.mark.parametrize("floats", ["snap", "strict", "quantize"])
@pytest.mark.parametrize("value", ["85.5551", Decimal("85.555"), Fraction("85.555"), Fraction(1, 3), "0.001"])
def test_too_many_decimals_in_text_and_decimals_are_a_fault_in_every_mode(value: object, floats: str) -> None:
    assert _codes(_read(NILAI, record={"nilai": value}, floats=floats)) == [("ASN405", "nilai")]


@pytest.mark.parametrize(
    ("value", "floats", "exact"),
    [
        (0.1 + 0.2, "snap", "0.3"),
        (0.1 + 0.2, "strict", None),
        (0.1 + 0.2, "quantize", "0.3"),
        (85.555, "snap", None),
        (85.555, "strict", None),
        (85.555, "quantize", "85.56"),
        (2.675, "quantize", "2.68"),
        (85.55, "strict", "85.55"),
    ],
)
def test_floats_follow_the_mode_asked_for(value: float, floats: str, exact: str | None) -> None:
    reading = _read(NILAI, record={"nilai": value}, floats=floats)
    assert (UNREAD if exact is None else Fraction(exact)) == reading.values["nilai"]
    assert [("ASN405", "nilai")] * (exact is None) == _codes(reading)


def test_a_float_rounded_on_request_is_noted_with_its_place() -> None:
    items = Items("baris", (NILAI,))
    record = {"baris": [{"nilai": 85.5}, {"nilai": 85.555}]}
    assert _read(record=record, lists=(items,), floats="quantize").quantized == ("baris[1].nilai",)


def test_a_float_is_judged_by_its_range_after_it_was_rounded() -> None:
    assert _codes(_read(NILAI, record={"nilai": 100.004}, floats="quantize")) == []
    assert _codes(_read(NILAI, record={"nilai": 100.005}, floats="quantize")) == [("ASN406", "nilai")]


def test_another_mode_of_floats_is_refused() -> None:
    policy = Policy("contoh", "Contoh", score=NILAI)
    with pytest.raises(ChoiceError):
        policy.appraise({"nilai": 1}, floats="exact")


@given(st.integers(0, 10000), st.sampled_from([str, Decimal, float, "padded"]))
def test_every_two_decimal_number_is_read_alike_from_text_decimal_and_float(units: int, kind: Any) -> None:
    text = f"{units // 100}.{units % 100:02}"
    value = f"  {text}000 " if kind == "padded" else kind(text)
    assert Fraction(units, 100) == _read(NILAI, record={"nilai": value}).values["nilai"]


# --- categories and flags --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "level"), [("baik", "baik"), (" baik\n", "baik"), (np.str_("baik"), "baik"), ("kurang", "kurang")]
)
def test_a_category_is_exact_text_after_trimming(value: object, level: str) -> None:
    assert {"x": level} == _read(Category("x", ["baik", "kurang"]), record={"x": value}).values


@pytest.mark.parametrize("value", ["Baik", "bai", "sangat baik", 1, True, 0.5, ["baik"]])
def test_another_text_or_type_is_no_level(value: object) -> None:
    assert _codes(_read(Category("x", ["baik", "kurang"]), record={"x": value})) == [("ASN408", "x")]


def test_a_level_that_was_nearly_hit_is_suggested() -> None:
    (fault,) = _read(Category("x", ["sangat_baik", "kurang"]), record={"x": "Sangat_bai"}).faults
    expected = "x: not a level of this field: did you mean sangat_baik? it must be one of sangat_baik, kurang"
    assert expected == fault.message


@pytest.mark.parametrize(("value", "flag"), [(True, True), (False, False), (np.True_, True), (np.False_, False)])
def test_a_flag_is_true_or_false_of_python_or_numpy(value: object, flag: bool) -> None:
    found = _read(Flag("x"), record={"x": value}).values["x"]
    assert (flag, bool) == (found, type(found))


@pytest.mark.parametrize("value", ["true", "ya", "1", 1, 0, 1.0, np.int64(1), []])
def test_nothing_else_passes_for_a_flag_in_a_record(value: object) -> None:
    assert _codes(_read(Flag("x"), record={"x": value})) == [("ASN409", "x")]


# --- kinds of records ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrap",
    [dict, UserDict, MappingProxyType, _PandasRow, _row],
    ids=["dict", "UserDict", "mappingproxy", "pandas-like", "sqlite3.Row"],
)
def test_any_mapping_and_any_row_with_keys_is_a_record(wrap: Any) -> None:
    reading = _read(NILAI, Number("lain", optional=True), record=wrap({"nilai": "85.5", "lain": None}))
    assert ({"nilai": Fraction("85.5"), "lain": None}, ()) == (reading.values, reading.faults)


@pytest.mark.parametrize("wrap", [dict, UserDict, _PandasRow, _row])
def test_rows_of_a_list_may_be_such_records_too(wrap: Any) -> None:
    reading = _read(record={"baris": (wrap({"nilai": n}) for n in (1, 2))}, lists=(Items("baris", (NILAI,)),))
    assert (reading.values["baris"], reading.faults) == ([{"nilai": 1}, {"nilai": 2}], ())


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        (None, "absent"),
        ("nilai", "text"),
        ([("nilai", 1)], "list"),
        (5, "integer"),
        (5.0, "float"),
        (object(), "object"),
    ],
)
def test_what_is_no_record_is_one_fault_with_its_kind(record: object, kind: str) -> None:
    (fault,) = _read(NILAI, record=record).faults
    assert ("ASN422", kind) == (fault.code, fault.kind)


def test_a_record_is_left_as_it_is() -> None:
    record = {"nilai": "85.5", "baris": [{"nilai": "1"}]}
    _read(NILAI, record=record, lists=(Items("baris", (NILAI,)),))
    assert record == {"nilai": "85.5", "baris": [{"nilai": "1"}]}


def test_a_mapping_is_taken_as_it_is_and_other_things_are_none() -> None:
    record: Mapping[str, int] = {"a": 1}
    assert mapping(record) is record
    assert (mapping("a"), mapping(object())) == (None, None)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("a", "text"),
        (True, "boolean"),
        (1, "integer"),
        (1.5, "float"),
        (None, "absent"),
        ((), "list"),
        ({}, "mapping"),
        (np.float64(1), "float"),
        (np.str_("a"), "text"),
        (Decimal(1), "Decimal"),
        (Unreadable("ASN424", kind="tanggal"), "tanggal"),
    ],
)
def test_the_kind_of_a_value_is_a_word_for_messages(value: object, kind: str) -> None:
    assert kind == kind_of(value)


def test_a_cell_that_an_adapter_could_not_read_brings_its_own_code() -> None:
    (fault,) = _read(NILAI, record={"nilai": Unreadable("ASN424")}).faults
    assert (fault.code, fault.field, fault.kind) == ("ASN424", "nilai", "text")


# --- lists -----------------------------------------------------------------------------------------------------------

ROWS = Items("baris", (NILAI,))
MAYBE = Items("baris", (NILAI,), optional=True)


@pytest.mark.parametrize(
    "record", [{}, {"baris": None}, {"baris": []}, {"baris": ()}, {"baris": ""}, {"baris": float("nan")}]
)
def test_an_empty_list_is_a_fault_of_a_required_list_and_the_same_as_absent_for_an_optional_one(record: Any) -> None:
    (fault,) = _read(record=record, lists=(ROWS,)).faults
    assert (fault.code, fault.list, fault.field) == ("ASN411", "baris", None)
    assert ((reading := _read(record=record, lists=(MAYBE,))).values, reading.faults) == ({"baris": []}, ())


@pytest.mark.parametrize(("count", "right"), [(1, False), (2, True), (3, True)])
def test_a_list_needs_as_many_rows_as_it_says(count: int, right: bool) -> None:
    items = Items("baris", (NILAI,), at_least=2)
    reading = _read(record={"baris": [{"nilai": 1}] * count}, lists=(items,))
    assert right == (not reading.faults)


BULAN, JENIS = Count("bulan", "Bulan", low=1, high=12), Category("jenis", ["tetap", "lain"], "Jenis")
BULANAN = Items("bulanan", (BULAN, JENIS, NILAI), "bulan kerja", at_most=3, unique=BULAN)


def _month(bulan: Any, jenis: Any = "tetap", nilai: Any = 1) -> dict[str, Any]:
    return {"bulan": bulan, "jenis": jenis, "nilai": nilai}


@pytest.mark.parametrize(("count", "right"), [(3, True), (4, False)])
def test_a_list_may_have_as_many_rows_as_it_says(count: int, right: bool) -> None:
    faults = _read(record={"bulanan": [_month(at + 1) for at in range(count)]}, lists=(BULANAN,)).faults
    assert right == (not faults)
    for fault in faults:
        assert (fault.code, fault.list, fault.item_row, fault.field) == ("ASN455", "bulanan", None, None)
        assert fault.text("id") == "bulanan: baris terlalu banyak (4): paling banyak 3"


def test_a_row_that_repeats_an_earlier_one_is_told_with_the_first_of_them() -> None:
    rows = [_month(2), _month("2.0", "lain"), _month(2)]
    faults = _read(record={"bulanan": rows}, lists=(BULANAN,)).faults
    assert [(f.code, f.item_row, f.field, dict(f.facts)["rows"]) for f in faults] == [
        ("ASN457", 1, "bulan", "0"),
        ("ASN457", 2, "bulan", "0"),
    ]


def test_people_are_told_the_row_as_they_count() -> None:
    (fault,) = _read(record={"bulanan": [_month(1), _month(2), _month(2)]}, lists=(BULANAN,)).faults
    assert (fault.label("id"), fault.problem("id")) == ("Bulan", "sama dengan baris 2")
    assert fault.remedy("en") == "it must not repeat: correct one of the two rows or take it out"
    assert fault.to_dict()["number"] == 3


def test_several_fields_must_not_repeat_together() -> None:
    items = Items("bulanan", (BULAN, JENIS, NILAI), unique=("jenis", "bulan"))
    rows = [_month(1), _month(1, "lain"), _month(2), _month(1, " tetap ")]
    (fault,) = _read(record={"bulanan": rows}, lists=(items,)).faults
    assert (fault.code, fault.item_row, fault.field, fault.label("id")) == ("ASN457", 3, None, "Bulan, Jenis")
    assert fault.text() == (
        "bulanan[3]: bulan, jenis: the same as in an earlier row (row 0): "
        "it must not repeat: correct one of the two rows or take it out"
    )


def test_a_value_that_cannot_be_read_repeats_none_and_all_faults_are_told_together() -> None:
    rows = [_month(1, nilai="x"), _month(13), _month(13), _month(None), "teks", _month(1, "lain", 101)]
    faults = _read(record={"bulanan": rows}, lists=(BULANAN,)).faults
    assert [(fault.code, fault.item_row, fault.field) for fault in faults] == [
        ("ASN455", None, None),
        ("ASN404", 0, "nilai"),
        ("ASN406", 1, "bulan"),
        ("ASN406", 2, "bulan"),
        ("ASN401", 3, "bulan"),
        ("ASN410", 4, None),
        ("ASN406", 5, "nilai"),
        ("ASN457", 5, "bulan"),
    ]


def test_flags_and_numbers_after_rounding_may_be_what_must_not_repeat() -> None:
    hadir = Flag("hadir")
    items = Items("baris", (hadir, NILAI), unique=(hadir, NILAI))
    rows = [{"hadir": flag, "nilai": number} for flag, number in ((True, 1.004), (False, 1), (True, 1.001))]
    faults = _read(record={"baris": rows}, lists=(items,), floats="quantize").faults
    assert [(fault.code, fault.item_row) for fault in faults] == [("ASN457", 2)]


@pytest.mark.parametrize("value", ["teks", b"teks", {"nilai": 1}, 5, 1.5, True])
def test_what_is_no_list_of_rows_is_one_fault_of_the_list(value: object) -> None:
    (fault,) = _read(record={"baris": value}, lists=(ROWS,)).faults
    assert (fault.code, fault.list, fault.item_row) == ("ASN410", "baris", None)


@pytest.mark.parametrize("row", [None, "teks", 5, [1]])
def test_a_row_that_is_no_record_is_named_by_its_number(row: object) -> None:
    (fault,) = _read(record={"baris": [{"nilai": 1}, row]}, lists=(ROWS,)).faults
    assert (fault.code, fault.list, fault.item_row, fault.field) == ("ASN410", "baris", 1, None)


def test_a_row_of_a_list_may_have_a_field_of_the_records_name() -> None:
    record = {"nilai": "1", "baris": [{"nilai": "2"}]}
    assert _read(NILAI, record=record, lists=(ROWS,)).values == {"nilai": 1, "baris": [{"nilai": 2}]}


# --- unknown fields and near misses ----------------------------------------------------------------------------------


def test_an_unknown_field_is_a_fault_that_lists_the_fields() -> None:
    (fault,) = _read(NILAI, record={"nilai": 1, "nama": "Budi"}, lists=(MAYBE,)).faults
    expected = "nama: unknown field: the fields are nilai, baris; name it in ignore= if it is not meant for the policy"
    assert expected == fault.message


@pytest.mark.parametrize(
    ("ignore", "unknown"),
    [
        ((), ["nip", "nama"]),
        (("nip",), ["nama"]),
        (["nip", "nama"], []),
        ({"nip", "nama", "lain"}, []),
        ("nip", ["nama"]),
        ("all", []),
    ],
)
def test_fields_are_ignored_by_name_or_all_of_them(ignore: Any, unknown: list[str]) -> None:
    record = {"nip": "1985", "nilai": 1, "nama": "Budi"}
    assert [("ASN402", name) for name in unknown] == _codes(_read(NILAI, record=record, ignore=ignore))


def test_ignoring_reaches_into_the_rows_of_lists() -> None:
    record = {"baris": [{"nilai": 1, "catatan": "x"}]}
    (fault,) = _read(record=record, lists=(ROWS,)).faults
    assert (fault.code, fault.list, fault.item_row, fault.field) == ("ASN402", "baris", 0, "catatan")
    assert _read(record=record, lists=(ROWS,), ignore=("catatan",)).faults == ()


@pytest.mark.parametrize(
    "name", ["Kepuasan", "KEPUASAN", "kepuasan ", "kepu-asan", "kepuasn", "kepuasaan", "kepausan", "kepuaxan"]
)
@pytest.mark.parametrize("ignore", [(), "all"])
def test_a_near_miss_is_a_fault_even_where_unknown_fields_are_ignored(name: str, ignore: Any) -> None:
    reading = _read(Number("kepuasan", optional=True), record={name: 1}, ignore=ignore)
    (fault,) = reading.faults
    assert ("ASN403", name, {"meant": "kepuasan"}) == (fault.code, fault.field, dict(fault.facts))


@pytest.mark.parametrize("name", ["kepuas", "kecepatan", "kepuasan2", "kepuasnn2"])
def test_two_edits_or_a_changed_digit_are_no_near_miss(name: str) -> None:
    assert _codes(_read(Number("kepuasan", optional=True), record={name: 1}, ignore="all")) == []


@pytest.mark.parametrize(
    ("field", "name"), [("u1", "u2"), ("unsur_1", "unsur_2"), ("nilai", "nila"), ("aspek", "aspec")]
)
def test_short_names_and_other_numbers_are_other_fields(field: str, name: str) -> None:
    assert _codes(_read(Number(field, optional=True), record={name: 1}, ignore="all")) == []


def test_a_name_near_a_field_that_is_there_is_only_unknown() -> None:
    record = {"kepuasan": 1, "Kepuasan": 2}
    assert _codes(_read(Number("kepuasan"), record=record)) == [("ASN402", "Kepuasan")]


def test_a_near_miss_ignored_by_name_is_left_alone() -> None:
    reading = _read(Number("kepuasan", optional=True), record={"kepuasn": 1}, ignore=("kepuasn",))
    assert _codes(reading) == []


def test_a_near_miss_in_a_row_names_the_row() -> None:
    items = Items("baris", (Number("realisasi", optional=True), NILAI))
    record = {"baris": [{"nilai": 1}, {"nilai": 1, "Realisasi": 2}]}
    (fault,) = _read(record=record, lists=(items,), ignore="all").faults
    assert (fault.code, fault.list, fault.item_row, fault.field) == ("ASN403", "baris", 1, "Realisasi")


def test_a_key_that_is_no_text_is_an_unknown_field() -> None:
    assert _codes(_read(NILAI, record={"nilai": 1, 7: 2})) == [("ASN402", "7")]


# --- all faults at once, and no values in them -----------------------------------------------------------------------

NIP = "198501012010011001"


def test_all_faults_of_a_record_are_found_at_once_with_their_places() -> None:
    fields = (NILAI, Flag("lulus"), Category("mutu", ["a", "b"]), Number("wajib"))
    record = {
        "nilai": "100.01",
        "lulus": "ya",
        "mutu": "c",
        "asing": 1,
        "baris": [{"nilai": "85.5551"}, {"nilai": 1}, {"nilai": "x", "lain": 2}],
    }
    found = [(f.code, f.list, f.item_row, f.field) for f in _read(*fields, record=record, lists=(ROWS,)).faults]
    assert found == [
        ("ASN406", None, None, "nilai"),
        ("ASN409", None, None, "lulus"),
        ("ASN408", None, None, "mutu"),
        ("ASN401", None, None, "wajib"),
        ("ASN402", None, None, "asing"),
        ("ASN405", "baris", 0, "nilai"),
        ("ASN404", "baris", 2, "nilai"),
        ("ASN402", "baris", 2, "lain"),
    ]


def _texts(fault: Fault) -> str:
    return repr(fault) + repr(dict(fault.facts)) + str(fault.to_dict("en")) + str(fault.to_dict("id"))


@pytest.mark.parametrize("value", [NIP, int(NIP), float(NIP), Decimal(NIP), f"{NIP},5", [NIP], {"x": NIP}])
@pytest.mark.parametrize("field", [NILAI, Category("nilai", ["a"]), Flag("nilai"), Count("nilai", high=5)])
def test_no_fault_shows_the_value_that_stood_there(field: Any, value: object) -> None:
    reading = _read(field, record={"nilai": value, "lain": value}, lists=(MAYBE,), ignore=())
    assert len(reading.faults) == 2
    assert [fault for fault in reading.faults if NIP in _texts(fault) or "1.985" in _texts(fault)] == []


def test_the_error_of_a_record_lists_every_fault_and_no_value() -> None:
    policy = Policy("contoh", "Contoh", score=Sum(NILAI, Number("lain", low=0, high=10)))
    with pytest.raises(RecordError) as caught:
        policy.appraise({"nilai": NIP, "lain": "10.01"})
    expected = (
        "ASN400: the data cannot be scored, 2 fault(s):\n"
        "  ASN406: nilai: out of range: it must lie from 0 to 100\n"
        "  ASN406: lain: out of range: it must lie from 0 to 10"
    )
    assert expected == str(caught.value)


@pytest.mark.parametrize("field", [NILAI, Category("nilai", ["a"]), Flag("nilai"), Count("nilai", high=5)])
def test_what_an_adapter_could_not_read_keeps_its_reason_whatever_the_field(field: Any) -> None:
    reading = _read(field, record={"nilai": Unreadable("ASN730", "number", (("error", "#N/A"),))}, ignore=())
    assert [(fault.code, fault.kind, dict(fault.facts)["error"]) for fault in reading.faults] == [
        ("ASN730", "number", "#N/A")
    ]
