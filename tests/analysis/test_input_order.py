from asn_appraisal import Check, Items, Mean, Number, Policy, Weighted, When, schemes
from asn_appraisal.analysis.input_order import input_groups, inputs_as_written
from asn_appraisal.analysis.outlines import outline

A, B, C, D = (Number(key) for key in "abcd")
R = Number("r")
ROWS = Items("rows", (R,))


def order(policy: Policy) -> list[str]:
    roots = [root for root in (policy.score, policy.band) if root is not None]
    return [each.key for each in inputs_as_written(policy.outline, roots)]


def groups(root) -> list[tuple[str, tuple[str, ...]]]:
    found = outline([root])
    return [(each.part.key, each.keys) for each in input_groups(root, inputs_as_written(found, [root]))]


def test_lists_come_where_the_formula_names_them() -> None:
    assert order(schemes.get("pp-46-2011"))[:4] == ["kegiatan", "tugas_tambahan", "kreativitas", "orientasi_pelayanan"]


def test_an_input_of_checks_alone_comes_last() -> None:
    assert order(Policy("x", "X", score=B + ROWS.sum(R), checks=[Check(A > 0, "a")])) == ["b", "rows", "a"]


def test_a_part_with_several_inputs_of_its_own_is_a_group() -> None:
    skp, perilaku = (A + ROWS.sum(R)).named("skp"), Mean(B, C).named("perilaku")
    assert groups(Weighted((60, skp), (40, perilaku))) == [("skp", ("a", "rows")), ("perilaku", ("b", "c"))]


def test_what_several_parts_use_belongs_to_none() -> None:
    assert groups((A + B + C).named("x") + (C + D).named("y")) == [("x", ("a", "b"))]
    assert groups((A + B + C).named("x") + When(C > 0, 1, 0)) == [("x", ("a", "b"))]


def test_a_part_that_everything_rests_on_is_looked_through() -> None:
    total = ((A + B).named("x") + C).named("jumlah").rounded(2).named("nilai")
    assert groups(total) == groups(total.capped(100)) == [("x", ("a", "b"))]


def test_a_field_alone_has_no_group() -> None:
    assert groups(A) == []
    assert groups(A.named("x") + B.named("y")) == []
