"""Where faults are: reading order, and lines of TOML."""

from __future__ import annotations

import pytest

from asn_appraisal.documents import from_toml, to_toml, toml_data
from asn_appraisal.documents.places import in_reading_order, lines_of, strays_of
from asn_appraisal.errors import DocumentError
from asn_appraisal.faults import DocumentFault

TEXT = """
format = 1  # "a comment = 3"
key = \"\"\"contoh
\"\"\"
a.b = [1,
  2, {c = 3, 'd e' = [4,
5]}]
[parts."nilai.ku"]
formula = 'x["a"] = [1]'
[[checks]]
name = "a"
[[checks]]
name = "b"
[checks.inner]
x = 1
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("$.format", 2),
        ("$.key", 3),
        ("$.a", 5),
        ("$.a.b", 5),
        ("$.a.b[0]", 5),
        ("$.a.b[1]", 6),
        ("$.a.b[2]", 6),
        ("$.a.b[2].c", 6),
        ("$.a.b[2].d e", 6),
        ("$.a.b[2].d e[1]", 7),
        ("$.parts", 8),
        ("$.parts.nilai.ku", 8),
        ("$.parts.nilai.ku.formula", 9),
        ("$.checks[0].name", 11),
        ("$.checks[1]", 12),
        ("$.checks[1].name", 13),
        ("$.checks[1].inner.x", 15),
        ("$", None),
    ],
)
def test_each_entry_of_a_text_has_its_line(path: str, line: int | None) -> None:
    assert toml_data(TEXT)
    assert lines_of(TEXT).get(path) == line


def test_faults_come_in_the_order_of_the_data_those_of_a_formula_by_column() -> None:
    paths = [("$.b[1]", None), ("$.a", 9), ("$.a", 2), ("$", None), ("$.b[0].gone", None)]
    faults = [DocumentFault("ASN506", path=path, column=column) for path, column in paths]
    found = in_reading_order(faults, {"a": "x", "b": [{}, 1]})
    assert [(each.path, each.column) for each in found] == [
        ("$", None),
        ("$.a", 2),
        ("$.a", 9),
        ("$.b[0].gone", None),
        ("$.b[1]", None),
    ]


def test_an_unknown_entry_has_its_own_line_and_a_missing_one_that_of_its_table() -> None:
    text = 'format = 1\nkey = "a"\ntitle = "A"\nscore = "x"\n[inputs.x]\ntype = "number"\nqq = 1\n[sources.pp]\nnote = "x"\n'
    with pytest.raises(DocumentError) as caught:
        from_toml(text)
    assert [(each.code, each.line) for each in caught.value.faults] == [("ASN504", 7), ("ASN505", 8), ("ASN511", 8)]
    assert caught.value.faults[0].place("id") == "baris 7, $.inputs.x"
    assert caught.value.faults[0].to_dict()["line"] == 7


def test_a_document_that_is_written_has_a_line_for_each_entry() -> None:
    from asn_appraisal import schemes

    lines = lines_of(to_toml(schemes.get("pp-46-2011")))
    assert {"$.title", "$.inputs", "$.lists.kegiatan.fields", "$.parts.waktu.formula"} <= lines.keys()


def test_strays_are_the_keys_in_tables_that_are_not_known() -> None:
    assert [*strays_of({"isian": {"skp": 1}, "inputs": {"x": 1}, "zz": 3}, {"inputs"})] == ["skp"]
