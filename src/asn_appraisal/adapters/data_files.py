"""Data files: records read from files and scores written to files, the kind of each known by its ending."""

from __future__ import annotations

from codecs import iterencode
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from attrs import evolve, frozen

from ..arguments import UNSAID, Unsaid, checked_type
from ..cells import Cells, checked_cells
from ..columns.records import Records, read_records
from ..columns.scores import Scores
from ..errors import CellsError, FileKindError, InputAsOutputError, OutputKindError, RecordError
from ..faults import Fault
from ..policies import Policy, checked_policy
from .csv_files import CsvStyle
from .csv_tables import read_csv
from .fault_files import RowsOut, csv_rows, json_rows, parquet_rows, workbook_rows
from .file_tables import FileTable
from .json_lines import json_lines, read_json_lines
from .output_files import Content, same_file, write_whole
from .parquet_files import parquet, parquet_library, read_parquet
from .results import Results

RAGGED = "ASN436"
_Writer = TypeVar("_Writer", bound=Callable[..., Content])


@frozen
class FileKind:
    """How files of some endings are read and written; None for a kind that is not read, or not written.

    ``table`` gives the table of a file, whose columns may hold lists of rows where it is ``nested``. ``records`` reads a
    file that holds records and lists together, with the arguments of ``read_table``. ``rows`` writes rows of texts and numbers,
    such as what is wrong with rejected rows. ``ready`` raises what would keep a file from being written, before any work is done.
    """

    table: Callable[[Path], FileTable] | None = None
    nested: bool = False
    records: Callable[..., Records] | None = None
    write: Callable[[Results], Content] | None = None
    rows: Callable[[RowsOut], Content] | None = None
    ready: Callable[[], object] = tuple


def _csv(results: Results) -> Content:
    if results.path.suffix.lower() == ".tsv":
        results = evolve(results, style=CsvStyle("\t", encoding=results.style.encoding))
    return iterencode(results.csv(), results.style.encoding)


def _workbook_records(path: Path, policy: Policy, **how: Any) -> Records:
    from .excel.tables import read_workbook

    floats = how.pop("floats")
    found = read_workbook(path, policy, **how).records(floats=floats)
    found.paths = (str(path),)
    return found


def _workbook(results: Results) -> bytes:
    from .excel.results import result_workbook

    return result_workbook(results.scores, language=results.language, in_cells=results.in_file, notes=results.notes)


def _workbook_library() -> object:
    from .excel.pages import xlsxwriter

    return xlsxwriter()


CSV = FileKind(table=read_csv, write=_csv, rows=csv_rows)
# A file of any other ending is read and written as CSV.
KINDS: dict[str, FileKind] = {
    ".parquet": FileKind(table=read_parquet, nested=True, write=parquet, rows=parquet_rows, ready=parquet_library),
    ".jsonl": FileKind(table=read_json_lines, nested=True, write=json_lines, rows=json_rows),
    ".xlsx": FileKind(
        records=_workbook_records, nested=True, write=_workbook, rows=workbook_rows, ready=_workbook_library
    ),
    **dict.fromkeys((".xls", ".xlsm", ".ods"), FileKind(records=_workbook_records, nested=True)),
    # What is surely something else is named at once instead of failing on its first bytes.
    ".xlsb": FileKind(),
    **dict.fromkeys((".feather", ".json", ".xml", ".pdf", ".docx"), FileKind()),
}


def kind_of_file(path: Path) -> FileKind:
    """The kind of a file by its ending.

    >>> kind_of_file(Path("hasil.JSONL")).write is json_lines, kind_of_file(Path("hasil")) is CSV
    (True, True)
    """
    return KINDS.get(path.suffix.lower(), CSV)


def read_file(path: str | Path, *, decimal: str | None = None, header: int | None = None) -> FileTable:
    """The table of a file of any kind; ``decimal`` and ``header`` are those of a CSV file, as for ``read_csv``.

    Raises ``FileKindError`` for a kind that is not read, ``CellsError`` for a header in a file that has no rows above it.
    """
    kind = kind_of_file(Path(path))
    if kind.table is None:
        raise FileKindError(path=path)
    if kind is not CSV and header not in {None, 1}:
        raise CellsError(header=header, path=path)
    return read_csv(path, decimal=decimal, header=header) if kind is CSV else kind.table(Path(path))


