"""Arguments: the checks of public functions and constructors on what they are given.

One error (``ASN340``) says which argument it is, what kind of value came, and what would be right; the words for that are
in ``errors.toml``, under the name used here. A message shows a short plain value as it was written,
and only the kind of anything larger: a table given by mistake holds data of people.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterable, KeysView, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from decimal import Decimal
from fractions import Fraction
from numbers import Number as AnyNumber
from typing import Any

from .errors import ArgumentError, ChoiceError, CountRangeError
from .texts import magnitude

_MOST_SHOWN = 60


class Unsaid:
    """The kind of ``UNSAID``, the default of an argument to which None would say something."""

    def __repr__(self) -> str:
        return "unsaid"


UNSAID = Unsaid()

_KINDS: dict[type, str] = {
    str: "text",
    bytes: "bytes",
    bool: "boolean",
    int: "integer",
    float: "float",
    type(None): "absent",
    list: "list",
    tuple: "list",
    set: "set",
    frozenset: "set",
    dict: "mapping",
}
# Words for types that are no classes of this library, which go by their own name.
_WORDS: dict[type, str] = {str: "text", bool: "truth", int: "integer", Mapping: "mapping", Fraction: "fraction"}


def kind_of(value: object) -> str:
    """The kind of a value, for messages that must not show the value itself."""
    if isinstance(value, type):
        return f"class {value.__name__}"
    for base in type(value).__mro__:
        if base in _KINDS:
            return _KINDS[base]
    return type(value).__name__


def shown(value: object) -> str:
    """How a message shows a value that an author wrote: a short plain one as it is, else its kind.

    >>> shown("baik"), shown(7), shown({"nip": "1985"}), shown(10**5000)
    ("'baik'", '7', 'mapping', '10^4999')
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return magnitude(value)
    if value is not None and not isinstance(value, str | bytes | AnyNumber | Decimal | date):
        return kind_of(value)
    try:
        text = repr(value)
    except ValueError:  # a ratio with more digits than Python writes
        return kind_of(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 3]}..."


def refused(value: object, argument: str, right: str, *, sample: str = "", order: str = "") -> ArgumentError:
    """The error for an argument of a wrong kind; ``right`` is a word of ``wanted`` or ``kinds`` in ``errors.toml``."""
    return ArgumentError(argument=argument, kind=kind_of(value), right=right, sample=sample, order=order)


def checked_type(value: object, argument: str, *types: type, right: str = "") -> None:
    """Refuse a value of any other type; true and false are no whole numbers.

    >>> checked_type("kegiatan", "items", Mapping)
    Traceback (most recent call last):
    ...
    asn_appraisal.errors.ArgumentError: ASN340: items is text and should be a mapping
    """
    if not _fits(value, types):
        raise refused(value, argument, right or _WORDS.get(types[0], types[0].__name__))


def _fits(value: object, types: tuple[type, ...]) -> bool:
    return isinstance(value, types) and not (isinstance(value, bool) and int in types and bool not in types)


def is_a(*types: type, right: str = "") -> Callable[[Any, Any, Any], None]:
    """An attrs validator: the field is of one of some types."""

    def check(instance: Any, attribute: Any, value: object) -> None:
        if not _fits(value, types):
            checked_type(value, f"{type(instance).__name__}({attribute.alias}=...)", *types, right=right)

    return check


def is_unordered(values: object) -> bool:
    """Whether values have another order in each process, as those of a set; a mapping's keys and entries do not."""
    return isinstance(values, AbstractSet) and not isinstance(values, KeysView | ItemsView)


def several(values: Any, argument: str, *types: type, right: str = "") -> tuple[Any, ...]:
    """The values of a list, each of one of some types; a single value, a text, a mapping and a set are refused.

    A set is refused because its order differs from process to process.
    """
    right = right or _WORDS.get(types[0], types[0].__name__)
    if isinstance(values, str | bytes | Mapping | type) or is_unordered(values):
        raise refused(values, argument, f"list of {right}")
    try:
        found = tuple(values)
    except TypeError:
        raise refused(values, argument, f"list of {right}") from None
    for place, value in enumerate(found):
        checked_type(value, f"{argument}[{place}]", *types, right=right)
    return found


def pairs(values: object, argument: str) -> tuple[tuple[str, Any], ...]:
    """The entries of a mapping, or of a list of (name, value), whose names are texts."""
    found = values.items() if isinstance(values, Mapping) else several(values, argument, tuple, list, right="pair")
    for place, entry in enumerate(found):
        if len(entry) != 2 or not isinstance(entry[0], str):
            raise refused(entry, f"{argument}[{place}]", "pair")
    return tuple(dict(found).items())


def names(values: object, argument: str) -> tuple[str, ...]:
    """One name or several, as a tuple of texts."""
    return (values,) if isinstance(values, str) else several(values, argument, str)


def checked_choice(value: object, what: str, choices: Iterable[str]) -> None:
    """Refuse a value that is not one of an argument's choices."""
    if not isinstance(value, str) or value not in choices:
        raise ChoiceError(what=what, value=shown(value), right=", ".join(choices))


def checked_count(value: object, what: str, low: int, high: int) -> None:
    """Refuse a value that is no whole number from low to high."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise CountRangeError(what=what, value=shown(value), low=low, high=high)
