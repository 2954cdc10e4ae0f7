"""What a notebook shows of a table's scores."""

from __future__ import annotations

import asn_appraisal as asn
from asn_appraisal import Note, schemes


def test_the_summary_for_notebooks_is_html_with_names_and_counts() -> None:
    policy = asn.Policy(
        "contoh",
        "A < B",
        score=asn.Number("x").rounded(2).named("nilai"),
        band=asn.Bands(("baik", ">= 5", "B&K"), ("k", None)),
    )
    page = asn.appraise_table(policy, {"x": [1, 7, 9]})._repr_html_()
    assert "A &lt; B" in page
    assert '<td>B&amp;K</td><td style="text-align:right">2</td>' in page
    assert "1.00 – 9.00" in page
    assert "3 / 3" in page


def test_a_notebook_shows_the_notes_of_a_table_escaped():
    scores = asn.appraise_table(schemes.get("permenpan-16-2009"), {"nilai": [80.0]})
    assert "<li>" not in scores._repr_html_()
    scores.records.notes = (Note("ASN427", field="<b>"),)
    assert scores.notes == scores.records.notes
    assert "<li>&lt;b&gt;: spasi" in scores._repr_html_()
