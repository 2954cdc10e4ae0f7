import json
import pickle
from decimal import Decimal
from typing import Any

import attrs
import pytest

import asn_appraisal as asn
from asn_appraisal.faults import texts_of

TELLTALE = "13579"
NUMBER = asn.Number("skor", low=0, high=100, decimals=1)
RECORD = asn.Policy(
    "contoh",
    "Contoh",
    score=asn.Sum(
        NUMBER,
        asn.Case(asn.Category("jenis", {"tetap": "Tetap", "kontrak": "Kontrak"}), tetap=1, kontrak=0),
        asn.Flag("hadir").points(5),
        asn.Items("kegiatan", [asn.Number("mutu", low=0, high=100)]).sum(asn.Number("mutu", low=0, high=100)),
    ),
)
GOOD: dict[str, Any] = {"skor": 80, "jenis": "tetap", "hadir": True, "kegiatan": [{"mutu": 90}]}


def faults_of(record: object, **options: Any) -> tuple[asn.Fault, ...]:
    with pytest.raises(asn.AppraisalError) as caught:
        RECORD.appraise(record, **options)
    return caught.value.faults


@pytest.mark.parametrize(
    ("expected", "place"),
    [
        ("", {}),
        ("skor", {"field": "skor"}),
        ("row 0", {"row": 0}),
        ("row 3", {"row": 3}),
        ("row 3, skor", {"row": 3, "field": "skor"}),
        ("(1985)", {"key": "1985"}),
        ("(1985), skor", {"key": "1985", "field": "skor"}),
        ("row 3 (1985), skor", {"row": 3, "key": "1985", "field": "skor"}),
        ("kegiatan", {"list": "kegiatan"}),
        ("kegiatan[0]", {"list": "kegiatan", "item_row": 0}),
        ("kegiatan.mutu", {"list": "kegiatan", "field": "mutu"}),
        ("kegiatan[2].mutu", {"list": "kegiatan", "item_row": 2, "field": "mutu"}),
        (
            "row 3 (1985), kegiatan[2].mutu",
            {"row": 3, "key": "1985", "list": "kegiatan", "item_row": 2, "field": "mutu"},
        ),
    ],
)
def test_a_fault_says_where_it_is(expected: str, place: dict[str, Any]) -> None:
    assert expected == asn.Fault("ASN401", **place).place()


def test_the_place_is_told_in_indonesian_too() -> None:
    fault = asn.Fault("ASN401", row=3, key="1985", list="kegiatan", item_row=2, field="mutu")
    assert fault.place("id") == "baris 3 (1985), kegiatan[2].mutu"


@pytest.mark.parametrize(
    ("expected", "language"),
    [
        ("row 0, skor: missing: a value is required here", "en"),
        ("baris 0, skor: tidak diisi: isian ini wajib", "id"),
    ],
)
def test_a_fault_reads_as_place_then_text(expected: str, language: str) -> None:
    assert expected == asn.Fault("ASN401", row=0, field="skor").text(language)


def test_a_fault_without_a_place_is_its_text_alone() -> None:
    assert asn.Fault("ASN401").message == "missing: a value is required here"


def test_the_kind_of_a_value_is_told_in_words() -> None:
    fault = asn.Fault("ASN409", field="hadir", kind="integer")
    assert fault.message.startswith("hadir: a whole number is neither true nor false")
    assert fault.text("id").startswith("hadir: bilangan bulat bukan benar atau salah")


def test_a_fault_is_plain_data_with_its_message() -> None:
    fault = asn.Fault("ASN406", row=3, key="1985", field="skor", kind="integer", facts={"low": "0", "high": "100"})
    expected = {
        "row": 3,
        "key": "1985",
        "list": None,
        "item_row": None,
        "field": "skor",
        "kind": "integer",
        "code": "ASN406",
        "message": "row 3 (1985), skor: out of range: it must lie from 0 to 100",
        "label": "skor",
        "problem": "out of range",
        "remedy": "it must lie from 0 to 100",
        "number": None,
    }
    assert expected == fault.to_dict()
    assert expected == json.loads(json.dumps(fault.to_dict()))


def test_plain_data_of_a_fault_is_in_the_language_asked_for() -> None:
    fault = asn.Fault("ASN401", row=3, field="skor")
    assert fault.to_dict("id")["message"] == "baris 3, skor: tidak diisi: isian ini wajib"


