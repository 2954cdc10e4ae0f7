"""Few cases that notice every change of a scheme: ``python tests/schemes/edge_files.py KEY...`` writes ``schemes/cases/edges/KEY.jsonl``.

Records are taken from the edge cases, from records aimed at turns of the policy and, for surveys, from numbers of respondents
that meet an edge; those are kept that notice a mutant which no case before noticed. What is expected of a record is what the
independent evaluation gives; the library only tells which records are worth keeping.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.schemes.edges import Record, edge_cases, outcome

from asn_appraisal import Number, Policy, schemes
from asn_appraisal.algebra.bands import Rated
from asn_appraisal.algebra.inputs import Field
from asn_appraisal.algebra.nodes import Node
from asn_appraisal.numbers import to_text
from asn_appraisal.testing.cases import SHIPPED, PolicyCase, read_cases
from asn_appraisal.testing.drawing.aiming import aim, random_edge_record
from asn_appraisal.testing.drawing.records import random_record, text_of
from asn_appraisal.testing.mutant_trials import prepared
from asn_appraisal.testing.mutants import mutants, shared
from asn_appraisal.testing.notable import notable

AIMED, AT_EACH_TURN, MOST_PEOPLE, PLAIN = 1000, 20, 120, 3000
SOURCE = "independent evaluation"


def written(policy: Policy) -> list[dict[str, Any]]:
    """The cases of a scheme as lines of its file."""
    policy = shared(policy)
    left = [mutant for mutant in mutants(policy) if not mutant.equivalent]
    typed = SHIPPED / f"{policy.key}.jsonl"
    known = [case for case in read_cases(typed).cases if not case.options] if typed.exists() else []
    for ready in filter(None, (prepared(policy, case) for case in known)):
        left = [mutant for mutant in left if not ready.notices(policy, mutant)]
    kept: list[dict[str, Any]] = []
    shown = {part.named_by() for part in policy.shown}
    for parts in (shown, set(policy.parts)):  # values on the way are stated where the result hides a change
        for record in _records(policy):
            if not left:
                break
            said = stated(policy, record, parts)
            ready = None if said is None else prepared(policy, PolicyCase(record, said))
            noticed = [mutant for mutant in left if ready is not None and ready.notices(policy, mutant)]
            if noticed and said is not None:
                left = [mutant for mutant in left if mutant not in noticed]
                more = {"kind": "edge", "source": SOURCE, "note": ""}
                kept.append({"scheme": policy.key, "record": record, **said, **more})
    for mutant in left:
        sys.stderr.write(f"{policy.key}: no record notices {mutant.name}\n")
    return kept


def stated(policy: Policy, record: Record, parts: set[str]) -> dict[str, Any] | None:
    """What the independent evaluation says of a record; None where it refuses it."""
    found = outcome(policy, record)
    if found is None:
        return None
    said: dict[str, Any] = {"exact": _text(found.exact), "band": found.band}
    if named := {name: _text(value) for name, value in found.parts.items() if name in parts}:
        said["parts"] = named
    return said


def _text(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_text(each) for each in value]
    return to_text(value) if isinstance(value, Fraction) else value


def _records(policy: Policy) -> Iterator[Record]:
    random = Random(policy.key)  # noqa: S311  (the same ones each time)
    yield from _surveys(policy)
    found = [record for record, _ in edge_cases(policy)]
    random.shuffle(found)
    yield from found[:800]
    for _ in range(PLAIN):
        yield _plain(policy, random)
    for turn in notable(policy).turns:
        for _ in range(AT_EACH_TURN):
            record = random_record(policy, random)
            if aim(policy, record, turn, random):
                yield record
    for _ in range(AIMED):
        yield random_edge_record(policy, random)


def _plain(policy: Policy, random: Random) -> Record:
    """A record whose numbers are mostly one and the same, one that the policy names or a unit beside it; targets are 100."""
    named = [*notable(policy).numbers, Fraction(100), Fraction(90)]
    values = [random.choice(named) + random.choice((0, 0, Fraction(1, 100), Fraction(-1, 100))) for _ in range(2)]

    def drawn(entry: Field) -> Any:
        if not isinstance(entry, Number):
            default = getattr(entry, "default", None)
            return random.choice([level.key for level in entry.levels] or [True, False, default])
        if (entry.optional or entry.default is not None) and random.random() < 0.6:
            return None
        hundred = entry.key.startswith("target")
        value = Fraction(100) if hundred else values[random.random() < 0.25]
        inside = (entry.low is None or entry.low <= value) and (entry.high is None or value <= entry.high)
        return text_of(int((value if inside else Fraction(1)) * 10**entry.decimals), entry.decimals)

    record = {entry.key: drawn(entry) for entry in policy.outline.fields}
    for items in policy.outline.lists:
        record[items.key] = [{entry.key: drawn(entry) for entry in items.fields}]
    return record


def _surveys(policy: Policy) -> Iterator[Record]:
    """Answers of so few people as meet an edge, a hundredth beside it, or the tie of a rounding."""
    if [items.key for items in policy.outline.lists] != ["responden"]:
        return
    bounds = {band.edge.bound for node in _ratings(policy) for band in node.bands.bands if band.edge is not None}
    wanted = {bound + Fraction(step, 100) for bound in bounds for step in (-1, 0, 1)}
    for people in range(1, MOST_PEOPLE):
        for total in range(9 * people, 36 * people + 1):
            record = {"responden": _answers(total, people)}
            found = Fraction(25 * total, 9 * people)
            near = any(abs(found - bound) < 1 for bound in wanted)
            tie = people == 8 and (found * 100).denominator == 2
            if tie or near:
                result = outcome(policy, record)
                if tie or (result is not None and result.exact in wanted):
                    wanted -= {result.exact if result is not None else None}
                    yield record


def _answers(total: int, people: int) -> list[Record]:
    low, more = divmod(total, 9 * people)
    answers = [low + 1] * more + [low] * (9 * people - more)
    return [{f"u{n}": str(answers[9 * person + n - 1]) for n in range(1, 10)} for person in range(people)]


def _ratings(policy: Policy) -> Iterator[Rated]:
    waiting: list[Node] = [root for root in (policy.score, policy.band) if root is not None]
    while waiting:
        node = waiting.pop()
        waiting += node.children()
        if isinstance(node, Rated):
            yield node


def main(keys: list[str]) -> None:
    """Write the files of some schemes, or of all."""
    for key in keys or schemes.keys():
        lines = written(schemes.get(key))
        path = SHIPPED / "edges" / f"{key}.jsonl"
        if lines:  # where the typed cases notice everything there is no file
            path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
        sys.stderr.write(f"{key}: {len(lines)} cases\n")


if __name__ == "__main__":
    main(sys.argv[1:])
