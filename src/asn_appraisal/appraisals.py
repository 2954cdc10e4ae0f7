"""Appraisals: the result of a policy for one record."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from html import escape
from typing import Any

from attrs import field, frozen

from .algebra.levels import Level
from .renderings import plain
from .traces import Trace


@frozen
class Appraisal:
    """A score, a band, and how they came about.

    ``score`` is a Decimal as reported, ``exact`` the Fraction behind it (both None for a scheme without a number);
    ``band`` has ``.key`` and ``.name`` (None for a scheme without bands); ``fingerprint`` is that of the policy.
    """

    policy: str
    score: Decimal | None
    exact: Fraction | None
    band: Level | None
    trace: Trace = field(repr=False)
    fingerprint: str = field(repr=False)

    @property
    def parts(self) -> dict[str, Any]:
        """The exact value of each part by key; a part that stands over rows has a tuple, list by list, in the order of the rows."""
        found: dict[str, Any] = {}
        rows: dict[str, list[Any]] = {}
        for step in self.trace:
            if step.place is None:
                found[step.key] = step.value
            else:
                rows.setdefault(step.key, []).append((step.place, step.value))
        for key, entries in rows.items():
            # A part may stand over several lists: those in the order in which they were worked out.
            lists = list(dict.fromkeys(place[0] for place, _ in entries))
            entries.sort(key=lambda entry: (lists.index(entry[0][0]), entry[0][1]))
            found[key] = tuple(value for _, value in entries)
        return found

    def to_dict(self) -> dict[str, Any]:
        """The appraisal as plain JSON data; exact numbers are texts, so that none is lost to a float."""
        return {
            "policy": self.policy,
            "score": None if self.score is None else str(self.score),
            "exact": plain(self.exact),
            "band": None if self.band is None else self.band.to_dict(),
            "fingerprint": self.fingerprint,
            "trace": self.trace.to_dict(),
        }

    def _repr_html_(self) -> str:
        band = "" if self.band is None else escape(self.band.called("id"))
        score = "" if self.score is None else escape(str(self.score))
        head = f"<p><strong>{escape(self.policy)}</strong>: {score} {band}</p>"
        return head + self.trace._repr_html_()
