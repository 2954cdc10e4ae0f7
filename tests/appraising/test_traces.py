import json
import pickle
from typing import Any

import pytest
from tests.examples import DANGEROUS_RECORD, SCRIPT, dangerous, policy, record

from asn_appraisal import schemes
from asn_appraisal.errors import AppraisalError, LanguageError

INDONESIAN = """\
Nilai akhir = 86,75
    50 % × Hasil kerja + 20 % × Waktu + 30 % × Perilaku + Tugas tambahan, dibulatkan ke 2 desimal
    = 50 % × 87,5 + 20 % × 75 + 30 % × 90 + 1, dibulatkan ke 2 desimal
    dasar: Perda 1/2026, Pasal 7 [naskah peraturan]
  Hasil kerja = 87,5
      rata-rata Capaian dari kegiatan
      = rata-rata dari (75; 100)
    Capaian (kegiatan 1) = 75
        Realisasi ÷ Target × 100, paling tinggi 120
        = 60 ÷ 80 × 100, paling tinggi 120
        dasar: Perda 1/2026, Pasal 7 [naskah peraturan]
    Capaian (kegiatan 2) = 100
        Realisasi ÷ Target × 100, paling tinggi 120
        = 50 ÷ 50 × 100, paling tinggi 120
        dasar: Perda 1/2026, Pasal 7 [naskah peraturan]
  Waktu = 75
      menurut Penghematan: ≤ 24 → 76 + Penghematan; selain itu → 100 − Penghematan
      = 100 − 25 [karena Penghematan (25) > 24]
  Perilaku = 90
      rata-rata (Disiplin; Sikap), hanya yang diisi
      = rata-rata (90; tidak diisi), hanya yang diisi
Peringkat = Baik
    peringkat menurut Nilai akhir
    Baik: 86,75 ≥ 76
    dasar: Perda 1/2026, Pasal 7 [naskah peraturan]
  Nilai akhir = 86,75 (lihat di atas)
Sikap: tidak diisi dan tidak dihitung
pilihan kebijakan: rounding = 2"""

ENGLISH = """\
nilai (Final score) = 85.75
    50 % × kerja + 20 % × waktu + 30 % × perilaku + tugas, rounded to 2 decimals
    = 50 % × 87.5 + 20 % × 75 + 30 % × 90 + 0, rounded to 2 decimals
    basis: Perda 1/2026, Pasal 7 [text of the law]
  kerja (Results) = 87.5
      mean of capaian over activities
      = mean of (75; 100)
    kegiatan[0].capaian (Achievement) = 75
        realisasi ÷ target × 100, at most 120
        = 60 ÷ 80 × 100, at most 120
        basis: Perda 1/2026, Pasal 7 [text of the law]
    kegiatan[1].capaian (Achievement) = 100
        realisasi ÷ target × 100, at most 120
        = 50 ÷ 50 × 100, at most 120
        basis: Perda 1/2026, Pasal 7 [text of the law]
  waktu (Time) = 75
      by hemat: ≤ 24 → 76 + hemat; otherwise → 100 − hemat
      = 100 − 25 [because hemat (25) > 24]
  perilaku (Behaviour) = 90
      mean of (disiplin; sikap), only those that are given
      = mean of (90; not given), only those that are given
peringkat (Rating) = Good
    rating for nilai
    Good: 85.75 ≥ 76
    basis: Perda 1/2026, Pasal 7 [text of the law]
  nilai (Final score) = 85.75 (see above)
sikap: not given and not counted
tugas: not given, the default was taken
kegiatan[1].realisasi: rounded to the declared decimals
choice of the policy: rounding = 2"""


def test_the_trace_reads_in_indonesian_with_decimal_commas() -> None:
    assert INDONESIAN.splitlines() == policy().appraise(record(tugas=1)).trace.lines()


def test_the_trace_reads_in_english_and_notes_defaults_and_rounded_values() -> None:
    rows = [{"target": 80, "realisasi": 60}, {"target": 50, "realisasi": 49.9999}]
    trace = policy().appraise(record(kegiatan=rows), floats="quantize").trace
    assert ENGLISH.splitlines() == trace.lines("en", names=False)


