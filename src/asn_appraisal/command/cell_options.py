"""Cell options: the words of ``--cells NAME=VALUE`` as one value that says how cells are written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..cells import DECIMALS, FALSE, THOUSANDS, TRUE, Cells
from .usage import UsageError

_NAMES = ("decimal", "thousands", "missing", "words", "names", "units", "rename", "header")


def cells_of(texts: Iterable[str], decimal: str | None = None) -> Cells:
    """The cells that a call says; ``decimal`` is what ``--decimal`` says. Raises ``UsageError`` for what is none.

    ``missing`` and ``rename`` (``OLD:NEW``) may come several times.

    >>> cells_of(["missing=-", "words=ya", "missing=N/A", "rename=Nilai SKP:nilai_skp"], "comma")
    Cells(decimal='comma', missing=('-', 'N/A'), words=True, rename={'Nilai SKP': 'nilai_skp'})
    """
    found: dict[str, Any] = {"missing": [], "rename": {}}
    if decimal is not None:
        found["decimal"] = decimal
    for text in texts:
        name, sign, value = (part.strip() for part in text.partition("="))
        if not sign or not value or name not in _NAMES:
            raise UsageError("bad_cells", text=text, names=", ".join(_NAMES))
        if name == "missing":
            found["missing"].append(value)
        elif name == "rename":
            old, _, new = (part.strip() for part in value.rpartition(":"))
            if not old or not new or old in found["rename"]:
                raise UsageError("bad_rename", text=text)
            found["rename"][old] = new
        elif found.setdefault(name, plain := _plain(name, value, text)) != plain:
            raise UsageError("cells_twice", name=name)
    return Cells(**found)


def _plain(name: str, value: str, text: str) -> Any:
    folded = value.casefold()
    if (signs := {"decimal": DECIMALS, "thousands": THOUSANDS}.get(name)) is not None:
        if folded not in signs:
            raise UsageError("bad_sign", text=text, name=name, right=", ".join(signs))
        return folded
    if name == "header":
        if not value.isdecimal() or not int(value):
            raise UsageError("bad_header", text=text)
        return int(value)
    if folded not in TRUE | FALSE:
        raise UsageError("bad_truth", text=text, name=name)
    return folded in TRUE
