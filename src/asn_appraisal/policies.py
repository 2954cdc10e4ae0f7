"""Policies: what turns a record into a score and a band, with its law and the dates it was in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, cast

from attrs import evolve, field, frozen

from .algebra.bands import Bands
from .algebra.expressions import Expression, Named, as_expression
from .algebra.inputs import Field
from .algebra.items import Check, Items, as_checks
from .algebra.keys import checked_policy_key, is_policy_key, to_date, to_day
from .algebra.kinds import LABEL, NUMBER, described, need, need_present
from .algebra.names import HasName
from .algebra.sources import Source, as_sources
from .analysis.decimals import decimals_of
from .analysis.fingerprints import canonical, fingerprint
from .analysis.outlines import Outline, outline
from .analysis.sizes import size_of
from .analysis.walks import entries
from .appraising.appraisals import Appraisal
from .appraising.checks import check_faults, doubted
from .appraising.contexts import Context, EvaluationFault
from .appraising.evaluation import evaluate, step_of
from .appraising.partial_checks import partial_faults
from .appraising.readings import Reading, read
from .appraising.trace_steps import TraceStep
from .appraising.traces import Trace
from .arguments import (
    checked_choice,
    checked_count,
    checked_type,
    is_a,
    names,
    pairs,
    refused,
    several,
)
from .cells import Cells, checked_cells, record_of
from .errors import (
    DateError,
    EmptyPolicyError,
    KeyFormError,
    RecordError,
    UnroundedScoreError,
)
from .faults import Fault, checked_language
from .numbers import FLOAT_MODES, to_decimal
from .reforms import reform
from .rounding import rounded
from .texts import fact

SCORE_KEYS, BAND_KEYS = ("nilai", "skor", "skor_akhir"), ("peringkat", "predikat")


def _score(score: object) -> Expression | None:
    return None if score is None else as_expression(score)


def _band(band: Expression | Bands | None) -> Expression | None:
    checked_type(band, "Policy(band=...)", Expression, Bands, type(None), right="band")
    return cast("Expression | None", band)  # bands are applied to the score later, once both are known


def _expressions(parts: Iterable[Expression]) -> tuple[Expression, ...]:
    return several(parts, "Policy(shown=...)", Expression)


def _options(options: Iterable[tuple[str, object]] | Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple((name, fact(value)) for name, value in pairs(options, "Policy(options=...)"))


@frozen
class Policy(HasName):
    """A scoring policy, as a value: equal by its content, hashable, picklable, safe in threads.

    ``score`` is an expression (a formula that is no part becomes the part ``nilai``, or ``skor``
    where something else has that key); ``band`` is a scale of ``Bands``
    for the score, or any label (a rating, a grid); ``shown`` lists further parts that the trace shows; ``checks`` are
    conditions that each record must meet; ``reported`` rounds the score for display alone. ``since`` and ``until`` are
    its first and last day. ``options`` records what was chosen where the law leaves it open.

    >>> from asn_appraisal.algebra.inputs import Number
    >>> nilai = Number("nilai", low=0, high=100)
    >>> policy = Policy("contoh", "Contoh", score=nilai, band=Bands(("baik", ">= 76", "Baik"), ("kurang", None, "Kurang")))
    >>> policy.appraise({"nilai": "76"}).band.name
    'Baik'
    """

    key: str
    title: str = field(validator=is_a(str))
    score: Expression | None = field(default=None, converter=_score, kw_only=True)
    band: Expression | None = field(default=None, converter=_band, kw_only=True)
    since: date | None = field(default=None, converter=to_date, kw_only=True)
    until: date | None = field(default=None, converter=to_date, kw_only=True)
    subject: str = field(default="", kw_only=True, validator=is_a(str))
    english: str = field(default="", kw_only=True, validator=is_a(str))
    checks: tuple[Check, ...] = field(default=(), converter=as_checks, kw_only=True)
    shown: tuple[Expression, ...] = field(default=(), converter=_expressions, kw_only=True)
    reported: int | None = field(default=None, kw_only=True)
    options: tuple[tuple[str, str], ...] = field(default=(), converter=_options, kw_only=True)
    own_sources: tuple[Source, ...] = field(default=(), converter=as_sources, kw_only=True, alias="sources")
    outline: Outline = field(init=False, eq=False, repr=False)
    _rating: Named | None = field(init=False, eq=False, repr=False)
    places: int = field(init=False, eq=False, repr=False)
    fingerprint: str = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        checked_policy_key(self.key)
        if self.since and self.until and self.until < self.since:
            raise DateError(value=f"{self.since}..{self.until}", problem="order")
        if self.score is None and self.band is None:
            raise EmptyPolicyError(policy=self.key)
        size_of(*_roots(self.score, self.band, self.shown, self.checks))
        self._complete_score()
        self._complete_band()
        for part in self.shown:
            checked_shown(part)
        object.__setattr__(self, "outline", outline(self._roots(), self.checks))
        rating = self.band
        if rating is not None and not isinstance(rating, Named):
            # A step of the trace like any part, but no part of the policy.
            rating = Named(rating, _free_key(BAND_KEYS, self.outline), "Peringkat", english="Rating")
        object.__setattr__(self, "_rating", rating)
        days = {"since": self.since, "until": self.until}
        form = canonical(
            self.key,
            self.outline,
            self.score,
            self.band,
            shown=self.shown,
            checks=self.checks,
            reported=self.reported,
            options=dict(self.options),
            **{name: None if day is None else day.isoformat() for name, day in days.items()},
        )
        object.__setattr__(self, "fingerprint", fingerprint(form))

    def _complete_score(self) -> None:
        if self.score is None:
            object.__setattr__(self, "places", 0)
            return
        need(NUMBER, self.score, by="score")
        need_present(self.score, by="score")
        if not isinstance(self.score, Named | Field):
            key = _free_key(SCORE_KEYS, outline([self.score]))
            object.__setattr__(self, "score", Named(self.score, key, "Nilai", english="Score"))
        if self.reported is not None:
            checked_count(self.reported, "reported", 0, 20)
        places = decimals_of(self.score) if self.reported is None else self.reported
        if places is None:
            raise UnroundedScoreError(policy=self.key)
        object.__setattr__(self, "places", places)

    def _complete_band(self) -> None:
        band: Any = self.band
        if isinstance(band, Bands):
            if self.score is None:
                raise EmptyPolicyError(policy=self.key)
            band = band.rating_of(self.score)
        if band is None:
            return
        need(LABEL, band, by="band")
        need_present(band, by="band")
        object.__setattr__(self, "band", band)

    def _roots(self) -> tuple[Expression, ...]:
        return tuple(part for part in (self.score, self.band, *self.shown) if part is not None)

    def _indonesian(self) -> str:
        return self.title

    def holds_on(self, day: date | str) -> bool:
        """Whether the policy is in force on a day (or ISO text of one); from its first day to its last, both included."""
        day = to_day(day)
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @property
    def inputs(self) -> tuple[Field | Items, ...]:
        """What a record must hold: fields, then lists with their fields, in order of first use."""
        return self.outline.inputs

    @property
    def parts(self) -> dict[str, Named]:
        """The parts by key, dependencies first."""
        return {placed.key: placed.part for placed in self.outline.parts}

    @property
    def tops(self) -> tuple[tuple[Expression, Named], ...]:
        """Score, band and shown parts, each with the part whose step tells it; a field is its own value and has none."""
        told = ((part, self._rating if part is self.band else part) for part in dict.fromkeys(self._roots()))
        return tuple((part, named) for part, named in told if isinstance(named, Named))

    def sources(self) -> tuple[Source, ...]:
        """Every source of the policy, its parts, bands, steps, weights and grids, each once."""
        within = (entry for entry in entries(self._roots()) if isinstance(entry, Source))
        return tuple(dict.fromkeys((*self.own_sources, *within)))

    def appraise(
        self, record: object, *, ignore: Iterable[str] | str = (), floats: str = "snap", cells: Cells | None = None
    ) -> Appraisal:
        """The appraisal of one record: any Mapping, a pandas row, a database row.

        ``ignore`` names fields that the policy does not use (``"all"`` for any); ``floats`` says how floats are read:
        ``"snap"`` (as the nearest decimal, within a tolerance far below one: see ``numbers``), ``"strict"`` or ``"quantize"``;
        ``cells`` says how a form or a file writes the values (``"85,5"``, ``"ya"``). Raises ``RecordError`` with every fault
        of the record.
        """
        reading = self._read(record, ignore, floats, cells)
        faults, values = [*reading.faults], reading.values
        if broken := check_faults(self.outline, self.checks, values):
            faults += broken
            values = doubted(self.outline, self.checks, values)
        context = Context.of(self.outline, values)
        tops, further = self._tops(context)
        if faults or further:
            raise RecordError(faults=dict.fromkeys([*faults, *further]))
        exact = None if self.score is None else evaluate(self.score, context)
        trace = Trace(
            tuple(tops.values()),
            absent=_absent(self.outline, reading),
            defaulted=reading.defaulted,
            quantized=reading.quantized,
            options=self.options,
            score=self.score,
            values=reading.values,
        )
        band = None
        if self.band is not None:
            reached = tops[self.band].value
            band = next(level for level in self.band.levels if level.key == reached)
        score = None if exact is None else to_decimal(rounded(exact, self.places), self.places)
        named = {"title": self.title, "english": self.english}
        return Appraisal(self.key, score, exact, band, trace, self.fingerprint, reading.given, floats, **named)

    def _read(
        self, record: object, ignore: Iterable[str] | str, floats: str, cells: Cells | None, *, partial: bool = False
    ) -> Reading:
        checked_choice(floats, "floats", FLOAT_MODES)
        if type(ignore) is not tuple or ignore:
            ignore = ignore if isinstance(ignore, str) else names(ignore, "ignore")
        if cells is not None:
            record = record_of(self.outline, record, checked_cells(cells))
        return read(self.outline, record, ignore=ignore, floats=floats, partial=partial)

    def faults_of(
        self,
        record: object,
        *,
        partial: bool = False,
        ignore: Iterable[str] | str = (),
        floats: str = "snap",
        cells: Cells | None = None,
    ) -> tuple[Fault, ...]:
        """What is wrong with a record, as values: the faults with which ``appraise`` would refuse it; none if it is right.

        With ``partial=True`` the record is one that is being filled in, down to a single field: nothing that is absent is a
        fault, and all that is given is checked, conditions and formulas as far as their fields are there. A fault that it
        names no further field can mend. ``ignore``, ``floats`` and ``cells`` are those of ``appraise``.

        >>> from asn_appraisal.algebra.inputs import Number
        >>> a, b = Number("a", low=0, high=100), Number("b", low=0, high=100)
        >>> policy = Policy("contoh", "Contoh", score=a + b, checks=[Check(a <= b, "a paling tinggi b", "a is at most b")])
        >>> [fault.code for fault in policy.faults_of({"a": 101})]
        ['ASN406', 'ASN401']
        >>> [fault.problem() for fault in policy.faults_of({"a": 101}, partial=True)]
        ['out of range']
        >>> policy.faults_of({"a": 90}, partial=True), [each.text() for each in policy.faults_of({"a": 9, "b": 8}, partial=True)]
        ((), ['a: a is at most b'])
        """
        checked_type(partial, "partial", bool)
        try:
            if not partial:
                self.appraise(record, ignore=ignore, floats=floats, cells=cells)
                return ()
            reading = self._read(record, ignore, floats, cells, partial=True)
        except RecordError as problem:
            return problem.faults
        return (*reading.faults, *partial_faults(self.outline, self._roots(), self.checks, reading.values))

    def _tops(self, context: Context) -> tuple[dict[Expression, TraceStep], tuple[Fault, ...]]:
        """The steps of score, band and shown parts; the faults of all of them together."""
        tops: dict[Expression, TraceStep] = {}
        faults: list[Fault] = []
        for part, named in self.tops:
            try:
                tops[part] = step_of(named, context)
            except EvaluationFault as problem:
                faults.extend(problem.faults)
        return tops, tuple(faults)

    def record_schema(self, language: str = "id", *, numbers: str = "any") -> dict[str, Any]:
        """The JSON Schema (draft 2020-12) of a record, for builders of forms; its texts are in a language.

        Fields and lists come in the order of the formulas (``propertyOrder``), with ``x-unit`` and ``x-decimals``; ``x-groups``
        names those that belong to one part. A number may be a JSON number or a text of digits, or with ``numbers="number"`` or
        ``"text"`` one of them alone. A condition on one number (``target > 0``) is said as its range.

        A record that it accepts is read, but for what no schema can say: conditions between fields and rows (the texts of checks
        are in the ``description``), a division by zero, and how many decimals a JSON number has (``multipleOf: 0.01`` would refuse
        0.29 in binary floating point; a text has a ``pattern``). ``faults_of`` says the rest.

        >>> from asn_appraisal.algebra.inputs import Number
        >>> schema = Policy("contoh", "Contoh", score=Number("nilai", low=0, high=100)).record_schema(numbers="number")
        >>> schema["properties"]["nilai"]["maximum"], schema["required"], schema["additionalProperties"]
        (100, ['nilai'], False)
        """
        from .analysis.input_order import input_groups, inputs_as_written
        from .wording.record_schemas import DIALECT, NUMBERS, RecordSchema

        checked_language(language)
        checked_choice(numbers, "numbers", NUMBERS)
        inputs = inputs_as_written(self.outline, self._roots())
        groups = input_groups(self._roots()[0], inputs)
        return {
            "$schema": DIALECT,
            "title": self.called(language),
            **RecordSchema(language, numbers).of_record(inputs, self.checks, groups),
            "x-policy": self.key,
            "x-fingerprint": self.fingerprint,
        }

    def replace(self, /, **parts: object) -> Policy:
        """The policy with new formulas for some parts or fields, by key: a reform, or one policy that feeds another.

        New parts get the key as a prefix (``nilai_skp.ku``), except those that the policy has already. A value fed to a
        field must have no more decimals than the field; a record in which it leaves the field's range is refused.
        The dots of a prefixed key are written with a mapping: ``policy.replace(**{"nilai_skp.ku": ...})``.
        """
        change = reform(self.key, self.outline.fields, self.parts, parts)
        return evolve(
            self,
            score=None if self.score is None else change(self.score),
            band=None if self.band is None else change(self.band),
            shown=tuple(change(part) for part in self.shown),
            checks=tuple(check.map(change) for check in self.checks),
            sources=self.own_sources,
        )

    def _repr_html_(self) -> str:
        from .wording.pages import html

        return html(self)


def checked_shown(part: Expression) -> None:
    """Refuse a part that a trace cannot show: it may be absent, or has no key."""
    need_present(part, by="shown")
    if not isinstance(part, Named | Field):
        raise KeyFormError(key=described(part), right='.named("konversi")')


def checked_policy(value: object, argument: str = "policy", **others: object) -> None:
    """Refuse a value that is no policy; the text says how to get one or, if one is among the others, the right order."""
    if isinstance(value, Policy):
        return
    sample = f'schemes.get("{value}")' if isinstance(value, str) and is_policy_key(value) else ""
    order = ", ".join((argument, *others)) if any(isinstance(each, Policy) for each in others.values()) else ""
    raise refused(value, argument, "Policy", sample=sample, order=order)


def _roots(*given: object) -> tuple[Expression, ...]:
    """The expressions among the arguments of a policy, before they are checked."""
    found: list[Expression] = []
    for each in given:
        if isinstance(each, Expression):
            found.append(each)
        elif isinstance(each, Bands | Check):
            found += each.children()
        elif isinstance(each, tuple):
            found += _roots(*each)
    return tuple(found)


def _free_key(keys: tuple[str, ...], found: Outline) -> str:
    """The first of some keys that is free in a policy."""
    taken = {entry.key for entry in (*found.inputs, *found.parts)}
    return next((key for key in keys if key not in taken), keys[-1])


def _absent(found: Outline, reading: Reading) -> tuple[str, ...]:
    """The places of the record where an optional value is absent."""

    def empty(fields: Iterable[Field], values: Mapping[str, Any], inside: str) -> Iterator[str]:
        return (inside + entry.key for entry in fields if entry.optional and values[entry.key] is None)

    places = list(empty(found.fields, reading.values, ""))
    for items in found.lists:
        rows = reading.values[items.key]
        if not rows and items.optional:
            places.append(items.key)
        if any(entry.optional for entry in items.fields):
            for index, row in enumerate(rows):
                places += empty(items.fields, row, f"{items.key}[{index}].")
    return tuple(places)
