"""The reference under the names by which people import them.

``{command-line}`` renders what the commands say with ``--help``. Names of the package are shown as ``asn.Policy``. A class inside
the package that has no page of its own may be named in a signature; a name that does not exist remains a warning.
"""

from __future__ import annotations

import os
import re
from contextlib import redirect_stdout, suppress
from importlib import import_module
from io import StringIO
from typing import Any
from unittest.mock import patch

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from asn_appraisal.command import main

PACKAGE = "asn_appraisal"
COMMAND = re.compile(r"^ {4}(\w+)", re.MULTILINE)


def help_of(*arguments: str) -> str:
    """What a command says with ``--help``."""
    with StringIO() as told, redirect_stdout(told), patch.dict(os.environ, COLUMNS="100"), suppress(SystemExit):
        main([*arguments, "--help"])
        return told.getvalue()


class CommandLineDirective(SphinxDirective):
    """The help of the command line, and of each command."""

    def run(self) -> list[nodes.Node]:
        """A section a command."""
        self.env.note_reread()
        whole = help_of()
        found: list[nodes.Node] = [nodes.literal_block(whole, whole, language="text")]
        for command in COMMAND.findall(whole):
            section = nodes.section("", nodes.title("", "", nodes.literal("", command)), names=[command])
            self.state.document.note_implicit_target(section, section)
            text = help_of(command)
            section += nodes.literal_block(text, text, language="text")
            found.append(section)
        return found


def exists(target: str) -> bool:
    """Whether a dotted name is a module of the package or something in one."""
    parts = target.split(".")
    if parts[0] != PACKAGE:
        return False
    for length in range(len(parts), 0, -1):
        try:
            found: Any = import_module(".".join(parts[:length]))
        except ImportError:
            continue
        for part in parts[length:]:
            found = getattr(found, part, None)
        return found is not None
    return False


def _without_page(*event: Any) -> nodes.Node | None:
    node, shown = event[2], event[3]
    return shown if node.get("refdomain") == "py" and exists(node.get("reftarget", "")) else None


def _as_imported(*event: Any) -> None:
    for node in event[1].findall(addnodes.desc_addname):
        text = node.astext()
        if text.startswith(f"{PACKAGE}.") and text.split(".")[1] in {"", "rules"}:
            node.children = [nodes.Text("asn" + text.removeprefix(PACKAGE))]


def setup(app: Sphinx) -> dict[str, Any]:
    """Sphinx's entry point."""
    app.add_directive("command-line", CommandLineDirective)
    app.connect("missing-reference", _without_page)
    app.connect("doctree-read", _as_imported)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
