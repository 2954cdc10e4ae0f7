"""Variance shares: which indicators a score varies by, alone and together with others, where it does not add up (Sobol indices)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import field, frozen

from ...algebra.inputs import Number
from ...appraising.readings import mapping
from ...arguments import checked_count, names, refused
from ...columns.reading.arrays import Array
from ...columns.tables import appraise_table
from ...faults import checked_language
from ...policies import Policy, checked_policy
from ...texts import say, thousands
from ...wording.numerals import short_numeral
from ..answers import Answer, Cells
from ..groups.intervals import scipy_stats

_RESAMPLES, _MOST_BITS, _MOST_SEED = 200, 20, 2**63 - 1
_ENDS = (0.025, 0.975)


@frozen
class VarianceShare:
    """The share of one field in the variance of the score: ``alone`` (first-order Sobol index), and ``together`` with what it does
    jointly with others (total index), each with an interval of 95 % from seeded resamples.
    """

    key: str
    alone: float
    together: float
    alone_interval: tuple[float, float]
    together_interval: tuple[float, float]
    names: tuple[str, str] = field(default=("", ""), repr=False)

    def called(self, language: str = "id") -> str:
        """What it is called in a language."""
        checked_language(language)
        return self.names[0 if language == "id" else 1]

    def to_dict(self, language: str = "id") -> dict[str, Any]:
        """The share as plain data."""
        return {
            "key": self.key,
            "name": self.called(language),
            "alone": self.alone,
            "together": self.together,
            "alone_interval": list(self.alone_interval),
            "together_interval": list(self.together_interval),
        }


@frozen
class VarianceShares(Answer):
    """By which fields a score varies when each is anywhere in its range; the greatest first."""

    policy: str
    shares: tuple[VarianceShare, ...]
    draws: int
    seed: int

    def __iter__(self) -> Iterator[VarianceShare]:
        return iter(self.shares)

    def __len__(self) -> int:
        return len(self.shares)

    def text(self, language: str = "id") -> str:
        """The shares in words."""
        checked_language(language)
        draws = thousands(self.draws, language)
        lines = [say("variance.head", language, policy=self.policy, draws=draws, seed=self.seed)]
        for each in self.shares:
            shown = {name: _percent(getattr(each, name), language) for name in ("alone", "together")}
            lines.append(say("variance.line", language, name=each.called(language), **shown))
        return "\n".join([*lines, ""])

    def columns(self) -> dict[str, Any]:
        """The shares as columns, with the ends of their intervals."""
        found: dict[str, Any] = {"key": [each.key for each in self.shares]}
        for name in ("alone", "together"):
            found[name] = [getattr(each, name) for each in self.shares]
            for at, end in enumerate(("low", "high")):
                found[f"{name}_{end}"] = [getattr(each, f"{name}_interval")[at] for each in self.shares]
        return found

    def to_dict(self, language: str = "id") -> dict[str, Any]:
        """The shares as plain JSON data."""
        checked_language(language)
        shares = [each.to_dict(language) for each in self.shares]
        return {"policy": self.policy, "draws": self.draws, "seed": self.seed, "shares": shares}

    def _cells(self, language: str) -> Cells:
        heads = [say(f"variance.{name}", language) for name in ("what", "alone", "together")]
        rows = [
            (each.called(language), _percent(each.alone, language), _percent(each.together, language))
            for each in self.shares
        ]
        return heads, rows


def variance_shares(
    policy: Policy,
    record: object = None,
    *,
    fields: object = (),
    draws: int = 1024,
    seed: int = 0,
) -> VarianceShares:
    """By which number fields a score varies, alone and together with others: Sobol indices, for what does not add up.

    The ``fields`` named, or all number fields of the record with a range, are drawn independently and evenly from their ranges, on their decimals;
    ``record`` has the others. Scores are exact, the indices estimates from ``draws`` (a power of 2) times fields + 2 records, with
    intervals. Needs scipy (the extra ``lab``). Raises an error for a policy without a number, and for records that it refuses.

    >>> from asn_appraisal.algebra.inputs import Number
    >>> a, b = Number("a", low=0, high=100), Number("b", low=0, high=100)
    >>> shares = variance_shares(Policy("p", "P", score=a * b / 100, reported=2))
    >>> [(each.key, each.alone < each.together) for each in sorted(shares, key=lambda each: each.key)]
    [('a', True), ('b', True)]
    """
    checked_policy(policy)
    checked_count(draws, "draws", 2, 2**_MOST_BITS)
    checked_count(seed, "seed", 0, _MOST_SEED)
    if draws & (draws - 1):
        raise refused(draws, "draws", "power_of_two")
    if policy.score is None:
        raise refused(policy, "policy", "scored")
    given = {} if record is None else mapping(record)
    if given is None:
        raise refused(record, "record", "one_record")
    varied = _varied(policy, names(fields, "fields"))
    stats = scipy_stats()
    chance = np.random.default_rng(seed)
    one, other = (_drawn(varied, draws, chance) for _ in range(2))
    mixed = [{**one, each.key: other[each.key]} for each in varied]
    values = [_scores(policy, given, varied, sample, draws) for sample in (one, other, *mixed)]
    found = _indices(stats, values, np.arange(draws))
    again = np.array([_indices(stats, values, chance.integers(0, draws, draws)) for _ in range(_RESAMPLES)])
    ends = np.quantile(again, _ENDS, axis=0)
    shares = [
        VarianceShare(
            each.key,
            float(found[0, at]),
            float(found[1, at]),
            (float(ends[0, 0, at]), float(ends[1, 0, at])),
            (float(ends[0, 1, at]), float(ends[1, 1, at])),
            (each.called("id"), each.called("en")),
        )
        for at, each in enumerate(varied)
    ]
    return VarianceShares(policy.key, tuple(sorted(shares, key=lambda each: (-each.together, each.key))), draws, seed)


def _varied(policy: Policy, chosen: tuple[str, ...]) -> list[Number]:
    ranged = [
        each
        for each in policy.outline.fields
        if isinstance(each, Number) and each.low is not None and each.high is not None
    ]
    known = {each.key: each for each in ranged}
    for key in chosen:
        if key not in known:
            raise refused(key, "fields", "ranged_field")
    found = [known[key] for key in dict.fromkeys(chosen)] if chosen else ranged
    if not found:
        raise refused(policy, "policy", "ranged_field")
    return found


def _drawn(varied: list[Number], draws: int, chance: np.random.Generator) -> dict[str, Array]:
    """Values of each field, even over its range, in units of its last decimal."""
    return {
        each.key: chance.integers(_units(each, each.low), _units(each, each.high), draws, endpoint=True)
        for each in varied
    }


def _units(each: Number, end: Fraction | None) -> int:
    return int((end or 0) * 10**each.decimals)


def _scores(
    policy: Policy, given: Mapping[str, Any], varied: list[Number], sample: Mapping[str, Array], draws: int
) -> Array:
    table: dict[str, Any] = {key: [value] * draws for key, value in given.items() if key not in sample}
    table |= {each.key: sample[each.key] / 10**each.decimals for each in varied}
    return np.asarray(appraise_table(policy, table, key=None).score, float)


def _indices(stats: Any, values: list[Array], rows: Array) -> Array:
    """Both indices of each field from some of the draws; zero where the score does not vary."""
    first, second, *mixed = (each[rows] for each in values)
    if np.ptp([first, second, *mixed]) == 0:
        return np.zeros((2, len(mixed)))
    # Of a single field scipy 1.17 can tell nothing: it is given twice.
    func = {"f_A": first[None], "f_B": second[None], "f_AB": np.array([*mixed, mixed[-1]])[:, None]}
    found = stats.sobol_indices(func=func, n=len(rows))
    return np.array([np.ravel(found.first_order), np.ravel(found.total_order)])[:, : len(mixed)]


def _percent(share: float, language: str) -> str:
    return short_numeral(Fraction(share * 100), language, 1)
