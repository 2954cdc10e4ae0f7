# ruff: noqa: S311  (chance for tests, nothing secret)

import os
import re
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from attrs import evolve

from asn_appraisal import Bands, Fault, Items, Number, Policy, Weighted, schemes
from asn_appraisal.columns.tables import appraise_table
from asn_appraisal.errors import ReplayError
from asn_appraisal.testing import laws
from asn_appraisal.testing.drawing.aiming import random_edge_record
from asn_appraisal.testing.drawing.faults import random_faulty_record
from asn_appraisal.testing.drawing.policies import random_policy
from asn_appraisal.testing.drawing.records import Record, random_record

BLOCKS = (None, 1, 2, 7)
rows = Items("kegiatan", (Number("target", low=1), Number("hasil", low=0)), optional=True)
first = Number("satu", low=0, high=100)
share = rows.mean(rows.fields[1].against(rows.fields[0]).capped(120)).or_else(0)
POLICY = Policy(
    "uji",
    "Uji",
    score=Weighted((40, share), (60, first)).rounded(2).named("nilai"),
    band=Bands(("baik", ">= 76"), ("kurang", None)),
)
RECORDS: list[Record] = [
    {"satu": "95.5", "kegiatan": [{"target": "8", "hasil": "7.5"}]},
    {"satu": 76, "kegiatan": [{"target": 4, "hasil": 3}, {"target": 3, "hasil": 9}]},
    {"satu": None},
    {"satu": 0.125},
    {"satu": "12"},
]


def _records(policy: Policy, seed: int) -> list[Record]:
    """Plain records, records at edges and faulty ones, shuffled."""
    random = Random(seed)
    found = [random_record(policy, random, mixed=True) for _ in range(15)]
    found += [random_edge_record(policy, random, mixed=True) for _ in range(30)]
    found += [random_faulty_record(policy, random) for _ in range(10)]
    random.shuffle(found)
    return found


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("key", schemes.keys())
def test_columns_agree_with_records_for_every_scheme(key: str, block: int | None) -> None:
    policy = schemes.get(key)
    for seed in range(2):
        laws.columns_agree(policy, _records(policy, seed), block=block, floats=("snap", "strict")[seed])


@pytest.mark.parametrize("key", schemes.keys())
def test_columns_agree_for_one_record_and_for_none(key: str) -> None:
    policy, random = schemes.get(key), Random(4)
    laws.columns_agree(policy, [])
    for _ in range(10):
        laws.columns_agree(policy, [random_edge_record(policy, random, mixed=True)])
        laws.columns_agree(policy, [random_faulty_record(policy, random)])


@pytest.mark.parametrize("key", schemes.keys())
def test_columns_agree_where_no_optional_value_is_given(key: str) -> None:
    policy, random = schemes.get(key), Random(5)
    free = {entry.key for entry in policy.outline.fields if not entry.needed}
    records = [random_record(policy, random) for _ in range(8)]
    laws.columns_agree(policy, [{k: v for k, v in record.items() if k not in free} for record in records], block=2)


def test_columns_agree_where_means_of_ratios_meet_an_edge_that_no_float_holds() -> None:
    # Seven in 1,500 of these get a wrong band where rows beside an edge are not set aside.
    target, result = Number("target", low=1, high=500, decimals=1), Number("hasil", low=0, high=900, decimals=1)
    activities = Items("kegiatan", (target, result))
    bands = Bands(("a", "> 90.99"), ("b", ">= 76"), ("c", "> 60"), ("d", None))
    policy = Policy("uji", "Uji", score=activities.mean(result.against(target)), reported=2, band=bands)
    random = Random(1)
    laws.columns_agree(policy, [random_edge_record(policy, random) for _ in range(800)])


@pytest.mark.parametrize("seed", range(300))
def test_every_law_holds_for_random_policies(seed: int) -> None:
    laws.check_seed(seed)


def test_columns_that_agree_break_no_law() -> None:
    for block in BLOCKS:
        for floats in ("snap", "strict", "quantize"):
            laws.columns_agree(POLICY, RECORDS, block=block, floats=floats)


# --- the law sees what is wrong: results that are changed on the way -------------------------------------------------


def _changed(monkeypatch: pytest.MonkeyPatch, change: Callable[[SimpleNamespace], None]) -> None:
    """Columns whose results are right but for one change."""

    def wrong(*given: Any, **how: Any) -> SimpleNamespace:
        scores = appraise_table(*given, **how)
        exact = [scores.exact(row) for row in range(len(scores.band_keys()))]
        copy = SimpleNamespace(score=list(scores.score), bands=scores.band_keys(), values=exact, rejects=scores.rejects)
        change(copy)
        copy.band_keys, copy.exact = (lambda: copy.bands), (lambda row: copy.values[row])
        return copy

    monkeypatch.setattr(laws, "appraise_table", wrong)


def _one_bit(scores: SimpleNamespace) -> None:
    scores.score[1] = float.fromhex(scores.score[1].hex()) * (1 + 2.0**-52)


