"""Cases as files: a record and its expected result, as lawyers can read and check it; compared without any tolerance.

A TOML file names its policy and lists the cases; numbers may be written with or without quotes, they are read as text::

    policy = "permenpan-16-2009"      # the key of a scheme, or one of the two below

    [[case]]
    name = "just below the edge"
    record = {nilai = 90.99}
    score = 90.99
    band = "baik"
    source = "PermenPAN 16/2009, Pasal 7"

    [[case]]
    record = {nilai = 100.5}
    fault = "ASN406"

Instead of a scheme the file may name a document beside it (``"aturan.toml"``), or ``"module:name"`` of a policy in Python.
Cases are data that people exchange and run no code: such a module is imported only where whoever runs the cases names it too,
and what it holds under that name must be a policy. ``options`` are for schemes alone.

A case states one or more of ``score``, ``band``, ``exact`` (the value before it is reported), ``parts`` (values on the way) and
``fault``. ``options`` are those of the scheme. What is known of the policy may stand in the same file (see ``known``).
Records without lists may stand in a CSV file ``KEY.cases.csv``, with the fields as columns and ``expected_score``,
``expected_band``, ``case`` and ``source`` beside them; JSON lines have the names of TOML.
"""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from attrs import field, frozen

from .. import schemes
from ..appraising.appraisals import Appraisal
from ..arguments import checked_type, is_a, pairs
from ..documents.files import read_policy
from ..errors import (
    CaseDocumentError,
    CaseFileError,
    CaseModuleError,
    NotAPolicyError,
    RecordError,
    SchemeOptionError,
    UnknownSchemeError,
)
from ..faults import DocumentFault
from ..policies import Policy, checked_policy
from .failures import told
from .known import Known, from_tables

EXPECTED = ("score", "band", "exact", "parts", "fault")
BESIDE = ("name", "record", "source", "options", "note")
# The cases of the official schemes, a file a scheme; those made at edges by an independent evaluation lie in ``edges``.
SHIPPED = Path(schemes.__file__).with_name("cases")
LEFT_OUT = ("scheme", "fingerprint", "kind", "printed", "inner")  # what older files of cases say besides
_COLUMNS = {"expected_score": "score", "expected_band": "band", "case": "name", "source": "source"}


