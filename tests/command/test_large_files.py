# ruff: noqa: S311  (chance for tests, nothing secret)
from random import Random

import pytest

import asn_appraisal as asn
from asn_appraisal import documents, schemes
from asn_appraisal.adapters import csv_blocks, csv_cuts
from asn_appraisal.command import large_files, main
from asn_appraisal.command.input_files import InputFiles
from asn_appraisal.command.scoring import score_files

POLICY = "pp-30-2019"
HEADER = ["nip", "nama", "nilai_skp", "nilai_perilaku", "penilaian_rekan", "ide_baru"]
OPTIONAL = asn.Policy(
    "contoh",
    "Contoh",
    score=(asn.Number("nilai_skp", low=0, high=120, optional=True).or_else(0) + asn.Flag("ide_baru").points(1)).rounded(
        2
    ),
)
DIRTY = ["", "x", "121", "85.555", "1e2", "-1", " 7 ", "85,5"]


def drawn(random):
    """The text of a file with a few faults, or none."""
    separator, dirt = random.choice(",,;"), random.choice((0, 0, 0.05))
    lines = [separator.join(HEADER)]
    for row in range(random.choice((1, 5, 40, 200))):
        grade = [f"{random.randrange(12_001) / 100:.2f}".replace(".", "," if separator == ";" else ".") for _ in "ab"]
        cells = [f"{row:05d}", random.choice(("Siti", "é", '"Siti, S.H."', "Budi\u00a0")), *grade, "ya", "tidak"]
        if random.random() < dirt:
            cells[random.randrange(2, 6)] = random.choice(DIRTY).replace(",", ".")
        if random.random() < dirt / 3:
            cells[0] = random.choice(("", "1.98E+17", "00001", "é"))
        lines.append(separator.join(cells[: random.choice((5, 6))] if random.random() < dirt / 3 else cells))
        if random.random() < dirt / 3:
            lines.append("")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("seed", range(60))
def test_a_large_file_is_scored_as_the_whole_is(monkeypatch, tmp_path, capsys, seed):
    random = Random(seed)
    (tmp_path / "data.csv").write_text(drawn(random), encoding=random.choice(("utf-8", "utf-8", "utf-8-sig")))
    options = random.choice(([], ["--key", "nip"], ["--key", "nip"]))
    if random.random() < 0.3:
        options = [*options, "--cells", "missing=x", "--cells", "rename=nama:Nama Pegawai"]
    if random.random() < 0.7:
        options = [*options, "--on-error", "quarantine", "--rejects", str(tmp_path / "tolak.csv")]
    monkeypatch.setattr(csv_cuts, "PIECE", 500)
    monkeypatch.setattr(csv_blocks, "PIECE", 500)
    monkeypatch.chdir(tmp_path)
    if random.random() < 0.3:
        text = (tmp_path / "data.csv").read_bytes()
        (tmp_path / "data.csv").write_bytes(
            text[:3] * (text[:3] == b"\xef\xbb\xbf") + b"Daftar, 2026\n\n" + text.removeprefix(b"\xef\xbb\xbf")
        )
        options = [*options, "--cells", "header=3"]
    ending = random.choice((".csv", ".csv", ".jsonl", ".parquet"))

    outcomes = []
    for large in (0, 1 << 60):
        monkeypatch.setattr(large_files, "LARGE", large)
        code = main(["score", POLICY, "data.csv", "-o", f"hasil{ending}", *options])
        written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        outcomes.append((code, written, capsys.readouterr()))

    assert outcomes[0] == outcomes[1]


def scored(tmp_path, text, **inputs):
    path = tmp_path / "data.csv"
    path.write_text(text)
    given = InputFiles(str(path), **inputs)
    policy = schemes.get("permenpan-16-2009")
    return large_files.score_large_file(policy, given, lambda _: None)


def rows(count, *, first=0):
    return "".join(f"{first + row},{row % 100}\n" for row in range(count))


def test_a_large_file_is_scored_in_blocks_of_which_little_is_kept(monkeypatch, tmp_path):
    monkeypatch.setattr(csv_cuts, "PIECE", 1000)
    monkeypatch.setattr(csv_blocks, "PIECE", 1000)
    done = []
    path = tmp_path / "data.csv"
    path.write_text("unit,nilai\n" + rows(5_000))
    policy = schemes.get("permenpan-16-2009")

    found = large_files.score_large_file(policy, InputFiles(str(path), key="unit"), done.append)

    assert len(found.scores) == 5_000
    assert done == sorted(done)
    assert len(done) > 20
    assert done[-1] == path.stat().st_size
    assert found.scores.records.table.names == ("unit", "nilai")
    assert found.scores.records._columns == {}


@pytest.mark.parametrize("text", ["unit,nilai\n", "unit,nilai\n1,90\n2,8\x01\n", 'unit,nilai\n1,90\n2"3,90\n'])
def test_what_must_be_read_whole_is_left(tmp_path, text):
    assert scored(tmp_path, text) is None


def test_a_large_file_with_titles_is_scored_in_blocks(tmp_path):
    found = scored(tmp_path, "Daftar; 2026\n\nunit,nilai\n" + rows(100), key="unit", cells=asn.Cells(header=3))
    assert len(found.scores) == 100
    assert found.files.lines()[:2] == [4, 5]


