"""Reported scores: those of a table as decimals and as texts, recovered exactly from the nearest doubles."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np

from ..numbers import to_decimal
from ..policies import Policy
from ..rounding import rounded
from .reading.arrays import Array
from .score_texts import plain_texts, units_of


class ReportedScores:
    """What ``Scores`` says of its scores as they are reported; it holds the values, by row."""

    __slots__ = ()
    policy: Policy
    rejected: Array
    _values: Array | None

    def reported(self) -> list[Decimal | None]:
        """The score of each row as it is reported, a Decimal with the policy's places; None for no score."""
        if self._values is None:
            return [None] * len(self.rejected)
        places = self.policy.places
        gone = self.rejected.tolist()
        return [None if bad else to_decimal(self._reported(row), places) for row, bad in enumerate(gone)]

    def units(self) -> Array | None:
        """The reported scores as whole numbers of their last place, exactly; 0 for a rejected row, None for no score."""
        return None if self._values is None else units_of(self._values, self.rejected, self.policy.places)

    def ends(self) -> tuple[Decimal, Decimal]:
        """The least and the greatest reported score of a table in which at least one row has a score."""
        if self._values is not None and self._values.dtype != object:
            least, most = (Fraction(float(end)) for end in (np.nanmin(self._values), np.nanmax(self._values)))
        else:
            known = [score for score in self.reported() if score is not None]
            least, most = Fraction(min(known)), Fraction(max(known))
        places = self.policy.places
        return to_decimal(rounded(least, places), places), to_decimal(rounded(most, places), places)

    def score_texts(self) -> list[str]:
        """The score of each row as text, with the policy's places and a decimal point; empty where there is none."""
        if self._values is None:
            return [""] * len(self.rejected)
        return plain_texts(self._values, self.rejected, self.policy.places)

    def _reported(self, row: int) -> Fraction:
        """The reported score of a row: its units of the last place are recovered from the nearest double."""
        value = self._values[row] if self._values is not None else np.nan
        return value if isinstance(value, Fraction) else _from_double(float(value), self.policy.places)


def _from_double(value: float, places: int) -> Fraction:
    return Fraction(round(value * 10**places), 10**places)
