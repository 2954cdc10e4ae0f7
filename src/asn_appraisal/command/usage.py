"""Usage: the commands and options, and the messages of the parser, in Indonesian and English."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any, NoReturn

from ..appraising.traces import MOST_DEPTH
from ..numbers import FLOAT_MODES
from ..texts import LANGUAGES, say
from ..version import __version__
from .exporting import DIALECTS, TO

# Messages of argparse in Indonesian. It has no hook but the finished sentence; one that a later Python words differently
# stays in English.
_SAID = tuple(
    (re.compile(pattern, re.DOTALL), said)
    for pattern, said in (
        (r"the following arguments are required: (.+)", "argumen ini wajib diisi: {0}"),
        (r"unrecognized arguments: (.+)", "argumen tidak dikenal: {0}"),
        (r"argument (.+?): (.+)", "argumen {0}: {1}"),
        (r"invalid choice: (.+) \(choose from (.+)\)", "tidak ada pilihan {0} (pilih dari {1})"),
        (r"expected one argument", "perlu satu nilai"),
        (r"invalid int value: (.+)", "bukan bilangan bulat: {0}"),
        (r"ambiguous option: (.+) could match (.+)", "{0} dapat berarti {1}"),
        (r"ignored explicit argument (.+)", "tidak menerima nilai {0}"),
    )
)


def in_indonesian(message: str) -> str:
    """A message of argparse in Indonesian.

    >>> in_indonesian("argument --seed: invalid int value: 'x'")
    "argumen --seed: bukan bilangan bulat: 'x'"
    """
    for pattern, said in _SAID:
        if found := pattern.fullmatch(message):
            *first, last = (*found.groups(), "")[: max(len(found.groups()), 1)]
            return said.format(*first, in_indonesian(last))
    return message


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str, *, prefix: str, **more: Any) -> None:
        super().__init__(prog, **more)
        self.prefix = prefix

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, self.prefix if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    def __init__(self, *, language: str, add_help: bool = True, **more: Any) -> None:
        formatter: Any = partial(_Formatter, prefix=say("usage.usage", language) + " ")
        super().__init__(add_help=False, formatter_class=formatter, **more)
        self.language = language
        self._positionals.title, self._optionals.title = (
            say("usage.positionals", language),
            say("usage.options", language),
        )
        if add_help:
            self.add_argument("-h", "--help", action="help", help=say("usage.help", language))

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the call, in its language, and end with exit code 2."""
        self.print_usage(sys.stderr)
        said = in_indonesian(message) if self.language == "id" else message
        self.exit(2, f"{self.prog}: {say('usage.error', self.language)}: {said}\n")


def language_of(arguments: Sequence[str] | None) -> str:
    """The language that a call asks for, even if the rest of it is wrong.

    >>> language_of(["skor", "--language=en"]), language_of(["--language", "fr"])
    ('en', 'id')
    """
    early = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    early.add_argument("--language")
    try:
        found = early.parse_known_args(arguments)[0].language
    except (argparse.ArgumentError, SystemExit):
        return "id"
    return found if found in LANGUAGES else "id"


def parser(language: str) -> argparse.ArgumentParser:
    """The parser of the command line; its messages are in a language. ``command`` of its result is the name of the command."""
    whole = _Parser(language=language, prog="asn-appraisal", description=say("usage.about", language))
    whole.add_argument(
        "--version", action="version", version=f"asn-appraisal {__version__}", help=say("usage.version", language)
    )
    made: Any = partial(_Parser, language=language)
    commands = whole.add_subparsers(required=True, metavar="COMMAND", dest="command", parser_class=made)
    common = _Parser(language=language, add_help=False)
    common.add_argument("--language", choices=("id", "en"), default="id", help=say("usage.language", language))
    chosen = _Parser(language=language, add_help=False)
    chosen.add_argument("policy", metavar="KEY|FILE", help=say("usage.policy", language))
    chosen.add_argument(
        "--option", action="append", default=[], metavar="NAME=VALUE", help=say("usage.option", language)
    )
    _scoring(commands, common, chosen)
    _auditing(commands, common)
    _testing(commands, common, chosen)
    _answers(commands, common, chosen)
    _exporting(commands, common, chosen)
    return whole