def _pairs(given: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> tuple[tuple[str, Any], ...]:
    return pairs(given, "PolicyCase(...)")


@frozen
class PolicyCase:
    """A record with its expected result; ``expected`` holds what the case states, and nothing else is compared."""

    record: Mapping[str, Any] = field(hash=False, validator=is_a(Mapping))
    expected: tuple[tuple[str, Any], ...] = field(converter=_pairs, hash=False)
    name: str = field(default="", kw_only=True, validator=is_a(str))
    source: str = field(default="", kw_only=True, validator=is_a(str))
    note: str = field(default="", kw_only=True, validator=is_a(str))
    options: tuple[tuple[str, Any], ...] = field(default=(), converter=_pairs, kw_only=True)


@frozen
class CaseFile:
    """The cases of a file, the name of their policy, what is known of it, and the folder of the file."""

    policy: str
    cases: tuple[PolicyCase, ...]
    known: Known | None = None
    folder: Path = field(default=Path(), kw_only=True)


def find_policy(name: str, /, **options: Any) -> Policy:
    """The policy of a name that a person typed: a scheme's key, a document, or ``module:name`` of a policy in Python.

    The module is imported: names out of files go to ``policy_of_cases``. Raises ``UnknownSchemeError``,
    ``SchemeOptionError`` for an option where the policy is no scheme, and ``NotAPolicyError`` for a Python object
    that is no policy.
    """
    checked_type(name, "name", str)
    if name in schemes.keys() or not (_is_document(name) or ":" in name):  # noqa: SIM118  (a function, no mapping)
        return schemes.get(name, **options)
    if options:
        raise SchemeOptionError(key=name, option=", ".join(options), choices="")
    return read_policy(name) if _is_document(name) else _policy_in_python(name)


def policy_of_cases(
    file: CaseFile, options: Mapping[str, Any] | None = None, *, modules: Collection[str] = ()
) -> Policy:
    """The policy that a file of cases names, with the options of a case; only code of ``modules`` runs.

    Raises as ``find_policy`` does, ``CaseModuleError`` for a module that is not among ``modules`` (it is not imported),
    and ``CaseDocumentError`` for a document outside the folder of the file.

    >>> policy_of_cases(CaseFile("subprocess:run", ()), {"args": ["ls"]})
    Traceback (most recent call last):
        ...
    asn_appraisal.errors.CaseModuleError: ASN390: subprocess:run: a file of cases runs no code ...
    """
    name, given = file.policy, dict(options or {})
    if _is_document(name):
        place = file.folder / name
        if not place.resolve().is_relative_to(file.folder.resolve()):
            raise CaseDocumentError(policy=name)
        return find_policy(str(place), **given)
    module, sign, _ = name.partition(":")
    if sign and module not in modules:
        raise CaseModuleError(policy=name, module=module)
    return find_policy(name, **given)


def _is_document(name: str) -> bool:
    return name.endswith((".toml", ".json"))


def _policy_in_python(name: str) -> Policy:
    module, _, attribute = name.partition(":")
    if not all(part.isidentifier() for part in module.split(".")):
        raise UnknownSchemeError(key=name, close="")
    try:
        found = getattr(import_module(module), attribute)
    except (ImportError, AttributeError):
        raise UnknownSchemeError(key=name, close="") from None
    if not isinstance(found, Policy):
        raise NotAPolicyError(policy=name, found=type(found).__name__)
    return found


# --- reading ---------------------------------------------------------------------------------------------------------


def read_cases(path: str | Path) -> CaseFile:
    """The cases of a TOML, CSV or JSON lines file; raises ``CaseFileError`` with the case that is wrong."""
    checked_type(path, "path", str, Path, right="path")
    place = Path(path)
    try:
        text = place.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as problem:
        raise CaseFileError(path=place, problem=str(problem)) from None
    reader = {".csv": _from_csv, ".jsonl": _from_jsonl}.get(place.suffix, _from_toml)
    return reader(place, text)


def cases_of(policy: Policy) -> CaseFile | None:
    """The cases of an official scheme that come with the package, typed and at edges.

    None for any other policy, also for a scheme with other options than its usual ones.

    >>> cases_of(schemes.get("pp-30-2019")).cases[0].source
    'PP 30/2019, Pasal 41 ayat (5)'
    """
    checked_policy(policy)
    key = policy.key
    if key not in schemes.official() or policy.fingerprint != schemes.get(key).fingerprint:
        return None
    paths = (SHIPPED / f"{key}.jsonl", SHIPPED / "edges" / f"{key}.jsonl")
    cases = tuple(case for path in paths if path.exists() for case in read_cases(path).cases)
    return CaseFile(key, cases, folder=SHIPPED)


def _from_toml(path: Path, text: str) -> CaseFile:
    try:
        tables = tomllib.loads(text, parse_float=str)
    except tomllib.TOMLDecodeError as problem:
        raise CaseFileError(path=path, problem=str(problem)) from None
    cases = _all_of(path, (partial(_case, path, *each) for each in enumerate(tables.pop("case", ()), start=1)))
    name = tables.pop("policy", None)
    if not isinstance(name, str) or not cases:
        raise CaseFileError(path=path, problem='policy = "...", [[case]]')
    try:
        known = from_tables(tables) if tables else None
    except KeyError as problem:
        raise CaseFileError(path=path, problem=str(problem.args[0])) from None
    return CaseFile(name, tuple(cases), known, folder=path.parent)


def _from_jsonl(path: Path, text: str) -> CaseFile:
    policies: dict[str, None] = {}

    def read(number: int, line: str) -> PolicyCase:
        try:
            table = json.loads(line, parse_float=str)
        except json.JSONDecodeError as problem:
            raise CaseFileError(path=path, case=number, problem=str(problem)) from None
        policies[str(table.get("scheme", _key(path)))] = None
        return _case(path, number, table)

    cases = _all_of(path, (partial(read, *each) for each in enumerate(text.splitlines(), start=1)))
    if len(policies) != 1:
        raise CaseFileError(path=path, problem=f"scheme: {', '.join(policies) or '-'}")
    return CaseFile(next(iter(policies)), tuple(cases), folder=path.parent)


def _from_csv(path: Path, text: str) -> CaseFile:
    def read(number: int, row: Mapping[str, Any]) -> PolicyCase:
        table: dict[str, Any] = {name: row[column] for column, name in _COLUMNS.items() if row.get(column)}
        table["record"] = {key: value for key, value in row.items() if key not in _COLUMNS and value}
        return _case(path, number, table)

    cases = _all_of(path, (partial(read, *each) for each in enumerate(csv.DictReader(text.splitlines()), start=2)))
    return CaseFile(_key(path), tuple(cases), folder=path.parent)


def _key(path: Path) -> str:
    return path.name.partition(".")[0]


def _all_of(path: Path, reads: Iterable[Callable[[], PolicyCase]]) -> list[PolicyCase]:
    """The cases of a file; the faults of all that cannot be read, together."""
    cases, wrong = [], []
    for read in reads:
        try:
            cases.append(read())
        except CaseFileError as problem:
            wrong.append(problem)
    if len(wrong) == 1:
        raise wrong[0]
    if wrong:
        facts = [{name: str(each.facts[name]) for name in ("case", "problem")} for each in wrong]
        faults = [DocumentFault("ASN519", path=f"case[{each['case']}]", facts=each) for each in facts]
        raise CaseFileError(path=path, faults=faults)
    return cases


def _case(path: Path, number: int, table: Mapping[str, Any]) -> PolicyCase:
    unknown = table.keys() - {*EXPECTED, *BESIDE, *LEFT_OUT}
    expected = {name: table[name] for name in EXPECTED if name in table}
    if unknown or not expected or not isinstance(table.get("record"), dict):
        right = f"{', '.join(sorted(unknown))}: record, {', '.join((*EXPECTED, *BESIDE[2:]))}"
        raise CaseFileError(path=path, case=number, problem=right.removeprefix(": "))
    return PolicyCase(
        table["record"],
        expected,
        name=table.get("name", f"{number}"),
        source=table.get("source", ""),
        note=table.get("note", ""),
        options=table.get("options", {}),
    )


# --- comparing -------------------------------------------------------------------------------------------------------


def difference(policy: Policy, case: PolicyCase) -> str | None:
    """How a case differs from what the policy gives, with the first step that differs and the trace; None where it does not.

    >>> policy = find_policy("permenpan-16-2009")
    >>> difference(policy, PolicyCase({"nilai": "91"}, {"score": "91", "band": "amat_baik"})) is None
    True
    >>> print(difference(policy, PolicyCase({"nilai": "91"}, {"band": "baik"})).splitlines()[0])
    band: expected baik, found amat_baik
    """
    checked_policy(policy, case=case)
    checked_type(case, "case", PolicyCase)
    expected = dict(case.expected)
    try:
        appraisal = policy.appraise(case.record)
    except RecordError as problem:
        codes = [fault.code for fault in problem.faults]
        if set(expected) == {"fault"} and expected["fault"] in codes:
            return None
        return f"expected {_stated(expected)}, found {problem}"
    lines = [
        f"{name}: expected {expected[name]}, found {_written(read(appraisal))}"
        for name, read in _RESULTS.items()
        if name in expected and not _equal(expected[name], read(appraisal))
    ]
    step = _first_step(appraisal, expected)
    if not lines and step is None:
        return None
    lines.append(f"first step that differs: {step or _top(policy)}")
    return "\n".join([*lines, *told(appraisal)])


_RESULTS: dict[str, Callable[[Appraisal], Any]] = {
    "score": lambda appraisal: appraisal.score,
    "exact": lambda appraisal: appraisal.exact,
    "band": lambda appraisal: None if appraisal.band is None else appraisal.band.key,
    "fault": lambda _: None,
}


def _equal(expected: Any, found: Any) -> bool:
    """Whether a stated value equals the result, to the last digit: 95.2 is 95.20 and not 95.201."""
    if isinstance(found, tuple):
        return isinstance(expected, list) and len(expected) == len(found) and all(map(_equal, expected, found))
    if isinstance(found, Decimal | Fraction) and not isinstance(found, bool):
        try:
            return Fraction(str(expected)) == found
        except (ValueError, ZeroDivisionError):
            return False
    return bool(expected == found)


def _first_step(appraisal: Appraisal, expected: Mapping[str, Any]) -> str | None:
    """The first step whose value is not the one stated; dependencies come first."""
    stated, parts = expected.get("parts", {}), appraisal.parts
    for key in dict.fromkeys([*(step.key for step in appraisal.trace), *stated]):
        if key in stated and (key not in parts or not _equal(stated[key], parts[key])):
            return f"{key}: expected {stated[key]}, found {_written(parts.get(key))}"
    return None


def _top(policy: Policy) -> str:
    return f"{next(reversed(policy.parts), '-')} (the case states no parts on the way)"


def _stated(expected: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in expected.items())


def _written(value: Any) -> str:
    return f"({', '.join(map(str, value))})" if isinstance(value, tuple) else str(value)
