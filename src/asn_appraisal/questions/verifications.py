"""Verifications: an audit record is worked out again, and whatever differs is named.

A digest shows that a record was changed; it does not show by whom, and anyone who can write a record can write its
digest. An HMAC can be written only with the secret. A file of records as a whole is checked in ``trails``.
A value of several periods is put together again from its periods, each of which is worked out again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from .. import schemes
from ..algebra.bands import Bands
from ..analysis.fingerprints import FORMAT as FORM
from ..appraising.appraisals import Appraisal
from ..appraising.audit_records import (
    CHAIN,
    DIGEST,
    FORMAT,
    FORMS,
    HMAC,
    PERIODS,
    SHORT,
    Secret,
    Undecodable,
    bears,
    canonical_text,
    decoded_record,
    digest_of,
    is_link,
    key_of,
    read_short_record,
)
from ..arguments import checked_type, refused, several
from ..errors import AppraisalError, RecordError
from ..faults import checked_language
from ..numbers import FLOAT_MODES, decimal_text
from ..policies import Policy, checked_policy
from ..texts import numeral, say
from .combined_values import Combined
from .periods import OF_PERIODS, add_up, combine

_RESULT = ("score", "exact", "band", "missing", "trace")
ENTRIES = frozenset(
    ("format", "library", "policy", "fingerprint", "options", "key", "row", "floats", "inputs", DIGEST, *_RESULT)
)
_LONG = {"exact", "missing", "trace"}  # what a short record leaves out
# What the record of a value of several periods holds.
_RULE = ("months", "part", "places", "as_reported", "numbers", "scale", "bands", "score", "exact", "band")
_OF_PERIODS = frozenset(("format", "library", "key", "periods", DIGEST, *_RULE))
# What a step holds that does not change with wording.
_OF_STEP = ("key", "value", "formula", "inputs", "uses")

_MOST_SHOWN = 80
_RATIO = re.compile(r"(-?[0-9]+)/([0-9]*[1-9][0-9]*)")
_FORM_ENTRY = "fingerprint.form"


@frozen
class Discrepancy:
    """One thing in which an audit record and what is worked out again differ.

    ``what`` is ``"record"`` (it is not as it was written), ``"policy"``, ``"inputs"`` or ``"result"``; ``entry`` says
    where in the record; ``recorded`` and ``found`` are plain data, None for a missing value. The entry
    ``"fingerprint.form"`` says that the record holds a fingerprint of an earlier form, which says nothing about the
    policy.
    """

    what: str
    entry: str
    recorded: Any = None
    found: Any = None

    def text(self, language: str = "id") -> str:
        """The discrepancy in words."""
        checked_language(language)
        what = say(f"discrepancies.{self.what}", language)
        recorded, found = _told(self.recorded, language), _told(self.found, language)
        if self.entry == _FORM_ENTRY:
            return say("discrepancies.other_form", language, what=what, recorded=recorded, found=found)
        return say("discrepancies.differs", language, what=what, entry=self.entry, recorded=recorded, found=found)

    def to_dict(self, language: str = "id") -> dict[str, Any]:
        """The discrepancy as plain JSON data; ``message`` is in the language asked for.

        ``recorded_shown`` and ``found_shown`` are exact fractions in decimals (``≈ 107.1429``), None for any other value.
        """
        return {
            "what": self.what,
            "entry": self.entry,
            "recorded": self.recorded,
            "recorded_shown": decimals_of_ratio(self.recorded),
            "found": self.found,
            "found_shown": decimals_of_ratio(self.found),
            "message": self.text(language),
        }


def _told(value: Any, language: str) -> str:
    """A value of a record in words; a ratio with its decimals behind it."""
    if value is None:
        return say("discrepancies.nothing", language)
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    if len(text) > _MOST_SHOWN:
        return f"{text[:_MOST_SHOWN]}..."
    decimals = decimals_of_ratio(value)
    return text if decimals is None else f"{text} ({numeral(decimals, language)})"


def decimals_of_ratio(value: object) -> str | None:
    """The decimals of a ratio in a record, ``"750/7"``; None for anything else, also for a text of any length.

    >>> decimals_of_ratio("750/7"), decimals_of_ratio("107.14")
    ('≈ 107.1429', None)
    """
    match = _RATIO.fullmatch(value) if isinstance(value, str) and len(value) <= _MOST_SHOWN else None
    return None if match is None else decimal_text(Fraction(int(match[1]), int(match[2])))


def verify(
    record: str | bytes | Mapping[str, Any], policy: Policy | Iterable[Policy], *, secret: Secret | None = None
) -> list[Discrepancy]:
    """What differs between an audit record and what the policy makes of its inputs; an empty list when it holds.

    A record given as text must be the text that was written, to the letter, with or without the end of its line; one given as
    data must have its digest. With ``secret`` it must have the HMAC that this secret gives; without, an HMAC is
    ignored. Of several policies the one counts whose fingerprint the record holds: a value of several periods needs those
    of all its periods.

    >>> from asn_appraisal import schemes
    >>> policy = schemes.get("permenpan-16-2009")
    >>> record = policy.appraise({"nilai": "90.99"}).to_audit_record()
    >>> verify(record, policy)
    []
    >>> for each in verify(record.replace("90.99", "91.99"), policy): print(each.text("en"))  # doctest: +ELLIPSIS
    record digest: recorded ..., should be ...
    """
    if isinstance(policy, list | tuple):
        policies = several(policy, "policy", Policy)
    else:
        checked_policy(policy, record=record)
        policies = (policy,)
    if not policies:
        raise refused(policy, "policy", "Policy")
    checked_type(record, "record", str, bytes, Mapping, right="record")
    data = record if isinstance(record, Mapping) else read_record(record)
    if data is None:
        return [Discrepancy("record", "$", None, "JSON")]
    found = list(_of_record(record, data))
    if any(each.entry in {"$", "format"} for each in found):
        return found  # without these entries nothing can be worked out again
    if secret is not None and not bears(data, key_of(secret)):
        # The right value is not reported: with it, a forged record could be completed.
        found.append(Discrepancy("record", HMAC, data.get(HMAC), "HMAC-SHA256"))
    if data["format"] == PERIODS:
        return [*found, *_of_periods(data, policies)]
    again, differing = _again(data, policies)
    return [*found, *differing, *([] if again is None else _of_result(data, again))]


def _again(data: Mapping[str, Any], policies: tuple[Policy, ...]) -> tuple[Appraisal | None, list[Discrepancy]]:
    """The appraisal of a record's inputs, and what differs in its policy and its inputs."""
    policy = next((each for each in policies if each.fingerprint == data["fingerprint"]), policies[0])
    found = list(_of_policy(data, policy))
    try:
        read = read_short_record if data["format"] == SHORT else decoded_record
        return policy.appraise(read(data["inputs"]), floats=data["floats"]), found
    except Undecodable:
        return None, [*found, Discrepancy("inputs", "$.inputs")]
    except RecordError as problem:
        faults = (Discrepancy("inputs", fault.place() or "$", None, fault.code) for fault in problem.faults)
        return None, [*found, *faults]


