"""Ingest: a column of a table becomes whole numbers in units of its field's last decimal, once.

Each row becomes exactly what ``readings.read`` makes of a record with that value: the same numbers, the same rows
refused, absent or defaulted. Columns of numbers are read in blocks by the float operations of ``numbers.scaled``; texts
and objects are read value by value.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import numpy as np
from attrs import evolve

from ...algebra.inputs import Category, Field, Flag, Number
from ...cells import Cells
from ...numbers import scaled
from .arrays import Array, Chunk, Column, Gathered
from .plain_decimals import plain_decimals
from .raw_columns import RawColumn, as_records_hold
from .value_readers import ABSENT, READ, REFUSED, ROUNDED, Reader, cells_reader, outcome, reader_of

BLOCK = 1 << 15  # rows at once: a few blocks of float64 fit into a core's cache
_MOST_TEXTS = 1 << 16  # texts whose number is remembered: memory stays bounded even if all texts differ

# The limits of numbers.py as floats: here whole blocks are tested, there single values.
_SNAP_LIMIT, _SNAP = 1e12, 1e-9
_FLOAT_LIMIT, _FLOAT32_LIMIT = 1e15, 2.0**23


def ingest(field: Field, source: RawColumn, *, floats: str = "snap") -> Column:
    """The column of a field; ``floats`` is one of ``numbers.FLOAT_MODES``. No row raises: see ``Column.refused``.

    >>> column = ingest(Number("nilai", low=0, high=100), RawColumn(np.array([85.5, 0.1 + 0.2, 85.555, 101.0])))
    >>> column.values.tolist(), column.values.dtype.name, column.refused.tolist()
    ([8550, 30, 30, 30], 'int16', [False, False, True, True])
    """
    blocks, factor = _blocks(field, source, floats)
    number = isinstance(field, Number)
    gathered = Gathered(
        np.empty(len(source), _first_type(field)),
        low=None if number else 0,  # levels and flags have no range: absent rows hold 0
        least=getattr(field, "low_units", None),
        most=getattr(field, "high_units", None),
        factor=factor,
    )
    with np.errstate(all="ignore"):  # infinities and NaN are expected; comparisons detect them
        for block in blocks:
            gathered.add(block)
    column = gathered.column(default=_default_of(field), needed=field.needed)
    return column if number else evolve(column, high=0)


def read_floats(
    values: Array, decimals: int, out: Array, spare: Array, *, least: float = -_SNAP_LIMIT, most: float = _SNAP_LIMIT
) -> bool:
    """Whether snap reads every value of a float64 block and all lie within limits; its whole numbers are then in ``out``.

    The limits are in units of the last decimal, at most 10^12.
    ``out`` and ``spare`` are float64 arrays of the block's length; after False their content is meaningless, and
    ``ingest`` must read the block.

    >>> whole, spare = np.empty(2), np.empty(2)
    >>> read_floats(np.array([85.5, 0.1 + 0.2]), 2, whole, spare), whole.tolist()
    (True, [8550.0, 30.0])
    """
    with np.errstate(all="ignore"):
        return _all_snap(values, float(10**decimals), out, spare, (least, most))


def _first_type(field: Field) -> type[np.generic]:
    if isinstance(field, Flag):
        return np.bool_
    return np.int16 if isinstance(field, Category) and len(field.among) > 127 else np.int8


def _default_of(field: Field) -> int | None:
    default = field.default
    if default is None:
        return None
    return int(default * 10**field.decimals) if isinstance(field, Number) else _position(field, default)


def _position(field: Field, value: Any) -> int:
    found = reader_of(field, "snap")(value)
    return 0 if found is None else found[0]


def _blocks(field: Field, source: RawColumn, floats: str) -> tuple[Iterator[Chunk], int]:
    """The column in blocks, and the factor that brings their numbers to the field's last decimal."""
    kind, size = source.values.dtype.kind, source.values.dtype.itemsize
    if source.labels is None and isinstance(field, Number):
        scale = source.scale or 0
        shift = field.decimals - scale
        # Beyond these scales a decimal may be too long to be read, so values are read one by one.
        if kind in "iu" and -21 <= scale <= 40 and shift >= -18:
            return _whole_blocks(source, 10 ** max(-shift, 0)), 10 ** max(shift, 0)
        if kind == "f" and size <= 8:
            return _float_blocks(source, field.decimals, floats), 1
    if source.labels is None and isinstance(field, Flag) and kind == "b":
        return _whole_blocks(source, 1), 1
    written = source.written
    numbers = source.labels is None and kind in "iuf" and size <= 8
    if numbers and isinstance(field, Flag) and written is not None and written.words:
        return _word_blocks(source), 1
    reader = reader_of(field, floats) if written is None else cells_reader(field, written, floats)
    if kind == "U" and isinstance(field, Number) and not _may_miss_numbers(written):
        return _text_blocks(source, field.decimals, reader), 1
    return _value_blocks(source, reader), 1


