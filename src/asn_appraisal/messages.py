"""Messages: the texts of errors and faults by code, in English and Indonesian.

They live in ``messages.toml`` beside this file, both languages side by side, one table per code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

LANGUAGES = ("en", "id")

_MOST_SHOWN = 1000
_MOST_BITS = 500
_DIGITS_OF_A_BIT = 0.301029995663981
_OPTIONAL = re.compile(r"\[\[(.*?)\]\]")


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """All texts: a table per code, and the words of places and kinds."""
    # Imported and read on the first message only: importing the package and scoring good records never need them.
    import tomllib
    from pathlib import Path

    return tomllib.loads(Path(__file__).with_name("messages.toml").read_text(encoding="utf-8"))


def magnitude(value: int) -> str:
    """A whole number as a message shows it; of a long one the magnitude: Python writes no more than 4,300 digits.

    >>> magnitude(7), magnitude(-(2**20_000))
    ('7', '-10^6020')
    """
    if (bits := value.bit_length()) <= _MOST_BITS:
        return str(value)
    return f"{'-' if value < 0 else ''}10^{int((bits - 1) * _DIGITS_OF_A_BIT)}"


def fact(value: object) -> str:
    """A fact of a message as text; of one that nobody would read to its end, the beginning."""
    text = magnitude(value) if isinstance(value, int) and not isinstance(value, bool) else str(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}..."


def message(code: str, facts: Mapping[str, object], language: str = "en") -> str:
    """The text of a code with its facts put in; parts in ``[[...]]`` stand only when their facts are there.

    >>> message("ASN104", {"digits": 41, "limit": 40})
    'a number of 41 digits: at most 40 digits are read'
    """
    if language not in LANGUAGES:
        raise ValueError(language)
    words = {name: fact(value) for name, value in facts.items()}
    kinds, wanted = catalogue()[f"kinds_{language}"], catalogue()[f"wanted_{language}"]
    for name in words.keys() & {"kind", "right"}:
        words[name] = (name == "right" and wanted.get(words[name])) or kinds.get(words[name], words[name])

    def optional(match: re.Match[str]) -> str:
        needed = re.findall(r"\{(\w+)\}", match[1])
        return match[1] if all(words.get(name) for name in needed) else ""

    template = _OPTIONAL.sub(optional, catalogue()[code][language])
    return template.format_map(words).strip()
