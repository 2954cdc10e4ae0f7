# ruff: noqa: S311  (chance for tests, nothing secret)

import re
from collections.abc import Mapping
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from tests.examples import policy, record
from tests.records import records

from asn_appraisal import (
    Band,
    Bands,
    Case,
    Category,
    Expression,
    Flag,
    Grid,
    Items,
    Number,
    Policy,
    Source,
    Steps,
    TraceStep,
    Weighted,
    When,
    explain,
    schemes,
)
from asn_appraisal.algebra.bands import Rated
from asn_appraisal.algebra.edges import COMPARISONS
from asn_appraisal.appraising.step_words import StepWords, all_steps, distinct, equals, place_of, sources_of
from asn_appraisal.errors import RecordError
from asn_appraisal.testing.drawing.policies import random_policy
from asn_appraisal.testing.drawing.records import random_record

X, Y = Number("x"), Number("y", optional=True)
T, W = Number("t"), Number("w")
ROWS = Items("rows", (T, W), "baris", english="lines")
LAW, OTHER, THIRD = Source("Perda 1/2026"), Source("Perda 2/2026"), Source("Perda 3/2026")
SCALE = Bands(
    ("baik", ">= 76", "Baik", "Good"), ("cukup", ">= 60", "Cukup", "Fair"), ("kurang", None, "Kurang", "Poor")
)


def _steps(score: Expression, values: Mapping[str, Any], **more: Any) -> dict[str, TraceStep]:
    made = Policy("contoh", "Contoh", score=score, reported=2, **more)
    return {place_of(step): step for step in made.appraise(values).trace}


def _words(step: TraceStep, language: str = "id", *, names: bool = False) -> StepWords:
    return StepWords((step,), language, names=names)


def worked(step: TraceStep, language: str = "id") -> str:
    return _words(step, language).worked(step)


def test_a_step_is_called_by_its_key_after_the_list_and_row_it_stands_in() -> None:
    found = [place_of(step) for step in policy().appraise(record()).trace]
    expected = ["kegiatan[0].capaian", "kegiatan[1].capaian", "kerja", "waktu", "perilaku", "nilai", "peringkat"]
    assert expected == found


def test_for_people_a_step_is_called_by_its_name_and_rows_count_from_one() -> None:
    trace = policy().appraise(record()).trace
    assert [StepWords(trace.tops).title(step) for step in trace][:3] == [
        "Capaian (kegiatan 1)",
        "Capaian (kegiatan 2)",
        "Hasil kerja",
    ]
    keys = StepWords(trace.tops, "en", names=False)
    assert [keys.title(step) for step in trace][1:4] == [
        "kegiatan[1].capaian (Achievement)",
        "kerja (Results)",
        "waktu (Time)",
    ]


@pytest.mark.parametrize(
    ("key", "rule", "with_values"),
    [
        ("kegiatan[0].capaian", "realisasi ÷ target × 100, at most 120", "60 ÷ 80 × 100, at most 120"),
        ("kerja", "mean of capaian over activities", "mean of (75; 100)"),
        ("waktu", "by hemat: ≤ 24 → 76 + hemat; otherwise → 100 − hemat", "100 − 25 [because hemat (25) > 24]"),
        (
            "perilaku",
            "mean of (disiplin; sikap), only those that are given",
            "mean of (90; not given), only those that are given",
        ),
        (
            "nilai",
            "50 % × kerja + 20 % × waktu + 30 % × perilaku + tugas, rounded to 2 decimals",
            "50 % × 87.5 + 20 % × 75 + 30 % × 90 + 0, rounded to 2 decimals",
        ),
        ("peringkat", "rating for nilai", "rating for 85.75"),
    ],
)
def test_a_rule_is_told_with_names_and_with_values(key: str, rule: str, with_values: str) -> None:
    step = next(step for step in policy().appraise(record()).trace if place_of(step) == key)
    assert (rule, with_values) == (_words(step, "en").rule(step), worked(step, "en"))


