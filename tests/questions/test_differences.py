# ruff: noqa: S311  (chance for tests, nothing secret)

import json
from random import Random

import pytest
from hypothesis import given

from asn_appraisal import (
    Band,
    Bands,
    Check,
    Difference,
    Flag,
    Level,
    Number,
    Policy,
    Source,
    Weighted,
    diff,
    overlay,
    schemes,
)
from asn_appraisal.errors import LanguageError
from asn_appraisal.testing import strategies
from asn_appraisal.testing.drawing.policies import random_policy

BASE = schemes.get("pp-46-2011")
OWN = {"format": 1, "base": BASE.key, "key": BASE.key, "title": BASE.title}


def changed(**more):
    return overlay(BASE, {**OWN, **more})


def told(language="id", **more):
    return [each.text(language) for each in diff(BASE, changed(**more))]


@given(strategies.policies())
def test_a_policy_does_not_differ_from_itself(policy):
    assert diff(policy, policy) == ()


@pytest.mark.parametrize("seed", range(20))
def test_two_policies_that_are_not_equal_differ_in_something(seed):
    one, other = random_policy(Random(seed)), random_policy(Random(seed + 1))

    assert one != other
    assert diff(one, other)
    assert {each.path for each in diff(one, other)} == {each.path for each in diff(other, one)}


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"bands.peringkat.rows.baik.edge": "> 80"}, "peringkat Baik, batas: >= 76 → > 80"),
        (
            {"parts.nilai.formula": "Weighted((70, skp), (30, perilaku), source='pp_46_2011').rounded(2)"},
            "bagian Nilai prestasi kerja, rumus: 60 % × Nilai SKP + 40 % × Perilaku kerja, dibulatkan ke 2 desimal → 70 % × Nilai SKP + 30 % × Perilaku kerja, dibulatkan ke 2 desimal",
        ),
        ({"inputs.integritas.high": "10"}, "isian Integritas, paling tinggi: 100 → 10"),
        (
            {"lists.kegiatan.fields.target_waktu.decimals": 3},
            "daftar kegiatan tugas jabatan Target waktu, desimal: 2 → 3",
        ),
        ({"cases.kreativitas_poin.values.negara": "10"}, "tabel, kreativitas_poin, negara: 12 → 10"),
        ({"parts.skp.name": "SKP"}, "bagian SKP, nama: Nilai SKP → SKP"),
        ({"since": "2015-01-01"}, "berlaku sejak: 2014-01-01 → 2015-01-01"),
        ({"reported": 3}, "desimal yang dilaporkan: 2 → 3"),
        ({"inputs.integritas.unit": "poin"}, "isian Integritas, satuan: tidak ada → poin"),
    ],
)
def test_a_change_is_told_in_the_words_of_the_policy(changes, text):
    more = {"since": changes["since"]} if "since" in changes else {"changes": changes}

    assert text in told(**more)
    assert len(told(**more)) <= 2


def test_a_change_is_told_in_english():
    assert told("en", changes={"bands.peringkat.rows.baik.edge": "> 80"}) == ["band Good, edge: >= 76 → > 80"]


def test_a_part_that_came_in_is_told_with_its_formula():
    texts = told(
        changes={
            "parts.skp.formula": "kegiatan.mean(capaian) + tugas_tambahan_poin + kreativitas_poin + bonus",
            "parts.bonus": {"formula": "tugas_tambahan * 2", "name": "Bonus"},
        }
    )

    assert "bagian Bonus: tidak ada → Tugas tambahan × 2" in texts


def test_a_source_that_came_in_or_went_is_told():
    score = Number("a", low=0, high=100)
    one = Policy("x", "X", score=Weighted((60, score), (40, score), source=Source("PP 1")), reported=2)
    other = Policy("x", "X", score=Weighted((60, score), (40, score)), sources=Source("PP 2"), reported=2)

    assert [each.text() for each in diff(one, other)] == [
        "sumber: tidak ada → PP 2 [memory]",
        "sumber: PP 1 [memory] → tidak ada",
    ]


def test_another_order_of_levels_is_a_difference():
    def policy(*levels):
        from asn_appraisal import Category

        return Policy("x", "X", band=Category("c", [Level(key) for key in levels]))

    assert [each.path for each in diff(policy("a", "b"), policy("b", "a"))] == [("inputs", "c", "levels", "order")]


def test_a_difference_is_plain_data():
    (found,) = diff(BASE, changed(changes={"bands.peringkat.rows.baik.edge": "> 80"}))

    assert isinstance(found, Difference)
    assert json.loads(json.dumps(found.to_dict("en"))) == {
        "path": "bands.peringkat.rows.baik.edge",
        "before": ">= 76",
        "after": "> 80",
        "text": "band Good, edge: >= 76 → > 80",
    }
    with pytest.raises(LanguageError):
        found.text("fr")


def test_conditions_of_bands_and_checks_are_told_in_words():
    mutu, ide = Number("a", "Mutu", low=0, high=100), Flag("b", "Ide baru", english="New idea")

    def policy(requires, check):
        scale = Bands(Band("baik", ">= 80", "Baik", requires=requires), ("kurang", None, "Kurang"))
        return Policy("x", "X", score=mutu, band=scale, checks=[Check(check, "-")])

    found = [each.text("id") for each in diff(policy(ide, mutu > 0), policy(~ide | (mutu > 3), mutu > 1))]
    assert found == [
        "syarat, Mutu > 0: Mutu > 0 → tidak ada",
        "syarat, Mutu > 1: tidak ada → Mutu > 1",
        "peringkat Baik, syarat: Ide baru → (tidak benar bahwa Ide baru) atau Mutu > 3",
    ]
