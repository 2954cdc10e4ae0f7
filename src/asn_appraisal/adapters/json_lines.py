"""JSON lines: a record a line in, a result a line out, numbers with the digits that stand there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from ..columns.reading.frames import table_of
from ..columns.reading.texts import texts_of
from ..errors import EmptyFileError, FileMissingError, JsonLinesError, NotTextError
from .file_tables import FileTable
from .results import Results

_ROWS = 1 << 14  # lines that are written at once


def read_json_lines(path: Path) -> FileTable:
    """The table of a file with a JSON object in each line; numbers become whole numbers and decimals, never floats.

    Blank lines are left out. Raises ``FileMissingError``, ``NotTextError``, ``EmptyFileError``, and ``JsonLinesError``
    with the line.
    """
    records: list[dict[str, Any]] = []
    lines: list[int] = []
    try:
        with path.open("rb") as file:
            for line, data in enumerate(file, 1):
                text = data.decode("utf-8-sig" if line == 1 else "utf-8")
                if text.strip():
                    records.append(_record(text, path, line))
                    lines.append(line)
    except UnicodeDecodeError:
        raise NotTextError(path=path) from None
    except (OSError, ValueError) as problem:
        if isinstance(problem, JsonLinesError):
            raise
        raise FileMissingError(path=path, reason=getattr(problem, "strerror", None) or type(problem).__name__) from None
    if not records:
        raise EmptyFileError(path=path)
    return FileTable(table_of(records), np.array(lines, np.int64))


def _record(text: str, path: Path, line: int) -> dict[str, Any]:
    try:
        found = json.loads(text, parse_float=Decimal, parse_constant=_refuse, object_pairs_hook=_object)
    except (ValueError, RecursionError) as problem:
        double = problem.args[0] if isinstance(problem, _DoubleNameError) else ""
        raise JsonLinesError(path=path, line=line, double=double) from None
    if not isinstance(found, dict):
        raise JsonLinesError(path=path, line=line, double="")
    return found


class _DoubleNameError(ValueError):
    """A name that occurs twice in an object: which of the two is meant nobody knows."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _DoubleNameError(next(name for name in names if names.count(name) > 1))
    return found


def _refuse(name: str) -> Any:
    raise ValueError(name)  # NaN and Infinity are no JSON


def json_lines(results: Results) -> Iterator[bytes]:
    """Results as JSON lines, piece by piece: keys as they are, the score as a number with all of its digits, null for none."""
    scores = results.scores
    count = len(scores)
    columns = [[json_text(value) for value in _plain(values)] for values in results.labels.values()]
    columns.append([text or "null" for text in scores.score_texts()])
    columns.append(list(map(json_text, scores.band_keys())))
    columns += [[json_text(value) for value in _plain(values)] for values in scores.additions().values()]
    names = [json.dumps(name, ensure_ascii=False) for name in (*results.labels, "score", "band", *scores.additions())]
    form = "{" + ", ".join(f"{name.replace('%', '%%')}: %s" for name in names) + "}\n"
    rows = zip(*columns, strict=True)
    for start in range(0, count, _ROWS):
        yield "".join(form % row for row in _some(rows, min(_ROWS, count - start))).encode("utf-8", "surrogatepass")


def _some(rows: Iterator[tuple[str, ...]], count: int) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable([next(rows)] for _ in range(count))


def _plain(values: Any) -> list[Any]:
    if not isinstance(values, np.ndarray):
        return list(values)
    return texts_of(values) if values.dtype.kind in "SU" else values.tolist()


def json_text(value: Any) -> str:
    """A value as JSON, a number with all of its digits."""
    if value is None or value != value:
        return "null"
    if isinstance(value, str | bool | int):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, float):
        return repr(value)
    return f"{value:f}" if isinstance(value, Decimal) else json.dumps(str(value), ensure_ascii=False)
