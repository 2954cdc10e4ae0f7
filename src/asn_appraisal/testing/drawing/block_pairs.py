"""Block pairs: which block of the algebra may be an argument of which block, found from the blocks themselves.

A block is a class of expressions, split further where columns treat cases differently: by the operator of an
arithmetic, by what is worked out over a list, by whether a mean is over given parts only; and by the kind of value it
gives. Which kinds an argument takes is found by trying: the classes refuse the others. So a new block of the algebra
needs only an example here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from random import Random

import attrs
from attrs import frozen

from ...algebra.bands import Band, Bands
from ...algebra.choices import Case, Steps, When
from ...algebra.combinations import Combination, Greatest, Least, Mean, Sum, Weighted
from ...algebra.expressions import Arithmetic, Comparison, Constant, Expression, as_expression
from ...algebra.grids import Grid
from ...algebra.inputs import Category, Field, Flag, Number
from ...algebra.items import OVERALL, Items, Over
from ...algebra.kinds import CONDITION, LABEL, NUMBER
from ...algebra.nodes import Node
from ...errors import AppraisalError

ROUND = 2000  # policies in which each nesting occurs once with tight and once with wide ranges
FREE = 5  # one of this many policies of a round is drawn freely

# What is never nested although its kind fits: (outer block, argument, inner block), with the reason.
IMPOSSIBLE = {
    ("Every", "parts", "Every"): "a & b & c is one condition of three, so that it is equal however it is put together",
}


@frozen(order=True)
class Block:
    """A block and the kind of value that it gives: ``number``, ``label`` or ``condition``."""

    name: str
    kind: str

    def __str__(self) -> str:
        return f"{self.name} ({self.kind})"


@frozen(order=True)
class Slot:
    """An argument of a block, and whether it may be absent."""

    outer: Block
    argument: str
    absent: bool

    def __str__(self) -> str:
        return f"{self.outer}, {self.argument}"


@frozen(order=True)
class Nesting:
    """A block in an argument of another block."""

    slot: Slot
    inner: Block

    def __str__(self) -> str:
        return f"{self.inner} in {self.slot}"


def block_of(node: Expression) -> Block:
    """The block that an expression is.

    >>> str(block_of(Number("hadir") / Number("hari")))
    '/ (number)'
    """
    return Block(_name(node), node.kind)


def _name(node: Expression) -> str:
    if isinstance(node, Field):
        return "Field"
    if isinstance(node, Arithmetic):
        return node.operator
    if isinstance(node, Over):
        return f"Over.{node.how}"
    if isinstance(node, Comparison):
        return f"== {node.left.kind}" if node.operator == "==" else "Comparison"
    if isinstance(node, Combination) and node.given_only:
        return f"{node.word}.of_given"
    return type(node).__name__


def arguments(node: Node) -> Iterator[tuple[str, Expression]]:
    """The expressions directly below a node, each with the name of its argument.

    >>> [argument for argument, _ in arguments(Number("hadir") / Number("hari"))]
    ['left', 'right']
    """
    for attribute in attrs.fields(type(node)):
        value = getattr(node, attribute.name)
        # The checks of a list's rows are no arguments of a value over the rows.
        if attribute.init and not isinstance(value, Items):
            for child in _within(value):
                yield attribute.alias, child


def _within(value: object) -> Iterator[Expression]:
    if isinstance(value, Expression):
        yield value
    elif isinstance(value, Node):
        for _, child in arguments(value):
            yield child
    elif isinstance(value, tuple):
        for entry in value:
            yield from _within(entry)


# --- the universe ------------------------------------------------------------------------------------------------------


def examples() -> tuple[Expression, ...]:
    """One expression of each block, for each kind of value that it can give."""
    a, b = Number("a"), Number("b")
    found: list[Expression] = [as_expression(1), Constant("baik"), *_of("x").values()]
    found += [Arithmetic(sign, a, b) for sign in "+-*/"]
    found += [a.clamped(b, Number("c")), a.rounded(0), a.through((0, 0), (1, 1)), a.within(0, 1)]
    found += [each(a, b) for each in (Sum, Mean, Least, Greatest)] + [Weighted((50, a), (50, b))]
    found += [each.of_given(a, b) for each in (Sum, Mean, Least, Greatest)] + [Weighted.of_given((50, a), (50, b))]
    for how in OVERALL:
        more = {"by": b} if how == "weighted" else {}
        value = None if how == "count" else a
        found.append(Over(Items("daftar", (a, b)), how, value, where=Flag("f"), **more))
    scale = Bands(Band("baik", ">= 1", requires=Flag("f")), ("kurang", None))
    label, other = Category("c", LEVELS), Category("d", LEVELS)
    found += [a.rated(scale), Grid(label, other, {(r, c): r for r in LEVELS for c in LEVELS})]
    found += [a < b, label.is_("baik"), Flag("f") & Flag("g"), Flag("f") | Flag("g"), ~Flag("f")]
    found += [left.equals(_of("y")[kind]) for kind, left in _of("x").items()]
    found.append(a.given)
    for kind, one in _of("x").items():
        then, otherwise = _of("y")[kind], _of("z")[kind]
        found += [one.or_else(then), one.required, one.named("bagian"), one.but(then, when=Flag("f"))]
        found.append(When(Flag("f"), then, otherwise))
        found += [Steps(a, (">= 1", then), otherwise=otherwise), Case(label, {"baik": then, "kurang": otherwise})]
    return tuple(found)


LEVELS = ("baik", "kurang")


def _of(key: str, *, optional: bool = False) -> dict[str, Field]:
    """A field of each kind."""
    return {
        NUMBER: Number(f"{key}_n", optional=optional),
        LABEL: Category(f"{key}_l", LEVELS, optional=optional),
        CONDITION: Flag(f"{key}_f", optional=optional),
    }


@cache
def slots() -> dict[Slot, frozenset[str]]:
    """Every argument of every block with the kinds it takes, found by offering it a field of each kind."""
    found = {}
    for node in examples():
        for argument, child in dict(arguments(node)).items():
            kinds = frozenset(kind for kind, field in _of("p").items() if _takes(node, child, field))
            absent = any(_takes(node, child, field) for field in _of("p", optional=True).values())
            found[Slot(block_of(node), argument, absent)] = kinds
    return found


def _takes(node: Expression, child: Expression, offered: Expression) -> bool:
    try:
        changed = node.map(lambda each: offered if each == child else each)
    except AppraisalError:
        return False
    return block_of(changed) == block_of(node)


@cache
def universe() -> tuple[Nesting, ...]:
    """Every block in every argument that takes its kind, in a fixed order, without those in ``IMPOSSIBLE``.

    >>> any(str(nesting) == "/ (number) in / (number), right" for nesting in universe())
    True
    """
    blocks = sorted({block_of(node) for node in examples()})
    return tuple(
        Nesting(slot, inner)
        for slot, kinds in sorted(slots().items())
        for inner in blocks
        if inner.kind in kinds and (slot.outer.name, slot.argument, inner.name) not in IMPOSSIBLE
    )


def turn(number: int) -> tuple[str, tuple[Nesting, ...]]:
    """What the policy of a number aims at: the width of its ranges, and the nestings that it must have.

    In each round of ``ROUND`` numbers every nesting occurs with tight and with wide ranges, each round in other
    combinations; one of ``FREE`` policies is drawn freely.
    """
    width = ("tight", "wide")[number % 2]
    if number % FREE == FREE - 1:
        return "any", ()
    round_, at = divmod(number, ROUND)
    aimed = [each for each in range(ROUND) if each % FREE != FREE - 1 and each % 2 == number % 2]
    shuffled = _shuffled(2 * round_ + number % 2)
    return width, shuffled[aimed.index(at) :: len(aimed)]


@cache
def _shuffled(seed: int) -> tuple[Nesting, ...]:
    every = list(universe())
    Random(seed).shuffle(every)  # noqa: S311  (chance for tests, nothing secret)
    return tuple(every)
