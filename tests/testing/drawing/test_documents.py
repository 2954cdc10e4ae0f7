# ruff: noqa: S311  (chance for tests, nothing secret)

from random import Random

from asn_appraisal.documents import from_document
from asn_appraisal.testing.drawing.documents import fuzz, main, mutated, mutated_text, random_document


def test_two_thousand_mutations_give_a_policy_or_a_document_error_and_quickly():
    found, longest = fuzz(2_000)

    assert longest < 1
    assert found["policy"] > 50
    assert len(found) > 20  # many kinds of faults, or the mutations would try nothing


def test_the_same_seed_gives_the_same_mutations():
    assert fuzz(100, seed=3)[0] == fuzz(100, seed=3)[0]


def test_a_random_document_is_a_policy():
    for seed in range(20):
        from_document(random_document(Random(seed)))


def test_a_mutation_changes_a_copy():
    document = random_document(Random(1))
    before = repr(document)
    changed = sum(mutated(Random(seed), document) != document for seed in range(50))

    assert repr(document) == before
    assert changed > 40


def test_a_mutated_text_is_another_text():
    assert sum(mutated_text(Random(seed), "skp.rounded(2)") != "skp.rounded(2)" for seed in range(50)) > 40


def test_the_command_prints_what_became_of_the_mutations(capsys):
    assert main(["50", "--seed", "2"]) == 0
    assert capsys.readouterr().out.startswith("50 mutations, the longest took 0.")
