"""A page is laid out by typst; without it the error names the extra."""

from __future__ import annotations

import sys

import pytest

from asn_appraisal.adapters.reports import typesetting
from asn_appraisal.adapters.reports.pages import Page, Section
from asn_appraisal.errors import MissingExtraError


def test_texts_are_data_and_never_markup():
    hostile = '#panic("x") $ * _ ` <a> @b \\ "'
    made = typesetting.pdf(
        Page(hostile, hostile, [(hostile, hostile)], [Section(hostile, [hostile])], hostile, "id").data()
    )
    assert made.startswith(b"%PDF")


def test_letters_without_a_shape_and_control_characters_end_nothing():
    for name in ("王小明 \U0001f600 ꦲꦤ", "a\x00b\ud800", "\U000f0000"):
        assert typesetting.pdf(Page(name, name, [], [Section(name, [name])], name, "id").data()).startswith(b"%PDF")


def test_without_typst_the_error_names_the_extra(monkeypatch):
    typesetting._compiler.cache_clear()
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(MissingExtraError, match="report"):
        typesetting.ready()
    monkeypatch.undo()
    typesetting._compiler.cache_clear()
    typesetting.ready()
