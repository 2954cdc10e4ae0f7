"""Dirty workbooks as people and programs leave them, each with what must come of it: scores, faults in cells, an error.

Workbooks are written part by part, so that a test may say what no library would write: a formula without its value, a cell
in the last corner, a part that unpacks without end.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from attrs import field, frozen

import asn_appraisal as asn

SKP = asn.Number("nilai_skp", "Nilai SKP", low=0, high=120)
KIND = asn.Category("jenis", {"tetap": "Pegawai Tetap", "kontrak": "Pegawai Kontrak"}, "Jenis pegawai", default="tetap")
IDEA = asn.Flag("ide_baru", "Ide baru", default=False)
BANDS = asn.Bands(("baik", ">= 76", "Baik"), ("kurang", None, "Kurang"))
# Nilai SKP, 5 more for a new idea, 1 more for a contract: what is read of a row shows in its score.
PLAIN = asn.Policy(
    "rekap",
    "Rekap nilai",
    score=asn.Sum(SKP, IDEA.points(5), asn.Case(KIND, tetap=0, kontrak=1)).rounded(2),
    band=BANDS,
)
RESULT = asn.Number("hasil", "Hasil", low=0, high=100)
COST = asn.Number("biaya", "Biaya", unit="rupiah", optional=True, low=0)
WORK = asn.Items("kegiatan", (RESULT, COST), "Kegiatan tugas")
LISTED = asn.Policy("berkegiatan", "Nilai kegiatan", score=asn.Mean(SKP, WORK.mean(RESULT)).rounded(2), band=BANDS)
SURVEY = asn.Policy("survei", "Survei", score=(WORK.mean(RESULT) + WORK.sum(COST.or_else(0)) / 1000000).rounded(2))

NIP = "19850101201001100"  # and one more digit
NIPS = [f"{NIP}{digit}" for digit in range(10)]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARCELS = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = ["NIP", "Nilai SKP", "Ide baru", "Jenis pegawai"]


@frozen
class Xml:
    """A cell by its XML; ``{ref}`` is its reference."""

    text: str


ERROR = Xml('<c r="{ref}" t="e"><f>1/0</f><v>#DIV/0!</v></c>')
LOOKUP = Xml('<c r="{ref}" t="e"><v>#N/A</v></c>')
EMPTY_FORMULA = Xml('<c r="{ref}"><f>A1*2</f></c>')
BLANK_FORMULA = Xml('<c r="{ref}"><f>A1*2</f><v></v></c>')
EMPTY_TEXT_FORMULA = Xml('<c r="{ref}" t="str"><f>IF(A1="","",1)</f><v></v></c>')
FORMULA = Xml('<c r="{ref}"><f>45*2</f><v>90</v></c>')
DATE = Xml('<c r="{ref}" s="1"><v>46024</v></c>')
PERCENT = Xml('<c r="{ref}" s="2"><v>0.98</v></c>')
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>'
    '<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/>'
    '<xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


@frozen
class Sheet:
    """A sheet: rows of cells, rows hidden (from 1), merged ranges; ``hide`` the sheet itself."""

    rows: Sequence[Sequence[Any]] = ()
    hidden: Sequence[int] = ()
    merged: Sequence[str] = ()
    hide: bool = False
    xml: str | None = None  # the rows as XML
    before: str = ""  # what comes before the rows

    def text(self) -> str:
        """The XML of the sheet."""
        rows = self.xml if self.xml is not None else "".join(self._rows())
        merged = "".join(f'<mergeCell ref="{each}"/>' for each in self.merged)
        merged = f"<mergeCells>{merged}</mergeCells>" if merged else ""
        return f'<worksheet xmlns="{MAIN}">{self.before}<sheetData>{rows}</sheetData>{merged}</worksheet>'

    def _rows(self) -> Iterator[str]:
        for number, row in enumerate(self.rows, 1):
            cells = "".join(cell(f"{letters(place)}{number}", value) for place, value in enumerate(row))
            hidden = ' hidden="1"' if number in self.hidden else ""
            yield f'<row r="{number}"{hidden}>{cells}</row>'


def letters(place: int) -> str:
    """The letters of a column below 26."""
    return chr(65 + place)


def cell(reference: str, value: Any) -> str:
    """A cell as XML; None is no cell."""
    if value is None:
        return ""
    if isinstance(value, Xml):
        return value.text.replace("{ref}", reference)
    if isinstance(value, bool):
        return f'<c r="{reference}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, str):
        return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c r="{reference}"><v>{value!r}</v></c>'


def parts_of(sheets: Mapping[str, Sheet], *, calculation: str = "") -> dict[str, bytes]:
    """The parts of a workbook."""
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{place}" r:id="rId{place}"{" state=" + chr(34) + "hidden" + chr(34) if each.hide else ""}/>'
        for place, (name, each) in enumerate(sheets.items(), 1)
    )
    kind = f"{LINKS}/worksheet"
    links = "".join(
        f'<Relationship Id="rId{place}" Type="{kind}" Target="worksheets/sheet{place}.xml"/>'
        for place in range(1, len(sheets) + 1)
    )
    links += f'<Relationship Id="styles" Type="{LINKS}/styles" Target="styles.xml"/>'
    texts = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": f'<Relationships xmlns="{PARCELS}"><Relationship Id="r" Type="{LINKS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{listed}</sheets>{calculation}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PARCELS}">{links}</Relationships>',
        "xl/styles.xml": STYLES,
    }
    texts |= {f"xl/worksheets/sheet{place}.xml": each.text() for place, each in enumerate(sheets.values(), 1)}
    return {name: text.encode() for name, text in texts.items()}


def _content_types(sheets: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    kinds = {"/xl/workbook.xml": "sheet.main", "/xl/styles.xml": "styles"}
    kinds |= {f"/xl/worksheets/sheet{place}.xml": "worksheet" for place in range(1, sheets + 1)}
    parts = "".join(f'<Override PartName="{name}" ContentType="{kind}.{each}+xml"/>' for name, each in kinds.items())
    links = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{links}{parts}</Types>'


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Parts as one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def workbook(*rows: Sequence[Any], name: str = "Data", **more: Any) -> bytes:
    """A workbook of one sheet of rows."""
    return zipped(parts_of({name: Sheet(rows, **more)}))


def opendocument(tables: str) -> bytes:
    """An .ods file of the XML of its tables."""
    kinds = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"), ("calcext", "calcext"))
    )
    body = f"<office:document-content {kinds}><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": body.encode(), "META-INF/manifest.xml": b"<manifest/>"})


def open_cell(value: Any, more: str = "") -> str:
    """A cell of an .ods file."""
    if isinstance(value, str):
        return (
            f'<table:table-cell office:value-type="string" {more}><text:p>{escape(value)}</text:p></table:table-cell>'
        )
    if isinstance(value, bool):
        flag = str(value).lower()
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{flag}" {more}><text:p>{flag}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{value}" {more}><text:p>{value}</text:p></table:table-cell>'


def open_row(*cells: Any, more: str = "") -> str:
    """A row of an .ods file; a text that begins with < is the XML of a cell."""
    held = (each if isinstance(each, str) and each.startswith("<") else open_cell(each) for each in cells)
    return f"<table:table-row {more}>{''.join(held)}</table:table-row>"


def open_table(*rows: str, name: str = "Data") -> str:
    """A sheet of an .ods file."""
    return f'<table:table table:name="{name}">{"".join(rows)}</table:table>'


@frozen
class Dirty:
    """A workbook and what must come of it: scores by key, faults in cells, notes, or the code of an error."""

    name: str
    data: bytes = field(repr=False)
    scores: Mapping[str, str] = field(factory=dict)
    faults: tuple[tuple[str, str | None], ...] = ()
    notes: tuple[str, ...] = ()
    error: str | None = None
    policy: asn.Policy = PLAIN
    suffix: str = ".xlsx"
    key: str | None = None


def one(*cells: Any) -> bytes:
    """A workbook with one row below the header."""
    return workbook(HEAD, [NIPS[1], *cells])


GOOD = {NIPS[1]: "90.00", NIPS[2]: "75.50"}
TWO = ([NIPS[1], 90], [NIPS[2], 75.5])


def headers() -> Iterator[Dirty]:
    """Headers where people put them."""
    yield Dirty("a clean sheet", workbook(HEAD, *TWO), GOOD)
    yield Dirty("keys as headers", workbook(["nip", "nilai_skp"], *TWO), GOOD)
    yield Dirty("headers in capitals with line breaks", workbook(["NIP", "NILAI\nSKP "], *TWO), GOOD)
    yield Dirty("English nowhere, stars after names", workbook(["NIP *", "Nilai SKP *"], *TWO), GOOD)
    yield Dirty("three rows of title", workbook(["DAFTAR NILAI"], ["Tahun 2026"], [], HEAD, *TWO), GOOD)
    yield Dirty("a merged title", workbook(["DAFTAR NILAI"], [], HEAD, *TWO, merged=["A1:D1"]), GOOD)
    yield Dirty(
        "a table that begins in column C", workbook([None, None, *HEAD], *([None, None, *row] for row in TWO)), GOOD
    )
    yield Dirty(
        "two header rows, merged down",
        workbook(["NIP", "Penilaian", None], [None, "Nilai SKP", "Ide baru"], *TWO, merged=["A1:A2", "B1:C1"]),
        GOOD,
    )
    yield Dirty(
        "two header rows, not merged", workbook(["NIP", "Penilaian", None], [None, "Nilai SKP", "Ide baru"], *TWO), GOOD
    )
    yield Dirty(
        "a second header row under a group",
        workbook(
            ["NIP", "Nilai SKP", "Lainnya", None],
            [None, None, "Ide baru", "Jenis pegawai"],
            [NIPS[1], 90, "ya", "kontrak"],
        ),
        {NIPS[1]: "96.00"},
    )
    yield Dirty(
        "numbers of columns in brackets", workbook(HEAD, ["(1)", "(2)", "(3)", "(4)"], *TWO), GOOD, notes=("ASN738",)
    )
    yield Dirty(
        "plain numbers of five columns",
        workbook(["No", *HEAD], [1, 2, 3, 4, 5], *([place, *row, None, None] for place, row in enumerate(TWO, 1))),
        GOOD,
        notes=("ASN738",),
    )
    yield Dirty("no header at all", workbook(*TWO), error="ASN734")
    yield Dirty("an empty sheet", workbook(), error="ASN734")
    yield Dirty("a misspelled header", workbook(["NIP", "nilai_spk"], *TWO), error="ASN403")
    yield Dirty("a needed column missing", workbook(["NIP", "Ide baru"], [NIPS[1], "ya"]), error="ASN431")
    yield Dirty("a field twice", workbook(["NIP", "Nilai SKP", "nilai_skp"], [NIPS[1], 90, 80]), error="ASN703")
    yield Dirty("a key column twice", workbook(["NIP", "NIP", "Nilai SKP"], ["a", "b", 80]), error="ASN703")
    yield Dirty(
        "a column of values without a header",
        workbook(["NIP", "Nilai SKP"], [NIPS[1], 90, "lulus"]),
        {NIPS[1]: "90.00"},
        notes=("ASN739",),
    )
    yield Dirty(
        "a remark twice, which nobody reads",
        workbook(["NIP", "Nilai SKP", "Ket", "Ket"], [NIPS[1], 90, "x", "y"]),
        {NIPS[1]: "90.00"},
    )


def rows() -> Iterator[Dirty]:
    """Rows that are none, and rows in the way."""
    yield Dirty("blank rows between", workbook(HEAD, TWO[0], [], [None, " "], TWO[1]), GOOD)
    yield Dirty("a hidden row", workbook(HEAD, *TWO, hidden=[3]), GOOD, notes=("ASN737",))
    yield Dirty("a row of totals", workbook(HEAD, *TWO, ["JUMLAH", 165.5]), GOOD, notes=("ASN738",))
    yield Dirty("a mean below", workbook(HEAD, *TWO, [], ["Rata-rata", 82.75]), GOOD, notes=("ASN738",))
    yield Dirty("totals without a word", workbook(HEAD, *TWO, [None, 110]), GOOD, (("ASN433", "A4"),))
    yield Dirty("the example of a template", workbook(HEAD, ["CONTOH", 85], *TWO), GOOD, notes=("ASN738",))
    yield Dirty("the example written over", workbook(HEAD, [NIPS[3], 85], *TWO), {NIPS[3]: "85.00", **GOOD})
    yield Dirty("an empty key", workbook(HEAD, TWO[0], [None, 80]), {NIPS[1]: "90.00"}, (("ASN433", "A3"),))
    yield Dirty(
        "a key twice", workbook(HEAD, *TWO, [NIPS[1], 80]), {NIPS[2]: "75.50"}, (("ASN432", "A2"), ("ASN432", "A4"))
    )
    yield Dirty(
        "merged keys",
        workbook(HEAD, [NIPS[1], 90], [None, 80], merged=["A2:A3"]),
        {},
        (("ASN432", "A2"), ("ASN432", "A3")),
    )
    yield Dirty(
        "a merged value",
        workbook(HEAD, [NIPS[1], 90], [NIPS[2], None], merged=["B2:B3"]),
        {NIPS[1]: "90.00"},
        (("ASN733", "B3"),),
    )
    yield Dirty(
        "a merged value of a field that may be empty",
        workbook(HEAD, [NIPS[1], 90, "ya"], [NIPS[2], 80, None], merged=["C2:C3"]),
        {NIPS[1]: "95.00"},
        (("ASN733", "C3"),),
    )
    yield Dirty("a header alone", workbook(HEAD), {})
    yield Dirty(
        "a signature below", workbook(HEAD, TWO[0], [], ["Kepala Dinas"]), {NIPS[1]: "90.00"}, (("ASN401", "B4"),)
    )


def values() -> Iterator[Dirty]:
    """Cells that are not what they seem."""
    yield Dirty("a formula with its value", one(FORMULA), {NIPS[1]: "90.00"})
    yield Dirty("a formula never worked out", one(EMPTY_FORMULA), {}, (("ASN731", "B2"),))
    yield Dirty("a formula with an empty value", one(BLANK_FORMULA), {}, (("ASN731", "B2"),))
    yield Dirty("a formula that gives no text", one(90, EMPTY_TEXT_FORMULA), {NIPS[1]: "90.00"})
    yield Dirty(
        "a formula never worked out in a field that may be empty", one(90, EMPTY_FORMULA), {}, (("ASN731", "C2"),)
    )
    stale = zipped(parts_of({"Data": Sheet([HEAD, [NIPS[1], FORMULA]])}, calculation='<calcPr fullCalcOnLoad="1"/>'))
    yield Dirty("a formula that a program wrote, with a value of its own", stale, {}, (("ASN731", "B2"),))
    yield Dirty("an error", one(ERROR), {}, (("ASN730", "B2"),))
    yield Dirty("an error in a field that may be empty", one(90, LOOKUP), {}, (("ASN730", "C2"),))
    yield Dirty("an error in a category", one(90, None, LOOKUP), {}, (("ASN730", "D2"),))
    yield Dirty("an error as a key", workbook(HEAD, [LOOKUP, 90]), {}, (("ASN730", "A2"),))
    yield Dirty(
        "an error in a column that nobody reads",
        workbook(["NIP", "Nilai SKP", "Ket"], [NIPS[1], 90, ERROR]),
        {NIPS[1]: "90.00"},
    )
    yield Dirty("a date in a column of numbers", one(DATE), {}, (("ASN732", "B2"),))
    yield Dirty("a date in a flag", one(90, DATE), {}, (("ASN732", "C2"),))
    yield Dirty("a percentage", one(PERCENT), {}, (("ASN736", "B2"),))
    yield Dirty("an error written as text", one("#N/A"), {}, (("ASN404", "B2"),))
    yield Dirty("a decimal comma as text", one("90,5"), {NIPS[1]: "90.50"})
    yield Dirty("thousands and a comma as text", one("1.234,5"), {}, (("ASN406", "B2"),))
    yield Dirty("a decimal point as text", one("90.5"), {}, (("ASN423", "B2"),))
    yield Dirty("an ambiguous text", one("90.500"), {}, (("ASN424", "B2"),))
    yield Dirty(
        "numbers and texts mixed",
        workbook(HEAD, [NIPS[1], "90"], [NIPS[2], 75.5], [NIPS[3], "kosong"]),
        GOOD,
        (("ASN404", "B4"),),
    )
    yield Dirty("blanks and numbers mixed", workbook(HEAD, *TWO, [NIPS[3], "  "]), GOOD, (("ASN401", "B4"),))
    yield Dirty("the noise of a sum", one(0.1 + 0.2), {NIPS[1]: "0.30"})
    yield Dirty("too many decimals", one(90.555), {}, (("ASN405", "B2"),))
    yield Dirty("a truth as a number", one(True), {}, (("ASN404", "B2"),))
    yield Dirty("no number, where a number is", one(Xml('<c r="{ref}"><v>NaN</v></c>')), {}, (("ASN418", "B2"),))
    yield Dirty("infinity", one(Xml('<c r="{ref}"><v>inf</v></c>')), {}, (("ASN418", "B2"),))
    yield Dirty("no number as a key", workbook(HEAD, [Xml('<c r="{ref}"><v>NaN</v></c>'), 90]), {"NAN": "90.00"})
    yield Dirty("a number out of range", one(1e300), {}, (("ASN421", "B2"),))
    yield Dirty(
        "a NIP as a number", workbook(HEAD, [198501012010011001, 90], TWO[1]), {NIPS[2]: "75.50"}, (("ASN435", "A2"),)
    )
    yield Dirty("a short key as a number", workbook(HEAD, [1979, 90]), {"1979": "90.00"})
    flags = ("ya", "TIDAK", 1, 0, True, False, "true", None, "1")
    found = ("15.00", "10.00", "15.00", "10.00", "15.00", "10.00", "15.00", "10.00", "15.00")
    given = ([nip, 10, flag] for nip, flag in zip(NIPS, flags, strict=False))
    yield Dirty("flags of all kinds", workbook(HEAD, *given), dict(zip(NIPS, found, strict=False)))
    yield Dirty("a flag that is none", one(90, "mungkin"), {}, (("ASN409", "C2"),))
    yield Dirty("a flag of 2", one(90, 2), {}, (("ASN409", "C2"),))
    yield Dirty(
        "levels by key and by name",
        workbook(HEAD, [NIPS[1], 90, None, "kontrak"], [NIPS[2], 90, None, "pegawai  KONTRAK"]),
        {NIPS[1]: "91.00", NIPS[2]: "91.00"},
    )
    yield Dirty("no such level", one(90, None, "Magang"), {}, (("ASN408", "D2"),))
    yield Dirty("a formula as text", one(90, None, "=1+1"), {}, (("ASN408", "D2"),))


def lists() -> Iterator[Dirty]:
    """Several sheets."""
    records = Sheet([["NIP", "Nilai SKP"], *TWO])
    work = [["NIP", "Hasil", "Biaya (rupiah)"], [NIPS[1], 80, None], [NIPS[1], 100, 5], [NIPS[2], 74.5, 7]]
    both = {NIPS[1]: "90.00", NIPS[2]: "75.00"}
    cover = Sheet([["Laporan kinerja"], ["Dinas rekaan"]])

    def book(**sheets: Sheet) -> bytes:
        return zipped(parts_of({name.replace("_", " "): each for name, each in sheets.items()}))

    def listed(name: str, data: bytes, scores: Mapping[str, str] = both, **more: Any) -> Dirty:
        return Dirty(name, data, scores, policy=more.pop("policy", LISTED), **more)

    yield listed("a list by its key", book(Data=records, kegiatan=Sheet(work)))
    yield listed("a list by its title", book(Data=records, Kegiatan_Tugas=Sheet(work)))
    yield listed("the list first, the records after a cover", book(Sampul=cover, KEGIATAN=Sheet(work), Data=records))
    yield listed("a hidden list", book(Data=records, kegiatan=Sheet(work, hide=True)))
    yield listed(
        "hidden records are not taken",
        book(Lama=Sheet(records.rows, hide=True), kegiatan=Sheet(work)),
        {},
        error="ASN735",
    )
    yield listed(
        "keys merged over their rows",
        book(Data=records, kegiatan=Sheet([work[0], work[1], [None, 100], work[3]], merged=["A2:A3"])),
    )
    yield listed("no sheet of the list", book(Data=records), {}, error="ASN735")
    yield listed(
        "a row of another person",
        book(Data=records, kegiatan=Sheet([*work, [NIPS[5], 50]])),
        both,
        faults=(("ASN434", "A5"),),
    )
    yield listed(
        "a fault in the list",
        book(Data=records, kegiatan=Sheet([*work, [NIPS[2], "x"]])),
        {NIPS[1]: "90.00"},
        faults=(("ASN404", "B5"),),
    )
    yield listed(
        "an error in the list",
        book(Data=records, kegiatan=Sheet([*work, [NIPS[2], 74.5, ERROR]])),
        {NIPS[1]: "90.00"},
        faults=(("ASN730", "C5"),),
    )
    yield listed(
        "a NIP as a number in the list",
        book(Data=records, kegiatan=Sheet([*work, [198501012010011002, 80]])),
        both,
        faults=(("ASN434", "A5"),),
    )
    yield listed("a list alone", book(Jawaban=Sheet(work)), {NIPS[1]: "90.00", NIPS[2]: "74.50"}, policy=SURVEY)


def other_kinds() -> Iterator[Dirty]:
    """OpenDocument files."""
    head, first, second = open_row("NIP", "Nilai SKP", "Ide baru"), open_row(NIPS[1], 90.0), open_row(NIPS[2], 75.5)

    def ods(name: str, *rows: str, scores: Mapping[str, str] = GOOD, **more: Any) -> Dirty:
        return Dirty(name, opendocument(open_table(*rows)), scores, suffix=".ods", **more)

    yield ods("ods: a clean sheet", head, first, second)
    yield ods("ods: flags", head, open_row(NIPS[1], 90.0, True), scores={NIPS[1]: "95.00"})
    wrong = '<table:table-cell table:formula="of:=NA()" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
    yield ods(
        "ods: an error", head, first, open_row(NIPS[2], wrong), scores={NIPS[1]: "90.00"}, faults=(("ASN730", "B3"),)
    )
    never = '<table:table-cell table:formula="of:=1+1"/>'
    yield ods(
        "ods: a formula never worked out",
        head,
        first,
        open_row(NIPS[2], never),
        scores={NIPS[1]: "90.00"},
        faults=(("ASN731", "B3"),),
    )
    share = (
        '<table:table-cell office:value-type="percentage" office:value="0.98"><text:p>98%</text:p></table:table-cell>'
    )
    yield ods("ods: a percentage", head, open_row(NIPS[1], share), scores={}, faults=(("ASN736", "B2"),))
    day = '<table:table-cell office:value-type="date" office:date-value="2026-01-02"><text:p>02/01/2026</text:p></table:table-cell>'
    yield ods("ods: a date", head, open_row(NIPS[1], day), scores={}, faults=(("ASN732", "B2"),))
    yield ods(
        "ods: a hidden row", head, first, open_row(NIPS[2], 75.5, more='table:visibility="collapse"'), notes=("ASN737",)
    )
    many = open_row("<table:table-cell/>", more='table:number-rows-repeated="1048000"')
    yield ods("ods: a million empty rows", head, first, second, many)
    far = open_row(open_cell(1.0, 'table:number-columns-repeated="16384"'), more='table:number-rows-repeated="1048576"')
    yield ods("ods: a million rows of values in one", head, first, far, scores={}, error="ASN729")
    covered = "<table:covered-table-cell/>"
    merged = open_row(NIPS[1], open_cell(90.0, 'table:number-rows-spanned="2"'))
    yield ods(
        "ods: a merged value",
        head,
        merged,
        open_row(NIPS[2], covered),
        scores={NIPS[1]: "90.00"},
        faults=(("ASN733", "B3"),),
    )


def files() -> Iterator[Dirty]:
    """Files that are no workbooks, are damaged, or are too large."""
    whole = workbook(HEAD, *TWO)
    parts = parts_of({"Data": Sheet([HEAD, *TWO])})

    def with_part(name: str, data: bytes) -> bytes:
        return zipped({**parts, name: data})

    yield Dirty("an empty file", b"", error="ASN728")
    for share in (10, 50, 90, 99):
        yield Dirty(f"cut off after {share} percent", whole[: len(whole) * share // 100], error="ASN728")
    yield Dirty("a byte changed in the middle", _changed(parts), error="ASN728")
    yield Dirty("CSV with the ending of a workbook", b"nip;nilai_skp\n1;90\n", error="ASN728")
    yield Dirty(
        "a web page with the ending of a workbook",
        b"<html><table><tr><td>NIP</td></tr></table></html>",
        error="ASN728",
        suffix=".xls",
    )
    yield Dirty("a PDF", b"%PDF-1.7\n\0\1", error="ASN728")
    yield Dirty("noise", bytes(range(256)) * 40, error="ASN728")
    yield Dirty("a zip of something else", zipped({"a.txt": b"x"}), error="ASN728")
    yield Dirty("a text document", zipped({"word/document.xml": b"<w/>"}), error="ASN728")
    yield Dirty(
        "an OLE file of nothing", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000, error="ASN728", suffix=".xls"
    )
    yield Dirty("a workbook with the ending of an old one", whole, GOOD, suffix=".xls")
    yield Dirty("a workbook with the ending of another kind", whole, GOOD, suffix=".ods")
    yield Dirty(
        "no list of sheets",
        zipped({name: each for name, each in parts.items() if name != "xl/workbook.xml"}),
        error="ASN728",
    )
    yield Dirty(
        "a sheet that is missing",
        zipped({name: data for name, data in parts.items() if "sheet1" not in name}),
        error="ASN728",
    )
    yield Dirty("a list of sheets that is no XML", with_part("xl/workbook.xml", b"<workbook"), error="ASN728")
    yield Dirty(
        "entities without end",
        with_part("xl/workbook.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><workbook/>'),
        error="ASN728",
    )
    yield Dirty(
        "a sheet in UTF-16", with_part("xl/worksheets/sheet1.xml", "<worksheet/>".encode("utf-16")), error="ASN728"
    )
    bomb = with_part("xl/worksheets/sheet1.xml", b"<worksheet><sheetData>" + b" " * (40 << 20))
    yield Dirty("a part that unpacks to a thousand times its size", bomb, error="ASN729")
    yield Dirty("a second part that does", with_part("xl/media/image1.bmp", b"\0" * (64 << 20)), error="ASN729")

    def corner(xml: str) -> bytes:
        return workbook(xml=Sheet([HEAD, *TWO]).text().partition("<sheetData>")[2].partition("</sheetData>")[0] + xml)

    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    yield Dirty("a cell in the last corner", corner(far), error="ASN729")
    yield Dirty(
        "a cell in the last corner, in a row that says otherwise",
        corner(far.replace('row r="1048576"', 'row r="5"')),
        error="ASN729",
    )
    yield Dirty("a cell in the last corner, with other quotes", corner(far.replace('"', "'")), error="ASN729")
    yield Dirty("a cell in the last corner, with a prefix", _prefixed(corner(far)), error="ASN729")
    yield Dirty(
        "a cell in the last corner, with blanks around the sign", corner(far.replace("=", " = ")), error="ASN729"
    )
    for reference in ("A", "R1C1", "A0", "A99999999"):
        yield Dirty(
            f"a cell with the reference {reference}", corner(far.replace("XFD1048576", reference)), error="ASN728"
        )
    yield Dirty(
        "a cell in the last corner, in signs of its own", corner(far.replace('r="XFD', 'r="&#88;FD')), error="ASN728"
    )
    yield Dirty(
        "a million columns declared",
        workbook(
            HEAD, *TWO, before='<dimension ref="A1:XFD1048576"/><cols><col min="1" max="16384" width="9"/></cols>'
        ),
        GOOD,
    )
    wide = "".join(f'<c r="{column}1"/>' for column in _columns(16384))
    yield Dirty("sixteen thousand empty columns", workbook(xml=f'<row r="1">{wide}</row>'), error="ASN734")
    deep = workbook(HEAD, *TWO, *([[]] * 3000), [NIPS[3], 80])
    yield Dirty("three thousand blank rows between", deep, {**GOOD, NIPS[3]: "80.00"})
    bare = workbook(
        xml="".join(
            f"<row>{''.join(cell('', each).replace(' r=' + chr(34) * 2, '') for each in row)}</row>"
            for row in (HEAD[:2], *TWO)
        )
    )
    yield Dirty("cells without references", bare, GOOD)
    bare_error = workbook(
        xml="".join(
            f"<row>{''.join(cell('', each).replace(' r=' + chr(34) * 2, '') for each in row)}</row>"
            for row in (HEAD[:2], [NIPS[1], ERROR])
        )
    )
    yield Dirty("an error in a cell without a reference", bare_error, {}, (("ASN730", "B2"),))


def _changed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue().replace(b"Nilai SKP", b"Nilai SPK")


def _prefixed(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    for tag in ("worksheet", "sheetData", "row", "c", "v", "is", "t"):
        sheet = (
            sheet.replace(f"<{tag}>", f"<x:{tag}>")
            .replace(f"<{tag} ", f"<x:{tag} ")
            .replace(f"</{tag}>", f"</x:{tag}>")
        )
    return zipped({**parts, "xl/worksheets/sheet1.xml": sheet.replace("xmlns=", "xmlns:x=").encode()})


def _columns(count: int) -> Iterator[str]:
    from asn_appraisal.adapters.excel.surveys import letters_of

    return map(letters_of, range(count))


def all_workbooks() -> Iterator[Dirty]:
    """All dirty workbooks."""
    for make in (headers, rows, values, lists, other_kinds, files):
        yield from make()
