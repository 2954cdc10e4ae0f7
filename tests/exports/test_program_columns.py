"""Each operation in two languages of expressions, alone, against its exact meaning."""

import duckdb
import polars as pl
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.columns.operations.alone import exactly, in_floats
from tests.columns.operations.test_every_operation import COUNTS, DOUBTS, DRAWN, SIZES, Draws, columns

from asn_appraisal.columns import operations as ops
from asn_appraisal.columns.operations import OPERATIONS as CLASSES
from asn_appraisal.columns.operations.storage import CODE, MASK
from asn_appraisal.errors import UnsupportedOperationError
from asn_appraisal.exports.polars_terms import PolarsTerms
from asn_appraisal.exports.program_columns import OPERATIONS, engine
from asn_appraisal.exports.sheets import Sheet, layout
from asn_appraisal.exports.sql_terms import SqlTerms

ASIDE = {ops.Refuse, ops.Doubt}  # outcomes say what becomes of them
OF_LISTS = {ops.Spread, ops.SegmentSum, ops.SegmentTally, ops.SegmentLeast, ops.SegmentGreatest}
OUT = 900
ALONE = [each for each in CLASSES if each not in ASIDE | OF_LISTS]


def defined(operation, drawn, column):
    """A sheet of given columns and of what an operation makes of them, in stages."""
    sheet = Sheet(1000)
    for slot in range(len(drawn)):
        sheet.define(operation.table, lambda _, __, slot=slot: column(f"s{slot}"), slot, raw=True)
    engine("test")(evolve(operation, out=OUT), sheet)
    return sheet, layout(sheet, [OUT])


def given_frame(operation, drawn):
    kinds = {MASK: pl.Boolean, CODE: pl.Int64}
    found = {
        f"s{slot}": pl.Series(values, dtype=kinds.get(kind, pl.Float64)) for slot, (kind, values) in enumerate(drawn)
    }
    return pl.DataFrame({"row": range(SIZES[operation.table])} | found)


def in_polars(operation, drawn):
    terms, frame = PolarsTerms(), given_frame(operation, drawn)
    sheet, plan = defined(operation, drawn, pl.col)
    for stage in range(1, plan.last + 1):
        added = plan.at_stage(stage, operation.table)
        frame = frame.with_columns(
            **{f"s{each.slot}": plan.written(each, terms, lambda slot: pl.col(f"s{slot}")) for each in added}
        )
    return frame[f"s{sheet.at(OUT)}"].to_list()


def in_sql(operation, drawn):
    terms, connection = SqlTerms("duckdb", {}), duckdb.connect()
    column = terms.exp.column
    sheet, plan = defined(operation, drawn, column)
    connection.register("t0", given_frame(operation, drawn).to_arrow())
    for stage in range(1, plan.last + 1):
        names = ["row"] if stage == 1 else ["*"]
        for each in plan.at_stage(stage, operation.table):
            term = plan.written(each, terms, lambda slot: column(f"s{slot}"))
            names.append(terms.exp.alias_(term, f"s{each.slot}").sql(dialect="duckdb"))
        connection.table(f"t{stage - 1}").project(", ".join(names)).create(f"t{stage}")
    found = connection.table(f"t{plan.last}").order("row").project(f"s{sheet.at(OUT)}")
    return [row[0] for row in found.fetchall()]


def test_every_operation_has_a_column_but_those_that_set_rows_aside():
    assert {*OPERATIONS} == {*CLASSES} - ASIDE
    with pytest.raises(UnsupportedOperationError, match=r"'kata'.*'spread'"):
        engine("kata", without=(ops.Spread,))(ops.Spread("rows", 0, "number", out=1), Sheet(9))


@pytest.mark.parametrize("run", [in_polars, in_sql])
@pytest.mark.parametrize("operation", ALONE)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_an_operation_is_in_a_language_what_it_means(operation, run, data):
    made, drawn = DRAWN[operation](Draws(data.draw))
    exact, floats = columns(drawn)
    size = SIZES[made.table]
    if operation in DOUBTS:  # floats alone look for rows too close to call
        wanted = in_floats(made, *floats, counts=COUNTS, size=size).tolist()
    else:
        wanted = exactly(made, *exact, counts=COUNTS, size=size)
    assert run(made, drawn) == [each if isinstance(each, bool | int) else float(each) for each in wanted]
