"""The picture of the package: ``{rooms}`` for the whole, ``{rooms} columns`` for the inside of a folder."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from rooms import drawn, picture, rooms
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from tests.test_architecture import SOURCE


class RoomsDirective(SphinxDirective):
    """The picture, with its figures below."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The picture for HTML, and the same in words for everything else."""
        self.env.note_reread()
        graph = rooms(SOURCE, self.arguments[0] if self.arguments else "")
        shown, whole = (sum(map(len, each.values())) for each in (drawn(graph), graph))
        caption = f"{len(graph)} rooms; {shown} lines stand for {whole} imports between them."
        return [nodes.raw("", picture(graph), format="html"), nodes.paragraph("", caption)]


def setup(app: Sphinx) -> dict[str, Any]:
    """Sphinx's entry point."""
    app.add_directive("rooms", RoomsDirective)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
