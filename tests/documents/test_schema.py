import json
from pathlib import Path

import attrs
import pytest
from hypothesis import given

import asn_appraisal
from asn_appraisal import schemes, to_document
from asn_appraisal.documents.forms import TYPES, OverlayForm, PolicyForm
from asn_appraisal.documents.schema import main, schema_of, schema_texts
from asn_appraisal.testing import strategies

PACKAGE = Path(asn_appraisal.__file__).parent / "documents"
NUMBER = {"type": "number", "decimals": 2}
LEAST = {"format": 1, "key": "contoh", "title": "Contoh", "score": "a", "inputs": {"a": NUMBER}}


@pytest.fixture(scope="module")
def validator():
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((PACKAGE / "policy.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("name", sorted(schema_texts()))
def test_the_schema_that_is_shipped_is_that_of_the_classes(name):
    text = (PACKAGE / name).read_text(encoding="utf-8")

    assert text == schema_texts()[name], "python -m asn_appraisal.documents.schema src/asn_appraisal/documents"


@pytest.mark.parametrize("key", schemes.official())
def test_the_document_of_each_scheme_is_valid(validator, key):
    assert list(validator.iter_errors(to_document(schemes.get(key)))) == []


@given(policy=strategies.policies())
def test_the_document_of_any_policy_is_valid(validator, policy):
    assert list(validator.iter_errors(to_document(policy))) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"format": 2},
        {"titel": "x"},
        {"title": 1},
        {"since": "1 Juli 2021"},
        {"fingerprint": "x"},
        {"inputs": {"a": {"type": "angka"}}},
        {"inputs": {"a": {"decimals": 2}}},
        {"inputs": {"a": {**NUMBER, "low": 0.5}}},
        {"inputs": {"a": {**NUMBER, "better": "higher"}}},
        {"parts": {"b": {}}},
        {"parts": {"b": {"formula": ""}}},
        {"sources": {"s": {"law": "PP", "grade": "pasti"}}},
        {"bands": {"b": {"rows": [{"key": "x", "edge": "91 ke atas"}]}}},
        {"score": None},
    ],
)
def test_a_document_that_is_none_is_not_valid(validator, changes):
    assert list(validator.iter_errors(LEAST)) == []
    assert list(validator.iter_errors({**LEAST, **changes})) != []


def test_each_entry_of_each_class_is_in_the_schema():
    schema = schema_of(PolicyForm)
    for kind in (*TYPES.values(),):
        own = schema["$defs"][kind.__name__.removesuffix("Form")]
        assert set(own["properties"]) == {"type", *(each.name for each in attrs.fields(kind))}
        assert own["additionalProperties"] is False
    assert set(schema["properties"]) == {each.name for each in attrs.fields(PolicyForm)}
    assert set(schema_of(OverlayForm)["required"]) == {"format", "base", "key", "title"}


def test_every_reference_leads_somewhere():
    def references(data):
        if isinstance(data, dict):
            yield from [data["$ref"]] if isinstance(data.get("$ref"), str) else []
            data = list(data.values())
        for each in data if isinstance(data, list) else ():
            yield from references(each)

    for form in (PolicyForm, OverlayForm):
        schema = schema_of(form)
        assert {each.removeprefix("#/$defs/") for each in references(schema)} <= set(schema["$defs"])


def test_the_command_writes_both_files(tmp_path):
    assert main([str(tmp_path)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["overlay.schema.json", "policy.schema.json"]
