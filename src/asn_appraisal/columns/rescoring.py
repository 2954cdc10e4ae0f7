"""Rescoring: the same records under many policies that differ from one in some of its formulas, such as weights.

What does not depend on them is compiled and worked out once. The rest is compiled, and each of its decisions proved, for every
policy anew; rows that float64 cannot decide are worked out in whole numbers from the columns on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Self

from attrs import define, field

from ..algebra.bands import Rated
from ..algebra.combinations import Combination
from ..algebra.expressions import Arithmetic, Constant, Expression, Limited, Line, Named, Rounded, Within
from ..analysis.walks import expressions
from ..policies import Policy
from .compiling.bounds import RECORD, Mask
from .compiling.planners import Planner
from .compiling.plans import Plan, begin, compile_plan
from .operations.storage import CODE
from .reading.arrays import Array
from .records import Records
from .run_inputs import Inputs
from .running.float_engine import Known, run

# Blocks whose parts are always worked out, so that these can be compiled before them.
_ALWAYS = (Named, Arithmetic, Limited, Line, Rounded, Within, Combination)
_MOST_KEPT = 2**25  # numbers that are kept from one policy to the next: 256 MB


@define(eq=False)
class Rescoring:
    """The bands of some records under policies that differ from ``policy`` in formulas that are known before.

    >>> from asn_appraisal import Bands, Number, Weighted, read_records
    >>> a, b = Number("a", low=0, high=100), Number("b", low=0, high=100)
    >>> mean, bands = Weighted((60, a), (40, b)), Bands(("baik", ">= 80"), ("kurang", None))
    >>> policy = Policy("contoh", "Contoh", score=mean.rounded(2), band=bands)
    >>> records = read_records(policy, {"a": [90, 60], "b": [60, 90]}, key=None)
    >>> other = Policy("contoh", "Contoh", score=Weighted((30, a), (70, b)).rounded(2), band=bands)
    >>> again = Rescoring.of(policy, records, {mean})
    >>> again.codes(other.score, other.band, ()).tolist()
    [1, 0]
    """

    policy: Policy
    _inputs: Inputs
    _begun: Planner
    _known: Known | None = field(default=None, init=False)

    @classmethod
    def of(cls, policy: Policy, records: Records, changing: Collection[Expression]) -> Self | None:
        """The records under ``policy`` with other formulas in the place of those of ``changing``.

        None where a condition on records depends on one of these, or where records are at fault as they are.
        """
        outline = policy.outline
        conditions = [check.condition for check in policy.checks]
        conditions += [check.condition for items in outline.lists for check in items.checks]
        if records.faults or not {*expressions(*conditions)}.isdisjoint(changing):
            return None
        inputs = records.data(outline)
        roots = [root for root in (policy.score, *policy.shown, policy.band) if root is not None]
        shared = _shared(roots, {*changing})
        begun = begin(outline, bounds=inputs.bounds, rows=inputs.rows, checks=policy.checks, shared=shared)
        return cls(policy, inputs, begun)

    def codes(self, score: Expression | None, band: Expression, shown: Iterable[Expression]) -> Array | None:
        """The number of each record's band under changed formulas; None where they refuse a record, of which its own appraisal says why."""
        policy, inputs = self.policy, self._inputs
        plan = compile_plan(
            policy.outline,
            score=None,
            band=band,
            others=(*(() if score is None else (score,)), *shown),
            places=policy.places,
            checks=policy.checks,
            bounds=inputs.bounds,
            rows=inputs.rows,
            begun=self._begun,
        )
        results = run(plan, inputs.data, known=self._known_of(plan))
        return None if (inputs.refused | results.refused).any() else results.band

    def _known_of(self, plan: Plan) -> Known | None:
        """What the plans have in common, worked out as far as one needs it; None where it is worked out in each."""
        program, first = plan.program, len(self._begun.program.operations)
        if program.exact:
            return None
        later = program.needed(plan.results, first)
        given = {operation.out for operation in later} | {*program.loads.values()}
        wanted = ({slot for operation in later for slot in operation.reads} | plan.results) - given
        if self._known is None or not wanted <= self._known.slots.keys():
            # Columns of lists are not kept, nor levels, which the engine gives in another type than it takes them.
            if any(program.tables[slot] != RECORD or program.kinds[slot] == CODE for slot in wanted):
                return None
            if len(wanted) * self._inputs.data.count > _MOST_KEPT:
                return None
            self._known = self._worked_out(plan, wanted)
        return self._known

    def _worked_out(self, plan: Plan, wanted: Collection[int]) -> Known:
        begun = self._begun.program
        kept = {
            str(slot): Mask(RECORD, slot) for slot in wanted
        }  # a plan keeps the slots of its parts, whatever they hold
        results = run(Plan(begun, plan.places, None, None, kept, plan.bounds, plan.rows), self._inputs.data)
        return Known(len(begun.operations), results.kept, results.refused, results.suspect)


def _shared(roots: Iterable[Expression], changing: Collection[Expression]) -> Iterator[tuple[str, Expression]]:
    """The largest formulas that hold nothing of what changes and are always worked out, with the part they are in."""
    waiting: list[tuple[str, Expression]] = [("", root) for root in roots]
    met: set[Expression] = set()
    while waiting:
        about, node = waiting.pop(0)
        if node in met or isinstance(node, Constant):
            continue
        met.add(node)
        if {*expressions(node)}.isdisjoint(changing):
            yield about, node
        elif isinstance(node, Rated):
            waiting.append((about, node.value))
        elif isinstance(node, _ALWAYS):
            about = node.key if isinstance(node, Named) else about
            waiting += [(about, child) for child in node.children()]
