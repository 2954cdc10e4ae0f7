"""The order of a policy's inputs as its author wrote them, and the parts that some of them belong to together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from ..algebra.expressions import Expression, Named
from ..algebra.inputs import Field
from ..algebra.items import Items, Over
from .outlines import Outline
from .walks import expressions


@frozen
class InputGroup:
    """Inputs of the record that one part alone uses, two or more, by their keys."""

    part: Named
    keys: tuple[str, ...]


def inputs_as_written(outline: Outline, roots: Iterable[Expression]) -> tuple[Field | Items, ...]:
    """The fields and lists of a policy, each where its formulas name it first; those of checks alone at the end.

    >>> from asn_appraisal.algebra.inputs import Number
    >>> from asn_appraisal.analysis.outlines import outline
    >>> nilai, tugas = Number("nilai"), Number("tugas")
    >>> total = Items("kegiatan", [nilai]).mean(nilai) + tugas
    >>> [each.key for each in inputs_as_written(outline([total]), [total])]
    ['kegiatan', 'tugas']
    """
    known: dict[Expression | Items, Field | Items] = {each: each for each in outline.inputs}
    named = (node.items if isinstance(node, Over) else node for node in expressions(*roots))
    return tuple(dict.fromkeys((*(known[each] for each in named if each in known), *outline.inputs)))


def input_groups(root: Expression, inputs: Sequence[Field | Items]) -> tuple[InputGroup, ...]:
    """The groups of inputs below a formula: those of the parts that it is directly made of.

    A part on which everything rests (a total that is rounded as another part) is looked through.

    >>> from asn_appraisal.algebra.inputs import Number
    >>> a, b, c = (Number(key) for key in "abc")
    >>> total = ((a + b).named("skp") + c).named("jumlah").rounded(2)
    >>> [(group.part.key, group.keys) for group in input_groups(total, [a, b, c])]
    [('skp', ('a', 'b'))]
    """
    node = root.value if isinstance(root, Named) else root
    wanted = frozenset(inputs)
    while len(parts := _parts(node)) == 1 and not _fields(node):
        node = parts[0].value
    direct = _fields(node)
    uses = {part: _used(part, wanted) for part in parts}
    found = []
    for part, used in uses.items():
        others = direct.union(*(uses[other] for other in parts if other != part))
        own = tuple(each.key for each in inputs if each in used and each not in others)
        if len(own) > 1:
            found.append(InputGroup(part, own))
    return tuple(found)


def _parts(node: Expression) -> list[Named]:
    """The parts that a formula is made of, not those within them."""
    return [each for each in expressions(node, closed=(Named,)) if isinstance(each, Named)]


def _fields(node: Expression) -> set[Field | Items]:
    """The fields that a formula reads itself."""
    return {each for each in expressions(node, closed=(Named,)) if isinstance(each, Field)}


def _used(part: Named, wanted: frozenset[Field | Items]) -> frozenset[Field | Items]:
    nodes = (node.items if isinstance(node, Over) else node for node in expressions(part))
    return wanted.intersection(nodes)
