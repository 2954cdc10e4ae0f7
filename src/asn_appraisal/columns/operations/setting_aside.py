"""Setting aside: rows with a fault, and rows too close to call. These operations write no slot."""

from __future__ import annotations

from attrs import frozen

from ..reading.arrays import Array
from .operation import Block, ExactRun, Kernel, OfOne


@frozen
class Refuse(OfOne):
    """Refuse the records of rows in which a mask holds; their own appraisal says what is wrong with them.

    Not ``certain`` where that appraisal may find nothing wrong: they are set aside because columns cannot go on with them.
    """

    certain: bool = True

    def exactly(self, run: ExactRun) -> None:
        """Mark their records."""
        run.refuse(self.table, run.slots[self.read])

    def kernel(self) -> Kernel:
        """Mark their records."""

        def kernel(block: Block, _: Array) -> None:
            block.refuse(self.table, block.slots[self.read])

        return kernel


@frozen
class Doubt(OfOne):
    """Leave the records of rows in which a mask holds to the exact engine."""

    def exactly(self, run: ExactRun) -> None:
        """Nothing: exact numbers are never too close to call."""

    def kernel(self) -> Kernel:
        """Mark their records."""

        def kernel(block: Block, _: Array) -> None:
            block.doubt(self.table, block.slots[self.read])

        return kernel
