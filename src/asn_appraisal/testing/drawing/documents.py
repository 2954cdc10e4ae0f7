"""Random documents: valid ones with mutations, in data, in formulas and in text, to test their readers.

``python -m asn_appraisal.testing.drawing.documents 100000`` reads that many and prints the outcomes.
"""

from __future__ import annotations

import argparse
import copy
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from ... import schemes
from ...documents import from_document, from_json, from_toml, to_document, to_json, to_toml
from ...errors import DocumentError
from .policies import random_policy

_WORDS = (
    "nilai", "a", "in", "None", "True", "lambda", "__import__('os')", "x.__class__", "1e999", "0x10", "1_000", "7.5.1",
    "'baik'", "'1/0'", "'", '"', "\\", "((", "))", "()", "(,)", "**", "//", "==", "!=", ":=", "@", "[0]", "{}", "...",
    "*a", "**a", " if 1 else 2", " for a in b", "f'{a}'", "\x00", "é", "\n", "\t", "-" * 60, "~" * 60, "(" * 60,
    "9" * 60, "Weighted((100, ", "Mean.of_given(", "Steps(", "Grid(", "Case(", ".given", ".required", ".rounded(99)",
    ".rated('x')", ".within(None, None)", "when=", "otherwise=", ",", ".", "Part('nilai')", "List('a').mean(1)",
)  # fmt: skip
_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 10**60, 0.5, float("nan"), "", "0.5", "1/0", "1e9", "x" * 300, [], {}, [[]], [None],
    {"": ""}, {"key": "baik"}, "nilai", ["nilai"], "2021-13-41", "pp-46-2011", ">= 1", "\ud800", b"x", object,
)  # fmt: skip
_FORMULAS = {"formula", "score", "band", "condition", "requires"}


def random_document(random: Random) -> dict[str, Any]:
    """The document of a random policy or of a scheme."""
    if random.random() < 0.3:
        return to_document(schemes.get(random.choice(schemes.official())))
    return to_document(random_policy(random, depth=3))


def mutated(random: Random, document: dict[str, Any]) -> dict[str, Any]:
    """A copy of a document with one to three entries changed, taken away, moved or renamed."""
    copied = copy.deepcopy(document)
    copied.pop("fingerprint", None)
    for _ in range(random.choice((1, 1, 2, 3))):
        places = list(_places(copied))
        if not places:
            return copied
        formulas = [each for each in places if each[1] in _FORMULAS]
        holder, key = random.choice(formulas if formulas and random.random() < 0.5 else places)
        value = holder[key]
        if isinstance(value, str) and random.random() < 0.7:
            holder[key] = mutated_text(random, value)
            continue
        act = random.choice(("drop", "value", "rename", "copy", "wrap"))
        if act == "drop":
            del holder[key]
        elif act == "value":
            holder[key] = random.choice(_VALUES)
        elif act == "rename" and isinstance(holder, dict):
            holder[mutated_text(random, key)] = holder.pop(key)
        elif act == "copy":
            other, place = random.choice(places)
            holder[key] = copy.deepcopy(other[place]) if place in other or isinstance(other, list) else value
        else:
            holder[key] = [value]
    return copied


def mutated_text(random: Random, text: str) -> str:
    """A text changed in one to three places."""
    for _ in range(random.choice((1, 1, 2, 3))):
        at, end = sorted(random.randrange(len(text) + 1) for _ in range(2))
        act = random.choice(("insert", "insert", "delete", "swap", "double", "letter"))
        if act == "insert":
            text = text[:at] + random.choice(_WORDS) + text[at:]
        elif act == "delete":
            text = text[:at] + text[min(end, at + 6) :]
        elif act == "swap":
            text = text[:at] + text[end:] + text[at:end]
        elif act == "double":
            text = text[:at] + text[at : at + 40] * 2 + text[at + 40 :]
        else:
            text = text[:at] + chr(random.choice((0, 9, 10, 34, 39, 40, 44, 46, 61, 91, 92, 123, 233))) + text[at + 1 :]
    return text


def _places(data: Any) -> Any:
    entries = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in list(entries):
        yield data, key
        if isinstance(value, dict | list):
            yield from _places(value)


def attempt(random: Random, document: dict[str, Any]) -> tuple[str, str, Callable[[], object]]:
    """One mutation of a document: how it was made, its text for a report, and the function that reads it."""
    how = random.choice(("data", "data", "data", "data", "toml", "json"))
    if how == "data":
        data = mutated(random, document)
        return how, repr(data), lambda: from_document(data)
    if how == "toml":
        text = mutated_text(random, to_toml(from_document(document)))
        return how, text, lambda: from_toml(text)
    text = mutated_text(random, json.dumps(document, indent=2))
    return how, text, lambda: from_json(text)


def fuzz(count: int, seed: int = 0) -> tuple[Counter[str], float]:
    """The outcomes of this many mutations (``policy`` or the codes of faults), and the seconds of work of the slowest.

    Anything but a policy or a ``DocumentError`` is raised; so is a read that takes over a second.
    """
    random = Random(seed)
    found: Counter[str] = Counter()
    longest = 0.0
    document = random_document(random)
    for number in range(count):
        if number % 20 == 0:
            document = random_document(random)
        _, text, read = attempt(random, document)
        start = time.thread_time()
        try:
            policy = read()
        except DocumentError as problem:
            found.update({fault.code for fault in problem.faults})
            problem.text("id")
        except Exception as problem:
            problem.add_note(f"mutation {number} of seed {seed}: {text[:5000]!r}")
            raise
        else:
            found["policy"] += 1
            if number % 50 == 0:
                to_json(policy)  # type: ignore[arg-type]
        took = time.thread_time() - start
        longest = max(longest, took)
        if took > 1:
            message = f"mutation {number} of seed {seed} took {took:.1f} s: {text[:5000]!r}"
            raise RuntimeError(message)
    return found, longest


def main(arguments: Sequence[str] | None = None) -> int:
    """Read that many mutations and print the outcomes."""
    parser = argparse.ArgumentParser(prog="python -m asn_appraisal.testing.drawing.documents")
    parser.add_argument("count", nargs="?", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    found, longest = fuzz(options.count, options.seed)
    lines = [f"{options.count} mutations, the longest took {longest:.3f} s"]
    lines += [f"{name:>7} {count}" for name, count in found.most_common()]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
