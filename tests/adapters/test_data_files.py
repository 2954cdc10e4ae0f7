import json
import tracemalloc
from decimal import Decimal
from pathlib import Path

import pytest
from tests.dirty_files import all_files
from tests.dirty_workbooks import PLAIN
from tests.watch import ends

import asn_appraisal as asn
from asn_appraisal import schemes
from asn_appraisal.adapters.data_files import KINDS, read_file
from asn_appraisal.errors import (
    ArgumentError,
    CellsError,
    FileKindError,
    InputAsOutputError,
    OutputKindError,
    RecordError,
)

POLICY = schemes.get("permenpan-16-2009")
ROWS = [("001", "90.99"), ("002", "75"), ("é, S.H.", "60.5"), ("004", "100.00")]
SURVEY = schemes.get("permenpanrb-14-2017")


def csv_file(folder, name="unit.csv", rows=ROWS):
    path = folder / name
    path.write_text("unit,nilai\n" + "".join(f'"{unit}",{score}\n' for unit, score in rows), encoding="utf-8")
    return path


def json_file(folder, name="unit.jsonl", rows=ROWS):
    path = folder / name
    path.write_text("".join(f'{{"unit": "{unit}", "nilai": {score}}}\n' for unit, score in rows), encoding="utf-8")
    return path


def parquet_file(folder, name="unit.parquet", rows=ROWS):
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    path = folder / name
    scores = pyarrow.array([Decimal(score) for _, score in rows], pyarrow.decimal128(5, 2))
    parquet.write_table(pyarrow.table({"unit": [unit for unit, _ in rows], "nilai": scores}), path)
    return path


FILES = [csv_file, json_file, parquet_file]


@pytest.mark.parametrize("made", FILES)
def test_a_file_of_each_kind_gives_the_scores_of_its_table(tmp_path, made):
    scores = asn.appraise_table(POLICY, asn.read_table(made(tmp_path), POLICY, key="unit"))
    alone = [POLICY.appraise({"nilai": score}) for _, score in ROWS]

    assert scores.reported() == [each.score for each in alone]
    assert scores.band_keys() == [each.band.key for each in alone]
    assert [scores.records.keys.text(row) for row in range(4)] == [unit for unit, _ in ROWS]


@pytest.mark.parametrize("made", FILES)
@pytest.mark.parametrize("ending", [".csv", ".tsv", ".jsonl", ".parquet", ".CSV", ""])
def test_scores_are_written_to_each_kind_of_file_and_read_back(tmp_path, made, ending):
    scores = asn.appraise_table(POLICY, asn.read_table(made(tmp_path), POLICY, key="unit"))
    path = tmp_path / f"hasil{ending}"

    asn.write_scores(scores, path)

    table = read_file(path)
    assert table.columns == ("unit", "score", "band")
    assert table.texts("unit") == [unit for unit, _ in ROWS]
    assert list(map(Decimal, table.texts("score"))) == scores.reported()
    assert table.texts("band") == scores.band_keys()


# --- lists in files of their own -------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
def test_lists_come_from_files_of_any_kind(tmp_path, ending):
    examples = Path(__file__).parents[2] / "docs/examples"
    policy = schemes.get("pp-46-2011")
    people, work = examples / "skp-pegawai.csv", examples / "skp-kegiatan.csv"
    right = asn.appraise_table(policy, asn.read_table(people, policy, key="nip", items={"kegiatan": work}))
    path = tmp_path / f"kegiatan{ending}"
    _copy(work, path)

    scores = asn.appraise_table(policy, asn.read_table(people, policy, key="nip", items={"kegiatan": path}))

    assert (scores.reported(), scores.band_keys()) == (right.reported(), right.band_keys())


