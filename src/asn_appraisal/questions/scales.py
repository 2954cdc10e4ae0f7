"""Scales: which levels a result was rated on, so that values of different scales are not put together."""

from __future__ import annotations

from ..appraising.appraisals import Appraisal


def scale_of(appraisal: Appraisal) -> tuple[str, ...]:
    """The keys of the levels that an appraisal was rated on; empty for one without a band.

    >>> from asn_appraisal import schemes
    >>> scale_of(schemes.get("permenpan-16-2009").appraise({"nilai": 91}))
    ('amat_baik', 'baik', 'cukup', 'sedang', 'kurang')
    """
    if appraisal.band is None:
        return ()
    levels = (step.part.levels for step in appraisal.trace.tops if step.value == appraisal.band.key)
    return next(
        (tuple(level.key for level in found) for found in levels if appraisal.band.key in {x.key for x in found}), ()
    )
