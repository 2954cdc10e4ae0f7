import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st

from asn_appraisal import Bands, Category, Count, Mean, Number, Policy, schemes
from asn_appraisal.appraising.readings import read
from asn_appraisal.errors import RecordError
from asn_appraisal.testing import strategies

FIRST, SECOND = Number("satu", low=0, high=100), Number("dua", low=0, high=100, optional=True)
POLICY = Policy(
    "uji", "Uji", score=Mean.of_given(FIRST, SECOND), reported=2, band=Bands(("baik", ">= 76"), ("kurang", None))
)
SCHEMES = [schemes.get(key) for key in schemes.keys()]  # noqa: SIM118  (a function of the package, no mapping)
slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@slow
@given(st.data(), st.sampled_from(SCHEMES), st.booleans())
def test_records_and_edge_records_can_be_read(data: st.DataObject, policy: Policy, mixed: bool) -> None:
    drawn = strategies.records(policy, mixed=mixed) | strategies.edge_records(policy, mixed=mixed)
    assert read(policy.outline, data.draw(drawn)).faults == ()


@slow
@given(st.data())
def test_faulty_records_are_refused(data: st.DataObject) -> None:
    with pytest.raises(RecordError):
        POLICY.appraise(data.draw(strategies.faulty_records(POLICY)))


@slow
@given(strategies.policies(), st.data())
def test_policies_are_valid_and_their_records_scored_or_refused_for_a_reason(
    policy: Policy, data: st.DataObject
) -> None:
    codes: set[str] = set()
    try:
        appraisal = policy.appraise(data.draw(strategies.edge_records(policy)))
        assert (appraisal.score is None, appraisal.band is None) == (policy.score is None, policy.band is None)
    except RecordError as error:
        codes = {fault.code for fault in error.faults}
    assert codes <= {"ASN412", "ASN413", "ASN414", "ASN415", "ASN416"}


def test_a_failing_record_is_made_small() -> None:
    def is_good(record: strategies.Record) -> bool:
        return POLICY.appraise(record).band.key == "baik"

    smallest = find(
        strategies.records(POLICY), is_good, settings=settings(derandomize=True, database=None, deadline=None)
    )
    assert list(smallest) == ["satu"]  # the optional value is left out


@slow
@given(strategies.edge_records(POLICY))
def test_absent_values_are_drawn_without_being_asked_for(record: strategies.Record) -> None:
    assert {"satu"} <= set(record) <= {"satu", "dua"}


@given(st.data())
def test_a_policy_of_labels_alone_has_records(data: st.DataObject) -> None:
    policy = Policy("label", "Label", band=Category("jenis", ["a", "b"]), shown=[Count("n").named("banyak")])
    assert policy.appraise(data.draw(strategies.edge_records(policy))).band.key in {"a", "b"}