def test_notes_are_told_by_names_or_by_the_places_of_the_data() -> None:
    rows = [{"target": 80, "realisasi": 60}, {"target": 50, "realisasi": 49.9999}]
    trace = policy().appraise(record(kegiatan=rows), floats="quantize").trace
    assert trace.notes("en")[2] == "Realised (activities, row 2): rounded to the declared decimals"
    assert trace.notes("id", names=False)[2] == "kegiatan[1].realisasi: dibulatkan ke jumlah desimal yang ditetapkan"


@pytest.mark.parametrize("depth", [-1, "1", True, 10**9])
def test_a_depth_is_a_count(depth: Any) -> None:
    with pytest.raises(AppraisalError, match="depth"):
        policy().appraise(record()).trace.lines(depth=depth)


def test_steps_come_before_the_notes() -> None:
    trace = policy().appraise(record()).trace
    assert trace.lines("en") == [*trace.step_lines("en"), *trace.notes("en")]


def test_absent_values_in_rows_are_noted_with_their_place() -> None:
    activity = {
        "target_kuantitas": 1,
        "realisasi_kuantitas": 1,
        "target_kualitas": 100,
        "realisasi_kualitas": 100,
        "target_waktu": 12,
        "realisasi_waktu": 12,
    }
    perilaku = dict.fromkeys(("orientasi_pelayanan", "integritas", "komitmen", "disiplin", "kerjasama"), 80)
    full = {**activity, "target_biaya": 5, "realisasi_biaya": 5}
    trace = schemes.get("pp-46-2011").appraise({"kegiatan": [full, activity], **perilaku}).trace
    assert trace.absent == ("kepemimpinan", "kegiatan[1].target_biaya", "kegiatan[1].realisasi_biaya")
    assert trace.defaulted == ("tugas_tambahan", "kreativitas")


def test_a_step_is_found_by_its_key_and_row() -> None:
    trace = policy().appraise(record()).trace
    assert (trace.step("capaian", 0).value, trace.step("capaian", 1).value) == (75, 100)
    assert trace.step("nilai").value == trace.tops[0].value


@pytest.mark.parametrize(
    ("key", "row", "text"), [("lain", None, "lain"), ("capaian", 2, r"capaian\[2\]"), ("nilai", 0, r"nilai\[0\]")]
)
def test_a_step_that_is_not_there_is_a_key_error(key: str, row: int | None, text: str) -> None:
    with pytest.raises(KeyError, match=text):
        policy().appraise(record()).trace.step(key, row)


def test_a_trace_counts_its_steps() -> None:
    trace = policy().appraise(record()).trace
    assert len(list(trace)) == len(trace) == 7


@pytest.mark.parametrize("method", ["lines", "notes", "step_lines"])
@pytest.mark.parametrize("language", ["de", "", "ID", None])
def test_another_language_is_refused(method: str, language: str) -> None:
    trace = policy().appraise(record()).trace
    with pytest.raises(LanguageError):
        getattr(trace, method)(language)


def test_a_trace_is_plain_json() -> None:
    data = policy().appraise(record()).trace.to_dict()
    assert data == json.loads(json.dumps(data))
    expected = {
        "results": ["nilai", "peringkat"],
        "absent": ["sikap"],
        "defaulted": ["tugas"],
        "quantized": [],
        "options": {"rounding": "2"},
    }
    assert expected == {key: data[key] for key in expected}
    assert [step["key"] for step in data["steps"]] == [step.key for step in policy().appraise(record()).trace]


def test_a_trace_is_a_value_that_pickles() -> None:
    trace = policy().appraise(record()).trace
    assert trace == policy().appraise(record()).trace
    assert trace != policy().appraise(record(hemat="24")).trace
    assert trace == pickle.loads(pickle.dumps(trace))  # noqa: S301 - our own bytes


def test_html_of_a_trace_is_escaped() -> None:
    html = dangerous().appraise(DANGEROUS_RECORD).trace._repr_html_()
    assert SCRIPT not in html
    assert "<script" not in html
