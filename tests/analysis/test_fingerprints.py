from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from tests import independent_fingerprints
from tests.canonical_forms import essence, form_of, policy_of
from tests.hostile_keys import with_hostile_keys
from tests.schemes.checking import every_choice

from asn_appraisal import (
    Band,
    Bands,
    Case,
    Category,
    Check,
    Count,
    Flag,
    Grid,
    Indicator,
    Items,
    Level,
    Mean,
    Number,
    Policy,
    Source,
    Steps,
    Weighted,
    When,
    from_document,
    from_json,
    from_toml,
    schemes,
    to_document,
)
from asn_appraisal.analysis.fingerprints import FORMAT, fingerprint
from asn_appraisal.documents.toml import toml_text
from asn_appraisal.errors import RecordError
from asn_appraisal.testing import strategies
from asn_appraisal.testing.drawing.policies import random_policy


def _policy(**changed: Any) -> Policy:
    """A policy with one of each thing that decides results; each argument changes one of them."""
    of = {
        "high": 100,
        "low": 0,
        "decimals": 2,
        "default": 5,
        "optional": True,
        "flag_default": False,
        "levels": ["a", "b"],
        "category_default": "a",
        "at_least": 1,
        "at_most": 12,
        "unique": "n",
        "list_optional": False,
        "row_high": 10,
        "check": 0,
        "record_check": 1000,
        "step": "<= 24",
        "result": 76,
        "otherwise": 100,
        "case": 3,
        "weights": (60, 40),
        "point": 120,
        "places": 2,
        "mode": "half_up",
        "cap": 120,
        "given": 1,
        "edge": ">= 91",
        "requires": 50,
        "cell": "good",
        "better": "higher",
        "where": 1,
        "within": 500,
        "reported": None,
        "key": "contoh",
        "since": "2020-01-01",
        "until": "2021-01-01",
        "options": {"rounding": 2},
        "part": "part",
        "how": "mean",
        "names": "",
        "order": 1,
        "label": "hijau",
        "shown": False,
        **changed,
    }
    words = {"english": f"{of['names']} in English" if of["names"] else ""}
    source = Source(of["names"], grade="text") if of["names"] else None
    x = Indicator(
        "x",
        of["names"],
        low=of["low"],
        high=of["high"],
        decimals=of["decimals"],
        better=of["better"],
        unit=of["names"],
        **words,
    )
    y = Number("y", of["names"], default=of["default"], **words)
    z = Number("z", of["names"], optional=of["optional"], **words)
    flag = Flag("flag", of["names"], default=of["flag_default"], **words)
    level = Category(
        "level",
        [Level(key, of["names"], **words) for key in of["levels"]],
        of["names"],
        default=of["category_default"],
        **words,
    )
    t = Number("t", of["names"], high=of["row_high"], **words)
    rows = Items(
        "rows",
        (t, Count("n")),
        of["names"],
        at_least=of["at_least"],
        at_most=of["at_most"],
        unique=of["unique"],
        optional=of["list_optional"],
        checks=[Check(t >= of["check"], of["names"], words["english"])],
        **words,
    )
    steps = Steps(x, (of["step"], of["result"]), otherwise=of["otherwise"], source=source)
    case = Case(level, a=of["case"], otherwise=1, source=source)
    first = Mean.of_given(x, y, z, at_least=of["given"])
    over = getattr(rows.where(t < of["where"]), of["how"])(t)
    row = over.or_else(0) if over.may_be_absent else over
    parts = [(of["weights"][0], steps + case + first, source), (of["weights"][1], row + When(flag, 1, 0))]
    score = (
        Weighted(*parts[:: of["order"]], source=source)
        .through((0, 0), (100, of["point"]))
        .capped(of["cap"])
        .within(0, of["within"])
        .rounded(of["places"], of["mode"])
        .named(of["part"], of["names"], source, **words)
    )
    bands = Bands(
        Band(
            "high",
            of["edge"],
            of["names"],
            requires=x >= of["requires"],
            labels={"zona": of["label"]},
            source=source,
            **words,
        ),
        Band("low", None, of["names"], **words),
        source=source,
    )
    cells = {("high", "a"): of["cell"], ("high", "b"): "good", ("low", "a"): "poor", ("low", "b"): "poor"}
    if of["levels"] != ["a", "b"]:
        cells |= {(band, "c"): "poor" for band in ("high", "low")}
    grid = Grid(score.rated(bands), level, cells, levels=["good", "poor"], source=source)
    return Policy(
        of["key"],
        of["names"] or "Contoh",
        score=score,
        band=grid,
        since=of["since"],
        until=of["until"],
        checks=[Check(x <= of["record_check"], of["names"])],
        shown=[z.or_else(1).named("lain", of["names"], source)] if of["shown"] else (),
        reported=of["reported"],
        options=of["options"],
        sources=source or (),
        subject=of["names"],
        **words,
    )


