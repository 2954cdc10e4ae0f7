"""Pieces of a document: each made once, its faults noted with their path, and what depends on a fault skipped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from attrs import define, field

from ..errors import AppraisalError
from ..faults import DocumentFault
from .limits import MOST_NESTED, Misfit

_Piece = TypeVar("_Piece")


class BrokenPiece(Exception):
    """Something depends on an entry whose fault was noted already."""


@define
class Pieces:
    """The pieces made so far and the faults on the way; ``level`` is how deep the formula at hand is."""

    faults: list[DocumentFault] = field(init=False, factory=list)
    made: dict[tuple[str, ...], tuple[Any, int]] = field(init=False, factory=dict)
    busy: list[tuple[str, ...]] = field(init=False, factory=list)
    broken: set[tuple[str, ...]] = field(init=False, factory=set)
    level: int = field(init=False, default=0)
    reached: int = field(init=False, default=0)

    def attempt(self, make: Callable[[], _Piece]) -> _Piece | None:
        """The result of ``make``; None where it has a fault, which is noted."""
        try:
            return make()
        except BrokenPiece:
            return None

    def guarded(self, path: str, make: Callable[[], _Piece]) -> _Piece:
        """The result of ``make``; a fault gets the path, and everything that depends on it is skipped."""
        try:
            return make()
        except Misfit as problem:
            self.faults.append(problem.at(path))
        except AppraisalError as problem:
            self.faults.append(Misfit.of(problem).at(path))
        raise BrokenPiece

    def once(self, kind: tuple[str, ...], make: Callable[[], _Piece]) -> _Piece:
        """A piece that is made once, with the depth below it; ``Misfit`` where it depends on itself."""
        if kind in self.broken:
            raise BrokenPiece
        if kind in self.busy:
            chain = [*(each[1] for each in self.busy[self.busy.index(kind) :]), kind[1]]
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
            raise Misfit("ASN503", kind="levels", found=f"> {MOST_NESTED}", limit=MOST_NESTED)
        self.reached = max(self.reached, level)
