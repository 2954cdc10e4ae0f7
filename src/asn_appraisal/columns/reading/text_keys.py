"""Text keys: each text as people mean it, and a whole number in its place.

Blanks and the apostrophe that spreadsheets put before text are no part of a key, nor are blanks among digits (a NIP written
in groups). A text of digits becomes their number, any other the code of a label.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from attrs import frozen

from ...similar_names import fold
from .arrays import Array
from .letters import MOST_DIGITS, Letters, dictionary_of, digit_codes, letters_of_texts
from .lost_digits import is_scientific

LABELS = -(2**62)  # the code of the first label: below every other code, and rising with the labels
_SAMPLE = 64  # texts that show what kind a column holds
_TOTALS = frozenset(
    {"jumlah", "total", "jumlahtotal", "totaljumlah", "grandtotal", "ratarata", "rerata", "average", "sum"}
)
_TOTALS_BEGIN, _MOST_OF_TOTAL = {word[0] for word in _TOTALS}, 24
# Signs without a width that come with a copied text: byte order marks, zero-width blanks, marks of direction.
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u202a\u202b\u202c\u2060\u2066\u2067\u2068\u2069\ufeff"))
_FEW = 16  # rows that are no plain digits are read one by one while they are so many times fewer than all


@frozen(eq=False)
class TextCodes:
    """Texts as whole numbers: above 0 that of digits behind a 1, from ``LABELS`` on the place of a label, 0 for an empty key.

    ``changed`` are the rows, by index, whose text is not what a person wrote there; ``lost`` marks digits lost in a
    spreadsheet, None for none.
    """

    codes: Array
    labels: tuple[str, ...]
    changed: Array
    lost: Array | None = None

    def text(self, code: int) -> str:
        """The text of a code."""
        return text_of(code, self.labels)


def text_of(code: int, labels: Sequence[str]) -> str:
    """The text that a code stands for."""
    return labels[code - LABELS] if code < 0 else str(code)[1:]


def plain_key(text: str) -> str:
    """A key as it is meant: without blanks and apostrophes in front, blanks behind, blanks among digits alone, and signs
    that nobody sees.

    >>> plain_key(" '19850101 201001 1 001 "), plain_key("Dinas  Kesehatan ")
    ('198501012010011001', 'Dinas  Kesehatan')
    """
    plain = (text if text.isascii() else text.translate(_UNSEEN)).strip()
    while plain.startswith("'"):
        plain = plain[1:].lstrip()
    if plain[:1].isdigit() and plain[-1:].isdigit() and not plain.isalnum():
        together = "".join(plain.split())
        return together if _is_digits(together) else plain
    return plain


def is_total(text: str) -> bool:
    """Whether a text is what people write before sums and means, where a key would stand.

    >>> is_total("RATA-RATA :"), is_total("Totalindo")
    (True, False)
    """
    return len(text) < _MOST_OF_TOTAL and text[:1].casefold() in _TOTALS_BEGIN and fold(text) in _TOTALS


def total_rows(codes: Array, labels: Sequence[Any]) -> Array:
    """The rows whose key is such a word, by index."""
    totals = [LABELS + place for place, label in enumerate(labels) if is_total(str(label))]
    return np.flatnonzero(np.isin(codes, totals)) if totals else np.zeros(0, np.int64)


def codes_of_letters(letters: Letters) -> TextCodes:
    """The codes of a column of texts.

    >>> found = codes_of_letters(letters_of_texts(["007", "samsat", " 0 07", "samsat "]))
    >>> [found.text(code) for code in found.codes.tolist()], found.labels, found.changed.tolist()
    (['007', 'samsat', '007', 'samsat'], ('samsat',), [2, 3])
    """
    if _mostly_words(letters):
        return codes_of_dictionary(*letters.dictionary())
    codes, others = digit_codes(letters)
    if len(others) * _FEW > len(letters):
        return codes_of_dictionary(*letters.dictionary())
    if not len(others):
        return TextCodes(codes, (), others)
    return _with_others(codes, others, letters.texts(others))


def codes_of_list(values: Sequence[Any]) -> TextCodes | None:
    """The codes of a list of texts, None for an empty key; None where something else is in it, or texts of digits are.

    Where few texts differ, one pass over all of them is enough: each is looked up, and what differs is looked at.

    >>> codes_of_list(["samsat", None, "007", "samsat"]).codes.tolist() == [LABELS, 0, 1007, LABELS]
    True
    """
    sample = [values[row] for row in _some_rows(len(values)).tolist()]
    if not set(map(type, sample)) <= {str, type(None)} or not _are_words([text or "" for text in sample]):
        return None
    try:
        places, labels = dictionary_of(values)
    except TypeError:  # not hashable
        return None
    if not set(map(type, labels)) <= {str, type(None)}:
        return None
    return codes_of_dictionary(places, [text or "" for text in labels])


def _some_rows(count: int) -> Array:
    """Rows from all parts of a column."""
    return np.unique(np.linspace(0, count - 1, _SAMPLE, dtype=np.int64)) if count else np.zeros(0, np.int64)


def _mostly_words(letters: Letters) -> bool:
    """Whether most texts among some from all parts of a column are no digits, so that looking at each would be in vain."""
    return _are_words(letters.texts(_some_rows(len(letters))))


def _are_words(sample: Sequence[str]) -> bool:
    return sum(map(_is_digits, sample)) * 2 < len(sample)


def codes_of_texts(texts: Sequence[str]) -> TextCodes:
    """The codes of Python's texts."""
    letters = letters_of_texts(texts)
    return codes_of_dictionary(*dictionary_of(texts)) if letters is None else codes_of_letters(letters)


def codes_of_dictionary(places: Array, texts: Sequence[str]) -> TextCodes:
    """The codes of a column that is held as places of texts, -1 for an absent one."""
    letters = letters_of_texts(texts)
    codes, others = (np.zeros(len(texts), np.int64), np.arange(len(texts))) if letters is None else digit_codes(letters)
    found = _with_others(codes, others, texts if letters is None else letters.texts(others))
    changed = np.zeros(len(texts) + 1, bool)
    changed[found.changed] = True
    lost = None if found.lost is None else np.append(found.lost, False)[places]
    return TextCodes(
        np.append(found.codes, 0)[places],
        found.labels,
        np.flatnonzero(changed[places]) if len(found.changed) else found.changed,
        lost,
    )


def _with_others(codes: Array, rows: Array, texts: Sequence[str]) -> TextCodes:
    """Codes of digits with those of some rows that hold other texts."""
    index: dict[str, int] = {}
    changed, lost = [], []
    for row, text in zip(rows.tolist(), texts, strict=True):
        plain = plain_key(text)
        if plain and plain is not text and plain != text:
            changed.append(row)
        if not plain:
            codes[row] = 0
        elif len(plain) <= MOST_DIGITS and _is_digits(plain):
            codes[row] = int(f"1{plain}")
        else:
            codes[row] = LABELS + index.setdefault(plain, len(index))
            if is_scientific(plain):
                lost.append(row)
    marked = None
    if lost:
        marked = np.zeros(len(codes), bool)
        marked[lost] = True
    return TextCodes(codes, tuple(index), np.array(changed, np.int64), marked)


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
