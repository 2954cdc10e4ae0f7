"""Form fields: the fields and lists of a policy as the markup of a form, with labels, hints and places for faults.

Everything that comes from a policy is escaped. A field's hint and the place of its fault are named by ``aria-describedby``, a row
of a list is a ``fieldset`` that the script copies from a ``template``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from attrs import frozen

from ..algebra.inputs import Category, Field, Flag, Number
from ..algebra.items import Items
from ..texts import say
from ..wording.record_schemas import RecordSchema
from ..wording.words import spoken


def capital(text: str) -> str:
    """A name as it begins a line.

    >>> capital("kegiatan tugas jabatan")
    'Kegiatan tugas jabatan'
    """
    return text[:1].upper() + text[1:]


@frozen
class FormFields:
    """Writes fields in a language; what the schema of a record says of them is their hint."""

    language: str

    def groups(self, inputs: Iterable[Field | Items], schema: Mapping[str, Any]) -> str:
        """The inputs in groups: those that one part alone uses under its name, each list by itself."""
        known = {key: group["title"] for group in schema.get("x-groups", ()) for key in group["properties"]}
        found: list[tuple[str, list[str]]] = []
        for each in inputs:
            told = schema["properties"][each.key]
            if isinstance(each, Items):
                found.append(("", [self.items(each, told)]))
                continue
            title = known.get(each.key, self._say("general"))
            if not found or found[-1][0] != title:
                found.append((title, []))
            found[-1][1].append(self.field(each, told))
        return "\n".join(self._group(title, fields) for title, fields in found)

    def _group(self, title: str, fields: list[str]) -> str:
        if not title:
            return fields[0]
        legend = f"<legend>{escape(capital(title))}</legend>"
        return f'<fieldset class="group">{legend}<div class="fields">{"".join(fields)}</div></fieldset>'

    def items(self, items: Items, schema: Mapping[str, Any]) -> str:
        """A list: its rows are added and removed by the script."""
        name, key = items.called(self.language), items.key
        rows = schema["items"]
        fields = "".join(self.field(each, rows["properties"][each.key]) for each in items.fields)
        hint = "; ".join(filter(None, (self._rows_hint(items), rows.get("description", ""))))
        about = f'<p class="hint" id="hint-{key}">{escape(hint)}</p>' if hint else ""
        facts = f'data-list="{key}" data-least="{0 if items.may_be_empty else items.at_least}" data-most="{items.at_most or ""}"'
        told = f'tabindex="-1" id="list-{key}" aria-describedby="{f"hint-{key} " if hint else ""}fault-{key}"'
        remove = f'<button type="button" class="quiet remove">{escape(self._say("remove", name=""))}</button>'
        return (
            f'<fieldset class="group list" {facts} {told}><legend>{escape(capital(name))}</legend>{about}'
            f'<p class="fault" id="fault-{key}"></p><p class="none hint">{escape(self._say("no_rows"))}</p><div class="rows"></div>'
            f'<template><fieldset class="row"><legend>{escape(capital(name))} <span class="number"></span></legend>'
            f'<p class="fault"></p><div class="fields">{fields}</div>{remove}</fieldset></template>'
            f'<button type="button" class="add">{escape(self._say("add", name=name))}</button></fieldset>'
        )

    def _rows_hint(self, items: Items) -> str:
        least = "" if items.may_be_empty or items.at_least < 2 else items.at_least
        return say("form_page.rows", self.language, least=least, most=items.at_most or "").strip("; ")

    def field(self, entry: Field, schema: Mapping[str, Any]) -> str:
        """A field with its label, its hint and the place of its fault."""
        key, kind = entry.key, entry.type_name
        hint = self._hint(entry, schema["description"])
        unit = f' <span class="unit">({escape(entry.unit)})</span>' if isinstance(entry, Number) and entry.unit else ""
        described = f'aria-describedby="hint-{key} fault-{key}"'
        needed = ' aria-required="true"' if entry.needed else ""
        facts = f'id="field-{key}" data-key="{key}" data-kind="{kind}" {described}{needed}'
        return (
            f'<div class="field"><label for="field-{key}">{escape(capital(entry.called(self.language)))}{unit}</label>'
            f"{self._control(entry, facts)}"
            f'<p class="hint" id="hint-{key}">{escape(hint)}</p><p class="fault" id="fault-{key}"></p></div>'
        )

    def _hint(self, entry: Field, description: str) -> str:
        """What belongs into a field; of one with choices, which are there to be seen, only whether it is needed."""
        if isinstance(entry, Category | Flag):
            return description.removeprefix(f"{RecordSchema(self.language, 'text').holds(entry)}; ")
        return description

    def _control(self, entry: Field, facts: str) -> str:
        if isinstance(entry, Number):
            negative = entry.low is None or entry.low < 0  # the keypads of phones have no sign
            mode = "text" if negative else "decimal" if entry.decimals else "numeric"
            return (
                f'<input type="text" inputmode="{mode}" autocomplete="off" spellcheck="false" '
                f'data-decimals="{entry.decimals}" {facts}>'
            )
        options = "".join(f'<option value="{value}">{escape(name)}</option>' for value, name in self._choices(entry))
        first = self._say("choose") if entry.needed else say("values.absent", self.language)
        return f'<select {facts}><option value="">– {escape(first)} –</option>{options}</select>'

    def _choices(self, entry: Field) -> list[tuple[str, str]]:
        if isinstance(entry, Category):
            return [(level.key, level.called(self.language)) for level in entry.among]
        return [(text, spoken(text == "true", self.language)) for text in ("true", "false")]

    def _say(self, name: str, /, **facts: object) -> str:
        return say(f"form_page.{name}", self.language, **facts).strip()
