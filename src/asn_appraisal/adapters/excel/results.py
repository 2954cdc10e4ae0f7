"""Excel results: scores as a workbook that an office hands on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from attrs import define, evolve, field

from ...algebra.inputs import Field
from ...arguments import checked_type
from ...columns.compiling.bounds import RECORD
from ...columns.scores import Scores
from ...faults import Fault, checked_language
from ...notes import Note
from ...texts import numeral, say
from ...wording.words import spoken
from ..output_files import write_whole
from .columns import UnreadableCell, shown_text, values_of
from .headers import titles
from .pages import Pages, height_of, policy_page, written

_MANY = 10_000  # rows from which on a sheet is written row by row, without holding the texts of all
_MOST_FAULTS = 20  # of a record, in its cell
_MOST_STRAYS = 1000  # rows of lists without a record
_MOST_LABELS = 8  # columns that the policy does not read
_MOST_DIGITS = 15  # that a number of a sheet keeps


@define
class _Results:
    pages: Pages
    scores: Scores
    language: str
    place: Callable[[Fault], Fault]
    notes: tuple[Note, ...]
    labels: tuple[str, ...] = field(init=False)
    titles: dict[str, str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        records, outline = self.scores.records, self.scores.policy.outline
        fields = {each.key for each in outline.fields} | {each.key for each in outline.lists}
        names = () if records.table is None else records.table.names
        others = tuple(name for name in names if name not in fields and name not in records.key)
        self.labels = (*records.key, *others[:_MOST_LABELS])
        self.titles = titles(outline.fields, self.language)

    def phrase(self, key: str, **facts: object) -> str:
        return say(f"excel.{key}", self.language, **facts)

    def column(self, name: str) -> list[str]:
        """A column that tells whose a row is, as texts."""
        records = self.scores.records
        if records.table is not None:
            return [shown_text(value) for value in values_of(records.table.source(name))]
        if records.keys is None:
            return []
        return [str(value) for value in records.keys.arrays()[name].tolist()]

    # --- the summary

    def summary_page(self) -> None:
        """Counts, bands with their chart, what to look at, and how exact it is."""
        pages, scores = self.pages, self.scores
        page = pages.page(self.phrase("summary"))
        page.set_column(0, 0, 34)
        page.set_column(1, 2, 12)
        page.set_column(3, 9, 11)
        pages.text(page, 0, 0, scores.policy.called(self.language), "title")
        pages.text(page, 1, 0, scores.policy.key, "small")
        rejected = int(scores.rejected.sum())
        row = 3
        for name, count in (("scored", len(scores) - rejected), ("refused", rejected)):
            pages.text(page, row, 0, self.phrase(name).capitalize(), "text")
            page.write_number(row, 1, count, pages.look("whole"))
            row += 1
        if scores.policy.score is not None and rejected < len(scores):
            least, most = (numeral(each, self.language) for each in scores.ends())
            pages.text(page, row, 0, self.phrase("ends").capitalize(), "text")
            pages.text(page, row, 1, f"{least} – {most}", "text")
            row += 1
        row = self.bands(page, row + 1)
        for line in self.remarks():
            page.set_row(row, height_of([line], [120]))
            page.merge_range(row, 0, row, 9, "", pages.look("wrapped"))
            pages.text(page, row, 0, line, "wrapped")
            row += 1

    def bands(self, page: Any, row: int) -> int:
        """The table of bands and its chart; gives the first row below both."""
        pages, band = self.pages, self.scores.policy.band
        if band is None:
            return row
        pages.texts(page, row, [self.phrase(name) for name in ("band", "count", "share")], "head")
        counts = self.scores.counts()
        done = max(sum(counts.values()), 1)
        for place, level in enumerate(band.levels, row + 1):
            pages.text(page, place, 0, level.called(self.language), "text")
            page.write_number(place, 1, counts[level.key], pages.look("whole"))
            page.write_number(place, 2, counts[level.key] / done, pages.look("share"))
        last = row + len(counts)
        chart = pages.book.add_chart({"type": "bar"})
        name = page.get_name()
        chart.add_series(
            {
                "name": self.phrase("count"),
                "categories": [name, row + 1, 0, last, 0],
                "values": [name, row + 1, 1, last, 1],
                "fill": {"color": "#2E7D8C"},
                "data_labels": {"value": True},
                "gap": 60,
            }
        )
        chart.set_legend({"none": True})
        chart.set_title({"name": self.phrase("band"), "name_font": {"size": 11}, "overlay": False})
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
        height = 60 + 34 * len(counts)
        chart.set_size({"width": 560, "height": height})
        page.insert_chart(row, 4, chart)
        return max(last + 2, row + height // 20 + 2)

    def remarks(self) -> Iterator[str]:
        """What to look at, and how exact the cells are."""
        scores = self.scores
        notes = [note.text(self.language) for note in self.notes]
        notes += [each.text(self.language) for each in scores.missing]
        if scores.unused:
            notes.append(self.phrase("unused", columns=", ".join(scores.unused)))
        if notes:
            yield self.phrase("notes") + ":"
            yield from (f"• {note}" for note in notes)
        if scores.policy.score is not None:
            yield self.phrase("doubles", places=scores.policy.places)

    # --- a row a record

    def results_page(self) -> None:
        """Whose, score, band and the parts that were kept, a row a record."""
        pages, scores = self.pages, self.scores
        policy = scores.policy
        page = pages.page(self.phrase("results"), heads=0)
        columns: list[tuple[str, list[str]]] = [(name, self.column(name)) for name in self.labels]
        if not columns:
            columns = [(self.phrase("row"), [str(self.shown_row(row)) for row in range(len(scores))])]
        heads = [name for name, _ in columns]
        writers = [self.text_writer(texts) for _, texts in columns]
        widths = [_width(name, texts) for name, texts in columns]
        if policy.score is not None:
            heads.append(self.phrase("score"))
            widths.append(12)
            writers.append(self.score_writer())
        if policy.band is not None:
            heads.append(self.phrase("band"))
            called = {level.key: level.called(self.language) for level in policy.band.levels}
            refused = self.phrase("rejected_row")
            names = [refused if band is None else called[band] for band in scores.band_keys()]
            widths.append(_width("", [*called.values()]))
            writers.append(self.text_writer(names))
        for placed in policy.outline.parts:
            if placed.key in scores.parts():
                heads.append(placed.part.called(self.language))
                widths.append(max(12, len(heads[-1]) / 2))
                writers.append(self.part_writer(placed.key, placed.part.levels))
        for place, width in enumerate(widths):
            page.set_column(place, place, width)
        page.set_row(0, height_of(heads, widths) + 6)
        pages.texts(page, 0, heads, "head")
        for row in range(len(scores)):
            for place, write in enumerate(writers):
                write(page, row, place)
        page.freeze_panes(1, min(len(self.labels), 2))
        page.autofilter(0, 0, max(len(scores), 1), len(heads) - 1)
        page.print_area(0, 0, max(len(scores), 1), len(heads) - 1)

    def text_writer(self, texts: Sequence[str]) -> Callable[[Any, int, int], None]:
        def write(page: Any, row: int, column: int) -> None:
            self.pages.text(page, row + 1, column, texts[row], "text")

        return write

    def score_writer(self) -> Callable[[Any, int, int], None]:
        """Scores as numbers; those of more digits than a sheet keeps as texts, with each of them."""
        places = self.scores.policy.places
        look = self.pages.look("text", num_format=_number_format(places))
        texts = self.scores.score_texts()

        def write(page: Any, row: int, column: int) -> None:
            text = texts[row]
            if not text:
                page.write_blank(row + 1, column, None, look)
            elif len(text) > _MOST_DIGITS and sum(map(str.isdigit, text)) > _MOST_DIGITS:
                self.pages.text(page, row + 1, column, numeral(text, self.language), "text")
            else:
                page.write_number(row + 1, column, float(text), look)

        return write

    def part_writer(self, key: str, levels: Sequence[Any]) -> Callable[[Any, int, int], None]:
        values = self.scores.parts(key)[key]
        numbers = isinstance(values, np.ndarray)
        held = values.tolist() if numbers else values
        even = not numbers or bool(np.all(np.isnan(values) | (np.round(values, 2) == values)))
        look = self.pages.look("text", num_format="0.00" if even else "0.0000")

        def write(page: Any, row: int, column: int) -> None:
            value = held[row]
            if value is None or value != value:
                page.write_blank(row + 1, column, None, look)
            elif numbers:
                page.write_number(row + 1, column, value, look)
            else:
                self.pages.text(page, row + 1, column, spoken(value, self.language, tuple(levels)), "text")

        return write

    def shown_row(self, row: int) -> int:
        """The number of a row as the reader of the table knows it: that of its sheet, else counted from 1."""
        placed = self.place(Fault("", row=row + self.scores.first_row)).row
        return row if placed is None else placed

    # --- the rejected rows

    def rejects_page(self) -> None:
        """Each rejected record as it came in, with all that is wrong with it."""
        pages = self.pages
        by_row: dict[int, list[Fault]] = {}
        strays: list[Fault] = []
        for fault in self.scores.rejects:
            if fault.row is None:
                strays.append(fault)
            else:
                by_row.setdefault(fault.row - self.scores.first_row, []).append(fault)
        if not by_row and not strays:
            return
        page = pages.page(self.phrase("rejected"), heads=0)
        names, columns = self.originals()
        heads = [self.phrase("row"), self.phrase("status"), *(self.titles.get(name, name) for name in names)]
        widths = [8.0, 70.0, *(_width(head, texts) for head, texts in zip(heads[2:], columns, strict=True))]
        for place, width in enumerate(widths):
            page.set_column(place, place, width)
        page.set_row(0, height_of(heads, widths) + 6)
        pages.texts(page, 0, heads, "head")
        line = 0
        for line, (row, faults) in enumerate(sorted(by_row.items()), 1):
            told = self.told(faults)
            page.set_row(line, height_of([told], [70]))
            page.write_number(line, 0, self.shown_row(row), pages.look("text", align="center"))
            pages.text(page, line, 1, told, "fault")
            for place, texts in enumerate(columns, 2):
                pages.text(page, line, place, texts[row] if row < len(texts) else "", "text")
        shown = [self.place(fault).text(self.language) for fault in strays[:_MOST_STRAYS]]
        if len(strays) > _MOST_STRAYS:
            shown.append(self.phrase("more", count=len(strays) - _MOST_STRAYS))
        for place, text in enumerate(shown, line + 1):
            page.set_row(place, height_of([text], [70]))
            pages.text(page, place, 1, text, "fault")
        page.freeze_panes(1, 2)
        page.autofilter(0, 0, line + len(shown), len(heads) - 1)

    def originals(self) -> tuple[list[str], list[list[str]]]:
        """The columns of the records as they came in, with their names."""
        records = self.scores.records
        names, columns = [*self.labels], [self.column(name) for name in self.labels]
        for each in self.scores.policy.outline.fields:
            if (source := records.source(RECORD, each.key)) is not None:
                names.append(each.key)
                columns.append([_original(value, each, self.language) for value in values_of(source)])
        return names, columns

    def told(self, faults: Sequence[Fault]) -> str:
        """All that is wrong with a record, a line each; its key stands beside it."""
        lines = [evolve(self.place(fault), key=None).text(self.language) for fault in faults[:_MOST_FAULTS]]
        if len(faults) > _MOST_FAULTS:
            lines.append(self.phrase("more", count=len(faults) - _MOST_FAULTS))
        return "\n".join(lines)


def result_workbook(
    scores: Scores,
    *,
    language: str = "id",
    in_cells: Callable[[Fault], Fault] | None = None,
    notes: Iterable[Note] | None = None,
) -> bytes:
    """Scores as the bytes of a workbook (.xlsx); see ``write_workbook``."""
    checked_type(scores, "scores", Scores)
    checked_language(language)
    held = tuple(scores.notes if notes is None else notes)
    with written(constant_memory=len(scores) >= _MANY) as (pages, out):
        results = _Results(pages, scores, language, in_cells or _counted_from_one, held)
        results.summary_page()
        results.results_page()
        results.rejects_page()
        policy_page(pages, scores.policy, language)
    return out.getvalue()


def write_workbook(
    scores: Scores,
    path: str | Path,
    *,
    language: str = "id",
    in_cells: Callable[[Fault], Fault] | None = None,
    notes: Iterable[Note] | None = None,
) -> None:
    """Scores as a workbook (.xlsx), written whole or not at all.

    Its sheets: a summary by band with a chart and what to look at; a row for each record with its score, its band and the
    parts that were kept; the rejected records as they came in, with what is wrong; the page of the policy. Scores are
    cells of numbers, the doubles nearest to the exact scores, shown with the policy's places; one of more than 15 digits is a
    text. ``in_cells`` places faults where their reader sees them, such as ``Workbook.in_cells``; ``notes`` stand for those of
    the scores, placed likewise.

    Raises ``MissingExtraError`` without xlsxwriter, and what ``write_whole`` raises.
    """
    checked_type(path, "path", str, Path, right="path")
    write_whole({Path(path): result_workbook(scores, language=language, in_cells=in_cells, notes=notes)})


def _counted_from_one(fault: Fault) -> Fault:
    """A fault of a table in memory, with its rows as people count them."""
    row, item_row = (None if each is None else each + 1 for each in (fault.row, fault.item_row))
    facts = dict(fault.facts)
    if "rows" in facts:
        facts["rows"] = ", ".join(str(int(each) + 1) if each.isdigit() else each for each in facts["rows"].split(", "))
    return evolve(fault, row=row, item_row=item_row, facts=facts)


def _number_format(places: int) -> str:
    return "0." + "0" * places if places > 0 else "0"


def _width(head: str, texts: Sequence[str]) -> float:
    longest = max(map(len, texts[:1000]), default=0)
    word = max(map(len, head.split()), default=0)
    return min(max(10.0, len(head) * 0.6 + 2, word * 1.15 + 2, longest * 1.1 + 2), 44.0)


def _original(value: Any, field: Field, language: str) -> str:
    """The value of a field as it came in, as text."""
    if isinstance(value, UnreadableCell):
        return value.shown
    if isinstance(value, str):
        return spoken(value, language, field.levels)
    if isinstance(value, bool | np.bool_):
        return spoken(bool(value), language)
    if isinstance(value, float | Decimal):
        return "" if value != value else numeral(shown_text(float(value)), language)
    return shown_text(value)
