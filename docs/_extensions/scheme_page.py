"""Pages of schemes from the policies themselves, so that no number of law is typed twice.

``{scheme} pp-46-2011`` renders what a policy reads, works out and rates, and the table of its sources with their grades;
``{schemes}`` renders the table of all schemes, ``{checked-schemes}`` what was checked of each, ``{codes}`` the table of the texts behind error codes. Errors in the reference
show their code in place of a signature that is the same for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from tests.schemes import table

from asn_appraisal import AppraisalError, Policy, Source, schemes
from asn_appraisal.texts import catalogue
from asn_appraisal.wording.pages import Section, facts, sections

LANGUAGE = "en"
GRADES = {
    "text": "read in the text of the law or of an official paper",
    "agree": "several independent secondary sources agree",
    "single": "one secondary source, unconfirmed",
    "memory": "unconfirmed",
    "choice": "the author's choice, no law behind it",
}
# Columns that hold code: keys, formulas, edges, conditions.
CODE = {"Key", "Edge", "Condition", "Where"}


class SchemeDirective(SphinxDirective):
    """The computed part of a scheme's page: facts, what is unsettled, inputs, formulas, ratings, sources."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The nodes of the page."""
        self.env.note_reread()  # the policy may have changed where the page has not
        policy = schemes.get(self.arguments[0])
        found: list[nodes.Node] = [_facts(policy)]
        if unsettled := [source for source in policy.sources() if not source.settled]:
            found.append(_warning(unsettled))
        for section, indonesian in zip(sections(policy, LANGUAGE), sections(policy, "id"), strict=True):
            title = nodes.title("", "", *_coded(section.heading))
            node = nodes.section("", title, names=[nodes.fully_normalize_name(section.heading)])
            self.state.document.note_implicit_target(node, node)
            node += _parts(section) if "Formula" in section.header else _table(_with_names(section, indonesian))
            if "Grade" in section.header:
                node += _grades(source.grade for source in policy.sources())
            found.append(node)
        return found


class SchemesDirective(SphinxDirective):
    """The table of all schemes, each with a link to its page."""

    def run(self) -> list[nodes.Node]:
        """The table."""
        self.env.note_reread()
        rows = []
        for policy in map(schemes.get, tuple(schemes.keys())):
            key = policy.key
            link = addnodes.pending_xref(
                "",
                nodes.literal("", key),
                refdomain="std",
                reftype="doc",
                reftarget=f"/schemes/{key}",
                refexplicit=True,
                refdoc=self.env.docname,
            )
            open_grades = sorted({source.grade for source in policy.sources() if not source.settled})
            rows.append(
                (
                    [link],
                    [nodes.Text(policy.title)],
                    [nodes.literal("", policy.subject)] if policy.subject else [nodes.Text("–")],
                    [nodes.Text(_span(policy))],
                    [nodes.Text(", ".join(open_grades) or "none")],
                )
            )
        return [_grid(("Key", "Title", "Subject", "In force", "Unsettled grades"), rows)]


class CheckedSchemesDirective(SphinxDirective):
    """The table of what was checked of each scheme, worked out by the build."""

    def run(self) -> list[nodes.Node]:
        """The table."""
        self.env.note_reread()
        return [_grid(table.HEADER, ([[nodes.Text(cell)] for cell in row] for row in table.rows()))]


class CodesDirective(SphinxDirective):
    """The table of codes with their texts in English and Indonesian."""

    def run(self) -> list[nodes.Node]:
        """The table."""
        self.env.note_reread()
        rows = [
            ([nodes.literal("", code)], [nodes.Text(texts["en"])], [nodes.Text(texts["id"])])
            for code, texts in catalogue("errors").items()
            if code.startswith("ASN")
        ]
        return [_grid(("Code", "English", "Indonesian"), rows)]


def _span(policy: Policy) -> str:
    if not policy.since and not policy.until:
        return "no dates held"
    return f"{policy.since or '…'} to {policy.until or '…'}"


def _facts(policy: Policy) -> nodes.Node:
    entries = [("Title", policy.called("id")), ("In English", policy.called("en")), *facts(policy, LANGUAGE)]
    entries += [(f"Option {name}", f"{name}={value}") for name, value in policy.options]
    listed = nodes.field_list(classes=["scheme-facts"])
    for name, value in entries:
        as_code = name in {"Fingerprint", "Subject", "Score"} or name.startswith("Option")
        shown = nodes.literal("", value) if as_code else nodes.Text(value)
        listed += nodes.field("", nodes.field_name("", name.partition(" ")[0] if as_code else name), _body([shown]))
    return listed


