"""What a notebook shows of a table's scores."""

from __future__ import annotations

import asn_appraisal as asn
from asn_appraisal import Note, schemes
from asn_appraisal.columns.score_html import share


def test_the_summary_for_notebooks_is_html_with_names_and_counts() -> None:
    policy = asn.Policy(
        "contoh",
        "A < B",
        score=asn.Number("x").rounded(2).named("nilai"),
        band=asn.Bands(("baik", ">= 5", "B&K"), ("k", None)),
    )
    page = asn.appraise_table(policy, {"x": [1, 7, 9]})._repr_html_()
    assert "A &lt; B" in page
    assert '>B&amp;K</td><td style="text-align:right">2</td><td style="text-align:right">66,7 %</td>' in page
    assert "1,00 – 9,00" in page
    assert "3 / 3" in page


def test_a_notebook_shows_the_notes_of_a_table_escaped():
    assert "<li>" not in asn.appraise_table(schemes.get("permenpan-16-2009"), {"nilai": [80.0]})._repr_html_()
    scores = asn.appraise_table(schemes.get("permenpan-16-2009"), {"nilai": [80.0]})
    scores.records.notes = (Note("ASN427", field="<b>"),)
    assert scores.notes == scores.records.notes
    assert "<li>&lt;b&gt;: spasi" in scores._repr_html_()
    assert '<br><span style="color:#767676">&lt;b&gt;: blanks' in scores._repr_html_()


def test_a_band_has_its_name_in_both_languages_where_they_differ():
    page = asn.appraise_table(
        schemes.get("pp-30-2019"),
        {"nilai_skp": [90], "nilai_perilaku": [90], "penilaian_rekan": [True], "ide_baru": [False]},
    )._repr_html_()
    assert 'Sangat Baik<br><span style="color:#767676">Very good</span></td>' in page


def test_a_notebook_tells_how_many_rows_were_rejected_and_why_with_the_most_frequent_causes_first():
    values = [80.0] * 196_000 + [101.0] * 1000 + [None] * 3000
    page = asn.appraise_table(schemes.get("permenpan-16-2009"), {"nilai": values}, on_error="quarantine")._repr_html_()
    assert "196\u202f000 / 200\u202f000" in page
    assert "4\u202f000 baris ditolak (2,0 %) · 4\u202f000 rows rejected (2.0 %)" in page
    assert page.index("ASN401") < page.index("ASN406")
    assert ">3\u202f000</td>" in page
    assert ">baris\u00a0197000; baris\u00a0197001; baris\u00a0197002; ...</td>" in page


def test_causes_beyond_the_fifth_are_counted():
    fields = [asn.Number(f"x{n}") for n in range(7)]
    policy = asn.Policy("p", "P", score=asn.Sum(*fields).rounded(2))
    table = {field.key: [None] for field in fields}
    page = asn.appraise_table(policy, table, on_error="quarantine")._repr_html_()
    assert page.count("ASN401") == 5
    assert "and 2 further causes" in page


def test_a_share_that_is_not_all_or_none_never_looks_like_it():
    assert [share(count, 100_000) for count in (0, 1, 50_000, 99_999, 100_000)] == [
        "0.0",
        "<0.1",
        "50.0",
        ">99.9",
        "100.0",
    ]
