"""Program texts: what of the library's texts goes with a policy into another language: faults, kinds of values, phrases."""

from __future__ import annotations

from ..texts import catalogue, written_texts

# The faults that a record can have: reading, lists, checks, evaluation.
FAULT_CODES = tuple(
    f"ASN{number}"
    for number in (
        401, 402, 403, 404, 405, 406, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 419, 420, 421, 422, 423, 426,
        428, 455, 457,
    )
)  # fmt: skip


def texts_of_faults(inside: str) -> dict[str, dict[str, str]]:
    """The texts of the faults of records by code and language, with the sign that parts what is wrong from what to do."""
    texts = written_texts("errors")
    return {code: texts[inside + code] for code in FAULT_CODES if inside + code in texts}


def texts_of_phrases(file: str, inside: str, *, bare: bool = False) -> dict[str, dict[str, str]]:
    """The texts of a section by key and language; ``bare`` leaves the name of the section away."""
    found = {key: texts for key, texts in catalogue(file).items() if key.startswith(inside)}
    return {key.removeprefix(inside) if bare else key: texts for key, texts in found.items()}
