"""The errors of definitions that read in two ways: whoever catches a family catches them; texts stand in ``test_errors``."""

import pytest

import asn_appraisal as asn
from asn_appraisal import definition_errors, errors

FOUND = [
    each for each in vars(definition_errors).values() if getattr(each, "__module__", "") == definition_errors.__name__
]


@pytest.mark.parametrize("cls", FOUND)
def test_an_error_of_a_definition_belongs_to_the_family_of_policies(cls: type[Exception]) -> None:
    assert issubclass(cls, errors.PolicyError)


def test_a_key_and_a_set_are_refused_as_errors_of_policies() -> None:
    with pytest.raises(errors.PolicyError, match="ASN327"):
        asn.Number("x").named("x.given")
    with pytest.raises(errors.PolicyError, match="ASN328"):
        asn.Category("c", {"a", "b"})
