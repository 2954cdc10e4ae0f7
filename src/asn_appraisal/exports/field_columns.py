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
from .languages import At, Language, Term
from .sheets import Sheet

_SNAP = 1e-9  # how far from a whole number of the last decimal a float may be, as in numbers.py
_SNAP_PART = 2.0**-50  # or this part of the number, where that is more
_FIXED_UNTIL = 2**20
_BESIDE = 0.4  # of a unit
MORE_DECIMALS = 3  # a decimal with so many more digits than its field is in no tolerance but that of its own number


@define
class Flags:
    """The slots of the conditions by which rows of a table are refused, or are left undecided."""

    refused: list[int] = field(factory=list)
    undecided: list[int] = field(factory=list)


@define
class Reader:
    """Defines the columns of fields in a sheet, in the slots that the program loads them from.

    With ``known_types`` the columns are of types that are read.
    """

    sheet: Sheet
    program: Program
    known_types: bool = False
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
        # Values outside are moved to where they are no decimal of the field, but round to one within the bounds.
        ends = float(low - _BESIDE) / scale, float(high + _BESIDE) / scale
        always = (
            each.needed
        )  # else rows without a value must not be wrong; a needed one that is missing is refused anyway

        def product(lang: Language, _: At) -> Term:
            value = lang.raw_within(table, each, *ends)
            value = value if scale == 1 else lang.multiply(value, lang.number(float(scale)))
            if always:
                return value
            missing = low if each.default is None else in_units(each.default, each)
            return lang.choose([(lang.is_given(table, each), value)], lang.number(float(missing)))

        raw = self.sheet.define(table, product, raw=True)
        values = self.values(table, each)
        self.sheet.define(table, lambda lang, at: lang.floor(lang.add(at(raw), lang.number(0.5))), values)

        def tolerance(lang: Language, at: At) -> Term:
            if max(abs(low), abs(high)) < _FIXED_UNTIL:
                return lang.number(_SNAP)
            part = lang.multiply(lang.absolute(at(values)), lang.number(_SNAP_PART))
            return lang.greater(part, lang.number(_SNAP))

        # Beyond an end that the plan has, but not the field, a value may be right.
        sides = [("<", float(low) - _BESIDE / 2)] if low != each.low_units else []
        sides += [(">", float(high) + _BESIDE / 2)] if high != each.high_units else []

        def beyond(lang: Language, at: At) -> Term:
            return lang.either(*(lang.compare(at(raw), sign, lang.number(end)) for sign, end in sides))

        outside = self.sheet.define(table, beyond) if sides else None

        def wrong(lang: Language, at: At) -> Term:
            rest = lang.absolute(lang.subtract(at(raw), at(values)))
            found = lang.compare(rest, ">", tolerance(lang, at))
            return found if outside is None else lang.both(found, lang.negated(at(outside)))

        self._flagged(table, each, self.sheet.define(table, wrong))
        if outside is not None:
            self.of(table).undecided.append(outside)

    def _flagged(self, table: str, each: Field, wrong: int | None) -> None:
        """Refuse rows with a wrong value, or without one that is needed, if the column is of a type that is read."""
        reasons = [] if wrong is None else [wrong]
        if each.needed:
            reasons.append(self.sheet.define(table, lambda lang, _: lang.is_missing(table, each), raw=True))
        if not self.known_types:
            readable = self.sheet.define(table, lambda lang, _: lang.is_readable(table, each), raw=True)
            self.of(table).undecided.append(self.sheet.define(table, lambda lang, at: lang.negated(at(readable))))
            reasons = [self._both(table, readable, reason) for reason in reasons]
        self.of(table).refused += reasons

    def _both(self, table: str, one: int, other: int) -> int:
        return self.sheet.define(table, lambda lang, at: lang.both(at(one), at(other)))

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
