"""Record schemas: what a record of a policy holds, as a JSON Schema that form builders know how to show.

A record that a schema accepts can be read. A schema cannot say everything: conditions between fields, rows that must not repeat, a division by zero and
the decimals of a JSON number are left to the policy (see ``Policy.record_schema``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen

from ..algebra.edges import Edge
from ..algebra.expressions import Expression
from ..algebra.inputs import Category, Field, Flag, Number
from ..algebra.items import Check, Items
from ..analysis.field_edges import FieldEdges, field_edges, is_about
from ..analysis.input_order import InputGroup
from ..analysis.number_patterns import number_pattern
from ..numbers import FLOAT_LIMIT, MOST_DIGITS, to_text
from ..texts import say, thousands
from .words import spoken

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NUMBERS = ("any", "number", "text")  # what a number may be in JSON

_TEXT_LIMIT = 10**MOST_DIGITS - 1  # units
_KEYWORDS = {">=": "minimum", ">": "exclusiveMinimum", "<=": "maximum", "<": "exclusiveMaximum"}


@frozen
class RecordSchema:
    """How the schema is to be written: its language, and what a number may be."""

    language: str
    numbers: str

    def of_record(
        self, inputs: Sequence[Field | Items], checks: Iterable[Check], groups: Iterable[InputGroup]
    ) -> dict[str, Any]:
        """The schema of a record with these inputs, in this order."""
        named = [
            {"key": each.part.key, "title": each.part.called(self.language), "properties": list(each.keys)}
            for each in groups
        ]
        return {**self._object(inputs, checks), **({"x-groups": named} if named else {})}

    def _object(self, inputs: Sequence[Field | Items], checks: Iterable[Check]) -> dict[str, Any]:
        checks = tuple(checks)
        alone, among = _apart(inputs, checks)
        conditions = [check.condition for check in checks]
        properties = {
            each.key: {
                **(self._list(each) if isinstance(each, Items) else self._field(each, alone.get(each, ()), conditions)),
                "propertyOrder": place,
            }
            for place, each in enumerate(inputs, 1)
        }
        needed = [each.key for each in inputs if (not each.may_be_empty if isinstance(each, Items) else each.needed)]
        return {
            **self._told(check.called(self.language) for check in among),
            "type": "object",
            "properties": properties,
            "required": needed,
            "additionalProperties": False,
        }

    def _list(self, items: Items) -> dict[str, Any]:
        least = 0 if items.optional else items.at_least
        return {
            "title": items.called(self.language),
            "type": _type("array", null=items.may_be_empty),
            "items": self._object(items.fields, items.checks),
            **({"minItems": least} if least else {}),
            **({} if items.at_most is None else {"maxItems": items.at_most}),
        }

    def _field(self, entry: Field, checks: Iterable[Check], conditions: Iterable[Expression]) -> dict[str, Any]:
        told = "; ".join((self.holds(entry), self._need(entry), *(check.called(self.language) for check in checks)))
        found: dict[str, Any] = {"title": entry.called(self.language), "description": told}
        if isinstance(entry, Number):
            found |= self._number(entry, field_edges(entry, conditions))
        elif isinstance(entry, Category):
            levels = [{"const": level.key, "title": level.called(self.language)} for level in entry.among]
            nothing = [] if entry.needed else [{"const": None, "title": say("values.absent", self.language)}]
            found |= {"type": _type("string", null=not entry.needed), "oneOf": [*levels, *nothing]}
        else:
            found["type"] = _type("boolean", null=not entry.needed)
        return found if entry.default is None else {**found, "default": self._plain(entry.default)}

    def _number(self, entry: Number, edges: FieldEdges) -> dict[str, Any]:
        """A number as JSON has it, or as text; what is said of one kind of value does not concern the other."""
        ends = _number_ends(entry, edges)
        kinds = []
        found: dict[str, Any] = {"x-decimals": entry.decimals}
        if self.numbers != "text" and ends is not None:
            kinds.append("number" if entry.decimals else "integer")
            found |= ends
        if self.numbers != "number" or ends is None:
            kinds.append("string")
            low, high = edges.low_units(entry.decimals), edges.high_units(entry.decimals)
            least = -_TEXT_LIMIT if low is None else max(low, -_TEXT_LIMIT)
            most = _TEXT_LIMIT if high is None else min(high, _TEXT_LIMIT)
            found["pattern"] = number_pattern(least, most, entry.decimals)
        if entry.unit:
            found["x-unit"] = entry.unit
        return {"type": _type(*kinds, null=not entry.needed), **found}

    def _plain(self, value: object) -> object:
        if not isinstance(value, Fraction):
            return value
        return to_text(value) if self.numbers == "text" else _json_number(value)

    def holds(self, entry: Field) -> str:
        """What belongs into a field, in words."""
        if isinstance(entry, Number):
            low, high = ("" if end is None else self._end(end) for end in (entry.low, entry.high))
            kind = self._say("number" if entry.decimals else "whole")
            return self._say("range", kind=kind, low=low, high=high, unit=entry.unit, decimals=entry.decimals or "")
        if isinstance(entry, Flag):
            return self._say("flag")
        return self._say("one_of", levels=", ".join(level.called(self.language) for level in entry.levels))

    def _need(self, entry: Field) -> str:
        if entry.default is not None:
            return self._say("default", default=spoken(entry.default, self.language, entry.levels))
        return self._say("needed" if entry.needed else "optional")

    def _end(self, value: Fraction) -> str:
        whole = value.denominator == 1
        return thousands(int(value), self.language) if whole else spoken(value, self.language)

    def _told(self, texts: Iterable[str]) -> dict[str, str]:
        told = "; ".join(texts)
        return {"description": told} if told else {}

    def _say(self, name: str, **facts: object) -> str:
        return say(f"excel.{name}", self.language, **facts)  # the words of the workbook to fill in


def _apart(
    inputs: Iterable[Field | Items], checks: Iterable[Check]
) -> tuple[dict[Field | Items, list[Check]], list[Check]]:
    """The checks that an edge of one field says, by that field, and the others."""
    alone: dict[Field | Items, list[Check]] = {}
    among = []
    numbers = [each for each in inputs if isinstance(each, Number)]
    for check in checks:
        said = [each for each in numbers if is_about(each, check.condition)]
        if said:
            alone.setdefault(said[0], []).append(check)
        else:
            among.append(check)
    return alone, among


def _number_ends(entry: Number, edges: FieldEdges) -> dict[str, Any] | None:
    """The least and the greatest JSON number; None where no number within is small enough to be read as one."""
    limit = Fraction(FLOAT_LIMIT, 10**entry.decimals)
    low, high = edges.low or Edge(">=", -limit), edges.high or Edge("<=", limit)
    low, high = (
        low if low.bound >= -limit else Edge(">=", -limit),
        high if high.bound <= limit else Edge("<=", limit),
    )
    if low.bound > limit or high.bound < -limit:
        return None
    return {_KEYWORDS[each.operator]: _json_number(each.bound) for each in (low, high)}


def _json_number(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def _type(*kinds: str, null: bool = False) -> str | list[str]:
    """The value of ``type``: one word, or several."""
    names = [*kinds, *(["null"] if null else [])]
    return names[0] if len(names) == 1 else names
