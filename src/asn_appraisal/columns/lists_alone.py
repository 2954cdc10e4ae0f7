"""Lists alone: rows of a list without a table of records, and whether they can be taken for one unit's."""

from __future__ import annotations

from collections.abc import Mapping

from ..analysis.outlines import Outline
from ..errors import RecordError
from ..faults import Fault
from .reading.frames import Table
from .reading.joins import distinct
from .reading.keys import keys_of

UNCLEAR = "ASN466"  # a column and a level of the index of one name: either may tell units apart
_TELLING = {"text", "integer", "date"}  # kinds of values that tell units apart


def only_list(outline: Outline, table: Table) -> str | None:
    """The list whose rows a table holds, of a policy that reads one list and nothing else; None for any other table."""
    if outline.fields or len(outline.lists) != 1:
        return None
    (items,) = outline.lists
    fits = items.key not in table.names and any(each.key in table.names for each in items.fields)
    return items.key if fits else None


def check_one_unit(outline: Outline, lists: Mapping[str, Table]) -> None:
    """Refuse rows of lists, of which nobody said whose they are, when a column that no field reads repeats its values.

    Such a column may name units (a survey of three services), and one score over all of them would look right. One that
    is the same in every row, or different in every row, tells no units apart. Raises a RecordError (ASN454).
    """
    faults = []
    for items in outline.lists:
        if (table := lists.get(items.key)) is not None:
            read = {each.key for each in items.fields}
            names = dict.fromkeys((*table.names, *table.levels))
            telling = [name for name in names if name not in read and _repeats(table, name)]
            facts = {"key": f"key={telling[0]!r}", "one": "key=None"} if telling else {}
            faults += [Fault("ASN454", list=items.key, field=", ".join(telling), facts=facts)] if telling else []
    if faults:
        raise RecordError(faults=faults)


def _repeats(table: Table, name: str) -> bool:
    """Whether a column of text, whole numbers or days has several values, and one of them more than once."""
    try:
        keys = keys_of(table, name)
    except RecordError as problem:  # values of several kinds, or such as no key can be
        return problem.faults[0].code == UNCLEAR
    if keys.kinds[0] not in _TELLING:
        return False
    given = len(keys) - int(keys.empty.sum())
    return 1 < len(distinct(keys)) < given
