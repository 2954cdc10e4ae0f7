import io
import sys
from types import SimpleNamespace

import pytest

from asn_appraisal.command import progress as module
from asn_appraisal.command.progress import progress_bar


class Terminal(io.StringIO):
    """A stream of text that is a terminal."""

    def isatty(self):  # noqa: D102
        return True


def on_terminal(monkeypatch):
    found = Terminal()
    monkeypatch.setattr(sys, "stderr", found)
    return found


def without(*names):
    def imported(name):
        if name in names:
            raise ImportError(name)
        return __import__(name)

    return imported


@pytest.mark.parametrize("stream", [None, io.StringIO()])
def test_without_a_terminal_nothing_is_shown(monkeypatch, stream):
    monkeypatch.setattr(sys, "stderr", stream)

    with progress_bar(100, "id") as done:
        done(50)

    assert stream is None or stream.getvalue() == ""


@pytest.mark.parametrize(("language", "shown"), [("id", "50 % dibaca"), ("en", "50 % read")])
def test_without_a_library_a_line_shows_how_far_it_has_come_and_is_wiped_at_the_end(monkeypatch, language, shown):
    terminal = on_terminal(monkeypatch)
    monkeypatch.setattr(module, "import_module", without("tqdm", "rich"))

    with progress_bar(200, language) as done:
        done(100)
        done(101)

    assert terminal.getvalue() == f"\r{shown}\r{' ' * len(shown)}\r"


def test_the_bar_of_tqdm_is_told_what_was_added(monkeypatch):
    on_terminal(monkeypatch)
    told = []

    class Bar:
        n = 0

        def __init__(self, **how):
            told.append(how["total"])

        def __enter__(self):
            return self

        def __exit__(self, *_):
            told.append("closed")

        def update(self, added):
            self.n += added
            told.append(added)

    monkeypatch.setattr(module, "import_module", lambda _: SimpleNamespace(tqdm=Bar))

    with progress_bar(100, "id") as done:
        done(30)
        done(70)

    assert told == [100, 30, 40, "closed"]


def test_rich_is_used_where_tqdm_is_not_installed(monkeypatch):
    on_terminal(monkeypatch)
    told = []

    class Bar:
        def __init__(self, **_):
            pass

        def __enter__(self):
            return self

        def __exit__(self, *_):
            told.append("closed")

        def add_task(self, _, total):
            return total

        def update(self, task, completed):
            told.append((task, completed))

    def imported(name):
        if name == "tqdm":
            raise ImportError(name)
        return SimpleNamespace(Progress=Bar, Console=lambda **_: None)

    monkeypatch.setattr(module, "import_module", imported)

    with progress_bar(100, "id") as done:
        done(30)

    assert told == [(100, 30), "closed"]
