import pytest

from asn_appraisal import schemes
from asn_appraisal.testing.drawing.directions import directions, ranks
from asn_appraisal.testing.known import Exemption, Known, from_tables, of_scheme


@pytest.mark.parametrize("key", schemes.keys())
def test_what_is_known_of_a_scheme_fits_its_inputs_and_bands(key: str) -> None:
    policy, known = schemes.get(key), of_scheme(key)
    ways = directions(policy, known)
    fields = {entry.key: entry for entry in policy.outline.fields}
    for place, way in ways.items():
        if isinstance(way, tuple):
            where, _, inner = place.rpartition(".")
            lists = {items.key: items for items in policy.outline.lists}
            entry = next(each for each in lists[where].fields if each.key == inner) if where else fields[place]
            assert {level.key for level in entry.levels} == set(way)
    if policy.band is not None and known.bands:
        assert {level.key for level in policy.band.levels} == set(known.bands)
    assert policy.band is None or set(ranks(policy, known)) == {level.key for level in policy.band.levels}


def test_every_exemption_of_a_scheme_has_a_reason() -> None:
    for key in schemes.keys():  # noqa: SIM118  (a function of the package, no mapping)
        known = of_scheme(key)
        assert all(len(each.reason) > 15 for each in (*known.exceptions, *known.findings, *known.survivors))


def test_tables_are_read_by_their_names_and_others_refused() -> None:
    known = from_tables(
        {
            "better": {"a": "lower", "b": ["x", "y"]},
            "exceptions": [{"law": "never_worse", "what": "a", "reason": "r"}],
            "findings": [{"code": "ASN381", "what": "b", "reason": "s"}],
            "survivors": [{"what": "nilai: up", "reason": "t"}],
        }
    )
    assert known.better == (("a", "lower"), ("b", ("x", "y")))
    assert (known.exempt("never_worse", "a"), known.exempt("never_worse", "b")) == (True, False)
    assert known.expected("ASN381", "b") == Exemption("b", "s", "ASN381")
    assert known.expected("ASN381", "a") is None
    assert known.survivor("nilai: up") == Exemption("nilai: up", "t")
    with pytest.raises(KeyError, match="beter"):
        from_tables({"beter": {}})


def test_nothing_is_known_of_a_policy_of_ones_own() -> None:
    assert of_scheme("milik-sendiri") == Known()
