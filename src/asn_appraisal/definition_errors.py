"""Errors of definitions that could be read in two ways: a key that formulas take for something else, an order that is none."""

from __future__ import annotations

from .errors import PolicyError


class ReservedKeyError(PolicyError):
    """A part's key that ends in a word which formulas read after a dot (``x.given``, ``x.mean``)."""

    code = "ASN327"


class UnorderedError(PolicyError):
    """A set where the order counts: levels, fields, checks, shown parts."""

    code = "ASN328"
