"""Usage: the commands and their options, and what the parser itself says, in Indonesian and English."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any, NoReturn

from ..numbers import FLOAT_MODES
from ..version import __version__

_TEXTS: dict[str, dict[str, str]] = {
    "id": {
        "usage": "cara pakai: ",
        "error": "galat",
        "positionals": "argumen",
        "options": "opsi",
        "help": "tampilkan bantuan ini",
        "version": "tampilkan versi",
        "about": "Penilaian kinerja: eksak dan dapat dijelaskan.",
        "language": "bahasa teks (bawaan: id)",
        "policy": "kunci skema, atau berkas TOML atau JSON",
        "option": "opsi skema",
        "records": "berkas CSV, satu baris satu data; - untuk masukan baku",
        "items": "berkas CSV berisi baris sebuah daftar",
        "key": "kolom yang menyebut pemilik baris (misalnya nip)",
        "decimal": "tanda desimal (bawaan: menurut pemisah)",
        "floats": "cara membaca float; CSV tidak memuatnya",
        "schemes": "daftar skema",
        "subject": "skema satu perihal",
        "on": "skema yang berlaku pada suatu hari, misalnya 2021-03-01",
        "show": "kebijakan sebagai halaman",
        "score": "nilai data dalam berkas CSV",
        "output": "berkas CSV yang ditulis, - untuk keluaran baku",
        "on_error": "bila ada data yang salah",
        "rejects": "berkas CSV untuk kesalahan, dengan --on-error quarantine",
        "explain": "bagaimana satu data dinilai",
        "row": "kunci data itu (tanpa --key: barisnya)",
        "template": "berkas CSV kosong untuk diisi",
        "folder": "map untuk berkas-berkas itu",
        "verify": "hitung ulang catatan audit",
        "trail": "JSON Lines, satu catatan audit satu baris; - untuk masukan baku",
        "its_policy": "kebijakan (bawaan: skema yang disebut tiap catatan)",
        "key_from_env": "variabel lingkungan yang berisi kunci HMAC",
        "anchor": "catatan yang harus ada, seperti yang disebut verify",
        "after": "catatan terakhir dari berkas yang disambung",
        "check": "uji kebijakan: kasusnya dan hukumnya",
        "cases": "kasus dalam TOML, CSV, atau JSON lines (bawaan: kasus skema itu)",
        "mutants": "sebut salah tulis yang tidak diketahui kasus mana pun",
        "pairs": "pasangan data untuk hukum (100)",
        "seed": "awal pengambilan contoh (1)",
        "vectors": "kasus untuk program dalam bahasa lain",
        "lines": "JSON lines yang ditulis (bawaan: keluaran baku)",
    },
    "en": {
        "usage": "usage: ",
        "error": "error",
        "positionals": "arguments",
        "options": "options",
        "help": "show this help",
        "version": "show the version",
        "about": "Appraisal scoring: exact and explained.",
        "language": "language of texts (default: id)",
        "policy": "key of a scheme, or a TOML or JSON file",
        "option": "option of the scheme",
        "records": "CSV file with a row a record, - for standard input",
        "items": "CSV file of a list's rows",
        "key": "column that tells whose a row is (such as nip)",
        "decimal": "decimal sign (default: from the separator)",
        "floats": "how floats are read; CSV has none",
        "schemes": "list the schemes",
        "subject": "schemes of one subject",
        "on": "schemes in force on a day, such as 2021-03-01",
        "show": "a policy as a readable page",
        "score": "score the records of CSV files",
        "output": "CSV file to write, - for standard output",
        "on_error": "what faults do",
        "rejects": "CSV file for the faults, with --on-error quarantine",
        "explain": "how one record is scored",
        "row": "key of the record (without --key: its line)",
        "template": "empty CSV files to fill in",
        "folder": "folder for the files",
        "verify": "work audit records out again",
        "trail": "JSON Lines, an audit record a line, - for standard input",
        "its_policy": "policy (default: the scheme that each record names)",
        "key_from_env": "variable of the environment that holds the HMAC's key",
        "anchor": "record that must be there, as verify said",
        "after": "last record of the file that this one goes on",
        "check": "test a policy: its cases and its laws",
        "cases": "cases in TOML, CSV or JSON lines (default: those of the scheme)",
        "mutants": "tell which slips of the pen no case would notice",
        "pairs": "pairs of records for the laws (100)",
        "seed": "where the sample begins (1)",
        "vectors": "cases for programs in other languages",
        "lines": "JSON lines to write (default: standard output)",
    },
}
# What argparse says of a wrong call, in Indonesian. It has no hook for it but the finished sentence; one that a later Python
# words otherwise stays as it is.
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
    """What argparse says of a wrong call, in Indonesian.

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
        words = _TEXTS[language]
        formatter: Any = partial(_Formatter, prefix=words["usage"])
        super().__init__(add_help=False, formatter_class=formatter, **more)
        self.language = language
        self._positionals.title, self._optionals.title = words["positionals"], words["options"]
        if add_help:
            self.add_argument("-h", "--help", action="help", help=words["help"])

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the call, in its language, and end with exit code 2."""
        self.print_usage(sys.stderr)
        said = in_indonesian(message) if self.language == "id" else message
        self.exit(2, f"{self.prog}: {_TEXTS[self.language]['error']}: {said}\n")


def language_of(arguments: Sequence[str] | None) -> str:
    """The language that a call asks for, however wrong the rest of it is.

    >>> language_of(["skor", "--language=en"]), language_of(["--language", "fr"])
    ('en', 'id')
    """
    early = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    early.add_argument("--language")
    try:
        found = early.parse_known_args(arguments)[0].language
    except (argparse.ArgumentError, SystemExit):
        return "id"
    return found if found in _TEXTS else "id"


def parser(language: str) -> argparse.ArgumentParser:
    """The parser of the command line; what it says itself is in a language. ``command`` of its result names the command."""
    words = _TEXTS[language]
    whole = _Parser(language=language, prog="asn-appraisal", description=words["about"])
    whole.add_argument("--version", action="version", version=f"asn-appraisal {__version__}", help=words["version"])
    made: Any = partial(_Parser, language=language)
    commands = whole.add_subparsers(required=True, metavar="COMMAND", dest="command", parser_class=made)
    common = _Parser(language=language, add_help=False)
    common.add_argument("--language", choices=("id", "en"), default="id", help=words["language"])
    chosen = _Parser(language=language, add_help=False)
    chosen.add_argument("policy", metavar="KEY|FILE", help=words["policy"])
    chosen.add_argument("--option", action="append", default=[], metavar="NAME=VALUE", help=words["option"])
    _scoring(commands, words, common, chosen)
    _auditing(commands, words, common)
    _testing(commands, words, common, chosen)
    return whole


def _scoring(commands: Any, words: dict[str, str], common: _Parser, chosen: _Parser) -> None:
    data = _Parser(language=common.language, add_help=False)
    data.add_argument("records", nargs="?", metavar="RECORDS", help=words["records"])
    data.add_argument("--items", action="append", default=[], metavar="NAME=FILE", help=words["items"])
    data.add_argument("--key", metavar="COLUMN", help=words["key"])
    data.add_argument("--decimal", choices=("comma", "point"), help=words["decimal"])
    data.add_argument("--floats", choices=FLOAT_MODES, default="snap", help=words["floats"])

    listing = commands.add_parser("schemes", parents=[common], help=words["schemes"])
    listing.add_argument("--subject", help=words["subject"])
    listing.add_argument("--on", metavar="DAY", help=words["on"])
    commands.add_parser("show", parents=[common, chosen], help=words["show"])
    score = commands.add_parser("score", parents=[common, chosen, data], help=words["score"])
    score.add_argument("-o", "--output", metavar="OUT", help=words["output"])
    score.add_argument("--on-error", choices=("raise", "quarantine"), default="raise", help=words["on_error"])
    score.add_argument("--rejects", metavar="FILE", help=words["rejects"])
    told = commands.add_parser("explain", parents=[common, chosen, data], help=words["explain"])
    told.add_argument("--row", required=True, metavar="KEYVALUE", help=words["row"])
    template = commands.add_parser("template", parents=[common, chosen], help=words["template"])
    template.add_argument("-o", "--output", required=True, metavar="FOLDER", help=words["folder"])


def _auditing(commands: Any, words: dict[str, str], common: _Parser) -> None:
    checked = commands.add_parser("verify", parents=[common], help=words["verify"])
    checked.add_argument("records", metavar="RECORDS", help=words["trail"])
    checked.add_argument("--policy", metavar="KEY|FILE", help=words["its_policy"])
    checked.add_argument("--key-from-env", metavar="NAME", help=words["key_from_env"])
    checked.add_argument("--anchor", default="0", metavar="N:DIGEST", help=words["anchor"])
    checked.add_argument("--after", default="0", metavar="N:DIGEST", help=words["after"])


def _testing(commands: Any, words: dict[str, str], common: _Parser, chosen: _Parser) -> None:
    check = commands.add_parser("check", parents=[common, chosen], help=words["check"])
    check.add_argument("--cases", metavar="FILE", help=words["cases"])
    check.add_argument("--mutants", action="store_true", help=words["mutants"])
    check.add_argument("--pairs", type=int, default=100, metavar="N", help=words["pairs"])
    check.add_argument("--seed", type=int, default=1, metavar="N", help=words["seed"])
    vectors = commands.add_parser("vectors", parents=[common, chosen], help=words["vectors"])
    vectors.add_argument("-o", "--output", metavar="FILE", help=words["lines"])
    vectors.add_argument("--seed", type=int, default=1, metavar="N", help=words["seed"])
