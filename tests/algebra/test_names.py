from typing import Any

import pytest

from asn_appraisal import Check, Flag, Items, Level, Number, Policy
from asn_appraisal.algebra.expressions import Named
from asn_appraisal.algebra.inputs import Field
from asn_appraisal.algebra.names import HasName
from asn_appraisal.errors import LanguageError

X = Number("hasil_kerja")
NAMED = {
    "level": Level("sangat_baik", "Sangat Baik", english="Very Good"),
    "field": Number("hasil_kerja", "Hasil Kerja", english="Work"),
    "part": X.named("nilai_skp", "Nilai SKP", english="Work targets"),
    "check": Check(X > 1, "lebih dari 1", "more than 1"),
    "list": Items("kegiatan", [X], name="Kegiatan", english="Activities"),
    "policy": Policy("contoh", "Contoh", score=X, english="Example"),
}
PLAIN = {
    "sangat_baik": Level("sangat_baik"),
    "hasil kerja": X,
    "nilai skp": X.named("pp_46.nilai_skp"),
    "kegiatan utama": Items("kegiatan_utama", [X]),
}


@pytest.mark.parametrize(
    ("what", "indonesian", "english"),
    [
        ("level", "Sangat Baik", "Very Good"),
        ("field", "Hasil Kerja", "Work"),
        ("part", "Nilai SKP", "Work targets"),
        ("check", "lebih dari 1", "more than 1"),
        ("list", "Kegiatan", "Activities"),
        ("policy", "Contoh", "Example"),
    ],
)
def test_what_has_a_name_is_called_by_it_in_each_language(what: str, indonesian: str, english: str) -> None:
    assert (NAMED[what].called(), NAMED[what].called("id"), NAMED[what].called("en")) == (
        indonesian,
        indonesian,
        english,
    )


@pytest.mark.parametrize(("words", "named"), PLAIN.items())
def test_what_has_no_name_is_called_by_its_key(words: str, named: Any) -> None:
    assert (named.called("id"), named.called("en")) == (words, words)


def test_without_an_english_name_the_indonesian_one_is_taken() -> None:
    assert Flag("hadir", "Hadir").called("en") == "Hadir"
    assert Check(X > 1, "lebih dari 1").called("en") == "lebih dari 1"


@pytest.mark.parametrize("language", ["fr", "EN", "", None, 1, ["id"]])
@pytest.mark.parametrize("what", NAMED)
def test_a_language_that_does_not_exist_is_refused(what: str, language: Any) -> None:
    with pytest.raises(LanguageError):
        NAMED[what].called(language)


@pytest.mark.parametrize("cls", [Level, Field, Named, Check, Items, Policy])
def test_how_things_are_called_is_decided_once(cls: type) -> None:
    assert cls.called is HasName.called
    assert not hasattr(HasName(), "__dict__")
