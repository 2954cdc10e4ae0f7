"""Canonical forms read back, and what of a policy is for people taken away: for proving that a form says all the rest."""

from __future__ import annotations

from typing import Any

from asn_appraisal import Level, Policy, Source, from_document
from asn_appraisal.algebra.items import Items
from asn_appraisal.algebra.nodes import Node
from asn_appraisal.analysis.fingerprints import canonical


def form_of(policy: Policy) -> dict[str, Any]:
    """The canonical form of a policy."""
    return canonical(
        policy.key,
        policy.outline,
        policy.score,
        policy.band,
        shown=policy.shown,
        checks=policy.checks,
        reported=policy.reported,
        options=dict(policy.options),
        since=None if policy.since is None else str(policy.since),
        until=None if policy.until is None else str(policy.until),
    )


def policy_of(form: dict[str, Any]) -> Policy:
    """The policy that a canonical form says: the form is a document without what is for people."""
    lists = {
        key: {
            **entry,
            "checks": _checks(entry["checks"]),
            # Names keep apart what only its place keeps apart in a form: a field of the record from one of a row.
            "fields": {name: {**each, "name": "row"} for name, each in entry["fields"].items()},
        }
        for key, entry in form["lists"].items()
    }
    return from_document(
        {
            **form,
            "format": 1,
            "title": "-",
            "lists": lists,
            "checks": _checks(form["checks"]),
        }
    )


def _checks(conditions: list[str]) -> list[dict[str, str]]:
    return [{"condition": condition, "name": "-"} for condition in conditions]


def essence(policy: Policy) -> tuple[Any, ...]:
    """All that a policy is but names, units and sources, and the orders that nothing hangs on, to compare policies by."""
    bare = _Bare()
    content = (policy.score, policy.band, policy.shown, policy.checks)
    days = (policy.since, policy.until)
    return (policy.key, *map(bare, content), *days, policy.reported, tuple(sorted(policy.options)))


class _Bare:
    """Takes away what is for people; what is shared stays shared."""

    def __init__(self) -> None:
        self.seen: dict[Node, Node] = {}

    def __call__(self, value: Any) -> Any:
        if isinstance(value, Node):
            if value not in self.seen:
                entries = zip(value._names(), value.values(), strict=True)
                self.seen[value] = value.make(tuple(self.entry(value, name, each) for name, each in entries))
            return self.seen[value]
        if isinstance(value, Level):
            return Level(value.key, labels=sorted(value.labels))
        if isinstance(value, tuple):
            return tuple(self(entry) for entry in value if not isinstance(entry, Source))
        return value

    def entry(self, node: Node, name: str, value: Any) -> Any:
        if name in {"name", "english", "unit"}:
            return ""
        if name == "labels":
            return tuple(sorted(dict(value).items()))
        if isinstance(node, Items) and name == "fields":
            return tuple(sorted(map(self, value), key=lambda field: str(field.key)))
        return self(value)
