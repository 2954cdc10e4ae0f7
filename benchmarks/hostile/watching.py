"""The watch: workers go through documents, and what takes too long, dies or ends in a raw error is named.

A worker is a process; where one is ended, another goes on with the document after it. Time is the worker's own (CPU), so
that a busy machine ends nothing; only what sleeps is ended by the clock on the wall. Memory is the growth of the
process while an entry works: its peak is set back before each, where the system allows that (Linux).
"""

from __future__ import annotations

import resource
import signal
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from random import Random
from typing import Any

from attrs import Factory, define, field
from work import work

import asn_appraisal as asn
from documents import drawn

MOST_MEMORY = 6 * 2**30
ON_THE_WALL = 15  # times the seconds of work that an entry may take by the clock
TOO_LONG = -signal.SIGPROF


@define
class Measured:
    """What one entry cost at most, and in which document."""

    count: int = 0
    full: int = 0
    refused: int = 0
    seconds: float = 0.0
    slowest: int = -1
    megabytes: float = 0.0
    largest: int = -1
    all_seconds: float = 0.0


@define
class Run:
    """What came of the documents so far: the cost of each entry, the documents of each family, and what went wrong."""

    documents: int = 0
    full: int = 0
    entries: dict[str, Measured] = field(factory=dict)
    families: Counter[str] = Factory(Counter)
    policies: Counter[str] = Factory(Counter)
    wrong: list[str] = field(factory=list)

    def note(self, number: int, entry: str, full: bool, cost: tuple[float, float], how: str) -> None:
        """Add what an entry cost in a document, and how it ended."""
        found = self.entries.setdefault(entry, Measured())
        seconds, megabytes = cost
        found.count += 1
        found.full += full
        found.all_seconds += seconds
        if seconds > found.seconds:
            found.seconds, found.slowest = seconds, number
        if megabytes > found.megabytes:
            found.megabytes, found.largest = megabytes, number
        found.refused += how == "refused"
        if how not in {"done", "refused"}:
            self.wrong.append(f"{entry}: document {number}: {how}")


@define
class Worker:
    """A process and the documents it has to do; ``number`` and ``entry`` say what it is at, ``since`` from when on."""

    numbers: Sequence[int]
    process: Process
    pipe: Connection
    number: int
    entry: str = "draw"
    full: bool = False
    since: float = Factory(time.monotonic)

    @classmethod
    def start(cls, numbers: Sequence[int], *, seed: int, seconds: float, families: tuple[str, ...]) -> Worker:
        """A worker that has begun."""
        ours, theirs = Pipe()
        process = Process(target=_work, args=(theirs, numbers, seed, seconds, families), daemon=True)
        process.start()
        theirs.close()
        return cls(numbers, process, ours, numbers[0])

    def told(self, run: Run) -> bool:
        """Take in what the worker says; False once it has nothing more to say."""
        try:
            what, *facts = self.pipe.recv()
        except (EOFError, OSError):
            return False
        self.since = time.monotonic()
        if what == "begin":
            self.number, self.entry = facts
        elif what == "document":
            family, self.full = facts
            run.documents += 1
            run.full += self.full
            run.families[family] += 1
        elif what == "policy":
            run.policies[facts[0]] += 1
        elif what == "end":
            run.note(self.number, self.entry, self.full, *facts)
        return what != "all"

    def end(self, how: str, run: Run) -> Sequence[int]:
        """End the worker, note why, and say which documents are left."""
        if self.process.is_alive():
            self.process.kill()
        self.process.join()
        run.wrong.append(f"{self.entry}: document {self.number}: {how}")
        return self.numbers[self.numbers.index(self.number) + 1 :]


def watch(
    numbers: Sequence[int],
    run: Run,
    *,
    seed: int,
    seconds: float,
    processes: int = 1,
    families: tuple[str, ...] = (),
) -> None:
    """Go through the documents of these numbers and add to the run what they cost."""
    how: dict[str, Any] = {"seed": seed, "seconds": seconds, "families": families}
    shares = [numbers[at::processes] for at in range(processes)]
    workers = [Worker.start(share, **how) for share in shares if share]
    try:
        while workers:
            ready = wait([worker.pipe for worker in workers], timeout=1)
            for worker in [*workers]:
                if worker.pipe in ready and worker.told(run):
                    continue
                if worker.pipe in ready:
                    worker.process.join()
                    ending = None if not worker.process.exitcode else _ending(worker.process.exitcode, seconds)
                elif time.monotonic() - worker.since > seconds * ON_THE_WALL:
                    ending = f"ended after {seconds * ON_THE_WALL:.0f} s by the clock"
                else:
                    continue
                workers.remove(worker)
                if ending and (left := worker.end(ending, run)):
                    workers.append(Worker.start(left, **how))
    finally:
        for worker in workers:
            worker.process.kill()
            worker.process.join()


def _ending(code: int, seconds: float) -> str:
    return f"ended after {seconds:.0f} s of work" if code == TOO_LONG else f"the process died ({code})"


def _work(pipe: Connection, numbers: Iterable[int], seed: int, seconds: float, families: tuple[str, ...]) -> None:
    """Work through documents; tell the watch what begins and what it cost."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the watch ends its workers itself
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for number in numbers:
        random = Random(seed * 10**9 + number)
        pipe.send(("begin", number, "draw"))
        signal.setitimer(signal.ITIMER_PROF, seconds)
        given = drawn(random, families)
        pipe.send(("document", given.family, given.full))
        steps = work(random, given)
        answer: Any = None
        while True:
            pipe.send(("begin", number, "draw"))
            try:
                entry, act = steps.send(answer)
            except StopIteration:
                break
            pipe.send(("begin", number, entry))
            signal.setitimer(signal.ITIMER_PROF, seconds)
            answer, cost, how = _measured(act)
            if entry == "read" and how == "done":
                pipe.send(("policy", given.family))
            pipe.send(("end", cost, how))
    signal.setitimer(signal.ITIMER_PROF, 0)
    pipe.send(("all",))


def _measured(act: Any) -> tuple[Any, tuple[float, float], str]:
    """What an act gives or raises, its seconds and megabytes, and how it ended."""
    before, start = _memory(), time.process_time()
    how = "done"
    try:
        answer = act()
    except asn.AppraisalError as problem:
        answer, how = problem, "refused"
        problem.text("id")
    except Exception as problem:  # noqa: BLE001  (whatever it is, it is reported)
        answer, how = problem, f"{type(problem).__name__}: {str(problem)[:200]}"
    took = time.process_time() - start
    return answer, (took, max(0.0, _peak() - before)), how


def _memory() -> float:
    """The megabytes of the process now; its peak is set back to them where the system can do that."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _peak()


def _peak() -> float:
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024
    except (OSError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
