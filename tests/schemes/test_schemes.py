import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.schemes.checking import every_choice, numbers_without_source

from asn_appraisal import AppraisalError, Bands, Number, Policy, Source, Steps, Weighted, When, schemes
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
    "pp-10-1979",
    "pp-46-2011",
    "pp-30-2019",
    "permenpanrb-8-2021",
    "integrasi-2021",
    "permenpanrb-6-2022",
    "permenpanrb-1-2023",
    "permenpanrb-14-2017",
    "permenpanrb-14-2017-bobot-011",
    "permenpanrb-14-2017-nrr",
    "permenpanrb-16-2014",
    "kepmenpan-25-2004",
    "bkn-8-2019",
    "permenpanrb-88-2021",
    "permenpanrb-88-2021-poin",
    "permenpanrb-88-2021-lke",
    "permenpanrb-90-2021",
    "permenpanrb-17-2017",
    "permenpanrb-29-2022",
    "permenpanrb-29-2022-ipp",
    "ombudsman-2022",
    "ombudsman-2021",
    "permenpan-16-2009",
    "permenpanrb-3-2020",
    "kmk-127-2026",
    "per-5-pb-2024",
    "tpp-indragiri-hulu-2026",
    "tpp-40-60",
    "permenpanrb-8-2026",
)
WITH_ROUNDING = (
    "pp-46-2011",
    "pp-30-2019",
    "integrasi-2021",
    "permenpanrb-14-2017",
    "permenpanrb-14-2017-bobot-011",
    "permenpanrb-14-2017-nrr",
    "permenpanrb-16-2014",
    "bkn-8-2019",
    "permenpanrb-88-2021",
    "permenpanrb-17-2017",
    "permenpanrb-29-2022",
    "permenpanrb-29-2022-ipp",
    "pp-10-1979",
    "permenpanrb-8-2026",
)
MORE_OPTIONS = ("pp-10-1979", "pp-46-2011", "bkn-8-2019", "permenpanrb-8-2026")


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
        ("ombudsman-2021", {}),
        ("permenpan-16-2009", {"holes": "upper"}),
        ("permenpanrb-3-2020", {}),
        ("permenpanrb-90-2021", {}),
        ("permenpanrb-88-2021-lke", {}),
        ("tpp-indragiri-hulu-2026", {}),
        ("tpp-40-60", {}),
        ("per-5-pb-2024", {}),
        ("pp-10-1979", {"rounding": 2, "holes": "lower"}),
        *((key, {"rounding": 2}) for key in WITH_ROUNDING if key not in MORE_OPTIONS),
        ("bkn-8-2019", {"jp": "penuh", "rounding": 2, "holes": "lower"}),
        ("pp-46-2011", {"rounding": 2, "holes": "lower"}),
        ("permenpanrb-8-2026", {"rounding": 2, "edges": "closed"}),
        ("permenpanrb-8-2021", {"capaian_places": 0}),
        ("permenpanrb-1-2023", {"places": 3}),
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


@pytest.mark.parametrize("option", ["key", "options", "self"])
def test_an_option_with_the_name_of_an_argument_is_refused_as_any_other(option: str) -> None:
    with pytest.raises(SchemeOptionError, match=f"'pp-46-2011' has no option '{option}'"):
        schemes.get("pp-46-2011", **{option: "x"})


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
    assert (policy.places, dict(policy.options)["rounding"]) == (2, "None")
    assert policy.fingerprint != schemes.get(key).fingerprint


def test_the_subjects_are_those_of_the_specification() -> None:
    expected = {"prestasi-kerja", "angka-kredit", "kepuasan-masyarakat", "profesionalitas", "akuntabilitas"}
    assert expected == set(schemes.subjects())


@pytest.mark.parametrize(
    ("subject", "day", "key"),
    [
        ("prestasi-kerja", "1979-05-15", "pp-10-1979"),
        ("prestasi-kerja", "2013-12-31", "pp-10-1979"),
        ("prestasi-kerja", "2014-01-01", "pp-46-2011"),
        ("prestasi-kerja", "2021-06-30", "pp-46-2011"),
        ("prestasi-kerja", "2021-07-01", "pp-30-2019"),
        ("prestasi-kerja", "2021-12-31", "pp-30-2019"),
        ("prestasi-kerja", "2022-01-01", "permenpanrb-6-2022"),
        ("prestasi-kerja", "2999-12-31", "permenpanrb-6-2022"),
        ("kepuasan-masyarakat", "2004-02-01", "kepmenpan-25-2004"),
        ("kepuasan-masyarakat", "2014-05-31", "kepmenpan-25-2004"),
        ("kepuasan-masyarakat", "2014-06-01", "permenpanrb-16-2014"),
        ("kepuasan-masyarakat", "2017-05-08", "permenpanrb-16-2014"),
        ("kepuasan-masyarakat", "2017-05-09", "permenpanrb-14-2017"),
        ("kepuasan-masyarakat", "2026-01-01", "permenpanrb-14-2017"),
        ("profesionalitas", "2019-05-15", "bkn-8-2019"),
        ("akuntabilitas", "2021-01-01", "permenpanrb-88-2021"),
        ("angka-kredit", "2023-01-01", "permenpanrb-1-2023"),
    ],
)
def test_a_scheme_is_in_force_from_its_first_to_its_last_day(subject: str, day: str, key: str) -> None:
    assert key == schemes.in_force(subject, date.fromisoformat(day)).key
    assert key == schemes.in_force(subject, day).key


