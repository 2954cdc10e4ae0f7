import re
from typing import Any

import pytest
from tests.examples import SCRIPT, dangerous, policy

from asn_appraisal import Band, Bands, Category, Count, Flag, Grid, Items, Number, Policy, schemes
from asn_appraisal.wording.pages import facts, html, markdown, ratings_of, sections

MARKDOWN = """\
# Contoh \\<b> (`contoh`)

- Berlaku: sejak 2026-01-01
- Perihal: kinerja
- Skor: nilai
- Sidik jari: {fingerprint}

## Masukan

| Kunci | Nama | Isi | Wajib |
| --- | --- | --- | --- |
| hemat | Penghematan | angka 0..100, 2 desimal | ya |
| disiplin | Disiplin | angka 0..100, 2 desimal | ya |
| sikap | Sikap | angka 0..100, 2 desimal | tidak |
| tugas | Tugas tambahan | bilangan bulat 0.. | tidak (bawaan: 0) |
| kegiatan | kegiatan | daftar | ya |
| kegiatan.target | Target | angka 0..100, 2 desimal | ya |
| kegiatan.realisasi | Realisasi | angka 0..100, 2 desimal | ya |

## Perhitungan

| Bagian | Rumus | Dengan kata-kata | Dasar |
| --- | --- | --- | --- |
| capaian (kegiatan) | (realisasi / target * 100).capped(120) | realisasi ÷ target × 100, paling tinggi 120 | Perda 1/2026, Pasal 7 [naskah peraturan] |
| kerja | kegiatan.mean(capaian) | rata-rata capaian dari kegiatan |  |
| waktu | Steps(hemat, ("<= 24", 76 + hemat), otherwise=100 - hemat) | menurut hemat: ≤ 24 → 76 + hemat; selain itu → 100 − hemat |  |
| perilaku | Mean.of_given(disiplin, sikap) | rata-rata (disiplin; sikap), hanya yang diisi |  |
| nilai | (Weighted((50, kerja), (20, waktu), (30, perilaku)) + tugas).rounded(2) | 50 % × kerja + 20 % × waktu + 30 % × perilaku + tugas, dibulatkan ke 2 desimal | Perda 1/2026, Pasal 7 [naskah peraturan] |

## Peringkat: nilai

| Kunci | Batas | Nama | Syarat |
| --- | --- | --- | --- |
| baik | >= 76 | Baik |  |
| kurang | selain itu | Kurang |  |

## Sumber

| Peraturan | Pasal | Derajat | Catatan |
| --- | --- | --- | --- |
| Perda 1/2026 | Pasal 7 | text |  |
"""


def test_the_page_of_a_policy_in_markdown() -> None:
    made = policy()
    assert MARKDOWN.format(fingerprint=made.fingerprint).splitlines() == markdown(made).splitlines()


def test_the_page_in_english() -> None:
    page = markdown(policy(), "en", level=3).splitlines()
    assert page[0] == "### Example \\<b> (`contoh`)"
    assert "- In force: from 2026-01-01" in page
    assert "| tugas | Extra tasks | whole number 0.. | no (default: 0) |" in page
    assert "| kurang | otherwise | Poor |  |" in page
    assert [line for line in page if line.startswith("####")] == [
        "#### Inputs",
        "#### Computation",
        "#### Bands: nilai",
        "#### Sources",
    ]


@pytest.mark.parametrize(
    ("since", "until", "force"),
    [
        ("2021-07-01", "2021-12-31", "sejak 2021-07-01 sampai 2021-12-31"),
        (None, "2021-12-31", "sampai 2021-12-31"),
        ("2021-07-01", None, "sejak 2021-07-01"),
        (None, None, None),
    ],
)
def test_the_days_in_force_stand_at_the_head(since: str | None, until: str | None, force: str | None) -> None:
    made = Policy("contoh", "Contoh", score=Number("x"), since=since, until=until)
    assert force == dict(facts(made)).get("Berlaku")


def test_a_scheme_without_a_number_has_no_line_for_the_score() -> None:
    assert "Skor" not in dict(facts(schemes.get("permenpanrb-6-2022")))


def test_a_grid_is_a_table_of_its_nine_cells() -> None:
    page = markdown(schemes.get("permenpanrb-6-2022"))
    rows = [line for line in page.splitlines() if re.match(r"\| (Di|Sesuai)", line)]
    assert len(rows) == 9
    assert "| Di atas ekspektasi | Di bawah ekspektasi | Kurang (kurang) |" in rows
    assert "| Di bawah ekspektasi | Di atas ekspektasi | Butuh Perbaikan (butuh_perbaikan) |" in rows


def test_a_band_shows_what_it_requires_and_the_labels_of_the_law() -> None:
    page = markdown(schemes.get("pp-30-2019"))
    assert "| sangat_baik | >= 110 | Sangat Baik | ide_baru |" in page.splitlines()
    assert "| a | >= 88 | Kualitas Tertinggi |  | hijau |" in markdown(schemes.get("ombudsman-2022")).splitlines()
    assert "| Kunci | Batas | Nama | Syarat | zona |" in markdown(schemes.get("ombudsman-2022")).splitlines()


def test_checks_on_data_are_listed_with_the_list_they_look_at() -> None:
    page = markdown(schemes.get("kmk-127-2026"), "en")
    row = '| iki | ~polaritas.is_("stabilize") \\| (target > 0) | a stabilize target must be positive |'
    assert row in page.splitlines()


