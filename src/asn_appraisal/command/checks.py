"""Checks of a policy as a report: the review, its cases, its laws on sampled records; what the command ``check`` prints."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from random import Random

from attrs import field, frozen

from ..policies import Policy
from ..questions.reviews import review
from ..testing import laws
from ..testing.cases import CaseFile, PolicyCase, difference, policy_of_cases
from ..testing.coverages import KINDS, coverage
from ..testing.drawing.directions import directions
from ..testing.drawing.pairs import random_pair
from ..testing.known import Known, of_scheme
from ..testing.mutant_trials import survivors
from ..testing.mutants import mutants
from ..texts import say


@frozen
class ReportLine:
    """A line of a report: what was checked, how it came out, and whether that is good; ``more`` says what is wrong."""

    what: str
    result: str
    good: bool = True
    more: str = field(default="", kw_only=True)


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
    every = mutants(policy)
    left = survivors(policy, tuple(cases), every)
    news = [mutant.name for mutant in left if known.survivor(mutant.name) is None]
    told = [f"{each.what} ({say('check.known', language)}: {each.reason})" for each in known.survivors]
    same = sum(mutant.equivalent for mutant in every)
    result = say(
        "check.noticed", language, noticed=len(every) - same - len(left), all=len(every), same=same, left=len(news)
    )
    return ReportLine(say("check.mutants", language), result, not news, more="\n".join([*news, *told]))


def _laws(policy: Policy, known: Known, pairs: int, seed: int, language: str) -> Iterable[ReportLine]:
    random = Random(seed)  # noqa: S311  (a sample that anyone can draw again)
    ways = directions(policy, known)
    records = [record for _ in range(pairs) for record in random_pair(policy, ways, random)]
    for law in laws.for_policy(policy, known=known):
        try:
            law(records)
        except AssertionError as problem:
            yield ReportLine(law.name, say("check.broken", language), good=False, more=str(problem))
        else:
            yield ReportLine(law.name, say("check.kept", language, count=len(records)))
    exempt = [f"{each.code} ({each.what}): {each.reason}" for each in known.exceptions]
    if exempt:
        yield ReportLine(say("check.exceptions", language), str(len(exempt)), more="\n".join(exempt))
