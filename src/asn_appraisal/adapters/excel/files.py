"""Excel files: opened by their content, within bounds, and surveyed before any value is read.

A file comes from anywhere. What it unpacks to, and how far its cells reach, is measured first: a reader of values takes
memory for the whole rectangle, and ends the process where there is not enough.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET
from xml.parsers import expat

from attrs import field, frozen

from ...errors import AppraisalError, FileMissingError, MissingExtraError, WorkbookBrokenError, WorkbookSizeError
from . import old_files, opendocument
from .surveys import BrokenSheetError, Survey, survey_of

MOST_BYTES = 1 << 29  # of a file, and of what one is unpacked to
MOST_RATIO = 300  # to which a large part may have been packed; sheets of equal rows come to some 30
MOST_CELLS = 20_000_000  # of a sheet's rectangle: a million rows of twenty columns
_LARGE = 1 << 24
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)
_MOST_PARTS = 10_000
_MOST_TREE = 1 << 25  # bytes of a part of which a tree is built: names of sheets, styles
_PERCENTS = {"9", "10"}  # 0% and 0.00% have no code of their own
_READ = re.compile(r"(?i).*\.(xml|rels)")


@frozen
class Book:
    """A workbook: its sheets in order, which of them are hidden, and the survey of each on demand."""

    path: str
    sheets: tuple[str, ...]
    hidden: frozenset[str]
    _values: Any = field(repr=False)  # calamine's workbook
    _survey: Callable[[str], Survey] = field(repr=False)

    def survey(self, sheet: str) -> Survey:
        """What is known of a sheet without its values; raises ``WorkbookSizeError`` for one of too many cells."""
        found = self._survey(sheet)
        if found.height * found.width > MOST_CELLS:
            raise WorkbookSizeError(
                path=f"{self.path}, {sheet}", found=found.height * found.width, limit=MOST_CELLS, kind="cells"
            )
        return found

    def rows(self, sheet: str) -> tuple[list[list[Any]], tuple[tuple[tuple[int, int], tuple[int, int]], ...]]:
        """The values of a surveyed sheet from its first row and column on, and its merged ranges, ends included."""
        with _reading(self.path):
            held = self._values.get_sheet_by_name(sheet)
            return held.to_python(skip_empty_area=False), tuple(held.merged_cell_ranges or ())


def open_book(path: str | Path) -> Book:
    """A workbook (.xlsx, .xlsm, .xls, .ods), told by its content and not by its ending.

    Raises ``FileMissingError``, ``WorkbookBrokenError``, ``WorkbookSizeError``, and ``MissingExtraError`` without
    python-calamine.
    """
    calamine = _calamine()
    data = _bytes_of(Path(path))
    survey = _surveyor(str(path), data)
    with _reading(str(path)):
        values = calamine.load_workbook(io.BytesIO(data))
    sheets = [each for each in values.sheets_metadata if each.typ == calamine.SheetTypeEnum.WorkSheet]
    hidden = frozenset(each.name for each in sheets if each.visible != calamine.SheetVisibleEnum.Visible)
    return Book(str(path), tuple(each.name for each in sheets), hidden, values, survey)


@contextmanager
def _reading(path: str) -> Iterator[None]:
    """What calamine finds wrong, or stumbles over, is a damaged workbook."""
    calamine = _calamine()
    try:
        yield
    except calamine.PasswordError:
        raise WorkbookBrokenError(path=path, kind="locked_workbook") from None
    except (calamine.CalamineError, ValueError, OSError):
        raise WorkbookBrokenError(path=path, kind="damaged_workbook") from None
    except BaseException as problem:
        if type(problem).__name__ != "PanicException":  # a fault of Rust code is no Exception
            raise
        raise WorkbookBrokenError(path=path, kind="damaged_workbook") from None


def _calamine() -> ModuleType:
    try:
        import python_calamine
    except ImportError:
        raise MissingExtraError(library="python-calamine", extra="excel") from None
    return python_calamine


def _bytes_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise WorkbookSizeError(path=path, found=size, limit=MOST_BYTES, kind="bytes")
        return path.read_bytes()
    except OSError as error:
        raise FileMissingError(path=path, reason=error.strerror or type(error).__name__) from None
    except ValueError as error:  # a name with a null character, and our own
        if isinstance(error, WorkbookSizeError):
            raise
        raise FileMissingError(path=path, reason=type(error).__name__) from None


def _surveyor(path: str, data: bytes) -> Callable[[str], Survey]:
    """The survey of a sheet by its name, for a file whose content is that of a workbook."""
    if data.startswith(old_files.OLE):
        try:
            return _found_in(path, old_files.surveys_of(data))
        except old_files.LockedError:
            raise WorkbookBrokenError(path=path, kind="locked_workbook") from None
        except old_files.OldFileError:
            raise WorkbookBrokenError(path=path, kind="damaged_workbook") from None
    if not data.startswith(b"PK"):
        raise WorkbookBrokenError(path=path, kind=_kind_of(data))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = _parts(path, package)
    except AppraisalError:
        raise
    except _BROKEN as problem:
        kind = "locked_workbook" if "encrypted" in str(problem) else "damaged_workbook"
        raise WorkbookBrokenError(path=path, kind=kind) from None
    if "content.xml" in parts:
        _check_whole(path, parts["content.xml"])
        return _found_in(path, opendocument.surveys_of(parts["content.xml"]))
    if "xl/workbook.xml" in parts:
        return _of_package(path, parts)
    raise WorkbookBrokenError(path=path, kind="other_file")


def _check_whole(path: str, xml: bytes) -> None:
    """Refuse XML that is not well formed: calamine 0.9 never ends where a sheet is not closed."""

    def refuse(*_: object) -> None:
        raise WorkbookBrokenError(path=path, kind="damaged_workbook")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse  # nothing of a workbook declares entities
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        refuse()


def _found_in(path: str, surveys: dict[str, Survey]) -> Callable[[str], Survey]:
    def survey(sheet: str) -> Survey:
        if sheet not in surveys:
            raise WorkbookBrokenError(path=path, kind="damaged_workbook")
        return surveys[sheet]

    for each in surveys.values():  # all sheets of these kinds are read when the file is opened
        if each.height * each.width > MOST_CELLS:
            raise WorkbookSizeError(path=path, found=each.height * each.width, limit=MOST_CELLS, kind="cells")
    return survey


def _kind_of(data: bytes) -> str:
    """What a file is that is no workbook, as far as its first bytes tell."""
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head")):
        return "web_page"
    if not data or data.startswith(b"%PDF") or b"\0" in data[:2048]:
        return "other_file"
    return "other_file" if head.startswith(b"<") else "plain_text"


def _parts(path: str, package: zipfile.ZipFile) -> dict[str, bytes]:
    """The parts of a package that hold XML, whole and checked against their sums, if they stay within bounds."""
    entries = package.infolist()
    total = sum(each.file_size for each in entries)
    if total > MOST_BYTES or len(entries) > _MOST_PARTS:
        raise WorkbookSizeError(path=path, found=total, limit=MOST_BYTES, kind="bytes")
    for each in entries:
        if each.file_size > max(_LARGE, MOST_RATIO * each.compress_size):
            raise WorkbookSizeError(
                path=path, found=each.file_size, limit=MOST_RATIO * each.compress_size, kind="bytes"
            )
    if any(each.filename.lower().endswith("workbook.bin") for each in entries):
        raise WorkbookBrokenError(path=path, kind="binary_workbook")
    parts = {each.filename: package.read(each) for each in entries if _READ.fullmatch(each.filename)}
    for content in parts.values():
        head = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
        if not head.startswith(b"<"):
            raise WorkbookBrokenError(path=path, kind="damaged_workbook")
    return parts


# --- the parts of .xlsx ----------------------------------------------------------------------------------------------


def _of_package(path: str, parts: dict[str, bytes]) -> Callable[[str], Survey]:
    for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"):
        if len(part := parts.get(name, b"")) > _MOST_TREE:
            raise WorkbookSizeError(path=f"{path}, {name}", found=len(part), limit=_MOST_TREE, kind="bytes")
        if b"<!DOCTYPE" in part:  # no workbook declares entities; those that would grow without end are never read
            raise WorkbookBrokenError(path=path, kind="damaged_workbook")
    try:
        book = ET.fromstring(parts["xl/workbook.xml"])
        links = {
            each.get("Id", ""): each.get("Target", "")
            for each in ET.fromstring(parts.get("xl/_rels/workbook.xml.rels", b"<none/>"))
        }
        percents = _percent_styles(parts.get("xl/styles.xml", b""))
    except ET.ParseError:
        raise WorkbookBrokenError(path=path, kind="damaged_workbook") from None
    stale = any(each.get("fullCalcOnLoad") in {"1", "true"} for each in _within(book, "calcPr"))
    places = {}
    for each in _within(book, "sheet"):
        link = next((value for name, value in each.items() if name.rpartition("}")[2] == "id"), "")
        places[each.get("name", "")] = _part_name(links.get(link, ""))

    def survey(sheet: str) -> Survey:
        xml = parts.get(places.get(sheet, ""))
        if xml is None:
            raise WorkbookBrokenError(path=path, kind="damaged_workbook")
        try:
            return survey_of(xml, percents=percents, stale=stale)
        except BrokenSheetError:
            raise WorkbookBrokenError(path=path, kind="damaged_workbook") from None

    return survey


def _part_name(target: str) -> str:
    """The part that a link of the workbook leads to."""
    if target.startswith("/"):
        return target[1:]
    return "xl/" + target.removeprefix("./")


def _percent_styles(styles: bytes) -> frozenset[bytes]:
    """The numbers of the styles of cells that show percent."""
    if not styles:
        return frozenset()
    tree = ET.fromstring(styles)
    formats = {each.get("numFmtId", "") for each in _within(tree, "numFmt") if "%" in each.get("formatCode", "")}
    formats |= _PERCENTS
    cells = next(_within(tree, "cellXfs"), ET.Element("none"))
    return frozenset(str(place).encode() for place, each in enumerate(cells) if each.get("numFmtId") in formats)


def _within(tree: ET.Element, name: str) -> Any:
    """The elements of a name, whatever their namespace (there are two, and prefixes of any kind)."""
    return (each for each in tree.iter() if each.tag.rpartition("}")[2] == name)