def _of_periods(data: Mapping[str, Any], policies: tuple[Policy, ...]) -> Iterator[Discrepancy]:
    """What differs in the periods of a value, and in how it was put together of them."""
    appraisals = []
    for at, period in enumerate(data["periods"]):
        inside = f"periods[{at}]"
        if not isinstance(period, dict) or period.get("format") != SHORT:
            yield Discrepancy("record", inside, None, SHORT)
            continue
        differing = list(_of_record(period, period))
        again = None
        if not any(each.entry == "$" for each in differing):
            again, more = _again(period, policies)
            differing += more if again is None else [*more, *_of_result(period, again)]
        yield from (evolve(each, entry=f"{inside}.{each.entry}") for each in differing)
        if again is not None:
            appraisals.append(again)
    if len(appraisals) < len(data["periods"]):
        return
    try:
        rule = _put_together(data, appraisals).rule()
    except AppraisalError as problem:
        yield Discrepancy("inputs", "$", None, problem.code)
        return
    for entry, value in rule.items():
        if data[entry] != value:
            yield Discrepancy("result", entry, data[entry], value)


def _put_together(data: Mapping[str, Any], appraisals: list[Appraisal]) -> Combined:
    """The value that a record's rule makes of the appraisals of its periods; raises an ``AppraisalError`` for no such rule."""
    bands = several(data["bands"] or (), "bands", list)
    stated = Bands(*bands) if bands else None
    if data["months"] is None:
        return add_up(appraisals, part=data["part"], places=data["places"], band=stated)
    scale = OF_PERIODS if data["scale"] == OF_PERIODS else stated
    how = {name: data[name] for name in ("part", "places", "as_reported", "numbers")}
    return combine(appraisals, data["months"], band=scale, **how)


