"""Checks of a policy as a report: the audit, its cases, its laws on sampled records; what the command ``check`` prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random

from attrs import field, frozen

from .audits import audit
from .command_words import WORDS
from .policies import Policy
from .testing import laws
from .testing.cases import CaseFile, difference, find_policy
from .testing.directions import directions
from .testing.known import Known, of_scheme
from .testing.random_pairs import random_pair


@frozen
class Line:
    """A line of a report: what was checked, how it came out, and whether that is good; ``more`` says what is wrong."""

    what: str
    result: str
    good: bool = True
    more: str = field(default="", kw_only=True)


def checked(policy: Policy, cases: CaseFile | None, *, pairs: int, seed: int, language: str = "id") -> Iterator[Line]:
    """The lines of a report, one by one as the checks are done.

    ``pairs`` are how many pairs of records the laws are tried on, drawn from ``seed``.
    """
    known = of_scheme(policy.key) if cases is None or cases.known is None else cases.known
    yield from _findings(policy, known, language)
    if cases is not None:
        yield from _cases(policy, cases, language)
    yield from _laws(policy, known, pairs, seed, language)


def _findings(policy: Policy, known: Known, language: str) -> Iterable[Line]:
    """What the audit finds: news that is more than a note is bad, what is known comes with its reason."""
    words = WORDS[language]
    news, told, grave = [], [], False
    for finding in audit(policy, better=dict(known.better)):
        expected = known.expected(finding.code, finding.place)
        text = f"{finding.code} {words[finding.severity]}: {finding.text(language)}"
        if expected is None:
            news.append(text)
            grave |= finding.severity != "note"
        else:
            told.append(f"{finding.code} {finding.place} ({words['known']}: {expected.reason})")
    yield Line(words["findings"], str(len(news) + len(told)), not grave, more="\n".join([*news, *told]))


def _cases(policy: Policy, file: CaseFile, language: str) -> Iterable[Line]:
    words = WORDS[language]
    wrong = []
    for case in file.cases:
        own = find_policy(file.policy, **dict(case.options)) if case.options else policy
        found = difference(own, case)
        if found is not None:
            wrong.append(f"{case.name} ({case.source or '-'})\n{found}")
    count = words["of"].format(right=len(file.cases) - len(wrong), all=len(file.cases))
    yield Line(words["cases"], count, not wrong, more="\n".join(wrong))


def _laws(policy: Policy, known: Known, pairs: int, seed: int, language: str) -> Iterable[Line]:
    words, random = WORDS[language], Random(seed)  # noqa: S311  (a sample that anyone can draw again)
    ways = directions(policy, known)
    records = [record for _ in range(pairs) for record in random_pair(policy, ways, random)]
    for law in laws.for_policy(policy, known=known):
        try:
            law(records)
        except AssertionError as problem:
            yield Line(law.name, words["broken"], good=False, more=str(problem))
        else:
            yield Line(law.name, words["kept"].format(count=len(records)))
    exempt = [f"{each.code} ({each.what}): {each.reason}" for each in known.exceptions]
    if exempt:
        yield Line(words["exceptions"], str(len(exempt)), more="\n".join(exempt))
