"""Answers on the command line: what differs between two policies, what is odd about one, who gains, why a score changed."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from ..adapters.data_files import row_writer_of
from ..adapters.fault_files import TableRows
from ..adapters.output_files import same_file, write_out, write_whole
from ..appraising.appraisals import Appraisal
from ..columns.scores import Scores
from ..errors import DoubleColumnError, FileWriteError, RecordError
from ..numbers import to_decimal
from ..policies import Policy
from ..questions.changes import why_changed
from ..questions.comparisons import Comparison, compare
from ..questions.differences import diff
from ..questions.groups.band_shares import BandShares
from ..questions.groups.gaps import Gaps
from ..questions.groups.raters import raters
from ..questions.groups.summaries import summaries
from ..questions.next_bands import next_band
from ..questions.reviews import review
from ..questions.sensitivities.sensitivity import sensitivity
from ..rounding import rounded
from ..texts import say
from .input_files import InputFiles
from .named_policies import is_there
from .scoring import FileScores, explained, score_files
from .text_tables import text_table
from .usage import UsageError


@frozen(eq=False)
class ComparedFiles:
    """The records of some files, scored by two policies."""

    before: FileScores
    after: FileScores
    found: Comparison
    paths: tuple[str, ...]

    @classmethod
    def of(cls, old: Policy, new: Policy, inputs: InputFiles) -> ComparedFiles:
        """The files scored twice, once by each policy; raises ``UsageError`` without a file, or for standard input."""
        if not inputs.paths:
            raise UsageError("no_data")
        if "-" in inputs.paths:
            raise UsageError("read_twice")
        before, after = (score_files(policy, inputs) for policy in (old, new))
        scores = before.scores, after.scores
        # Rows of lists alone are matched by key, since each policy may read other lists.
        found = compare(*scores) if inputs.records is None else Comparison.by_position(*scores)
        return cls(before, after, found, tuple(inputs.paths))

    @property
    def count(self) -> int:
        """How many records both policies score."""
        return self.found.gained + self.found.lost + self.found.same

    def rejected(self, language: str) -> list[str]:
        """How many records each policy cannot score, and why."""
        return [
            f"{each.policy.key}: {say('command.rejected', language, count=each.rejected)}\n"
            f"{RecordError(faults=each.faults).text(language)}"
            for each in (self.before, self.after)
            if each.faults
        ]

    def rows(self, path: Path, language: str) -> TableRows:
        """Every record for a file: whose it is, both scores and their difference, both bands, and what became of it."""
        one, other = (rows.tolist() for rows in self.found.rows)
        labels = zip(self.after.labels, self.after.files.label_texts(), strict=True)
        columns: dict[str, list[Any]] = {name: [texts[row] for row in other] for name, texts in labels}
        sides = {"before": (self.before.scores, one), "after": (self.after.scores, other)}
        found: dict[str, list[Any]] = {}
        numbers = {}
        if self.found.numeric:
            for side, (scores, rows) in sides.items():
                reported = scores.reported()
                found[f"score_{side}"] = [reported[row] for row in rows]
                numbers[f"score_{side}"] = scores.policy.places
            places = numbers["difference"] = max(numbers.values())
            found["difference"] = [
                None if each is None else to_decimal(rounded(each, places), places) for each in self.found.differences()
            ]
        for side, (scores, rows) in sides.items():
            if scores.bands is not None:
                keys = scores.band_keys()
                found[f"band_{side}"] = [keys[row] for row in rows]
        found["change"] = self.found.columns()["change"]
        if doubles := [name for name in found if name in columns]:
            raise DoubleColumnError(path=path, columns=", ".join(doubles))
        return TableRows(
            path, columns | found, numbers, "command.comparison", style=self.after.style, language=language
        )

    def told(self, by: Sequence[str], language: str) -> str:
        """Who gains and who loses, in all and in groups."""
        text = self.found.text(language) + (f"\n{self.found.by(*by).text(language)}" if by else "")
        return text.rstrip()

    def data(self, by: Sequence[str], language: str) -> dict[str, Any]:
        """The same as plain JSON data."""
        groups = {"by": self.found.by(*by).to_dict()} if by else {}
        return {**self.found.to_dict(language), **groups}


def told_differences(old: Policy, new: Policy, compared: ComparedFiles | None, language: str, *, as_json: bool) -> str:
    """What differs between two policies, a line each; with data also what that changes."""
    found = diff(old, new)
    if as_json:
        effect = {} if compared is None else {"effect": compared.data((), language)}
        return _json({"differences": [each.to_dict(language) for each in found], **effect})
    lines = [each.text(language) for each in found] or [say("command.no_difference", language)]
    return "\n".join(lines if compared is None else [*lines, "", compared.told((), language)])


def told_review(policy: Policy, language: str, *, as_json: bool) -> tuple[str, bool]:
    """What is odd about a policy, a line each, and whether one of the findings is an error."""
    found = review(policy)
    grave = any(each.severity == "error" for each in found)
    if as_json:
        data = [
            {"code": each.code, "severity": each.severity, "place": each.place, "text": each.text(language)}
            for each in found
        ]
        return _json(data), grave
    lines = [f"{each.code} {say(f'check.{each.severity}', language)}: {each.text(language)}" for each in found]
    return "\n".join(lines or [say("command.nothing_odd", language)]), grave


def told_comparison(compared: ComparedFiles, by: Sequence[str], language: str, *, as_json: bool) -> str:
    """Who gains and who loses when the records of some files are scored by another policy."""
    return _json(compared.data(by, language)) if as_json else compared.told(by, language)


def write_comparison(compared: ComparedFiles, output: str, policies: Sequence[str], language: str) -> None:
    """Write a row for every record to a file of the kind that its ending names, or as CSV to standard output.

    Raises as ``row_writer_of``, and ``FileWriteError`` for a file that was read.
    """
    path = Path(output)
    rows = compared.rows(path, language)
    if output == "-":
        write_out(rows.csv())
        return
    content = row_writer_of(path)(rows)
    read = {"input_as_output": compared.paths, "policy_as_output": [each for each in policies if is_there(each)]}
    for reason, paths in read.items():
        if any(same_file(path, Path(each)) for each in paths):
            raise FileWriteError(path=path, reason=say(f"command.{reason}", language))
    write_whole({path: content})


def told_reasons(
    policy: Policy, before: InputFiles, after: InputFiles, row: str, language: str, *, as_json: bool
) -> str:
    """Why the score of one record is another one in a second file.

    Raises ``UsageError`` without a file before or after, ``RecordError`` where a file is at fault, which is named on standard error.
    """
    if not (before.paths and after.paths):
        raise UsageError("two_files")
    if before.paths.count("-") + after.paths.count("-") > 1:
        raise UsageError("read_twice")
    found, problems = [], []
    for inputs in (before, after):
        try:
            found.append(explained(policy, inputs, row))
        except RecordError as problem:
            problems.append((say("command.in_file", language, path=", ".join(inputs.paths)), problem))
    for place, (head, fault) in enumerate(problems, 1):
        # A line says little without its file, and both files may be at fault: the last fault is said by who catches it.
        more = "" if place == len(problems) else f"{fault.code}: {fault.text(language)}\n"
        if sys.stderr is not None:
            sys.stderr.write(f"{head}\n{more}")
    if problems:
        raise problems[-1][1]
    changes = why_changed(*found)
    return _json(changes.to_dict(language)) if as_json else changes.text(language)


def told_summaries(
    scores: Scores, language: str, *, by: Sequence[str], small: str, band: str | None, gaps: bool, as_json: bool
) -> str:
    """The scores of groups; with ``band`` also the share that reached it, with ``gaps`` how far the groups are apart."""
    found = summaries(scores, by=by, small=small)
    more: dict[str, BandShares | Gaps] = {}
    if band:
        more["reached"] = found.reached(band)
    if gaps:
        more["gaps"] = found.gaps(band)
    if as_json:
        return _json({**found.to_dict(), **{name: each.to_dict() for name, each in more.items()}})
    return "\n\n".join(_table(each, language) for each in (found, *more.values()))


def told_raters(
    scores: Scores, language: str, *, rater: str, person: Sequence[str], calibration: bool, as_json: bool
) -> str:
    """How raters differ; with ``calibration`` also what taking their leniency from their ratings would change."""
    found = raters(scores, rater=rater, person=person)
    if as_json:
        return _json({**found.to_dict(), **({"calibration": found.calibration().to_dict()} if calibration else {})})
    return _table(found, language) + (f"\n\n{found.calibration().text(language).rstrip()}" if calibration else "")


def told_sensitivity(scores: Scores, first: int | None, language: str, *, as_json: bool) -> str:
    """How far each number of a policy can be moved before anyone's band changes."""
    found = sensitivity(scores.policy, scores.records, first=first)
    return _json(found.to_dict(language)) if as_json else _table(found, language)


def _table(found: Any, language: str) -> str:
    """An answer as a table between the first line of its text and what its text says after a line an item."""
    head, *lines = found.text(language).splitlines()
    heads, rows = found.table(language)
    shown = [head, "", text_table(heads, rows, right=range(1, len(heads)))]
    notes = lines[len(found) :]
    return "\n".join([*shown, *(["", *notes] if notes else [])])


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)


def told_ways(policy: Policy, appraisal: Appraisal, goal: str | None, language: str, *, as_json: bool) -> str:
    """What it takes for the next better band, or for a goal."""
    found = next_band(policy, appraisal, goal)
    return found.text(language) if not as_json else f"{_json(found.to_dict(language))}\n"
