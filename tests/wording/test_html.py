import pytest

from asn_appraisal.wording.html import lines, table


def test_a_table_escapes_its_header_too() -> None:
    html = table(["<i>", ("x", "<y>")], [["a & b", '"<u>']])
    left = 'style="text-align:left"'
    expected = (
        f"<table><thead><tr><th {left}>&lt;i&gt;</th>"
        f'<th {left}>x<br><span style="color:#767676">&lt;y&gt;</span></th></tr></thead>'
        f"<tbody><tr><td {left}>a &amp; b</td><td {left}>&quot;&lt;u&gt;</td></tr></tbody></table>"
    )
    assert expected == html


@pytest.mark.parametrize(
    ("column", "side"),
    [
        (["1", "-", "87,80"], "right"),
        (["1\u202f163", ">99,9", "<0,1"], "right"),
        (["2026-01-01", ""], "right"),
        (["1", "satu"], "left"),
        (["", ""], "left"),
        ([("1", "2")], "left"),
    ],
)
def test_columns_of_numbers_stand_to_the_right_and_others_to_the_left(column: list[str], side: str) -> None:
    html = table(["k"], [[cell] for cell in column])
    assert html.count(f"text-align:{side}") == len(column) + 1


def test_the_second_line_of_a_text_is_grey_and_one_line_is_plain() -> None:
    assert lines(["<a>"]) == "&lt;a&gt;"
    assert lines(["a", "b"]) == 'a<br><span style="color:#767676">b</span>'


def test_a_table_without_rows_has_its_header() -> None:
    assert table(["a", "b"], []).count("<th") == 3
    assert table([], []) == "<table><thead><tr></tr></thead><tbody></tbody></table>"
