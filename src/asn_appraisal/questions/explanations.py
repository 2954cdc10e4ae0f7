"""Explanations: an appraisal in words, for the person it is about."""

from __future__ import annotations

from ..appraising.appraisals import Appraisal
from ..arguments import checked_type
from ..faults import checked_language

_WORDS = {
    "id": {
        "result": "Hasil penilaian menurut {policy}",
        "score": "Nilai: {score}",
        "band": "Peringkat: {band}",
        "how": "Bagaimana nilai ini terbentuk:",
        "notes": "Catatan tentang data:",
        "fingerprint": "Sidik jari kebijakan: {fingerprint}",
    },
    "en": {
        "result": "Appraisal by {policy}",
        "score": "Score: {score}",
        "band": "Rating: {band}",
        "how": "How this came about:",
        "notes": "Notes on the data:",
        "fingerprint": "Fingerprint of the policy: {fingerprint}",
    },
}


def explain(appraisal: Appraisal, *, language: str = "id") -> str:
    """The appraisal in words, in Indonesian (``"id"``) or English (``"en"``): result, steps, notes on missing data.

    >>> from asn_appraisal import schemes
    >>> appraisal = schemes.get("permenpanrb-6-2022").appraise({"hasil_kerja": "sesuai", "perilaku_kerja": "di_atas"})
    >>> explain(appraisal, language="en").splitlines()[:2]
    ['Appraisal by permenpanrb-6-2022', 'Rating: Good']
    """
    checked_type(appraisal, "appraisal", Appraisal)
    checked_language(language)
    words = _WORDS[language]
    lines = [words["result"].format(policy=appraisal.policy)]
    if appraisal.exact is not None and appraisal.score is not None:
        score = str(appraisal.score).replace(".", "," if language == "id" else ".")
        lines.append(words["score"].format(score=score))
    if appraisal.band is not None:
        lines.append(words["band"].format(band=appraisal.band.called(language)))
    if steps := appraisal.trace.step_lines(language):
        lines += ["", words["how"], *steps]
    if notes := appraisal.trace.notes(language):
        lines += ["", words["notes"], *(f"- {note}" for note in notes)]
    lines += ["", words["fingerprint"].format(fingerprint=appraisal.fingerprint)]
    return "\n".join(lines) + "\n"
