import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_appraisal.documents import to_document
from asn_appraisal.documents.toml import toml_text
from asn_appraisal.schemes import get, official

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.one_of(TEXTS, st.booleans(), st.integers(-(2**63), 2**63 - 1)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=10,
)


@given(st.dictionaries(st.one_of(TEXTS, st.sampled_from(["inputs", "lists", "sources", "grids"])), VALUES, max_size=5))
def test_any_data_is_read_back_by_the_parser_of_the_standard_library(data):
    assert tomllib.loads(toml_text(data)) == data


@pytest.mark.parametrize("key", official())
def test_a_document_is_read_back_whole(key):
    document = to_document(get(key))

    assert tomllib.loads(toml_text(document)) == document


def test_a_field_stands_on_its_line_and_a_part_in_a_table_of_its_own():
    text = toml_text({"inputs": {"a": {"type": "flag"}}, "parts": {"x.y": {"formula": "a.rated('b')"}}})

    assert text == '[inputs]\na = {type = "flag"}\n\n[parts."x.y"]\nformula = "a.rated(\'b\')"\n'


def test_a_changed_edge_changes_one_line():
    document = to_document(get("permenpan-16-2009"))
    before = toml_text(document).splitlines()
    document["bands"]["peringkat"]["rows"][0]["edge"] = ">= 95"
    after = toml_text(document).splitlines()

    assert len(before) == len(after)
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1


def test_an_empty_table_is_written():
    assert tomllib.loads(toml_text({"grids": {"a": {}}})) == {"grids": {"a": {}}}
