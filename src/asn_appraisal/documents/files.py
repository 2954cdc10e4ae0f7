"""Policies in files: TOML or JSON, a document of its own or an overlay on an official scheme."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from .. import schemes
from ..arguments import checked_type
from ..errors import DocumentError, FileMissingError, SchemeError
from ..policies import Policy
from . import from_document, json_data, toml_data
from .limits import MOST_CHARACTERS, Misfit
from .overlays import faults_of, overlay
from .places import with_lines

_READERS = {".toml": toml_data, ".json": json_data}


def read_policy(path: str | Path) -> Policy:
    """The policy of a file: a document (``.toml`` or ``.json``), or an overlay on the scheme that its ``base`` names.

    Raises ``DocumentError`` with every fault and ``FileMissingError``.
    """
    checked_type(path, "path", str, Path, right="path")
    path = Path(path)
    try:
        with path.open("rb") as file:
            raw = file.read(4 * MOST_CHARACTERS + 1)  # a character takes at most four bytes
    except OSError as problem:
        raise FileMissingError(path=path, reason=problem.strerror or "") from None
    except ValueError as problem:  # a name that no file can have
        raise FileMissingError(path=repr(str(path)), reason=str(problem)) from None
    read = _READERS.get(path.suffix.lower())
    if read is None:
        raise DocumentError(path=path, faults=[Misfit("ASN518", suffix=path.suffix or "-").at("$")])
    try:
        text = raw.decode("utf-8-sig")
        data = read(text)
        with with_lines(text) if read is toml_data else nullcontext():
            return _policy(data)
    except UnicodeDecodeError as problem:
        fault = Misfit("ASN502", right="UTF-8", reason=f"byte {problem.start}").at("$")
        raise DocumentError(path=path, faults=[fault]) from None
    except DocumentError as problem:
        raise DocumentError(path=path, faults=problem.faults) from None


def _policy(data: Any) -> Policy:
    if not isinstance(data, Mapping) or "base" not in data:
        return from_document(data)
    try:
        base = _base(data)
    except DocumentError as problem:
        own = [fault for fault in faults_of(data) if fault.path != "$.base"]
        raise DocumentError(faults=[*problem.faults, *own]) from None
    return overlay(base, data)


def _base(data: Mapping[str, Any]) -> Policy:
    options = data.get("base_options", {})
    try:
        if isinstance(data["base"], str) and isinstance(options, Mapping):
            return schemes.get(data["base"], **options)
    except SchemeError as problem:
        raise DocumentError(faults=[Misfit.of(problem).at("$.base")]) from None
    raise DocumentError(faults=[Misfit("ASN506", kind=type(data["base"]).__name__, right="text").at("$.base")])