def _copy(source, target):
    table = read_file(source)
    cells = [[text.replace(",", ".") for text in table.texts(name)] for name in table.columns]
    rows = [dict(zip(table.columns, row, strict=True)) for row in zip(*cells, strict=True)]
    if target.suffix == ".csv":
        target.write_bytes(source.read_bytes())
    elif target.suffix == ".jsonl":
        target.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    else:
        pyarrow = pytest.importorskip("pyarrow")
        from pyarrow import parquet

        parquet.write_table(pyarrow.Table.from_pylist(rows), target)


def test_a_policy_that_reads_lists_alone_needs_no_path(tmp_path):
    path = tmp_path / "responden.csv"
    path.write_text("unit," + ",".join(f"u{n}" for n in range(1, 10)) + "\nA" + ",4" * 9 + "\nA" + ",3" * 9 + "\n")

    scores = asn.appraise_table(SURVEY, asn.read_table(None, SURVEY, key="unit", items={"responden": path}))

    asn.write_scores(scores, tmp_path / "hasil.csv")
    assert (tmp_path / "hasil.csv").read_text().splitlines() == ["unit,score,band", "A,87.50,b"]


# --- faults ----------------------------------------------------------------------------------------------------------


def test_a_row_that_does_not_fit_is_a_fault_with_its_line(tmp_path):
    path = tmp_path / "unit.csv"
    path.write_text("unit,nilai\nA,90\nB\nC,70\n")
    records = asn.read_table(path, POLICY, key="unit")

    with pytest.raises(RecordError, match="ASN717: line 3 of the file: 1 cells in a row of 2"):
        asn.appraise_table(POLICY, records)
    scores = asn.appraise_table(POLICY, records, on_error="quarantine")
    assert ([fault.code for fault in scores.rejects], len(scores)) == (["ASN717"], 2)


def test_a_row_of_a_list_that_does_not_fit_is_raised_at_once(tmp_path):
    path = tmp_path / "responden.csv"
    path.write_text("unit,u1\nA,4,4\n")

    with pytest.raises(RecordError, match="ASN717: responden: line 2 of the file"):
        asn.read_table(None, SURVEY, key="unit", items={"responden": path})


@pytest.mark.parametrize("name", ["skp.xlsx", "SKP.XLS", "data.ods", "x.json"])
def test_other_kinds_of_files_are_refused_by_name_before_they_are_opened(name, tmp_path):
    with pytest.raises(FileKindError) as caught:
        read_file(tmp_path / name)

    assert name in str(caught.value)


def test_results_of_another_kind_are_refused_with_the_endings_there_are(tmp_path):
    scores = asn.appraise_table(POLICY, {"nilai": ["90"]})

    with pytest.raises(OutputKindError, match=r"hasil\.pdf.*\.csv, \.tsv, \.parquet, \.jsonl"):
        asn.write_scores(scores, tmp_path / "hasil.pdf")


@pytest.mark.parametrize("link", [None, "symlink_to", "hardlink_to"])
def test_scores_never_go_over_the_file_that_their_records_came_from(tmp_path, link):
    path = csv_file(tmp_path)
    before = path.read_bytes()
    scores = asn.appraise_table(POLICY, asn.read_table(path, POLICY, key="unit"))
    target = path
    if link is not None:
        target = tmp_path / "hasil.csv"
        getattr(target, link)(path)

    with pytest.raises(InputAsOutputError, match="ASN725"):
        asn.write_scores(scores, target)
    assert path.read_bytes() == before


@pytest.mark.parametrize("path", [7, b"unit.csv", ["unit.csv"]])
def test_a_path_of_another_kind_is_refused(path):
    with pytest.raises(ArgumentError, match="the path of a file"):
        asn.read_table(path, POLICY)
    with pytest.raises(ArgumentError, match="the path of a file"):
        asn.write_scores(asn.appraise_table(POLICY, {"nilai": ["90"]}), path)


