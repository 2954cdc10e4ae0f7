"""Output files, on real pipes, devices and mounts."""

import errno
import io
import os
import shutil
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.devices import FULL, STANDARD_OUTPUT, keep_devices

from asn_appraisal.adapters import output_files
from asn_appraisal.adapters.output_files import flush_out, make_folder, same_file, silence_out, write_out, write_whole
from asn_appraisal.errors import FileWriteError, HalfWrittenError, StreamWriteError

MOUNT, UNMOUNT = (shutil.which(name) or "false" for name in ("mount", "umount"))


@pytest.fixture(autouse=True)
def _kept(monkeypatch):
    keep_devices(monkeypatch)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_files_are_written_whole_or_not_at_all(tmp_path):
    good, bad = tmp_path / "good.csv", tmp_path / "none" / "bad.csv"
    good.write_text("before")

    with pytest.raises(FileWriteError, match=r"bad\.csv"):
        write_whole({good: b"after", bad: b"after"})

    assert good.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["good.csv"]


def test_a_folder_in_the_place_of_a_file_is_no_half_written_result(tmp_path):
    folder, good = tmp_path / "a", tmp_path / "good.csv"
    folder.mkdir()

    with pytest.raises(FileWriteError, match="a"):
        write_whole({good: b"x", folder: b"x"})

    assert not good.exists()


def test_written_files_have_the_permissions_of_any_new_file(tmp_path):
    path, plain = tmp_path / "a.csv", tmp_path / "b.csv"
    plain.write_text("")

    write_whole({path: b"x"})

    assert stat.S_IMODE(plain.stat().st_mode) == stat.S_IMODE(path.stat().st_mode)


# --- what stays


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o666])
def test_a_file_that_is_there_keeps_its_permissions(tmp_path, mode):
    path = tmp_path / "a.csv"
    path.write_text("before")
    path.chmod(mode)

    write_whole({path: b"after"})

    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == ("after", mode)


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_a_new_file_has_the_permissions_that_the_umask_leaves(tmp_path, mask, mode):
    before = os.umask(mask)
    try:
        write_whole({tmp_path / "a.csv": b"x"})
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "a.csv").stat().st_mode) == mode


def test_a_file_keeps_its_owner_where_the_system_lets_us(tmp_path, monkeypatch):
    path, asked = tmp_path / "a.csv", []
    path.write_text("before")
    monkeypatch.setattr(os, "chown", lambda name, *owner: asked.append(owner))

    write_whole({path: b"x"})

    assert asked == [(path.stat().st_uid, path.stat().st_gid)]


def test_an_owner_that_cannot_be_kept_does_not_stop_the_result(tmp_path, monkeypatch):
    def refused(*_):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    path = tmp_path / "a.csv"
    path.write_text("before")
    monkeypatch.setattr(os, "chown", refused)

    write_whole({path: b"after"})

    assert path.read_text() == "after"


@pytest.mark.parametrize("exists", [True, False])
def test_a_symbolic_link_keeps_pointing_and_its_target_is_written(tmp_path, exists):
    (tmp_path / "arsip").mkdir()
    target, link = tmp_path / "arsip" / "hasil.csv", tmp_path / "hasil.csv"
    if exists:
        target.write_text("before")
    link.symlink_to("arsip/hasil.csv")

    write_whole({link: b"after"})

    assert link.is_symlink()
    assert target.read_text() == "after"
    assert names(tmp_path) == ["arsip", "hasil.csv"]
    assert names(tmp_path / "arsip") == ["hasil.csv"]


# --- pipes and devices


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path):
    pipe, read = tmp_path / "pipa", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()

    write_whole({pipe: b"x" * 200_000})
    reader.join(timeout=20)

    assert read == [b"x" * 200_000]
    assert stat.S_ISFIFO(pipe.lstat().st_mode)
    assert names(tmp_path) == ["pipa"]


def test_a_device_is_written_to_and_stays_a_device():
    before = os.lstat(os.devnull)

    write_whole({Path(os.devnull): b"x"})

    assert os.path.samestat(os.lstat(os.devnull), before)
    assert stat.S_ISCHR(os.lstat(os.devnull).st_mode)


def test_a_full_device_is_an_error_and_no_file_is_changed(tmp_path):
    good = tmp_path / "good.csv"
    good.write_text("before")

    with pytest.raises(StreamWriteError, match=r"ASN712: /dev/full .*No space left"):
        write_whole({good: b"after", FULL: b"x"})

    assert (good.read_text(), names(tmp_path)) == ("before", ["good.csv"])


