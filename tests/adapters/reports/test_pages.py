"""Pages as data: sections that say nothing are left out, print becomes smaller the more is said."""

from __future__ import annotations

from asn_appraisal.adapters.reports.pages import Page, PageTable, Section


def page(*sections: Section) -> Page:
    return Page("Judul", "Kebijakan", [("Nilai", "90,00")], sections, "kaki", "id")


def test_sections_that_say_nothing_are_left_out():
    table = PageTable(["a"], [], ["1"])
    data = page(Section("kosong"), Section("tabel", table=table), Section("isi", ["satu"])).data()
    assert [each["title"] for each in data["sections"]] == ["isi"]
    assert (data["title"], data["description"]) == ("Judul", "Kebijakan: Nilai 90,00")


def test_print_becomes_smaller_the_more_is_said():
    sizes = [page(Section("isi", ["baris"] * count)).data()["size"] for count in (1, 42, 43, 50, 51, 58, 59, 500)]
    assert sizes == [10.0, 10.0, 9.0, 9.0, 8.0, 8.0, 7.0, 7.0]


def test_the_height_of_a_table_is_that_of_its_longest_cells():
    table = PageTable(["a", "b"], [("x", "y" * 170), ("x", "y")], ["1", "1"])
    assert Section("isi", ["z" * 90], table).height == 2 + 3 + 1 + 1
