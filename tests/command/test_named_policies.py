from argparse import Namespace
from pathlib import Path

import pytest

from asn_appraisal import documents, schemes
from asn_appraisal.command.named_policies import is_there, named_policy, policy_in, policy_of
from asn_appraisal.errors import SchemeOptionError, UnknownSchemeError

SKP = schemes.get("pp-30-2019")


def test_a_key_a_file_and_a_name_in_python_are_policies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "skp.toml"
    path.write_text(documents.to_toml(SKP), encoding="utf-8")
    (tmp_path / "own_policies.py").write_text("from asn_appraisal import schemes\np = schemes.get('pp-30-2019')\n")
    monkeypatch.chdir(tmp_path)
    assert policy_of("pp-30-2019", {}) == policy_of(str(path), {}) == SKP
    assert named_policy(Namespace(policy="own_policies:p", option=[])) == SKP
    assert named_policy(Namespace(policy="skp.toml", option=[])) == SKP


def test_options_are_those_of_a_scheme() -> None:
    asked = policy_in(Namespace(policy="pp-30-2019", option=["rounding=none"]))
    assert asked == schemes.get("pp-30-2019", rounding=None)
    with pytest.raises(SchemeOptionError):
        policy_of("skp.toml", {"rounding": 2})
    with pytest.raises(UnknownSchemeError):
        policy_of("pp-31-2019", {})


def test_what_is_no_name_of_a_file_is_not_there() -> None:
    assert not is_there("a\0b")
    assert is_there(".")
