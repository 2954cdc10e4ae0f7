"""Audit lines: the audit records of a table, made one by one as they are consumed, each after the one before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ...appraising.audit_records import anchor_of, short_text


def traced_lines(scores: Any, after: str | None, secret: bytes | None) -> Iterator[str]:
    """The whole audit record of each scored row, worked out anew."""
    for row in np.flatnonzero(~scores.rejected).tolist():
        appraisal = scores.appraisal(row)
        line = appraisal.to_audit_record(key=_key(scores, row), row=row + scores.first_row, after=after, secret=secret)
        after = None if after is None else anchor_of(line)
        yield line


def short_lines(scores: Any, after: str | None, secret: bytes | None) -> Iterator[str]:
    """The short audit record of each scored row, made from the columns."""
    policy = scores.policy
    about = {"policy": policy.key, "fingerprint": policy.fingerprint, "options": dict(policy.options)}
    texts, bands = scores.score_texts(), scores.band_keys()
    for row in np.flatnonzero(~scores.rejected).tolist():
        result = {
            "key": _key(scores, row),
            "row": row + scores.first_row,
            "floats": scores.records.floats,
            "score": texts[row] or None,
            "band": bands[row],
        }
        given = scores.records.record(row, policy.outline)
        line, after = short_text(about, given, result, after=after, secret=secret)
        yield line


def _key(scores: Any, row: int) -> str | None:
    keys = scores.records.keys
    return None if keys is None else keys.text(row)
