"""Script values: plain data as JavaScript, safe inside a page: no text of a policy can end the script or the line it is in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any


class Script(str):
    """A text that is JavaScript already: a name, or a call."""

    __slots__ = ()


def script(value: Any) -> str:
    r"""A value as JavaScript: text, number, truth, nothing, an exact ratio, and lists and mappings of them.

    >>> print(script({"name": "</script>", "low": Fraction(1, 2), "above": None, "by": [Script("n1")]}))
    {"name": "\u003c/script>", "low": ratio(1n, 2n), "above": null, "by": [n1]}
    """
    if isinstance(value, Script):
        return str(value)
    if isinstance(value, Fraction):
        return (
            f"ratio({value.numerator}n)"
            if value.denominator == 1
            else f"ratio({value.numerator}n, {value.denominator}n)"
        )
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{script(key)}: {script(each)}' for key, each in value.items())}}}"
    if isinstance(value, Iterable) and not isinstance(value, str):
        return f"[{', '.join(map(script, value))}]"
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def constant(name: str, value: Any) -> str:
    """The line that gives a value a name."""
    return f"const {name} = {script(value)};"


def script_comment(text: str) -> str:
    """A text that stays within the line of a comment, and within the script.

    >>> script_comment("nilai</script>" + chr(10) + "kedua")
    'nilai‹/script> kedua'
    """
    return " ".join(text.split()).replace("<", "‹")
