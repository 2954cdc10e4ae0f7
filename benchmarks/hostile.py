"""What strangers may send: documents, records, audit lines and CSV files made to take long, each under a watch.

Run with ``python benchmarks/hostile.py --documents 1000``. Every document is read; a policy that comes of it appraises
hostile records, one by one and as a table, is audited, checked, shown, and has audit lines tampered with. What is measured
is each public entry by itself: seconds of work, and by how many MB the process grew. Whatever takes longer than
``--seconds`` is ended and named, as is any error that is none of the library's; then the exit code is 1.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from attrs import define, field

import asn_appraisal as asn
from asn_appraisal.adapters.csv_tables import parse_csv
from asn_appraisal.documents import toml_data
from asn_appraisal.documents.files import read_policy
from asn_appraisal.documents.limits import MOST_NODES
from asn_appraisal.policies import Policy
from asn_appraisal.testing.checks import checked
from asn_appraisal.testing.drawing.documents import mutated, mutated_text, random_document
from asn_appraisal.testing.drawing.policies import random_policy
from asn_appraisal.testing.drawing.records import random_record
from asn_appraisal.wording.pages import markdown

MEGABYTE = 2**20
MOST_MEMORY = 6 * 2**30
Document = dict[str, Any]

X = {"type": "number", "low": "0", "high": "100"}
CATEGORY = {"type": "category", "levels": [{"key": "a"}, {"key": "b"}]}


# --- documents -------------------------------------------------------------------------------------------------------


def document(**entries: Any) -> Document:
    """A document with one number ``x``, one category ``c`` and a list ``l`` as far as its formulas name them."""
    found = {"format": 1, "key": "tamu", "title": "Tamu", "inputs": {"x": X}, **entries}
    text = json.dumps(entries)
    if "Case(c" in text:
        found["inputs"] = {**found["inputs"], "c": CATEGORY} if "x" in text else {"c": CATEGORY}
    if "l." in text:
        found["lists"] = {"l": {"fields": {"y": X, "z": {"type": "number"}}, "at_least": 0}}
    return found


def chain(random: Random) -> Document:
    """Parts of which each rests several times on the one before."""
    shape = random.choice((
        "{p} * {p}", "{p} + 1 / ({p} + 1)", "{p} + {p}", "{p} / ({p} + 3)", "When(x > {n}, {p}, {p})",
        "Steps({p}, ('>= {n}', {p}), otherwise={p})", "{p}.through((0, 0), (50, 100), (100, 0))", "{p}.capped({n})",
        "({p} * {p} / 100).capped(120).rounded(2)", "{p}.but({p}, when={p} > {n})", "Least({p}, {p} * 2 - {n})",
        "Sum({many})", "Weighted((50, {p}), (50, {p}))", "Mean({p}, {p}, {p})", "({p} * {p}).rounded({n})",
    ))  # fmt: skip
    count, many = random.choice((3, 8, 20, 45, 60, 90)), random.choice((2, 30, 100))
    start = random.choice(("x", "x / 7", "0", "x.through((0, 0), (10, 90), (100, 20))"))
    parts = {"p0": {"formula": start}}
    for at in range(1, count + 1):
        before = f"p{at - 1}"
        words = {"p": before, "n": at % 30, "many": ", ".join([before] * many)}
        parts[f"p{at}"] = {"formula": shape.format(**words)}
    end = random.choice(("p{n}.rounded(2)", "p{n}", "(1 / p{n}).rounded(2)", "(x / (p{n} - p{n})).rounded(2)"))
    return document(parts=parts, score=end.format(n=count), reported=2)


def layers(random: Random) -> Document:
    """Parts in layers, each on some of the layer before."""
    width, deep = random.choice(((50, 40), (150, 15), (10, 45)))
    rows = random.random() < 0.3
    parts = {f"p0_{at}": {"formula": f"{'y' if rows else 'x'} * {at + 1} / {at + 7}"} for at in range(width)}
    for layer in range(1, deep):
        for at in range(width):
            one, two = (f"p{layer - 1}_{random.randrange(width)}" for _ in range(2))
            parts[f"p{layer}_{at}"] = {"formula": f"{one} + {two} * {random.choice(('1', '2', one, '0.5'))}"}
    if rows:
        for part in parts.values():
            part["lists"] = ["l"]
    ends = ", ".join(f"p{deep - 1}_{at}" for at in range(width))
    return document(parts=parts, score=f"l.sum(Sum({ends})).rounded(2)" if rows else f"Sum({ends}).rounded(2)")


def towers(random: Random) -> Document:
    """Tables that name tables: bands whose conditions rate, cases of cases."""
    count = random.choice((3, 8, 12, 24, 40))
    if random.random() < 0.5:
        bands = {"t0": {"rows": [{"key": "a", "edge": ">= 50"}, {"key": "b"}]}}
        for at in range(1, count):
            asked = f"x.rated('t{at - 1}').is_('a')"
            requires = f" {random.choice('&|')} ".join([asked] * random.choice((1, 2, 5)))
            bands[f"t{at}"] = {"rows": [{"key": "a", "edge": f">= {at}", "requires": requires}, {"key": "b"}]}
        return document(score="x", band=f"x.rated('t{count - 1}')", bands=bands)
    times = random.choice((1, 2, 3))
    cases = {}
    for at in range(count):
        value = " + ".join([f"Case(c, 't{at + 1}')"] * times)
        cases[f"t{at}"] = {"values": {"a": value, "b": value}}
    cases[f"t{count}"] = {"values": {"a": "1", "b": "2"}}
    return document(score="Case(c, 't0').rounded(2)", cases=cases)


def long_tables(random: Random) -> Document:
    """Lines and steps of thousands of points, one or in several formulas, and as many conditions."""
    count, many = random.choice(((3000, 1), (900, 3), (200, 15), (60, 50)))
    parts = {}
    for at in range(many):
        before = "x" if not at or random.random() < 0.3 else f"p{at - 1}"
        kind = random.choice(("through", "steps", "conditions", "sum", "least"))
        if kind == "through":
            points = ", ".join(f"({each}, {each * each % 97})" for each in range(count))
            formula = f"{before}.through({points})"
        elif kind == "steps":
            steps = ", ".join(f"('>= {2 * count - each}', {each})" for each in range(count))
            formula = f"Steps({before}, {steps}, otherwise=0)"
        elif kind == "conditions":
            formula = f"When({' & '.join(f'({before} > {each})' for each in range(min(count, 40)))}, {before}, 0)"
        else:
            values = ", ".join(f"{before}.capped({each})" for each in range(count))
            formula = f"{'Sum' if kind == 'sum' else 'Least'}({values})"
        parts[f"p{at}"] = {"formula": formula}
    return document(parts=parts, score=f"p{many - 1}.rounded(2)")


def totals(random: Random) -> Document:
    """Totals over a list inside the row's own formula, with divisors, and of other totals."""
    inner = random.choice(("l.greatest(y)", "l.sum(z * z)", "l.sum(1 / (z + 1))", "l.sum(y / l.greatest(z))"))
    row = random.choice(("y / ({t} + 1)", "y * {t}", "Sum(y, z, {t})", "When(y > {t}, 1, 0)", "y / ({t} - {t})"))
    how = random.choice(("l.sum({r})", "Sum(l.sum({r}), l.sum({r} * 2))", "l.sum(l.sum({r}) + y)"))
    return document(score=f"({how.format(r=row.format(t=inner))}).rounded(2)")


