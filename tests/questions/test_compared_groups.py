"""Groups of a comparison as data; what they are made of is tested with comparisons."""

from __future__ import annotations

from fractions import Fraction

from asn_appraisal.questions.compared_groups import ComparedGroup, ComparedGroups


def test_a_group_of_ten_rows_is_not_small_and_one_without_scores_has_no_mean() -> None:
    large = ComparedGroup(("Dinas A",), 10, 6, 4, Fraction(1, 3), {})
    empty = ComparedGroup((None,), 0, 0, 0, None, {})
    groups = ComparedGroups(("unit",), (large, empty))
    assert [each.small for each in groups] == [False, True]
    assert groups.text("en").splitlines()[:2] == [
        "- Dinas A: 10 rows, 6 gain, 4 lose, ≈ 0.3333 points on average",
        "- -*: 0 rows, 0 gain, 0 lose",
    ]


def test_groups_are_plain_data() -> None:
    group = ComparedGroup((None, 7), 10, 6, 4, Fraction(1, 3), {("a", None): 10})
    empty = ComparedGroup(("Dinas A", "x"), 0, 0, 0, None, {})
    assert ComparedGroups(("unit", "kelas"), (group, empty)).to_dict() == {
        "columns": ["unit", "kelas"],
        "groups": [
            {
                "name": [None, "7"],
                "rows": 10,
                "gained": 6,
                "lost": 4,
                "mean_difference": "1/3",
                "moves": [{"before": "a", "after": None, "count": 10}],
                "small": False,
            },
            {
                "name": ["Dinas A", "x"],
                "rows": 0,
                "gained": 0,
                "lost": 0,
                "mean_difference": None,
                "moves": [],
                "small": True,
            },
        ],
    }
