"""Documents: policies as data, in TOML, JSON or plain dicts, lossless in both directions.

A document is for people first: one formula a part, with bands, cases, grids and sources as tables of their own. All
faults of a document are reported together, nothing in it is ever evaluated, and one that is too large is refused
before it costs time.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import attrs

from ..errors import DocumentError
from ..faults import DocumentFault
from ..policies import Policy, checked_policy
from ..texts import fact
from .forms import PolicyForm
from .limits import MOST_DEPTH, MOST_NODES, Budget, Misfit, bounded, check_size
from .places import in_reading_order, strays_of, with_lines
from .plain_data import form_of, plain_of
from .reading import policy_of
from .toml import toml_text
from .writing import form_of_policy

# The cost of dotted keys that is accepted: the TOML parser walks over a key once for each of its dots.
_MOST_DOTS = 200_000
_MOST_SIGNS = 3 * MOST_NODES  # each entry has one, or is in a list or a table that has one
# A text in quotes, closed or not: a pattern that requires the closing quote would search anew from each quote.
_QUOTED = re.compile(r"\"[^\"\\\n]*+(?:\\.[^\"\\\n]*+)*+\"?|'[^'\n]*+'?")


def to_document(policy: Policy) -> dict[str, Any]:
    """The policy as plain data: texts, whole numbers, true and false, lists and mappings; exact numbers are texts.

    Raises ``DocumentError`` for a policy nested so deeply that no document holds it.

    >>> from asn_appraisal import schemes
    >>> document = to_document(schemes.get("permenpan-16-2009"))
    >>> document["score"], document["bands"]["peringkat"]["rows"][0]["edge"]
    ('nilai', '> 90')
    """
    checked_policy(policy)
    document = plain_of(form_of_policy(policy))
    try:
        from_document(document)
    except DocumentError as problem:
        raise DocumentError(path=policy.key, faults=problem.faults) from None
    return document


def from_document(data: object) -> Policy:
    """The policy that plain data describes; ``DocumentError`` with every fault and its path.

    >>> from asn_appraisal import schemes
    >>> policy = schemes.get("permenpan-16-2009")
    >>> from_document(to_document(policy)) == policy
    True
    """
    policy, faults = read_document(data)
    if policy is None:
        raise DocumentError(faults=faults)
    return policy


def read_document(data: object) -> tuple[Policy | None, tuple[DocumentFault, ...]]:
    """The policy that plain data describes, or every fault in the order in which the data is read."""
    budget = Budget()
    try:
        plain = bounded(data, budget)
    except Misfit as problem:
        return None, (problem.at("$"),)
    form, faults = form_of(plain, PolicyForm)
    policy = None
    if form is not None:
        policy, faults = policy_of(form, budget, faults, strays_of(plain, attrs.fields_dict(PolicyForm)))
    return policy, in_reading_order(faults, plain)


def to_toml(policy: Policy) -> str:
    """The policy as TOML text.

    >>> from asn_appraisal import schemes
    >>> print(to_toml(schemes.get("permenpan-16-2009")).splitlines()[1])
    key = "permenpan-16-2009"
    """
    return toml_text(to_document(policy))


def to_json(policy: Policy) -> str:
    """The policy as JSON text, indented, in the order of the document."""
    return json.dumps(to_document(policy), ensure_ascii=False, indent=2) + "\n"


def from_toml(text: str) -> Policy:
    """The policy of a TOML text; ``DocumentError`` where the text is no TOML or describes no policy."""
    data = toml_data(text)
    with with_lines(text):
        return from_document(data)


def from_json(text: str) -> Policy:
    """The policy of a JSON text; ``DocumentError`` where the text is no JSON or describes no policy."""
    return from_document(json_data(text))


def toml_data(text: str) -> dict[str, Any]:
    """The plain data of a TOML text; ``DocumentError`` where it is no TOML, or too large."""
    _check_text(text)
    bare = _QUOTED.sub("", text)
    if sum(line.count(".") ** 2 for line in bare.splitlines()) > _MOST_DOTS:
        raise _refused("ASN503", kind="levels", found=f"> {MOST_DEPTH}", limit=MOST_DEPTH)
    if sum(map(bare.count, "=[{")) > _MOST_SIGNS:
        raise _refused("ASN503", kind="nodes", found=f"> {MOST_NODES}", limit=MOST_NODES)
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except RecursionError:
        raise _refused("ASN503", kind="levels", found=f"> {MOST_DEPTH}", limit=MOST_DEPTH) from None
    except (ValueError, ArithmeticError, IndexError, KeyError, TypeError) as problem:
        # Besides its own error, the parser lets errors of numbers and dates through.
        raise _refused("ASN502", right="TOML", reason=str(problem)[:200]) from None


def json_data(text: str) -> Any:
    """The plain data of a JSON text; ``DocumentError`` where it is no JSON, too large, or names an entry twice."""
    _check_text(text)
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_once_each)
    except RecursionError:
        raise _refused("ASN503", kind="levels", found=f"> {MOST_DEPTH}", limit=MOST_DEPTH) from None
    except (ValueError, ArithmeticError) as problem:
        raise _refused("ASN502", right="JSON", reason=str(problem)[:200]) from None


def _check_text(text: object) -> None:
    if not isinstance(text, str):
        raise _refused("ASN506", kind=type(text).__name__, right="text")
    try:
        check_size(len(text))
    except Misfit as problem:
        raise DocumentError(faults=[problem.at("$")]) from None


def _refused(code: str, **facts: object) -> DocumentError:
    return DocumentError(faults=[DocumentFault(code, facts={name: fact(value) for name, value in facts.items()})])


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _once_each(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            message = f"{key[:40]!r} 2x"
            raise ValueError(message)
        found[key] = value
    return found
