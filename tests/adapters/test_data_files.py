import json
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

import asn_appraisal as asn
from asn_appraisal import schemes
from asn_appraisal.adapters import parquet_files
from asn_appraisal.adapters.data_files import KINDS, read_file
from asn_appraisal.errors import (
    ArgumentError,
    DoubleColumnError,
    EmptyFileError,
    FileKindError,
    FileMissingError,
    InputAsOutputError,
    JsonLinesError,
    MissingExtraError,
    NotTextError,
    OutputKindError,
    ParquetError,
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


@pytest.mark.parametrize("library", ["pyarrow", "polars"])
def test_parquet_keeps_decimals_with_either_library(tmp_path, monkeypatch, library):
    monkeypatch.setattr(parquet_files, "parquet_library", lambda: pytest.importorskip(_module(library)))
    scores = asn.appraise_table(POLICY, asn.read_table(parquet_file(tmp_path), POLICY, key="unit"))

    asn.write_scores(scores, tmp_path / "hasil.parquet")

    from pyarrow import parquet

    table = parquet.read_table(tmp_path / "hasil.parquet")
    assert str(table.schema.field("score").type) == "decimal128(38, 2)"
    assert table.column("score").to_pylist() == scores.reported()
    assert table.column("band").to_pylist() == scores.band_keys()
    assert table.column("unit").to_pylist() == [unit for unit, _ in ROWS]


def _module(library):
    return "pyarrow.parquet" if library == "pyarrow" else library


def test_without_a_library_for_parquet_the_error_names_the_extra(tmp_path, monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(parquet_files, "import_module", missing)

    with pytest.raises(MissingExtraError, match=r"asn-appraisal\[arrow\]"):
        asn.read_table(tmp_path / "unit.parquet", POLICY)


@pytest.mark.parametrize("data", [b"", b"PAR1", b"x" * 100, b"PAR1" + b"\0" * 40 + b"PAR1"])
@pytest.mark.parametrize("library", ["pyarrow", "polars"])
def test_a_broken_parquet_file_is_refused_by_name(tmp_path, monkeypatch, data, library):
    monkeypatch.setattr(parquet_files, "parquet_library", lambda: pytest.importorskip(_module(library)))
    path = tmp_path / "unit.parquet"
    path.write_bytes(data)

    with pytest.raises(ParquetError, match=r"ASN719: .*unit\.parquet"):
        read_file(path)


# --- JSON lines ------------------------------------------------------------------------------------------------------


def test_numbers_of_json_lines_are_read_as_they_are_written(tmp_path):
    path = tmp_path / "unit.jsonl"
    path.write_text('{"nilai": 85.10}\n\n{"nilai": 7, "lain": [1.5]}\n', encoding="utf-8")

    table = read_file(path)

    assert [str(table.table.source("nilai").value(row)) for row in (0, 1)] == ["85.10", "7"]
    assert table.lines.tolist() == [1, 3]


@pytest.mark.parametrize(
    "line",
    [
        "[1]",
        "7",
        "{",
        '{"nilai": NaN}',
        '{"nilai": -Infinity}',
        '{"nilai": 1,}',
        "[" * 100_000,
        "x",
        '{"n": 1} {"n": 2}',
    ],
)
def test_a_line_that_is_no_object_is_named(tmp_path, line):
    path = tmp_path / "unit.jsonl"
    path.write_text(f'{{"nilai": 1}}\n{line}\n', encoding="utf-8")

    with pytest.raises(JsonLinesError, match=r"ASN718: .*unit\.jsonl, line 2: "):
        read_file(path)


@pytest.mark.parametrize("line", ['{"nilai": 80, "nilai": 90}', '{"a": [{"u1": 1, "u1": 2}]}'])
def test_a_name_that_occurs_twice_in_an_object_is_refused_by_name(tmp_path, line):
    path = tmp_path / "unit.jsonl"
    path.write_text(line, encoding="utf-8")

    with pytest.raises(JsonLinesError, match=r"line 1: .*since the name (nilai|u1) occurs in it twice"):
        read_file(path)


def test_json_lines_that_are_no_text_or_empty_or_missing_are_refused(tmp_path):
    path = tmp_path / "unit.jsonl"
    with pytest.raises(FileMissingError, match=r"unit\.jsonl"):
        read_file(path)
    path.write_bytes(b'{"nilai": "\xe9"}')
    with pytest.raises(NotTextError):
        read_file(path)
    path.write_bytes(b"\n \n")
    with pytest.raises(EmptyFileError):
        read_file(path)


def test_lists_inside_json_lines_are_rows(tmp_path):
    rows = [{f"u{n}": 3 + unit for n in range(1, 10)} for unit in (0, 1)]
    path = tmp_path / "unit.jsonl"
    lines = [{"unit": name, "responden": [row, row]} for name, row in zip("AB", rows, strict=True)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")

    scores = asn.appraise_table(SURVEY, asn.read_table(path, SURVEY, key="unit"))

    assert scores.reported() == [SURVEY.appraise({"responden": line["responden"]}).score for line in lines]


def test_results_as_json_lines_are_numbers_with_all_of_their_digits(tmp_path):
    table = {"unit": ['a"b', "%s", None], "nilai": ["90.5", "1", "x"]}
    scores = asn.appraise_table(POLICY, table, key="unit", on_error="quarantine")

    asn.write_scores(scores, tmp_path / "hasil.jsonl")

    lines = (tmp_path / "hasil.jsonl").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith('{"unit": "a\\"b", "score": 90.50, "band": ')
    assert [json.loads(line)["score"] for line in lines] == [90.5, 1.0, None]
    assert json.loads(lines[2])["band"] is None


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


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
@pytest.mark.parametrize("key", ["score", "band"])
def test_a_key_named_like_a_result_is_refused_and_nothing_written(tmp_path, ending, key):
    scores = asn.appraise_table(POLICY, {key: ["A"], "nilai": ["90"]}, key=key)

    with pytest.raises(DoubleColumnError, match=key):
        asn.write_scores(scores, tmp_path / f"hasil{ending}")
    assert not list(tmp_path.iterdir())


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

    assert found == (path.with_suffix(".xlsx"), POLICY.key, {"key": "unit", "items": None, "floats": "snap"})


def test_parts_that_were_kept_are_written(tmp_path):
    policy = schemes.get("pp-30-2019")
    record = {"nilai_skp": "115", "nilai_perilaku": "112.5", "penilaian_rekan": False, "ide_baru": False}
    part = next(placed.key for placed in policy.outline.parts if not placed.lists)
    scores = asn.appraise_table(policy, {name: [value] for name, value in record.items()}, parts=part)

    for ending in (".csv", ".jsonl", ".parquet"):
        asn.write_scores(scores, tmp_path / f"hasil{ending}")
        assert read_file(tmp_path / f"hasil{ending}").columns == ("score", "band", part)
    value = scores.parts()[part][0]
    assert isinstance(value, np.floating | str | bool)
