"""What the documentation names: public names in the reference, files in the pages about the inside, the drawn picture."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from tests.test_architecture import INSIDE, LAYERS, SOURCE, is_own

import asn_appraisal
from asn_appraisal import schemes

PROJECT = Path(__file__).parent.parent
REFERENCE = PROJECT / "docs" / "reference"
PAGES = ("explanation/architecture.md", "contributing.md")
# Modules that people import from, each described whole; what else is public comes from ``asn_appraisal`` itself.
MODULES = (
    "schemes",
    "errors",
    "adapters.databases",
    "exports.javascript",
    "exports.web_page",
    "adapters.siasn",
    "exports.sql",
    "exports.polars",
    "adapters.excel.tables",
    "adapters.excel.templates",
    "adapters.excel.results",
    "testing.laws",
    "testing.strategies",
    "testing.cases",
    "testing.coverages",
    "testing.mutants",
    "testing.mutant_trials",
    "testing.vectors",
    "testing.known",
    "testing.plugin",
)
KIT = ("testing.drawing.directions.directions", "testing.drawing.pairs.random_pair")
DIRECTIVE = re.compile(r"^\.\. auto(?:class|function|data|module|exception):: +(\S+)", re.MULTILINE)
PATH = re.compile(r"`([\w.-]+(?:/[\w.-]+)+/?|[\w.-]+/|[\w.-]+\.(?:py|toml|md))`")


def described(folder: Path) -> Counter[str]:
    """How often the pages of a folder describe each name."""
    return Counter(name for page in sorted(folder.rglob("*.md")) for name in DIRECTIVE.findall(page.read_text("utf-8")))


def public_names(package: ModuleType, modules: Iterable[str]) -> set[str]:
    """The full names that must be described: modules whole, all else one by one."""
    found = {f"{package.__name__}.{module}" for module in modules}
    values = {each: getattr(package, each) for each in package.__all__}
    for each, value in values.items():
        name = f"{package.__name__}.{each}"
        if not isinstance(value, ModuleType):
            found.add(name)
        elif name not in found:
            own = (key for key, entry in vars(value).items() if is_own(key, entry, value.__name__))
            found |= {f"{name}.{key}" for key in own if key not in values}
    return found


def missing_paths(text: str, roots: Iterable[Path]) -> list[str]:
    """The paths of a page that exist below none of the roots."""
    roots = tuple(roots)
    return [path for path in PATH.findall(text) if not any((root / path).exists() for root in roots)]


def test_every_public_name_has_its_place_on_one_page() -> None:
    counts = described(REFERENCE)
    wanted = public_names(asn_appraisal, MODULES) | {f"asn_appraisal.{each}" for each in KIT}
    assert {name: counts[name] for name in wanted if counts[name] != 1} == {}


def test_nothing_inside_the_package_has_a_page() -> None:
    wanted = public_names(asn_appraisal, MODULES) | {f"asn_appraisal.{each}" for each in KIT}
    assert sorted(set(described(REFERENCE)) - wanted) == []


def test_every_page_of_the_reference_is_listed() -> None:
    index = (REFERENCE / "index.md").read_text("utf-8")
    listed = set(re.findall(r"^([\w-]+)$", index, re.MULTILINE))
    assert {page.stem for page in REFERENCE.rglob("*.md")} - {"index"} == listed


def test_the_rules_are_public_one_by_one() -> None:
    names = {each.removeprefix("asn_appraisal.rules.") for each in public_names(asn_appraisal, MODULES)}
    assert {"higher_is_better", "value", "Hole", "holes"} <= names
    assert set(schemes.__all__) & names == set()


def test_a_name_that_is_described_twice_or_never_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(".. autoclass:: p.A\n.. autofunction:: p.f\n   :noindex:\n", "utf-8")
    (tmp_path / "b.md").write_text(".. automodule:: p.m\n.. autoclass:: p.A\n", "utf-8")
    assert described(tmp_path) == {"p.A": 2, "p.f": 1, "p.m": 1}


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_a_page_names_exists(page: str) -> None:
    text = (PROJECT / "docs" / page).read_text("utf-8")
    assert missing_paths(text, (SOURCE, PROJECT)) == []


def test_a_path_that_does_not_exist_is_found(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.py").touch()
    text = "`a/`, `a/b.py`, `a/c.py`, `b.py`, `c.toml`, `d/`, `a.b`, `x / y`, `schemes/<law>.py`"
    assert missing_paths(text, [tmp_path]) == ["a/c.py", "b.py", "c.toml", "d/"]


# --- notebooks: run by the build of the pages ------------------------------------------------------------------------

NOTEBOOKS = sorted((PROJECT / "docs" / "notebooks").glob("*.ipynb"))


def test_every_notebook_is_listed() -> None:
    index = (PROJECT / "docs" / "index.md").read_text("utf-8")
    listed = re.findall(r"^notebooks/([\w-]+)$", index, re.MULTILINE)
    assert [each.stem for each in NOTEBOOKS] == sorted(listed) != []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_stored_without_outputs_and_all_its_cells_are_python(path: Path) -> None:
    cells = [cell for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]
    assert cells
    for cell in cells:
        assert (cell["outputs"], cell["execution_count"]) == ([], None)
        assert ast.parse("".join(cell["source"])).body


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_picture_of_a_notebook_says_in_words_what_it_shows(path: Path) -> None:
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        pictured = cell["cell_type"] == "code" and ".chart(" in "".join(cell["source"])
        assert bool(cell["metadata"].get("mystnb", {}).get("image", {}).get("alt")) == pictured


# --- the picture of the rooms ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rooms() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(PROJECT / "docs" / "_extensions"))
        yield import_module("rooms")


DIAMOND = {"low": set(), "left": {"low"}, "right": {"low"}, "high": {"left", "right", "low"}}


def test_an_import_that_follows_from_others_is_not_drawn(rooms: ModuleType) -> None:
    assert rooms.drawn(DIAMOND) == {**DIAMOND, "high": {"left", "right"}}


def test_a_room_lies_above_all_that_it_imports(rooms: ModuleType) -> None:
    assert rooms.floors(DIAMOND) == [["low"], ["left", "right"], ["high"]]


def test_the_picture_has_a_box_a_room_and_a_line_an_import(rooms: ModuleType) -> None:
    found = rooms.picture(DIAMOND)
    heights = {room: float(y) for y, room in re.findall(r'<rect x="\S+" y="(\S+)".*?<text [^>]*>(\w+)<', found)}
    assert set(heights) == set(DIAMOND)
    assert heights["high"] < heights["left"] == heights["right"] < heights["low"]
    assert found.count("<path ") == 4


def _points(path: str) -> list[tuple[float, float]]:
    """Points along a drawn line, a few units apart."""
    x, y, turn, *bend, end = map(float, re.findall(r"-?[\d.]+", path))
    straight = [(x, y + step * (turn - y) / 100) for step in range(101)]
    knots = [(x, turn), *zip(bend[::2], bend[1::2], strict=True)]
    curved = [
        tuple(sum(part * knot[axis] for part, knot in zip(_parts(step / 100), knots, strict=True)) for axis in (0, 1))
        for step in range(101)
    ]
    return [*straight, *curved, *((bend[-2], bend[-1] + step * (end - bend[-1]) / 100) for step in range(101))]


def _parts(t: float) -> tuple[float, float, float, float]:
    return (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3


@pytest.mark.parametrize("folder", ["", "columns"])
def test_no_line_of_the_picture_crosses_a_room(rooms: ModuleType, folder: str) -> None:
    graph = rooms.rooms(SOURCE, folder)
    paths = re.findall(r'<path d="([^"]+)"', rooms.picture(graph))
    assert len(paths) == sum(map(len, rooms.drawn(graph).values()))
    crossed = {
        room
        for path in paths
        for x, y in _points(path)
        for room, (left, top) in rooms.places(graph).items()
        if left < x < left + rooms.WIDTH and top < y < top + rooms.HEIGHT
    }
    assert crossed == set()


def test_every_folder_of_the_package_is_a_room(rooms: ModuleType) -> None:
    folders = [row for row in LAYERS if row and (SOURCE / row).is_dir()]
    above = folders[folders.index("algebra") :]
    assert set(rooms.rooms(SOURCE)) == {*above, "ground", "policies", "asn_appraisal"}
    assert list(rooms.rooms(SOURCE, "columns")) == list(INSIDE["columns"])


def test_rooms_are_joined_by_the_imports_of_their_modules(rooms: ModuleType, tmp_path: Path) -> None:
    root = tmp_path / "pack"
    files = {"faults.py": "", "errors.py": "from .faults import x", "algebra/a.py": "from ..errors import x"}
    files |= {"policies.py": "from .algebra.a import y", "__init__.py": "from .policies import z"}
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    found = {room: imported for room, imported in rooms.rooms(root).items() if imported}
    assert found == {"algebra": {"ground"}, "policies": {"algebra"}, "asn_appraisal": {"policies"}}


def test_the_page_describes_every_room(rooms: ModuleType) -> None:
    page = (PROJECT / "docs" / "explanation" / "architecture.md").read_text("utf-8")
    described_rooms = {
        each.strip("`").rstrip("/").removesuffix(".py") for each in re.findall(r"^\| (\S+) \|", page, re.MULTILINE)
    }
    assert set(rooms.rooms(SOURCE)) <= described_rooms
