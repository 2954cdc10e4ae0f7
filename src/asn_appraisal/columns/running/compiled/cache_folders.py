"""The folder in which compiled loops are kept from one process to the next."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

VARIABLE = "ASN_APPRAISAL_CACHE"
_PRIVATE = 0o700
_OTHERS_WRITE = 0o022


def cache_folder() -> Path | None:
    """The folder, made where it is missing; None where there is none, or where others may write into it.

    It is what the environment variable ``ASN_APPRAISAL_CACHE`` names (nothing is kept where that is empty), else the
    platform's folder for caches.
    """
    try:
        folder = _named_folder()
        if folder is None:
            return None
        folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        about = folder.stat()
    except (OSError, RuntimeError):  # Path.home() raises a RuntimeError where there is none
        return None
    if hasattr(os, "getuid") and (about.st_uid != os.getuid() or about.st_mode & _OTHERS_WRITE):
        return None
    return folder if os.access(folder, os.W_OK | os.X_OK) else None


def _named_folder() -> Path | None:
    if (named := os.environ.get(VARIABLE)) is not None:
        return Path(named) / "loops" if named else None
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "asn_appraisal" / "loops"


def keep_latest(folder: Path, most: int) -> None:
    """Remove the oldest texts beyond so many, and what numba made of them; another process may do so at the same time."""
    texts = sorted(folder.glob("*.py"), key=_age, reverse=True)
    for text in texts[most:]:
        for place in (*folder.glob(f"__pycache__/{text.stem}.*"), text):
            place.unlink(missing_ok=True)


def _age(place: Path) -> float:
    try:
        return place.stat().st_mtime
    except OSError:  # removed meanwhile
        return 0.0


def write_whole(place: Path, text: str) -> None:
    """Write a file in one step: another process sees it whole or not at all."""
    handle, name = tempfile.mkstemp(dir=place.parent, suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
