import pytest
from tests.columns.agreement import REFUSED, agree, appraised, tiers

from asn_appraisal import Band, Bands, Case, Category, Flag, Grid, Items, Mean, Number, Policy, Steps, When

X = Number("x", low=-100, high=100)
Z = Number("o", low=0, high=100, optional=True)
F = Flag("f")
K = Category("k", ("a", "b", "c"), optional=True)
XS = (-100, "-0.01", 0, "0.01", "49.99", 50, "50.01", 100)
RECORDS = [
    {"x": x, "o": o, "f": f, "k": k} for x in XS for o, f, k in ((None, True, "a"), (50, False, "c"), (0, True, None))
]
BANDS = Bands(("tinggi", ">= 50"), ("sedang", "> 0"), ("rendah", None))


def scored(score, places: int = 2) -> Policy:
    return Policy("coba", "Coba", score=score.rounded(places))


NUMBERS = {
    "a default": Z.or_else(X / 3),
    "a default with a fault": Z.or_else(1 / (X + 100)),
    "a default for a default": Z.or_else(When(F, Z, Z / 2)).or_else(9),
    "a replacement": (Z / 7).but(X, when=X > 0).or_else(-1),
    "a choice": When(F, X / 3, -X),
    "a choice of nothing": When(X > 0, X, 0),
    "nothing by choice": When(X > 0, 0, X),
    "steps of constants": Steps(X, ("<= 0", 1), ("<= 50", "-2.5"), otherwise=100),
    "steps of formulas": Steps(X, (">= 50", X / 7), ("> 0", Z.or_else(3)), otherwise=1 / (X - 1)),
    "steps with a fault in the last": Steps(X, (">= 50", X / 7), ("> 0", 3), otherwise=1 / (X + 100)),
    "a choice with a fault in the second": When(X > -100, X / 3, Z.or_else(0) / (X + 100)),
    "steps that may be absent": Steps(Z, (">= 50", X), otherwise=7).or_else(-3),
    "a case of constants": Case(K.or_else("b"), {"a": 1, "b": "2.25", "c": -3}),
    "a case of formulas": Case(K, {"a": X / 3, "b": Z.or_else(2), "c": 5}).or_else(11),
    "the points of a band": Case(X.rated(BANDS), {"tinggi": 3, "sedang": 2, "rendah": X}),
    "the points of a grid": Case(
        Grid(
            X.rated(BANDS),
            K.or_else("b"),
            {
                (b, k): "pq"[(i + j) % 2]
                for i, b in enumerate(("tinggi", "sedang", "rendah"))
                for j, k in enumerate("abc")
            },
            levels=("p", "q"),
        ),
        {"p": 10, "q": 20},
    ),
    "a label by choice": Case(
        When(F, K.or_else("b"), X.rated(BANDS)), {"a": 1, "b": 2, "c": 3, "tinggi": 4, "sedang": 5, "rendah": 6}
    ),
    "a label by steps": Case(Steps(X, (">= 50", "q"), (">= 0", "p"), otherwise="q"), {"q": 1, "p": 0}),
    "points for a flag": F.points("17.5", -1),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_the_alternative_taken_in_columns_is_that_of_records(name):
    agree(scored(NUMBERS[name]), RECORDS)


@pytest.mark.parametrize("name", NUMBERS)
def test_the_alternative_taken_for_one_record_is_that_of_many(name):
    for record in RECORDS[::7]:
        agree(scored(NUMBERS[name]), [record, record], sizes=(None,))


def test_a_value_that_is_required_refuses_only_rows_that_look_at_it():
    policy = scored(When(F, Z.required, X))
    agree(policy, RECORDS)
    assert appraised(policy, RECORDS).count(REFUSED) == len(XS)


@pytest.mark.parametrize("signs", [(">=", ">="), (">", ">"), ("<=", "<=")])
def test_a_number_on_an_edge_of_a_band_is_in_the_band_of_the_law(signs):
    edges = ("50", "0") if signs[0] != "<=" else ("0", "50")
    bands = Bands(
        *((f"k{at}", f"{sign} {edge}") for at, (sign, edge) in enumerate(zip(signs, edges, strict=True))), ("z", None)
    )
    policy = Policy("coba", "Coba", score=X.rounded(2), band=((X / 3) * 3).rated(bands))
    agree(policy, RECORDS)


def test_a_band_with_a_condition_is_passed_over_where_it_does_not_hold():
    bands = Bands(Band("a", ">= 50", requires=1 / (X - 50) > 0), Band("b", ">= 0", requires=F), ("c", None))
    policy = Policy("coba", "Coba", band=X.rated(bands))
    plan = agree(policy, [{"x": x, "f": f} for x in XS for f in (True, False)])
    assert [each.name for each in plan.program.operations].count("first") == 1


def test_a_fault_in_the_condition_of_a_band_refuses_no_row_that_reached_one_before():
    bands = Bands(Band("a", ">= 50", requires=F), Band("b", ">= 0", requires=1 / (X - 50) > 0), ("c", None))
    policy = Policy("coba", "Coba", band=X.rated(bands))
    records = [{"x": x, "f": f} for x in XS for f in (True, False)]
    agree(policy, records)
    assert appraised(policy, records).count(REFUSED) == 1


@pytest.mark.parametrize("count", [126, 127, 128, 140])
def test_more_steps_or_bands_than_one_byte_counts_are_worked_out_in_integers(count):
    x = Number("x", low=0, high=200, decimals=0)
    steps = Steps(x, *((f"<= {edge}", 3 * edge) for edge in range(count)), otherwise=999)
    bands = Bands(*((f"k{edge}", f">= {200 - edge}") for edge in range(count)), ("akhir", None))
    records = [{"x": x} for x in (0, 1, 126, 127, 128, 139, 140, 198, 199, 200)]
    for policy in (Policy("coba", "Coba", score=steps.rounded(0)), Policy("coba", "Coba", band=x.rated(bands))):
        assert agree(policy, records).program.exact is (count > 127)


@pytest.mark.parametrize("count", [2, 127, 128, 144])
def test_a_grid_of_more_entries_than_one_byte_counts_is_worked_out_in_integers(count):
    rows, columns = (Category(key, [f"{key}{at}" for at in range(12)]) for key in "rc")
    levels = [f"l{at}" for at in range(count)]
    places = [(row, column) for row in range(12) for column in range(12)]
    cells = {(f"r{row}", f"c{column}"): levels[(12 * row + column) % count] for row, column in places}
    grid = Grid(rows, columns, cells, levels=levels)
    policy = Policy("coba", "Coba", score=Case(grid, {level: at for at, level in enumerate(levels)}).rounded(0))
    plan = agree(policy, [{"r": f"r{row}", "c": f"c{column}"} for row, column in places[::5] + places[-3:]])
    assert plan.program.exact is (count > 127)


def test_constants_of_a_table_are_whole_numbers_in_a_common_unit():
    plan = agree(scored(Steps(X, ("<= 0", "1/3"), ("<= 50", "-0.25"), otherwise=7)), RECORDS)
    table = next(each for each in plan.program.operations if each.name == "take")
    assert table.numbers == (4, -3, 84)
    assert "filter" not in tiers(plan)


@pytest.mark.parametrize(
    "values", [("-20000000.01", 20000000), (-(2**31), 2**31 - 1), (-(2**53), 2**53 - 1), (3, 3), (0, 0), (5, "-1.5")]
)
def test_two_constants_may_lie_as_far_apart_as_their_type_allows(values):
    table = Steps(X, ("<= 0", values[0]), otherwise=values[1])
    agree(Policy("coba", "Coba", score=(table / 1000).rounded(1), band=table.rated(BANDS)), RECORDS)


def test_choices_may_stand_in_rows_and_over_rows():
    p = Number("p", low=0, high=10)
    kind = Category("jenis", ("u", "t"))
    rows = Items("rows", [p, kind], at_least=0)
    inner = Case(kind, {"u": When(F, p, p / 3), "t": Steps(p, (">= 5", X), otherwise=2)})
    policy = scored(Mean(rows.mean(inner).or_else(-1), rows.where(kind.is_("t")).greatest(p).or_else(50)))
    lists = (
        [],
        [{"p": 5, "jenis": "t"}],
        [{"p": "4.99", "jenis": "t"}, {"p": 7, "jenis": "u"}],
        [{"p": 3, "jenis": "u"}],
    )
    agree(policy, [{"x": x, "f": f, "rows": rows} for x in (-100, 50) for f in (True, False) for rows in lists])
