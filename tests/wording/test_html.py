from asn_appraisal.wording.html import table


def test_a_table_escapes_its_header_too() -> None:
    html = table(["<i>"], [["a & b", '"<u>']])
    expected = (
        "<table><thead><tr><th>&lt;i&gt;</th></tr></thead>"
        "<tbody><tr><td>a &amp; b</td><td>&quot;&lt;u&gt;</td></tr></tbody></table>"
    )
    assert expected == html
