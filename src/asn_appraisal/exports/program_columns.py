"""Program columns: what each operation of a certified program is in a language of expressions.

A table over the classes of operations. Constants and margins are those of the kernels of the float engine, and so is each
decision; whole numbers of small types are floats here, which hold them exactly.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from typing import Any

from ..columns.operations import (
    AddMask,
    Affine,
    And,
    Cell,
    Choose,
    ChooseCode,
    Clip,
    Compare,
    CompareWhole,
    CountNot,
    Divide,
    Engine,
    First,
    Fixed,
    Full,
    FullCode,
    FullMask,
    Linear,
    Maximum,
    Minimum,
    Multiply,
    Near,
    NearTie,
    Not,
    Or,
    Round,
    RoundWhole,
    Same,
    SegmentGreatest,
    SegmentLeast,
    SegmentSum,
    SegmentTally,
    Spread,
    Take,
    TakeCode,
    TakeMask,
    Tally,
    Widen,
)
from ..columns.operations.operation import OfOne, OfTwo
from ..columns.operations.rounding import error_bound, half_of
from .languages import At, Language, Term
from .sheets import Sheet, Write


def _float(value: Fraction | int | None) -> float | None:
    return None if value is None else float(value)


def _scaled(language: Language, value: Term, factor: float, addend: float) -> Term:
    """One product and one sum, without those that change nothing."""
    if factor == -1.0:
        return language.subtract(language.number(addend), value)
    if factor != 1.0:
        value = language.multiply(value, language.number(factor))
    return language.add(value, language.number(addend)) if addend else value


def _affine(operation: Affine, sheet: Sheet) -> None:
    factor, addend = float(operation.factor), float(operation.addend)
    sheet.define(operation.table, lambda lang, at: _scaled(lang, at(operation.read), factor, addend), operation.out)


def _clip(operation: Clip, sheet: Sheet) -> None:
    low, high = _float(operation.low), _float(operation.high)
    sheet.define(operation.table, lambda lang, at: lang.limit(at(operation.read), low, high), operation.out)


def _linear(operation: Linear, sheet: Sheet) -> None:
    def write(lang: Language, at: At) -> Term:
        pairs = zip(operation.parts, operation.factors, strict=True)
        return reduce(lang.add, (_scaled(lang, at(part), float(factor), 0.0) for part, factor in pairs))

    sheet.define(operation.table, write, operation.out)


def _widen(operation: Widen, sheet: Sheet) -> None:
    sheet.alias(_out(operation), operation.read)


def _out(operation: Any) -> int:
    out: int = operation.out
    return out


def _of_two(word: str) -> Any:
    def column(operation: OfTwo, sheet: Sheet) -> None:
        def write(lang: Language, at: At) -> Term:
            return getattr(lang, word)(at(operation.left), at(operation.right))

        sheet.define(operation.table, write, operation.out)

    return column


def _same(operation: Same, sheet: Sheet) -> None:
    sheet.define(
        operation.table, lambda lang, at: lang.compare(at(operation.left), "==", at(operation.right)), operation.out
    )


def _add_mask(operation: AddMask, sheet: Sheet) -> None:
    def write(lang: Language, at: At) -> Term:
        return lang.add(at(operation.read), _one_where(lang, at(operation.mask)))

    sheet.define(operation.table, write, operation.out)


def _one_where(lang: Language, mask: Term) -> Term:
    return lang.choose([(mask, lang.number(1.0))], lang.number(0.0))


def _full(operation: Full, sheet: Sheet) -> None:
    sheet.define(operation.table, lambda lang, _: lang.number(float(operation.value)), operation.out)


def _full_mask(operation: FullMask, sheet: Sheet) -> None:
    sheet.define(operation.table, lambda lang, _: lang.truth(holds=operation.holds), operation.out)


def _full_code(operation: FullCode, sheet: Sheet) -> None:
    sheet.define(operation.table, lambda lang, _: lang.whole(operation.code), operation.out)


# --- rounding


def _round(operation: Round, sheet: Sheet) -> None:
    half = float(half_of(operation.mode) + operation.shift)
    addend = operation.addend + half_of(operation.mode) + operation.shift if operation.floored else operation.addend

    def limited(lang: Language, at: At) -> Term:
        value = _scaled(lang, at(operation.read), float(operation.factor), float(addend))
        return lang.limit(value, _float(operation.low), _float(operation.high))

    if operation.floored:
        sheet.define(operation.table, lambda lang, at: lang.floor(limited(lang, at)), operation.out)
        return
    value = sheet.define(operation.table, limited)
    size = sheet.define(operation.table, lambda lang, at: lang.absolute(at(value))) if operation.signed else value
    whole = sheet.define(operation.table, _WHOLE[operation.mode](sheet, operation.table, size, half))
    if not operation.signed:
        sheet.alias(_out(operation), whole)
        return

    def signed(lang: Language, at: At) -> Term:
        below = lang.compare(at(value), "<", lang.number(0.0))
        return lang.choose([(below, lang.subtract(lang.number(0.0), at(whole)))], at(whole))

    sheet.define(operation.table, signed, operation.out)


def _cut_off(_: Sheet, __: str, size: int, half: float) -> Write:
    return lambda lang, at: lang.floor(_scaled(lang, at(size), 1.0, half))


def _away(_: Sheet, __: str, size: int, half: float) -> Write:
    # The least whole number from a number on is the opposite of a floor.
    return lambda lang, at: lang.subtract(lang.number(0.0), lang.floor(lang.subtract(lang.number(half), at(size))))


def _to_even(sheet: Sheet, table: str, size: int, half: float) -> Write:
    up = sheet.define(table, _cut_off(sheet, table, size, half))
    down = sheet.define(table, _away(sheet, table, size, half))

    def write(lang: Language, at: At) -> Term:
        half_up = lang.floor(lang.multiply(at(up), lang.number(0.5)))
        odd = lang.subtract(at(up), lang.multiply(half_up, lang.number(2.0)))
        return lang.subtract(at(up), lang.multiply(lang.subtract(at(up), at(down)), odd))

    return write


_WHOLE: dict[str, Any] = {"half_up": _cut_off, "down": _cut_off, "half_even": _to_even, "up": _away}


def _round_whole(operation: RoundWhole, sheet: Sheet) -> None:
    def write(lang: Language, at: At) -> Term:
        # Half a unit above a multiple of 1 / bottom: no error of the product reaches a whole number.
        top = _scaled(lang, at(operation.read), float(operation.top), operation.plus + 0.5)
        whole = lang.floor(lang.multiply(top, lang.number(1.0 / operation.bottom)))
        return lang.limit(whole, _float(operation.low), _float(operation.high))

    sheet.define(operation.table, write, operation.out)


def _near_tie(operation: NearTie, sheet: Sheet) -> None:
    ends = [None if end is None else float(end + operation.half) for end in (operation.low, operation.high)]

    def limited(lang: Language, at: At) -> Term:
        addend = float(operation.addend + operation.half)
        return lang.limit(_scaled(lang, at(operation.read), float(operation.factor), addend), *ends)

    value = sheet.define(operation.table, limited)

    def write(lang: Language, at: At) -> Term:
        nearest = lang.floor(lang.add(at(value), lang.number(0.5)))
        return lang.compare(
            lang.absolute(lang.subtract(at(value), nearest)), "<=", lang.number(error_bound(operation.error))
        )

    sheet.define(operation.table, write, operation.out)


# --- comparing

_SIGNS = {"greater_equal": ">=", "greater": ">", "less_equal": "<=", "less": "<", "equal": "=="}


def _compare(operation: Compare, sheet: Sheet) -> None:
    def write(lang: Language, at: At) -> Term:
        if operation.operator == "==":
            low, high = (float(operation.threshold + sign * operation.margin) for sign in (-1, 1))
            above = lang.compare(at(operation.read), ">=", lang.number(low))
            return lang.both(above, lang.compare(at(operation.read), "<=", lang.number(high)))
        function, edge = operation.moved()
        return lang.compare(at(operation.read), _SIGNS[function.__name__], lang.number(edge))

    sheet.define(operation.table, write, operation.out)


def _compare_whole(operation: CompareWhole, sheet: Sheet) -> None:
    def write(lang: Language, at: At) -> Term:
        return lang.compare(at(operation.read), operation.operator, lang.number(float(operation.edge)))

    sheet.define(operation.table, write, operation.out)


def _near(operation: Near, sheet: Sheet) -> None:
    def write(lang: Language, at: At) -> Term:
        apart = lang.absolute(lang.subtract(at(operation.read), lang.number(float(operation.threshold))))
        return lang.compare(apart, "<=", lang.number(error_bound(operation.error)))

    sheet.define(operation.table, write, operation.out)


def _not(operation: Not, sheet: Sheet) -> None:
    sheet.define(operation.table, lambda lang, at: lang.negated(at(operation.read)), operation.out)


# --- choosing and looking up


def _choose(operation: Choose, sheet: Sheet) -> None:
    def write(lang: Language, at: At) -> Term:
        def branch(which: int | Fixed) -> Term:
            return lang.number(float(which.value)) if isinstance(which, Fixed) else at(which)

        return lang.choose([(at(operation.mask), branch(operation.then))], branch(operation.otherwise))

    sheet.define(operation.table, write, operation.out)


def _choose_code(operation: ChooseCode, sheet: Sheet) -> None:
    def write(lang: Language, at: At) -> Term:
        return lang.choose([(at(operation.mask), at(operation.then))], at(operation.otherwise))

    sheet.define(operation.table, write, operation.out)


def _count_not(operation: CountNot, sheet: Sheet) -> None:
    def write(lang: Language, at: At) -> Term:
        return reduce(lang.add, (lang.choose([(at(part), lang.whole(0))], lang.whole(1)) for part in operation.parts))

    sheet.define(operation.table, write, operation.out)


def _first(operation: First, sheet: Sheet) -> None:
    def write(lang: Language, at: At) -> Term:
        branches = [(at(part), lang.whole(index)) for index, part in enumerate(operation.parts)]
        return lang.choose(branches, lang.whole(len(operation.parts)))

    sheet.define(operation.table, write, operation.out)


def _tally(operation: Tally, sheet: Sheet) -> None:
    def write(lang: Language, at: At) -> Term:
        ones = (_one_where(lang, at(part)) for part in operation.parts)
        return reduce(lang.add, ones, lang.number(float(operation.base)))

    sheet.define(operation.table, write, operation.out)


def looked_up(lang: Language, code: Any, values: list[Term]) -> Term:
    """The value of a level number; ``code`` gives its term anew for each comparison."""
    branches = [(lang.compare(code(), "==", lang.whole(index)), value) for index, value in enumerate(values[:-1])]
    return lang.choose(branches, values[-1]) if branches else values[-1]


def _take(constant: Any) -> Any:
    def column(operation: Any, sheet: Sheet) -> None:
        def write(lang: Language, at: At) -> Term:
            return looked_up(lang, lambda: at(operation.read), constant(lang, operation))

        sheet.define(operation.table, write, operation.out)

    return column


def _cell(operation: Cell, sheet: Sheet) -> None:
    def place(lang: Language, at: At) -> Term:
        return lang.add(lang.multiply(at(operation.left), lang.whole(operation.width)), at(operation.right))

    slot = sheet.define(operation.table, place)
    codes = operation.codes
    sheet.define(
        operation.table,
        lambda lang, at: looked_up(lang, lambda: at(slot), [lang.whole(code) for code in codes]),
        operation.out,
    )


# --- segments


def _segment(how: str) -> Any:
    def column(operation: Any, sheet: Sheet) -> None:
        sheet.reduce(how, operation.read, operation.rows, operation.out)

    return column


def _spread(operation: OfOne, sheet: Sheet) -> None:
    sheet.spread(operation.read, operation.table, operation.out)


OPERATIONS: dict[type[Any], Any] = {
    Affine: _affine,
    Clip: _clip,
    Linear: _linear,
    Widen: _widen,
    Multiply: _of_two("multiply"),
    Divide: _of_two("divide"),
    Maximum: _of_two("greater"),
    Minimum: _of_two("lesser"),
    And: _of_two("both"),
    Or: _of_two("either"),
    AddMask: _add_mask,
    Full: _full,
    FullMask: _full_mask,
    FullCode: _full_code,
    Round: _round,
    RoundWhole: _round_whole,
    NearTie: _near_tie,
    Compare: _compare,
    CompareWhole: _compare_whole,
    Near: _near,
    Same: _same,
    Not: _not,
    Choose: _choose,
    ChooseCode: _choose_code,
    CountNot: _count_not,
    First: _first,
    Tally: _tally,
    Take: _take(lambda lang, operation: [lang.number(float(number)) for number in operation.numbers]),
    TakeCode: _take(lambda lang, operation: [lang.whole(code) for code in operation.codes]),
    TakeMask: _take(lambda lang, operation: [lang.truth(holds=holds) for holds in operation.holds]),
    Cell: _cell,
    SegmentSum: _segment("sum"),
    SegmentTally: _segment("tally"),
    SegmentLeast: _segment("least"),
    SegmentGreatest: _segment("greatest"),
    Spread: _spread,
}


def engine(name: str, without: tuple[type[Any], ...] = ()) -> Engine:
    """The engine of a language, but for operations that it cannot express."""
    return Engine(name, {each: function for each, function in OPERATIONS.items() if each not in without})
