from asn_appraisal import Number, Policy, schemes
from asn_appraisal.questions.scales import scale_of


def test_the_scale_of_a_result_is_that_of_its_rating() -> None:
    expected = ("sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang")
    found = schemes.get("permenpanrb-6-2022").appraise({"hasil_kerja": "sesuai", "perilaku_kerja": "sesuai"})
    assert scale_of(found) == expected


def test_a_result_without_a_band_has_no_scale() -> None:
    assert scale_of(Policy("uji", "Uji", score=Number("x")).appraise({"x": 1})) == ()
