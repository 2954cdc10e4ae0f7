"""A small run of the hostile corpus: whatever a stranger sends, each entry ends, and with an error of the library."""

import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = Path(__file__).parent.parent / "benchmarks" / "hostile.py"


@pytest.mark.parametrize("seed", [7, 8])
def test_what_strangers_send_ends_and_with_an_error_of_the_library_alone(seed: int) -> None:
    # Twenty seconds for each entry are no measurement: they say that it ends.
    arguments = ["--documents", "12", "--seed", str(seed), "--seconds", "20"]
    done = subprocess.run(
        [sys.executable, COMMAND, *arguments], capture_output=True, text=True, check=False, timeout=600
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    assert done.stdout.startswith(f"12 documents of seed {seed}\n")
