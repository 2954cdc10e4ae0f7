import math
from contextvars import Context
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.columns.agreement import REFUSED, agree, appraised, planned, scored

from asn_appraisal import Bands, Category, Items, Mean, Number, Policy, When
from asn_appraisal.columns.compiling.plans import MOST_UNITS
from asn_appraisal.columns.operations import Ratio
from asn_appraisal.columns.records import read_records
from asn_appraisal.columns.running import float_engine
from asn_appraisal.columns.running.blocks import Data, stretches
from asn_appraisal.columns.running.exact_engine import run_exactly, run_in_64_bits
from asn_appraisal.columns.running.float_engine import run, stored
from asn_appraisal.columns.tables import plan_of
from asn_appraisal.errors import PlanError

P, Q = Number("p", low=1, high=50, decimals=0), Number("q", low=0, high=50, decimals=1)
X = Number("x", low=-100, high=100)
ROWS, MORE = Items("rows", [P, Q], at_least=0), Items("more", [Q], at_least=0)
TOTAL = (ROWS.mean(Q / P).or_else(0) * 100 + MORE.sum(Q) / 3 + X).named("jumlah")
POLICY = Policy("coba", "Coba", score=TOTAL.rounded(2), band=TOTAL.rated(Bands(("a", ">= 50"), ("b", None))))


def record(at: int) -> dict:
    rows = [{"p": 1 + (at + row) % 50, "q": (at * row) % 51} for row in range(at % 6)]
    return {"x": (7 * at) % 201 - 100, "rows": rows, "more": [{"q": at % 50}] * (at * at % 4)}


RECORDS = [record(at) for at in range(60)]


@pytest.mark.parametrize("size", [1, 2, 7, 59, 60, 10**6])
def test_blocks_of_any_size_give_the_same(size):
    agree(POLICY, RECORDS, sizes=(size,))


@settings(deadline=None)
@given(
    st.integers(0, 30), st.lists(st.lists(st.integers(0, 9), min_size=30, max_size=30), max_size=2), st.integers(1, 40)
)
def test_stretches_cover_all_records_and_their_rows_once(count, lists, size):
    offsets = {f"l{at}": np.concatenate([[0], np.cumsum(each[:count])]) for at, each in enumerate(lists)}
    found = [*stretches(count, offsets, size)]
    assert [row for each in found for row in range(each.start, each.stop)] == [*range(count)]
    for each in found:
        assert 0 < each.stop - each.start <= size
        for name, ends in offsets.items():
            assert each.rows[name] == each.span(name) == (ends[each.start], ends[each.stop])
            # More rows than that are in one record.
            assert ends[each.stop] - ends[each.start] <= size or each.stop - each.start == 1


def test_threads_give_the_same(monkeypatch):
    monkeypatch.setattr(float_engine, "THREADED", 1)
    plan, inputs = planned(POLICY, RECORDS)
    alone = run(plan, inputs.data)
    for threads in (2, 3):
        for size in (1, 7, 100):
            found = run(plan, inputs.data, size=size, threads=threads)
            assert found.score.tobytes() == alone.score.tobytes()
            assert found.band.tolist() == alone.band.tolist()


def test_rows_in_doubt_and_no_others_are_worked_out_again():
    x, y, z = (Number(key, low=1, high=10**4, decimals=0) for key in "xyz")
    policy = Policy("coba", "Coba", score=(x / y + x / z).rounded(2))
    records = [
        {"x": 1, "y": 3, "z": 7},
        {"x": 1, "y": 8, "z": 8000},
        {"x": 1, "y": 16, "z": 16},
        {"x": 10**4, "y": 9, "z": 11},
    ]
    records += [{"x": 10**4, "y": 10**4, "z": 10**4}]
    agree(policy, records)
    plan, inputs = planned(policy, records)
    # 1/8 + 1/8000 = 0.125125 is plain; 1/16 + 1/16 = 0.125 is a tie.
    assert run(plan, inputs.data).undecided == 1
    without = Data(4, {key: column[[0, 1, 3, 4]] for key, column in inputs.data.columns.items()})
    assert run(plan, without).undecided == 0


# --- what the float engine writes, and what is checked and mended of it ---

