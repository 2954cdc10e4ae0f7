import pytest

from asn_appraisal import diff, schemes
from asn_appraisal.documents import from_toml, to_toml
from asn_appraisal.documents.overlays import overlay
from asn_appraisal.errors import DocumentError

BASE = schemes.get("pp-46-2011")
LOCAL = {"format": 1, "base": "pp-46-2011", "key": "perwal-12-2026", "title": "Aturan contoh"}
WEIGHTS = "Weighted((70, skp), (30, perilaku), source='perwal').rounded(2)"
PERWAL = {"perwal": {"law": "Perwal 12/2026", "article": "Pasal 3", "grade": "choice"}}


def local(**more):
    return overlay(BASE, {**LOCAL, **more})


def told(**more):
    with pytest.raises(DocumentError) as caught:
        local(**more)
    return [fault.message for fault in caught.value.faults]


def test_an_overlay_without_changes_is_the_base_under_another_key():
    policy = local()

    assert (policy.key, policy.title) == ("perwal-12-2026", "Aturan contoh")
    assert policy.score == BASE.score
    assert policy.band == BASE.band
    assert policy.own_sources == BASE.own_sources


def test_an_edge_is_changed_by_the_key_of_its_band():
    policy = local(changes={"bands.peringkat.rows.baik.edge": "> 80"})

    assert [str(band.edge) for band in policy.band.bands.bands[:2]] == [">= 91", "> 80"]


def test_weights_are_changed_with_their_source_and_what_stays_keeps_its_own():
    policy = local(changes={"parts.nilai.formula": WEIGHTS}, sources=PERWAL, source=["perwal"])

    assert [str(weight) for weight in policy.score.value.value.weights] == ["70", "30"]
    assert {source.law for source in policy.sources()} == {
        "PP 46/2011",
        "Perka BKN 1/2013",
        "Penyusun",
        "Perwal 12/2026",
    }
    assert policy.parts["skp"].sources == BASE.parts["skp"].sources


def test_a_range_of_a_field_in_a_list_is_changed():
    policy = local(changes={"lists.kegiatan.fields.target_waktu.high": "24"})

    assert policy.inputs[-1].fields[4].high == 24


def test_the_order_of_the_changes_does_not_matter():
    entry = {"type": "number", "low": "0", "high": "50"}
    changes = {"inputs.integritas.high": "80", "inputs.integritas": entry, "inputs.integritas.decimals": 1}
    ranges = {
        (field.range_text(), field.decimals)
        for order in (changes, dict(reversed(changes.items())))
        for field in local(changes=order).inputs
        if field.key == "integritas"
    }

    assert ranges == {("0..80", 1)}


def test_an_entry_that_was_left_out_is_added():
    policy = local(changes={"inputs.integritas.unit": "poin", "parts.nilai.english": "Total"})

    assert next(entry for entry in policy.inputs if entry.key == "integritas").unit == "poin"
    assert policy.parts["nilai"].english == "Total"


def test_a_part_is_taken_away_and_another_one_put_in():
    policy = local(
        removed=["parts.kreativitas_poin", "inputs.kreativitas", "cases.kreativitas_poin"],
        changes={
            "parts.skp.formula": "kegiatan.mean(capaian) + tambahan",
            "parts.tambahan": {"formula": "tugas_tambahan_poin * 2", "name": "Tambahan"},
        },
    )

    assert "kreativitas_poin" not in policy.parts
    assert policy.parts["tambahan"].name == "Tambahan"


def test_a_source_of_the_base_that_nothing_rests_on_is_left_out():
    policy = local(changes={"bands.peringkat": {"rows": [{"key": "lulus", "edge": ">= 60"}, {"key": "tidak"}]}})

    assert not any("rentang bilangan bulat" in source.note for source in policy.sources())


def test_dates_and_language_of_the_overlay_win():
    policy = local(since="2026-01-01", until="2026-12-31", english="A local rule")

    assert (str(policy.since), policy.called("en")) == ("2026-01-01", "A local rule")


def test_the_result_is_a_policy_like_any_other():
    policy = local(changes={"parts.nilai.formula": WEIGHTS}, sources=PERWAL)

    assert from_toml(to_toml(policy)) == policy


def test_the_base_itself_is_not_changed():
    before = BASE.fingerprint
    local(changes={"bands.peringkat.rows.baik.edge": "> 80"})

    assert schemes.get("pp-46-2011").fingerprint == before


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"base": "pp-30-2019"}, "$.base: this overlay changes pp-30-2019, and the policy given is pp-46-2011"),
        ({"format": 2}, "$.format: format 2 is unknown: this version reads format 1"),
        (
            {"changes": {"bands.peringkat.rows.bagus.edge": ">= 1"}},
            "$.changes: bands.peringkat.rows.bagus.edge: there is no 'bagus.edge' here",
        ),
        (
            {"changes": {"bands.peringkt.rows": []}},
            "$.changes: bands.peringkt.rows: there is no 'peringkt.rows' here; did you mean peringkat",
        ),
        ({"removed": ["parts.tidak_ada"]}, "$.removed: parts.tidak_ada: there is no 'tidak_ada' here"),
        (
            {"sources": {"pp_46_2011": {"law": "Perwal"}}},
            "$.sources.pp_46_2011: the base has a source 'pp_46_2011' already: give yours another key",
        ),
        (
            {"changes": {"parts.nilai.formula": "skp + "}},
            "$.parts.nilai.formula, column 7: ∅ cannot stand here in a formula",
        ),
        ({"changes": {"parts.skp.formul": "1"}}, "$.parts.skp: there is no entry 'formul' here; did you mean formula"),
        ({"sources": PERWAL}, "$.sources.perwal: nothing uses it: name it in a formula or leave it out"),
        ({"title": None}, "$.title: nothing stands here where text is needed"),
    ],
)
def test_a_change_that_has_no_place_is_named(more, message):
    assert told(**more)[0] == message


def test_a_base_that_changed_since_the_overlay_was_written_is_noticed():
    assert local(base_fingerprint=BASE.fingerprint).key == "perwal-12-2026"
    assert BASE.fingerprint in told(base_fingerprint="0" * 64)[0]


def test_what_is_no_overlay_is_refused():
    with pytest.raises(DocumentError):
        overlay(BASE, None)


def test_a_local_rule_may_limit_the_rows_of_a_list_and_the_difference_is_told():
    policy = local(
        changes={"lists.kegiatan.at_most": 20, "lists.kegiatan.unique": ["target_kuantitas", "target_waktu"]}
    )

    (items,) = policy.outline.lists
    assert (items.at_most, items.unique) == (20, ("target_kuantitas", "target_waktu"))
    assert policy.fingerprint != BASE.fingerprint
    assert from_toml(to_toml(policy)) == policy
    told_id = [each.text() for each in diff(BASE, policy) if each.path[0] == "lists"]
    assert told_id == [
        "daftar kegiatan tugas jabatan, paling banyak baris: tidak ada → 20",
        "daftar kegiatan tugas jabatan, tidak boleh berulang: tidak ada → target_kuantitas; target_waktu",
    ]
    told_en = [each.text("en") for each in diff(BASE, policy) if each.path[0] == "lists"]
    assert told_en[0] == "list activities, rows at most: nothing → 20"
