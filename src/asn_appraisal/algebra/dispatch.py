"""Dispatch: tables that say, for each kind of block, what is done with it; all in one shape, and none silent by accident."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from ..errors import UnsupportedBlockError

_Rule = TypeVar("_Rule")


class Dispatch(dict[type, _Rule]):
    """A named table with a rule for each class of blocks; ``table(node)`` is the rule for a node.

    A class stands for itself alone, not for those derived from it. One that is not in the table has the rule
    ``unlisted``, for tables where to know nothing is safe. Without it ``UnsupportedBlockError`` names block and table.

    >>> from asn_appraisal.algebra.inputs import Count, Number
    >>> sizes = Dispatch("SIZES", {Number: lambda node: node.decimals})
    >>> sizes(Number("x"))(Number("x"))
    2
    >>> sizes(Count("hari"))
    Traceback (most recent call last):
    asn_appraisal.errors.UnsupportedBlockError: ASN360: the table SIZES does not know the block Count: give it a rule there
    """

    def __init__(self, name: str, rules: Mapping[type, _Rule], *, unlisted: _Rule | None = None) -> None:
        super().__init__(rules)
        self.name = name
        self.unlisted = unlisted

    def __call__(self, node: object) -> _Rule:
        return self[type(node)]

    def __missing__(self, kind: type) -> _Rule:
        if self.unlisted is None:
            raise UnsupportedBlockError(block=kind.__name__, table=self.name)
        return self.unlisted