def _one_unit(scores: SimpleNamespace) -> None:
    scores.values[1] += Fraction(1, 100)


def _next_band(scores: SimpleNamespace) -> None:
    scores.bands[1] = "kurang"


def _lost_fault(scores: SimpleNamespace) -> None:
    scores.rejects = scores.rejects[1:]


def _other_fault(scores: SimpleNamespace) -> None:
    scores.rejects = tuple(evolve(fault, code="ASN404") for fault in scores.rejects)


def _other_field(scores: SimpleNamespace) -> None:
    scores.rejects = tuple(evolve(fault, field="dua") for fault in scores.rejects)


def _other_row(scores: SimpleNamespace) -> None:
    scores.rejects = tuple(evolve(fault, row=(fault.row or 0) - 1) for fault in scores.rejects)


def _more_faults(scores: SimpleNamespace) -> None:
    scores.rejects += (Fault("ASN406", row=2, field="satu"),)


def _fewer_rows(scores: SimpleNamespace) -> None:
    scores.bands.pop()


@pytest.mark.parametrize(
    "change",
    [
        _one_bit,
        _one_unit,
        _next_band,
        _lost_fault,
        _other_fault,
        _other_field,
        _other_row,
        _more_faults,
        _fewer_rows,
    ],
)
def test_one_wrong_bit_band_or_fault_breaks_the_law(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[SimpleNamespace], None]
) -> None:
    _changed(monkeypatch, change)
    with pytest.raises(AssertionError):
        laws.columns_agree(POLICY, RECORDS)


def test_arrays_are_tried_as_well_as_records(monkeypatch: pytest.MonkeyPatch) -> None:
    tables: list[Any] = []

    def noting(policy: Policy, table: Any, **how: Any) -> Any:
        tables.append(table)
        return appraise_table(policy, table, **how)

    monkeypatch.setattr(laws, "appraise_table", noting)
    laws.columns_agree(POLICY, RECORDS)
    assert [type(table) for table in tables] == [list, dict, dict] * 2  # by blocks, then by the compiled loop
    assert [table["satu"].dtype.kind for table in tables if isinstance(table, dict)] == ["f"] * 4


