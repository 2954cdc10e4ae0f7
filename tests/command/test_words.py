import re

from asn_appraisal.command.words import WORDS


def test_both_languages_say_the_same_things():
    assert WORDS["id"].keys() == WORDS["en"].keys()


def test_both_languages_name_the_same_facts():
    facts = {
        language: {key: sorted(re.findall(r"\{\w+\}", text)) for key, text in words.items()}
        for language, words in WORDS.items()
    }

    assert facts["id"] == facts["en"]
