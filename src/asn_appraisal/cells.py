"""Cells: how the values of a table, a file or a form are written, and what each stands for.

Reading itself is strict: a decimal point, true and false, levels by their keys. ``Cells`` says what else may come, and
``cell_value`` turns it into what strict reading takes. Records, tables and files all go through it, so that a value means
the same wherever it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from attrs import evolve, field, fields, frozen

from .algebra.inputs import Category, Field, Flag, Number
from .algebra.items import Items
from .analysis.outlines import Outline
from .analysis.percents import PERCENT_UNITS
from .appraising.readings import Unreadable, is_absent, mapping
from .arguments import checked_choice, checked_count, is_a, names, pairs, refused
from .errors import CellsError, RecordError
from .faults import Fault
from .similar_names import fold

DECIMALS = ("point", "comma")
THOUSANDS = ("point", "comma", "space", "none")
TRUE, FALSE = frozenset({"true", "ya", "on", "1"}), frozenset({"false", "tidak", "off", "0"})
MISSING, PERCENT, UNIT, WORD, NAME, THOUSAND = "missing", "percent", "unit", "word", "name", "thousand"

_SIGNS = {"point": r"\.", "comma": ",", "space": "[ \u00a0\u202f]"}
_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]+")
_POINT = re.compile(r"-?[0-9]+\.[0-9]+")
_MOST_HEADER = 10**6
_FIGURES = 100  # the least end of a range, per hundred, in which a percent sign adds nothing


def _tokens(values: Iterable[str] | str) -> tuple[str, ...]:
    return names(values, "Cells(missing=...)")


def _renamed(values: Any) -> tuple[tuple[str, str], ...]:
    found = pairs(values, "Cells(rename=...)")
    for old, new in found:
        if not isinstance(new, str):
            raise refused(new, f"Cells(rename={{{old!r}: ...}})", "text")
    return found


@frozen(kw_only=True, repr=False)
class Cells:
    """How cells are written; without arguments strictly, as records are: ``85.5``, true and false, keys of levels.

    ``decimal`` is ``"comma"`` (``85,5`` and ``1.234,5``; ``25.000`` is then twenty-five thousand) or ``"point"`` (``25.000``
    is 25); unsaid, a text such as ``25.000`` is refused as ambiguous. ``thousands`` is the sign between groups of three
    digits: ``"point"`` (beside a decimal comma, the default there), ``"comma"``, ``"space"`` or ``"none"``. ``missing`` are
    texts that stand for no value, in any case. With ``words`` a flag may be ya or tidak, true or false, on or off, 1 or 0
    (as a number too); with ``names`` a level may have its name in either language, and any case; with ``units`` a number
    may have its unit behind it (``12 bulan``), or a percent sign. ``rename`` gives columns the names of fields; ``header``
    is the row of a file or sheet, from 1, that holds the names of columns.

    ``guessed`` says that the decimal sign was concluded from a file's separator: ``25.000`` stays ambiguous.

    >>> cells = Cells(decimal="comma", missing="-", units=True)
    >>> [cell_value(Number("nilai", unit="persen"), cell, cells) for cell in ("85,5 %", "1.234,5", " - ", 7)]
    ['85.5', '1234.5', None, 7]
    """

    decimal: str | None = None
    thousands: str | None = None
    missing: tuple[str, ...] = field(default=(), converter=_tokens)
    words: bool = field(default=False, validator=is_a(bool))
    names: bool = field(default=False, validator=is_a(bool))
    units: bool = field(default=False, validator=is_a(bool))
    _rename: tuple[tuple[str, str], ...] = field(default=(), converter=_renamed, alias="rename")
    header: int | None = None
    guessed: bool = field(default=False, validator=is_a(bool))

    def __attrs_post_init__(self) -> None:
        if self.decimal is not None:
            checked_choice(self.decimal, "Cells(decimal=...)", DECIMALS)
        if self.thousands is not None:
            checked_choice(self.thousands, "Cells(thousands=...)", THOUSANDS)
        if self.thousands in DECIMALS:
            other = "comma" if self.thousands == "point" else "point"
            if self.decimal is None:
                object.__setattr__(self, "decimal", other)
            elif self.decimal != other:
                raise CellsError(sign=self.decimal)
        if self.header is not None:
            checked_count(self.header, "Cells(header=...)", 1, _MOST_HEADER)
        if not all(map(str.strip, self.missing)):
            raise CellsError(missing=repr(next(each for each in self.missing if not each.strip())))
        targets = [new for _, new in self._rename]
        if double := [new for new in targets if targets.count(new) > 1]:
            raise CellsError(name=double[0])

    def __repr__(self) -> str:
        given = {each.alias: getattr(self, each.alias) for each in fields(type(self)) if each.alias != "guessed"}
        said = [f"{name}={value!r}" for name, value in given.items() if value not in (None, False, (), {})]
        return f"{type(self).__name__}({', '.join(said)})"

    @property
    def rename(self) -> dict[str, str]:
        """The new names of columns, by the names that they have in the data."""
        return dict(self._rename)

    @property
    def is_strict(self) -> bool:
        """Whether cells are read as the values of a record are."""
        return evolve(self, rename=(), header=None) == STRICT

    def of_file(self, decimal: str) -> Cells:
        """These cells for a text file whose separator goes with a decimal sign: there flags are words."""
        return evolve(self, decimal=self.decimal or decimal, guessed=self.guessed or self.decimal is None, words=True)


STRICT = Cells()


def checked_cells(value: object) -> Cells:
    """The cells of an argument; strict ones for None."""
    if value is None:
        return STRICT
    if not isinstance(value, Cells):
        raise refused(value, "cells", "Cells")
    return value


def new_names(columns: Sequence[str], cells: Cells) -> tuple[str, ...]:
    """The names of columns after renaming; raises a RecordError (ASN445) where two would have the same.

    >>> new_names(["NIP", "Nilai SKP"], Cells(rename={"Nilai SKP": "nilai_skp"}))
    ('NIP', 'nilai_skp')
    """
    new = cells.rename
    if not new:
        return tuple(columns)
    found = tuple(new.get(column, column) for column in columns)
    if double := [name for name in new.values() if found.count(name) > 1]:
        raise RecordError(faults=[Fault("ASN445", field=name) for name in double])
    return found


def cell_value(entry: Field, cell: Any, cells: Cells) -> Any:
    """What a cell holds for a field, as strict reading takes it: None for no value; what it cannot be stays as it is, or
    says why.

    >>> cell_value(Flag("izin"), "Ya", Cells(words=True)), cell_value(Number("biaya"), "25.000", Cells(decimal="comma"))
    (True, '25000')
    """
    return read_cell(entry, cell, cells)[0]


def read_cell(entry: Field, cell: Any, cells: Cells) -> tuple[Any, str]:
    """What a cell holds, as above, and what had to be done about it: one of the constants of this module, or nothing."""
    if is_absent(cell):
        return None, ""
    text = str(cell).strip() if isinstance(cell, str) else None
    if text is not None and cells.missing and text.casefold() in _folded(cells.missing):
        return None, MISSING
    if isinstance(entry, Flag):
        return _flag(cell, text) if cells.words else (cell, "")
    if text is None:
        return cell, ""
    if isinstance(entry, Category):
        return _level(entry, text) if cells.names else (cell, "")
    return _number(entry, text, cells) if isinstance(entry, Number) else (cell, "")


def record_of(outline: Outline, record: object, cells: Cells) -> Any:
    """A record as strict reading takes it: columns renamed, the cells of each field read; what is no record as it is."""
    data = mapping(record)
    if data is None:
        return record
    entries: dict[str, Field | Items] = {each.key: each for each in outline.inputs}
    return _values(entries, data, cells)


def rows_of(items: Items, rows: Any, cells: Cells) -> Any:
    """The rows of a list as strict reading takes them; what is no list of rows as it is."""
    if is_absent(rows) or isinstance(rows, Mapping | str | bytes) or not isinstance(rows, Iterable):
        return rows
    entries: dict[str, Field | Items] = {each.key: each for each in items.fields}
    held = [(row, mapping(row)) for row in rows]
    return [row if data is None else _values(entries, data, cells) for row, data in held]


def _values(entries: Mapping[str, Field | Items], data: Mapping[Any, Any], cells: Cells) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for name, value in zip(new_names(tuple(data), cells), data.values(), strict=True):
        entry = entries.get(name)
        if isinstance(entry, Items):
            found[name] = rows_of(entry, value, cells)
        else:
            found[name] = value if entry is None else cell_value(entry, value, cells)
    return found


@lru_cache(64)
def _folded(tokens: tuple[str, ...]) -> frozenset[str]:
    return frozenset(token.strip().casefold() for token in tokens)


# --- flags and levels ------------------------------------------------------------------------------------------------


def _flag(cell: Any, text: str | None) -> tuple[Any, str]:
    if text is not None:
        folded = text.casefold()
        if folded not in TRUE | FALSE:
            return Unreadable("ASN409"), ""
        return folded in TRUE, "" if folded in {"true", "false"} else WORD
    plain = cell.item() if getattr(cell, "ndim", None) == 0 and hasattr(cell, "item") else cell
    if isinstance(plain, int | float | Decimal | Fraction) and not isinstance(plain, bool) and plain in (0, 1):
        return bool(plain), WORD
    return cell, ""


def _level(entry: Category, text: str) -> tuple[str, str]:
    keys, exact, folded = _levels(entry)
    if text in keys:
        return text, ""
    found = exact.get(text.casefold()) or folded.get(fold(text))
    return (text, "") if found is None else (found, NAME)


@lru_cache(256)
def _levels(entry: Category) -> tuple[frozenset[str], dict[str, str], dict[str, str]]:
    """The keys of a category, and its levels by their names in lower case, then by letters and digits alone.

    A name that may mean two levels means none.
    """
    found: tuple[dict[str, str | None], dict[str, str | None]] = ({}, {})
    for level in entry.among:
        called = {level.key, level.name, level.english} - {""}
        for by_name, simple in zip(found, (str.casefold, fold), strict=True):
            for name in {simple(each) for each in called}:
                by_name[name] = level.key if by_name.get(name, level.key) == level.key else None
    exact, folded = ({name: key for name, key in each.items() if key is not None and name} for each in found)
    return frozenset(level.key for level in entry.among), exact, folded


# --- numbers ---------------------------------------------------------------------------------------------------------


def _number(entry: Number, text: str, cells: Cells) -> tuple[Any, str]:
    bare = _without_unit(entry, text) if cells.units else text
    change = "" if bare == text else PERCENT if text.endswith("%") else UNIT
    if cells.decimal is None and cells.thousands in {None, "none"}:
        return bare, change
    value, grouped = _with_point(bare, entry.decimals, cells)
    return value, change or (THOUSAND if grouped else "")


def _without_unit(entry: Number, text: str) -> str:
    """A number without the unit behind it. A percent sign goes with percent, or with no unit and a range that reaches 100:
    50 % of a field from 0 to 1 is not 50.
    """
    unit = entry.unit.casefold()
    percent = unit in PERCENT_UNITS or (not unit and entry.high is not None and entry.high >= _FIGURES)
    for behind in (*(PERCENT_UNITS if percent else ()), *((unit,) if unit else ())):
        if len(text) > len(behind) and text.casefold().endswith(behind):
            return text[: -len(behind)].rstrip()
    return text


def _with_point(text: str, decimals: int, cells: Cells) -> tuple[str | Unreadable, bool]:
    """A number of a convention with a decimal point and no thousands signs, and whether it had such signs."""
    decimal, thousands = cells.decimal, cells.thousands or ("point" if cells.decimal == "comma" else "none")
    if (match := _shape(decimal or "point", thousands).fullmatch(text)) is not None:
        sign, groups, whole, part = match["sign"], match["groups"], match["whole"], match["part"]
        if groups and part is None and cells.guessed and thousands == "point" and groups.count(".") == 1:
            return Unreadable("ASN424"), False
        if decimal is None and not groups:
            return text, False
        if decimal == "point" and cells.guessed and not groups:
            return text, False  # 25.000 is left to strict reading, which says that it is ambiguous
        digits = whole or "".join(filter(str.isdigit, groups))
        return _plain(sign + digits, part or "", decimals), bool(groups)
    if decimal != "comma":
        return text, False
    if _SCIENTIFIC.fullmatch(text):
        return Unreadable("ASN420"), False
    return Unreadable("ASN423" if _POINT.fullmatch(text) else "ASN404"), False


@lru_cache(16)
def _shape(decimal: str, thousands: str) -> re.Pattern[str]:
    groups = "(?!)" if thousands == "none" else f"[1-9][0-9]{{0,2}}(?:{_SIGNS[thousands]}[0-9]{{3}})+"
    whole = f"(?P<sign>-?)(?:(?P<groups>{groups})|(?P<whole>[0-9]+))"
    return re.compile(f"{whole}(?:{_SIGNS[decimal]}(?P<part>[0-9]+))?")


def _plain(whole: str, part: str, decimals: int) -> str | Unreadable:
    """A number with a decimal point; three decimals that are ambiguous in strict reading are cut by their zeros."""
    if len(part) == 3 and decimals < 3:
        part = part.rstrip("0")
        if len(part) > decimals:
            return Unreadable("ASN405")
    return f"{whole}.{part}" if part else whole
