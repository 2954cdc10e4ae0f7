"""Progress: how far a long run has come, on a terminal alone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from importlib import import_module
from typing import Any

from ..texts import say

Update = Callable[[int], None]


def progress_bar(total: int, language: str) -> AbstractContextManager[Update]:
    """A function that is told how many bytes of a total are done, and shows it on standard error: as a bar of tqdm or rich
    where one is installed, else as a line. Nothing is shown where standard error is no terminal.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        return _silent()
    for library, bar in (("tqdm", _of_tqdm), ("rich", _of_rich)):
        try:
            import_module(library)
        except ImportError:
            continue
        return bar(total)
    return _line(total, language)


@contextmanager
def _silent() -> Iterator[Update]:
    yield lambda _: None


@contextmanager
def _of_tqdm(total: int) -> Iterator[Update]:
    with import_module("tqdm").tqdm(total=total, unit="B", unit_scale=True, leave=False, file=sys.stderr) as bar:
        yield lambda done: _set(bar, done)


def _set(bar: Any, done: int) -> None:
    bar.update(done - bar.n)


@contextmanager
def _of_rich(total: int) -> Iterator[Update]:
    console = import_module("rich.console").Console(stderr=True)
    with import_module("rich.progress").Progress(console=console, transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda done: bar.update(task, completed=done)


@contextmanager
def _line(total: int, language: str) -> Iterator[Update]:
    last = ""

    def update(done: int) -> None:
        nonlocal last
        text = say("command.reading", language, percent=100 * done // max(total, 1))
        if text != last:
            _show(f"\r{text}")
            last = text

    yield update
    _show("\r" + " " * len(last) + "\r")


def _show(text: str) -> None:
    with suppress(OSError):  # a terminal that went away stops no run
        sys.stderr.write(text)
        sys.stderr.flush()
