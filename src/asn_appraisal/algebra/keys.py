"""Keys: what fields, parts, bands and levels are called by programs."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from ..arguments import shown
from ..errors import DateError, KeyFormError, ReservedKeyError

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_PART_KEY = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
_POLICY_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

# A formula reads these words after a dot as operations, so no part's key may end in one of them.
RESERVED = frozenset(
    (
        "but", "capped", "clamped", "count", "equals", "floored", "given", "greatest", "is_", "least", "mean", "or_else",
        "rated", "required", "rounded", "sum", "through", "weighted", "where", "within",
    )
)  # fmt: skip
# Python's keywords as of today: fingerprints must not change when a later Python adds one.
_KEYWORDS = frozenset(
    (
        "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except",
        "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise",
        "return", "try", "while", "with", "yield",
    )
)  # fmt: skip

_SPANS = frozenset({"datetime64", "datetime64[Y]", "datetime64[M]", "datetime64[W]"})  # no days: a month has many


def is_key(text: str) -> bool:
    """Whether a text is a lower-case identifier such as ``sangat_baik``."""
    return _KEY.fullmatch(text) is not None


def checked_key(key: object) -> str:
    """The key of a field, level or band: a lower-case identifier."""
    if not isinstance(key, str) or not is_key(key):
        raise KeyFormError(key=shown(key), right="sangat_baik")
    return key


def checked_part_key(key: object) -> str:
    """The key of a part: identifiers joined by dots (the dots come from parts that were fed in).

    The last one is no word that a formula reads after a dot: the part ``x.given`` could not be distinguished from the
    condition that x is present.
    """
    if not isinstance(key, str) or not _PART_KEY.fullmatch(key):
        raise KeyFormError(key=shown(key), right="nilai_skp.ku")
    before, _, last = key.rpartition(".")
    if before and last in RESERVED:
        raise ReservedKeyError(key=key, word=last, right=f"{before}.nilai_{last}".rstrip("_"))
    return key


def reads_as_name(key: str) -> bool:
    """Whether a key written without quotes in a formula is read as this key, and not as a keyword.

    >>> [reads_as_name(key) for key in ("nilai", "nilai_skp.ku", "in", "nilai.mean.ku")]
    [True, True, False, False]
    """
    first, *rest = key.split(".")
    return first not in _KEYWORDS and not any(word in _KEYWORDS or word in RESERVED for word in rest)


def is_policy_key(text: str) -> bool:
    """Whether a text is lower-case words joined by hyphens."""
    return _POLICY_KEY.fullmatch(text) is not None


def checked_policy_key(key: object) -> str:
    """The key of a policy: lower-case words joined by hyphens, such as ``pp-46-2011``."""
    if not isinstance(key, str) or not is_policy_key(key):
        raise KeyFormError(key=shown(key), right="pp-46-2011")
    return key


def to_date(value: date | str | None) -> date | None:
    """A day, or ISO text of one; a datetime is refused, since a law begins on a day and not at an hour.

    Frames have no type for days: a Timestamp of pandas and a datetime64 of numpy are days where they are exactly midnight,
    and of no time zone.

    >>> to_date("2021-07-01")
    datetime.date(2021, 7, 1)
    """
    if value is None or type(value) is date:
        return value
    if (moment := _moment(value)) is not None:
        return moment
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise DateError(value=shown(value), problem="")


def _moment(value: Any) -> date | None:
    """The day of a Timestamp or a datetime64; None for anything else. Raises ``DateError`` for one that is no day."""
    library, name = type(value).__module__.partition(".")[0], type(value).__name__
    if (library, name) == ("pandas", "Timestamp"):
        clock = (value.hour, value.minute, value.second, value.microsecond, value.nanosecond)
        if not any(clock) and value.tzinfo is None:
            return date(value.year, value.month, value.day)
        raise DateError(value=value.isoformat(), problem="", call=".normalize()")
    if (library, name) == ("numpy", "datetime64") and value.dtype.name not in _SPANS:
        day = value.astype("M8[D]")
        if day == value and isinstance(found := day.item(), date):
            return found
        raise DateError(value=str(value), problem="", call="astype('M8[D]')")
    return None


def to_day(value: date | str) -> date:
    """A day, or ISO text of one; None is refused too."""
    if (day := to_date(value)) is None:
        raise DateError(value="None", problem="")
    return day