# --- blocks of numbers -----------------------------------------------------------------------------------------------


def _slices(count: int) -> Iterator[slice]:
    return (slice(start, min(start + BLOCK, count)) for start in range(0, count, BLOCK))


def _mask(source: RawColumn, rows: slice) -> Array | None:
    if source.absent is None:
        return None
    mask = source.absent[rows]
    return mask if mask.any() else None


def _whole_blocks(source: RawColumn, divisor: int) -> Iterator[Chunk]:
    """Blocks of integers (or bools), divided by ``divisor`` where that leaves no rest."""
    for rows in _slices(len(source)):
        numbers, refused = source.values[rows], None
        if divisor > 1:
            quotients = numbers.astype(np.int64, copy=False) // divisor
            refused = quotients * divisor != numbers
            numbers, refused = quotients, refused if refused.any() else None
        yield Chunk(numbers, _mask(source, rows), refused)


def _float_blocks(source: RawColumn, decimals: int, floats: str) -> Iterator[Chunk]:
    factor = float(10**decimals)
    out, spare = np.empty((2, min(BLOCK, len(source))))
    reads_all = _all_single if source.values.dtype.itemsize == 4 else _all_snap if floats == "snap" else _all_strict
    for rows in _slices(len(source)):
        values, absent = source.values[rows], _mask(source, rows)
        if values.dtype.itemsize != 4:
            values = values.astype(np.float64, copy=False)
        numbers, scratch = out[: len(values)], spare[: len(values)]
        if absent is None and reads_all(values, factor, numbers, scratch):
            yield Chunk(numbers)
            continue
        gaps = np.isnan(values) if absent is None else absent | np.isnan(values)
        # Absent rows are given a number of the block, so that the others are read as if none were absent.
        if gaps.any() and not gaps.all() and reads_all(_filled(values, gaps), factor, numbers, scratch):
            yield Chunk(numbers, gaps, filled=True)
        else:
            yield _careful_floats(values, gaps, decimals, floats)


def _filled(values: Array, gaps: Array) -> Array:
    found: Array = np.where(gaps, values[np.argmin(gaps)], values)
    return found


# The next three say whether all floats of a block are read, and write their whole numbers. Any NaN or infinity makes
# them fail.


def _all_snap(
    values: Array, factor: float, out: Array, spare: Array, limits: tuple[float, float] = (-_SNAP_LIMIT, _SNAP_LIMIT)
) -> bool:
    least, most = limits
    if factor == 1.0 and values is not out:
        np.rint(values, out=out)
        np.subtract(values, out, out=spare)
    else:
        np.multiply(values, factor, out=spare)
        np.rint(spare, out=out)
        np.subtract(spare, out, out=spare)
    if least == 0.0:
        # Floats from 0 up are ordered as their bits are: one pass finds those below 0, above the limit and NaN at once.
        if out.view(np.uint64).max() > np.float64(most).view(np.uint64):
            return False
    elif not (out.min() >= least and out.max() <= most):
        return False
    # From 2^23 units on the last bit of a product alone is more than the fixed tolerance.
    if not (spare.max() <= _SNAP and spare.min() >= -_SNAP) and not _beside(out, spare).all():
        return False
    if least < 0.0:
        np.add(out, 0.0, out=out)  # -0.0 becomes 0.0
    return True


