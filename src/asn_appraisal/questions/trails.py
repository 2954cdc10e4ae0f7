"""Trails: a file of audit records as a whole, which may lack lines, or have them twice or in another order.

Each record in a chain has its number and the digest of the record before. A cut at the end leaves no gap: it is only
noticed by the *anchor*, the number and digest of a record, if that was written down elsewhere before.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import define, field, frozen

from ..appraising.audit_records import CHAIN, DIGEST, HMAC, START, Secret, is_link, key_of, parsed_anchor
from ..arguments import checked_type, refused, several
from ..errors import AppraisalError
from ..faults import checked_language
from ..policies import Policy, checked_policy
from ..texts import say
from .verifications import Discrepancy, policy_of_record, read_record, verify


@frozen
class Break:
    """One thing wrong with a file of audit records as a whole; lines count from 1.

    ``what`` is ``"double"``, ``"order"``, ``"fork"``, ``"missing"`` (``count`` records), ``"gone"`` (nobody knows how many),
    ``"replaced"``, ``"loose"`` (outside the chain) or ``"end"`` (the anchor's record, numbered ``count``, is not there);
    ``other`` is a second line that is concerned.
    """

    what: str
    line: int | None = None
    other: int | None = None
    count: int | None = None

    def text(self, language: str = "id") -> str:
        """The break in words."""
        checked_language(language)
        return say(f"breaks.{self.what}", language, line=self.line, other=self.other, count=self.count)


@frozen
class Trail:
    """What the verification of a file of audit records found.

    ``records`` is their number, ``differing`` the discrepancies of single records by line, ``breaks`` what is wrong
    with the file as a whole, ``anchor`` the end of its chain (None without a chain) and ``chains`` how many begin in
    it. ``crlf`` counts lines that end in CR LF, as no record is written; ``unchecked`` records with an HMAC for which
    no secret was given.
    """

    records: int
    differing: tuple[tuple[int, tuple[Discrepancy | AppraisalError, ...]], ...]
    breaks: tuple[Break, ...]
    anchor: str | None = None
    chains: int = 0
    crlf: int = 0
    unchecked: int = 0

    @property
    def holds(self) -> bool:
        """Whether nothing differs and nothing is broken."""
        return not self.differing and not self.breaks


def verify_trail(
    lines: Iterable[str | bytes],
    policy: Policy | Iterable[Policy] | None = None,
    *,
    secret: Secret | None = None,
    anchor: str = START,
    after: str = START,
) -> Trail:
    """What differs in a file of audit records, and whether the file is whole as far as its chain can tell.

    ``lines`` is the open file; without ``policy`` each record is worked out by the scheme that it names, with several by the
    one whose fingerprint it holds. With ``secret`` each must bear its HMAC. ``anchor`` says which record must be present; ``after`` the record that the chain
    continues from, in a file that continues another one. Raises ``AnchorError`` and ``SecretError``.

    >>> from asn_appraisal import schemes
    >>> policy = schemes.get("permenpan-16-2009")
    >>> first = policy.appraise({"nilai": 91}).to_audit_record(after="0")
    >>> verify_trail([first, first], policy).breaks
    (Break(what='double', line=2, other=1, count=None),)
    """
    if isinstance(lines, str | bytes | Mapping) or not isinstance(lines, Iterable):
        raise refused(lines, "lines", "list of record")
    reader = TrailReader(policy, secret, anchor, after)
    differing = [(at, tuple(found)) for at, line in enumerate(lines, 1) if (found := reader.read(at, line))]
    return reader.end(differing)


@define
class _Place:
    """A record of a chain: its line (None for one in an earlier file), its number, and whether another record follows
    it.
    """

    line: int | None
    number: int
    followed: bool = False


class TrailReader:
    """Reads a file of audit records line by line, for callers that report differences as they occur."""

    def __init__(
        self,
        policy: Policy | Iterable[Policy] | None = None,
        secret: Secret | None = None,
        anchor: str = START,
        after: str = START,
    ) -> None:
        self.records = self.crlf = self.unchecked = 0
        self._policy: Policy | None = None
        self._by_fingerprint: dict[str, Policy] = {}
        if policy is None or isinstance(policy, Policy):
            self._policy = policy
        elif isinstance(policy, str | bytes | Mapping) or not isinstance(policy, Iterable):
            checked_policy(policy)
        else:
            self._by_fingerprint = {each.fingerprint: each for each in several(policy, "policy", Policy)}
        self._secret = None if secret is None else key_of(secret)
        self._anchor = parsed_anchor(anchor)
        self._chain = _Chain(*parsed_anchor(after))

    def read(self, at: int, line: str | bytes) -> list[Discrepancy | AppraisalError]:
        """What differs in the record of line number ``at``; nothing for a blank line."""
        checked_type(line, "lines", str, bytes, right="record")
        if not line.strip():
            return []
        self.records += 1
        self.crlf += line.endswith(b"\r\n") if isinstance(line, bytes) else line.endswith("\r\n")
        data = read_record(line) or {}
        self.unchecked += self._secret is None and HMAC in data
        self._chain.add(at, data)
        try:
            policy = self._policies_of(data)
        except AppraisalError as problem:
            return [problem]
        return [*verify(line, policy, secret=self._secret)]

    def _policies_of(self, data: Mapping[str, Any]) -> Policy | tuple[Policy, ...]:
        """The policy of a record, or those of its periods."""
        periods = data.get("periods")
        if isinstance(periods, list):
            inside = [each for each in periods if isinstance(each, Mapping)]
            found = tuple(self._policies_of({**each, "periods": None}) for each in inside)
            return tuple(each for each in found if isinstance(each, Policy)) or self._policy or policy_of_record(data)
        known = self._policy or self._by_fingerprint.get(str(data.get("fingerprint")))
        return known or policy_of_record(data)

    def end(self, differing: Iterable[tuple[int, tuple[Discrepancy | AppraisalError, ...]]] = ()) -> Trail:
        """The result for the file as a whole, once all lines are read."""
        number, digest = self._anchor
        breaks = self._chain.ended()
        if digest is not None and not self._chain.holds(digest):
            breaks.append(Break("end", count=number))
        chain = self._chain
        return Trail(
            self.records, tuple(differing), tuple(breaks), chain.anchor, chain.begun, self.crlf, self.unchecked
        )


@define
class _Chain:
    """The records of a file read so far: by digest, and those whose predecessor was not seen yet."""

    number: int = 0  # of the record that the file continues from
    digest: str | None = None
    anchor: str | None = None
    begun: int = 0
    places: dict[str, _Place] = field(factory=dict)
    waiting: dict[str, _Place] = field(factory=dict)
    breaks: list[Break] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        if self.digest is not None:
            self.places[self.digest] = _Place(None, self.number)

    def add(self, line: int, data: Mapping[str, Any]) -> None:
        digest, link = data.get(DIGEST), data.get(CHAIN)
        if not isinstance(digest, str):
            return  # no record at all, as its own verification reports
        if digest in self.places:
            if self.places[digest].line is None:
                self.places[digest].line = line  # the file begins earlier than stated
                return
            # Two records that name no person may well be equal.
            if is_link(link) or data.get("key") is not None or data.get("row") is not None:
                self.breaks.append(Break("double", line, self.places[digest].line))
            return
        place = self.places[digest] = _Place(line, 0)
        if is_link(link):
            place.number = link["number"]
            self._place(place, digest, link["previous"])
        elif self.anchor is not None:
            self.breaks.append(Break("loose", line))

    def _place(self, place: _Place, digest: str, previous: str | None) -> None:
        self.anchor = f"{place.number}:{digest}"
        if (early := self.waiting.pop(digest, None)) is not None:
            self.breaks.append(Break("order", early.line, place.line))
            place.followed = True
        if previous is None:
            self.begun += 1
            if self.digest is not None:
                self.breaks.append(Break("gone", place.line))  # it was to continue another file
        elif (before := self.places.get(previous)) is not None:
            self._follow(before, place)
        elif (early := self.waiting.setdefault(previous, place)) is not place:
            self.breaks.append(Break("fork", place.line, early.line))

    def _follow(self, before: _Place, place: _Place) -> None:
        if before.followed:
            self.breaks.append(Break("fork", place.line, before.line))
        elif before.number + 1 != place.number:
            self.breaks.append(Break("replaced", place.line))
        before.followed = True

    def holds(self, digest: str) -> bool:
        place = self.places.get(digest)
        return place is not None and place.line is not None

    def ended(self) -> list[Break]:
        """What is wrong, in the order of the lines."""
        numbers = sorted({self.number, *(place.number for place in self.places.values())})
        for place in self.waiting.values():
            before = numbers[bisect_left(numbers, place.number) - 1]
            # With several chains in one file it is unknown whose numbers are missing.
            several = self.begun + (self.digest is not None) > 1
            count = None if several else place.number - 1 - before
            what = "gone" if count is None else "missing" if count else "replaced"
            self.breaks.append(Break(what, place.line, count=count or None))
        return sorted(self.breaks, key=lambda each: each.line or 0)
