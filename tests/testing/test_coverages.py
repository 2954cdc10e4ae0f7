import pytest

from asn_appraisal import Bands, Case, Category, Flag, Grid, Items, Number, Policy, Steps, Sum, When, schemes
from asn_appraisal.testing import cases as case_files
from asn_appraisal.testing.coverages import KINDS, Spot, coverage

mutu = Number("mutu", low=0, high=100)
rows = Items("kegiatan", (Number("hasil", low=0, high=150), Flag("selesai")))
jenis, lulus = Category("jenis", ("x", "y")), Flag("lulus")
POLICY = Policy(
    "uji",
    "Uji",
    score=Sum(
        Steps(mutu, ("<= 24", 1), otherwise=2).named("cepat"),
        rows.where(rows.fields[1]).sum(rows.fields[0].capped(120).named("isi")),
        When(lulus, Case(jenis, x=1, y=2), 0).named("poin"),
        mutu.through((0, 0), (50, 10)).named("garis"),
    ).named("nilai"),
    band=Bands(("baik", ">= 76"), ("kurang", None)),
)


def reached(*records: dict[str, object]) -> set[str]:
    found = coverage(POLICY, [case_files.PolicyCase(record, {}) for record in records])
    return {str(spot) for spot in found.reached}


def record(mutu: object, *results: tuple[int, bool], lulus: bool = False, jenis: str = "x") -> dict[str, object]:
    listed = [{"hasil": result, "selesai": done} for result, done in results]
    return {"mutu": mutu, "kegiatan": listed, "lulus": lulus, "jenis": jenis}


def test_bands_pieces_and_sides_of_edges_are_told() -> None:
    assert reached(record(24, (0, False))) == {
        "peringkat: band kurang",
        "peringkat: side below 76",
        "cepat: piece <= 24",
        "cepat: side at 24",
        "poin: branch not lulus",
        "garis: piece 0 to 50",
        "garis: side above 0",
        "garis: side below 50",
    }


def test_only_the_branch_that_was_taken_counts() -> None:
    assert "poin: branch jenis x" not in reached(record(24, (0, False)))
    assert {"poin: branch lulus", "poin: branch jenis y"} <= reached(record(24, (0, False), lulus=True, jenis="y"))


def test_rows_count_where_they_meet_the_condition() -> None:
    assert "isi: side above 120" not in reached(record(24, (130, False)))
    assert {"isi: side above 120", "isi: side at 120"} <= reached(record(24, (130, True), (120, True)))


def test_a_record_that_is_refused_reaches_nothing() -> None:
    assert reached({"mutu": 101}) == set()


def test_what_was_missed_is_listed_in_the_order_of_the_policy() -> None:
    found = coverage(POLICY, [case_files.PolicyCase(record(24, (0, False)), {})])
    assert found.missed[0] == Spot("band", "peringkat", "baik") or found.missed[0].part in POLICY.parts
    assert len(found.missed) + len(found.reached) == len(found.spots)
    assert found.count("band") == (1, 2)
    assert found.count("branch") == (1, 4)


def test_a_range_has_no_sides_since_records_beyond_it_are_refused() -> None:
    policy = Policy("uji", "Uji", score=Number("dasar", low=0).within(0, 110).capped(100).named("nilai"), reported=2)
    assert [spot.what for spot in coverage(policy, []).spots] == ["below 100", "at 100", "above 100"]


def test_cells_of_a_grid_are_told() -> None:
    one, other = Category("a", ("x", "y")), Category("b", ("p", "q"))
    policy = Policy(
        "uji", "Uji", band=Grid(one, other, {("x", "p"): "k", ("x", "q"): "l", ("y", "p"): "m", ("y", "q"): "n"})
    )
    found = coverage(
        policy, [case_files.PolicyCase({"a": "x", "b": "q"}, {}), case_files.PolicyCase({"a": "x", "b": "q"}, {})]
    )
    assert (found.count("cell"), [spot.what for spot in found.missed]) == ((1, 4), ["x/p", "y/p", "y/q"])


@pytest.mark.parametrize("key", schemes.keys())
def test_without_cases_nothing_of_a_scheme_is_reached_and_something_is_there(key: str) -> None:
    found = coverage(schemes.get(key), [])
    assert found.reached == frozenset()
    assert {spot.kind for spot in found.spots} <= set(KINDS)
    # A plain share of two numbers has no band, step or limit that a case could reach.
    assert bool(found.spots) == (key != "tpp-40-60")