def test_formulas_use_the_names_of_fields_and_parts() -> None:
    step = policy().appraise(record()).trace.step("nilai")
    expected = "50 % × Results + 20 % × Time + 30 % × Behaviour + Extra tasks, rounded to 2 decimals"
    assert _words(step, "en", names=True).rule(step) == expected


def test_a_list_that_looks_only_at_rows_meeting_a_condition_shows_only_their_values() -> None:
    part = (T * 2).named("part")
    score = ROWS.where(part >= 4).mean(part).or_else(0).named("nilai")
    values = {"rows": [{"t": 1, "w": 0}, {"t": 2, "w": 0}, {"t": 3, "w": 0}]}
    step = _steps(score, values)["nilai"]
    assert (step.value, "(4; 6)" in worked(step, "en")) == (5, True)
    assert "(2; 4; 6)" not in worked(step, "en")


def test_a_weighted_mean_over_rows_shows_its_values_and_their_weights() -> None:
    values = {"rows": [{"t": 90, "w": 20}, {"t": 81, "w": 10}]}
    step = _steps(ROWS.weighted(T, by=W).named("nilai"), values)["nilai"]
    assert worked(step) == "rata-rata dari (90; 81), dengan bobot (20; 10)"
    assert worked(step, "en") == "mean of (90; 81), weighted by (20; 10)"
    # Without a list in the formula, what the rows came to is said with them.
    more = _steps((ROWS.weighted(T, by=W) + 1 + ROWS.count(T > 85)).named("nilai"), values)["nilai"]
    assert worked(more, "en") == "(mean of (90; 81), weighted by (20; 10) = 87) + 1 + 1"


@pytest.mark.parametrize(
    ("score", "told"),
    [
        (ROWS.mean(T) * 2, "(mean of (1; 1; 2) ≈ 1.3333) × 2"),
        (ROWS.least(T), "the least of (1; 1; 2)"),
        (ROWS.greatest(T), "the greatest of (1; 1; 2)"),
        (ROWS.sum(T), "sum of (1; 1; 2)"),
        (ROWS.count(T > 1), "1"),
        (ROWS.where(T > 5).sum(T) + X, "0 + 5"),
    ],
)
def test_what_is_worked_out_over_rows_shows_their_values(score: Expression, told: str) -> None:
    rows = [{"t": 1, "w": 0}, {"t": 1, "w": 0}, {"t": 2, "w": 0}]
    made = Policy("contoh", "Contoh", score=score.named("nilai"), reported=2)
    step = made.appraise({"rows": rows, **({"x": 5} if X in made.outline.fields else {})}).trace.step("nilai")
    assert worked(step, "en") == told


@pytest.mark.parametrize(
    "score",
    [
        ROWS.mean(T),
        ROWS.mean(T / W),
        ROWS.sum(T * X),
        ROWS.weighted(T, by=W),
        ROWS.weighted((T + 1).named("part"), by=W),
        ROWS.count(T > 1) + X,
        ROWS.where(T > 1).sum(W),
        ROWS.least(When(T > 1, W, X)),
        ROWS.where(T.rated(Bands(("hi", "> 1"), ("lo", None))).is_("hi")).sum(T + 1) * X,
    ],
)
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_formula_over_rows_that_is_no_part_can_be_told_too(score: Expression, language: str) -> None:
    values = {"rows": [{"t": 1, "w": 1}, {"t": 2, "w": 3}]}
    made = Policy("contoh", "Contoh", score=score.named("nilai"), reported=2)
    step = made.appraise({**values, "x": 2} if X in made.outline.fields else values).trace.step("nilai")
    assert worked(step, language)


def test_a_condition_is_told_with_its_name_and_its_value() -> None:
    lulus = Flag("lulus")
    step = _steps(When(lulus, X, 0).named("nilai"), {"x": 5, "lulus": True})["nilai"]
    assert (worked(step), worked(step, "en")) == ("5 [karena lulus (ya)]", "5 [because lulus (yes)]")
    step = _steps(When(lulus, X, 0).named("nilai"), {"x": 5, "lulus": False})["nilai"]
    assert worked(step, "en") == "0 [because lulus (no)]"


