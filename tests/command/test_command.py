import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import python_calamine
from tests.devices import FULL, STANDARD_OUTPUT, keep_devices

import asn_appraisal as asn
from asn_appraisal import schemes
from asn_appraisal.command import main

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
SABANG = str(EXAMPLES / "sabang-layanan.csv")
SKP = [str(EXAMPLES / "skp-pegawai.csv"), "--items", f"kegiatan={EXAMPLES / 'skp-kegiatan.csv'}"]
SURVEY = ["--items", f"responden={EXAMPLES / 'survei-responden.csv'}"]
RUN = [sys.executable, "-m", "asn_appraisal"]


@pytest.fixture
def run(capsys):
    def call(*arguments):
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def file(tmp_path):
    def make(text, name="data.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return make


# --- the commands


def test_the_first_command_of_the_readme_scores_the_example():
    done = subprocess.run([*RUN, "score", "sabang-layanan", SABANG], capture_output=True, text=True, check=False)

    assert done.returncode == 0
    assert re.search(r"^Loket Perizinan +100,00 +Baik$", done.stdout, re.MULTILINE)
    assert "6 data, 0 ditolak" in done.stdout


def test_a_column_that_is_shown_is_not_called_unused_and_another_is(run):
    assert run("score", "sabang-layanan", SABANG)[2] == ""
    _, _, err = run("score", "pp-46-2011", *SKP, "--key", "nip")
    assert err.strip().endswith(": nama, kegiatan.uraian")
    _, _, err = run("score", "sabang-layanan", SABANG, "--key", "unit")
    assert err == ""


def test_a_table_ends_with_a_summary_by_band_that_adds_up(run):
    _, out, _ = run("score", "sabang-layanan", SABANG, "--language", "en")

    summary = out[out.index("6 records") :]
    assert sum(int(number) for number in re.findall(r" (\d+)$", summary, re.MULTILINE)) == 6


def test_csv_goes_to_standard_output_alone_and_follows_the_inputs_style(run):
    code, out, err = run("score", "pp-46-2011", *SKP, "-o", "-")

    assert code == 0
    assert out.splitlines()[0] == "nip;score;band"
    assert re.fullmatch(r"\d{18};\d+,\d\d;[a-z_]+", out.splitlines()[1])
    assert "kegiatan.uraian" in err


def test_a_survey_needs_no_file_of_records_and_a_key_makes_units(run):
    _, out, _ = run("score", "permenpanrb-14-2017", *SURVEY, "--key", "unit", "-o", "-")

    assert [row.split(",")[0] for row in out.splitlines()] == ["unit", "Disdukcapil", "DPMPTSP", "Puskesmas Cot Ba'u"]


def test_the_list_of_a_scheme_that_reads_nothing_else_may_stand_in_place_of_records(run):
    _, by_name, _ = run("score", "permenpanrb-14-2017", *SURVEY, "--key", "unit", "-o", "-")
    _, out, _ = run("score", "permenpanrb-14-2017", str(EXAMPLES / "survei-responden.csv"), "--key", "unit", "-o", "-")

    assert out == by_name
    assert len(out.splitlines()) == 4


def test_a_survey_of_several_services_without_a_key_is_refused_in_words_of_the_command_line(run):
    code, out, err = run("score", "permenpanrb-14-2017", *SURVEY, "--language", "en")

    assert (code, out) == (1, "")
    assert "responden.unit: its values repeat" in err
    assert "--key unit" in err
    assert "--one-unit" in err
    assert "key=None" not in err


def test_a_key_and_one_unit_exclude_each_other(run):
    code, _, err = run("score", "permenpanrb-14-2017", *SURVEY, "--key", "unit", "--one-unit")

    assert code == 2
    assert "--one-unit" in err


def test_keys_of_a_file_are_read_as_they_are_meant_and_noted_with_their_lines(run, file):
    path = file("nip;nilai\n'1985 01;90\n\n1990;80\n")
    _, out, err = run("score", "ombudsman-2022", path, "--key", "nip", "-o", "-", "--language", "en")
    assert out.splitlines()[1:] == ["'1985 01;90,00;a", "1990;80,00;b"]
    assert (
        "nip: blanks around the key or among its digits, an apostrophe before it, or signs that are not seen, were ignored (1 row(s): 2)"
        in err
    )

    code, out, _ = run("explain", "ombudsman-2022", path, "--key", "nip", "--row", "198501")
    assert code == 0

    code, _, err = run("score", "ombudsman-2022", file("nip;nilai\n'1985 01;90\n198501;80\n"), "--key", "nip")
    assert code == 1
    assert "ASN432" in err


def test_a_survey_is_one_unit_when_the_caller_says_so(run):
    _, out, _ = run("score", "permenpanrb-14-2017", *SURVEY, "--one-unit", "-o", "-")

    assert len(out.splitlines()) == 2


def test_records_come_from_standard_input(file):
    text = "u,nilai\nA,88.00\nB,87.99\n"
    done = subprocess.run(
        [*RUN, "score", "ombudsman-2022", "-", "-o", "-"], input=text, capture_output=True, text=True, check=True
    )

    assert done.stdout == "u,score,band\nA,88.00,a\nB,87.99,b\n"


def test_an_output_file_is_written_and_nothing_goes_to_standard_output(run, tmp_path):
    out_file = tmp_path / "hasil.csv"

    code, out, _ = run("score", "sabang-layanan", SABANG, "-o", out_file)

    assert (code, out) == (0, "")
    assert out_file.read_text().splitlines()[0] == "unit,score,band"


def test_schemes_lists_every_key(run):
    code, out, _ = run("schemes")

    assert code == 0
    assert [line.split()[0] for line in out.splitlines()[2:]] == list(schemes.keys())


@pytest.mark.parametrize(
    ("day", "key"), [("2021-06-30", "pp-46-2011"), ("2021-07-01", "pp-30-2019"), ("2022-01-01", "permenpanrb-6-2022")]
)
def test_schemes_of_a_subject_on_a_day_is_the_one_in_force(run, day, key):
    _, out, _ = run("schemes", "--subject", "prestasi-kerja", "--on", day)

    assert [key] == [line.split()[0] for line in out.splitlines()[2:]]


def test_schemes_on_a_day_leaves_out_those_of_other_times(run):
    _, out, _ = run("schemes", "--on", "2020-01-01")

    assert "pp-46-2011" in out
    assert "pp-30-2019" not in out


@pytest.mark.parametrize("key", schemes.keys())
@pytest.mark.parametrize("language", ["id", "en"])
def test_show_prints_each_scheme_as_a_page(run, key, language):
    code, out, _ = run("show", key, "--language", language)

    assert code == 0
    assert out.startswith(f"# {schemes.get(key).called(language)} (`{key}`)")
    assert schemes.get(key).fingerprint in out


def test_explain_tells_one_record_by_its_key(run):
    code, out, _ = run("explain", "pp-46-2011", *SKP, "--row", "197911302005011002")

    assert code == 0
    assert "Peringkat: Sangat Baik" in out
    assert "Aspek biaya (kegiatan tugas jabatan 2) = " in out


def test_report_writes_a_letter_a_record_a_summary_and_the_audit_records(run, tmp_path):
    code, out, _ = run("report", "pp-46-2011", *SKP, "--key", "nip", "--reply", "BKPSDM", "-o", tmp_path / "surat")
    made = sorted(path.name for path in (tmp_path / "surat").iterdir())
    letters = [name for name in made if name not in {"ringkasan.pdf", "catatan.jsonl"}]
    assert (code, f"{len(letters)} surat" in out) == (0, True)
    assert run("verify", tmp_path / "surat" / "catatan.jsonl")[0] == 0


def test_report_without_a_scored_record_says_so(run, file, tmp_path):
    data = file("nip,nilai\na,500\n")
    code, out, err = run("report", "permenpan-16-2009", data, "--key", "nip", "-o", tmp_path / "surat")
    assert (code, "ASN406" in err, out.startswith("0 surat")) == (1, True, True)
    assert run("report", "permenpan-16-2009", data, "-o", tmp_path / "b")[0] == 1  # without a key no letter has a name


def test_explain_takes_a_depth_and_keys_in_the_place_of_names(run):
    call = ("explain", "pp-46-2011", *SKP, "--row", "197911302005011002")
    _, short, _ = run(*call, "--depth", "0")
    _, keys, _ = run(*call, "--depth", "1", "--keys")

    assert "    Sangat Baik: 96,62 ≥ 91\n" in short
    assert "Nilai SKP" not in short
    assert "nilai (Nilai prestasi kerja) = 96,62\n    60 % × skp + 40 % × perilaku" in keys


@pytest.mark.parametrize("depth", ["-1", "x", "1.5", "99999999999"])
def test_a_depth_that_is_no_count_is_wrong_usage(run, depth):
    code, out, err = run("explain", "pp-46-2011", *SKP, "--row", "197911302005011002", "--depth", depth)

    assert (code, out) == (2, "")
    assert f"argumen --depth: tingkat adalah bilangan bulat 0 sampai 10000: {depth}" in err


def test_next_says_what_it_takes_for_one_record(run):
    code, out, _ = run("next", "sabang-layanan", SABANG, "--row", "5", "--language", "en")
    assert code == 0
    assert "the rating becomes" in out
    code, out, _ = run("next", "sabang-layanan", SABANG, "--row", "3", "--goal", "sangat_baik", "--json")
    found = json.loads(out)
    assert (code, found["goal"], [way["field"] for way in found["ways"]]) == (
        0,
        "sangat_baik",
        ["kecepatan", "kepuasan", "akurasi"],
    )
    code, out, err = run("next", "sabang-layanan", SABANG, "--row", "3", "--goal", "terbaik")
    assert (code, out) == (2, "")
    assert "ASN355" in err


def test_explain_tells_a_record_by_its_line_where_there_is_no_key(run):
    _, out, _ = run("explain", "sabang-layanan", SABANG, "--row", "3", "--language", "en")

    assert "Score: 100.00" in out


@pytest.mark.parametrize("key", schemes.keys())
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_template_has_the_headers_that_score_reads_back(run, tmp_path, key, language):
    code, out, _ = run("template", key, "-o", tmp_path / "isi", "--language", language)
    assert code == 0

    command = out.splitlines()[-1].partition("asn-appraisal ")[2].split()
    code, out, err = run(*command, "-o", "-", "--language", language)

    assert (code, err) == (0, "")
    assert out.splitlines()[0].replace(";", ",").endswith("score,band")


def test_a_template_does_not_overwrite_what_was_filled_in(run, tmp_path):
    run("template", "ombudsman-2022", "-o", tmp_path)
    (tmp_path / "ombudsman-2022.csv").write_text("kunci;nilai\n1;90\n")

    code, _, err = run("template", "ombudsman-2022", "-o", tmp_path)

    assert code == 1
    assert "ASN706" in err
    assert "90" in (tmp_path / "ombudsman-2022.csv").read_text()


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_template_may_be_a_workbook(run, tmp_path, language):
    path = tmp_path / "isian.XLSX"
    code, out, _ = run("template", "pp-46-2011", "-o", path, "--language", language)

    assert code == 0
    assert path.read_bytes().startswith(b"PK")
    assert out.splitlines()[-1].endswith(f"asn-appraisal score pp-46-2011 {path}")


def test_a_workbook_that_is_there_may_be_filled_in_and_stays(run, tmp_path):
    path = tmp_path / "isian.xlsx"
    path.write_bytes(b"terisi")
    code, _, err = run("template", "pp-46-2011", "-o", path)

    assert (code, path.read_bytes()) == (1, b"terisi")
    assert "ASN706" in err


@pytest.mark.parametrize("ending", ["xls", "ods", "xlsb", "xlsm"])
def test_a_template_of_another_kind_of_workbook_is_refused(run, tmp_path, ending):
    code, _, err = run("template", "pp-46-2011", "-o", tmp_path / f"isian.{ending}")

    assert code == 1
    assert "ASN706" in err
    assert ".xlsx" in err
    assert list(tmp_path.iterdir()) == []


def test_options_of_a_scheme_are_given_by_name(run, file):
    data = file("nip,nilai_skp,nilai_perilaku,penilaian_rekan,ide_baru\n1,90,89.99,tidak,tidak\n")

    bands = [
        run("score", "pp-30-2019", data, "-o", "-", *option)[1].splitlines()[1].split(",")[-1]
        for option in ([], ["--option", "rounding=none"])
    ]

    assert bands == ["baik", "cukup"]


# --- bad input: every fault names row, field and remedy; nothing is written

SKEW = "nip,kecepatan,kepuasan,akurasi\n"


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        ("nip,kecepatan,kepuasan\n1,7,85\n", "ASN431", "akurasi"),
        ("nip,kecepatan,kepuasan,akurasii\n1,7,85,98\n", "ASN403", "'akurasi'"),
        (SKEW + "1,tujuh,85,98\n", "ASN404", "2 (1), kecepatan"),
        (SKEW + '1,7,"85,5",98\n', "ASN419", "2 (1), kepuasan"),
        (SKEW + "1,7.55,85,98\n", "ASN405", "2 (1), kecepatan"),
        (SKEW + "1,366,85,98\n", "ASN406", "365"),
        (SKEW + "1,7,-0.01,98\n", "ASN406", "2 (1), kepuasan"),
        (SKEW + "1,,85,98\n", "ASN401", "2 (1), kecepatan"),
        (SKEW + "1,7,85,98\n1,8,85,98\n", "ASN432", "2, 3"),
        (SKEW + "1.98E+17,7,85,98\n", "ASN435", "nip"),
        (SKEW + "1,7,85\n", "ASN436", "4"),
        (SKEW + "1,7,NaN,98\n", "ASN404", "kepuasan"),
        (SKEW + "1,7,1e2,98\n", "ASN420", "kepuasan"),
        (SKEW.replace(",", ";") + "1;7;85.5;98\n", "ASN423", "kepuasan"),
        (SKEW.replace(",", ";") + "1;7;1.234;98\n", "ASN424", "kepuasan"),
        ("", "ASN702", "data.csv"),
        (b"\x89PNG\x00", "ASN701", "data.csv"),
        ("nip,kecepatan,kepuasan,akurasi,nip\n1,7,85,98,1\n", "ASN703", "'nip'"),
    ],
)
@pytest.mark.parametrize("language", ["id", "en"])
def test_bad_records_end_with_exit_code_1_name_the_place_and_write_nothing(
    run, file, tmp_path, text, code, named, language
):
    out_file = tmp_path / "hasil.csv"

    exit_code, out, err = run(
        "score", "sabang-layanan", file(text), "--key", "nip", "-o", out_file, "--language", language
    )

    assert (exit_code, out) == (1, "")
    assert code in err
    assert named in err
    assert not out_file.exists()


