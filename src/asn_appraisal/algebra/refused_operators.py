"""Refused operators: Python has them for values, formulas do not; each error says what to write instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from attrs import frozen

from ..errors import OperatorError, TruthValueError
from .kinds import described
from .nodes import Node


def _refused(operator: str, instead: str) -> Callable[..., NoReturn]:
    """A method that refuses an operator and says what to write instead, for an expression called x."""

    def method(self: Any, *_: object) -> NoReturn:
        raise OperatorError(operator=operator, what=described(self), instead=instead)

    return method


@frozen(eq=False, repr=False)
class RefusedOperators(Node):
    """The operators that formulas do not have."""

    def __bool__(self) -> bool:
        raise TruthValueError(what=described(self))

    __pow__ = __rpow__ = _refused("**", "x * x")
    __abs__ = _refused("abs()", "Greatest(x, -x)")
    __mod__ = __rmod__ = _refused("%", 'x - 2 * (x / 2).rounded(0, "down")')
    __floordiv__ = __rfloordiv__ = _refused("//", '(x / 2).rounded(0, "down")')
    __divmod__ = __rdivmod__ = _refused("divmod()", '(x / 2).rounded(0, "down")')
    __matmul__ = __rmatmul__ = _refused("@", "x * y")
    __round__ = _refused("round()", "x.rounded(2)")
    __trunc__ = _refused("trunc()", 'x.rounded(0, "down")')
    __floor__ = _refused("floor()", 'x.rounded(0, "down")')
    __ceil__ = _refused("ceil()", 'x.rounded(0, "up")')
    __int__ = _refused("int()", 'x.rounded(0, "down")')
    __float__ = _refused("float()", "policy.appraise(record)")
    __xor__ = __rxor__ = _refused("^", "(x & ~y) | (~x & y)")
    # Without these Python would try other ways to iterate, and end in an error of its own.
    __iter__ = _refused("iter()", "[x]")
    __len__ = _refused("len()", "items.count()")
    __contains__ = _refused("in", 'x.is_("baik")')
    __getitem__ = _refused("[]", 'policy.parts["x"]')