def _beside(numbers: Array, rests: Array) -> Array:
    """Which numbers are near enough to their products, by ``rests``, for snap to read them."""
    tolerance = np.abs(numbers)
    tolerance *= 2.0**-50
    np.maximum(tolerance, _SNAP, out=tolerance)
    return np.abs(rests) <= tolerance


def _all_strict(values: Array, factor: float, out: Array, spare: Array) -> bool:
    np.multiply(values, factor, out=out)
    np.rint(out, out=out)
    np.divide(out, factor, out=spare)
    # Strictly below the limit: the product, before it was rounded, may lie above it.
    return bool((spare == values).all() and out.min() > -_FLOAT_LIMIT and out.max() < _FLOAT_LIMIT)


def _all_single(values: Array, factor: float, out: Array, spare: Array) -> bool:
    np.multiply(values, factor, out=out, dtype=np.float64)
    np.rint(out, out=out)
    np.divide(out, factor, out=spare)
    same = bool((spare.astype(np.float32) == values).all())
    return bool(same and out.min() >= -_FLOAT32_LIMIT and out.max() <= _FLOAT32_LIMIT)


def _careful_floats(values: Array, absent: Array, decimals: int, floats: str) -> Chunk:
    """A block with absent, unreadable or rounded values: each row by itself, vectorised except for rounding."""
    factor = float(10**decimals)
    products = values.astype(np.float64) * factor
    numbers = np.rint(products)
    if values.dtype.itemsize == 4:
        readable = (numbers / factor).astype(np.float32) == values
        readable &= np.abs(numbers) <= _FLOAT32_LIMIT
    else:
        readable = numbers / factor == values
        if floats == "snap":
            readable |= _beside(numbers, products - numbers) & (np.abs(numbers) <= _SNAP_LIMIT)
        readable &= np.abs(products) <= _FLOAT_LIMIT
    refused = ~(readable | absent)
    rounded = None
    if floats == "quantize":
        rounded = np.zeros(len(values), bool)
        for row in np.flatnonzero(refused):
            held = as_records_hold(values[row : row + 1])[0]
            number, state = outcome(held, lambda value: scaled(value, decimals, floats))
            if state == ROUNDED:
                numbers[row], rounded[row], refused[row] = number, True, False
    return Chunk(numbers, absent, refused, rounded)


def _may_miss_numbers(cells: Cells | None) -> bool:
    """Whether a text that stands for no value may look like a number."""
    return cells is not None and any(any(map(str.isdigit, token)) for token in cells.missing)


def _word_blocks(source: RawColumn) -> Iterator[Chunk]:
    """Blocks of numbers that stand for true and false: 1 and 0, in a unit of ``scale``."""
    one = 10 ** (source.scale or 0)
    for rows in _slices(len(source)):
        values, absent = source.values[rows], _mask(source, rows)
        if values.dtype.kind == "f":
            gaps = np.isnan(values) if absent is None else absent | np.isnan(values)
            absent = gaps if gaps.any() else None
        refused = (values != 0) & (values != one)
        if absent is not None:
            refused &= ~absent
        yield Chunk(values == one, absent, refused if refused.any() else None)


# --- value by value --------------------------------------------------------------------------------------------------


def _value_blocks(source: RawColumn, reader: Reader) -> Iterator[Chunk]:
    if source.labels is not None:
        yield from _label_blocks(source, source.labels, reader)
        return
    texts = _Texts(reader)
    for rows in _slices(len(source)):
        held = _held(source, rows)
        if set(map(type, held)) <= {str, type(None)}:
            yield texts.block(held)
        else:
            yield _block(*_arrays([texts.outcome(value) for value in held]))


