"""Engines: what runs a plan, blocks or a compiled loop. Both write the same results, so that only time decides.

``auto`` compiles where that pays: what a loop saves in this run, and would have saved in earlier ones of the same plan, is
more than what it costs to make it. The estimates are medians of ``benchmarks/columns/engines.py`` and ``run.py``, on the safe side.
"""

from __future__ import annotations

from functools import partial
from sys import modules
from typing import Any

from ...errors import MissingExtraError
from ..compiling.plans import Plan
from ..operations.operation import Operation
from .blocks import Data, Live
from .compiled.loops import available, loaded, on_disk, plain_python
from .compiled.sources import Source, source_of
from .compiled.statements import lacking
from .compiled_engine import Runner, arguments_without_rows, forms_of, loop_for
from .float_engine import Results, run

ENGINES = ("auto", "blocks", "compiled")
# Seconds that a loop saves for each row of an operation, and of a double that is read while it is scored.
_SAVED, _SAVED_READING = 0.2e-9, 1.5e-9
# Seconds until numba is ready, for compiling, also by operation, and for reading what another process compiled.
_IMPORT, _COMPILE, _COMPILE_OPERATION, _READ = 0.4, 0.1, 0.02, 0.02
_WORTH_ASKING = 1e-3
_ORIGINS = {"compiled": "compiled by this process", "cached": "compiled by an earlier one", "plain": "as plain Python"}
_MOST_OPERATIONS = 1500  # compiling takes a minute or more beyond that


def run_by(engine: str, plan: Plan, data: Data, *, size: int | None = None, threads: int = 1) -> Results:
    """The results of a plan, by one of ``ENGINES``; they say what ran, and why blocks did where a loop was asked for.

    Raises a MissingExtraError for ``compiled`` without numba.
    """
    needed = engine == "compiled"
    if needed and not available() and not plain_python():
        raise MissingExtraError(library="numba", extra="fast")
    source, why = (None, "") if engine == "blocks" else _source(plan, data, needed=needed)
    loop = None
    if source is not None:
        try:
            loop = loop_for(plan, data, source)
        except Exception as problem:  # a numba that does not work is no reason to score nothing
            if needed:
                raise
            why = f", since numba failed ({type(problem).__name__})"
    if source is None or loop is None:
        results = run(plan, data, size=size, threads=threads)
        results.engine = f"blocks{why}"
    else:
        results = run(
            plan, data, size=size, threads=threads, runner=partial(Runner, source=source, function=loop.function)
        )
        results.engine = f"compiled loop, {_ORIGINS[loop.origin]}"
    if plan.program.exact:
        results.engine = "whole numbers, no floats"
    return results


def _source(plan: Plan, data: Data, *, needed: bool) -> tuple[Source | None, str]:
    """The text of the loop that is to run, or None and why it is not."""
    if plan.program.exact:
        return None, ""
    operations = plan.program.needed(plan.results)
    uses, saved = plan.program.uses, _saved(operations, data)
    if not needed and (saved + uses.missed < _WORTH_ASKING or not available()):
        uses.missed += saved
        return None, ""
    source, why = _text(plan, data, operations)
    if (
        source is None
        or needed
        or saved + uses.missed >= _cost(source, arguments_without_rows(plan, data, source), operations)
    ):
        return source, why
    uses.missed += saved
    return None, ", since compiling would take longer than it has saved so far"


def _text(plan: Plan, data: Data, operations: list[Operation]) -> tuple[Source | None, str]:
    if unknown := lacking(operations):
        return None, f", since a loop lacks {', '.join(unknown)}"
    if len(operations) > _MOST_OPERATIONS:
        return None, f", since {len(operations)} operations take too long to compile"
    forms = forms_of(plan, data)
    if forms is None:
        return None, ", since a loop cannot read a column of this form"
    sources, key = plan.program.uses.sources, (*forms.items(), *data.offsets)
    if key not in sources:
        sources[key] = source_of(plan, forms, data.offsets)
    return sources[key], ""


def _saved(operations: list[Operation], data: Data) -> float:
    """About the seconds that a loop saves in a run."""
    rows = sum(data.size(each.table) for each in operations)
    live = sum(data.size(table) for (table, _, _), column in data.columns.items() if isinstance(column, Live))
    return rows * _SAVED + live * _SAVED_READING


def _cost(source: Source, arguments: list[Any], operations: list[Operation]) -> float:
    """About the seconds until a loop is ready."""
    if loaded(source.text, arguments):
        return 0.0
    begin = 0.0 if "numba" in modules else _IMPORT
    return begin + (_READ if on_disk(source.text) else _COMPILE + _COMPILE_OPERATION * len(operations))
