"""Near misses: names that were surely meant to be another one."""

from __future__ import annotations

from collections.abc import Iterable

LEAST_LETTERS = 6


def closest(name: str, choices: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """The choices closest to a name, best first, for a "did you mean".

    >>> closest("sangat_bak", ["baik", "sangat_baik", "kurang"])
    ('sangat_baik',)
    """
    import difflib  # only a wrong name needs it

    return tuple(difflib.get_close_matches(name.lower(), list(choices), n=most, cutoff=0.75))


def near_miss(name: str, absent: Iterable[str]) -> str | None:
    """The absent field that an unknown name was meant to be.

    Equal after folding case and dropping what is neither letter nor digit; or one edit away, with at least six letters
    and no digit changed (u1 and u2 are two fields).

    >>> near_miss("Kepuasan ", ["kepuasan"]), near_miss("kepuasn", ["kepuasan"]), near_miss("u2", ["u1"])
    ('kepuasan', 'kepuasan', None)
    """
    folded = fold(name)
    for field in absent:
        wanted = fold(field)
        if folded == wanted or (sum(map(str.isalpha, wanted)) >= LEAST_LETTERS and _one_edit(folded, wanted)):
            return field
    return None


def fold(name: str) -> str:
    """A name in lower case with letters and digits alone."""
    return "".join(filter(str.isalnum, name.casefold()))


def _one_edit(left: str, right: str) -> bool:
    """Whether one letter inserted, dropped, changed or swapped with its neighbour turns one into the other."""
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