def test_a_condition_says_what_its_formula_came_to() -> None:
    step = _steps(When(X / 3 > 2, X, 0).named("nilai"), {"x": 5})["nilai"]
    assert worked(step, "en") == "0 [because x (5) ÷ 3 ≈ 1.6667 ≤ 2]"
    step = _steps(Steps(X / 4, ("<= 2", X), otherwise=0).named("nilai"), {"x": 5})["nilai"]
    assert worked(step, "en") == "5 [because x (5) ÷ 4 = 1.25 ≤ 2]"


@pytest.mark.parametrize(
    ("score", "values", "told"),
    [
        # The second condition is never looked at, and no default is worked out: neither has a value to show.
        (When((X >= 0) | ((X + 1).named("part") > 5), 1, 0), {"x": 1}, "x (1) ≥ 0 or part > 5"),
        (Y.or_else((X + 1).named("part")), {"x": 1, "y": 7}, "7, or part if not given"),
        (When((X >= 0) | (ROWS.mean(1 / (T - T)) > 5), 1, 0), {"x": 1, "rows": [{"t": 1, "w": 0}]}, "mean of"),
    ],
)
def test_what_was_never_worked_out_is_told_by_name(score: Expression, values: dict[str, Any], told: str) -> None:
    assert told in worked(_steps(score.named("nilai"), values)["nilai"], "en")


# --- why this rating


@pytest.mark.parametrize(
    ("x", "indonesian", "english"),
    [
        (80, ["Baik: 80 ≥ 76"], ["Good: 80 ≥ 76"]),
        (76, ["Baik: 76 ≥ 76"], ["Good: 76 ≥ 76"]),
        (70, ["Cukup: 70 ≥ 60", "Baik tidak tercapai: 70 < 76"], ["Fair: 70 ≥ 60", "Good is not reached: 70 < 76"]),
        (
            "59.5",
            ["Kurang: tidak ada peringkat di atasnya yang tercapai", "Cukup tidak tercapai: 59,5 < 60"],
            ["Poor: no higher rating is reached", "Fair is not reached: 59.5 < 60"],
        ),
    ],
)
def test_a_rating_says_the_edge_it_reached_and_the_next_one_it_did_not(
    x: object, indonesian: list[str], english: list[str]
) -> None:
    step = _steps(X, {"x": x}, band=SCALE)["peringkat"]
    assert [_words(step, language).reasons(step) for language in ("id", "en")] == [indonesian, english]


def _withholding(**values: Any) -> TraceStep:
    idea, late = Flag("ide", "Ide baru", english="New idea"), Number("telat", "Terlambat", english="Late")
    scale = Bands(
        Band("istimewa", ">= 110", "Istimewa", english="Outstanding", requires=idea & (late <= 0), source=OTHER),
        Band("sangat_baik", ">= 100", "Sangat Baik", english="Very good", requires=idea, source=THIRD),
        ("baik", ">= 90", "Baik", "Good"),
        ("kurang", None, "Kurang", "Poor"),
        source=LAW,
    )
    return _steps(X, values, band=scale)["peringkat"]


def test_a_band_that_was_withheld_says_which_condition_was_not_met() -> None:
    step = _withholding(x=118, ide=False, telat=0)
    words = _words(step, "en", names=True)
    assert words.reasons(step) == [
        "Good: 118 ≥ 90",
        "Very good is withheld: 118 ≥ 100, but its condition is not met: New idea (no)",
        "Outstanding is withheld: 118 ≥ 110, but its condition is not met: New idea and Late ≤ 0 (New idea: no; Late: 0)",
    ]
    step = _withholding(x=118, ide=True, telat=2)
    assert _words(step, names=True).reasons(step) == [
        "Sangat Baik: 118 ≥ 100, dan syaratnya terpenuhi: Ide baru (ya)",
        "Istimewa tidak diberikan: 118 ≥ 110, tetapi syaratnya tidak terpenuhi: Ide baru dan Terlambat ≤ 0 (Ide baru: ya; Terlambat: 2)",
    ]