def _data(language: str, *, records: bool = True) -> _Parser:
    """The files of a call and how to read them."""
    data = _Parser(language=language, add_help=False)
    if records:
        data.add_argument("records", nargs="?", metavar="RECORDS", help=say("usage.records", language))
        data.add_argument(
            "--items", action="append", default=[], metavar="NAME=FILE", help=say("usage.items", language)
        )
    data.add_argument("--key", metavar="COLUMN", help=say("usage.key", language))
    data.add_argument("--one-unit", action="store_true", help=say("usage.one_unit", language))
    data.add_argument("--decimal", choices=("comma", "point"), help=say("usage.decimal", language))
    data.add_argument("--cells", action="append", default=[], metavar="NAME=VALUE", help=say("usage.cells", language))
    data.add_argument("--floats", choices=FLOAT_MODES, default="snap", help=say("usage.floats", language))
    data.add_argument(
        "--bad-items", choices=("refuse", "drop"), default="refuse", help=say("usage.bad_items", language)
    )
    data.add_argument("--least-kept", type=int, default=50, metavar="PERCENT", help=say("usage.least_kept", language))
    return data


def _scoring(commands: Any, common: _Parser, chosen: _Parser) -> None:
    language = common.language
    data = _data(language)
    listing = commands.add_parser("schemes", parents=[common], help=say("usage.schemes", language))
    listing.add_argument("--subject", help=say("usage.subject", language))
    listing.add_argument("--on", metavar="DAY", help=say("usage.on", language))
    commands.add_parser("show", parents=[common, chosen], help=say("usage.show", language))
    score = commands.add_parser("score", parents=[common, chosen, data], help=say("usage.score", language))
    score.add_argument("-o", "--output", metavar="OUT", help=say("usage.output", language))
    score.add_argument(
        "--on-error", choices=("raise", "quarantine"), default="raise", help=say("usage.on_error", language)
    )
    score.add_argument("--rejects", metavar="FILE", help=say("usage.rejects", language))
    score.add_argument("--audit", metavar="TABLE", help=say("usage.audit_table", language))
    score.add_argument("--period", metavar="PERIOD", help=say("usage.period", language))
    told = commands.add_parser("explain", parents=[common, chosen, data], help=say("usage.explain", language))
    told.add_argument("--row", required=True, metavar="KEYVALUE", help=say("usage.row", language))
    told.add_argument(
        "--depth", type=partial(_depth, language=language), metavar="N", help=say("usage.depth", language)
    )
    told.add_argument("--keys", action="store_true", help=say("usage.keys", language))
    following = commands.add_parser("next", parents=[common, chosen, data], help=say("usage.next", language))
    following.add_argument("--row", required=True, metavar="KEYVALUE", help=say("usage.row", language))
    following.add_argument("--goal", metavar="BAND", help=say("usage.goal", language))
    following.add_argument("--json", action="store_true", help=say("usage.json", language))
    report = commands.add_parser("report", parents=[common, chosen, data], help=say("usage.report", language))
    report.add_argument("-o", "--output", required=True, metavar="FOLDER", help=say("usage.report_folder", language))
    columns: dict[str, Any] = {"action": "append", "default": [], "metavar": "COLUMN"}
    report.add_argument("--about", **columns, help=say("usage.report_about", language))
    report.add_argument("--by", **columns, help=say("usage.report_by", language))
    report.add_argument("--reply", default="", metavar="TEXT", help=say("usage.report_reply", language))
    template = commands.add_parser("template", parents=[common, chosen], help=say("usage.template", language))
    template.add_argument("-o", "--output", required=True, metavar="FOLDER", help=say("usage.folder", language))


def _depth(text: str, *, language: str) -> int:
    if re.fullmatch("[0-9]{1,9}", text) and int(text) <= MOST_DEPTH:
        return int(text)
    raise argparse.ArgumentTypeError(say("command.bad_depth", language, text=text, most=MOST_DEPTH))


def _auditing(commands: Any, common: _Parser) -> None:
    language = common.language
    checked = commands.add_parser("verify", parents=[common], help=say("usage.verify", language))
    checked.add_argument("records", metavar="RECORDS", help=say("usage.trail", language))
    checked.add_argument("--policy", metavar="KEY|FILE", help=say("usage.its_policy", language))
    checked.add_argument("--key-from-env", metavar="NAME", help=say("usage.key_from_env", language))
    checked.add_argument("--anchor", default="0", metavar="N:DIGEST", help=say("usage.anchor", language))
    checked.add_argument("--after", default="0", metavar="N:DIGEST", help=say("usage.after", language))


def _testing(commands: Any, common: _Parser, chosen: _Parser) -> None:
    language = common.language
    check = commands.add_parser("check", parents=[common, chosen], help=say("usage.check", language))
    check.add_argument("--cases", metavar="FILE", help=say("usage.cases", language))
    check.add_argument("--mutants", action="store_true", help=say("usage.mutants", language))
    check.add_argument("--pairs", type=int, default=100, metavar="N", help=say("usage.pairs", language))
    check.add_argument("--seed", type=int, default=1, metavar="N", help=say("usage.seed", language))
    vectors = commands.add_parser("vectors", parents=[common, chosen], help=say("usage.vectors", language))
    vectors.add_argument("-o", "--output", metavar="FILE", help=say("usage.lines", language))
    vectors.add_argument("--seed", type=int, default=1, metavar="N", help=say("usage.seed", language))