def test_equal_policies_have_equal_fingerprints_of_64_hexadecimal_digits() -> None:
    one, other = _policy(), _policy()
    assert (one, one.fingerprint) == (other, other.fingerprint)
    assert len(one.fingerprint) == 64
    assert int(one.fingerprint, 16) > 0


@pytest.mark.parametrize(
    "changed",
    [
        {"high": 101},
        {"low": "0.01"},
        {"decimals": 3},
        {"default": 6},
        {"flag_default": True},
        {"flag_default": None},
        {"levels": ["a", "b", "c"]},
        {"levels": ["a", "b", "c"], "category_default": "b"},
        {"category_default": "b"},
        {"category_default": None},
        {"at_least": 2},
        {"at_most": 13},
        {"at_most": None},
        {"unique": ()},
        {"unique": "t"},
        {"unique": ("t", "n")},
        {"list_optional": True},
        {"row_high": "10.01"},
        {"check": 1},
        {"record_check": 1001},
        {"step": "< 24"},
        {"step": "<= 24.01"},
        {"result": "76.01"},
        {"otherwise": "100.01"},
        {"case": 4},
        {"weights": (61, 39)},
        {"weights": (40, 60)},
        {"point": 119},
        {"places": 1},
        {"mode": "half_even"},
        {"cap": 121},
        {"given": 2},
        {"edge": "> 91"},
        {"edge": ">= 91.01"},
        {"requires": 51},
        {"cell": "poor"},
        {"where": 2},
        {"how": "least"},
        {"how": "sum"},
        {"within": 501},
        {"reported": 3},
        {"key": "contoh-2"},
        {"since": "2020-01-02"},
        {"until": "2021-01-02"},
        {"options": {"rounding": None}},
        {"part": "bagian"},
        {"order": -1},
        {"label": "kuning"},
        {"shown": True},
    ],
    ids=str,
)
def test_whatever_decides_a_result_changes_the_fingerprint(changed: dict[str, Any]) -> None:
    assert _policy().fingerprint != _policy(**changed).fingerprint


def test_names_translations_units_and_sources_do_not_change_it() -> None:
    plain, named = _policy(), _policy(names="Nama lain <b>")
    assert plain != named
    assert plain.fingerprint == named.fingerprint


KEYS = schemes.keys()
SHOW = "from asn_appraisal import schemes; print(*(schemes.get(key).fingerprint for key in schemes.keys()))"


def _elsewhere(seed: str) -> list[str]:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run([sys.executable, "-c", SHOW], check=True, capture_output=True, text=True, env=environment)
    return done.stdout.split()


@pytest.mark.parametrize("seed", ["0", "1", "4294967295"])
def test_a_fingerprint_is_the_same_in_every_process(seed: str) -> None:
    assert [schemes.get(key).fingerprint for key in KEYS] == _elsewhere(seed)


def test_all_schemes_have_fingerprints_of_their_own() -> None:
    assert len({schemes.get(key).fingerprint for key in KEYS}) == len(KEYS)


