"""Outcomes: the whole sheet of a policy, from the columns as they come to score, band, undecided and refused.

A row is refused if its own appraisal would refuse it, and undecided if the program cannot tell: it set the row aside as too
close to call, or the row lies outside what the plan was made for. Neither has a score.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from ..algebra.items import Items
from ..columns.compiling.bounds import RECORD, RowBounds
from ..columns.operations import Doubt, Engine, Refuse
from ..errors import NotCertifiedError
from .certified import Certified, fields_of
from .field_columns import Reader
from .languages import At, Language, Term
from .program_columns import looked_up
from .sheets import Layout, Sheet, layout

OUTCOMES = ("score", "band", "undecided", "refused")


@frozen
class Outcomes:
    """The stages of a policy's sheet, and the slot of each of ``OUTCOMES``."""

    layout: Layout
    slots: dict[str, int]


def outcomes(certified: Certified, engine: Engine, *, bad_keys: bool = False, known_types: bool = False) -> Outcomes:
    """The sheet of a certified policy; ``bad_keys`` where records and lists are joined by keys, which may be missing or double.
    With ``known_types`` the types of columns are checked elsewhere.

    Raises an UnsupportedOperationError for an operation that the engine lacks.
    """
    policy, plan = certified.policy, certified.plan
    program = plan.program
    sheet = Sheet(len(program.kinds))
    reader = Reader(sheet, program, known_types)
    for table, each in fields_of(policy):
        reader.read(table, each, certified.bounds[table, each.key])
    refused = [repeats for items in policy.outline.lists if (repeats := _count(reader, certified, items)) is not None]
    if bad_keys:
        _keys(reader)
    undecided: list[int] = []
    for operation in program.needed(plan.results):
        if isinstance(operation, Refuse | Doubt):
            certain = isinstance(operation, Refuse) and operation.certain
            (refused if certain else undecided).append(_of_record(sheet, operation.table, operation.read))
        else:
            engine(operation, sheet)
    for table, flags in reader.flags.items():
        if table != RECORD:
            for own, more in (
                (reader.of(RECORD).refused, flags.refused),
                (reader.of(RECORD).undecided, flags.undecided),
            ):
                if (mask := _any(sheet, table, more)) is not None:
                    own.append(_of_record(sheet, table, mask))
    wrong = _any(sheet, RECORD, reader.of(RECORD).refused)
    doubtful = _any(sheet, RECORD, [*reader.of(RECORD).undecided, *undecided])
    # A fault that rests on what the program could not tell is none yet.
    faulty = _but(sheet, _any(sheet, RECORD, refused), doubtful)
    slots = {
        "refused": _condition(sheet, [wrong, faulty]),
        "undecided": _condition(sheet, [_but(sheet, doubtful, wrong)]),
    }
    gone = _condition(sheet, [wrong, doubtful, faulty])
    slots["score"] = sheet.define(RECORD, lambda lang, at: _score(certified, lang, at, gone))
    slots["band"] = sheet.define(RECORD, lambda lang, at: _band(certified, lang, at, gone))
    return Outcomes(layout(sheet, slots.values()), {name: sheet.at(slots[name]) for name in OUTCOMES})


def _any(sheet: Sheet, table: str, masks: Iterable[int]) -> int | None:
    """Where one of some conditions holds; None for no condition."""
    found = [*dict.fromkeys(masks)]
    return sheet.define(table, lambda lang, at: lang.either(*map(at, found))) if found else None


def _but(sheet: Sheet, mask: int | None, other: int | None) -> int | None:
    """Where a condition holds, but not another."""
    if mask is None or other is None:
        return mask
    return sheet.define(RECORD, lambda lang, at: lang.both(at(mask), lang.negated(at(other))))


def _condition(sheet: Sheet, masks: Iterable[int | None]) -> int:
    """The same as a column of its own, which holds nowhere if there is no condition."""
    found = [mask for mask in masks if mask is not None]

    def write(lang: Language, at: At) -> Term:
        return lang.either(*map(at, found)) if found else lang.truth(holds=False)

    return sheet.define(RECORD, write)


def _of_record(sheet: Sheet, table: str, mask: int) -> int:
    """A condition of records; of list rows, where it holds in one of the record's."""
    if table == RECORD:
        return mask
    count = sheet.reduce("tally", mask, table)
    return sheet.define(RECORD, lambda lang, at: lang.compare(at(count), ">", lang.number(0.0)))


