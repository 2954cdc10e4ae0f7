"""Pieces of a document: each made once, its faults noted with their path, and what depends on a fault skipped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import attrs
from attrs import define, field

from ..errors import AppraisalError
from ..faults import DocumentFault
from .limits import MOST_FAULTS, MOST_NESTED, Misfit, TooLarge

_Piece = TypeVar("_Piece")


class BrokenPiece(Exception):
    """Something depends on an entry whose fault was noted already."""


class EnoughFaults(Exception):
    """No further fault of a document is looked for."""


class _Broken:
    """What stands in a form for an entry whose fault was noted already."""

    def __repr__(self) -> str:
        return "BROKEN"


BROKEN: Any = _Broken()


def is_sound(piece: object) -> bool:
    """Whether there is a piece, and it is not at fault."""
    return piece is not None and piece is not BROKEN


def sound(value: Any) -> Any:
    """A value in which nothing is at fault; raises ``BrokenPiece``.

    >>> sound(["nilai", ["skp"]])
    ['nilai', ['skp']]
    """
    if value is BROKEN:
        raise BrokenPiece
    if isinstance(value, dict):
        sound([*value.values()])
    elif isinstance(value, list):
        for each in value:
            sound(each)
    elif attrs.has(type(value)):
        sound([*attrs.asdict(value, recurse=False).values()])
    return value


@define
class Pieces:
    """The pieces made so far and the faults on the way; ``level`` is how deep the formula at hand is."""

    faults: list[DocumentFault] = field(init=False, factory=list)
    made: dict[tuple[str, ...], tuple[Any, int]] = field(init=False, factory=dict)
    busy: list[tuple[str, ...]] = field(init=False, factory=list)
    broken: set[tuple[str, ...]] = field(init=False, factory=set)
    level: int = field(init=False, default=0)
    reached: int = field(init=False, default=0)

    def attempt(self, make: Callable[[], Any]) -> Any:
        """The result of ``make``; ``BROKEN`` where it has a fault, which is noted."""
        try:
            return make()
        except BrokenPiece:
            return BROKEN

    def all_of(self, makes: Iterable[Callable[[], Any]]) -> list[Any]:
        """The results of all, tried one after the other; ``BrokenPiece`` where some have a fault."""
        found = [self.attempt(make) for make in makes]
        if any(each is BROKEN for each in found):
            raise BrokenPiece
        return found

    def guarded(self, path: str, make: Callable[[], _Piece]) -> _Piece:
        """The result of ``make``; a fault gets the path, and everything that depends on it is skipped."""
        try:
            return make()
        except Misfit as problem:
            self.note(problem, path)
        except AppraisalError as problem:
            self.note(Misfit.of(problem), path)
        raise BrokenPiece

    def note(self, problem: Misfit, path: str) -> None:
        """Note a fault at a path; ``EnoughFaults`` where no others are to be looked for."""
        if isinstance(problem, TooLarge):
            self.faults = []
        self.faults.append(problem.at(path))
        if isinstance(problem, TooLarge) or len(self.faults) >= MOST_FAULTS:
            raise EnoughFaults

    def once(self, kind: tuple[str, ...], make: Callable[[], _Piece]) -> _Piece:
        """A piece that is made once, with the depth below it; ``Misfit`` where it depends on itself."""
        if kind in self.broken:
            raise BrokenPiece
        if kind in self.busy:
            chain = [*(each[1] for each in self.busy[self.busy.index(kind) :]), kind[1]]
            self.broken.add(kind)  # said once, however often it names itself
            raise Misfit("ASN510", chain=" > ".join(chain[:10]))
        if kind not in self.made:
            outer, start = self.reached, self.level
            self.busy.append(kind)
            self.reached = start
            try:
                found = make()
            except BaseException:
                self.broken.add(kind)
                raise
            finally:
                self.busy.pop()
                self.level = start
                self.reached, below = max(outer, self.reached), self.reached - start
            self.made[kind] = (found, below)
        value, below = self.made[kind]
        self.reach(self.level + below)
        made: _Piece = value
        return made

    def reach(self, level: int) -> None:
        """Note how deep a formula goes through the parts it uses."""
        if level > MOST_NESTED:
            raise TooLarge("ASN503", kind="levels", found=f"> {MOST_NESTED}", limit=MOST_NESTED)
        self.reached = max(self.reached, level)