@pytest.mark.parametrize("key", schemes.keys())
def test_the_canonical_form_is_plain_json_and_gives_the_fingerprint(key: str) -> None:
    policy = schemes.get(key)
    form = form_of(policy)
    assert form == json.loads(json.dumps(form))
    assert policy.fingerprint == fingerprint(form)


def test_the_order_of_the_keys_of_a_form_does_not_matter_and_every_value_does() -> None:
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
    assert fingerprint({"a": 1, "b": 2}) != fingerprint({"a": 2, "b": 1})


def test_a_fingerprint_is_the_sha_256_of_the_compact_form() -> None:
    # sha256 of {"a":"\u00e9"} in ASCII, by another program
    assert fingerprint({"a": "é"}) == "57e512a1ff02f75e939e93d2196b8d29ad3721b70ce25a601402d26410f453a2"


def test_the_form_has_the_number_that_audit_records_of_this_version_stand_for() -> None:
    assert form_of(_policy())["format"] == FORMAT == 2


# --- two policies that differ in more than names and sources never have one form


def _reads_back(policy: Policy) -> None:
    again = policy_of(json.loads(json.dumps(form_of(policy))))
    assert essence(again) == essence(policy)
    assert again.fingerprint == policy.fingerprint


@pytest.mark.parametrize("key", schemes.official())
def test_the_form_of_a_scheme_with_each_choice_reads_back_to_the_policy(key: str) -> None:
    for choice in every_choice(key):
        _reads_back(schemes.get(key, **choice))


def test_the_form_of_a_policy_with_names_and_sources_reads_back_to_one_without() -> None:
    _reads_back(_policy(names="Nama lain <b>", shown=True))


@given(strategies.policies())
def test_the_form_of_any_policy_reads_back_to_the_policy(policy: Policy) -> None:
    _reads_back(policy)


def _hostile(seed: int) -> Policy:
    random = Random(seed)  # noqa: S311
    return with_hostile_keys(random_policy(random), random)


@pytest.mark.parametrize("seeds", [range(start, start + 50) for start in range(0, 400, 50)], ids=str)
def test_the_form_of_a_policy_with_hostile_keys_reads_back_to_the_policy(seeds: range) -> None:
    for seed in seeds:
        _reads_back(_hostile(seed))


def test_hostile_keys_are_words_of_formulas_and_keys_of_rows_fields() -> None:
    found = [_hostile(seed).outline for seed in range(200)]
    parts = [{placed.key for placed in outline.parts} for outline in found]
    record = [{entry.key for entry in outline.inputs} for outline in found]
    rows = [{entry.key for items in outline.lists for entry in items.fields} for outline in found]
    assert sum(bool(of_part & of_row) for of_part, of_row in zip(parts, rows, strict=True)) > 20
    assert sum(bool(of_record & of_row) for of_record, of_row in zip(record, rows, strict=True)) > 20
    assert {"given", "required", "and", "in", "x", "x.given.x", "rows.mean.x", "in.is"} <= set().union(*parts)
    assert {"given", "and", "mean", "x"} <= set().union(*record) & set().union(*rows)


F, X = Number("f", low=0, high=100), Number("x", low=0, high=100)
ROWS, FLAG = Items("l", (X,)), Flag("flag")


def test_a_part_with_the_key_of_a_rows_field_is_told_from_the_field() -> None:
    part = (F * 2).named("x")
    one = Policy("p", "P", score=ROWS.sum(X * 2) + ROWS.sum(part))
    other = Policy("p", "P", score=ROWS.sum(part * 2) + ROWS.sum(X))
    record = {"f": 5, "l": [{"x": 1}, {"x": 3}]}
    assert (one.appraise(record).score, other.appraise(record).score) == (28, 44)
    assert one.fingerprint != other.fingerprint
    assert form_of(one)["parts"]["nilai"]["formula"] == 'l.sum(x * 2) + l.sum(Part("x"))'


