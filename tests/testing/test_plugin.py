import subprocess
import sys
from pathlib import Path

CASES = """
policy = "permenpanrb-88-2021"

[[case]]
name = "tepat 80"
record = {perencanaan = 80, pengukuran = 80, pelaporan = 80, evaluasi = 80}
band = "bb"

[[case]]
name = "di atas 80"
record = {perencanaan = 80.01, pengukuran = 80.01, pelaporan = 80.01, evaluasi = 80.01}
band = "%s"
source = "Lampiran"
note = "open below"
"""


def _pytest(folder: Path, *more: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--rootdir", str(folder), *more, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    return done.returncode, done.stdout


def test_each_case_of_a_file_is_a_test(tmp_path: Path) -> None:
    (tmp_path / "sakip.cases.toml").write_text(CASES % "a", encoding="utf-8")
    code, out = _pytest(tmp_path, "-p", "asn_appraisal.testing.plugin", "-v")
    assert code == 0
    assert "2 passed" in out
    assert "sakip.cases.toml::tepat 80 PASSED" in out


def test_a_case_that_fails_prints_the_difference_and_the_trace(tmp_path: Path) -> None:
    (tmp_path / "sakip.cases.toml").write_text(CASES % "aa", encoding="utf-8")
    code, out = _pytest(tmp_path, "-p", "asn_appraisal.testing.plugin")
    assert code == 1
    assert "1 failed, 1 passed" in out
    for line in (
        "case: di atas 80",
        "permenpanrb-88-2021 Lampiran open below",
        "band: expected aa, found a",
        "first step that differs: nilai",
        "30 % × perencanaan",
    ):
        assert line in out
    assert "Traceback" not in out


def test_conftest_can_switch_the_plugin_on(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["asn_appraisal.testing.plugin"]\n', encoding="utf-8")
    (tmp_path / "sakip.cases.toml").write_text(CASES % "a", encoding="utf-8")
    assert "2 passed" in _pytest(tmp_path)[1]


def test_nothing_is_collected_unasked(tmp_path: Path) -> None:
    (tmp_path / "sakip.cases.toml").write_text(CASES % "a", encoding="utf-8")
    assert "no tests ran" in _pytest(tmp_path)[1]


def test_a_file_that_cannot_be_read_is_an_error_of_collection(tmp_path: Path) -> None:
    (tmp_path / "sakip.cases.toml").write_text("policy = 1", encoding="utf-8")
    code, out = _pytest(tmp_path, "-p", "asn_appraisal.testing.plugin")
    assert code == 2
    assert "ASN707" in out
