from datetime import date

from asn_appraisal import Number, Policy, Source, schemes
from asn_appraisal.schemes.overview import overview


def test_the_table_has_a_row_a_scheme_in_the_order_of_the_keys():
    rows = schemes.table()
    assert [row["key"] for row in rows] == list(schemes.keys())
    (row,) = (row for row in rows if row["key"] == "pp-46-2011")
    assert (row["subject"], row["since"]) == ("prestasi-kerja", date(2014, 1, 1))


def test_the_grade_is_the_least_certain_of_the_sources():
    nilai = Number("nilai", low=0, high=100)
    assert overview([Policy("x", "X", score=nilai)])[0]["grade"] is None
    sources = [_source("text"), _source("single"), _source("agree")]
    assert overview([Policy("x", "X", score=nilai, sources=sources)])[0]["grade"] == "single"


def _source(grade):
    return Source("PP 1/2000", grade=grade)


def test_a_notebook_shows_the_table_with_every_cell_escaped():
    shown = overview([Policy("x", "<b>", score=Number("nilai", low=0, high=100))])._repr_html_()
    assert 'kepastian<br><span style="color:#767676">how sure</span></th>' in shown
    assert ">&lt;b&gt;</td>" in shown
    assert "None" not in shown
    assert overview([])._repr_html_().startswith("<table>")
    sources = [_source("memory")]
    shown = overview([Policy("x", "X", score=Number("nilai", low=0, high=100), sources=sources)])._repr_html_()
    assert 'belum dipastikan<br><span style="color:#767676">unconfirmed</span>' in shown
