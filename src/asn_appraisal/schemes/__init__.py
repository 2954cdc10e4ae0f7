"""Official schemes: dated, sourced and graded policies, ready to use.

>>> from datetime import date
>>> get("permenpanrb-14-2017").title
'Survei Kepuasan Masyarakat'
>>> in_force("prestasi-kerja", date(2021, 3, 1)).key
'pp-46-2011'
"""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ..arguments import checked_type
from ..errors import NoSchemeInForceError, SchemeOptionError, UnknownSchemeError, UnknownSubjectError
from ..similar_names import closest

if TYPE_CHECKING:
    from ..policies import Policy
    from .overview import SchemeTable

__all__ = ["SchemeWarning", "get", "in_force", "keys", "listed", "official", "options", "subjects", "table"]

GROUP = "asn_appraisal.schemes"  # the entry points under which other packages offer schemes

# The table of schemes: key, then the module and the function that make the policy. Subject and dates are in the
# policy itself, so that they are stated once.
_TABLE: dict[str, tuple[str, str]] = {
    "sabang-layanan": ("sabang_layanan", "policy"),
    "pp-10-1979": ("pp_10_1979", "policy"),
    "pp-46-2011": ("pp_46_2011", "policy"),
    "pp-30-2019": ("pp_30_2019", "policy"),
    "permenpanrb-8-2021": ("permenpanrb_8_2021", "policy"),
    "integrasi-2021": ("integrasi_2021", "policy"),
    "permenpanrb-6-2022": ("permenpanrb_6_2022", "policy"),
    "permenpanrb-1-2023": ("permenpanrb_1_2023", "policy"),
    "permenpanrb-14-2017": ("permenpanrb_14_2017", "policy"),
    "permenpanrb-14-2017-bobot-011": ("permenpanrb_14_2017", "policy_011"),
    "permenpanrb-14-2017-nrr": ("permenpanrb_14_2017", "policy_nrr"),
    "permenpanrb-16-2014": ("permenpanrb_16_2014", "policy"),
    "kepmenpan-25-2004": ("kepmenpan_25_2004", "policy"),
    "bkn-8-2019": ("bkn_8_2019", "policy"),
    "permenpanrb-88-2021": ("permenpanrb_88_2021", "policy"),
    "permenpanrb-88-2021-poin": ("permenpanrb_88_2021", "policy_points"),
    "permenpanrb-88-2021-lke": ("permenpanrb_88_2021_lke", "policy"),
    "permenpanrb-90-2021": ("permenpanrb_90_2021", "policy"),
    "permenpanrb-17-2017": ("permenpanrb_17_2017", "policy"),
    "permenpanrb-29-2022": ("permenpanrb_29_2022", "policy"),
    "permenpanrb-29-2022-ipp": ("permenpanrb_29_2022_ipp", "policy"),
    "ombudsman-2022": ("ombudsman_2022", "policy"),
    "ombudsman-2021": ("ombudsman_2021", "policy"),
    "permenpan-16-2009": ("permenpan_16_2009", "policy"),
    "permenpanrb-3-2020": ("permenpanrb_3_2020", "policy"),
    "kmk-127-2026": ("kmk_127_2026", "policy"),
    "per-5-pb-2024": ("per_5_pb_2024", "policy"),
    "tpp-indragiri-hulu-2026": ("tpp_indragiri_hulu_2026", "policy"),
    "tpp-40-60": ("tpp_40_60", "policy"),
    "permenpanrb-8-2026": ("permenpanrb_8_2026", "policy"),
}


class SchemeWarning(UserWarning):
    """A scheme of another package that cannot be used, and why."""

    def __init__(self, text: str) -> None:
        super().__init__(text)


def official() -> tuple[str, ...]:
    """The keys of the schemes of this package, in the order of the documentation."""
    return tuple(_TABLE)


def keys() -> tuple[str, ...]:
    """The keys of all schemes: those of this package, then those that other packages offer."""
    return (*_TABLE, *_foreign())


def get(key: str, /, **options: Any) -> Policy:
    """The scheme of a key, with its options: ``get("bkn-8-2019", jp="pro_rata")``.

    Raises ``UnknownSchemeError`` (a LookupError) with close keys, ``SchemeOptionError`` for an option it does not have,
    ``SchemeChoiceError`` for a value that the option does not take.
    """
    checked_type(key, "key", str)
    offered = _offered(key)
    for option in options:
        if option not in offered:
            raise SchemeOptionError(key=key, option=repr(option), choices=", ".join(offered))
    chosen = tuple((name, type(value), value) for name, value in sorted(options.items()))
    try:
        hash(chosen)
    except TypeError:
        # No option takes a value that cannot be hashed: the scheme itself reports that.
        return _factory(key)(**options)
    return _made(key, chosen)


