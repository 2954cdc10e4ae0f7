"""Every block of the algebra has a rule in every table that dispatches on blocks, or a reason why not."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterable
from typing import Any

from tests.blocks import kinds_below

import asn_appraisal
from asn_appraisal.algebra.bands import Rated
from asn_appraisal.algebra.choices import Case, Steps, When
from asn_appraisal.algebra.combinations import Combination, Greatest, Least, Mean, Sum, Weighted
from asn_appraisal.algebra.dispatch import Dispatch
from asn_appraisal.algebra.expressions import (
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
from asn_appraisal.algebra.grids import Grid
from asn_appraisal.algebra.inputs import Category, Count, Field, Flag, Indicator, Number
from asn_appraisal.algebra.items import Over
from asn_appraisal.algebra.rules import Hole
from asn_appraisal.testing import plugin

Kinds = frozenset[type[Expression]]

FAMILIES = {Combination, Field}  # what others derive from; none is made of them


def concrete() -> Kinds:
    """Every class of the algebra that policies are made of; not those that tests make."""
    own = {kind for kind in kinds_below(Expression) if kind.__module__.startswith("asn_appraisal.")}
    return frozenset(own - FAMILIES)


BLOCKS = concrete()

# --- what is left out on purpose, with the reason ---------------------------------------------------------------------

HOLES = frozenset({Hole})
NUMBERS = frozenset({Number, Indicator, Count})
FIELDS = NUMBERS | {Category, Flag}
CONDITIONS = frozenset({Comparison, IsOneOf, Every, Either, Not, Given})
LABELS = frozenset({Rated, Grid})
NO_NUMBER = CONDITIONS | LABELS | {Category, Flag}
COMBINED = frozenset({Sum, Mean, Least, Greatest, Weighted})
CHOICES = frozenset({But, When, Steps, Case, OrElse})
WORKED = frozenset({Constant, Named, Arithmetic, Limited, Line, Rounded, Required, Within, Over})
# Written out, so that a new block is excused nowhere.
LISTED = HOLES | FIELDS | CONDITIONS | LABELS | COMBINED | CHOICES | WORKED

HOLE = "a policy that keeps a hole is refused by its outline"
Reasons = dict[str, Kinds]
LEFT_OUT: dict[str, Reasons] = {
    "MEANINGS": {HOLE: HOLES},
    "COMPILERS": {HOLE: HOLES},
    "CONSTRUCTORS": {HOLE: HOLES},
    "FORMS": {},
    "PHRASES": {
        HOLE: HOLES,
        "a name or a number as it is, shown by the reader": FIELDS | {Named, Constant},
        "read with its sign by the reader, since it binds": frozenset({Arithmetic}),
        "says nothing of its own: what it checks is read": frozenset({Required, Within}),
    },
    "READERS": {"no field: records hold none": LISTED - FIELDS},
    "FIELD_FORMS": {"no field: its formula is written, not its data": LISTED - FIELDS},
    "GROWTHS": {"labels and conditions have no digits": NO_NUMBER},
    "ABSENCES": {
        HOLE: HOLES,
        "a number or a label keeps its own mask": NUMBERS
        | LABELS
        | COMBINED
        | {Category, Constant, Arithmetic, Limited, Line, Rounded, Over, Within},
        "a condition that is never absent": CONDITIONS | {Required},
    },
    # Tables with a rule for what they do not list.
    "DECIMALS": {
        "labels and conditions have no decimals": NO_NUMBER,
        "a rule is no formula yet": HOLES,
    },
    "MULTIPLES": {
        "labels and conditions are multiples of nothing": NO_NUMBER,
        "its decimals say all": NUMBERS | HOLES | {Line},
    },
    "BOUNDS": {"labels and conditions lie between no numbers": NO_NUMBER, "a rule may be given any number": HOLES},
    "TURNS": {
        "compares no number with another": LISTED - {Rated, Steps, Line, Limited, Within, Comparison, Rounded},
    },
    "CURVES": {
        "the argument of curves": NUMBERS | HOLES,
        "no number: it has no curve": NO_NUMBER,
    },
    "PROOFS": {
        "proved by curves, or taken as different": LISTED - {Rounded, Rated, Steps, Comparison, Limited},
    },
    "CHANGES": {
        "no number, order or mode stands in it that a slip of the pen would change": LISTED
        - {Rated, Steps, Comparison, Limited, Line, Weighted, Rounded, Grid},
    },
    "DIRECTIONS": {
        "constant before it is asked": frozenset({Constant}),
        "no number, and no scale: nothing says which of its values is higher": NO_NUMBER - {Rated},
        "a rule is no formula yet": HOLES,
    },
    "POSSIBLE": {"the same whatever varies": frozenset({Constant}), HOLE: HOLES},
    "LINEAR": {
        "no number, or one that is the same whatever varies": NO_NUMBER | HOLES | {Constant},
        "not linear: its greatest value is taken": CHOICES | {Line, Least, Greatest},
    },
    "PATHS": {HOLE: HOLES, "the same along the whole path, and never asked": FIELDS | {Constant}},
    "SHAPES": {
        HOLE: HOLES,
        "the same whatever the number is, and never asked": FIELDS | {Constant},
        "nothing is proved of it: any shape": LABELS | {Given, IsOneOf},
    },
    "SPLITS": {
        "labels and conditions add up to nothing": NO_NUMBER | HOLES,
        "a value that is all one source's, or the policy's own": NUMBERS | {Constant, Over},
        "nothing adds up: its parts get Shapley values": frozenset({Line, Least, Greatest, When, Steps, Case}),
    },
    "CHOSEN": {"works out all that is below it": LISTED - {When, But, Steps, Line, Case, Rated, Grid}},
}


def modules() -> list[Any]:
    """Every module of the package but the one that runs it and pytest's own, which is loaded already."""
    walked = pkgutil.walk_packages(asn_appraisal.__path__, "asn_appraisal.")
    names = [each.name for each in walked if not each.name.endswith(".__main__") and each.name != plugin.__name__]
    return [importlib.import_module(name) for name in names]


