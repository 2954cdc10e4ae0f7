"""Which engine runs, and what the certificate says of it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from attrs import evolve

from asn_appraisal import Bands, Items, Number, Policy, appraise_batches, appraise_table, read_records
from asn_appraisal.columns import tables
from asn_appraisal.columns.compiling.plan_cache import Latest
from asn_appraisal.columns.operations import Affine, Round, RoundWhole
from asn_appraisal.columns.running import engines
from asn_appraisal.columns.running.compiled import loops, statements
from asn_appraisal.columns.running.compiled.loops import as_plain_python
from asn_appraisal.errors import ChoiceError, MissingExtraError

X, P = Number("x", low=0, high=100), Number("p", low=0, high=100)
SCORE = (X / 3).rounded(2).named("nilai")
POLICY = Policy("coba", "Coba", score=SCORE, band=SCORE.rated(Bands(("a", ">= 20"), ("b", None))))
TABLE = {"x": np.array([1.5, 66.66, 99.99])}
WIDE = Policy("luas", "Luas", score=(Number("x", low=0, high=10**15, decimals=0) / 3).rounded(2))


def ran(**how: object) -> str:
    """The line of the certificate."""
    return appraise_table(POLICY, TABLE, **how).certificate.splitlines()[-1]


@pytest.fixture(autouse=True)
def _anew(monkeypatch) -> Iterator[None]:
    """No plan and no loop of another test; loops as plain Python."""
    monkeypatch.setattr(tables, "_LATEST", Latest())
    monkeypatch.setattr(loops, "_LOADED", {})
    with as_plain_python():
        yield


@pytest.fixture
def numba_is_there(monkeypatch):
    monkeypatch.setattr(engines, "available", lambda: True)
    monkeypatch.setattr(engines, "loaded", lambda *_: False)
    monkeypatch.setattr(engines, "on_disk", lambda _: False)


def test_each_engine_gives_the_same_and_says_that_it_ran():
    found = {engine: appraise_table(POLICY, TABLE, engine=engine) for engine in engines.ENGINES}
    assert {scores.score.tobytes() for scores in found.values()} == {found["blocks"].score.tobytes()}
    assert ran(engine="blocks") == ran() == "engine: blocks"
    assert ran(engine="compiled") == "engine: compiled loop, as plain Python"
    assert found["compiled"].certificate.splitlines()[:-1] == found["blocks"].certificate.splitlines()[:-1]


@pytest.mark.parametrize("engine", ["numba", "", None, True])
def test_an_engine_that_there_is_not_is_refused(engine):
    with pytest.raises(ChoiceError, match="auto, blocks, compiled"):
        appraise_table(POLICY, TABLE, engine=engine)
    with pytest.raises(ChoiceError):
        next(appraise_batches(POLICY, [TABLE], engine=engine))


def test_without_numba_compiled_is_refused_and_auto_takes_blocks(monkeypatch):
    monkeypatch.setattr(engines, "available", lambda: False)
    monkeypatch.setattr(engines, "_SAVED", 1.0)
    with as_plain_python(on=False):
        assert ran() == "engine: blocks"
        with pytest.raises(MissingExtraError, match=r"asn-appraisal\[fast\]"):
            ran(engine="compiled")
        monkeypatch.setattr(engines, "available", lambda: True)
        monkeypatch.setattr(loops, "import_module", lambda name: (_ for _ in ()).throw(ImportError(name)))
        assert ran() == "engine: blocks, since numba failed (MissingExtraError)"
        with pytest.raises(MissingExtraError):
            ran(engine="compiled")


def test_a_small_table_never_asks_what_a_loop_would_cost(monkeypatch, numba_is_there):
    monkeypatch.setattr(engines, "source_of", None)
    assert ran() == "engine: blocks"


def test_auto_compiles_where_this_run_alone_pays(monkeypatch, numba_is_there):
    operations = 6
    monkeypatch.setattr(engines, "_SAVED_READING", 0.0)
    monkeypatch.setattr(engines, "_SAVED", 0.1)
    for name, seconds in (("_IMPORT", 0.0), ("_COMPILE", 0.0), ("_COMPILE_OPERATION", 0.0)):
        monkeypatch.setattr(engines, name, seconds)
    assert ran() == "engine: compiled loop, as plain Python"
    monkeypatch.setattr(engines, "_COMPILE", 3 * operations)
    monkeypatch.setattr(tables, "_LATEST", Latest())
    assert ran() == "engine: blocks, since compiling would take longer than it has saved so far"


def test_auto_compiles_when_what_was_missed_adds_up(monkeypatch, numba_is_there):
    """Tables of one kind come one by one; each run alone saves a third of what compiling costs."""
    monkeypatch.setattr(engines, "_saved", lambda *_: 0.4)
    monkeypatch.setattr(engines, "_cost", lambda *_: 1.0)
    assert [ran().startswith("engine: compiled") for _ in range(4)] == [False, False, True, True]
    records = read_records(POLICY, TABLE)
    found = [appraise_table(POLICY, records).certificate for _ in range(3)]
    assert [": compiled" in each for each in found] == [False, False, True]
    scores = appraise_batches(POLICY, ({"x": TABLE["x"] - at / 4} for at in range(4)))
    assert [": compiled" in each.certificate for each in scores][-1]


def test_a_loop_that_is_there_costs_less(monkeypatch, numba_is_there):
    monkeypatch.setattr(engines, "modules", {"numba": None})
    monkeypatch.setattr(engines, "_saved", lambda *_: engines._READ)
    assert ran().startswith("engine: blocks")
    monkeypatch.setattr(engines, "on_disk", lambda _: True)
    assert ran().startswith("engine: compiled")
    monkeypatch.setattr(tables, "_LATEST", Latest())
    monkeypatch.setattr(engines, "on_disk", lambda _: False)
    monkeypatch.setattr(engines, "_saved", lambda *_: engines._WORTH_ASKING)
    assert ran().startswith("engine: blocks")
    monkeypatch.setattr(engines, "loaded", lambda *_: True)
    assert ran().startswith("engine: compiled")


def test_an_operation_that_a_loop_lacks_is_named(monkeypatch):
    known = {
        each: function for each, function in statements.STATEMENTS.functions.items() if each not in {Round, RoundWhole}
    }
    monkeypatch.setattr(statements, "STATEMENTS", evolve(statements.STATEMENTS, functions=known))
    assert ran(engine="compiled") == "engine: blocks, since a loop lacks round"
    assert Affine in known


def test_a_column_that_a_loop_cannot_read_is_named(monkeypatch):
    monkeypatch.setattr(engines, "forms_of", lambda *_: None)
    assert ran(engine="compiled") == "engine: blocks, since a loop cannot read a column of this form"


def test_a_program_that_is_too_long_stays_in_blocks(monkeypatch):
    monkeypatch.setattr(engines, "_MOST_OPERATIONS", 2)
    line = ran(engine="compiled")
    assert line.startswith("engine: blocks, since ")
    assert line.endswith(" operations take too long to compile")


def test_without_a_proof_the_line_says_so():
    scores = appraise_table(WIDE, {"x": np.array([1.0, 3e14, 10**15 - 1])}, engine="compiled")
    assert scores.certificate.splitlines()[-1] == "engine: whole numbers, no floats"


def test_the_text_of_a_loop_is_written_once_for_each_form_of_the_columns(monkeypatch):
    made = []
    source_of = engines.source_of

    def counted(*about: object) -> object:
        made.append(about)
        return source_of(*about)

    monkeypatch.setattr(engines, "source_of", counted)
    for _ in range(3):
        ran(engine="compiled")
    assert len(made) == 1
    rows = Items("rows", [P], at_least=0)
    policy = Policy("coba", "Coba", score=(rows.sum(P) + X).rounded(1))
    records = read_records(policy, [{"x": 1, "rows": [{"p": 3}]}, {"x": 2, "rows": []}])
    for _ in range(3):
        appraise_table(policy, records, engine="compiled")
    assert len(made) == 2