def numbers(random: Random) -> str:
    """Numbers that no policy has, in text: hexadecimal, thousands of digits."""
    big = random.choice(("0x" + "F" * 5000, "9" * 4200, "9" * 5000, "0b" + "1" * 20000, "-0", "1_0"))
    entry = random.choice((
        "reported = {}", "format = {}", "[inputs.x]\ntype = 'number'\ndecimals = {}", "[lists.l]\nat_least = {}",
        "[inputs.x]\ntype = 'number'\nlow = {}", "score = 'x.rounded({})'", "score = 'x * {}'", "key = {}",
        "since = {}", "[options]\na = {}", "[grids.g]\ncells = {}", "fingerprint = {}",
    ))  # fmt: skip
    return f"key = 'tamu'\ntitle = 'Tamu'\n{entry.format(big)}\n"


def texts(random: Random) -> str:
    """Text that readers of TOML go over again and again."""
    count = random.choice((1000, 50_000, 300_000))
    return random.choice(
        ("[", "a.", "'", '"', "[[a]]\n", "a = {", "a=1\n", "#", "\\", "x" * 50 + " = '", "[a.b.c]\n")
    ) * (count // random.choice((1, 7)))


def keys(random: Random) -> Document:
    """Many inputs, levels, bands and sources, near in name."""
    count = random.choice((200, 1500, MOST_NODES // 4))
    kind = random.choice(("inputs", "levels", "bands", "sources", "grid"))
    names = [f"bidang_{'abcdefghij'[at % 10]}{at}" for at in range(count)]
    if kind == "inputs":
        return document(inputs=dict.fromkeys(names, X), score=f"Sum({', '.join(names)}).rounded(2)")
    levels = [{"key": name, "name": name * 3} for name in names]
    if kind == "levels":
        category = {"type": "category", "levels": levels}
        return document(inputs={"x": X, "k": category}, score="When(k.is_('bidang_a0'), x, 0).rounded(2)")
    if kind == "bands":
        rows = [{"key": name, "edge": f">= {count - at}"} for at, name in enumerate(names[:-1])]
        return document(score="x", band="x.rated('t')", bands={"t": {"rows": [*rows, {"key": names[-1]}]}})
    if kind == "sources":
        return document(score="x", sources={name: {"law": name} for name in names}, source=names)
    side = int(count**0.5)
    categories = {each: {"type": "category", "levels": levels[:side]} for each in ("j", "k")}
    cells = {row["key"]: {column["key"]: "baik" for column in levels[:side]} for row in levels[:side]}
    grid = {"g": {"cells": cells, "levels": [{"key": "baik"}]}}
    return document(inputs=categories, band="Grid(j, k, 'g')", grids=grid)


def changed(random: Random) -> Document:
    """The document of a random policy or a scheme, changed at random."""
    return mutated(random, random_document(random))


def whole(random: Random) -> Document:
    """The document of a random policy as it is: hostile in its shape alone."""
    return asn.to_document(random_policy(random, depth=random.choice((3, 5))))


def changed_text(random: Random) -> str:
    """The text of a document, changed at random."""
    return mutated_text(random, asn.to_toml(asn.from_document(random_document(random))))


FAMILIES: tuple[Callable[[Random], Document | str], ...] = (
    chain, layers, towers, long_tables, totals, numbers, texts, keys, changed, whole, changed_text,
)  # fmt: skip


# --- records, audit lines, files -------------------------------------------------------------------------------------

VALUES: tuple[Any, ...] = (
    10**5000, "9" * 80, "9" * 10**6, Decimal("1e999999999"), Decimal("1e-999999999"), Decimal("NaN"), 1e308, float("nan"), [], {},
    "1e999999999", "1/3", "x" * 10**5, b"x", "-0.00", "0" * 10**6, True, None, "  ", "9" * 38, "0." + "0" * 21 + "1",
)  # fmt: skip


def hostile_record(random: Random, policy: Policy) -> dict[str, Any]:
    """A record of a policy made long: strange values, thousands of unknown names and of rows."""
    record: dict[str, Any] = random_record(policy, random)
    how = random.choice(("as it is", "values", "names", "near", "rows", "rows"))
    if how == "values" and record:
        for key in random.sample([*record], random.randrange(1, len(record) + 1)):
            record[key] = random.choice(VALUES)
    elif how == "names":
        record |= {f"isian_{at}" * random.choice((1, 20)): 1 for at in range(random.choice((100, 20_000)))}
    elif how == "near":
        record |= {f"{key[:at]}q{key[at:]}": 1 for key in [*record] for at in range(len(key))}
    elif how == "rows":
        count = random.choice((50, 2000))
        for items in policy.outline.lists:
            fields = [entry.key for entry in items.fields]
            strange = random.random() < 0.3
            record[items.key] = [
                {
                    key: random.choice(VALUES) if strange else str(random.randrange(1, 10 ** random.choice((2, 12))))
                    for key in fields
                }
                for _ in range(count)
            ]
            for row, entry in ((row, entry) for row in record[items.key] for entry in items.fields if not strange):
                high = getattr(entry, "high", None)
                if high is not None and int(row[entry.key]) > high:
                    row[entry.key] = str(int(row[entry.key]) % (int(high) + 1) if high >= 0 else int(high))
    return record


def hostile_line(random: Random, line: str) -> str:
    """An audit line tampered with."""
    data = json.loads(line)
    strange = random.choice((
        {"fraction": "1e999999999"}, {"fraction": "1e-999999999"}, {"decimal": "1e999999999"}, {"integer": "9" * 400},
        {"float": "1e999"}, {"single": "1e999"}, {"fraction": "1/0"}, {"decimal": "9" * 400}, {"float": "nan"}, [], {},
        "9" * 1000, 10**300, {"fraction": "9" * 399}, [{}] * 5000, [[]], {"integer": "0x1"},
    ))  # fmt: skip
    holder = random.choice((data["inputs"], data["inputs"], data["inputs"], data, data["trace"]))
    if holder:
        holder[random.choice([*holder])] = strange
    text = json.dumps(data, sort_keys=True, separators=(",", ":"))
    return text if random.random() < 0.8 else mutated_text(random, text)


def hostile_csv(random: Random) -> bytes:
    """A file of many columns, rows, quotes or blanks."""
    width, rows = random.choice(((16_384, 60), (3, 20_000), (500, 500), (1, 50_000)))
    header = [f"k{at}" if at < random.choice((3, width)) else "" for at in range(width)]
    cell = random.choice(("", "1", '"', '""', "a" * 50, " ", "1,5", "'=1"))
    lines = [
        random.choice(",;").join(header),
        *(",".join([cell] * random.choice((width, width, width + 1))) for _ in range(rows)),
    ]
    return "\n".join(lines)[: 4 * MEGABYTE].encode()


# --- the work, an entry at a time ------------------------------------------------------------------------------------


def work(random: Random) -> Iterator[tuple[str, Callable[[], Any]]]:
    """What one document leads to: each public entry with what it does. A policy is sent back once it is read."""
    given = random.choice(FAMILIES)(random)
    if isinstance(given, dict):
        policy = yield "read", lambda: asn.from_document(given)
    elif random.random() < 0.5:
        policy = yield "read", lambda: asn.from_toml(given)
    else:
        policy = yield "read", lambda: _from_file(given)
    yield "csv", lambda: parse_csv(hostile_csv(random))
    if not isinstance(policy, Policy):
        return
    records = [hostile_record(random, policy) for _ in range(3)]
    lines = []
    for record in records:
        appraisal = yield "appraise", lambda record=record: policy.appraise(record)
        if isinstance(appraisal, asn.Appraisal):
            lines.append((yield "record", appraisal.to_audit_record))
    table = {key: [record.get(key) for record in records] for key in records[0]}
    yield "table", lambda: asn.appraise_table(policy, table, on_error="quarantine").to_frame()
    yield "review", lambda: asn.review(policy)
    yield "check", lambda: list(checked(policy, None, pairs=3, seed=1))
    yield "show", lambda: markdown(policy)
    yield "write", lambda: asn.to_toml(policy)
    for line in lines:
        if isinstance(line, str):
            yield "verify", lambda line=line: asn.verify(hostile_line(random, line), policy)


def _from_file(text: str) -> Policy:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tamu.toml"
        path.write_text(text, encoding="utf-8", errors="replace")
        toml_data(path.read_text(encoding="utf-8"))
        return read_policy(path)


# --- the watch -------------------------------------------------------------------------------------------------------


@define
class Measured:
    """What one entry cost at most, and in which document."""

    count: int = 0
    seconds: float = 0.0
    slowest: int = -1
    megabytes: float = 0.0
    largest: int = -1
    refused: int = 0
    wrong: list[str] = field(factory=list)


def _worker(pipe: Any, first: int, last: int, seed: int) -> None:
    """Work through documents; tell the watch what begins and what it cost."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    for number in range(first, last):
        steps = work(Random(seed * 10**9 + number))
        answer: Any = None
        while True:
            pipe.send(("begin", number, "draw"))
            try:
                entry, act = steps.send(answer)
            except StopIteration:
                break
            pipe.send(("begin", number, entry))
            before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
            how = "done"
            try:
                answer = act()
            except asn.AppraisalError as problem:
                answer, how = problem, "refused"
                problem.text("id")
            except Exception as problem:  # noqa: BLE001  (whatever it is, it is reported)
                answer, how = problem, f"{type(problem).__name__}: {str(problem)[:200]}"
            took = time.process_time() - start
            grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
            pipe.send(("end", number, entry, took, grown, how))
    pipe.send(("all", last, ""))


def watch(documents: int, *, seed: int, seconds: float, minutes: float) -> tuple[dict[str, Measured], int]:
    """What each entry cost over so many documents, and how many there was time for."""
    found: dict[str, Measured] = {}
    number, until = 0, time.monotonic() + 60 * minutes
    while number < documents and time.monotonic() < until:
        ours, theirs = multiprocessing.Pipe()
        process = multiprocessing.Process(target=_worker, args=(theirs, number, documents, seed))
        process.start()
        theirs.close()
        number = _watched(ours, found, (seconds, until), number)
        if process.is_alive():
            process.kill()
        process.join()
    return found, number


def _watched(pipe: Any, found: dict[str, Measured], limits: tuple[float, float], number: int) -> int:
    """Listen to one worker until it ends, is ended, or the time is up; the number of the next document."""
    entry, (seconds, until) = "draw", limits
    while time.monotonic() < until:
        try:
            told = pipe.recv() if pipe.poll(seconds) else None
        except EOFError:
            told = ("died",)
        if told is None or told[0] == "died":
            how = f"ended after {seconds:.0f} s" if told is None else "the process died (memory)"
            found.setdefault(entry, Measured()).wrong.append(f"document {number}: {how}")
            return number + 1
        if told[0] == "all":
            return int(told[1])
        number, entry = told[1], told[2]
        if told[0] == "end":
            _note(found.setdefault(entry, Measured()), *told[1:2], *told[3:])
    return number


def _note(cost: Measured, number: int, took: float, grown: float, how: str) -> None:
    cost.count += 1
    if took > cost.seconds:
        cost.seconds, cost.slowest = took, number
    if grown > cost.megabytes:
        cost.megabytes, cost.largest = grown, number
    cost.refused += how == "refused"
    if how not in {"done", "refused"}:
        cost.wrong.append(f"document {number}: {how}")


def table(found: dict[str, Measured]) -> str:
    """The costs as lines of a table."""
    lines = [
        "| entry | calls | refused | slowest, s | document | most MB | document |",
        "|---|---|---|---|---|---|---|",
    ]
    for entry, cost in found.items():
        facts = (
            entry,
            cost.count,
            cost.refused,
            f"{cost.seconds:.2f}",
            cost.slowest,
            f"{cost.megabytes:.0f}",
            cost.largest,
        )
        lines.append("| " + " | ".join(map(str, facts)) + " |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run so many documents and print the table; 1 where something did not end or ended in a raw error."""
    parser = argparse.ArgumentParser(prog="python benchmarks/hostile.py")
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=20, help="what may take no longer is ended")
    parser.add_argument("--minutes", type=float, default=60, help="stop after so many minutes")
    parser.add_argument("--family", help="the families of documents to draw, with commas between")
    options = parser.parse_args(arguments)
    if options.family:
        names = options.family.split(",")
        globals()["FAMILIES"] = tuple(each for each in FAMILIES if each.__name__ in names)
    found, done = watch(options.documents, seed=options.seed, seconds=options.seconds, minutes=options.minutes)
    sys.stdout.write(f"{done} documents of seed {options.seed}\n{table(found)}\n")
    wrong = Counter(f"{entry}: {each}" for entry, cost in found.items() for each in cost.wrong)
    sys.stdout.write("".join(f"{each}\n" for each in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
