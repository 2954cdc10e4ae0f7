import subprocess
import sys
from pathlib import Path

import pytest
from tests.dirty_workbooks import HEAD, LISTED, NIPS, PLAIN, Sheet, all_workbooks, parts_of, zipped
from tests.dirty_workbooks import workbook as make
from tests.watch import ends

import asn_appraisal as asn
from asn_appraisal.adapters.excel.tables import read_workbook
from asn_appraisal.adapters.excel.templates import template_workbook
from asn_appraisal.errors import SheetMissingError

PROJECT = Path(__file__).parents[3]
DIRTY = list(all_workbooks())


def scored(each, folder):
    path = folder / f"isian{each.suffix}"
    path.write_bytes(each.data)
    how = {} if each.key is None else {"key": each.key}
    workbook = read_workbook(path, each.policy, **how)
    return workbook, asn.appraise_table(each.policy, workbook.records(), on_error="quarantine")


def outcome(each, folder):
    """What comes of a workbook, in the form that the table of dirty workbooks has it."""
    try:
        workbook, scores = scored(each, folder)
    except asn.AppraisalError as problem:
        return {"error": problem.faults[0].code if problem.faults else problem.code}
    keys = scores.records.keys
    texts = scores.score_texts()
    done = {keys.text(row): text for row, text in enumerate(texts) if not scores.rejected[row]}
    faults = [workbook.in_cells(fault) for fault in scores.rejects]
    return {
        "scores": done,
        "faults": sorted((fault.code, fault.cell or str(fault.row)) for fault in faults),
        "notes": tuple(sorted({note.code for note in scores.notes} & {"ASN737", "ASN738", "ASN739"})),
    }


def wanted(each):
    if each.error is not None:
        return {"error": each.error}
    return {"scores": dict(each.scores), "faults": sorted(each.faults), "notes": each.notes}


@pytest.mark.parametrize("each", DIRTY, ids=[each.name for each in DIRTY])
def test_a_dirty_workbook_gives_the_right_result_or_names_the_cell(each, tmp_path):
    with ends(20):
        assert outcome(each, tmp_path) == wanted(each)


def test_there_are_at_least_sixty_kinds_of_dirty_workbooks():
    assert len({each.name for each in DIRTY}) == len(DIRTY) >= 60


LIMITED = """
import resource
resource.setrlimit(resource.RLIMIT_AS, (1536 << 20, 1536 << 20))
from pathlib import Path
from tempfile import TemporaryDirectory
from tests.dirty_workbooks import files, other_kinds
import asn_appraisal as asn
from asn_appraisal.adapters.excel.tables import read_workbook
with TemporaryDirectory() as folder:
    for each in (*files(), *other_kinds()):
        path = Path(folder) / f"isian{each.suffix}"
        path.write_bytes(each.data)
        try:
            read_workbook(path, each.policy).records()
        except asn.AppraisalError:
            pass
print("done")
"""


def test_no_dirty_workbook_needs_much_memory():
    # An address space of 1.5 GB holds numpy's own threads as well; a rectangle to the last corner would need 512 GB.
    done = subprocess.run(
        [sys.executable, "-c", LIMITED], capture_output=True, text=True, timeout=120, cwd=PROJECT, check=False
    )

    assert done.stdout == "done\n", done.stderr[-2000:]


def test_a_sheet_or_a_list_may_be_named(tmp_path):
    path = tmp_path / "isian.xlsx"
    sheets = {
        "A": Sheet([HEAD, [NIPS[0], 10]]),
        "Lama": Sheet([["NIP", "Nilai SKP"], [NIPS[1], 90]]),
        "K2": Sheet([["NIP", "Hasil"], [NIPS[1], 70]]),
    }
    path.write_bytes(zipped(parts_of(sheets)))
    workbook = read_workbook(path, LISTED, sheet="lama", items={"kegiatan": "K2"})

    assert asn.appraise_table(LISTED, workbook.records()).score_texts() == ["80.00"]
    with pytest.raises(SheetMissingError, match="'B'"):
        read_workbook(path, LISTED, sheet="B", items={"kegiatan": "K2"})
    with pytest.raises(SheetMissingError, match="'K3'"):
        read_workbook(path, LISTED, items={"kegiatan": "K3"})


def test_the_key_may_be_named_and_the_convention_of_texts_said(tmp_path):
    path = tmp_path / "isian.xlsx"
    path.write_bytes(make(["Unit", "NIP", "Nilai SKP"], ["A", "1985", "90.5"]))
    workbook = read_workbook(path, PLAIN, key="Unit", cells=asn.Cells(decimal="point"))
    scores = asn.appraise_table(PLAIN, workbook.records())

    assert (scores.records.keys.values(), scores.score_texts()) == (["A"], ["90.50"])


