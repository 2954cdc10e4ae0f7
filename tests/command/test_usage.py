import re
import shlex
import tomllib
from pathlib import Path

import pytest

from asn_appraisal import __version__, schemes, texts, to_toml
from asn_appraisal.command import main
from asn_appraisal.command.usage import in_indonesian, language_of
from asn_appraisal.texts import LANGUAGES, say

PHRASES = tomllib.loads((Path(texts.__file__).parent / "phrases.toml").read_text(encoding="utf-8"))["usage"]
TEXTS = {language: {name: say(f"usage.{name}", language) for name in PHRASES} for language in LANGUAGES}
COMMANDS = ("schemes", "show", "score", "explain", "next", "report", "template", "verify", "check", "vectors", "export")
ENGLISH = re.compile(r"\b(usage|error|options|positional|argument|arguments|invalid|choose|required|expected|the)\b")
WRONG = [
    [],
    ["nilai"],
    ["show"],
    ["show", "a", "b"],
    ["show", "a", "--language", "fr"],
    ["check", "a", "--seed", "x"],
    ["check", "a", "--seed"],
    ["check", "a", "--mutants=1"],
    ["score", "a", "--de", "titik"],
    ["verify", "a", "--a", "1"],
]


def test_the_version_is_told(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"asn-appraisal {__version__}\n"


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_a_wrong_call_is_told_in_indonesian_unless_english_is_asked_for(capsys, arguments):
    assert main(arguments) == 2
    told = capsys.readouterr().err
    assert told.startswith("cara pakai: asn-appraisal")
    assert ": galat: " in told
    assert ENGLISH.search(told.replace("--on-error", "")) is None


def test_a_wrong_call_in_english_is_told_in_english(capsys):
    assert main(["check", "a", "--language", "en", "--seed", "x"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("usage: asn-appraisal check")
    assert "error: argument --seed: invalid int value: 'x'" in told


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_in_one_language_throughout(capsys, command):
    for language in ("id", "en"):
        assert main([*filter(None, [command]), "--help", "--language", language]) == 0
        told = capsys.readouterr().out
        mine, other = TEXTS[language], TEXTS["en" if language == "id" else "id"]
        assert told.startswith(mine["usage"])
        assert f"\n{mine['options']}:" in told
        words = " ".join(told.split())
        foreign = [
            text for name, text in other.items() if text not in mine.values() and len(text) > 12 and text in words
        ]
        assert foreign == []


def test_the_language_is_known_however_wrong_the_call_is():
    assert language_of(["x", "--language"]) == "id"
    assert language_of(["--lang", "en", "--nothing"]) == "en"


def test_a_sentence_that_is_not_known_stays_as_it_is():
    assert in_indonesian("something else") == "something else"


def test_the_command_that_a_template_of_a_file_prints_works(tmp_path, capsys):
    file = tmp_path / "aturan baru.toml"
    file.write_text(to_toml(schemes.get("ombudsman-2022")), encoding="utf-8")
    assert main(["template", str(file), "-o", str(tmp_path / "isi an")]) == 0
    command = shlex.split(capsys.readouterr().out.splitlines()[-1].partition("asn-appraisal ")[2])
    assert main([*command, "-o", "-"]) == 0
    assert capsys.readouterr().out.splitlines()[0].endswith("score;band")


def test_the_command_that_a_template_prints_keeps_the_options(tmp_path, capsys):
    assert main(["template", "pp-30-2019", "--option", "rounding=none", "-o", str(tmp_path / "isi")]) == 0
    command = shlex.split(capsys.readouterr().out.splitlines()[-1].partition("asn-appraisal ")[2])
    assert "--option=rounding=none" in command
    assert main([*command, "-o", "-"]) == 0
