from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from tests.expressions import expressions

from asn_appraisal import (
    Bands,
    Case,
    Category,
    Expression,
    Flag,
    Greatest,
    Grid,
    Items,
    Least,
    Level,
    Mean,
    Number,
    Steps,
    Sum,
    Weighted,
    When,
)
from asn_appraisal.algebra.edges import Edge
from asn_appraisal.wording.words import Reader, edge_words, listed, spoken

X, Y, Z = Number("x"), Number("y"), Number("z")
MAYBE = Number("maybe", optional=True)
FLAG, OTHER = Flag("flag"), Flag("other")
LEVEL = Category("level", [("a", "Tinggi", "High"), ("b", "Rendah", "Low")])
T, W = Number("t"), Number("w")
ROWS = Items("rows", (T, W), "baris", english="lines")


def _read(expression: Expression, language: str) -> str:
    return Reader(language, lambda entry: entry.named_by()).read(expression)


@pytest.mark.parametrize(
    ("expression", "indonesian", "english"),
    [
        (X + Y * "0.5", "x + y × 0,5", "x + y × 0.5"),
        ((X + Y) * Z, "(x + y) × z", "(x + y) × z"),
        (X - (Y - Z), "x − (y − z)", "x − (y − z)"),
        (X / (Y / Z), "x ÷ (y ÷ z)", "x ÷ (y ÷ z)"),
        (X.capped(120), "x, paling tinggi 120", "x, at most 120"),
        (X.floored(0), "x, paling rendah 0", "x, at least 0"),
        (X.clamped(0, 120), "x, dibatasi 0 sampai 120", "x, kept between 0 and 120"),
        (X.rounded(2), "x, dibulatkan ke 2 desimal", "x, rounded to 2 decimals"),
        (
            X.rounded(0, "half_even"),
            "x, dibulatkan ke bilangan bulat (nilai tengah ke angka genap)",
            "x, rounded to a whole number (ties to even)",
        ),
        (X.rounded(1, "down"), "x, dibulatkan ke 1 desimal ke bawah", "x, rounded to 1 decimal down"),
        (X.rounded(-2, "up"), "x, dibulatkan ke kelipatan 100 ke atas", "x, rounded to a multiple of 100 up"),
        (
            X.through((0, 0), (90, "100.5")),
            "x menurut garis melalui (0; 0), (90; 100,5)",
            "x along the line through (0; 0), (90; 100.5)",
        ),
        (X >= 5, "x ≥ 5", "x ≥ 5"),
        (X.equals(5), "x = 5", "x = 5"),
        ((X > 5) & FLAG, "x > 5 dan flag", "x > 5 and flag"),
        ((X > 5) | FLAG, "x > 5 atau flag", "x > 5 or flag"),
        (~FLAG, "tidak benar bahwa flag", "not (flag)"),
        (~(X > 5), "x ≤ 5", "x ≤ 5"),
        (~X.equals(5), "x ≠ 5", "x ≠ 5"),
        (~LEVEL.is_("a"), "level bukan Tinggi", "level is not High"),
        (~MAYBE.given, "maybe tidak diisi", "maybe is not given"),
        (~~FLAG, "flag", "flag"),
        (LEVEL.is_("a", "b"), "level adalah Tinggi atau Rendah", "level is High or Low"),
        (MAYBE.given, "maybe diisi", "maybe is given"),
        (MAYBE.or_else(0), "maybe, atau 0 bila tidak diisi", "maybe, or 0 if not given"),
        (MAYBE.required, "maybe", "maybe"),
        (X.within(0, 5), "x", "x"),
        (X.but(0, when=FLAG), "x, tetapi 0 bila flag", "x, but 0 if flag"),
        (When(FLAG, X, Y), "x bila flag, selain itu y", "x if flag, otherwise y"),
        (
            Steps(X, ("<= 24", 76 + X), otherwise=100 - X),
            "menurut x: ≤ 24 → 76 + x; selain itu → 100 − x",
            "by x: ≤ 24 → 76 + x; otherwise → 100 − x",
        ),
        (Case(LEVEL, a=1, b="0.5"), "menurut level: Tinggi → 1; Rendah → 0,5", "by level: High → 1; Low → 0.5"),
        (Sum(X, Y), "jumlah (x; y)", "sum of (x; y)"),
        (
            Mean.of_given(X, MAYBE),
            "rata-rata (x; maybe), hanya yang diisi",
            "mean of (x; maybe), only those that are given",
        ),
        (
            Mean.of_given(X, MAYBE, at_least=2),
            "rata-rata (x; maybe), hanya yang diisi (sekurangnya 2)",
            "mean of (x; maybe), only those that are given (at least 2)",
        ),
        (Least(X, Y), "yang terkecil dari (x; y)", "the least of (x; y)"),
        (Greatest(X, Y), "yang terbesar dari (x; y)", "the greatest of (x; y)"),
        (Weighted(("62.5", X), ("37.5", Y)), "62,5 % × x + 37,5 % × y", "62.5 % × x + 37.5 % × y"),
        (Weighted(("100/9", X), ("800/9", Y)), "1/9 × x + 8/9 × y", "1/9 × x + 8/9 × y"),
        (
            Weighted.of_given((60, X), (40, MAYBE)),
            "rata-rata (x (60 %); maybe (40 %)), hanya yang diisi",
            "mean of (x (60 %); maybe (40 %)), only those that are given",
        ),
        (ROWS.mean(T), "rata-rata t dari baris", "mean of t over lines"),
        (ROWS.sum(T * W), "jumlah (t × w) dari baris", "sum of (t × w) over lines"),
        (ROWS.weighted(T, by=W), "rata-rata t dari baris, dengan bobot w", "mean of t over lines, weighted by w"),
        (ROWS.count(T > 1), "banyaknya baris dengan t > 1", "number of lines with t > 1"),
        (ROWS.least(T), "yang terkecil dari t pada baris", "least of t over lines"),
        (ROWS.greatest(T), "yang terbesar dari t pada baris", "greatest of t over lines"),
        (X.rated(Bands(("a", "> 5"), ("b", None))), "peringkat menurut x", "rating for x"),
        (
            Grid(LEVEL, Category("kolom", ["p"]), {("a", "p"): "q", ("b", "p"): "q"}),
            "menurut tabel: level dan kolom",
            "by the table: level and kolom",
        ),
        (X.named("part") * 2, "part × 2", "part × 2"),
    ],
)
def test_an_expression_reads_in_both_languages(expression: Expression, indonesian: str, english: str) -> None:
    assert (indonesian, english) == (_read(expression, "id"), _read(expression, "en"))


