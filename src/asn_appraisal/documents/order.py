"""Order: which formulas of a document name which entries, by their words alone, before anything is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter
from typing import Any

import attrs

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def words_in(text: str) -> set[str]:
    """The words of a text.

    >>> sorted(words_in("Sum(skp.ku, 'tabel') * 2"))
    ['Sum', 'ku', 'skp', 'tabel']
    """
    return {*_WORD.findall(text)}


def dependencies_first(entries: Mapping[str, object]) -> list[str]:
    """The keys of entries, those that others name first; those that name each other come last, in their order.

    >>> dependencies_first({"nilai": "skp + perilaku", "skp": "target", "a": "b", "b": "a", "perilaku": "skp"})
    ['skp', 'perilaku', 'nilai', 'a', 'b']
    """
    by_last_word: dict[str, list[str]] = {}
    for key in entries:
        by_last_word.setdefault(key.rpartition(".")[2], []).append(key)
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for key, entry in entries.items():
        words = {word for text in _texts(entry) for word in words_in(text)}
        # The key of a part may have dots: all of its words must be there.
        named = [each for word in words for each in by_last_word.get(word, ()) if words.issuperset(each.split("."))]
        sorter.add(key, *(each for each in named if each != key))
    with suppress(CycleError):
        sorter.prepare()
    found: dict[str, None] = {}
    while ready := sorter.get_ready():
        found.update(dict.fromkeys(ready))
        sorter.done(*ready)
    return [*found, *(key for key in entries if key not in found)]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)
    elif attrs.has(type(value)):
        for each in attrs.fields(type(value)):
            yield from _texts(getattr(value, each.name))
