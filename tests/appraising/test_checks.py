from fractions import Fraction

from asn_appraisal import Check, Items, Number
from asn_appraisal.analysis.outlines import outline
from asn_appraisal.appraising.checks import check_faults

X, T = Number("x"), Number("t")
POSITIVE = Check(T > 0, "lebih dari nol", english="above zero")
ROWS = Items("rows", (T,), checks=[POSITIVE])
FOUND = outline([X + ROWS.sum(T)])


def faults(x: int, *rows: int, check: Check) -> list[tuple[str, str | None, int | None, str | None]]:
    values = {"x": Fraction(x), "rows": [{"t": Fraction(t)} for t in rows]}
    return [(each.code, each.list, each.item_row, each.field) for each in check_faults(FOUND, [check], values)]


def test_a_record_that_meets_its_checks_has_no_faults() -> None:
    assert faults(1, 1, 2, check=Check(X > 0, "x")) == []


def test_every_broken_check_is_named_with_its_row() -> None:
    broken = [("ASN413", None, None, "x"), ("ASN413", "rows", 1, "t"), ("ASN413", "rows", 2, "t")]
    assert faults(0, 1, 0, -1, check=Check(X > 0, "x")) == broken


def test_a_check_that_cannot_be_worked_out_says_why() -> None:
    assert faults(0, 1, check=Check(1 / X > 0, "x")) == [("ASN412", None, None, "x")]
