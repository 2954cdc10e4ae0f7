from pathlib import Path

import pytest
from tests.mutation.run import (
    PROJECT,
    Change,
    Copy,
    Judge,
    _annotations,
    _change,
    _inside,
    _within,
    judges,
    known_survivors,
    report,
    run,
    settings,
    source_of,
)

TEXT = '''"""A module."""

LIMIT = 3


class Scale:
    """A class."""

    @property
    def wide(self) -> bool | None:
        """A property."""
        return (
            LIMIT
            > 2
        )
'''


@pytest.mark.parametrize("survivor", known_survivors(), ids=lambda key: f"{key[0]}: {key[3]}")
def test_a_change_that_is_said_to_be_unnoticeable_can_still_be_made(survivor: tuple[str, ...]) -> None:
    module, inside, before, after = survivor
    text = (PROJECT / source_of(module)).read_text(encoding="utf-8")
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert before in lines or before in " ".join(lines)
    assert before != after
    assert inside in {_inside(text, at) for at, line in enumerate(lines, 1) if line and before.startswith(line)}


def test_each_change_that_no_test_can_notice_has_a_reason() -> None:
    assert all(len(reason.split()) > 3 for reason in known_survivors().values())


def test_a_module_is_judged_by_its_own_test_file_and_columns_by_their_laws_as_well() -> None:
    further = settings()["further"]
    own = judges("rounding", further)
    assert [judge.tests for judge in own] == [("tests/test_rounding.py",)] * 2
    assert [judge.profile for judge in own] == ["quick", "ci"]
    quick, laws, own_again = judges("columns.operations.affine", further)
    assert quick.tests == own_again.tests == ("tests/columns/operations/test_affine.py",)
    assert any("second_evaluation" in test for test in laws.tests)


class Asked(Copy):
    """A copy that is none: it keeps which tests it is asked to run."""

    def __init__(self) -> None:
        self.judges: list[Judge] = []

    def passes(self, judge: Judge) -> bool:
        """Always."""
        self.judges.append(judge)
        return True

    def compiled_but(self, module: str) -> None:
        """Nothing is there to compile."""


@pytest.mark.parametrize(("own", "profiles"), [(True, ["quick"]), (False, ["quick", "ci", "ci"])])
def test_the_own_tests_alone_are_asked_where_that_is_wanted(
    monkeypatch: pytest.MonkeyPatch, own: bool, profiles: list[str]
) -> None:
    monkeypatch.setattr("tests.mutation.run.changes", lambda *_, **__: iter(()))
    copy = Asked()
    assert list(run("columns.operations.affine", [copy], every=1, own=own)) == []
    assert [judge.profile for judge in copy.judges] == profiles


@pytest.mark.parametrize("test", [test for tests in settings()["further"].values() for test in tests])
def test_the_further_tests_are_there(test: str) -> None:
    path, _, name = test.partition("::")
    assert f"def {name}" in (PROJECT / path).read_text(encoding="utf-8")


def test_a_change_is_told_by_its_place_and_the_line_before_and_after() -> None:
    change = _change("a.b", 13, TEXT, TEXT.replace("LIMIT\n", "LIMIT +  1\n"))
    assert change.key == ("a.b", "Scale.wide", "LIMIT", "LIMIT + 1")
    assert change.line == 13
    removed = _change("a.b", 9, TEXT, TEXT.replace("    @property\n", ""))
    assert (removed.before, removed.after) == ("@property", "")
    with_its_gap = _change("a.b", 9, TEXT, TEXT.replace("\n    @property\n", ""))
    assert (with_its_gap.line, with_its_gap.inside, with_its_gap.before) == (9, "Scale.wide", "@property")
    assert _inside(TEXT, 3) == "-"


def test_annotations_are_no_place_for_a_change() -> None:
    line = next(at for at, each in enumerate(TEXT.splitlines(), 1) if "->" in each)
    column = TEXT.splitlines()[line - 1].index("|")
    assert _within((line, column), _annotations(TEXT))
    assert not _within((3, 8), _annotations(TEXT))


def test_the_report_counts_what_was_noticed_among_what_can_be_noticed(capsys: pytest.CaptureFixture[str]) -> None:
    tried = [Change("a", at, "f", "x > 0", f"x > {at}", "") for at in range(1, 21)]
    results = [(change, change.line > 2) for change in tried]
    line, new = report("a", results, {tried[0].key})
    assert line == "a: 20 changes, 18 noticed, 1 that no test can notice, 1 others: 94.7 %"
    assert new == 1
    assert capsys.readouterr().out == "a:2 (f)\n  - x > 0\n  + x > 2\n"


def test_the_sources_of_modules_are_found() -> None:
    assert source_of("columns.operations.affine") == Path("src/asn_appraisal/columns/operations/affine.py")
