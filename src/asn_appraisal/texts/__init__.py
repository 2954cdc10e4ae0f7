"""Texts: all that the library says to people, in English and Indonesian.

They live in two files beside this one, both languages side by side: ``errors.toml`` has the texts of errors and faults by
code, ``phrases.toml`` the rest. In both, ``{name}`` is a fact that is put in, and what stands in ``[[...]]`` is left out
when one of its facts is empty. In a fault of a record ``¦`` parts what is wrong from what to do; it is never shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

LANGUAGES = ("en", "id")
IN_NOTEBOOKS = ("id", "en")  # a page does not know who reads it: it has both, in this order

_MOST_SHOWN = 1000
_MOST_BITS = 500
_DIGITS_OF_A_BIT = 0.301029995663981
_HALVES = "¦"
_OPTIONAL = re.compile(r"\[\[(.*?)\]\]")
_FACT = re.compile(r"\{(\w+)\}")


@cache
def catalogue(file: str) -> dict[str, dict[str, str]]:
    """The texts of a file (``"errors"`` or ``"phrases"``) by key, each by language; ``words.or`` is ``or`` of ``[words]``."""
    return {
        key: {name: text.replace(_HALVES, "") for name, text in texts.items()}
        for key, texts in written_texts(file).items()
    }


@cache
def written_texts(file: str) -> dict[str, dict[str, str]]:
    """The texts of a file as they are written there."""
    # Imported and read on the first text only: importing the package and scoring good records never need them.
    import tomllib
    from pathlib import Path

    return dict(_flat("", tomllib.loads(Path(__file__).with_name(f"{file}.toml").read_text(encoding="utf-8"))))


def _flat(inside: str, table: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    for key, entry in table.items():
        if all(isinstance(text, str) for text in entry.values()):
            yield inside + key, entry
        else:
            yield from _flat(f"{inside}{key}.", entry)


def say(key: str, language: str, /, **facts: object) -> str:
    """A phrase in a language with its facts put in.

    >>> say("words.given", "en", x="nilai"), say("notes.absent", "id")
    ('nilai is given', 'tidak diisi dan tidak dihitung')
    """
    return _filled(catalogue("phrases")[key][language], facts)


def word(section: str, name: str, language: str) -> str:
    """The word of a section for a name, or the name itself where the section has none for it.

    >>> word("entries", "bands", "id"), word("entries", "kehadiran", "id")
    ('peringkat', 'kehadiran')
    """
    known = catalogue("phrases").get(f"{section}.{name}")
    return name if known is None else known[language]


def message(code: str, facts: Mapping[str, object], language: str = "en") -> str:
    """The text of a code, or of a place, with its facts put in; long facts are cut, kinds of values told in the language.

    >>> message("ASN104", {"digits": 41, "limit": 40})
    'a number of 41 digits: at most 40 digits are read'
    """
    return _filled(catalogue("errors")[code][language], _words(facts, language)).strip()


def halves(code: str, facts: Mapping[str, object], language: str = "en") -> tuple[str, str]:
    """What is wrong and what to do, apart, for the person who filled in a form; a text without two halves is the first.

    Codes whose message speaks of Python or of options have a text of their own for that person.

    >>> halves("ASN406", {"low": "0", "high": "100"}), halves("ASN406", {"low": "0"}, "id")
    (('out of range', 'it must lie from 0 to 100'), ('di luar rentang', 'harus berada dari 0'))
    """
    texts = written_texts("errors")
    text = texts.get(f"form.{code}", texts[code])[language]
    wrong, _, right = text.partition(_HALVES)
    words = _words(facts, language)
    return _filled(wrong, words).strip().rstrip(":;,"), _filled(right, words).strip()


def _words(facts: Mapping[str, object], language: str) -> dict[str, str]:
    """Facts as texts, kinds of values in the words of a language; ``label_id`` is ``label`` in Indonesian."""
    own = {name.removesuffix(f"_{language}"): value for name, value in facts.items() if name.endswith(f"_{language}")}
    texts, words = catalogue("errors"), {name: fact(value) for name, value in {**facts, **own}.items()}
    for name, sections in (("kind", ("kinds",)), ("right", ("kinds", "wanted"))):
        for key in (f"{section}.{words[name]}" for section in sections if name in words):
            if key in texts:
                words[name] = texts[key][language]
                break
    return words


def numeral(value: Decimal | str, language: str) -> str:
    """A number, or its digits with a point, with the decimal sign of a language.

    >>> numeral(Decimal("95.20"), "id"), numeral(Decimal("95.20"), "en")
    ('95,20', '95.20')
    """
    return (value if isinstance(value, str) else f"{value:f}").replace(".", say("numbers.sign", language))


def thousands(count: int, language: str) -> str:
    """A whole number as people read it, with the sign of a language between its thousands.

    >>> thousands(60001, "id"), thousands(60001, "en")
    ('60.001', '60,001')
    """
    return f"{count:,}".replace(",", say("numbers.thousands", language))


def grouped(count: int) -> str:
    """A count with thin spaces between its thousands, which no language takes for a decimal sign: for texts in both."""
    return f"{count:,}".replace(",", "\u202f")


def told_facts(code: str, *, needed: bool) -> frozenset[str]:
    """The facts that the text of a code tells, or those of them that it needs: what stands in ``[[...]]`` it does without.

    >>> sorted(told_facts("ASN408", needed=False) - told_facts("ASN408", needed=True))
    ['close']
    """
    text = catalogue("errors")[code]["en"]
    return frozenset(_FACT.findall(_OPTIONAL.sub("", text) if needed else text))


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


def _filled(template: str, facts: Mapping[str, object]) -> str:
    def optional(match: re.Match[str]) -> str:
        missing = (facts.get(name) is None or facts[name] == "" for name in _FACT.findall(match[1]))
        return "" if any(missing) else match[1]

    return (_OPTIONAL.sub(optional, template) if "[[" in template else template).format_map(facts)
