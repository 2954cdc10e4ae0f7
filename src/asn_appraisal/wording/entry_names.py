"""Entry names: what the fields, parts and lists of a policy are called in an explanation, each so that it is told apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from ..algebra.expressions import Expression, Named
from ..algebra.inputs import Field
from ..algebra.items import Items, Over
from ..algebra.kinds import NUMBER
from ..analysis.walks import expressions
from ..texts import say

_PLACE = re.compile(r"(?:(\w+)\[(\d+)\]\.)?([\w.]+)")


class EntryNames:
    """What entries are called by people in one language, or by their keys where these are asked for.

    A part that is called like a field is the score for it; entries that would still be called alike get their keys as well.

    >>> from asn_appraisal import Number
    >>> speed = Number("kecepatan", "Kecepatan")
    >>> part = (speed * 2).named("kecepatan_nilai", "Kecepatan")
    >>> names = EntryNames([part], "en")
    >>> names.of(speed), names.of(part)
    ('Kecepatan', 'Score for Kecepatan')
    """

    def __init__(self, roots: Iterable[Expression], language: str = "id", *, keys: bool = False) -> None:
        self.language = language
        self.keys = keys
        found = [*expressions(*roots)]
        self.lists: dict[str, Items] = {entry.items.key: entry.items for entry in found if isinstance(entry, Over)}
        rows = [entry for items in self.lists.values() for entry in items.fields]
        self._names = self._told_apart([*dict.fromkeys((*found, *rows))])
        # What stands in no list comes last and counts.
        own = [entry for entry in found if isinstance(entry, Field)]
        self._fields = {entry.key: entry for entry in (*rows, *(entry for entry in own if entry not in {*rows}))}

    def _told_apart(self, found: list[Expression]) -> dict[Expression, str]:
        entries = [entry for entry in found if isinstance(entry, Field | Named)]
        names: dict[Expression, str] = {entry: entry.called(self.language) for entry in entries}
        of_fields = {name.lower() for entry, name in names.items() if isinstance(entry, Field)}
        for entry, name in names.items():
            if isinstance(entry, Named) and entry.kind == NUMBER and name.lower() in of_fields:
                names[entry] = say("steps.score_of", self.language, name=name)
        called = {(entry.key, names[entry].lower()) for entry in entries}
        count = Counter(name for _, name in called)
        return {
            entry: names[entry] if count[names[entry].lower()] == 1 else f"{names[entry]} ({entry.key})"
            for entry in entries
        }

    def of(self, entry: Expression) -> str:
        """What a field or a part is called; another expression by its formula."""
        return entry.named_by() if self.keys else self._names.get(entry) or entry.named_by()

    def in_row(self, name: str, where: str, row: int) -> str:
        """A name with the row it stands in, counted from 1."""
        items = self.lists.get(where)
        title = where if items is None else items.called(self.language)
        return say("steps.place", self.language, name=name, list=title, row=row + 1)

    def place(self, place: str) -> str:
        """What a place of a record (``kegiatan[0].biaya``) is called."""
        match = _PLACE.fullmatch(place)
        if self.keys or match is None:
            return place
        where, row, key = match.groups()
        if where is None and key in self.lists:
            return self.lists[key].called(self.language)
        fields = self._fields if where not in self.lists else {each.key: each for each in self.lists[where].fields}
        name = self.of(fields[key]) if key in fields else key
        return name if where is None else self.in_row(name, where, int(row))


@lru_cache(maxsize=256)
def entry_names(roots: tuple[Expression, ...], language: str = "id", *, keys: bool = False) -> EntryNames:
    """The names of the entries below some roots, worked out once."""
    return EntryNames(roots, language, keys=keys)
