"""Documents of strangers, in eleven families; each is drawn at full scale, as large as the limits allow, or small.

What a small one lacks is size alone: the shapes, the kinds of formulas and the ways of being wrong are the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from random import Random
from typing import Any

from attrs import frozen

import asn_appraisal as asn
from asn_appraisal.documents.limits import MOST_NODES
from asn_appraisal.testing.drawing.documents import mutated, mutated_text, random_document
from asn_appraisal.testing.drawing.policies import random_policy

Document = dict[str, Any]

X = {"type": "number", "low": "0", "high": "100"}
CATEGORY = {"type": "category", "levels": [{"key": "a"}, {"key": "b"}]}


def document(**entries: Any) -> Document:
    """A document of the parts that its formulas reach, with the number ``x``, the category ``c`` and the list ``l``.

    Of all these it has what the formulas name, or it would be refused for what nothing uses, and nothing else be tried.
    """
    parts = entries.pop("parts", {})
    left, words = [json.dumps(entries)], set()
    while left:
        new = {*re.findall(r"[a-z]\w*", left.pop())} - words
        words |= new
        left += [json.dumps(parts[name]) for name in new if name in parts]
    entries = {**entries, "parts": {name: part for name, part in parts.items() if name in words}}
    inputs = {name: entry for name, entry in (("x", X), ("c", CATEGORY)) if name in words}
    if "l" in words:
        fields = {name: entry for name, entry in (("y", X), ("z", {"type": "number"})) if name in words}
        entries["lists"] = {"l": {"fields": fields, "at_least": 1}}
    return {"format": 1, "key": "tamu", "title": "Tamu", "inputs": inputs, **entries}


def chain(random: Random, full: bool) -> Document:
    """Parts of which each rests several times on the one before."""
    shape = random.choice((
        "{p} * {p}", "{p} + 1 / ({p} + 1)", "{p} + {p}", "{p} / ({p} + 3)", "When(x > {n}, {p}, {p})",
        "Steps({p}, ('>= {n}', {p}), otherwise={p})", "{p}.through((0, 0), (50, 100), (100, 0))", "{p}.capped({n})",
        "({p} * {p} / 100).capped(120).rounded(2)", "{p}.but({p}, when={p} > {n})", "Least({p}, {p} * 2 - {n})",
        "Sum({many})", "Weighted((50, {p}), (50, {p}))", "Mean({p}, {p}, {p})", "({p} * {p}).rounded({n})",
    ))  # fmt: skip
    count, many = random.choice((3, 8, 20, 45, 60, 90) if full else (3, 8, 20)), random.choice((2, 30, 100))
    start = random.choice(("x", "x / 7", "0", "x.through((0, 0), (10, 90), (100, 20))"))
    parts = {"p0": {"formula": start}}
    for at in range(1, count + 1):
        before = f"p{at - 1}"
        words = {"p": before, "n": at % 30, "many": ", ".join([before] * many)}
        parts[f"p{at}"] = {"formula": shape.format(**words)}
    end = random.choice(("p{n}.rounded(2)", "p{n}", "(1 / p{n}).rounded(2)", "(x / (p{n} - p{n})).rounded(2)"))
    return document(parts=parts, score=end.format(n=count), reported=2)


def layers(random: Random, full: bool) -> Document:
    """Parts in layers, each on some of the layer before."""
    width, deep = random.choice(((50, 40), (150, 15), (10, 45)) if full else ((8, 5), (15, 3), (3, 15)))
    rows, rounds = random.random() < 0.3, random.choice(("", "", ".rounded(2)", ".capped(100)"))
    parts = {f"p0_{at}": {"formula": f"{'y' if rows else 'x'} * {at + 1} / {at + 7}"} for at in range(width)}
    for layer in range(1, deep):
        for at in range(width):
            one, two = (f"p{layer - 1}_{random.randrange(width)}" for _ in range(2))
            formula = f"({one} + {two} * {random.choice(('1', '2', one, '0.5'))}){rounds}"
            parts[f"p{layer}_{at}"] = {"formula": formula}
    if rows:
        for part in parts.values():
            part["lists"] = ["l"]
    ends = ", ".join(f"p{deep - 1}_{at}" for at in range(width))
    return document(parts=parts, score=f"l.sum(Sum({ends})).rounded(2)" if rows else f"Sum({ends}).rounded(2)")


def towers(random: Random, full: bool) -> Document:
    """Tables that name tables: bands whose conditions rate, cases of cases."""
    count = random.choice((3, 8, 12, 24, 40) if full else (3, 8))
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


def long_tables(random: Random, full: bool) -> Document:
    """Lines and steps of thousands of points, one or in several formulas, and as many conditions."""
    count, many = random.choice(((3000, 1), (900, 3), (200, 15), (60, 50)) if full else ((100, 1), (30, 3), (8, 10)))
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


def totals(random: Random, _full: bool) -> Document:
    """Totals over a list inside the row's own formula, with divisors, and of other totals."""
    inner = random.choice(("l.greatest(y)", "l.sum(z * z)", "l.sum(1 / (z + 1))", "l.sum(y / l.greatest(z))"))
    row = random.choice(("y / ({t} + 1)", "y * {t}", "Sum(y, z, {t})", "When(y > {t}, 1, 0)", "y / ({t} - {t})"))
    how = random.choice(("l.sum({r})", "Sum(l.sum({r}), l.sum({r} * 2))", "l.sum(l.sum({r}) + y)"))
    return document(score=f"({how.format(r=row.format(t=inner))}).rounded(2)")


