"""A PostgreSQL server for tests: its own folder, a free port on loopback, one user without a password and one with."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen

PASSWORD = "rahasia%2Fsekali"  # as a URI writes it: with a slash, which has to be escaped there  # noqa: S105
_ACCESS = "host all pegawai 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n"


@frozen
class Server:
    """A running server; ``uri`` is that of its administrator, ``uri_of`` that of the user who needs a password."""

    port: int
    folder: Path

    @property
    def uri(self) -> str:
        """The address of the administrator."""
        return f"postgresql://admin@127.0.0.1:{self.port}/postgres"

    def uri_of(self, password: str) -> str:
        """The address of the user with a password."""
        return f"postgresql://pegawai:{password}@127.0.0.1:{self.port}/postgres"


@contextmanager
def running_server() -> Iterator[Server]:
    """A server that runs meanwhile. PostgreSQL refuses to run as the administrator, who becomes ``nobody`` for it."""
    folder = Path(tempfile.mkdtemp(prefix="asn-postgres-"))
    user = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": ()} if os.geteuid() == 0 else {}
    if user:
        shutil.chown(folder, "nobody", pwd.getpwnam("nobody").pw_gid)
    data, port = folder / "data", _free_port()
    programs = _programs()

    def run(*arguments: str) -> None:
        done = subprocess.run(
            arguments,
            cwd=folder,
            env={**os.environ, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=False,
            **user,
        )
        assert done.returncode == 0, done.stderr + done.stdout

    run(str(programs / "initdb"), "-D", str(data), "-U", "admin", "-A", "trust", "-E", "UTF8", "--no-sync")
    (data / "pg_hba.conf").write_text(_ACCESS, "utf-8")
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
    control = (str(programs / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"))
    run(*control, "-o", settings, "start")
    try:
        yield Server(port, folder)
    finally:
        run(*control, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """The folder of the server's programs: Debian keeps them off the path."""
    if (found := shutil.which("initdb")) is not None:
        return Path(found).parent
    newest = max(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    return newest.parent


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
