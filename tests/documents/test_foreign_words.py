import ast
import re

import pytest

import asn_appraisal as asn
from asn_appraisal.documents.foreign_words import INSTEAD, instead_of
from asn_appraisal.documents.grammar import SAMPLES
from asn_appraisal.errors import DocumentError

INPUTS = {
    **{key: {"type": "number", "low": "1", "high": "100"} for key in "abc"},
    "baik": {"type": "category", "levels": [{"key": "ya"}, {"key": "tidak"}]},
}


def read(formula):
    inputs = {key: entry for key, entry in INPUTS.items() if key in re.findall(r"\w+", formula)}
    return asn.from_document({"format": 1, "key": "k", "title": "K", "score": formula, "reported": 2, "inputs": inputs})


@pytest.mark.parametrize(
    ("formula", "column", "instead"),
    [
        ("max(a, b)", 1, "Greatest(a, b)"),
        ("1 + MIN(a, b)", 5, "Least(a, b)"),
        ("Round(a, 2)", 1, "a.rounded(2)"),
        ("a if b > 0 else c", 3, "When(a > 0, b, c)"),
        ("When(a > 1 and b > 1, a, b)", 12, "(a > 0) & (b > 0)"),
        ("When(not a > 1, a, b)", 6, "~(a > 0)"),
        ("When(baik == 'ya', a, b)", 6, "a.equals(b), a.is_('baik')"),
        ("When(a <> b, a, b)", 8, "~a.equals(b), ~a.is_('baik')"),
        ("a ** 2", 1, "a * a"),
        ("a // 2", 1, "(a / b).rounded(0, 'down')"),
        ("a ^ 2", 3, "a * a"),
        ("a % 2", 3, "a * 5 / 100"),
    ],
)
def test_a_formula_of_another_language_is_answered_with_what_to_write(formula, column, instead):
    with pytest.raises(DocumentError) as caught:
        read(formula)
    (fault,) = caught.value.faults
    assert (fault.code, fault.column, dict(fault.facts).get("sample", "")) == ("ASN508", column, instead)


@pytest.mark.parametrize("sample", sorted({*INSTEAD.values()}))
def test_what_is_advised_is_written_with_words_of_formulas(sample):
    for node in ast.walk(ast.parse(sample, mode="eval")):
        if isinstance(node, ast.Call):
            assert getattr(node.func, "id", getattr(node.func, "attr", None)) in SAMPLES


def test_the_advice_for_numbers_is_read():
    for sample in (
        "Greatest(a, b)",
        "a.rounded(2)",
        "(a / b).rounded(0, 'down')",
        "When(a.equals(b), a, b)",
        "Greatest(a, -a)",
    ):
        assert read(sample).appraise({"a": 4, "b": 3}, ignore="all").score is not None


def test_a_word_that_nobody_knows_has_no_advice():
    assert instead_of("sqrt") == ""
