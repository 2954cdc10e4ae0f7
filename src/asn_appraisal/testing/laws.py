"""Laws that hold for every policy, checked on records; each raises ``AssertionError`` in words where it is broken.

A law is a function of a policy and some records; its first line says it in a sentence. ``ALL`` has them all, ``for_policy``
those that fit a policy, ready to be called with records::

    from hypothesis import given
    from asn_appraisal.testing import laws, strategies

    @pytest.mark.parametrize("law", laws.for_policy(policy), ids=str)
    @given(pair=strategies.record_pairs(policy))
    def test_the_policy_keeps_the_law(law, pair):
        law(pair)

``columns_agree`` is the promise of the library: one record and ten million give the same bits. From the command line it is
tried on random policies::

    python -m asn_appraisal.testing.laws --policies 2000
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Any

from attrs import evolve, field, frozen

from ..algebra.inputs import Field
from ..algebra.items import Items
from ..appraising.appraisals import Appraisal
from ..columns.running.compiled.loops import as_plain_python
from ..columns.running.float_engine import every_row_checked
from ..columns.tables import appraise_table
from ..documents import from_json, from_toml, to_json, to_toml
from ..errors import AppraisalError, RecordError
from ..faults import Fault
from ..policies import Policy, checked_policy
from .answer_laws import changes_add_up, contributions_add_up
from .band_laws import edge_belongs_where_said, every_band_reachable
from .drawing.aiming import random_edge_record
from .drawing.arrays import KEY, as_arrays
from .drawing.directions import directions
from .drawing.faults import random_faulty_record
from .drawing.policies import random_policy
from .drawing.records import Record, random_record
from .failures import breach
from .known import Known, of_scheme
from .record_laws import (
    explanation_adds_up,
    missing_is_not_zero,
    never_worse,
    no_reversal,
    order_does_not_matter,
    within_bounds,
)

FaultPlace = tuple[str, str | None, int | None, str | None]  # code, list, row of the list, field


@frozen
class Outcome:
    """The result of a record: score (as a hexadecimal float, which shows each bit), exact value and band, or faults."""

    score: str | None = None
    exact: Fraction | None = None
    band: str | None = None
    faults: tuple[FaultPlace, ...] = ()

    def __str__(self) -> str:
        if self.faults:
            return "refused, " + "; ".join(" ".join(str(part) for part in fault) for fault in self.faults)
        score = None if self.score is None else float.fromhex(self.score)
        return f"score {score} ({self.score}), exact {self.exact}, band {self.band}"


def columns_agree(
    policy: Policy,
    records: Sequence[Mapping[str, Any]],
    *,
    block: int | None = None,
    floats: str = "snap",
    compiled: bool = False,
) -> None:
    """One record alone and the same record in a table agree: in score, exact value and band, or in the faults.

    The table is tried as a list of records and, where the values allow it, as arrays with the rows of lists apart: whole
    numbers as integers, whose range a plan takes from the data, and as floats, whose range it takes from the
    declaration.
    Each row is worked out by the exact engine as well, which checks all that the plan rests on
    (``columns.running.claims``). ``block`` is how many records (or rows of lists) a block of the columns holds,
    ``floats`` how floats are read. The loop of the compiled engine is tried too: as plain Python, or with ``compiled`` by numba.
    """
    with every_row_checked():
        _columns_agree(policy, records, block, floats, "blocks")
    with as_plain_python(on=not compiled):
        _columns_agree(policy, records, block, floats, "compiled")


def _columns_agree(
    policy: Policy, records: Sequence[Mapping[str, Any]], block: int | None, floats: str, engine: str
) -> None:
    how: dict[str, Any] = {"on_error": "quarantine", "floats": floats, "block": block, "engine": engine}
    alone = [_alone(policy, record, floats) for record in records]
    _compare(
        policy, f"a list of records, {engine}", alone, appraise_table(policy, _with_columns(policy, records), **how)
    )
    # A record with a text that is no number cannot be put into arrays; the others can.
    fitting = [record for record in records if as_arrays(policy, [record]) is not None]
    for form, whole in (("arrays", True), ("arrays of floats", False)):
        arrays = as_arrays(policy, fitting, whole=whole)
        if arrays is None:
            return
        alone = [_alone(policy, record, floats) for record in arrays.records]
        scores = appraise_table(policy, arrays.table, key=KEY, items=arrays.items, **how)
        scores.rejects = tuple(_within_record(fault, arrays.turns) for fault in scores.rejects)
        _compare(policy, f"{form}, {engine}", alone, scores)


def _within_record(fault: Fault, turns: Mapping[str, Sequence[int]]) -> Fault:
    """A fault of a row of a list, by its place in the record instead of its place in the list's own table."""
    if fault.list is None or fault.item_row is None:
        return fault
    return evolve(fault, item_row=turns[fault.list][fault.item_row])


