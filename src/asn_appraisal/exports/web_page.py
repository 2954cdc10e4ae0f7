"""Web page: the form of a policy as one file, which scores and explains a record while it is filled in, without a network.

A browser is told to load nothing and to run no script but the page's own (Content-Security-Policy): what is filled in cannot
leave the page.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape

from ..algebra.inputs import Number
from ..analysis.input_order import inputs_as_written
from ..faults import checked_language
from ..policies import Policy, checked_policy
from ..texts import say
from ..version import __version__
from .form_fields import FormFields
from .javascript import runtime_file, script_of
from .program_texts import texts_of_phrases
from .script_values import constant

# What the page's own script says.
_SAID = (
    "remove", "sure", "empty", "unfinished", "wrong", "score", "band", "exact", "notes", "sources", "details",
)  # fmt: skip


def to_html(policy: Policy, language: str = "id") -> str:
    """The form of a policy as one page, in a language; it scores as the library does, exactly, in the browser alone.

    >>> from asn_appraisal import schemes
    >>> page = to_html(schemes.get("permenpan-16-2009"))
    >>> page.count("<script"), "src=" in page, "connect-src" in page, "default-src 'none'" in page
    (1, False, False, True)
    """
    checked_policy(policy)
    checked_language(language)
    script, style = (
        f"\n{script_of(policy)}\n{_page_texts(language)}\n{runtime_file('page.js')}",
        runtime_file("page.css"),
    )
    title = escape(policy.called(language))
    rules = f"default-src 'none'; script-src '{_mark(script)}'; style-src '{_mark(style)}'; base-uri 'none'; form-action 'none'"
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{rules}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n{_body(policy, language)}\n"
        f'<script type="module">{script}</script>\n</body>\n</html>\n'
    )


def _page_texts(language: str) -> str:
    phrases = texts_of_phrases("phrases", "form_page.", bare=True)
    texts = {name: phrases[name][language] for name in _SAID}
    return f"{constant('LANGUAGE', language)}\n{constant('SAID', texts)}"


def _mark(text: str) -> str:
    """The mark by which a browser knows a script or a style."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _body(policy: Policy, language: str) -> str:
    def told(name: str, **facts: object) -> str:
        return escape(say(f"form_page.{name}", language, **facts))

    roots = [root for root, _ in policy.tops] or [part for part in (policy.score, policy.band) if part is not None]
    inputs = inputs_as_written(policy.outline, roots)
    rows = (each for items in policy.outline.lists for each in items.fields)
    fields = FormFields(language).groups(inputs, policy.record_schema(language, numbers="text"))
    numbers = [each for each in (*policy.outline.fields, *rows) if isinstance(each, Number)]
    decimals = f" {told('decimals')}" if any(each.decimals for each in numbers) else ""
    laws = "".join(f"<li>{escape(source.text(language))}</li>" for source in policy.sources())
    sources = f"<h2>{told('sources')}</h2><ul>{laws}</ul>" if laws else ""
    mark = told("fingerprint", key=policy.key, fingerprint=policy.fingerprint, version=__version__)
    return (
        f'<a class="skip" href="#result">{told("skip")}</a>\n'
        f'<header><p class="kind">{told("kind")}</p><h1>{escape(policy.called(language))}</h1>'
        f'<p class="whose"><span>{told("whose")}:</span><span>{told("date")}:</span></p></header>\n'
        f'<noscript><p class="notice">{told("no_script")}</p></noscript>\n<main>\n'
        f'<form id="form" novalidate autocomplete="off"><p class="notice">{told("private")}{decimals}</p>\n{fields}\n'
        f'<div class="actions"><button type="submit">{told("check")}</button>'
        f'<button type="reset" class="quiet">{told("clear")}</button></div></form>\n'
        f'<section id="result" aria-labelledby="result-title" tabindex="-1"><h2 id="result-title">{told("result")}</h2>'
        f'<div id="status" role="status" aria-live="polite" aria-atomic="true"><p class="state">{told("empty")}</p></div>'
        '<ul id="faults" hidden></ul>'
        f'<button type="button" id="print" class="quiet" hidden>{told("print")}</button></section>\n'
        f'<section id="explanation" aria-labelledby="explanation-title" hidden><h2 id="explanation-title">{told("explanation")}</h2>'
        '<div id="steps"></div></section>\n</main>\n'
        f'<footer>{sources}<p class="mark">{mark}</p></footer>'
    )
