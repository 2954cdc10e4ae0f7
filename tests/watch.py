"""A watch: what is inside must end, well within what a person would wait for."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def ends(seconds: int = 20) -> Iterator[None]:
    """Fail where the block takes longer; the limit is far above what it takes, and only says that it ends."""

    def late(*_: Any) -> None:
        message = f"it had not ended after {seconds} s"
        raise AssertionError(message)

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
