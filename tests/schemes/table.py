"""The table of what was checked of each scheme: ``python tests/schemes/table.py`` prints it, the documentation includes it.

Grades are those of the scheme's sources; *published* are cases typed from a law, a report or a public document, *by hand* those
worked by hand from the formula, *edges* are records made at each band, edge, knot and cap with the result of the independent evaluation, *laws* those of
``asn_appraisal.testing.laws`` that fit the scheme, tried on sampled pairs of records; what a law of the land breaks on purpose is an exception. A case that fails shows as
``41 of 42``, so that the table cannot look better than the library is.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.schemes.edges import edge_cases

from asn_appraisal import Appraisal, Policy, schemes
from asn_appraisal.algebra.sources import GRADES
from asn_appraisal.command.text_tables import text_table
from asn_appraisal.testing import laws
from asn_appraisal.testing.cases import SHIPPED
from asn_appraisal.testing.drawing.directions import directions
from asn_appraisal.testing.drawing.pairs import random_pair
from asn_appraisal.testing.known import of_scheme

HEADER = ("scheme", "grades", "bands reached", "published", "by hand", "edges", "laws passed")
PAIRS = 10  # of records, on which the laws are tried


def typed_cases(key: str) -> Iterator[dict[str, Any]]:
    """The cases of a scheme that were typed, published or worked by hand."""
    path = SHIPPED / f"{key}.jsonl"
    if path.exists():
        yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def rows() -> list[tuple[str, ...]]:
    """A line a scheme, in the order of the documentation."""
    return list(map(_row, schemes.keys()))


def _row(key: str) -> tuple[str, ...]:
    policy = schemes.get(key)
    reached: set[str] = set()
    right: Counter[bool] = Counter()
    typed: Counter[bool] = Counter()
    for case in typed_cases(key):
        by_hand = case["kind"] == "calculated"
        appraisal = schemes.get(key, **case.get("options", {})).appraise(case["record"])
        expected = None if case["score"] is None else Decimal(case["score"])
        typed[by_hand] += 1
        right[by_hand] += (expected, case["band"]) == (appraisal.score, _band(appraisal))
        reached.add(_band(appraisal) or "")
    agreed, made = 0, edge_cases(policy)
    for record, result in made:
        appraisal = policy.appraise(record)
        agreed += (result.exact, result.band) == (appraisal.exact, _band(appraisal))
        reached.add(_band(appraisal) or "")
    levels = () if policy.band is None else policy.band.levels
    found = {source.grade for source in policy.sources()}
    return (
        key,
        ", ".join(grade for grade in GRADES if grade in found),
        _count(len(reached - {""}), len(levels)) if levels else "-",
        *(_count(right[by_hand], typed[by_hand]) if typed[by_hand] else "-" for by_hand in (False, True)),
        _count(agreed, len(made)),
        _laws(policy),
    )


def _laws(policy: Policy) -> str:
    """How many laws the policy keeps on sampled pairs of records; those that it breaks on purpose are counted apart."""
    known, random = of_scheme(policy.key), Random(1)  # noqa: S311  (the same ones each time)
    ways = directions(policy, known)
    records = [record for _ in range(PAIRS) for record in random_pair(policy, ways, random)]
    found, kept = laws.for_policy(policy), 0
    for law in found:
        try:
            law(records)
            kept += 1
        except AssertionError:
            continue
    exceptions = len(known.exceptions)
    return _count(kept, len(found)) + (f" ({exceptions} exceptions)" if exceptions else "")


def _band(appraisal: Appraisal) -> str | None:
    return appraisal.band.key if appraisal.band else None


def _count(right: int, of: int) -> str:
    return str(of) if right == of else f"{right} of {of}"


if __name__ == "__main__":
    print(text_table(HEADER, rows()))  # noqa: T201 - a command prints
