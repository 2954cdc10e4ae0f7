import json
from pathlib import Path

import pytest

from asn_appraisal import schemes
from asn_appraisal.command.templates import TemplateCall
from asn_appraisal.errors import FileWriteError

SKP = schemes.get("pp-46-2011")


def call(output, language="id"):
    return TemplateCall(SKP, "pp-46-2011", ["holes=up"], Path(output), language)


def test_a_folder_gets_a_file_of_headers_for_the_records_and_for_each_list(tmp_path):
    lines = call(tmp_path / "isian").write()

    records, kegiatan = (tmp_path / "isian" / f"pp-46-2011{part}.csv" for part in ("", ".kegiatan"))
    assert records.read_text("utf-8-sig").startswith("kunci;")
    assert kegiatan.read_text("utf-8-sig").startswith("kunci;")
    assert f"--items kegiatan={kegiatan} --key kunci --option=holes=up" in lines[-1]


def test_a_workbook_is_one_file(tmp_path):
    path = tmp_path / "isian.xlsx"
    lines = call(path, "en").write()

    assert path.read_bytes().startswith(b"PK")
    assert lines[-1].endswith(f"pp-46-2011 {path} --option=holes=up")


def test_a_json_file_gets_the_schema_of_a_record(tmp_path):
    path = tmp_path / "isian.json"
    lines = call(path, "en").write()

    assert json.loads(path.read_text("utf-8")) == SKP.record_schema("en")
    assert [str(path) in line for line in lines] == [True]


@pytest.mark.parametrize("name", ["isian", "isian.xlsx", "isian.json"])
def test_what_is_there_may_be_filled_in_and_stays(tmp_path, name):
    call(tmp_path / name).write()
    with pytest.raises(FileWriteError):
        call(tmp_path / name).write()


@pytest.mark.parametrize("name", ["isian.xls", "isian.ods", "isian.xlsb"])
def test_workbooks_of_other_kinds_are_not_written(tmp_path, name):
    with pytest.raises(FileWriteError):
        call(tmp_path / name).write()
    assert not (tmp_path / name).exists()
