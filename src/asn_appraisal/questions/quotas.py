"""Quotas: the first so many rows, or the first part of them, of a whole table or of each unit, with the rule for ties stated."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

import numpy as np
from attrs import field, frozen

from ..arguments import checked_choice, checked_count, checked_type, names, refused
from ..columns.reading.arrays import Array
from ..columns.results.exact_order import exact_codes, ranks_of
from ..columns.results.row_groups import row_groups
from ..columns.results.selections import coded_column
from ..columns.scores import Scores
from ..errors import QuotaTieError
from ..faults import checked_language
from ..numbers import exact
from ..texts import numeral, say
from .answers import Answer, Cells

TIES = ("all", "none", "refuse")
_MOST, _MOST_NAMED = 10**9, 20


@frozen
class QuotaGroup:
    """One unit under a quota: how many rows are scored, how many places there are, how many rows are taken.

    ``last`` is the reported score of the last row taken, None where none is. ``tied`` are the rows that share the score
    at the end of the quota where they do not all fit; what became of them follows from the rule.
    """

    name: tuple[Any, ...]
    scored: int
    places: int
    taken: int
    last: Decimal | None
    tied: tuple[int, ...] = ()


@frozen(eq=False)
class Quota(Answer):
    """The rows that a quota takes: ``rows`` by number in the order of the table, and by unit in ``groups``."""

    rows: Array
    groups: tuple[QuotaGroup, ...]
    by: tuple[str, ...]
    ties: str
    like: Any = field(default=None, repr=False)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def undecided(self) -> tuple[int, ...]:
        """The rows that are tied at the end of a quota and do not all fit."""
        return tuple(row for group in self.groups for row in group.tied)

    def text(self, language: str = "id") -> str:
        """The quota in words, a line a unit, with the rule for ties."""
        checked_language(language)
        lines = [say("quotas.head", language, count=len(self.rows))]
        lines += [
            say(
                "quotas.line",
                language,
                name=_name(group),
                taken=group.taken,
                scored=group.scored,
                places=group.places,
                last="" if group.last is None else numeral(group.last, language),
                tied=len(group.tied) or "",
            )
            for group in self.groups
        ]
        return "\n".join([*lines, say(f"quotas.{self.ties}", language)]) + "\n"

    def columns(self) -> dict[str, Any]:
        """The units as columns: their names, ``scored``, ``places``, ``taken``, ``last`` and ``tied``."""
        found: dict[str, Any] = {name: [group.name[at] for group in self.groups] for at, name in enumerate(self.by)}
        for name in ("scored", "places", "taken"):
            found[name] = np.array([getattr(group, name) for group in self.groups], np.int64)
        found["last"] = np.array([np.nan if each.last is None else float(each.last) for each in self.groups])
        found["tied"] = np.array([len(group.tied) for group in self.groups], np.int64)
        return found

    def to_dict(self) -> dict[str, Any]:
        """The quota as plain JSON data."""
        return {
            "ties": self.ties,
            "rows": self.rows.tolist(),
            "groups": [
                {
                    "name": [str(part) for part in group.name],
                    "scored": group.scored,
                    "places": group.places,
                    "taken": group.taken,
                    "last": None if group.last is None else f"{group.last:f}",
                    "tied": list(group.tied),
                }
                for group in self.groups
            ],
        }

    def _cells(self, language: str) -> Cells:
        heads = [
            ", ".join(self.by),
            *(say(f"quotas.{each}", language) for each in ("scored", "places", "taken", "last", "tied")),
        ]
        rows = [
            (
                _name(group),
                str(group.scored),
                str(group.places),
                str(group.taken),
                "" if group.last is None else numeral(group.last, language),
                str(len(group.tied)),
            )
            for group in self.groups
        ]
        return heads, rows


def quota(
    scores: Scores,
    count: int | None = None,
    *,
    percent: object = None,
    by: str | Iterable[str] = (),
    ties: str = "all",
) -> Quota:
    """The best rows of a table by exact score: the first ``count``, or ``percent`` of the scored rows, of all or of each unit.

    ``by`` names the columns that units are formed by. A share that is no whole number of rows is rounded down. Where rows of equal scores
    do not all fit, ``ties`` says what happens: ``"all"`` takes all of them, ``"none"`` takes none, ``"refuse"``
    raises an error that says where. Rejected rows are never taken.

    >>> import asn_appraisal as asn
    >>> policy = asn.schemes.get("permenpan-16-2009")
    >>> scores = asn.appraise_table(policy, {"nip": ["a", "b", "c", "d"], "nilai": [90.0, 75.0, 90.0, 60.0]}, key="nip")
    >>> quota(scores, 1).rows.tolist(), quota(scores, percent=75, ties="none").rows.tolist()
    ([0, 2], [0, 1, 2])
    """
    checked_type(scores, "scores", Scores)
    checked_choice(ties, "ties", TIES)
    share = _share(count, percent)
    columns = names(by, "by")
    scored = np.flatnonzero(~scores.rejected)
    (codes,) = exact_codes(scores)
    reported = scores.reported()
    found, groups = [], []
    for name, members in _units(scores, columns, scored):
        places = share if isinstance(share, int) else floor(share * len(members) / 100)
        places = min(places, len(members))
        last = ranks_of(codes[members], "max")
        first = ranks_of(codes[members], "min")
        inside, across = last <= places, (first <= places) & (last > places)
        tied = scored[members[across]]
        if len(tied) and ties == "refuse":
            named = ", ".join(map(str, tied[:_MOST_NAMED].tolist()))
            raise QuotaTieError(rows=named, places=places - int(inside.sum()), unit=", ".join(map(str, name)))
        taken = members[inside | across] if ties == "all" else members[inside]
        least = None if not len(taken) else reported[scored[taken[np.argmin(codes[taken])]]]
        groups.append(QuotaGroup(name, len(members), places, len(taken), least, tuple(tied.tolist())))
        found.append(scored[taken])
    rows = np.sort(np.concatenate(found)) if found else np.zeros(0, np.int64)
    return Quota(rows, tuple(groups), columns, ties, scores.records.like)


def _share(count: int | None, percent: object) -> int | Fraction:
    if (count is None) == (percent is None):
        raise refused(count if percent is None else percent, "count", "one_of_two")
    if count is not None:
        checked_count(count, "count", 0, _MOST)
        return count
    share = exact(percent)
    if not 0 <= share <= 100:
        raise refused(percent, "percent", "percent")
    return share


def _units(scores: Scores, columns: tuple[str, ...], scored: Array) -> list[tuple[tuple[Any, ...], Array]]:
    """The scored rows of each unit, as places among the scored rows; without columns all of them."""
    coded = [coded_column(scores.records, name) for name in columns]
    if not coded:
        return [((), np.arange(len(scored)))]
    return row_groups([(values, codes[scored]) for values, codes in coded])


def _name(group: QuotaGroup) -> str:
    return ", ".join("-" if part is None else str(part) for part in group.name)
