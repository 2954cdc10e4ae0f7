"""Walks over formulas: every node below some roots, each once; parents first or dependencies first."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

from ..algebra.expressions import Expression, Named
from ..algebra.nodes import Node

_Node = TypeVar("_Node", bound=Node)
_Around = TypeVar("_Around", bound=Hashable)


def entries(*roots: object) -> Iterator[object]:
    """Every node, number, text and source below some roots, in the order it is written; each node once.

    >>> from asn_appraisal.algebra.inputs import Number
    >>> x = Number("x")
    >>> [entry for entry in entries(x * 2 + x) if isinstance(entry, Number)] == [x]
    True
    """
    seen: set[Node] = set()
    waiting: list[object] = [*reversed(roots)]
    while waiting:
        entry = waiting.pop()
        if isinstance(entry, tuple):
            waiting += reversed(entry)
            continue
        if isinstance(entry, Node):
            if entry in seen:
                continue
            seen.add(entry)
            waiting += reversed(entry.values())
        yield entry


def expressions(*roots: Expression, closed: tuple[type[Expression], ...] = ()) -> Iterator[Expression]:
    """Every expression below some roots, in the order it is written, each once; nothing below blocks of ``closed`` classes.

    >>> from asn_appraisal.algebra.inputs import Number
    >>> total = (Number("x") + Number("y")).named("jumlah")
    >>> [node.named_by() for node in expressions(total * 2, closed=(Named,))]
    ['jumlah * 2', 'jumlah', '2']
    """
    seen: set[Expression] = set()
    waiting: list[Expression] = [*reversed(roots)]
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        yield node
        if not isinstance(node, closed):
            waiting += reversed([*node.children()])


def descent(
    starts: Iterable[tuple[_Node, _Around]],
    below: Callable[[_Node, _Around], Iterable[tuple[_Node, _Around]]],
) -> Iterator[tuple[_Node, _Around]]:
    """Every node with what is around it (a list, a part), parents first; once for each such pair.

    ``below`` gives the nodes directly below one, with what is around them.

    >>> from asn_appraisal.algebra.inputs import Number
    >>> total = Number("x") * 2
    >>> [(node.named_by(), depth) for node, depth in descent([(total, 0)], lambda node, at: [(each, at + 1) for each in node.children()])]
    [('x * 2', 0), ('x', 1), ('2', 1)]
    """
    seen: set[tuple[_Node, _Around]] = set()
    waiting = [*reversed([*starts])]
    while waiting:
        placed = waiting.pop()
        if placed not in seen:
            seen.add(placed)
            yield placed
            waiting += reversed([*below(*placed)])


def bottom_up(*roots: Expression) -> Iterator[tuple[Expression, int]]:
    """Every expression below some roots once, dependencies first, each with its number of levels.

    >>> from asn_appraisal.algebra.inputs import Number
    >>> [(node.named_by(), levels) for node, levels in bottom_up(Number("x") * 2)]
    [('x', 1), ('2', 1), ('x * 2', 2)]
    """
    levels: dict[Expression, int] = {}
    waiting: list[tuple[Expression, bool]] = [(root, False) for root in reversed(roots)]
    while waiting:
        node, ready = waiting.pop()
        if node in levels:
            continue
        below = tuple(node.children())
        if ready:
            levels[node] = 1 + max((levels[child] for child in below), default=0)
            yield node, levels[node]
        else:
            waiting.append((node, True))
            waiting += [(child, False) for child in reversed(below) if child not in levels]


def placed_roots(
    score: Expression | None, band: Expression | None, shown: Iterable[Expression] = ()
) -> list[tuple[Expression, str]]:
    """The roots of a policy, with a place for those that are no parts: ``nilai``, the band ``peringkat``."""
    found = [(root, "nilai") for root in (score, *shown) if root is not None]
    return [*found, (band, "peringkat")] if band is not None else found


def placed_expressions(
    score: Expression | None, band: Expression | None, shown: Iterable[Expression] = ()
) -> Iterator[tuple[Expression, str]]:
    """Every expression of a policy with the key of the part that it belongs to; once for each part that shares it.

    >>> from asn_appraisal.algebra.inputs import Number
    >>> [place for _, place in placed_expressions((Number("x") + 1).named("jumlah"), None)]
    ['jumlah', 'jumlah', 'jumlah', 'jumlah']
    """
    waiting = placed_roots(score, band, shown)
    seen: set[tuple[Expression, str]] = set()
    while waiting:
        node, place = waiting.pop(0)
        place = node.key if isinstance(node, Named) else place
        if (node, place) not in seen:
            seen.add((node, place))
            yield node, place
            waiting += [(child, place) for child in node.children()]


def first_places(
    score: Expression | None, band: Expression | None, shown: Iterable[Expression] = ()
) -> dict[Expression, str]:
    """Every expression of a policy once, with the key of the first part that it belongs to."""
    found: dict[Expression, str] = {}
    for node, place in placed_expressions(score, band, shown):
        found.setdefault(node, place)
    return found