def tables() -> dict[str, Dispatch[Any]]:
    """Every table that dispatches on blocks, by the name under which its module holds it."""
    return {key: value for module in modules() for key, value in vars(module).items() if isinstance(value, Dispatch)}


def gaps(blocks: Iterable[type[Expression]]) -> dict[str, set[str]]:
    """The blocks that a table neither lists nor leaves out for a reason, by the name of the table."""
    found: dict[str, set[str]] = {}
    for name, table in tables().items():
        excused = frozenset().union(*LEFT_OUT.get(name, {}).values())
        if missing := {block.__name__ for block in blocks if block not in table and block not in excused}:
            found[name] = missing
    return found


def test_every_table_knows_every_block_or_says_why_not() -> None:
    assert gaps(BLOCKS) == {}


def test_a_new_block_is_missed_in_every_table() -> None:
    class Median(Combination):
        """A block that no table knows."""

    assert gaps([*BLOCKS, Median]) == {name: {"Median"} for name in tables()}


def test_nothing_is_both_listed_and_left_out() -> None:
    found = tables()
    both = {
        f"{name}: {block.__name__}"
        for name, reasons in LEFT_OUT.items()
        for blocks in reasons.values()
        for block in blocks & set(found[name])
    }
    assert both == set()


def test_every_table_stands_under_its_own_name_and_lists_blocks_alone() -> None:
    found = tables()
    assert {name: table.name for name, table in found.items()} == {name: name for name in LEFT_OUT}
    assert {kind for table in found.values() for kind in table} <= BLOCKS


def test_no_table_of_blocks_is_a_plain_dictionary() -> None:
    plain = [
        f"{module.__name__}.{key}"
        for module in modules()
        for key, value in vars(module).items()
        if isinstance(value, dict) and not isinstance(value, Dispatch) and BLOCKS & {*filter(inspect.isclass, value)}
    ]
    assert plain == []
