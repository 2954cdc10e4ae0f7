"""Reviews: what is odd about a policy, found from its definition alone, without a record.

A finding says where, what, and what would be right; it is no proof of a mistake, since a law may be odd itself. What a
policy does on purpose is written down with its reason (see ``testing.known``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import chain
from typing import Any

from attrs import field, frozen

from ..algebra.bands import Rated
from ..algebra.choices import Case, Steps, When
from ..algebra.combinations import Combination, Sum
from ..algebra.edges import Edge
from ..algebra.expressions import BETTER, Arithmetic, But, Constant, Expression, Limited, Line, Named, OrElse, Rounded
from ..algebra.inputs import Field, Indicator
from ..algebra.items import Over
from ..algebra.kinds import NUMBER
from ..analysis.bounds import Interval, interval, reaches
from ..analysis.broken_lines import Curve
from ..analysis.curves import curve
from ..analysis.decimals import decimals_of
from ..analysis.formulas import written
from ..analysis.turns import turns
from ..analysis.walks import descent, expressions, first_places
from ..arguments import checked_choice, pairs
from ..errors import AbsentPartError, NoCurveError
from ..faults import checked_language
from ..numbers import places_of, to_text
from ..policies import Policy, checked_policy
from ..rounding import rounded
from ..texts import LANGUAGES, message
from ..wording.numerals import exact_numeral

STABILIZE = "stabilize"  # neither higher nor lower is better: the nearest to a target is

# The severity of a finding: an error is hardly ever intended, a warning often is not, a note is for the reader of the
# law.
SEVERITIES = {
    "ASN381": "error",  # a band that no value reaches
    "ASN382": "warning",  # a rule that punishes improvement
    "ASN383": "error",  # something without effect
    "ASN384": "note",  # a limit that never binds
    "ASN385": "error",  # a step that is never taken
    "ASN386": "warning",  # values between two printed edges
    "ASN387": "warning",  # rounded twice
    "ASN388": "warning",  # an unbounded score
    "ASN389": "note",  # a number without a source
}


def _pairs(facts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(facts.items())


@frozen
class Finding:
    """Something odd: its code, its part and, where one part has several, which one."""

    code: str
    part: str
    detail: str = ""
    facts: tuple[tuple[str, str], ...] = field(default=(), kw_only=True, converter=_pairs, repr=False)

    @property
    def severity(self) -> str:
        """``"error"``, ``"warning"`` or ``"note"``."""
        return SEVERITIES[self.code]

    @property
    def place(self) -> str:
        """The place: the part, and the detail in it."""
        return f"{self.part}: {self.detail}" if self.detail else self.part

    def text(self, language: str = "en") -> str:
        """The finding with its remedy, in a language."""
        checked_language(language)
        return f"{self.place}: {message(self.code, dict(self.facts), language)}"


def review(policy: Policy, *, better: Mapping[str, Any] | None = None) -> tuple[Finding, ...]:
    """What is odd about a policy, without running it.

    ``better`` says which way inputs are better, where they are no indicators that say so (``{"realisasi": "higher"}``);
    ``"stabilize"`` says that what comes nearest to a target is best, so that a score may fall beyond it.

    >>> from asn_appraisal import Bands, Number
    >>> tight = Policy("uji", "Uji", score=Number("mutu", high=100), band=Bands(("a", "> 100"), ("b", None)))
    >>> [finding.text() for finding in review(tight) if finding.severity == "error"]
    ["peringkat: a: no value reaches '> 100': the value ends at 100; move the edge or take the band out"]
    """
    checked_policy(policy)
    for place, way in pairs({} if better is None else better, "better"):
        if not isinstance(way, tuple | list):  # levels from the worst to the best
            checked_choice(way, f"better[{place!r}]", (*BETTER, STABILIZE, "true", "false"))
    ways = {place.rpartition(".")[2]: way for place, way in (better or {}).items()}
    found = chain.from_iterable(
        (
            *(_at(node, place) for node, place in first_places(policy.score, policy.band, policy.shown).items()),
            _judged(policy.score, ways) if policy.score is not None else (),
            _without_source(policy),
        )
    )
    return tuple(dict.fromkeys(found))


def _key(node: Expression | None, place: str) -> str:
    return node.key if isinstance(node, Named) else place


def _at(node: Expression, place: str) -> Iterator[Finding]:
    if isinstance(node, Rated):
        yield from _bands(node, place)
    elif isinstance(node, Steps):
        for _, edge in _unreached(node):
            yield _finding("ASN385", place, edge, interval(node.value))
    elif isinstance(node, Limited):
        yield from _limits(node, place)
    elif isinstance(node, Rounded) and (inner := _rounded_before(node)) is not None:
        yield Finding("ASN387", place, facts=_twice(inner, node))
    elif isinstance(node, Named) and node.kind == NUMBER:
        ends = interval(node)
        if ends.low == ends.high is not None and _reads(node.value):
            yield Finding("ASN383", node.key, facts={"value": to_text(ends.high)})


def _finding(code: str, place: str, edge: str, ends: Interval, detail: str = "") -> Finding:
    low, high = ("" if end is None else to_text(end) for end in (ends.low, ends.high))
    return Finding(code, place, detail or edge, facts={"edge": edge, "low": low, "high": high})


# --- bands, steps, limits, roundings ---------------------------------------------------------------------------------


def _bands(node: Rated, place: str) -> Iterator[Finding]:
    ends = interval(node.value)
    for at, edge in _unreached(node):
        yield _finding("ASN381", place, edge, ends, node.bands.bands[at].key)
    if ends.low is None or ends.high is None:
        low, high = ("" if end is None else to_text(end) for end in (ends.low, ends.high))
        yield Finding("ASN388", place, facts={"what": written(node.value), "low": low, "high": high})
    decimals = decimals_of(node.value)
    for band in node.bands.bands:
        places = None if band.edge is None else places_of(band.edge.bound)
        if band.edge is not None and places and (decimals is None or decimals > places):
            step = Fraction(1, 10**places)
            below = to_text(band.edge.bound - step if band.edge.lower else band.edge.bound + step)
            facts = {"edge": str(band.edge), "below": below, "decimals": "" if decimals is None else str(decimals)}
            yield Finding("ASN386", place, band.key, facts=facts)


def _unreached(node: Rated | Steps) -> Iterator[tuple[int, str]]:
    """The places in a scale that no value reaches, each with its edge; the last has none and takes what others leave."""
    edges = [turn.edge for turn in turns(node)]
    taken: Edge | None = None
    for at, own in enumerate((*edges, None)):
        if not reaches(node.value, own, taken):
            yield at, f"not {edges[-1]}" if own is None else str(own)
        if isinstance(node, Steps) or node.bands.bands[at].requires is None:
            taken = own


def _limits(node: Limited, place: str) -> Iterator[Finding]:
    ends = interval(node.value)
    for turn in turns(node):
        limit, lower = turn.bound, turn.sign == ">="
        end = ends.low if lower else ends.high
        if limit is None or end is None:
            continue
        other = interval(limit).high if lower else interval(limit).low
        if other is not None and (end >= other if lower else end <= other):
            facts = {"limit": written(limit), "what": written(node.value), "end": to_text(end)}
            yield Finding("ASN384", place, written(limit), facts=facts)


def _rounded_before(node: Rounded) -> Rounded | None:
    """An earlier rounding of the same value; of a value that others were added to since, one to more decimals."""
    return next(
        (inner for inner, summed in _rounded_below(node.value) if not summed or inner.places > node.places), None
    )


@lru_cache(maxsize=8192)
def _rounded_below(node: Expression) -> tuple[tuple[Rounded, bool], ...]:
    """The roundings that a value has gone through, and whether others were added to it since.

    Weighted or divided it is another value, of which one rounding says nothing.
    """
    if isinstance(node, Rounded):
        return ((node, False),)
    inner: Iterable[Expression] = ()
    summed = False
    if isinstance(node, Named | Limited | OrElse | But):
        inner = (node.value,)
    elif isinstance(node, When):
        inner = (node.then, node.otherwise)
    elif isinstance(node, Sum):
        inner, summed = node.parts, True
    elif isinstance(node, Arithmetic) and node.operator in "+-":
        inner, summed = (node.left, node.right), True
    # Each kind of rounding once: a formula may use the same part a thousand times.
    return tuple(dict.fromkeys((found, summed or before) for each in inner for found, before in _rounded_below(each)))


def _twice(first: Rounded, then: Rounded) -> dict[str, str]:
    """How often a value is rounded, with an example of what that does wrong; none where it does nothing wrong."""
    facts = {"first": str(first.places), "then": str(then.places)}
    if first.places <= then.places:
        return facts
    last, unit = Fraction(1, 2) / Fraction(10) ** then.places, Fraction(1, 2) / Fraction(10) ** first.places
    base = 4 * last * 2 if then.places > 0 else Fraction(0)
    for value in (base + last + shift for shift in (-unit, unit)):
        between, once = rounded(value, first.places, first.mode), rounded(value, then.places, then.mode)
        if (twice := rounded(between, then.places, then.mode)) != once:
            shown = {"value": value, "between": between, "twice": twice, "once": once}
            for language in LANGUAGES:
                facts |= {f"{name}_{language}": exact_numeral(each, language) for name, each in shown.items()}
            break
    return facts


def _reads(node: Expression) -> bool:
    return any(isinstance(entry, Field) for entry in expressions(node))


# --- rules that punish improvement -----------------------------------------------------------------------------------


def _judged(score: Expression, ways: Mapping[str, Any]) -> Iterator[Finding]:
    """From the score downwards: how each formula of one argument moves, once for each part and sign.

    The sign is -1 below something that is subtracted.
    """
    waiting = [(score, 1, _key(score, "nilai"))]
    seen: set[tuple[Expression, int, str]] = set()
    while waiting:
        node, sign, place = waiting.pop()
        place = _key(node, place)
        if (node, sign, place) in seen or node.kind != NUMBER or isinstance(node, Constant):
            continue
        seen.add((node, sign, place))
        if isinstance(node, Named):
            waiting.append((node.value, sign, place))
            continue
        line = _curve(node)
        if line is None or line.argument is None or (line.argument == node and not isinstance(node, Field)):
            waiting += reversed([(child, sign * side, place) for child, side in _sides(node)])
            continue
        yield from _moved(line, sign, place, ways)
        side = {"rising": 1, "falling": -1}.get(line.direction or "", 0)
        # Below a stop of the curve the walk goes on.
        if side and isinstance(line.argument, Rounded | Over | OrElse | Case):
            waiting.append((line.argument, sign * side, place))


def _curve(node: Expression) -> Curve | None:
    try:
        return curve(node)
    except (NoCurveError, AbsentPartError):
        return None


def _moved(line: Curve, sign: int, place: str, ways: Mapping[str, Any]) -> Iterator[Finding]:
    argument = line.argument
    measured = argument.left if isinstance(argument, Arithmetic) else argument
    way = getattr(measured, "better", "") if isinstance(measured, Indicator) else ""
    way = ways.get(measured.key, way) if isinstance(measured, Field) else way
    if way == STABILIZE:
        return
    wanted = {"higher": "rising", "lower": "falling"}.get(way, "") if isinstance(way, str) else ""
    if sign < 0 and wanted:
        wanted = "falling" if wanted == "rising" else "rising"
    if line.direction is None or (wanted and line.direction not in {wanted, "constant"}):
        at = ", ".join(to_text(stop) for stop in line.edges)
        yield Finding("ASN382", place, facts={"argument": "" if argument is None else written(argument), "at": at})


def _sides(node: Expression) -> Iterator[tuple[Expression, int]]:
    """The numbers directly below, with -1 where the formula falls as they rise."""
    if isinstance(node, Arithmetic):
        yield node.left, _sign_of(node.right) if node.operator in "*/" else 1
        right = {"+": 1, "-": -1, "*": _sign_of(node.left), "/": 0}[node.operator]
        if right:
            yield node.right, right
    elif isinstance(node, Steps | When | Case):
        results = (node.then, node.otherwise) if isinstance(node, When) else node.results
        yield from ((each, 1) for each in (*results, *([node.otherwise] if isinstance(node, Steps) else [])))
    elif isinstance(node, Over):
        if node.value is not None:
            yield node.value, 1
    elif isinstance(node, Combination):
        yield from ((part, 1) for part in node.parts)
    elif isinstance(node, Limited | Rounded | Line | OrElse | But) or hasattr(node, "value"):
        yield node.value, 1


def _sign_of(factor: Expression) -> int:
    ends = interval(factor)
    return -1 if ends.high is not None and ends.high <= 0 else 1


# --- sources ---------------------------------------------------------------------------------------------------------


def _without_source(policy: Policy) -> Iterator[Finding]:
    """Parts and ratings with numbers for which neither they nor anything around them has a source."""
    bare: dict[str, dict[str, None]] = {}
    roots = ((policy.score, "nilai"), (policy.band, "peringkat"), *((part, "") for part in policy.shown))
    starts = [_sourced(root, (place, False)) for root, place in roots if root is not None]
    for node, (place, sourced) in descent(starts, _below):
        if not sourced and not isinstance(node, Field):
            bare.setdefault(place, {}).update((to_text(number), None) for number in _numbers(node.values()))
        if isinstance(node, Rated):
            edges = [band.edge for band in node.bands.bands if not (band.sources or node.bands.sources)]
            bare.setdefault(place, {}).update((to_text(edge.bound), None) for edge in edges if edge is not None)
    for place, numbers in bare.items():
        if numbers:
            yield Finding("ASN389", place, facts={"numbers": ", ".join(numbers)})


def _below(node: Expression, around: tuple[str, bool]) -> Iterator[tuple[Expression, tuple[str, bool]]]:
    if not isinstance(node, Rated):
        yield from (_sourced(child, around) for child in node.children())
        return
    place, sourced = around
    yield _sourced(node.value, around)
    # The condition of a band has the law of the band, or of its scale.
    for band in node.bands.bands:
        if band.requires is not None:
            yield _sourced(band.requires, (place, sourced or bool(band.sources or node.bands.sources)))


def _sourced(node: Expression, around: tuple[str, bool]) -> tuple[Expression, tuple[str, bool]]:
    """A formula with its part, and whether it or something around it has a source."""
    place, sourced = around
    # A table of steps or weights has a tuple of sources for each line: it is covered if each line is.
    sources = getattr(node, "sources", ())
    return node, (_key(node, place), sourced or (bool(sources) and all(sources)))


def _numbers(values: Iterable[Any]) -> Iterator[Fraction]:
    for value in values:
        if isinstance(value, Fraction):
            yield value
        elif isinstance(value, Edge):
            yield value.bound
        elif isinstance(value, tuple):
            yield from _numbers(value)
