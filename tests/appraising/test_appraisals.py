import json
import pickle
from decimal import Decimal
from fractions import Fraction
from html import escape
from typing import Any

import pytest
from tests.examples import DANGEROUS_RECORD, SCRIPT, dangerous, policy, record

from asn_appraisal import Appraisal, Bands, Category, Items, Number, Policy, schemes

X = Number("x")
BANDS = Bands(("baik", ">= 76", "Baik", "Good"), ("kurang", None, "Kurang", "Poor"))


def test_a_result_has_score_exact_value_band_and_the_fingerprint_of_its_policy() -> None:
    made = policy()
    appraisal = made.appraise(record())
    assert ("contoh", Decimal("85.75"), Fraction("85.75")) == (appraisal.policy, appraisal.score, appraisal.exact)
    assert appraisal.band is not None
    assert ("baik", "Baik", made.fingerprint) == (appraisal.band.key, appraisal.band.name, appraisal.fingerprint)


@pytest.mark.parametrize(
    ("score", "text"),
    [
        ((X / 3).rounded(2), "3.33"),
        ((X * 1).rounded(2), "10.00"),
        ((X / 4).rounded(0), "3"),
        ((X * 10).rounded(-2), "100"),
        (X, "10.00"),
        (X * "0.125", "1.25000"),
    ],
)
def test_the_score_has_the_places_of_the_last_rounding(score: Any, text: str) -> None:
    assert text == str(Policy("contoh", "Contoh", score=score).appraise({"x": 10}).score)


@pytest.mark.parametrize(("reported", "text"), [(0, "3"), (2, "3.33"), (4, "3.3333")])
def test_a_score_may_be_rounded_for_display_alone(reported: int, text: str) -> None:
    appraisal = Policy("contoh", "Contoh", score=X / 3, reported=reported).appraise({"x": 10})
    assert (text, Fraction(10, 3)) == (str(appraisal.score), appraisal.exact)


@pytest.mark.parametrize(("x", "score", "key"), [("75.996", "76.00", "kurang"), ("76", "76.00", "baik")])
def test_the_band_is_decided_on_the_exact_value_and_not_on_the_one_displayed(x: str, score: str, key: str) -> None:
    made = Policy("contoh", "Contoh", score=Number("x", decimals=3), band=BANDS, reported=2)
    appraisal = made.appraise({"x": x})
    assert (score, key) == (str(appraisal.score), appraisal.band.key if appraisal.band else None)


@pytest.mark.parametrize(("score", "exact", "shown"), [(X / 7, "10/7", "≈ 1.4286"), (X / 8, "1.25", "1.25")])
def test_as_data_an_exact_number_has_its_decimals_beside_it(score: Any, exact: str, shown: str) -> None:
    appraisal = Policy("contoh", "Contoh", score=score.named("bagian"), reported=2).appraise({"x": 10})
    data = appraisal.to_dict()
    assert (data["exact"], data["decimals"]) == (exact, shown)
    assert [(step["value"], step["decimals"]) for step in data["trace"]["steps"]] == [(exact, shown)]
    assert "decimals" not in appraisal.to_audit_record()


def test_what_is_no_number_has_no_decimals() -> None:
    data = Policy("contoh", "Contoh", score=X, band=BANDS).appraise({"x": 80}).to_dict()
    assert [step["decimals"] for step in data["trace"]["steps"] if step["key"] == "peringkat"] == [None]
    assert (
        Policy("contoh", "Contoh", band=Category("mutu", {"a": "A"})).appraise({"mutu": "a"}).to_dict()["decimals"]
        is None
    )


def test_a_scheme_without_a_number_has_a_band_alone() -> None:
    appraisal = Policy("contoh", "Contoh", band=Category("mutu", {"a": "A"})).appraise({"mutu": "a"})
    assert (appraisal.score, appraisal.exact) == (None, None)
    assert appraisal.band is not None
    assert appraisal.band.name == "A"


def test_a_scheme_without_bands_has_a_score_alone() -> None:
    appraisal = Policy("contoh", "Contoh", score=X).appraise({"x": 1})
    assert (Decimal(1), None) == (appraisal.score, appraisal.band)


