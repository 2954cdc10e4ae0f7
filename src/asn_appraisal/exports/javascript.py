"""JavaScript: a policy as one ES module without dependencies, which scores a record exactly, in a browser or in Node.js.

The module is generated from the algebra: each block of the policy becomes an object of the class of the same name, whose
meaning in exact ratios (``runtime/blocks.js``) is that of ``appraising.evaluation``. Faults, their texts and the explanation
are the library's own.
"""

from __future__ import annotations

from pathlib import Path

from ..policies import Policy, checked_policy
from ..version import __version__
from .program_texts import texts_of_faults, texts_of_phrases
from .script_values import constant, script_comment
from .script_writing import ScriptWriter

RUNTIME = ("numbers", "records", "contexts", "blocks", "combining", "appraising", "words", "explaining")

_FACE = """
// --- what this module offers -------------------------------------------------------------------------------------------

// The policy: its key, fingerprint and title.
export const policy = { key: POLICY.key, fingerprint: POLICY.fingerprint, title: POLICY.title };

// The appraisal of a record, an object or a Map of field keys to values: score, exact, band, faults and trace.
// Numbers are best given as texts ("85.5"); `ignore` names fields that the policy does not use, "all" for any.
export const appraise = (record, { ignore = [] } = {}) => appraised(POLICY, record, { ignore });

// The explanation of an appraisal in Indonesian ("id") or English ("en"), a text a line.
export const explain = (appraisal, language = "id") => explained(appraisal, language);
"""


def to_javascript(policy: Policy) -> str:
    """The policy as the text of an ES module with ``appraise(record)`` and ``explain(appraisal, language)``.

    Every policy can be written so. Numbers are ratios of whole numbers of any size: no float decides a score or a band.

    >>> from asn_appraisal import schemes
    >>> text = to_javascript(schemes.get("permenpan-16-2009"))
    >>> [line for line in text.splitlines() if line.startswith("export const appraise")]
    ['export const appraise = (record, { ignore = [] } = {}) => appraised(POLICY, record, { ignore });']
    """
    return script_of(policy) + _FACE


def script_of(policy: Policy) -> str:
    """The runtime and the policy, without what a module offers to others."""
    checked_policy(policy)
    head = f"{policy.key}: {policy.called('en')}"
    about = f"// {script_comment(head)}\n// fingerprint {policy.fingerprint}, written by asn_appraisal {__version__}\n"
    texts = (constant("TEXTS", texts_of_faults("")), constant("FORM_TEXTS", texts_of_faults("form.")))
    told = (*texts, constant("KINDS", texts_of_phrases("errors", "kinds.", bare=True)), _phrases())
    runtime = (runtime_file(f"{name}.js") for name in RUNTIME)
    return "\n".join([about, *told, *runtime, ScriptWriter(policy).text()])


def _phrases() -> str:
    sections = ("words.", "rows.", "values.", "bands.", "steps.", "notes.", "numbers.")
    return constant(
        "PHRASES", {key: each for name in sections for key, each in texts_of_phrases("phrases", name).items()}
    )


def runtime_file(name: str) -> str:
    """A file of the runtime as text."""
    return (Path(__file__).parent / "runtime" / name).read_text(encoding="utf-8")