@pytest.mark.parametrize(
    ("subject", "day", "span"),
    [
        ("prestasi-kerja", "1979-05-14", r"pp-10-1979 1979-05-15\.\.2013-12-31"),
        ("kepuasan-masyarakat", "2004-01-31", r"kepmenpan-25-2004 2004-02-01\.\.2014-05-31"),
        ("profesionalitas", "2019-05-14", r"bkn-8-2019 2019-05-15\.\."),
        ("angka-kredit", "2022-12-31", r"permenpanrb-1-2023 2023-01-01\.\."),
    ],
)
def test_a_day_before_any_scheme_is_refused_with_the_first_one(subject: str, day: str, span: str) -> None:
    with pytest.raises(
        NoSchemeInForceError, match=f"no scheme of '{subject}' was in force on {day}; {span}.* had not begun$"
    ):
        schemes.in_force(subject, day)


def test_a_day_between_two_schemes_is_refused_with_both_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {key: schemes._TABLE[key] for key in KEYS if key != "pp-30-2019"}
    monkeypatch.setattr(schemes, "_TABLE", table)
    with pytest.raises(NoSchemeInForceError) as caught:
        schemes.in_force("prestasi-kerja", "2021-08-01")
    expected = "pp-46-2011 2014-01-01..2021-06-30 had ended; permenpanrb-6-2022 2022-01-01.. had not begun"
    assert str(caught.value).endswith(f"on 2021-08-01; {expected}")
    assert "sudah berakhir" in caught.value.text("id")


def test_a_day_after_the_last_scheme_is_refused_with_the_one_that_had_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {key: schemes._TABLE[key] for key in ("pp-46-2011", "pp-30-2019", "bkn-8-2019")}
    monkeypatch.setattr(schemes, "_TABLE", table)
    with pytest.raises(NoSchemeInForceError, match=r"; pp-30-2019 2021-07-01\.\.2021-12-31 had ended$"):
        schemes.in_force("prestasi-kerja", date(2022, 1, 1))


def test_an_unknown_subject_is_refused_with_the_subjects() -> None:
    with pytest.raises(UnknownSubjectError, match="prestasi-kerja") as caught:
        schemes.in_force("cuaca", date(2026, 1, 1))
    assert isinstance(caught.value, LookupError)


@pytest.mark.parametrize("day", ["", "1 Januari 2021", "2021-13-01", None, 20210101, datetime(2021, 1, 1)])  # noqa: DTZ001 - refused whatever its zone
def test_what_is_no_day_is_refused(day: Any) -> None:
    with pytest.raises(DateError):
        schemes.in_force("prestasi-kerja", day)


@pytest.mark.parametrize(
    "key",
    [
        "permenpanrb-14-2017-bobot-011",
        "permenpanrb-14-2017-nrr",
        "permenpanrb-88-2021-poin",
        "permenpanrb-29-2022-ipp",
        "ombudsman-2021",
        "tpp-40-60",
        "per-5-pb-2024",
        "permenpanrb-88-2021-lke",
        "sabang-layanan",
        "kmk-127-2026",
        "permenpanrb-8-2021",
        "integrasi-2021",
        "permenpanrb-17-2017",
        "permenpanrb-3-2020",
    ],
)
def test_variants_that_read_other_inputs_or_weights_have_no_subject(key: str) -> None:
    assert schemes.get(key).subject == ""


@pytest.mark.parametrize(("key", "options"), [(key, options) for key in KEYS for options in every_choice(key)])
def test_every_number_in_a_scheme_has_a_source(key: str, options: dict[str, Any]) -> None:
    assert numbers_without_source(schemes.get(key, **options)) == []


@pytest.mark.parametrize("part", ["score", "edge", "cell", "step", "weight"])
def test_a_number_without_a_source_is_found(part: str) -> None:
    law = Source("UU 1/2026", grade="text")
    x = Number("x", low=0, high=100)
    sourced = (x * 2).named("dua", "Dua", law)
    planted = {
        "score": Policy("contoh", "Contoh", score=(sourced + 7).named("nilai")),
        "edge": Policy("contoh", "Contoh", score=sourced, band=Bands(("a", ">= 7"), ("b", None))),
        "step": Policy("contoh", "Contoh", score=Steps(x, (">= 7", x), otherwise=sourced).named("nilai")),
        "weight": Policy("contoh", "Contoh", score=Weighted((7, sourced), (93, x, law))),
        "cell": Policy("contoh", "Contoh", score=sourced, band=When(x > 7, "a", "b")),
    }
    assert "7" in numbers_without_source(planted[part])


