"""What commands share: lines on both outputs, and the files of a call."""

from __future__ import annotations

import sys

import pytest

from asn_appraisal.command.calls import inputs_of, print_error, print_line
from asn_appraisal.command.usage import parser


def test_a_result_goes_to_standard_output_and_everything_else_to_standard_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_line("hasil")
    print_error("catatan")
    assert (*capsys.readouterr(),) == ("hasil\n", "catatan\n")


def test_without_a_standard_error_nothing_is_written_among_the_results(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    print_error("catatan")
    assert capsys.readouterr().out == ""


def test_the_files_of_a_call_are_those_that_it_names_or_another_one_alone() -> None:
    options = parser("id").parse_args(["score", "p", "a.csv", "--items", "buku=b.csv", "--key", "nip"])
    assert [*inputs_of(options).paths] == ["a.csv", "b.csv"]
    assert [*inputs_of(options, "c.csv", []).paths] == ["c.csv"]
    assert [*inputs_of(options, "c.csv", ["buku=d.csv"]).paths] == ["c.csv", "d.csv"]
    assert inputs_of(options, "c.csv", []).key == "nip"