def test_a_part_that_is_shown_can_refuse_a_record_and_is_in_the_form() -> None:
    part = (F / (F - 5)).named("z")
    score = When(F > 5, part, 0)
    bare = Policy("p", "P", score=score, reported=2)
    shown = Policy("p", "P", score=score, reported=2, shown=[part])
    assert bare.appraise({"f": 5}).score == 0
    with pytest.raises(RecordError, match="ASN412"):
        shown.appraise({"f": 5})
    assert bare.fingerprint != shown.fingerprint


def test_levels_of_a_grid_that_no_cell_has_are_in_the_form() -> None:
    level = Category("level", ["a", "b"])
    cells = {(one, other): "p" for one in "ab" for other in "ab"}
    grids = [Grid(level, level, cells, levels=levels) for levels in (["p"], ["p", "q"], ["q", "p"])]
    assert len({Policy("p", "P", band=grid).fingerprint for grid in grids}) == len(grids)
    _reads_back(Policy("p", "P", band=When(FLAG, grids[0], When(~FLAG, grids[1], grids[2]))))


# --- tables


def test_a_table_is_written_once_and_those_that_differ_in_names_alone_are_one() -> None:
    one, other = (Bands(("a", ">= 5", name), ("b", None)) for name in ("Satu", "Dua"))
    score = When(F.rated(one).is_("a") & F.rated(one).is_("b"), 1, 0)
    form = form_of(Policy("p", "P", score=score, band=F.rated(other)))
    ((name, table),) = form["bands"].items()
    assert table == {
        "rows": [
            {"key": "a", "labels": {}, "edge": ">= 5", "requires": None},
            {"key": "b", "labels": {}, "edge": None, "requires": None},
        ]
    }
    assert name == fingerprint(table)
    assert form["band"] == f'f.rated("{name}")'


def test_the_form_grows_with_its_tables_and_not_with_how_often_they_are_named() -> None:
    def form(count: int) -> str:
        # Each scale names the one before twice, and so does each case: written where they are named they would be 2^24.
        rows = {at: f"x.rated('t{at - 1}').is_('a') & x.rated('t{at - 1}').is_('b')" for at in range(1, count)}
        bands = {
            f"t{at}": {"rows": [{"key": "a", "edge": ">= 5", **({"requires": rows[at]} if at else {})}, {"key": "b"}]}
            for at in range(count)
        }
        cases = {
            f"t{at}": {"values": dict.fromkeys("ab", f"Case(k, 't{at - 1}') + Case(k, 't{at - 1}')" if at else "1")}
            for at in range(count)
        }
        document = {
            "format": 1,
            "key": "contoh",
            "title": "Contoh",
            "score": f"Case(k, 't{count - 1}')",
            "reported": 0,
            "band": f"x.rated('t{count - 1}')",
            "inputs": {"x": {"type": "number"}, "k": {"type": "category", "levels": [{"key": "a"}, {"key": "b"}]}},
            "bands": bands,
            "cases": cases,
        }
        return json.dumps(form_of(from_document(document)))

    sizes = [len(form(count)) for count in (2, 4, 6)]
    assert sizes[2] - sizes[1] == sizes[1] - sizes[0] < 10_000


# --- the order of the entries of a document


def _shuffled(data: Any, random: Random) -> Any:
    if isinstance(data, dict):
        entries = list(data.items())
        random.shuffle(entries)
        return {key: _shuffled(value, random) for key, value in entries}
    return [_shuffled(entry, random) for entry in data] if isinstance(data, list) else data


@pytest.mark.parametrize("key", schemes.official())
def test_a_document_of_a_scheme_in_any_order_of_its_keys_has_the_same_fingerprint(key: str) -> None:
    random = Random(key)  # noqa: S311
    for choice in every_choice(key):
        policy = schemes.get(key, **choice)
        document = to_document(policy)
        for _ in range(3):
            other = _shuffled(document, random)
            assert from_json(json.dumps(other)).fingerprint == policy.fingerprint
            assert from_toml(toml_text(other)).fingerprint == policy.fingerprint
        assert from_json(json.dumps(document, sort_keys=True)).fingerprint == policy.fingerprint


