"""A PostgreSQL server of our own on the loopback interface, for the tests of the SQL export."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LONGEST = 60.0  # seconds until it answers


def _program(name: str) -> str:
    """A program of the newest PostgreSQL on the machine; Debian keeps most of them off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    path = str(found[-1]) if found else shutil.which(name)
    assert path is not None, f"PostgreSQL is not installed: no {name}"
    return path


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def server() -> Iterator[str]:
    """The URI of a server with an empty database, which is gone afterwards. Root, whom PostgreSQL refuses, lends it to nobody."""
    folder = Path(tempfile.mkdtemp(prefix="asn-sql-"))
    user: dict[str, str | int] = {"user": "nobody"} if os.geteuid() == 0 else {}
    if user:
        shutil.chown(folder, "nobody")
    data, port = folder / "data", _free_port()
    log = (folder / "log").open("wb")
    try:
        call = [
            _program("initdb"),
            "-D",
            str(data),
            "-U",
            "asn",
            "--auth=trust",
            "--no-sync",
            "--encoding=UTF8",
            "--locale=C",
        ]
        subprocess.run(call, check=True, stdout=log, stderr=log, cwd=folder, **user)  # type: ignore[call-overload]
        options = [
            "-h",
            "127.0.0.1",
            "-p",
            str(port),
            "-k",
            str(folder),
            "-c",
            "fsync=off",
            "-c",
            "shared_buffers=128MB",
        ]
        process = subprocess.Popen(
            [_program("postgres"), "-D", str(data), *options], stdout=log, stderr=log, cwd=folder, **user
        )  # type: ignore[call-overload]
        try:
            _wait(process, port)
            yield f"postgresql://asn@127.0.0.1:{port}/postgres"
        finally:
            process.terminate()
            process.wait(_LONGEST)
    finally:
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + _LONGEST
    while time.monotonic() < end:
        assert process.poll() is None, "the server ended"
        ready = subprocess.run(
            [_program("pg_isready"), "-h", "127.0.0.1", "-p", str(port)], capture_output=True, check=False
        )
        if ready.returncode == 0:
            return
        time.sleep(0.1)
    raise TimeoutError