def test_whole_numbers_are_tried_as_integers_and_as_floats(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds: list[str] = []

    def noting(policy: Policy, table: Any, **how: Any) -> Any:
        kinds.append("" if isinstance(table, list) else table["satu"].dtype.kind)
        return appraise_table(policy, table, **how)

    monkeypatch.setattr(laws, "appraise_table", noting)
    laws.columns_agree(Policy("uji", "Uji", score=first), [{"satu": 1}, {"satu": "2"}])
    assert kinds == ["", "i", "f"] * 2


def test_a_record_without_a_place_in_arrays_does_not_keep_the_others_from_them(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []

    def noting(policy: Policy, table: Any, **how: Any) -> Any:
        sizes.append(len(table) if isinstance(table, list) else len(table["satu"]))
        return appraise_table(policy, table, **how)

    monkeypatch.setattr(laws, "appraise_table", noting)
    laws.columns_agree(Policy("uji", "Uji", score=first), [{"satu": 1}, {"satu": "tiga"}, {"satu": 2}])
    assert sizes == [3, 2, 2] * 2


def test_the_laws_are_tried_on_the_policies_whose_coverage_is_measured() -> None:
    assert [laws.case(seed, records=0).policy for seed in range(6)] == [
        random_policy(Random(seed), number=seed) for seed in range(6)
    ]


def test_a_key_that_no_record_has_is_a_fault_of_each_record_and_not_of_the_table() -> None:
    laws.columns_agree(POLICY, [{}, {"kegiatan": [{"hasil": 1}, {}]}, {"kegiatan": []}])
    scored: list[Record] = [{"satu": 1}, {"satu": 2}]
    laws.columns_agree(POLICY, scored)
    assert scored == [{"satu": 1}, {"satu": 2}]


def test_a_result_that_cannot_be_worked_out_again_breaks_the_law(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(row: int) -> Fraction:
        raise ReplayError(row=row)

    scores = SimpleNamespace(score=None, band_keys=lambda: ["baik"], exact=lost, rejects=())
    monkeypatch.setattr(laws, "appraise_table", lambda *_, **__: scores)
    with pytest.raises(AssertionError, match="row 0 has a result that cannot be worked out again"):
        laws.columns_agree(POLICY, RECORDS[:1])


def test_the_message_names_row_both_results_and_the_formulas(monkeypatch: pytest.MonkeyPatch) -> None:
    _changed(monkeypatch, _next_band)
    with pytest.raises(AssertionError) as caught:
        laws.columns_agree(POLICY, RECORDS)
    text = str(caught.value)
    assert "row 1 of 5, given as a list of records" in text
    assert "alone:   score 84.6" in text
    assert "band baik" in text
    assert "columns: score 84.6" in text
    assert "band kurang" in text
    assert (
        "nilai = Weighted((40, kegiatan.mean((hasil / target * 100).capped(120)).or_else(0)), (60, satu)).rounded(2)"
        in text
    )


def test_the_message_names_the_faults_of_a_refused_row(monkeypatch: pytest.MonkeyPatch) -> None:
    _changed(monkeypatch, _other_fault)
    with pytest.raises(AssertionError, match="refused, ASN401 None None satu"):
        laws.columns_agree(POLICY, RECORDS)


def test_a_policy_that_changes_its_mind_is_not_deterministic() -> None:
    results = iter(range(100))
    fickle: Any = SimpleNamespace(
        appraise=lambda *_, **__: next(results), parts={}, band=None, checks=(), key="berubah"
    )
    with pytest.raises(AssertionError, match="row 0: appraised twice, with different results\npolicy berubah:"):
        laws.deterministic(fickle, [{}])
    laws.deterministic(POLICY, RECORDS)


def test_a_document_that_loses_a_digit_breaks_the_round_trip(monkeypatch: pytest.MonkeyPatch) -> None:
    laws.document_round_trip(POLICY, RECORDS)
    written = laws.to_toml
    # Without its fingerprint a document cannot tell that it was changed.
    monkeypatch.setattr(
        laws, "to_toml", lambda policy: re.sub("fingerprint = .*", "", written(policy)).replace(">= 76", ">= 75")
    )
    with pytest.raises(AssertionError, match="written as TOML and read back it is another policy"):
        laws.document_round_trip(POLICY, RECORDS)


NAMES = [
    "never_worse",
    "within_bounds",
    "every_band_reachable",
    "edge_belongs_where_said",
    "order_does_not_matter",
    "missing_is_not_zero",
    "explanation_adds_up",
    "contributions_add_up",
    "changes_add_up",
    "no_reversal",
    "columns_agree",
    "deterministic",
    "document_round_trip",
]


def test_all_laws_are_listed_and_each_says_a_sentence() -> None:
    assert [law.__name__ for law in laws.ALL] == NAMES
    assert all((law.__doc__ or "").splitlines()[0].endswith((".", ",")) for law in laws.ALL)


def test_a_policy_gets_the_laws_that_fit_it() -> None:
    assert [law.name for law in laws.for_policy(schemes.get("pp-46-2011"))] == NAMES
    assert {*NAMES} - {law.name for law in laws.for_policy(POLICY)} == {"never_worse"}  # no input has a direction
    without_bands = {law.name for law in laws.for_policy(schemes.get("integrasi-2021"))}
    assert {*NAMES} - without_bands == {"every_band_reachable", "edge_belongs_where_said"}


def test_a_law_is_called_with_records_and_tells_what_it_says() -> None:
    first = laws.for_policy(schemes.get("permenpan-16-2009"))[0]
    assert (str(first), first.sentence.startswith("Doing better")) == ("never_worse", True)
    first([{"nilai": "90.99"}, {"nilai": "91"}])


# --- the command -----------------------------------------------------------------------------------------------------


def test_a_seed_gives_the_same_case_and_seeds_vary_in_size_blocks_and_floats() -> None:
    cases = [laws.case(seed, records=6) for seed in range(80)]
    assert [case.policy for case in cases] == [laws.case(seed, records=6).policy for seed in range(80)]
    assert [repr(case.records) for case in cases[:20]] == [
        repr(laws.case(seed, records=6).records) for seed in range(20)
    ]
    assert {len(case.records) for case in cases} == {0, 1, 6, 8, 30, 40}
    assert {case.block for case in cases} == set(BLOCKS)
    assert {case.floats for case in cases} == {"snap", "strict", "quantize"}


def test_the_command_says_how_many_policies_agree(capsys: pytest.CaptureFixture[str]) -> None:
    assert laws.main(["--policies", "3", "--first", "5", "--records", "4"]) == 0
    assert capsys.readouterr().out == "3 of 3 policies agree\n"


def test_the_command_stops_at_the_first_seed_that_disagrees(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def check(seed: int, *, records: int, compiled: bool) -> None:
        assert not compiled
        assert seed != 7, f"no luck with {records} records"

    monkeypatch.setattr(laws, "check_seed", check)
    assert laws.main(["--policies", "10", "--first", "5"]) == 1
    assert capsys.readouterr().out.startswith("seed 7: no luck with 24 records")


def test_the_command_names_the_seed_at_which_something_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def check(seed: int, *, records: int, compiled: bool) -> None:
        raise KeyError(seed, records, compiled)

    monkeypatch.setattr(laws, "check_seed", check)
    with pytest.raises(KeyError):
        laws.main(["--first", "9"])
    assert capsys.readouterr().out == "seed 9 fails:\n"


def test_the_laws_run_without_hypothesis() -> None:
    code = "import sys; sys.modules['hypothesis'] = None; from asn_appraisal.testing import laws; laws.check_seed(1)"
    subprocess.run([sys.executable, "-c", code], check=True, env=dict(os.environ))
