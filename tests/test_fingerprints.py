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
    schemes,
    to_document,
)
from asn_appraisal.fingerprints import canonical, fingerprint
from asn_appraisal.testing import strategies
from asn_appraisal.testing.random_policies import random_policy


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
        Band("high", of["edge"], of["names"], requires=x >= of["requires"], source=source, **words),
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
    more = {
        "since": str(policy.since or ""),
        "until": str(policy.until or ""),
        "reported": policy.reported,
        "options": [list(option) for option in policy.options],
    }
    form = canonical(policy.key, policy.outline, policy.score, policy.band, checks=policy.checks, **more)
    assert form == json.loads(json.dumps(form))
    assert policy.fingerprint == fingerprint(form)


def test_the_order_of_the_keys_of_a_form_does_not_matter_and_every_value_does() -> None:
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
    assert fingerprint({"a": 1, "b": 2}) != fingerprint({"a": 2, "b": 1})


def test_a_fingerprint_is_the_sha_256_of_the_compact_form() -> None:
    # sha256 of {"a":"\u00e9"} in ASCII, by another program
    assert fingerprint({"a": "é"}) == "57e512a1ff02f75e939e93d2196b8d29ad3721b70ce25a601402d26410f453a2"


# --- by another program: from the document alone, by what the documentation says

VECTORS = Path(__file__).parents[1] / "docs" / "examples" / "fingerprints.jsonl"


def _form(policy: Policy) -> dict[str, Any]:
    more = {
        "since": str(policy.since or ""),
        "until": str(policy.until or ""),
        "reported": policy.reported,
        "options": [list(option) for option in policy.options],
    }
    return canonical(policy.key, policy.outline, policy.score, policy.band, checks=policy.checks, **more)


def _vectors() -> dict[str, Policy]:
    """The policies of the vectors: schemes with each kind of block, and some over the whole algebra."""
    keys = ("sabang-layanan", "pp-46-2011", "permenpanrb-6-2022", "bkn-8-2019", "permenpanrb-17-2017")
    wild = {f"acak {seed}": random_policy(Random(seed)) for seed in range(5)}  # noqa: S311
    return {**{key: schemes.get(key) for key in keys}, "contoh": _policy(), **wild}


@pytest.mark.parametrize("key", schemes.keys())
def test_another_program_finds_the_fingerprint_of_a_scheme_from_its_document(key: str) -> None:
    policy = schemes.get(key)
    assert independent_fingerprints.form(to_document(policy)) == _form(policy)
    assert independent_fingerprints.fingerprint(to_document(policy)) == policy.fingerprint


@given(strategies.policies())
def test_another_program_finds_the_fingerprint_of_any_policy(policy: Policy) -> None:
    assert independent_fingerprints.form(to_document(policy)) == _form(policy)


def test_the_vectors_are_those_of_this_version() -> None:
    lines = [
        json.dumps({"document": to_document(policy), "form": _form(policy), "fingerprint": policy.fingerprint})
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
