"""The expressions of a policy in polars, against appraise_table."""

import io
import json
from decimal import Decimal
from random import Random

import polars as pl
import pytest
from tests.exports.exported_rows import differences, expected, exported_rows, polars_frame

from asn_appraisal import Category, Flag, Items, Number, Policy, When, schemes
from asn_appraisal.errors import ExportTypeError, NotCertifiedError, UnsupportedOperationError
from asn_appraisal.exports.polars import settle, to_expressions, to_json, to_struct
from asn_appraisal.testing.drawing.policies import random_policy

UNIT = schemes.get("permenpan-16-2009")
NO_SPREAD = "kmk-127-2026"  # a row's weight rests on a total of all rows
KEYS = [policy.key for policy in schemes.listed() if policy.key != NO_SPREAD]
REFUSED, UNDECIDED = (None, None, False, True), (None, None, True, False)


def outcome(frame, policy=UNIT, **about):
    return frame.select(to_struct(policy, **about)).unnest("outcome").rows()


@pytest.mark.parametrize("key", KEYS)
def test_each_scheme_gives_in_polars_what_appraise_table_gives_and_is_settled(key):
    policy = schemes.get(key)
    rows = exported_rows(policy, 150)
    frame, right = polars_frame(policy, rows), expected(policy, rows)
    scored = frame.with_columns(to_struct(policy)).unnest("outcome")
    names = ["score", "band", "undecided", "refused"]
    assert differences(scored.select(names).rows(), right) == []
    assert differences(settle(policy, scored).select(names).rows(), right) == []
    assert not settle(policy, scored)["undecided"].any()


def test_a_policy_whose_rows_need_values_of_the_record_is_refused_with_the_reason():
    with pytest.raises(UnsupportedOperationError, match=r"ASN365.*'polars'.*'spread'"):
        to_struct(schemes.get(NO_SPREAD))


@pytest.mark.parametrize("seed", range(10))
def test_random_policies_give_in_polars_what_appraise_table_gives(seed):
    decided = 0
    for number in range(seed * 10, seed * 10 + 10):
        policy = random_policy(Random(number))  # noqa: S311
        rows = exported_rows(policy, 25, number)
        try:
            struct = to_struct(policy)
        except (NotCertifiedError, UnsupportedOperationError):
            continue
        found = polars_frame(policy, rows).select(struct).unnest("outcome").rows()
        assert differences(found, expected(policy, rows)) == [], number
        decided += sum(not undecided and not refused for *_, undecided, refused in found)
    assert decided > 20


def test_the_four_expressions_are_the_fields_of_the_struct_also_in_a_lazy_frame():
    frame = pl.DataFrame({"nilai": [85.25, 75.0, None, 85.555]})
    found = to_expressions(UNIT)
    assert [*found] == ["score", "band", "undecided", "refused"]
    assert frame.select(**found).rows() == outcome(frame) == frame.lazy().select(**found).collect().rows()
    assert outcome(frame) == [(85.25, "baik", False, False), (75.0, "cukup", False, False), REFUSED, REFUSED]


def test_each_score_is_the_nearest_double():
    values = [cents / 100 for cents in range(10_001)]
    assert [row[0] for row in outcome(pl.DataFrame({"nilai": values}))] == values


@pytest.mark.parametrize("kind", [pl.Int8, pl.UInt16, pl.Int64, pl.Decimal(10, 2), pl.Decimal(20, 5), pl.Float64])
def test_whole_numbers_decimals_and_floats_are_read_with_and_without_a_schema(kind):
    frame = pl.DataFrame({"nilai": pl.Series([91, None]).cast(kind)})
    for about in ({}, {"schema": frame.schema}):
        assert outcome(frame, **about) == [(91.0, "amat_baik", False, False), REFUSED]


def test_floats_of_four_bytes_are_left_undecided_and_refused_with_a_schema():
    frame = pl.DataFrame({"nilai": pl.Series([85.5], dtype=pl.Float32)})
    assert outcome(frame) == [UNDECIDED]
    with pytest.raises(ExportTypeError, match=r"ASN430.*nilai.*Float32.*Float64"):
        to_struct(UNIT, schema=frame.schema)


@pytest.mark.parametrize("values", [["85.5"], [None], [Decimal("85.500000000001")]])
def test_with_a_schema_other_types_are_refused_before_a_row_is_read(values):
    frame = pl.DataFrame({"nilai": values})
    with pytest.raises(ExportTypeError, match="ASN430"):
        to_struct(UNIT, schema=frame.schema)


def test_text_for_a_number_ends_the_query_instead_of_being_read_in_a_guess():
    with pytest.raises(pl.exceptions.PolarsError):
        outcome(pl.DataFrame({"nilai": ["25.000"]}))


ROW = (Number("angka", low=1, high=4, decimals=0), Category("jenis", ("a", "b")), Flag("benar", default=False))
ROWS = Items("isi", ROW, optional=True, unique="angka")
MEAN = Policy("rata", "Rata", score=ROWS.where(ROW[2]).mean(When(ROW[1].is_("b"), ROW[0], 2)).or_else(0).rounded(2))


def test_lists_of_structs_are_read_row_by_row():
    rows = [
        [{"angka": 4, "jenis": "b", "benar": True}, {"angka": 3, "jenis": "b", "benar": None}],
        [{"angka": 4, "jenis": "b", "benar": True}, {"angka": 4, "jenis": "a", "benar": True}],
        [
            {"angka": 1, "jenis": "a", "benar": True},
            {"angka": 2, "jenis": "b", "benar": True},
            {"angka": 4, "jenis": "b", "benar": True},
        ],
        [],
        None,
        [{"angka": 5, "jenis": "b", "benar": True}],
        [{"angka": 1, "jenis": " b", "benar": True}],
        [None],
    ]
    frame = pl.DataFrame({"isi": rows})
    wanted = [
        (4.0, None, False, False),
        REFUSED,
        (2.67, None, False, False),
        *[(0.0, None, False, False)] * 2,
        REFUSED,
        UNDECIDED,
        REFUSED,
    ]
    assert outcome(frame, MEAN) == wanted
    assert outcome(frame, MEAN, schema=frame.schema) == wanted
    with pytest.raises(ExportTypeError, match=r"isi\.jenis"):
        to_struct(MEAN, schema={"isi": pl.List(pl.Struct({"angka": pl.Int64, "benar": pl.Boolean}))})
    with pytest.raises(ExportTypeError, match=r"isi\.angka"):
        to_struct(MEAN, schema={"isi": pl.Int64})


def test_rows_beyond_the_bounds_are_settled_and_the_rest_stays_as_it_is():
    frame = pl.DataFrame({"nilai": [85.25, 75.0, 101.0], "lain": ["x", "y", "z"]})
    scored = frame.with_columns(to_struct(UNIT, bounds={"nilai": (80, 100)})).unnest("outcome")
    assert scored["undecided"].to_list() == [False, True, False]
    assert settle(UNIT, scored).rows() == [
        (85.25, "x", 85.25, "baik", False, False),
        (75.0, "y", 75.0, "cukup", False, False),
        (101.0, "z", None, None, False, True),
    ]
    whole = scored.head(1)
    assert settle(UNIT, whole) is whole


def test_the_json_of_the_expressions_reads_back():
    frame = pl.DataFrame({"nilai": [85.25, 101.0]})
    found = {
        name: pl.Expr.deserialize(io.StringIO(json.dumps(text)), format="json")
        for name, text in json.loads(to_json(UNIT)).items()
    }
    assert frame.select(**found).rows() == outcome(frame)
