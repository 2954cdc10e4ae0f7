import json
import sys
from pathlib import Path
from typing import Any

import pytest

from asn_appraisal import Items, Number, Policy, schemes, to_toml
from asn_appraisal.errors import (
    CaseDocumentError,
    CaseFileError,
    CaseModuleError,
    NotAPolicyError,
    SchemeOptionError,
    UnknownSchemeError,
)
from asn_appraisal.testing.cases import (
    SHIPPED,
    CaseFile,
    PolicyCase,
    cases_of,
    difference,
    find_policy,
    policy_of_cases,
    read_cases,
)
from asn_appraisal.testing.known import Exemption

TOML = """
policy = "permenpan-16-2009"
better = {nilai = "higher"}
exceptions = [{law = "never_worse", what = "nilai", reason = "a test"}]

[[case]]
name = "just below the edge"
record = {nilai = 89.99}
score = 89.990
band = "baik"
source = "PermenPAN 16/2009, Pasal 7"

[[case]]
record = {nilai = 100.5}
fault = "ASN406"
"""
SAKIP = schemes.get("permenpanrb-88-2021")
EVEN = {"perencanaan": 80, "pengukuran": 80, "pelaporan": 80, "evaluasi": 80}
rows = Items("kegiatan", (Number("hasil", low=0, high=100),))
twice = (rows.fields[0] * 2).named("dua_kali")
BY_ROW = Policy("baris", "Baris", score=(rows.mean(twice) / 2).named("tengah").rounded(2).named("nilai"))


