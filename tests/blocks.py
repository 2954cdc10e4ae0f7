"""The classes of blocks that there are, for tests that want each of them."""

import sys
from typing import Any


def kinds_below(kind: type[Any]) -> set[type[Any]]:
    """All classes that derive from one, as their modules hold them.

    attrs makes a class with slots anew, and the first one may live on: it is not what its module holds.
    """
    below = {each for each in kind.__subclasses__() if vars(sys.modules[each.__module__]).get(each.__name__) is each}
    return below.union(*(kinds_below(each) for each in below))