@pytest.mark.parametrize("key", KEYS)
def test_the_first_lines_of_a_page_say_that_something_is_not_settled(key: str) -> None:
    unsettled = [source for source in schemes.get(key).sources() if source.grade in {"single", "memory"}]
    page = Path(__file__).parents[2] / "docs" / "schemes" / f"{key}.md"
    first = page.read_text(encoding="utf-8").split("\n\n")[1]
    # What is in bold there is the warning.
    assert ("**" in first) >= bool(unsettled)


def test_the_fingerprint_of_each_scheme_with_each_choice_is_the_recorded_one() -> None:
    """Numbers of law never change under a key; ``UPDATE_SNAPSHOTS=1`` records those of a new scheme."""
    found = [
        " ".join(
            [schemes.get(key, **options).fingerprint, key, *(f"{name}={value}" for name, value in options.items())]
        )
        for key in KEYS
        for options in every_choice(key)
    ]
    snapshot = Path(__file__).parent.parent / "snapshots" / "fingerprints.txt"
    if os.environ.get("UPDATE_SNAPSHOTS") == "1":
        snapshot.write_text("\n".join(found) + "\n", encoding="utf-8")
    assert snapshot.read_text(encoding="utf-8").splitlines() == found


# --- schemes of other packages

ENTRY_POINTS = """[asn_appraisal.schemes]
contoh-2026 = contoh_skema:policy
dengan-pilihan = contoh_skema:with_options
rusak = contoh_skema:broken
tidak-ada = contoh_hilang:policy
salah-kunci = contoh_skema:policy
bukan-kebijakan = contoh_skema:nothing
pp-46-2011 = contoh_skema:official
"""
MODULE = """
import asn_appraisal as asn

def policy():
    nilai = asn.Number("nilai", low=0, high=100)
    return asn.Policy("contoh-2026", "Contoh", score=nilai, subject="contoh", since="2026-01-01")

def with_options(*, places=2):
    nilai = asn.Number("nilai", low=0, high=100)
    return asn.Policy("dengan-pilihan", "Contoh", score=(nilai / 3).rounded(places))

def official():
    return asn.Policy("pp-46-2011", "Contoh", score=asn.Number("nilai"))

def broken():
    raise RuntimeError("ada yang keliru")

def nothing():
    return 1
"""


@pytest.fixture
def other_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    folder = tmp_path / "contoh-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: contoh\nVersion: 1.0\n")
    (folder / "entry_points.txt").write_text(ENTRY_POINTS)
    (tmp_path / "contoh_skema.py").write_text(MODULE)
    monkeypatch.syspath_prepend(str(tmp_path))
    caches = (schemes._foreign, schemes._offered, schemes._made)
    for cache in caches:
        cache.cache_clear()
    with pytest.warns(schemes.SchemeWarning) as caught:
        schemes.keys()
    yield [str(warning.message) for warning in caught]
    for cache in caches:
        cache.cache_clear()


def test_a_scheme_of_another_package_stands_beside_the_official_ones(other_package: list[str]) -> None:
    assert schemes.keys() == (*KEYS, "contoh-2026", "dengan-pilihan")
    assert schemes.official() == KEYS
    assert schemes.get("contoh-2026").appraise({"nilai": 90}).score == 90
    assert schemes.in_force("contoh", "2026-05-01").key == "contoh-2026"
    assert "contoh" in schemes.subjects()


def test_a_scheme_of_another_package_has_options(other_package: list[str]) -> None:
    assert schemes.options("dengan-pilihan") == {"places": 2}
    assert schemes.get("dengan-pilihan", places=3).places == 3
    with pytest.raises(SchemeOptionError):
        schemes.get("dengan-pilihan", digits=3)


def test_a_broken_scheme_is_named_and_left_out(other_package: list[str]) -> None:
    assert [warning.partition(": ")[0] for warning in other_package] == [
        "scheme 'bukan-kebijakan' (contoh_skema:nothing) is skipped",
        "scheme 'pp-46-2011' (contoh_skema:official) is skipped",
        "scheme 'rusak' (contoh_skema:broken) is skipped",
        "scheme 'salah-kunci' (contoh_skema:policy) is skipped",
        "scheme 'tidak-ada' (contoh_hilang:policy) is skipped",
    ]
    assert "RuntimeError: ada yang keliru" in other_package[2]
    with pytest.raises(UnknownSchemeError):
        schemes.get("rusak")


def test_an_official_scheme_is_never_replaced(other_package: list[str]) -> None:
    assert schemes.get("pp-46-2011").title == "Penilaian Prestasi Kerja PNS"
    assert schemes.keys().count("pp-46-2011") == 1


def test_what_is_installed_is_not_read_for_an_official_scheme(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> Any:
        raise AssertionError

    monkeypatch.setattr(schemes, "_foreign", refused)
    assert schemes.get("pp-46-2011").key == "pp-46-2011"
