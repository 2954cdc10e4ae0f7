"""Next bands: for every row of a table the nearest value of each field with which the next band is reached, exactly.

Where the band is proved to rise or fall with a field ``nearest_values`` finds them by scoring the table again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from attrs import field, frozen

from ...algebra.inputs import Number
from ...analysis.directions import CONSTANT, RISING, changeable, direction
from ...analysis.field_edges import field_edges
from ...appraising.appraisals import Appraisal
from ...appraising.varying.reached_values import Bandwork, Search, axis_of, nearest
from ...faults import checked_language
from ...policies import Policy
from ...texts import say, thousands
from ...wording.html import table as html_table
from ..reading.arrays import Array
from .nearest_values import NearestValues, Scored

_MOST_UNITS = 2**52  # values are doubles in the answer
_MOST_ALONE = 2_000  # rows that are worked out one by one as records
NOT_PROVED, NO_END = "not_proved", "no_end"


@frozen(eq=False)
class NextBands:
    """The nearest values of all rows: ``nearest`` by field (NaN where the next band is out of reach), ``reachable`` masks.

    ``goals`` are the numbers of the bands asked for, -1 at the top and for rejected rows. ``left_out`` are fields for which it is
    not proved that a better value never gives a worse band (``not_proved``), or whose range has no end (``no_end``);
    ``unsettled`` masks rows whose values could not be told.
    """

    goals: Array
    nearest: Mapping[str, Array]
    reachable: Mapping[str, Array]
    left_out: Mapping[str, str]
    unsettled: Mapping[str, Array]
    _labels: Mapping[str, Any] = field(factory=dict, repr=False)
    _names: Mapping[str, tuple[str, str]] = field(factory=dict, repr=False)
    _like: Any = field(default=None, repr=False)

    def __len__(self) -> int:
        return len(self.goals)

    def counts(self) -> dict[str, int]:
        """How many rows each field alone brings to the next band, most first."""
        found = {key: int(mask.sum()) for key, mask in self.reachable.items()}
        return dict(sorted(found.items(), key=lambda each: -each[1]))

    @property
    def within_reach(self) -> Array:
        """The rows that some field alone brings to the next band."""
        found = np.zeros(len(self), bool)
        for mask in self.reachable.values():
            found |= mask
        return found

    def columns(self) -> dict[str, Any]:
        """Keys of the rows, the nearest value of each field, and which field is in reach."""
        found = dict(self._labels)
        for key, values in self.nearest.items():
            found[f"{key}_nearest"] = values
        return found

    def to_frame(self) -> Any:
        """The nearest values in the kind of frame that was scored."""
        return self.columns() if self._like is None else self._like.like(self.columns())

    def to_dict(self) -> dict[str, Any]:
        """The summary as plain JSON data."""
        return {
            "rows": len(self),
            "below_the_top": int((self.goals >= 0).sum()),
            "within_reach": int(self.within_reach.sum()),
            "fields": self.counts(),
            "left_out": dict(self.left_out),
            "unsettled": {key: int(mask.sum()) for key, mask in self.unsettled.items() if mask.any()},
        }

    def text(self, language: str = "id") -> str:
        """The summary in words: how many rows are within reach, and by which field."""
        checked_language(language)
        below, reach = int((self.goals >= 0).sum()), int(self.within_reach.sum())
        head = say("next_bands.head", language, below=thousands(below, language), reach=thousands(reach, language))
        lines = [
            f"- {self._called(key, language)}: {thousands(count, language)}" for key, count in self.counts().items()
        ]
        lines += [
            f"- {self._called(key, language)}: {say(f'next_bands.{why}', language)}"
            for key, why in self.left_out.items()
        ]
        lines += [
            say(
                "next_bands.unsettled",
                language,
                name=self._called(key, language),
                count=thousands(int(mask.sum()), language),
            )
            for key, mask in self.unsettled.items()
            if mask.any()
        ]
        return "\n".join([head, *lines]) + "\n"

    def _called(self, key: str, language: str) -> str:
        return self._names[key][0 if language == "id" else 1]

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        heads = [say(f"next_bands.{each}", "id") for each in ("field", "rows")]
        return html_table(
            heads, [(self._called(key, "id"), thousands(count, "id")) for key, count in self.counts().items()]
        )


def next_bands(scored: Scored) -> NextBands:
    """The nearest values of every row to the next better band, for each field of the record that a person can change."""
    policy, codes = scored.policy, scored.codes
    roots = tuple(root for root in (policy.score, policy.band) if root is not None)
    keys = {key for items, key in changeable(policy.outline, roots) if items is None}
    entries = [each for each in policy.outline.fields if isinstance(each, Number) and each.key in keys]
    nearest_values: dict[str, Array] = {}
    left_out: dict[str, str] = {}
    unsettled: dict[str, Array] = {}
    again = NearestValues(scored)
    for entry in entries:
        way = None if policy.band is None else direction(policy.band, entry)
        units = _range(policy, entry)
        if way is None or units is None:
            left_out[entry.key] = NOT_PROVED if way is None else NO_END
            continue
        values, alone = np.full(len(codes), np.nan), np.zeros(len(codes), bool)
        if way != CONSTANT:
            again.search(entry, units, 1 if way == RISING else -1, values, alone)
        for row in np.flatnonzero(alone)[:_MOST_ALONE].tolist():
            value = _of_one(policy, entry, scored.appraisal(row), int(again.wanted[row]))
            values[row], alone[row] = np.nan if value is None else value, False
        nearest_values[entry.key], unsettled[entry.key] = values, alone
    return NextBands(
        again.wanted,
        nearest_values,
        {key: ~np.isnan(values) for key, values in nearest_values.items()},
        left_out,
        unsettled,
        scored.labels,
        {each.key: (each.called("id"), each.called("en")) for each in entries},
        scored.records.like,
    )


def _range(policy: Policy, entry: Number) -> tuple[int, int] | None:
    """The least and the greatest value of a field in units of its last decimal, by its range and by checks on it alone."""
    edges = field_edges(entry, [check.condition for check in policy.checks])
    low, high = edges.low_units(entry.decimals), edges.high_units(entry.decimals)
    return None if low is None or high is None or max(-low, high) > _MOST_UNITS else (low, high)


def _of_one(policy: Policy, entry: Number, appraisal: Appraisal, goal: int) -> float | None:
    """The nearest value of one record, worked out as a record."""
    if policy.band is None:
        return None
    roots = tuple(part for part in (policy.score, policy.band, *policy.shown) if part is not None)
    values = appraisal.trace.values
    work = Bandwork(policy.outline, policy.checks, roots, policy.score, policy.band, values)
    axis = axis_of((None, 0, entry.key), entry, values[entry.key], [check.condition for check in policy.checks], ())
    wanted = {level.key for level in policy.band.levels[: goal + 1]}
    near = nearest(Search(work, (axis,)).reached(axis, wanted), axis)
    return None if near is None else near / 10**entry.decimals
