import pytest

import asn_appraisal as asn
from asn_appraisal import errors
from asn_appraisal.algebra.expressions import Expression, as_expression
from asn_appraisal.algebra.kinds import CONDITION, LABEL, NUMBER, checked_levels, described, need, need_present

number = asn.Number("nilai")
absent = asn.Number("biaya", optional=True)
label = asn.Category("jenis", ["tetap", "kontrak"])
condition = asn.Flag("hadir")
bands = asn.Bands(("baik", ">= 76"), ("kurang", None))
rows = asn.Items("kegiatan", [number])
maybe_rows = asn.Items("kegiatan", [number], optional=True)


@pytest.mark.parametrize(
    ("expected", "expression"),
    [
        (NUMBER, number),
        (NUMBER, asn.Indicator("mutu")),
        (NUMBER, asn.Count("jumlah")),
        (NUMBER, as_expression(7)),
        (NUMBER, number + 1),
        (NUMBER, number.capped(1)),
        (NUMBER, number.rounded(2)),
        (NUMBER, number.through((0, 0), (1, 1))),
        (NUMBER, asn.Mean(number, 1)),
        (NUMBER, asn.When(condition, 1, 0)),
        (NUMBER, asn.Case(label, tetap=1, kontrak=0)),
        (NUMBER, condition.points(15)),
        (NUMBER, rows.count()),
        (NUMBER, asn.rules.value),
        (NUMBER, number.named("skp")),
        (LABEL, label),
        (LABEL, as_expression("tetap")),
        (LABEL, number.rated(bands)),
        (LABEL, asn.When(condition, "baik", "kurang")),
        (LABEL, asn.Case(label, tetap="baik", kontrak="kurang")),
        (LABEL, asn.Steps(number, ("<= 24", "kurang"), otherwise="baik")),
        (LABEL, label.or_else("tetap")),
        (CONDITION, condition),
        (CONDITION, number > 1),
        (CONDITION, number.equals(1)),
        (CONDITION, label.is_("tetap")),
        (CONDITION, label.given),
        (CONDITION, ~condition),
        (CONDITION, condition & condition),
        (CONDITION, condition | condition),
        (CONDITION, condition.implies(condition)),
        (CONDITION, condition.required),
    ],
)
def test_the_kind_of_an_expression_is_known_when_it_is_written(expected: str, expression: Expression) -> None:
    assert expected == expression.kind


@pytest.mark.parametrize(
    "expression",
    [
        absent,
        asn.Category("jenis", ["a"], optional=True),
        asn.Flag("hadir", optional=True),
        absent + 1,
        1 - absent,
        absent.capped(100),
        number.capped(absent),
        number.floored(absent),
        absent.rounded(2),
        absent.through((0, 0), (1, 1)),
        absent.within(0, 1),
        absent.named("biaya_nilai"),
        absent.but(0, when=condition),
        absent.rated(bands),
        absent.or_else(absent),
        asn.When(condition, absent, absent),
        asn.Case(label, tetap=absent, kontrak=absent),
        asn.Case(asn.Category("j", ["a"], optional=True), a=1),
        asn.Steps(absent, ("<= 24", absent), otherwise=0),
        maybe_rows.mean(number),
        maybe_rows.weighted(number, by=number),
        maybe_rows.least(number),
        maybe_rows.greatest(number),
        rows.where(number > 1).mean(number),
        asn.Items("k", [number], at_least=0).mean(number),
    ],
)
def test_what_may_be_absent_is_known_when_it_is_written(expression: Expression) -> None:
    assert expression.may_be_absent


@pytest.mark.parametrize(
    "expression",
    [
        number,
        asn.Number("biaya", default=0),
        asn.Number("biaya", default=0, optional=True),
        asn.Flag("hadir", default=False, optional=True),
        asn.Category("jenis", ["a"], default="a", optional=True),
        absent.or_else(0),
        absent.required,
        absent.given,
        absent.required.named("x"),
        asn.Mean.of_given(absent, absent),
        asn.Weighted.of_given((50, absent), (50, absent)),
        maybe_rows.count(),
        maybe_rows.sum(number),
        rows.mean(number),
        rows.where(number > 1).count(),
        rows.where(number > 1).sum(number),
    ],
)
def test_what_is_always_there_is_known_when_it_is_written(expression: Expression) -> None:
    assert not expression.may_be_absent


@pytest.mark.parametrize(
    ("expected", "value"),
    [
        ("nilai", number),
        ("skp", (number + 1).named("skp")),
        ("nilai + 1", number + 1),
        ("nilai / biaya", number / absent),
        ("nilai >= 1", number >= 1),
        ("biaya", absent.required),
        ("biaya", absent.within(0, 1)),
        ("7", as_expression(7)),
        ("tetap", as_expression("tetap")),
        ("Mean", asn.Mean(number)),
        ("kegiatan.mean(nilai)", rows.mean(number)),
        ("kegiatan.count()", rows.count()),
        ("5", 5),
    ],
)
def test_a_message_calls_an_expression_by_its_key_or_formula(expected: str, value: object) -> None:
    assert expected == described(value)


def test_the_right_kind_passes() -> None:
    need(NUMBER, number, absent, by="+")
    need_present(number, label, condition, by="+")
    checked_levels(label, ("tetap", "kontrak"))
    checked_levels(label, ())


@pytest.mark.parametrize(("kind", "value"), [(NUMBER, label), (NUMBER, condition), (LABEL, number), (CONDITION, label)])
def test_another_kind_is_refused_with_both_kinds_named(kind: str, value: Expression) -> None:
    with pytest.raises(errors.KindError) as caught:
        need(kind, value, by="+")
    assert {"by": "+", "what": described(value), "kind": value.kind, "right": kind} == caught.value.facts


def test_one_wrong_kind_among_right_ones_is_refused() -> None:
    with pytest.raises(errors.KindError, match="jenis"):
        need(NUMBER, number, label, by="+")


def test_one_that_may_be_absent_among_others_is_refused() -> None:
    with pytest.raises(errors.AbsentPartError) as caught:
        need_present(number, absent, by="Mean")
    assert caught.value.facts == {"by": "Mean", "what": "biaya"}


@pytest.mark.parametrize("level", ["honorer", "TETAP", "", "tetap "])
def test_a_level_that_a_label_does_not_have_is_refused(level: str) -> None:
    with pytest.raises(errors.UnknownLevelError) as caught:
        checked_levels(label, ("tetap", level))
    assert {"what": "jenis", "level": repr(level), "right": "tetap, kontrak"} == caught.value.facts