def test_a_band_not_reached_says_what_it_would_require_besides() -> None:
    step = _withholding(x=95, ide=False, telat=0)
    assert _words(step, "en", names=True).reasons(step) == [
        "Good: 95 ≥ 90",
        "Very good is not reached: 95 < 100; it would also require: New idea",
    ]


def test_a_rating_inside_a_formula_gives_its_reasons_too() -> None:
    points = Case(X.rated(SCALE), baik=3, cukup=2, kurang=1)
    step = _steps(points.named("nilai"), {"x": 70})["nilai"]
    assert _words(step, "en").reasons(step) == ["Fair: 70 ≥ 60", "Good is not reached: 70 < 76"]
    assert _words(step, "en").reasons(_steps(X.named("nilai"), {"x": 70})["nilai"]) == []


# --- the law behind it


def test_a_rating_rests_on_the_law_of_its_scale_and_of_the_bands_that_were_reached() -> None:
    assert sources_of(_withholding(x=118, ide=False, telat=0)) == (LAW, OTHER, THIRD)
    assert sources_of(_withholding(x=105, ide=True, telat=0)) == (LAW, THIRD)
    assert sources_of(_withholding(x=95, ide=True, telat=0)) == (LAW,)


@pytest.mark.parametrize(
    ("score", "sources"),
    [
        (X.named("nilai", source=LAW), (LAW,)),
        (Steps(X, ("<= 1", 1, LAW), ("<= 9", 2, OTHER), otherwise=0).named("nilai", source=THIRD), (THIRD, OTHER)),
        (Steps(X, ("<= 1", 1, LAW), ("<= 2", 2, OTHER), otherwise=0).named("nilai"), (LAW, OTHER)),
        (Weighted((50, X, LAW), (50, X + 1, OTHER)).named("nilai"), (LAW, OTHER)),
        (Case(Category("k", ["a", "b"]), a=X, b=0, source=LAW).named("nilai"), (LAW,)),
        (When(X > 100, Steps(X, ("<= 9", 1, LAW), otherwise=0), X).named("nilai"), ()),
        (X.but(Steps(X, ("<= 9", 1, LAW), otherwise=0), when=X > 100).named("nilai"), ()),
        ((X.named("part", source=LAW) + 1).named("nilai"), ()),
        (ROWS.mean(Steps(T, ("<= 9", 1, LAW), otherwise=0)).named("nilai"), ()),
    ],
)
def test_a_step_rests_on_the_law_of_the_tables_that_it_used(score: Expression, sources: tuple[Source, ...]) -> None:
    made = Policy("contoh", "Contoh", score=score, reported=2)
    values = {"x": 5, "k": "a", "rows": [{"t": 1, "w": 1}]}
    known = {entry.key for entry in made.inputs}
    step = made.appraise({key: value for key, value in values.items() if key in known}).trace.step("nilai")
    assert sources_of(step) == sources


def test_an_entry_of_a_grid_rests_on_the_law_of_the_grid() -> None:
    level = Category("level", ["a"])
    grid = Grid(level, Category("kolom", ["p"]), {("a", "p"): "q"}, source=LAW)
    step = Policy("contoh", "Contoh", band=grid).appraise({"level": "a", "kolom": "p"}).trace.step("peringkat")
    assert sources_of(step) == (LAW,)
    assert _words(step, "en").worked(step) == "by the table: level (a) and kolom (p)"


@pytest.mark.parametrize("key", schemes.keys())
def test_the_rating_of_every_scheme_names_its_law(key: str) -> None:
    scheme = schemes.get(key)

    @settings(max_examples=10, deadline=None)
    @given(records(scheme))
    def told(values: dict[str, Any]) -> None:
        try:
            tops = scheme.appraise(values).trace.tops
        except RecordError:
            return
        for step in tops:
            if step.part.kind == "label":
                assert sources_of(step)
                assert StepWords(tops).basis(step)

    told()


# --- numbers


