"""Loops: the text of a source as a function, compiled by numba or, for tests, as plain Python.

A function is kept for the process by its text. On disk the text lies in a folder of the cache, and what numba made of it
next to it, so that another process need not compile. What lies there is compared with the text that was generated anew,
and only that text is ever executed.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256
from importlib import import_module
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from importlib.util import find_spec
from pathlib import Path
from sys import modules, version
from threading import Lock
from time import perf_counter
from typing import Any

import numpy as np
from attrs import frozen

from ....errors import MissingExtraError
from ....version import __version__
from .cache_folders import cache_folder, keep_latest, write_whole
from .sources import NAME

_PLAIN: ContextVar[bool] = ContextVar("loops_as_plain_python", default=False)
_LOADED: dict[tuple[str, ...], Loop] = {}
_LOCK = Lock()
_MOST_LOADED, _MOST_KEPT = 64, 256  # loops in memory, each some hundred KB of code, and on disk
_OPTIONS = {"nogil": True, "error_model": "numpy", "fastmath": False}


@contextmanager
def as_plain_python(*, on: bool = True) -> Any:
    """Within it loops run as plain Python, without numba: slow for many rows, but nothing has to be compiled. For tests."""
    token = _PLAIN.set(on)
    try:
        yield
    finally:
        _PLAIN.reset(token)


def plain_python() -> bool:
    """Whether loops run as plain Python."""
    return _PLAIN.get()


@frozen
class Loop:
    """A function of a source, and where it came from: ``"compiled"``, ``"cached"`` (on disk) or ``"plain"``; ``seconds`` it took."""

    function: Callable[..., bool]
    origin: str
    seconds: float


def available() -> bool:
    """Whether numba is installed; it is not imported."""
    return "numba" in modules or find_spec("numba") is not None


def loop_of(text: str, arguments: Sequence[Any]) -> Loop:
    """The function of a source for arguments of the types of these, which hold no rows.

    Raises a MissingExtraError without numba.
    """
    key = (text, "plain") if plain_python() else (text, *map(_type_of, arguments))
    with _LOCK:
        found = _LOADED.get(key)
        if found is None:
            found = _plain(text) if plain_python() else _compiled(text, arguments)
            while len(_LOADED) >= _MOST_LOADED:
                _LOADED.pop(next(iter(_LOADED)))
            _LOADED[key] = found
    return found


def loaded(text: str, arguments: Sequence[Any]) -> bool:
    """Whether a source was compiled in this process for arguments of these types."""
    return (text, *map(_type_of, arguments)) in _LOADED


def on_disk(text: str) -> bool:
    """Whether an earlier process compiled a source."""
    folder = cache_folder()
    return folder is not None and any(folder.glob(f"__pycache__/{_name(text)}.*.nbi"))


def _type_of(argument: Any) -> str:
    if not isinstance(argument, np.ndarray):
        return type(argument).__name__
    return f"{argument.dtype.str}{'' if argument.flags.writeable else ' read-only'}"


def _namespace(text: str, place: str) -> dict[str, Any]:
    # The names that a text uses are numpy and these; nothing else is in reach of it.
    known = {name: getattr(builtins, name) for name in ("__import__", "abs", "bool", "min", "range")}
    found: dict[str, Any] = {"__builtins__": known, "__name__": __name__}
    exec(builtins.compile(text, place, "exec"), found)  # noqa: S102 - the text that was generated just now
    return found


def _plain(text: str) -> Loop:
    function = _namespace(text, "<a loop of asn_appraisal>")[NAME]
    return Loop(function, "plain", 0.0)


def _compiled(text: str, arguments: Sequence[Any]) -> Loop:
    try:
        numba = import_module("numba")
    except ImportError:
        raise MissingExtraError(library="numba", extra="fast") from None
    begin = perf_counter()
    place = _kept_on_disk(text)
    if place is not None:
        try:
            function = numba.njit(cache=True, **_OPTIONS)(_namespace(text, str(place))[NAME])
            function(0, *arguments)
            origin = "cached" if function.stats.cache_hits else "compiled"
            return Loop(function, origin, perf_counter() - begin)
        except Exception:  # noqa: BLE001, S110 - a cache that cannot be read or written; a fault of the text is raised below
            pass
    function = numba.njit(**_OPTIONS)(_namespace(text, "<a loop of asn_appraisal>")[NAME])
    function(0, *arguments)
    return Loop(function, "compiled", perf_counter() - begin)


def _name(text: str) -> str:
    """The name of a source's file: a digest of its text and of all that decides what it is compiled to."""
    about = (text, __version__, version, np.__version__, _numba_version())
    return sha256("\0".join(about).encode()).hexdigest()[:32]


def _numba_version() -> str:
    try:
        return version_of("numba")
    except PackageNotFoundError:
        return ""


def _kept_on_disk(text: str) -> Path | None:
    """The file with the text, written where it is missing or differs; None where there is no place to keep it."""
    folder = cache_folder()
    if folder is None:
        return None
    place = folder / f"{_name(text)}.py"
    try:
        if not place.is_file() or place.read_text(encoding="utf-8") != text:
            write_whole(place, text)
            keep_latest(folder, _MOST_KEPT)
    except (OSError, UnicodeDecodeError):
        return None
    return place
