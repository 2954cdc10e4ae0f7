from fractions import Fraction

import pytest

from asn_appraisal import Bands, Number, Policy
from asn_appraisal.testing.drawing import draw_statistics
from asn_appraisal.testing.drawing.block_pairs import ROUND, universe
from asn_appraisal.testing.drawing.draw_statistics import (
    PROPERTIES,
    Drawn,
    depth,
    properties,
    rounded_quotient,
    width_of,
)

nilai = Number("nilai", low=0, high=100)
hadir = Number("hadir", low=0, high=31, decimals=0)
hari = Number("hari", low=1, high=31, decimals=0)


@pytest.fixture(scope="module")
def found() -> Drawn:
    return draw_statistics.drawn(ROUND)


def test_a_round_has_every_block_in_every_argument_with_tight_and_with_wide_ranges(found: Drawn) -> None:
    assert [f"{nesting}, {width}" for nesting, width in found.missing()] == []


@pytest.mark.parametrize("name", PROPERTIES)
def test_a_round_draws_every_property_in_ten_policies_or_more(found: Drawn, name: str) -> None:
    assert found.properties[name] >= 10


def test_a_fifth_of_the_policies_have_a_quotient_in_a_divisor_whose_range_holds_0(found: Drawn) -> None:
    assert found.properties["a quotient in a divisor whose range holds 0"] > ROUND / 5


def test_formulas_are_flat_and_deep(found: Drawn) -> None:
    assert {5, 10, 15} <= set(found.depths)


def test_only_properties_that_are_known_are_counted(found: Drawn) -> None:
    assert set(found.properties) == set(PROPERTIES)


def test_a_nesting_that_is_never_drawn_is_named() -> None:
    none = Drawn()
    assert len(none.missing()) == 2 * len(universe())
    none.add(Policy("uji", "Uji", score=(nilai / (hadir / hari)).rounded(2)))
    met = {str(nesting) for nesting, width in none.nestings if width == "tight"}
    assert "/ (number) in / (number), right" in met
    assert "/ (number) in Rounded (number), value" in met
    assert len(none.missing()) == 2 * len(universe()) - len(none.nestings)
    assert none.table().count("never") == len(none.missing())


def test_the_width_is_that_of_the_fields_read() -> None:
    open_ended = Number("pagu", low=0)
    assert width_of([nilai, hari]) == "tight"
    assert width_of([nilai, open_ended]) == "wide"
    assert width_of([Number("x", low=0, high=365), nilai]) == width_of([]) == "middle"


def test_what_a_quotient_is_over_is_seen() -> None:
    over = {*properties(nilai / (hadir / hari).rounded(1))}
    assert over >= {
        "a quotient",
        "a divisor whose range holds 0",
        "a quotient over a quotient",
        "a rounding in a divisor",
    }
    assert "a divisor whose range holds 0" not in {*properties(nilai / hari)}
    assert {*properties(nilai / 3)} == {"a quotient"}


def test_a_limit_or_an_edge_counts_where_values_lie_on_both_sides() -> None:
    assert {*properties(nilai.capped(80))} == {"a cap that binds"}
    assert {*properties(nilai.clamped(0, 100))} == set()
    assert "an edge inside the range" in {*properties(nilai.rated(Bands(("baik", ">= 76"), ("kurang", None))))}
    assert {*properties(nilai > 100)} == set()


@pytest.mark.parametrize("factor", ["2", "-1", "1/2", "-100", "1024"])
def test_the_factor_of_a_rounded_quotient_is_found_whatever_the_decimals(factor: str) -> None:
    wanted = Fraction(factor), Fraction(5, 2) * 10
    value = nilai / hari * (Fraction(factor) * 10) + "2.5"
    assert rounded_quotient(value.rounded(1)) == wanted
    assert rounded_quotient((hadir + 1).rounded(1)) is None


def test_depth_counts_blocks_down_to_the_field() -> None:
    assert (depth(nilai), depth(nilai / hari), depth((nilai / hari).rounded(0))) == (1, 2, 3)


def test_the_command_prints_a_table_and_fails_where_a_nesting_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert draw_statistics.main(["--policies", "3"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("3 policies; ")
    assert all(name in out for name in PROPERTIES)
    assert "   never  " in out
