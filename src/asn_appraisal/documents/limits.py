"""Limits: how large a document may be, so that a hostile one is refused quickly.

Everything that grows with the text is counted here before anything is built from it: characters, nested levels, entries.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from attrs import define, field

from ..errors import AppraisalError
from ..faults import DocumentFault
from ..texts import fact

MOST_CHARACTERS = 1_000_000
MOST_DEPTH = 50
MOST_NODES = 10_000
MOST_FAULTS = 100
MOST_NESTED = 100  # of a formula, through all the parts it uses


class Misfit(Exception):
    """Why something in a document is wrong: a code and its facts, and the column within a formula."""

    def __init__(self, code: str, column: int | None = None, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.column = column
        self.facts = {name: fact(value) for name, value in facts.items()}

    @classmethod
    def of(cls, problem: AppraisalError, column: int | None = None) -> Misfit:
        """The fault of an error of the algebra, in its own words."""
        found = cls(problem.code, column)
        found.facts = {name: fact(value) for name, value in problem.facts.items()}
        return found

    def at(self, path: str) -> DocumentFault:
        """The fault at a path."""
        return DocumentFault(self.code, path=path, column=self.column, facts=self.facts)


class TooLarge(Misfit):
    """A document that is too large as a whole: nothing else is said of it, since further faults would only follow."""


@define
class Budget:
    """How much of a document may still be read; ``Misfit`` where it is used up."""

    nodes: int = field(default=0)
    characters: int = field(default=0)

    def count(self, nodes: int, characters: int = 0) -> None:
        """Take a number of entries and characters from the rest."""
        self.nodes += nodes
        self.characters += characters
        if self.nodes > MOST_NODES:
            raise TooLarge("ASN503", kind="nodes", found=f"> {MOST_NODES}", limit=MOST_NODES)
        check_size(self.characters)


def check_size(characters: int) -> None:
    """Refuse a text that is too long to be a policy."""
    if characters > MOST_CHARACTERS:
        raise TooLarge("ASN503", kind="characters", found=characters, limit=MOST_CHARACTERS)


def bounded(data: object, budget: Budget, depth: int = 0) -> Any:
    """A copy of plain data, with days as ISO text; ``Misfit`` where it is too large or nested too deeply."""
    if depth > MOST_DEPTH:
        raise TooLarge("ASN503", kind="levels", found=f"> {MOST_DEPTH}", limit=MOST_DEPTH)
    budget.count(1, len(data) if isinstance(data, str) else 0)
    if isinstance(data, Mapping):
        copy = {}
        for key, value in data.items():
            if not isinstance(key, str):
                raise Misfit("ASN506", kind=type(key).__name__, right="text")
            budget.count(0, len(key))
            copy[key] = bounded(value, budget, depth + 1)
        return copy
    if isinstance(data, list | tuple):
        return [bounded(entry, budget, depth + 1) for entry in data]
    if isinstance(data, date) and not isinstance(data, datetime):
        return data.isoformat()
    return data
