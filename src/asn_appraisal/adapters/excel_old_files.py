"""Old workbooks, .xls: the survey of each sheet, from the records of the file (BIFF 8 inside an OLE container)."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from attrs import define, field

from .excel_surveys import ERROR, PERCENT, Cell, Mark, Survey

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_LAST = 0xFFFFFFFA  # sectors from here on are marks, not places
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_FORMULA, _BOUNDSHEET, _XF, _FORMAT, _BOOLERR, _ROW = 0x0006, 0x0085, 0x00E0, 0x041E, 0x0205, 0x0208
_NUMBER, _RK, _MULRK, _LABELS, _END, _FILEPASS = 0x0203, 0x027E, 0x00BD, (0x00FD, 0x0204), 0x000A, 0x002F
_PERCENTS = {9, 10}  # the formats 0% and 0.00%, which have no record of their own


class OldFileError(Exception):
    """The container or a record is damaged."""


class LockedError(Exception):
    """The workbook is encrypted."""


@define
class _Sheet:
    hidden: set[int] = field(factory=set)
    marks: dict[Cell, Mark] = field(factory=dict)
    height: int = 0
    width: int = 0

    def reaches(self, cell: Cell) -> None:
        self.height, self.width = max(self.height, cell[0] + 1), max(self.width, cell[1] + 1)


def surveys_of(data: bytes) -> dict[str, Survey]:
    """The survey of each sheet by its name; raises ``OldFileError`` and ``LockedError``."""
    try:
        streams = _streams(data)
        if "EncryptedPackage" in streams:
            raise LockedError
        book = next((streams[name] for name in ("Workbook", "Book") if name in streams), None)
        if book is None:
            raise OldFileError
        return _sheets(book)
    except (struct.error, IndexError) as problem:
        raise OldFileError from problem


def _sheets(book: bytes) -> dict[str, Survey]:
    places: list[tuple[str, int]] = []
    formats: set[int] = set(_PERCENTS)
    styles: list[int] = []
    for kind, body in _records(book, 0):
        if kind == _FILEPASS:
            raise LockedError
        if kind == _BOUNDSHEET:
            places.append((_short_text(body[6:]), struct.unpack_from("<I", body)[0]))
        elif kind == _XF:
            styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _FORMAT and b"%" in body[2:]:
            formats.add(struct.unpack_from("<H", body)[0])
    percents = {place for place, number in enumerate(styles) if number in formats}
    return {name: _sheet(book, place, percents) for name, place in places}


def _sheet(book: bytes, place: int, percents: set[int]) -> Survey:
    sheet = _Sheet()
    for kind, body in _records(book, place):
        if kind == _ROW and struct.unpack_from("<H", body, 12)[0] & 0x20:
            sheet.hidden.add(struct.unpack_from("<H", body)[0])
        elif kind == _MULRK:
            row, first = struct.unpack_from("<HH", body)
            for step in range((len(body) - 6) // 6):
                style = struct.unpack_from("<H", body, 4 + 6 * step)[0]
                _number(sheet, (row, first + step), style, percents)
        elif kind in {_FORMULA, _BOOLERR, _NUMBER, _RK, *_LABELS}:
            row, column, style = struct.unpack_from("<HHH", body)
            cell = (row, column)
            sheet.reaches(cell)
            if kind == _BOOLERR and body[7]:
                sheet.marks[cell] = Mark(ERROR, _ERRORS.get(body[6], ""))
            elif kind == _FORMULA and body[12:14] == b"\xff\xff":  # no number: text, truth or error
                if body[6] == 2:
                    sheet.marks[cell] = Mark(ERROR, _ERRORS.get(body[8], ""))
            elif kind in {_FORMULA, _NUMBER, _RK}:
                _number(sheet, cell, style, percents)
    return Survey(sheet.height, sheet.width, frozenset(sheet.hidden), sheet.marks)


def _number(sheet: _Sheet, cell: Cell, style: int, percents: set[int]) -> None:
    sheet.reaches(cell)
    if style in percents:
        sheet.marks[cell] = Mark(PERCENT)


def _records(book: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records of a substream, to its end."""
    while True:
        kind, size = struct.unpack_from("<HH", book, place)
        yield kind, book[place + 4 : place + 4 + size]
        if kind == _END:
            return
        place += 4 + size


def _short_text(body: bytes) -> str:
    count, wide = body[0], body[1] & 1
    return body[2 : 2 + count * (1 + wide)].decode("utf-16-le" if wide else "latin-1")


# --- the container ---------------------------------------------------------------------------------------------------


def _streams(data: bytes) -> dict[str, bytes]:
    """The streams of an OLE container by name."""
    if not data.startswith(OLE):
        raise OldFileError
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in {512, 4096}:
        raise OldFileError
    first, _, least = struct.unpack_from("<III", data, 48)
    small, _, more, _ = struct.unpack_from("<IIII", data, 60)
    tables = list(struct.unpack_from("<109I", data, 76))

    def sector_of(number: int) -> bytes:
        return data[(number + 1) * size : (number + 2) * size]

    seen: set[int] = set()
    while more < _LAST:
        if more in seen:
            raise OldFileError
        seen.add(more)
        held = struct.unpack_from(f"<{size // 4}I", data, (more + 1) * size)
        tables += held[:-1]
        more = held[-1]
    chain: list[int] = []
    for table in tables:
        if table < _LAST:
            chain += struct.unpack_from(f"<{size // 4}I", data, (table + 1) * size)
    folder = _chained(chain, first, sector_of)
    entries = [folder[at : at + 128] for at in range(0, len(folder) - 127, 128)]
    found: dict[str, bytes] = {}
    inner = b""
    inner_chain: list[int] = []
    for entry in entries:
        letters, kind = struct.unpack_from("<H", entry, 64)[0], entry[66]
        name = entry[: max(letters - 2, 0)].decode("utf-16-le", "replace")
        start, length = struct.unpack_from("<II", entry, 116)
        if kind == 5:
            inner = _chained(chain, start, sector_of)
            table = _chained(chain, small, sector_of)
            inner_chain = list(struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4]))
        elif kind == 2 and length >= least:
            found[name] = _chained(chain, start, sector_of)[:length]
        elif kind == 2:
            found[name] = _chained(inner_chain, start, lambda sector: inner[sector * 64 : (sector + 1) * 64])[:length]
    return found


def _chained(chain: list[int], sector: int, held: Callable[[int], bytes]) -> bytes:
    parts: list[bytes] = []
    while sector < _LAST:
        if len(parts) > len(chain):
            raise OldFileError  # it runs in a circle
        parts.append(held(sector))
        sector = chain[sector]
    return b"".join(parts)
