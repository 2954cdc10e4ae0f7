import codecs
import csv
from pathlib import Path

import pytest
from tests.dirty_files import all_files
from tests.dirty_workbooks import PLAIN
from tests.watch import ends

import asn_appraisal as asn
from asn_appraisal import schemes
from asn_appraisal.cells import cell_value
from asn_appraisal.command import main
from asn_appraisal.command.input_files import InputFiles
from asn_appraisal.command.scoring import explained, score_files
from asn_appraisal.command.usage import UsageError, plain_pairs
from asn_appraisal.errors import RecordError

OMBUDSMAN = schemes.get("ombudsman-2022")


@pytest.fixture
def path(tmp_path):
    def make(text):
        target = tmp_path / "data.csv"
        target.write_text(text)
        return InputFiles(str(target), key="nip")

    return make


def test_scores_keep_the_order_of_the_file_and_count_what_was_rejected(path):
    scores = score_files(OMBUDSMAN, path("nip,nilai\n2,54\n1,x\n3,53.99\n"))

    assert scores.scores.band_keys() == ["c", None, "d"]
    assert (scores.rejected, [fault.code for fault in scores.faults]) == (1, ["ASN404"])


def test_a_fault_of_a_whole_file_raises(path):
    with pytest.raises(RecordError) as caught:
        score_files(OMBUDSMAN, path("nip,warna\n1,merah\n"))

    assert [fault.code for fault in caught.value.faults] == ["ASN431"]


def test_a_rejected_record_shows_as_dashes_on_the_page(path):
    page = score_files(OMBUDSMAN, path("nip,nilai\n1,x\n")).page("en")

    assert page.splitlines()[2].split() == ["1", "-", "-"]
    assert "1 records, 1 rejected" in page


def test_a_scheme_without_a_number_has_no_column_of_scores(tmp_path):
    data = tmp_path / "a.csv"
    data.write_text("nip,hasil_kerja,perilaku_kerja\n1,sesuai,sesuai\n")

    page = score_files(schemes.get("permenpanrb-6-2022"), InputFiles(str(data))).page("id")

    assert page.splitlines()[0].split() == ["nip", "peringkat"]


def test_a_record_is_found_by_its_key(path):
    inputs = path("nip,nilai\n7,60\n8,90\n")

    assert explained(OMBUDSMAN, inputs, "8").band.key == "a"


def test_a_key_that_no_record_has_is_wrong_usage(path):
    with pytest.raises(UsageError) as caught:
        explained(OMBUDSMAN, path("nip,nilai\n7,60\n"), "9")

    assert caught.value.text("en") == "there is no record with the key 9; there are: 7"


def test_pairs_are_written_name_equals_value():
    assert plain_pairs(["a=1", "b=x=y"]) == {"a": "1", "b": "x=y"}


@pytest.mark.parametrize("texts", [["a"], ["=1"], ["a="], ["a=1", "a=2"]])
def test_other_words_and_doubles_are_no_pairs(texts):
    with pytest.raises(UsageError):
        plain_pairs(texts)


# --- records and their rows, joined from files

SKP = asn.Number("skp", low=0, high=120)
TARGET = asn.Number("target", low=0)
KEGIATAN = asn.Items("kegiatan", (TARGET,))
BOTH = asn.Policy("uji", "Uji", score=(SKP + KEGIATAN.sum(TARGET)).rounded(2))
ALONE = asn.Policy("uji", "Uji", score=KEGIATAN.sum(TARGET).rounded(2))


@pytest.fixture
def score(tmp_path):
    def call(people, rows, key="nip", policy=BOTH):
        for name, text in (("p.csv", people), ("k.csv", rows)):
            (tmp_path / name).write_text(text or "")
        records = None if people is None else str(tmp_path / "p.csv")
        return score_files(policy, InputFiles(records, {"kegiatan": str(tmp_path / "k.csv")}, key=key))

    return call


def places(faults):
    return [(fault.code, fault.row, fault.key, fault.list, fault.item_row, fault.field) for fault in faults]


def lines(scores):
    return scores.csv().splitlines()[1:]


def test_rows_of_a_list_join_their_record_whatever_their_order(score):
    assert lines(score("nip,skp\n1,90\n2,80\n", "nip,target\n2,5\n1,6\n2,7\n")) == ["1,96.00,", "2,92.00,"]


def test_a_nip_keeps_its_leading_zeros(score):
    assert lines(score("nip,skp\n0011,90\n11,80\n", "nip,target\n11,1\n0011,2\n")) == ["0011,92.00,", "11,81.00,"]


def test_lists_alone_give_a_record_a_key_in_order_of_first_appearance(score):
    assert lines(score(None, "nip,target\nB,1\nA,2\nB,3\n", policy=ALONE)) == ["B,4.00,", "A,2.00,"]