_PARTS = [Number(key, low=1, high=10**4, decimals=0) for key in "xyz"]
_SUM = _PARTS[0] / _PARTS[1] + _PARTS[0] / _PARTS[2]
TIED = Policy("coba", "Coba", score=_SUM.rounded(2), band=_SUM.rated(Bands(("a", ">= 1"), ("b", None))))
# An eighth is a tie, and 8/16 + 8/16 lies on the edge of the band.
TIES = [{"x": at, "y": 16, "z": 16} for at in range(1, 40)] + [{"x": 1, "y": 3, "z": 7}, {"x": 10**4, "y": 9, "z": 11}]
IN_DOUBT = [row for row in range(39) if row % 2 == 0 or row == 7]


def spoil(monkeypatch, rows, *, score=0, band=0):
    """Let the float engine write a wrong score or band in some rows."""
    store = float_engine._Runner.store

    def wrongly(runner, stretch, results):
        store(runner, stretch, results)
        here = [row for row in rows if stretch.start <= row < stretch.stop]
        results.score[here] += score
        results.band[here] ^= band

    monkeypatch.setattr(float_engine._Runner, "store", wrongly)


@pytest.mark.parametrize("size", [None, 1, 5, 40, 41])
def test_a_row_in_doubt_is_worked_out_again_whatever_stands_there(monkeypatch, size):
    plan, inputs = planned(TIED, TIES)
    assert run(plan, inputs.data).undecided == len(IN_DOUBT)
    spoil(monkeypatch, IN_DOUBT, score=7, band=1)
    assert scored(TIED, plan, inputs, size=size) == appraised(TIED, TIES)


@pytest.mark.parametrize("wrong", [{"score": 0.01}, {"band": 1}])
@pytest.mark.parametrize("row", [1, 39, 40])
def test_a_single_wrong_row_that_was_decided_is_found_where_all_are_checked(monkeypatch, row, wrong):
    plan, inputs = planned(TIED, TIES)
    spoil(monkeypatch, [row], **wrong)
    with pytest.raises(PlanError, match=f"row {row} "):
        run(plan, inputs.data, size=5)
    with float_engine.every_row_checked(on=False):
        assert scored(TIED, plan, inputs) != appraised(TIED, TIES)
    assert Context().run(scored, TIED, plan, inputs) != appraised(TIED, TIES)  # unasked nothing is checked


@pytest.mark.parametrize("what", ["score", "band", "refused"])
@pytest.mark.parametrize("row", [0, 7, 39])
def test_a_single_row_that_is_wrong_in_64_bits_is_found_where_all_are_checked(monkeypatch, row, what):
    plan, inputs = planned(TIED, TIES)

    def wrongly(*about):
        found, left = run_in_64_bits(*about)
        slot = plan.score if what == "score" else plan.band
        wrong = np.arange(found.count) == row
        slots = found.slots[slot]
        found.slots[slot] = slots.plus(Ratio(wrong.astype(np.int64))) if what == "score" else slots ^ wrong
        left[:] = False
        return found, left

    def refusing(*about):
        found = run_exactly(*about)
        found.refused[row] = True
        return found

    if what == "refused":
        monkeypatch.setattr(float_engine, "run_exactly", refusing)
    else:
        monkeypatch.setattr(float_engine, "run_in_64_bits", wrongly)
    with pytest.raises(PlanError, match=f"row {row} "):
        run(plan, inputs.data)


def test_kept_parts_are_those_of_records_whatever_their_kind_and_size():
    x, y = Number("x", low=0, high=10**6, decimals=0), Number("y", low=1, high=10**4, decimals=0)
    share, large = (x / y).named("bagian"), (x >= 1000).named("besar")
    level = x.rated(Bands(("a", ">= 5000"), ("b", ">= 10"), ("c", None))).named("tingkat")
    policy = Policy("coba", "Coba", score=(share.rounded(1) + When(large, 1, 0)).rounded(1), band=level)
    records = [{"x": a, "y": b} for a, b in ((0, 1), (123456, 7), (10**6, 3), (9, 10**4), (1, 20), (3, 20))]
    plan, inputs = planned(policy, records, parts=["bagian", "besar", "tingkat"])
    kept = [plan.parts[key] for key in ("bagian", "besar", "tingkat")]
    for size in (None, 1, 4):
        found = run(plan, inputs.data, size=size).kept
        shares, larges, levels = (found[each.slot].tolist() for each in kept)
        assert [a * float(kept[0].unit) for a in shares] == [each["x"] / each["y"] for each in records]
        assert larges == [each["x"] >= 1000 for each in records]
        assert [kept[2].keys[code] for code in levels] == ["c", "a", "a", "c", "c", "c"]


