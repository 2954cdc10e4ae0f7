"""The architecture, checked: layers, mirrors, the public surface, the cost of importing, docstrings, size.

The checks on sources are functions over a source root, so that each is shown to fail on a small planted tree.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from math import inf
from pathlib import Path
from typing import Any

import pytest

import asn_appraisal

PROJECT = Path(__file__).parent.parent
SOURCE = PROJECT / "src" / "asn_appraisal"
FACE = ""  # the package itself, asn_appraisal/__init__.py

# From low to high, a row a folder (or a module on top). A module imports from rows above its own and from its own folder.
LAYERS = (
    "texts",
    "faults",
    "causes",
    "notes",
    "errors",
    "arguments",
    "rounding",
    "numbers",
    "sums",
    "similar_names",
    "version",
    "algebra",
    "analysis",
    "wording",
    "charts",
    "appraising",
    "cells",
    "reforms",
    "policies",
    "columns",
    "schemes",
    "documents",
    "questions",
    "exports",
    "adapters",
    FACE,
    "testing",
    "command",
    "__main__",
)
# The order inside folders that have one; ``*`` stands for the modules without a row of their own.
INSIDE: dict[str, tuple[str, ...]] = {
    "algebra": (
        "keys",
        "names",
        "sources",
        "levels",
        "kinds",
        "edges",
        "nodes",
        "dispatch",
        "refused_operators",
        "expressions",
        "combinations",
        "choices",
        "inputs",
        "items",
        "bands",
        "grids",
        "rules",
        "targets",
    ),
    "columns": (
        "reading",
        "operations",
        "compiling",
        "running",
        "run_inputs",
        "lazy_tables",
        "lists_alone",
        "repeated_rows",
        "placed_faults",
        "table_headers",
        "records",
        "rescoring",
        "refusals",
        "column_facts",
        "column_notes",
        "suggestions",
        "score_texts",
        "reported_scores",
        "results",
        "score_html",
        "scores",
        "dropped_items",
        "tables",
        "seen_keys",
        "batches",
    ),
    "schemes": (
        "choices",
        "*",
    ),
    "exports": (
        "certified",
        "languages",
        "sheets",
        "program_columns",
        "field_columns",
        "outcomes",
        "polars_terms",
        "sql_terms",
        "sql_queries",
        "*",
    ),
    "testing": (
        "known",
        "notable",
        "failures",
        "drawing",
        "equivalences",
        "mutants",
        "cases",
        "coverages",
        "mutant_trials",
        "telling_records",
        "band_laws",
        "answer_laws",
        "record_laws",
        "laws",
        "checks",
        "strategies",
        "vectors",
        "plugin",
    ),
}

_DOMAIN = {"__future__", "collections", "fractions", "typing"}
# What a part of the package may use of the standard library; the longest name that fits decides.
STANDARD = {
    "texts": {"__future__", "collections", "decimal", "functools", "pathlib", "re", "tomllib", "typing"},
    "faults": {"__future__", "collections", "typing"},
    "causes": {"__future__", "collections", "functools", "typing"},
    "notes": {"__future__", "typing"},
    "errors": {"__future__", "collections", "typing"},
    "arguments": {"__future__", "collections", "datetime", "decimal", "fractions", "numbers", "typing"},
    "rounding": {"__future__", "fractions"},
    "numbers": {"__future__", "decimal", "fractions", "re", "struct", "typing"},
    "sums": {"__future__", "collections", "math"},
    "algebra": _DOMAIN | {"datetime", "decimal", "functools", "itertools", "operator", "re"},
    "similar_names": {"__future__", "collections", "difflib"},
    "appraising.additive_parts": _DOMAIN | {"functools", "itertools", "math"},
    "appraising.checks": {"__future__", "collections"},
    "reforms": {"__future__", "collections"},
    "analysis.walks": {"__future__", "collections", "typing"},
    "analysis.outlines": {"__future__", "collections", "functools"},
    "analysis.decimals": _DOMAIN | {"functools", "itertools"},
    "analysis.growths": _DOMAIN | {"itertools"},
    "analysis.sizes": _DOMAIN,
    "analysis.formulas": _DOMAIN,
    "analysis.broken_lines": _DOMAIN | {"bisect"},
    "analysis.curves": _DOMAIN | {"bisect", "functools", "itertools"},
    "analysis.turns": _DOMAIN | {"functools"},
    "questions.reviews": _DOMAIN | {"functools", "itertools", "math"},
    "analysis.multiples": _DOMAIN | {"functools", "math"},
    "analysis.bounds": _DOMAIN | {"functools", "math"},
    "analysis.field_edges": _DOMAIN | {"math"},
    "analysis.input_order": {"__future__", "collections"},
    "analysis.percents": _DOMAIN,
    "analysis.directions": _DOMAIN | {"functools", "itertools"},
    "analysis.number_patterns": {"__future__"},
    "columns": _DOMAIN | {"concurrent", "contextlib", "contextvars", "datetime", "decimal", "itertools", "math"},
    "columns.lazy_tables": _DOMAIN | {"pathlib", "tempfile"},
    "columns.running.engines": _DOMAIN | {"functools", "sys"},
    "columns.running.compiled.cache_folders": _DOMAIN | {"os", "pathlib", "sys", "tempfile"},
    "columns.running.compiled.loops": _DOMAIN
    | {
        "builtins",
        "contextlib",
        "contextvars",
        "hashlib",
        "importlib",
        "pathlib",
        "sys",
        "threading",
        "time",
    },  # numba: by name
    "columns.running.compiled.readings": _DOMAIN | {"re"},
    "columns.running.compiled.sources": _DOMAIN | {"functools"},
    "columns.compiling.items": _DOMAIN | {"bisect"},
    "columns.score_html": _DOMAIN | {"decimal", "html"},
    "columns.scores": _DOMAIN | {"decimal"},
    "columns.reading.keys": _DOMAIN | {"functools"},
    "columns.results.row_keys": _DOMAIN | {"functools"},
    "columns.results.selections": _DOMAIN | {"datetime", "decimal", "numbers"},
    "columns.suggestions": _DOMAIN | {"re"},
    "cells": _DOMAIN | {"decimal", "functools", "re"},
    "testing": _DOMAIN
    | {
        "argparse",
        "bisect",
        "functools",
        "datetime",
        "decimal",
        "importlib",
        "itertools",
        "math",
        "operator",
        "pathlib",
        "random",
        "sys",
        "tomllib",
    },
    "testing.cases": _DOMAIN | {"csv", "decimal", "functools", "importlib", "json", "pathlib", "tomllib"},
    "testing.plugin": _DOMAIN | {"pathlib"},
    "testing.checks": _DOMAIN | {"json", "pathlib", "random"},
    "testing.telling_records": _DOMAIN | {"random"},
    "testing.vectors": _DOMAIN | {"itertools", "json", "math", "random"},
    "testing.drawing.documents": _DOMAIN | {"argparse", "copy", "json", "random", "sys", "time"},
    "charts": _DOMAIN,
    "charts.sheets": _DOMAIN | {"importlib", "json"},  # altair: by name
    "wording.words": _DOMAIN,
    "wording.record_schemas": _DOMAIN,
    "wording.numerals": _DOMAIN | {"bisect"},
    "wording.entry_names": _DOMAIN | {"functools", "re"},
    "analysis.fingerprints": _DOMAIN | {"hashlib", "json"},
    "appraising.readings": _DOMAIN,
    "appraising.record_notes": _DOMAIN,
    "appraising.partial_checks": {"__future__", "collections", "functools"},
    "appraising.trace_steps": _DOMAIN,
    "appraising.contexts": _DOMAIN,
    "appraising.varying.number_ranges": _DOMAIN | {"math"},
    "appraising.varying.varying_records": _DOMAIN | {"functools", "math"},
    "appraising.varying.possible_values": _DOMAIN | {"math"},
    "appraising.varying.linear_bounds": _DOMAIN | {"math"},
    "appraising.varying.reached_values": _DOMAIN | {"functools", "heapq"},
    "appraising.varying.cheapest_changes": _DOMAIN | {"heapq", "itertools", "math"},
    "appraising.evaluation": _DOMAIN | {"functools", "itertools"},
    "appraising.renderings": _DOMAIN,
    "wording.html": {"__future__", "collections", "html", "re"},
    "appraising.step_words": _DOMAIN | {"functools"},
    "appraising.traces": _DOMAIN,
    "appraising.appraisals": _DOMAIN | {"decimal", "html"},
    "wording.pages": _DOMAIN | {"datetime", "html", "re"},
    "policies": _DOMAIN | {"datetime", "functools"},
    "questions.answers": {"__future__", "collections", "typing"},
    "questions.changes": _DOMAIN | {"itertools"},
    "questions.combined_values": _DOMAIN | {"decimal", "functools", "json", "operator"},
    "questions.comparisons": _DOMAIN | {"importlib"},  # scipy: by name
    "questions.compared_groups": _DOMAIN,
    "questions.contributions": _DOMAIN,
    "questions.next_bands": _DOMAIN | {"decimal", "functools"},
    "questions.next_bands.ways": _DOMAIN | {"decimal"},
    "questions.next_bands.reasons": _DOMAIN | {"functools"},
    "questions.next_bands.changeable_fields": _DOMAIN | {"functools", "re"},
    "questions.quotas": _DOMAIN | {"decimal", "math"},
    **{
        f"questions.groups.{name}": _DOMAIN
        for name in ("agreements", "band_shares", "calibrations", "gaps", "samples", "summaries", "variance_components")
    },
    "questions.groups.alphas": _DOMAIN,
    "questions.groups.drifts": _DOMAIN | {"itertools", "math"},
    "questions.groups.group_words": _DOMAIN | {"datetime", "decimal", "numbers"},
    "questions.groups.intervals": _DOMAIN | {"importlib", "math", "statistics"},  # scipy: by name
    "questions.groups.raters": _DOMAIN | {"math"},
    "questions.rule_lines": _DOMAIN | {"itertools"},
    "questions.explanations": _DOMAIN | {"html"},
    "questions.periods": _DOMAIN | {"functools"},
    "questions.combined_scores": _DOMAIN | {"decimal", "math"},
    "questions.predicate_curves": _DOMAIN,
    "questions.scales": {"__future__"},
    "questions.sensitivities": {"__future__"},
    **{
        f"questions.sensitivities.{name}": _DOMAIN | more
        for name, more in {
            "quotients": {"math"},
            "moved_numbers": {"itertools", "math"},
            "number_paths": {"math"},
            "steady_shapes": set[str](),
            "steady_intervals": set[str](),
            "steady_ranks": set[str](),
            "sensitivity": set[str](),
            "importance": set[str](),
            "simulation": {"contextlib", "math"},
            "variance_shares": {"importlib"},  # scipy: by name
        }.items()
    },
    "documents.limits": _DOMAIN | {"datetime"},
    "documents.forms": {"__future__", "typing"},
    "documents.plain_data": _DOMAIN | {"decimal", "functools", "types"},
    "documents.entries": _DOMAIN | {"functools"},
    "documents.nodes": _DOMAIN | {"ast", "contextlib"},
    "documents.order": _DOMAIN | {"contextlib", "graphlib", "re"},
    "documents.places": _DOMAIN | {"contextlib", "re", "tomllib"},
    "documents.pieces": {"__future__", "collections", "typing"},
    "documents.schema": _DOMAIN | {"json", "pathlib", "sys", "types"},
    "documents.formula_reading": _DOMAIN | {"ast", "contextlib", "functools"},
    "documents.foreign_words": {"__future__", "ast", "itertools"},
    "documents.grammar": {"__future__", "ast", "re"},  # ast.parse alone: nothing is compiled or evaluated
    "documents.writing": _DOMAIN | {"keyword", "re"},
    "documents.reading": _DOMAIN | {"ast", "functools"},
    "documents.toml": _DOMAIN | {"re"},
    "documents": _DOMAIN | {"decimal", "json", "re", "tomllib"},
    "documents.overlays": _DOMAIN | {"copy", "functools"},
    "questions.differences": _DOMAIN | {"itertools", "json", "re"},
    "exports.javascript": {"__future__", "pathlib"},
    "exports.script_values": _DOMAIN | {"json"},
    "exports.script_writing": _DOMAIN | {"functools"},
    "exports.program_texts": {"__future__"},
    "exports.form_fields": _DOMAIN | {"html"},
    "exports.web_page": {"__future__", "base64", "hashlib", "html"},
    "documents.files": _DOMAIN | {"contextlib", "pathlib"},
    "version": set(),
    "appraising.audit_records": _DOMAIN | {"struct", "decimal", "hashlib", "hmac", "json", "re"},
    "questions.trails": _DOMAIN | {"bisect"},
    "questions.verifications": _DOMAIN | {"json", "re"},
    "schemes": _DOMAIN | {"datetime", "functools", "importlib", "inspect", "warnings"},
    "": {"importlib", "typing"},
    "exports": _DOMAIN | {"functools"},
    "exports.certified": _DOMAIN | {"math"},
    "exports.polars": _DOMAIN | {"json"},
    "exports.sql": _DOMAIN | {"math"},
    # The outer forms touch files and the terminal; still no network, no pickle, no processes, no clock.
    "adapters": _DOMAIN | {"codecs", "csv", "decimal", "io", "os", "pathlib", "re", "tempfile", "unicodedata"},
    "adapters.databases": _DOMAIN | {"pathlib"},
    "adapters.databases.arrow_columns": _DOMAIN,
    "adapters.databases.duckdb": _DOMAIN
    | {"contextlib", "errno", "importlib", "os", "pathlib", "tempfile"},  # duckdb: by name
    "adapters.databases.engines": _DOMAIN | {"abc", "contextlib"},
    "adapters.databases.failures": {"__future__", "urllib"},  # unquote alone: no network
    "adapters.databases.places": _DOMAIN | {"contextlib", "pathlib", "re"},
    # adbc_driver_postgresql: by name
    "adapters.databases.postgres": _DOMAIN | {"contextlib", "decimal", "importlib", "json"},
    "adapters.databases.result_columns": _DOMAIN | {"decimal"},
    "adapters.databases.sqlite": _DOMAIN | {"contextlib", "errno", "os", "pathlib", "sqlite3"},
    "adapters.databases.whole_tables": _DOMAIN | {"itertools"},
    "adapters.databases.writing": _DOMAIN | {"contextlib", "contextvars", "pathlib"},
    "adapters.stream_files": _DOMAIN | {"importlib", "io", "itertools"},  # pyarrow: by name
    "adapters.excel.columns": _DOMAIN | {"datetime"},
    "adapters.reports.typesetting": _DOMAIN
    | {"contextlib", "functools", "importlib", "json", "pathlib", "unicodedata"},  # typst: by name
    "adapters.reports.writing": _DOMAIN | {"json", "pathlib", "re"},
    "adapters.excel.files": _DOMAIN
    | {"contextlib", "io", "pathlib", "re", "struct", "types", "xml", "zipfile", "zlib"},
    "adapters.excel.old_files": _DOMAIN | {"struct"},
    "adapters.excel.opendocument": _DOMAIN | {"html", "re"},
    "adapters.excel.tables": _DOMAIN | {"itertools", "pathlib"},
    "adapters.excel.pages": _DOMAIN | {"contextlib", "io", "itertools", "math", "re"},
    "adapters.csv_files": _DOMAIN | {"codecs", "csv", "io", "itertools", "re"},
    "adapters.csv_blocks": _DOMAIN | {"codecs", "csv", "io", "itertools"},
    "adapters.json_lines": _DOMAIN | {"decimal", "itertools", "json", "pathlib"},
    "adapters.parquet_files": _DOMAIN | {"importlib", "io", "pathlib"},
    "adapters.fault_files": _DOMAIN | {"decimal", "importlib", "io", "pathlib"},
    "adapters.file_tables": _DOMAIN | {"datetime", "decimal"},
    "adapters.spark": _DOMAIN | {"importlib"},
    "adapters.spark_workers": _DOMAIN | {"functools", "importlib"},
    "adapters.output_files": _DOMAIN | {"contextlib", "errno", "os", "pathlib", "shutil", "stat", "sys", "tempfile"},
    "command.text_tables": _DOMAIN | {"unicodedata"},
    "command.answers": _DOMAIN | {"json", "pathlib", "sys"},
    "command.named_policies": _DOMAIN | {"argparse", "os", "pathlib", "sys"},
    "command.input_files": _DOMAIN | {"errno", "os", "pathlib", "sys"},
    "command.outputs": _DOMAIN | {"argparse", "pathlib", "sys"},
    "command.streams": _DOMAIN | {"importlib", "pathlib"},  # pyarrow: by name
    "command.scoring": _DOMAIN | {"functools", "itertools", "pathlib"},
    "command.templates": _DOMAIN | {"json", "os", "pathlib", "shlex"},
    "command.exporting": _DOMAIN | {"argparse", "pathlib"},
    "command.progress": {
        "__future__",
        "collections",
        "contextlib",
        "importlib",
        "sys",
        "typing",
    },  # tqdm, rich: by name
    "command": _DOMAIN | {"argparse", "contextlib", "json", "os", "pathlib", "sys"},
    "command.usage": _DOMAIN | {"argparse", "functools", "os", "re", "sys"},
    "__main__": {"__future__", "sys"},
}
# numpy starts at the columns; nothing below them and no face of the package may load it.
THIRD_PARTY = {
    "columns": {"attrs", "numpy"},
    **{
        f"adapters.{name}": {"attrs", "numpy"}
        for name in ("csv_blocks", "csv_cuts", "csv_lines", "csv_tables", "file_tables", "json_lines", "results")
    },
    **{
        f"adapters.databases.{name}": {"attrs", "numpy"}
        for name in ("arrow_columns", "result_columns", "sqlite", "whole_tables")
    },
    "exports.polars_terms": {"attrs", "polars"},
    "exports.sql_terms": {"attrs", "sqlglot"},
    "command.large_files": {"attrs", "numpy"},
    "command.streams": {"attrs", "numpy"},
    **{
        f"questions.{name}": {"attrs", "numpy"}
        for name in ("combined_scores", "compared_groups", "comparisons", "quotas")
    },
    **{
        f"questions.groups.{name}": {"attrs", "numpy"}
        for name in ("band_shares", "calibrations", "drifts", "gaps", "group_words", "intervals", "raters", "summaries")
    },
    **{
        f"questions.sensitivities.{name}": {"attrs", "numpy"}
        for name in ("importance", "simulation", "steady_intervals", "steady_ranks", "variance_shares")
    },
    "adapters.spark_workers": {"attrs", "numpy"},  # pyspark and pyarrow, by name
    "adapters.parquet_files": {"attrs", "numpy"},  # pyarrow or polars, by name: whichever is installed
    "adapters.excel.columns": {"attrs", "numpy"},
    "adapters.reports.unit_summaries": {"attrs", "numpy"},
    "adapters.excel.files": {"attrs", "python_calamine"},
    "adapters.excel.pages": {"attrs", "xlsxwriter"},
    "adapters.excel.results": {"attrs", "numpy"},
    "adapters.excel.tables": {"attrs", "numpy"},
    "columns.reading.series": {"attrs", "narwhals", "numpy", "pyarrow"},
    "columns.reading.frames": {"attrs", "nanoarrow", "numpy"},
    "columns.score_html": _DOMAIN | {"decimal", "html"},
    "columns.scores": {"attrs", "numpy", "pyarrow"},
    "testing": {"attrs", "hypothesis", "numpy"},
    "testing.plugin": {"pytest"},
}
EVERYWHERE = {"attrs"}

MOST_LINES = 400
# A table of classes and one indivisible family have no cap.
LONGER: dict[str, float] = {
    "errors": inf,
    "algebra.expressions": inf,
}
MOST_MODULES = 50
NEVER_LOADED = ("numpy", "pandas", "polars", "pyarrow", "narwhals", "hypothesis", "pytest", "sqlite3")
# What neither a scheme nor the appraisal of a record needs: words, pages, HTML, seals, other regulations.
NEVER_FOR_A_RECORD = (
    *NEVER_LOADED,
    "asn_appraisal.appraising.renderings",
    "asn_appraisal.questions",
    "asn_appraisal.schemes.pp_46_2011",
    "asn_appraisal.wording",
    "hmac",
    "html",
)


# --- what the checks rest on -----------------------------------------------------------------------------------------


def modules_of(root: Path) -> dict[str, Path]:
    """The modules below a source root by dotted name inside the package; a package by its own name."""
    found = {}
    for path in sorted(root.rglob("*.py")):
        parts = list(path.relative_to(root).with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        found[".".join(parts)] = path
    return found


def imports_of(root: Path) -> dict[str, set[str]]:
    """The absolute dotted names that each module imports, wherever the import stands; relative ones resolved."""
    package = root.name
    found: dict[str, set[str]] = {}
    for name, path in modules_of(root).items():
        dotted = [package, *(name.split(".") if name else [])]
        here = dotted if path.name == "__init__.py" else dotted[:-1]
        names: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                base = here[: len(here) - node.level + 1] if node.level else []
                source = ".".join([*base, *([node.module] if node.module else [])])
                names |= {f"{source}.{alias.name}" for alias in node.names}
        found[name] = names
    return found


def inner_imports_of(root: Path) -> dict[str, set[str]]:
    """The modules of the package that each of its modules imports."""
    package, known = root.name, modules_of(root)
    found: dict[str, set[str]] = {}
    for name, imported in imports_of(root).items():
        inside = (each.removeprefix(package).removeprefix(".") for each in imported if _top(each) == package)
        # ``from .algebra import Mean`` reads the face of algebra, ``from .algebra import rules`` a module of it.
        found[name] = {each if each in known else each.rpartition(".")[0] for each in inside}
    return found


def _top(name: str) -> str:
    return name.partition(".")[0]


def _row(name: str, layers: Sequence[str], inside: Mapping[str, Sequence[str]]) -> tuple[int, int] | None:
    """The row of a module: of its folder, then inside the folder where that has a table; a folder's face is on top."""
    top, _, rest = name.partition(".")
    if top not in layers:
        return None
    if top not in inside or not rest:
        return layers.index(top), len(inside.get(top, ()))
    rows = inside[top]
    second = _top(rest) if _top(rest) in rows else "*"
    return (layers.index(top), rows.index(second)) if second in rows else None