@pytest.fixture
def file(tmp_path: Path) -> Any:
    def make(text: str, name: str = "uji.cases.toml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return make


def test_a_toml_file_names_its_policy_its_cases_and_what_is_known(file: Any) -> None:
    found = read_cases(file(TOML))
    assert (found.policy, [case.name for case in found.cases]) == (
        "permenpan-16-2009",
        ["just below the edge", "2"],
    )
    assert found.cases[0].record == {"nilai": "89.99"}
    assert dict(found.cases[0].expected) == {"score": "89.990", "band": "baik"}
    assert found.known is not None
    assert found.known.exceptions == (Exemption("nilai", "a test", "never_worse"),)
    policy = find_policy(found.policy)
    assert [difference(policy, case) for case in found.cases] == [None, None]


def test_a_csv_file_has_a_case_a_row(file: Any) -> None:
    text = "nilai,expected_score,expected_band,case,source\n89.99,89.99,baik,bawah,Pasal 7\n91,,amat_baik,tepat,\n"
    found = read_cases(file(text, "permenpan-16-2009.cases.csv"))
    assert (found.policy, [case.name for case in found.cases]) == ("permenpan-16-2009", ["bawah", "tepat"])
    assert [difference(find_policy(found.policy), case) for case in found.cases] == [None, None]
    assert dict(found.cases[1].expected) == {"band": "amat_baik"}


@pytest.mark.parametrize("key", ["pp-46-2011", "permenpanrb-6-2022", "bkn-8-2019"])
def test_the_typed_cases_of_a_scheme_are_read_as_cases(key: str) -> None:
    found = read_cases(SHIPPED / f"{key}.jsonl")
    assert found.policy == key
    policies = [find_policy(key, **dict(case.options)) for case in found.cases]
    assert [difference(policy, case) for policy, case in zip(policies, found.cases, strict=True)] == [None] * len(
        found.cases
    )


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        ("policy = ", "a.cases.toml", "Invalid value"),
        ('[[case]]\nrecord = {}\nscore = "1"\n', "a.cases.toml", "policy ="),
        ('policy = "x"\n', "a.cases.toml", "policy ="),
        ('policy = "x"\n[[case]]\nrecord = {}\nskor = 1\n', "a.cases.toml", "case 1.*skor: record"),
        ('policy = "x"\n[[case]]\nrecord = {}\n', "a.cases.toml", "case 1"),
        ('policy = "x"\n[[case]]\nscore = 1\n', "a.cases.toml", "case 1"),
        ('policy = "x"\nbeter = {}\n[[case]]\nrecord = {}\nscore = 1\n', "a.cases.toml", "beter"),
        ('{"record": {}, "score": "1", "scheme": "a"}\n{', "a.jsonl", "case 2"),
        (
            '{"record": {}, "score": "1", "scheme": "a"}\n{"record": {}, "score": "1", "scheme": "b"}',
            "a.jsonl",
            "a, b",
        ),
        ("", "a.jsonl", "scheme"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(file: Any, text: str, name: str, message: str) -> None:
    with pytest.raises(CaseFileError, match=message):
        read_cases(file(text, name))


def test_a_file_that_is_not_there_or_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseFileError, match="No such file"):
        read_cases(tmp_path / "x.cases.toml")
    (tmp_path / "y.cases.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CaseFileError, match="decode"):
        read_cases(tmp_path / "y.cases.toml")


@pytest.mark.parametrize(
    ("expected", "right"),
    [
        ({"score": "80"}, True),
        ({"score": 80}, True),
        ({"score": "80.00", "band": "bb", "exact": "80"}, True),
        ({"score": "80.001"}, False),
        ({"score": "79.995"}, False),
        ({"score": None}, False),
        ({"band": "a"}, False),
        ({"band": None}, False),
        ({"exact": "80.0000000000000000000001"}, False),
        ({"parts": {"nilai": "80"}}, True),
        ({"parts": {"nilai": "80.1"}}, False),
        ({"parts": {"tidak_ada": "80"}}, False),
        ({"fault": "ASN406"}, False),
    ],
)
def test_a_case_is_compared_without_tolerance(expected: dict[str, Any], right: bool) -> None:
    assert (difference(SAKIP, PolicyCase(EVEN, expected)) is None) == right


def test_a_fault_is_compared_by_its_code() -> None:
    broken = {**EVEN, "pelaporan": 101}
    assert difference(SAKIP, PolicyCase(broken, {"fault": "ASN406"})) is None
    assert "found ASN400" in (difference(SAKIP, PolicyCase(broken, {"fault": "ASN407"})) or "")
    assert "expected score 80, found ASN400" in (difference(SAKIP, PolicyCase(broken, {"score": "80"})) or "")


def test_the_first_step_that_differs_is_the_one_that_others_rest_on() -> None:
    record = {"kegiatan": [{"hasil": 40}, {"hasil": 50}]}
    right = {"dua_kali": ["80", "100"], "tengah": "45", "nilai": "45"}
    assert difference(BY_ROW, PolicyCase(record, {"parts": right})) is None
    wrong = difference(
        BY_ROW, PolicyCase(record, {"score": "44", "parts": {**right, "dua_kali": ["80", "96"], "nilai": "44"}})
    )
    assert wrong is not None
    assert "score: expected 44, found 45.00" in wrong
    assert "first step that differs: dua_kali: expected ['80', '96'], found (80, 100)" in wrong
    assert "tengah" in wrong  # the trace


def test_a_policy_is_found_by_key_or_in_python_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "kebijakan_uji.py").write_text(
        "from asn_appraisal import Number, Policy\n"
        "def dua(*, places=0):\n"
        "    return Policy('dua', 'Dua', score=Number('a').rounded(places))\n"
        "satu = dua(places=1)\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    assert find_policy("kebijakan_uji:satu").places == 1
    assert find_policy("pp-46-2011", rounding=None).options == (("rounding", "None"),)
    for name in ("kebijakan_uji:tiga", "tidak_ada:satu", "pp-46-2012", ":satu", ".x:satu", "kebijakan_uji:"):
        with pytest.raises(UnknownSchemeError):
            find_policy(name)
    # Nothing is called: what is no policy itself is refused, and options belong to schemes.
    with pytest.raises(NotAPolicyError, match="ASN391: kebijakan_uji:dua is function and no policy"):
        find_policy("kebijakan_uji:dua")
    with pytest.raises(SchemeOptionError):
        find_policy("kebijakan_uji:satu", places=2)


# --- what a file of cases may name

NEVER_LOADED = "asn_appraisal_never_loaded"


@pytest.fixture
def trap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module that leaves a mark when it is imported, and holds a policy."""
    mark = tmp_path / "mark"
    text = f"from pathlib import Path\nPath({str(mark)!r}).touch()\n"
    text += "from asn_appraisal import schemes\npolicy = schemes.get('permenpan-16-2009')\nrun = print\n"
    (tmp_path / f"{NEVER_LOADED}.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, NEVER_LOADED, raising=False)
    return mark


@pytest.mark.parametrize("name", ["policy", "run", "none"])
@pytest.mark.parametrize("options", [{}, {"args": ["touch", "mark"]}, {"modules": [NEVER_LOADED]}, {"name": "x"}])
def test_a_file_of_cases_imports_nothing_that_nobody_named(
    file: Any, trap: Path, name: str, options: dict[str, Any]
) -> None:
    found = read_cases(file(TOML.replace("permenpan-16-2009", f"{NEVER_LOADED}:{name}", 1)))
    for modules in ((), ("os", NEVER_LOADED + ".x", "asn_appraisal")):
        with pytest.raises(CaseModuleError, match=f"ASN390: {NEVER_LOADED}:{name}: .* {NEVER_LOADED} yourself"):
            policy_of_cases(found, options, modules=modules)
    assert not trap.exists()
    assert NEVER_LOADED not in sys.modules


def test_a_line_of_cases_runs_no_command(file: Any, tmp_path: Path) -> None:
    mark = tmp_path / "pwned"
    line = json.dumps(
        {"scheme": "os:system", "options": {"command": f"touch {mark}"}, "record": {"nilai": "1"}, "score": "1"}
    )
    found = read_cases(file(line, "x.cases.jsonl"))
    with pytest.raises(CaseModuleError):
        policy_of_cases(found, dict(found.cases[0].options))
    for modules in (["os"], ["subprocess", "os"]):
        with pytest.raises(SchemeOptionError):
            policy_of_cases(found, dict(found.cases[0].options), modules=modules)
        with pytest.raises(NotAPolicyError):
            policy_of_cases(found, {}, modules=modules)
    assert not mark.exists()


def test_a_module_that_was_named_gives_its_policy(file: Any, trap: Path) -> None:
    found = read_cases(file(TOML.replace("permenpan-16-2009", f"{NEVER_LOADED}:policy", 1)))
    assert policy_of_cases(found, modules=[NEVER_LOADED]).key == "permenpan-16-2009"
    assert trap.exists()


def test_a_document_lies_beside_the_cases_or_below(file: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, outside = tmp_path / "kasus", tmp_path / "luar.toml"
    (inside / "aturan").mkdir(parents=True)
    text = to_toml(schemes.get("permenpan-16-2009"))
    for path in (inside / "a.toml", inside / "aturan" / "b.toml", outside):
        path.write_text(text, encoding="utf-8")
    (inside / "c.toml").symlink_to(outside)
    monkeypatch.chdir(tmp_path)
    for name in ("a.toml", "aturan/b.toml", "aturan/../a.toml"):
        assert policy_of_cases(CaseFile(name, (), folder=inside)).key == "permenpan-16-2009"
    for name in ("../luar.toml", "c.toml", str(outside), "aturan/../../luar.toml"):
        with pytest.raises(CaseDocumentError, match="ASN392"):
            policy_of_cases(CaseFile(name, (), folder=inside))
    with pytest.raises(SchemeOptionError):
        policy_of_cases(CaseFile("a.toml", (), folder=inside), {"holes": "lower"})


def test_the_options_of_a_case_are_those_of_its_scheme_and_no_argument_of_ours() -> None:
    found = CaseFile("pp-46-2011", ())
    assert policy_of_cases(found, {"rounding": None}).options == (("rounding", "None"),)
    for name in ("key", "name", "modules", "file", "folder"):
        with pytest.raises(SchemeOptionError, match=f"no option '{name}'"):
            policy_of_cases(found, {name: "x"})


def test_every_shipped_file_of_cases_belongs_to_a_scheme_and_only_schemes_have_cases() -> None:
    assert {path.stem for path in SHIPPED.rglob("*.jsonl")} <= set(schemes.official())
    for key in schemes.official():
        found = cases_of(schemes.get(key))
        assert (found.policy, bool(found.cases)) == (key, True)


def test_a_policy_that_only_bears_the_key_of_a_scheme_gets_none_of_its_cases() -> None:
    assert cases_of(schemes.get("bkn-8-2019", jp="pro_rata")) is None
    assert cases_of(Policy("pp-30-2019", "Lain", score=Number("nilai", low=0, high=100))) is None


def test_all_cases_that_cannot_be_read_are_named_at_once(tmp_path: Path) -> None:
    good = "[[case]]\nrecord = {nilai = 1}\nscore = 1\n"
    text = (
        'policy = "permenpan-16-2009"\n'
        + good
        + "[[case]]\nscore = 1\n"
        + good
        + "[[case]]\nrecord = {}\nskore = 2\nscore = 1\n"
    )
    path = tmp_path / "a.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CaseFileError) as caught:
        read_cases(path)
    assert [fault.path for fault in caught.value.faults] == ["case[2]", "case[4]"]
    assert "2 fault(s)\n  ASN519: case[2]: this cannot be read as a case" in str(caught.value)
    assert "skore" in caught.value.faults[1].text("id")
