"""Script writing: each block of a policy once, those that others rest on first."""

import re
from random import Random

import pytest
from tests.exports.hostile_policy import hostile_policy

from asn_appraisal import schemes
from asn_appraisal.algebra.inputs import Number
from asn_appraisal.algebra.items import Check, Items
from asn_appraisal.exports.javascript import runtime_file
from asn_appraisal.exports.script_writing import CONSTRUCTORS, ScriptWriter
from asn_appraisal.policies import Policy
from asn_appraisal.testing.drawing.policies import random_policy


def names_used_too_early(text: str) -> set[str]:
    """The names of blocks that stand in a line before the one that makes them."""
    known: set[str] = set()
    early: set[str] = set()
    for line in re.sub(r'"(?:[^"\\]|\\.)*"', '""', text).splitlines():
        name, _, value = line.removeprefix("const ").partition(" = ")
        early |= {each for each in re.findall(r"\b[ns]\d+[\w$]*", value) if each not in known}
        known.add(name)
    return early


@pytest.mark.parametrize("key", ["pp-46-2011", "pp-30-2019", "permenpanrb-6-2022"])
def test_a_block_stands_before_those_that_rest_on_it(key: str) -> None:
    assert names_used_too_early(ScriptWriter(schemes.get(key)).text()) == set()
    assert names_used_too_early("const n1 = new Sum([n2]);\nconst n2 = 1;") == {"n2"}


def test_what_stands_twice_is_written_once() -> None:
    nilai = Number("nilai", low=0, high=100)
    part = (nilai + nilai).named("jumlah")
    text = ScriptWriter(Policy("contoh", "Contoh", score=(part / 2 + part).rounded(2))).text()
    assert text.count("new NumberField(") == text.count("new Arithmetic(") - 2 == 1


def test_each_class_that_a_table_names_is_in_the_runtime() -> None:
    policies = [random_policy(Random(seed)) for seed in range(12)]  # noqa: S311
    made = {kind for policy in policies for kind in re.findall(r"= new (\w+)\(", ScriptWriter(policy).text())}
    classes = set(re.findall(r"^class (\w+)", runtime_file("blocks.js") + runtime_file("combining.js"), re.MULTILINE))
    assert made <= classes
    assert len(made) > 20
    assert {block.__name__ for block in CONSTRUCTORS if block.__name__ in classes} >= {
        "Over",
        "Grid",
        "Rated",
        "Weighted",
    }


def test_hostile_texts_stay_within_their_lines() -> None:
    text = ScriptWriter(hostile_policy()).text()
    assert "</script" not in text
    assert "\u2028" not in text


def test_a_list_of_checks_alone_goes_by_its_key_in_explanations() -> None:
    row, nilai = Number("mutu", low=0, high=10), Number("nilai", low=0, high=100)
    items = Items("kegiatan", [row], "Kegiatan tugas")
    told = Policy("contoh", "Contoh", score=nilai + items.mean(row).rounded(2))
    checked = Policy(
        "contoh", "Contoh", score=nilai, checks=[Check(items.count() <= 9, "paling banyak 9", "at most 9")]
    )
    titles = [re.search(r'new Items\(.*?"title": (\{.*?\})', ScriptWriter(policy).text()) for policy in (told, checked)]
    assert [found and found[1] for found in titles] == [
        '{"en": "Kegiatan tugas", "id": "Kegiatan tugas"}',
        '{"en": "kegiatan", "id": "kegiatan"}',
    ]