@pytest.mark.parametrize(
    ("activities", "code", "named"),
    [
        ("nip,target\n", "ASN411", "kegiatan"),
        ("nip,target\n1,0\n", "ASN412", "kegiatan[2].target"),
        ("nip,target\n1,5\n9,5\n", "ASN434", "kegiatan[3]"),
        ("nip,target\n1,5\n,5\n", "ASN433", "kegiatan[3].nip"),
    ],
)
def test_faults_of_lists_name_the_list_and_its_line(run, file, monkeypatch, activities, code, named):
    target = asn.Number("target", low=0, high=10)
    items = asn.Items("kegiatan", (target,))
    policy = asn.Policy("uji", "Uji", score=(asn.Number("nilai") + items.mean(1 / target)).rounded(2))
    monkeypatch.setattr("asn_appraisal.schemes.get", lambda _, **__: policy)

    exit_code, _, err = run(
        "score", "uji", file("nip,nilai\n1,90\n"), "--items", f"kegiatan={file(activities, 'kegiatan.csv')}"
    )

    assert exit_code == 1
    assert f"{code}: " in err
    assert named in err


def test_a_misspelt_category_gets_a_did_you_mean(run, file):
    _, _, err = run("score", "permenpanrb-6-2022", file("nip,hasil_kerja,perilaku_kerja\n1,di_ats,sesuai\n"))

    assert "maksud Anda di_atas?" in err


