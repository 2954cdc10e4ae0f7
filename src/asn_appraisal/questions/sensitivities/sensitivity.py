"""Sensitivity: how far each number of a policy could be moved before anybody's band changes, and how many change beyond."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from ...arguments import UNSAID, Unsaid, checked_choice, checked_count, names, refused
from ...cells import Cells
from ...charts.sheets import WIDTH, Sheet
from ...charts.tornadoes import Swing, tornado
from ...columns.records import Records, read_records
from ...columns.table_headers import check_columns
from ...errors import NothingToWatchError, UnknownNumberError
from ...faults import checked_language
from ...numbers import exact, to_text
from ...policies import Policy, checked_policy
from ...similar_names import closest
from ...texts import say, thousands
from ...wording.numerals import Digits, short_numeral
from ..answers import Answer
from ..answers import Cells as TableCells
from .moved_numbers import KINDS, MovedNumber, moved_numbers
from .steady_intervals import End, Population, Steady, steady
from .steady_ranks import Order

STEPS = (1, 5, 10, 25)
_MOST_FIRST, _MOST_REACH = 100, 99


@frozen
class SensitiveNumber:
    """One number of a policy, moved alone: ``bands`` is the interval in which no record's band changes, ``ranks`` the one in which the
    first rows keep their order. ``curve`` has values of the number, and how many records then have another band or none.
    """

    number: MovedNumber = field(repr=False)
    bands: Steady | None
    ranks: Steady | None = None
    curve: tuple[tuple[Fraction, int], ...] = ()

    @property
    def key(self) -> str:
        """Its key among the numbers of its policy."""
        return self.number.key

    @property
    def kind(self) -> str:
        """What it is: ``weight``, ``target``, ``constant``, ``edge``, ``step`` or ``point``."""
        return self.number.kind

    @property
    def value(self) -> Fraction:
        """Its value in the policy."""
        return self.number.value

    def called(self, language: str = "id") -> str:
        """What it is called in a language."""
        return self.number.called(language)

    def text(self, language: str = "id") -> str:
        """The number in a sentence."""
        checked_language(language)
        found = [
            say(
                f"sensitivity.{name}",
                language,
                low=_end(each.low, self.value, language),
                high=_end(each.high, self.value, language),
            )
            for name, each in (("bands", self.bands), ("ranks", self.ranks))
            if each is not None
        ]
        value = short_numeral(self.value, language)
        return say("sensitivity.line", language, name=self.called(language), value=value, said="; ".join(found))

    def to_dict(self, language: str = "id") -> dict[str, Any]:
        """The number as plain data; exact numbers are texts."""
        return {
            "key": self.key,
            "kind": self.kind,
            "name": self.called(language),
            "value": to_text(self.value),
            "bands": None if self.bands is None else _interval(self.bands),
            "ranks": None if self.ranks is None else _interval(self.ranks),
            "curve": [{"value": to_text(value), "changed": count} for value, count in self.curve],
        }


@frozen
class Sensitivity(Answer):
    """How far each number of a policy could be moved, alone, before anything changes for the records of a table."""

    policy: str
    rows: int
    numbers: tuple[SensitiveNumber, ...]
    first: int | None = None
    like: Any = field(default=None, repr=False)

    def __iter__(self) -> Iterator[SensitiveNumber]:
        return iter(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, key: str) -> SensitiveNumber:
        """A number by its key."""
        for each in self.numbers:
            if each.key == key:
                return each
        raise _unknown(key, [each.key for each in self.numbers], self.policy)

    def text(self, language: str = "id") -> str:
        """The intervals in words, a line a number."""
        checked_language(language)
        head = say("sensitivity.head", language, rows=thousands(self.rows, language), policy=self.policy)
        return "\n".join([head, *(f"- {each.text(language)}" for each in self.numbers), ""])

    def columns(self) -> dict[str, Any]:
        """The numbers as columns, ends as the floats nearest to them; ``to_dict`` has them exactly."""
        found: dict[str, Any] = {
            "key": [each.key for each in self.numbers],
            "kind": [each.kind for each in self.numbers],
            "value": [float(each.value) for each in self.numbers],
        }
        watched = [("bands", [each.bands for each in self.numbers]), ("ranks", [each.ranks for each in self.numbers])]
        for name, intervals in watched:
            if any(each is not None for each in intervals):
                known = [each for each in intervals if each is not None]
                for side in ("low", "high"):
                    ends: list[End] = [getattr(each, side) for each in known]
                    found[f"{name}_{side}"] = [float(end.value) for end in ends]
                    found[f"{name}_{side}_included"] = [end.included for end in ends]
                    found[f"{name}_{side}_limit"] = [end.limit for end in ends]
                found[f"{name}_exact"] = [each.exact for each in known]
        return found

    def curves(self) -> dict[str, Any]:
        """All curves as columns: the key of the number, its value, and how many records change their band there."""
        rows = [(each.key, float(value), count) for each in self.numbers for value, count in each.curve]
        return {name: [row[at] for row in rows] for at, name in enumerate(("key", "value", "changed"))}

    def chart(self, language: str = "id", *, width: int = WIDTH) -> Any:
        """How many records change their band at the least and the greatest value tried of each number, the widest first: a chart of
        altair that is ``width`` pixels wide. Needs altair (the extra ``plot``).
        """
        sheet = Sheet.of(language, width)
        swings = []
        for each in self.numbers:
            if each.curve:
                (low, fewer), (high, more) = min(each.curve), max(each.curve)
                ends = (short_numeral(end, language) for end in (low, high))
                swings.append(Swing(each.called(language), Fraction(fewer), Fraction(more), *ends))
        title = sheet.phrase("sensitivity", rows=sheet.count(self.rows))
        return tornado(sheet, title, swings, base=Fraction(0), axis=sheet.phrase("changed_bands"), counts=True)

    def to_dict(self, language: str = "id") -> dict[str, Any]:
        """The answer as plain JSON data; exact numbers are texts."""
        checked_language(language)
        return {
            "policy": self.policy,
            "rows": self.rows,
            "first": self.first,
            "numbers": [each.to_dict(language) for each in self.numbers],
        }

    def _cells(self, language: str) -> TableCells:
        heads = [say(f"sensitivity.{name}", language) for name in ("number", "value", "low", "high", "most_changed")]
        rows = []
        for each in self.numbers:
            shown = each.bands if each.bands is not None else each.ranks
            ends = (
                ("", "")
                if shown is None
                else (_end(shown.low, each.value, language), _end(shown.high, each.value, language))
            )
            most = thousands(max((count for _, count in each.curve), default=0), language)
            rows.append((each.called(language), short_numeral(each.value, language), *ends, most))
        return heads, rows


def sensitivity(
    policy: Policy,
    table: object,
    *,
    first: int | None = None,
    kinds: str | Iterable[str] = KINDS,
    numbers: str | Iterable[str] = (),
    steps: Iterable[object] = STEPS,
    reach: int = 50,
    key: str | Iterable[str] | Unsaid | None = UNSAID,
    items: Mapping[str, object] | None = None,
    floats: str = "snap",
    cells: Cells | None = None,
) -> Sensitivity:
    """For each number of a policy the exact interval in which nobody's band changes, and how many change beyond it.

    Each number is moved alone: weights (the others are rescaled in proportion, so that they make 100), targets, constants, edges of
    the rating scale, of steps and points of lines; ``kinds`` and ``numbers`` (keys) choose some. A number moves by at most
    ``reach`` percent, a weight nearly as far as it can, an edge up to the next. ``steps`` are percents up and down at which
    records with another band are counted. With ``first`` the interval in which the first so many rows keep their order, too.

    Ends are exact fractions where formulas are monotone in the number, or the table is small and formulas simple; any other end has a
    ``resolution``: values were tried, and nothing is claimed between them. Rejected rows are left out.

    >>> from asn_appraisal import schemes
    >>> found = sensitivity(schemes.get("permenpan-16-2009"), {"nilai": [89.99, 76, 75]}, key=None)
    >>> each = found["peringkat.edge.baik"]
    >>> each.bands.low, each.bands.high.value
    (End(value=Fraction(75, 1), included=True, limit=False, resolution=None), Fraction(76, 1))
    """
    checked_policy(policy, table=table)
    wanted = names(kinds, "kinds")
    for kind in wanted:
        checked_choice(kind, "kinds", KINDS)
    checked_count(reach, "reach", 1, _MOST_REACH)
    if first is not None:
        checked_count(first, "first", 1, _MOST_FIRST)
    if policy.band is None and (first is None or policy.score is None):
        raise NothingToWatchError(policy=policy.key)
    if first is not None and policy.score is None:
        raise NothingToWatchError(policy=policy.key)
    moved = [each for each in moved_numbers(policy, reach) if each.kind in wanted]
    keys = [each.key for each in moved]
    if chosen := names(numbers, "numbers"):
        for each in chosen:
            if each not in keys:
                raise _unknown(each, keys, policy.key)
        moved = [each for each in moved if each.key in chosen]
    population = Population.of(policy, records_of(policy, table, key=key, items=items, floats=floats, cells=cells))
    order = None if first is None else Order(population, first)
    around = _steps(steps)
    return Sensitivity(
        policy.key,
        len(population),
        tuple(_sensitive(each, population, order, around) for each in moved),
        first,
        population.records.like,
    )


def records_of(policy: Policy, table: object, **how: Any) -> Records:
    """A table as records; records that were read before as they are."""
    if isinstance(table, Records):
        check_columns(policy.outline, table)
        return table
    return read_records(policy, table, **how)


def _steps(steps: Iterable[object]) -> tuple[Fraction, ...]:
    if isinstance(steps, str) or not isinstance(steps, Iterable):
        raise refused(steps, "steps", "list of number")
    found = sorted({exact(each) for each in steps})
    for each in found:
        if each <= 0:
            raise refused(each, "steps", "percent")
    return tuple(found)


def _sensitive(
    number: MovedNumber, population: Population, order: Order | None, steps: tuple[Fraction, ...]
) -> SensitiveNumber:
    bands, curve = None, []
    if population.policy.band is not None:
        bands = steady(number, population)
        for step in (*(-each for each in reversed(steps)), *steps):
            value = number.value + (abs(number.value) or 1) * step / 100
            if number.low <= value <= number.high:
                inside = bands.exact and bands.holds(value)
                count = 0 if inside else int(population.changed(number.policy(population.policy, value)).sum())
                curve.append((value, count))
    return SensitiveNumber(number, bands, None if order is None else order.steady(number), tuple(curve))


def _unknown(key: object, keys: list[str], policy: str) -> UnknownNumberError:
    close = closest(key, keys) if isinstance(key, str) else ()
    return UnknownNumberError(key=repr(key), close=", ".join(close), policy=policy)


def _end(end: End, value: Fraction, language: str) -> str:
    """An end in words, with as many digits as tell it from the number's own value."""
    about = "" if end.resolution is None else f"{float(end.resolution):.1g}"
    kind = "tried" if about else "limit" if end.limit else "included" if end.included else "excluded"
    return say(f"sensitivity.{kind}", language, value=Digits([value]).text(end.value, language), about=about)


def _interval(found: Steady) -> dict[str, Any]:
    return {
        side: {
            "value": to_text(end.value),
            "included": end.included,
            "limit": end.limit,
            "resolution": None if end.resolution is None else to_text(end.resolution),
        }
        for side, end in (("low", found.low), ("high", found.high))
    }
