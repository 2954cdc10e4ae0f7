"""Scoring of files: CSV in, CSV or an aligned page out, with the line of each fault."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

import asn_appraisal  # its table functions load numpy when they are first used

from ..adapters.csv_files import CsvStyle
from ..appraising.appraisals import Appraisal
from ..errors import RecordError
from ..faults import Fault
from ..notes import Note
from ..policies import Policy
from ..texts import numeral, say
from .input_files import FileRecords, InputFiles, read_files
from .text_tables import text_table
from .usage import UsageError

if TYPE_CHECKING:
    from ..adapters.fault_files import FaultRows
    from ..adapters.results import Results
    from ..columns.scores import Scores


@frozen(eq=False)
class FileScores:
    """The records of some files with their scores, in the order of the file."""

    policy: Policy
    files: FileRecords
    scores: Scores

    @property
    def labels(self) -> tuple[str, ...]:
        """The columns that identify a record."""
        return self.files.labels

    @property
    def style(self) -> CsvStyle:
        """How the first file is written."""
        return self.files.style

    @property
    def unused(self) -> tuple[str, ...]:
        """Columns that the policy does not read."""
        return self.files.unused

    @property
    def notes(self) -> tuple[Note, ...]:
        """What looks wrong in the files though it could be read, with the lines of the files."""
        return tuple(map(self.files.note_in_lines, self.scores.notes))

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """The faults of all records, then of rows that belong to no record."""
        found = [self.files.in_lines(fault) for fault in self.scores.rejects if fault.row is not None]
        strays = [self.files.in_lines(fault) for fault in self.scores.rejects if fault.row is None]
        by_key: dict[tuple[str | None, str | None], list[Fault]] = {}
        for fault in strays:
            by_key.setdefault((fault.list, fault.key), []).append(fault)
        found += chain.from_iterable(by_key.values())
        return (*found, *(() if self.files.table is None else self.files.table.faults))

    @property
    def left_out(self) -> tuple[Fault, ...]:
        """The faults of rows of lists that were left out."""
        return tuple(map(self.files.in_lines, self.scores.dropped_faults))

    @property
    def rejected(self) -> int:
        """How many records could not be scored."""
        return int(self.scores.rejected.sum())

    def csv(self) -> str:
        """The results as CSV in the style of the input: labels, score, band; a rejected record has only its labels."""
        return "".join(self.results(Path("-")).csv())

    def results(self, path: Path, language: str = "id") -> Results:
        """The results, for a file of the kind that a path names; ``language`` is that of texts in a workbook."""
        from ..adapters.results import Results

        files, keys = self.files, self.files.records.keys
        if files.table is not None:
            labels = {name: files.table.text_array(name) for name in files.labels}
        else:
            labels = {} if keys is None else keys.arrays()
        return Results(
            path, labels, self.scores, self.style, language=language, in_file=files.in_lines, notes=self.notes
        )

    def rejects(self, path: Path, language: str) -> FaultRows:
        """The faults, for a file of any kind; those of rows of lists that were left out come last."""
        from ..adapters.fault_files import FaultRows

        return FaultRows(path, [*self.faults, *self.left_out], style=self.style, language=language)

    def page(self, language: str) -> str:
        """An aligned table with a summary by band, for people."""
        lines = None if self.labels else self.files.lines()
        header, columns, right = [*self.labels], self.files.label_texts(), []
        if lines:
            header.append(say("command.line", language))
            columns.append(list(map(str, lines)))
        if self.policy.score is not None:
            right = [len(header)]
            header.append(say("command.score", language))
            columns.append([numeral(text, language) or "-" for text in self.scores.score_texts()])
        if self.policy.band is not None:
            header.append(say("command.band", language))
            called = {level.key: level.called(language) for level in self.policy.band.levels}
            columns.append(["-" if band is None else called[band] for band in self.scores.band_keys()])
        shown = [text_table(header, zip(*columns, strict=True), right=right), ""]
        shown.append(say("command.rows", language, count=len(self.scores), rejected=self.rejected))
        if self.policy.band is not None:
            counts = self.scores.counts()
            summary = [(level.called(language), str(counts[level.key])) for level in self.policy.band.levels]
            shown += ["", text_table((say("command.band", language), "n"), summary, right=[1])]
        return "\n".join(shown)


def score_files(policy: Policy, inputs: InputFiles) -> FileScores:
    """The scores of the records of some files; raises ``RecordError`` if no record can be scored."""
    files = read_files(policy, inputs)
    scores = asn_appraisal.appraise_table(
        policy, files.records, on_error="quarantine", bad_items=inputs.bad_items, least_kept=inputs.least_kept
    )
    return FileScores(policy, files, scores)


def explained(policy: Policy, inputs: InputFiles, value: str) -> Appraisal:
    """The appraisal of the record with a key; without a key column, of the one on that line of the file.

    Raises ``UsageError`` where there is no such record, ``RecordError`` with the lines of the file for its faults.
    """
    from ..columns.reading.text_keys import plain_key

    files = read_files(policy, inputs)
    records = files.records
    keys = None if records.keys is None or records.keys.empty.all() else records.keys
    lines = files.lines() or [1] * records.count
    names, value = (list(map(str, lines)), value) if keys is None else (keys.values(), plain_key(value))
    if value not in names:
        some = ", ".join(filter(None, names[:5])) + (", ..." if len(names) > 5 else "")
        raise UsageError("no_line" if keys is None else "no_key", value=value, some=some)
    row = names.index(value)
    faults = [fault for fault in records.faults if fault.row == row]
    if inputs.bad_items == "drop":
        from ..columns.dropped_items import without_bad_items

        records, dropped = without_bad_items(policy.outline, records, inputs.least_kept)
        faults += [fault for fault in dropped.refusals if fault.row == row]
    try:
        if not (faults and files.items):  # rows of a list were joined to no record whose key is at fault
            appraisal = policy.appraise(records.record(row, policy.outline), floats=inputs.floats)
            if not faults:
                return appraisal
    except RecordError as problem:
        faults += records.placed(problem.faults, row)
    raise RecordError(faults=map(files.in_lines, faults))


def encoded(files: Mapping[str, str], style: CsvStyle) -> dict[Path, bytes]:
    """The bytes of CSV texts by path, in the encoding of a style."""
    return {Path(path): text.encode(style.encoding) for path, text in files.items()}