def test_faults_of_a_file_are_told_once_a_cause_with_their_number_and_first_lines(run, file):
    rows = "".join(f"{number},x\n" for number in range(1025))

    _, _, err = run("score", "ombudsman-2022", file("nip,nilai\n" + rows), "--language", "en")

    assert "1,025 fault(s) of 1 kind(s)" in err
    assert err.count("ASN404") == 1
    assert "(1,025 times: row 2; row 3; row 4; ...)" in err


def test_a_row_whose_key_is_at_fault_tells_its_other_faults_too(run, file):
    data = file("nip,nilai\n1,90\n2,abc\n2,101\n,102\n")

    _, _, err = run("score", "ombudsman-2022", data, "--key", "nip", "--language", "en")

    assert err.count("ASN432") == 1
    assert "ASN404: row 3 (2), nilai" in err
    assert "ASN406: nilai: out of range: it must lie from 0 to 100 (2 times: row 4 (2); row 5)" in err

    _, _, err = run("explain", "ombudsman-2022", data, "--key", "nip", "--row", "2", "--language", "en")
    assert "ASN432" in err
    assert "ASN404" in err


def test_an_unknown_column_is_ignored_and_listed(run, file):
    code, _, err = run("score", "ombudsman-2022", file("nip,nilai,warna\n1,90,merah\n"), "--key", "nip")

    assert code == 0
    assert "warna" in err


# --- bad rows of lists


def survey(*rows):
    return "unit," + ",".join(f"u{n}" for n in range(1, 10)) + "\n" + "".join(f"{row}\n" for row in rows)


GOOD_ANSWERS = [f"{unit}{',4' * 9}" for unit in "abaabab"]


def test_bad_rows_of_a_list_are_left_out_on_request_and_told(run, file, tmp_path):
    rejects = tmp_path / "tolak.csv"
    data = file(survey(*GOOD_ANSWERS, f"a,9{',4' * 8}"), "jawaban.csv")
    call = ["score", "permenpanrb-14-2017", "--items", f"responden={data}", "--key", "unit", "--language", "en"]

    assert run(*call)[0] == 1
    code, out, err = run(*call, "--bad-items", "drop", "-o", "-", "--on-error", "quarantine", "--rejects", str(rejects))

    assert code == 0
    assert out.splitlines() == ["unit,score,band,dropped", "a,100.00,a,1", "b,100.00,a,0"]
    assert "rows that cannot be read were left out, of 1 record(s) (1 row(s): 9)" in err
    assert ",a,responden,9,u1,text,ASN406," in rejects.read_text()


def test_a_unit_that_lacks_too_many_rows_is_refused_and_explained_so(run, file):
    data = file(survey("a,4,4,4,4,4,4,4,4,4", "a,9,4,4,4,4,4,4,4,4", "a,,4,4,4,4,4,4,4,4"), "jawaban.csv")
    call = ["permenpanrb-14-2017", "--items", f"responden={data}", "--key", "unit", "--language", "en"]

    _, _, err = run("score", *call, "--bad-items", "drop")
    assert "ASN464: (a), responden: 2 of 3 rows cannot be read" in err

    _, _, err = run("explain", *call, "--bad-items", "drop", "--row", "a")
    assert "ASN464" in err
    code, out, _ = run("explain", *call, "--bad-items", "drop", "--least-kept", "30", "--row", "a")
    assert code == 0
    assert "100" in out