def numbers(random: Random, _full: bool) -> str:
    """Numbers that no policy has, in text: hexadecimal, thousands of digits."""
    big = random.choice(("0x" + "F" * 5000, "9" * 4200, "9" * 5000, "0b" + "1" * 20000, "-0", "1_0"))
    entry = random.choice((
        "reported = {}", "format = {}", "[inputs.x]\ntype = 'number'\ndecimals = {}", "[lists.l]\nat_least = {}",
        "[inputs.x]\ntype = 'number'\nlow = {}", "score = 'x.rounded({})'", "score = 'x * {}'", "key = {}",
        "since = {}", "[options]\na = {}", "[grids.g]\ncells = {}", "fingerprint = {}",
    ))  # fmt: skip
    return f"key = 'tamu'\ntitle = 'Tamu'\n{entry.format(big)}\n"


def texts(random: Random, full: bool) -> str:
    """Text that readers of TOML go over again and again."""
    count = random.choice((1000, 50_000, 300_000) if full else (200, 1000))
    return random.choice(
        ("[", "a.", "'", '"', "[[a]]\n", "a = {", "a=1\n", "#", "\\", "x" * 50 + " = '", "[a.b.c]\n")
    ) * (count // random.choice((1, 7)))


def keys(random: Random, full: bool) -> Document:
    """Many inputs, levels, bands and sources, near in name."""
    count = random.choice((200, 1500, MOST_NODES // 4) if full else (10, 40))
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


def changed(random: Random, _full: bool) -> Document:
    """The document of a random policy or a scheme, changed at random."""
    return mutated(random, random_document(random))


def whole(random: Random, full: bool) -> Document:
    """The document of a random policy as it is: hostile in its shape alone."""
    return asn.to_document(random_policy(random, depth=random.choice((3, 5) if full else (2, 3))))


def changed_text(random: Random, _full: bool) -> str:
    """The text of a document, changed at random."""
    return mutated_text(random, asn.to_toml(asn.from_document(random_document(random))))


FAMILIES: tuple[Callable[[Random, bool], Document | str], ...] = (
    chain, layers, towers, long_tables, totals, numbers, texts, keys, changed, whole, changed_text,
)  # fmt: skip
FULL_SCALE = 0.03  # of the documents


@frozen
class Drawn:
    """A document of a stranger: of which family, whether at full scale, and the document itself."""

    family: str
    full: bool
    document: Document | str


def drawn(random: Random, families: tuple[str, ...] = ()) -> Drawn:
    """A document of any family, or of those that are named."""
    family = random.choice([each for each in FAMILIES if not families or each.__name__ in families])
    full = random.random() < FULL_SCALE
    return Drawn(family.__name__, full, family(random, full))
