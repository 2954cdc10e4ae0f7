"""The classes that define a document: what they need, what they leave out, and the fields that there are."""

from typing import get_args

import attrs
import pytest

from asn_appraisal.documents import forms
from asn_appraisal.documents.forms import TYPES, FieldForm, NumberForm, OverlayForm, PolicyForm

FORMS = [each for each in vars(forms).values() if isinstance(each, type) and attrs.has(each)]


def needed(form):
    return [each.name for each in attrs.fields(form) if each.default is attrs.NOTHING]


def test_a_policy_and_an_overlay_need_little_more_than_a_name():
    assert needed(PolicyForm) == ["format", "key", "title"]
    assert needed(OverlayForm) == ["format", "base", "key", "title"]


def test_every_kind_of_field_has_a_type():
    assert tuple(TYPES.values()) == get_args(FieldForm)


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_a_field_needs_nothing_but_the_levels_of_a_category(kind):
    assert needed(TYPES[kind]) == (["levels"] if kind == "category" else [])


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_what_is_added_to_one_form_is_in_no_other(form):
    values = dict.fromkeys(needed(form), "x")
    one, other = form(**values), form(**values)
    for each in attrs.fields(form):
        if isinstance(getattr(one, each.name), list | dict):
            assert getattr(one, each.name) is not getattr(other, each.name)


def test_a_number_has_two_decimals_unless_the_document_says_otherwise():
    assert NumberForm().decimals == 2
