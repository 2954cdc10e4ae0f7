"""Vectors: records at every edge, knot, cap and tie of a policy with their results, for programs in other languages.

A line of JSON each: ``scheme`` and ``fingerprint`` say which policy, ``name`` what the record tries, ``record`` holds
the input (numbers as text, exactly as they are to be read), ``score`` is the result as reported, ``exact`` the number
behind it (a fraction where it does not end), ``band`` the key of the band; a record that must be refused has ``fault``
in place of them. Texts are compared as numbers (``95.2`` is ``95.20``), without any tolerance.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from random import Random
from typing import Any

from ..algebra.inputs import Category, Field, Flag, Number
from ..analysis.formulas import written
from ..arguments import checked_count
from ..errors import RecordError
from ..numbers import to_text
from ..policies import Policy, checked_policy
from .drawing.aiming import aim
from .drawing.faults import random_faulty_record
from .drawing.records import Record, random_record
from .notable import PlacedTurn, notable

TRIES = 6  # draws to meet a turn, or to miss it by the units below
BESIDE = (0, 1, -1, 4, -4)
PLAIN, FAULTY = 20, 10
MOST_CHOICES = 1000


def vectors(policy: Policy, *, seed: int = 1) -> Iterator[dict[str, Any]]:
    """The vectors of a policy, each record once; the same seed gives the same vectors.

    >>> from asn_appraisal import schemes
    >>> lines = list(vectors(schemes.get("permenpan-16-2009")))
    >>> {line.get("band") for line in lines if line["record"].get("nilai") == "91.00"}
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
    }


def _records(policy: Policy, random: Random) -> Iterator[tuple[str, Record]]:
    yield from (("every choice", record) for record in _choices(policy))
    for turn in notable(policy).turns:
        for beside in BESIDE:
            for _ in range(TRIES):
                record = random_record(policy, random)
                if aim(policy, record, turn, random, beside=beside):
                    yield _about(turn), record
                    break
    for _ in range(PLAIN):
        yield "plain", random_record(policy, random)
    for _ in range(FAULTY):
        record = random_faulty_record(policy, random)
        if _is_plain(record):
            yield "faulty", record


def _about(turn: PlacedTurn) -> str:
    where = "" if turn.list is None else f"{turn.list}: "
    if turn.places is not None:
        return f"{where}tie of {written(turn.gap)} at {turn.places} decimals"
    return f"{where}{written(turn.gap)} = 0"


def _choices(policy: Policy) -> Iterator[Record]:
    """Every combination of inputs, for a policy that reads categories and flags alone."""
    fields = policy.outline.fields
    if policy.outline.lists or any(isinstance(entry, Number) for entry in fields):
        return
    levels = [_levels(entry) for entry in fields]
    for at, picked in enumerate(product(*levels)):
        if at < MOST_CHOICES:
            yield dict(zip((entry.key for entry in fields), picked, strict=True))


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
