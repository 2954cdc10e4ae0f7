from __future__ import annotations

from typing import Any

import pytest

from asn_appraisal import schemes
from asn_appraisal.adapters.siasn import (
    Assessor,
    Skp22,
    from_payload,
    predicate_code,
    predicate_of,
    rating_code,
    rating_of,
)
from asn_appraisal.errors import ForeignCodeError, ForeignFieldError

RATINGS = {"di_atas": 1, "sesuai": 2, "di_bawah": 3}
PREDICATES = {"sangat_baik": 1, "baik": 2, "butuh_perbaikan": 3, "kurang": 4, "sangat_kurang": 5}
DOCUMENT = {"dok_id": "891", "dok_nama": "Dok SKP", "dok_uri": "skp/2025.pdf", "object": "skp/2025.pdf", "slug": "891"}

# Typed from the field lists of the service, with invented people.
WRITTEN: dict[str, Any] = {
    "id": None,
    "hasilKinerjaNilai": 1,
    "perilakuKerjaNilai": 3,
    "kuadranKinerjaNilai": 4,
    "tahun": 2025,
    "pnsDinilaiOrang": "A8ACA7",
    "penilaiGolongan": "41",
    "penilaiNipNrp": "197911302005011002",
    "penilaiNama": "Nurlela Husna",
    "penilaiJabatan": "Kepala Dinas",
    "penilaiUnorNama": "Disdukcapil",
    "statusPenilai": "ASN",
    "path": [DOCUMENT],
}
SENT: dict[str, Any] = {
    "id": "f00d",
    "hasilKinerja": "DIATAS EKSPEKTASI",
    "hasilKinerjaNilai": "1",
    "perilakuKerja": "DIBAWAH EKSPEKTASI",
    "PerilakuKerjaNilai": 3,
    "kuadranKinerja": "KURANG/MISCONDUCT",
    "KuadranKinerjaNilai": "4",
    "namaPenilai": "Nurlela Husna",
    "nipNrpPenilai": "197911302005011002",
    "penilaiGolonganId": "41",
    "penilaiJabatanNm": "Kepala Dinas",
    "penilaiUnorNm": "Disdukcapil",
    "pnsDinilaiId": "A8ACA7",
    "statusPenilai": "ASN",
    "tahun": "2025",
}


def _skp(**changed: Any) -> Skp22:
    penilai = Assessor("197911302005011002", "Nurlela Husna", "Kepala Dinas", "Disdukcapil", "41")
    return Skp22("di_atas", "di_bawah", tahun=2025, pegawai="A8ACA7", penilai=penilai, documents=[DOCUMENT], **changed)


@pytest.mark.parametrize(("rating", "code"), RATINGS.items())
def test_each_rating_has_its_code_both_ways(rating: str, code: int) -> None:
    assert (rating_code(rating), rating_of(code), rating_of(str(code))) == (code, rating, rating)


@pytest.mark.parametrize(("predicate", "code"), PREDICATES.items())
def test_each_predicate_has_its_code_both_ways(predicate: str, code: int) -> None:
    assert (predicate_code(predicate), predicate_of(code), predicate_of(str(code))) == (code, predicate, predicate)


@pytest.mark.parametrize("code", [0, 4, -1, "0", "4", "", "di_atas", None, True, 1.0, "1.0", "١", " 1", [1]])
def test_a_rating_code_that_does_not_exist_is_refused(code: object) -> None:
    with pytest.raises(ForeignCodeError, match=r"1 \(di_atas\), 2 \(sesuai\), 3 \(di_bawah\)"):
        rating_of(code)


@pytest.mark.parametrize("code", [0, 6, "6", None, False])
def test_a_predicate_code_that_does_not_exist_is_refused(code: object) -> None:
    with pytest.raises(ForeignCodeError):
        predicate_of(code)


@pytest.mark.parametrize("key", ["", "Sesuai", "cukup"])
def test_a_word_that_is_no_rating_and_no_predicate_is_refused(key: str) -> None:
    with pytest.raises(ForeignCodeError):
        rating_code(key)
    with pytest.raises(ForeignCodeError):
        predicate_code(key)


