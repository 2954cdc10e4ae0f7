"""Tests that write to the devices of the machine, without danger to them should the code under test be broken."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FULL = Path("/dev/full")
# What ``/dev/stdout`` points to. Nothing can be put in its place, whatever a broken run tries: the tests of other processes use it.
STANDARD_OUTPUT = "/proc/self/fd/1"


def keep_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse to move a file to where the machine has its devices: an administrator could do it, and would break the machine."""

    def kept(real: Callable[..., Any]) -> Callable[..., Any]:
        def move(source: Any, target: Any, **more: Any) -> Any:
            place = os.path.realpath(target)
            assert not place.startswith(("/dev/", "/proc/", "/sys/")), f"{place} would be replaced"
            return real(source, target, **more)

        return move

    for name in ("replace", "rename"):
        monkeypatch.setattr(os, name, kept(getattr(os, name)))
