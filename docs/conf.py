"""Sphinx's configuration: built offline, nitpicky, with warnings as errors.

python -m sphinx -n -W -b html docs docs/_build/html
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_extensions"))
sys.path.insert(1, str(Path(__file__).parent.parent))  # the table of checked schemes is made by tests/schemes/table.py

import asn_appraisal

project = "asn_appraisal"
author = "The asn_appraisal developers"
copyright = author  # noqa: A001 - Sphinx asks for this name
version = release = asn_appraisal.__version__
language = "en"

extensions = ["myst_nb", "sphinx.ext.autodoc", "scheme_page", "reference", "architecture"]
source_suffix = {".md": "myst-nb", ".ipynb": "myst-nb"}
exclude_patterns = [
    "_build",
    "changes",  # fragments of the changelog, read by towncrier
    "examples",  # data files
]

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3

# Notebooks are stored without outputs and run by the build, once for each state of their cells.
nb_execution_mode = "cache"
nb_execution_raise_on_error = True
nb_execution_timeout = 300

# Members of a public class are listed with it alone, those of an inner base with each public class that has them.
LISTED_ELSEWHERE = "Expression, Number, Node, AppraisalError, ValueError, Exception, BaseException, tuple, str, int"
autodoc_default_options = {
    "members": True,
    "inherited-members": LISTED_ELSEWHERE,
    "exclude-members": "children, make, map, named_by",  # how the package walks over blocks
    "member-order": "bysource",
    "show-inheritance": True,
}
autodoc_typehints = "signature"
autodoc_class_signature = "mixed"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88

# No intersphinx: the documentation must build without a network. Each name left unresolved has a reason.
nitpicky = True
nitpick_ignore_regex = [
    # Written without their module in annotations; the same reason as the next line.
    (r"py:class", r"(date|Path|Any|Callable|Iterable|Iterator|Mapping|Sequence|TextIO)"),
    (r"py:class", r"(Named|Written)"),
    # The standard library and typing: documented by Python itself.
    (
        r"py:.*",
        r"(ast|fractions|decimal|datetime|collections|typing|abc|builtins|pathlib|types|random)\..*",
    ),
    # Libraries that document themselves.
    (r"py:class", r"(numpy|hypothesis|_pytest)\..*"),
    # Aliases of types, which autodoc does not list: docstrings say in words what they stand for.
    (r"py:class", r"(Sources|LevelsLike|NumberLike|RowPlace|ColumnPlace|FieldPlace|FaultPlace|Value|Values|Secret)"),
    (r"py:class", r"asn_appraisal\.documents\.(forms\.(Amount|Formula)|plain_data\._Form)"),
    # A list of plain mappings; its class is loaded with the first table.
    (r"py:class", r"SchemeTable"),
]

html_theme = "furo"
html_title = f"asn_appraisal {release}"
html_static_path = ["_static"]
html_css_files = ["tables.css"]
html_copy_source = False
html_show_sphinx = False
pygments_style = "friendly"
pygments_dark_style = "native"
