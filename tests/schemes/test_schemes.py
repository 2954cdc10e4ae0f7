from datetime import date, datetime
from typing import Any

import pytest

from asn_appraisal import AppraisalError, schemes
from asn_appraisal.errors import (
    DateError,
    NoSchemeInForceError,
    SchemeChoiceError,
    SchemeOptionError,
    UnknownSchemeError,
    UnknownSubjectError,
)

KEYS = (
    "sabang-layanan",
    "pp-46-2011",
    "pp-30-2019",
    "permenpanrb-6-2022",
    "permenpanrb-14-2017",
    "permenpanrb-14-2017-bobot-011",
    "permenpanrb-14-2017-nrr",
    "permenpanrb-16-2014",
    "kepmenpan-25-2004",
    "bkn-8-2019",
    "permenpanrb-88-2021",
    "ombudsman-2022",
    "permenpan-16-2009",
    "kmk-127-2026",
)
WITH_ROUNDING = (
    "pp-46-2011",
    "pp-30-2019",
    "permenpanrb-14-2017",
    "permenpanrb-14-2017-bobot-011",
    "permenpanrb-14-2017-nrr",
    "permenpanrb-16-2014",
    "bkn-8-2019",
    "permenpanrb-88-2021",
)


def test_the_keys_are_listed_in_the_order_of_the_documentation() -> None:
    assert schemes.keys() == KEYS


@pytest.mark.parametrize("key", KEYS)
def test_a_scheme_bears_the_key_it_is_asked_for_by(key: str) -> None:
    assert key == schemes.get(key).key


@pytest.mark.parametrize("key", KEYS)
def test_a_scheme_is_the_same_object_each_time(key: str) -> None:
    assert schemes.get(key) is schemes.get(key)


@pytest.mark.parametrize("key", KEYS)
def test_the_defaults_written_out_are_the_scheme_itself(key: str) -> None:
    assert schemes.get(key) == schemes.get(key, **schemes.options(key))


@pytest.mark.parametrize("key", KEYS)
def test_every_scheme_and_part_names_a_source(key: str) -> None:
    policy = schemes.get(key)
    assert policy.sources()
    assert [part.key for part in policy.parts.values() if not part.sources] == []


@pytest.mark.parametrize("key", KEYS)
def test_every_input_part_and_band_has_a_name_in_both_languages(key: str) -> None:
    policy = schemes.get(key)
    fields = [*policy.outline.fields, *(field for items in policy.outline.lists for field in items.fields)]
    levels = () if policy.band is None else policy.band.levels
    named = [*fields, *policy.outline.lists, *policy.parts.values(), *levels]
    assert [entry.key for entry in named if not entry.name or not entry.english] == []


@pytest.mark.parametrize(
    ("wrong", "close"),
    [
        ("pp-46-2012", "pp-46-2011"),
        ("PP-46-2011", "pp-46-2011"),
        ("permenpanrb-6-2020", "permenpanrb-6-2022"),
        ("kmk-127-2025", "kmk-127-2026"),
    ],
)
def test_an_unknown_key_is_refused_with_close_ones(wrong: str, close: str) -> None:
    with pytest.raises(UnknownSchemeError, match=f"there is no scheme '{wrong}'; did you mean .*{close}") as caught:
        schemes.get(wrong)
    assert (isinstance(caught.value, LookupError), isinstance(caught.value, AppraisalError)) == (True, True)


def test_an_unknown_key_that_is_close_to_none_says_where_to_look() -> None:
    with pytest.raises(UnknownSchemeError) as caught:
        schemes.get("xyz")
    expected = "ASN601: there is no scheme 'xyz'; asn_appraisal.schemes.keys() lists all"
    assert expected == str(caught.value)


def test_options_is_still_a_function_after_a_scheme_was_made() -> None:
    # The module schemes.options must not take the place of the function of that name.
    schemes.get("bkn-8-2019")
    assert callable(schemes.options)


@pytest.mark.parametrize(
    ("key", "options"),
    [
        ("sabang-layanan", {}),
        ("permenpanrb-6-2022", {}),
        ("kepmenpan-25-2004", {}),
        ("ombudsman-2022", {}),
        ("permenpan-16-2009", {}),
        *((key, {"rounding": 2}) for key in WITH_ROUNDING if key != "bkn-8-2019"),
        ("bkn-8-2019", {"jp": "penuh", "rounding": 2}),
        ("kmk-127-2026", {"k3_places": None, "cap": 120}),
    ],
)
def test_the_options_of_a_scheme_are_listed_with_their_defaults(key: str, options: dict[str, Any]) -> None:
    assert options == schemes.options(key)


