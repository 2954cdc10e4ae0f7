"""Do the tests test? Changes one place of a module at a time and says which changes its tests do not notice.

    python tests/mutation/run.py rounding numbers algebra.bands --every 3 --processes 2

Needs the extra ``mutation``. The project is copied first and only the copies are changed. Survivors that no test can notice stand
with their reason in ``survivors.toml``; all others are printed, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from multiprocessing import get_context
from pathlib import Path
from queue import SimpleQueue
from typing import Any

PROJECT = Path(__file__).parents[2]
HERE = Path(__file__).parent
COPIED = ("src", "tests", "docs", "benchmarks", "conftest.py", "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE")
# Forked from a process that has imported all but the package itself: a run then costs little more than its tests.
PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(
    ["pytest", "hypothesis", "hypothesis.strategies", "sybil", "numpy", "attrs", "narwhals"]
)
PATIENCE = 10.0  # seconds given to each run, beside four times what the tests take when nothing is changed


@dataclass(frozen=True)
class Change:
    """One change of a module: where, the line before and after, and the whole text with it."""

    module: str
    line: int
    inside: str
    before: str
    after: str
    text: str

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from other changes, also when the lines above it move."""
        return self.module, self.inside, self.before, self.after

    def __str__(self) -> str:
        return f"{self.module}:{self.line} ({self.inside})\n  - {self.before}\n  + {self.after}"


@dataclass(frozen=True)
class Judge:
    """Tests, the profile of Hypothesis that they run in, and the seconds that a run may take."""

    tests: tuple[str, ...]
    profile: str
    seconds: float | None = None


def settings() -> dict[str, Any]:
    """Which changes are made, and what else judges a module."""
    return tomllib.loads((HERE / "mutation.toml").read_text(encoding="utf-8"))


def known_survivors() -> dict[tuple[str, ...], str]:
    """The changes that no test can notice, with the reason."""
    entries = tomllib.loads((HERE / "survivors.toml").read_text(encoding="utf-8"))["survivor"]
    return {(each["module"], each["inside"], each["before"], each["after"]): each["reason"] for each in entries}


def source_of(module: str) -> Path:
    """The file of a module, ``algebra.bands``."""
    return Path("src/asn_appraisal", *module.split(".")).with_suffix(".py")


def judges(module: str, further: Mapping[str, Sequence[str]]) -> list[Judge]:
    """The tests of a module, in the order they are asked: its own file with few examples, what else judges it, its own
    file with many.
    """
    *folders, name = module.split(".")
    own = (str(Path("tests", *folders, f"test_{name}.py")),)
    more = tuple(test for pattern, tests in further.items() if fnmatch(module, pattern) for test in tests)
    return [Judge(own, "quick"), *([Judge(more, "ci")] if more else []), Judge(own, "ci")]


# --- changes ---


def changes(module: str, text: str, operators: Sequence[str], *, every: int = 1) -> Iterator[Change]:
    """Each change of a module, or every so-manieth of them in the order of their places."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator, operator_names

    wanted = re.compile("|".join(rf"core/(?:{each})" for each in operators))
    nodes, apart = [*ast_nodes(get_ast(text))], _annotations(text)
    places = []
    for name in operator_names():
        if wanted.fullmatch(name):
            operator = get_operator(name)()
            found = (start for node in nodes for start, _ in operator.mutation_positions(node))
            places += [(start, name, turn) for turn, start in enumerate(found) if not _within(start, apart)]
    tree, seen = ast.dump(ast.parse(text)), set()
    for (line, _), name, turn in sorted(places)[::every]:
        changed = mutate_code(text, get_operator(name)(), turn)
        if changed is None or not _reads(changed) or (dump := ast.dump(ast.parse(changed))) == tree or dump in seen:
            continue
        seen.add(dump)
        yield _change(module, line, text, changed)


def _reads(text: str) -> bool:
    try:
        compile(text, "changed", "exec")
    except SyntaxError:
        return False
    return True


def _annotations(text: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """From where to where there are annotations: nothing looks at them when the program runs."""
    found = []
    for node in ast.walk(ast.parse(text)):
        note = getattr(node, "returns", None) or getattr(node, "annotation", None)
        if note is not None:
            found.append(((note.lineno, note.col_offset), (note.end_lineno, note.end_col_offset)))
    return found


def _within(place: tuple[int, int], parts: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> bool:
    return any(start <= place < end for start, end in parts)


def _change(module: str, line: int, text: str, changed: str) -> Change:
    old, new = text.splitlines(), changed.splitlines()
    first = next((at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), line - 1)
    last = next(
        (at for at, pair in enumerate(zip(old[::-1], new[::-1], strict=False)) if pair[0] != pair[1]), len(old) - first
    )
    before, after = (" ".join(" ".join(lines[first : len(lines) - last]).split()) for lines in (old, new))
    # A decorator goes with the empty lines above it, which are outside of what it decorates.
    at = next((at for at in range(first, len(old)) if old[at].strip()), first) + 1
    return Change(module, at, _inside(text, at), before, after, changed)


def _inside(text: str, line: int) -> str:
    """The function and class around a line."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    around = [node for node in ast.walk(ast.parse(text)) if isinstance(node, kinds)]
    around = [node for node in around if node.lineno - len(node.decorator_list) <= line <= (node.end_lineno or 0)]
    return ".".join(node.name for node in sorted(around, key=lambda node: node.lineno)) or "-"


