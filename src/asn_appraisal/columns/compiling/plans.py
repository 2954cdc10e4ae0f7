"""Plans: a policy compiled for the bounds of some columns, each decision proved.

The planner walks the policy's tree once and emits block operations. Formulas with constants cost nothing until a decision
(a rounding, a comparison, a rating) folds them into one multiplication and one addition. Where a decision cannot be proved
in float64, rows too close to call, or all rows, are computed in integers of any size. A plan records the facts that it
rests on, bounds above all, and ``claims`` checks them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from attrs import field, frozen

from ...algebra.bands import Rated
from ...algebra.choices import Case, Steps, When
from ...algebra.combinations import Greatest, Least, Mean, Sum, Weighted
from ...algebra.dispatch import Dispatch
from ...algebra.expressions import (
    Arithmetic,
    But,
    Comparison,
    Constant,
    Either,
    Every,
    Expression,
    Given,
    IsOneOf,
    Limited,
    Line,
    Named,
    Not,
    OrElse,
    Required,
    Rounded,
    Within,
)
from ...algebra.grids import Grid
from ...algebra.inputs import Category, Count, Flag, Indicator, Number
from ...algebra.items import Check, Over
from ...analysis.outlines import Outline
from ..operations.affine import Full
from .bounds import RECORD, Bounds, Compiled, Mask, RowBounds
from .choices import of_but, of_case, of_grid, of_or_else, of_rated, of_required, of_steps, of_when
from .combinations import of_combination
from .conditions import of_comparison, of_every, of_given, of_is_one_of, of_not
from .decisions import rounded, unproved
from .expressions import of_arithmetic, of_limited, of_line, of_named, of_rounded, of_within
from .inputs import of_category, of_constant, of_flag, of_number
from .items import of_over
from .planners import Compiler, Planner
from .programs import Program
from .quantities import Quantity

MOST_UNITS = 2**50  # whole scores up to here can be recovered from the double nearest to their decimal
_EXACT_POWER = 22  # the powers of ten that float64 holds exactly


@frozen
class Plan:
    """A compiled policy: the program, and the slots of its score (in units of the last place), band and kept parts.

    ``bounds`` and ``rows`` are those of the columns and lists that it was made for.
    """

    program: Program
    places: int
    score: int | None
    band: int | None
    parts: Mapping[str, Compiled]
    bounds: Mapping[tuple[str, str], Bounds] = field(factory=dict)
    rows: Mapping[str, RowBounds] = field(factory=dict)

    @property
    def kept(self) -> set[int]:
        """The slots of kept parts."""
        found = {part.slot for part in self.parts.values()}
        found |= {part.absent for part in self.parts.values() if not isinstance(part, Mask)}
        return {slot for slot in found if slot is not None}

    @property
    def results(self) -> set[int]:
        """The slots that are read after each block."""
        return self.kept | {slot for slot in (self.score, self.band) if slot is not None}

    def certificate(self) -> str:
        """Why each decision is right, one a line."""
        return "\n".join(map(str, dict.fromkeys(self.program.proofs)))


def compile_plan(
    outline: Outline,
    *,
    score: Expression | None,
    band: Expression | None,
    places: int,
    bounds: Mapping[tuple[str, str], Bounds],
    rows: Mapping[str, RowBounds],
    checks: Iterable[Check] = (),
    others: Iterable[Expression] = (),
    kept: Mapping[str, Expression] | None = None,
    begun: Planner | None = None,
) -> Plan:
    """The plan of a policy for columns within bounds, which are by (list key or ``""``, field key).

    ``score`` is reported with ``places`` decimals. ``others`` are computed too, since a record with a fault in any of
    them is refused; the values of ``kept`` are kept by their keys. ``begun`` is a planner that has compiled a share of it
    for the same bounds (``begin``): it is gone on from, and not changed.
    """
    planner = Planner(outline, bounds, rows, COMPILERS) if begun is None else begun.continued()
    _compile_all_checks(planner, outline, checks)
    reported = None if score is None else _reported(planner, planner.number(score, RECORD), places)
    codes = None
    if band is not None:
        with planner.deciding("band"):
            codes = planner.recoded(planner.compiled(band, RECORD), tuple(level.key for level in band.levels))
    for other in others:
        _compiled_whole(planner, other)
    parts = {key: _compiled_whole(planner, part) for key, part in (kept or {}).items()}
    numbers = [(RECORD, each.key) for each in outline.fields if isinstance(each, Number)]
    numbers += [(items.key, each.key) for items in outline.lists for each in items.fields if isinstance(each, Number)]
    within = {place: bounds[place] for place in numbers if place in bounds}
    return Plan(planner.program, places, reported, codes, parts, within, dict(rows))


def begin(
    outline: Outline,
    *,
    bounds: Mapping[tuple[str, str], Bounds],
    rows: Mapping[str, RowBounds],
    checks: Iterable[Check],
    shared: Iterable[tuple[str, Expression]],
) -> Planner:
    """A planner with what several policies have in common: the checks, and formulas of the records, each with the part it is in."""
    planner = Planner(outline, bounds, rows, COMPILERS)
    _compile_all_checks(planner, outline, checks)
    for about, node in shared:
        with planner.deciding(about):
            found = planner.compiled(node, RECORD)
            if isinstance(found, Quantity) and found.rows is None:  # sums over rows may be added up together
                planner.settled(found)
    return planner


def _compile_all_checks(planner: Planner, outline: Outline, checks: Iterable[Check]) -> None:
    _compile_checks(planner, checks, RECORD)
    for items in outline.lists:
        _compile_checks(planner, items.checks, items.key)


def _compiled_whole(planner: Planner, expression: Expression) -> Compiled:
    found: Compiled = planner.compiled(expression, RECORD)
    return planner.settled(found) if isinstance(found, Quantity) else found


def _reported(planner: Planner, score: Quantity, places: int) -> int:
    """The slot of the score in whole units of its last place."""
    if places > _EXACT_POWER:
        unproved(planner, "places")
    total = planner.settled(rounded(planner, score, places, "half_up"))
    scale = Fraction(10) ** places
    if not total.whole or max(total.size * abs(total.unit), abs(total.offset)) * scale > MOST_UNITS:
        unproved(planner, "score")
    if total.constant:
        return planner.program.emit(Full(RECORD, total.offset * scale))
    units = planner.affine(total, total.unit * scale, total.offset * scale, unit=1 / scale)
    if not units.whole or units.size > MOST_UNITS:
        unproved(planner, "score")
    return planner.as_stored(units)


def _compile_checks(planner: Planner, checks: Iterable[Check], table: str) -> None:
    """Rows that break a check are refused: the record's own appraisal says what is wrong with them."""
    for check in checks:
        mask = planner.mask(check.condition, table)
        planner.refuse(planner.negated(planner.mask_slot(mask), table), table)


COMPILERS: Dispatch[Compiler] = Dispatch(
    "COMPILERS",
    {
        Constant: of_constant,
        **dict.fromkeys((Number, Indicator, Count), of_number),
        Category: of_category,
        Flag: of_flag,
        Named: of_named,
        Arithmetic: of_arithmetic,
        Limited: of_limited,
        Line: of_line,
        Rounded: of_rounded,
        Comparison: of_comparison,
        IsOneOf: of_is_one_of,
        Every: of_every,
        Either: of_every,
        Not: of_not,
        Given: of_given,
        OrElse: of_or_else,
        Required: of_required,
        Within: of_within,
        But: of_but,
        When: of_when,
        Steps: of_steps,
        Case: of_case,
        Rated: of_rated,
        Grid: of_grid,
        **dict.fromkeys((Sum, Mean, Least, Greatest, Weighted), of_combination),
        Over: of_over,
    },
)
