"""Field columns: the columns of a table as they come become whole numbers of the last decimal, or rows without a score.

This is the proof of the input. A float stands for a decimal if it is as near to it as ``appraise_table`` wants it (``snap``);
a row with a value that is none, that is out of range or missing, is refused. A value beyond the bounds of the plan, or in a
column of another type, is left undecided: it may be right.
"""

from __future__ import annotations

from attrs import define, field

from ..algebra.inputs import Category, Field, Flag, Number
from ..columns.compiling.bounds import Bounds
from ..columns.compiling.programs import Program
from .certified import in_units
from .languages import At, Language, Term, kept_within
from .sheets import Sheet

_SNAP = 1e-9  # how far from a whole number of the last decimal a float may be, as in numbers.py
_SNAP_PART = 2.0**-50  # or this part of the number, where that is more
_FIXED_UNTIL = 2**20


@define
class Flags:
    """The slots of the conditions by which rows of a table are refused, or are left undecided."""

    refused: list[int] = field(factory=list)
    undecided: list[int] = field(factory=list)


@define
class Reader:
    """Defines the columns of fields in a sheet, in the slots that the program loads them from."""

    sheet: Sheet
    program: Program
    flags: dict[str, Flags] = field(factory=dict)
    slots: dict[tuple[str, str], int] = field(factory=dict)

    def read(self, table: str, each: Field, bounds: Bounds) -> None:
        """Define the columns of a field: its values, its absence, and what is wrong with a row."""
        if isinstance(each, Number):
            self._number(table, each, bounds)
        elif isinstance(each, Category):
            self._category(table, each)
        elif isinstance(each, Flag):
            self._flag(table, each)
        absent = self.program.loads.get((table, each.key, "absent"))
        if absent is not None:
            self.sheet.define(table, lambda lang, _: lang.negated(lang.is_given(table, each)), absent, raw=True)

    def of(self, table: str) -> Flags:
        """The conditions of a table."""
        return self.flags.setdefault(table, Flags())

    def values(self, table: str, each: Field) -> int:
        """The slot of a field's numbers or level numbers."""
        place = (table, each.key)
        if place not in self.slots:
            slot = self.program.loads.get((*place, "values"))
            self.slots[place] = self.sheet.new_slot() if slot is None else slot
        return self.slots[place]

    def _number(self, table: str, each: Number, bounds: Bounds) -> None:
        low, high, scale = bounds.low, bounds.high, 10**each.decimals

        def product(lang: Language, _: At) -> Term:
            # Values far outside are moved to just outside, so that no product overflows.
            ends = (low - 2) / scale, (high + 2) / scale
            value = kept_within(lang, lang.raw_number(table, each), *ends)
            value = value if scale == 1 else lang.multiply(value, lang.number(float(scale)))
            missing = low if each.default is None else in_units(each.default, each)
            return lang.choose([(lang.is_given(table, each), value)], lang.number(float(missing)))

        raw = self.sheet.define(table, product, raw=True)
        whole = self.sheet.define(table, lambda lang, at: lang.floor(lang.add(at(raw), lang.number(0.5))))

        def tolerance(lang: Language, at: At) -> Term:
            if max(abs(low), abs(high)) < _FIXED_UNTIL:
                return lang.number(_SNAP)
            part = lang.multiply(lang.absolute(at(whole)), lang.number(_SNAP_PART))
            return lang.greater(part, lang.number(_SNAP))

        def beyond(lang: Language, at: At, *, declared: bool) -> list[Term]:
            """The sides on which a number is out of bounds that the field declares, or that only the plan has."""
            sides = ((low, "<", each.low_units), (high, ">", each.high_units))
            return [
                lang.compare(at(whole), sign, lang.number(float(end)))
                for end, sign, own in sides
                if (end == own) == declared
            ]

        def wrong(lang: Language, at: At) -> Term:
            rest = lang.absolute(lang.subtract(at(raw), at(whole)))
            between = lang.compare(rest, ">", tolerance(lang, at))
            if inner := beyond(lang, at, declared=False):
                between = lang.both(between, lang.negated(lang.either(*inner)))
            return lang.either(between, *beyond(lang, at, declared=True))

        values = self.values(table, each)
        self.sheet.define(table, lambda lang, at: kept_within(lang, at(whole), float(low), float(high)), values)
        self._flagged(table, each, self.sheet.define(table, wrong))
        if low != each.low_units or high != each.high_units:
            outside = self.sheet.define(table, lambda lang, at: lang.either(*beyond(lang, at, declared=False)))
            self.of(table).undecided.append(outside)

    def _flagged(self, table: str, each: Field, wrong: int | None) -> None:
        """Refuse rows with a wrong value, or without one that is needed, if the column is of a type that is read."""
        readable = self.sheet.define(table, lambda lang, _: _readable(lang, table, each), raw=True)
        given = self.sheet.define(table, lambda lang, _: lang.is_given(table, each), raw=True)

        def refused(lang: Language, at: At) -> Term:
            reasons = [] if wrong is None else [at(wrong)]
            if each.needed:
                reasons.append(lang.negated(at(given)))
            return lang.both(at(readable), lang.either(*reasons))

        if wrong is not None or each.needed:
            self.of(table).refused.append(self.sheet.define(table, refused))
        self.of(table).undecided.append(self.sheet.define(table, lambda lang, at: lang.negated(at(readable))))

    def _category(self, table: str, each: Category) -> None:
        keys = [level.key for level in each.among]

        def among(lang: Language) -> list[Term]:
            return [lang.compare(lang.raw_text(table, each), "==", lang.text(key)) for key in keys]

        default = 0 if each.default is None else keys.index(each.default)

        def code(lang: Language, _: At) -> Term:
            branches = [(term, lang.whole(index)) for index, term in enumerate(among(lang)) if index != default]
            known = [(lang.is_given(table, each), lang.choose(branches, lang.whole(default)))] if branches else []
            return lang.choose(known, lang.whole(default)) if known else lang.whole(default)

        self.sheet.define(table, code, self.values(table, each), raw=True)

        def strange(lang: Language) -> Term:
            return lang.negated(lang.either(*among(lang)))

        def wrong(lang: Language, _: At) -> Term:
            known = lang.both(strange(lang), lang.is_plain(lang.raw_text(table, each)))
            return lang.choose([(lang.is_given(table, each), known)], lang.truth(holds=False))

        # A level with blanks around it is that level, and blank text is no value: other than plain texts are left open.
        def open_(lang: Language, _: At) -> Term:
            unknown = lang.both(strange(lang), lang.negated(lang.is_plain(lang.raw_text(table, each))))
            return lang.choose([(lang.is_given(table, each), unknown)], lang.truth(holds=False))

        self._flagged(table, each, self.sheet.define(table, wrong, raw=True))
        self.of(table).undecided.append(self.sheet.define(table, open_, raw=True))

    def _flag(self, table: str, each: Flag) -> None:
        def flag(lang: Language, _: At) -> Term:
            given = [(lang.is_given(table, each), lang.raw_flag(table, each))]
            return lang.choose(given, lang.truth(holds=bool(each.default)))

        self.sheet.define(table, flag, self.values(table, each), raw=True)
        self._flagged(table, each, None)


def _readable(lang: Language, table: str, each: Field) -> Term:
    readable = lang.is_readable(table, each)
    return lang.truth(holds=True) if readable is None else readable
