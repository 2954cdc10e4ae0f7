"""A plugin of pytest that collects files of cases: ``*.cases.toml``, ``*.cases.csv`` and ``*.cases.jsonl``, a test a case.

It is switched on by name, in the topmost ``conftest.py`` or on the command line, and changes nothing where it is not::

    pytest_plugins = ["asn_appraisal.testing.plugin"]

    pytest -p asn_appraisal.testing.plugin
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .cases import Case, difference, find_policy, read_cases

ENDINGS = (".cases.toml", ".cases.csv", ".cases.jsonl")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a file of cases."""
    if not file_path.name.endswith(ENDINGS):
        return None
    collector: pytest.Collector = _CasesOfFile.from_parent(parent, path=file_path)
    return collector


class _CaseDifference(Exception):
    """A case that does not come out as stated."""


class _CasesOfFile(pytest.File):
    """A file of cases."""

    def collect(self) -> Iterator[pytest.Item]:
        """A test for each case."""
        found = read_cases(self.path)
        for case in found.cases:
            yield _CaseItem.from_parent(self, name=case.name, policy=found.policy, case=case)


class _CaseItem(pytest.Item):
    """One case."""

    def __init__(self, *, policy: str, case: Case, **more: Any) -> None:
        super().__init__(**more)
        self.policy, self.case = policy, case

    def runtest(self) -> None:
        """Compare; a difference is a failure."""
        found = difference(find_policy(self.policy, **dict(self.case.options)), self.case)
        if found is not None:
            raise _CaseDifference(found)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The difference, with the trace, in place of a traceback."""
        if isinstance(excinfo.value, _CaseDifference):
            about = " ".join(part for part in (self.policy, self.case.source, self.case.note) if part)
            return f"{about}\n{excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """The file and the name of the case."""
        return self.path, None, f"case: {self.name}"