def test_one_spelling_is_written() -> None:
    assert _skp().to_payload() == WRITTEN


@pytest.mark.parametrize(("payload", "changed"), [(WRITTEN, {}), (SENT, {"id": "f00d", "documents": ()})])
def test_both_spellings_are_read(payload: dict[str, Any], changed: dict[str, Any]) -> None:
    penilai = Assessor("197911302005011002", "Nurlela Husna", "Kepala Dinas", "Disdukcapil", "41", "ASN")
    expected = {"tahun": 2025, "pegawai": "A8ACA7", "penilai": penilai, "documents": [DOCUMENT], **changed}
    assert Skp22("di_atas", "di_bawah", **expected) == from_payload(payload)


@pytest.mark.parametrize("hasil", RATINGS)
@pytest.mark.parametrize("perilaku", RATINGS)
def test_every_pair_of_ratings_goes_out_and_comes_back(hasil: str, perilaku: str) -> None:
    band = schemes.get("permenpanrb-6-2022").appraise({"hasil_kerja": hasil, "perilaku_kerja": perilaku}).band
    skp = Skp22(hasil, perilaku, tahun=2025, pegawai="A8ACA7", penilai=_skp().penilai, id="1")
    assert band is not None
    assert (PREDICATES[band.key], skp) == (skp.to_payload()["kuadranKinerjaNilai"], from_payload(skp.to_payload()))


@pytest.mark.parametrize("quadrant", [1, 2, 3, 5])
def test_a_quadrant_that_contradicts_its_ratings_is_refused(quadrant: int) -> None:
    # The worse of the two ratings would be 3: misconduct would never show as 4.
    with pytest.raises(ForeignCodeError, match=r"4 \(kurang\)"):
        from_payload({**WRITTEN, "kuadranKinerjaNilai": quadrant})


@pytest.mark.parametrize(
    "changed",
    [
        {"hasilKinerjaNilai": 4},
        {"perilakuKerjaNilai": 0},
        {"kuadranKinerjaNilai": 6},
        {"hasilKinerjaNilai": True},
        {"statusPenilai": "PNS"},
    ],
)
def test_unknown_codes_are_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ForeignCodeError):
        from_payload({**WRITTEN, **changed})


@pytest.mark.parametrize("key", sorted(WRITTEN.keys() - {"id", "path"}))
def test_each_field_is_required(key: str) -> None:
    with pytest.raises(ForeignFieldError, match=key):
        from_payload({name: value for name, value in WRITTEN.items() if name != key})


@pytest.mark.parametrize(
    "changed",
    [
        {"PerilakuKerjaNilai": 2},
        {"namaPenilai": "Cut Meutia Sari"},
        {"pnsDinilaiId": "B1"},
        {"tahun": 2025.0},
        {"tahun": "dua ribu"},
        {"penilaiNipNrp": 197911302005011002},
        {"penilaiNama": " "},
        {"path": "skp.pdf"},
        {"path": ["skp.pdf"]},
        {"path": {"891": DOCUMENT}},
        {"path": [{**DOCUMENT, "dok_uri": 5}]},
        {"id": 7},
    ],
)
def test_two_values_for_one_field_and_a_value_of_another_kind_are_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ForeignFieldError):
        from_payload({**WRITTEN, **changed})


def test_two_spellings_with_one_value_are_read() -> None:
    assert from_payload({**WRITTEN, "PerilakuKerjaNilai": 3}) == from_payload(WRITTEN)


def test_an_entry_is_not_made_of_ratings_that_do_not_exist() -> None:
    with pytest.raises(ForeignCodeError):
        Skp22("baik", "sesuai", tahun=2025, pegawai="A8ACA7", penilai=_skp().penilai)


def test_codes_and_people_are_not_shown_in_errors() -> None:
    with pytest.raises(ForeignFieldError) as caught:
        from_payload({**WRITTEN, "namaPenilai": "Cut Meutia Sari"})
    assert "Cut Meutia" not in str(caught.value)
