"""Answers on the command line: what differs between two policies, what is odd about one, who gains, why a score changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from attrs import frozen

from ..appraising.appraisals import Appraisal
from ..columns.scores import Scores
from ..errors import RecordError
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
from ..texts import say
from .input_files import InputFiles
from .scoring import FileScores, explained, score_files
from .text_tables import text_table
from .usage import UsageError


@frozen(eq=False)
class ComparedFiles:
    """The records of some files, scored by two policies."""

    before: FileScores
    after: FileScores
    found: Comparison

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
        return cls(before, after, found)

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


def told_reasons(
    policy: Policy, before: InputFiles, after: InputFiles, row: str, language: str, *, as_json: bool
) -> str:
    """Why the score of one record is another one in a second file."""
    found = why_changed(*(explained(policy, inputs, row) for inputs in (before, after)))
    return _json(found.to_dict(language)) if as_json else found.text(language)


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
