"""The command line: ``asn-appraisal schemes | show | score | explain | next | report | template | verify | check | vectors |
diff | review | compare | why | summaries | raters | sensitivity | export``.

Exit codes: 0 done, 1 the data or the policy is at fault (or every row was rejected), 2 wrong usage. Standard output
carries the result alone; everything else goes to standard error. ``-`` is standard input or output.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from .. import schemes
from ..adapters.output_files import flush_out, silence_out, write_out, write_whole
from ..errors import (
    AnchorError,
    AppraisalError,
    CaseFileError,
    CellsError,
    DatabaseOpenError,
    DatabasePlaceError,
    DateError,
    FileKindError,
    FileMissingError,
    NoSuchBandError,
    NotAPolicyError,
    OutputKindError,
    RecordError,
    SchemeError,
    SecretError,
    StreamWriteError,
    TableMissingError,
    UnknownBandError,
)
from ..questions.explanations import explain
from ..questions.trails import TrailReader
from ..texts import say
from ..wording.pages import markdown
from .answer_commands import ANSWERS
from .calls import AT_FAULT, DONE, WRONG_USAGE, inputs_of, print_error, print_line
from .exporting import export_policy
from .input_files import lines_of
from .named_policies import named_policy, policy_in, policy_of
from .outputs import checked_outputs, keep_inputs, write_outputs
from .progress import progress_bar
from .scoring import FileScores, explained, score_files
from .templates import TemplateCall
from .text_tables import text_table
from .usage import UsageError, language_of, parser, secret_in

if TYPE_CHECKING:
    from ..adapters.databases.writing import Destination
    from ..faults import Fault
    from .streams import StreamScores

_WRONG_USAGE = (
    AnchorError,
    CaseFileError,
    CellsError,
    DatabaseOpenError,
    DatabasePlaceError,
    DateError,
    FileKindError,
    FileMissingError,
    NoSuchBandError,
    NotAPolicyError,
    OutputKindError,
    SchemeError,
    SecretError,
    TableMissingError,
    UnknownBandError,
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
        print_error(f"asn-appraisal: {problem.text(language)}")
        return WRONG_USAGE
    except AppraisalError as problem:
        print_error(f"{problem.code}: {problem.text(language)}")
        if isinstance(problem, StreamWriteError):
            silence_out()
        return WRONG_USAGE if isinstance(problem, _WRONG_USAGE) else AT_FAULT
    except BrokenPipeError:
        # The reader of our output is gone (`| head`): that is no error.
        silence_out()
        return DONE
    return code


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
    print_line(text_table(heads, rows))
    return DONE


def _show(options: argparse.Namespace) -> int:
    write_out(markdown(policy_in(options), options.language))
    return DONE


def _score(options: argparse.Namespace) -> int:
    from .streams import ReadWholeError, is_stream

    destination = checked_outputs(options)
    if is_stream(inputs_of(options), options.output):
        with suppress(ReadWholeError):
            return _score_stream(options, destination)
    scores = _scores(options)
    if scores.faults and options.on_error == "raise":
        raise RecordError(faults=scores.faults)
    _tell(scores, options)
    write_outputs(scores, options, inputs_of(options).paths, destination)
    return _ended(scores.faults, len(scores.scores), scores.rejected, options)


def _score_stream(options: argparse.Namespace, destination: Destination | None) -> int:
    """Score a table of a database, or a large Parquet file, batch by batch."""
    from .streams import StreamScores, write_stream

    scores = StreamScores(policy_in(options), inputs_of(options), stops=options.on_error == "raise")
    keep_inputs([options.output, options.rejects], options, inputs_of(options).paths)
    write_stream(scores, options.output, options.rejects, destination, options.language)
    _tell(scores, options)
    return _ended(scores.faults, scores.rows, scores.rejected, options)


def _tell(scores: FileScores | StreamScores, options: argparse.Namespace) -> None:
    """Say which columns were not read and what looks wrong."""
    # A column that identifies a row is written to the result: it is used.
    if unused := [column for column in scores.unused if column not in scores.labels]:
        print_error(say("command.unused", options.language, columns=", ".join(unused)))
    for note in scores.notes:
        print_error(note.text(options.language))


def _ended(faults: Sequence[Fault], rows: int, rejected: int, options: argparse.Namespace) -> int:
    """Tell the faults; the exit code."""
    if faults:
        print_error(say("command.rejected", options.language, count=rejected))
        print_error(RecordError(faults=faults).text(options.language))
    return AT_FAULT if rows == rejected and (rejected or faults) else DONE


def _scores(options: argparse.Namespace) -> FileScores:
    """The scores of the files; those of a large file block by block where a file is written."""
    from .large_files import large_size, score_large_file

    policy, inputs = policy_in(options), inputs_of(options)
    size = large_size(policy, inputs) if options.output else 0
    if size:
        with progress_bar(size, options.language) as done:
            found = score_large_file(policy, inputs, done)
        if found is not None:
            return found
    return score_files(policy, inputs)


def _explain(options: argparse.Namespace) -> int:
    policy, inputs = policy_in(options), inputs_of(options)
    appraisal = explained(policy, inputs, options.row)
    write_out(explain(appraisal, language=options.language, names=not options.keys, depth=options.depth))
    return DONE


def _template(options: argparse.Namespace) -> int:
    call = TemplateCall(policy_in(options), options.policy, options.option, Path(options.output), options.language)
    for line in call.write():
        print_line(line)
    return DONE


def _report(options: argparse.Namespace) -> int:
    from ..adapters.reports.writing import write_reports

    found = _scores(options)
    heads = {"about": options.about, "by": options.by, "reply": options.reply, "language": options.language}
    count = write_reports(found.scores, options.output, **heads)
    for note in found.notes:
        print_error(note.text(options.language))
    if found.faults:
        print_error(RecordError(faults=found.faults).text(options.language))
    print_line(say("command.reported", options.language, count=count, folder=options.output))
    return DONE if count else AT_FAULT


def _verify(options: argparse.Namespace) -> int:
    policy = None if options.policy is None else policy_of(options.policy, {})
    reader = TrailReader(policy, secret_in(options.key_from_env), options.anchor, options.after)
    broken = 0
    for line, text in enumerate(lines_of(options.records), 1):
        found = reader.read(line, text)
        broken += bool(found)
        for each in found:
            code = f"{each.code}: " if isinstance(each, AppraisalError) else ""
            print_line(f"{say('command.line', options.language)} {line}: {code}{each.text(options.language)}")
    if not reader.records:
        raise UsageError("no_audit_records", path=options.records)
    trail = reader.end()
    for cut in trail.breaks:
        print_line(cut.text(options.language))
    notes = {"crlf": trail.crlf, "unchecked": trail.unchecked, "chains": trail.chains if trail.chains > 1 else 0}
    for word, count in notes.items():
        if count:
            print_line(say(f"command.{word}", options.language, count=count))
    if trail.anchor is not None:
        print_line(say("command.anchor", options.language, anchor=trail.anchor))
    print_line(say("command.verified", options.language, count=trail.records, broken=broken))
    return AT_FAULT if broken or trail.breaks else DONE


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
        print_line("\n".join(line.texts()))
        flush_out()
    return DONE if good else AT_FAULT


def _vectors(options: argparse.Namespace) -> int:
    from ..testing.vectors import to_jsonl

    text = to_jsonl(named_policy(options), seed=options.seed)
    if options.output and options.output != "-":
        keep_inputs([options.output], options, ())
        write_whole({Path(options.output): text.encode()})
        print_error(say("command.wrote", options.language, path=options.output))
    else:
        write_out(text)
    return DONE


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "schemes": _schemes,
    "show": _show,
    "score": _score,
    "explain": _explain,
    "template": _template,
    "report": _report,
    "verify": _verify,
    "check": _check,
    "vectors": _vectors,
    "export": lambda options: export_policy(policy_in(options), options),
    **ANSWERS,
}
