"""Failures: the message of a law that does not hold, with the policy as formulas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from ..algebra.expressions import Named
from ..analysis.formulas import formula
from ..appraising.appraisals import Appraisal
from ..errors import RecordError
from ..policies import Policy
from ..questions.explanations import explain


def breach(policy: Policy, *what: str) -> NoReturn:
    """Raises the ``AssertionError`` of a broken law, with the policy as formulas, one line a part."""
    lines = [f"  {part.key} = {formula(part)}" for part in policy.parts.values()]
    if policy.band is not None and not isinstance(policy.band, Named):
        lines.append(f"  band = {formula(policy.band)}")
    lines += [f"  check {formula(check.condition)}" for check in policy.checks]
    raise AssertionError("\n".join([*what, f"policy {policy.key}:", *lines]))


def appraised(policy: Policy, record: Mapping[str, Any]) -> Appraisal | None:
    """The appraisal of a record; None where it is refused."""
    try:
        return policy.appraise(record, ignore="all")
    except RecordError:
        return None


def result_of(appraisal: Appraisal | None) -> tuple[Any, Any]:
    """The exact value and the key of the band; nothing for a record that was refused."""
    if appraisal is None:
        return None, None
    return appraisal.exact, None if appraisal.band is None else appraisal.band.key


def told(appraisal: Appraisal) -> Iterable[str]:
    """The trace of an appraisal as indented lines."""
    return (f"    {line}" for line in explain(appraisal, language="en", names=False).splitlines())
