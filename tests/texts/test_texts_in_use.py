"""Texts and source against each other: nothing is said that has no text, and no text is left that nothing says.

The checks are functions over a source root, so that each is shown to fail on a small planted tree.
"""

import ast
import string
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

import asn_appraisal
from asn_appraisal.texts import LANGUAGES, catalogue

SOURCE = Path(asn_appraisal.__file__).parent
Catalogue = Mapping[str, Mapping[str, str]]


def facts_of(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def without_a_language(texts: Catalogue) -> list[str]:
    """Keys that lack a language, have one too many, or an empty text."""
    return [key for key, each in texts.items() if set(each) != set(LANGUAGES) or not all(each.values())]


def of_different_facts(texts: Catalogue) -> list[str]:
    """Keys with a fact in one language that another does not have."""
    return [key for key, each in texts.items() if len({frozenset(facts_of(text)) for text in each.values()}) > 1]


def _trees(root: Path) -> list[ast.Module]:
    return [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(root.rglob("*.py"))]


def _beginning(node: ast.JoinedStr) -> str:
    first = node.values[0] if node.values else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def unused(root: Path, keys: Iterable[str]) -> list[str]:
    """Keys that no source says.

    A key stands there whole (``"words.or"``), or its section does in an f-string or a call of ``word``, and its name is a
    text or a class of the source: ``f"words.{node.how}"``.
    """
    texts: set[str] = set()
    sections: set[str] = set()
    for tree in _trees(root):
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                sections.add(_beginning(node).partition(".")[0])
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
            elif isinstance(node, ast.ClassDef):
                texts |= {node.name, node.name.lower()}
            elif isinstance(node, ast.ImportFrom):
                texts |= {each.name for each in node.names}
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "word":
                sections |= {each.value for each in node.args[:1] if isinstance(each, ast.Constant)}
    sections |= {"kinds", "wanted"} & texts  # ``message`` looks them up by what errors say

    def used(key: str) -> bool:
        section, _, name = key.rpartition(".")
        return key in texts or (section in sections and {name, name.removeprefix("list of ")} & texts != set())

    return [key for key in keys if not used(key)]


def _branches(node: ast.expr) -> Iterator[ast.expr]:
    """What a chain of ``a if x else b`` may give."""
    if isinstance(node, ast.IfExp):
        yield from _branches(node.body)
        yield from _branches(node.orelse)
    else:
        yield node


def _said(root: Path) -> Iterator[tuple[str, set[str] | None]]:
    """Each key that a call of ``say`` or ``UsageError`` writes out, with the facts that it gives (None: not written out)."""
    for tree in _trees(root):
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name not in {"say", "UsageError"}:
                continue
            facts = {each.arg for each in node.keywords if each.arg}
            whole = all(each.arg for each in node.keywords)
            for each in _branches(node.args[0]):
                if isinstance(each, ast.Constant) and isinstance(each.value, str):
                    yield ("command." if name == "UsageError" else "") + each.value, facts if whole else None


def said_wrong(root: Path, texts: Catalogue) -> list[str]:
    """Calls that say a key without a text, or give other facts than its text has."""
    wrong = []
    for key, facts in _said(root):
        if key not in texts:
            wrong.append(f"{key}: no text")
        elif facts is not None and facts != facts_of(texts[key]["en"]):
            wrong.append(f"{key}: {sorted(facts)} for {sorted(facts_of(texts[key]['en']))}")
    return wrong


@pytest.mark.parametrize("file", ["errors", "phrases"])
def test_every_text_is_there_in_every_language(file: str) -> None:
    assert without_a_language(catalogue(file)) == []


@pytest.mark.parametrize("file", ["errors", "phrases"])
def test_every_fact_of_one_language_is_in_the_other(file: str) -> None:
    # The words of a check are the author's own, and so is their translation.
    assert [key for key in of_different_facts(catalogue(file)) if key != "ASN413"] == []


@pytest.mark.parametrize("file", ["errors", "phrases"])
def test_every_text_is_said_somewhere(file: str) -> None:
    assert unused(SOURCE, catalogue(file)) == []


def test_what_is_said_has_a_text_with_the_same_facts() -> None:
    assert len(list(_said(SOURCE))) > 100
    assert said_wrong(SOURCE, catalogue("phrases")) == []


# --- each check fails on a planted fault


def test_a_missing_or_empty_language_and_a_missing_fact_are_found() -> None:
    texts = {
        "a": {"en": "{x}", "id": "{x}"},
        "b": {"en": "x"},
        "c": {"en": "x", "id": ""},
        "d": {"en": "{x}", "id": "{y}"},
    }
    assert without_a_language(texts) == ["b", "c"]
    assert of_different_facts({key: texts[key] for key in "ad"}) == ["d"]


def test_a_text_that_nothing_says_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("say('words.whole')\nsay(f'modes.{x}')\nx = 'up'\nword('entries', 'unit')\n")
    keys = ["words.whole", "words.up", "modes.up", "modes.down", "entries.unit", "entries.high"]
    assert unused(tmp_path, keys) == ["words.up", "modes.down", "entries.high"]


def test_a_key_without_a_text_and_a_fact_too_few_or_too_many_are_found(tmp_path: Path) -> None:
    lines = (
        "say('a.b', l, x=1)",
        "say('a.b', l)",
        "say('a.b', l, x=1, y=2)",
        "r.say('a.c', x=1)",
        "say('a.b', l, **y)",
    )
    (tmp_path / "a.py").write_text("\n".join([*lines, "UsageError('gone', x=1)", "say('a.b' if x else 'a.d', l, x=1)"]))
    texts = {"a.b": {"en": "{x}", "id": "{x}"}}
    assert said_wrong(tmp_path, texts) == [
        "a.b: [] for ['x']",
        "a.b: ['x', 'y'] for ['x']",
        "a.c: no text",
        "command.gone: no text",
        "a.d: no text",
    ]
