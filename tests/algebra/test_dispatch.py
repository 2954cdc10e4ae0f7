import pytest

from asn_appraisal.algebra.dispatch import Dispatch
from asn_appraisal.algebra.inputs import Count, Number
from asn_appraisal.errors import UnsupportedBlockError

NAMES = Dispatch("NAMES", {Number: "number"})


def test_a_block_has_the_rule_of_its_class() -> None:
    assert NAMES(Number("x")) == "number"


def test_a_derived_class_is_another_block() -> None:
    with pytest.raises(UnsupportedBlockError, match=r"^ASN360: .* NAMES .* Count: "):
        NAMES(Count("x"))


def test_the_error_names_the_table_and_the_block_in_both_languages() -> None:
    with pytest.raises(UnsupportedBlockError) as caught:
        NAMES(Count("x"))
    assert (caught.value.code, caught.value.facts) == ("ASN360", {"block": "Count", "table": "NAMES"})
    assert caught.value.text("id") == "tabel NAMES tidak mengenal blok Count: beri aturannya di sana"


def test_a_table_may_state_what_holds_for_blocks_that_it_does_not_list() -> None:
    assert Dispatch("NAMES", {Number: "number"}, unlisted="other")(Count("x")) == "other"


def test_what_a_table_does_not_list_is_no_entry_of_it() -> None:
    table = Dispatch("NAMES", {Number: "number"}, unlisted="other")
    table(Count("x"))
    assert list(table) == [Number]
