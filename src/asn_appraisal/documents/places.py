"""Places: where the faults of a document are, in the order in which it is read, and their lines in a text of TOML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from attrs import evolve

from ..errors import DocumentError
from ..faults import DocumentFault

_TOKEN = re.compile(
    r'''(?P<blank>[ \t\r]+|\#[^\n]*)|(?P<text>"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\')'''
    r"""|(?P<sign>[\[\]{}=,.\n])|(?P<word>[^\s\[\]{}=,.\#"']+)""",
    re.DOTALL,
)


def in_reading_order(faults: Iterable[DocumentFault], data: Any) -> tuple[DocumentFault, ...]:
    """Faults in the order of the entries that they are about; those of the whole come first.

    >>> first, second = DocumentFault("ASN506", path="$.a"), DocumentFault("ASN506", path="$.b")
    >>> [fault.path for fault in in_reading_order([second, first], {"a": 1, "b": 2})]
    ['$.a', '$.b']
    """
    ranks = {path: rank for rank, path in enumerate(_paths(data, "$"))}
    return tuple(sorted(faults, key=lambda fault: (_rank(fault, ranks), fault.column or 0)))


def _paths(data: Any, path: str) -> Iterator[str]:
    yield path
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from _paths(value, f"{path}.{key}")
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _paths(value, f"{path}[{index}]")


def _rank(fault: DocumentFault, ranks: Mapping[str, int]) -> int:
    """The rank of the entry that a fault is about, or of the one that holds it."""
    path = about(fault)
    while path not in ranks and path:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return ranks.get(path, 0)


def about(fault: DocumentFault) -> str:
    """The path of what a fault is about: one of an unknown entry stands at the table that holds it."""
    path = fault.path.replace("$.changes: ", "$.changes.")
    entry = dict(fault.facts).get("entry") if fault.code == "ASN504" else None
    return path if entry is None else f"{path}.{entry}"


def strays_of(data: Mapping[str, Any], known: Collection[str]) -> Iterator[str]:
    """The keys in tables of a document under names that are not known."""
    for name, table in data.items():
        if name not in known and isinstance(table, Mapping):
            yield from table


@contextmanager
def with_lines(text: str) -> Iterator[None]:
    """Give the faults of a document their lines in its text of TOML, and that order; those of no line come first."""
    try:
        yield
    except DocumentError as problem:
        lines = lines_of(text)
        faults: Any = problem.faults
        placed = [evolve(each, line=lines.get(about(each), lines.get(each.path))) for each in faults]
        placed.sort(key=lambda fault: fault.line or 0)
        raise DocumentError(faults=placed) from None


def lines_of(text: str) -> dict[str, int]:
    r"""The line of each entry of a text of TOML, which must be sound, by its path.

    >>> lines_of("[parts.waktu]\nformula = 'a'\nlists = ['x',\n'y']")["$.parts.waktu.lists[1]"]
    4
    """
    found: dict[str, int] = {"$": 1}
    place = _Place(found)
    line = 1
    for token in _TOKEN.finditer(text):
        if not token["blank"]:
            place.take(token[0], line, is_text=bool(token["text"]))
        line += token[0].count("\n")
    del found["$"]
    return found


class _Place:
    """Where a reader of TOML is: the tables and lists that it is in, each with the path of the value at hand."""

    def __init__(self, lines: dict[str, int]) -> None:
        self.lines = lines
        self.keys: list[str] = []
        self.header = 0  # how many brackets of a header are open
        self.tables: dict[str, int] = {}  # lists of tables, with the index of the last one
        # The path of the table, that of the value at hand (None before a key), and the index in a list (None in a table).
        self.within: list[list[Any]] = [["$", None, None]]

    def take(self, sign: str, line: int, *, is_text: bool) -> None:
        """Go on by one token."""
        base, value, index = self.within[-1]
        awaits_key = index is None and value is None
        if is_text or sign not in "[]{}=,.\n":
            if awaits_key:
                self.keys.append(_key(sign) if is_text else sign)
            elif index is not None:
                self.lines.setdefault(f"{base}[{index}]", line)
        elif sign == "[" and awaits_key and not self.keys:
            self.header += 1
        elif sign == "]" and self.header:
            self._close_header(line)
        elif sign in "[{":
            path = value if index is None else f"{base}[{index}]"
            self.lines.setdefault(path, line)
            self.within.append([path, None, 0 if sign == "[" else None])
        elif sign in "]}":
            self.within.pop()
        elif sign == "=":
            self.within[-1][1] = self._path(base, line)
        elif sign == "," or (sign == "\n" and len(self.within) == 1):
            self.within[-1][1:] = [None, None if index is None else index + 1]

    def _path(self, base: str, line: int) -> str:
        """The path of the keys read last, below a table; each table on the way is in their line, unless it was met before."""
        for key in self.keys:
            base = f"{base}.{key}"
            self.lines.setdefault(base, line)
            if self.header and base in self.tables and key is not self.keys[-1]:
                base = f"{base}[{self.tables[base]}]"
        self.keys = []
        return base

    def _close_header(self, line: int) -> None:
        if self.keys:
            path = self._path("$", line)
            if self.header == 2:
                self.tables[path] = self.tables.get(path, -1) + 1
                path = f"{path}[{self.tables[path]}]"
            elif path in self.tables:
                path = f"{path}[{self.tables[path]}]"
            self.lines[path] = line
            self.within = [[path, None, None]]
        self.header -= 1


def _key(text: str) -> str:
    """A key in quotes as it reads."""
    return next(iter(tomllib.loads(f"{text} = 0")))
