"""Scales: which levels a result was rated on, so that values of different scales are not put together."""

from __future__ import annotations

from ..algebra.bands import Rated
from ..algebra.expressions import Expression, Named, Rounded
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


def rating_of(appraisal: Appraisal) -> Rated | None:
    """The formula by which an appraisal was rated, where it is a scale of bands and nothing more.

    >>> from asn_appraisal import schemes
    >>> len(rating_of(schemes.get("permenpan-16-2009").appraise({"nilai": 91})).bands.bands)
    5
    """
    if appraisal.band is None:
        return None
    found = (step.part.value for step in appraisal.trace.tops if step.value == appraisal.band.key)
    return next((formula for formula in found if isinstance(formula, Rated)), None)


def unrounded(value: Expression) -> Expression:
    """A value without its names and roundings: what a scale is for."""
    while isinstance(value, Named | Rounded):
        value = value.value
    return value
