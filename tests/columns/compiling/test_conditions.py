from itertools import product

import pytest
from tests.columns.agreement import agree

from asn_appraisal import Case, Category, Flag, Items, Number, Policy, Steps, When

X = Number("x", low=0, high=100, optional=True)
Y = Number("y", low=0, high=100)
F, G, H = Flag("f", optional=True), Flag("g"), Flag("h", optional=True)
K = Category("k", ("a", "b", "c"), optional=True)
M = Category("m", ("c", "b", "z"))

RECORDS = [
    {"x": x, "y": y, "f": f, "g": g, "h": None if g else f, "k": k, "m": m}
    for x, y in ((None, 50), ("49.99", 50), (50, 50), ("50.01", 50), (0, 0), (None, 0))
    for f, g in product((True, False, None), (True, False))
    for k, m in (("a", "z"), ("b", "b"), ("c", "c"), ("c", "b"), (None, "b"))
]

XX, FF, KK = X.or_else(7), F.or_else(G), K.or_else("b")

CONDITIONS = {
    "numbers": (XX < Y) | (XX / 3 >= Y / 3),
    "equal numbers": XX.equals(Y),
    "a label and a level": KK.equals("c"),
    "a level and a label": KK.is_("a", "c"),
    "two labels of other levels": KK.equals(M),
    "two conditions": FF.equals(G),
    "two conditions that always hold": (Y >= 0).equals(Y <= 100),
    "a condition that always holds and one that never does": (Y >= 0).equals(Y > 100),
    "two conditions that never hold": (Y < 0).equals(Y > 100),
    "all, the later ones looked at only where they matter": (Y > 0) & (XX / Y.floored(1) > 1) & (100 / (Y + 1) < 3),
    "one of several": (Y <= 0) | (1 / Y > "0.02"),
    "not": ~FF,
    "follows": FF.implies(XX > 10),
    "given numbers": X.given,
    "given labels": K.given & ~F.given,
    "given quotients": (X / (Y + 1)).given,
    "given by a default": F.or_else(H).given,
    "given by a choice": When(G, F, H).given,
    "given by the label": Case(M, {"c": F, "b": H, "z": F}).given,
    "given by the first step met": Steps(Y, (">= 50", F), (">= 10", H), otherwise=F).given,
    "given by a replaced one": F.but(G, when=G).given,
    "given by a part": F.named("bagian").given,
}


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_condition_holds_in_columns_where_it_holds_in_records(name):
    agree(Policy("coba", "Coba", score=When(CONDITIONS[name], 1, 0).rounded(0)), RECORDS, sizes=(None,))


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_condition_holds_in_one_row_as_in_many(name):
    policy = Policy("coba", "Coba", score=When(CONDITIONS[name], 1, 0).rounded(0))
    for record in RECORDS[::17]:
        agree(policy, [record], sizes=(None,))


def test_a_fault_behind_a_condition_that_decides_refuses_nothing():
    condition = (Y > 0) & (1 / Y > "0.02")
    policy = Policy("coba", "Coba", score=When(condition | (Y.equals(0) & (1 / (Y + 1) > 0)), 1, 0).rounded(0))
    plan = agree(policy, [{"y": 0}, {"y": "0.01"}, {"y": 50}, {"y": "49.99"}])
    assert "refuse" in [each.name for each in plan.program.operations]


def test_absence_in_rows_may_be_that_of_the_record():
    p = Number("p", low=0, high=10, optional=True)
    rows = Items("rows", [p], at_least=0)
    value = When(F.given, p.or_else(1), When(p.given, 5, 7))
    policy = Policy("coba", "Coba", score=rows.sum(value).rounded(2))
    agree(policy, [{"f": f, "rows": [{"p": 3}, {"p": None}][:count]} for f in (True, None) for count in (0, 1, 2)])


def test_a_label_known_beforehand_is_compared_with_none():
    plan = agree(Policy("coba", "Coba", score=When(M.equals("b"), 1, 0).rounded(0)), [{"m": "b"}, {"m": "c"}])
    assert [each.name for each in plan.program.needed(plan.results)] == ["take_mask", "choose"]