def test_a_plan_that_was_made_for_gaps_serves_a_column_without_any():
    x, y = Number("x", low=0, high=100, optional=True), Number("y", low=0, high=100)
    policy = Policy("coba", "Coba", score=Mean.of_given(x, y).rounded(2))
    plan, _ = planned(policy, [{"x": None, "y": 0}, {"x": 0, "y": 100}, {"x": 100, "y": 1}])
    records = [{"x": 10, "y": 20}, {"x": 5, "y": 6}, {"x": 0, "y": 100}]
    assert scored(policy, plan, planned(policy, records)[1], size=2) == appraised(policy, records)


def test_scores_are_the_doubles_nearest_to_their_decimals_and_zero_has_no_sign():
    x = Number("x", low=-100, high=100)
    policy = Policy("coba", "Coba", score=(-x).rounded(2))
    units = [0, *range(-10000, 10000, 37)]
    plan, inputs = planned(policy, [{"x": Fraction(unit, 100)} for unit in units])
    found = run(plan, inputs.data).score
    assert [each.hex() for each in found.tolist()] == [float(Fraction(-unit, 100)).hex() for unit in units]
    choice = Policy("coba", "Coba", score=When(Category("k", ("a", "b")).is_("a"), x, 0).rounded(2))
    plan, inputs = planned(choice, [{"k": "b", "x": -5}, {"k": "a", "x": -4}])
    assert [math.copysign(1, each) for each in run(plan, inputs.data).score] == [1.0, -1.0]


def test_large_scores_turn_the_column_into_fractions_and_change_no_other():
    small = np.array([0.0, 0.29, -12.3])
    same = stored(small.copy(), np.array([2]), np.array([-1230]), 2)
    assert same.tobytes() == small.tobytes()
    found = stored(small.copy(), np.array([0]), np.array([MOST_UNITS + 1]), 2)
    assert found.tolist() == [Fraction(MOST_UNITS + 1, 100), Fraction(29, 100), Fraction(-123, 10)]
    assert stored(found, np.array([1]), np.array([5]), 2).tolist()[1] == Fraction(1, 20)


def test_no_record_is_no_result():
    plan, inputs = planned(POLICY, RECORDS)
    found = run(plan, Data(0, inputs.data.columns, {"rows": np.zeros(1, int), "more": np.zeros(1, int)}))
    assert (found.score.tolist(), found.band.tolist(), found.refused.tolist()) == ([], [], [])


def test_floats_read_while_they_are_scored_give_the_same_as_columns_read_before():
    table = {"x": np.array([-100, 0.1 + 0.2, 85.5, 99.999, math.nan, 101.0, 1e300, math.inf, -0.0])}
    policy = Policy("coba", "Coba", score=(X / 3).rounded(2))
    records = read_records(policy, table)
    live = records.data(policy.outline, once=True)
    alone = appraised(policy, [{"x": x} for x in table["x"].tolist()])
    assert alone.count(REFUSED) == 5
    for size in (None, 1, 2):
        assert scored(policy, plan_of(policy, live.bounds, live.rows), live, size=size) == alone
    before = records.data(policy.outline)
    assert scored(policy, plan_of(policy, before.bounds, before.rows), before) == alone


@pytest.mark.parametrize("size", [None, 1, 2, 3])
def test_gaps_in_floats_read_while_they_are_scored_are_gaps(size):
    x, y = Number("x", low=0, high=100, optional=True), Number("y", low=0, high=100)
    policy = Policy("coba", "Coba", score=Mean.of_given(x, y).rounded(2))
    table = {"x": np.array([1.0, 2.5, 99.5, math.nan, 7.0, math.nan]), "y": np.array([3.0, 4.0, 5.0, 6.0, 7.0, 8.0])}
    live = read_records(policy, table).data(policy.outline, once=True)
    columns = [
        dict(zip(table, row, strict=True)) for row in zip(*(each.tolist() for each in table.values()), strict=True)
    ]
    assert scored(policy, plan_of(policy, live.bounds, live.rows), live, size=size) == appraised(policy, columns)
