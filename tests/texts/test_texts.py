import re
import subprocess
import sys
from decimal import Decimal

import pytest

from asn_appraisal.texts import LANGUAGES, catalogue, fact, halves, magnitude, message, numeral, say, thousands, word

ERRORS = catalogue("errors")
CODES = sorted(code for code in ERRORS if code.startswith("ASN"))


def test_the_words_of_a_check_are_the_authors_own_in_each_language() -> None:
    assert ERRORS["ASN413"] == {"en": "{right_en}", "id": "{right}"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", ["errors", "phrases"])
def test_a_text_is_one_line_without_edges_of_space(file: str, language: str) -> None:
    assert [key for key, texts in catalogue(file).items() if not re.fullmatch(r"\S(.*\S)?", texts[language])] == []


@pytest.mark.parametrize("code", [code for code in CODES if code != "ASN413"])
def test_the_two_languages_are_not_one_text(code: str) -> None:
    assert ERRORS[code]["en"] != ERRORS[code]["id"]


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_three_digits(code: str) -> None:
    assert re.fullmatch(r"ASN[0-9]{3}", code)


@pytest.mark.parametrize(
    ("expected", "code", "facts", "language"),
    [
        ("a number of 41 digits: at most 40 digits are read", "ASN104", {"digits": 41, "limit": 40}, "en"),
        ("angka dengan 41 digit: paling banyak 40 digit yang dibaca", "ASN104", {"digits": 41, "limit": 40}, "id"),
        ("two levels with the key '{baik}': give each its own key", "ASN204", {"key": "{baik}"}, "en"),
    ],
)
def test_facts_are_put_in(expected: str, code: str, facts: dict[str, object], language: str) -> None:
    assert expected == message(code, facts, language)


@pytest.mark.parametrize(
    ("expected", "close"),
    [
        ("'p' has no part or field 'skpp'; did you mean skp?", "skp"),
        ("'p' has no part or field 'skpp'", ""),
        ("'p' has no part or field 'skpp'", None),
    ],
)
def test_an_optional_phrase_stands_only_with_its_facts(expected: str, close: str | None) -> None:
    facts = {"policy": "p", "key": "'skpp'", **({} if close is None else {"close": close})}
    assert expected == message("ASN314", facts)


@pytest.mark.parametrize(
    ("beginning", "kind", "language"),
    [
        ("text is not a number here", "text", "en"),
        ("a list is not a number here", "list", "en"),
        ("nothing is not a number here", "absent", "en"),
        ("teks bukan angka di sini", "text", "id"),
        ("Blob bukan angka di sini", "Blob", "id"),
    ],
)
def test_a_kind_of_value_is_told_in_the_language(beginning: str, kind: str, language: str) -> None:
    assert message("ASN404", {"kind": kind}, language).startswith(beginning)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "facts", [{"low": "0", "high": ""}, {"low": "", "high": "100"}, {"low": "0", "high": "100"}], ids=str
)
@pytest.mark.parametrize("code", ["ASN406", "ASN416"])
def test_a_range_open_at_an_end_leaves_no_space_behind(code: str, facts: dict[str, str], language: str) -> None:
    text = message(code, {"what": "nilai", **facts}, language)
    assert text.rstrip() == text


def test_no_word_is_both_what_a_value_is_and_what_is_wanted() -> None:
    kinds, wanted = ({key for key in ERRORS if key.startswith(section)} for section in ("kinds.", "wanted."))
    assert kinds
    assert not {key.partition(".")[2] for key in kinds} & {key.partition(".")[2] for key in wanted}


def test_a_fact_that_nobody_would_read_to_its_end_is_cut() -> None:
    assert len(message("ASN313", {"what": "x" * 5000})) < 1100


def test_a_number_that_python_does_not_write_is_shown_by_its_magnitude() -> None:
    assert magnitude(10**5000) == "10^4999"
    assert magnitude(-(2**20_000)) == "-10^6020"
    assert magnitude(10**40) == str(10**40)
    assert fact(True) == "True"


