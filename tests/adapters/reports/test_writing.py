"""A folder of reports: a letter a person by key, the summary, and the records that letters name."""

from __future__ import annotations

import json

import pytest

import asn_appraisal as asn
from asn_appraisal import write_reports
from asn_appraisal.errors import AppraisalError, NoKeyError, RecordError

POLICY = asn.schemes.get("permenpan-16-2009")
TABLE = {
    "nip": ["1985/01", "1985:01", "ringkasan", "b"],
    "nama": ["Ani", "Budi", "Citra", None],
    "nilai": [90, 80, 70, None],
}
SCORES = asn.appraise_table(POLICY, TABLE, key="nip", on_error="quarantine")


def test_each_scored_row_has_a_letter_and_no_file_replaces_another(tmp_path):
    assert write_reports(SCORES, tmp_path / "surat", about="nama") == 3
    found = {path.name for path in (tmp_path / "surat").iterdir()}
    assert found == {"1985_01.pdf", "1985_01_2.pdf", "ringkasan_2.pdf", "ringkasan.pdf", "catatan.jsonl"}
    lines = (tmp_path / "surat" / "catatan.jsonl").read_text().splitlines()
    assert asn.verify_trail(lines, POLICY).holds
    assert [json.loads(line)["key"] for line in lines] == ["1985/01", "1985:01", "ringkasan"]


def test_progress_is_told_and_files_have_names_in_the_language(tmp_path):
    seen = []

    def progress(lines):
        for line in lines:
            seen.append(line)
            yield line

    write_reports(SCORES, tmp_path, language="en", progress=progress)
    assert len(seen) == 3
    assert {path.name for path in tmp_path.iterdir()} >= {"summary.pdf", "records.jsonl"}


def test_a_table_without_a_key_or_a_column_is_refused_and_nothing_is_written(tmp_path):
    with pytest.raises(NoKeyError):
        write_reports(asn.appraise_table(POLICY, {"nilai": [90]}), tmp_path / "a")
    with pytest.raises(RecordError, match="ASN493"):
        write_reports(SCORES, tmp_path / "a", about="tidak_ada")
    with pytest.raises(AppraisalError):
        write_reports(POLICY, tmp_path / "a")
    assert not (tmp_path / "a").exists()
