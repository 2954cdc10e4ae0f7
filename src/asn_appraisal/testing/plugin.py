"""A plugin of pytest that collects files of cases: ``*.cases.toml``, ``*.cases.csv`` and ``*.cases.jsonl``, a test a case.

It is switched on by name, in the topmost ``conftest.py`` or on the command line, and changes nothing where it is not::

    pytest_plugins = ["asn_appraisal.testing.plugin"]

    pytest -p asn_appraisal.testing.plugin

Cases run no code. Where they name a policy in Python (``policy = "kebijakan.loket:policy"``), its module is imported only if the
project's configuration names it too, or the command line (``--asn-appraisal-module kebijakan.loket``)::

    [tool.pytest.ini_options]
    asn_appraisal_modules = ["kebijakan.loket"]
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .cases import CaseFile, PolicyCase, difference, policy_of_cases, read_cases

ENDINGS = (".cases.toml", ".cases.csv", ".cases.jsonl")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say where modules are named that files of cases may name too."""
    what = "module whose policies files of cases may name"
    parser.addini("asn_appraisal_modules", f"{what} (a list)", type="args", default=[])
    parser.getgroup("asn_appraisal").addoption(
        "--asn-appraisal-module", action="append", default=[], metavar="MODULE", help=what
    )


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
            yield _CaseItem.from_parent(self, name=case.name, file=found, case=case)


class _CaseItem(pytest.Item):
    """One case."""

    def __init__(self, *, file: CaseFile, case: PolicyCase, **more: Any) -> None:
        super().__init__(**more)
        self.file, self.case = file, case

    def runtest(self) -> None:
        """Compare; a difference is a failure."""
        modules = [*self.config.getini("asn_appraisal_modules"), *self.config.getoption("--asn-appraisal-module")]
        found = difference(policy_of_cases(self.file, dict(self.case.options), modules=modules), self.case)
        if found is not None:
            raise _CaseDifference(found)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The difference, with the trace, in place of a traceback."""
        if isinstance(excinfo.value, _CaseDifference):
            about = " ".join(part for part in (self.file.policy, self.case.source, self.case.note) if part)
            return f"{about}\n{excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """The file and the name of the case."""
        return self.path, None, f"case: {self.name}"
