"""Where loops are kept, and where they are not."""

import os
from pathlib import Path

import pytest

from asn_appraisal.columns.running.compiled import cache_folders
from asn_appraisal.columns.running.compiled.cache_folders import VARIABLE, cache_folder, keep_latest, write_whole


def test_the_variable_names_the_folder_and_nothing_is_kept_where_it_is_empty(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "here"))
    assert cache_folder() == tmp_path / "here" / "loops"
    assert (tmp_path / "here" / "loops").is_dir()
    monkeypatch.setenv(VARIABLE, "")
    assert cache_folder() is None


@pytest.mark.parametrize(
    ("platform", "variable", "wanted"),
    [
        ("linux", "XDG_CACHE_HOME", "named/asn_appraisal/loops"),
        ("linux", None, ".cache/asn_appraisal/loops"),
        ("darwin", None, "Library/Caches/asn_appraisal/loops"),
        ("win32", "LOCALAPPDATA", "named/asn_appraisal/loops"),
        ("win32", None, "AppData/Local/asn_appraisal/loops"),
    ],
)
def test_else_it_is_the_platforms_folder_for_caches(platform, variable, wanted, tmp_path, monkeypatch):
    for name in (VARIABLE, "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(cache_folders.sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    if variable:
        monkeypatch.setenv(variable, str(tmp_path / "named"))
    assert cache_folder() == tmp_path / wanted


def test_without_a_home_or_a_place_to_write_nothing_is_kept(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "file"))
    assert cache_folder() is None
    monkeypatch.delenv(VARIABLE)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)

    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", homeless)
    assert cache_folder() is None


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="folders have other rights there")
def test_a_folder_that_others_may_write_to_or_own_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    folder = cache_folder()
    assert folder is not None
    folder.chmod(0o777)
    assert cache_folder() is None
    folder.chmod(0o700)
    assert cache_folder() == folder
    monkeypatch.setattr(cache_folders.os, "getuid", lambda: 12345)
    assert cache_folder() is None


def test_a_folder_that_cannot_be_written_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    monkeypatch.setattr(cache_folders.os, "access", lambda *_: False)
    assert cache_folder() is None


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    write_whole(tmp_path / "a.py", "x = 1\n")
    assert (tmp_path / "a.py").read_text() == "x = 1\n"

    def full(*_: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space"):
        write_whole(tmp_path / "a.py", "x = 2\n")
    assert [each.name for each in tmp_path.iterdir()] == ["a.py"]
    assert (tmp_path / "a.py").read_text() == "x = 1\n"


def test_the_oldest_texts_go_with_what_was_made_of_them(tmp_path):
    (tmp_path / "__pycache__").mkdir()
    for at, name in enumerate("abcd"):
        (tmp_path / f"{name}.py").write_text("")
        os.utime(tmp_path / f"{name}.py", (at, at))
        (tmp_path / "__pycache__" / f"{name}.score_stretch-5.py311.nbi").write_text("")
    keep_latest(tmp_path, 2)
    assert sorted(each.name for each in tmp_path.glob("*.py")) == ["c.py", "d.py"]
    assert sorted(each.name[0] for each in tmp_path.glob("__pycache__/*")) == ["c", "d"]
    keep_latest(tmp_path, 2)
    assert len([*tmp_path.glob("*.py")]) == 2
