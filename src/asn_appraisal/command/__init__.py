"""The command line: ``asn-appraisal schemes | show | score | explain | next | report | template | verify | check | vectors |
diff | review | compare | why | export``.

Exit codes: 0 done, 1 the data or the policy is at fault (or every row was rejected), 2 wrong usage. Standard output
carries the result alone; everything else goes to standard error. ``-`` is standard input or output.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from .. import schemes
from ..adapters.output_files import Content, flush_out, same_file, silence_out, write_out, write_whole
from ..errors import (
    AnchorError,
    AppraisalError,
    CaseFileError,
    CellsError,
    DateError,
    FileKindError,
    FileMissingError,
    FileWriteError,
    NoSuchBandError,
    NotAPolicyError,
    OutputKindError,
    RecordError,
    SchemeError,
    SecretError,
    StreamWriteError,
)
from ..questions.explanations import explain
from ..questions.trails import TrailReader
from ..texts import say
from ..wording.pages import markdown
from .cell_options import cells_of
from .exporting import export_policy
from .input_files import InputFiles, standard_input
from .named_policies import is_there, named_policy, policy_in, policy_of
from .progress import progress_bar
from .scoring import FileScores, explained, score_files
from .templates import TemplateCall
from .text_tables import text_table
from .usage import UsageError, language_of, parser, plain_pairs, secret_in

if TYPE_CHECKING:
    from .answers import ComparedFiles  # numpy is loaded with it

DONE, AT_FAULT, WRONG_USAGE = 0, 1, 2
_WRONG_USAGE = (
    AnchorError,
    CaseFileError,
    CellsError,
    DateError,
    FileKindError,
    FileMissingError,
    NoSuchBandError,
    NotAPolicyError,
    OutputKindError,
    SchemeError,
    SecretError,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; ``arguments`` are those of the process by default. Returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A character that the terminal's encoding lacks is shown by its code: a name must not end a run.
            stream.reconfigure(errors="backslashreplace")
    language = language_of(arguments)
    try:
        try:
            options = parser(language).parse_args(arguments)
            code = _COMMANDS[options.command](options)
        except SystemExit as stop:
            code = DONE if stop.code in {0, None} else WRONG_USAGE
        flush_out()
    except UsageError as problem:
        _print_error(f"asn-appraisal: {problem.text(language)}")
        return WRONG_USAGE
    except AppraisalError as problem:
        _print_error(f"{problem.code}: {problem.text(language)}")
        if isinstance(problem, StreamWriteError):
            silence_out()
        return WRONG_USAGE if isinstance(problem, _WRONG_USAGE) else AT_FAULT
    except BrokenPipeError:
        # The reader of our output is gone (`| head`): that is no error.
        silence_out()
        return DONE
    return code


def _print(text: str) -> None:
    write_out(f"{text}\n")


def _print_error(text: str) -> None:
    # Without a standard error print would write to standard output, among the results.
    if sys.stderr is not None:
        with suppress(OSError):
            print(text, file=sys.stderr)


def _inputs(options: argparse.Namespace, records: str | None = None) -> InputFiles:
    return InputFiles(
        options.records if records is None else records,
        plain_pairs(options.items) if records is None else {},
        options.key,
        options.floats,
        cells_of(options.cells, options.decimal),
        options.one_unit,
        bad_items=options.bad_items,
        least_kept=options.least_kept,
    )


def _schemes(options: argparse.Namespace) -> int:
    if options.subject and options.on:
        found = [schemes.in_force(options.subject, options.on)]
    else:
        found = schemes.listed(subject=options.subject, day=options.on)
    rows = [
        (
            policy.key,
            policy.called(options.language),
            policy.subject,
            f"{policy.since or ''}..{policy.until or ''}" if policy.since or policy.until else "",
        )
        for policy in found
    ]
    heads = [say(f"command.{name}", options.language) for name in ("key", "title", "subject", "force")]
    _print(text_table(heads, rows))
    return DONE


def _show(options: argparse.Namespace) -> int:
    write_out(markdown(policy_in(options), options.language))
    return DONE


def _score(options: argparse.Namespace) -> int:
    _checked_outputs(options)
    scores = _scores(options)
    if scores.faults and options.on_error == "raise":
        raise RecordError(faults=scores.faults)
    # A column that identifies a row is written to the result: it is used.
    if unused := [column for column in scores.unused if column not in scores.labels]:
        _print_error(say("command.unused", options.language, columns=", ".join(unused)))
    for note in scores.notes:
        _print_error(note.text(options.language))
    _write(scores, options)
    if scores.faults:
        _print_error(say("command.rejected", options.language, count=scores.rejected))
        _print_error(RecordError(faults=scores.faults).text(options.language))
    good = len(scores.scores) - scores.rejected
    return AT_FAULT if not good and (scores.rejected or scores.faults) else DONE


def _scores(options: argparse.Namespace) -> FileScores:
    """The scores of the files; those of a large file block by block where a file is written."""
    from .large_files import large_size, score_large_file

    policy, inputs = policy_in(options), _inputs(options)
    size = large_size(policy, inputs) if options.output else 0
    if size:
        with progress_bar(size, options.language) as done:
            found = score_large_file(policy, inputs, done)
        if found is not None:
            return found
    return score_files(policy, inputs)


def _write(scores: FileScores, options: argparse.Namespace) -> None:
    """Write the results to their destinations; files whole or not at all."""
    from ..adapters.data_files import fault_writer_of, writer_of

    files: dict[Path, Content] = {}
    if options.output and options.output != "-":
        path = Path(options.output)
        files[path] = writer_of(path)(scores.results(path, options.language))
    if options.rejects and options.rejects != "-":
        path = Path(options.rejects)
        files[path] = fault_writer_of(path)(scores.rejects(path, options.language))
    _keep_inputs(files, options, _inputs(options).paths)
    if options.output == "-":
        for text in scores.results(Path("-")).csv():
            write_out(text)
    elif not options.output:
        _print(scores.page(options.language))
    if options.rejects == "-":
        write_out(scores.rejects(Path("-"), options.language).csv())
    flush_out()  # a full disk is noticed before any file is changed
    write_whole(files)


def _checked_outputs(options: argparse.Namespace) -> None:
    """Refuse a kind of file that is not written, and a file for the faults that would overwrite the results."""
    from ..adapters.data_files import fault_writer_of, writer_of

    if options.output and options.output != "-":
        writer_of(Path(options.output))
    if options.rejects and options.rejects != "-":
        fault_writer_of(Path(options.rejects))
    if not options.rejects:
        return
    if options.on_error != "quarantine":
        raise UsageError("rejects_alone")
    results = Path(options.output) if options.output and options.output != "-" else sys.stdout
    if options.rejects == "-":
        twice = results is sys.stdout or same_file(Path(options.output), sys.stdout)
    else:
        twice = same_file(Path(options.rejects), results)
    if twice:
        raise UsageError("rejects_twice", path=options.rejects)


def _keep_inputs(files: Iterable[Path], options: argparse.Namespace, read: Sequence[str]) -> None:
    """Refuse to overwrite what the call reads: its data and its policy."""
    for path in files:
        if any(same_file(path, sys.stdin if each == "-" else Path(each)) for each in read):
            raise FileWriteError(path=path, reason=say("command.input_as_output", options.language))
        if is_there(options.policy) and same_file(path, Path(options.policy)):
            raise FileWriteError(path=path, reason=say("command.policy_as_output", options.language))


def _explain(options: argparse.Namespace) -> int:
    policy, inputs = policy_in(options), _inputs(options)
    appraisal = explained(policy, inputs, options.row)
    write_out(explain(appraisal, language=options.language, names=not options.keys, depth=options.depth))
    return DONE


def _next(options: argparse.Namespace) -> int:
    from .answers import told_ways

    appraisal = explained(policy := policy_in(options), _inputs(options), options.row)
    write_out(told_ways(policy, appraisal, options.goal, options.language, as_json=options.json))
    return DONE


def _template(options: argparse.Namespace) -> int:
    call = TemplateCall(policy_in(options), options.policy, options.option, Path(options.output), options.language)
    for line in call.write():
        _print(line)
    return DONE


def _report(options: argparse.Namespace) -> int:
    from ..adapters.reports.writing import write_reports

    found = _scores(options)
    heads = {"about": options.about, "by": options.by, "reply": options.reply, "language": options.language}
    count = write_reports(found.scores, options.output, **heads)
    for note in found.notes:
        _print_error(note.text(options.language))
    if found.faults:
        _print_error(RecordError(faults=found.faults).text(options.language))
    _print(say("command.reported", options.language, count=count, folder=options.output))
    return DONE if count else AT_FAULT


def _verify(options: argparse.Namespace) -> int:
    policy = None if options.policy is None else policy_of(options.policy, {})
    reader = TrailReader(policy, secret_in(options.key_from_env), options.anchor, options.after)
    broken = 0
    for line, text in enumerate(_lines(options.records), 1):
        found = reader.read(line, text)
        broken += bool(found)
        for each in found:
            code = f"{each.code}: " if isinstance(each, AppraisalError) else ""
            _print(f"{say('command.line', options.language)} {line}: {code}{each.text(options.language)}")
    if not reader.records:
        raise UsageError("no_audit_records", path=options.records)
    trail = reader.end()
    for cut in trail.breaks:
        _print(cut.text(options.language))
    notes = {"crlf": trail.crlf, "unchecked": trail.unchecked, "chains": trail.chains if trail.chains > 1 else 0}
    for word, count in notes.items():
        if count:
            _print(say(f"command.{word}", options.language, count=count))
    if trail.anchor is not None:
        _print(say("command.anchor", options.language, anchor=trail.anchor))
    _print(say("command.verified", options.language, count=trail.records, broken=broken))
    return AT_FAULT if broken or trail.breaks else DONE


def _lines(path: str) -> Iterator[bytes]:
    if path == "-":
        yield from standard_input()
        return
    try:
        with Path(path).open("rb") as file:
            yield from file
    except (OSError, ValueError) as problem:
        raise FileMissingError(path=path, reason=getattr(problem, "strerror", "") or str(problem)) from None


def _check(options: argparse.Namespace) -> int:
    from ..testing.cases import cases_of, read_cases
    from ..testing.checks import checked

    if options.pairs < 1:
        raise UsageError("no_pairs")
    policy = named_policy(options)
    cases = read_cases(options.cases) if options.cases else cases_of(policy)
    if cases is not None and cases.policy not in {policy.key, options.policy}:
        raise UsageError("other_policy", path=options.cases, found=cases.policy, key=policy.key)
    good = True
    how = {"pairs": options.pairs, "seed": options.seed, "with_mutants": options.mutants}
    module, sign, _ = options.policy.partition(":")
    for line in checked(policy, cases, **how, modules=[module] if sign else (), language=options.language):
        good &= line.good
        _print("\n".join(line.texts()))
        flush_out()
    return DONE if good else AT_FAULT


def _vectors(options: argparse.Namespace) -> int:
    from ..testing.vectors import to_jsonl

    text = to_jsonl(named_policy(options), seed=options.seed)
    if options.output and options.output != "-":
        files = {Path(options.output): text.encode()}
        _keep_inputs(files, options, ())
        write_whole(files)
        _print_error(say("command.wrote", options.language, path=options.output))
    else:
        write_out(text)
    return DONE


def _diff(options: argparse.Namespace) -> int:
    from .answers import told_differences

    old, new = policy_of(options.old, {}), policy_of(options.new, {})
    compared = _compared(options) if _inputs(options).paths else None
    _print(told_differences(old, new, compared, options.language, as_json=options.json))
    return AT_FAULT if compared is not None and not compared.count else DONE


def _compared(options: argparse.Namespace) -> ComparedFiles:
    """The records of the files, scored by both policies; what one of them cannot score is told on standard error."""
    from .answers import ComparedFiles

    old, new = policy_of(options.old, {}), policy_of(options.new, {})
    found = ComparedFiles.of(old, new, _inputs(options))
    for text in found.rejected(options.language):
        _print_error(text)
    return found


def _review(options: argparse.Namespace) -> int:
    from .answers import told_review

    text, grave = told_review(policy_in(options), options.language, as_json=options.json)
    _print(text)
    return AT_FAULT if grave else DONE


def _compare(options: argparse.Namespace) -> int:
    from .answers import told_comparison

    compared = _compared(options)
    _print(told_comparison(compared, options.by, options.language, as_json=options.json))
    return DONE if compared.count else AT_FAULT


def _why(options: argparse.Namespace) -> int:
    from .answers import told_reasons

    before, after = (_inputs(options, path) for path in (options.before, options.after))
    _print(
        told_reasons(policy_in(options), before, after, options.row, options.language, as_json=options.json).rstrip()
    )
    return DONE


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "schemes": _schemes,
    "show": _show,
    "score": _score,
    "explain": _explain,
    "next": _next,
    "template": _template,
    "report": _report,
    "verify": _verify,
    "check": _check,
    "vectors": _vectors,
    "diff": _diff,
    "review": _review,
    "compare": _compare,
    "why": _why,
    "export": lambda options: export_policy(policy_in(options), options),
}