def test_a_key_in_two_blocks_leaves_the_file_to_be_read_whole(monkeypatch, tmp_path):
    monkeypatch.setattr(csv_cuts, "PIECE", 100)
    monkeypatch.setattr(csv_blocks, "PIECE", 100)

    assert scored(tmp_path, "unit,nilai\n" + rows(100) + "7,50\n", key="unit") is None
    assert scored(tmp_path, "unit,nilai\n" + rows(100) + "7,50\n") is not None


@pytest.mark.parametrize("number", [10**16 + 1, 10**39])
def test_scores_that_doubles_do_not_tell_apart_leave_the_file_to_be_read_whole(tmp_path, number):
    policy = asn.Policy("besar", "Besar", score=(asn.Number("x", decimals=0) * 1).rounded(2))
    path = tmp_path / "data.csv"
    path.write_text(f"x\n{10**14}\n{number}\n")

    assert large_files.score_large_file(policy, InputFiles(str(path)), lambda _: None) is None


@pytest.mark.parametrize("records", [None, "-", "none.csv", "data.jsonl", "."])
def test_only_a_large_csv_file_is_scored_in_blocks(monkeypatch, tmp_path, records):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(large_files, "LARGE", 1)
    (tmp_path / "data.jsonl").write_text("{}\n")
    (tmp_path / "data.csv").write_text("a\n")
    policy = schemes.get("permenpan-16-2009")

    assert large_files.large_size(policy, InputFiles(records)) == 0
    assert large_files.large_size(policy, InputFiles("data.csv")) == 2
    assert large_files.large_size(schemes.get("pp-46-2011"), InputFiles("data.csv")) == 0


BLOCKS = 40  # rows of a block, about
NOTED = {
    "one value in every block": [("90", "ya")] * 200,
    "one value in each block, another in each": [(str(row // 50), "ya") for row in range(200)],
    "one value but in the last block": [*[("90", "ya")] * 190, ("91", "ya")],
    "one value, and blocks without any": [*[("90", "ya")] * 50, *[("-", "ya")] * 100, *[("90", "ya")] * 30],
    "fractions beside blocks of whole numbers": [*[("0.98", "ya")] * 30, *[("1", "tidak")] * 100, ("2", "ya")],
    "fractions in some blocks alone": [*[("0.98", "ya")] * 30, *[("1.5", "ya")] * 100, ("98", "ya")],
    "missing tokens in some blocks": [
        ("-" if row in {3, 90, 91, 150, 151, 152, 199} else "90.5", "1") for row in range(200)
    ],
    "signs in the last block alone": [*[("90", "true")] * 150, ("85%", "ya"), ("80%", "true")],
    "keys that are typed in some blocks": [*[("90", "true")] * 100, *[("85", "true")] * 20],
}


@pytest.mark.parametrize("cells", [[], ["missing=-", "units=ya", "words=ya", "rename=Lain:lain"]])
@pytest.mark.parametrize("rows", NOTED.values(), ids=NOTED)
def test_notes_count_the_whole_file(monkeypatch, tmp_path, capsys, rows, cells):
    lines = [f"{' ' if 100 <= row < 117 else ''}'{row:018d},{nilai},{flag},7" for row, (nilai, flag) in enumerate(rows)]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data.csv").write_text("\n".join(["nip,nilai_skp,ide_baru,nilai_perilaku", *lines, ""]))
    (tmp_path / "policy.toml").write_text(documents.to_toml(OPTIONAL))
    width = len(lines[0]) + 2
    options = [word for cell in cells for word in ("--cells", cell)]

    told = []
    for large, piece in ((1 << 60, csv_cuts.PIECE), (0, BLOCKS * width), (0, 3 * width)):
        monkeypatch.setattr(large_files, "LARGE", large)
        monkeypatch.setattr(csv_cuts, "PIECE", piece)
        monkeypatch.setattr(csv_blocks, "PIECE", piece)
        call = ["score", "policy.toml", "data.csv", "-o", "hasil.csv", "--key", "nip", "--on-error", "quarantine"]
        main([*call, *options, "--language", "en"])
        told.append(capsys.readouterr().err)

    assert told[0] == told[1] == told[2]
    assert "nip: " in told[0]


def test_what_was_rounded_and_defaulted_is_counted_over_the_whole_file(monkeypatch, tmp_path):
    policy = asn.Policy(
        "contoh",
        "Contoh",
        score=asn.Number("nilai", decimals=1, low=0, high=100) / 3 + asn.Number("bonus", decimals=0, default=1) / 7,
        reported=2,
    )
    lines = [f"{row % 100}.{row % 3}5,{row if row % 4 else ''}" for row in range(200)]
    (tmp_path / "data.csv").write_text("\n".join(["nilai,bonus", *lines, ""]))
    monkeypatch.setattr(csv_cuts, "PIECE", 300)
    monkeypatch.setattr(csv_blocks, "PIECE", 300)
    given = InputFiles(str(tmp_path / "data.csv"), floats="quantize")
    found = large_files.score_large_file(policy, given, lambda _: None).scores
    whole = score_files(policy, given).scores
    assert (found.rounded, found.defaulted) == (whole.rounded, whole.defaulted)
    assert found.defaulted == 50
    assert found.undecided == whole.undecided
