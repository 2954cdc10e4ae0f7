"""Vectors: records at every edge, knot, cap and tie of a policy with their results, for programs in other languages.

A line of JSON each: ``scheme`` and ``fingerprint`` say which policy, ``name`` what the record tries, ``record`` holds
the input (numbers as text, exactly as they are to be read), ``score`` is the result as reported, ``exact`` the number
behind it (a fraction where it does not end), ``band`` the key of the band, ``parts`` what each part came to (in the
order of the rows, for a part that stands over rows); a record that must be refused has ``fault``
in place of them. Texts are compared as numbers (``95.2`` is ``95.20``), without any tolerance.

``nilai - 110 = 0`` is a record in which ``nilai`` is exactly 110, ``= 0.01`` and ``= -0.01`` one a unit to a side of it. What no
such record tells apart from a slip of the pen (``peringkat: >= 110 becomes > 110``) gets a record that does, if one is met. Values
are plausible ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import chain, islice, product
from math import prod
from random import Random
from typing import Any

from ..algebra.inputs import Category, Field, Flag, Number
from ..analysis.formulas import written
from ..arguments import checked_count
from ..errors import RecordError
from ..numbers import to_text
from ..policies import Policy, checked_policy
from .cases import cases_of
from .drawing.edge_hits import edge_hit, goals_of, may_be
from .drawing.faults import random_faulty_record
from .drawing.plausible import is_plausible, plausible_record
from .drawing.records import Record
from .mutant_trials import survivors
from .notable import PlacedTurn, notable
from .telling_records import stating_results, telling_record, tells

TRIES, MOST_TRIES = 1500, 40  # draws to meet all turns, or to miss them by a unit; and a single one
TELLING_TRIES = 100
PLAIN, FAULTY = 20, 10
MOST_CHOICES = 1000


def vectors(policy: Policy, *, seed: int = 1) -> Iterator[dict[str, Any]]:
    """The vectors of a policy, each record once; the same seed gives the same vectors.

    >>> from asn_appraisal import schemes
    >>> lines = list(vectors(schemes.get("permenpan-16-2009")))
    >>> {line.get("band") for line in lines if line["record"].get("nilai") == "90.01"}
    {'amat_baik'}
    """
    checked_policy(policy, seed=seed)
    checked_count(seed, "seed", 0, 2**63)
    return _lines(policy, seed)


def _lines(policy: Policy, seed: int) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for name, record in _records(policy, Random(seed)):  # noqa: S311  (a sample that anyone can draw again)
        text = json.dumps(record, sort_keys=True, default=str)
        if text not in seen:
            seen.add(text)
            yield _line(policy, name, record)


def to_jsonl(policy: Policy, *, seed: int = 1) -> str:
    """The vectors of a policy as the text of a file, a line each."""
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in vectors(policy, seed=seed))


def _line(policy: Policy, name: str, record: Record) -> dict[str, Any]:
    line = {"scheme": policy.key, "fingerprint": policy.fingerprint, "name": name, "record": record}
    try:
        found = policy.appraise(record)
    except RecordError as problem:
        return {**line, "fault": problem.faults[0].code}
    score, exact = found.score, found.exact
    return {
        **line,
        "score": None if score is None else str(score),
        "exact": None if exact is None else to_text(exact),
        "band": None if found.band is None else found.band.key,
        "parts": {key: _plain(value) for key, value in found.parts.items() if key in policy.parts},
    }


def _plain(value: Any) -> Any:
    """The value of a part as JSON: exact numbers as texts, a list for a part that stands over rows."""
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return to_text(value) if isinstance(value, Fraction) else value


def _records(policy: Policy, random: Random) -> Iterator[tuple[str, Record]]:
    made: list[Record] = []
    for name, record in chain(_choices(policy), _at_turns(policy, random), _anywhere(policy, random)):
        made.append(record)
        yield name, record
    yield from _telling(policy, made, random)
    for _ in range(FAULTY):
        record = random_faulty_record(policy, random)
        if _is_plain(record):
            yield "faulty", record


def _at_turns(policy: Policy, random: Random) -> Iterator[tuple[str, Record]]:
    aims = [(turn, goal) for turn in notable(policy).turns for goal in goals_of(turn) if may_be(turn, goal)]
    for turn, goal in aims:
        record = edge_hit(policy, turn, goal, random, tries=min(MOST_TRIES, TRIES // len(aims) + 1))
        if record is not None:
            yield _about(turn, goal), record


def _anywhere(policy: Policy, random: Random) -> Iterator[tuple[str, Record]]:
    return (("plain", plausible_record(policy, random)) for _ in range(PLAIN))


def _telling(policy: Policy, made: list[Record], random: Random) -> Iterator[tuple[str, Record]]:
    """A record for each slip of the pen that none of those made so far would notice: of the scheme's own cases, else drawn."""
    left = survivors(policy, [stating_results(policy, record) for record in made])
    shipped = cases_of(policy) if left else None
    own = [] if shipped is None else [_as_texts(case.record) for case in shipped.cases if not case.options]
    own.sort(key=lambda record: not is_plausible(policy, record))
    for mutant in left:
        record = next((each for each in own if tells(policy, mutant, each)), None)
        if shipped is None or (record is not None and not is_plausible(policy, record)):
            drawn = telling_record(policy, mutant, seed=random.randrange(2**32), tries=TELLING_TRIES)
            record = record if drawn is None else drawn
        if record is not None:
            yield mutant.name, record


def _as_texts(value: Any) -> Any:
    """A record with its numbers as texts."""
    if isinstance(value, Mapping):
        return {key: _as_texts(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_as_texts(each) for each in value]
    return value if value is None or isinstance(value, bool) else str(value)


def _about(turn: PlacedTurn, goal: Fraction) -> str:
    where = "" if turn.list is None else f"{turn.list}: "
    if turn.places is not None:
        beside = f", {to_text(goal)} unit beside" if goal else ""
        return f"{where}tie of {written(turn.gap)} at {turn.places} decimals{beside}"
    return f"{where}{written(turn.gap)} = {to_text(goal)}"


def _choices(policy: Policy) -> Iterator[tuple[str, Record]]:
    """Every combination of inputs, for a policy that reads categories and flags alone; of too many, those one input apart."""
    fields = policy.outline.fields
    if policy.outline.lists or any(isinstance(entry, Number) for entry in fields):
        return
    levels = [_levels(entry) for entry in fields]
    few = prod(map(len, levels)) <= MOST_CHOICES
    for picked in product(*levels) if few else islice(_one_apart(levels), MOST_CHOICES):
        yield (
            "every choice" if few else "choices one apart",
            dict(zip((entry.key for entry in fields), picked, strict=True)),
        )


def _one_apart(levels: list[list[Any]]) -> Iterator[list[Any]]:
    """The same place in every scale, and each of these with one input at each other level."""
    for place in range(max(map(len, levels), default=0)):
        alike = [each[min(place, len(each) - 1)] for each in levels]
        yield alike
        for at, each in enumerate(levels):
            yield from ([*alike[:at], level, *alike[at + 1 :]] for level in each if level != alike[at])


def _levels(entry: Field) -> list[Any]:
    if isinstance(entry, Category):
        return [level.key for level in entry.among]
    return [True, False] if isinstance(entry, Flag) else []


def _is_plain(value: Any) -> bool:
    """Whether JSON holds a value unchanged: texts, booleans, null, and lists and mappings of them."""
    if isinstance(value, dict):
        return all(_is_plain(each) for each in value.values())
    if isinstance(value, list):
        return all(_is_plain(each) for each in value)
    return value is None or isinstance(value, str | bool)
