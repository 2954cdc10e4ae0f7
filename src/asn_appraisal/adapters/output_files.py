"""Output files: results written whole or not at all, to the file that a path leads to.

A file that exists keeps its permissions and, where the system allows it, its owner; a symbolic link stays, and its target
is replaced. A pipe or a device is written to, not replaced. So is a file that is our own standard output, since the shell
that opened it holds the position to write at.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from attrs import define

from ..errors import AppraisalError, FileWriteError, HalfWrittenError, StreamWriteError

# Errors of moving onto a file that is a mount point.
_MOUNTED = {errno.EBUSY, errno.EXDEV}


Content = bytes | Iterable[bytes]  # of a file: whole, or piece by piece


def write_whole(files: Mapping[Path, Content]) -> None:
    """Write all files or none: each goes to a new file in the same folder first, then all are moved to their places.

    The pieces of a file are asked for when it is its turn; whatever asking raises is raised, and no file has changed.

    A file that is mounted (a container's single file) cannot be moved onto: it is overwritten, with a copy of its
    old content until that is done. Pipes and devices are written to before any file is moved, and cannot be undone.

    Raises ``FileWriteError`` and ``StreamWriteError`` (a pipe or device); then no file has changed. Raises
    ``HalfWrittenError`` where a file that was changed already could not be put back; it says where its old content is.
    """
    pending: list[_Pending] = []
    streams: dict[Path, Content] = {}
    try:
        for path, data in files.items():
            with _faults_of(path):
                found = _status(path)
                if found is not None and (not stat.S_ISREG(found.st_mode) or _own_stream(found)):
                    streams[path] = data
                else:
                    each = _Pending(path, Path(os.path.realpath(path)), found)
                    pending.append(each)
                    each.prepare(data)
        for path, data in streams.items():
            _write_to_stream(path, data)
        for each in pending:
            with _faults_of(each.path):
                each.put()
    except BaseException as problem:
        _put_back(reversed(pending), problem)
        raise
    finally:
        for each in pending:
            each.clear()


def make_folder(path: Path) -> None:
    """Make a folder, and those that it lies in; raises ``FileWriteError``."""
    with _faults_of(path):
        path.mkdir(parents=True, exist_ok=True)


def same_file(path: Path, other: Path | TextIO | None) -> bool:
    """Whether writing to a path would change another file, or the file behind one of our own streams.

    A terminal or another device is never the same: it may be read and written at once.
    """
    one = _status_or_none(path)
    two = _status_or_none(other) if isinstance(other, Path) else _stream_status(other)
    if any(each is not None and stat.S_ISCHR(each.st_mode) for each in (one, two)):
        return False
    if one is not None and two is not None and os.path.samestat(one, two):
        return True
    return isinstance(other, Path) and os.path.realpath(path) == os.path.realpath(other)


def write_out(text: str) -> None:
    """Text on standard output; raises ``StreamWriteError`` where it is closed or takes nothing (a full disk)."""
    if sys.stdout is None:
        raise StreamWriteError(path="-", reason=os.strerror(errno.EBADF))
    with _stream_faults("-"):
        sys.stdout.write(text)


def flush_out() -> None:
    """Flush standard output; raises ``StreamWriteError``."""
    if sys.stdout is not None:
        with _stream_faults("-"):
            sys.stdout.flush()


def silence_out() -> None:
    """Discard what is still buffered for standard output, so that nothing fails when the process ends."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (AttributeError, OSError, ValueError):
        return  # it is closed, or no file of the system


@define
class _Pending:
    """A file to replace: its new content in a temporary file, and its old content as long as it may have to be restored."""

    path: Path  # as the caller named it
    target: Path  # where symbolic links lead
    found: os.stat_result | None  # of the existing file
    new: Path | None = None
    old: Path | None = None
    moved: bool = False
    written_over: bool = False

    def prepare(self, data: Content) -> None:
        """Write the new content to a temporary file in the same folder, with its final permissions."""
        # A short name: the file's own may be as long as the system allows.
        handle, name = tempfile.mkstemp(dir=self.target.parent, prefix=".asn-")
        self.new = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.writelines(_pieces(data))
        if self.found is None:
            self.new.chmod(0o666 & ~_umask())
            return
        if hasattr(os, "chown"):
            with suppress(OSError):  # only an administrator may give files away
                os.chown(self.new, self.found.st_uid, self.found.st_gid)
        self.new.chmod(stat.S_IMODE(self.found.st_mode) & 0o777)

    def put(self) -> None:
        """Move the new content to its place."""
        if self.new is None:
            return
        if self.found is not None:
            self.old = Path(f"{self.new}.old")
            self._keep(self.old)
        try:
            self.new.replace(self.target)
        except OSError as problem:
            if self.old is None or problem.errno not in _MOUNTED:
                raise
            self._write_over(self.old, self.new)
        else:
            self.moved = True

    def _keep(self, kept: Path) -> None:
        """Keep the old content under another name: a hard link where possible, else a copy."""
        try:
            os.link(self.target, kept)
        except OSError:
            self._copy(kept)

    def _copy(self, kept: Path) -> None:
        kept.touch(mode=0o600, exist_ok=False)  # no other user may read it while it is written
        shutil.copy2(self.target, kept)

    def _write_over(self, kept: Path, new: Path) -> None:
        # A hard link would be overwritten too: here the old content must be a copy.
        kept.unlink()
        self._copy(kept)
        self.written_over = True
        _overwrite(self.target, new)

    def put_back(self) -> None:
        """Restore the old content, or remove the file if it is new."""
        if self.written_over and self.old is not None:
            _overwrite(self.target, self.old)
        elif self.moved and self.old is not None:
            self.old.replace(self.target)
        elif self.moved:
            self.target.unlink()
        self.moved = self.written_over = False

    def clear(self) -> None:
        """Remove temporary files; old content that could not be restored stays."""
        for beside in (self.new, self.old):
            if beside is not None:
                beside.unlink(missing_ok=True)


def _put_back(pending: Iterable[_Pending], problem: BaseException) -> None:
    """Restore files that were changed already; one that cannot be is reported, and its old content kept."""
    stuck = None
    for each in pending:
        try:
            each.put_back()
        except OSError as second:
            stuck = {"changed": each.path, "kept": each.old or "-", "why": _reason(second)}
            each.old = None
    if stuck is not None:
        failed = getattr(problem, "facts", {"path": "-", "reason": type(problem).__name__})
        raise HalfWrittenError(**{**failed, **stuck}) from None


def _overwrite(target: Path, source: Path) -> None:
    with source.open("rb") as reading, target.open("r+b") as writing:
        shutil.copyfileobj(reading, writing)
        writing.truncate()


def _write_to_stream(path: Path, data: Content) -> None:
    """Write data to a pipe, a device, or the file behind our own stream."""
    found = _status(path)
    own = None if found is None else _own_stream(found)
    with _stream_faults("-" if own is sys.stdout else path):
        if own is not None:
            own.flush()
            handle = os.dup(own.fileno())
        else:
            handle = os.open(path, os.O_WRONLY)
        with os.fdopen(handle, "wb") as file:
            file.writelines(_pieces(data))


def _pieces(data: Content) -> Iterable[bytes]:
    return [data] if isinstance(data, bytes) else data


def _own_stream(found: os.stat_result) -> TextIO | None:
    """Our standard output or standard error, if the file is that."""
    for stream in (sys.stdout, sys.stderr):
        own = _stream_status(stream)
        if own is not None and os.path.samestat(found, own):
            return stream
    return None


def _stream_status(stream: TextIO | None) -> os.stat_result | None:
    try:
        return None if stream is None else os.fstat(stream.fileno())
    except (AttributeError, OSError, ValueError):
        return None  # a stream in memory


def _status(path: Path) -> os.stat_result | None:
    """The status of an existing file, None if there is none; a folder is refused."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    return found


def _status_or_none(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except (OSError, ValueError):
        return None  # its fault is reported when it is opened


@contextmanager
def _faults_of(path: Path) -> Iterator[None]:
    """Errors of the system become ours, with the name of the file that the caller used."""
    try:
        yield
    except (OSError, ValueError) as problem:
        if isinstance(problem, AppraisalError):
            raise
        raise FileWriteError(path=path, reason=_reason(problem)) from None


@contextmanager
def _stream_faults(path: Path | str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        if isinstance(path, str):
            raise  # the reader of our own output is gone: the caller handles it
        raise StreamWriteError(path=path, reason=os.strerror(errno.EPIPE)) from None
    except (OSError, ValueError) as problem:
        raise StreamWriteError(path=path, reason=_reason(problem)) from None


def _reason(problem: Exception) -> str:
    return getattr(problem, "strerror", None) or str(problem) or type(problem).__name__


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
