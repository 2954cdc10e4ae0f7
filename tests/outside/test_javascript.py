"""Exported modules in Node.js: every score, band, fault, step and sentence is the library's own."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.exports.hostile_policy import HOSTILE, hostile_policy
from tests.outside.javascript_runs import differences, in_node, in_python, run_node

from asn_appraisal import schemes
from asn_appraisal.algebra.inputs import Number
from asn_appraisal.algebra.items import Items
from asn_appraisal.errors import RecordError
from asn_appraisal.exports import javascript
from asn_appraisal.policies import Policy
from asn_appraisal.testing.drawing.aiming import random_edge_record
from asn_appraisal.testing.drawing.faults import random_faulty_record
from asn_appraisal.testing.drawing.policies import random_policy
from asn_appraisal.testing.drawing.records import random_record
from asn_appraisal.testing.vectors import vectors

POLICIES = 40


@pytest.mark.parametrize("key", [policy.key for policy in schemes.listed()])
def test_the_vectors_of_a_scheme_come_out_alike(key: str, tmp_path: Path) -> None:
    policy = schemes.get(key)
    records = [line["record"] for line in vectors(policy)]
    assert len(records) > 10
    assert differences(policy, records, tmp_path) == []


def misspelt(record: dict[str, Any]) -> list[dict[str, Any]]:
    """A record with a key in capitals, with one that lacks its last letter, and with one that no field is near."""
    if not record:
        return []
    key, *_ = record
    rest = {name: value for name, value in record.items() if name != key}
    return [{f"{key.upper()} ": record[key], **rest}, {key[:-1]: record[key], **rest}, {**record, "Kolom_lain": 1}]


def records_of(policy: Policy, random: Random) -> list[Any]:
    """Records of every kind: plain, at edges, faulty, misspelt, and what is no record."""
    plain = [random_record(policy, random, mixed=True) for _ in range(4)]
    edges = [random_edge_record(policy, random, mixed=True) for _ in range(4)]
    faulty = [random_faulty_record(policy, random) for _ in range(12)]
    return [*plain, *edges, *faulty, *misspelt(plain[0]), 5, [1], "x", None, True]


@pytest.mark.parametrize("seed", range(POLICIES))
def test_random_policies_come_out_alike_for_records_of_every_kind(seed: int, tmp_path: Path) -> None:
    random = Random(seed)  # noqa: S311
    policy = random_policy(random, depth=4)
    assert differences(policy, records_of(policy, random), tmp_path) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("2n * rest >= bottom", "2n * rest > bottom"),
        ('"ASN406"', '"ASN405"'),
        ("HOLDS[edge.sign](value, edge.bound)", 'HOLDS["<"](value, edge.bound)'),
        ("times(this.weights[at], value)", "value"),
        ("steps.again", "steps.basis"),
    ],
)
def test_a_slip_in_the_runtime_is_noticed(
    right: str, wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = javascript.runtime_file
    assert any(right in plain(f"{name}.js") for name in javascript.RUNTIME)
    monkeypatch.setattr(javascript, "runtime_file", lambda name: plain(name).replace(right, wrong))
    policy, random = schemes.get("pp-46-2011"), Random(1)  # noqa: S311
    records = [record for _ in range(10) for record in records_of(policy, random)]
    assert differences(policy, records, tmp_path)


def test_numbers_of_javascript_are_read_as_the_library_reads_floats(tmp_path: Path) -> None:
    nilai = Number("nilai", low=-1000, high=1000)
    policy = Policy("contoh", "Contoh", score=nilai.rounded(2))
    values = [0.1 + 0.2, 0.29, 75.999999999995, 75.9999, 1e-12, -0.005, 1e15, 1e300, 2.5, 5, -7, 2**60, 10**41, 99.995]
    values += [value / 3 for value in range(1, 40)]
    assert differences(policy, [{"nilai": value} for value in values], tmp_path) == []
    far = Policy("jauh", "Jauh", score=Number("nilai", decimals=22).rounded(2))
    assert differences(far, [{"nilai": value} for value in (0.1, 1e-22, 3e-7, 1e-5, 0.5)], tmp_path) == []


def test_texts_of_numbers_are_read_as_the_library_reads_them(tmp_path: Path) -> None:
    policy = Policy("contoh", "Contoh", score=Number("nilai", low=-1000, high=10**6).rounded(2))
    texts = [
        "85.5",
        " 85.5 ",
        "\u00a085\u2003",
        "\ufeff85",
        "85,5",
        "1.234,5",
        "25.000",
        "1.250",
        "+5",
        ".5",
        "5.",
        "1e3",
        "-0",
        "007",
    ]
    texts += [
        "٨٥",
        "8_5",
        "0x10",
        "1/2",
        "50%",
        "",
        " \u3000",
        "9" * 41,
        "9" * 90,
        "0." + "0" * 50,
        "Infinity",
        "NaN",
        "85.500",
    ]
    assert differences(policy, [{"nilai": text} for text in texts], tmp_path) == []


def test_hostile_texts_are_only_texts(tmp_path: Path) -> None:
    policy = hostile_policy()
    row = {"length": "5"}
    good = {"constructor": "60", "hasownproperty": "tostring", "prototype": True, "arguments": [row, row]}
    records = [good, {**good, "constructor": "99.5"}, {**good, "arguments": [{"length": 0}]}, {**good, HOSTILE: 1}, {}]
    assert policy.appraise(good).score is not None
    assert differences(policy, records, tmp_path) == []


def fences(page: str, kind: str) -> list[str]:
    """The fences of a page of one kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