# --- quarantine


def test_quarantine_scores_the_good_rows_and_writes_the_rejects(run, file, tmp_path):
    out_file, rejects = tmp_path / "hasil.csv", tmp_path / "tolak.csv"
    data = file("nip,nilai\n1,90\n2,abc\n3,101\n")

    code, _, err = run(
        "score",
        "ombudsman-2022",
        data,
        "--key",
        "nip",
        "-o",
        out_file,
        "--on-error",
        "quarantine",
        "--rejects",
        rejects,
    )

    assert code == 0
    assert "2 data ditolak" in err
    assert out_file.read_text().splitlines() == ["nip,score,band", "1,90.00,a", "2,,", "3,,"]
    assert [row.split(",")[:2] for row in rejects.read_text().splitlines()] == [["row", "key"], ["3", "2"], ["4", "3"]]
    assert "ASN406" in rejects.read_text()


@pytest.mark.parametrize("ending", [".jsonl", ".parquet", ".xlsx", ".tsv", ".csv"])
def test_the_ending_says_what_kind_of_file_the_rejects_are(run, file, tmp_path, ending):
    rejects = tmp_path / f"tolak{ending}"
    data = file("nip;nilai\n1;90\n=2;abc\n3;101\n")

    code, _, _ = run("score", "ombudsman-2022", data, "--key", "nip", *QUARANTINE, "--rejects", rejects)

    assert code == 0
    if ending == ".jsonl":
        rows = [list(json.loads(line).values()) for line in rejects.read_text().splitlines()]
    elif ending == ".parquet":
        rows = [list(row.values()) for row in pq.read_table(rejects).to_pylist()]
    elif ending == ".xlsx":
        _, *rows = python_calamine.load_workbook(rejects).get_sheet_by_index(0).to_python()
    else:
        separator = "\t" if ending == ".tsv" else ";"
        _, *rows = csv.reader(rejects.read_text().splitlines(), delimiter=separator)
    key = "'=2" if ending in {".tsv", ".csv"} else "=2"
    assert [(str(int(row[0])), row[1], row[4], row[6]) for row in rows] == [
        ("3", key, "nilai", "ASN404"),
        ("4", "3", "nilai", "ASN406"),
    ]


def test_quarantine_that_rejects_every_row_is_exit_code_1(run, file):
    code, _, _ = run("score", "ombudsman-2022", file("nip,nilai\n1,x\n"), "--on-error", "quarantine")

    assert code == 1


def test_both_rows_of_a_double_key_are_kept_out(run, file):
    data = file("nip,nilai\n1,90\n1,50\n2,70\n")

    _, out, _ = run("score", "ombudsman-2022", data, "--key", "nip", "-o", "-", "--on-error", "quarantine")

    assert out.splitlines() == ["nip,score,band", "1,,", "1,,", "2,70.00,c"]


# --- wrong usage


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["score", "pp-46-2012", SABANG], "pp-46-2011"),
        (["score", "kebijakan.toml", SABANG], "ASN705"),
        (["show", "./x/y"], "ASN705"),
        (["score", "sabang-layanan", "tidak-ada.csv"], "tidak-ada.csv"),
        (["score", "sabang-layanan", "data.xlsb"], "ASN704"),
        (["score", "sabang-layanan"], "berkas data"),
        (["score", "pp-46-2011", SKP[0]], "--items kegiatan="),
        (["score", "sabang-layanan", SABANG, "--items", "kegiatan=x.csv"], "kegiatan"),
        (["score", "sabang-layanan", SABANG, "--items", "kegiatan"], "kegiatan"),
        (["score", "permenpanrb-14-2017", SABANG, *SURVEY], "responden=FILE"),
        (["score", "sabang-layanan", SABANG, "--option", "places=2"], "ASN604"),
        (["score", "bkn-8-2019", SABANG, "--option", "jp=separuh"], "ASN605"),
        (["explain", "sabang-layanan", SABANG, "--row", "99"], "99"),
        (["explain", "pp-46-2011", *SKP, "--row", "99"], "99"),
        (["schemes", "--subject", "kinerj"], "prestasi-kerja"),
        (["schemes", "--on", "kemarin"], "kemarin"),
        (["schemes", "--subject", "prestasi-kerja", "--on", "1979-01-01"], "1979-05-15"),
        (["score", "pp-46-2011", "-", "--items", "kegiatan=-"], "(-)"),
        (["nilai"], "nilai"),
        ([], "COMMAND"),
    ],
)
def test_wrong_usage_is_exit_code_2_with_a_remedy(run, arguments, named):
    code, out, err = run(*arguments)

    assert (code, out) == (2, "")
    assert named in err


def test_files_that_share_no_column_need_a_key(run, file):
    people, rows = file("a,orientasi_pelayanan\n1,90\n", "p.csv"), file("b,target_waktu\n1,90\n", "k.csv")

    code, _, err = run("score", "pp-46-2011", people, "--items", f"kegiatan={rows}")

    assert code == 2
    assert "--key" in err


def test_an_input_is_never_overwritten(run, file):
    data = file("nip,nilai\n1,90\n")

    code, _, err = run("score", "ombudsman-2022", data, "-o", data)

    assert code == 1
    assert "ASN706" in err
    assert data.read_text() == "nip,nilai\n1,90\n"


def test_help_is_no_error(run):
    code, out, _ = run("score", "--help")

    assert code == 0
    assert "--on-error" in out


def test_a_reader_that_goes_away_is_no_error():
    # A pipe whose reading end is closed before anything is written.
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        done = subprocess.run(
            [*RUN, "show", "kmk-127-2026"], stdout=pipe, stderr=subprocess.PIPE, text=True, check=False
        )

    assert (done.returncode, done.stderr) == (0, "")


def test_a_terminal_that_lacks_a_sign_gets_its_code():
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}

    done = subprocess.run(
        [*RUN, "show", "pp-46-2011"], env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )

    assert done.returncode == 0
    assert rb"\xd7" in done.stdout


def test_cells_that_a_spreadsheet_would_run_are_neutralised_in_the_output(run, file):
    _, out, _ = run("score", "ombudsman-2022", file("unit,nilai\n=cmd(),90\n"), "-o", "-")

    assert out.splitlines()[1] == "'=cmd(),90.00,a"