# --- the checks ------------------------------------------------------------------------------------------------------


def without_row(root: Path, layers: Sequence[str], inside: Mapping[str, Sequence[str]]) -> list[str]:
    """Modules that the table of layers does not know."""
    return [name for name in modules_of(root) if _row(name, layers, inside) is None]


def upward_imports(root: Path, layers: Sequence[str], inside: Mapping[str, Sequence[str]]) -> list[str]:
    """Imports of a module that does not lie above the importing one in the table.

    Modules that share a row may import each other; circles among them are found on their own.
    """
    wrong = []
    for name, imported in inner_imports_of(root).items():
        own = _row(name, layers, inside)
        for other in sorted(imported):
            row = _row(other, layers, inside)
            if own is None or row is None or row > own or other == name:
                wrong.append(f"{name} imports {other}")
    return wrong


def circles(root: Path) -> list[str]:
    """Modules that import themselves through others."""
    graph = inner_imports_of(root)

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        waiting = list(graph[start])
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting += graph.get(name, ())
        return seen

    return [name for name in graph if name in reached(name)]


def foreign_imports(
    root: Path, standard: Mapping[str, set[str]], third_party: Mapping[str, set[str]], everywhere: set[str]
) -> list[str]:
    """Imports from outside the package that the tables do not allow."""
    wrong = []
    for name, imported in imports_of(root).items():
        allowed = standard.get(name, standard.get(_top(name), set()))
        libraries = third_party.get(name, third_party.get(_top(name), set())) | everywhere
        found = {_top(each) for each in imported} - {root.name}
        wrong += [f"{name} imports {top}" for top in sorted(found - allowed - libraries)]
    return wrong


