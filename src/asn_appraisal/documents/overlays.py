"""Overlays: a local rule as a small document of its own, which changes a national policy at a few places.

An overlay names its base, its own key and title, and paths with their new values; everything else stays as it is,
with its sources.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import partial
from typing import Any

import attrs

from ..errors import DocumentError
from ..faults import DocumentFault
from ..policies import Policy, checked_policy
from ..similar_names import closest
from . import read_document, to_document
from .forms import FORMAT, OverlayForm
from .limits import Budget, Misfit, bounded
from .pieces import BROKEN
from .places import in_reading_order
from .plain_data import form_of

# What an overlay says about the new policy as a whole; empty entries are taken from the base.
_OTHER = {"ASN507", "ASN515"}  # written for another format or another policy: its changes mean nothing here
_OWN = ("key", "title", "english", "subject", "since", "until")


def overlay(policy: Policy, changes: object) -> Policy:
    """The policy with the changes of an overlay, checked like any document.

    ``changes`` is a mapping: ``format`` and ``base`` (the key of the policy), the new policy's ``key`` and ``title``, and
    under ``changes`` paths into the base's document with their new values (``"bands.peringkat.rows.baik.edge"``);
    ``removed`` lists paths to remove. ``sources`` adds the laws of the overlay, and its ``source`` names them for the
    whole. Raises ``DocumentError`` with every fault; paths in it are those of the overlay or, for what the changes lead
    to, of the new document.

    >>> from asn_appraisal import schemes
    >>> local = overlay(schemes.get("permenpan-16-2009"), {
    ...     "format": 1, "base": "permenpan-16-2009", "key": "perwal-12-2026", "title": "Contoh",
    ...     "changes": {"bands.peringkat.rows.baik.edge": ">= 80"},
    ... })
    >>> local.key, local.appraise({"nilai": "79.5"}).band.key
    ('perwal-12-2026', 'cukup')
    """
    checked_policy(policy, changes=changes)
    form, plain, faults = _form(changes)
    document = copy.deepcopy(to_document(policy))
    del document["fingerprint"]
    faults += _fits(policy, form)
    if any(fault.code in _OTHER for fault in faults):
        raise DocumentError(faults=in_reading_order(faults, plain))
    faults += _applied(document, form)
    changed, further = _read(document, form)
    if faults:  # an entry that nothing names may be a consequence
        further = tuple(fault for fault in further if fault.code != "ASN511")
    if changed is None or faults:
        raise DocumentError(faults=in_reading_order(dict.fromkeys([*faults, *further]), plain))
    return changed


def faults_of(changes: object) -> list[DocumentFault]:
    """What is wrong with an overlay by itself, whatever its base."""
    try:
        return _form(changes)[2]
    except DocumentError as problem:
        return [fault for fault in problem.faults if isinstance(fault, DocumentFault)]


def _form(changes: object) -> tuple[OverlayForm, Any, list[DocumentFault]]:
    try:
        plain = bounded(changes, Budget())
    except Misfit as problem:
        raise DocumentError(faults=[problem.at("$")]) from None
    form, faults = form_of(plain, OverlayForm)
    if form is None:
        raise DocumentError(faults=faults)
    return form, plain, [*faults]


def _fits(policy: Policy, form: OverlayForm) -> list[DocumentFault]:
    """The faults of an overlay that is written for another policy or another format."""
    if form.format not in {FORMAT, BROKEN}:
        return [Misfit("ASN507", found=form.format, right=FORMAT).at("$.format")]
    if form.base not in {policy.key, BROKEN}:
        return [Misfit("ASN515", found=form.base, right=policy.key).at("$.base")]
    if form.base_fingerprint not in {None, policy.fingerprint, BROKEN}:
        return [Misfit("ASN516", right=policy.fingerprint).at("$.base_fingerprint")]
    return []


def _applied(document: dict[str, Any], form: OverlayForm) -> list[DocumentFault]:
    """Put the changes into a document; returns the faults of those without a place in it."""
    faults = []
    for name in _OWN:
        if (value := getattr(form, name)) and value is not BROKEN:
            document[name] = value
    sources = document.setdefault("sources", {})
    for key, source in _sound(form.sources, {}).items():
        new = {} if source is BROKEN else attrs.asdict(source)
        new = {name: value for name, value in new.items() if value and value is not BROKEN}
        if sources.setdefault(key, new) is not new:
            faults.append(DocumentFault("ASN517", path=f"$.sources.{key}", facts={"entry": key}))
    document["source"] = [
        *document.get("source", ()),
        *(each for each in _sound(form.source, []) if each is not BROKEN),
    ]
    for path in _sound(form.removed, []):
        faults += [] if path is BROKEN else _at(document, path, f"$.removed: {path}", _remove)
    # Whatever the order of the changes, an entry is replaced before entries inside it.
    for path, value in sorted(_sound(form.changes, {}).items()):
        faults += _at(document, path, f"$.changes: {path}", partial(_put, value))
    return faults


def _sound(value: Any, otherwise: Any) -> Any:
    return otherwise if value is BROKEN else value


def _at(document: Any, path: str, where: str, change: Callable[[Any, Any], None]) -> list[DocumentFault]:
    place, rest = document, path
    while True:
        key = _step(place, rest)
        if key is not None and len(str(_name(place, key))) == len(rest):
            change(place, key)
            return []
        if key is None or not isinstance(place[key], dict | list):
            if isinstance(place, dict) and "." not in rest and rest and change is not _remove:
                change(place, rest)  # an entry that the document lacks so far
                return []
            names = [str(_name(place, each)) for each in _keys(place)]
            facts = {"name": repr(rest), "close": ", ".join(closest(rest.partition(".")[0], names, 1))}
            return [DocumentFault("ASN509", path=where, facts=facts)]
        rest = rest[len(str(_name(place, key))) + 1 :]
        place = place[key]


def _keys(place: Any) -> list[Any]:
    return list(place) if isinstance(place, dict) else list(range(len(place)))


def _name(place: Any, key: Any) -> Any:
    """The name of an entry in a path: rows of a list by their key, if they have one."""
    entry = place[key]
    return entry["key"] if isinstance(place, list) and isinstance(entry, dict) and "key" in entry else key


def _step(place: Any, rest: str) -> Any:
    """The entry that a path goes to next; keys of parts may contain dots, so the longest match is taken."""
    fitting = [
        key for key in _keys(place) if rest == str(_name(place, key)) or rest.startswith(f"{_name(place, key)}.")
    ]
    return max(fitting, key=lambda key: len(str(_name(place, key))), default=None)


def _put(value: Any, place: Any, key: Any) -> None:
    place[key] = value


def _remove(place: Any, key: Any) -> None:
    del place[key]


def _read(document: dict[str, Any], form: OverlayForm) -> tuple[Policy | None, tuple[DocumentFault, ...]]:
    """The policy of a changed document, or its faults; sources of the base that nothing uses any more are left out."""
    policy, faults = read_document(document)
    own = _sound(form.sources, {})
    # A source of the overlay that is at fault was noted already.
    faults = tuple(fault for fault in faults if own.get(fault.path.removeprefix("$.sources.")) is not BROKEN)
    stale = [key for key in map(_unused_source, faults) if key is not None and key not in own]
    for key in stale:
        del document["sources"][key]
    return (policy, faults) if not stale else _read(document, form)


def _unused_source(fault: DocumentFault) -> str | None:
    """The key of a source that nothing uses."""
    path = fault.path
    return path.removeprefix("$.sources.") if fault.code == "ASN511" and path.startswith("$.sources.") else None
