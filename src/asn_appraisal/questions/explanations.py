"""Explanations: an appraisal in words, for the person it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from ..appraising.appraisals import Appraisal
from ..arguments import refused
from ..faults import checked_language
from ..texts import numeral, say

if TYPE_CHECKING:
    from ..columns.scores import Scores  # loaded with the first table


@overload
def explain(appraisal: Appraisal, *, language: str = "id") -> str: ...
@overload
def explain(appraisal: Scores, row: int | str | tuple[Any, ...], *, language: str = "id") -> str: ...
def explain(
    appraisal: Appraisal | Scores, row: int | str | tuple[Any, ...] | None = None, *, language: str = "id"
) -> str:
    """The appraisal in words, in Indonesian (``"id"``) or English (``"en"``): result, steps, notes on missing data.

    Of the scores of a table ``row`` says which appraisal, by its number or key: ``explain(scores, "1985...")``.

    >>> from asn_appraisal import schemes
    >>> appraisal = schemes.get("permenpanrb-6-2022").appraise({"hasil_kerja": "sesuai", "perilaku_kerja": "di_atas"})
    >>> explain(appraisal, language="en").splitlines()[:2]
    ['Appraisal by permenpanrb-6-2022', 'Rating: Good']
    """
    if row is not None:
        if isinstance(appraisal, Appraisal):
            raise refused(row, "row", "absent")  # a language, most likely, which is given by its name
        if hasattr(appraisal, "appraisal"):
            appraisal = appraisal.appraisal(row)
    if not isinstance(appraisal, Appraisal):
        raise refused(appraisal, "appraisal", "Appraisal")
    checked_language(language)
    lines = [say("explanation.result", language, policy=appraisal.policy)]
    if appraisal.exact is not None and appraisal.score is not None:
        lines.append(say("explanation.score", language, score=numeral(appraisal.score, language)))
    if appraisal.band is not None:
        lines.append(say("explanation.band", language, band=appraisal.band.called(language)))
    if steps := appraisal.trace.step_lines(language):
        lines += ["", say("explanation.how", language), *steps]
    if notes := [*appraisal.trace.notes(language), *(note.text(language) for note in appraisal.notes)]:
        lines += ["", say("explanation.notes", language), *(f"- {note}" for note in notes)]
    lines += ["", say("explanation.fingerprint", language, fingerprint=appraisal.fingerprint)]
    return "\n".join(lines) + "\n"
