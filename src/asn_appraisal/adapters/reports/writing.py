"""Writing reports: a folder with a letter for each person, the summary of the unit, and the audit records that letters name."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from ...arguments import checked_type, names, refused
from ...columns.results.selections import coded_column
from ...columns.scores import Scores
from ...errors import NoKeyError
from ...faults import checked_language
from ..output_files import Content, make_folder, write_whole
from .letters import letter
from .typesetting import ready
from .unit_summaries import unit_summary

SUMMARY, RECORDS = {"id": "ringkasan.pdf", "en": "summary.pdf"}, {"id": "catatan.jsonl", "en": "records.jsonl"}
_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST = 120


def write_reports(
    scores: Scores,
    folder: str | Path,
    *,
    about: str | Iterable[str] = (),
    by: str | Iterable[str] = (),
    reply: str = "",
    language: str = "id",
    progress: Callable[[Iterable[Any]], Iterable[Any]] | None = None,
) -> int:
    """Write a letter for each scored row, a summary of all, and their short audit records into a folder; how many letters.

    Files of letters are named by the key, which the table must have. ``about`` names columns of the table that stand at the head of letters,
    ``by`` those of the units in the summary; ``reply`` says where and until when people may answer. A rejected row has no letter.
    Needs the extra ``report``. Raises ``MissingExtraError``, ``NoKeyError``, and ``FileWriteError`` where a file cannot be written.
    """
    checked_type(scores, "scores", Scores)
    checked_type(folder, "folder", str, Path, right="path")
    checked_language(language)
    if progress is not None and not callable(progress):
        raise refused(progress, "progress", "progress")
    ready()
    if scores.records.keys is None:
        raise NoKeyError
    place, units = Path(folder), names(by, "by")
    columns = {name: coded_column(scores.records, name) for name in names(about, "about")}
    lines = list(scores.to_audit_records(trace=False))
    make_folder(place)
    written: set[str] = set()
    rows = lines if progress is None else progress(lines)
    for line in rows:
        data = json.loads(line)
        row = data["row"] - scores.first_row
        shown = {name: values[codes[row]] for name, (values, codes) in columns.items()}
        head = {
            ", ".join(scores.records.keys.names): data["key"],
            **{name: _text(value) for name, value in shown.items()},
        }
        made = letter(
            scores.appraisal(row), policy=scores.policy, about=head, reply=reply, record=line, language=language
        )
        write_whole({place / _name(str(data["key"]), written): made})
    whole: dict[Path, Content] = {
        place / SUMMARY[language]: unit_summary(scores, by=units, language=language),
        place / RECORDS[language]: "".join(f"{line}\n" for line in lines).encode("ascii"),
    }
    write_whole(whole)
    return len(lines)


def _text(value: object) -> str:
    return "-" if value is None else str(value)


def _name(key: str, written: set[str]) -> str:
    """A file's name made of a key, that no other letter has."""
    plain = _UNSAFE.sub("_", key).strip("._")[:_LONGEST] or "tanpa_kunci"
    name, count = f"{plain}.pdf", 1
    while name.casefold() in {*written, *SUMMARY.values()}:
        count += 1
        name = f"{plain}_{count}.pdf"
    written.add(name.casefold())
    return name
