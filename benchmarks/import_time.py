"""What importing costs: CPU milliseconds of whole processes above a bare interpreter, medians of 20 runs in turn.

Bytecode must be cached: unset PYTHONDONTWRITEBYTECODE.
"""

from __future__ import annotations

import subprocess
import sys
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median

RUNS = 20
BARE = "pass"
CODES = {
    "import asn_appraisal": "import asn_appraisal",
    "one scheme, one appraisal": (
        "from asn_appraisal import schemes; schemes.get('permenpan-16-2009').appraise({'nilai': 90})"
    ),
}


def milliseconds(code: str) -> float:
    """The CPU time of a process that runs some code."""
    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True)
    after = getrusage(RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main() -> None:
    """Print the table."""
    times: dict[str, list[float]] = {name: [] for name in CODES}
    for code in CODES.values():
        milliseconds(code)  # fills the cache of bytecode
    for _ in range(RUNS):
        bare = milliseconds(BARE)
        for name, code in CODES.items():
            times[name].append(milliseconds(code) - bare)
    for name, found in times.items():
        print(f"{name:30} {median(found):6.1f} ms above a bare interpreter")


if __name__ == "__main__":
    main()
