"""The commands that answer questions; what they say is made in ``answers``, which is loaded with the first of them."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..adapters.output_files import write_out
from ..errors import RecordError
from ..texts import say
from .calls import AT_FAULT, DONE, inputs_of, print_error, print_line
from .named_policies import policy_in, policy_of
from .scoring import FileScores, explained, score_files

if TYPE_CHECKING:
    from .answers import ComparedFiles  # numpy is loaded with it


def _next(options: argparse.Namespace) -> int:
    from .answers import told_ways

    appraisal = explained(policy := policy_in(options), inputs_of(options), options.row)
    write_out(told_ways(policy, appraisal, options.goal, options.language, as_json=options.json))
    return DONE


def _diff(options: argparse.Namespace) -> int:
    from .answers import told_differences

    old, new = policy_of(options.old, {}), policy_of(options.new, {})
    compared = _compared(options) if inputs_of(options).paths else None
    print_line(told_differences(old, new, compared, options.language, as_json=options.json))
    return AT_FAULT if compared is not None and not compared.count else DONE


def _compared(options: argparse.Namespace) -> ComparedFiles:
    """The records of the files, scored by both policies; what one of them cannot score is told on standard error."""
    from .answers import ComparedFiles

    old, new = policy_of(options.old, {}), policy_of(options.new, {})
    found = ComparedFiles.of(old, new, inputs_of(options))
    for text in found.rejected(options.language):
        print_error(text)
    return found


def _review(options: argparse.Namespace) -> int:
    from .answers import told_review

    text, grave = told_review(policy_in(options), options.language, as_json=options.json)
    print_line(text)
    return AT_FAULT if grave else DONE


def _compare(options: argparse.Namespace) -> int:
    from .answers import told_comparison, write_comparison

    compared = _compared(options)
    if options.output:
        write_comparison(compared, options.output, [options.old, options.new], options.language)
    if options.output != "-":
        print_line(told_comparison(compared, options.by, options.language, as_json=options.json))
    return DONE if compared.count else AT_FAULT


def _why(options: argparse.Namespace) -> int:
    from .answers import told_reasons

    before = inputs_of(options, options.before, options.items_before)
    after = inputs_of(options, options.after, options.items_after)
    how = {"row": options.row, "language": options.language, "as_json": options.json}
    print_line(told_reasons(policy_in(options), before, after, **how).rstrip())
    return DONE


def _scored(options: argparse.Namespace) -> FileScores:
    """The scores of the files of a call; what cannot be scored is told on standard error."""
    found = score_files(policy_in(options), inputs_of(options))
    if found.faults:
        print_error(say("command.rejected", options.language, count=found.rejected))
        print_error(RecordError(faults=found.faults).text(options.language))
    return found


def _summaries(options: argparse.Namespace) -> int:
    from .answers import told_summaries

    found = _scored(options)
    how = {"by": options.by, "small": options.small, "band": options.band, "gaps": options.gaps}
    print_line(told_summaries(found.scores, options.language, as_json=options.json, **how))
    return DONE


def _raters(options: argparse.Namespace) -> int:
    from .answers import told_raters

    found = _scored(options)
    how = {"rater": options.rater, "person": options.person, "calibration": options.calibration}
    print_line(told_raters(found.scores, options.language, as_json=options.json, **how))
    return DONE


def _sensitivity(options: argparse.Namespace) -> int:
    from .answers import told_sensitivity

    found = _scored(options)
    print_line(told_sensitivity(found.scores, options.first, options.language, as_json=options.json))
    return DONE


ANSWERS: dict[str, Callable[[argparse.Namespace], int]] = {
    "next": _next,
    "diff": _diff,
    "review": _review,
    "compare": _compare,
    "why": _why,
    "summaries": _summaries,
    "raters": _raters,
    "sensitivity": _sensitivity,
}
