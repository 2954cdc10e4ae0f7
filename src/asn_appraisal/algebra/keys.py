"""Keys: what fields, parts, bands and levels are called by programs."""

from __future__ import annotations

import re
from datetime import date, datetime

from ..errors import ChoiceError, CountRangeError, DateError, KeyFormError
from ..messages import shown

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_PART_KEY = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
_POLICY_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def is_key(text: str) -> bool:
    """Whether a text is a lower-case identifier such as ``sangat_baik``."""
    return _KEY.fullmatch(text) is not None


def checked_key(key: object) -> str:
    """The key of a field, level or band: a lower-case identifier."""
    if not isinstance(key, str) or not is_key(key):
        raise KeyFormError(key=shown(key), right="sangat_baik")
    return key


def checked_part_key(key: object) -> str:
    """The key of a part: identifiers joined by dots (the dots come from parts that were fed in)."""
    if not isinstance(key, str) or not _PART_KEY.fullmatch(key):
        raise KeyFormError(key=shown(key), right="nilai_skp.ku")
    return key


def checked_policy_key(key: object) -> str:
    """The key of a policy: lower-case words joined by hyphens, such as ``pp-46-2011``."""
    if not isinstance(key, str) or not _POLICY_KEY.fullmatch(key):
        raise KeyFormError(key=shown(key), right="pp-46-2011")
    return key


def checked_choice(value: object, what: str, choices: tuple[str, ...]) -> None:
    """Refuse a word that is not one of the choices of an argument."""
    if value not in choices:
        raise ChoiceError(what=what, value=shown(value), right=", ".join(choices))


def checked_count(value: object, what: str, low: int, high: int) -> None:
    """Refuse what is no whole number from low to high."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise CountRangeError(what=what, value=shown(value), low=low, high=high)


def to_date(value: date | str | None) -> date | None:
    """A day, or ISO text of one; a datetime is refused, since a law begins on a day and not at an hour."""
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise DateError(value=shown(value), problem="")
