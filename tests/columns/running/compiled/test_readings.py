"""A double is read by a line just as ``ingest`` reads it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_appraisal import Number
from asn_appraisal.columns.operations.storage import CODE, MASK, NUMBER
from asn_appraisal.columns.reading.ingest import ingest
from asn_appraisal.columns.reading.raw_columns import RawColumn
from asn_appraisal.columns.running.compiled.readings import Form, LiveForm, Reading, in_comment, reading_lines

PLACE, ABSENT = ("", "x", "values"), ("", "x", "absent")


def read(x: float, decimals: int, low: int, high: int, *, optional: bool, baked: bool) -> tuple[float, bool, bool]:
    """The whole number of a double, whether it is absent, and whether it is absent or was read."""
    limits = (float(low), float(high)) if baked else (None, None)
    form = Form(NUMBER, LiveForm(decimals, optional), limits)
    reading = Reading.of(PLACE, form, 0, {PLACE: 1, ABSENT: 2})
    lines, good = reading_lines(reading, "cell", [repr(float(low)), repr(float(high))], kept=True)
    names = {"np": np, "cell": np.float64(x)}
    with np.errstate(all="ignore"):
        exec("\n".join([*lines, f"good = {good}"]), names)  # noqa: S102 - our own lines
    return float(names["s1"]), bool(names["s2"]), bool(names["good"])


DOUBLES = st.one_of(
    st.floats(width=64),
    st.tuples(st.integers(-(10**9), 10**9), st.integers(0, 4), st.integers(-3, 3)).map(
        lambda drawn: drawn[0] / 10 ** drawn[1] + drawn[2] * float(np.spacing(drawn[0] / 10 ** drawn[1]))
    ),
    st.sampled_from([0.1 + 0.2, -0.0, 1e-12, -1e-12, np.nan, np.inf, -np.inf, 1e300, 999_999.99, 1e10, 0.005]),
)


@given(DOUBLES, st.integers(0, 3), st.sampled_from([(0, 1000), (-(10**6), 10**6), (-(10**11), 10**11)]), st.booleans())
def test_a_line_reads_what_ingest_reads(x, decimals, limits, optional):
    low, high = (end // 10**decimals * 10**decimals for end in limits)
    field = Number("x", decimals=decimals, low=low // 10**decimals, high=high // 10**decimals, optional=optional)
    column = ingest(field, RawColumn(np.array([x])))
    refused = column.refused is not None and bool(column.refused[0])
    absent = column.absent is not None and bool(column.absent[0])
    for baked in (True, False):
        whole, gap, good = read(x, decimals, low, high, optional=optional, baked=baked)
        assert (good, gap) == (not refused, absent)
        assert whole == (low if refused or absent else column.values[0])
        assert not np.signbit(whole) or whole < 0


@pytest.mark.parametrize(("kind", "line"), [(MASK, "s1 = bool(c[i])"), (CODE, "s1 = np.float64(c[i])")])
def test_a_column_that_was_read_before_is_a_number_or_a_mask(kind, line):
    reading = Reading.of(PLACE, Form(kind), 0, {PLACE: 1, ABSENT: 2})
    assert reading_lines(reading, "c[i]", ["0.0", "0.0"], kept=False) == ([line], "")
    assert reading.slots == [1]


def test_a_column_of_which_nothing_is_used_is_checked_all_the_same():
    reading = Reading.of(PLACE, Form(NUMBER, LiveForm(2, optional=False), (0.0, 100.0)), 3, {})
    lines, good = reading_lines(reading, "c[i]", ["0.0", "100.0"], kept=False)
    assert good == "live_3_near"
    assert not any(line.startswith("s") for line in lines)


def test_a_name_can_do_nothing_in_a_comment():
    assert in_comment("nilai\nimport os") == "nilai?import os"
