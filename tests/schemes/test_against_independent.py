from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.records import exact_record, records
from tests.schemes.independent import SCHEMES

from asn_appraisal import AppraisalError, schemes


def test_every_scheme_has_an_independent_evaluation() -> None:
    assert set(schemes.keys()) - set(SCHEMES) == set()


@pytest.mark.parametrize("key", schemes.keys())
def test_score_band_and_parts_equal_an_independent_evaluation(key: str) -> None:
    policy, independent = schemes.get(key), SCHEMES[key]
    tally: Counter[str] = Counter()

    @settings(
        max_examples=max(150, settings().max_examples),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(records(policy))
    def agree(record: dict[str, Any]) -> None:
        tally["drawn"] += 1
        exact = exact_record(policy, record)
        try:
            appraisal = policy.appraise(record)
        except AppraisalError:
            # What the library refuses the other one must refuse too.
            with pytest.raises((ValueError, ZeroDivisionError)):
                independent(exact)
            return
        tally["scored"] += 1
        expected = independent(exact)
        assert expected.exact == appraisal.exact
        assert expected.band == (appraisal.band.key if appraisal.band else None)
        found = appraisal.parts
        assert expected.parts.keys() - found.keys() == set()
        assert expected.parts == {name: found[name] for name in expected.parts}

    agree()
    assert tally["scored"] > 0
    assert 2 * tally["scored"] >= tally["drawn"]