def long_modules(root: Path, most: int, longer: Mapping[str, float]) -> list[str]:
    """Modules with too many lines; ``longer`` says which may have more, and how many."""
    sizes = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in modules_of(root).items()}
    return [f"{name}: {size} lines" for name, size in sizes.items() if size > longer.get(name, most)]


def without_test(root: Path, tests: Path) -> list[str]:
    """Modules a/b.py without a tests/a/test_b.py."""
    return [str(path) for path in _mirrors(root) if not (tests / path.parent / f"test_{path.stem}.py").is_file()]


def without_page(docs: Path, scheme_keys: Sequence[str]) -> list[str]:
    """Schemes without a page by their key; tests/test_documentation.py asks for the public names."""
    return [key for key in scheme_keys if not (docs / "schemes" / f"{key}.md").is_file()]


def _mirrors(root: Path) -> Iterator[Path]:
    for path in modules_of(root).values():
        if path.stem not in {"__init__", "__main__"}:
            yield path.relative_to(root)


def undocumented(package: Any) -> list[str]:
    """Public modules, classes, functions and methods of a package without a docstring, its own or inherited."""
    missing = []
    names = [each.name for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    for name in [package.__name__, *(each for each in names if not each.endswith(".__main__"))]:
        module = importlib.import_module(name)
        if not module.__doc__:
            missing.append(name)
        for key, value in vars(module).items():
            if not key.startswith("_") and getattr(value, "__module__", None) == name:
                missing += [f"{name}.{each}" for each in _bare(key, value)]
    return missing


def _bare(key: str, value: Any) -> Iterator[str]:
    if not (inspect.isclass(value) or inspect.isfunction(value)):
        return
    if not inspect.getdoc(value):
        yield key
    # Protocols say what others have; those others document it.
    if inspect.isclass(value) and not getattr(value, "_is_protocol", False):
        for name, member in inspect.getmembers(value):
            plain = inspect.isroutine(member) or isinstance(member, property)
            if plain and not name.startswith("_") and not inspect.getdoc(member):
                yield f"{key}.{name}"


# --- the package -----------------------------------------------------------------------------------------------------


def test_every_module_has_a_row_in_the_table_of_layers() -> None:
    assert without_row(SOURCE, LAYERS, INSIDE) == []


def test_modules_import_only_from_layers_below_their_own() -> None:
    assert upward_imports(SOURCE, LAYERS, INSIDE) == []


def test_there_is_no_circle_of_imports() -> None:
    assert circles(SOURCE) == []


def test_only_attrs_and_the_allowed_standard_library_are_imported() -> None:
    assert foreign_imports(SOURCE, STANDARD, THIRD_PARTY, EVERYWHERE) == []


def test_no_module_is_over_400_lines() -> None:
    assert long_modules(SOURCE, MOST_LINES, LONGER) == []


def test_every_module_has_its_test() -> None:
    assert without_test(SOURCE, PROJECT / "tests") == []


def test_every_scheme_has_its_page() -> None:
    assert without_page(PROJECT / "docs", asn_appraisal.schemes.keys()) == []


def test_everything_public_has_a_docstring() -> None:
    assert undocumented(asn_appraisal) == []


def _new_modules(statement: str) -> set[str]:
    code = f"import sys; before = set(sys.modules); {statement}; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


def test_importing_the_package_loads_nothing_heavy_and_few_modules() -> None:
    loaded = _new_modules("import asn_appraisal")
    assert "asn_appraisal" in loaded
    assert sorted(loaded.intersection(NEVER_LOADED)) == []
    assert len(loaded) <= MOST_MODULES


def test_the_table_of_schemes_loads_no_policy_and_one_record_loads_no_words() -> None:
    table = _new_modules("from asn_appraisal import schemes; schemes.official()")
    assert "asn_appraisal.schemes" in table
    assert not any(name.startswith(("asn_appraisal.algebra", "asn_appraisal.policies")) for name in table)
    one = _new_modules(
        "from asn_appraisal import schemes; schemes.get('permenpan-16-2009').appraise({'nilai': '90.99'})"
    )
    assert "asn_appraisal.schemes.permenpan_16_2009" in one
    assert sorted(one.intersection(NEVER_FOR_A_RECORD)) == []


def test_every_public_name_has_a_home_and_no_other_name_has() -> None:
    assert sorted({*asn_appraisal._HOME, *asn_appraisal._MODULES}) == sorted(asn_appraisal.__all__)
    assert set(asn_appraisal.__all__) <= set(dir(asn_appraisal))
    with pytest.raises(AttributeError, match="'nothing'"):
        _ = asn_appraisal.nothing


def test_the_import_check_sees_what_is_loaded() -> None:
    assert "sqlite3" in _new_modules("import asn_appraisal, sqlite3").intersection(NEVER_LOADED)


# --- the public surface ----------------------------------------------------------------------------------------------


def surface(package: Any) -> list[str]:
    """Each public name with its signature, and the public members of classes and modules, a line each.

    A member inherited from another public class is listed there alone.
    """
    known = {value for name in package.__all__ if inspect.isclass(value := getattr(package, name))}
    return [line for name in sorted(package.__all__) for line in _surface_of(name, getattr(package, name), known)]


def _surface_of(name: str, value: Any, known: set[type]) -> Iterator[str]:
    if inspect.ismodule(value):
        yield f"module {name}"
        public = getattr(value, "__all__", None)
        public = public or [key for key, each in vars(value).items() if is_own(key, each, value.__name__)]
        for key in sorted(public):
            yield from _surface_of(f"{name}.{key}", getattr(value, key), known)
    elif inspect.isclass(value):
        bases = ", ".join(base.__name__ for base in value.__bases__ if base is not object)
        yield f"class {name}({bases}){_signature(value)}"
        for key in sorted(key for key in dir(value) if not key.startswith("_")):
            member = inspect.getattr_static(value, key)
            if any(_inherits(base, key, member, known) for base in value.__mro__[1:]):
                continue
            if isinstance(member, property):
                yield f"    {key}: property"
            elif callable(getattr(value, key)):
                yield f"    {key}{_signature(getattr(value, key))}"
            else:
                yield f"    {key}"
    elif callable(value):
        yield f"{name}{_signature(value)}"
    else:
        yield f"{name}: {type(value).__name__}"


def _inherits(base: type, key: str, member: Any, known: set[type]) -> bool:
    listed = base in known or base.__module__ == "builtins"
    return listed and inspect.getattr_static(base, key, None) is member


def is_own(key: str, value: Any, module: str) -> bool:
    if key.startswith("_"):
        return False
    defined = inspect.isclass(value) or inspect.isfunction(value)
    return value.__module__ == module if defined else type(value).__module__ == module


def _signature(value: Any) -> str:
    try:
        signature = inspect.signature(value)
    except (TypeError, ValueError):
        return "(...)"
    # Types are mypy's affair and print differently in each Python; names, kinds and defaults are the surface.
    bare = [each.replace(annotation=inspect.Parameter.empty) for each in signature.parameters.values()]
    return str(signature.replace(parameters=bare, return_annotation=inspect.Signature.empty))


def test_the_public_surface_is_the_recorded_one() -> None:
    snapshot = Path(__file__).with_name("snapshots") / "api.txt"
    found = "\n".join(surface(asn_appraisal)) + "\n"
    if os.environ.get("UPDATE_SNAPSHOTS") == "1":
        snapshot.write_text(found, encoding="utf-8")
    assert snapshot.read_text(encoding="utf-8").splitlines() == found.splitlines(), "UPDATE_SNAPSHOTS=1 rewrites it"


# --- each check fails on a planted fault -----------------------------------------------------------------------------


def _planted(folder: Path, files: Mapping[str, str]) -> Path:
    root = folder / "pack"
    for name, text in {"__init__.py": "", **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


TABLE = ("low", "sub", "high", "many", FACE)
TABLE_INSIDE = {"sub": ("a", "c")}


def test_a_module_without_a_row_is_found(tmp_path: Path) -> None:
    root = _planted(tmp_path, {"low.py": "", "new.py": "", "sub/__init__.py": "", "sub/b.py": "", "many/x.py": ""})
    assert without_row(root, TABLE, TABLE_INSIDE) == ["new", "sub.b"]


@pytest.mark.parametrize(
    ("files", "wrong"),
    [
        ({"low.py": "from . import high", "high.py": ""}, ["low imports high"]),
        ({"low.py": "from .high import x", "high.py": ""}, ["low imports high"]),
        ({"low.py": "import pack.high", "high.py": ""}, ["low imports high"]),
        ({"low.py": "from pack.high import x", "high.py": ""}, ["low imports high"]),
        ({"low.py": "def f():\n    from .high import x", "high.py": ""}, ["low imports high"]),
        ({"low.py": "if x:\n    from .high import x", "high.py": ""}, ["low imports high"]),
        ({"sub/__init__.py": "", "sub/a.py": "from ..high import x", "high.py": ""}, ["sub.a imports high"]),
        ({"sub/__init__.py": "", "sub/a.py": "from . import x"}, ["sub.a imports sub"]),
        ({"sub/__init__.py": "", "sub/a.py": "from .c import x", "sub/c.py": ""}, ["sub.a imports sub.c"]),
        ({"low.py": "from . import thing"}, ["low imports "]),
        ({"high.py": "from .many.x import y", "many/x.py": ""}, ["high imports many.x"]),
        ({"new.py": "from .low import x", "low.py": ""}, ["new imports low"]),
    ],
)
def test_an_import_from_above_is_found(tmp_path: Path, files: dict[str, str], wrong: list[str]) -> None:
    assert upward_imports(_planted(tmp_path, files), TABLE, TABLE_INSIDE) == wrong


def test_imports_from_below_are_in_order(tmp_path: Path) -> None:
    files = {
        "low.py": "import os",
        "sub/__init__.py": "from .a import x",
        "sub/a.py": "from ..low import y",
        "high.py": "from .sub import x\nfrom . import low",
        "many/x.py": "from ..high import z",
        "many/y.py": "from .x import z",
        "__init__.py": "from .high import z",
    }
    assert upward_imports(_planted(tmp_path, files), TABLE, TABLE_INSIDE) == []


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"many/x.py": "from . import y", "many/y.py": "def f():\n    from .x import z"}, ["many.x", "many.y"]),
        ({"a.py": "from .b import x", "b.py": "from .c import x", "c.py": "from .a import x"}, ["a", "b", "c"]),
        ({"a.py": "from .b import x", "b.py": "from .c import x", "c.py": ""}, []),
    ],
)
def test_a_circle_of_imports_is_found(tmp_path: Path, files: dict[str, str], found: list[str]) -> None:
    assert circles(_planted(tmp_path, files)) == found


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("import numpy", ["low imports numpy"]),
        ("def f():\n    import numpy as np", ["low imports numpy"]),
        ("from pandas.core import x", ["low imports pandas"]),
        ("import pickle", ["low imports pickle"]),
        ("import urllib.request", ["low imports urllib"]),
        ("import re, attrs\nfrom collections.abc import Mapping\nfrom .high import x", []),
        ("import scipy", ["low imports scipy"]),
    ],
)
def test_a_library_that_is_not_allowed_is_found(tmp_path: Path, text: str, wrong: list[str]) -> None:
    root = _planted(tmp_path, {"low.py": text, "high.py": ""})
    assert foreign_imports(root, {"low": {"re", "collections"}}, {"high": {"scipy"}}, {"attrs"}) == wrong


