"""Faults planted in documents at independent places: exactly those are named, all at once."""

# ruff: noqa: S311  (chance for tests, nothing secret)

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations
from random import Random
from typing import Any

import pytest
from attrs import field, frozen

from asn_appraisal import schemes
from asn_appraisal.documents import from_document, from_toml, to_document
from asn_appraisal.documents.toml import toml_text
from asn_appraisal.errors import DocumentError
from asn_appraisal.testing.drawing.policies import random_policy

Document = dict[str, Any]
UNKNOWN = "tidak_pernah_ada"


@frozen
class Plant:
    """A fault: its kind, what it does, where it is named, and the entries that it touches or needs in order."""

    kind: str
    put: Callable[[Document], None]
    path: str
    code: str
    touches: tuple[str, ...]
    needs: tuple[str, ...] = ()
    hides: tuple[str, ...] = field(default=())  # kinds that are not looked for where this one is


def _at(document: Document, path: str) -> Any:
    place: Any = document
    for key in path.split("/"):
        place = place[int(key) if isinstance(place, list) else key]
    return place


def _set(path: str, key: str, value: Any) -> Callable[[Document], None]:
    def put(document: Document) -> None:
        (_at(document, path) if path else document)[key] = value

    return put


def _drop(path: str, key: str, new: str = "") -> Callable[[Document], None]:
    """Take an entry away, or give it another name."""

    def put(document: Document) -> None:
        holder = _at(document, path)
        value = holder.pop(key)
        if new:
            holder[new] = value

    return put


def _wrap(path: str, key: str, pattern: str) -> Callable[[Document], None]:
    def put(document: Document) -> None:
        holder = _at(document, path)
        holder[key] = pattern.format(holder[key])

    return put


def plants(document: Document) -> Iterator[Plant]:
    """All faults that can be planted in a document."""
    yield Plant("bad date", _set("", "since", "2021-13-01"), "$.since", "ASN322", ("since",))
    yield Plant("title of another kind", _set("", "title", 7), "$.title", "ASN506", ("title",))
    yield Plant("bad key", _set("", "key", "Bukan Kunci"), "$.key", "ASN306", ("key",))
    yield Plant("reported out of range", _set("", "reported", 99), "$.reported", "ASN325", ("reported",))
    yield Plant("unknown entry", _set("", "qqqq", 1), "$", "ASN504", ("$",))
    check = {"condition": "3", "name": "Salah"}
    checks = document.setdefault("checks", [])
    path = f"$.checks[{len(checks)}]"
    yield Plant("check of a number", lambda data: data["checks"].append(check), path, "ASN302", ("checks",))
    lain = {"rows": [{"key": "a"}]}
    yield Plant(
        "unused table",
        lambda data: data.setdefault("bands", {}).update(tabel_lain_sekali=lain),
        "$.bands.tabel_lain_sekali",
        "ASN511",
        ("unused",),
    )
    yield from _of_inputs(document)
    yield from _of_parts(document)
    yield from _of_tables(document)


def _of_inputs(document: Document) -> Iterator[Plant]:
    fields = [(f"inputs/{key}", f"$.inputs.{key}", each) for key, each in document.get("inputs", {}).items()]
    for name, each in document.get("lists", {}).items():
        fields += [
            (f"lists/{name}/fields/{key}", f"$.lists.{name}.fields.{key}", one) for key, one in each["fields"].items()
        ]
    for place, path, form in fields:
        yield Plant("unknown type", _set(place, "type", "angka"), path, "ASN504", (place,))
        yield Plant("missing type", _drop(place, "type"), path, "ASN505", (place,))
        yield Plant("value of another kind", _set(place, "optional", "ya"), f"{path}.optional", "ASN506", (place,))
        yield Plant("unknown entry of a field", _set(place, "qqqq", 1), path, "ASN504", (place,))
        if form["type"] in {"number", "indicator"}:
            put = _set(place, "low", "abc")
            yield Plant("no number", put, f"{path}.low", "ASN102", (place,))
            yield Plant("range", _both(_set(place, "low", "9"), _set(place, "high", "1")), path, "ASN310", (place,))
            yield Plant("too many decimals", _set(place, "decimals", 99), f"{path}.decimals", "ASN325", (place,))
        if form["type"] == "category" and len(form["levels"]) > 1:
            put = _set(f"{place}/levels/1", "key", form["levels"][0]["key"])
            yield Plant("double level", put, path, "ASN204", (place,))


def _both(*puts: Callable[[Document], None]) -> Callable[[Document], None]:
    def put(document: Document) -> None:
        for each in puts:
            each(document)

    return put


