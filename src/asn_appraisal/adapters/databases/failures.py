"""Failures: an error of an engine as one of ours, with what it is about and without a password."""

from __future__ import annotations

from urllib.parse import unquote

from ...errors import (
    AppraisalError,
    DatabaseAccessError,
    DatabaseLockedError,
    DatabaseOpenError,
    DatabaseReadError,
    DatabaseWriteError,
)
from .engines import Failure
from .places import POSTGRES, DatabasePlace


def failed(place: DatabasePlace, failure: Failure, *, writing: bool) -> AppraisalError:
    """The error that says what failed at a place."""
    where, reason = str(place), without_password(place, failure.reason)
    if failure.what == "locked":
        return DatabaseLockedError(place=where, reason=reason)
    if failure.what == "refused":
        pgpass = "~/.pgpass" if place.engine == POSTGRES and "password" in reason else ""
        return DatabaseAccessError(place=where, reason=reason, pgpass=pgpass)
    if failure.what == "unopened":
        return DatabaseOpenError(place=place.database, reason=reason)
    if failure.what == "full":
        return DatabaseWriteError(place=where, full=reason)
    return (DatabaseWriteError if writing else DatabaseReadError)(place=where, reason=reason)


def without_password(place: DatabasePlace, text: str) -> str:
    """A text of an engine without the password of a place."""
    for secret in {place.password, unquote(place.password)} - {""}:
        text = text.replace(secret, "***")
    return text
