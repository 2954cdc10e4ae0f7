"""Templates: files to fill in for a policy, and the command that scores them; or the schema of its records."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

from ..adapters.csv_files import CsvStyle, csv_text
from ..adapters.output_files import make_folder, write_whole
from ..errors import FileWriteError
from ..policies import Policy
from ..texts import say
from .scoring import encoded

_WORKBOOKS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}


@frozen
class TemplateCall:
    """A policy, what the call named it and its options, and where its files go: a workbook, a JSON Schema (.json), or a folder
    of CSV files.
    """

    policy: Policy
    named: str
    options: Sequence[str]
    output: Path
    language: str

    def write(self) -> list[str]:
        """Write the files; the lines that say which, and the command that scores them. Files that are there stay."""
        if self.output.suffix.lower() == ".json":
            return [self._say("wrote", path=path) for path in self._schema()]
        workbook = self.output.suffix.lower() in _WORKBOOKS
        paths, arguments = self._workbook() if workbook else self._csv_files()
        call = shlex.join([self.named, *arguments, *(f"--option={each}" for each in self.options)])
        return [*(self._say("wrote", path=path) for path in paths), self._say("next", command=call)]

    def _workbook(self) -> tuple[list[Path], list[str]]:
        from ..adapters.excel.templates import template_workbook

        if self.output.suffix.lower() != ".xlsx":
            raise FileWriteError(path=self.output, reason=self._say("xlsx_alone"))
        self._refuse_existing(self.output)
        write_whole({self.output: template_workbook(self.policy, language=self.language)})
        return [self.output], [str(self.output)]

    def _schema(self) -> list[Path]:
        self._refuse_existing(self.output)
        schema = self.policy.record_schema(self.language)
        write_whole({self.output: f"{json.dumps(schema, ensure_ascii=False, indent=2)}\n".encode()})
        return [self.output]

    def _csv_files(self) -> tuple[list[Path], list[str]]:
        key, outline = self._say("key"), self.policy.outline
        # An Indonesian spreadsheet uses semicolons and decimal commas, and knows the encoding by the byte order mark.
        style = CsvStyle(";", "comma", "utf-8-sig") if self.language == "id" else CsvStyle()
        headers: dict[str, list[str]] = {}
        arguments: list[str] = []
        if outline.fields:
            path = str(self.output / f"{self.policy.key}.csv")
            headers[path] = [key, *(entry.key for entry in outline.fields)]
            arguments.append(path)
        for items in outline.lists:
            path = str(self.output / f"{self.policy.key}.{items.key}.csv")
            headers[path] = [key, *(entry.key for entry in items.fields)]
            arguments += ["--items", f"{items.key}={path}"]
        files = encoded({path: csv_text(header, (), style) for path, header in headers.items()}, style)
        for file in files:
            self._refuse_existing(file)
        make_folder(self.output)
        write_whole(files)
        return list(files), [*arguments, "--key", key]

    def _refuse_existing(self, path: Path) -> None:
        if os.path.lexists(path):
            raise FileWriteError(path=path, reason=self._say("exists"))

    def _say(self, name: str, **facts: object) -> str:
        return say(f"command.{name}", self.language, **facts)
