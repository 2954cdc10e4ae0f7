"""Next bands: what it takes for the next better band, and how far each value may fall before the present one is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from attrs import field, frozen

from ...algebra.levels import Level
from ...appraising.appraisals import Appraisal
from ...appraising.varying.cheapest_changes import cheapest_change
from ...appraising.varying.reached_values import Axis, Bandwork, Search
from ...appraising.varying.varying_records import Place
from ...arguments import checked_type, refused, shown
from ...cells import Cells as CellRules
from ...charts.reaches import Reach, reach
from ...charts.sheets import WIDTH, Sheet
from ...errors import BandOrderError, NoSuchBandError, UnknownPartError
from ...faults import checked_language
from ...numbers import to_text
from ...policies import Policy, checked_policy
from ...similar_names import closest
from ...texts import say
from ..answers import Answer, Cells
from .changeable_fields import Spot, axes_of, costs_of, spots_of
from .reasons import rated_of
from .ways import Way, decimal, level_way, number_way, said, span_text


@frozen
class JointChange:
    """Several fields together: ``changes`` by field, from what to what, and their ``cost``.

    ``exact`` says that it is proved to be the cheapest; otherwise nothing costs less than ``bound``. No change at all
    (``changes`` empty, ``cost`` None) was found where the goal is out of reach, or was not reached in time.
    """

    changes: dict[str, tuple[Decimal, Decimal]]
    cost: Fraction | None
    bound: Fraction | None
    exact: bool

    def to_dict(self) -> dict[str, Any]:
        """The change as plain data; exact numbers are texts."""
        return {
            "changes": {key: [str(old), str(new)] for key, (old, new) in self.changes.items()},
            "cost": None if self.cost is None else to_text(self.cost),
            "bound": None if self.bound is None else to_text(self.bound),
            "exact": self.exact,
        }


@frozen(eq=False)
class NextBand(Answer):
    """What it takes for a band: the ``goal`` (None at the top), a way for each field alone, and the cheapest change ``together``."""

    policy: str
    band: Level
    level: Level | None
    ways: tuple[Way, ...]
    or_better: bool = field(default=False, repr=False)
    _joint: tuple[Bandwork, dict[Spot, Axis], dict[Place, Fraction], frozenset[str]] | None = field(
        default=None, repr=False
    )

    @property
    def goal(self) -> str | None:
        """The key of the band that is asked for; None at the top."""
        return None if self.level is None else self.level.key

    def __getitem__(self, key: str) -> Way:
        for way in self.ways:
            if way.field == key:
                return way
        close = closest(str(key), [way.field for way in self.ways])
        raise UnknownPartError(key=shown(key), close=", ".join(close), policy=self.policy)

    @cached_property
    def together(self) -> JointChange | None:
        """The cheapest change of all fields that have a cost; None at the top. Worked out when it is asked for."""
        if self._joint is None or self.level is None:
            return None
        work, axes, costs, goal = self._joint
        moving = tuple(axis for axis in axes.values() if axis.place in costs and axis.now is not None)
        now = {axis.place: axis.now or 0 for axis in moving}
        known = []
        for axis in moving:
            way = self[axis.key]
            if way.nearest is not None:
                known.append({**now, axis.place: int(Fraction(way.nearest) * 10**axis.entry.decimals)})
        found = cheapest_change(Search(work, moving), costs, goal, known)
        point = found.point or {}
        changes = {
            axis.key: (decimal(axis, axis.now or 0), decimal(axis, point[axis.place]))
            for axis in moving
            if point and point[axis.place] != axis.now
        }
        return JointChange(changes, found.cost, found.bound, found.exact)

    def text(self, language: str = "id") -> str:
        """The answer in sentences: what is enough alone, what together, and how much room there is."""
        checked_language(language)
        if self.level is None:
            lines = [say("next_band.top", language, band=self.band.called(language))]
        else:
            head = "head" if any(way.reachable for way in self.ways) else "far"
            goal = self.level.called(language)
            lines = [say(f"next_band.{head}", language, band=self.band.called(language), goal=goal)]
            lines += [f"- {line}" for line in self.way_lines(language)]
            closed = [way for way in self.ways if way.reason is not None]
            lines += [say("next_band.not_alone", language)] if closed else []
            lines += [
                f"- {way.called(language)}: {way.reason.text(language)}" for way in closed if way.reason is not None
            ]
            lines += self._together_lines(language)
            lines += [] if self.ways else [say("next_band.no_field", language)]
        roomy = [way for way in self.ways if way.room is not None and way.kept is not None]
        lines += [say("next_band.room_head", language, band=self.band.called(language))] if roomy else []
        for way in roomy:
            values = span_text(way.kept or (None, None), way.range, language)
            lines.append(
                f"- {way.called(language)}: {values} ({say('next_band.now', language, now=said(way.now, language))})"
            )
        return "\n".join(lines) + "\n"

    def way_lines(self, language: str = "id") -> list[str]:
        """What is enough alone, a sentence for each field with which the goal is reached."""
        checked_language(language)
        return [self._line(way, language) for way in self.ways if way.reachable]

    def _line(self, way: Way, language: str) -> str:
        return say(
            "next_band.way",
            language,
            name=way.called(language),
            values=way.values_text(language),
            goal="" if self.level is None else self.level.called(language),
            better=say("next_band.or_better", language) if self.or_better else "",
            now=said(way.now, language),
            unsettled="" if way.exact else say("next_band.unsettled", language),
        )

    def _together_lines(self, language: str) -> list[str]:
        joint = self.together
        if joint is None or (len(joint.changes) < 2 and (joint.changes or not joint.exact or not self.ways)):
            return []
        if not joint.changes:
            return [say("next_band.not_together", language)] if joint.cost is None else []
        changes = "; ".join(
            say(
                "next_band.change",
                language,
                name=self[key].called(language),
                old=said(old, language),
                new=said(new, language),
            )
            for key, (old, new) in joint.changes.items()
        )
        word = "together" if joint.exact else "together_found"
        return [say(f"next_band.{word}", language, changes=changes)]

    def columns(self) -> dict[str, Any]:
        """The ways as columns: field, now, reachable, nearest, low and high of the first interval of values, room; floats."""
        return {
            "field": [way.field for way in self.ways],
            "now": [_float(way.now) for way in self.ways],
            "reachable": [way.reachable for way in self.ways],
            "nearest": [_float(way.nearest) for way in self.ways],
            "values": [way.values_text("en") for way in self.ways],
            "room": [_float(way.room) for way in self.ways],
        }

    def _cells(self, language: str) -> Cells:
        heads = [say(f"next_band.{name}", language) for name in ("field", "present", "needed", "keeps")]
        rows = []
        for way in self.ways:
            reason = "" if way.reason is None else way.reason.text(language)
            kept = "" if way.kept is None else span_text(way.kept, way.range, language)
            rows.append((way.called(language), said(way.now, language), way.values_text(language) or reason, kept))
        return heads, rows

    def chart(self, language: str = "id", *, width: int = WIDTH) -> Any:
        """A track for each number with its value now and those that reach the goal, a chart of altair that is ``width`` pixels wide.

        Numbers without both ends, flags and categories have no track. Needs altair (the extra ``plot``).
        """
        sheet = Sheet.of(language, width)
        goal = self.band if self.level is None else self.level
        title = sheet.phrase("next_band", band=self.band.called(language), goal=goal.called(language))
        rows = [row for way in self.ways if (row := _track(way, language)) is not None]
        return reach(sheet, title, rows)

    def to_dict(self, language: str = "id") -> dict[str, Any]:
        """The answer as plain JSON data; exact numbers are texts."""
        checked_language(language)
        joint = self.together
        return {
            "policy": self.policy,
            "band": self.band.key,
            "goal": self.goal,
            "ways": [way.to_dict(language) for way in self.ways],
            "together": None if joint is None else joint.to_dict(),
        }


def next_band(
    policy: Policy,
    record: object,
    goal: str | None = None,
    *,
    change: Iterable[str] | str | None = None,
    limits: Mapping[str, Any] | None = None,
    cost: Mapping[str, Any] | None = None,
    ignore: Iterable[str] | str = (),
    floats: str = "snap",
    cells: CellRules | None = None,
) -> NextBand:
    """What it takes for the next better band, or for ``goal`` (that band or a better one): exactly, field by field.

    For each field that a person can change, ``.ways`` has all its values, on its decimals and within its range, with which the goal
    is reached while the others stay as they are, or why it is not; values with which the record would be refused do not count.
    ``.together`` is the cheapest change of several fields. By default indicators change, and in the rows of lists the
    numbers that are realized; ``change`` names other fields (``"kegiatan.realisasi_waktu"`` for every row). ``limits``
    narrows fields (``{"kepuasan": (0, 90)}``); ``cost`` says what a change by 1 costs (by default the share of the range)
    and which fields change together. ``record`` and ``ignore``, ``floats``, ``cells`` are those of ``Policy.appraise``.

    The bands of a scale with lower edges (``>= 91``) and the levels of a grid are listed from the best; of a scale with upper edges
    ``goal`` must be stated, and means that band alone.

    >>> from asn_appraisal import schemes
    >>> found = next_band(schemes.get("sabang-layanan"), {"kecepatan": 5, "kepuasan": 70, "akurasi": 90})
    >>> found.goal, [(way.field, way.nearest) for way in found.ways if way.reachable]
    ('sangat_baik', [('kepuasan', Decimal('94.81'))])
    """
    checked_policy(policy, record=record)
    if policy.band is None:
        raise refused(policy, "policy", "with_bands")
    appraisal = (
        record if isinstance(record, Appraisal) else policy.appraise(record, ignore=ignore, floats=floats, cells=cells)
    )
    if appraisal.fingerprint != policy.fingerprint or appraisal.band is None:
        raise refused(record, "record", "of_policy")
    wanted, level = _goal(policy, appraisal.band, goal)
    values = appraisal.trace.values
    spots = spots_of(policy, values, change)
    axes = axes_of(policy, values, spots, limits)
    costs = costs_of(policy, axes, cost)
    roots = tuple(part for part in (policy.score, policy.band, *policy.shown) if part is not None)
    work = Bandwork(policy.outline, policy.checks, roots, policy.score, policy.band, values)
    kept = _at_least(policy, appraisal.band)
    ways = tuple(
        number_way(work, spot, axes[spot], wanted, kept) if spot in axes else level_way(work, spot, wanted)
        for spot in spots
    )
    return NextBand(policy.key, appraisal.band, level, ways, len(wanted) > 1, (work, axes, costs, wanted))


def _track(way: Way, language: str) -> Reach | None:
    low, high = way.range
    if low is None or high is None or way.now is None:
        return None
    spans = [(low if start is None else start, high if end is None else end) for start, end in way.values]
    reason = "" if way.reason is None else way.reason.text(language)
    return Reach(
        way.called(language),
        Fraction(low),
        Fraction(high),
        Fraction(way.now),
        tuple((Fraction(start), Fraction(end)) for start, end in spans),
        way.values_text(language) or reason,
    )


# --- bands -----------------------------------------------------------------------------------------------------------


def changeable_keys(policy: Policy, appraisal: Appraisal) -> tuple[str, ...]:
    """The fields of an appraisal's record that a person can change, as ``next_band`` takes them by default."""
    return tuple(spot.key for spot in spots_of(policy, appraisal.trace.values, None))


