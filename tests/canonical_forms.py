"""Canonical forms read back, and what of a policy is for people taken away: for proving that a form says all the rest."""

from __future__ import annotations

from typing import Any

from asn_appraisal import Level, Policy, Source, from_document
from asn_appraisal.algebra.inputs import Field
from asn_appraisal.algebra.items import Items
from asn_appraisal.algebra.nodes import Node
from asn_appraisal.fingerprints import canonical

_FOR_PEOPLE = {"name": "", "english": "", "unit": ""}


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
    seen: dict[Node, Node] = {}

    def bare(value: Any) -> Any:
        if isinstance(value, Node):
            if value not in seen:
                seen[value] = value.make(tuple(bare_entries(value)))
            return seen[value]
        if isinstance(value, Level):
            return Level(value.key, labels=sorted(value.labels))
        if isinstance(value, tuple):
            return tuple(bare(entry) for entry in value if not isinstance(entry, Source))
        return value

    def bare_entries(node: Node) -> Any:
        for name, value in zip(node._names(), node.values(), strict=True):
            if name == "labels":
                yield tuple(sorted(dict(value).items()))
            elif isinstance(node, Items) and name == "fields":
                yield tuple(sorted(map(bare, value), key=_key))
            else:
                yield _FOR_PEOPLE[name] if name in _FOR_PEOPLE else bare(value)

    def _key(entry: Field) -> str:
        return entry.key

    return (
        policy.key,
        bare(policy.score),
        bare(policy.band),
        bare(policy.shown),
        bare(policy.checks),
        policy.since,
        policy.until,
        policy.reported,
        tuple(sorted(policy.options)),
    )
