"""Operations as the text of a loop, run as plain Python: nothing is compiled, and the lines are the ones that numba gets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from asn_appraisal.columns.compiling.bounds import RECORD, Codes, Mask
from asn_appraisal.columns.compiling.plans import Plan
from asn_appraisal.columns.compiling.programs import Program
from asn_appraisal.columns.operations import Operation, SegmentSum, SegmentTally
from asn_appraisal.columns.operations.storage import MASK, TYPES
from asn_appraisal.columns.running.blocks import Data, stretches
from asn_appraisal.columns.running.compiled.loops import as_plain_python
from asn_appraisal.columns.running.compiled.sources import source_of
from asn_appraisal.columns.running.compiled_engine import Runner, forms_of, loop_for
from asn_appraisal.columns.running.float_engine import Results, empty_results

Columns = Sequence[tuple[str, Sequence[Any]]]  # the kind and the values of each


def planned(operations: Sequence[Operation], columns: Columns, counts: Sequence[int]) -> tuple[Plan, Data]:
    """A plan of operations on slots 0, 1, 2, ...: columns of records, or of the rows of ``rows`` by their length."""
    program, arrays = Program(), {}
    for at, (kind, values) in enumerate(columns):
        table = RECORD if len(values) == len(counts) else "rows"
        program.load(table, f"x{at}", "values", kind)
        arrays[table, f"x{at}", "values"] = np.array(values, TYPES[kind])
    parts: dict[str, Any] = {}
    for at, operation in enumerate(operations):
        if operation.kind is None or type(operation).__name__ in {"Refuse", "Doubt"}:
            program.act(operation)
            continue
        slot = program.emit(operation)
        if operation.table != RECORD:  # what is of rows is seen in the totals of records
            slot = program.emit((SegmentTally if operation.kind == MASK else SegmentSum)(RECORD, slot, "rows"))
        parts[f"part{at}"] = Mask(RECORD, slot) if program.kinds[slot] == MASK else Codes(RECORD, slot, ())
    data = Data(len(counts), arrays, {"rows": np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])})
    return Plan(program, 0, None, None, parts), data


def looped(plan: Plan, data: Data, *, plain: bool = True, size: int = 10**6) -> tuple[Results, Any]:
    """The results of the loop of a plan and the records in doubt, by plain Python or by numba."""
    forms = forms_of(plan, data)
    assert forms is not None
    source = source_of(plan, forms, data.offsets)
    results, doubted = empty_results(plan, data), np.zeros(data.count, np.bool_)
    with as_plain_python(on=plain):
        function = loop_for(plan, data, source).function
    Runner(plan, data, [*stretches(data.count, data.offsets, size)], source, function=function).run(results, doubted)
    return results, doubted


def in_loop(operation: Operation, columns: Columns, counts: Sequence[int]) -> Any:
    """What an operation writes in a loop; totals of records for one of rows."""
    plan, data = planned([operation], columns, counts)
    (written,) = looped(plan, data)[0].kept.values()
    return written


def marks_in_loop(operation: Operation, columns: Columns, counts: Sequence[int]) -> tuple[list[bool], list[bool]]:
    """The records that an operation refuses in a loop, and those that it doubts."""
    results, doubted = looped(*planned([operation], columns, counts))
    return results.refused.tolist(), doubted.tolist()
