import tomllib
from pathlib import Path

import asn_appraisal as asn
from asn_appraisal.version import __version__


def test_the_version_is_that_of_the_distribution():
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))

    assert project["project"]["version"] == __version__ == asn.__version__