def ranks_bands(policy: Policy) -> bool:
    """Whether the bands are listed from the best: not those of a scale with upper edges, which may mean either."""
    rated = None if policy.band is None else rated_of(policy.band)
    return rated is None or all(band.edge is None or band.edge.lower for band in rated.bands.bands)


def _levels(policy: Policy) -> tuple[Level, ...]:
    return () if policy.band is None else policy.band.levels


def _at_least(policy: Policy, band: Level) -> frozenset[str]:
    """A band and those better than it."""
    keys = [level.key for level in _levels(policy)]
    return frozenset(keys[: keys.index(band.key) + 1]) if ranks_bands(policy) else frozenset({band.key})


def _goal(policy: Policy, band: Level, goal: str | None) -> tuple[frozenset[str], Level | None]:
    """The bands that are wanted, and the one that is asked for."""
    levels = _levels(policy)
    keys = [level.key for level in levels]
    if goal is None:
        if not ranks_bands(policy):
            raise BandOrderError(policy=policy.key, right=", ".join(keys))
        at = keys.index(band.key)
        level = levels[at - 1] if at else None
        return (_at_least(policy, band) - {band.key}, level)
    checked_type(goal, "goal", str)
    if goal not in keys:
        close = ", ".join(closest(goal, keys))
        raise NoSuchBandError(goal=shown(goal), policy=policy.key, right=", ".join(keys), close=close)
    level = levels[keys.index(goal)]
    return _at_least(policy, level), level


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