def test_a_number_beside_an_edge_is_on_its_side() -> None:
    x = Number("x", decimals=6, low=0, high=300)
    made = Policy("contoh", "Contoh", score=x / 3, reported=2, band=SCALE)
    text = explain(made.appraise({"x": "227.999997"}), language="en")
    for line in (
        "Score: 76.00 (before rounding 75.999999)",
        "Score = 75.999999",
        "    = 227.999997 ÷ 3",
        "    Fair: 75.999999 ≥ 60",
        "    Good is not reached: 75.999999 < 76",
    ):
        assert line in text.splitlines()


_STATED = re.compile(r"(?:^|[ (])(?:≈ )?(-?[\d.]+(?:/\d+)?) (≥|>|≤|<) (-?[\d.]+(?:/\d+)?)")
_SIGNS = {"≥": ">=", ">": ">", "≤": "<=", "<": "<"}


def _ratings(step: TraceStep) -> list[Rated]:
    return [node for node, _ in step.choices if isinstance(node, Rated)]


@pytest.mark.parametrize("seed", range(150))
def test_what_is_shown_beside_an_edge_compares_with_it_as_the_exact_value_does(seed: int) -> None:
    chance = Random(seed)
    made = random_policy(chance)
    for _ in range(4):
        try:
            trace = made.appraise(random_record(made, chance)).trace
        except RecordError:
            continue
        words = StepWords(trace.tops, "en")
        for step in trace:
            for line in words.reasons(step):
                stated = re.sub(r"(condition is|require).*", "", line)
                for value, sign, bound in _STATED.findall(stated):
                    assert COMPARISONS[_SIGNS[sign]](Fraction(value), Fraction(bound)), line
            values = [value for value in step.compared.values() if isinstance(value, Fraction)]
            edges = [e for node, _ in step.choices if isinstance(node, Steps) for e in node.edges]
            edges += [b.edge for node in _ratings(step) for b in node.bands.bands if b.edge is not None]
            for value in values:
                shown = words.digits.shown(value)
                for edge in edges:
                    assert edge.holds(shown) == edge.holds(value)
                for other in values:
                    assert (shown < words.digits.shown(other)) == (value < other)
                assert (words.digits.text(value, "en").startswith("≈")) == (shown != value)


@pytest.mark.parametrize("seed", range(60))
def test_a_score_that_nearly_reaches_an_edge_is_shown_below_it(seed: int) -> None:
    chance = Random(seed)
    made = random_policy(chance)
    try:
        exact = made.appraise(random_record(made, chance)).exact
    except RecordError:
        return
    if exact is None or max(exact.denominator, abs(exact.numerator)) > 10**20:
        return
    least = Fraction(1, 10 ** chance.randint(3, 15))
    scale = Bands(("a", f">= {exact + least}"), ("c", f">= {exact - least}"), ("d", None))
    near = Policy("dekat", "Dekat", score=made.score, reported=2, band=scale, checks=made.checks)
    chance = Random(seed)
    random_policy(chance)
    appraisal = near.appraise(random_record(made, chance), ignore="all")
    reasons = StepWords(appraisal.trace.tops, "en").reasons(appraisal.trace.tops[-1])
    stated = [_STATED.findall(line) for line in reasons]
    assert [len(each) for each in stated] == [1, 1]  # c reaches its edge, a does not
    for ((value, sign, bound),) in stated:
        assert COMPARISONS[_SIGNS[sign]](Fraction(value), Fraction(bound)), reasons


# --- steps in order


def test_each_step_comes_once_and_after_those_it_rests_on() -> None:
    part = (X * 2).named("part")
    tops = Policy("contoh", "Contoh", score=(part + part.capped(1)).named("nilai")).appraise({"x": 1}).trace.tops
    assert [step.key for step in all_steps(tops)] == ["part", "nilai"]
    assert (len(tops[0].children), len(distinct(tops[0].children))) == (2, 1)


def test_what_is_about_equal_says_so() -> None:
    assert [equals("5"), equals("≈ 5.3333")] == ["= 5", "≈ 5.3333"]