def deterministic(policy: Policy, records: Sequence[Mapping[str, Any]]) -> None:
    """Appraising a record twice gives the same appraisal, with the same trace, or the same faults."""
    for row, record in enumerate(records):
        once, again = _result(policy, record), _result(policy, record)
        if once != again:
            breach(policy, f"row {row}: appraised twice, with different results")


def document_round_trip(policy: Policy, records: Sequence[Mapping[str, Any]]) -> None:
    """Written as TOML or JSON and read back, a policy has the same words and the same fingerprint, and scores alike."""
    for form, written, read in (("TOML", to_toml, from_toml), ("JSON", to_json, from_json)):
        again = read(written(policy))
        if again != policy or again.fingerprint != policy.fingerprint:
            breach(policy, f"written as {form} and read back it is another policy")
        for row, record in enumerate(records[:1]):
            if _result(policy, record) != _result(again, record):
                breach(policy, f"row {row}: written as {form} and read back the policy scores it otherwise")


ALL: tuple[Callable[..., None], ...] = (
    never_worse,
    within_bounds,
    every_band_reachable,
    edge_belongs_where_said,
    order_does_not_matter,
    missing_is_not_zero,
    explanation_adds_up,
    contributions_add_up,
    changes_add_up,
    no_reversal,
    columns_agree,
    deterministic,
    document_round_trip,
)


@frozen
class Law:
    """A law bound to a policy: called with records, it raises ``AssertionError`` where it is broken."""

    check: Callable[..., None]
    policy: Policy
    known: Known

    @property
    def name(self) -> str:
        """The name of the law."""
        return self.check.__name__

    @property
    def sentence(self) -> str:
        """What the law says."""
        return (self.check.__doc__ or "").strip().splitlines()[0]

    def __call__(self, records: Sequence[Mapping[str, Any]]) -> None:
        """Check the law on records; raises ``AssertionError`` in words where it is broken."""
        if self.check is never_worse:
            never_worse(self.policy, records, known=self.known)
        else:
            self.check(self.policy, records)

    def __str__(self) -> str:
        return self.name


def for_policy(policy: Policy, *, known: Known | None = None) -> tuple[Law, ...]:
    """The laws that fit a policy, bound to it.

    Laws on bands fit a policy with bands, ``never_worse`` one in which an input has a direction. ``known`` says what the
    policy breaks on purpose (see ``known``); by default what is known of the official scheme of that key.

    >>> from asn_appraisal import schemes
    >>> [law.name for law in for_policy(schemes.get("integrasi-2021"))][:3]
    ['never_worse', 'within_bounds', 'order_does_not_matter']
    """
    checked_policy(policy)
    known = of_scheme(policy.key) if known is None else known
    left_out: set[Callable[..., None]] = set()
    if policy.band is None:
        left_out = {every_band_reachable, edge_belongs_where_said}
    if not directions(policy, known):
        left_out.add(never_worse)
    return tuple(Law(law, policy, known) for law in ALL if law not in left_out)


