import pytest
from hypothesis import given
from tests.expressions import ROWS, expressions

from asn_appraisal import Policy
from asn_appraisal.analysis.formulas import formula
from asn_appraisal.documents import from_document, to_document
from asn_appraisal.documents.limits import MOST_DEPTH
from asn_appraisal.errors import DocumentError

INPUTS = {
    "x": {"type": "number"},
    "y": {"type": "number", "optional": True},
    "f": {"type": "flag"},
    "c": {"type": "category", "levels": [{"key": "a"}, {"key": "b"}]},
}
TABLES = {
    "lists": {"rows": {"fields": {"t": {"type": "number"}, "w": {"type": "number"}}}},
    "bands": {"hasil": {"rows": [{"key": "baik", "edge": ">= 76"}, {"key": "kurang"}]}},
    "cases": {"poin": {"values": {"a": "1", "b": "x"}}},
    "grids": {"kisi": {"cells": {"a": {"a": "p", "b": "q"}, "b": {"a": "q", "b": "q"}}, "levels": [{"key": "p"}, {"key": "q"}]}},
}  # fmt: skip


def policy(text, **more):
    """The policy whose score is a formula over all that stands in the tables; unused entries are left out."""
    document = {
        "format": 1,
        "key": "contoh",
        "title": "Contoh",
        "reported": 2,
        "score": text,
        "inputs": INPUTS,
        **TABLES,
    }
    document.update(more)
    while True:
        try:
            return from_document(document)
        except DocumentError as problem:
            unused = [fault.path.split(".") for fault in problem.faults if fault.code == "ASN511"]
            if not unused:
                raise
            for _, kind, key in unused:
                document[kind] = {name: each for name, each in document[kind].items() if name != key}


def fault(text, **more):
    with pytest.raises(DocumentError) as caught:
        policy(text, **more)
    (found,) = caught.value.faults
    return found


def read_back(text):
    return formula(policy(text).score)


@pytest.mark.parametrize(
    "text",
    [
        "x + x - x * x / x",
        "x - (x - x)",
        "(x + x) * x",
        "-x * -3",
        "x - -7",
        "0.35 * x",
        "x.clamped(0, 120).rounded(2)",
        "x.capped(x)",
        "x.floored(-1)",
        'x.rounded(-1, "half_even")',
        'x.through((0, 0), ("1/3", 100), (100, -120))',
        "x.within(0, None)",
        "y.or_else(0)",
        "y.required",
        "When(y.given, y.required, 0)",
        "y.or_else(0).but(0, when=x.equals(0))",
        "When(x < 1, 1, 0) + When(x <= 1, 1, 0) + When(x > 1, 1, 0) + When(x >= 1, 1, 0)",
        "When(f & ~f | f, 1, 0)",
        "When((f & f) & f, 1, 0)",
        "When(f & (f & f), 1, 0)",
        "When(f & f & f & f, 1, 0)",
        "When(~(f | f) | (f | f), 1, 0)",
        "When(Every(f), 1, 0)",
        'When(c.is_("a", "b"), 1, 0)',
        'When(c.equals("a"), 1, 0)',
        "Sum(x, x)",
        "Mean.of_given(x, y, at_least=2)",
        "Least(x, 1)",
        "Greatest(x, 1)",
        "Weighted((60, x), (40, x))",
        'Weighted.of_given(("100/3", x), ("200/3", y), at_least=2)',
        'Steps(x, ("<= 24", 76 + x), ("< 50", 1), otherwise=100 - x)',
        "rows.mean(t)",
        "rows.count()",
        "rows.where(t > x).sum(t).or_else(0)",
        "rows.where(t > 0).count()",
        "rows.weighted(t, by=w)",
        "rows.least(t) + rows.greatest(t + x)",
    ],
)
def test_a_formula_is_read_as_it_is_written(text):
    assert read_back(text) == text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("x.rated('hasil')", 'x.rated(Bands(("baik", ">= 76"), ("kurang", None)))'),
        ("Grid(c, c, 'kisi')", 'Grid(c, c, {("a", "a"): "p", ("a", "b"): "q", ("b", "a"): "q", ("b", "b"): "q"})'),
    ],
)
def test_a_label_from_a_table_is_read(text, canonical):
    assert formula(policy(None, band=text).band) == canonical


def test_a_case_is_read_from_its_table():
    assert read_back("Case(c, 'poin')") == "Case(c, a=1, b=x)"


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Field('x')+1", "x + 1"),
        ("List('rows').mean(t)", "rows.mean(t)"),
        ("  x\n  +\t1 ", "x + 1"),
        ("x.equals('75%') & f", None),
        ("'75%' * x", "0.75 * x"),
        ("x.rounded( 2 )", "x.rounded(2)"),
        ('Steps(x, ("<=24", 1), otherwise=0)', 'Steps(x, ("<= 24", 1), otherwise=0)'),
        ("((x))", "x"),
    ],
)
def test_blanks_quotes_and_extra_parentheses_say_nothing(text, same):
    if same is None:
        assert fault(text).code == "ASN302"
    else:
        assert read_back(text) == same


