"""Readings: the lines that read one row of a column, and check a double that is read while it is scored."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Self

from attrs import frozen

from ...operations.storage import MASK
from ..blocks import ColumnPlace
from .statements import variable

_SNAP, _PART = 1e-9, 2.0**-50  # how far a product may be from its whole number, fixed and as a part of it
_FIXED = _SNAP / _PART  # below it the fixed distance is the greater one


@frozen
class LiveForm:
    """A column of doubles that is checked while it is read: the decimals of its field, and whether it may be absent."""

    decimals: int
    optional: bool


@frozen
class Form:
    """What the text says of a column: its kind; for a live one how it is read, and its limits unless they come from data."""

    kind: str
    live: LiveForm | None = None
    limits: tuple[float | None, float | None] = (0.0, 0.0)


@frozen
class Reading:
    """A column in the text: its place and form, its number, the slots of its values and of its absence (None: unused)."""

    place: ColumnPlace
    form: Form
    at: int
    values: int | None
    absent: int | None

    @classmethod
    def of(cls, place: ColumnPlace, form: Form, at: int, loads: Mapping[ColumnPlace, int]) -> Self:
        """The reading of a column; a live one gives its absence too."""
        absent = loads.get((*place[:2], "absent")) if form.live else None
        return cls(place, form, at, loads.get(place), absent)

    @property
    def slots(self) -> list[int]:
        """The slots that it sets."""
        return [slot for slot in (self.values, self.absent) if slot is not None]


def in_comment(text: str) -> str:
    """A text of a policy that can do nothing in a comment: letters, digits and some signs."""
    return re.sub(r"[^0-9A-Za-z_ .-]", "?", text)


def reading_lines(reading: Reading, cell: str, limits: Sequence[str], *, kept: bool) -> tuple[list[str], str]:
    """The lines that set the variables of a column in a row, and the mask of a live value that was read or is absent.

    A double is read where its product with the power of ten lies near enough to a whole number within the limits, as
    ``ingest`` reads it. A row without a number holds the lower limit, for which the plan was made. Only where the number
    is a result (``kept``) a negative zero matters.
    """
    value = variable(reading.values) if reading.values is not None else f"live_{reading.at}"
    if reading.form.live is None:
        cast = "bool" if reading.form.kind == MASK else "np.float64"
        return [f"{value} = {cast}({cell})"], ""
    live, (low, high) = reading.form.live, limits
    product, whole, near = (f"{value}_{part}" for part in ("product", "whole", "near"))
    lines = [
        f"{product} = {cell}" + (f" * {float(10**live.decimals)!r}" if live.decimals else ""),
        f"{whole} = np.rint({product})",
    ]
    ends = reading.form.limits
    if None not in ends and max(abs(end or 0.0) for end in ends) < _FIXED:
        most = repr(_SNAP)
    else:
        most = f"{value}_most"
        lines += [f"{most} = abs({whole}) * {_PART!r}", f"{most} = {most} if {most} > {_SNAP!r} else {_SNAP!r}"]
    lines.append(f"{near} = ({whole} >= {low}) & ({whole} <= {high}) & (abs({product} - {whole}) <= {most})")
    if reading.values is not None:
        found = f"{whole} if {near} else {low}"
        lines.append(f"{value} = ({found}) + 0.0" if kept else f"{value} = {found}")
    if not live.optional:
        if reading.absent is not None:
            lines.append(f"{variable(reading.absent)} = False")
        return lines, near
    gap = f"{value}_gap"
    lines.append(f"{gap} = {cell} != {cell}")
    if reading.absent is not None:
        lines.append(f"{variable(reading.absent)} = {gap}")
    return lines, f"({near} | {gap})"
