"""The page of a policy: one file, closed to all that is outside, sound as markup. What it does is tested in Chromium (tests/outside)."""

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from tests.exports.hostile_policy import hostile_policy

from asn_appraisal import schemes
from asn_appraisal.errors import ArgumentError
from asn_appraisal.exports.web_page import to_html
from asn_appraisal.faults import LanguageError

VOID = {"meta", "input", "link", "img", "br"}


class Markup(HTMLParser):
    """The elements of a page; notes those that are closed in a wrong order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note that an element ends."""
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def policies() -> list[object]:
    """Schemes with a list, a survey, levels alone, and a policy of hostile texts."""
    return [*map(schemes.get, ("pp-46-2011", "permenpanrb-14-2017", "permenpanrb-6-2022")), hostile_policy()]


@pytest.mark.parametrize("policy", policies(), ids=lambda policy: policy.key)
def test_every_element_is_closed_where_it_was_opened(policy) -> None:
    found = Markup(to_html(policy))
    assert (found.open, found.wrong) == ([], [])


@pytest.mark.parametrize("policy", policies(), ids=lambda policy: policy.key)
def test_there_is_one_script_and_one_style_and_the_page_allows_no_other(policy) -> None:
    page = to_html(policy)
    tags = [tag for tag, _ in Markup(page).found]
    assert (tags.count("script"), tags.count("style"), tags.count("img")) == (1, 1, 0)
    rules = re.search('Content-Security-Policy" content="([^"]+)"', page)
    assert rules is not None
    for tag, kind in (("script", "script-src"), ("style", "style-src")):
        text = page.partition(f"<{tag}")[2].partition(">")[2].partition(f"</{tag}>")[0]
        assert f"{kind} 'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" in rules[1]
    assert rules[1].startswith("default-src 'none'")
    assert "unsafe" not in rules[1]


@pytest.mark.parametrize("policy", policies(), ids=lambda policy: policy.key)
def test_the_page_loads_and_sends_nothing(policy) -> None:
    attributes = {name for _, attrs in Markup(to_html(policy)).found for name in attrs}
    assert not attributes & {"src", "action", "srcset", "style", "onclick", "onload", "onerror"}


@pytest.mark.parametrize("policy", policies(), ids=lambda policy: policy.key)
def test_each_name_is_given_once_and_each_that_is_referred_to_is_there(policy) -> None:
    found = Markup(to_html(policy)).found
    names = [attrs["id"] for _, attrs in found if "id" in attrs]
    assert len(names) == len(set(names))
    told = [
        name
        for _, attrs in found
        for key in ("for", "aria-describedby", "aria-labelledby")
        for name in (attrs.get(key) or "").split()
    ]
    assert set(told) <= set(names)


def test_the_language_of_the_page_is_the_one_that_was_asked_for() -> None:
    policy = schemes.get("pp-46-2011")
    assert '<html lang="id">' in to_html(policy)
    assert "Write decimals with a point" in to_html(policy, "en")
    with pytest.raises(LanguageError):
        to_html(policy, "fr")


def test_decimals_are_explained_only_where_a_number_has_some() -> None:
    assert "Tulis desimal dengan koma" in to_html(schemes.get("pp-46-2011"))
    assert "Tulis desimal dengan koma" not in to_html(schemes.get("permenpanrb-6-2022"))


def test_what_is_no_policy_is_refused() -> None:
    with pytest.raises(ArgumentError, match="ASN340"):
        to_html(7)
