import inspect

from asn_appraisal.exports.languages import Language, Silent
from asn_appraisal.exports.polars_terms import PolarsTerms
from asn_appraisal.exports.sql_terms import SqlTerms


def words(kind):
    return {
        name: [*inspect.signature(value).parameters]
        for name, value in vars(kind).items()
        if inspect.isfunction(value) and not name.startswith("_")
    }


def test_both_languages_have_all_words_with_the_same_arguments():
    wanted = words(Language)
    assert len(wanted) > 25
    for kind in (SqlTerms, PolarsTerms):
        own = words(kind)
        assert {name: own.get(name) for name in wanted} == wanted


def test_the_silent_language_takes_any_words():
    assert Silent().add(1, 2) is None
    assert Silent().truth(holds=True) is None
