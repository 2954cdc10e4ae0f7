"""TOML: plain data of a document laid out for people, a line for each field, band, level and formula.

General writers of TOML lay out by length; here the layout follows the kind of entry, so that a changed value changes
only its own line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}
# Tables that are written on one line, by the path from the top; ``*`` is any key.
_ON_ONE_LINE = (
    ("inputs", "*"),
    ("lists", "*", "fields", "*"),
    ("sources", "*"),
    ("grids", "*", "cells", "*"),
)


def toml_text(data: Mapping[str, Any]) -> str:
    """The TOML text of plain data: texts, whole numbers, true and false, lists and tables.

    >>> print(toml_text({"key": "contoh", "bands": {"hasil": {"rows": [{"key": "baik", "edge": ">= 76"}]}}}), end="")
    key = "contoh"
    <BLANKLINE>
    [bands.hasil]
    rows = [
        {key = "baik", edge = ">= 76"},
    ]
    """
    return "\n".join(_table((), data)).lstrip("\n") + "\n"


def _table(path: tuple[str, ...], data: Mapping[str, Any]) -> Iterator[str]:
    apart = [key for key, value in data.items() if isinstance(value, Mapping) and not _inline((*path, key), value)]
    beside = [key for key in data if key not in apart]
    if path and (beside or not apart):
        yield ""
        yield f"[{'.'.join(map(_key, path))}]"
    for key in beside:
        yield f"{_key(key)} = {_value(data[key])}"
    for key in apart:
        yield from _table((*path, key), data[key])


def _inline(path: tuple[str, ...], data: Mapping[str, Any]) -> bool:
    fits = any(
        len(path) == len(pattern) and all(want in {"*", key} for want, key in zip(pattern, path, strict=True))
        for pattern in _ON_ONE_LINE
    )
    # The fields of a list keep their order, so even a category, with its levels, is written on one line.
    return fits and (path[0] == "lists" or "levels" not in data)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)} = {_value(each)}" for key, each in value.items()) + "}"
    if any(isinstance(each, Mapping) for each in value):
        return "[\n" + "".join(f"    {_value(each)},\n" for each in value) + "]"
    return "[" + ", ".join(map(_value, value)) + "]"


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _text(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(each) or _shown(each) for each in text) + '"'


def _shown(character: str) -> str:
    return f"\\u{ord(character):04x}" if ord(character) < 32 or ord(character) == 127 else character
