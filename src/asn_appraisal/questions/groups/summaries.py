"""Summaries: the scores of groups, and what can be asked of them: gaps, shares of bands, the curve of a unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import evolve, field, frozen

from ...arguments import checked_choice, checked_type, names, refused
from ...charts.sheets import WIDTH
from ...columns.reading.arrays import Array
from ...columns.results.coded_bands import CodedBands
from ...columns.results.exact_order import exact_codes
from ...columns.results.group_summaries import SMALL, Group, GroupSummary, group_summary
from ...columns.scores import Scores
from ...errors import UnknownBandError
from ...faults import checked_language
from ...numbers import to_text
from ...similar_names import closest
from ...texts import say, thousands
from ..answers import Answer, Cells
from ..predicate_curves import PredicateCurve, predicate_curve
from .band_shares import BandShare, BandShares, with_ratios
from .gaps import Gap, Gaps, adjusted, mean_gap, share_gap
from .group_words import Name, decimals, name_of, percent, place_of, plain_name
from .intervals import Ranking, checked_confidence
from .samples import Sample, pooled

SMALL_GROUPS = ("mark", "merge")


@frozen(eq=False)
class Summaries(Answer):
    """The scores of a table by group: ``groups`` with rows, exact mean and quantiles, and how many reached each band.

    ``merged`` are the names of small groups that became one. What is asked of the groups: ``gaps``, ``reached``, ``curve``.
    """

    scores: Scores = field(repr=False)
    summary: GroupSummary = field(repr=False)
    merged: tuple[Name, ...] = ()

    @property
    def by(self) -> tuple[str, ...]:
        """The columns that the groups are formed by."""
        return self.summary.by

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups, in the order in which they first appear; merged ones last."""
        return self.summary.groups

    @property
    def like(self) -> Any:
        """The kind of frame that came in."""
        return self.scores.records.like

    def __iter__(self) -> Iterator[Group]:
        return iter(self.groups)

    def __len__(self) -> int:
        return len(self.groups)

    def __getitem__(self, name: object) -> Group:
        """The group of a name."""
        return self.groups[self._place(name)]

    def _place(self, name: object) -> int:
        return place_of([each.name for each in self.groups], name)

    def gaps(self, band: str | None = None, *, against: object = None, confidence: object = 95) -> Gaps:
        """By how much each group differs from all other rows, or from the group ``against``: in its mean, or in the share that
        reached ``band`` or a better one.

        Differences are exact, intervals and p values approximate. Groups of fewer than 10 scored rows get neither.
        Needs scipy (the extra ``lab``). Raises ``UnknownGroupError`` and ``UnknownBandError``.
        """
        level = checked_confidence(confidence)
        reference = None if against is None else self._place(against)
        if band is not None:
            found, called = self._share_gaps(band, reference, level), self._called(band)
        else:
            found, called = self._mean_gaps(reference, level), ("", "")
        return Gaps(self.by, adjusted(found), band, level, called, self.like)

    def _mean_gaps(self, reference: int | None, level: float) -> list[Gap]:
        units = self.scores.units()
        if units is None:
            raise refused(self.scores, "scores", "scored")
        good = [rows[~self.scores.rejected[rows]] for rows in self.summary.members]
        codes = np.zeros(len(self.scores), np.int64)
        codes[~self.scores.rejected] = exact_codes(self.scores)[0]
        samples = [Sample.of(units[rows].tolist(), self.scores.policy.places) for rows in good]
        every, among = pooled(samples), np.concatenate([*good, np.zeros(0, np.int64)])
        starts = np.cumsum([0, *map(len, good)])
        ranking = Ranking(codes[among]) if reference is None and len(among) else None
        found = []
        for place, gap in self._pairs(reference):
            chosen = np.arange(starts[place], starts[place + 1])
            other = every.without(samples[place]) if reference is None else samples[reference]
            ranks = ranking
            if reference is not None:
                ranks = Ranking(codes[np.concatenate([good[place], good[reference]])])
                chosen = np.arange(len(good[place]))
            if ranks is not None:
                found.append(mean_gap(gap, samples[place], other, level, ranking=ranks, places=chosen))
        return found

    def _share_gaps(self, band: str, reference: int | None, level: float) -> list[Gap]:
        shares = [(each.reached, each.scored) for each in self._shares(band)]
        whole = tuple(map(sum, zip(*shares, strict=True))) or (0, 0)
        found = []
        for place, gap in self._pairs(reference):
            one = shares[place]
            other = (whole[0] - one[0], whole[1] - one[1]) if reference is None else shares[reference]
            found.append(share_gap(gap, one, other, level))
        return found

    def _pairs(self, reference: int | None) -> Iterator[tuple[int, Gap]]:
        """Each group that is compared, with what it is compared with; a group alone is compared with nothing."""
        total = sum(each.scored for each in self.groups)
        for place, group in enumerate(self.groups):
            if reference is None and len(self.groups) > 1:
                yield place, Gap(group.name, None, group.scored, total - group.scored, None)
            elif reference is not None and place != reference:
                other = self.groups[reference]
                yield place, Gap(group.name, other.name, group.scored, other.scored, None)

    def reached(self, band: str, *, confidence: object = 95) -> BandShares:
        """Which part of each group reached a band or a better one (one before it in the order of the policy's bands), with the
        ratio to the highest share: the four-fifths rule.

        Shares and ratios are exact, intervals approximate. Raises ``UnknownBandError``.
        """
        level = checked_confidence(confidence)
        shares, highest = with_ratios(self._shares(band), level)
        levels = self.summary.levels
        keys = [each.key for each in levels]
        return BandShares(self.by, shares, levels[: keys.index(band) + 1], level, highest, self.like)

    def _shares(self, band: str) -> tuple[BandShare, ...]:
        checked_type(band, "band", str)
        keys = [level.key for level in self.summary.levels]
        if band not in keys:
            raise UnknownBandError(band=band, bands=", ".join(keys), close=", ".join(closest(band, keys)))
        wanted = keys[: keys.index(band) + 1]
        return tuple(
            BandShare(each.name, sum(each.bands[key] for key in wanted), each.scored) for each in self.groups
        )  # fmt: skip

    def _called(self, band: str) -> tuple[str, str]:
        level = next(each for each in self.summary.levels if each.key == band)
        return level.called("id"), level.called("en")

    def curve(self, name: object, curve: str) -> PredicateCurve:
        """The predicates of one group beside the curve of the unit's own result (``"istimewa"``, ``"baik"`` ...), as guidance:
        see ``predicate_curve``.
        """
        return predicate_curve(self.scores.where(self.summary.members[self._place(name)]), curve)

    def text(self, language: str = "id") -> str:
        """The groups in words, a line each; small ones are marked, merged ones named."""
        checked_language(language)
        lines = [say("summaries.head", language, policy=self.scores.policy.key, by=", ".join(self.by))]
        for group in self.groups:
            middle = None if group.quantiles is None else group.quantiles[2]
            shares = [
                f"{level.called(language)} {percent((group.share(level.key) or Fraction(0)) / 100, language)}"
                for level in self.summary.levels
                if group.bands.get(level.key)
            ]
            lines.append(
                say(
                    "summaries.line",
                    language,
                    name=name_of(group.name) + ("*" if group.small else ""),
                    scored=thousands(group.scored, language),
                    mean=decimals(group.mean, language, self.summary.places),
                    median=decimals(middle, language, self.summary.places),
                    shares=", ".join(shares),
                    rejected=thousands(group.rejected, language) if group.rejected else "",
                )
            )
        if any(group.small for group in self.groups):
            lines.append(f"* {say('groups.small', language, least=SMALL)}")
        if self.merged:
            named = "; ".join(map(name_of, self.merged))
            lines.append(say("summaries.merged", language, names=named, least=SMALL))
        return "\n".join(lines) + "\n"

    def columns(self) -> dict[str, Any]:
        """The groups as columns, as ``scores.by(...)`` has them: names, ``n``, ``rejected``, ``small``, mean, quantiles, shares."""
        found: dict[str, Any] = evolve(self.summary, like=None).to_frame()
        return found

    def chart(self, language: str = "id", *, width: int = WIDTH) -> Any:
        """Quartiles, median and mean of each group, or of a policy without a number its shares of bands: a chart of altair that is
        ``width`` pixels wide. Needs altair (the extra ``plot``).
        """
        return self.summary.chart(language, width=width)

    def to_dict(self) -> dict[str, Any]:
        """The groups as plain JSON data; exact numbers are texts."""
        return {
            "policy": self.scores.policy.key,
            "by": list(self.by),
            "groups": [
                {
                    "name": plain_name(each.name),
                    "rows": each.rows,
                    "scored": each.scored,
                    "small": each.small,
                    "mean": None if each.mean is None else to_text(each.mean),
                    "quantiles": None if each.quantiles is None else [to_text(value) for value in each.quantiles],
                    "bands": dict(each.bands),
                }
                for each in self.groups
            ],
            "merged": [plain_name(each) for each in self.merged],
        }

    def _cells(self, language: str) -> Cells:
        heads = [", ".join(self.by), *(say(f"summaries.{each}", language) for each in ("scored", "mean", "median"))]
        heads += [f"{level.called(language)} %" for level in self.summary.levels]
        rows = []
        for group in self.groups:
            middle = None if group.quantiles is None else group.quantiles[2]
            numbers = [decimals(each, language, self.summary.places) or "-" for each in (group.mean, middle)]
            shares = [decimals(group.share(level.key), language, 1) or "-" for level in self.summary.levels]
            name = name_of(group.name) + (" *" if group.small else "")
            rows.append([name, thousands(group.scored, language), *numbers, *shares])
        return heads, rows