def test_the_example_of_the_how_to_runs_and_says_what_it_says(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "score-in-a-browser.md").read_text(encoding="utf-8")
    (example,), said = fences(page, "javascript"), fences(page, "text")[-1]
    (tmp_path / "policy.mjs").write_text(javascript.to_javascript(schemes.get("pp-30-2019")), encoding="utf-8")
    (tmp_path / "example.mjs").write_text(example, encoding="utf-8")
    assert run_node("example.mjs", tmp_path) == said


_KINDS_OF_RECORDS = """
import { appraise } from "./policy.mjs";
const record = { nilai_skp: "119", nilai_perilaku: 118n, penilaian_rekan: false, ide_baru: false };
const told = ({ score, faults }) => console.log(score ?? faults.map(({ code, field }) => `${code} ${field}`).join(", "));
told(appraise(new Map(Object.entries(record))));
told(appraise({ ...record, nip: "1985" }));
told(appraise({ ...record, nip: "1985" }, { ignore: ["nip"] }));
told(appraise({ ...record, nip: "1985", lain: 1 }, { ignore: "all" }));
told(appraise({ ...record, nilai_skp: undefined }));
told(appraise(JSON.parse('{"__proto__": {"nilai_skp": "1"}, "constructor": 1}'), { ignore: "all" }));
told(appraise(undefined));
"""


def test_a_record_may_be_a_map_and_have_fields_that_are_left_aside(tmp_path: Path) -> None:
    (tmp_path / "policy.mjs").write_text(javascript.to_javascript(schemes.get("pp-30-2019")), encoding="utf-8")
    (tmp_path / "kinds.mjs").write_text(_KINDS_OF_RECORDS, encoding="utf-8")
    missing = "ASN401 penilaian_rekan, ASN401 nilai_skp, ASN401 nilai_perilaku, ASN401 ide_baru"
    assert run_node("kinds.mjs", tmp_path).splitlines() == [
        "118.70",
        "ASN402 nip",
        "118.70",
        "118.70",
        "ASN401 nilai_skp",
        missing,
        "ASN422 null",
    ]


def test_a_record_of_a_hundred_thousand_rows_is_scored_and_a_sum_of_endless_digits_refused(tmp_path: Path) -> None:
    nilai, target = Number("nilai", low=0, high=10**6), Number("target", low=1, high=10**12, decimals=0)
    items = Items("kegiatan", [nilai, target], at_most=10**5 + 1)
    policy = Policy("contoh", "Contoh", score=items.mean((nilai * 2).named("dua")).rounded(2))
    long = {"kegiatan": [{"nilai": str(at), "target": 1} for at in range(100_000)]}
    (answer,) = in_node(policy, [long], tmp_path)
    assert (answer["score"], answer["faults"]) == ("99999.00", [])
    divided = Policy("contoh", "Contoh", score=items.sum(nilai / target).rounded(2))
    endless = {"kegiatan": [{"nilai": 1, "target": 999_999_999_989 - 2 * at} for at in range(4000)]}
    with pytest.raises(RecordError, match="ASN426"):
        divided.appraise(endless)
    (answer,) = in_node(divided, [endless], tmp_path)
    assert answer["faults"] == in_python(divided, endless)["faults"]
