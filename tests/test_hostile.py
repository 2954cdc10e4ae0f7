"""A small run of the hostile corpus: whatever a stranger sends, each entry ends, and with an error of the library."""

import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = Path(__file__).parent.parent / "benchmarks" / "hostile" / "run.py"
HANGS = """
import sys, time
sys.path.insert(0, {folder!r})
import watching

def hangs():
    while True:
        pass

def fails():
    raise KeyError("x")

def work(random, given):
    yield "read", fails
    yield "show", hangs if random.random() < 0.5 else int

watching.work = work
run = watching.Run()
watching.watch(range(12), run, seed=1, seconds=0.5, processes=2)
print(run.documents, run.entries["read"].count, run.entries["show"].count)
print(*sorted(run.wrong), sep="\\n")
"""


def done(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False, timeout=600)


def calls(printed: str) -> dict[str, tuple[str, ...]]:
    """The calls, those at full scale and the refused ones of each entry, in the last table that was printed."""
    rows = [line.strip("| ").split(" | ") for line in printed.rpartition("documents of seed")[2].splitlines()]
    return {row[0]: tuple(row[1:4]) for row in rows if len(row) == 9}


@pytest.mark.parametrize("seed", [7, 8])
def test_what_strangers_send_ends_and_with_an_error_of_the_library_alone(seed: int) -> None:
    # Twenty seconds for each entry are no measurement: they say that it ends.
    found = done(str(COMMAND), "--documents", "60", "--seed", str(seed), "--seconds", "20")
    assert (found.returncode, found.stderr) == (0, ""), found.stdout + found.stderr
    assert found.stdout.startswith(f"60 documents of seed {seed} from 0 on")
    assert calls(found.stdout)["read"][0] == "60"


def test_a_run_goes_on_where_another_stopped_and_its_table_is_that_of_one(tmp_path: Path) -> None:
    state = ["--state", str(tmp_path / "state.json")]
    how = [str(COMMAND), "--seed", "3", "--every", "10", "--family", "numbers,changed,keys"]
    first = done(*how, *state, "--documents", "20")
    assert first.stdout.count("documents of seed") == 2
    again = done(*how, *state, "--documents", "40", "--processes", "2")
    whole = done(*how, "--documents", "40")
    assert (again.returncode, again.stderr) == (0, "")
    assert calls(again.stdout) == calls(whole.stdout)
    assert again.stdout.rpartition("| family")[2] == whole.stdout.rpartition("| family")[2]


def test_a_document_that_hangs_and_one_that_fails_are_named_and_the_others_are_done() -> None:
    found = done("-c", HANGS.format(folder=str(COMMAND.parent)))
    assert found.stderr == ""
    counts, *wrong = found.stdout.splitlines()
    hanging = [line for line in wrong if line.startswith("show")]
    assert hanging
    assert all(line.endswith("ended after 0 s of work") for line in hanging)
    assert [line for line in wrong if line not in hanging] == sorted(
        f"read: document {number}: KeyError: 'x'" for number in range(12)
    )
    assert counts == f"12 12 {12 - len(hanging)}"
