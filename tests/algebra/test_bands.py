from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import asn_appraisal as asn
from asn_appraisal import errors
from asn_appraisal.algebra.bands import Rated

x = asn.Number("x", decimals=4)
flag = asn.Flag("hadir")
LAW = asn.Source("PP 46/2011")
BANDS = asn.Bands(
    ("sangat_baik", ">= 91", "Sangat Baik", "Very good"),
    ("baik", "> 75.5", "Baik"),
    ("tepat", ">= 75.5", "Tepat"),
    ("cukup", ">= 61", "Cukup"),
    ("kurang", None, "Kurang"),
)
LOW = asn.Bands(("a", "< 0"), ("b", "<= 0"), ("c", "<= 24.5"), ("d", "< 100"), ("e", None))
CONDITIONAL = asn.Bands(asn.Band("a", ">= 91", requires=flag), ("b", ">= 91"), ("c", ">= 76"), ("d", None))


def rating(bands: asn.Bands) -> asn.Policy:
    return asn.Policy("contoh", "Contoh", score=x, band=bands)


def reached(policy: asn.Policy, **record: object) -> str:
    band = policy.appraise(record).band
    assert band is not None
    return band.key


def ladder(value: Fraction) -> str:
    if value >= 91:
        return "sangat_baik"
    if value > Fraction("75.5"):
        return "baik"
    if value >= Fraction("75.5"):
        return "tepat"
    if value >= 61:
        return "cukup"
    return "kurang"


def low_ladder(value: Fraction) -> str:
    if value < 0:
        return "a"
    if value <= 0:
        return "b"
    if value <= Fraction("24.5"):
        return "c"
    if value < 100:
        return "d"
    return "e"


near_edges = st.builds(
    lambda edge, off: Fraction(edge) + Fraction(off, 10_000),
    st.sampled_from(["91", "75.5", "61", "0", "24.5", "100"]),
    st.integers(-2, 2),
)
anywhere = st.integers(-(10**7), 10**7).map(lambda n: Fraction(n, 10_000))
RATING, LOW_RATING, CONDITIONAL_RATING = rating(BANDS), rating(LOW), rating(CONDITIONAL)


@given(near_edges | anywhere)
@example(Fraction(91))
@example(Fraction("90.9999"))
@example(Fraction("75.5"))
@example(Fraction(61))
def test_the_first_edge_met_wins(value: Fraction) -> None:
    assert ladder(value) == reached(RATING, x=value)


@given(near_edges | anywhere)
@example(Fraction(0))
@example(Fraction("24.5"))
@example(Fraction(100))
def test_the_first_edge_met_wins_from_below_too(value: Fraction) -> None:
    assert low_ladder(value) == reached(LOW_RATING, x=value)


@given(value=near_edges | anywhere, hadir=st.booleans())
@example(value=Fraction(91), hadir=True)
@example(value=Fraction(91), hadir=False)
def test_a_band_may_require_something_besides(value: Fraction, hadir: bool) -> None:
    expected = ("a" if hadir else "b") if value >= 91 else "c" if value >= 76 else "d"
    assert expected == reached(CONDITIONAL_RATING, x=value, hadir=hadir)


# Any scale that Bands accepts: each number has exactly one band, the first whose edge it meets.
scales = st.tuples(
    st.booleans(),
    st.lists(st.tuples(st.integers(-12, 12), st.booleans()), min_size=1, max_size=5, unique_by=lambda edge: edge[0]),
)


@given(scales, st.integers(-30, 30))
def test_bands_partition_the_line(scale: tuple[bool, list[tuple[int, bool]]], half: int) -> None:
    falling, edges = scale
    sign = ">" if falling else "<"
    ordered = sorted(edges, reverse=falling)
    written = [(f"b{i}", f"{sign}{'=' if closed else ''} {bound}") for i, (bound, closed) in enumerate(ordered)]
    value = Fraction(half, 2)
    meets = [(value > bound if falling else value < bound) or (closed and value == bound) for bound, closed in ordered]
    expected = f"b{meets.index(True)}" if True in meets else "rest"
    assert expected == reached(rating(asn.Bands(*written, ("rest", None))), x=value)


@given(scales)
def test_edges_in_the_wrong_order_are_refused(scale: tuple[bool, list[tuple[int, bool]]]) -> None:
    falling, edges = scale
    sign = ">" if falling else "<"
    wrong = sorted([*edges, (13, True)], reverse=not falling)
    written = [(f"b{i}", f"{sign}{'=' if closed else ''} {bound}") for i, (bound, closed) in enumerate(wrong)]
    with pytest.raises(errors.EdgeOrderError):
        asn.Bands(*written, ("rest", None))


# --- refusals


