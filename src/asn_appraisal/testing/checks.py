"""Checks of a policy as a report that a person can read: the review, its cases, its mutants, its laws on sampled records."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

from attrs import field, frozen

from .. import schemes
from ..arguments import checked_count, checked_type, names, several
from ..errors import AppraisalError, OtherCasesError, RecordError
from ..faults import checked_language
from ..numbers import to_text
from ..policies import Policy, checked_policy
from ..questions.reviews import review
from ..texts import say
from . import laws
from .cases import CaseFile, PolicyCase, cases_of, difference, policy_of_cases, read_cases
from .coverages import KINDS, coverage
from .drawing.directions import directions
from .drawing.pairs import random_pair
from .drawing.records import Record
from .known import Known, of_scheme
from .mutant_trials import survivors
from .mutants import Mutant
from .mutants import mutants as mutants_of
from .telling_records import TRIES, telling_record

_MOST_PAIRS = 10**6


@frozen
class ReportLine:
    """A line of a report: what was checked, how it came out, and whether that is good; ``more`` says what is wrong."""

    what: str
    result: str
    good: bool = True
    more: str = field(default="", kw_only=True)

    def texts(self) -> Iterator[str]:
        """The line for people, and what is wrong below it."""
        yield f"{self.what}: {self.result}"
        yield from (f"    {text}" for text in self.more.splitlines())


@frozen
class Report:
    """What was checked of a policy, a line each; ``good`` tells whether nothing is wrong. Printed, it can be read."""

    policy: str
    lines: tuple[ReportLine, ...]

    @property
    def good(self) -> bool:
        """Whether no line tells of a fault."""
        return all(line.good for line in self.lines)

    def __str__(self) -> str:
        return "\n".join([self.policy, *(text for line in self.lines for text in line.texts())])


def check(
    policy: Policy,
    *,
    cases: CaseFile | Iterable[PolicyCase] | str | Path | None = None,
    mutants: bool = False,
    pairs: int = 100,
    seed: int = 1,
    modules: Collection[str] = (),
    language: str = "en",
) -> Report:
    """Review a policy, run its cases and try its laws; the report tells all that was found.

    ``cases`` are a file of cases (read, or its path) or a list of them; an official scheme comes with its own. With
    ``mutants`` the report lists the slips of the pen that no case notices. ``pairs`` (1 to 1,000,000) are how many pairs of
    records the laws are tried on, drawn from ``seed``; ``modules`` may be imported for cases that name Python code.
    Raises ``CaseFileError`` for a file that cannot be read, ``OtherCasesError`` for cases of another scheme.

    >>> report = check(schemes.get("permenpan-16-2009"), pairs=5)
    >>> report.good, report.lines[1].what, report.lines[1].good
    (True, 'cases', True)
    """
    checked_policy(policy)
    checked_count(pairs, "pairs", 1, _MOST_PAIRS)
    checked_type(seed, "seed", int)
    checked_type(mutants, "mutants", bool)
    checked_language(language)
    lines = checked(
        policy,
        _file(policy, cases),
        pairs=pairs,
        seed=seed,
        with_mutants=mutants,
        modules=names(modules, "modules"),
        language=language,
    )
    return Report(policy.key, tuple(lines))


def _file(policy: Policy, cases: CaseFile | Iterable[PolicyCase] | str | Path | None) -> CaseFile | None:
    if cases is None:
        return cases_of(policy)
    if isinstance(cases, str | Path):
        cases = read_cases(cases)
    if not isinstance(cases, CaseFile):
        return CaseFile(policy.key, several(cases, "cases", PolicyCase))
    # A document or Python code is told by another name than the key.
    if cases.policy != policy.key and cases.policy in schemes.keys():  # noqa: SIM118  (a function, no mapping)
        raise OtherCasesError(policy=policy.key, found=cases.policy)
    return cases


def checked(
    policy: Policy,
    cases: CaseFile | None,
    *,
    pairs: int,
    seed: int,
    with_mutants: bool = False,
    modules: Collection[str] = (),
    language: str = "id",
) -> Iterator[ReportLine]:
    """The lines of a report, one by one as the checks are done.

    ``pairs`` are how many pairs of records the laws are tried on, drawn from ``seed``; ``with_mutants`` tells as well what
    the cases reach and which slips of the pen none of them would notice; ``modules`` are those that the cases may name.
    """
    known = of_scheme(policy.key) if cases is None or cases.known is None else cases.known
    yield from _findings(policy, known, language)
    if cases is not None:
        yield from _cases(policy, cases, modules, language)
        yield _coverage(policy, cases, language)
    if with_mutants:
        yield _mutants(policy, () if cases is None else cases.cases, known, language)
    yield from _laws(policy, known, pairs, seed, language)


def _findings(policy: Policy, known: Known, language: str) -> Iterable[ReportLine]:
    """What the review finds: news that is more than a note is bad, what is known comes with its reason."""
    news, told, grave = [], [], False
    for finding in review(policy, better=dict(known.better)):
        expected = known.expected(finding.code, finding.place)
        text = f"{finding.code} {say(f'check.{finding.severity}', language)}: {finding.text(language)}"
        if expected is None:
            news.append(text)
            grave |= finding.severity != "note"
        else:
            told.append(f"{finding.code} {finding.place} ({say('check.known', language)}: {expected.reason})")
    yield ReportLine(
        say("check.findings", language), str(len(news) + len(told)), not grave, more="\n".join([*news, *told])
    )


def _cases(policy: Policy, file: CaseFile, modules: Collection[str], language: str) -> Iterable[ReportLine]:
    wrong = []
    for case in file.cases:
        own = policy_of_cases(file, dict(case.options), modules=modules) if case.options else policy
        found = difference(own, case)
        if found is not None:
            wrong.append(f"{case.name} ({case.source or '-'})\n{found}")
    count = say("check.of", language, right=len(file.cases) - len(wrong), all=len(file.cases))
    yield ReportLine(say("check.cases", language), count, not wrong, more="\n".join(wrong))


def _coverage(policy: Policy, file: CaseFile, language: str) -> ReportLine:
    """What of the policy the cases reach; what they miss is told and is no fault."""
    found = coverage(policy, [case for case in file.cases if not case.options])
    counts = {kind: found.count(kind) for kind in KINDS}
    told = ", ".join(f"{say(f'check.{kind}', language)} {seen}/{of}" for kind, (seen, of) in counts.items() if of)
    return ReportLine(say("check.coverage", language), told, more="\n".join(map(str, found.missed)))


def _mutants(policy: Policy, cases: Iterable[PolicyCase], known: Known, language: str) -> ReportLine:
    """The slips that no case notices: news is bad, what is known comes with its reason."""
    every = mutants_of(policy)
    left = survivors(policy, tuple(cases), every)
    unknown = [mutant for mutant in left if known.survivor(mutant.name) is None]
    news = [text for mutant in unknown for text in (mutant.name, f"  {_suggested(policy, mutant, language)}")]
    told = [f"{each.what} ({say('check.known', language)}: {each.reason})" for each in known.survivors]
    same = sum(mutant.equivalent for mutant in every)
    result = say(
        "check.noticed", language, noticed=len(every) - same - len(left), all=len(every), same=same, left=len(unknown)
    )
    return ReportLine(say("check.mutants", language), result, not news, more="\n".join([*news, *told]))


def _suggested(policy: Policy, mutant: Mutant, language: str) -> str:
    """A case that would notice a mutant: its record, and what the policy and the mutant make of it."""
    record = telling_record(policy, mutant)
    if record is None:
        return say("check.no_suggestion", language, tries=TRIES)
    right, wrong = (_results(each, record) for each in (policy, mutant.policy()))
    other = [name for name in right if right[name] != wrong.get(name)]
    if "fault" in wrong or "fault" in right:
        other = other[:1]  # there is nothing else to compare
    told = "; ".join(
        say("check.differing", language, name=name, right=right[name], wrong=wrong.get(name, wrong.get("fault", "-")))
        for name in other
    )
    return say("check.suggestion", language, record=json.dumps(record), told=told)


def _results(policy: Policy, record: Record) -> dict[str, str]:
    """Score, band and parts as texts, or the code of a fault."""
    try:
        found = policy.appraise(record)
    except RecordError as problem:
        return {"fault": problem.faults[0].code}
    band = None if found.band is None else found.band.key
    parts = {key: value for key, value in found.parts.items() if key in policy.parts}
    results = {"score": found.score, "band": band, **parts}
    return {name: _text(value) for name, value in results.items() if value is not None}


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_text, value))}]"
    return to_text(value) if isinstance(value, Fraction) else str(value)


def _laws(policy: Policy, known: Known, pairs: int, seed: int, language: str) -> Iterable[ReportLine]:
    random = Random(seed)  # noqa: S311  (a sample that anyone can draw again)
    ways = directions(policy, known)
    records = [record for _ in range(pairs) for record in random_pair(policy, ways, random)]
    for law in laws.for_policy(policy, known=known):
        try:
            law(records)
        except AssertionError as problem:
            yield ReportLine(law.name, say("check.broken", language), good=False, more=str(problem))
        except AppraisalError as problem:
            # A policy that is refused as a table, say: that is a finding like others, and the other laws are tried.
            more = f"{problem.code}: {problem.text(language)}"
            yield ReportLine(law.name, say("check.not_tried", language), good=False, more=more)
        else:
            yield ReportLine(law.name, say("check.kept", language, count=len(records)))
    exempt = [f"{each.code} ({each.what}): {each.reason}" for each in known.exceptions]
    if exempt:
        yield ReportLine(say("check.exceptions", language), str(len(exempt)), more="\n".join(exempt))
