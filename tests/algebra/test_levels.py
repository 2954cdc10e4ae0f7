import pickle

import pytest

import asn_appraisal as asn
from asn_appraisal import errors
from asn_appraisal.algebra.levels import as_levels, merged

A, B, C = asn.Level("a", "Sangat Baik"), asn.Level("b", "Baik"), asn.Level("c")


@pytest.mark.parametrize(
    ("expected", "level", "language"),
    [
        ("Baik", asn.Level("baik", "Baik", english="Good"), "id"),
        ("Good", asn.Level("baik", "Baik", english="Good"), "en"),
        ("Baik", asn.Level("baik", "Baik"), "en"),
        ("baik", asn.Level("baik"), "id"),
        ("baik", asn.Level("baik"), "en"),
        ("baik", asn.Level("baik", english="Good"), "id"),
    ],
)
def test_a_level_is_called_by_its_best_name(expected: str, level: asn.Level, language: str) -> None:
    assert expected == level.called(language)


def test_a_level_carries_the_labels_that_the_law_hangs_on_it() -> None:
    level = asn.Level("a", "Kualitas Tertinggi", labels={"zona": "hijau", "persen": 100})
    assert level.label("zona") == "hijau"
    assert level.label("persen") == "100"
    assert level.label("warna") is None


def test_a_level_is_equal_by_value_and_survives_pickling() -> None:
    level = asn.Level("a", "A", labels={"zona": "hijau"})
    assert asn.Level("a", "A", labels=[("zona", "hijau")]) == level
    assert hash(asn.Level("a", "A", labels=[("zona", "hijau")])) == hash(level)
    assert pickle.loads(pickle.dumps(level)) == level  # noqa: S301
    assert asn.Level("a", "A") != level


def test_a_level_is_plain_data() -> None:
    expected = {"key": "a", "name": "Sangat Baik", "english": "", "labels": {}}
    assert expected == A.to_dict()
    assert C.to_dict()["name"] == "c"


@pytest.mark.parametrize("key", ["A", "sangat baik", "", None])
def test_a_level_needs_a_key(key: str) -> None:
    with pytest.raises(errors.KeyFormError):
        asn.Level(key)


@pytest.mark.parametrize(
    ("expected", "written"),
    [
        ((A, B), {"a": "Sangat Baik", "b": "Baik"}),
        ((A, B), [A, ("b", "Baik")]),
        ((C,), ["c"]),
        ((asn.Level("a", "Baik", english="Good"),), [("a", "Baik", "Good")]),
        ((B, A), [B, A]),
        ((), []),
    ],
)
def test_levels_may_be_written_in_several_ways(expected: tuple[asn.Level, ...], written: object) -> None:
    assert expected == as_levels(written)  # type: ignore[arg-type]


@pytest.mark.parametrize("written", [["a", "b", "a"], [A, "a"], [("a", "x"), ("a", "y")]])
def test_two_levels_with_one_key_are_refused(written: object) -> None:
    with pytest.raises(errors.LevelKeyError) as caught:
        as_levels(written)  # type: ignore[arg-type]
    assert caught.value.facts == {"key": "a"}


@pytest.mark.parametrize(
    ("expected", "groups"),
    [
        ((), []),
        ((A, B), [(A, B), (B, A)]),
        ((B, A, C), [(B,), (A, B), (C,)]),
        ((A,), [(A,), (asn.Level("a", "another name"),)]),
    ],
)
def test_levels_of_several_branches_keep_the_order_of_their_first_appearance(
    expected: tuple[asn.Level, ...], groups: list[tuple[asn.Level, ...]]
) -> None:
    assert expected == merged(groups)


def test_the_levels_of_branches_are_the_levels_of_the_choice() -> None:
    jenis = asn.Category("jenis", ["x", "y"])
    choice = asn.Case(jenis, x="baik", y=asn.When(asn.Flag("hadir"), "kurang", "baik"))
    assert [level.key for level in choice.levels] == ["baik", "kurang"]