@pytest.mark.parametrize(
    ("band", "edge", "written"),
    [
        ("baik", ">= 76", lambda: asn.Bands(("sangat_baik", ">= 91"), ("baik", ">= 76"))),
        ("sangat_baik", ">= 91", lambda: asn.Bands(("sangat_baik", ">= 91"))),
        ("baik", "", lambda: asn.Bands(("baik", None), ("kurang", None))),
        ("baik", "", lambda: asn.Bands(("sangat_baik", ">= 91"), ("baik", None), ("kurang", None))),
        ("kurang", "", lambda: asn.Bands(("baik", ">= 76"), asn.Band("kurang", None, requires=flag))),
    ],
)
def test_a_hole_between_bands_is_refused(band: str, edge: str, written: Callable[[], object]) -> None:
    with pytest.raises(errors.BandGapError) as caught:
        written()
    assert (band, edge) == (caught.value.facts["band"], caught.value.facts["edge"])


@pytest.mark.parametrize(
    ("error", "written"),
    [
        (errors.EmptyPartsError, asn.Bands),
        (errors.LevelKeyError, lambda: asn.Bands(("baik", ">= 91"), ("baik", ">= 76"), ("kurang", None))),
        (errors.LevelKeyError, lambda: asn.Bands(("baik", ">= 91"), ("baik", None))),
        (errors.EdgeOrderError, lambda: asn.Bands(("b", ">= 76"), ("a", ">= 91"), ("c", None))),
        (errors.EdgeOrderError, lambda: asn.Bands(("a", ">= 91"), ("b", ">= 91"), ("c", None))),
        (errors.EdgeOrderError, lambda: asn.Bands(("a", ">= 91"), ("b", "> 91"), ("c", None))),
        (errors.EdgeOrderError, lambda: asn.Bands(("a", ">= 91"), ("b", "<= 50"), ("c", None))),
        (
            errors.EdgeOrderError,
            lambda: asn.Bands(("a", ">= 91"), asn.Band("b", ">= 91", requires=flag), ("c", None)),
        ),
        (errors.EdgeTextError, lambda: asn.Bands(("a", "91"), ("c", None))),
        (errors.EdgeTextError, lambda: asn.Bands(("a", 91), ("c", None))),
        (errors.MalformedNumberError, lambda: asn.Bands(("a", ">= 91,5"), ("c", None))),
        (errors.KeyFormError, lambda: asn.Bands(("Sangat Baik", ">= 91"), ("c", None))),
        (errors.KindError, lambda: asn.Band("a", ">= 91", requires=x)),
        (errors.AbsentPartError, lambda: asn.Band("a", ">= 91", requires=asn.Flag("f", optional=True))),
        (errors.KindError, lambda: flag.rated(BANDS)),
        (errors.EmptyPolicyError, lambda: asn.Policy("p", "P", band=BANDS)),
    ],
)
def test_bands_that_are_no_scale_are_refused(error: type[asn.AppraisalError], written: Callable[[], object]) -> None:
    with pytest.raises(error):
        written()


def test_a_single_band_takes_every_number() -> None:
    assert reached(rating(asn.Bands(("semua", None))), x="-99.9999") == "semua"


# --- levels, names, equality


def test_the_bands_are_the_levels_of_the_rating() -> None:
    assert [level.key for level in x.rated(BANDS).levels] == ["sangat_baik", "baik", "tepat", "cukup", "kurang"]
    assert x.rated(BANDS) == BANDS.rating_of(x) == Rated(x, BANDS)


def test_the_band_reached_has_its_names_and_labels() -> None:
    bands = asn.Bands(asn.Band("a", ">= 91", "A", english="Best", labels={"zona": "hijau"}), ("b", None, "B"))
    band: Any = rating(bands).appraise({"x": 91}).band
    assert (band.key, band.name, band.called("en"), band.label("zona")) == ("a", "A", "Best", "hijau")


def test_bands_written_in_two_ways_are_equal() -> None:
    short = asn.Bands(("a", ">= 91", "A", "Best"), ("b", None))
    long = asn.Bands(asn.Band("a", asn.Edge(">=", Fraction(91)), "A", english="Best"), asn.Band("b", None))
    assert short == long
    assert hash(short) == hash(long)


def test_labels_written_in_two_ways_are_equal() -> None:
    assert asn.Band("a", None, labels={"zona": "hijau"}) == asn.Band("a", None, labels=[("zona", "hijau")])


def test_bands_keep_their_sources() -> None:
    bands = asn.Bands(asn.Band("a", ">= 91", source=LAW), ("b", None), source=LAW)
    assert (bands.sources, bands.bands[0].sources, bands.bands[1].sources) == ((LAW,), (LAW,), ())


def test_the_rating_of_an_absent_number_is_absent() -> None:
    absent = asn.Number("biaya", optional=True)
    grade = asn.Case(absent.rated(asn.Bands(("baik", ">= 76"), ("kurang", None))), baik=1, kurang=0)
    policy = asn.Policy("contoh", "Contoh", score=grade.or_else(-1))
    assert policy.appraise({}).exact == -1
    assert policy.appraise({"biaya": "75.99"}).exact == 0
