"""Entries found by their names: what is used, what is unknown, what a fault makes of it."""

import pytest

from asn_appraisal.documents.entries import Entries, is_broken, mended
from asn_appraisal.documents.forms import CheckForm, FlagForm, PolicyForm, SourceForm
from asn_appraisal.documents.limits import Misfit
from asn_appraisal.documents.pieces import BROKEN, BrokenPiece


def entries(**tables: object) -> Entries:
    return Entries(PolicyForm(1, "contoh", "Contoh", **tables), {"tersesat"})


def test_what_is_named_is_used() -> None:
    build = entries(inputs={"skp": FlagForm()})
    build.find("skp", "inputs")
    assert (build.used, build.unknown) == ({("inputs", "skp")}, set())
    assert build.field("skp").key == "skp"


def test_an_unknown_name_is_refused_with_a_close_one_of_any_table() -> None:
    build = entries(inputs={"skp_akhir": FlagForm()})
    with pytest.raises(Misfit) as caught:
        build.find("skp_ahir", "parts", "inputs", rows=["mutu"])
    assert caught.value.facts["close"] == "skp_akhir"
    assert build.unknown == {"inputs", "parts"}


def test_a_name_that_a_fault_may_have_taken_away_is_not_refused() -> None:
    for build, key in ((entries(inputs=BROKEN), "skp"), (entries(), "tersesat"), (entries(inputs={"a": BROKEN}), "a")):
        with pytest.raises(BrokenPiece):
            [build.find(key, "inputs"), build.field(key)]


def test_a_source_at_fault_is_left_out_and_noted() -> None:
    build = entries(sources={"pp": SourceForm("PP"), "uu": BROKEN})
    assert [source.law for source in build.sources("$.source", ["pp", "uu", "tidak"])] == ["PP"]
    assert [(fault.path, fault.code) for fault in build.faults] == [("$.source[2]", "ASN509")]


def test_words_for_people_at_fault_are_left_out() -> None:
    assert mended(CheckForm("a", BROKEN, english=BROKEN)).english == ""
    assert mended(CheckForm(BROKEN, "a")).condition is BROKEN


def test_what_names_nothing_breaks_no_name() -> None:
    assert not is_broken([CheckForm("a", BROKEN)])
    assert is_broken({"x": [CheckForm(BROKEN, "a")]})


def test_a_name_may_be_of_a_row_where_lists_are_at_fault() -> None:
    assert entries(lists=BROKEN).may_be_row_field("mutu")
    assert entries(lists={"a": BROKEN}).may_be_row_field("mutu")
    assert not entries().may_be_row_field("mutu")
