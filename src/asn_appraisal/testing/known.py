"""What is known of a policy beside its formulas: which way each input is better, and what it breaks on purpose.

A regulation may say what no law of this kit allows, such as a cliff. The exception is then written down, by name and
with its reason, and everything else is still checked. Official schemes have theirs in ``known.toml``; a file of cases holds
those of its own policy, in the same words::

    better = {kepuasan = "higher", waktu = "lower", predikat = ["kurang", "baik"]}
    exceptions = [{law = "never_worse", what = "waktu", reason = "Pasal 4: beyond 24 % the target was wrong"}]
    findings = [{code = "ASN382", what = "waktu", reason = "the same article"}]
    survivors = [{what = "nilai: half_even", reason = "a tie cannot happen"}]
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from attrs import field, frozen

from ..arguments import checked_type, is_a, pairs, several

Better = (
    str | tuple[str, ...]
)  # "higher", "lower" or "stabilize", "true" or "false", or levels from the worst to the best


def _better(given: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> tuple[tuple[str, Better], ...]:
    return tuple(
        (place, way if isinstance(way, str) else several(way, f"better[{place!r}]", str))
        for place, way in pairs(given, "better")
    )


def _texts(given: Iterable[str]) -> tuple[str, ...]:
    return several(given, "bands", str)


def _exemptions(given: Iterable[Exemption]) -> tuple[Exemption, ...]:
    return several(given, "Known(...)", Exemption)


@frozen
class Exemption:
    """Something that a policy does on purpose: ``what`` (a field, a part, a mutant) is exempt, for a reason.

    ``code`` names the law or the finding; it is empty for a mutant that no case can detect.
    """

    what: str = field(validator=is_a(str))
    reason: str = field(validator=is_a(str))
    code: str = field(default="", validator=is_a(str))


@frozen
class Known:
    """What is known of a policy: ``better`` by place (``"kegiatan.realisasi"`` for a row's field), ``bands`` from the
    worst to the best where the policy rates no number, and the exemptions from laws, findings and mutants.

    >>> Known(better={"waktu": "lower"}).exempt("never_worse", "waktu")
    False
    """

    better: tuple[tuple[str, Better], ...] = field(default=(), converter=_better, kw_only=True)
    bands: tuple[str, ...] = field(default=(), converter=_texts, kw_only=True)
    exceptions: tuple[Exemption, ...] = field(default=(), converter=_exemptions, kw_only=True)
    findings: tuple[Exemption, ...] = field(default=(), converter=_exemptions, kw_only=True)
    survivors: tuple[Exemption, ...] = field(default=(), converter=_exemptions, kw_only=True)

    def exempt(self, law: str, what: str) -> bool:
        """Whether a law is known not to hold at a place."""
        return any((each.code, each.what) == (law, what) for each in self.exceptions)

    def expected(self, code: str, what: str) -> Exemption | None:
        """The reason behind a known finding of the review; None for a new one."""
        return next((each for each in self.findings if (each.code, each.what) == (code, what)), None)

    def survivor(self, name: str) -> Exemption | None:
        """The reason why no case can detect a mutant; None where one should."""
        return next((each for each in self.survivors if each.what == name), None)


def from_tables(tables: Mapping[str, Any]) -> Known:
    """What is known, from the tables of a TOML file (unknown names raise ``KeyError``)."""
    known = {"better", "bands", "exceptions", "findings", "survivors"}
    if wrong := tables.keys() - known:
        raise KeyError(", ".join(sorted(wrong)))
    return Known(
        better=tables.get("better", {}),
        bands=tables.get("bands", ()),
        exceptions=[Exemption(each["what"], each["reason"], each["law"]) for each in tables.get("exceptions", ())],
        findings=[Exemption(each["what"], each["reason"], each["code"]) for each in tables.get("findings", ())],
        survivors=[Exemption(each["what"], each["reason"]) for each in tables.get("survivors", ())],
    )


@cache
def _shipped() -> dict[str, Known]:
    text = Path(__file__).with_name("known.toml").read_text(encoding="utf-8")
    return {key: from_tables(tables) for key, tables in tomllib.loads(text).items()}


def of_scheme(key: str) -> Known:
    """What is known of an official scheme; nothing for any other policy.

    >>> dict(of_scheme("permenpan-16-2009").better)
    {'nilai': 'higher'}
    """
    checked_type(key, "key", str)
    return _shipped().get(key, Known())
