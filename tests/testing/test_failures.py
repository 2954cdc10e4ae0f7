import pytest

from asn_appraisal import Bands, Check, Number, Policy
from asn_appraisal.testing.failures import appraised, breach, result_of, told

score = Number("mutu", low=0, high=100)
POLICY = Policy(
    "uji",
    "Uji",
    score=(score * 2).named("nilai"),
    band=Bands(("baik", ">= 76"), ("kurang", None)),
    checks=[Check(score > 1, "di atas 1")],
)


def test_a_breach_shows_the_policy_as_formulas() -> None:
    with pytest.raises(AssertionError) as broken:
        breach(POLICY, "first", "second")
    lines = str(broken.value).splitlines()
    assert lines[:4] == ["first", "second", "policy uji:", "  nilai = mutu * 2"]
    assert lines[-1] == "  check mutu > 1"


def test_a_refused_record_has_no_appraisal_and_no_result() -> None:
    assert appraised(POLICY, {"mutu": 1}) is None
    assert result_of(None) == (None, None)
    found = appraised(POLICY, {"mutu": 40})
    assert result_of(found) == (80, "baik")
    assert found is not None
    assert any("Score: 80" in line for line in told(found))
