"""Every answer has a text, a table and a frame, made of its own data."""

from __future__ import annotations

from typing import Any

import pytest

from asn_appraisal.errors import AppraisalError
from asn_appraisal.questions.answers import Answer


class Small(Answer):
    """The least that an answer says."""

    like: Any = None

    def text(self, language: str = "id") -> str:
        """The text."""
        return f"jawaban {language}"

    def columns(self) -> dict[str, Any]:
        """The columns."""
        return {"key": ["a"]}

    def _cells(self, language: str) -> Any:
        """The cells."""
        return [language], [["<b>"]]


class Like:
    """Makes frames of columns."""

    def like(self, columns: dict[str, Any]) -> Any:
        """The like."""
        return ("frame", columns)


def test_an_answer_is_shown_by_its_text_and_as_an_escaped_table() -> None:
    assert str(Small()) == "jawaban id"
    assert "&lt;b&gt;" in Small()._repr_html_()
    assert ">en</th>" in Small().html("en")


def test_its_frame_is_of_the_kind_that_came_in_and_else_columns() -> None:
    assert Small().to_frame() == {"key": ["a"]}
    answer = Small()
    answer.like = Like()
    assert answer.to_frame() == ("frame", {"key": ["a"]})


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(AppraisalError, match="ASN001"):
        Small().html("fr")


def test_a_class_of_answers_says_its_own() -> None:
    for method in (Answer().text, Answer().columns, lambda: Answer()._cells("id")):
        with pytest.raises(NotImplementedError):
            method()
