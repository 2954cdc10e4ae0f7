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


def _named(folder: Path, policy: str) -> Path:
    """A file of cases for a policy in Python, and the mark that its module leaves when it is imported."""
    module = "from pathlib import Path\nPath(__file__).with_suffix('.mark').touch()\n"
    module += "from asn_appraisal import schemes\npolicy = schemes.get('permenpanrb-88-2021')\nmake = schemes.get\n"
    (folder / "modul_kasus.py").write_text(module, encoding="utf-8")
    (folder / "conftest.py").write_text('pytest_plugins = ["asn_appraisal.testing.plugin"]\n', encoding="utf-8")
    text = (CASES % "a").replace("permenpanrb-88-2021", policy)
    (folder / "sakip.cases.toml").write_text(text, encoding="utf-8")
    return folder / "modul_kasus.mark"


PATH = ("-o", "pythonpath=.")


def test_cases_import_no_module_that_nobody_named(tmp_path: Path) -> None:
    mark = _named(tmp_path, "modul_kasus:policy")
    code, out = _pytest(tmp_path, *PATH)
    assert (code, mark.exists()) == (1, False)
    assert "ASN390: modul_kasus:policy" in out
    assert "2 failed" in out


def test_a_command_named_in_cases_is_never_run(tmp_path: Path) -> None:
    _named(tmp_path, "subprocess:run")
    cases = (tmp_path / "sakip.cases.toml").read_text(encoding="utf-8")
    given = 'options = {args = ["touch", "pwned"]}'
    (tmp_path / "sakip.cases.toml").write_text(cases.replace('band = "', f'{given}\nband = "'), encoding="utf-8")
    code, out = _pytest(tmp_path)
    assert (code, (tmp_path / "pwned").exists()) == (1, False)
    assert "ASN390: subprocess:run" in out


def test_a_module_named_on_the_command_line_may_be_named_by_cases(tmp_path: Path) -> None:
    _named(tmp_path, "modul_kasus:policy")
    assert "2 passed" in _pytest(tmp_path, *PATH, "--asn-appraisal-module", "modul_kasus")[1]


def test_a_module_named_in_the_configuration_may_be_named_by_cases(tmp_path: Path) -> None:
    _named(tmp_path, "modul_kasus:policy")
    text = '[tool.pytest.ini_options]\nasn_appraisal_modules = ["modul_kasus"]\npythonpath = ["."]\n'
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    assert "2 passed" in _pytest(tmp_path, "-c", str(tmp_path / "pyproject.toml"))[1]


def test_what_cases_name_in_a_module_must_be_a_policy(tmp_path: Path) -> None:
    _named(tmp_path, "modul_kasus:make")
    code, out = _pytest(tmp_path, *PATH, "--asn-appraisal-module", "modul_kasus")
    assert code == 1
    assert "ASN391: modul_kasus:make is function" in out
