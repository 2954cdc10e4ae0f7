"""Keys: what fields, parts, bands and levels are called by programs."""

from __future__ import annotations

import re
from datetime import date, datetime

from ..arguments import shown
from ..errors import DateError, KeyFormError

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


def is_policy_key(text: str) -> bool:
    """Whether a text is lower-case words joined by hyphens."""
    return _POLICY_KEY.fullmatch(text) is not None


def checked_policy_key(key: object) -> str:
    """The key of a policy: lower-case words joined by hyphens, such as ``pp-46-2011``."""
    if not isinstance(key, str) or not is_policy_key(key):
        raise KeyFormError(key=shown(key), right="pp-46-2011")
    return key


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


def to_day(value: date | str) -> date:
    """A day, or ISO text of one; None is refused too."""
    if (day := to_date(value)) is None:
        raise DateError(value="None", problem="")
    return day
