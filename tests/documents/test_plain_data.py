from decimal import Decimal

import pytest

from asn_appraisal.documents.forms import TYPES, OverlayForm, PolicyForm
from asn_appraisal.documents.plain_data import form_of, plain_of

LEAST = {"format": 1, "key": "contoh", "title": "Contoh"}


def faults(**more):
    form, found = form_of({**LEAST, **more}, PolicyForm)
    assert ("BROKEN" in repr(form)) is any(fault.code != "ASN504" for fault in found)
    return {(fault.path, fault.code) for fault in found}


def told(**more):
    _, found = form_of({**LEAST, **more}, PolicyForm)
    return [fault.message for fault in found]


def test_the_least_document_fills_a_form():
    form, found = form_of(LEAST, PolicyForm)

    assert found == ()
    assert (form.key, form.score, form.parts) == ("contoh", None, {})


def test_a_form_is_plain_data_again_without_what_is_the_default():
    data = {
        **LEAST,
        "inputs": {
            "a": {"type": "number", "decimals": 2, "low": "0"},
            "b": {"type": "indicator", "better": "lower", "decimals": 0},
        },
        "bands": {"hasil": {"rows": [{"key": "baik", "edge": ">= 76", "labels": {"zona": "hijau"}}, {"key": "buruk"}]}},
    }
    form, _ = form_of(data, PolicyForm)

    assert plain_of(form) == data


def test_decimals_are_written_even_where_they_are_the_default():
    form, _ = form_of({**LEAST, "inputs": {"a": {"type": "number"}}}, PolicyForm)

    assert plain_of(form)["inputs"]["a"] == {"type": "number", "decimals": 2}


def test_all_faults_come_at_once_each_with_its_path():
    found = faults(
        titel="Contoh",
        reported="2",
        inputs={"a": {"type": "number", "low": 0.5}, "b": {"type": "angka"}, "c": {}, "d": 1},
        parts={"skp": {"formula": 3, "lists": "kegiatan"}, "nilai": {}},
        checks=[{"condition": "a", "name": "b"}, {"condition": "a"}],
        bands={"hasil": {"rows": [{"key": "baik"}, {"edge": 1}]}},
    )

    assert found == {
        ("$", "ASN504"),
        ("$.reported", "ASN506"),
        ("$.inputs.a.low", "ASN506"),
        ("$.inputs.b", "ASN504"),
        ("$.inputs.c", "ASN505"),
        ("$.inputs.d", "ASN506"),
        ("$.parts.skp.formula", "ASN506"),
        ("$.parts.skp.lists", "ASN506"),
        ("$.parts.nilai", "ASN505"),
        ("$.checks[1]", "ASN505"),
        ("$.bands.hasil.rows[1]", "ASN505"),
        ("$.bands.hasil.rows[1].edge", "ASN506"),
    }


def test_a_misspelt_entry_names_the_right_one():
    assert told(subjekt="x") == ["$: there is no entry 'subjekt' here; did you mean subject"]


def test_an_entry_like_no_other_lists_what_may_stand():
    (text,) = told(sources={"pp": {"law": "PP", "zz": ""}})

    assert text == "$.sources.pp: there is no entry 'zz' here; it may be one of law, article, page, note, grade"


@pytest.mark.parametrize("value", [0.5, Decimal("0.5"), True, None, ["0"], {"a": 1}])
def test_a_limit_is_text_or_a_whole_number(value):
    expected = set() if value is None else {("$.inputs.a.high", "ASN506")}

    assert faults(inputs={"a": {"type": "number", "high": value}}) == expected


def test_a_whole_number_may_stand_for_its_text():
    form, _ = form_of({**LEAST, "inputs": {"a": {"type": "count", "high": 12}}}, PolicyForm)

    assert form.inputs["a"].high == "12"


@pytest.mark.parametrize(
    ("entry", "value"), [("format", "1"), ("format", True), ("format", 1.0), ("title", 7), ("key", None)]
)
def test_nothing_is_converted_silently(entry, value):
    assert faults(**{entry: value}) == {(f"$.{entry}", "ASN506")}


@pytest.mark.parametrize("data", [None, [], "a", 1])
def test_what_is_no_mapping_is_no_document(data):
    form, found = form_of(data, PolicyForm)

    assert form is None
    assert [(fault.path, fault.code) for fault in found] == [("$", "ASN506")]


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_each_type_of_field_keeps_its_type(kind):
    data = {"type": kind, **({"levels": [{"key": "a"}]} if kind == "category" else {})}
    form, found = form_of({**LEAST, "inputs": {"a": data}}, PolicyForm)

    assert found == ()
    assert type(form.inputs["a"]) is TYPES[kind]
    assert plain_of(form)["inputs"]["a"]["type"] == kind


def test_an_overlay_has_a_form_of_its_own():
    form, found = form_of(
        {**LEAST, "base": "pp-46-2011", "base_options": {"rounding": 2}, "changes": {"a.b": ">= 1"}}, OverlayForm
    )

    assert found == ()
    assert (form.base_options, form.changes) == ({"rounding": 2}, {"a.b": ">= 1"})
