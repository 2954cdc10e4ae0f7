"""Loops compiled and kept on disk; what lies there is never executed unless it is what was generated."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from asn_appraisal.columns.running.compiled import loops
from asn_appraisal.columns.running.compiled.cache_folders import VARIABLE
from asn_appraisal.columns.running.compiled.loops import as_plain_python, available, loaded, loop_of, on_disk
from asn_appraisal.errors import MissingExtraError

TEXT = """import numpy as np


def score_stretch(records, column, score):
    for i in range(records):
        score[i] = np.floor(np.float64(column[i]) * 0.1 + 0.05)
    return True
"""
NONE = [np.zeros(0, np.int16), np.zeros(0)]
COLUMN = np.array([4, 5, 14, 15], np.int16)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    monkeypatch.setattr(loops, "_LOADED", {})
    return tmp_path / "loops"


def forget() -> None:
    """As in a new process."""
    loops._LOADED.clear()


def scored(loop: loops.Loop) -> list[float]:
    score = np.zeros(len(COLUMN))
    assert loop.function(len(COLUMN), COLUMN, score)
    return score.tolist()


def test_as_plain_python_nothing_is_compiled_or_kept(folder):
    with as_plain_python():
        loop = loop_of(TEXT, NONE)
    assert (loop.origin, scored(loop)) == ("plain", [0, 0, 1, 1])
    assert not folder.exists()


def test_a_text_has_nothing_in_reach_but_numpy(folder):
    with as_plain_python(), pytest.raises(NameError):
        loop_of(TEXT.replace("return True", "return open('x')"), NONE).function(0, *NONE)


def test_without_numba_the_extra_is_named(folder, monkeypatch):
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(loops, "import_module", missing)
    with pytest.raises(MissingExtraError, match=r"asn-appraisal\[fast\]"):
        loop_of(TEXT, NONE)
    monkeypatch.setattr(loops, "find_spec", lambda _: None)
    monkeypatch.setattr(loops, "modules", {})
    assert not available()


def test_a_loop_is_compiled_once_and_read_by_the_next_process(folder):
    pytest.importorskip("numba")
    assert not on_disk(TEXT)
    loop = loop_of(TEXT, NONE)
    assert (loop.origin, scored(loop)) == ("compiled", [0, 0, 1, 1])
    assert loop_of(TEXT, NONE) is loop
    assert loaded(TEXT, NONE)
    assert on_disk(TEXT)
    (place,) = folder.glob("*.py")
    assert place.read_text() == TEXT
    forget()
    assert not loaded(TEXT, NONE)
    again = loop_of(TEXT, NONE)
    assert (again.origin, scored(again)) == ("cached", [0, 0, 1, 1])


def test_a_file_with_another_text_is_written_anew_and_not_executed(folder, tmp_path):
    pytest.importorskip("numba")
    loop_of(TEXT, NONE)
    (place,) = folder.glob("*.py")
    for planted in (TEXT.replace("0.05", "9.05"), f"open({str(tmp_path / 'planted')!r}, 'w')\n{TEXT}"):
        place.write_text(planted)
        forget()
        assert scored(loop_of(TEXT, NONE)) == [0, 0, 1, 1]
        assert place.read_text() == TEXT
    assert not (tmp_path / "planted").exists()


@pytest.mark.parametrize("ending", ["nbi", "nbc"])
@pytest.mark.parametrize("content", [b"", b"nothing that numba wrote"])
def test_what_numba_cannot_read_is_compiled_again(folder, ending, content):
    pytest.importorskip("numba")
    loop_of(TEXT, NONE)
    for each in folder.glob(f"__pycache__/*.{ending}"):
        each.write_bytes(content)
    forget()
    assert scored(loop_of(TEXT, NONE)) == [0, 0, 1, 1]


@pytest.mark.parametrize("what", ["none", "disk full"])
def test_without_a_place_to_keep_it_a_loop_is_compiled_for_the_process(what, folder, monkeypatch):
    pytest.importorskip("numba")
    if what == "none":
        monkeypatch.setenv(VARIABLE, "")
    else:

        def full(*_: object) -> None:
            raise OSError(28, "no space left")

        monkeypatch.setattr(loops, "write_whole", full)
    loop = loop_of(TEXT, NONE)
    assert (loop.origin, scored(loop)) == ("compiled", [0, 0, 1, 1])
    assert not on_disk(TEXT)
    assert not [*folder.parent.rglob("*.nbi")]


PROCESS = """
import numpy as np
from asn_appraisal.columns.running.compiled.loops import loop_of
loop = loop_of({text!r}, [np.zeros(0, np.int16), np.zeros(0)])
score = np.zeros(4)
loop.function(4, np.array([4, 5, 14, 15], np.int16), score)
print(loop.origin, score.tolist())
"""


def test_several_processes_share_the_folder(folder):
    pytest.importorskip("numba")

    def process(_: int) -> str:
        code = PROCESS.format(text=TEXT)
        found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=120)
        return found.stdout.strip()

    with ThreadPoolExecutor(2) as pool:
        assert {each.split(" ", 1)[1] for each in pool.map(process, range(2))} == {"[0.0, 0.0, 1.0, 1.0]"}
    assert process(3) == "cached [0.0, 0.0, 1.0, 1.0]"
    assert not [*Path(folder).rglob("*.tmp*")]


def test_the_process_and_the_disk_keep_the_latest_loops_alone(folder, monkeypatch):
    monkeypatch.setattr(loops, "_MOST_LOADED", 2)
    texts = [TEXT.replace("0.05", f"0.0{at}") for at in range(3)]
    with as_plain_python():
        first = loop_of(texts[0], NONE)
        for text in texts:
            loop_of(text, NONE)
        assert len(loops._LOADED) == 2
        assert loop_of(texts[0], NONE) is not first
    monkeypatch.setattr(loops, "_MOST_KEPT", 1)
    for text in texts:
        assert loops._kept_on_disk(text).read_text() == text
    assert len([*folder.glob("*.py")]) == 1
