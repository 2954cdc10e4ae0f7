import pytest

from asn_appraisal import Bands, Category, Number, Policy, explain, schemes
from asn_appraisal.errors import LanguageError

X = Number("x", default="7.5")
BANDS = Bands(("baik", ">= 5", "Baik", "Good"), ("kurang", None, "Kurang", "Poor"))
POLICY = Policy("contoh", "Contoh", score=X.capped(9), band=BANDS)

INDONESIAN = """\
Hasil penilaian menurut contoh
Nilai: 7,50
Peringkat: Baik

Bagaimana nilai ini terbentuk:
nilai = 7,5
    x, paling tinggi 9
    = 7,5, paling tinggi 9
peringkat = Baik
    peringkat dari nilai
    = peringkat dari 7,5
    mencapai >= 5
  nilai = 7,5 (lihat di atas)

Catatan tentang data:
- x: tidak diisi, memakai nilai bawaan

Sidik jari kebijakan: {fingerprint}
"""

ENGLISH = """\
Appraisal by contoh
Score: 4.00
Rating: Poor

How this came about:
nilai (Score) = 4
    x, at most 9
    = 4, at most 9
peringkat (Rating) = Poor
    rating of nilai
    = rating of 4
  nilai = 4 (see above)

Fingerprint of the policy: {fingerprint}
"""


def test_an_appraisal_in_indonesian_with_its_notes_on_data() -> None:
    expected = INDONESIAN.format(fingerprint=POLICY.fingerprint)
    assert expected.splitlines() == explain(POLICY.appraise({})).splitlines()


def test_an_appraisal_in_english() -> None:
    expected = ENGLISH.format(fingerprint=POLICY.fingerprint)
    assert expected.splitlines() == explain(POLICY.appraise({"x": 4}), language="en").splitlines()


def test_an_explanation_ends_with_one_line_break() -> None:
    text = explain(POLICY.appraise({}))
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_what_a_scheme_does_not_have_is_not_mentioned() -> None:
    label = Policy("contoh", "Contoh", band=Category("mutu", {"a": "A"})).appraise({"mutu": "a"})
    number = Policy("contoh", "Contoh", score=Number("x")).appraise({"x": 1})
    assert ("Nilai:" in explain(label), "Peringkat:" in explain(number)) == (False, False)
    assert "Bagaimana" not in explain(number)


@pytest.mark.parametrize("language", ["de", "", "EN"])
def test_another_language_is_refused(language: str) -> None:
    with pytest.raises(LanguageError):
        explain(POLICY.appraise({}), language=language)


def test_the_note_tells_which_choice_of_the_law_was_made() -> None:
    text = explain(
        schemes.get("pp-30-2019", rounding=None).appraise(
            {"nilai_skp": 90, "nilai_perilaku": 90, "penilaian_rekan": False, "ide_baru": False}
        )
    )
    assert "- pilihan kebijakan: rounding = None" in text.splitlines()


@pytest.mark.parametrize(("language", "line"), [("id", "Nilai: 0,00000001"), ("en", "Score: 0.00000001")])
def test_a_small_score_is_written_in_digits(language: str, line: str) -> None:
    policy = Policy("kecil", "Kecil", score=Number("x", low=0, high=1, decimals=8))
    assert explain(policy.appraise({"x": "0.00000001"}), language=language).splitlines()[1] == line
