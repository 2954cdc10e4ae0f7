"""Excel templates: a workbook to fill in for any policy, which ``read_workbook`` reads back without options."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import define, field

from ...algebra.inputs import Category, Count, Field, Flag, Number
from ...faults import checked_language
from ...policies import Policy, checked_policy
from ...texts import say
from ...wording.words import row_limits, spoken
from .headers import key_title, titles
from .pages import Pages, policy_page, sheet_names, written
from .surveys import letters_of

KEY, NAME = "key", "name"  # the columns of a row that are no fields
_HEAD = 3  # the row of the header, from 0; the example is below it
_LAST = 100_000  # the last row that the choices and ranges are offered in
_MOST_MESSAGE, _MOST_TITLE = 255, 32  # letters, in a spreadsheet
_STAR = "\N{NO-BREAK SPACE}*"
_COMMON = 85  # what an example holds where the range allows it

Row = Mapping[str, Any]


@define
class _Template:
    pages: Pages
    policy: Policy
    language: str
    data: str
    guide: str
    choices: str
    list_names: dict[str, str]
    lists_of_choices: dict[tuple[str, ...], str] = field(factory=dict)

    def phrase(self, key: str, **facts: object) -> str:
        return say(f"excel.{key}", self.language, **facts)

    def sheet(
        self, name: str, title: str, told: str, fields: Sequence[Field], rows: Iterable[Row], *, named: bool
    ) -> None:
        """A sheet to fill in: title, what to do, header, example, and the rows that are given."""
        pages, first = self.pages, _HEAD + 1
        page = pages.page(name, heads=_HEAD, grid=True)
        pages.text(page, 0, 0, title, "title")
        pages.text(page, 1, 0, told)
        pages.text(page, 2, 0, self.phrase("stars"), "small")
        heads = [(key_title(self.language) + _STAR, True), *([(self.phrase("name"), False)] if named else [])]
        known = titles(fields, self.language)
        heads += [(known[each.key] + (_STAR if each.needed else ""), each.needed) for each in fields]
        page.set_row(_HEAD, 15 * (2 + max(len(text) for text, _ in heads) // 22))
        for column, (text, needed) in enumerate(heads):
            pages.text(page, _HEAD, column, text, "head" if needed else "soft_head")
        before = len(heads) - len(fields)
        page.set_column(0, 0, 22, pages.look("entry"))
        if named:
            page.set_column(1, 1, 28, pages.look("entry"))
        for column, each in enumerate(fields, before):
            page.set_column(column, column, self.width(each, heads[column][0]))
            page.data_validation(first, column, _LAST, column, self.validation(each))
        self.example(page, fields, named=named)
        for place, row in enumerate(rows, first + 1):
            self.row(page, place, row, fields, named=named)
        page.freeze_panes(first, before)

    def width(self, each: Field, head: str) -> float:
        levels = max((len(level.called(self.language)) for level in getattr(each, "among", ())), default=0)
        word = max(map(len, head.split()))
        return min(max(12, len(head) * 0.55 + 2, word * 1.15 + 2, levels * 1.05 + 3), 34)

    def example(self, page: Any, fields: Sequence[Field], *, named: bool) -> None:
        texts = [self.phrase("example"), *([self.phrase("example_name")] if named else [])]
        for column, text in enumerate(texts):
            self.pages.text(page, _HEAD + 1, column, text, "example")
        for column, each in enumerate(fields, len(texts)):
            self.cell(page, (_HEAD + 1, column), each, _example(each), "example")

    def row(self, page: Any, place: int, row: Row, fields: Sequence[Field], *, named: bool) -> None:
        for column, name in enumerate((KEY, *((NAME,) if named else ()))):
            if row.get(name) is not None:
                self.pages.text(page, place, column, str(row[name]), "entry")
        for column, each in enumerate(fields, 2 if named else 1):
            self.cell(page, (place, column), each, row.get(each.key))

    def cell(self, page: Any, place: tuple[int, int], each: Field, value: Any, look: str | None = None) -> None:
        row, column = place
        if value is None:
            if look is not None:
                page.write_blank(row, column, None, self.pages.look(look))
        elif isinstance(value, bool):
            self.pages.text(page, row, column, self.phrase("true" if value else "false"), look or "plain")
        elif isinstance(each, Number) and not isinstance(value, str):
            page.write_number(row, column, float(value), None if look is None else self.pages.look(look))
        else:
            self.pages.text(page, row, column, spoken(value, self.language, each.levels), look or "plain")

    def validation(self, each: Field) -> dict[str, Any]:
        """What a spreadsheet offers, says and refuses in the cells of a field."""
        said = f"{self.holds(each)}; {self.need(each)}"
        told = {
            "input_title": each.called(self.language)[:_MOST_TITLE],
            "input_message": said[:_MOST_MESSAGE],
            "error_title": self.phrase("wrong")[:_MOST_TITLE],
            "error_message": said[:_MOST_MESSAGE],
        }
        if not isinstance(each, Number):
            return {"validate": "list", "source": self.choice_range(each), **told}
        kind = "decimal" if each.decimals else "integer"
        low, high = (None if end is None else _plain(end) for end in (each.low, each.high))
        if low is not None and high is not None:
            return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high, **told}
        if low is not None or high is not None:
            return {
                "validate": kind,
                "criteria": "<=" if low is None else ">=",
                "value": high if low is None else low,
                **told,
            }
        return {"validate": "any", **told}

    def choice_range(self, each: Field) -> str:
        """Where the choices of a field stand, on the hidden sheet; equal ones once."""
        words = _choices(each, self.language)
        return self.lists_of_choices.setdefault(
            words, f"='{self.choices}'!${letters_of(len(self.lists_of_choices))}$1:"
            f"${letters_of(len(self.lists_of_choices))}${len(words)}",
        )  # fmt: skip

    def holds(self, each: Field) -> str:
        """What belongs into a cell of a field, in words."""
        if isinstance(each, Number):
            low, high = ("" if end is None else grouped(end, self.language) for end in (each.low, each.high))
            kind = self.phrase("number" if each.decimals else "whole")
            return self.phrase("range", kind=kind, low=low, high=high, unit=each.unit, decimals=each.decimals or "")
        if isinstance(each, Flag):
            return self.phrase("flag")
        return self.phrase("one_of", levels=", ".join(_choices(each, self.language)))

    def need(self, each: Field) -> str:
        if each.default is not None:
            shown = (
                _choice_of(each.default, self)
                if isinstance(each, Flag)
                else spoken(each.default, self.language, each.levels)
            )
            return self.phrase("default", default=shown)
        return self.phrase("needed" if each.needed else "optional")

    def guide_page(self) -> None:
        """How to fill in the workbook, and what each column holds."""
        page = self.pages.page(self.guide)
        widths = (30, 40, 60, 32)
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        self.pages.text(page, 0, 0, self.phrase("guide_title"), "title")
        steps = [self.phrase("guide_key")]
        if self.list_names and self.policy.outline.fields:
            steps.append(self.phrase("guide_lists", sheets=", ".join(self.list_names.values()), data=self.data))
        steps += [self.phrase("guide_choices"), self.phrase("stars"), self.phrase("guide_save", policy=self.policy.key)]
        for place, text in enumerate(steps, 1):
            self.pages.text(page, place + 1, 0, f"{place}. {text}")
        row = len(steps) + 3
        self.pages.text(page, row, 0, self.phrase("guide_columns"), "heading")
        outline = self.policy.outline
        levels = [(self.data, outline.fields), *((self.list_names[each.key], each.fields) for each in outline.lists)]
        rows = [
            (sheet, titles(fields, self.language)[each.key], self.holds(each), self.need(each))
            for sheet, fields in levels
            for each in fields
        ]
        heads = [self.phrase(name) for name in ("sheet", "column")]
        heads += [say(f"heads.{name}", self.language) for name in ("holds", "needed")]
        self.pages.table(page, row + 1, heads, rows, widths)

    def choices_page(self) -> None:
        """The hidden sheet of choices."""
        page = self.pages.book.add_worksheet(self.choices)
        for column, words in enumerate(self.lists_of_choices):
            for row, word in enumerate(words):
                self.pages.text(page, row, column, word)
        page.hide()


def template_workbook(
    policy: Policy,
    *,
    language: str = "id",
    rows: Iterable[Row] = (),
    items: Mapping[str, Iterable[Row]] | None = None,
) -> bytes:
    """A workbook to fill in: a sheet of records, one for each list, a guide and the page of the policy.

    ``rows`` and ``items`` (by the key of the list) are written below the examples: values by the key of their field, the key
    of the row under ``"key"`` and a name under ``"name"``. Raises ``MissingExtraError`` without xlsxwriter.
    """
    checked_policy(policy, language=language)
    checked_language(language)
    outline = policy.outline
    names = sheet_names(
        each.called(language).capitalize() for each in outline.lists
    )  # first: by them they are read back
    list_names = dict(zip((each.key for each in outline.lists), names, strict=True))
    fixed = sheet_names((say(f"excel.{name}", language) for name in ("data", "guide", "choices")), names)
    with written() as (pages, out):
        template = _Template(pages, policy, language, fixed[0], fixed[1], fixed[2], list_names)
        title = policy.called(language)
        if outline.fields:
            template.sheet(
                fixed[0], title, say("excel.fill_records", language, row=_HEAD + 3), outline.fields, rows, named=True
            )
        for each in outline.lists:
            given = () if items is None else items.get(each.key, ())
            told = say("excel.fill_list", language, row=_HEAD + 3, **row_limits(each, language))
            template.sheet(
                list_names[each.key], f"{title}: {each.called(language)}", told, each.fields, given, named=False
            )
        template.guide_page()
        policy_page(pages, policy, language)
        template.choices_page()
    return out.getvalue()


def _choices(each: Field, language: str) -> tuple[str, ...]:
    """The words of a category or a flag; keys where two levels have one name."""
    if not isinstance(each, Category):
        return say("excel.true", language), say("excel.false", language)
    names = tuple(level.called(language) for level in each.among)
    return names if len({*names}) == len(names) else tuple(level.key for level in each.among)


def _choice_of(value: object, template: _Template) -> str:
    return template.phrase("true" if value else "false")


def _example(each: Field) -> Any:
    """An invented value within the range of a field."""
    if isinstance(each, Flag):
        return True
    if not isinstance(each, Number):
        return each.levels[0].key if each.levels else None
    if isinstance(each, Count):
        return max(Fraction(2), each.low or Fraction(0)) if each.high is None or each.high >= 2 else each.high
    low = Fraction(0) if each.low is None or (each.low < 0 and (each.high is None or each.high >= 0)) else each.low
    span = Fraction(_COMMON) if each.high is None else (each.high - low) * 3 / 4
    value = low + min(span, Fraction(_COMMON))
    scale = 10**each.decimals if low + span < 10 and each.decimals else 1
    shown = Fraction(int(value * scale), scale)
    return max(shown, low)


def _plain(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def grouped(value: Fraction, language: str) -> str:
    """A number for people, with signs between thousands.

    >>> grouped(Fraction(1000000), "id"), grouped(Fraction(5, 2), "id")
    ('1.000.000', '2,5')
    """
    if value.denominator != 1:
        return spoken(value, language)
    return f"{int(value):,}".replace(",", "." if language == "id" else ",")