@pytest.mark.parametrize(
    ("node", "branch", "english"),
    [
        (When(X > 5, X, Y), 0, "x [because x > 5]"),
        (When(X > 5, X, Y), 1, "y [because x ≤ 5]"),
        (Steps(X, ("<= 24", 76 + X), otherwise=100 - X), 0, "76 + x [because x ≤ 24]"),
        (Steps(X, ("<= 24", 76 + X), otherwise=100 - X), 1, "100 − x [because x > 24]"),
        (Case(LEVEL, a=1, b=X), 1, "x [because level = Low]"),
        (X.but(0, when=FLAG), 1, "0 [because flag]"),
        (X.but(0, when=FLAG), 0, "x"),
    ],
)
def test_a_choice_that_was_taken_says_why(node: Any, branch: int, english: str) -> None:
    assert english == Reader("en", lambda entry: entry.named_by(), lambda _: branch).read(node)


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (None, "tidak diisi", "not given"),
        (True, "ya", "yes"),
        (False, "tidak", "no"),
        (Fraction(1, 2), "0,5", "0.5"),
        ("a", "Tinggi", "High"),
        ("lain", "lain", "lain"),
        (7, "7", "7"),
    ],
)
def test_a_value_is_spoken_in_both_languages(value: object, indonesian: str, english: str) -> None:
    levels = (Level("a", "Tinggi", english="High"),)
    assert (indonesian, english) == (spoken(value, "id", levels), spoken(value, "en", levels))


def test_of_a_long_list_the_first_values_are_shown_and_their_count() -> None:
    values = [Fraction(number) for number in range(1, 9)]
    assert listed(values[:6], "en") == "1; 2; 3; 4; 5; 6"
    assert listed(values, "en") == "1; 2; 3; 4; 5; 6; … (8)"


@given(expressions(4))
def test_every_expression_can_be_read_in_both_languages(expression: Expression) -> None:
    for language in ("id", "en"):
        text = _read(expression, language)
        assert text
        assert "{" not in text


@pytest.mark.parametrize("words", [(FLAG | OTHER) & (X > 1), ~(FLAG & OTHER), (X > 1) & (Y > 1) | FLAG])
def test_joined_conditions_of_different_kinds_are_told_apart(words: Expression) -> None:
    assert "(" in _read(words, "en")


@pytest.mark.parametrize(
    ("edge", "reached", "opposite"),
    [
        (">= 76.123456", "≥ 76,123456", "< 76,123456"),
        ("> 80", "> 80", "≤ 80"),
        ("<= 1/3", "≤ 1/3", "> 1/3"),
        ("< 5", "< 5", "≥ 5"),
    ],
)
def test_an_edge_is_written_with_all_its_digits_and_has_an_opposite(edge: str, reached: str, opposite: str) -> None:
    assert (reached, opposite) == (edge_words(Edge.of(edge)), edge_words(Edge.of(edge), reached=False))


def test_numbers_of_a_policy_are_written_with_all_their_digits() -> None:
    assert _read(X.through((0, 0), ("1/3", "0.123456")), "en") == "x along the line through (0; 0), (1/3; 0.123456)"
    assert _read(X * "0.0000001", "en") == "x × 0.0000001"


def test_a_condition_says_what_a_formula_came_to() -> None:
    cause = Reader(
        "en", str, filled=lambda entry: f"{entry.named_by()} (1)", result=lambda _: "= 0.5".removeprefix("= ")
    )
    node = When(X / Y > 5, X, Z)
    reader = Reader("en", lambda entry: entry.named_by(), lambda _: 1, cause=cause)
    assert reader.read(node) == "z [because x (1) ÷ y (1) = 0.5 ≤ 5]"


@pytest.mark.parametrize(
    ("shown", "told"), [("flag (no)", "y [because flag (no)]"), ("flag", "y [because not (flag)]")]
)
def test_a_flag_with_its_value_says_itself_that_it_does_not_hold(shown: str, told: str) -> None:
    reader = Reader(
        "en",
        lambda entry: entry.named_by(),
        lambda _: 1,
        cause=Reader("en", lambda entry: entry.named_by(), filled=lambda _: shown),
    )
    assert reader.read(When(FLAG, X, Y)) == told