def test_a_kind_that_holds_lists_too_reads_itself(tmp_path, monkeypatch):
    path = csv_file(tmp_path)
    kind = type(KINDS[".xlsx"])
    monkeypatch.setitem(KINDS, ".xlsx", kind(records=lambda given, policy, **how: (given, policy.key, how)))

    found = asn.read_table(path.with_suffix(".xlsx"), POLICY, key="unit")

    assert found == (
        path.with_suffix(".xlsx"),
        POLICY.key,
        {"key": "unit", "items": None, "floats": "snap", "cells": None},
    )


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
def test_cells_say_how_files_of_any_kind_are_written(tmp_path, ending):
    rows = [{"Nama Unit": "A", "Nilai": "90,99"}, {"Nama Unit": "B", "Nilai": "N/A"}]
    path = tmp_path / f"unit{ending}"
    if ending == ".csv":
        path.write_text("Nama Unit\tNilai\n" + "".join("\t".join(row.values()) + "\n" for row in rows))
    elif ending == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    else:
        pyarrow = pytest.importorskip("pyarrow")
        from pyarrow import parquet

        parquet.write_table(pyarrow.Table.from_pylist(rows), path)
    cells = asn.Cells(decimal="comma", missing="N/A", rename={"Nama Unit": "unit", "Nilai": "nilai"})

    scores = asn.appraise_table(POLICY, asn.read_table(path, POLICY, key="unit", cells=cells), on_error="quarantine")

    assert scores.reported() == [Decimal("90.99"), None]
    assert [(fault.code, fault.key) for fault in scores.rejects] == [("ASN401", "B")]


def test_a_file_with_titles_is_read_by_the_row_of_its_header(tmp_path):
    policy = schemes.get("permenpan-16-2009")
    (tmp_path / "unit.csv").write_text("Daftar, 2026\n\nunit;nilai\nA;90,99\n")
    cells = asn.Cells(header=3)
    assert asn.appraise_table(policy, asn.read_table(tmp_path / "unit.csv", policy, cells=cells)).score.tolist() == [
        90.99
    ]


@pytest.mark.parametrize("ending", [".jsonl", ".parquet"])
def test_a_file_without_rows_above_its_columns_has_no_header_to_say(tmp_path, ending):
    policy = schemes.get("permenpan-16-2009")
    path = tmp_path / f"unit{ending}"
    asn.write_scores(asn.appraise_table(policy, {"unit": ["A"], "nilai": [90]}, key="unit"), path)
    with pytest.raises(CellsError, match="has no rows above its columns: header=3"):
        asn.read_table(path, policy, cells=asn.Cells(header=3))


def outcome(path, cells):
    """The scores of a file, or what is wrong with it; in bounded time and memory."""
    tracemalloc.start()
    try:
        with ends(60):
            records = asn.read_table(path, PLAIN, key="nip", cells=cells)
            return asn.appraise_table(PLAIN, records, on_error="quarantine")
    except asn.AppraisalError as problem:
        return problem
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 200e6


@pytest.mark.parametrize("dirty", list(all_files()), ids=lambda dirty: dirty.name)
def test_a_dirty_file_gives_its_right_scores_or_says_what_is_wrong_with_it(tmp_path, dirty):
    path = tmp_path / "isian.csv"
    path.write_bytes(dirty.make())
    found = outcome(path, dirty.cells)
    if isinstance(found, asn.AppraisalError):
        assert dirty.error in {found.code, *(fault.code for fault in found.faults)}
        assert dirty.line is None or f"line {dirty.line}:" in found.text("en")
        return
    of_no_table = {"ASN436": "ASN717"}  # a row that does not fit is none of the table's
    codes = sorted(of_no_table.get(code, code) for code, _ in dirty.faults)
    assert (dirty.error, tuple(found.score_texts())) == ("", dirty.scores)
    assert sorted(fault.code for fault in found.rejects) == codes
    assert {*dirty.notes} <= {note.code for note in found.notes}


def test_there_are_dirty_files_of_many_kinds():
    names = [dirty.name for dirty in all_files()]
    assert len(names) == len({*names}) >= 100
