from decimal import Decimal

import pytest
from tests.schemes.checking import band, inputs_of, names_of, result

from asn_appraisal import schemes
from asn_appraisal.errors import RecordError

KEY = "sabang-layanan"


def _record(kecepatan: str, kepuasan: str, akurasi: str) -> dict[str, str]:
    return {"kecepatan": kecepatan, "kepuasan": kepuasan, "akurasi": akurasi}


def test_the_inputs_are_those_of_the_paper() -> None:
    expected = {"kecepatan": "number(0..365, 1)", "kepuasan": "number(0..100, 2)", "akurasi": "number(0..100, 2)"}
    assert expected == inputs_of(schemes.get(KEY))


def test_reaching_every_target_exactly_gives_one_hundred() -> None:
    assert (Decimal("100.00"), "baik") == result(KEY, _record("7", "85", "98"))


def test_fewer_days_give_a_higher_score() -> None:
    # 40 % x (2 - 5.6/7) x 100 = 48; the other two give 60.
    assert (Decimal("108.00"), "baik") == result(KEY, _record("5.6", "85", "98"))


@pytest.mark.parametrize(
    ("record", "score"),
    [
        # 48 % at most for speed: below 5.6 days nothing is added.
        (_record("0", "85", "98"), "108.00"),
        # twice the target and beyond give nothing, never less than nothing
        (_record("14", "85", "98"), "60.00"),
        (_record("14.1", "85", "98"), "60.00"),
        (_record("365", "0", "0"), "0.00"),
        # 100/85 stays below the cap, 100/98 too
        (_record("7", "100", "98"), "106.18"),
        (_record("7", "85", "100"), "100.51"),
    ],
)
def test_each_target_is_kept_within_0_and_120(record: dict[str, str], score: str) -> None:
    assert Decimal(score) == result(KEY, record)[0]


@pytest.mark.parametrize(
    ("record", "score", "key"),
    [
        # 48 + 35 x K/85 + 25 x A/98
        (_record("5.6", "88.06", "100"), "109.77", "baik"),
        (_record("5.6", "88.61", "100"), "110.00", "sangat_baik"),
        (_record("5.6", "88.60", "100"), "109.99", "baik"),
        # 40 + 25 + 35 x K/85: 25 is wanted of satisfaction
        (_record("7", "60.71", "98"), "90.00", "baik"),
        (_record("7", "60.70", "98"), "89.99", "butuh_perbaikan"),
        (_record("7", "12.14", "98"), "70.00", "butuh_perbaikan"),
        (_record("7", "12.13", "98"), "69.99", "kurang"),
        # 40 x (2 - 9.8/7) + 25 = 49, one more of satisfaction
        (_record("9.8", "2.43", "98"), "50.00", "kurang"),
        (_record("9.8", "2.42", "98"), "50.00", "kurang"),
        (_record("9.8", "2.41", "98"), "49.99", "sangat_kurang"),
        (_record("14", "0", "0"), "0.00", "sangat_kurang"),
    ],
)
def test_a_band_begins_on_its_edge_and_not_one_hundredth_below(record: dict[str, str], score: str, key: str) -> None:
    assert (Decimal(score), key) == result(KEY, record)


def test_the_band_is_decided_on_the_rounded_score() -> None:
    # 48 + 35 x 88.61/85 + 25 x 100/98 = 109.9966..., which rounds to 110.00 and reaches the edge.
    appraisal = schemes.get(KEY).appraise(_record("5.6", "88.61", "100"))
    parts = appraisal.parts
    unrounded = (40 * parts["kecepatan_nilai"] + 35 * parts["kepuasan_nilai"] + 25 * parts["akurasi_nilai"]) / 100
    assert unrounded < 110
    assert (appraisal.exact, appraisal.band.key if appraisal.band else None) == (110, "sangat_baik")


def test_the_names_of_the_bands_are_indonesian() -> None:
    expected = {
        "sangat_baik": "Sangat Baik",
        "baik": "Baik",
        "butuh_perbaikan": "Butuh Perbaikan",
        "kurang": "Kurang",
        "sangat_kurang": "Sangat Kurang",
    }
    assert expected == names_of(schemes.get(KEY))


def test_a_missing_indicator_is_refused_and_not_counted_as_zero() -> None:
    with pytest.raises(RecordError) as caught:
        band(KEY, {"kecepatan": "7", "kepuasan": "85"})
    assert [(fault.code, fault.field) for fault in caught.value.faults] == [("ASN401", "akurasi")]


def test_the_example_is_no_law() -> None:
    policy = schemes.get(KEY)
    assert {"choice"} == {source.grade for source in policy.sources()}
    assert policy.subject == ""
