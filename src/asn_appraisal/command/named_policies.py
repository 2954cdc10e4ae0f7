"""Named policies: the policy that a call names by key, by file, or as ``module:name``."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from .. import schemes
from ..errors import SchemeOptionError
from ..policies import Policy
from ..questions.verifications import option
from .usage import plain_pairs


def policy_in(options: argparse.Namespace) -> Policy:
    """The policy that a call names, with its options."""
    return policy_of(options.policy, {name: option(value) for name, value in plain_pairs(options.option).items()})


def policy_of(key: str, given: dict[str, Any]) -> Policy:
    """The scheme of a key, or the policy of a file."""
    if key in schemes.official() or not (Path(key).suffix or os.sep in key or is_there(key)):
        return schemes.get(key, **given)
    from ..documents.files import read_policy  # loaded only for a document

    if given:
        raise SchemeOptionError(key=key, option=", ".join(given), choices="")
    return read_policy(key)


def is_there(path: str) -> bool:
    """Whether a file of that name exists."""
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False  # not a valid file name


def named_policy(options: argparse.Namespace) -> Policy:
    """The same, or a policy of Python code: ``module:name``."""
    if ":" not in options.policy or is_there(options.policy):
        return policy_in(options)
    from ..testing.cases import find_policy

    sys.path.insert(0, "")  # modules in the current folder, as with `python -m`
    return find_policy(options.policy, **{name: option(value) for name, value in plain_pairs(options.option).items()})