def options(key: str) -> dict[str, Any]:
    """The options of a scheme with their defaults.

    >>> options("bkn-8-2019")
    {'jp': 'penuh', 'rounding': 2, 'holes': 'lower'}
    """
    checked_type(key, "key", str)
    return dict(_offered(key))


def subjects() -> tuple[str, ...]:
    """The subjects that schemes are chosen by, such as ``"prestasi-kerja"``."""
    found = (get(key).subject for key in keys())
    return tuple(dict.fromkeys(subject for subject in found if subject))


def in_force(subject: str, day: date | str) -> Policy:
    """The scheme of a subject on a day of the period appraised; both ends of a scheme's dates belong to it.

    Raises ``UnknownSubjectError`` with the known subjects, ``NoSchemeInForceError`` with the scheme that had ended
    before the day and the one that had not begun.
    """
    from ..algebra.keys import to_day

    wanted = to_day(day)
    checked_type(subject, "subject", str)
    found = listed(subject=subject, day=wanted)
    if len(found) != 1:
        known = listed(subject=subject)
        ended = [policy for policy in known if policy.until and policy.until < wanted]
        coming = [policy for policy in known if policy.since and policy.since > wanted]
        before = max(ended, key=lambda policy: policy.until or date.min, default=None)
        after = min(coming, key=lambda policy: policy.since or date.max, default=None)
        raise NoSchemeInForceError(subject=subject, day=wanted, before=_span(before), after=_span(after))
    return found[0]


def listed(*, subject: str | None = None, day: date | str | None = None) -> list[Policy]:
    """The schemes, all or those of a subject or in force on a day; a scheme without dates is in force on every day.

    Raises ``UnknownSubjectError`` for a subject that no scheme has.
    """
    from ..algebra.keys import to_date

    wanted = to_date(day)
    if subject is not None:
        checked_type(subject, "subject", str)
    found = [policy for policy in map(get, keys()) if subject is None or policy.subject == subject]
    if not found:
        raise UnknownSubjectError(subject=subject, choices=", ".join(subjects()))
    return [policy for policy in found if wanted is None or policy.holds_on(wanted)]


def table(*, subject: str | None = None, day: date | str | None = None) -> SchemeTable:
    """The schemes as rows with key, title, subject, since, until and grade (the least certain of their sources).

    A list of dicts that a notebook shows as a table and that a library of frames takes as it is; ``subject`` and ``day``
    choose as in ``listed``, and raise as there.

    >>> [(row["key"], str(row["until"])) for row in table(subject="prestasi-kerja", day="2021-03-01")]
    [('pp-46-2011', '2021-06-30')]
    """
    from .overview import overview

    return overview(listed(subject=subject, day=day))


def _span(policy: Policy | None) -> str:
    return "" if policy is None else f"{policy.key} {policy.since or ''}..{policy.until or ''}"


def _factory(key: str) -> Callable[..., Policy]:
    if key in _TABLE:
        module, function = _TABLE[key]
        factory: Callable[..., Policy] = getattr(import_module(f".{module}", __name__), function)
        return factory
    found = _foreign()
    if key not in found:
        raise UnknownSchemeError(key=key, close=", ".join(closest(str(key), keys())))
    return found[key]


@cache
def _foreign() -> dict[str, Callable[..., Policy]]:
    """The schemes that other packages offer; one that cannot be used is named in a warning and left out.

    An entry point is named after the scheme's key and points to a function that returns the policy.
    """
    from importlib.metadata import entry_points  # reading what is installed takes its time

    from ..policies import Policy

    found: dict[str, Callable[..., Policy]] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        try:
            if point.name in _TABLE or point.name in found:
                problem = "a scheme has this key already"
            else:
                factory = point.load()
                policy = factory()
                if isinstance(policy, Policy) and policy.key == point.name:
                    found[point.name] = factory
                    continue
                problem = f"it gives {getattr(policy, 'key', type(policy).__name__)!r}, no policy of this key"
        except Exception as error:  # noqa: BLE001 - whatever another package does wrong must not end a run here
            problem = f"{type(error).__name__}: {error}"
        warnings.warn(f"scheme {point.name!r} ({point.value}) is skipped: {problem}", SchemeWarning, stacklevel=3)
    return found


@cache
def _offered(key: str) -> dict[str, Any]:
    return {name: parameter.default for name, parameter in inspect.signature(_factory(key)).parameters.items()}


@cache
def _made(key: str, options: tuple[tuple[str, type, Any], ...]) -> Policy:
    # Types count too: 2.0 equals 2 and is no number of decimals.
    return _factory(key)(**{name: value for name, _, value in options})
