"""Grids: two ratings become one, by a table with an entry for each pair."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import field, frozen

from ..arguments import checked_type, refused, shown
from ..errors import GridCellError, GridGapError, UnknownLevelError
from .expressions import Expression
from .kinds import LABEL, described, need, need_present
from .levels import Level, LevelsLike, as_levels
from .sources import Source, Sources, as_sources


@frozen(eq=False, repr=False, init=False)
class Grid(Expression):
    """The entry of a table for the level of ``rows`` and the level of ``columns``: a label.

    Rows and columns are categories, ratings or grids. ``cells`` maps ``(row, column)`` to a level's key; ``levels``
    lists the levels with their names, best first or as the law lists them.
    """

    rows: Expression
    columns: Expression
    cells: tuple[tuple[tuple[str, str], str], ...]
    entries: tuple[Level, ...]
    sources: tuple[Source, ...] = field(default=(), kw_only=True)

    def __init__(
        self,
        rows: Expression,
        columns: Expression,
        cells: Mapping[tuple[str, str], str],
        *,
        levels: LevelsLike | None = None,
        source: Sources = None,
    ) -> None:
        for argument, value in (("rows", rows), ("columns", columns)):
            checked_type(value, f"Grid({argument})", Expression, right="Label")
        checked_type(cells, "Grid(cells)", Mapping, right="cells_of_grid")
        for pair, entry in cells.items():
            checked_type(pair, "Grid(cells[...])", tuple, right="cells_of_grid")
            checked_type(entry, "Grid(cells[...])", str, right="cells_of_grid")
            if len(pair) != 2:
                raise refused(pair, "Grid(cells[...])", "cells_of_grid")
        entries = as_levels(levels if levels is not None else dict.fromkeys(cells.values(), ""))
        need(LABEL, rows, columns, by="Grid")
        row_keys, column_keys = {r.key for r in rows.levels}, {c.key for c in columns.levels}
        for row, column in cells:
            if row not in row_keys or column not in column_keys:
                raise GridCellError(rows=described(rows), columns=described(columns), cell=f"({row}, {column})")
        pairs = [(r.key, c.key) for r in rows.levels for c in columns.levels]
        if missing := [pair for pair in pairs if pair not in cells]:
            listed = ", ".join(f"({row}, {column})" for row, column in missing)
            raise GridGapError(rows=described(rows), columns=described(columns), cells=listed)
        # In the order of the levels, not as written: two grids with the same cells are equal.
        table = tuple((pair, cells[pair]) for pair in pairs)
        self.__attrs_init__(rows, columns, table, entries, sources=as_sources(source))

    def _derive(self) -> None:
        need(LABEL, self.rows, self.columns, by="Grid")
        need_present(self.rows, self.columns, by="Grid")
        pairs = [(r.key, c.key) for r in self.rows.levels for c in self.columns.levels]
        if pairs != [pair for pair, _ in self.cells]:
            raise GridGapError(rows=described(self.rows), columns=described(self.columns), cells=str(pairs))
        known = {level.key for level in self.entries}
        for _, entry in self.cells:
            if entry not in known:
                raise UnknownLevelError(what="Grid", level=repr(entry), right=", ".join(sorted(known)))
        self._set(LABEL, False, self.entries)

    def map(self, change: Callable[[Any], Any]) -> Grid:
        """The same table over changed rows and columns, whose levels may be in another order."""
        rows, columns = change(self.rows), change(self.columns)
        if rows is self.rows and columns is self.columns:
            return self
        return Grid(rows, columns, dict(self.cells), levels=self.entries, source=self.sources)

    def cell(self, row: Any, column: Any) -> str:
        """The key of the level at a pair of levels."""
        try:
            return dict(self.cells)[row, column]
        except (KeyError, TypeError):
            cell = f"({shown(row)}, {shown(column)})"
            raise GridCellError(rows=described(self.rows), columns=described(self.columns), cell=cell) from None
