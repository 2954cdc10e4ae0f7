"""What every test run shares: the examples of the documentation as tests, and the profiles of hypothesis.

Examples are collected from README.md and docs/**/*.md (each ``python`` fence: a block with ``>>>`` is a doctest, one without is
run) and from the docstrings of src/. All examples of one page share a namespace, from top to bottom.
"""

import os
from collections.abc import Iterator
from doctest import ELLIPSIS

import pytest
from hypothesis import settings
from sybil import Sybil
from sybil.parsers.myst import DocTestDirectiveParser, PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser

from asn_appraisal.columns.running.float_engine import every_row_checked

settings.register_profile("dev", max_examples=50)
settings.register_profile("ci", max_examples=200, derandomize=True, deadline=None, print_blob=True)
# For tests/mutation: a change is mostly noticed by the first examples.
settings.register_profile("quick", max_examples=20, derandomize=True, deadline=None, database=None)
settings.register_profile("thorough", max_examples=10_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))

# No test reads or writes what the user's own processes have compiled.
os.environ["ASN_APPRAISAL_CACHE"] = ""

# Path.match knows no "**" before Python 3.13, so each depth of folders is written out.
DEPTHS = ["*/" * depth for depth in range(5)]

_pages = Sybil(
    name="page",
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=ELLIPSIS),
        DocTestDirectiveParser(optionflags=ELLIPSIS),
        SkipParser(),
    ],
    patterns=["README.md", *(f"docs/{depth}*.md" for depth in DEPTHS)],
    excludes=["docs/changes/*"],  # fragments of the changelog are no pages
)
_docstrings = Sybil(
    name="docstring",
    parsers=[DocTestParser(optionflags=ELLIPSIS)],
    patterns=[f"src/{depth}*.py" for depth in DEPTHS],
)

pytest_collect_file = (_pages + _docstrings).pytest()


@pytest.fixture(autouse=True, scope="session")
def _each_row_of_each_table_is_checked() -> Iterator[None]:
    """What a plan of columns rests on is checked in every row that any test scores."""
    with every_row_checked():
        yield


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One process a core where everything, or all of ``tests/``, is run; none for a part, whose start would cost more."""
    asked = {str(arg).rstrip("/") for arg in config.args}
    return (os.cpu_count() or 1) if "tests" in asked else 0
