import json

import pytest

from asn_appraisal import schemes
from asn_appraisal.documents import to_json, to_toml
from asn_appraisal.documents.files import read_policy
from asn_appraisal.errors import DocumentError, FileMissingError

POLICY = schemes.get("sabang-layanan")
OVERLAY = """format = 1
base = "bkn-8-2019"
key = "contoh-2026"
title = "Contoh"
base_options = {rounding = 3}
"""


@pytest.fixture
def file(tmp_path):
    def make(text, name="kebijakan.toml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return make


@pytest.mark.parametrize(("write", "name"), [(to_toml, "a.toml"), (to_json, "a.json"), (to_toml, "A.TOML")])
def test_a_document_is_read_from_its_file(file, write, name):
    assert read_policy(file(write(POLICY), name)) == POLICY


def test_a_mark_of_the_encoding_is_no_fault(file):
    assert read_policy(file(b"\xef\xbb\xbf" + to_toml(POLICY).encode())) == POLICY


def test_an_overlay_is_applied_to_the_scheme_with_the_options_it_names(file):
    data = OVERLAY.replace("3", "None").replace("rounding = None", 'jp = "pro_rata"')
    policy = read_policy(file(data))

    assert policy.key == "contoh-2026"
    assert dict(policy.options)["jp"] == "pro_rata"


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        (OVERLAY, "a.toml", "ASN605: line 2, $.base"),
        (OVERLAY.replace("bkn-8-2019", "bkn-8"), "a.toml", "ASN601: line 2, $.base"),
        ("base = 1", "a.toml", "ASN506: line 1, $.base"),
        ("a = 1", "a.toml", "ASN505"),
        (b"\xff\xfe", "a.toml", "this is no UTF-8"),
        ("a: 1", "a.yaml", "ASN518"),
        (json.dumps([]), "a.json", "ASN506"),
    ],
)
def test_a_file_that_is_no_policy_is_named_with_its_faults(file, text, name, message):
    path = file(text, name)
    with pytest.raises(DocumentError) as caught:
        read_policy(path)

    assert str(path) in str(caught.value)
    assert message in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileMissingError):
        read_policy(tmp_path / "tidak_ada.toml")
    with pytest.raises(FileMissingError):
        read_policy(tmp_path)


def test_a_file_without_end_is_not_read_to_its_end(file):
    with pytest.raises(DocumentError, match="at most 1000000"):
        read_policy(file("#" * 5_000_000))


def test_an_option_with_the_name_of_an_argument_is_a_fault_like_any(file):
    with pytest.raises(DocumentError) as caught:
        read_policy(file(OVERLAY.replace("rounding = 3", 'key = "x"')))
    assert [(fault.path, fault.code) for fault in caught.value.faults] == [("$.base", "ASN604")]


def test_a_name_that_no_file_can_have_is_refused():
    with pytest.raises(FileMissingError):
        read_policy("a\0.toml")
