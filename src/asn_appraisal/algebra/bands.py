"""Bands: the step from a number to a rating, with edges as the law writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import field, frozen

from ..arguments import is_a, refused
from ..errors import BandGapError, EmptyPartsError, LevelKeyError
from .edges import Edge, checked_order
from .expressions import Expression, as_expression
from .kinds import CONDITION, LABEL, NUMBER, need, need_present
from .levels import Level
from .nodes import Node
from .sources import Source, Sources, as_sources


def _edge(edge: Edge | str | None) -> Edge | None:
    return None if edge is None else Edge.of(edge)


@frozen(eq=False, repr=False)
class Band(Node):
    """One band: its key, its edge (None for the last, which takes the rest), its name, its condition if any."""

    key: str
    edge: Edge | None = field(converter=_edge)
    name: str = field(default="", validator=is_a(str))
    english: str = field(default="", kw_only=True, validator=is_a(str))
    requires: Expression | None = field(
        default=None, kw_only=True, validator=is_a(Expression, type(None), right="Condition")
    )
    labels: Mapping[str, Any] | Iterable[tuple[str, Any]] = field(default=(), kw_only=True)
    sources: tuple[Source, ...] = field(default=(), kw_only=True, converter=as_sources, alias="source")
    level: Level = field(init=False)

    def _derive(self) -> None:
        level = Level(self.key, self.name, english=self.english, labels=self.labels)
        object.__setattr__(self, "level", level)
        object.__setattr__(self, "labels", level.labels)
        if self.requires is not None:
            need(CONDITION, self.requires, by=self.key)
            need_present(self.requires, by=self.key)


@frozen(eq=False, repr=False, init=False)
class Bands(Node):
    """A scale of bands, tried from the first to the last: each is ``(key, edge, name)``, with an
    English name if there is one, or a ``Band``.

    Edges run one way (``>= 91``, ``>= 76`` ...), the last band has none, so that each number has exactly one band.

    >>> bands = Bands(("baik", ">= 76", "Baik"), ("kurang", None, "Kurang"))
    >>> [band.key for band in bands.bands]
    ['baik', 'kurang']
    """

    bands: tuple[Band, ...]
    sources: tuple[Source, ...] = field(default=(), kw_only=True)

    def __init__(self, *bands: Band | tuple[Any, ...], source: Sources = None) -> None:
        made = tuple(_band(band, place) for place, band in enumerate(bands))
        self.__attrs_init__(made, sources=as_sources(source))

    def _derive(self) -> None:
        if not self.bands:
            raise EmptyPartsError(what="Bands")
        keys = [band.key for band in self.bands]
        for key in keys:
            if keys.count(key) > 1:
                raise LevelKeyError(key=key)
        last = self.bands[-1]
        if last.edge is not None or last.requires is not None:
            raise BandGapError(band=last.key, edge=str(last.edge or ""))
        for band in self.bands[:-1]:
            if band.edge is None:
                raise BandGapError(band=band.key, edge="")
        checked_order((band.edge, band.requires is None) for band in self.bands if band.edge is not None)

    @property
    def levels(self) -> tuple[Level, ...]:
        """The bands as levels of a label."""
        return tuple(band.level for band in self.bands)

    def rating_of(self, value: Expression) -> Rated:
        """The band that a number reaches."""
        return Rated(as_expression(value), self)


def _band(band: Any, place: int) -> Band:
    if isinstance(band, Band):
        return band
    if not isinstance(band, tuple | list) or len(band) not in {2, 3, 4}:
        raise refused(band, f"Bands(bands[{place}])", "Band")
    return Band(*band[:3], english=band[3] if len(band) == 4 else "")


@frozen(eq=False, repr=False)
class Rated(Expression):
    """The band of a number: a label whose levels are the bands."""

    value: Expression
    bands: Bands

    def _derive(self) -> None:
        need(NUMBER, self.value, by="rated")
        self._set(LABEL, self.value.may_be_absent, self.bands.levels)