def test_a_key_that_is_no_column_is_refused_with_the_columns_that_there_are(tmp_path):
    path = tmp_path / "isian.xlsx"
    path.write_bytes(make(HEAD, [NIPS[0], 90]))

    with pytest.raises(asn.AppraisalError, match=r"ASN431.*NIP"):
        read_workbook(path, PLAIN, key="Unit").records()


def test_a_sheet_gives_the_scores_of_the_same_table_bit_by_bit(tmp_path):
    path = tmp_path / "isian.xlsx"
    numbers = [place / 100 for place in range(0, 12000, 7)]
    path.write_bytes(make(["NIP", "Nilai SKP"], *([str(place), number] for place, number in enumerate(numbers))))
    scores = asn.appraise_table(PLAIN, read_workbook(path, PLAIN).records())
    table = asn.appraise_table(PLAIN, {"NIP": [*map(str, range(len(numbers)))], "nilai_skp": numbers}, key="NIP")

    assert scores.score.tolist() == table.score.tolist()
    assert scores.band_keys() == table.band_keys()


def test_a_note_has_the_rows_of_the_sheet(tmp_path):
    path = tmp_path / "isian.xlsx"
    path.write_bytes(make(["Judul"], [], HEAD, [NIPS[0], 90], [], [NIPS[1], 80]))
    workbook = read_workbook(path, PLAIN)

    assert workbook.note_in_lines(asn.Note("ASN427", field="NIP", count=2, rows=(0, 1))).rows == (4, 6)
    assert workbook.note_in_lines(asn.Note("ASN427", list="x", count=1, rows=(0,))).rows == (0,)


def test_a_list_that_the_policy_does_not_have_is_refused(tmp_path):
    path = tmp_path / "isian.xlsx"
    path.write_bytes(make(HEAD, [NIPS[0], 90]))

    with pytest.raises(asn.AppraisalError, match="ASN439"):
        read_workbook(path, PLAIN, items={"kegiatn": "Data"})
    with pytest.raises(asn.AppraisalError, match="cells"):
        read_workbook(path, PLAIN, cells="comma")


def test_a_workbook_without_any_of_the_lists_says_so(tmp_path):
    value = asn.Number("x")
    one, two = (asn.Items(key, (value,), optional=True) for key in ("satu", "dua"))
    policy = asn.Policy("x", "X", score=(one.sum(value) + two.sum(value)).rounded(2))
    path = tmp_path / "isian.xlsx"
    path.write_bytes(make(["lain"], [1]))

    with pytest.raises(asn.AppraisalError, match="ASN438"):
        read_workbook(path, policy).records()


def test_cells_say_the_row_of_the_header_other_names_and_how_texts_are_written(tmp_path):
    path = tmp_path / "isian.xlsx"
    path.write_bytes(
        make(["NIP", "Nilai SKP"], ["a", 5], ["NIP", "Skor akhir", "Ide baru"], ["b", "98,5 %", "-"], ["c", 80, "ya"])
    )
    cells = asn.Cells(header=3, rename={"Skor Akhir": "nilai_skp"}, missing="-", units=True)
    scores = asn.appraise_table(PLAIN, read_workbook(path, PLAIN, cells=cells).records())

    assert (scores.records.keys.values(), scores.score_texts()) == (["b", "c"], ["98.50", "85.00"])


def test_repeated_rows_and_too_many_are_named_by_their_sheets(tmp_path):
    bulan = asn.Count("bulan", "Bulan", low=1, high=12)
    items = asn.Items("bulanan", [bulan, asn.Number("nilai")], "bulan kerja", at_most=3, unique=bulan)
    policy = asn.Policy("uji", "Uji", score=(items.mean(items.fields[1]) * asn.Number("faktor")).rounded(2))
    entered = [*(("a", number) for number in (1, 2, 1)), *(("b", number) for number in (1, 2, 3, 4))]
    rows = [{"key": key, "bulan": number, "nilai": 5} for key, number in entered]
    path = tmp_path / "isian.xlsx"
    owners = [{"key": key, "faktor": 1} for key in "ab"]
    path.write_bytes(template_workbook(policy, rows=owners, items={"bulanan": rows}))
    workbook = read_workbook(path, policy)
    faults = [
        workbook.in_cells(each)
        for each in asn.appraise_table(policy, workbook.records(), on_error="quarantine").rejects
    ]
    double, many = (fault.text("id") for fault in faults)
    assert double.startswith("lembar Bulan kerja, sel B8 (a), bulan: sama dengan baris sebelumnya (baris 6): ")
    assert many == "lembar Data, baris 7 (b), bulanan: baris terlalu banyak (4): paling banyak 3"
    assert faults[0].problem("id") == "sama dengan baris 6"
