"""What strangers may send: documents, records, audit lines and CSV files made to take long, each under a watch.

``python benchmarks/hostile/run.py --documents 1000`` draws documents of eleven families (``documents.py``) in equal shares
and reads every one. A policy that comes of it appraises three hostile records, one by one and as a table, is reviewed,
shown and written, and two audit lines of each appraisal are tampered with and verified. Three documents of a hundred are
at full scale, as large as the limits allow, and so are their records and files; the others are small. Two policies of a
hundred are checked, since a check tries some hundred records of its own; one in five documents comes with a CSV file.

Each public entry is measured by itself. In the table, ``calls`` is how often it was called and ``full`` how many of these
belong to a document at full scale; ``refused`` ended in an error of the library. ``slowest`` is the longest time of a
call in CPU seconds, ``most MB`` by how much the process grew during one, each with the document that it was; ``mean ms`` is
of all calls. The second table counts the documents of each family and how many of them are policies. Whatever takes longer
than ``--seconds`` is ended and named, as is any error that is none of the library's; then the exit code is 1.

The tables are printed after every ``--every`` documents and at the end, also where the run is stopped (Ctrl-C, kill). A
document is its seed and its number alone: ``--first 500`` goes on where another run stopped, and ``--state FILE`` keeps the
counts, so that the next run with the same file goes on by itself and its tables are those of all documents.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from attrs import asdict
from watching import Measured, Run, watch

from documents import FAMILIES


def tables(run: Run) -> str:
    """The costs and the documents of a run as two tables."""
    rows = [
        (
            *(entry, cost.count, cost.full, cost.refused, f"{1000 * cost.all_seconds / cost.count:.1f}"),
            *(f"{cost.seconds:.2f}", cost.slowest, f"{cost.megabytes:.0f}", cost.largest),
        )
        for entry, cost in run.entries.items()
    ]
    header = ("entry", "calls", "full", "refused", "mean ms", "slowest, s", "document", "most MB", "document")
    families = [(family, count, run.policies[family]) for family, count in sorted(run.families.items())]
    return f"{_table(header, rows)}\n{_table(('family', 'documents', 'policies'), families)}"


def _table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


def told(run: Run, first: int, seed: int) -> str:
    """The run so far, and what went wrong in it."""
    title = f"{run.documents} documents of seed {seed} from {first} on, {run.full} at full scale\n"
    return "\n".join((title, tables(run), *run.wrong, ""))


def kept(path: Path) -> tuple[int, Run]:
    """The next document and the run so far, from a file of a run before."""
    data = json.loads(path.read_text(encoding="utf-8"))
    entries = {entry: Measured(**cost) for entry, cost in data["run"].pop("entries").items()}
    counts = {name: Counter(data["run"].pop(name)) for name in ("families", "policies")}
    return data["next"], Run(entries=entries, **counts, **data["run"])


def keep(path: Path, following: int, run: Run) -> None:
    """Write down where a run stands; a run that is stopped while it writes leaves the file before."""
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(json.dumps({"next": following, "run": asdict(run)}), encoding="utf-8")
    beside.replace(path)


def asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="python benchmarks/hostile/run.py")
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first document (0)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=20, help="what takes longer, in CPU seconds, is ended (20)")
    parser.add_argument("--minutes", type=float, default=600, help="begin no more documents after so many minutes")
    parser.add_argument("--every", type=int, default=1000, help="print the tables after so many documents (1000)")
    parser.add_argument("--processes", type=int, default=1, help="how many workers (1)")
    parser.add_argument("--state", type=Path, metavar="FILE", help="keep the counts, and go on from those in the file")
    parser.add_argument("--family", default="", help="the families of documents to draw, with commas between")
    options = parser.parse_args(arguments)
    options.families = tuple(filter(None, options.family.split(",")))
    if unknown := {*options.families} - {each.__name__ for each in FAMILIES}:
        parser.error(f"no such family: {', '.join(sorted(unknown))}")
    if min(options.documents, options.every, options.processes) < 1:
        parser.error("--documents, --every and --processes are at least 1")
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Run so many documents and print the tables; 1 where something did not end or ended in a raw error."""
    options = asked(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    number, run = options.first, Run()
    if options.state and options.state.exists():
        number, run = kept(options.state)
    last, until = options.first + options.documents, time.monotonic() + 60 * options.minutes
    try:
        while number < last and time.monotonic() < until:
            following = min(number + options.every, last)
            how = {"seed": options.seed, "seconds": options.seconds}
            watch(range(number, following), run, **how, processes=options.processes, families=options.families)
            number = following
            if options.state:
                keep(options.state, number, run)
            if number < last:
                print(told(run, options.first, options.seed), flush=True)
    except KeyboardInterrupt:
        print("stopped")
    print(told(run, options.first, options.seed), flush=True)
    return 1 if run.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