def read_record(record: str | bytes) -> dict[str, Any] | None:
    """The data of an audit record; None for a text that is no record."""
    try:
        data = json.loads(record)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def policy_of_record(data: Mapping[str, Any]) -> Policy:
    """The official scheme that an audit record names, with the options it was made with; raises ``SchemeError``."""
    options = data.get("options")
    given = options if isinstance(options, dict) else {}
    return schemes.get(str(data.get("policy")), **{name: option(str(value)) for name, value in given.items()})


def option(text: str) -> int | str | None:
    """The value of a scheme's option that a text says: a whole number, none, or a word."""
    if text.lower() == "none":
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text


def _of_record(record: object, data: Mapping[str, Any]) -> Iterator[Discrepancy]:
    """Whether the record is as it was written."""
    form = data.get("format")
    short = form == SHORT
    entries = _OF_PERIODS if form == PERIODS else ENTRIES - _LONG if short else ENTRIES
    if data.keys() - {CHAIN, HMAC} != entries or not _is_well_formed(data):
        yield Discrepancy("record", "$", sorted(map(str, data)), sorted(entries))
        return
    if type(data["format"]) is not int or data["format"] not in FORMS:
        yield Discrepancy("record", "format", data["format"], FORMAT)
        return
    if data.get("floats", FLOAT_MODES[0]) not in FLOAT_MODES:
        yield Discrepancy("record", "$", data["floats"], ", ".join(FLOAT_MODES))
        return
    if CHAIN in data and not is_link(data[CHAIN]):
        yield Discrepancy("record", CHAIN, data[CHAIN], '{"number": 2, "previous": "..."}')
    if (digest := digest_of(data)) != data[DIGEST]:
        yield Discrepancy("record", DIGEST, data[DIGEST], digest)
    if isinstance(record, bytes):
        record = record.decode("utf-8", "replace")
    if isinstance(record, str) and record.removesuffix("\n").removesuffix("\r") != canonical_text(data):
        yield Discrepancy("record", "text", None, "canonical JSON")


def _is_well_formed(data: Mapping[str, Any]) -> bool:
    """Whether what is read of a record before anything is worked out again is of the right kind."""
    if data["format"] == PERIODS:
        return isinstance(data["periods"], list)
    return data["format"] == SHORT or all(isinstance(data[entry], dict) for entry in ("trace", "missing"))


def _of_policy(data: Mapping[str, Any], policy: Policy) -> Iterator[Discrepancy]:
    own = {"policy": policy.key, "fingerprint": policy.fingerprint, "options": dict(policy.options)}
    if (form := FORMS[data["format"]]) != FORM:
        # A difference would say nothing about the policy.
        del own["fingerprint"]
        yield Discrepancy("policy", _FORM_ENTRY, form, FORM)
    for entry, value in own.items():
        if data[entry] != value:
            yield Discrepancy("policy", entry, data[entry], value)


def _of_result(data: Mapping[str, Any], again: Appraisal) -> Iterator[Discrepancy]:
    result = again.result()
    for entry in ("score", "exact", "band"):
        if entry in data and data[entry] != result[entry]:
            yield Discrepancy("result", entry, data[entry], result[entry])
    if data["format"] == SHORT:
        return
    for what, places in result["missing"].items():
        if data["missing"].get(what) != places:
            yield Discrepancy("result", f"missing.{what}", data["missing"].get(what), places)
    yield from _of_trace(data["trace"], result["trace"])


def _of_trace(recorded: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[Discrepancy]:
    before, after = _steps(recorded), _steps(found)
    for place in dict.fromkeys((*before, *after)):
        one, other = before.get(place), after.get(place)
        if one is None or other is None:
            yield Discrepancy("result", f"trace.{place}", one, other)
            continue
        for name in _OF_STEP:
            if one[name] != other[name]:
                yield Discrepancy("result", f"trace.{place}.{name}", one[name], other[name])
    if recorded.get("results") != found["results"]:
        yield Discrepancy("result", "trace.results", recorded.get("results"), found["results"])


def _steps(trace: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The steps of a trace without wording, by their place."""
    steps = trace.get("steps")
    found: dict[str, dict[str, Any]] = {}
    for index, step in enumerate(steps if isinstance(steps, list) else ()):
        said = step if isinstance(step, dict) else {}
        place = said.get("place")
        within = f"{place.get('list')}[{place.get('row')}]." if isinstance(place, dict) else ""
        name = f"{within}{said.get('key')}"
        found[name if name not in found else f"{name}#{index}"] = {each: said.get(each) for each in _OF_STEP}
    return found