def test_digits_come_from_the_text_and_never_from_a_float():
    exact = "0.1234567890123456789012345678901234567"

    assert read_back(f"x * {exact}") == f"x * {exact}"


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("__import__('os').system('x')", 1),
        ("x.__class__", 1),
        ("x if f else x", 3),
        ("lambda: x", 7),
        ("[x]", 1),
        ("{x}", 1),
        ("x ** 2", 1),
        ("x // 2", 1),
        ("x % 2", 3),
        ("x == 2", 1),
        ("x < x < x", 1),
        ("x and x", 3),
        ("+x", 1),
        ("x[0]", 2),
        ("f'{x}'", 2),
        ("'a' 'b'", 5),
        ("1_000 * x", 1),
        ("0x10 * x", 1),
        ("1e3 * x", 1),
        ("1. * x", 1),
        ("7.rounded(2)", 1),
        ("1j * x", 1),
        ("x\\\n", 2),
        ("x.rounded(2.5)", 11),
        ("x.rounded(x)", 11),
        ("x.rounded(*x)", 1),
        ("x.rounded(**x)", 1),
        ("x.rounded()", 1),
        ("x.rounded(2, 'half_up', 3)", 1),
        ("x.rounded", 1),
        ("x.but(0)", 1),
        ("Steps(x)", 1),
        ("Steps(x, '<= 24', otherwise=0)", 1),
        ("Weighted(x)", 1),
        ("Mean(x, at_least=1)", 1),
        ("rows.weighted(t)", 1),
        ("rows.where(f)", 1),
        ("rows", 1),
        ("Sum", 1),
        ("(x", 1),
        ("x)", 2),
        ("x +", 4),
        ("", 1),
        ("x é", 3),
        ("None", 1),
        ("True", 1),
        ("...", 1),
        ("(x, x)", 1),
        ("x := 1", 3),
        ("x; x", 2),
        ("x # x", 3),
        ("Case(c, x)", 9),
        ("Part(x)", 6),
    ],
)
def test_what_is_no_formula_is_refused_with_its_column(text, column):
    found = fault(text)

    assert found.code in {"ASN508", "ASN509"}, found.message
    assert (found.path, found.column) == ("$.score", column)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x + z", "$.score, column 5: there is no 'z' here"),
        ("rows.mean(tt)", "$.score, column 11: there is no 'tt' here"),
        ("x.rated('x')", "$.score, column 9: there is no 'x' here"),
        ("row.mean(t)", "$.score, column 1: there is no 'row' here; did you mean rows"),
        ("x.round(2)", "$.score, column 1: x.round(2) cannot stand here in a formula: write a.rounded(2)"),
        ("x.but(0)", "$.score, column 1: but(...) cannot stand here in a formula: write a.but(0, when=b > 0)"),
    ],
)
def test_a_message_says_what_would_be_right(text, message):
    assert fault(text).message == message


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("x + c", "ASN302", 1),
        ("1 + Mean(x, y)", "ASN303", 5),
        ("x / 0", "ASN313", 1),
        ("2 * .5", "ASN102", 5),
        ("Weighted((60, x), (39, x))", "ASN301", 1),
        ("x * '1/0'", "ASN102", 5),
        ("When(c.is_('z'), 1, 0)", "ASN308", 6),
        ("x.clamped(2, 1)", "ASN324", 1),
        ("x.rounded(99)", "ASN105", 1),
        ("x.rounded(2, 'half')", "ASN105", 1),
        ("Steps(x, ('24', 1), otherwise=0)", "ASN201", 11),
        ("x * " + "9" * 41, "ASN104", 5),
    ],
)
def test_what_the_algebra_refuses_is_refused_in_its_words_with_the_column(text, code, column):
    found = fault(text)

    assert (found.code, found.path, found.column) == (code, "$.score", column)


@pytest.mark.parametrize(
    "text", ["+".join("x" * (MOST_DEPTH + 1)), "-" * 60 + "x", "(" * 60 + "x" + ")" * 60, "x" + ".rounded(2)" * 60]
)
def test_what_is_nested_too_deeply_is_refused(text):
    assert fault(text).code == "ASN503"


def test_fifty_levels_are_read():
    text = "+".join("x" * MOST_DEPTH)

    assert read_back(text) == " + ".join("x" * MOST_DEPTH)


@given(expressions())
def test_every_formula_of_the_algebra_is_read_back_equal(expression):
    whole = Policy(
        "contoh", "Contoh", score=expression.or_else(0) if expression.may_be_absent else expression, reported=2
    )

    assert from_document(to_document(whole)) == whole


def test_the_rows_of_the_strategy_are_those_of_a_list():
    assert ROWS.key == "rows"