def test_a_fact_of_any_size_is_put_into_a_message() -> None:
    assert "10^" in message("ASN507", {"found": 16**5000, "right": 1})


def test_a_phrase_has_its_facts_put_in_as_they_are() -> None:
    assert say("words.given", "en", x="{y} [[z]]") == "{y} [[z]] is given"
    assert say("words.given", "id", x="x" * 5000) == "x" * 5000 + " diisi"


def test_a_fact_of_any_name_can_be_put_in() -> None:
    assert say("command.need_records", "en", key="pp-46-2011") == "pp-46-2011 needs a file of records"


def test_an_optional_part_of_a_phrase_stands_only_with_its_facts() -> None:
    found = [say("words.rounded", "en", x="x", places="2 decimals", mode=mode) for mode in ("", None, "up", 0)]
    start = "x, rounded to 2 decimals"
    assert found == [start, start, f"{start} up", f"{start} 0"]


def test_a_phrase_that_nobody_wrote_is_no_silence() -> None:
    with pytest.raises(KeyError, match=r"words\.nothing"):
        say("words.nothing", "en")


def test_a_name_without_a_word_is_its_own() -> None:
    assert [word("entries", name, "id") for name in ("bands", "or", "zona")] == ["peringkat", "or", "zona"]


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        ("95.20", "95,20", "95.20"),
        ("-0.5", "-0,5", "-0.5"),
        ("100", "100", "100"),
        ("1E-8", "0,00000001", "0.00000001"),
        ("1234567.5", "1234567,5", "1234567.5"),
    ],
)
def test_a_numeral_has_the_decimal_sign_of_its_language(value: str, indonesian: str, english: str) -> None:
    assert (numeral(Decimal(value), "id"), numeral(Decimal(value), "en")) == (indonesian, english)


_SCORING = """
import sys
import asn_appraisal as asn
from asn_appraisal.texts import catalogue
appraisal = asn.schemes.get("permenpan-16-2009").appraise({"nilai": "90.99"})
assert appraisal.score is not None
print(catalogue.cache_info().currsize, "tomllib" in sys.modules)
appraisal.trace.lines("en")
print(catalogue.cache_info().currsize, "tomllib" in sys.modules)
"""


def test_scoring_a_good_record_reads_no_text() -> None:
    done = subprocess.run([sys.executable, "-c", _SCORING], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["0", "False", "1", "True"]


RECORD_CODES = sorted(
    {*(code for code in CODES if "ASN401" <= code <= "ASN426"), "ASN432", "ASN433", "ASN434", "ASN464"}
)
_EVERY_FACT = dict.fromkeys(
    (
        "kind",
        "meant",
        "close",
        "fields",
        "decimals",
        "low",
        "high",
        "names",
        "least",
        "right",
        "right_en",
        "given",
        "what",
    ),
    "7",
) | dict.fromkeys(("limit", "list", "rows", "bad", "all", "levels", "row"), "7")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", [code for code in RECORD_CODES if code != "ASN425"])
def test_what_a_person_is_told_has_two_halves_and_no_option_formula_or_word_of_python(code: str, language: str) -> None:
    problem, remedy = halves(code, _EVERY_FACT, language)
    assert problem
    assert remedy
    assert "¦" not in message(code, _EVERY_FACT, language)
    told = f"{problem}: {remedy}"
    assert re.findall(r"--|=|\(\)|\bNaN\b|True|False|None|Decimal|float|ignore|mapping|pemetaan|quantize", told) == []


def test_thousands_have_the_sign_of_the_language() -> None:
    assert [thousands(count, "id") for count in (0, 999, 1000, 1234567)] == ["0", "999", "1.000", "1.234.567"]
    assert thousands(1234567, "en") == "1,234,567"
