"""Appraisals: the result of a policy for one record."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from ..algebra.levels import Level
from ..arguments import checked_count, checked_type, shown
from ..faults import checked_language
from ..notes import Note
from ..texts import numeral
from .audit_records import Secret, encoded_record, sealed, short_text
from .traces import Trace

_MOST_ROWS = 10**15


@frozen
class Appraisal:
    """A score, a band and the trace that led to them.

    ``score`` is a Decimal as reported, ``exact`` the Fraction behind it (both None for a scheme without a number);
    ``band`` has ``.key`` and ``.name`` (None for a scheme without bands); ``fingerprint`` is that of the policy;
    ``given`` holds what the policy reads of the record, as it was given, and ``floats`` how floats in it were read.
    """

    policy: str
    score: Decimal | None
    exact: Fraction | None = field(repr=shown)
    band: Level | None
    trace: Trace = field(repr=False)
    fingerprint: str = field(repr=False)
    given: Mapping[str, Any] = field(factory=dict, repr=False, eq=False)
    floats: str = field(default="snap", repr=False, eq=False)
    title: str = field(default="", repr=False, eq=False, kw_only=True)
    english: str = field(default="", repr=False, eq=False, kw_only=True)

    def called(self, language: str = "id") -> str:
        """The title of the policy in a language; where it has none its key."""
        checked_language(language)
        return (self.english if language == "en" else "") or self.title or self.policy

    @property
    def parts(self) -> dict[str, Any]:
        """The exact value of each part by key; a part over rows has a tuple, list by list, in the order of the rows."""
        found: dict[str, Any] = {}
        rows: dict[str, list[Any]] = {}
        for step in self.trace:
            if step.place is None:
                found[step.key] = step.value
            else:
                rows.setdefault(step.key, []).append((step.place, step.value))
        for key, entries in rows.items():
            # A part may be over several lists, in the order in which they were evaluated.
            lists = list(dict.fromkeys(place[0] for place, _ in entries))
            entries.sort(key=lambda entry: (lists.index(entry[0][0]), entry[0][1]))
            found[key] = tuple(value for _, value in entries)
        return found

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was read and scored and looks wrong: points of the total where percentages belong."""
        from .record_notes import record_notes

        return record_notes(self.trace)

    def to_dict(self) -> dict[str, Any]:
        """The appraisal as plain JSON data; exact numbers are texts, so that none is lost to a float.

        ``decimals`` beside an exact number is the number in decimals, ``≈ 107.1429`` for ``750/7``.
        """
        from .renderings import decimals, plain

        return {
            "policy": self.policy,
            "score": None if self.score is None else str(self.score),
            "exact": plain(self.exact),
            "decimals": decimals(self.exact),
            "band": None if self.band is None else self.band.to_dict(),
            "fingerprint": self.fingerprint,
            "trace": self.trace.to_dict(),
            "notes": [{"code": note.code, "id": note.text("id"), "en": note.text("en")} for note in self.notes],
        }

    def result(self) -> dict[str, Any]:
        """Score, band, absent fields and the trace as plain data: what ``verify`` computes again."""
        from .renderings import plain, step_facts
        from .step_words import place_of

        trace = self.trace
        return {
            "score": None if self.score is None else str(self.score),
            "exact": plain(self.exact),
            "band": None if self.band is None else self.band.key,
            "missing": {
                "absent": list(trace.absent),
                "defaulted": list(trace.defaulted),
                "quantized": list(trace.quantized),
            },
            "trace": {"steps": list(map(step_facts, trace)), "results": [place_of(step) for step in trace.tops]},
        }

    def to_audit_record(
        self,
        *,
        key: str | None = None,
        row: int | None = None,
        after: str | None = None,
        secret: Secret | None = None,
        trace: bool = True,
    ) -> str:
        """The audit record: inputs as given, result, trace, fingerprint and version as one line of JSON.

        The bytes are the same for the same appraisal; ``key`` and ``row`` say whose it is. ``verify`` checks it.
        It holds what the policy read of the record and nothing else of the person.

        With ``after``, the anchor of the previous record (``anchor_of``; ``"0"`` for the first one), it joins a chain. With
        ``secret`` (16 bytes or more, or a function that fetches them) it has an HMAC-SHA256. The secret is stored nowhere.
        With ``trace=False`` it is a short record, of inputs, score and band alone. Raises ``AnchorError`` and ``SecretError``.
        """
        checked_type(key, "key", str, type(None))
        checked_type(trace, "trace", bool)
        if row is not None:
            checked_count(row, "row", 0, _MOST_ROWS)
        policy = {"policy": self.policy, "fingerprint": self.fingerprint, "options": dict(self.trace.options)}
        about = {"key": key, "row": row, "floats": self.floats}
        if not trace:
            score = None if self.score is None else str(self.score)
            result = {**about, "score": score, "band": None if self.band is None else self.band.key}
            return short_text(policy, self.given, result, after=after, secret=secret)[0]
        return sealed(
            {**policy, **about, "inputs": encoded_record(self.given), **self.result()}, after=after, secret=secret
        )

    def _repr_html_(self) -> str:
        from html import escape

        band = "" if self.band is None else escape(self.band.called("id"))
        score = "" if self.score is None else escape(numeral(self.score, "id"))
        head = f"<p><strong>{escape(self.called())}</strong>: {score} {band}</p>"
        return head + self.trace._repr_html_()
