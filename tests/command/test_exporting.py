"""The export command: a policy in another language, to a file or to standard output."""

from pathlib import Path

import pytest

from asn_appraisal import schemes
from asn_appraisal.command import main
from asn_appraisal.command.exporting import TO
from asn_appraisal.exports.javascript import to_javascript
from asn_appraisal.exports.web_page import to_html

KEY = "permenpan-16-2009"


def test_the_text_goes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", KEY, "--to", "javascript"]) == 0
    assert capsys.readouterr().out == to_javascript(schemes.get(KEY))


def test_a_page_goes_to_a_file_in_the_language_of_the_call(tmp_path: Path) -> None:
    for language in ("id", "en"):
        path = tmp_path / f"{language}.html"
        assert main(["export", KEY, "--to", "html", "-o", str(path), "--language", language]) == 0
        assert path.read_text(encoding="utf-8") == to_html(schemes.get(KEY), language)


def test_a_language_that_is_not_written_is_refused_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", KEY, "--to", "cobol"]) == 2
    told = capsys.readouterr().err
    assert [name for name in TO if name not in told] == []


def test_the_file_of_the_policy_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "kebijakan.toml"
    path.write_text('format = "asn-appraisal/1"\n', encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    assert main(["export", str(path), "--to", "html", "-o", str(path)]) != 0
    assert path.read_text(encoding="utf-8") == before
    assert capsys.readouterr().err
