"""Laws on bands: each can be reached, and an edge belongs where the policy says; records are aimed at them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from random import Random
from typing import Any

from attrs import frozen

from ..algebra.bands import Rated
from ..algebra.expressions import Expression, Named
from ..algebra.inputs import Field, Flag, Number
from ..analysis.walks import first_places
from ..appraising.contexts import Context, EvaluationFault
from ..appraising.evaluation import evaluate
from ..appraising.readings import is_absent, read
from ..policies import Policy
from .drawing.aiming import MOST_TURNS, aim, random_edge_record
from .drawing.records import Record, ends, random_record, text_of
from .failures import appraised, breach, told
from .notable import notable

SEED = 2026
TRIES = 600  # records tried before a band counts as out of reach
AT_EACH_EDGE = 12
STEPS, WIDE = 40, 200  # all numbers rise together in this many steps; an unbounded one up to this value

Records = Sequence[Mapping[str, Any]]


def every_band_reachable(policy: Policy, records: Records = ()) -> None:
    """Each band of the policy is reached by some record."""
    missing = [level.key for level in policy.band.levels] if policy.band is not None else []
    for record in records:
        appraisal = appraised(policy, record)
        if appraisal is not None and appraisal.band is not None and appraisal.band.key in missing:
            missing.remove(appraisal.band.key)
    missing = [key for key in missing if key not in reached(policy)]
    if missing:
        breach(policy, f"no record was found that reaches {', '.join(missing)} ({TRIES} tried)")


@lru_cache(maxsize=64)
def reached(policy: Policy) -> frozenset[str]:
    """The bands that aimed records reach; the records are the same on each call."""
    found: set[str] = set()
    wanted = {level.key for level in policy.band.levels} if policy.band is not None else set()
    for record in _aimed(policy):
        appraisal = appraised(policy, record)
        if appraisal is not None and appraisal.band is not None:
            found.add(appraisal.band.key)
        if found == wanted:
            break
    return frozenset(found)


def _aimed(policy: Policy) -> Iterator[Record]:
    random = Random(SEED)  # noqa: S311  (chance for tests, nothing secret)
    for step in range(STEPS + 1):
        record = _together(policy, random, step)
        yield record
        yield from _turned(policy, record)
    for at in range(TRIES):
        yield (random_record, random_edge_record)[at % 2](policy, random)


def _turned(policy: Policy, record: Record) -> Iterator[Record]:
    """The record with the flags that have a default set against it, which a random record seldom has all at once."""
    flags = [entry for entry in policy.outline.fields if isinstance(entry, Flag) and entry.default is not None]
    if flags:
        yield {**record, **{entry.key: not entry.default for entry in flags}}


def _together(policy: Policy, random: Random, step: int) -> Record:
    """A plain record in which all numbers are at the same fraction of their ranges, so that means reach their ends."""
    record = random_record(policy, random)
    places: list[tuple[Iterable[Field], list[Record]]] = [(policy.outline.fields, [record])]
    places += [(items.fields, record.get(items.key) or []) for items in policy.outline.lists]
    for fields, rows in places:
        for entry in (each for each in fields if isinstance(each, Number)):
            low, high = ends(entry)
            high = min(high, max(low, 0) + WIDE * 10**entry.decimals)
            part = STEPS - step if getattr(entry, "better", "") == "lower" else step
            for row in rows:
                if not is_absent(row.get(entry.key)):
                    row[entry.key] = text_of(low + (high - low) * part // STEPS, entry.decimals)
    return record


def edge_belongs_where_said(policy: Policy, records: Records = ()) -> None:
    """A value on an edge is in the band whose edge says so (``>= 91`` takes 91, ``> 80`` leaves 80), as its neighbours are."""
    ratings = [(rated, _written_edges(rated)) for rated in _ratings(policy)]
    for record in (*records, *_at_edges(policy)):
        appraisal = appraised(policy, record)
        if appraisal is None:
            continue
        values = read(policy.outline, record, ignore="all").values
        for rated, edges in ratings:
            context = Context.of(policy.outline, values)
            try:
                value, found = evaluate(rated.value, context), evaluate(rated, context)
            except (EvaluationFault, KeyError):
                continue  # a rating over rows, or in a branch that was not taken
            right = _band_of(edges, value, context)
            if found != right or (rated == _bare(policy.band) and appraisal.band and appraisal.band.key != right):
                breach(policy, f"{value} is in {found}, the edges say {right}", *told(appraisal))


@frozen
class _WrittenEdge:
    """The edge of a band as it is written, and what the band requires; the last band has no edge."""

    band: str
    sign: str
    bound: Fraction
    requires: Expression | None


def _written_edges(rated: Rated) -> tuple[_WrittenEdge, ...]:
    found = []
    for band in rated.bands.bands:
        sign, _, bound = ("<=>", "", "0") if band.edge is None else str(band.edge).partition(" ")
        found.append(_WrittenEdge(band.key, sign, Fraction(bound), band.requires))
    return tuple(found)


def _band_of(edges: Iterable[_WrittenEdge], value: Any, context: Any) -> str | None:
    """The band of a number by its edges as they are written, without the library's own comparison."""
    if value is None:
        return None
    for edge in edges:
        gap = value - edge.bound
        holds = (gap == 0 and "=" in edge.sign) or (gap > 0 and ">" in edge.sign) or (gap < 0 and "<" in edge.sign)
        if holds and (edge.requires is None or evaluate(edge.requires, context)):
            return edge.band
    return None


@lru_cache(maxsize=64)
def _at_edges(policy: Policy) -> tuple[Record, ...]:
    """Records aimed at each edge of each rating, the same on each call."""
    random = Random(SEED)  # noqa: S311  (chance for tests, nothing secret)
    values = {rated.value for rated in _ratings(policy)}
    turns = [turn for turn in notable(policy).turns if getattr(turn.gap, "left", None) in values]
    found = []
    for turn in turns[:MOST_TURNS]:
        for _ in range(AT_EACH_EDGE):
            record = random_record(policy, random)
            if aim(policy, record, turn, random):
                found.append(record)
    return tuple(found)


def _ratings(policy: Policy) -> tuple[Rated, ...]:
    return tuple(node for node in first_places(policy.score, policy.band, policy.shown) if isinstance(node, Rated))


def _bare(band: Expression | None) -> Expression | None:
    while isinstance(band, Named):
        band = band.value
    return band
