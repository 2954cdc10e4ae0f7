"""What all commands share: their exit codes, what they print, and the files of a call."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from typing import Any

from ..adapters.output_files import write_out
from .cell_options import cells_of
from .input_files import InputFiles
from .usage import plain_pairs

DONE, AT_FAULT, WRONG_USAGE = 0, 1, 2


def print_line(text: str) -> None:
    """Write a line to standard output."""
    write_out(f"{text}\n")


def print_error(text: str) -> None:
    """Write a line to standard error, if there is one."""
    # Without a standard error print would write to standard output, among the results.
    if sys.stderr is not None:
        with suppress(OSError):
            print(text, file=sys.stderr)


def inputs_of(options: argparse.Namespace, *files: Any) -> InputFiles:
    """The files of a call and how to read them; ``files``, records and items, in place of those that the call names."""
    records, items = files or (options.records, options.items)
    return InputFiles(
        records,
        plain_pairs(items),
        options.key,
        options.floats,
        cells_of(options.cells, options.decimal),
        options.one_unit,
        bad_items=options.bad_items,
        least_kept=options.least_kept,
    )
