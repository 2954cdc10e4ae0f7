"""Old workbooks, .xls: the survey of each sheet, from the records of the file (BIFF 8 inside an OLE container)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from attrs import define, field

from .surveys import ERROR, PERCENT, Cell, Mark, Survey

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_ROOT, _STREAM = 5, 2  # kinds of entries of the container's folder
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
    """The streams of an OLE container by name; small ones are kept together in the stream of its root."""
    if not data.startswith(OLE):
        raise OldFileError
    large = _Sectors(data, 1 << struct.unpack_from("<H", data, 30)[0], 1)
    if large.size not in {512, 4096}:
        raise OldFileError
    first, _, least, small = struct.unpack_from("<IIII", data, 48)
    for table in _tables(large):
        large.next += struct.unpack(f"<{large.size // 4}I", large.sector(table))
    folder = large.chained(first)
    entries = [folder[at : at + 128] for at in range(0, len(folder) - 127, 128)]
    kinds = [entry[66] for entry in entries]
    root = entries[kinds.index(_ROOT)] if _ROOT in kinds else b"\xff" * 128
    inner = _Sectors(large.chained(struct.unpack_from("<I", root, 116)[0]), 64, 0)
    links = large.chained(small)
    inner.next = [*struct.unpack(f"<{len(links) // 4}I", links[: len(links) // 4 * 4])]
    found: dict[str, bytes] = {}
    for entry, kind in zip(entries, kinds, strict=True):
        if kind == _STREAM:
            letters = max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)
            start, length = struct.unpack_from("<II", entry, 116)
            held = (large if length >= least else inner).chained(start)
            found[entry[:letters].decode("utf-16-le", "replace")] = held[:length]
    return found


@define
class _Sectors:
    """The sectors of a container, or of its stream of small streams, and which follows which."""

    data: bytes
    size: int
    before: int  # sectors of the header
    next: list[int] = field(factory=list)

    def sector(self, number: int) -> bytes:
        return self.data[(number + self.before) * self.size : (number + self.before + 1) * self.size]

    def chained(self, number: int) -> bytes:
        parts: list[bytes] = []
        while number < _LAST:
            if len(parts) > len(self.next):
                raise OldFileError  # it runs in a circle
            parts.append(self.sector(number))
            number = self.next[number]
        return b"".join(parts)


def _tables(large: _Sectors) -> list[int]:
    """The sectors that say which sector follows which: 109 are in the header, the others in a chain of their own."""
    found = list(struct.unpack_from("<109I", large.data, 76))
    more = struct.unpack_from("<I", large.data, 68)[0]
    seen: set[int] = set()
    while more < _LAST:
        if more in seen:
            raise OldFileError
        seen.add(more)
        *held, more = struct.unpack(f"<{large.size // 4}I", large.sector(more))
        found += held
    return [table for table in found if table < _LAST]
