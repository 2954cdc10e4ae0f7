"""A policy whose texts try to leave the script, the line, the attribute and the element that they stand in."""

from asn_appraisal.algebra.bands import Bands
from asn_appraisal.algebra.choices import When
from asn_appraisal.algebra.inputs import Category, Flag, Number
from asn_appraisal.algebra.items import Check, Items
from asn_appraisal.algebra.sources import Source
from asn_appraisal.policies import Policy

HOSTILE = "</script><script>alert(1)</script>\"'>\u2028<img src=x onerror=alert(1)>${alert(1)}`*/ // <!-- {x} [[y]]"


def hostile_policy() -> Policy:
    """Every name, unit, law and text for people is hostile."""
    source = Source(HOSTILE, HOSTILE, note=HOSTILE, grade="text")
    first = Number("constructor", HOSTILE, english=HOSTILE, unit=HOSTILE, low=0, high=100)
    level = Category("hasownproperty", [("tostring", HOSTILE), ("valueof", HOSTILE)], HOSTILE)
    flag = Flag("prototype", HOSTILE, default=False)
    row = Number("length", HOSTILE, low=0, high=10)
    items = Items("arguments", [row], HOSTILE, checks=[Check(row > 0, HOSTILE, HOSTILE)])
    score = (first + items.mean(row) + flag.points(1)).named("window", HOSTILE, source, english=HOSTILE).rounded(2)
    bands = Bands(("eval", ">= 50", HOSTILE, HOSTILE), ("function", None, HOSTILE), source=source)
    return Policy(
        "jahat",
        HOSTILE,
        score=score,
        band=bands,
        english=HOSTILE,
        shown=[When(level.is_("tostring"), 1, 0).named("shown", HOSTILE)],
        checks=[Check(first <= 99, HOSTILE, HOSTILE)],
        options={HOSTILE: HOSTILE},
    )
