"""Program texts: a policy in another language says what the library says."""

import ast
from pathlib import Path

import asn_appraisal
from asn_appraisal.exports.program_texts import FAULT_CODES, texts_of_faults, texts_of_phrases
from asn_appraisal.texts import LANGUAGES

SOURCE = Path(asn_appraisal.__file__).parent
RAISING = (
    "appraising/readings.py",
    "appraising/evaluation.py",
    "appraising/contexts.py",
    "appraising/checks.py",
    "numbers.py",
)


def codes_in(path: Path) -> set[str]:
    """The codes of faults that a module writes out, outside its docstrings."""
    constants = (
        node.value for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Constant)
    )
    return {value for value in constants if isinstance(value, str) and len(value) == 6 and value.startswith("ASN")}


def test_every_fault_of_a_record_goes_with_a_policy() -> None:
    raised = {code for name in RAISING for code in codes_in(SOURCE / name)}
    assert {"ASN401", "ASN412", "ASN413", "ASN426"} < raised
    assert raised - set(FAULT_CODES) == set()


def test_texts_come_with_the_sign_between_their_halves_and_in_both_languages() -> None:
    texts = texts_of_faults("")
    assert list(texts) == list(FAULT_CODES)
    assert texts["ASN406"]["id"].count("¦") == 1
    assert all(set(each) == set(LANGUAGES) for each in (*texts.values(), *texts_of_faults("form.").values()))


def test_phrases_go_by_section_with_its_name_or_without() -> None:
    assert texts_of_phrases("phrases", "values.")["values.true"] == {"en": "yes", "id": "ya"}
    assert texts_of_phrases("errors", "kinds.", bare=True)["text"] == {"en": "text", "id": "teks"}
