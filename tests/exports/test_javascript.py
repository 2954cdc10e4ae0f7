"""The module of a policy: whole, safe and the same each time. What it works out is tested in Node.js (tests/outside)."""

from pathlib import Path

import pytest
from tests.exports.hostile_policy import hostile_policy

from asn_appraisal import schemes
from asn_appraisal.errors import ArgumentError
from asn_appraisal.exports import javascript
from asn_appraisal.exports.javascript import runtime_file, to_javascript

RUNTIME = sorted(path.name for path in (Path(javascript.__file__).parent / "runtime").iterdir())


def test_the_module_offers_the_policy_its_appraisal_and_the_explanation() -> None:
    text = to_javascript(schemes.get("pp-46-2011"))
    exported = [line.split(" = ")[0] for line in text.splitlines() if line.startswith("export ")]
    assert exported == ["export const policy", "export const appraise", "export const explain"]
    assert schemes.get("pp-46-2011").fingerprint in text


def test_the_module_rests_on_nothing_else_and_asks_no_network() -> None:
    text = to_javascript(schemes.get("pp-30-2019"))
    assert not [
        word for word in ("import ", "require(", "fetch(", "XMLHttpRequest", "eval(", "Math.random") if word in text
    ]


def test_the_same_policy_gives_the_same_bytes() -> None:
    assert to_javascript(schemes.get("pp-30-2019")) == to_javascript(schemes.get("pp-30-2019"))


def test_no_text_of_a_policy_leaves_its_place() -> None:
    text = to_javascript(hostile_policy())
    assert "</script" not in text
    assert "<img" not in text
    assert "\u2028" not in text


def test_what_is_no_policy_is_refused_with_what_is_right() -> None:
    with pytest.raises(ArgumentError, match="ASN340"):
        to_javascript("pp-46-2011")


@pytest.mark.parametrize("name", RUNTIME)
def test_the_runtime_can_stand_in_a_page_and_no_file_is_long(name: str) -> None:
    text = runtime_file(name)
    assert "</script" not in text
    assert "innerHTML" not in text
    assert len(text.splitlines()) <= 400