@pytest.mark.parametrize("key", KEYS)
def test_an_unknown_option_is_refused_and_the_options_are_named(key: str) -> None:
    with pytest.raises(SchemeOptionError, match=f"'{key}' has no option 'warna'") as caught:
        schemes.get(key, warna="merah")
    assert isinstance(caught.value, TypeError)
    assert all(option in str(caught.value) for option in schemes.options(key))


@pytest.mark.parametrize("key", WITH_ROUNDING)
@pytest.mark.parametrize("value", [0, 1, 3, "2", True, 2.5, [2]])
def test_a_rounding_that_is_not_offered_is_refused(key: str, value: object) -> None:
    with pytest.raises(SchemeChoiceError, match="it must be one of 2, None"):
        schemes.get(key, rounding=value)


@pytest.mark.parametrize("key", WITH_ROUNDING)
def test_a_refused_value_is_refused_also_when_an_equal_one_was_asked_for_before(key: str) -> None:
    schemes.get(key, rounding=2)
    with pytest.raises(SchemeChoiceError):
        schemes.get(key, rounding=2.0)


@pytest.mark.parametrize("key", WITH_ROUNDING)
def test_without_rounding_the_score_is_still_reported_with_two_decimals(key: str) -> None:
    policy = schemes.get(key, rounding=None)
    assert (policy.places, policy.options[-1:]) == (2, (("rounding", "None"),))
    assert policy.fingerprint != schemes.get(key).fingerprint


def test_the_subjects_are_those_of_the_specification() -> None:
    expected = {"prestasi-kerja", "kepuasan-masyarakat", "profesionalitas", "akuntabilitas"}
    assert expected == set(schemes.subjects())


@pytest.mark.parametrize(
    ("subject", "day", "key"),
    [
        ("prestasi-kerja", "2014-01-01", "pp-46-2011"),
        ("prestasi-kerja", "2021-06-30", "pp-46-2011"),
        ("prestasi-kerja", "2021-07-01", "pp-30-2019"),
        ("prestasi-kerja", "2021-12-31", "pp-30-2019"),
        ("prestasi-kerja", "2022-01-01", "permenpanrb-6-2022"),
        ("prestasi-kerja", "2999-12-31", "permenpanrb-6-2022"),
        ("kepuasan-masyarakat", "2004-01-01", "kepmenpan-25-2004"),
        ("kepuasan-masyarakat", "2014-05-31", "kepmenpan-25-2004"),
        ("kepuasan-masyarakat", "2014-06-01", "permenpanrb-16-2014"),
        ("kepuasan-masyarakat", "2017-05-08", "permenpanrb-16-2014"),
        ("kepuasan-masyarakat", "2017-05-09", "permenpanrb-14-2017"),
        ("kepuasan-masyarakat", "2026-01-01", "permenpanrb-14-2017"),
        ("profesionalitas", "2019-05-15", "bkn-8-2019"),
        ("akuntabilitas", "2021-01-01", "permenpanrb-88-2021"),
    ],
)
def test_a_scheme_is_in_force_from_its_first_to_its_last_day(subject: str, day: str, key: str) -> None:
    assert key == schemes.in_force(subject, date.fromisoformat(day)).key
    assert key == schemes.in_force(subject, day).key


@pytest.mark.parametrize(
    ("subject", "day", "span"),
    [
        ("prestasi-kerja", "2013-12-31", r"pp-46-2011 2014-01-01\.\.2021-06-30"),
        ("kepuasan-masyarakat", "2003-12-31", r"kepmenpan-25-2004 2004-01-01\.\.2014-05-31"),
        ("profesionalitas", "2019-05-14", r"bkn-8-2019 2019-05-15\.\."),
    ],
)
def test_a_day_before_any_scheme_is_refused_with_the_spans_there_are(subject: str, day: str, span: str) -> None:
    with pytest.raises(NoSchemeInForceError, match=f"no scheme of '{subject}' was in force on {day}: .*{span}"):
        schemes.in_force(subject, day)


def test_an_unknown_subject_is_refused_with_the_subjects() -> None:
    with pytest.raises(UnknownSubjectError, match="prestasi-kerja") as caught:
        schemes.in_force("cuaca", date(2026, 1, 1))
    assert isinstance(caught.value, LookupError)


@pytest.mark.parametrize("day", ["", "1 Januari 2021", "2021-13-01", None, 20210101, datetime(2021, 1, 1)])  # noqa: DTZ001 - refused whatever its zone
def test_what_is_no_day_is_refused(day: Any) -> None:
    with pytest.raises(DateError):
        schemes.in_force("prestasi-kerja", day)


@pytest.mark.parametrize(
    "key", ["permenpanrb-14-2017-bobot-011", "permenpanrb-14-2017-nrr", "sabang-layanan", "kmk-127-2026"]
)
def test_variants_that_read_other_inputs_or_weights_have_no_subject(key: str) -> None:
    assert schemes.get(key).subject == ""