def _count(reader: Reader, certified: Certified, items: Items) -> int | None:
    """Define the number of rows of a list, and where it is wrong; where rows are repeated, if they must not be."""
    sheet, rows = reader.sheet, certified.rows[items.key]
    everywhere = sheet.define(items.key, lambda lang, _: lang.truth(holds=True))
    count = reader.program.loads.get((RECORD, items.key, "count"))
    count = sheet.reduce("count", everywhere, items.key, count)
    least = 0 if items.optional else items.at_least
    refused, undecided = reader.of(RECORD).refused, reader.of(RECORD).undecided
    for own, ends in ((refused, (least, items.at_most)), (undecided, _only_planned(rows, least, items.at_most))):
        if (mask := _outside(sheet, count, *ends)) is not None:
            own.append(mask)
    if not items.unique:
        return None
    # Values beyond the bounds of the plan are all its end: they seem to repeat, in records that are undecided anyway.
    distinct = sheet.reduce("distinct", _together(reader, certified, items), items.key)
    return sheet.define(RECORD, lambda lang, at: lang.compare(at(distinct), "<", at(count)))


def _only_planned(rows: RowBounds, least: int, most: int | None) -> tuple[int | None, int | None]:
    """Ends that the plan has, but not the list itself."""
    return (None if rows.least == least else rows.least), (None if rows.most == most else rows.most)


def _outside(sheet: Sheet, count: int, low: int | None, high: int | None) -> int | None:
    if not low and high is None:
        return None

    def write(lang: Language, at: At) -> Term:
        ends = [("<", low)] if low else []
        ends += [] if high is None else [(">", high)]
        return lang.either(*(lang.compare(at(count), sign, lang.number(float(end))) for sign, end in ends))

    return sheet.define(RECORD, write)


def _together(reader: Reader, certified: Certified, items: Items) -> int:
    """One number that is equal in two rows where all unique fields are."""
    sheet, size = reader.sheet, 1
    found: int | None = None
    for each in items.unique_fields:
        values = reader.values(items.key, each)
        bounds = certified.bounds[items.key, each.key]
        span = bounds.high - bounds.low + 1 if bounds.high > bounds.low else len(getattr(each, "among", (0, 1)))
        size *= span
        if size > 2**52:
            raise NotCertifiedError(policy=certified.policy.key, parts=f"{items.key}.unique")
        found = values if found is None else _joined(sheet, items.key, found, span, values)
    if found is None:
        raise NotCertifiedError(policy=certified.policy.key, parts=f"{items.key}.unique")
    return found


def _joined(sheet: Sheet, table: str, left: int, span: int, right: int) -> int:
    def write(lang: Language, at: At) -> Term:
        return lang.add(lang.multiply(at(left), lang.number(float(span))), at(right))

    return sheet.define(table, write)


def _keys(reader: Reader) -> None:
    """Refuse records whose key is missing, or that of another record too."""
    sheet = reader.sheet
    missing = sheet.define(RECORD, lambda lang, _: lang.is_key_missing(), raw=True)
    everywhere = sheet.define(RECORD, lambda lang, _: lang.truth(holds=True))
    count = sheet.reduce("count", everywhere, RECORD)
    double = sheet.define(RECORD, lambda lang, at: lang.compare(at(count), ">", lang.number(1.0)))
    reader.of(RECORD).refused += [missing, double]


def _score(certified: Certified, lang: Language, at: At, gone: int) -> Term:
    plan = certified.plan
    if plan.score is None:
        return lang.nothing("number")
    units = at(plan.score)
    value = units if plan.places == 0 else lang.divide_by(units, float(10**plan.places))
    no_negative_zero = (lang.compare(at(plan.score), "==", lang.number(0.0)), lang.number(0.0))
    return lang.choose([(at(gone), lang.nothing("number")), no_negative_zero], value)


def _band(certified: Certified, lang: Language, at: At, gone: int) -> Term:
    plan, band = certified.plan, certified.policy.band
    if plan.band is None or band is None:
        return lang.nothing("text")
    code = plan.band
    found = looked_up(lang, lambda: at(code), [lang.text(level.key) for level in band.levels])
    return lang.choose([(at(gone), lang.nothing("text"))], found)
