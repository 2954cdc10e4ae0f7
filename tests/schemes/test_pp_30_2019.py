from decimal import Decimal
from fractions import Fraction

import pytest
from tests.schemes.checking import inputs_of, names_of, result

from asn_appraisal import schemes
from asn_appraisal.errors import RecordError

KEY = "pp-30-2019"


def _record(skp: str, perilaku: str, *, peers: bool = False, idea: bool = False) -> dict[str, object]:
    return {"nilai_skp": skp, "nilai_perilaku": perilaku, "penilaian_rekan": peers, "ide_baru": idea}


def test_the_inputs_are_those_of_the_law() -> None:
    expected = {
        "penilaian_rekan": "flag",
        "nilai_skp": "number(0..120, 2)",
        "nilai_perilaku": "number(0..120, 2)",
        "ide_baru": "flag",
    }
    assert expected == inputs_of(schemes.get(KEY))


def test_the_names_of_the_bands_are_those_of_the_law() -> None:
    expected = {
        "sangat_baik": "Sangat Baik",
        "baik": "Baik",
        "cukup": "Cukup",
        "kurang": "Kurang",
        "sangat_kurang": "Sangat Kurang",
    }
    assert expected == names_of(schemes.get(KEY))


@pytest.mark.parametrize(("peers", "score"), [(False, "70.00"), (True, "60.00")])
def test_the_work_plan_weighs_70_percent_and_60_where_peers_were_heard(peers: bool, score: str) -> None:
    assert Decimal(score) == result(KEY, _record("100", "0", peers=peers))[0]


@pytest.mark.parametrize(("peers", "score"), [(False, "30.00"), (True, "40.00")])
def test_behaviour_weighs_30_percent_and_40_where_peers_were_heard(peers: bool, score: str) -> None:
    assert Decimal(score) == result(KEY, _record("0", "100", peers=peers))[0]


@pytest.mark.parametrize(
    ("value", "idea", "key"),
    [
        ("120", True, "sangat_baik"),
        ("110.01", True, "sangat_baik"),
        ("110", True, "sangat_baik"),
        ("109.99", True, "baik"),
        ("120", False, "baik"),
        ("110", False, "baik"),
        ("90.01", True, "baik"),
        ("90", False, "baik"),
        ("89.99", True, "cukup"),
        ("70.01", False, "cukup"),
        ("70", False, "cukup"),
        ("69.99", False, "kurang"),
        ("50.01", False, "kurang"),
        ("50", False, "kurang"),
        ("49.99", True, "sangat_kurang"),
        ("0", False, "sangat_kurang"),
    ],
)
@pytest.mark.parametrize("peers", [False, True])
def test_a_band_begins_on_its_edge_and_the_highest_wants_a_new_idea(
    value: str, idea: bool, key: str, peers: bool
) -> None:
    assert (Decimal(value), key) == result(KEY, _record(value, value, peers=peers, idea=idea))


def test_115_without_a_new_idea_is_good() -> None:
    assert (Decimal("115.00"), "baik") == result(KEY, _record("115", "115"))


@pytest.mark.parametrize(
    ("rounding", "key"), [(2, "baik"), (None, "cukup")], ids=["rounded first", "unrounded reading"]
)
def test_a_score_that_rounding_lifts_to_the_edge_follows_the_option(rounding: int | None, key: str) -> None:
    # 70 % of 89.99 + 30 % of 90.01 = 89.996
    record = _record("89.99", "90.01")
    assert (Decimal("90.00"), key) == result(KEY, record, rounding=rounding)


def test_a_tie_goes_up() -> None:
    # 70 % of 89.99 + 30 % of 90.00 = 89.993; 60 % of 89.99 + 40 % of 90.0025 is not possible: two decimals
    appraisal = schemes.get(KEY).appraise(_record("89.95", "90.10"))  # 62.965 + 27.03 = 89.995
    assert Fraction(90) == appraisal.exact


@pytest.mark.parametrize("key", ["nilai_skp", "nilai_perilaku", "penilaian_rekan", "ide_baru"])
def test_every_field_is_required_flags_too(key: str) -> None:
    record = _record("100", "100")
    del record[key]
    with pytest.raises(RecordError) as caught:
        result(KEY, record)
    assert [("ASN401", key)] == [(fault.code, fault.field) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("value", "code"), [("120.01", "ASN406"), ("-0.01", "ASN406"), ("119.9991", "ASN405"), ("119.999", "ASN428")]
)
def test_a_value_outside_0_to_120_or_with_three_decimals_is_refused(value: str, code: str) -> None:
    with pytest.raises(RecordError) as caught:
        result(KEY, _record(value, "100"))
    assert [(code, "nilai_skp")] == [(fault.code, fault.field) for fault in caught.value.faults]
