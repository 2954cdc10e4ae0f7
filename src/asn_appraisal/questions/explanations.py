"""Explanations: an appraisal in words, for the person it is about."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Self, overload

from ..algebra.kinds import LABEL
from ..appraising.appraisals import Appraisal
from ..appraising.renderings import steps_html
from ..appraising.step_words import StepWords, distinct
from ..appraising.traces import MOST_DEPTH
from ..arguments import checked_count, checked_type, refused
from ..faults import checked_language
from ..texts import numeral, say
from .combined_values import Combined

if TYPE_CHECKING:
    from ..columns.scores import Scores  # loaded with the first table


class Explanation(str):
    """The text of an explanation, which a notebook shows as a table."""

    __slots__ = ("appraisal", "depth", "language", "names")
    appraisal: Appraisal | Combined
    language: str
    names: bool
    depth: int | None

    @classmethod
    def of(cls, appraisal: Appraisal | Combined, language: str, *, names: bool, depth: int | None) -> Self:
        """The explanation of an appraisal in a language."""
        made = cls(_text(appraisal, language, names=names, depth=depth))
        made.appraisal, made.language, made.names, made.depth = appraisal, language, names, depth
        return made

    def _repr_html_(self) -> str:
        trace, language, depth = self.appraisal.trace, self.language, self.depth
        steps = "" if depth == 0 else steps_html(trace.tops, language, names=self.names, depth=depth)
        head = _head(self.appraisal, language, names=self.names, depth=depth)
        foot = [*trace.notes(language, names=self.names), *_foot(self.appraisal, language)]
        return _paragraphs(head) + steps + _paragraphs(foot)


def _paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{escape(line.strip())}</p>" for line in lines)


@overload
def explain(
    appraisal: Appraisal | Combined, *, language: str = "id", names: bool = True, depth: int | None = None
) -> str: ...
@overload
def explain(
    appraisal: Scores,
    row: int | str | tuple[Any, ...],
    *,
    language: str = "id",
    names: bool = True,
    depth: int | None = None,
) -> str: ...
def explain(
    appraisal: Appraisal | Combined | Scores,
    row: int | str | tuple[Any, ...] | None = None,
    *,
    language: str = "id",
    names: bool = True,
    depth: int | None = None,
) -> str:
    """The appraisal in words, in Indonesian (``"id"``) or English (``"en"``): result, steps, notes on missing data.

    Formulas use the names of fields and parts, or their keys with ``names=False``. ``depth`` is how many levels of steps are
    shown: all by default, with 1 the score and the rating alone, with 0 no more than why the rating was given.
    A value of several periods is explained likewise. Of the scores of a table ``row`` says which appraisal, by its number or key: ``explain(scores, "1985...")``.

    The explanation is a text, and a table in a notebook.

    >>> from asn_appraisal import schemes
    >>> record = {"nilai_skp": 119, "nilai_perilaku": 118, "penilaian_rekan": False, "ide_baru": False}
    >>> for line in explain(schemes.get("pp-30-2019").appraise(record), language="en", depth=0).splitlines()[:5]: print(line)
    Appraisal by: Performance appraisal of civil servants
    Score: 118.70
    Rating: Good
        Good: 118.7 ≥ 90
        Very good is withheld: 118.7 ≥ 110, but its condition is not met: Brought forth a new and useful idea (no)
    """
    if row is not None:
        if isinstance(appraisal, Appraisal | Combined):
            raise refused(row, "row", "absent")  # a language, most likely, which is given by its name
        if hasattr(appraisal, "appraisal"):
            appraisal = appraisal.appraisal(row)
    if not isinstance(appraisal, Appraisal | Combined):
        raise refused(appraisal, "appraisal", "Appraisal")
    checked_language(language)
    checked_type(names, "names", bool)
    if depth is not None:
        checked_count(depth, "depth", 0, MOST_DEPTH)
    return Explanation.of(appraisal, language, names=names, depth=depth)


def _text(appraisal: Appraisal | Combined, language: str, *, names: bool, depth: int | None) -> str:
    lines = _head(appraisal, language, names=names, depth=depth)
    if depth != 0 and (steps := appraisal.trace.step_lines(language, names=names, depth=depth)):
        lines += ["", say("explanation.how", language), *steps]
    if notes := [*appraisal.trace.notes(language, names=names), *(note.text(language) for note in appraisal.notes)]:
        lines += ["", say("explanation.notes", language), *(f"- {note}" for note in notes)]
    return "\n".join([*lines, "", *_foot(appraisal, language)]) + "\n"


def _foot(appraisal: Appraisal | Combined, language: str) -> list[str]:
    """The policy of the appraisal, or those of the periods."""
    periods = appraisal.appraisals if isinstance(appraisal, Combined) else (appraisal,)
    policies = dict.fromkeys((each.policy, each.fingerprint) for each in periods)
    return [say("explanation.fingerprint", language, key=key, fingerprint=mark) for key, mark in policies]


def _head(appraisal: Appraisal | Combined, language: str, *, names: bool, depth: int | None) -> list[str]:
    """The policy, the score and the rating; without any steps also why the rating was given."""
    words = StepWords(appraisal.trace.tops, language, names=names)
    reasons = reasons_of(appraisal, words) if depth == 0 else []
    return [*_result(appraisal, words), *(f"    {line}" for line in reasons)]


def _result(appraisal: Appraisal | Combined, words: StepWords) -> list[str]:
    """The policy, the score and the rating."""
    language = words.language
    lines = [say("explanation.result", language, policy=appraisal.called(language))]
    if appraisal.exact is not None and appraisal.score is not None:
        # The rating is decided on the exact score, which may lie on the other side of an edge.
        exact = "" if appraisal.exact == appraisal.score else words.digits.text(appraisal.exact, language)
        lines.append(say("explanation.score", language, score=numeral(appraisal.score, language), exact=exact))
    if appraisal.band is not None:
        lines.append(say("explanation.band", language, band=appraisal.band.called(language)))
    return lines


def reasons_of(appraisal: Appraisal | Combined, words: StepWords) -> list[str]:
    """Why the rating was given, with its basis: said by its step, or by the labels that it rests on."""
    level = [step for step in appraisal.trace.tops if appraisal.band is not None and step.part.kind == LABEL][:1]
    while level:
        lines = [line for step in level for line in words.reasons(step)]
        if lines:
            sources = dict.fromkeys(source for step in level for source in words.basis(step))
            return [*lines, *(say("steps.basis", words.language, source=source) for source in sources)]
        level = distinct(child for step in level for child in step.children if child.part.kind == LABEL)
    return []
