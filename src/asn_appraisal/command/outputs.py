"""Outputs: where the results of a call go, to files or tables of a database, whole or not at all."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..adapters.databases import table_beside
from ..adapters.databases.places import DatabasePlace, database_place
from ..adapters.output_files import Content, flush_out, same_file, write_out, write_whole
from ..errors import FileWriteError
from ..texts import say
from .named_policies import is_there
from .scoring import FileScores
from .usage import UsageError

if TYPE_CHECKING:
    from ..adapters.databases.writing import Destination


def checked_outputs(options: argparse.Namespace) -> Destination | None:
    """The tables that results go to, None for files. Refuses a kind of file that is not written, and faults that would overwrite the results."""
    from ..adapters.data_files import row_writer_of, writer_of

    place = database_place(options.output or "")
    if place is None and (options.audit or options.period):
        raise UsageError("tables_alone", option="--audit" if options.audit else "--period")
    if place is None and options.output and options.output != "-":
        writer_of(Path(options.output))
    in_table = database_place(options.rejects or "") is not None
    if options.rejects and options.rejects != "-" and not in_table:
        row_writer_of(Path(options.rejects))
    if options.rejects and options.on_error != "quarantine":
        raise UsageError("rejects_alone")
    if in_table and place is None:
        raise UsageError("tables_alone", option="--rejects")
    if options.rejects and place is None:
        _refuse_one_file(options)
    return None if place is None else _destination(place, options, rejects=options.rejects if in_table else None)


def _refuse_one_file(options: argparse.Namespace) -> None:
    results = Path(options.output) if options.output and options.output != "-" else sys.stdout
    if options.rejects == "-":
        twice = results is sys.stdout or same_file(Path(options.output), sys.stdout)
    else:
        twice = same_file(Path(options.rejects), results)
    if twice:
        raise UsageError("rejects_twice", path=options.rejects)


def _destination(place: DatabasePlace, options: argparse.Namespace, *, rejects: str | None) -> Destination:
    from ..adapters.databases.writing import Destination

    audit = None if options.audit is None else table_beside(options.audit, place)
    in_table = None if rejects is None else table_beside(rejects, place)
    return Destination(place, audit, in_table, options.period, language=options.language)


def write_outputs(
    scores: FileScores, options: argparse.Namespace, inputs: Sequence[str], destination: Destination | None
) -> None:
    """Write the results of files to their destinations."""
    from ..adapters.data_files import row_writer_of, writer_of

    files: dict[Path, Content] = {}
    if destination is None and options.output and options.output != "-":
        path = Path(options.output)
        files[path] = writer_of(path)(scores.results(path, options.language))
    if options.rejects and options.rejects != "-" and (destination is None or destination.rejects is None):
        path = Path(options.rejects)
        files[path] = row_writer_of(path)(scores.rejects(path, options.language))
    keep_inputs(map(str, files), options, inputs)
    if options.output == "-":
        for text in scores.results(Path("-")).csv():
            write_out(text)
    elif not options.output:
        write_out(f"{scores.page(options.language)}\n")
    if options.rejects == "-":
        write_out(scores.rejects(Path("-"), options.language).csv())
    flush_out()  # a full disk is noticed before any file is changed
    if destination is None:
        write_whole(files)
    else:
        _write_tables(scores, files, inputs, destination)


def _write_tables(
    scores: FileScores, files: dict[Path, Content], inputs: Sequence[str], destination: Destination
) -> None:
    from ..adapters.databases.result_columns import Block
    from ..adapters.databases.writing import write_blocks

    read = filter(None, map(database_place, inputs))
    block = Block(scores.results(Path("-")).labels, scores.scores, [*scores.faults, *scores.left_out])
    write_blocks([block], destination, before_commit=lambda: write_whole(files), read=read)


def keep_inputs(outputs: Iterable[str | None], options: argparse.Namespace, read: Sequence[str]) -> None:
    """Refuse to overwrite what the call reads: its data and its policy. Tables are looked at when they are written."""
    for output in outputs:
        if not output or output == "-" or database_place(output) is not None:
            continue
        path = Path(output)
        if any(same_file(path, sys.stdin if each == "-" else Path(each)) for each in read):
            raise FileWriteError(path=path, reason=say("command.input_as_output", options.language))
        if is_there(options.policy) and same_file(path, Path(options.policy)):
            raise FileWriteError(path=path, reason=say("command.policy_as_output", options.language))
