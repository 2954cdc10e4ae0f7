"""Policies whose keys are words of Python, words of formulas, and keys that something else has as well."""

from __future__ import annotations

from random import Random
from typing import Any

from asn_appraisal import Items, Policy
from asn_appraisal.algebra.expressions import Named
from asn_appraisal.algebra.inputs import Field
from asn_appraisal.algebra.nodes import Node
from asn_appraisal.errors import PolicyError

# Few, so that one key often stands for several things.
KEYS = ("x", "given", "required", "and", "in", "part", "field", "list", "mean", "sum", "count", "rows", "where", "none")
DOTTED = (
    "x.x",
    "x.given.x",
    "given.required.x",
    "and.x",
    "x.in",
    "part.x",
    "rows.mean.x",
    "x.list",
    "count.and",
    "in.is",
)


def with_hostile_keys(policy: Policy, random: Random) -> Policy:
    """The policy with such keys for its fields, lists, parts and rows' fields, as far as a policy may have them."""
    for _ in range(1000):
        try:
            return _renamed(policy, random)
        except PolicyError:
            continue  # two things of one place drew one key
    raise AssertionError(policy.key)


def _renamed(policy: Policy, random: Random) -> Policy:
    outline = policy.outline
    more = [f"{key}_{number}" for number in range(2, 6) for key in KEYS]
    keys = iter([*random.sample(KEYS, len(KEYS)), *more])
    of_record = {entry: next(keys) for entry in (*outline.fields, *outline.lists)}
    of_rows = {entry: random.choice(KEYS) for items in outline.lists for entry in items.fields}
    # A part's key may be that of a row's field, and none that the record has.
    hostile, others = ([key for key in of if key not in of_record.values()] for of in ((*KEYS, *DOTTED), more))
    free = [*hostile, *others[: max(0, len(outline.parts) - len(hostile))]]
    chosen = random.sample(free, len(outline.parts))
    change = _Renaming({**of_record, **of_rows, **{p.part: key for p, key in zip(outline.parts, chosen, strict=True)}})
    return Policy(
        policy.key,
        policy.title,
        score=None if policy.score is None else change(policy.score),
        band=None if policy.band is None else change(policy.band),
        shown=[change(part) for part in policy.shown],
        checks=[change(check) for check in policy.checks],
        reported=policy.reported,
        options={random.choice(("b", "a", 'x"', "\\", "é")): "1", "a b": "None"} if random.random() < 0.2 else (),
    )


class _Renaming:
    """Gives nodes their new keys; what is shared stays shared."""

    def __init__(self, keys: dict[Node, str]) -> None:
        self.keys = keys
        self.seen: dict[Node, Node] = {}

    def __call__(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(self, value))
        if not isinstance(value, Node):
            return value
        if value not in self.seen:
            entries = list(map(self, value.values()))
            if isinstance(value, Field | Items | Named):
                entries[value._names().index("key")] = self.keys[value]
            if isinstance(value, Items):
                entries[value._names().index("unique")] = tuple(self.keys[each] for each in value.unique_fields)
            self.seen[value] = value.make(tuple(entries))
        return self.seen[value]