def test_a_pipe_whose_reader_goes_away_is_an_error_and_no_file_is_changed(tmp_path):
    pipe, good = tmp_path / "pipa", tmp_path / "good.csv"
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: pipe.open("rb").close())
    reader.start()

    with pytest.raises(StreamWriteError, match="pipa"):
        write_whole({pipe: b"x" * 1_000_000, good: b"after"})
    reader.join(timeout=20)

    assert names(tmp_path) == ["pipa"]


WRITE = """
import sys
from pathlib import Path
from asn_appraisal.adapters.output_files import write_whole
print("before", flush=False)
write_whole({Path(sys.argv[1]): b"result"})
print("after")
"""


@pytest.mark.parametrize("mode", ["wb", "ab"])
def test_our_own_standard_output_is_written_to_also_when_it_is_a_file(tmp_path, mode):
    log = tmp_path / "log"
    log.write_text("old\n")
    with log.open(mode) as file:
        subprocess.run([sys.executable, "-c", WRITE, STANDARD_OUTPUT], stdout=file, check=True)

    assert log.read_text() == ("old\n" if mode == "ab" else "") + "before\nresultafter\n"


def test_our_own_standard_output_is_written_to_when_it_is_a_pipe():
    done = subprocess.run([sys.executable, "-c", WRITE, STANDARD_OUTPUT], capture_output=True, text=True, check=True)

    assert done.stdout == "before\nresultafter\n"


# --- all or none


def fails_at(monkeypatch, number, code):
    """The system refuses to move the file of that number (from 1) to its place."""
    real, asked = Path.replace, []

    def replace(self, target):
        asked.append(target)
        if len(asked) == number:
            raise OSError(code, os.strerror(code))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)


@pytest.mark.parametrize("exists", [True, False])
def test_a_second_file_that_cannot_be_moved_puts_the_first_one_back(tmp_path, monkeypatch, exists):
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    if exists:
        first.write_text("before")
        first.chmod(0o600)
    second.write_text("before too")
    inode = first.stat().st_ino if exists else None
    fails_at(monkeypatch, 2, errno.EPERM)

    with pytest.raises(FileWriteError, match=r"b\.csv cannot be written.*nothing was changed"):
        write_whole({first: b"after", second: b"after"})

    assert second.read_text() == "before too"
    assert names(tmp_path) == (["a.csv", "b.csv"] if exists else ["b.csv"])
    if exists:
        assert (first.read_text(), first.stat().st_ino, first.stat().st_mode & 0o777) == ("before", inode, 0o600)


def test_the_first_file_is_put_back_also_where_a_file_cannot_have_two_names(tmp_path, monkeypatch):
    def refused(*_):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    for path in (first, second):
        path.write_text("before")
        path.chmod(0o640)
    monkeypatch.setattr(os, "link", refused)
    fails_at(monkeypatch, 2, errno.EPERM)

    with pytest.raises(FileWriteError, match=r"b\.csv"):
        write_whole({first: b"after", second: b"after"})

    assert [(path.read_text(), path.stat().st_mode & 0o777) for path in (first, second)] == [("before", 0o640)] * 2
    assert names(tmp_path) == ["a.csv", "b.csv"]


def test_a_first_file_that_cannot_be_put_back_is_named_with_its_old_content(tmp_path, monkeypatch):
    def refused(self, _):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("before")
    second.write_text("before")
    fails_at(monkeypatch, 2, errno.ENOSPC)
    real = output_files._Pending.put_back
    monkeypatch.setattr(
        output_files._Pending, "put_back", lambda self: refused(self, 0) if self.path == first else real(self)
    )

    with pytest.raises(HalfWrittenError) as caught:
        write_whole({first: b"after", second: b"after"})

    facts = caught.value.facts
    assert (facts["path"], facts["changed"], first.read_text()) == (second, first, "after")
    assert Path(str(facts["kept"])).read_text() == "before"
    assert len(names(tmp_path)) == 3


def test_a_run_that_is_interrupted_puts_the_first_file_back(tmp_path, monkeypatch):
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("before")
    real = output_files._Pending.put

    def put(self):
        if self.path == second:
            raise KeyboardInterrupt
        real(self)

    monkeypatch.setattr(output_files._Pending, "put", put)

    with pytest.raises(KeyboardInterrupt):
        write_whole({first: b"after", second: b"after"})

    assert (first.read_text(), names(tmp_path)) == ("before", ["a.csv"])


# --- mounted files


@pytest.fixture
def mounted(tmp_path, monkeypatch):
    """A file onto which nothing can be moved: a real mount where the system lets us, else what the system would say."""
    (tmp_path / "luar").mkdir()
    outside, inside = tmp_path / "luar" / "asal.csv", tmp_path / "hasil.csv"
    outside.write_text("before, and longer than what comes")
    inside.touch()
    done = subprocess.run([MOUNT, "--bind", outside, inside], capture_output=True, check=False)
    if done.returncode == 0:
        yield inside
        subprocess.run([UNMOUNT, inside], check=True)
        return
    inside.write_text(outside.read_text())
    real = Path.replace

    def replace(self, target):
        if Path(target) == inside:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    yield inside


