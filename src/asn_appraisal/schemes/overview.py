"""An overview of the schemes: a list with a row a scheme, that notebooks show as a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..algebra.sources import GRADES
from ..policies import Policy


class SchemeTable(list[dict[str, Any]]):
    """The rows of ``schemes.table()``: a list of dicts, so that any library of frames takes it as it is."""

    def _repr_html_(self) -> str:
        from ..texts import IN_NOTEBOOKS, say
        from ..wording.html import table

        def twice(key: str) -> tuple[str, ...]:
            return tuple(say(key, language) for language in IN_NOTEBOOKS)

        rows = (
            [
                twice(f"grades.{cell}") if name == "grade" and cell else "" if cell is None else str(cell)
                for name, cell in row.items()
            ]
            for row in self
        )
        return table([twice(f"overview.{name}") for name in self[0]] if self else [], rows)


def overview(policies: Iterable[Policy]) -> SchemeTable:
    """A row a policy; ``grade`` is the least certain grade among its sources (None without a source)."""
    return SchemeTable(
        {
            "key": policy.key,
            "title": policy.title,
            "subject": policy.subject,
            "since": policy.since,
            "until": policy.until,
            "grade": max((source.grade for source in policy.sources()), key=GRADES.index, default=None),
        }
        for policy in policies
    )