def test_the_command_reads_bytes_from_standard_input_whatever_their_encoding(monkeypatch, run):
    data = io.TextIOWrapper(io.BytesIO("unit;nilai\nA;88,5\n".encode("utf-16")))
    monkeypatch.setattr("sys.stdin", data)

    code, out, _ = run("score", "ombudsman-2022", "-", "-o", "-")

    assert code == 0
    assert "A;88,50;a" in out


# --- an example file for each scheme

LIKE = {  # schemes that share an example
    "pp-46-2011": ["skp-pegawai.csv", "--items", "kegiatan=skp-kegiatan.csv"],
    "permenpanrb-14-2017": ["--items", "responden=survei-responden.csv", "--key", "unit"],
}
LIKE |= dict.fromkeys(("permenpanrb-14-2017-bobot-011", "permenpanrb-16-2014"), LIKE["permenpanrb-14-2017"])


def example(key):
    if key in LIKE:
        return LIKE[key]
    lists = [f"{key}.{items.key}.csv" for items in schemes.get(key).outline.lists]
    found = [name for name in [f"{key}.csv"] if (EXAMPLES / name).exists()]
    for name in lists:
        found += ["--items", f"{name.split('.')[1]}={name}"]
    column = (EXAMPLES / (lists[0] if lists else found[0])).read_text().replace(";", ",").split(",")[0]
    return [*found, "--key", column]


@pytest.mark.parametrize("key", schemes.keys())
def test_each_scheme_scores_its_example_file(run, monkeypatch, key):
    monkeypatch.chdir(EXAMPLES)

    code, out, err = run("score", key, *example(key), "-o", "-")

    header, *lines = out.splitlines()
    assert (code, "ditolak" in err) == (0, False)
    assert header.replace(";", ",").endswith("score,band")
    assert len(lines) >= 2
    # Each record has a score or a band, and each column that is unused is a text for people.
    assert all(line.replace(";", ",").rstrip(",").count(",") >= 1 for line in lines)


# --- a file for KEY


@pytest.fixture
def saved(file):
    def make(key, name="kebijakan.toml"):
        write = asn.to_json if name.endswith(".json") else asn.to_toml
        return file(write(schemes.get(key)), name)

    return make


@pytest.mark.parametrize("name", ["kebijakan.toml", "kebijakan.json"])
@pytest.mark.parametrize(
    "command",
    [
        ["show", "sabang-layanan"],
        ["score", "sabang-layanan", SABANG],
        ["score", "pp-46-2011", *SKP, "-o", "-"],
        ["explain", "pp-46-2011", *SKP, "--row", "197911302005011002"],
    ],
)
def test_a_file_stands_for_a_key_everywhere(run, saved, command, name):
    word, key, *rest = command

    assert run(word, saved(key, name), *rest)[:2] == run(*command)[:2]


def test_a_template_is_made_for_a_file(run, saved, tmp_path):
    assert run("template", saved("sabang-layanan"), "-o", tmp_path / "isian")[0] == 0
    assert [path.name for path in (tmp_path / "isian").iterdir()] == ["sabang-layanan.csv"]


def test_an_overlay_stands_for_a_key(run, file):
    text = 'format = 1\nbase = "sabang-layanan"\nkey = "contoh-2026"\ntitle = "Aturan contoh"\n'
    code, out, _ = run("show", file(text, "contoh.toml"))

    assert code == 0
    assert "Aturan contoh" in out


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_document_at_fault_ends_with_1_and_names_the_faults(run, file, language):
    code, out, err = run("score", file('format = 1\nkey = "a"\n', "a.toml"), SABANG, "--language", language)

    assert (code, out) == (1, "")
    assert "ASN505: $: " in err


def test_a_file_has_no_options(run, saved):
    code, _, err = run("show", saved("pp-46-2011"), "--option", "rounding=2")

    assert code == 2
    assert "ASN604" in err


# --- verify


RECORDS = [
    schemes.get(key).appraise(record).to_audit_record()
    for key, record in (
        ("permenpan-16-2009", {"nilai": "90.99"}),
        ("permenpanrb-6-2022", {"hasil_kerja": "sesuai", "perilaku_kerja": "sesuai"}),
    )
]


def test_records_that_hold_end_with_0(run, file):
    code, out, err = run("verify", file("\n".join(RECORDS) + "\n\n", "catatan.jsonl"))

    assert (code, out, err) == (0, "2 catatan diperiksa, 0 berbeda\n", "")


def test_a_record_that_differs_ends_with_1_and_is_named_by_its_line(run, file):
    lines = [RECORDS[0], RECORDS[1].replace("sesuai", "di_atas", 1), "{}"]
    code, out, _ = run("verify", file("\n".join(lines), "catatan.jsonl"), "--language", "en")

    assert code == 1
    assert "line 1:" not in out
    assert "line 2: record digest: recorded" in out
    assert "line 3: ASN601" in out
    assert out.endswith("3 records checked, 2 differ\n")


def test_records_of_a_policy_in_a_file_are_checked_with_it(run, file, saved):
    policy = asn.from_toml(
        saved("sabang-layanan")
        .read_text()
        .replace('"sabang-layanan"', '"contoh-2026"')
        .replace(f'fingerprint = "{schemes.get("sabang-layanan").fingerprint}"\n', "")
    )
    record = policy.appraise({"kecepatan": "6.5", "kepuasan": 88, "akurasi": "97.5"}).to_audit_record()
    path = file(record, "catatan.jsonl")

    assert run("verify", path, "--policy", file(asn.to_toml(policy), "contoh.toml"))[0] == 0
    assert run("verify", path, "--policy", "sabang-layanan")[0] == 1
    assert run("verify", path)[0] == 1


def test_a_file_without_a_record_is_wrong_usage(run, file):
    assert run("verify", file("\n", "kosong.jsonl"))[0] == 2
    assert run("verify", "tidak_ada.jsonl")[0] == 2


def test_records_come_from_standard_input_too(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(RECORDS[0].encode())))

    assert run("verify", "-")[0] == 0


# --- where results go

OK = "nip,nilai\n1,90\n2,x\n"
QUARANTINE = ["--key", "nip", "--on-error", "quarantine"]


BASH = shutil.which("bash") or "bash"


def shell(text, **more):
    """A command line as a shell runs it, with ``asn-appraisal`` for the command."""
    called = text.replace("asn-appraisal", " ".join(RUN))
    return subprocess.run([BASH, "-c", called], capture_output=True, text=True, check=False, timeout=60, **more)


