import json
import pickle
from html import escape
from typing import Any

import pytest
from tests.examples import DANGEROUS_RECORD, SCRIPT, dangerous

from asn_appraisal import Bands, Category, Grid, Number, Policy, Source, explain, schemes
from asn_appraisal.errors import AppraisalError, LanguageError
from asn_appraisal.questions.explanations import Explanation

X = Number("x", default="7.5")
BANDS = Bands(("baik", ">= 5", "Baik", "Good"), ("kurang", None, "Kurang", "Poor"))
POLICY = Policy("contoh", "Contoh", score=X.capped(9), band=BANDS)

INDONESIAN = """\
Hasil penilaian menurut: Contoh
Nilai: 7,50
Peringkat: Baik

Bagaimana hasil ini terbentuk:
Nilai = 7,5
    x, paling tinggi 9
    = 7,5, paling tinggi 9
Peringkat = Baik
    peringkat menurut Nilai
    Baik: 7,5 ≥ 5
  Nilai = 7,5 (lihat di atas)

Catatan tentang data:
- x: tidak diisi, memakai nilai bawaan

Kebijakan: contoh, sidik jari {fingerprint}
"""

ENGLISH = """\
Appraisal by: Contoh
Score: 4.00
Rating: Poor

How this came about:
Score = 4
    x, at most 9
    = 4, at most 9
Rating = Poor
    rating for Score
    Poor: no higher rating is reached
    Good is not reached: 4 < 5
  Score = 4 (see above)

Policy: contoh, fingerprint {fingerprint}
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


PEOPLE = {"nilai_skp": 119, "nilai_perilaku": 118, "penilaian_rekan": False, "ide_baru": False}

SHORT = """\
Hasil penilaian menurut: Penilaian Kinerja PNS
Nilai: 118,70
Peringkat: Baik
    Baik: 118,7 ≥ 90
    Sangat Baik tidak diberikan: 118,7 ≥ 110, tetapi syaratnya tidak terpenuhi: Menciptakan ide baru yang berguna (tidak)
    dasar: PP 30/2019, Pasal 41 [naskah peraturan]

Catatan tentang data:
- pilihan kebijakan: rounding = 2

Kebijakan: pp-30-2019, sidik jari {fingerprint}
"""


def test_the_short_version_says_why_the_rating_was_given_or_withheld_and_by_which_law() -> None:
    policy = schemes.get("pp-30-2019")
    expected = SHORT.format(fingerprint=policy.fingerprint)
    assert expected.splitlines() == explain(policy.appraise(PEOPLE), depth=0).splitlines()


def test_the_short_version_looks_for_the_reasons_where_the_rating_rests_on_others() -> None:
    inner = X.rated(BANDS).named("mutu", "Mutu", source=Source("Perda 1/2026"))
    grid = Grid(inner, Category("kolom", ["p"]), {("baik", "p"): "q", ("kurang", "p"): "r"})
    made = Policy("contoh", "Contoh", band=grid).appraise({"x": 3, "kolom": "p"})
    assert explain(made, language="en", depth=0).splitlines()[2:5] == [
        "    Poor: no higher rating is reached",
        "    Good is not reached: 3 < 5",
        "    basis: Perda 1/2026 [unconfirmed]",
    ]
    plain = Policy("contoh", "Contoh", band=Category("mutu", {"a": "A"})).appraise({"mutu": "a"})
    assert explain(plain, depth=0).splitlines()[1:3] == ["Peringkat: A", ""]


def test_with_keys_formulas_can_be_looked_up_in_the_policy() -> None:
    lines = explain(schemes.get("pp-30-2019").appraise(PEOPLE), language="en", names=False, depth=1).splitlines()
    assert "nilai (Performance) = 118.7" in lines
    assert "    = 70 % × 119 + 30 % × 118 [because penilaian_rekan (no)], rounded to 2 decimals" in lines


def test_a_score_that_is_rounded_to_be_shown_alone_says_what_it_was() -> None:
    x = Number("x", low=0, high=300)
    made = Policy("contoh", "Contoh", score=x / 3, reported=2)
    lines = [explain(made.appraise({"x": each}), language="en").splitlines()[1] for each in (228, "227.99")]
    assert lines == ["Score: 76.00", "Score: 76.00 (before rounding ≈ 75.9967)"]


@pytest.mark.parametrize("depth", [-1, "1", True])
def test_a_depth_that_is_no_count_is_refused(depth: Any) -> None:
    with pytest.raises(AppraisalError, match="depth"):
        explain(POLICY.appraise({}), depth=depth)


def test_names_are_asked_for_by_true_or_false() -> None:
    names: Any = "id"
    with pytest.raises(AppraisalError, match="names"):
        explain(POLICY.appraise({}), names=names)


@pytest.mark.parametrize("depth", [None, 0, 1])
def test_an_explanation_is_a_text_and_a_table_in_a_notebook(depth: int | None) -> None:
    explained = explain(dangerous().appraise(DANGEROUS_RECORD), language="en", depth=depth)
    assert isinstance(explained, Explanation)
    html = explained._repr_html_()
    assert "<script" not in html
    assert html.startswith(f"<p>Appraisal by: {escape(SCRIPT)}</p><p>Score: 8.00</p>")
    assert ("<table>" in html) == (depth != 0)
    assert (", row 1)" in html) == (depth is None)
    assert "Policy: bahaya, fingerprint" in html


def test_an_explanation_can_be_kept_as_the_text_it_is() -> None:
    explained = explain(POLICY.appraise({}))
    again = pickle.loads(pickle.dumps(explained))  # noqa: S301 - our own bytes
    assert (again, again._repr_html_()) == (explained, explained._repr_html_())
    assert json.loads(json.dumps(explained)) == explained