def _answers(commands: Any, common: _Parser, chosen: _Parser) -> None:
    language = common.language
    pair = _Parser(language=language, add_help=False)
    for name in ("old", "new"):
        pair.add_argument(name, metavar=name.upper(), help=say(f"usage.{name}", language))
    plain = _Parser(language=language, add_help=False)
    plain.add_argument("--json", action="store_true", help=say("usage.json", language))
    data = _data(language)
    commands.add_parser("diff", parents=[common, pair, data, plain], help=say("usage.diff", language))
    commands.add_parser("review", parents=[common, chosen, plain], help=say("usage.review", language))
    compare = commands.add_parser("compare", parents=[common, pair, data, plain], help=say("usage.compare", language))
    compare.add_argument("-o", "--output", metavar="OUT", help=say("usage.compared_file", language))
    compare.add_argument("--by", action="append", default=[], metavar="COLUMN", help=say("usage.by", language))
    files = _Parser(language=language, add_help=False)
    for name, place in (("before", "first_file"), ("after", "second_file")):
        files.add_argument(name, nargs="?", metavar=name.upper(), help=say(f"usage.{place}", language))
    for name, text in (("before", "usage.items_before"), ("after", "usage.items_after")):
        files.add_argument(
            f"--items-{name}", action="append", default=[], metavar="NAME=FILE", help=say(text, language)
        )
    parents = [common, chosen, files, _data(language, records=False), plain]
    why = commands.add_parser("why", parents=parents, help=say("usage.why", language))
    why.add_argument("--row", required=True, metavar="KEYVALUE", help=say("usage.row", language))
    _groups(commands, language, [common, chosen, data, plain])


def _groups(commands: Any, language: str, parents: list[argparse.ArgumentParser]) -> None:
    """The commands about a table as a whole: its groups, its raters, how firm its bands are."""
    columns: dict[str, Any] = {"action": "append", "metavar": "COLUMN"}
    groups = commands.add_parser("summaries", parents=parents, help=say("usage.summaries", language))
    groups.add_argument("--by", **columns, required=True, help=say("usage.groups_by", language))
    groups.add_argument("--small", choices=("mark", "merge"), default="mark", help=say("usage.small", language))
    groups.add_argument("--band", metavar="BAND", help=say("usage.band", language))
    groups.add_argument("--gaps", action="store_true", help=say("usage.gaps", language))
    who = commands.add_parser("raters", parents=parents, help=say("usage.raters", language))
    who.add_argument("--rater", required=True, metavar="COLUMN", help=say("usage.rater", language))
    who.add_argument("--person", **columns, default=[], help=say("usage.person", language))
    who.add_argument("--calibration", action="store_true", help=say("usage.calibration", language))
    firm = commands.add_parser("sensitivity", parents=parents, help=say("usage.sensitivity", language))
    firm.add_argument("--first", type=int, metavar="N", help=say("usage.first", language))


def _exporting(commands: Any, common: _Parser, chosen: _Parser) -> None:
    language = common.language
    export = commands.add_parser("export", parents=[common, chosen], help=say("usage.export", language))
    export.add_argument("--to", choices=tuple(TO), required=True, help=say("usage.export_to", language))
    export.add_argument("-o", "--output", metavar="FILE", help=say("usage.export_file", language))
    export.add_argument("--dialect", choices=DIALECTS, default=DIALECTS[0], help=say("usage.dialect", language))
    export.add_argument("--table", metavar="NAME", help=say("usage.table", language))
    export.add_argument("--key", action="append", default=[], metavar="COLUMN", help=say("usage.export_key", language))


class UsageError(Exception):
    """A call with contradictory or missing arguments: the key of its phrase, and the facts."""

    def __init__(self, word: str, **facts: object) -> None:
        super().__init__(word)
        self.word = word
        self.facts = facts

    def text(self, language: str) -> str:
        """The message in a language."""
        return say(f"command.{self.word}", language, **self.facts)


def secret_in(name: str | None) -> bytes | None:
    """The secret in an environment variable: on the command line itself every other user could read it."""
    if name is None:
        return None
    if not os.environ.get(name):
        raise UsageError("no_secret", name=name)
    return os.fsencode(os.environ[name])


def plain_pairs(texts: list[str]) -> dict[str, str]:
    """``NAME=VALUE`` words as a mapping; raises ``UsageError`` for other words and for a name given twice."""
    found: dict[str, str] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name or not value or name in found:
            raise UsageError("bad_pair", text=text)
        found[name] = value
    return found