def test_results_go_to_a_pipe_that_waits_for_them(tmp_path, file):
    file("nip,nilai\n1,90\n")
    done = shell(
        "mkfifo pipa; cat pipa > dibaca & asn-appraisal score ombudsman-2022 data.csv -o pipa; wait; test -p pipa",
        cwd=tmp_path,
    )

    assert done.returncode == 0
    assert (tmp_path / "dibaca").read_text() == "nip,score,band\n1,90.00,a\n"


def test_results_go_to_standard_output_by_its_name_too(file):
    data = file("nip,nilai\n1,90\n")
    done = shell(f"asn-appraisal score ombudsman-2022 {data} -o {STANDARD_OUTPUT} | cat")

    assert (done.stdout, done.stderr) == ("nip,score,band\n1,90.00,a\n", "")


@pytest.mark.parametrize("same", ["hasil.csv", "./hasil.csv", "tautan.csv", "sini/hasil.csv"])
@pytest.mark.parametrize("exists", [True, False])
def test_results_and_rejects_in_one_file_are_refused(run, file, tmp_path, monkeypatch, same, exists):
    monkeypatch.chdir(tmp_path)
    data = file(OK)
    (tmp_path / "tautan.csv").symlink_to("hasil.csv")
    (tmp_path / "sini").symlink_to(".")
    if exists:
        file("before", "hasil.csv")

    code, out, err = run("score", "ombudsman-2022", data, *QUARANTINE, "-o", "hasil.csv", "--rejects", same)

    assert (code, out) == (2, "")
    assert "--rejects" in err
    assert (tmp_path / "hasil.csv").exists() == exists
    assert not exists or (tmp_path / "hasil.csv").read_text() == "before"


def test_rejects_in_the_file_that_standard_output_goes_to_are_refused(tmp_path, file):
    file(OK)
    done = shell(f"asn-appraisal score ombudsman-2022 data.csv {' '.join(QUARANTINE)} --rejects x > x", cwd=tmp_path)

    assert done.returncode == 2
    assert "--rejects" in done.stderr


def test_rejects_go_to_standard_output_where_the_results_go_elsewhere(run, file, tmp_path):
    data, results = file(OK), tmp_path / "hasil.csv"

    code, out, _ = run("score", "ombudsman-2022", data, *QUARANTINE, "-o", results, "--rejects", "-")
    assert (code, out.splitlines()[1].split(",")[:2]) == (0, ["3", "2"])
    for more in ([], ["-o", "-"]):
        code, out, err = run("score", "ombudsman-2022", data, *QUARANTINE, *more, "--rejects", "-")
        assert (code, out) == (2, "")
        assert "--rejects" in err


def test_rejects_without_quarantine_are_refused(run, file, tmp_path):
    rejects = tmp_path / "tolak.csv"

    code, out, err = run("score", "ombudsman-2022", file(OK), "--rejects", rejects, "--language", "en")

    assert (code, out) == (2, "")
    assert "--rejects goes with --on-error quarantine" in err
    assert not rejects.exists()


@pytest.mark.parametrize("name", ["kebijakan.toml", "tautan.toml"])
@pytest.mark.parametrize("command", [["score"], ["vectors"]])
def test_the_policy_in_use_is_never_overwritten(run, saved, tmp_path, command, name):
    policy = saved("sabang-layanan")
    before = policy.read_bytes()
    (tmp_path / "tautan.toml").symlink_to("kebijakan.toml")

    code, out, err = run(*command, policy, *([SABANG] if command == ["score"] else []), "-o", tmp_path / name)

    assert (code, out) == (1, "")
    assert "ASN706" in err
    assert policy.read_bytes() == before


def test_the_file_behind_standard_input_is_never_overwritten(tmp_path, file):
    data = file("nip,nilai\n1,90\n")
    done = shell("asn-appraisal score ombudsman-2022 - -o data.csv < data.csv", cwd=tmp_path)

    assert done.returncode == 1
    assert "ASN706" in done.stderr
    assert data.read_text() == "nip,nilai\n1,90\n"


@pytest.mark.parametrize(
    "command",
    [
        "score sabang-layanan {data} -o -",
        "score sabang-layanan {data}",
        "show kmk-127-2026",
        "schemes",
        "explain sabang-layanan {data} --row 3",
    ],
)
@pytest.mark.parametrize("full", [">/dev/full", ">&-"])
def test_an_output_that_takes_nothing_is_an_error_with_its_code(command, full):
    done = shell(f"asn-appraisal {command.format(data=SABANG)} {full}")

    assert done.returncode == 1
    assert done.stderr.startswith("ASN712: ")
    assert len(done.stderr.splitlines()) == 1


def test_a_full_device_in_the_place_of_a_file_is_an_error_with_its_code(run, monkeypatch):
    keep_devices(monkeypatch)

    code, out, err = run("score", "sabang-layanan", SABANG, "-o", FULL)

    assert (code, out) == (1, "")
    assert err.startswith("ASN712: /dev/full ")


def test_a_full_disk_for_the_results_leaves_the_file_of_rejects_as_it_was(tmp_path, file):
    file(OK)
    rejects = file("before", "tolak.csv")
    done = shell(
        f"asn-appraisal score ombudsman-2022 data.csv {' '.join(QUARANTINE)} -o - --rejects tolak.csv > /dev/full",
        cwd=tmp_path,
    )

    assert (done.returncode, rejects.read_text()) == (1, "before")


def test_a_file_is_written_also_where_standard_output_is_closed(tmp_path, file):
    file("nip,nilai\n1,90\n")
    done = shell("asn-appraisal score ombudsman-2022 data.csv -o hasil.csv >&-", cwd=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "hasil.csv").read_text() == "nip,score,band\n1,90.00,a\n"


def test_what_is_said_beside_the_results_never_comes_among_them(file):
    data = file("nip,nilai,warna\n1,90,merah\n")
    done = shell(f"asn-appraisal score ombudsman-2022 {data} --key nip -o - 2>&-")

    assert (done.returncode, done.stdout) == (0, "nip,score,band\n1,90.00,a\n")


@pytest.mark.parametrize("command", ["score ombudsman-2022 -", "verify -"])
def test_a_closed_standard_input_is_wrong_usage(command):
    done = shell(f"asn-appraisal {command} <&-")

    assert done.returncode == 2
    assert done.stderr.startswith("ASN705: - ")


LONG = "a" * 300