def test_a_bar_in_a_cell_does_not_break_the_table() -> None:
    condition = Flag("f") | Flag("g")
    made = Policy(
        "contoh", "A | B", score=Number("x", "satu|dua"), band=Bands(Band("a", "> 5", requires=condition), ("b", None))
    )
    tables = [line for line in markdown(made).splitlines() if line.startswith("|")]
    cells = {line.replace("\\|", "").count("|") for line in tables}
    assert cells == {5}


def test_ratings_are_found_once_and_those_that_others_rest_on_first() -> None:
    x = Number("x")
    first = x.rated(Bands(("hi", "> 5"), ("lo", None)))
    grid = Grid(first, first, {(a, b): "p" for a in ("hi", "lo") for b in ("hi", "lo")})
    assert (first, grid) == ratings_of([grid, first])


@pytest.mark.parametrize("key", schemes.keys())
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_scheme_has_a_page_with_all_its_inputs_parts_and_bands(key: str, language: str) -> None:
    made = schemes.get(key)
    found = {row[0].partition(" ")[0] for section in sections(made, language) for row in section.rows}
    fields = {field.key for field in made.outline.fields}
    fields |= {f"{items.key}.{field.key}" for items in made.outline.lists for field in items.fields}
    assert (fields | made.parts.keys()) - found == set()


def test_a_label_of_a_category_is_shown_by_its_default_name() -> None:
    level = Category("level", {"a": "Tinggi", "b": "Rendah"}, default="b")
    page = markdown(Policy("contoh", "Contoh", band=level))
    assert "| level | level | salah satu: a, b | tidak (bawaan: Rendah) |" in page.splitlines()


@pytest.mark.parametrize("language", ["id", "en"])
def test_html_of_a_policy_is_escaped(language: str) -> None:
    page = html(dangerous(), language)
    assert SCRIPT not in page
    assert "<script" not in page
    tags = set(re.findall(r"<(\w+)", page))
    assert tags == {"h3", "code", "p", "h4", "table", "thead", "tbody", "tr", "th", "td"}


def test_the_page_in_a_notebook_is_the_html_page() -> None:
    assert html(policy()) == policy()._repr_html_()


@pytest.mark.parametrize("language", ["id", "en"])
def test_markdown_of_a_policy_holds_no_tag_of_its_author(language: str) -> None:
    page = markdown(dangerous(), language)
    assert "script" in page
    assert re.findall(r"(?<!\\)<[A-Za-z/!?]", page) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>alert(1)</script>", r"\<script>alert(1)\</script>"),
        ("<!-- x -->", r"\<!-- x -->"),
        ("a < b, c <= 5, d > 1", "a < b, c <= 5, d > 1"),
        ("[klik](javascript:x)", r"[klik]\(javascript:x)"),
        ("![gambar](http://contoh.test/a.png)", r"![gambar]\(http://contoh.test/a.png)"),
        ("`kode` dan ``dua``", r"\`kode\` dan \`\`dua\`\`"),
        ("**tebal** dan _miring_", r"\*\*tebal\** dan \_miring_"),
        ("2 * 3", "2 * 3"),
        ("nilai_skp_2026, tipe.is_(1)", "nilai_skp_2026, tipe.is_(1)"),
        ("~~coret~~ dan ~a", r"\~~coret\~~ dan ~a"),
        (r"C:\data \. \a", r"C:\data \\. \a"),
        ("__a__ dan a__b", r"\_\_a__ dan a_\_b"),
        ("A&amp;B &#60; P&R", r"A\&amp;B \&#60; P&R"),
        ("satu\n\n# dua\r\x1b[31m", "satu  # dua  [31m"),
    ],
)
def test_a_name_stays_text_in_markdown(text: str, shown: str) -> None:
    made = Policy("contoh", text, score=Number("x", text))
    page = markdown(made).splitlines()
    assert page[0] == f"# {shown} (`contoh`)"
    assert f"| x | {shown} | angka , 2 desimal | ya |" in page


@pytest.mark.parametrize(
    ("more", "id_", "en"),
    [
        ({"at_most": 12}, "daftar, paling banyak 12 baris", "list, at most 12 rows"),
        ({"at_least": 2}, "daftar, sekurangnya 2 baris", "list, at least 2 rows"),
        ({"at_least": 2, "optional": True}, "daftar", "list"),
        ({"unique": "bulan"}, "daftar; Bulan tidak boleh berulang", "list; Month must not repeat"),
        (
            {"at_least": 2, "at_most": 12, "unique": ("nilai", "bulan")},
            "daftar, sekurangnya 2 baris, paling banyak 12 baris; Bulan + nilai tidak boleh berulang",
            "list, at least 2 rows, at most 12 rows; Month + nilai must not repeat",
        ),
    ],
)
def test_a_list_says_how_many_rows_it_takes_and_what_must_not_repeat(more: Any, id_: str, en: str) -> None:
    bulan, nilai = Count("bulan", "Bulan", english="Month"), Number("nilai", low=0, high=100)
    items = Items("bulanan", (bulan, nilai), **more)
    made = Policy(
        "uji", "Uji", score=items.mean(nilai).or_else(0) if items.may_be_empty else items.mean(nilai), reported=2
    )
    for language, words in (("id", id_), ("en", en)):
        held = {row[0]: row[2] for row in sections(made, language)[0].rows}
        assert held["bulanan"] == words
