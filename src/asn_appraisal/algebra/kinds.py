"""Kinds: a value is a number, a label or a condition, and may be absent or not; both are known when it is written."""

from __future__ import annotations

from typing import Any, Protocol

from ..arguments import shown
from ..errors import AbsentPartError, KindError, UnknownLevelError
from .levels import Level

NUMBER, LABEL, CONDITION = "number", "label", "condition"


class Valued(Protocol):
    """What is known of an expression without evaluating it."""

    @property
    def kind(self) -> str: ...
    @property
    def may_be_absent(self) -> bool: ...
    @property
    def levels(self) -> tuple[Level, ...]: ...
    def named_by(self) -> str: ...


def described(value: Any) -> str:
    """How a message names an expression or a number in it."""
    return value.named_by() if hasattr(value, "named_by") and not isinstance(value, type) else shown(value)


def need(kind: str, *values: Valued, by: str) -> None:
    """Refuse values of another kind."""
    for value in values:
        if value.kind != kind:
            raise KindError(by=by, what=described(value), kind=value.kind, right=kind)


def need_present(*values: Valued, by: str) -> None:
    """Refuse values that may be absent: missing is never zero."""
    for value in values:
        if value.may_be_absent:
            raise AbsentPartError(by=by, what=described(value))


def checked_levels(label: Valued, levels: tuple[object, ...]) -> None:
    """Refuse levels that a label does not have."""
    known = [level.key for level in label.levels]
    for level in levels:
        if not isinstance(level, str) or level not in known:
            raise UnknownLevelError(what=described(label), level=shown(level), right=", ".join(known))
