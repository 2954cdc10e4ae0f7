"""A test kit for policies: laws that every policy must keep, cases in files, slips of the pen, random records and policies.

``check`` does it all and gives a report; ``laws``, ``cases``, ``coverage``, ``mutants`` and ``vectors`` are its tools.
``strategies`` needs Hypothesis (an extra); all else runs without it, from a seed.

>>> from asn_appraisal import schemes
>>> from asn_appraisal.testing import check
>>> check(schemes.get("permenpan-16-2009"), pairs=5).good
True
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import cases, laws, mutants, strategies, vectors
    from .checks import check
    from .coverages import coverage

_MODULES = ("cases", "laws", "mutants", "strategies", "vectors")
_HOME = {"check": "checks", "coverage": "coverages"}

__all__ = ["cases", "check", "coverage", "laws", "mutants", "strategies", "vectors"]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f".{name}", __name__)
    if name in _HOME:
        found = globals()[name] = getattr(import_module(f".{_HOME[name]}", __name__), name)
        return found
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
