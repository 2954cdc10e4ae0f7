import builtins
import io
import zipfile

import pytest
import python_calamine
from tests.dirty_workbooks import PLAIN

from asn_appraisal import schemes
from asn_appraisal.adapters.excel.pages import height_of, policy_page, sheet_names, written
from asn_appraisal.errors import MissingExtraError
from asn_appraisal.wording.pages import facts, sections


def sheets_of(data):
    book = python_calamine.load_workbook(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("x")', "https://x.id", "{=1}", "plain"]
)
@pytest.mark.parametrize("constant_memory", [False, True])
def test_a_text_stays_a_text(text, constant_memory):
    with written(constant_memory=constant_memory) as (pages, out):
        pages.text(pages.page("A"), 0, 0, text)
    parts = zipfile.ZipFile(io.BytesIO(out.getvalue()))

    assert sheets_of(out.getvalue())["A"] == [[text]]
    assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
    quoted = b'quotePrefix="1"' in parts.read("xl/styles.xml")
    assert quoted is text.startswith(("=", "+", "-", "@", "\t"))


def test_a_text_longer_than_a_cell_is_cut_and_says_so():
    with written() as (pages, out):
        pages.text(pages.page("A"), 0, 0, "a" * 40_000)
    (((shown,),),) = sheets_of(out.getvalue()).values()

    assert (len(shown), shown[-1]) == (32_767, "…")


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (["Kegiatan"], ["Kegiatan"]),
        (["a" * 40], ["a" * 31]),
        (["x", "X", "x"], ["x", "X 2", "x 3"]),
        (["a" * 40, "a" * 40], ["a" * 31, "a" * 28 + " 2"]),
        (["Biaya/tarif [rp]: a*b?\\"], ["Biaya tarif  rp   a b"]),
        (["'"], ["Sheet"]),
    ],
)
def test_a_sheet_has_a_name_that_sheets_may_have(wanted, names):
    assert sheet_names(wanted) == names


def test_a_row_is_as_high_as_its_longest_text_needs_and_no_higher_than_a_sheet_allows():
    assert height_of(["a", "b" * 50], [10, 20]) == 45
    assert height_of(["a\nb\nc"], [10]) == 45
    assert height_of([], []) == 15
    assert height_of(["a" * 10_000], [10]) == 405


@pytest.mark.parametrize("key", schemes.keys())
def test_the_page_of_a_policy_has_all_that_its_page_in_words_has(key):
    policy = schemes.get(key)
    with written() as (pages, out):
        policy_page(pages, policy, "id")
    (rows,) = sheets_of(out.getvalue()).values()
    cells = {cell for row in rows for cell in row}

    assert {value for _, value in facts(policy)} <= cells
    for section in sections(policy):
        assert {section.heading, *section.header} <= cells
        assert {cell for row in section.rows for cell in row} <= cells


def test_without_its_library_the_error_says_what_to_install(monkeypatch):
    real = builtins.__import__

    def without(name, *more):
        if name == "xlsxwriter":
            raise ImportError
        return real(name, *more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=r"asn-appraisal\[excel\]"), written():
        pass


def test_the_page_of_a_policy_finds_a_name_of_its_own():
    with written() as (pages, out):
        pages.page("Tentang penilaian")
        policy_page(pages, PLAIN, "id")

    assert [*sheets_of(out.getvalue())] == ["Tentang penilaian", "Tentang penilaian 2"]
