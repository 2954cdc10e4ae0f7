"""The rooms of the package and the picture of them, drawn from its imports; no Sphinx is needed.

A room is a folder. The modules on top of the package are two rooms: those below the algebra are the ground, the others the policies. A line leads from a room down to
one that it imports. A line that follows from others is left out: who imports `columns` lies above all that `columns` imports.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path

from tests.test_architecture import FACE, INSIDE, LAYERS, inner_imports_of

GROUND, POLICIES, PACKAGE = "ground", "policies", "asn_appraisal"
Graph = Mapping[str, set[str]]
WIDTH, HEIGHT, GAP, DROP = 132, 34, 22, 46


def rooms(root: Path, folder: str = "") -> dict[str, set[str]]:
    """The rooms of a package, or of one of its folders, and the rooms that each imports; from low to high."""
    order = INSIDE[folder] if folder else [_top_room(row, root) for row in LAYERS]
    graph: dict[str, set[str]] = {name: set() for name in order if name}
    for module, imported in inner_imports_of(root).items():
        own = _room(module, folder, root)
        for other in imported:
            target = _room(other, folder, root)
            if own in graph and target in graph and own != target:
                graph[own].add(target)
    return graph


def _top_room(row: str, root: Path) -> str:
    if row == "__main__":
        return ""  # it only starts the command
    if row == FACE:
        return PACKAGE
    if LAYERS.index(row) < LAYERS.index("algebra"):
        return GROUND
    return row if (root / row).is_dir() else POLICIES


def _room(module: str, folder: str, root: Path) -> str:
    top, _, rest = module.partition(".")
    if not folder:
        return _top_room(top, root)
    return rest.partition(".")[0] if top == folder else ""


def reached(graph: Graph, start: str) -> set[str]:
    """All that a room imports, through others too."""
    return graph[start].union(*(reached(graph, other) for other in graph[start]))


def drawn(graph: Graph) -> dict[str, set[str]]:
    """The imports that do not follow from others."""
    return {
        room: imported - set().union(*(reached(graph, other) for other in imported)) for room, imported in graph.items()
    }


def floors(graph: Graph) -> list[list[str]]:
    """The rooms by floors, the lowest first: a room lies one floor above the highest that it imports."""
    found: dict[str, int] = {}

    def floor(room: str) -> int:
        if room not in found:
            found[room] = 1 + max(map(floor, graph[room]), default=-1)
        return found[room]

    highest = max(map(floor, graph))
    return [[room for room in graph if found[room] == at] for at in range(highest + 1)]


def picture(graph: Graph) -> str:
    """The rooms and their imports as SVG, high above low; it takes its colours from the page."""
    levels = floors(graph)
    breadth = max(map(len, levels)) * (WIDTH + GAP) + 2 * GAP
    at = {}
    for number, level in enumerate(reversed(levels)):
        # Every other floor is moved aside a little: a line between floors far apart does not run behind a room.
        left = (breadth - len(level) * (WIDTH + GAP) + GAP) / 2 + (GAP if number % 2 else -GAP)
        at |= {room: (left + index * (WIDTH + GAP), GAP + number * (HEIGHT + DROP)) for index, room in enumerate(level)}
    lines, boxes = [], []
    for room, imported in drawn(graph).items():
        for other in sorted(imported):
            (x, y), (to_x, to_y) = at[room], at[other]
            x, y, to_x = x + WIDTH / 2, y + HEIGHT, to_x + WIDTH / 2
            bend = (y + to_y) / 2
            lines.append(f'<path d="M{x:g} {y:g} C{x:g} {bend:g} {to_x:g} {bend:g} {to_x:g} {to_y:g}"/>')
    for room, (x, y) in at.items():
        boxes.append(
            f"<g><title>{escape(room)} imports {escape(', '.join(sorted(graph[room])) or 'nothing')}</title>"
            f'<rect x="{x:g}" y="{y:g}" width="{WIDTH}" height="{HEIGHT}" rx="6"/>'
            f'<text x="{x + WIDTH / 2:g}" y="{y + HEIGHT / 2 + 5:g}">{escape(room)}</text></g>'
        )
    height = len(levels) * (HEIGHT + DROP) - DROP + 2 * GAP
    return (
        f'<svg class="rooms" role="img" viewBox="0 0 {breadth:g} {height:g}" xmlns="http://www.w3.org/2000/svg">'
        f"<g class='lines'>{''.join(lines)}</g>{''.join(boxes)}</svg>"
    )
