"""Typesetting: the data of a page as a PDF, tagged for screen readers, by the library typst."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from unicodedata import category

from ...errors import MissingExtraError

# PDF/UA-1, ISO 14289-1: structure, language and title for readers that speak or magnify.
_STANDARD = "ua-1"


def pdf(data: Mapping[str, Any]) -> bytes:
    """The PDF of a page's data; the same bytes for the same data and version of typst.

    A name in letters that the fonts of typst lack is set in a font of the system; where that lacks them too, they are
    boxes, and the page has its tags but no certificate of PDF/UA. Raises ``MissingExtraError`` without the extra ``report``.
    """
    text = json.dumps(_printable(data), ensure_ascii=False)
    for own_fonts, standards in ((True, [_STANDARD]), (False, [_STANDARD])):
        with suppress(RuntimeError):  # TypstError: a letter has no shape
            return _made(text, standards, own_fonts=own_fonts)
    return _made(text, [], own_fonts=False)


def _made(text: str, standards: list[str], *, own_fonts: bool) -> bytes:
    made: bytes = _compiler(own_fonts=own_fonts).compile(
        format="pdf", sys_inputs={"data": text}, pdf_standards=standards, timestamp=0
    )
    return made


def _printable(data: Any) -> Any:
    """Data whose texts have no control characters."""
    if isinstance(data, str):
        return "".join(" " if category(letter) in {"Cc", "Cs"} else letter for letter in data)
    if isinstance(data, Mapping):
        return {name: _printable(each) for name, each in data.items()}
    return [_printable(each) for each in data] if isinstance(data, list | tuple) else data


def ready() -> None:
    """Raise ``MissingExtraError`` where typst is not installed."""
    _compiler(own_fonts=True)


@cache
def _compiler(*, own_fonts: bool) -> Any:
    # One compiler for all pages: fonts are found once. Those that come with typst are the same everywhere.
    try:
        typst = import_module("typst")
    except ImportError:
        raise MissingExtraError(library="typst", extra="report") from None
    return typst.Compiler(Path(__file__).with_name("page.typ"), ignore_system_fonts=own_fonts)