def test_a_mounted_file_is_written_over(mounted, tmp_path):
    inode = mounted.stat().st_ino

    write_whole({mounted: b"after"})

    assert (mounted.read_text(), mounted.stat().st_ino) == ("after", inode)
    assert names(tmp_path) == ["hasil.csv", "luar"]


def test_a_mounted_file_gets_its_content_back_when_another_one_fails(mounted, tmp_path, monkeypatch):
    other = tmp_path / "b.csv"
    fails_at(monkeypatch, 2, errno.EPERM)

    with pytest.raises(FileWriteError, match=r"b\.csv"):
        write_whole({mounted: b"after", other: b"after"})

    assert mounted.read_text() == "before, and longer than what comes"
    assert names(tmp_path) == ["hasil.csv", "luar"]


@pytest.mark.parametrize("code", [errno.EBUSY, errno.EXDEV])
def test_a_file_is_written_over_whatever_name_the_system_has_for_a_mount(tmp_path, monkeypatch, code):
    path = tmp_path / "a.csv"
    path.write_text("before")
    fails_at(monkeypatch, 1, code)

    write_whole({path: b"after"})

    assert (path.read_text(), names(tmp_path)) == ("after", ["a.csv"])


def test_a_file_that_fills_its_disk_half_way_gets_its_content_back(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text("before")
    fails_at(monkeypatch, 1, errno.EBUSY)
    real = output_files._overwrite

    def overwrite(target, source):
        if source.read_bytes() == b"after":
            target.write_bytes(b"af")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(target, source)

    monkeypatch.setattr(output_files, "_overwrite", overwrite)

    with pytest.raises(FileWriteError, match="No space left"):
        write_whole({path: b"after"})

    assert (path.read_text(), names(tmp_path)) == ("before", ["a.csv"])


# --- names


@pytest.mark.parametrize("name", ["a" * 300, "a\0b", "x/" * 3000 + "a"])
def test_a_name_that_no_system_takes_is_an_error(tmp_path, name):
    with pytest.raises(FileWriteError, match="ASN706"):
        write_whole({tmp_path / name: b"x"})


def test_a_name_of_the_full_length_is_written(tmp_path):
    path = tmp_path / ("a" * 255)

    write_whole({path: b"x"})

    assert path.read_text() == "x"


def test_links_in_a_circle_are_an_error(tmp_path):
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")

    with pytest.raises(FileWriteError, match="a cannot be written"):
        write_whole({tmp_path / "a": b"x"})


# --- one file under two names


def test_two_paths_to_one_file_are_told_also_by_links_and_when_it_is_not_there_yet(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    one = tmp_path / "a.csv"
    one.write_text("")
    (tmp_path / "tautan").symlink_to("a.csv")
    os.link(one, tmp_path / "kembar")
    (tmp_path / "sini").symlink_to(".")

    for other in ("a.csv", "./a.csv", "tautan", "kembar", "sini/a.csv"):
        assert same_file(Path(other), one), other
    assert same_file(Path("b.csv"), tmp_path / "sini" / "b.csv")
    assert not same_file(Path("b.csv"), one)
    assert not same_file(Path("a" * 300), one)


def test_the_file_behind_a_stream_is_told_and_a_terminal_or_device_is_never_one(tmp_path):
    path = tmp_path / "a.csv"
    with path.open("w") as stream:
        assert same_file(path, stream)
        assert not same_file(tmp_path / "b.csv", stream)
    assert not same_file(path, io.StringIO())
    assert not same_file(path, None)
    assert not same_file(Path(os.devnull), Path(os.devnull))


# --- standard output


def test_a_closed_standard_output_is_an_error(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)

    with pytest.raises(StreamWriteError, match="ASN712: - takes no more"):
        write_out("x")
    flush_out()
    silence_out()


def test_a_full_standard_output_is_an_error(monkeypatch):
    with FULL.open("w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        write_out("x")
        with pytest.raises(StreamWriteError, match="No space left"):
            flush_out()
        silence_out()
        flush_out()


def test_a_folder_is_made_with_those_it_lies_in_or_the_error_names_it(tmp_path):
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    (tmp_path / "berkas").write_text("")
    for wrong in (tmp_path / "berkas", tmp_path / "berkas" / "map", tmp_path / "a\0b"):
        with pytest.raises(FileWriteError):
            make_folder(wrong)
