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


def lanes(graph: Graph) -> dict[str, int]:
    """The lane of each room: 0 along one longest way down, one of its own for any other, so that no line crosses a room."""
    levels = floors(graph)
    spine = [levels[-1][0]]
    for level in reversed(levels[:-1]):
        spine.append(next(room for room in level if room in graph[spine[-1]]))
    others = [room for level in levels for room in level if room not in spine]
    return dict.fromkeys(spine, 0) | {room: lane for lane, room in enumerate(others, 1)}


def places(graph: Graph) -> dict[str, tuple[int, int]]:
    """The left and the upper side of each room in the picture."""
    levels, lane = floors(graph), lanes(graph)
    return {
        room: (GAP + lane[room] * (WIDTH + GAP), GAP + number * (HEIGHT + DROP))
        for number, level in enumerate(reversed(levels))
        for room in level
    }


def line(start: tuple[int, int], end: tuple[int, int]) -> str:
    """A line from a room down to another: it leaves the spine at once, and comes back to it at the last moment."""
    x, y, to_x, to_y = start[0] + WIDTH // 2, start[1] + HEIGHT, end[0] + WIDTH // 2, end[1]
    turn = y if to_x > GAP + WIDTH // 2 else to_y - DROP
    middle, below = turn + DROP // 2, turn + DROP
    return f'<path d="M{x} {y} V{turn} C{x} {middle} {to_x} {middle} {to_x} {below} V{to_y}"/>'


def picture(graph: Graph) -> str:
    """The rooms and their imports as SVG, high above low; it takes its colours from the page."""
    at = places(graph)
    lines = [line(at[room], at[other]) for room, imported in drawn(graph).items() for other in sorted(imported)]
    boxes = [
        f"<g><title>{escape(room)} imports {escape(', '.join(sorted(graph[room])) or 'nothing')}</title>"
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6"/>'
        f'<text x="{x + WIDTH // 2}" y="{y + HEIGHT // 2 + 5}">{escape(room)}</text></g>'
        for room, (x, y) in at.items()
    ]
    breadth = max(x for x, _ in at.values()) + WIDTH + GAP
    height = max(y for _, y in at.values()) + HEIGHT + GAP
    return (
        f'<svg class="rooms" role="img" viewBox="0 0 {breadth} {height}" xmlns="http://www.w3.org/2000/svg">'
        f"<g>{''.join(lines)}</g>{''.join(boxes)}</svg>"
    )
