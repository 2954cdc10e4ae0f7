"""The options that say how cells are written, on the command line."""

import pytest

import asn_appraisal as asn
from asn_appraisal import schemes
from asn_appraisal.command import main
from asn_appraisal.command.cell_options import cells_of
from asn_appraisal.command.usage import UsageError
from asn_appraisal.errors import RecordError

RECORDS = "nilai_skp;nilai_perilaku;penilaian_rekan;ide_baru\n90;90;ya;ya\n"


@pytest.fixture
def run(capsys, tmp_path):
    def call(text, *options, command="score"):
        path = tmp_path / "data.csv"
        path.write_text(text)
        code = main([command, "pp-30-2019", str(path), *options])
        return code, *capsys.readouterr()

    return call


def test_each_option_is_one_argument_of_cells():
    texts = ["decimal=comma", "thousands=point", "missing=N/A", "missing=-", "words=ya", "names=TRUE", "units=1"]
    texts += ["rename=Nilai: SKP:nilai_skp", "header=3"]
    assert cells_of(texts) == asn.Cells(
        decimal="comma",
        thousands="point",
        missing=("N/A", "-"),
        words=True,
        names=True,
        units=True,
        rename={"Nilai: SKP": "nilai_skp"},
        header=3,
    )
    assert cells_of([]) == asn.Cells()
    assert cells_of(["words=tidak"]) == asn.Cells()


@pytest.mark.parametrize(
    ("texts", "word"),
    [
        (["comma"], "bad_cells"),
        (["decimal="], "bad_cells"),
        (["guessed=ya"], "bad_cells"),
        (["rename=a"], "bad_rename"),
        (["rename=a:b", "rename=a:c"], "bad_rename"),
        (["header=x"], "bad_header"),
        (["header=0"], "bad_header"),
        (["thousands=dot"], "bad_sign"),
        (["words=mungkin"], "bad_truth"),
        (["decimal=comma", "decimal=point"], "cells_twice"),
    ],
)
def test_an_option_that_is_none_is_wrong_usage(texts, word):
    with pytest.raises(UsageError) as caught:
        cells_of(texts)
    assert caught.value.word == word


def test_decimal_is_the_short_form_of_an_option_and_must_not_contradict_it():
    assert cells_of(["decimal=comma"], "comma") == cells_of([], "comma") == asn.Cells(decimal="comma")
    with pytest.raises(UsageError):
        cells_of(["decimal=point"], "comma")


def test_a_file_is_read_by_the_cells_of_the_call(run):
    text = "NIP;Nilai SKP;nilai_perilaku;penilaian_rekan;ide_baru\na;98,5%;90;ya;on\nb;90;90;tidak;0\n"
    options = [
        "--cells",
        "rename=NIP:nip",
        "--cells",
        "rename=Nilai SKP:nilai_skp",
        "--cells",
        "units=ya",
        "--key",
        "nip",
    ]
    code, out, _ = run(text, *options, "-o", "-")
    assert (code, out.splitlines()[0]) == (0, "nip;score;band")
    assert out.splitlines()[2].startswith("b;90,00;")
    code, out, _ = run(text, *options, "--row", "a", command="explain")
    assert (code, "98,5" in out) == (0, True)


def test_a_missing_token_is_no_value_and_a_fault_has_its_line(run):
    text = "nilai_skp,nilai_perilaku,penilaian_rekan,ide_baru\n90,90,ya,ya\n90,N/A,ya,ya\n"
    code, _, err = run(text, "--cells", "missing=N/A")
    assert (code, "ASN401: baris 3, nilai_perilaku" in err) == (1, True)


def test_a_thousand_is_ambiguous_in_a_file_until_its_convention_is_said(run):
    text = "nilai_skp,nilai_perilaku,penilaian_rekan,ide_baru\n90.000,90,ya,ya\n"
    code, _, err = run(text)
    assert (code, "ASN428: baris 2, nilai_skp" in err) == (1, True)
    for said in (["--decimal", "point"], ["--cells", "decimal=point"]):
        assert run(text, *said)[0] == 0
    code, _, err = run(text, "--decimal", "comma")
    assert (code, "ASN406: baris 2, nilai_skp" in err) == (1, True)  # ninety thousand


def test_a_lone_group_is_read_in_a_file_of_commas_when_that_was_said(run):
    text = "nilai_skp;nilai_perilaku;penilaian_rekan;ide_baru\n90.000;90;ya;ya\n"
    assert "ASN424: baris 2, nilai_skp" in run(text)[2]
    assert "ASN406: baris 2, nilai_skp" in run(text, "--decimal", "comma")[2]


def test_wrong_options_end_with_exit_code_2(run):
    assert run(RECORDS, "--cells", "desimal=koma")[0] == 2
    assert run(RECORDS, "--cells", "decimal=koma")[0] == 2
    assert run(RECORDS, "--cells", "decimal=comma", "--cells", "thousands=comma")[0] == 2


def test_a_csv_file_with_titles_is_scored_by_the_row_of_its_header(run):
    text = "Daftar Nilai, 2026\n\nnilai_skp;nilai_perilaku;penilaian_rekan;ide_baru\n90;121;ya;ya\n"
    code, _, err = run(text, "--cells", "header=3")
    assert (code, "ASN406: baris 4, nilai_perilaku" in err) == (1, True)
    assert run(text.replace("121", "90"), "--cells", "header=3")[0] == 0
    assert run(text)[0] == 1
    assert "ASN468" in run(text, "--cells", "header=2")[2]


def test_a_decimal_comma_names_the_option_that_reads_it(run):
    text = 'nilai_skp,nilai_perilaku,penilaian_rekan,ide_baru\n"85,5",90,ya,ya\n'
    assert "bahwa ini koma desimal: --cells decimal=comma" in run(text)[2]
    assert run(text, "--cells", "decimal=comma")[0] == 0
    with pytest.raises(RecordError, match=r'decimal commas: Cells\(decimal="comma"\)') as caught:
        schemes.get("permenpan-16-2009").appraise({"nilai": "85,5"})
    assert caught.value.faults[0].remedy("id") == "tulis titik desimal, misalnya 85.5"
