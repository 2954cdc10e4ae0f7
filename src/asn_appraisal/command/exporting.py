"""Exporting: a policy written in the language of another system, to a file or to standard output."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from ..adapters.output_files import same_file, write_out, write_whole
from ..errors import FileWriteError
from ..policies import Policy
from ..texts import say


def _sql(policy: Policy, options: argparse.Namespace) -> str:
    from ..exports.sql import to_sql

    table = None if options.table is None else tuple(options.table.split("."))
    return f"{to_sql(policy, table, key=options.key, dialect=options.dialect)}\n"


def _polars(policy: Policy, _: argparse.Namespace) -> str:
    from ..exports.polars import to_json

    return f"{to_json(policy)}\n"


def _javascript(policy: Policy, _: argparse.Namespace) -> str:
    from ..exports.javascript import to_javascript

    return to_javascript(policy)


def _html(policy: Policy, options: argparse.Namespace) -> str:
    from ..exports.web_page import to_html

    return to_html(policy, options.language)


# The text of a policy in each language, from the policy and the options of the call.
TO: dict[str, Callable[[Policy, argparse.Namespace], str]] = {
    "sql": _sql,
    "polars": _polars,
    "javascript": _javascript,
    "html": _html,
}
DIALECTS = ("duckdb", "postgres", "spark")


def export_policy(policy: Policy, options: argparse.Namespace) -> int:
    """Write a policy in the language of the call; 0, since everything that is wrong raises."""
    text = TO[options.to](policy, options)
    if not options.output or options.output == "-":
        write_out(text)
        return 0
    path = Path(options.output)
    if same_file(path, Path(options.policy)):
        raise FileWriteError(path=path, reason=say("command.policy_as_output", options.language))
    write_whole({path: text.encode()})
    return 0
