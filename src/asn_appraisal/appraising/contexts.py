"""Contexts: the values that formulas are evaluated on, a record's or, before them, a list row's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any, TypeVar

from ..algebra.expressions import Expression, Named
from ..algebra.inputs import Field
from ..algebra.items import Over
from ..analysis.formulas import written
from ..analysis.outlines import Outline
from ..analysis.walks import expressions
from ..faults import Fault
from ..texts import LANGUAGES
from .readings import UNREAD
from .trace_steps import RowPlace, TraceStep

_Entry = TypeVar("_Entry")
Value = Any  # Fraction, str, bool, or None where absent

# Over the rows of a list each divisor adds its own digits: 1,500 rows over 12 digits each. No policy needs them, and
# working on with numbers of a million digits would take hours.
MOST_ROW_DIGITS = 20_000
_MOST_BITS = int(MOST_ROW_DIGITS * 3.3219)


class EvaluationFault(Exception):
    """Faults in the evaluation of a formula: its own, and those of the formulas that it uses; none where all there is
    is a field that could not be read.

    A formula used a thousand times fails a thousand times with the same faults: they are collected once, at the
    end, each once.
    """

    def __init__(self, causes: Iterable[Fault | EvaluationFault]) -> None:
        self.causes = tuple(causes)
        super().__init__(self.causes)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Every fault once, in order of occurrence."""
        found: dict[Fault, None] = {}
        seen: set[int] = set()
        waiting: list[Fault | EvaluationFault] = [self]
        while waiting:
            cause = waiting.pop()
            if isinstance(cause, Fault):
                found[cause] = None
            elif id(cause) not in seen:
                seen.add(id(cause))
                waiting += reversed(cause.causes)
        return tuple(found)


def gathered(
    meaning: Callable[[_Entry], Value], entries: Iterable[_Entry], known: Iterable[EvaluationFault] = ()
) -> list[Value]:
    """The values of independent formulas or rows; the faults of all that fail, and those known already, together."""
    problems = [*known]
    values = tried(meaning, entries, problems)
    if problems:
        raise EvaluationFault(problems)
    return values


def tried(
    meaning: Callable[[_Entry], Value], entries: Iterable[_Entry], problems: list[EvaluationFault]
) -> list[Value]:
    """The values of those that have one; the faults of the others are added to the problems."""
    values: list[Value] = []
    for entry in entries:
        try:
            values.append(meaning(entry))
        except EvaluationFault as problem:
            problems.append(problem)
    return values


class Total:
    """A value over a whole list, computed once per record, the values and weights of its rows, and the parts they used."""

    __slots__ = ("rows", "told", "used", "value", "weights")

    def __init__(self, value: Value, rows: list[Value], used: list[TraceStep], weights: list[Value]) -> None:
        self.value = value
        self.rows = rows
        self.weights = weights
        self.used = used
        self.told: list[TraceStep] | None = None

    def tell(self, children: list[TraceStep]) -> None:
        """Add the parts used to those of the caller; once, even if it calls in each row of a list."""
        if self.told is not children:
            children.extend(self.used)
            self.told = children


class Context:
    """The values that formulas are evaluated on: a record's or, before them, those of one row of a list.

    Parts are evaluated once per context; a value over a whole list, which depends on no row, once per record.
    ``row_parts`` are the keys of the parts over rows.

    >>> from asn_appraisal.algebra.inputs import Number
    >>> from asn_appraisal.algebra.items import Items
    >>> rows = Items("kegiatan", (Number("mutu"),))
    >>> record = Context.of(Outline((), (rows,), ()), {"kegiatan": [{"mutu": 90}, {"mutu": 80}]})
    >>> record.row("kegiatan", 1).values[0]
    {'mutu': 80}
    """

    __slots__ = (
        "children",
        "choices",
        "compared",
        "memo",
        "place",
        "root",
        "row_contexts",
        "row_parts",
        "totals",
        "values",
    )

    def __init__(
        self,
        values: tuple[Mapping[str, Value], ...],
        *,
        row_parts: frozenset[str] = frozenset(),
        root: Context | None = None,
        place: RowPlace | None = None,
    ) -> None:
        self.values = values
        self.row_parts = row_parts
        self.root = root or self
        self.place = place
        self.memo: dict[Named, TraceStep | EvaluationFault] = {}
        self.totals: dict[Over, Total | EvaluationFault] = {}
        self.row_contexts: dict[str, list[Context]] = {}
        self.children: list[TraceStep] = []
        self.choices: list[tuple[Expression, int]] = []
        self.compared: dict[Expression, Value] = {}

    @classmethod
    def of(cls, outline: Outline, values: Mapping[str, Value]) -> Context:
        """The context of a record's exact values."""
        return cls((values,), row_parts=frozenset(placed.key for placed in outline.parts if placed.lists))

    def rows(self, key: str) -> list[Context]:
        """The contexts of a list's rows, made once per record, so that a part of a row is evaluated once."""
        root = self.root
        if key not in root.row_contexts:
            record = root.values[-1]
            if record[key] is UNREAD:
                raise EvaluationFault(())
            root.row_contexts[key] = [
                Context((row, record), row_parts=root.row_parts, root=root, place=(key, index))
                for index, row in enumerate(record[key])
            ]
        return root.row_contexts[key]

    def row(self, key: str, index: int) -> Context:
        """The context of one row of a list."""
        return self.rows(key)[index]

    def fork(self) -> Context:
        """An independent copy of a record's context, with the parts evaluated so far, those of rows as well."""
        made = Context(self.values, row_parts=self.row_parts)
        made.memo = dict(self.memo)
        for key, rows in self.row_contexts.items():
            for old, new in zip(rows, made.rows(key), strict=True):
                new.memo = dict(old.memo)
        return made

    def fault(self, code: str, about: Expression, **facts: str) -> Fault:
        """A fault of an expression in this context, reported at the first field that it reads."""
        where, row = self.place or (None, None)
        field = next((entry for entry in expressions(about) if isinstance(entry, Field)), None)
        named = {} if field is None else {f"label_{language}": field.called(language) for language in LANGUAGES}
        key = None if field is None else field.key
        return Fault(code, list=where, item_row=row, field=key, facts={"what": written(about), **facts, **named})


def added(node: Over, values: Iterable[Fraction]) -> Fraction:
    """The sum over rows; refused where their divisors make it too long to go on with."""
    total = Fraction(0)
    for value in values:
        total += value
        if total.denominator.bit_length() > _MOST_BITS:
            facts = {"list": node.items.key, "limit": str(MOST_ROW_DIGITS)}
            field = next((entry.key for entry in expressions(node) if isinstance(entry, Field)), None)
            raise EvaluationFault([Fault("ASN426", list=node.items.key, field=field, facts=facts)])
    return total
