import json

import pytest

import asn_appraisal as asn
from asn_appraisal import schemes
from asn_appraisal.adapters.data_files import read_file
from asn_appraisal.errors import EmptyFileError, FileMissingError, JsonLinesError, NotTextError

POLICY = schemes.get("permenpan-16-2009")
SURVEY = schemes.get("permenpanrb-14-2017")


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
