# ruff: noqa: S311  (chance for tests, nothing secret)

import json
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given

from asn_appraisal import (
    Band,
    Bands,
    Case,
    Category,
    Check,
    Difference,
    Effect,
    Flag,
    Grid,
    Level,
    Number,
    Policy,
    Source,
    Weighted,
    diff,
    overlay,
    schemes,
)
from asn_appraisal.errors import ArgumentError, LanguageError
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
        (
            {"cases.kreativitas_poin.values.negara": "10"},
            "tabel Poin kreativitas, Kreativitas = Bermanfaat bagi negara: 12 → 10",
        ),
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


def test_cells_of_grids_and_values_of_cases_are_told_by_the_names_of_their_levels():
    results = Category("hasil", [Level("x", "Rendah", english="Low"), Level("y", "Tinggi", english="High")], "Hasil")
    conduct = Category("perilaku", [Level("x", "Kurang"), Level("y", "Baik")], "Perilaku")
    top, other = Level("u", "Unggul", english="Top"), Level("v", "Cukup", english="Fair")

    def policy(cell, value, *, whole=None):
        cells = {("x", "x"): "v", ("x", "y"): "v", ("y", "x"): cell, ("y", "y"): "u"}
        points = Case(conduct, x=1, y=value).named("poin", "Poin", english="Points")
        score = points if whole is None else points + Case(results, x=1, y=3).named("lain", "Lain")
        return Policy("x", "X", score=score, band=Grid(results, conduct, cells, levels=[top, other]))

    a = Number("a", "Angka", english="Figure", low=0, high=9)
    found = diff(policy("v", 2), policy("u", a * "1.5"))
    assert [each.text("id") for each in found if each.path[0] != "inputs"] == [
        "tabel Poin, Perilaku = Baik: 2 → Angka × 1,5",
        "kisi peringkat, Hasil = Tinggi, Perilaku = Kurang: Cukup → Unggul",
    ]
    assert [each.text("en") for each in found if each.path[0] != "inputs"] == [
        "table of Points, Perilaku = Baik: 2 → Figure × 1.5",
        "grid of band, Hasil = High, Perilaku = Kurang: Fair → Top",
    ]
    assert [(each.before, each.after) for each in found if each.path[0] == "grids"] == [("v", "u")]
    (added,) = (each for each in diff(policy("v", 2), policy("v", 2, whole=True)) if each.path[0] == "cases")
    assert added.text("en") == "table of Lain: nothing → by Hasil: Low → 1; High → 3"


def test_a_level_that_a_table_gains_and_its_other_entries_are_told_in_words():
    def policy(*levels, name="Baik", source=None):
        kinds = Category("jenis", [Level(key, key.title()) for key in levels], "Jenis")
        cells = {(row, column): "b" for row in levels for column in levels}
        return Policy("x", "X", band=Grid(kinds, kinds, cells, levels=[Level("b", name)], source=source))

    texts = [each.text("id") for each in diff(policy("a"), policy("a", "c", name="Bagus"))]
    assert "kisi peringkat, Jenis = A, Jenis = C: tidak ada → Bagus" in texts
    assert "kisi peringkat, Jenis = C: tidak ada → A: Bagus; C: Bagus" in texts
    assert "kisi peringkat, tingkat, b, nama: Baik → Bagus" in texts
    cited = [each.text("en") for each in diff(policy("a"), policy("a", source=Source("PP 1", "", grade="memory")))]
    assert cited == ["grid of band, source: nothing → PP 1 [memory]"]


@pytest.mark.parametrize("seed", range(40))
def test_each_difference_is_said_in_both_languages_without_a_key_of_a_table(seed):
    one, other = random_policy(Random(seed)), random_policy(Random(seed + 500))

    for each in diff(one, other):
        for language in ("id", "en"):
            assert each.text(language)


# --- the effect on records -------------------------------------------------------------------------------------------


def _stricter():
    base = schemes.get("permenpan-16-2009")
    own = {"format": 1, "base": base.key, "key": "perwal", "title": base.title}
    return base, overlay(
        base, {**own, "changes": {"bands.peringkat.rows.baik.edge": ">= 80", "inputs.nilai.low": "60"}}
    )


def test_the_effect_on_stated_records_is_said_by_their_names():
    base, local = _stricter()
    found = diff(base, local, records={"a": {"nilai": "78.5"}, "b": {"nilai": 90, "catatan": "x"}, "c": {"nilai": 50}})

    a, b, c = found.effects
    assert (a.text("en"), b.text("en")) == ("a: 78.50, Good → 78.50, Fair", "b: 90.00, Good by both")
    assert (a.changed, b.changed, c.changed) == (True, False, True)
    assert c.text("id") == "c: 50,00, Kurang → ditolak (nilai: di luar rentang: harus berada dari 60 sampai 100)"
    assert (a.why.difference, c.why) == (0, None)
    assert found.text("en").endswith("- b: 90.00, Good by both\n- " + c.text("en") + "\n")
    assert json.loads(json.dumps(a.to_dict("en"))) == {
        "name": "a",
        "changed": True,
        "before": {"score": "78.50", "exact": "78.5", "band": "baik"},
        "after": {"score": "78.50", "exact": "78.5", "band": "cukup"},
        "text": "a: 78.50, Good → 78.50, Fair",
    }
    assert c.to_dict()["after"]["faults"][0]["code"] == "ASN406"
    assert isinstance(found, tuple)
    assert isinstance(a, Effect)


def test_records_in_a_list_are_counted_from_1_and_differ_by_their_exact_scores():
    x = Number("x", low=0, high=100)
    one, other = (Policy("p", "P", score=x * factor, reported=0) for factor in ("0.5", "0.51"))

    (effect,) = diff(one, other, records=[{"x": 1}]).effects
    assert (effect.name, effect.changed, effect.text("en")) == ("1", True, "1: 1 → 1")
    assert effect.why.difference == Fraction("0.01")


def test_without_records_there_is_no_effect_and_one_record_is_no_list():
    assert diff(*_stricter()).effects == ()
    with pytest.raises(ArgumentError):
        diff(*_stricter(), records="x")
