"""Similar names: the name that a misspelt one was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable

LEAST_LETTERS = 6
# Longer names are compared for equality alone, and more choices are not searched: it would take longer than reading.
_MOST_LETTERS = 80
_MOST_CHOICES = 500


def closest(name: str, choices: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """The choices closest to a name, best first, for a "did you mean".

    >>> closest("sangat_bak", ["baik", "sangat_baik", "kurang"])
    ('sangat_baik',)
    """
    import difflib  # needed only for a wrong name

    known = list(choices)
    if len(known) > _MOST_CHOICES or len(name) > _MOST_LETTERS:
        return ()
    return tuple(difflib.get_close_matches(name.lower(), known, n=most, cutoff=0.75))


class NearMisses:
    """The absent fields that unknown names may stand for; prepared once for all names of a record.

    A name stands for a field that is equal in lower case without punctuation and blanks; or one edit apart, with at least
    six letters and no digit changed (u1 and u2 are two fields).

    >>> near = NearMisses(["kepuasan", "u1"])
    >>> near.meant("Kepuasan "), near.meant("kepuasn"), near.meant("u2")
    ('kepuasan', 'kepuasan', None)

    Names that are one edit apart share a text with one letter less: they are looked up, not compared one by one.
    """

    def __init__(self, absent: Iterable[str]) -> None:
        self.fields: list[tuple[str, str]] = [(field, fold(field)) for field in absent]
        self.places: dict[str, list[int]] = {}
        for place, (_, wanted) in enumerate(self.fields):
            letters = sum(map(str.isalpha, wanted)) >= LEAST_LETTERS
            for text in _shortened(wanted) if letters else {wanted}:
                self.places.setdefault(text, []).append(place)

    def meant(self, name: str) -> str | None:
        """The first field that a name was probably meant to be, or None."""
        folded = fold(name)
        places = {place for text in _shortened(folded) for place in self.places.get(text, ())}
        for place in sorted(places):
            field, wanted = self.fields[place]
            if folded == wanted or (sum(map(str.isalpha, wanted)) >= LEAST_LETTERS and _one_edit(folded, wanted)):
                return field
        return None


def _shortened(text: str) -> set[str]:
    """A text and each form of it with one letter left out; a long text alone."""
    if len(text) > _MOST_LETTERS:
        return {text}
    return {text, *(text[:at] + text[at + 1 :] for at in range(len(text)))}


def fold(name: str) -> str:
    """A name in lower case, letters and digits only."""
    return "".join(filter(str.isalnum, name.casefold()))


def _one_edit(left: str, right: str) -> bool:
    """Whether inserting, dropping, changing or swapping one letter turns one into the other."""
    if len(left) > len(right):
        left, right = right, left
    start = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), len(left))
    if len(left) == len(right):
        changed = left[start + 1 :] == right[start + 1 :]
        pair = left[start : start + 2]
        swapped = pair[::-1] == right[start : start + 2] and left[start + 2 :] == right[start + 2 :]
        return (changed and not _digit_in(left[start : start + 1], right[start : start + 1])) or (
            swapped and not _digit_in(pair)
        )
    return left[start:] == right[start + 1 :] and not _digit_in(right[start])


def _digit_in(*texts: str) -> bool:
    return any(character.isdigit() for text in texts for character in text)
