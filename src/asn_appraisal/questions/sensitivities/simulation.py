"""Simulation: how many people would have another band if weights or measured values were a little different, by chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import evolve, field, frozen

from ...algebra.combinations import Weighted
from ...algebra.expressions import Expression
from ...algebra.inputs import Number
from ...algebra.items import Check
from ...algebra.nodes import Rewrite
from ...analysis.walks import bottom_up, first_places
from ...arguments import UNSAID, Unsaid, checked_choice, checked_count, checked_type, refused, shown
from ...cells import Cells
from ...charts.histograms import histogram
from ...charts.sheets import WIDTH, Sheet
from ...columns.compiling.bounds import RECORD
from ...columns.reading.arrays import Array
from ...columns.reading.raw_columns import RawColumn
from ...columns.records import Records
from ...columns.rescoring import Rescoring
from ...columns.results.score_charts import PIXELS_A_BIN, binned
from ...columns.tables import appraise_table
from ...errors import AppraisalError, ErrorFieldError, NothingToWatchError, NoWeightsError
from ...faults import checked_language
from ...numbers import exact
from ...policies import Policy, checked_policy
from ...texts import say, thousands
from ...wording.numerals import short_numeral
from ..answers import Answer
from ..answers import Cells as TableCells
from ..groups.intervals import wilson
from .sensitivity import records_of
from .steady_intervals import Population, codes_of

DISTRIBUTIONS = ("uniform", "normal")
_MOST_DRAWS, _MOST_SEED, _MOST_CONCENTRATION = 100_000, 2**63 - 1, 10**9
_HUNDREDTHS = 10_000  # of the whole: weights are drawn to two decimals


@frozen
class Share:
    """A share of so many trials with its Wilson interval at 95 % (E. B. Wilson, 1927)."""

    count: int
    trials: int

    @property
    def value(self) -> float:
        """The share; NaN without trials."""
        return self.count / self.trials if self.trials else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        """The interval; from 0 to 1 without trials.

        >>> [round(end, 4) for end in Share(5, 10).interval]
        [0.2366, 0.7634]
        """
        if not self.trials:
            return 0.0, 1.0
        return wilson(self.count, self.trials, 0.95)


@frozen(eq=False)
class Simulation(Answer):
    """What chance would change: ``changed`` has for each draw how many of the records reached another band or none, ``by_row`` for each
    record in how many draws it did. Records that the policy refuses as they are were left out.
    """

    policy: str
    rows: int
    draws: int
    seed: int
    changed: Array = field(repr=False)
    by_row: Array = field(repr=False)
    keys: tuple[Any, ...] | None = field(default=None, repr=False)
    like: Any = field(default=None, repr=False)

    @property
    def share(self) -> float:
        """The share of the records with another band, on the average of the draws."""
        return float(self.changed.mean() / self.rows) if self.rows else 0.0

    @property
    def spread(self) -> tuple[float, float]:
        """Between which shares 95 % of the draws lie."""
        if not self.rows:
            return 0.0, 0.0
        low, high = np.quantile(self.changed / self.rows, [0.025, 0.975])
        return float(low), float(high)

    @property
    def anybody(self) -> Share:
        """The share of the draws in which somebody has another band."""
        return Share(int((self.changed > 0).sum()), self.draws)

    @property
    def ever(self) -> Share:
        """The share of the records that have another band in at least one draw."""
        return Share(int((self.by_row > 0).sum()), self.rows)

    def row(self, row: int) -> Share:
        """The share of the draws in which a record has another band, by its place among those that are scored."""
        checked_count(row, "row", 0, self.rows - 1)
        return Share(int(self.by_row[row]), self.draws)

    def text(self, language: str = "id") -> str:
        """The shares in words."""
        checked_language(language)
        low, high = self.spread
        anybody = self.anybody.interval
        told = say(
            "simulation.text",
            language,
            policy=self.policy,
            draws=thousands(self.draws, language),
            seed=self.seed,
            rows=thousands(self.rows, language),
            share=_percent(self.share, language),
            low=_percent(low, language),
            high=_percent(high, language),
            anybody=_percent(self.anybody.value, language),
            from_=_percent(anybody[0], language),
            to=_percent(anybody[1], language),
            ever=thousands(self.ever.count, language),
        )
        return f"{told}\n"

    def columns(self) -> dict[str, Any]:
        """Each record: its key (or place), in how many draws it had another band, that share and its Wilson interval."""
        shares = [self.row(row) for row in range(self.rows)]
        return {
            "key": list(range(self.rows)) if self.keys is None else list(self.keys),
            "changed": self.by_row,
            "share": np.array([each.value for each in shares]),
            "low": np.array([each.interval[0] for each in shares]),
            "high": np.array([each.interval[1] for each in shares]),
        }

    def chart(self, language: str = "id", *, width: int = WIDTH) -> Any:
        """In how many draws so many records had another band, with the average of the draws: a chart of altair that is ``width``
        pixels wide. Needs altair (the extra ``plot``).
        """
        sheet = Sheet.of(language, width)
        (low, high), rows = self.spread, sheet.count(self.rows)
        how = sheet.phrase(
            "how_simulation", draws=sheet.count(self.draws), low=_percent(low, language), high=_percent(high, language)
        )
        average = Fraction(int(self.changed.sum()), len(self.changed))
        bins = binned(self.changed, 0, most=sheet.width // PIXELS_A_BIN) if self.rows else []
        edges = [(average, sheet.phrase("average_draw", value=short_numeral(average, language, 1)))]
        axis = sheet.phrase("changed_records", rows=rows)
        title, draws = sheet.phrase("simulation"), sheet.phrase("draws")
        return histogram(sheet, title, bins, edges, axis=axis, counted=draws, beside=how)

    def to_dict(self, language: str = "id") -> dict[str, Any]:
        """The shares as plain JSON data."""
        checked_language(language)
        return {
            "policy": self.policy,
            "rows": self.rows,
            "draws": self.draws,
            "seed": self.seed,
            "share": self.share,
            "spread": list(self.spread),
            "anybody": {"share": self.anybody.value, "interval": list(self.anybody.interval)},
            "ever": {"share": self.ever.value, "count": self.ever.count},
            "text": self.text(language),
        }

    def _cells(self, language: str) -> TableCells:
        heads = [say(f"simulation.{name}", language) for name in ("what", "share", "from", "to")]
        rows = [
            (say(f"simulation.{name}", language), *(_percent(value, language) for value in values))
            for name, values in (
                ("rows", (self.share, *self.spread)),
                ("anybody", (self.anybody.value, *self.anybody.interval)),
            )
        ]
        return heads, rows


def simulate(
    policy: Policy,
    table: object,
    *,
    concentration: int | None = None,
    error: Mapping[str, object] | None = None,
    distribution: str = "uniform",
    draws: int = 1000,
    seed: int = 0,
    key: str | Iterable[str] | Unsaid | None = UNSAID,
    items: Mapping[str, object] | None = None,
    floats: str = "snap",
    cells: Cells | None = None,
) -> Simulation:
    """How many people would have another band if weights, or what was measured, were a little different: a seeded simulation.

    With ``concentration`` the weights of each weighted mean are drawn from a Dirichlet distribution around those given (the
    greater the closer: a weight w varies by about ``sqrt(w (100 - w) / (concentration + 1))`` points), to two decimals. With ``error`` the values
    of number fields differ by as much: uniformly from minus to plus that much, or with ``distribution="normal"`` with that standard
    deviation, on the field's decimals and within its range. Every draw is scored exactly; the draws are chance, and the answer has intervals.

    >>> from asn_appraisal import schemes
    >>> found = simulate(schemes.get("permenpan-16-2009"), {"nilai": [90, 70]}, key=None, error={"nilai": 2}, draws=200)
    >>> found.row(1).count, 0 < found.share < 1
    (0, True)
    """
    checked_policy(policy, table=table)
    checked_choice(distribution, "distribution", DISTRIBUTIONS)
    checked_count(draws, "draws", 1, _MOST_DRAWS)
    checked_count(seed, "seed", 0, _MOST_SEED)
    checked_type(error, "error", Mapping, type(None))
    if policy.band is None:
        raise NothingToWatchError(policy=policy.key)
    if concentration is None and not error:
        raise refused(None, "concentration", "concentration_or_error")
    scales = _weighted(policy) if concentration is not None else []
    if concentration is not None:
        checked_count(concentration, "concentration", 1, _MOST_CONCENTRATION)
        if not scales:
            raise NoWeightsError(policy=policy.key)
    sizes = _sizes(policy, error or {})
    records = records_of(policy, table, key=key, items=items, floats=floats, cells=cells)
    population = Population.of(policy, records)
    chance = np.random.default_rng(seed)
    changed, by_row = np.zeros(draws, np.int64), np.zeros(len(population), np.int64)
    again = None if sizes else Rescoring.of(policy, population.records, scales)
    weights = _Weights(policy, scales)
    for draw in range(draws):
        drawn = weights.formulas if concentration is None else weights.drawn(concentration, chance)
        codes = None if again is None or drawn.band is None else again.codes(drawn.score, drawn.band, drawn.shown)
        if codes is None:
            measured = (
                _measured(policy, population.records, sizes, distribution, chance) if sizes else population.records
            )
            codes = codes_of(appraise_table(weights.policy_of(drawn), measured, on_error="quarantine"))
        moved = codes != population.codes
        changed[draw] = np.count_nonzero(moved)
        by_row += moved
    keys = population.records.keys
    return Simulation(
        policy.key,
        len(population),
        draws,
        seed,
        changed,
        by_row,
        None if keys is None else tuple(keys.values()),
        population.records.like,
    )


def _weighted(policy: Policy) -> list[Weighted]:
    nodes = first_places(policy.score, policy.band, policy.shown)
    return [node for node in nodes if isinstance(node, Weighted) and len(node.parts) > 1]


@frozen
class _Formulas:
    """What a policy works out."""

    score: Expression | None
    band: Expression | None
    shown: tuple[Expression, ...]
    checks: tuple[Check, ...]


class _Weights:
    """A policy with other weights in its weighted means; what holds none of them is not gone through again."""

    def __init__(self, policy: Policy, scales: list[Weighted]) -> None:
        self.policy, self.scales = policy, scales
        self.formulas = _Formulas(policy.score, policy.band, policy.shown, policy.checks)
        changing: set[Expression] = set()
        conditions = (check.condition for check in policy.checks)
        roots = (root for root in (policy.score, policy.band, *policy.shown, *conditions) if root is not None)
        self.same: dict[Expression, Expression] = {}
        for node, _ in bottom_up(*roots):
            if node in scales or any(child in changing for child in node.children()):
                changing.add(node)
            else:
                self.same[node] = node

    def drawn(self, concentration: int, chance: np.random.Generator) -> _Formulas:
        """The formulas with weights drawn around their own."""
        weights: dict[Expression, tuple[Fraction, ...]] = {
            node: drawn_weights(node.weights, concentration, chance) for node in self.scales
        }

        def after(old: Expression, new: Any) -> Any:
            if old not in weights:
                return new
            return Weighted.make((new.parts, new.given_only, new.at_least, weights[old], new.sources))

        change, own = Rewrite(self.same, after), self.formulas
        score, band = (None if root is None else change(root) for root in (own.score, own.band))
        return _Formulas(score, band, tuple(map(change, own.shown)), tuple(each.map(change) for each in own.checks))

    def policy_of(self, formulas: _Formulas) -> Policy:
        """The policy with other formulas."""
        if formulas is self.formulas:
            return self.policy
        score, band, shown_parts = formulas.score, formulas.band, formulas.shown
        return evolve(
            self.policy, score=score, band=band, shown=shown_parts, checks=formulas.checks, reported=self.policy.places
        )


def drawn_weights(
    weights: tuple[Fraction, ...], concentration: int, chance: np.random.Generator
) -> tuple[Fraction, ...]:
    """Weights around some others that make 100: a Dirichlet draw in hundredths, each at least one of them."""
    shares = chance.dirichlet([float(weight) * concentration / 100 for weight in weights])
    free = _HUNDREDTHS - len(weights)
    whole = np.floor(shares * free).astype(int)
    # What rounding down left goes to the largest remainders.
    for place in np.argsort(-(shares * free - whole), kind="stable")[: free - int(whole.sum())]:
        whole[place] += 1
    return tuple(Fraction(int(each) + 1, 100) for each in whole)


def _sizes(policy: Policy, error: Mapping[str, object]) -> dict[Number, int]:
    """By how many units of its last decimal each field may differ."""
    fields = {each.key: each for each in policy.outline.fields if isinstance(each, Number)}
    found = {}
    for key, size in error.items():
        each = fields.get(key)
        units = None
        with suppress(AppraisalError):
            units = None if each is None else exact(size) * 10**each.decimals
        if each is None or units is None or units <= 0 or units.denominator != 1:
            listed = "" if each is not None else ", ".join(fields)
            raise ErrorFieldError(field=shown(key), value=shown(size), fields=listed)
        found[each] = int(units)
    return found


def _measured(
    policy: Policy,
    records: Records,
    sizes: Mapping[Number, int],
    distribution: str,
    chance: np.random.Generator,
) -> Records:
    """The records with values that differ by chance, on each field's decimals and within its range."""
    sources = {}
    for each, size in sizes.items():
        column = records.column(RECORD, each)
        if distribution == "uniform":
            moved = chance.integers(-size, size + 1, len(column.values))
        else:
            moved = np.rint(chance.normal(0, size, len(column.values))).astype(np.int64)
        low, high = (None if end is None else int(end * 10**each.decimals) for end in (each.low, each.high))
        values = column.values.astype(np.int64) + moved
        if low is not None or high is not None:
            values = np.clip(values, low, high)
        sources[each.key] = RawColumn(values, column.absent, scale=each.decimals)
    outline = policy.outline
    places = [(RECORD, each) for each in outline.fields if each not in sizes]
    places += [(items.key, each) for items in outline.lists for each in items.fields]
    made = evolve(records).reading_from({place: records.column(*place) for place in places}, **sources)
    made.shelf = records.shelf  # one plan serves all draws
    return made


def _percent(share: float, language: str) -> str:
    return short_numeral(Fraction(share * 100), language, 1)
