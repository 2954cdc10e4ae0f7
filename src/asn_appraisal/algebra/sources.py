"""Sources: where a number of a policy comes from, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import field, frozen

from ..arguments import checked_choice, is_a, refused, several
from ..faults import checked_language
from ..texts import say

GRADES = ("text", "agree", "single", "memory", "choice")


@frozen
class Source:
    """A law (or another paper), the place in it, and a grade of certainty.

    ``grade``: ``text`` read in the text of the law or of an official paper; ``agree`` several independent secondary
    sources agree; ``single`` one secondary source; ``memory`` known, not confirmed; ``choice`` no law behind it, the
    author's own decision or example. Only ``text`` and ``agree`` count as settled.

    >>> Source("PP 46/2011", "Pasal 15", grade="text").settled
    True
    """

    law: str = field(validator=is_a(str, right="law"))
    article: str = field(default="", validator=is_a(str))
    page: str = field(default="", kw_only=True, validator=is_a(str))
    note: str = field(default="", kw_only=True, validator=is_a(str))
    grade: str = field(default="memory", kw_only=True)

    def __attrs_post_init__(self) -> None:
        checked_choice(self.grade, "grade", GRADES)
        if not self.law.strip():
            raise refused(None, "Source(law=...)", "law")

    @property
    def settled(self) -> bool:
        """Whether a number with this source may be presented as settled."""
        return self.grade in {"text", "agree"}

    @property
    def place(self) -> str:
        """The law with article and page."""
        return ", ".join(part for part in (self.law, self.article, self.page) if part)

    def text(self, language: str = "id") -> str:
        """The source as people cite it, with its grade in words."""
        checked_language(language)
        return f"{self.place} [{say(f'grades.{self.grade}', language)}]" + (f": {self.note}" if self.note else "")

    def __str__(self) -> str:
        return f"{self.place} [{self.grade}]" + (f": {self.note}" if self.note else "")

    def to_dict(self) -> dict[str, Any]:
        """The source as plain JSON data."""
        return {
            "law": self.law,
            "article": self.article,
            "page": self.page,
            "note": self.note,
            "grade": self.grade,
        }


Sources = Source | Iterable[Source] | None


def as_sources(value: Sources) -> tuple[Source, ...]:
    """None, one source or several, as a tuple."""
    if value is None:
        return ()
    return (value,) if isinstance(value, Source) else several(value, "source", Source)
