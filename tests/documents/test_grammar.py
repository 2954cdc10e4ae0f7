import ast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from asn_appraisal.algebra.keys import RESERVED
from asn_appraisal.documents.grammar import SAMPLES, parsed, shortened
from asn_appraisal.documents.limits import Budget, Misfit


@pytest.mark.parametrize("word", sorted(set(SAMPLES) - {"given", "required"}))
def test_each_sample_is_itself_in_the_grammar(word):
    assert isinstance(parsed(SAMPLES[word], Budget()), ast.expr)


@given(st.text(alphabet="xyfc()+-*/.,<>=&|~'\"0123456789 \n_abSumRated", max_size=60))
@example("x" * 50)
def test_any_text_gives_a_tree_or_a_misfit(text):
    try:
        found = parsed(text, Budget())
    except Misfit as problem:
        found = problem.code
    assert isinstance(found, ast.expr) or found in {"ASN503", "ASN508"}


def test_columns_count_from_the_text_as_it_stands():
    tree = parsed("  skp +\n nilai", Budget())

    assert isinstance(tree, ast.BinOp)
    assert (tree.left.col_offset, tree.right.col_offset) == (2, 9)


def test_what_a_formula_takes_of_the_budget_are_its_words_and_numbers():
    budget = Budget()
    parsed("Mean(a, 2, b.rounded(1))", budget)

    assert budget.nodes == 6


def test_the_words_that_no_part_key_ends_in_are_those_of_the_samples_after_a_dot():
    assert {word for word in SAMPLES if word[0].islower()} == RESERVED


def test_a_long_text_is_cut():
    assert shortened("x" * 41) == "x" * 40 + "..."
    assert shortened("x" * 40) == "x" * 40
