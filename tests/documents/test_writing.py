import pytest

from asn_appraisal import (
    Bands,
    Case,
    Category,
    Grid,
    Items,
    Mean,
    Number,
    Policy,
    Source,
    Steps,
    Weighted,
    schemes,
)
from asn_appraisal.algebra.inputs import Field
from asn_appraisal.documents.writing import FIELD_FORMS, form_of_policy
from asn_appraisal.errors import UnsupportedBlockError

PP = Source("PP 46/2011", "Pasal 15", grade="text")
PERKA = Source("Perka BKN 1/2013", grade="agree", note="lampiran")
skp, perilaku = Number("skp", low=0, high=100), Number("perilaku", low=0, high=100)
jenis = Category("jenis", ["tetap", "kontrak"])
bands = Bands(("baik", ">= 76", "Baik"), ("kurang", None, "Kurang"), source=PP)


def form(score=None, **more):
    return form_of_policy(Policy("contoh", "Contoh", score=score, reported=None if score is None else 2, **more))


def test_each_part_is_one_line_and_the_score_names_its_part():
    written = form(Weighted((60, skp.named("a", "Nilai A")), (40, perilaku)).rounded(2).named("nilai", "Nilai", PP))

    assert written.score == "nilai"
    assert written.parts["a"].formula == "skp"
    assert written.parts["nilai"].formula == "Weighted((60, a), (40, perilaku)).rounded(2)"
    assert written.parts["nilai"].source == ["pp_46_2011_pasal_15"]


def test_a_source_that_all_weights_share_is_named_once():
    written = form(Weighted((60, skp), (40, perilaku), source=PP))

    assert written.parts["nilai"].formula == "Weighted((60, skp), (40, perilaku), source='pp_46_2011_pasal_15')"


def test_sources_that_differ_stand_with_their_weights():
    written = form(Weighted((60, skp, PP), (40, perilaku, (PP, PERKA))))

    assert written.parts["nilai"].formula == (
        "Weighted((60, skp, 'pp_46_2011_pasal_15'), (40, perilaku, ('pp_46_2011_pasal_15', 'perka_bkn_1_2013')))"
    )


def test_a_step_without_a_source_beside_one_that_has_one():
    written = form(Steps(skp, ("<= 24", 1, PERKA), ("<= 50", 2), otherwise=3))

    assert written.parts["nilai"].formula == ("Steps(skp, ('<= 24', 1, 'perka_bkn_1_2013'), ('<= 50', 2), otherwise=3)")


def test_two_sources_of_one_law_have_two_keys():
    other = Source("PP 46/2011", "Pasal 15", grade="memory")

    assert list(form(skp.named("a", "", (PP, other))).sources) == ["pp_46_2011_pasal_15", "pp_46_2011_pasal_15_2"]


@pytest.mark.parametrize(("law", "key"), [("46/2011", "s_46_2011"), ("§", "s"), ("Ü 1", "s_1"), ("A" * 60, "a" * 40)])
def test_a_source_key_is_a_word_whatever_the_law_is_called(law, key):
    assert list(form(skp, sources=[Source(law)]).sources) == [key]


def test_tables_are_named_after_the_part_that_uses_them_and_shared_ones_stand_once():
    first = skp.rated(bands).named("hasil")
    second = perilaku.rated(bands).named("sikap")
    grid = Grid(first, second, {(a, b): "k" for a in ("baik", "kurang") for b in ("baik", "kurang")}).named("kuadran")
    written = form(Case(jenis, tetap=skp, kontrak=0).named("poin"), band=grid)

    assert written.parts["hasil"].formula == "skp.rated('hasil')"
    assert written.parts["sikap"].formula == "perilaku.rated('hasil')"
    assert written.parts["kuadran"].formula == "Grid(hasil, sikap, 'kuadran')"
    assert written.parts["poin"].formula == "Case(jenis, 'poin')"
    assert (list(written.bands), list(written.grids), list(written.cases)) == (["hasil"], ["kuadran"], ["poin"])
    assert written.cases["poin"].values == {"tetap": "skp", "kontrak": "0"}
    assert written.grids["kuadran"].cells == {row: {"baik": "k", "kurang": "k"} for row in ("baik", "kurang")}


def test_a_second_table_of_one_part_has_a_number():
    written = form((Case(jenis, tetap=1, kontrak=0) + Case(jenis, tetap=2, kontrak=0)).named("poin"))

    assert written.parts["poin"].formula == "Case(jenis, 'poin') + Case(jenis, 'poin_2')"


@pytest.mark.parametrize(
    ("key", "reads"),
    [("in", "Field('in') * 2"), ("lambda", "Field('lambda') * 2"), ("value", "value * 2"), ("mean", "mean * 2")],
)
def test_a_field_with_a_word_of_the_grammar_stands_in_quotes(key, reads):
    assert form((Number(key) * 2).named("hasil")).parts["hasil"].formula == reads


@pytest.mark.parametrize(
    ("key", "reads"),
    [
        ("skp.ku", "skp.ku"),
        ("skp.given.ku", "Part('skp.given.ku')"),
        ("skp.in", "Part('skp.in')"),
        ("is", "Part('is')"),
    ],
)
def test_a_part_that_would_read_as_something_else_stands_in_quotes(key, reads):
    assert form(perilaku.named(key) * 2).parts["nilai"].formula == f"{reads} * 2"


def test_a_part_with_the_key_of_a_rows_field_stands_in_quotes():
    rows = Items("kegiatan", (Number("waktu"),))
    part = (rows.fields[0] * 2).named("waktu")

    assert form(rows.mean(part)).parts["nilai"].formula == "kegiatan.mean(Part('waktu'))"
    assert form(rows.mean(part)).parts["waktu"].lists == ["kegiatan"]


def test_a_list_with_a_word_of_the_grammar_stands_in_quotes():
    rows = Items("with", (Number("waktu"),))

    assert form(rows.mean(rows.fields[0])).parts["nilai"].formula == "List('with').mean(waktu)"


def test_a_ratio_is_a_text_and_never_a_division():
    assert form(skp * "1/3").parts["nilai"].formula == "skp * '1/3'"
    assert form(Mean(skp * 2, 1)).parts["nilai"].formula == "Mean(skp * 2, 1)"


def test_the_order_of_entries_is_that_of_the_policy():
    written = form_of_policy(schemes.get("pp-46-2011"))

    assert list(written.parts) == [*schemes.get("pp-46-2011").parts]
    assert list(written.lists["kegiatan"].fields)[:2] == ["target_kuantitas", "realisasi_kuantitas"]


@pytest.mark.parametrize("kind", [Number, Field])
def test_a_field_of_a_class_made_elsewhere_is_refused_by_its_name(kind):
    class Extra(kind):
        """A field that documents do not know."""

    with pytest.raises(UnsupportedBlockError, match="ASN360: the table FIELD_FORMS does not know the block Extra"):
        FIELD_FORMS(Extra("lama"))