# --- running ---


def _pass_or_exit(root: str, judge: Judge) -> None:
    """Run tests of a copy in a process of its own, which ends with pytest's exit code."""
    os.setsid()
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    os.chdir(root)
    # The copy's sources stand before the installed ones. Compiled files are read, never written: two changes within
    # one tick of the clock would share one.
    sys.path.insert(0, str(Path(root, "src")))
    sys.dont_write_bytecode = True
    os.environ |= {"PYTHONPATH": sys.path[0], "PYTHONDONTWRITEBYTECODE": "1", "HYPOTHESIS_PROFILE": judge.profile}
    import pytest

    os._exit(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *judge.tests]))


class Copy:
    """A copy of the project in which a module is changed and its tests are run."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        for name in COPIED:
            old = PROJECT / name
            if old.is_dir():
                shutil.copytree(old, folder / name, ignore=shutil.ignore_patterns("__pycache__", "_build"))
            elif old.exists():
                shutil.copy(old, folder / name)

    def passes(self, judge: Judge) -> bool:
        """Whether tests pass here; False where they take longer than the seconds they have."""
        running = PROCESSES.Process(target=_pass_or_exit, args=(str(self.root), judge))
        running.start()
        running.join(judge.seconds)
        if running.exitcode is None and running.pid is not None:
            os.killpg(running.pid, signal.SIGKILL)  # with whatever the tests have started
            running.join()
        return running.exitcode == 0

    def notices(self, change: Change, asked: Sequence[Judge]) -> bool:
        """Whether some tests fail after a change."""
        path = self.root / source_of(change.module)
        kept = path.read_text(encoding="utf-8")
        path.write_text(change.text, encoding="utf-8")
        try:
            return not all(self.passes(judge) for judge in asked)
        finally:
            path.write_text(kept, encoding="utf-8")

    def compiled_but(self, module: str) -> None:
        """Compile what will be read again and again, but not the module that will be changed."""
        subprocess.run([sys.executable, "-m", "compileall", "-q", "src", "tests"], cwd=self.root, check=False)
        for compiled in (self.root / source_of(module)).parent.glob(f"__pycache__/{module.rpartition('.')[2]}.*.pyc"):
            compiled.unlink()


def measured(copy: Copy, judge: Judge) -> Judge:
    """The same tests with the seconds that a run of them may take."""
    before = time.monotonic()
    if not copy.passes(judge):
        msg = f"these fail when nothing is changed: {' '.join(judge.tests)}"
        raise SystemExit(msg)
    return replace(judge, seconds=PATIENCE + 4 * (time.monotonic() - before))


def run(module: str, copies: Sequence[Copy], *, every: int, own: bool) -> Iterator[tuple[Change, bool]]:
    """The changes of a module, each with whether the tests noticed it; those of its own file alone, if that is wanted."""
    chosen = settings()
    text = (PROJECT / source_of(module)).read_text(encoding="utf-8")
    free: SimpleQueue[Copy] = SimpleQueue()
    for copy in copies:
        copy.compiled_but(module)
        free.put(copy)
    asked = [measured(copies[0], judge) for judge in judges(module, chosen["further"])[: 1 if own else None]]

    def noticed(change: Change) -> tuple[Change, bool]:
        copy = free.get()
        try:
            return change, copy.notices(change, asked)
        finally:
            free.put(copy)

    with ThreadPoolExecutor(len(copies)) as pool:
        yield from pool.map(noticed, changes(module, text, chosen["operators"], every=every))


def report(module: str, results: Iterable[tuple[Change, bool]], known: Container[tuple[str, ...]]) -> tuple[str, int]:
    """A line of figures, and how many changes no test noticed that are not known; those are printed as they come."""
    tried, equal, new = 0, 0, 0
    for change, noticed in results:
        tried += 1
        if not noticed and change.key in known:
            equal += 1
        elif not noticed:
            new += 1
            sys.stdout.write(f"{change}\n")
            sys.stdout.flush()
    caught = tried - equal - new
    share = 100 * caught / max(tried - equal, 1)
    return (
        f"{module}: {tried} changes, {caught} noticed, {equal} that no test can notice, {new} others: {share:.1f} %",
        new,
    )


def main() -> int:
    """Print the survivors of each module that are not known, and a line of figures."""
    words = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    words.add_argument("modules", nargs="+", help="such as rounding, algebra.bands")
    words.add_argument("--every", type=int, default=1, help="every so-manieth change, where all take too long")
    words.add_argument("--own", action="store_true", help="ask the module's own file of tests alone, with few examples")
    words.add_argument("--processes", type=int, default=1)
    given = words.parse_args()
    known, unknown = known_survivors(), 0
    with tempfile.TemporaryDirectory() as folder:
        copies = [Copy(Path(folder, str(at))) for at in range(given.processes)]
        for module in given.modules:
            line, new = report(module, run(module, copies, every=given.every, own=given.own), known)
            unknown += new
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
