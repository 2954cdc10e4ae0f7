"""What random policies contain: how often each property that the kit must try is drawn, and which nestings never are.

``python -m asn_appraisal.testing.drawing.draw_statistics --policies 2000`` draws that many and prints a table. Nothing is scored.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cache
from random import Random

from attrs import define, field

from ...algebra.bands import Rated
from ...algebra.choices import Steps
from ...algebra.expressions import Arithmetic, Comparison, Constant, Expression, Limited, Rounded
from ...algebra.inputs import Number
from ...algebra.items import Over
from ...algebra.kinds import NUMBER
from ...analysis.bounds import interval
from ...policies import Policy
from .block_pairs import ROUND, Block, Nesting, Slot, arguments, block_of, slots, universe
from .formulas import FACTORS
from .policies import random_policy

TIGHT_SPAN, WIDE_SPAN = 100, 10**6
WIDTHS = ("tight", "wide")
SMALL, LARGE = Fraction(1, 10**6), 10**15


def width_of(numbers: Iterable[Number]) -> str:
    """``tight`` where every field spans at most 100, ``wide`` where one spans a million or has an open end."""
    spans = [None if each.low is None or each.high is None else each.high - each.low for each in numbers]
    if any(span is None or span >= WIDE_SPAN for span in spans):
        return "wide"
    return "tight" if spans and max(span for span in spans if span is not None) <= TIGHT_SPAN else "middle"


@define
class Drawn:
    """What occurred in the policies so far: the number of policies for each property and for each nesting and width."""

    policies: int = 0
    properties: Counter[str] = field(factory=Counter)
    nestings: Counter[tuple[Nesting, str]] = field(factory=Counter)
    depths: Counter[int] = field(factory=Counter)

    def add(self, policy: Policy) -> None:
        """Count what a policy contains, each thing once."""
        nodes = nodes_of(policy)
        self.policies += 1
        self.depths[max(map(depth, _roots(policy)))] += 1
        self.properties.update({each for node in nodes for each in properties(node)})
        every = tuple(node for node in nodes if isinstance(node, Number))
        found = set()
        for node in nodes:
            width = None
            for argument, child in arguments(node):
                # A condition over flags alone reads no number: its width is that of its policy.
                width = width or width_of(_numbers(node) or every)
                if (nesting := _nesting(node, argument, child)) is not None:
                    found.add((nesting, width))
        self.nestings.update(found)

    def missing(self) -> list[tuple[Nesting, str]]:
        """The nestings that no policy had with tight, or with wide ranges."""
        return [(each, width) for each in universe() for width in WIDTHS if not self.nestings[each, width]]

    def table(self) -> str:
        """What occurred, one line each."""
        wanted = len(universe()) * len(WIDTHS)
        rows = [(f"depth {at}", count) for at, count in sorted(self.depths.items())]
        rows += [(name, self.properties[name]) for name in PROPERTIES]
        lines = [
            f"{self.policies} policies; {wanted - len(self.missing())} of {wanted} nestings with tight and wide ranges"
        ]
        lines += [f"{count:>8} {100 * count / max(self.policies, 1):5.1f} %  {name}" for name, count in rows]
        lines += [f"   never  {nesting}, {width}" for nesting, width in self.missing()]
        return "\n".join(lines)


def drawn(count: int, first: int = 0) -> Drawn:
    """What this many random policies contain, from the first seed on; the laws are tried on the same ones."""
    found = Drawn()
    for seed in range(first, first + count):
        found.add(random_policy(Random(seed), number=seed))  # noqa: S311  (chance for tests, nothing secret)
    return found


# --- what a policy is made of ------------------------------------------------------------------------------------------


def _roots(policy: Policy) -> tuple[Expression, ...]:
    roots = (policy.score, policy.band, *policy.shown, *(check.condition for check in policy.checks))
    return tuple(root for root in roots if root is not None)


def nodes_of(policy: Policy) -> tuple[Expression, ...]:
    """Every expression of a policy once."""
    return tuple(dict.fromkeys(node for root in _roots(policy) for node in _below(root)))


@cache
def _slots() -> dict[tuple[Block, str], Slot]:
    return {(slot.outer, slot.argument): slot for slot in slots()}


def _nesting(node: Expression, argument: str, child: Expression) -> Nesting | None:
    slot = _slots().get((block_of(node), argument))
    return None if slot is None else Nesting(slot, block_of(child))


def _numbers(node: Expression) -> tuple[Number, ...]:
    """The number fields that an expression reads."""
    return tuple(entry for entry in _below(node) if isinstance(entry, Number))


def _below(node: Expression) -> Iterator[Expression]:
    waiting, seen = [node], {node}
    while waiting:
        entry = waiting.pop()
        yield entry
        for child in entry.children():
            if child not in seen:
                seen.add(child)
                waiting.append(child)


def depth(node: Expression) -> int:
    """The greatest number of blocks inside each other, a field counting as one."""
    return _depth(node, {})


def _depth(node: Expression, known: dict[Expression, int]) -> int:
    if node not in known:
        known[node] = 1 + max((_depth(child, known) for child in node.children()), default=0)
    return known[node]


# --- properties --------------------------------------------------------------------------------------------------------


def properties(node: Expression) -> Iterator[str]:
    """Which properties of ``PROPERTIES`` an expression itself gives to its policy, apart from those below it."""
    if node.may_be_absent:
        yield f"a {node.kind} that may be absent"
    if isinstance(node, Number):
        yield from _of_field(node)
    elif isinstance(node, Constant) and isinstance(node.value, Fraction) and node.value:
        yield from _magnitude(abs(node.value), abs(node.value))
    elif isinstance(node, Arithmetic) and node.operator == "/":
        yield from _of_quotient(node)
    elif isinstance(node, Limited):
        yield from (
            f"a {what} that binds" for what, end in (("floor", node.low), ("cap", node.high)) if _binds(node, end)
        )
    elif isinstance(node, Rounded):
        yield from _of_rounding(node)
    elif isinstance(node, Over):
        yield from ("a list of at most so many rows",) if node.items.at_most is not None else ()
        yield from ("a list whose rows must not repeat",) if node.items.unique else ()
    elif isinstance(node, Rated | Steps | Comparison) and any(_inside(*pair) for pair in _compared(node)):
        yield "an edge inside the range"


def _compared(node: Rated | Steps | Comparison) -> list[tuple[Expression, object]]:
    """The values that an expression compares, each with the number it compares it with."""
    if isinstance(node, Rated):
        return [(node.value, band.edge.bound) for band in node.bands.bands if band.edge]
    if isinstance(node, Steps):
        return [(node.value, edge.bound) for edge in node.edges]
    return [(node.left, node.right.value)] if isinstance(node.right, Constant) and node.left.kind == NUMBER else []


def _of_rounding(node: Rounded) -> Iterator[str]:
    if (constants := rounded_quotient(node)) is not None:
        factor, addend = constants
        yield f"a rounded quotient times {factor if factor in TOLD_APART else 'another factor'}"
        yield f"a rounded quotient plus {'a constant' if addend else 'nothing'}"


def _of_field(node: Number) -> Iterator[str]:
    ends = f"{node.low}..{node.high}"
    yield f"a field of {ends}" if ends in FIELDS else f"a field of another {width_of([node])} range"
    yield from _magnitude(Fraction(1, 10**node.decimals), max(abs(end or Fraction(0)) for end in (node.low, node.high)))


def _magnitude(least: Fraction, most: Fraction | int) -> Iterator[str]:
    if least <= SMALL:
        yield "a magnitude of 10^-6 or less"
    if most >= LARGE:
        yield "a magnitude of 10^15 or more"


def _of_quotient(node: Arithmetic) -> Iterator[str]:
    yield "a quotient"
    if isinstance(node.right, Constant):
        return
    below = tuple(_below(node.right))
    if interval(node.right).holds(Fraction(0)):
        yield "a divisor whose range holds 0"
        if any(map(_quotient, below)):
            yield "a quotient in a divisor whose range holds 0"
    if any(map(_quotient, below)):
        yield "a quotient over a quotient"
    if any(isinstance(each, Rounded) for each in below):
        yield "a rounding in a divisor"


def _quotient(node: Expression) -> bool:
    return isinstance(node, Arithmetic) and node.operator == "/" and not isinstance(node.right, Constant)


def _binds(node: Limited, end: Expression | None) -> bool:
    return isinstance(end, Constant) and _inside(node.value, end.value)


def _inside(value: Expression, number: object) -> bool:
    """Whether a number lies within the bounds of a value."""
    low, high = interval(value).ends
    return isinstance(number, Fraction) and low < number < high


def rounded_quotient(node: Rounded) -> tuple[Fraction, Fraction] | None:
    """What a rounding of a quotient of two fields times and plus constants does to the quotient of their whole units.

    The factor and the addend, in units of the last place kept; None where something else is rounded.

    >>> hadir, hari = Number("hadir", decimals=0), Number("hari", decimals=0)
    >>> rounded_quotient((hadir / hari * 2).rounded(0))
    (Fraction(2, 1), Fraction(0, 1))
    """
    value, factor, addend = node.value, Fraction(10) ** node.places, Fraction(0)
    while (
        isinstance(value, Arithmetic) and isinstance(value.right, Constant) and isinstance(value.right.value, Fraction)
    ):
        constant = value.right.value
        if value.operator in "+-":
            addend += factor * (constant if value.operator == "+" else -constant)
        else:
            factor *= constant if value.operator == "*" else 1 / constant
        value = value.left
    above, below = (
        (value.left, value.right) if isinstance(value, Arithmetic) and value.operator == "/" else (None, None)
    )
    if not isinstance(above, Number) or not isinstance(below, Number):
        return None
    return factor * Fraction(10) ** (below.decimals - above.decimals), addend


TOLD_APART = tuple(Fraction(factor) for factor in FACTORS)
FIELDS = (
    "0..1",
    "0..31",
    "1..31",
    "0..5",
    "1..5",
    "-1..1",
    "0..100",
    "0..12",
    "3..3",
    "0..0",
    "None..None",
    "0..None",
    "1..None",
)
PROPERTIES = (
    "a quotient", "a divisor whose range holds 0", "a quotient over a quotient",
    "a quotient in a divisor whose range holds 0", "a rounding in a divisor",
    "a cap that binds", "a floor that binds", "an edge inside the range",
    "a magnitude of 10^-6 or less", "a magnitude of 10^15 or more",
    "a number that may be absent", "a label that may be absent", "a condition that may be absent",
    "a list of at most so many rows", "a list whose rows must not repeat",
    *(f"a field of {each}" for each in FIELDS),
    *(f"a field of another {width} range" for width in ("tight", "middle", "wide")),
    *(f"a rounded quotient times {factor}" for factor in TOLD_APART), "a rounded quotient times another factor",
    "a rounded quotient plus nothing", "a rounded quotient plus a constant",
)  # fmt: skip


def main(given: Sequence[str] | None = None) -> int:
    """Draw that many policies and print what they contain; 1 where a nesting never occurred."""
    parser = argparse.ArgumentParser(
        prog="python -m asn_appraisal.testing.drawing.draw_statistics", description=main.__doc__
    )
    parser.add_argument("--policies", type=int, default=ROUND, help=f"how many random policies ({ROUND})")
    parser.add_argument("--first", type=int, default=0, help="the seed of the first (0)")
    chosen = parser.parse_args(given)
    found = drawn(chosen.policies, chosen.first)
    sys.stdout.write(found.table() + "\n")
    return 1 if found.missing() else 0


if __name__ == "__main__":
    sys.exit(main())