def test_parts_over_rows_are_tuples_in_the_order_of_the_rows() -> None:
    parts = policy().appraise(record()).parts
    expected = {
        "capaian": (75, 100),
        "kerja": Fraction("87.5"),
        "waktu": 75,
        "perilaku": 90,
        "nilai": Fraction("85.75"),
        "peringkat": "baik",
    }
    assert expected == parts


def test_a_part_over_one_row_is_a_tuple_too() -> None:
    appraisal = policy().appraise(record(kegiatan=[{"target": 80, "realisasi": 60}]))
    assert appraisal.parts["capaian"] == (75,)


def test_eleven_rows_are_not_sorted_as_text() -> None:
    rows = Items("rows", (X,))
    made = Policy("contoh", "Contoh", score=rows.sum((X * 1).named("each")))
    appraisal = made.appraise({"rows": [{"x": number} for number in range(11)]})
    assert tuple(range(11)) == appraisal.parts["each"]


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("sabang-layanan", {"kecepatan": "6.5", "kepuasan": 88, "akurasi": 97}),
        ("permenpanrb-6-2022", {"hasil_kerja": "sesuai", "perilaku_kerja": "di_atas"}),
        ("permenpanrb-14-2017", {"responden": [{f"u{number}": 4 for number in range(1, 10)}]}),
        ("ombudsman-2022", {"nilai": 88}),
    ],
)
def test_an_appraisal_is_plain_json(key: str, values: dict[str, Any]) -> None:
    appraisal = schemes.get(key).appraise(values)
    data = appraisal.to_dict()
    assert data == json.loads(json.dumps(data))
    assert (key, appraisal.fingerprint) == (data["policy"], data["fingerprint"])


def test_no_number_is_lost_to_a_float_in_plain_data() -> None:
    data = Policy("contoh", "Contoh", score=X / 3, band=BANDS, reported=2).appraise({"x": 1}).to_dict()
    band = {"key": "kurang", "name": "Kurang", "english": "Poor", "labels": {}}
    assert ("0.33", "1/3", band) == (data["score"], data["exact"], data["band"])


def test_plain_data_has_none_where_there_is_no_score_and_no_band() -> None:
    data = Policy("contoh", "Contoh", score=X).appraise({"x": 1}).to_dict()
    assert (data["band"], data["score"]) == (None, "1.00")
    data = Policy("contoh", "Contoh", band=Category("mutu", ["a"])).appraise({"mutu": "a"}).to_dict()
    assert (data["score"], data["exact"]) == (None, None)


def _made() -> Appraisal:
    return policy().appraise(record())


def test_equal_records_give_equal_appraisals_that_hash_alike() -> None:
    assert _made() == _made()
    assert _made() != policy().appraise(record(hemat="24"))
    assert len({_made(), _made()}) == 1


def test_an_appraisal_pickles() -> None:
    appraisal = _made()
    assert appraisal == pickle.loads(pickle.dumps(appraisal))  # noqa: S301 - our own bytes


def test_the_repr_shows_the_result_and_neither_record_nor_fingerprint() -> None:
    assert "85.75" in repr(_made())
    assert _made().fingerprint not in repr(_made())
    assert "hemat" not in repr(_made())


def test_html_is_escaped_and_shows_score_and_band() -> None:
    html = dangerous().appraise(DANGEROUS_RECORD)._repr_html_()
    assert "<script" not in html
    title = escape(SCRIPT)
    assert html.startswith(f"<p><strong>{title}</strong>: 8,00 {title}</p>")


def test_an_appraisal_is_called_by_the_title_of_its_policy() -> None:
    made = policy().appraise(record())
    assert (made.called(), made.called("en")) == ("Contoh <b>", "Example <b>")
    untitled = Policy("tanpa", "", score=Number("x")).appraise({"x": 1})
    assert (untitled.called(), untitled.called("en")) == ("tanpa", "tanpa")
    assert Policy("id", "Judul", score=Number("x")).appraise({"x": 1}).called("en") == "Judul"
