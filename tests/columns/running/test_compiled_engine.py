"""The compiled engine against blocks and records: compiled by numba on what is hard, as plain Python on everything else."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np
import pytest
from attrs import evolve
from tests.columns.agreement import planned
from tests.columns.operations.in_loops import looped
from tests.columns.operations.in_loops import planned as planned_operations
from tests.columns.test_planted_faults import GROUNDS

from asn_appraisal import Bands, Items, Number, Policy, appraise_table, read_records, schemes
from asn_appraisal.columns import operations as ops
from asn_appraisal.columns.operations import OPERATIONS
from asn_appraisal.columns.operations.storage import CODE, MASK, NUMBER, SHORT, SMALL, TINY
from asn_appraisal.columns.running import float_engine
from asn_appraisal.columns.running.blocks import Data, Live, stretches
from asn_appraisal.columns.running.compiled import loops
from asn_appraisal.columns.running.compiled.loops import as_plain_python
from asn_appraisal.columns.running.compiled.sources import source_of
from asn_appraisal.columns.running.compiled_engine import Runner, forms_of
from asn_appraisal.columns.running.float_engine import run
from asn_appraisal.columns.tables import plan_of
from asn_appraisal.rounding import MODES
from asn_appraisal.testing import laws
from asn_appraisal.testing.drawing.aiming import random_edge_record
from asn_appraisal.testing.drawing.records import random_record

F = Fraction
COUNTS = (2, 0, 1, 5, 0, 3)
SIZE = sum(COUNTS)


def columns(seed: int) -> list[tuple[str, list]]:
    """Numbers on and beside ties, small whole numbers, masks and codes, of records (0 to 6) and of rows (7 to 9)."""
    random = Random(seed)  # noqa: S311 - chance for tests
    ties = [0.0, 0.5, -0.5, 2.5, 3.5, 0.1 + 0.2, 1 / 3, -7.0, 1e9 + 0.5, -1e-9, 99.995, 2.0**40 + 0.5]
    near = [each + random.choice((0, 0, 1, -1)) * float(np.spacing(each)) for each in ties]

    def drawn(among, size):
        return [random.choice(among) for _ in range(size)]

    records = len(COUNTS)
    return [
        (NUMBER, drawn(near, records)),
        (NUMBER, drawn([-7.0, 3.0, 0.1, 1e6 + 1 / 7], records)),
        (SMALL, drawn(range(-(10**4), 10**4), records)),
        (TINY, drawn(range(-128, 128), records)),
        (MASK, drawn([True, False], records)),
        (MASK, drawn([True, False], records)),
        (CODE, drawn(range(3), records)),
        (NUMBER, drawn(near, SIZE)),
        (SHORT, drawn(range(-300, 300), SIZE)),
        (MASK, drawn([True, False], SIZE)),
    ]


# One of each class and each of its forms, on the columns above.
SAMPLES: list[ops.Operation] = [
    *(ops.Affine("", 0, factor, addend) for factor, addend in ((F(1), F(1, 3)), (F(-1), F(2)), (F(10, 7), F(0)))),
    ops.Clip("", 0, F(-1, 3), F(99)),
    ops.Linear("", (0, 1, 0), (F(1, 3), F(-1), F(5, 7))),
    ops.Linear("", (2, 3), (F(1), F(7)), SMALL),
    ops.Widen("", 2),
    ops.Multiply("", 0, 1),
    ops.Divide("", 0, 1),
    ops.Maximum("", 0, 1),
    ops.Minimum("", 0, 1),
    ops.AddMask("", 0, 4),
    ops.Full("", F(1, 3)),
    ops.FullMask("", holds=True),
    ops.FullCode("", 5),
    *(ops.Round("", 0, F(10, 7), F(1, 9), None, F(10**6), F(1, 1000), mode, signed=True) for mode in MODES),
    *(ops.Round("", 3, F(7), F(900), F(0), None, F(0), mode, signed=False) for mode in MODES),
    ops.RoundWhole("", 2, 200, 95, 191, -50, 12000),
    ops.NearTie("", 0, F(10, 7), F(1, 9), None, F(10**6), F(1, 2), F(1, 50)),
    *(ops.Compare("", 0, sign, F(1, 2), margin) for sign in (">=", ">", "<=", "<", "==") for margin in (F(0), F(1, 9))),
    ops.CompareWhole("", 3, ">", 7),
    ops.Near("", 0, F(1, 2), F(1, 9)),
    ops.Same("", 4, 5),
    ops.Not("", 4),
    ops.And("", 4, 5),
    ops.Or("", 4, 5),
    ops.Choose("", 4, 0, ops.Fixed(F(1, 3))),
    ops.ChooseCode("", 4, 6, 6),
    ops.CountNot("", (4, 5)),
    ops.First("", (4, 5, 4)),
    ops.Tally("", (4, 5), 2),
    ops.Take("", 6, (F(5), F(7), F(9)), SMALL),
    ops.Take("", 6, (F(5), F(-7), F(9))),
    ops.Take("", 6, tuple(F(at * at) for at in range(30))),
    ops.TakeCode("", 6, (4, 0, 9)),
    ops.TakeMask("", 6, (True, False, True)),
    ops.Cell("", 6, 6, (8, 7, 6, 5, 4, 3, 2, 1, 0), 3),
    *(ops.Spread("rows", slot, kind) for slot, kind in ((0, NUMBER), (4, MASK), (6, CODE))),
    ops.SegmentSum("", 8, "rows", SMALL),
    ops.SegmentTally("", 9, "rows"),
    ops.SegmentLeast("", 7, "rows"),
    ops.SegmentGreatest("", 7, "rows"),
    ops.Refuse("", 4),
    ops.Refuse("rows", 9),
    ops.Doubt("", 5),
    ops.Doubt("rows", 9),
]


def test_every_operation_is_among_the_samples():
    assert {type(each) for each in SAMPLES} == {*OPERATIONS}


def test_numba_gives_the_bits_of_plain_python_for_every_operation():
    """No product is fused with a sum, no division becomes a product, and no order is changed."""
    pytest.importorskip("numba")
    for seed in range(12):
        plan, data = planned_operations(SAMPLES, columns(seed), COUNTS)
        by_numba, doubted = looped(plan, data, plain=False, size=4)
        by_python, doubts = looped(plan, data, size=10**6)
        assert by_numba.refused.tolist() == by_python.refused.tolist()
        assert doubted.tolist() == doubts.tolist()
        for slot, kept in by_python.kept.items():
            assert by_numba.kept[slot].tobytes() == kept.tobytes(), plan.program.operations[slot - 10]


@pytest.mark.parametrize("name", GROUNDS)
def test_on_the_hard_grounds_of_each_tier_the_loop_writes_what_blocks_write(name):
    ground = GROUNDS[name]
    plan, inputs = planned(ground.policy, ground.records)
    if plan.program.exact:
        return
    blocks = run(plan, inputs.data)
    results, doubted = looped(plan, inputs.data)
    sure = ~(doubted | results.refused)
    for one, other in ((results.score, blocks.score), (results.band, blocks.band)):
        assert one is None or one[sure].tobytes() == other[sure].tobytes()
    assert doubted.sum() == blocks.undecided or results.refused.any()


def edge_records(policy: Policy, count: int) -> list:
    random = Random(policy.key)  # noqa: S311 - chance for tests
    draw = (random_edge_record, random_edge_record, random_record)
    return [draw[at % 3](policy, random) for at in range(count)]


@pytest.mark.parametrize("key", schemes.keys())
def test_every_scheme_scores_edges_and_usual_records_alike_in_every_engine(key):
    policy = schemes.get(key)
    laws.columns_agree(policy, edge_records(policy, 40))


@pytest.mark.parametrize("key", ["pp-46-2011", "kmk-127-2026", "permenpanrb-14-2017"])
def test_schemes_compiled_by_numba_score_as_records_alone(key):
    pytest.importorskip("numba")
    policy = schemes.get(key)
    laws.columns_agree(policy, edge_records(policy, 60), compiled=True)


@pytest.mark.parametrize("seed", range(3000, 3012))
def test_random_policies_compiled_by_numba_score_as_records_alone(seed):
    pytest.importorskip("numba")
    laws.check_seed(seed, records=18, compiled=True)


# --- columns of every form

X, Y = Number("x", low=0, high=1000), Number("y", low=-5, optional=True)
Z = Number("z", low=0, high=100, decimals=0)
ROWS = Items("rows", [Z], at_least=0)
SUM = (X / 3 + Y.or_else(1) + ROWS.mean(Z).or_else(0)).named("jumlah")
POLICY = Policy("coba", "Coba", score=SUM.rounded(2), band=SUM.rated(Bands(("a", ">= 100"), ("b", None))))
UNREADABLE = [np.nan, np.inf, -np.inf, 1e300, 0.005, 1000.01, -0.01]


def live(x: list[float], y: list[float], z: list[float], counts: list[int]):
    owners = np.repeat(np.arange(len(counts)), counts)
    table = {"nip": np.arange(len(x)), "x": np.array(x), "y": np.array(y)}
    return {"table": table, "items": {"rows": {"nip": owners, "z": np.array(z)}}, "key": "nip"}


@pytest.mark.parametrize("spoilt", [None, *UNREADABLE])
@pytest.mark.parametrize("size", [None, 2])
def test_cells_that_cannot_be_read_refuse_their_records_and_no_others(spoilt, size):
    counts = [2, 0, 3, 1, 1]
    x, y, z = [0.1 + 0.2, 999.99, 5.0, 7.25, 0.0], [np.nan, 3.5, -5.0, 1e6, 2.0], [1.0, 2, 3, 4, 5, 6, 100]
    for place in range(3 if spoilt is not None else 1):
        columns = [x[:], y[:], z[:]]
        if spoilt is not None:
            columns[place][1] = spoilt
        given = live(*columns, counts)
        given |= {"on_error": "quarantine", "block": size}
        one = appraise_table(POLICY, **given, engine="blocks")
        with as_plain_python():
            other = appraise_table(POLICY, **given, engine="compiled")
        assert one.score.tobytes() == other.score.tobytes()
        assert one.band_keys() == other.band_keys()
        assert one.rejects == other.rejects


def test_a_column_that_is_not_stored_row_after_row_is_read_all_the_same():
    pairs = np.array([[1.5, 2.25], [3.0, 4.5], [0.1, 99.99]])
    for order in (pairs, np.asfortranarray(pairs), pairs[::-1]):
        order.flags.writeable = False
        table = {"x": order[:, 0], "y": order[:, 1], "rows": [[], [{"z": 3}], []]}
        with as_plain_python():
            compiled = appraise_table(POLICY, table, engine="compiled")
        assert compiled.score.tolist() == appraise_table(POLICY, table, engine="blocks").score.tolist()


def test_threads_give_the_same(monkeypatch):
    """They run the function that was made before them: what the context says of it does not reach into a thread."""
    monkeypatch.setattr(loops, "_compiled", None)
    monkeypatch.setattr(float_engine, "THREADED", 1)
    x = [at / 4 for at in range(60)]
    given = live(x, x, [1.0] * 60, [1] * 60)
    with as_plain_python():
        for threads in (1, 2, 3):
            found = appraise_table(POLICY, **given, threads=threads, block=7, engine="compiled")
            alone = appraise_table(POLICY, **given, engine="blocks")
            assert found.score.tobytes() == alone.score.tobytes()


def test_a_live_column_of_another_kind_has_no_form():
    inputs = read_records(POLICY, {"x": np.array([1.5]), "y": np.array([2.5]), "rows": [[]]}).data(
        POLICY.outline, once=True
    )
    plan = plan_of(POLICY, inputs.bounds, inputs.rows)
    assert forms_of(plan, inputs.data)
    columns = {
        place: evolve(column, floats=None) if isinstance(column, Live) else column
        for place, column in inputs.data.columns.items()
    }
    assert forms_of(plan, Data(1, columns, inputs.data.offsets)) is None


def test_scratch_holds_the_longest_record():
    records = [{"x": 1, "rows": [{"z": 7}] * 5000}, {"x": 2, "rows": []}]
    plan, inputs = planned(POLICY, records)
    cut = [*stretches(2, inputs.data.offsets, 10)]
    runner = Runner(plan, inputs.data, cut, source_of(plan, forms_of(plan, inputs.data), inputs.data.offsets))
    assert runner.longest["rows"] == 5000
    assert looped(plan, inputs.data)[0].score.tolist() == run(plan, inputs.data).score.tolist()