def _body(content: list[nodes.Node]) -> nodes.field_body:
    return nodes.field_body("", nodes.paragraph("", "", *content))


def _warning(unsettled: list[Source]) -> nodes.Node:
    rows = [nodes.list_item("", nodes.paragraph("", source.text(LANGUAGE))) for source in unsettled]
    return nodes.admonition(
        "",
        nodes.title("", "Not settled law"),
        nodes.paragraph("", "These sources of the policy are not confirmed in the text of a law:"),
        nodes.bullet_list("", *rows),
        classes=["warning"],
    )


def _coded(heading: str) -> list[nodes.Node]:
    """A heading with what follows its colon set as code (``Bands: nilai``)."""
    words, colon, code = heading.partition(": ")
    return [nodes.Text(words + colon), nodes.literal("", code)] if code else [nodes.Text(heading)]


def _parts(section: Section) -> nodes.Node:
    """The computation: a formula can be long, so each part has a paragraph and not a row."""
    listed = nodes.definition_list(classes=["scheme-parts"])
    for key, formula, words, basis in section.rows:
        name, _, inside = key.partition(" ")
        term = nodes.term("", "", nodes.literal("", name))
        if inside:
            term += [nodes.Text(" per row of "), nodes.literal("", inside.strip("()"))]
        body = nodes.definition("", nodes.literal_block(formula, formula, language="python"))
        body += nodes.paragraph("", words)
        if basis:
            body += nodes.paragraph("", "", nodes.emphasis("", basis), classes=["scheme-basis"])
        listed += nodes.definition_list_item("", term, body)
    return listed


def _with_names(section: Section, indonesian: Section) -> Section:
    """The table with the Indonesian names, which are what regulations and results say, beside the English ones."""
    if "Name" not in section.header:
        return section
    at = section.header.index("Name")
    header = (*section.header[:at], "Nama", *section.header[at:])
    rows = ((*row[:at], other[at], *row[at:]) for row, other in zip(section.rows, indonesian.rows, strict=True))
    return Section(section.heading, header, tuple(rows))


def _table(section: Section) -> nodes.Node:
    kept = [i for i, name in enumerate(section.header) if any(row[i] for row in section.rows)]
    header = [section.header[i] for i in kept]
    rows = [[_cell(section.header[i], row[i]) for i in kept] for row in section.rows]
    return _grid(header, rows)


def _cell(column: str, text: str) -> list[nodes.Node]:
    return [nodes.literal("", text) if column in CODE and text != "otherwise" else nodes.Text(text)] if text else []


def _grid(header: Iterable[str], rows: Iterable[Iterable[list[nodes.Node]]]) -> nodes.Node:
    head = list(header)
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in head), cols=len(head))
    group += nodes.thead("", _row([nodes.Text(name)] for name in head))
    group += nodes.tbody("", *(_row(row) for row in rows))
    return nodes.table("", group, classes=["scheme-table"])


def _row(cells: Iterable[list[nodes.Node]]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *cell)) for cell in cells))


def _grades(grades: Iterable[str]) -> nodes.Node:
    found = set(grades)
    used = [grade for grade in GRADES if grade in found]
    words = "; ".join(f"{grade}: {GRADES[grade]}" for grade in used)
    return nodes.paragraph("", f"Grades used here. {words}.", classes=["scheme-basis"])


def _without_signature(*event: Any) -> tuple[str, None] | None:
    """All errors are made alike: the base shows how, the others say what they mean."""
    what, error = event[1], event[3]
    return ("", None) if what == "exception" and error is not AppraisalError else None


def _with_code(*event: Any) -> None:
    what, error, lines = event[1], event[3], event[5]
    if what == "exception" and "code" in vars(error):
        lines += [f"Code: ``{error.code}``", ""]


def setup(app: Sphinx) -> dict[str, Any]:
    """Sphinx's entry point."""
    app.add_directive("scheme", SchemeDirective)
    app.add_directive("schemes", SchemesDirective)
    app.add_directive("checked-schemes", CheckedSchemesDirective)
    app.add_directive("codes", CodesDirective)
    app.connect("autodoc-process-signature", _without_signature)
    app.connect("autodoc-process-docstring", _with_code)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