def test_lists_alone_without_a_key_are_one_record(score):
    assert lines(score(None, "target\n1\n2\n", key=None, policy=ALONE)) == ["3.00,"]


def test_without_a_key_the_columns_that_the_policy_does_not_read_tell_whose_a_row_is(path):
    (file,) = path("unit,nilai,kota\nA,90,Sabang\n").paths
    scores = score_files(OMBUDSMAN, InputFiles(file))

    assert (scores.labels, scores.unused) == (("unit", "kota"), ("unit", "kota"))
    assert lines(scores) == ["A,Sabang,90.00,a"]


def test_a_key_that_occurs_twice_rejects_all_its_rows_and_names_their_lines(path):
    scores = score_files(OMBUDSMAN, path("nip,nilai\n1,90\n\n2,80\n1,70\n"))

    assert places(scores.faults) == [("ASN432", 2, "1", None, None, "nip"), ("ASN432", 5, "1", None, None, "nip")]
    assert "(rows 2, 5)" in scores.faults[0].message
    assert scores.rejected == 2


def test_an_empty_key_is_a_fault_of_its_row(path):
    assert places(score_files(OMBUDSMAN, path("nip,nilai\n,90\n")).faults) == [("ASN433", 2, None, None, None, "nip")]


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("nip,target\n1,5\n,5\n", ("ASN433", None, None, "kegiatan", 3, "nip")),
        ("nip,target\n\n1,5\n1\n", ("ASN436", None, None, "kegiatan", 4, None)),
        ("nama,target\nA,5\n", ("ASN431", None, None, "kegiatan", None, "nip")),
    ],
)
def test_a_list_that_cannot_be_joined_makes_the_whole_run_doubtful(score, rows, fault):
    with pytest.raises(RecordError) as caught:
        score("nip,skp\n1,90\n", rows)

    assert places(caught.value.faults) == [fault]


def test_rows_of_an_unknown_key_and_rows_that_do_not_fit_are_told_last(score):
    scores = score("nip,skp\n7\n1,x\n", "nip,target\n9,6\n1,5\n8,6\n9,1\n")

    assert places(scores.faults) == [
        ("ASN404", 3, "1", None, None, "skp"),
        ("ASN434", None, "9", "kegiatan", 2, None),
        ("ASN436", 2, None, None, None, None),
    ]
    assert "3 rows of this list: 2, 4, 5" in scores.faults[1].message  # lines of the file


def test_a_nip_that_lost_its_digits_spoils_its_record_also_where_it_is_not_the_key(score):
    scores = score("nip,lama,skp\n1,1.98E+17,90\n2,7,80\n", "nip,lama,target\n2,7,1\n2,1E+9,1\n1,3,1\n")

    assert places(scores.faults) == [
        ("ASN435", 2, None, None, None, "lama"),
        ("ASN435", None, None, "kegiatan", 3, "lama"),
    ]
    assert scores.rejected == 2


def test_faults_of_reading_have_the_lines_of_the_files(score):
    scores = score("nip,skp\n7,90\n", "nip,target\n\n7,5\n7,x\n")

    assert places(scores.faults) == [("ASN404", 2, "7", "kegiatan", 4, "target")]


def test_each_file_has_its_own_decimal_sign(score):
    assert lines(score("nip;skp\n1;90,5\n", "nip,target\n1,6.25\n")) == ["1;96,75;"]


CELLS = [
    "", " ", "0", "-0", "7", "007", "85.5", "85,5", "85.50", "85.500", "85.555", "1.234", "1,234", "1.234,5", "1.234.567",
    "-1", "+1", "1e2", "1,98E+17", "NaN", "inf", ".5", "5.", "1/2", "50%", "1 000", "x", "ya", "Tidak", "TRUE", "0,0", "9" * 45,
    "120.01", "120", "=1", "\xa07", "１２",
]  # fmt: skip