def _text_blocks(source: RawColumn, decimals: int, reader: Reader) -> Iterator[Chunk]:
    """Blocks of texts: plain decimals all at once, the others one by one."""
    written = source.written
    texts, sign = _Texts(reader), "," if written is not None and written.decimal == "comma" else "."
    for rows in _slices(len(source)):
        numbers, plain = plain_decimals(source.values[rows], decimals, sign)
        if (absent := _mask(source, rows)) is not None:
            plain &= ~absent
        if plain.all():
            yield Chunk(numbers)
            continue
        others = np.flatnonzero(~plain)
        held = source.values[rows][others].tolist()
        if absent is not None:
            held = [None if gap else text for text, gap in zip(held, absent[others].tolist(), strict=True)]
        found, outcomes = _arrays([texts.outcome(text) for text in held])
        states = np.full(len(numbers), READ, np.uint8)
        states[others] = outcomes
        numbers = numbers.astype(found.dtype)
        numbers[others] = found
        yield _block(numbers, states)


def _held(source: RawColumn, rows: slice) -> list[Any]:
    """The values of some rows as records would hold them, None for absent ones."""
    if source.scale is not None:
        held = [source.value(row) for row in range(rows.start, rows.stop)]
    else:
        held = as_records_hold(source.values[rows])
    if (absent := _mask(source, rows)) is not None:
        for row in np.flatnonzero(absent):
            held[row] = None
    return held


class _Texts(dict[object, int]):
    """Outcomes of texts and decimals, each worked out once: an index into ``outcomes`` by text (decimals with their
    type).
    """

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader
        self.outcomes: list[tuple[int, int]] = []

    def __missing__(self, key: object) -> int:
        return self.learned(key, key)

    def learned(self, key: object, value: Any) -> int:
        self[key] = len(self.outcomes)
        self.outcomes.append(outcome(value, self.reader))
        return self[key]

    def block(self, texts: list[str | None]) -> Chunk:
        """A block of texts alone: one dictionary lookup each."""
        if len(self.outcomes) > _MOST_TEXTS:
            self.clear()
            self.outcomes.clear()
        places = np.fromiter(map(self.__getitem__, texts), np.intp, len(texts))
        numbers, states = _arrays(self.outcomes)
        return _block(numbers[places], states[places])

    def outcome(self, value: Any) -> tuple[int, int]:
        """The outcome of any value."""
        kind = type(value)
        if kind is not str and kind is not Decimal:
            return outcome(value, self.reader)
        # By its text, since equal decimals of different length are read differently.
        key = value if kind is str else (kind, str(value))
        if key in self:
            return self.outcomes[self[key]]
        if len(self.outcomes) > _MOST_TEXTS:
            return outcome(value, self.reader)
        return self.outcomes[self.learned(key, value)]


def _label_blocks(source: RawColumn, labels: tuple[str, ...], reader: Reader) -> Iterator[Chunk]:
    """Each label is read once; the last outcome is that of code -1."""
    numbers, states = _arrays([outcome(label, reader) for label in (*labels, None)])
    for rows in _slices(len(source)):
        codes = source.values[rows].astype(np.intp)
        if (absent := _mask(source, rows)) is not None:
            codes[absent] = -1
        yield _block(numbers[codes], states[codes])


def _arrays(outcomes: list[tuple[int, int]]) -> tuple[Array, Array]:
    numbers = [number for number, _ in outcomes]
    fits = min(numbers) >= -(2**63) and max(numbers) < 2**63
    states = np.array([state for _, state in outcomes], np.uint8)
    return np.array(numbers, np.int64 if fits else object), states


def _block(numbers: Array, states: Array) -> Chunk:
    if not states.any():
        return Chunk(numbers)
    return Chunk(numbers, states == ABSENT, states == REFUSED, states == ROUNDED)
