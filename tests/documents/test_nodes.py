"""What is read of a formula's nodes: all members, each fault with its column."""

from asn_appraisal.documents import from_document
from asn_appraisal.errors import DocumentError


def places(formula: str, **more: object) -> list[tuple[str, int | None]]:
    document = {
        "format": 1, "key": "contoh", "title": "Contoh", "reported": 2, "score": formula,
        "inputs": {"x": {"type": "number"}}, "lists": {"baris": {"fields": {"t": {"type": "number"}}}}, **more,
    }  # fmt: skip
    try:
        from_document(document)
    except DocumentError as problem:
        return [(fault.code, fault.column) for fault in problem.faults if fault.path == "$.score"]
    return []


def test_both_sides_of_a_sign_are_read() -> None:
    assert places("(p + x) * (q - r)") == [("ASN509", 2), ("ASN509", 12), ("ASN509", 16)]


def test_all_arguments_of_a_call_are_read() -> None:
    assert places("Weighted((60, p), ('x', q), (30, x))") == [("ASN509", 15), ("ASN102", 20), ("ASN509", 25)]
    assert places("Steps(p, ('24', q), otherwise=r)") == [("ASN509", 7), ("ASN201", 11), ("ASN509", 17), ("ASN509", 31)]
    assert places("baris.where(p > 0).weighted(q, by=r)") == [("ASN509", 13), ("ASN509", 29), ("ASN509", 35)]
    assert places("x.clamped(p, q).rounded('a', 2)") == [("ASN509", 11), ("ASN509", 14), ("ASN508", 25), ("ASN508", 30)]


def test_what_formulas_do_not_have_is_named_with_the_faults_inside() -> None:
    assert places("max(p, baris, 2) + (q == x)") == [("ASN508", 1), ("ASN509", 5), ("ASN508", 21), ("ASN509", 21)]


def test_a_table_is_looked_at_also_where_the_value_is_at_fault() -> None:
    bands = {"b": {"rows": [{"key": "a", "edge": "1"}, {"key": "c"}]}}
    assert places("When(p.rated('z').is_('a'), 1, 0)", bands=bands) == [("ASN509", 6), ("ASN509", 14)]


def test_fields_of_a_list_that_is_unknown_are_not_said_to_be_unknown() -> None:
    assert places("bariss.sum(t) + baris.sum(t * tt)") == [("ASN509", 1), ("ASN509", 31)]