@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        (["show", LONG], 2, "ASN601"),
        (["show", f"{LONG}.toml"], 2, "ASN705"),
        (["score", "sabang-layanan", LONG], 2, "ASN705"),
        (["score", "sabang-layanan", SABANG, "-o", LONG], 1, "ASN706"),
        (["template", "sabang-layanan", "-o", LONG], 1, "ASN706"),
        (["template", "sabang-layanan", "-o", "a\0b"], 1, "ASN706"),
        (["vectors", "sabang-layanan", "-o", LONG], 1, "ASN706"),
        (["verify", LONG], 2, "ASN705"),
        (["verify", "a\0b"], 2, "ASN705"),
        (["score", "sabang-layanan", "a\0b"], 2, "ASN705"),
        (["check", "sabang-layanan", "--cases", LONG], 2, "ASN707"),
        (["check", f"{LONG}:policy"], 2, "ASN601"),
    ],
)
def test_a_name_that_no_system_takes_is_an_error_with_its_code(run, arguments, code, named):
    found, out, err = run(*arguments)

    assert (found, out) == (code, "")
    assert err.startswith(named)


@pytest.mark.parametrize("pairs", ["0", "-5"])
def test_laws_are_never_said_to_be_kept_by_no_record(run, pairs):
    code, out, err = run("check", "sabang-layanan", "--pairs", pairs)

    assert (code, out) == (2, "")
    assert "--pairs" in err


def test_the_name_of_the_key_column_is_neutralised_like_any_text(run, file):
    _, out, _ = run("score", "ombudsman-2022", file("=1+1,nilai\nA,90\n"), "--key", "=1+1", "-o", "-")

    assert out.splitlines() == ["'=1+1,score,band", "A,90.00,a"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["show", "sabang-layanan", "--option", "key=x"], "ASN604"),
        (["check", "os:system"], "ASN391"),
        (["check", "os:system", "--option", "command=true"], "ASN604"),
        (["check", "os:path"], "ASN391"),
        (["check", ":x"], "ASN601"),
        (["vectors", "subprocess:run"], "ASN391"),
    ],
)
def test_what_names_no_policy_is_wrong_usage_with_its_code(run, arguments, code):
    found, out, err = run(*arguments)

    assert (found, out) == (2, "")
    assert err.startswith(code)


def test_one_record_with_a_foreign_option_does_not_end_the_verification_of_a_file(run, file):
    data = {**json.loads(RECORDS[0]), "options": {"key": "x"}}
    text = "\n".join([RECORDS[0], json.dumps(data), RECORDS[1]])

    code, out, err = run("verify", file(text, "catatan.jsonl"), "--language", "en")

    assert (code, err) == (1, "")
    assert out.startswith("line 2: ASN604: 'permenpan-16-2009' has no option 'key'")
    assert out.endswith("3 records checked, 1 differ\n")


def test_an_overlay_with_a_foreign_option_is_a_fault_of_the_document(run, file):
    text = 'format = 1\nbase = "sabang-layanan"\nkey = "a"\ntitle = "A"\nbase_options = {key = "x"}\n'

    code, _, err = run("show", file(text, "a.toml"))

    assert code == 1
    assert "ASN604: baris 2, $.base: " in err


# --- verify a file as a whole

PHRASE = "tiga puluh dua byte yang rahasia"
CHAINED = list(
    asn.appraise_table(
        schemes.get("permenpan-16-2009"), {"unit": ["a", "b", "c"], "nilai": [90, 91, 92]}, key="unit"
    ).to_audit_records(secret=PHRASE.encode())
)


def test_a_file_says_where_its_chain_has_come_to_and_that_it_can_be_checked_later(run, file):
    code, out, _ = run("verify", file("\n".join(CHAINED), "catatan.jsonl"), "--language", "en")

    anchor = asn.anchor_of(CHAINED[-1])
    assert code == 0
    assert f"anchor: {anchor} (note it down" in out
    assert "3 records bear an HMAC that was not checked" in out
    assert run("verify", file("\n".join(CHAINED), "catatan.jsonl"), "--anchor", anchor)[0] == 0
    code, out, _ = run("verify", file("\n".join(CHAINED[:2]), "catatan.jsonl"), "--anchor", anchor)
    assert code == 1
    assert "catatan nomor 3 menurut jangkar tidak ada" in out


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ([0, 2], "line 2: 1 record(s) before it are missing"),
        ([0, 1, 1, 2], "line 3: the same record as line 2"),
        ([0, 2, 1], "line 2: written after line 3"),
    ],
)
def test_a_file_with_lines_missing_double_or_out_of_order_ends_with_1(run, file, order, said):
    text = "\n".join(CHAINED[at] for at in order)
    code, out, _ = run("verify", file(text, "catatan.jsonl"), "--language", "en")

    assert code == 1
    assert said in out
    assert out.endswith(f"{len(order)} records checked, 0 differ\n")


def test_the_end_of_a_file_that_goes_on_from_another_is_checked_from_there(run, file):
    path = file("\n".join(CHAINED[1:]), "catatan.jsonl")

    assert run("verify", path)[0] == 1
    assert run("verify", path, "--after", asn.anchor_of(CHAINED[0]))[0] == 0


def test_the_key_comes_from_the_environment_and_is_never_shown(run, file, monkeypatch):
    path = file("\n".join(CHAINED), "catatan.jsonl")
    monkeypatch.setenv("KUNCI", PHRASE)
    right = run("verify", path, "--key-from-env", "KUNCI")
    monkeypatch.setenv("KUNCI", PHRASE[::-1])
    wrong = run("verify", path, "--key-from-env", "KUNCI")

    assert (right[0], wrong[0]) == (0, 1)
    assert "HMAC" not in right[1]
    assert "3 catatan diperiksa, 3 berbeda" in wrong[1]
    assert PHRASE not in "".join(map(str, right + wrong))


@pytest.mark.parametrize(("value", "named"), [(None, "KUNCI"), ("", "KUNCI"), ("pendek", "ASN525")])
def test_a_key_that_is_none_is_wrong_usage(run, file, monkeypatch, value, named):
    monkeypatch.delenv("KUNCI", raising=False)
    if value is not None:
        monkeypatch.setenv("KUNCI", value)
    code, out, err = run("verify", file(CHAINED[0], "catatan.jsonl"), "--key-from-env", "KUNCI")

    assert (code, out) == (2, "")
    assert named in err


@pytest.mark.parametrize("option", ["--anchor", "--after"])
def test_what_is_no_anchor_is_wrong_usage(run, file, option):
    code, out, err = run("verify", file(CHAINED[0], "catatan.jsonl"), option, "12")

    assert (code, out) == (2, "")
    assert err.startswith("ASN526")


