"""Reforms: new formulas for parts or fields of a policy, which also let one policy feed another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .algebra.expressions import Expression, Named, as_expression
from .algebra.inputs import Field, Number
from .algebra.nodes import Rewrite
from .analysis.decimals import decimals_of
from .errors import FedDecimalsError, UnknownPartError
from .similar_names import closest


def reform(policy: str, fields: Iterable[Field], parts: Mapping[str, Named], new: Mapping[str, object]) -> Rewrite:
    """The rewrite of a policy's formulas (``policy`` is its key) that replaces parts or fields by those of ``new``.

    Raises ``UnknownPartError`` for a key that the policy lacks, and ``FedDecimalsError`` for a value with more decimals
    than the field it is fed to.

    >>> from asn_appraisal.algebra.inputs import Number
    >>> skp, laba = Number("skp"), Number("laba")
    >>> change = reform("contoh", [skp], {}, {"skp": laba.floored(0)})
    >>> change(skp + 1) == laba.floored(0).within(None, None).named("skp") + 1
    True
    """
    known: dict[str, Named | Field] = {**{entry.key: entry for entry in fields}, **parts}
    changes: dict[Expression, Expression] = {}
    for key, formula in new.items():
        if key not in known:
            raise UnknownPartError(key=repr(key), close=", ".join(closest(key, known)), policy=policy)
        changes[known[key]] = _replacement(known[key], as_expression(formula), parts)
    return Rewrite(changes)


def _replacement(old: Named | Field, new: Expression, present: Mapping[str, Named]) -> Expression:
    """The part that replaces a part or field, with the keys of its own parts prefixed."""

    def prefixed(entry: Expression, inner: Expression) -> Expression:
        if isinstance(inner, Named) and present.get(inner.key) != entry:
            return Named(inner.value, f"{old.key}.{inner.key}", inner.name, inner.sources, english=inner.english)
        return inner

    bring = Rewrite(after=prefixed)
    if isinstance(new, Named) and present.get(new.key) != new:
        brought, sources = bring(new.value), new.sources
    else:
        brought, sources = bring(new), getattr(old, "sources", ())
    if isinstance(old, Number):
        decimals = decimals_of(brought)
        if decimals is None or decimals > old.decimals:
            raise FedDecimalsError(field=old.key, decimals=old.decimals, found="∞" if decimals is None else decimals)
        brought = brought.within(old.low, old.high)
    return Named(brought, old.key, old.name, sources, english=old.english)
