"""Random pairs: two records of which the second is at least as good as the first."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from ...arguments import checked_type
from ...policies import Policy
from ..known import Better
from .aiming import random_edge_record
from .directions import improved
from .inputs import chance
from .records import Record, random_record


def random_pair(policy: Policy, ways: Mapping[str, Better], random: Random) -> tuple[Record, Record]:
    """A record, plain or at an edge, and one at least as good in every input with a direction, equal in all others."""
    checked_type(ways, "ways", Mapping)
    checked_type(random, "random", Random)
    draw = random_edge_record if chance(random, 50) else random_record
    worse = draw(policy, random)
    return worse, improved(policy, worse, ways, random)
