"""Operations: one class each, with named exact fields, its meaning in exact numbers and its kernel in floats.

Each family has its file: ``affine``, ``rounding``, ``comparing``, ``choosing``, ``looking_up``, ``segments`` and
``setting_aside``. A class is plain data: the slots that it reads and the slot that it writes, and constants as exact as the
policy has them. ``exactly`` is its definition. ``kernel`` rounds the constants once, before a run, and gives the function
that works on a block of floats; it must agree with the definition wherever it decides.

To add an operation, write its class into the file of its family: fields, ``reads`` where ``OfOne``, ``OfTwo`` and ``OfMany``
do not fit, ``kind`` where it writes no number, ``exactly`` and ``kernel``. Add it to ``OPERATIONS`` below, and say in
``tests/columns/operations/test_every_operation.py`` how to draw one: that test compares the two engines. The compiler
emits it by ``program.emit``.

To add an engine (a compiled loop, the expressions of a library, a query), touch none of the classes: write a table from
class to function, ``Engine("sql", {Affine: ..., Clip: ...})``, anywhere above. It raises an UnsupportedOperationError
(ASN365) for a class without a function, and ``unknown`` lists those of a program before a run.
"""

from __future__ import annotations

from .affine import (
    AddMask,
    Affine,
    Clip,
    Divide,
    Full,
    FullCode,
    FullMask,
    Linear,
    Maximum,
    Minimum,
    Multiply,
    Widen,
)
from .choosing import Choose, ChooseCode, CountNot, First, Fixed, Tally
from .comparing import And, Compare, CompareWhole, Near, Not, Or, Same
from .looking_up import Cell, Take, TakeCode, TakeMask
from .operation import Block, Engine, ExactRun, Kernel, Operation
from .ratios import Ratio
from .rounding import NearTie, Round, RoundWhole
from .segments import SegmentGreatest, SegmentLeast, SegmentSum, SegmentTally, Spread
from .setting_aside import Doubt, Refuse

__all__ = [
    "OPERATIONS",
    "AddMask",
    "Affine",
    "And",
    "Block",
    "Cell",
    "Choose",
    "ChooseCode",
    "Clip",
    "Compare",
    "CompareWhole",
    "CountNot",
    "Divide",
    "Doubt",
    "Engine",
    "ExactRun",
    "First",
    "Fixed",
    "Full",
    "FullCode",
    "FullMask",
    "Kernel",
    "Linear",
    "Maximum",
    "Minimum",
    "Multiply",
    "Near",
    "NearTie",
    "Not",
    "Operation",
    "Or",
    "Ratio",
    "Refuse",
    "Round",
    "RoundWhole",
    "Same",
    "SegmentGreatest",
    "SegmentLeast",
    "SegmentSum",
    "SegmentTally",
    "Spread",
    "Take",
    "TakeCode",
    "TakeMask",
    "Tally",
    "Widen",
]

OPERATIONS: tuple[type[Operation], ...] = (
    *(Affine, Clip, Linear, Widen, Multiply, Divide, Maximum, Minimum, AddMask, Full, FullMask, FullCode),
    *(Round, RoundWhole, NearTie),
    *(Compare, CompareWhole, Near, Same, Not, And, Or),
    *(Choose, ChooseCode, CountNot, First, Tally),
    *(Take, TakeCode, TakeMask, Cell),
    *(Spread, SegmentSum, SegmentTally, SegmentLeast, SegmentGreatest),
    *(Refuse, Doubt),
)