def test_a_module_one_line_too_long_is_found(tmp_path: Path) -> None:
    root = _planted(tmp_path, {"fits.py": "x = 1\n" * 450, "long.py": "x = 1\n" * 451})
    assert long_modules(root, 450, {}) == ["long: 451 lines"]
    assert long_modules(root, 450, {"long": 451}) == []
    assert long_modules(root, 450, {"long": 450}) == ["long: 451 lines"]


def test_a_module_without_its_test_is_found(tmp_path: Path) -> None:
    root = _planted(tmp_path, {"a.py": "", "b.py": "", "sub/__init__.py": "", "sub/a.py": "", "__main__.py": ""})
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_a.py").touch()
    assert without_test(root, tmp_path / "tests") == ["b.py", "sub/a.py"]


def test_a_scheme_without_its_page_is_found(tmp_path: Path) -> None:
    (tmp_path / "schemes").mkdir()
    (tmp_path / "schemes" / "x-1.md").touch()
    assert without_page(tmp_path, ("x-1", "y-2")) == ["y-2"]


PLAIN = '"""A module."""\n\n\nclass A:\n    """A class."""\n\n    def f(self):\n        """A method."""\n'


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (PLAIN, []),
        (PLAIN + "\n\nclass B(A):\n    '''Inherits.'''\n\n    def f(self): ...\n", []),
        (PLAIN + "    def g(self): ...\n", [".A.g"]),
        (PLAIN + "    @property\n    def g(self): ...\n", [".A.g"]),
        (PLAIN + "    @classmethod\n    def g(cls): ...\n", [".A.g"]),
        (PLAIN + "\n\ndef g(): ...\n\n\ndef _h(): ...\n", [".g"]),
        (PLAIN + "\n\nclass B: ...\n", [".B"]),
        ("x = 1\n", [""]),
    ],
)
def test_a_public_name_without_a_docstring_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, text: str, missing: list[str]
) -> None:
    name = f"pack{abs(hash(request.node.name))}"
    folder = tmp_path / name
    folder.mkdir()
    (folder / "__init__.py").write_text('"""A package."""\n', encoding="utf-8")
    (folder / "low.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert undocumented(importlib.import_module(name)) == [f"{name}.low{each}" for each in missing]


def test_a_changed_default_changes_the_surface(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "__all__ = ['f', 'A']\ndef f(x, *, y: int = {}): ...\nclass A:\n    def g(self, z=1): ...\n"
    for name, default in (("before_surface", 1), ("after_surface", 2)):
        (tmp_path / f"{name}.py").write_text(text.format(default), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    before, after = (surface(importlib.import_module(name)) for name in ("before_surface", "after_surface"))
    assert before == ["class A()()", "    g(self, z=1)", "f(x, *, y=1)"]
    assert after == [*before[:-1], "f(x, *, y=2)"]