def _of_parts(document: Document) -> Iterator[Plant]:
    labels = [
        key
        for key, each in document.get("inputs", {}).items()
        if each["type"] == "category" and not each.get("optional")
    ]
    for key, form in document.get("parts", {}).items():
        place, path = f"parts/{key}", f"$.parts.{key}"
        inside = f"{path}.formula"
        formulas = {
            "unknown name": (f"{UNKNOWN} + ({{}})", "ASN509"),
            "unknown name after": (f"({{}}) + {UNKNOWN}", "ASN509"),
            "foreign sign": ("({}) ** 2", "ASN508"),
            "foreign call": ("max({}, 1)", "ASN508"),
            "equality": ("When(1 == 2, 1, 0) + ({})", "ASN508"),
            "syntax": ("({}))", "ASN508"),
            "weights": ("Weighted((60, 1), (39, 1)) + ({})", "ASN301"),
            "bad edge of steps": ("Steps(1, ('24', 1), otherwise=0) + ({})", "ASN201"),
            "zero divisor": ("1 / 0 + ({})", "ASN313"),
            "rounding": ("(1).rounded(99) + ({})", "ASN105"),
        }
        for kind, (pattern, code) in formulas.items():
            yield Plant(kind, _wrap(place, "formula", pattern), inside, code, (place,))
        for label in labels[:1] if not form.get("lists") else ():
            put = _wrap(place, "formula", f"When(Field('{label}').is_('zz_bukan'), 1, 0) + ({{}})")
            yield Plant("unknown level", put, inside, "ASN308", (place,), needs=(f"inputs/{label}",))
        put = _set(place, "formula", 3)
        yield Plant("formula of another kind", put, inside, "ASN506", (place,), hides=("unused table",))
        yield Plant("missing formula", _drop(place, "formula"), path, "ASN505", (place,), hides=("unused table",))
        yield Plant("misspelt entry", _drop(place, "formula", "formul"), path, "ASN504", (place,))
        at = len(form.get("source", ()))
        put = _set(place, "source", [*form.get("source", ()), UNKNOWN])
        yield Plant("unknown source", put, f"{path}.source[{at}]", "ASN509", (place,))


def _of_tables(document: Document) -> Iterator[Plant]:
    for key, form in document.get("sources", {}).items():
        put = _set(f"sources/{key}", "grade", "pasti")
        yield Plant("grade", put, f"$.sources.{key}.grade", "ASN320", (f"sources/{key}",))
        yield Plant("missing law", _drop(f"sources/{key}", "law"), f"$.sources.{key}", "ASN505", (f"sources/{key}",))
        assert form
    for key, form in document.get("bands", {}).items():
        place, path, rows = f"bands/{key}", f"$.bands.{key}", form["rows"]
        if len(rows) < 3:
            continue
        yield Plant("bad edge", _set(f"{place}/rows/0", "edge", "91"), f"{path}.rows[0].edge", "ASN201", (place,))
        yield Plant("double band", _set(f"{place}/rows/1", "key", rows[0]["key"]), path, "ASN204", (place,))
        if not any("requires" in row for row in rows):
            yield Plant("overlap", _set(f"{place}/rows/1", "edge", rows[0]["edge"]), path, "ASN202", (place,))
        yield Plant("no last band", _set(f"{place}/rows/{len(rows) - 1}", "edge", "> -9999"), path, "ASN203", (place,))
    for key, form in document.get("cases", {}).items():
        level = next(iter(form["values"]))
        put = _wrap(f"cases/{key}/values", level, f"({{}}) + {UNKNOWN}")
        yield Plant("unknown name in a case", put, f"$.cases.{key}.values.{level}", "ASN509", (f"cases/{key}",))


def base(random: Random) -> Document:
    """The document of a scheme or of a random policy, without its fingerprint."""
    of_scheme = random.random() < 0.4
    policy = schemes.get(random.choice(schemes.official())) if of_scheme else random_policy(random, depth=3)
    document = to_document(policy)
    del document["fingerprint"]
    return document


def planted(random: Random, document: Document) -> list[Plant]:
    """One to six faults at places that have nothing to do with each other, of kinds drawn alike, put into the document."""
    by_kind: dict[str, list[Plant]] = {}
    for plant in plants(document):
        by_kind.setdefault(plant.kind, []).append(plant)
    chosen: list[Plant] = []
    for kind in random.sample(sorted(by_kind), min(len(by_kind), random.randint(1, 6))):
        plant = random.choice(by_kind[kind])
        if all(_independent(plant, other) for other in chosen):
            chosen.append(plant)
    for plant in chosen:
        plant.put(document)
    return chosen


def _independent(one: Plant, other: Plant) -> bool:
    apart = not {*one.touches, *one.needs} & {*other.touches, *other.needs}
    return apart and one.kind not in other.hides and other.kind not in one.hides


def faults_of(document: Document) -> list[tuple[str, str]]:
    with pytest.raises(DocumentError) as caught:
        from_document(document)
    return [(fault.path, fault.code) for fault in caught.value.faults]


@pytest.mark.parametrize("start", range(0, 400, 50))
def test_exactly_the_planted_faults_are_named(start: int) -> None:
    for seed in range(start, start + 50):
        random = Random(seed)
        document = base(random)
        chosen = planted(random, document)
        expected = sorted((plant.path, plant.code) for plant in chosen)
        assert expected == sorted(faults_of(document)), (seed, [plant.kind for plant in chosen])


@pytest.mark.parametrize("seed", range(40))
def test_faults_come_in_reading_order_with_their_lines(seed: int) -> None:
    random = Random(seed)
    document = base(random)
    chosen = planted(random, document)
    text = toml_text(document)
    with pytest.raises(DocumentError) as caught:
        from_toml(text)
    faults = caught.value.faults
    assert sorted((fault.path, fault.code) for fault in faults) == sorted((each.path, each.code) for each in chosen)
    placed = [fault.line for fault in faults if fault.line is not None]
    assert placed == sorted(placed)
    assert all(fault.line is not None for fault in faults if fault.path != "$")


def test_the_draw_puts_nearly_every_pair_of_kinds_together() -> None:
    pairs: Counter[tuple[str, ...]] = Counter()
    kinds: set[str] = set()
    for seed in range(3000):
        random = Random(seed % 60)
        document = copy.deepcopy(_BASES.setdefault(seed % 60, base(random)))
        chosen = planted(Random(seed), document)
        kinds.update(plant.kind for plant in chosen)
        pairs.update(combinations(sorted({plant.kind for plant in chosen}), 2))
    assert len(kinds) >= 35
    assert len(pairs) >= 0.9 * len(kinds) * (len(kinds) - 1) / 2


_BASES: dict[int, Document] = {}
