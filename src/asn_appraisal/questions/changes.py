"""Changes: why two appraisals differ, split over indicators and over what the policy changed, adding up exactly."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from typing import Any

from attrs import field, frozen

from ..algebra.expressions import Constant, Expression, Named
from ..algebra.inputs import Field
from ..algebra.nodes import Node
from ..algebra.sources import Source
from ..analysis.formulas import written
from ..analysis.outlines import outline
from ..analysis.walks import expressions
from ..appraising.additive_parts import MOST_PLAYERS, Split, Splitter, shapley_values
from ..appraising.appraisals import Appraisal
from ..appraising.contexts import Context, EvaluationFault
from ..appraising.evaluation import evaluate
from ..arguments import checked_type, refused
from ..charts.sheets import WIDTH, Sheet
from ..charts.waterfalls import waterfall
from ..errors import AppraisalError
from ..faults import checked_language
from ..numbers import to_text
from ..texts import numeral, say
from ..wording.numerals import about_numeral
from ..wording.words import Reader, spoken
from .answers import Answer, Cells
from .contributions import label, names_of

_BOTH = ("id", "en")
POLICY, BASE = "policy", "base"


@frozen
class Change:
    """One reason why two scores differ: ``points``, and what it was ``before`` and ``after`` in words (Indonesian, English).

    ``kind`` is ``policy`` for a formula that was changed; otherwise the kind of the contribution that is another one now.
    """

    key: str
    points: Fraction
    kind: str
    names: tuple[str, str] = field(default=("", ""), repr=False)
    before: tuple[str, str] = field(default=("", ""), repr=False)
    after: tuple[str, str] = field(default=("", ""), repr=False)

    def text(self, language: str = "id") -> str:
        """The change in words: what, from what to what, and by how many points the score changed with it."""
        checked_language(language)
        at = 0 if language == "id" else 1
        return say(
            "changes.line",
            language,
            name=label(self.kind, self.names, language),
            before=self.before[at],
            after=self.after[at],
            points=_signed(self.points, language),
        )

    def to_dict(self, language: str = "id") -> dict[str, Any]:
        """The change as plain data; exact numbers are texts."""
        return {
            "key": self.key,
            "kind": self.kind,
            "points": to_text(self.points),
            "text": self.text(language),
        }


@frozen
class Changes(Answer):
    """Why a score changed: ``items`` whose points add up to ``after.exact - before.exact``, exactly."""

    before: Appraisal = field(repr=False)
    after: Appraisal = field(repr=False)
    items: tuple[Change, ...]

    @property
    def difference(self) -> Fraction:
        """The score after less the score before."""
        return sum((item.points for item in self.items), Fraction(0))

    def __iter__(self) -> Iterator[Change]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def text(self, language: str = "id") -> str:
        """The changes in sentences, those of the policy first, then by how much they matter."""
        checked_language(language)
        old, new = (_score(each, language) for each in (self.before, self.after))
        if not self.items:
            return say("changes.none", language, score=new) + "\n"
        head = say("changes.head", language, before=old, after=new, points=_signed(self.difference, language))
        return "\n".join([head, *(f"- {item.text(language)}" for item in self.items)]) + "\n"

    def columns(self) -> dict[str, Any]:
        """The changes as columns: key, kind, points (the floats nearest to the exact numbers)."""
        return {
            "key": [item.key for item in self.items],
            "kind": [item.kind for item in self.items],
            "points": [float(item.points) for item in self.items],
        }

    def _cells(self, language: str) -> Cells:
        """The changes as a table for people."""
        at = 0 if language == "id" else 1
        heads = [say(f"changes.{name}", language) for name in ("what", "before", "after", "points")]
        rows = [
            (label(item.kind, item.names, language), item.before[at], item.after[at], _signed(item.points, language))
            for item in self.items
        ]
        return heads, rows

    def chart(self, language: str = "id", *, width: int = WIDTH) -> Any:
        """The changes as a waterfall from the score before to that after, a chart of altair that is ``width`` pixels wide.

        Needs altair (the extra ``plot``).
        """
        sheet, at = Sheet.of(language, width), 0 if language == "id" else 1
        old, new = (Fraction(each.exact or 0) for each in (self.before, self.after))
        steps = []
        for item in self.items:
            name = label(item.kind, item.names, language)
            between = f"{item.before[at]} → {item.after[at]}" if item.before[at] and item.kind != POLICY else ""
            steps.append((f"{name}: {between}" if between else name, item.points))
        return waterfall(
            sheet,
            sheet.phrase("changes", before=sheet.numeral(old), after=sheet.numeral(new)),
            steps,
            start=(sheet.phrase("before"), old),
            end=(sheet.phrase("after"), new),
            axis=sheet.phrase("points"),
        )

    def to_dict(self, language: str = "id") -> dict[str, Any]:
        """The changes as plain JSON data; exact numbers are texts."""
        return {
            "before": self.before.to_dict()["score"],
            "after": self.after.to_dict()["score"],
            "difference": to_text(self.difference),
            "items": [item.to_dict(language) for item in self.items],
        }


def why_changed(before: Appraisal, after: Appraisal) -> Changes:
    """Why the score of one appraisal differs from that of another: two periods of a person, or one record under two policies.

    ``items`` add up to ``after.exact - before.exact`` exactly. Under one policy each is what an indicator contributes more or
    less (see ``contributions``). Under two policies the record of ``before`` is scored by both first: each formula that was
    changed has its Shapley value, what it changes on the average of all orders in which the changes could be made.
    What the second record changes under the new policy follows.

    >>> from asn_appraisal import schemes
    >>> policy, record = schemes.get("pp-30-2019"), {"nilai_perilaku": 80, "penilaian_rekan": False, "ide_baru": False}
    >>> found = why_changed(policy.appraise({**record, "nilai_skp": 90}), policy.appraise({**record, "nilai_skp": 95}))
    >>> print(found.text("en"), end="")
    The score went from 87.00 to 90.50 (+3.5):
    - Score of the work plan, from 90 to 95: +3.5
    """
    for each, name in ((before, "before"), (after, "after")):
        checked_type(each, name, Appraisal)
        if each.exact is None or each.trace.score is None:
            raise refused(each, name, "scored")
    reforms, split = _reforms(before, after)
    changed = _changed_shares(before, after, split)
    rest = sorted(changed, key=lambda item: (-abs(item.points), item.key))
    return Changes(before, after, tuple(item for item in (*reforms, *rest) if item.points))


# --- one record under two policies -----------------------------------------------------------------------------------


def _reforms(before: Appraisal, after: Appraisal) -> tuple[list[Change], Split]:
    """What each changed formula changes for the first record, and the split of its score under the new policy.

    Where the first record has no score under the new policy nothing is said of formulas, and the split is the old one's.
    """
    old, new, values = before.trace.score, after.trace.score, before.trace.values
    if old is None or new is None or old == new:
        return [], _split(before)
    places = list(changed_places(old, new))
    if len(places) > MOST_PLAYERS:
        places = [(old, new)]
    try:
        split = Splitter(new, values).split(new)
        points = _shapley(old, new, places, values)
    except (AppraisalError, EvaluationFault, KeyError):  # no score; a mixture that is no formula; a field it lacks
        return [], _split(before)
    homes = _homes(old), _homes(new)
    return [_reform(place, homes, each) for place, each in zip(places, points, strict=True)], split


def changed_places(old: Expression, new: Expression) -> Iterator[tuple[Expression, Expression]]:
    """The smallest formulas in which two differ, each once: numbers, weights and steps, or a formula that is another one.

    >>> from asn_appraisal.algebra.inputs import Number
    >>> x, y = Number("x"), Number("y")
    >>> [(str(a), str(b)) for a, b in changed_places(x * 2 + y, x * 3 + y)] == [(str((x * 2).right), str((x * 3).right))]
    True
    """
    waiting, met = [(old, new)], set()
    while waiting:
        one, other = pair = waiting.pop()
        if one == other or pair in met:
            continue
        met.add(pair)
        below = list(zip(_below(one), _below(other), strict=True)) if _alike(one, other) else []
        if not below or (not isinstance(one, Named) and _own(one.values()) != _own(other.values())):
            yield pair
        waiting += reversed(below)


def _alike(one: Expression, other: Expression) -> bool:
    """Whether two formulas are of one kind over as many others, so that what is below them can be compared."""
    return (
        type(one) is type(other)
        and len(_below(one)) == len(_below(other))
        and getattr(one, "key", None) == getattr(other, "key", None)
    )


def _below(node: Expression) -> list[Expression]:
    """The formulas directly below one, those that ``map`` changes and in its order: for a list, those of its checks as well."""
    found: list[Expression] = []

    def kept(each: Expression) -> Expression:
        found.append(each)
        return each

    node.map(kept)
    return found


def _own(value: Any) -> Any:
    """What a formula says itself: its numbers and words without the formulas below it, and without its sources."""
    if isinstance(value, tuple):
        return tuple(_own(each) for each in value)
    if isinstance(value, Node):
        return None if value.calculates else (type(value), _own(value.values()))
    return None if isinstance(value, Source) else value


def mixture(old: Expression, new: Expression, taken: Collection[tuple[Expression, Expression]]) -> Expression:
    """The old formula with some of the changes that lead to the new one."""
    done: dict[tuple[Expression, Expression], Expression] = {}

    def mixed(one: Expression, other: Expression) -> Expression:
        if one == other:
            return one
        if (one, other) not in done:
            chosen = other if (one, other) in taken else one
            if _alike(one, other):
                below = iter([mixed(*pair) for pair in zip(_below(one), _below(other), strict=True)])
                chosen = chosen.map(lambda _: next(below))
            done[one, other] = chosen
        return done[one, other]

    return mixed(old, new)


def _shapley(
    old: Expression,
    new: Expression,
    places: list[tuple[Expression, Expression]],
    values: Mapping[str, Any],
) -> list[Fraction]:
    """What each change of a formula changes for a record, on the average of all orders in which they could be made."""
    count = len(places)
    worth = {}
    for size in range(count + 1):
        for chosen in map(frozenset, combinations(range(count), size)):
            formula = mixture(old, new, [places[at] for at in chosen])
            worth[chosen] = Fraction(evaluate(formula, Context.of(outline([formula]), values)))
    return shapley_values(worth, count)


def _homes(root: Expression) -> dict[Expression, Named]:
    """The innermost part that each formula belongs to."""
    found: dict[Expression, Named] = {}
    for node in expressions(root):
        if isinstance(node, Named):
            found |= dict.fromkeys(expressions(node.value, closed=(Named,)), node)
    return found


def _reform(
    place: tuple[Expression, Expression], homes: tuple[Mapping[Expression, Named], ...], points: Fraction
) -> Change:
    """The change of a formula in words; of a single number the part that it belongs to says more."""
    parts = [of.get(formula) for of, formula in zip(homes, place, strict=True)]
    part = parts[1]
    if part is not None and parts[0] is not None and all(isinstance(each, Constant) for each in place):
        place = (parts[0].value, part.value)
    before, after = ([_reader(language).read(each) for language in _BOTH] for each in place)
    key = written(place[1]) if part is None else part.key
    indonesian, english = after if part is None else [part.called(language) for language in _BOTH]
    return Change(key, points, POLICY, (indonesian, english), (before[0], before[1]), (after[0], after[1]))


# --- two records under one policy ------------------------------------------------------------------------------------


def _split(appraisal: Appraisal) -> Split:
    trace = appraisal.trace
    return Split() if trace.score is None else Splitter(trace.score, trace.values).split(trace.score)


def _changed_shares(before: Appraisal, after: Appraisal, old: Split) -> list[Change]:
    """By how much each share of the score is another one."""
    new = _split(after)
    found = []
    for place in dict.fromkeys((*old.shares, *new.shares)):
        share, other = new.shares.get(place), old.shares.get(place)
        points = sum((sign * each.points for sign, each in ((1, share), (-1, other)) if each is not None), Fraction(0))
        source = next(each.source for each in (share, other) if each is not None)
        kind, key = place
        found.append(Change(key, points, kind, names_of(kind, key, source), *_values(key, kind, before, after, source)))
    if new.base != old.base:
        names = (say("contributions.starting", "id"), say("contributions.starting", "en"))
        found.append(Change(BASE, new.base - old.base, BASE, names))
    return found


def _values(
    key: str, kind: str, before: Appraisal, after: Appraisal, source: Expression
) -> tuple[tuple[str, str], tuple[str, str]]:
    """The values of a field in both records, in both languages; nothing for other sources."""
    if kind != "indicator" or not isinstance(source, Field):
        return ("", ""), ("", "")
    found = []
    for each in (before, after):
        value = each.trace.values.get(key)
        found.append((spoken(value, "id", source.levels), spoken(value, "en", source.levels)))
    same = found[0] == found[1]  # then it is what the indicator counts for that changed
    return (("", ""), ("", "")) if same else (found[0], found[1])


def _reader(language: str) -> Reader:
    return Reader(language, _caller(language))


def _caller(language: str) -> Callable[[Expression], str]:
    """What fields and parts are called in a language."""

    def called(entry: Expression) -> str:
        name = getattr(entry, "called", None)
        return entry.named_by() if name is None else str(name(language))

    return called


def _score(appraisal: Appraisal, language: str) -> str:
    return "" if appraisal.score is None else numeral(appraisal.score, language)


def _signed(points: Fraction, language: str) -> str:
    return about_numeral(points, language, sign=True)