def read_table(
    path: str | Path | None,
    policy: Policy,
    *,
    key: str | Iterable[str] | Unsaid | None = UNSAID,
    items: Mapping[str, str | Path] | None = None,
    floats: str = "snap",
    cells: Cells | None = None,
) -> Records:
    r"""The records of a file, and of a file for each list, as ``appraise_table`` takes them.

    The ending says what a file is: ``.csv``, ``.tsv``, ``.txt``, ``.parquet`` ``.jsonl`` or a workbook (``.xlsx``, ``.xlsm``, ``.xls``, ``.ods``; extra
    ``excel``), in any case of letters; others are read as CSV. ``items`` has the path of a list's file by the key of the list (of a workbook the
    name of its sheet, where that is not the list's own), ``key`` names the column (or columns) that all
    files have in common; ``path`` is None where the policy reads lists alone. Numbers are read as they are written: text
    and decimals exactly, the floats of a Parquet file by ``floats`` (see ``appraise_table``).

    ``cells`` says how cells are written (``Cells``); for a CSV file its ``decimal`` goes before what the separator says, and its
    ``header`` is the row of the names below rows of titles.

    Raises a RecordError as ``read_records`` does. A row of a CSV file with too many or too few cells is a fault without a row
    number, since it is no row of the table (ASN717, with its line); in a list it is raised at once, because nobody knows
    whose row it was.

    >>> from pathlib import Path
    >>> from tempfile import mkdtemp
    >>> from asn_appraisal import appraise_table, schemes
    >>> policy, path = schemes.get("permenpan-16-2009"), Path(mkdtemp()) / "unit.csv"
    >>> _ = path.write_text("unit;nilai\nA;89,99\nB;75\n")
    >>> appraise_table(policy, read_table(path, policy, key="unit")).band_keys()
    ['baik', 'cukup']
    """
    checked_policy(policy, table=path)
    checked_type(path, "path", str, Path, type(None), right="path")
    checked_type(items, "items", Mapping, type(None))
    whole = None if path is None else kind_of_file(Path(path)).records
    if path is not None and whole is not None:
        return whole(Path(path), policy, key=key, items=items, floats=floats, cells=cells)
    decimal, header = checked_cells(cells).decimal, checked_cells(cells).header
    table = None if path is None else read_file(path, decimal=decimal, header=header)
    lists = {}
    for name, each in (items or {}).items():
        checked_type(each, f"items[{name!r}]", str, Path, right="path")
        lists[name] = read_file(each, decimal=decimal, header=header)
    if faults := [fault for name, each in lists.items() for fault in _ragged(each, name)]:
        raise RecordError(faults=faults)
    records = read_records(
        policy,
        None if table is None else table.table,
        key=key,
        items={name: each.table for name, each in lists.items()},
        floats=floats,
        cells=cells,
    )
    if table is not None:
        records.faults = (*records.faults, *_ragged(table))
    records.paths = tuple(map(str, [*([] if path is None else [path]), *(items or {}).values()]))
    return records


def _ragged(table: FileTable, name: str | None = None) -> list[Fault]:
    """The rows of a file that do not fit its header: no rows of the table, so they have a line and no number."""
    return [
        Fault("ASN717", list=name, facts={"line": str(fault.row), **dict(fault.facts)})
        for fault in table.faults
        if fault.code == RAGGED
    ]


def write_scores(scores: Scores, path: str | Path) -> None:
    """Write scores to a file of the kind that its ending names: key, score, band, and kept parts.

    ``.csv`` (or any other ending; with commas and decimal points), ``.tsv``, ``.jsonl`` (the score as a number with all of its
    digits), ``.parquet`` (the score as decimal128; needs pyarrow or polars) and ``.xlsx`` (see ``excel.results``). A rejected row has neither score nor band.
    The file is written whole or not at all. Raises ``FileWriteError``; ``InputAsOutputError``
    for a file that ``read_table`` read these records from; ``OutputKindError`` for an ending of another kind; ``DoubleColumnError`` for a key named like a result.

    >>> from pathlib import Path
    >>> from tempfile import mkdtemp
    >>> from asn_appraisal import appraise_table, schemes
    >>> table, path = {"unit": ["A", "B"], "nilai": ["89.99", "75"]}, Path(mkdtemp()) / "hasil.jsonl"
    >>> write_scores(appraise_table(schemes.get("permenpan-16-2009"), table, key="unit"), path)
    >>> print(path.read_text(), end="")
    {"unit": "A", "score": 89.99, "band": "baik"}
    {"unit": "B", "score": 75.00, "band": "cukup"}
    """
    checked_type(scores, "scores", Scores)
    checked_type(path, "path", str, Path, right="path")
    path = Path(path)
    writer_of(path)
    if any(same_file(path, Path(read)) for read in scores.records.paths):
        raise InputAsOutputError(path=path)
    keys = scores.records.keys
    labels: dict[str, Any] = {} if keys is None else keys.arrays()
    write_whole({path: content_of(Results(path, labels, scores))})


def content_of(results: Results) -> Content:
    """The content of a file of results, by the ending of its path; raises ``OutputKindError``."""
    return writer_of(results.path)(results)


def writer_of(path: Path) -> Callable[[Results], Content]:
    """What writes results to a path; raises ``OutputKindError``, and ``MissingExtraError`` for a library that it needs."""
    return _writer(path, lambda kind: kind.write)


def row_writer_of(path: Path) -> Callable[[RowsOut], Content]:
    """What writes rows, such as faults, to a path; raises as ``writer_of``."""
    return _writer(path, lambda kind: kind.rows)


def _writer(path: Path, writer: Callable[[FileKind], _Writer | None]) -> _Writer:
    kind = kind_of_file(path)
    if (found := writer(kind)) is None:
        endings = (ending for ending, each in KINDS.items() if writer(each) is not None)
        raise OutputKindError(path=path, endings=", ".join([".csv", ".tsv", *endings]))
    kind.ready()
    return found
