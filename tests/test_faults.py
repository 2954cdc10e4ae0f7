import json
import pickle
from decimal import Decimal
from typing import Any

import attrs
import pytest

import asn_appraisal as asn

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