def test_faults_are_equal_by_value_and_hashable() -> None:
    one = asn.Fault("ASN406", field="skor", facts={"low": "0", "high": "100"})
    same = asn.Fault("ASN406", field="skor", facts=[("low", "0"), ("high", "100")])
    assert one == same
    assert hash(one) == hash(same)
    assert one != asn.Fault("ASN406", field="skor", facts={"low": "0", "high": "99"})
    assert one != asn.Fault("ASN406", field="mutu", facts={"low": "0", "high": "100"})


def test_a_fault_survives_pickling() -> None:
    fault = asn.Fault("ASN406", row=1, field="skor", facts={"low": "0", "high": "100"})
    restored = pickle.loads(pickle.dumps(fault))  # noqa: S301
    assert fault == restored
    assert fault.message == restored.message


def test_a_fault_cannot_be_changed() -> None:
    fault = asn.Fault("ASN401", field="skor")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        fault.field = "mutu"  # type: ignore[misc]


def test_a_good_record_has_no_fault() -> None:
    assert RECORD.appraise(GOOD).score is not None


@pytest.mark.parametrize(
    ("code", "field", "value", "kind"),
    [
        ("ASN404", "skor", f"x{TELLTALE}", "text"),
        ("ASN405", "skor", f"1.{TELLTALE}", "text"),
        ("ASN405", "skor", float(f"1.{TELLTALE}"), "float"),
        ("ASN405", "skor", Decimal(f"1.{TELLTALE}"), "Decimal"),
        ("ASN406", "skor", int(TELLTALE), "integer"),
        ("ASN406", "skor", f"-{TELLTALE}", "text"),
        ("ASN417", "skor", TELLTALE * 20, "text"),
        ("ASN419", "skor", f"{TELLTALE},5", "text"),
        ("ASN420", "skor", f"1.{TELLTALE}E+17", "text"),
        ("ASN421", "skor", float(f"{TELLTALE}e20"), "float"),
        ("ASN404", "skor", [TELLTALE], "list"),
        ("ASN404", "skor", {TELLTALE: TELLTALE}, "mapping"),
        ("ASN408", "jenis", f"tetap{TELLTALE}", "text"),
        ("ASN408", "jenis", int(TELLTALE), "integer"),
        ("ASN409", "hadir", TELLTALE, "text"),
        ("ASN409", "hadir", int(TELLTALE), "integer"),
        ("ASN410", "kegiatan", TELLTALE, "text"),
        ("ASN410", "kegiatan", [TELLTALE], "text"),
        ("ASN404", "kegiatan", [{"mutu": f"x{TELLTALE}"}], "text"),
        ("ASN406", "kegiatan", [{"mutu": TELLTALE}], "text"),
    ],
)
def test_a_fault_never_holds_the_value(code: str, field: str, value: object, kind: str) -> None:
    (fault,) = faults_of({**GOOD, field: value})
    assert (code, kind) == (fault.code, fault.kind)
    for shown in (repr(fault), str(attrs.asdict(fault)), fault.text("en"), fault.text("id"), str(fault.to_dict())):
        assert TELLTALE not in shown


def test_the_error_of_a_record_never_holds_a_value() -> None:
    with pytest.raises(asn.AppraisalError) as caught:
        RECORD.appraise({**GOOD, "skor": f"x{TELLTALE}", "jenis": TELLTALE, "kegiatan": [{"mutu": int(TELLTALE)}]})
    error = caught.value
    assert len(error.faults) == 3
    for shown in (str(error), repr(error), error.text("id"), str(error.to_dict()), str(vars(error))):
        assert TELLTALE not in shown


def test_an_unknown_field_is_named_without_its_value() -> None:
    (fault,) = faults_of({**GOOD, "catatan": TELLTALE})
    assert (fault.code, fault.field) == ("ASN402", "catatan")
    assert TELLTALE not in repr(fault) + fault.message


def test_all_faults_of_a_record_come_at_once_in_the_order_of_its_fields() -> None:
    faults = faults_of({"skor": "x", "hadir": "ya", "kegiatan": [{"mutu": 101}, {}, "x"]})
    assert [(f.code, f.field) for f in faults[:3]] == [("ASN404", "skor"), ("ASN401", "jenis"), ("ASN409", "hadir")]
    assert [(f.code, f.item_row, f.field) for f in faults[3:]] == [
        ("ASN406", 0, "mutu"),
        ("ASN401", 1, "mutu"),
        ("ASN410", 2, None),
    ]


