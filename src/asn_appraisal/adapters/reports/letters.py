"""Letters: one page for the person who was appraised: what came out, how, what counted, how to check it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from attrs import evolve

from ...appraising.appraisals import Appraisal
from ...appraising.step_words import StepWords, sources_of
from ...appraising.trace_steps import TraceStep
from ...arguments import checked_type, pairs, refused
from ...faults import checked_language
from ...policies import Policy, checked_policy
from ...questions.contributions import contributions
from ...questions.explanations import reasons_of
from ...questions.next_bands import changeable_keys, next_band, ranks_bands
from ...questions.verifications import read_record
from ...texts import numeral, say
from ...wording.numerals import about_numeral
from .pages import Page, PageTable, Section
from .typesetting import pdf

About = Mapping[str, object] | Iterable[tuple[str, object]]
_MOST_STEPS, _MOST_ITEMS, _MOST_LINES, _MOST_PLACES = 5, 10, 5, 4


def letter(
    appraisal: Appraisal,
    *,
    policy: Policy | None = None,
    about: About = (),
    reply: str = "",
    record: str | None = None,
    language: str = "id",
) -> bytes:
    """A page of PDF for the person who was appraised, tagged for screen readers.

    It has the score and the rating with their reasons and articles, what each indicator added, what was missing, and how the result can be
    checked. ``about`` are lines at its head (``{"Nama": "Ani", "NIP": "..."}``); ``reply`` says where and until when the person may answer.
    With ``policy`` it also says what leads to the next higher rating: which values of single fields are enough.
    ``record`` is the audit record that is kept of it, whose digest the letter names; by default a short one of its own.
    Needs the extra ``report``; raises ``MissingExtraError`` without it.
    """
    page = letter_page(appraisal, policy=policy, about=about, reply=reply, record=record, language=language)
    return pdf(page.data())


def letter_page(
    appraisal: Appraisal,
    *,
    policy: Policy | None = None,
    about: About = (),
    reply: str = "",
    record: str | None = None,
    language: str = "id",
) -> Page:
    """What a letter says, before it is laid out."""
    checked_type(appraisal, "appraisal", Appraisal)
    checked_type(reply, "reply", str)
    if policy is not None:
        checked_policy(policy)
        if policy.fingerprint != appraisal.fingerprint:
            raise refused(appraisal, "appraisal", "of_policy")
    checked_type(record, "record", str, type(None), right="record")
    checked_language(language)
    words = StepWords(appraisal.trace.tops, language)
    return Page(
        heading=say("report.letter", language),
        subheading=appraisal.called(language),
        about=about_lines(about),
        figures=list(_figures(appraisal, language)),
        sections=[
            Section(say("report.why", language), reasons_of(appraisal, words), bullets=True),
            _counted(appraisal, language),
            _steps(appraisal, words),
            _ahead(policy, appraisal, language),
            _missing(appraisal, language),
            Section(say("report.reply", language), [reply or say("report.reply_text", language)]),
            Section(
                say("report.check", language),
                [_proof(appraisal, record or appraisal.to_audit_record(trace=False), language)],
            ),
        ],
        footer=say("report.footer", language, policy=appraisal.policy),
        language=language,
    )


def about_lines(about: About) -> list[tuple[str, str]]:
    """The lines at the head of a page: what they name, and its text."""
    return [(name, str(value)) for name, value in pairs(about, "about")]


def _figures(appraisal: Appraisal, language: str) -> Iterator[tuple[str, str]]:
    if appraisal.score is not None:
        yield say("report.score", language), numeral(appraisal.score, language)
    if appraisal.band is not None:
        yield say("report.band", language), appraisal.band.called(language)


def _counted(appraisal: Appraisal, language: str) -> Section:
    """What each indicator added; of very many the greatest."""
    title = say("report.counted", language)
    if appraisal.exact is None:
        return Section(title)
    found = contributions(appraisal)
    items = sorted(found.items, key=lambda item: -abs(item.points))[:_MOST_ITEMS]
    rows: list[tuple[str, ...]] = []
    if found.base:
        rows.append((say("contributions.starting", language), about_numeral(found.base, language), ""))
    for item in found.items:
        if item in items:
            most = "" if item.most is None or item.points > item.most else about_numeral(item.most, language)
            rows.append((item.called(language), about_numeral(item.points, language), most))
    if (left := len(found.items) - len(items)) > 0:
        rest = sum((item.points for item in found.items if item not in items), Fraction(0))
        rows.append((say("report.others", language, count=left), about_numeral(rest, language), ""))
    rows.append((say("contributions.total", language), about_numeral(found.exact, language), ""))
    heads = [say(f"contributions.{name}", language) for name in ("what", "points", "at_most")]
    if not any(most for *_, most in rows):
        heads, rows = heads[:2], [row[:2] for row in rows]
    return Section(title, table=PageTable(heads, rows, ("1", *("auto",) * (len(heads) - 1)), right=(1, 2)))


def _steps(appraisal: Appraisal, words: StepWords) -> Section:
    """The parts that the result rests on, each with its rule and its articles, those nearest to the result first."""
    language = words.language
    steps = list(_nearest(appraisal))
    rows = [
        (words.title(step), words.value(step), "; ".join((words.rule(step), *_articles(step, language))))
        for step in steps[:_MOST_STEPS]
    ]
    lines = [say("report.more_steps", language, count=len(steps) - _MOST_STEPS)] if len(steps) > _MOST_STEPS else []
    heads = [say(f"heads.{name}", language) for name in ("part", "value", "rule")]
    return Section(say("report.how", language), lines, PageTable(heads, rows, ("auto", "auto", "1"), right=(1,)))


def _articles(step: TraceStep, language: str) -> list[str]:
    """The articles of a step with their grades; their notes are in the full explanation."""
    return list(dict.fromkeys(evolve(source, note="").text(language) for source in sources_of(step)))


def _nearest(appraisal: Appraisal) -> Iterator[TraceStep]:
    """The steps of numbers, level by level from the result down; rows of lists are too many for a page."""
    seen: set[int] = set()
    level = [step for step in appraisal.trace.tops if step.part.kind == "number"]
    while level:
        below: list[TraceStep] = []
        for step in level:
            if id(step) not in seen and step.place is None and step.value is not None:
                seen.add(id(step))
                yield step
                below += step.children
        level = below


def _ahead(policy: Policy | None, appraisal: Appraisal, language: str) -> Section:
    """What leads to the next higher rating, field by field; rows of lists would take many pages."""
    title = say("report.next", language)
    if policy is None or appraisal.band is None or not ranks_bands(policy):
        return Section(title)
    own = {entry.key for entry in policy.outline.fields}
    change = [key for key in changeable_keys(policy, appraisal) if key in own]
    found = next_band(policy, appraisal, change=change)
    if found.goal is None:
        return Section(title, [say("next_band.top", language, band=appraisal.band.called(language))])
    return Section(title, found.way_lines(language)[:_MOST_LINES], bullets=True)


def _missing(appraisal: Appraisal, language: str) -> Section:
    """What was missing or looks wrong; notes that say the same of several places are one line."""
    places: dict[str, list[str]] = {}
    for note in appraisal.trace.notes(language):
        place, _, said = note.partition(": ")
        places.setdefault(said, []).append(place)
    notes = [
        f"{', '.join(several[:_MOST_PLACES])}{', …' * (len(several) > _MOST_PLACES)}: {said}"
        for said, several in places.items()
    ]
    notes += [note.text(language) for note in appraisal.notes]
    if len(notes) > _MOST_LINES:
        notes = [*notes[:_MOST_LINES], say("report.more_notes", language, count=len(notes) - _MOST_LINES)]
    return Section(say("report.missing", language), notes, bullets=True)


def _proof(appraisal: Appraisal, record: str, language: str) -> str:
    data = read_record(record) or {}
    if data.get("fingerprint") != appraisal.fingerprint:
        raise refused(record, "record", "record")
    return say("report.proof", language, fingerprint=appraisal.fingerprint[:16], digest=str(data.get("digest")))
