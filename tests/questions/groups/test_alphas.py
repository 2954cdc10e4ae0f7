"""Krippendorff's alpha against the worked examples of Krippendorff (2011), the definition over pairs, and what cannot be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import permutations
from random import Random

import pytest

from asn_appraisal.questions.groups.alphas import alpha, middle_ranks
from asn_appraisal.questions.groups.samples import Sample

# Klaus Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), https://repository.upenn.edu/asc_papers/43: the data of
# sections A (binary, two observers), C to E (four observers, twelve units, values missing); each string is an observer.
SECTION_A = ("0100000010", "1110010000")
SECTION_C = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def units(observers: Iterable[str]) -> list[list[int]]:
    """The values of each unit that has two or more."""
    columns = [[int(value) for value in column if value != "."] for column in zip(*observers, strict=True)]
    return [column for column in columns if len(column) > 1]


def of_numbers(people: Sequence[Sequence[int]]) -> Fraction | None:
    return alpha([Sample.of(each) for each in people])


def of_grades(people: Sequence[Sequence[int]]) -> Fraction | None:
    return alpha(middle_ranks(people))


def test_binary_data_of_krippendorff() -> None:
    # 0.095 = 1 - 19 x 4 / (14 x 6); of two values every metric is the same.
    assert of_numbers(units(SECTION_A)) == of_grades(units(SECTION_A)) == 1 - Fraction(19 * 4, 14 * 6)


@pytest.mark.parametrize(("worked_out", "published"), [(of_grades, "0.815"), (of_numbers, "0.849")])
def test_ordinal_and_interval_data_of_krippendorff(
    worked_out: Callable[[list[list[int]]], Fraction | None], published: str
) -> None:
    assert f"{float(worked_out(units(SECTION_C)) or 0):.3f}" == published


def by_pairs(people: Sequence[Sequence[int]], *, ordinal: bool) -> Fraction:
    """Alpha as it is defined: over all pairs of values, with the metric written out."""
    values = [value for each in people for value in each]

    def apart(one: int, other: int) -> Fraction:
        low, high = min(one, other), max(one, other)
        if not ordinal:
            return Fraction((one - other) ** 2)
        between = sum(low <= value <= high for value in values)
        return (between - Fraction(values.count(one) + values.count(other), 2)) ** 2 if one != other else Fraction(0)

    inside = sum(
        (sum((apart(*pair) for pair in permutations(each, 2)), Fraction(0)) / (len(each) - 1) for each in people),
        Fraction(0),
    )
    count, whole = len(values), sum((apart(*pair) for pair in permutations(values, 2)), Fraction(0))
    return 1 - (inside / count) / (whole / (count * (count - 1)))


@pytest.mark.parametrize("seed", range(20))
def test_it_is_the_definition_over_pairs(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    people = [[random.randrange(5) for _ in range(random.randrange(2, 6))] for _ in range(12)]
    assert of_numbers(people) == by_pairs(people, ordinal=False)
    assert of_grades(people) == by_pairs(people, ordinal=True)


def test_full_agreement_is_1_equal_ratings_tell_nothing_and_disagreement_is_below_0() -> None:
    assert of_numbers([[1, 1], [2, 2, 2]]) == of_grades([[1, 1], [5, 5]]) == 1
    assert (of_numbers([[3, 3], [3, 3]]), of_grades([[3, 3]]), of_numbers([]), of_grades([])) == (None,) * 4
    assert (of_numbers([[1, 5], [5, 1]]) or 0) < 0


def test_grades_count_by_their_order_and_not_by_their_distance() -> None:
    near, far = [[0, 0], [1, 2], [2, 2]], [[0, 0], [50, 90], [90, 90]]
    assert of_grades(near) == of_grades(far)
    assert of_numbers(near) != of_numbers(far)