# --- for the person who filled in the form -----------------------------------------------------------------------------

FORM = asn.Policy(
    "formulir",
    "Formulir",
    score=asn.Sum(
        asn.Number("mutu", "Mutu kerja", english="Quality of work", low=0, high=100, decimals=1),
        asn.Case(asn.Category("jenis", {"tetap": "Pegawai tetap", "kontrak": "Kontrak"}, "Jenis"), tetap=1, kontrak=0),
        asn.Flag("hadir", "Hadir").points(5),
        (
            rows := asn.Items(
                "kegiatan", [asn.Number("hasil", "Hasil kegiatan"), asn.Number("sasaran")], "Daftar kegiatan"
            )
        ).mean(rows.fields[0] / rows.fields[1]),
    ).rounded(2),
)
FILLED: dict[str, Any] = {"mutu": 80, "jenis": "tetap", "hadir": True, "kegiatan": [{"hasil": 9, "sasaran": 10}]}


def told(changes: dict[str, Any], language: str) -> list[tuple[str, str, str, Any]]:
    with pytest.raises(asn.AppraisalError) as caught:
        FORM.appraise({**FILLED, **changes})
    plain = (fault.to_dict(language) for fault in caught.value.faults)
    return [(each["label"], each["problem"], each["remedy"], each["number"]) for each in plain]


@pytest.mark.parametrize(
    ("changes", "language", "expected"),
    [
        ({"mutu": 101}, "id", ("Mutu kerja", "di luar rentang", "harus berada dari 0 sampai 100", None)),
        ({"mutu": None}, "en", ("Quality of work", "missing", "a value is required here", None)),
        (
            {"mutu": 80.25},
            "id",
            ("Mutu kerja", "terlalu banyak desimal", "bulatkan sampai paling banyak 1 desimal", None),
        ),
        (
            {"jenis": "tetapp"},
            "id",
            (
                "Jenis",
                "bukan salah satu pilihan",
                "maksud Anda tetap? pilih salah satu dari Pegawai tetap, Kontrak",
                None,
            ),
        ),
        ({"hadir": "x"}, "id", ("Hadir", "bukan ya atau tidak", "jawab ya atau tidak", None)),
        ({"kegiatan": []}, "id", ("Daftar kegiatan", "baris kurang", "sekurangnya 1", None)),
        (
            {"kegiatan": [*FILLED["kegiatan"], {"hasil": None, "sasaran": 10}]},
            "id",
            ("Hasil kegiatan", "tidak diisi", "isian ini wajib", 2),
        ),
        (
            {"kegiatan": [{"hasil": 9, "sasaran": 0}]},
            "id",
            ("sasaran", "0 tidak dapat dipakai di sini sebagai pembagi", "isi dengan angka selain 0", 1),
        ),
        ({"catatan": 1}, "id", ("catatan", "isian tidak dikenal", "hapus isian ini", None)),
    ],
)
def test_a_person_is_told_the_field_s_name_the_problem_and_the_remedy_apart(
    changes: dict[str, Any], language: str, expected: tuple[str, str, str, Any]
) -> None:
    assert told(changes, language) == [expected]


def test_the_same_is_told_of_a_table() -> None:
    table = [{**FILLED, "mutu": 101, "jenis": "x"}, {**FILLED, "kegiatan": []}]
    scores = asn.appraise_table(FORM, table, on_error="quarantine")
    for row, record in enumerate(table):
        with pytest.raises(asn.AppraisalError) as caught:
            FORM.appraise(record)
        alone = [(fault.label("id"), fault.problem("id"), fault.remedy("id")) for fault in caught.value.faults]
        found = [fault for fault in scores.rejects if fault.row == row]
        assert [(fault.label("id"), fault.problem("id"), fault.remedy("id")) for fault in found] == alone


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_texts_of_many_faults_are_those_of_each(language: str) -> None:
    faults = [
        fault
        for record in ({**GOOD, "skor": 101}, {**GOOD, "skor": "x"}, {**GOOD, "jenis": "tetp"}, {"kegiatan": [{}]})
        for fault in faults_of(record)
    ]
    faults += [attrs.evolve(fault, row=row, key="a") for row, fault in enumerate(faults)]
    assert texts_of(faults, language) == [fault.text(language) for fault in faults]