@pytest.mark.parametrize("decimal", ["point", "comma"])
@pytest.mark.parametrize("many", [False, True])
def test_a_cell_gives_what_a_record_with_it_gives(tmp_path, decimal, many):
    flag = asn.Flag("ide", default=False)
    policy = asn.Policy("uji", "Uji", score=asn.When(flag, SKP + 1, SKP).rounded(2))
    cells = [(skp, ide) for skp in CELLS for ide in ("ya", "", "mungkin", "1")]
    if many:  # so many different texts that columns hold them as they are
        cells += [(f"{n / 1000:.3f}".replace(".", "," if decimal == "comma" else "."), "") for n in range(40_000)]
    text = "".join(f'"{skp}";"{ide}";{row}\n' for row, (skp, ide) in enumerate(cells))
    (tmp_path / "a.csv").write_text("skp;ide;no\n" + text)
    scores = score_files(policy, InputFiles(str(tmp_path / "a.csv"), key="no", cells=asn.Cells(decimal=decimal)))

    found = {}
    for fault in scores.faults:
        found.setdefault(fault.row, []).append((fault.code, fault.field, fault.kind, fault.facts))
    texts = scores.scores.score_texts()
    for row, (skp, ide) in enumerate(cells[: 200 + 10 * len(CELLS)]):
        cells_of_file = asn.Cells(decimal=decimal, words=True)
        record = {"skp": cell_value(SKP, skp.strip(), cells_of_file), "ide": cell_value(flag, ide, cells_of_file)}
        try:
            expected, faults = f"{policy.appraise(record).score:f}", []
        except RecordError as problem:
            expected = ""
            # Only what else may be said is said in the words of the command line.
            told = [(fault, dict(fault.facts)) for fault in problem.faults]
            told = [
                (each, {**facts, "said": "--cells decimal=comma"} if "said" in facts else facts) for each, facts in told
            ]
            faults = [(each.code, each.field, each.kind, tuple(facts.items())) for each, facts in told]
        assert (texts[row], found.get(row + 2, [])) == (expected, faults)


def test_records_and_lists_from_files_are_scored_as_each_record_alone(tmp_path: Path) -> None:
    policy = schemes.get("pp-46-2011")
    cells = [f"{nip};80;{80 + nip / 4:.2f};80;80;80;{nip % 9}".replace(".", ",") for nip in range(80)]
    cells[7] = "7;80;800;80;80;80;0"  # out of range
    cells[9] = "9;80;1.23;80;80;80;0"  # a point where commas stand
    people = tmp_path / "pegawai.csv"
    head = "nip;orientasi_pelayanan;integritas;komitmen;disiplin;kerjasama;tugas_tambahan"
    people.write_text("\n".join([head, *cells]) + "\n", encoding="utf-8")
    rows = [f"{nip};10;{8 + nip % 5};100;85,5;12;{nip % 12}" for nip in range(80) if nip != 11]
    rows.append("3;0;1;1;1;1;1")  # a target of 0, far from the other row of its record
    kegiatan = tmp_path / "kegiatan.csv"
    head = "nip;target_kuantitas;realisasi_kuantitas;target_kualitas;realisasi_kualitas;target_waktu;realisasi_waktu"
    kegiatan.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    inputs = InputFiles(str(people), {"kegiatan": str(kegiatan)}, key="nip")
    scores = score_files(policy, inputs)

    assert [fault.code for fault in scores.faults] == ["ASN412", "ASN406", "ASN423", "ASN411"]
    alone = {}
    for nip in map(str, range(80)):
        try:
            found = explained(policy, inputs, nip)
        except RecordError as problem:
            alone[nip] = (None, problem.faults)
        else:
            alone[nip] = (found.score, ())
    assert scores.scores.reported() == [score for score, _ in alone.values()]
    assert scores.faults == tuple(fault for _, faults in alone.values() for fault in faults)


def by_column(path):
    marked = path.read_bytes()[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}
    with path.open(encoding="utf-16" if marked else "utf-8-sig", newline="") as file:
        sample = file.readline()
        file.seek(0)
        return list(csv.DictReader(file, delimiter=max(",;\t|", key=sample.count)))


@pytest.mark.parametrize("dirty", [each for each in all_files() if each.cells is None], ids=lambda dirty: dirty.name)
def test_the_command_says_the_same_of_a_dirty_file_with_its_lines(tmp_path, capsys, dirty):
    data, policy, out, rejects = (tmp_path / name for name in ("isian.csv", "rekap.toml", "hasil.csv", "tolak.csv"))
    data.write_bytes(dirty.make())
    policy.write_text(asn.to_toml(PLAIN), encoding="utf-8")
    call = ["score", str(policy), str(data), "--key", "nip", "-o", str(out), "--language", "en"]
    with ends(30):
        code = main([*call, "--on-error", "quarantine", "--rejects", str(rejects)])
    said = capsys.readouterr()
    assert said.out == ""
    if dirty.error:
        assert (code, out.exists(), dirty.error in said.err) == (1, False, True)
        assert dirty.line is None or f"line {dirty.line}:" in said.err
        return
    assert code == (0 if any(dirty.scores) or not (dirty.scores or dirty.faults) else 1)
    style = by_column(out)
    assert tuple(row["score"].replace(",", ".") for row in style) == dirty.scores
    found = by_column(rejects) if dirty.faults else []
    told = [(row["code"], int(row["row"])) for row in found]
    assert sorted(told) == sorted(dirty.faults)
