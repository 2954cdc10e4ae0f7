"""HTML: a table of texts, every cell escaped, as a notebook shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

Cell = str | tuple[str, ...]  # lines below each other, such as a text in two languages: those below the first are grey

_NUMBER = re.compile(r"[-+–<>*%\d.,\s]*")


def table(header: Iterable[Cell], rows: Iterable[Iterable[Cell]]) -> str:
    """An HTML table; every cell is escaped. Columns of numbers stand to the right, others to the left.

    Notebooks would set all cells to the right, so each says how it stands.

    >>> table(["unit", ("baris", "rows")], [["A & B", "7"]]).partition("<tbody>")[2].partition("</tbody>")[0]
    '<tr><td style="text-align:left">A &amp; B</td><td style="text-align:right">7</td></tr>'
    """
    held = [tuple(row) for row in rows]
    names = tuple(header)
    sides = ["right" if any(column) and all(map(_is_number, column)) else "left" for column in zip(*held, strict=True)]
    sides = sides or ["left"] * len(names)
    body = "".join(_row("td", row, sides) for row in held)
    return f"<table><thead>{_row('th', names, sides)}</thead><tbody>{body}</tbody></table>"


def lines(texts: Iterable[str]) -> str:
    """Lines below each other, escaped; those below the first are grey."""
    first, *others = map(escape, texts)
    return "<br>".join([first, *(f'<span style="color:#767676">{other}</span>' for other in others)])


def _row(tag: str, cells: Iterable[Cell], sides: Iterable[str]) -> str:
    filled = (
        f'<{tag} style="text-align:{side}">{escape(cell) if isinstance(cell, str) else lines(cell)}</{tag}>'
        for cell, side in zip(cells, sides, strict=True)
    )
    return f"<tr>{''.join(filled)}</tr>"


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, str) and _NUMBER.fullmatch(cell) is not None