def test_a_document_of_a_policy_with_hostile_keys_may_come_in_any_order() -> None:
    random = Random(0)  # noqa: S311
    for seed in range(60):
        policy = _hostile(seed)
        assert from_document(_shuffled(to_document(policy), random)).fingerprint == policy.fingerprint


# --- by another program: from the document alone, by what the documentation says

VECTORS = Path(__file__).parents[2] / "docs" / "examples" / "fingerprints.jsonl"


def _vectors() -> dict[str, Policy]:
    """The policies of the vectors: schemes with each kind of block, and some over the whole algebra."""
    keys = ("sabang-layanan", "pp-46-2011", "permenpanrb-6-2022", "bkn-8-2019", "permenpanrb-17-2017")
    wild = {f"acak {seed}": random_policy(Random(seed)) for seed in range(5)}  # noqa: S311
    hostile = {f"kunci {seed}": _hostile(seed) for seed in range(3)}
    return {**{key: schemes.get(key) for key in keys}, "contoh": _policy(), **wild, **hostile}


@pytest.mark.parametrize("key", schemes.keys())
def test_another_program_finds_the_fingerprint_of_a_scheme_from_its_document(key: str) -> None:
    policy = schemes.get(key)
    assert independent_fingerprints.form(to_document(policy)) == form_of(policy)
    assert independent_fingerprints.fingerprint(to_document(policy)) == policy.fingerprint


@given(strategies.policies())
def test_another_program_finds_the_fingerprint_of_any_policy(policy: Policy) -> None:
    assert independent_fingerprints.form(to_document(policy)) == form_of(policy)


def test_another_program_finds_the_fingerprint_of_a_policy_with_hostile_keys() -> None:
    for seed in range(100):
        policy = _hostile(seed)
        assert independent_fingerprints.form(to_document(policy)) == form_of(policy)


def test_another_program_finds_the_fingerprint_of_a_document_written_by_hand() -> None:
    number = {"type": "number", "low": "0.50", "high": 100}
    document = {
        "format": 1,
        "key": "contoh",
        "title": "Contoh",
        "score": "List('l').sum( Field('x')*(2.50) ) + l.where(x>'50%').sum(Part('y'))",
        "reported": 2,
        "inputs": {"nilai": number},
        "lists": {"l": {"fields": {"x": number, "y": {"type": "count", "default": 5}}}},
        "parts": {"y": {"formula": "( nilai ) * '1/3'"}},
        "checks": [{"condition": "nilai.rated('t').is_('a')", "name": "-"}],
        "bands": {"t": {"rows": [{"key": "a", "edge": ">=62.50"}, {"key": "b"}]}},
    }
    policy = from_document(document)
    assert independent_fingerprints.form(document) == form_of(policy)
    formula = 'l.sum(x * 2.5) + l.where(x > 0.5).sum(Part("y"))'
    assert form_of(policy)["parts"]["skor"] == {"formula": formula, "lists": []}


def test_the_vectors_are_those_of_this_version() -> None:
    lines = [
        json.dumps({"document": to_document(policy), "form": form_of(policy), "fingerprint": policy.fingerprint})
        for policy in _vectors().values()
    ]
    if os.environ.get("UPDATE_SNAPSHOTS") == "1":
        VECTORS.write_text("\n".join(lines) + "\n", encoding="ascii")
    assert VECTORS.read_text(encoding="ascii").splitlines() == lines


def test_the_vectors_hold_for_another_program() -> None:
    for line in VECTORS.read_text(encoding="ascii").splitlines():
        vector = json.loads(line)
        assert independent_fingerprints.form(vector["document"]) == vector["form"]
        assert independent_fingerprints.fingerprint(vector["document"]) == vector["fingerprint"]
        assert from_document(vector["document"]).fingerprint == vector["fingerprint"]
