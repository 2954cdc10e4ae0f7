"""Contexts: where formulas are worked out, the record or one row of a list before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..algebra.expressions import Expression, Named
from ..algebra.inputs import Field
from ..analysis.formulas import written
from ..analysis.outlines import Outline
from ..analysis.walks import expressions
from ..faults import Fault
from ..texts import LANGUAGES
from .steps import RowPlace, TraceStep

Value = Any  # Fraction, str, bool, or None where absent


class EvaluationFault(Exception):
    """Faults met while a record was worked out: some of its own, and what other formulas met.

    What is asked for a thousand times fails a thousand times with the same faults: they are collected only when all is
    done, each once.
    """

    def __init__(self, causes: Iterable[Fault | EvaluationFault]) -> None:
        self.causes = tuple(causes)
        super().__init__(self.causes)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Every fault once, in the order they were met."""
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


class Total:
    """What was worked out over a list, once a record, and the parts that its rows used."""

    __slots__ = ("told", "used", "value")

    def __init__(self, value: Value, used: list[TraceStep]) -> None:
        self.value = value
        self.used = used
        self.told: list[TraceStep] | None = None

    def tell(self, children: list[TraceStep]) -> None:
        """Add the parts used to those of the part that asks; once, also when it asks in each row of a list."""
        if self.told is not children:
            children.extend(self.used)
            self.told = children


class Context:
    """Where formulas are worked out: the record, or one row of a list before it.

    Parts are worked out once in each; what is worked out over a whole list, which depends on no row, once a record.
    ``row_parts`` are the keys of the parts that stand over rows.

    >>> from asn_appraisal.algebra.inputs import Number
    >>> from asn_appraisal.algebra.items import Items
    >>> rows = Items("kegiatan", (Number("mutu"),))
    >>> record = Context.of(Outline((), (rows,), ()), {"kegiatan": [{"mutu": 90}, {"mutu": 80}]})
    >>> record.row("kegiatan", 1).values[0]
    {'mutu': 80}
    """

    __slots__ = ("children", "choices", "memo", "place", "root", "row_contexts", "row_parts", "totals", "values")

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
        self.totals: dict[Expression, Total | EvaluationFault] = {}
        self.row_contexts: dict[str, list[Context]] = {}
        self.children: list[TraceStep] = []
        self.choices: list[tuple[Expression, int]] = []

    @classmethod
    def of(cls, outline: Outline, values: Mapping[str, Value]) -> Context:
        """The context of a record's exact values."""
        return cls((values,), row_parts=frozenset(placed.key for placed in outline.parts if placed.lists))

    def rows(self, key: str) -> list[Context]:
        """The contexts of a list's rows, made once a record: a part of a row is worked out once for all that use it."""
        root = self.root
        if key not in root.row_contexts:
            record = root.values[-1]
            root.row_contexts[key] = [
                Context((row, record), row_parts=root.row_parts, root=root, place=(key, index))
                for index, row in enumerate(record[key])
            ]
        return root.row_contexts[key]

    def row(self, key: str, index: int) -> Context:
        """The context of one row of a list."""
        return self.rows(key)[index]

    def fork(self) -> Context:
        """A record's context with what is worked out so far of its parts, and of its rows' parts, to go on from alone."""
        made = Context(self.values, row_parts=self.row_parts)
        made.memo = dict(self.memo)
        for key, rows in self.row_contexts.items():
            for old, new in zip(rows, made.rows(key), strict=True):
                new.memo = dict(old.memo)
        return made

    def fault(self, code: str, about: Expression, **facts: str) -> Fault:
        """A fault of an expression that is worked out here; its field is the first one to look at."""
        where, row = self.place or (None, None)
        field = next((entry for entry in expressions(about) if isinstance(entry, Field)), None)
        named = {} if field is None else {f"label_{language}": field.called(language) for language in LANGUAGES}
        key = None if field is None else field.key
        return Fault(code, list=where, item_row=row, field=key, facts={"what": written(about), **facts, **named})
