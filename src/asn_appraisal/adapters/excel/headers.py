"""Headers of sheets: the row that names the columns, found under titles and merged cells, by keys or by titles of fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from ...algebra.inputs import Field, Number
from ...cells import STRICT, Cells
from ...similar_names import NearMisses, fold
from ...texts import say
from .columns import shown_text
from .surveys import Mark

_MOST_ABOVE = 60  # rows in which the header is looked for
# What the column of keys is called where nobody says it; folded.
KEY_NAMES = frozenset({"nip", "kunci", "key", "nipkunci", "nipkey"})
Range = tuple[tuple[int, int], tuple[int, int]]


@frozen
class Header:
    """Where a table begins: the first row below its header, and the column of each name, in their order."""

    below: int
    columns: Mapping[str, int]
    unnamed: tuple[int, ...] = ()
    doubles: tuple[str, ...] = ()


def field_title(field: Field, language: str = "id") -> str:
    """What a field is called at the head of a column: its name and its unit.

    >>> field_title(Number("kecepatan", "Kecepatan pelayanan", unit="hari"))
    'Kecepatan pelayanan (hari)'
    """
    unit = field.unit if isinstance(field, Number) else ""
    return f"{field.called(language)} ({unit})" if unit else field.called(language)


def key_title(language: str = "id") -> str:
    """What the column of keys is called in a template."""
    return say("excel.key", language)


def titles(fields: Iterable[Field], language: str = "id") -> dict[str, str]:
    """The title of each field by its key; where two fields have the same, the key is added."""
    found = {each.key: field_title(each, language) for each in fields}
    same = [fold(title) for title in found.values()]
    return {key: f"{title} [{key}]" if same.count(fold(title)) > 1 else title for key, title in found.items()}


class FieldNames:
    """The fields of a table by what people may call them: key, name, name with unit, in both languages."""

    def __init__(self, fields: Sequence[Field], rename: Mapping[str, str] | None = None) -> None:
        self.known: dict[str, str | None] = {}
        for language in ("id", "en"):
            for key, title in titles(fields, language).items():
                self._learn(title, key)
        for each in fields:
            for name in {fold(each.called("id")), fold(each.called("en"))}:
                self._learn(name, each.key)
        self.known |= {fold(each.key): each.key for each in fields}  # a key is never outdone by another's name
        self.known |= {fold(old): new for old, new in (rename or {}).items()}
        self.near = NearMisses([each.key for each in fields])

    def _learn(self, name: str, key: str) -> None:
        folded = fold(name)
        self.known[folded] = key if self.known.get(folded, key) == key else None  # None: two fields have this name

    def key_of(self, text: str) -> str | None:
        """The field that a text at the head of a column means."""
        return self.known.get(fold(text))

    def keys_of(self, heads: Iterable[str]) -> set[str]:
        """The fields that some heads mean."""
        return {key for head in heads if (key := self.key_of(head)) is not None}

    def near_keys_of(self, heads: Iterable[str]) -> set[str]:
        """The fields that some heads were surely meant to be."""
        return {key for head in heads if head and (key := self.near.meant(head)) is not None}


def find_header(
    rows: Sequence[Sequence[Any]], fields: Sequence[Field], merged: Iterable[Range], cells: Cells = STRICT
) -> Header | None:
    """The header of a sheet: the row, or two rows, that name the most fields; None where none names any.

    ``cells`` may say its row (``header``), and give columns the names of fields (``rename``).

    >>> rows = [["Daftar nilai", "", ""], ["", "", ""], ["No", "NIP", "Nilai SKP"], [1.0, "1985", 90.0]]
    >>> found = find_header(rows, [Number("nilai_skp", "Nilai SKP")], ())
    >>> found.below, found.columns
    (3, {'No': 0, 'NIP': 1, 'nilai_skp': 2})
    """
    names = FieldNames(fields, cells.rename)
    heads = [list(map(_head, row)) for row in rows[: cells.header or _MOST_ABOVE]]
    for (top, left), (bottom, _) in merged:  # a head merged over two rows stands in both
        for row in range(top + 1, min(bottom + 1, len(heads))):
            if top < len(heads) and left < len(heads[top]):
                heads[row][left] = heads[row][left] or heads[top][left]
    for keys_of in (names.keys_of, names.near_keys_of):
        best, most = None, (0, 0)
        for place, texts in _candidates(heads, names):
            rank = (len(keys_of(texts)), sum(map(bool, texts)))
            if rank[0] and rank > most and cells.header in {None, place + 1}:
                best, most = (place, texts), rank
        if best is not None:
            return _header(names, best[0], best[1], rows)
    return None


def _head(cell: Any) -> str:
    return "" if isinstance(cell, Mark) else " ".join(shown_text(cell).split()).rstrip("* ")


def _candidates(heads: Sequence[Sequence[str]], names: FieldNames) -> Iterator[tuple[int, Sequence[str]]]:
    """Each row by itself, then those that name fields with what stands above their gaps: heads may take two rows."""
    yield from enumerate(heads)
    for place in range(1, len(heads)):
        if names.keys_of(heads[place]):
            yield place, [lower or upper for lower, upper in zip(heads[place], heads[place - 1], strict=True)]


def _header(names: FieldNames, place: int, cells: Sequence[str], rows: Sequence[Sequence[Any]]) -> Header:
    columns: dict[str, int] = {}
    doubles, unnamed = [], []
    for column, cell in enumerate(cells):
        if not cell:
            if any(shown_text(row[column]).strip() for row in rows[place + 1 :]):
                unnamed.append(column)
            continue
        name = names.key_of(cell) or cell
        if name not in columns:
            columns[name] = column
        elif name in names.known.values() or fold(name) in KEY_NAMES:
            doubles.append(cell)
    return Header(place + 1, columns, tuple(unnamed), tuple(doubles))


def key_among(columns: Iterable[str]) -> str | None:
    """The column that is called as keys are; None where there is none."""
    return next((name for name in columns if fold(name) in KEY_NAMES), None)


def is_numbering(cells: Sequence[Any]) -> bool:
    """Whether a row under the header numbers the columns: (1), (2), (3), or 1, 2, 3 from the first column on.

    >>> is_numbering(["(1)", "(2)"]), is_numbering([1.0, 2.0, 3.0, 4.0, 5.0]), is_numbering([1.0, 85.0])
    (True, True, False)
    """
    texts = [shown_text(cell).strip() for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    wanted = [str(place) for place in range(1, len(texts) + 1)]
    if len(texts) > 1 and texts == [f"({each})" for each in wanted]:
        return True
    return len(texts) >= 5 and texts == wanted
