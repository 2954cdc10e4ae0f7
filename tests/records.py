"""Records of a policy for tests: the strategy of the test kit, and the exact values behind a record's texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from asn_appraisal import Items, Policy
from asn_appraisal.algebra.inputs import Field
from asn_appraisal.testing.drawing.records import exact_row
from asn_appraisal.testing.strategies import records

__all__ = ["exact_record", "records"]


def exact_record(policy: Policy, record: Mapping[str, Any]) -> dict[str, Any]:
    """A record with exact numbers, as the independent evaluation reads it."""
    found = exact_row([entry for entry in policy.inputs if isinstance(entry, Field)], record)
    for entry in policy.inputs:
        if isinstance(entry, Items):
            found[entry.key] = [exact_row(entry.fields, row) for row in record.get(entry.key) or ()]
    return found
