"""Script values: plain data as JavaScript that no text can leave."""

from fractions import Fraction

import pytest
from tests.exports.hostile_policy import HOSTILE

from asn_appraisal.exports.script_values import Script, constant, script, script_comment


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (7, "7"),
        ("é", '"é"'),
        (Fraction(-7), "ratio(-7n)"),
        (Fraction(1, 3), "ratio(1n, 3n)"),
        ((Script("n1"), []), "[n1, []]"),
        ({"a": {"b": False}}, '{"a": {"b": false}}'),
        (("a\n", '"'), '["a\\n", "\\""]'),
    ],
)
def test_a_value_is_written_as_javascript_has_it(value: object, text: str) -> None:
    assert script(value) == text


def test_no_text_ends_the_script_the_line_or_the_comment_that_it_stands_in() -> None:
    for text in (script(HOSTILE), script({HOSTILE: HOSTILE}), script_comment(f"a\n{HOSTILE}\r\u2029b")):
        assert not {"<", "\n", "\r", "\u2028", "\u2029"} & set(text)


def test_a_constant_is_one_line() -> None:
    assert constant("LEAST", Fraction(1, 2)) == "const LEAST = ratio(1n, 2n);"