def summaries(scores: Scores, *, by: str | Iterable[str], small: str = "mark") -> Summaries:
    """The scores of a table by unit or by other columns of it: distribution, gaps, shares of bands, curves.

    Groups of fewer than 10 scored rows are marked, and nothing is claimed about them; ``small="merge"`` makes one group of
    them. Rejected rows count as rows of their group and for nothing else.

    >>> import asn_appraisal as asn
    >>> policy = asn.schemes.get("permenpan-16-2009")
    >>> table = {"unit": ["SD 1"] * 12 + ["SD 2"] * 12, "nilai": [95] * 6 + [80] * 6 + [80] * 9 + [95] * 3}
    >>> found = summaries(asn.appraise_table(policy, table), by="unit")
    >>> [(each.name, float(each.mean)) for each in found]
    [(('SD 1',), 87.5), (('SD 2',), 83.75)]
    >>> [(float(each.share), float(each.ratio), each.below) for each in found.reached("amat_baik")]
    [(0.5, 1.0, False), (0.25, 0.5, True)]
    """
    checked_type(scores, "scores", Scores)
    checked_choice(small, "small", SMALL_GROUPS)
    columns = names(by, "by")
    if not columns:
        raise refused(by, "by", "list of text")
    summary = scores.by(*columns)
    few = [place for place, group in enumerate(summary.groups) if group.small]
    if small == "mark" or not few:
        return Summaries(scores, summary)
    merged = tuple(summary.groups[place].name for place in few)
    return Summaries(scores, _merged(scores, summary, few), merged)


def _merged(scores: Scores, summary: GroupSummary, few: Sequence[int]) -> GroupSummary:
    """A summary in which some groups are one, the last."""
    kept = [place for place in range(len(summary)) if place not in {*few}]
    rows = np.sort(np.concatenate([summary.members[place] for place in few]))
    label = _free_name([part for place in kept for part in summary.groups[place].name])
    others = _one_group(scores, rows, label).groups[0]
    return evolve(
        summary,
        groups=(*(summary.groups[place] for place in kept), evolve(others, name=(label,) * len(summary.by))),
        members=(*(summary.members[place] for place in kept), rows),
    )


def _free_name(taken: Sequence[object]) -> str:
    """A name for what was merged that no group has."""
    name = say("summaries.others", "id")
    while name in taken:
        name = f"({name})"
    return name


def _one_group(scores: Scores, rows: Array, name: str) -> GroupSummary:
    """The summary of some rows as one group."""
    units, bands = scores.units(), scores.bands
    return group_summary(
        {"": ([name], np.zeros(len(rows), np.int64))},
        scores.rejected[rows],
        None if units is None else units[rows],
        None if bands is None else CodedBands(bands.codes[rows], bands.levels),
        places=scores.policy.places,
        like=None,
    )