def _with_columns(policy: Policy, records: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The records; a key that the policy needs and no record has is added, blank, to the first.

    A table without a column that is needed is refused as a whole; that is not what this law is about.
    """
    found = [dict(record) for record in records]
    _fill(found, (*policy.outline.fields, *policy.outline.lists))
    for items in policy.outline.lists:
        lists = [record for record in found if isinstance(record.get(items.key), list)]
        for record in lists:
            record[items.key] = [dict(row) if isinstance(row, dict) else row for row in record[items.key]]
        _fill([row for record in lists for row in record[items.key] if isinstance(row, dict)], items.fields)
    return found


def _fill(rows: list[dict[str, Any]], entries: Sequence[Field | Items]) -> None:
    for entry in entries if rows else ():
        needed = entry.needed if isinstance(entry, Field) else not entry.may_be_empty
        if needed and not any(entry.key in row for row in rows):
            rows[0][entry.key] = None


def _result(policy: Policy, record: Mapping[str, Any], floats: str = "snap") -> Appraisal | tuple[Fault, ...]:
    try:
        return policy.appraise(record, ignore="all", floats=floats)
    except RecordError as error:
        return error.faults


def _alone(policy: Policy, record: Mapping[str, Any], floats: str) -> Outcome:
    result = _result(policy, record, floats)
    if isinstance(result, tuple):
        return Outcome(faults=_places(result))
    score = None if result.score is None else float(result.score).hex()
    return Outcome(score, result.exact, None if result.band is None else result.band.key)


def _places(faults: Sequence[Fault]) -> tuple[FaultPlace, ...]:
    # Sorted: columns find faults field by field, records place by place.
    return tuple(sorted(((each.code, each.list, each.item_row, each.field) for each in faults), key=repr))


def _compare(policy: Policy, form: str, alone: Sequence[Outcome], scores: Any) -> None:
    together = _outcomes(policy, scores, len(alone))
    for row, (one, other) in enumerate(zip(alone, together, strict=True)):
        if one != other:
            what = f"row {row} of {len(alone)}, given as {form}, is not what the record is alone"
            breach(policy, what, f"  alone:   {one}", f"  columns: {other}")


def _outcomes(policy: Policy, scores: Any, count: int) -> list[Outcome]:
    """The results of a table, row by row."""
    bands = scores.band_keys()
    if len(bands) != count:
        breach(policy, f"{count} records, {len(bands)} results")
    faults: dict[int, list[Fault]] = {}
    for fault in scores.rejects:
        faults.setdefault(fault.row, []).append(fault)
    numbers = [None] * count if scores.score is None else [float(score) for score in scores.score]
    found = []
    for row, (number, band) in enumerate(zip(numbers, bands, strict=True)):
        score = None if number is None or math.isnan(number) else number.hex()
        try:
            exact = scores.exact(row)
        except AppraisalError as error:
            breach(policy, f"row {row} has a result that cannot be worked out again: {error}")
        found.append(Outcome(score, exact, band, _places(faults.get(row, ()))))
    return found


# --- random policies -------------------------------------------------------------------------------------------------


@frozen
class RandomCase:
    """A random policy with records, all from one seed."""

    policy: Policy
    records: tuple[Record, ...]
    block: int | None = field(default=None, kw_only=True)
    floats: str = field(default="snap", kw_only=True)


def case(seed: int, *, records: int = 24) -> RandomCase:
    """The policy and the records of a seed, none to many: a third of them plain, the others at edges, some faulty.

    The seeds of one round (see ``block_pairs``) put every block into every argument of every block.
    """
    random = Random(seed)  # noqa: S311  (chance for tests, nothing secret)
    policy = random_policy(random, number=seed)
    count = random.choice((records, records, records, 5 * records, 1, 0))
    draws = (random_record, random_edge_record, random_edge_record)
    drawn = [draws[at % 3](policy, random, mixed=random.random() < 0.5) for at in range(count)]
    if count and random.random() < 0.5:
        drawn += [random_faulty_record(policy, random) for _ in range(count // 3)]
    random.shuffle(drawn)
    block = random.choice((None, 1, 2, 7))
    return RandomCase(policy, tuple(drawn), block=block, floats=random.choice(("snap", "snap", "strict", "quantize")))


def check_seed(seed: int, *, records: int = 24, compiled: bool = False) -> None:
    """Every law on the case of a seed; with ``compiled`` its loops are compiled by numba."""
    found = case(seed, records=records)
    columns_agree(found.policy, found.records, block=found.block, floats=found.floats, compiled=compiled)
    deterministic(found.policy, found.records)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command: 0 where every law holds for every policy, 1 at the first that does not, with its seed."""
    parser = argparse.ArgumentParser(prog="python -m asn_appraisal.testing.laws", description=main.__doc__)
    parser.add_argument("--policies", type=int, default=300, help="how many random policies (300)")
    parser.add_argument("--first", type=int, default=0, help="the seed of the first (0)")
    parser.add_argument("--records", type=int, default=24, help="records of each policy (24)")
    parser.add_argument(
        "--compiled", action="store_true", help="compile the loops of each policy, a second or two each"
    )
    chosen = parser.parse_args(arguments)
    for done, seed in enumerate(range(chosen.first, chosen.first + chosen.policies), start=1):
        try:
            check_seed(seed, records=chosen.records, compiled=chosen.compiled)
        except AssertionError as problem:
            sys.stdout.write(f"seed {seed}: {problem}\n")
            return 1
        except Exception:
            sys.stdout.write(f"seed {seed} fails:\n")
            raise
        if done % 100 == 0 or done == chosen.policies:
            sys.stdout.write(f"{done} of {chosen.policies} policies agree\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
