"""Missing values: how many a table has, field by field, and what was done about them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from attrs import frozen

from ...analysis.outlines import Outline
from ...faults import checked_language
from ...numbers import to_text
from ...texts import say
from ..compiling.bounds import RECORD
from ..records import Records


@frozen
class Missing:
    """How many values of a field were missing, and the default used; without a default they were not counted."""

    field: str
    count: int
    default: str | None = None

    def text(self, language: str = "id") -> str:
        """What was missing and what was done about it, in words."""
        checked_language(language)
        note = say("notes.absent" if self.default is None else "notes.defaulted", language)
        shown = f"{self.field} ({self.count}): {note}"
        return shown if self.default is None else f"{shown}: {self.default}"


def missing_values(outline: Outline, records: Records) -> tuple[Missing, ...]:
    """What records lack of the fields that a policy reads."""
    found = []
    levels = [(RECORD, "", outline.fields)]
    levels += [(items.key, f"{items.key}.", items.fields) for items in outline.lists]
    for level, inside, fields in levels:
        for each in fields:
            column = records.column(level, each)
            absent = 0 if column.absent is None else int(np.count_nonzero(column.absent))
            default = each.default
            if default is not None and column.defaulted:
                found.append(Missing(f"{inside}{each.key}", column.defaulted, _plain_default(default)))
            elif each.optional and absent:
                found.append(Missing(f"{inside}{each.key}", absent))
    return tuple(found)


def _plain_default(default: Fraction | str | bool) -> str:
    return to_text(default) if isinstance(default, Fraction) else str(default).lower()