def test_ends_of_lines_that_were_changed_on_the_way_are_one_hint_and_no_difference(run, file):
    text = "".join(f"{line}\r\n" for line in RECORDS)
    code, out, _ = run("verify", file(text, "catatan.jsonl"), "--language", "en")

    assert code == 0
    assert out.startswith("2 lines end in CR LF")
    assert out.endswith("2 records checked, 0 differ\n")


def test_several_chains_in_one_file_are_told(run, file):
    other = schemes.get("permenpan-16-2009").appraise({"nilai": 77}).to_audit_record(key="d", after="0")
    code, out, _ = run("verify", file("\n".join([*CHAINED, other]), "catatan.jsonl"), "--language", "en")

    assert code == 0
    assert "2 chains in the file" in out


# --- files of other kinds


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".jsonl", ".parquet"])
def test_results_are_written_as_the_ending_of_the_output_says_and_score_reads_each_kind(run, tmp_path, ending):
    from asn_appraisal.adapters.data_files import read_file

    output, data = tmp_path / f"hasil{ending}", tmp_path / "data.jsonl"
    rows = [{"unit": name, "kecepatan": 6.5, "kepuasan": 88, "akurasi": "97.5"} for name in ("A", "é")]
    data.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    code, out, err = run("score", "sabang-layanan", data, "-o", output, "--key", "unit")

    assert (code, out, err) == (0, "", "")
    table = read_file(output)
    assert {name: table.texts(name) for name in table.columns} == {
        "unit": ["A", "é"],
        "score": ["103.96", "103.96"],
        "band": ["baik", "baik"],
    }


def test_lists_may_stand_in_the_lines_of_json(run, tmp_path):
    data = tmp_path / "survei.jsonl"
    answers = {f"u{n}": 4 for n in range(1, 10)}
    data.write_text(json.dumps({"unit": "A", "responden": [answers, answers]}), encoding="utf-8")

    code, out, _ = run("score", "permenpanrb-14-2017", data, "--key", "unit", "-o", "-")

    assert (code, out) == (0, "unit,score,band\nA,100.00,a\n")


def test_the_rows_of_an_only_list_may_be_lines_of_json(run, tmp_path):
    data = tmp_path / "survei.jsonl"
    rows = [{"unit": "A", **{f"u{n}": 4 for n in range(1, 10)}}, {"unit": "A", **{f"u{n}": 5 for n in range(1, 10)}}]
    data.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    code, out, err = run("score", "permenpanrb-14-2017", data, "--key", "unit", "-o", "-", "--on-error", "quarantine")

    assert (code, out) == (1, "unit,score,band\nA,,\n")
    assert "responden[2]" in err  # by its line


def test_faults_of_json_lines_are_named_by_their_lines(run, tmp_path):
    data = tmp_path / "data.jsonl"
    good = json.dumps({"unit": "A", "kecepatan": 6.5, "kepuasan": 88, "akurasi": 97.5})
    data.write_text(f"\n{good}\n\n{good.replace('88', '101')}\n", encoding="utf-8")

    code, _, err = run("score", "sabang-layanan", data, "--language", "en")

    assert code == 1
    assert "row 4, kepuasan" in err


@pytest.mark.parametrize("options", [["-o", "hasil.pdf"], ["--on-error", "quarantine", "--rejects", "tolak.docx"]])
def test_a_kind_of_file_that_is_not_written_is_refused_before_anything_is_read(run, options):
    code, _, err = run("score", "sabang-layanan", "none.csv", *options)

    assert code == 2
    assert err.startswith("ASN723: ")


def test_one_row_of_a_parquet_file_is_explained(run, tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    table = {"unit": ["A", "B"], "kecepatan": [6.5, 7.0], "kepuasan": [88, 61], "akurasi": [97.5, 90.0]}
    parquet.write_table(pyarrow.table(table), tmp_path / "data.parquet")

    code, out, _ = run("explain", "sabang-layanan", tmp_path / "data.parquet", "--key", "unit", "--row", "A")

    assert code == 0
    assert "103,96" in out


def test_a_workbook_of_results_names_the_lines_of_the_file_that_was_read(run, tmp_path):
    data, output = tmp_path / "data.csv", tmp_path / "hasil.xlsx"
    data.write_text("nip,nilai\n1,90\n\n2,101\n")

    code, _, _ = run("score", "permenpan-16-2009", data, "--key", "nip", "--on-error", "quarantine", "-o", output)

    sheet = python_calamine.load_workbook(output).get_sheet_by_name("Ditolak")
    (row,) = sheet.to_python()[1:]
    assert (code, row[0], row[1].partition(",")[0], row[2]) == (0, 4.0, "baris 4", "2")


MONTHLY = """
format = 1
key = "bulanan-2026"
title = "Nilai tahunan"
score = "bulanan.mean(nilai).rounded(2)"
[lists.bulanan]
at_most = 3
unique = ["bulan"]
[lists.bulanan.fields]
bulan = {type = "count", low = 1, high = 12}
nilai = {type = "number", low = 0, high = 100}
"""


def test_repeated_rows_of_a_file_are_named_by_their_lines(run, file):
    policy = file(MONTHLY, "bulanan.toml")
    data = file("nip,bulan,nilai\na,1,80\nb,1,80\na,2,90\na,1,70\nb,2,1\nb,3,1\nb,4,1\n", "bulanan.csv")

    code, _, err = run("score", policy, "--items", f"bulanan={data}", "--key", "nip", "--language", "en")

    assert code == 1
    assert "ASN457: (a), bulanan[5].bulan: the same as in an earlier row (row 2): it must not repeat" in err
    assert "ASN455: (b), bulanan: too many rows (4): at most 3 allowed" in err


def test_faults_of_rows_inside_a_line_of_json_are_named_by_their_place_in_it(run, file):
    row = {"bulan": 1, "nilai": 80}
    data = file(json.dumps({"nip": "a", "bulanan": [row, row, {"bulan": 2, "nilai": 101}]}), "data.jsonl")
    policy = file(MONTHLY, "bulanan.toml")

    code, _, err = run("score", policy, data, "--key", "nip", "--language", "en")

    assert code == 1
    assert "ASN457: row 1 (a), bulanan[1].bulan: the same as in an earlier row (row 0)" in err
    assert "ASN406: row 1 (a), bulanan[2].nilai: out of range" in err

    code, out, err = run(
        "score", policy, data, "--key", "nip", "-o", "-", "--bad-items", "drop", "--least-kept", "1", "--language", "en"
    )
    assert (code, out) == (0, "nip,score,band,dropped\na,80.00,,2\n")
    assert "bulanan: rows that cannot be read or repeat an earlier one (bulan) were left out" in err
