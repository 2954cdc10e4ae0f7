from fractions import Fraction

import pytest

from asn_appraisal import Items, Number, Policy, schemes
from asn_appraisal.errors import ExportBoundsError, NotCertifiedError
from asn_appraisal.exports.certified import MOST_UNITS, certified, fields_of

# Schemes whose declared ranges are too wide for a proof: those of records outside these ends are left undecided.
NARROWER = {
    "pp-46-2011": {"kegiatan.target_kuantitas", "kegiatan.target_biaya", "tugas_tambahan"},
    "permenpanrb-8-2021": {"kinerja_utama.target", "inisiatif_strategis.target"},
    "kmk-127-2026": {"iki.target", "iki.terburuk"},
    "tpp-indragiri-hulu-2026": {"tm1", "tk"},
}
LIMIT = Number("x", low=0, high=1000)


@pytest.mark.parametrize("key", [policy.key for policy in schemes.listed()])
def test_every_scheme_is_certified_some_for_narrower_ranges_than_they_declare(key):
    policy = schemes.get(key)
    found = certified(policy)
    assert not found.plan.program.exact
    assert found.error < Fraction(1, 1000)
    ends = {}
    for table, each in fields_of(policy):
        if isinstance(each, Number):
            bounds = found.bounds[table, each.key]
            ends[f"{table}.{each.key}" if table else each.key] = (bounds.low, bounds.high) == (
                each.low_units,
                each.high_units,
            )
    assert {name for name, whole in ends.items() if not whole} >= NARROWER.get(key, set())
    assert all(ends.values()) == (key not in NARROWER)


def test_given_bounds_are_rounded_outward_and_kept_within_the_declared_range():
    policy = Policy("p", "P", score=LIMIT.rounded(1))
    found = certified(policy, {"x": ("0.001", 5000)}).bounds["", "x"]
    assert (found.low, found.high) == (0, 100_000)
    assert certified(policy, {"x": ("1.5", "2.25")}).bounds["", "x"].high == 225


def test_open_ends_reach_as_far_as_floats_are_read_with_a_tolerance():
    found = certified(Policy("p", "P", score=Number("x").rounded(1))).bounds["", "x"]
    assert (found.low, found.high) == (-MOST_UNITS, MOST_UNITS)


def test_a_default_lies_within_the_bounds_of_its_field():
    found = certified(Policy("p", "P", score=Number("x", low=0, high=9, default=7)), {"x": (1, 2)}).bounds["", "x"]
    assert (found.low, found.high) == (100, 700)


def test_a_list_has_bounds_for_its_numbers_of_rows():
    rows = Items("isi", (LIMIT,), at_least=2, at_most=9)
    policy = Policy("p", "P", score=rows.sum(LIMIT))
    assert certified(policy).rows["isi"].most == 9
    found = certified(policy, {"isi": (3, 20), "isi.x": (1, 2)})
    assert (found.rows["isi"].least, found.rows["isi"].most) == (3, 9)
    assert found.bounds["isi", "x"].high == 200
    with pytest.raises(ExportBoundsError, match=r"isi\.y.*did you mean isi\.x"):
        certified(policy, {"isi.y": (1, 2)})
    with pytest.raises(ExportBoundsError, match="isi"):
        certified(policy, {"isi": (-1, 2)})


def test_what_cannot_be_proved_is_told():
    policy = Policy("p", "P", score=(LIMIT * LIMIT * LIMIT * LIMIT * LIMIT).rounded(9).named("hasil"))
    with pytest.raises(NotCertifiedError, match=r"ASN458.*'p'.*hasil round\(9\)") as told:
        certified(policy)
    assert "bounds=" in told.value.text("id")
    assert certified(policy, {"x": (0, "0.1")}).certificate()
