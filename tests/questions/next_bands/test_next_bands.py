"""What it takes for the next band: goals, ways, several fields together, room, and how it is said."""

from __future__ import annotations

import json
import pickle
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from tests.charts.pictures import spec_of

import asn_appraisal as asn
from asn_appraisal import AppraisalError, Policy, next_band, schemes
from asn_appraisal.errors import BandOrderError, NoSuchBandError, UnknownPartError
from asn_appraisal.testing.drawing.records import random_record

D = Decimal
kepuasan = asn.Indicator("kepuasan", "Kepuasan", english="Satisfaction", low=0, high=100)
kecepatan = asn.Indicator("kecepatan", "Kecepatan", unit="hari", better="lower", decimals=1, low=0, high=30)
SCALE = asn.Bands(
    ("baik", ">= 90", "Baik", "Good"), ("cukup", ">= 70", "Cukup", "Fair"), ("kurang", None, "Kurang", "Poor")
)
POLICY = Policy(
    "loket",
    "Loket",
    score=asn.Weighted(
        asn.Target(kepuasan, 80, weight=60),
        asn.Target(kecepatan, 10, weight=40, rule=asn.rules.lower_is_better.clamped(0, 120)),
    ).rounded(2),
    band=SCALE,
)
SABANG, PP46 = schemes.get("sabang-layanan"), schemes.get("pp-46-2011")


def test_each_field_has_all_its_values_and_the_nearest() -> None:
    found = next_band(POLICY, {"kepuasan": 60, "kecepatan": 9})
    assert (found.band.key, found.goal) == ("cukup", "baik")
    way = found["kepuasan"]
    assert (way.reachable, way.nearest, way.now) == (True, D("61.33"), D("60.00"))
    assert way.values == [(D("61.33"), D("100.00"))]
    assert found["kecepatan"].values == [(D("0.0"), D("8.7"))]
    assert found["kecepatan"].nearest == D("8.7")
    assert all(each.exact for each in found.ways)


def test_at_the_top_there_is_no_goal_and_still_room() -> None:
    found = next_band(POLICY, {"kepuasan": 90, "kecepatan": 9})
    assert found.goal is None
    assert found.together is None
    assert not found["kepuasan"].reachable
    assert found["kepuasan"].reason is None
    assert found["kepuasan"].kept == (D("61.33"), D("100.00"))
    assert found["kepuasan"].room == D("28.67")
    assert found["kecepatan"].room == D("5.3")
    assert found.text("en").startswith(
        "Good is the best rating there is.\nGood is kept with:\n- Satisfaction: 61.33 or more"
    )


def test_a_goal_may_be_any_band_and_means_that_one_or_a_better_one() -> None:
    record = {"kepuasan": 20, "kecepatan": 9}
    assert next_band(POLICY, record).goal == "cukup"
    assert next_band(POLICY, record, "baik")["kepuasan"].values == [(D("61.33"), D("100.00"))]
    assert next_band(POLICY, record, goal="cukup")["kepuasan"].values == [(D("34.66"), D("100.00"))]
    assert next_band(POLICY, {"kepuasan": 70, "kecepatan": 9}, "kurang")["kepuasan"].nearest == D("70.00")


def test_more_than_24_percent_saved_is_worse_again() -> None:
    saved = asn.Indicator("biaya", low=0, high=100, decimals=0, better="lower")
    percent = 100 - saved
    score = asn.When(percent > 24, 76 - (percent - 24), 76 + percent).rounded(2)
    policy = Policy("hemat", "Hemat", score=score, band=asn.Bands(("baik", ">= 91"), ("cukup", None)))
    found = next_band(policy, {"biaya": 30})
    assert found["biaya"].values == [(D(76), D(85))]
    assert found["biaya"].nearest == D(76)


def test_a_row_of_a_list_is_called_as_traces_call_it() -> None:
    row = {
        "target_kuantitas": 100, "realisasi_kuantitas": 90, "target_kualitas": 100, "realisasi_kualitas": 80,
        "target_waktu": 12, "realisasi_waktu": 12,
    }  # fmt: skip
    behaviour = dict.fromkeys(("orientasi_pelayanan", "integritas", "komitmen", "disiplin", "kerjasama"), 80)
    record = {"tugas_tambahan": 0, **behaviour, "kegiatan": [row, {**row, "realisasi_kuantitas": 70}]}
    found = next_band(PP46, record)
    keys = [way.field for way in found.ways]
    assert "kegiatan[1].realisasi_waktu" in keys
    assert not [key for key in keys if "target" in key or key in {"tugas_tambahan", "kreativitas"}]
    for way in found.ways:
        if way.nearest is not None:
            changed = json.loads(json.dumps(record))
            if way.field.startswith("kegiatan"):
                changed["kegiatan"][int(way.field[9])][way.field.partition(".")[2]] = str(way.nearest)
            else:
                changed[way.field] = str(way.nearest)
            assert PP46.appraise(changed).band.key == found.goal


def test_the_cheapest_change_of_several_fields() -> None:
    found = next_band(POLICY, {"kepuasan": 30, "kecepatan": 14}, "baik")
    joint = found.together
    assert joint is not None
    assert joint.exact
    changed = {key: new for key, (_, new) in joint.changes.items()}
    assert POLICY.appraise({"kepuasan": 30, "kecepatan": 14, **changed}).band.key == "baik"
    dear = next_band(
        POLICY, {"kepuasan": 30, "kecepatan": 14}, "baik", cost={"kepuasan": 1, "kecepatan": "0.1"}
    ).together
    assert dear is not None
    assert (dear.exact, dear.cost) == (True, Fraction("26.6"))
    assert dear.changes == {"kepuasan": (D("30.00"), D("56.00")), "kecepatan": (D("14.0"), D("8.0"))}


def test_only_fields_with_a_cost_change_together() -> None:
    joint = next_band(POLICY, {"kepuasan": 60, "kecepatan": 9}, cost={"kecepatan": 2}).together
    assert joint is not None
    assert joint.changes == {"kecepatan": (D("9.0"), D("8.7"))}
    assert joint.cost == Fraction("0.6")


def test_limits_narrow_what_may_change() -> None:
    found = next_band(POLICY, {"kepuasan": 50, "kecepatan": 9}, limits={"kepuasan": (0, 60), "kecepatan": (8, None)})
    assert not found["kepuasan"].reachable
    assert found["kepuasan"].reason is not None
    assert found["kepuasan"].reason.kind == "range"
    assert not found["kecepatan"].reachable


def test_a_category_that_is_named_is_tried_level_by_level() -> None:
    found = next_band(
        schemes.get("permenpanrb-6-2022"), {"hasil_kerja": "sesuai", "perilaku_kerja": "sesuai"}, change="hasil_kerja"
    )
    (way,) = found.ways
    assert (way.reachable, way.nearest, way.values) == (False, None, [])
    found = next_band(
        schemes.get("permenpanrb-6-2022"), {"hasil_kerja": "sesuai", "perilaku_kerja": "di_atas"}, change="hasil_kerja"
    )
    assert found["hasil_kerja"].levels == ("di_atas",)


def test_a_band_that_asks_for_more_than_a_score_says_so() -> None:
    record = {"nilai_skp": 118.7, "nilai_perilaku": 118.7, "penilaian_rekan": False, "ide_baru": False}
    found = next_band(schemes.get("pp-30-2019"), record)
    reason = found["nilai_skp"].reason
    assert reason is not None
    assert reason.kind == "condition"
    assert "Menciptakan ide baru" in reason.text("id")
    assert "Bersama-sama pun belum cukup." in found.text()


def test_an_appraisal_serves_as_a_record() -> None:
    record = {"kepuasan": 60, "kecepatan": 9}
    assert next_band(POLICY, POLICY.appraise(record)).to_dict() == next_band(POLICY, record).to_dict()
    with pytest.raises(AppraisalError, match="ASN340"):
        next_band(SABANG, POLICY.appraise(record))


def test_wrong_questions_are_refused() -> None:
    record = {"kepuasan": 60, "kecepatan": 9}
    with pytest.raises(NoSuchBandError, match="did you mean baik"):
        next_band(POLICY, record, "baikk")
    with pytest.raises(UnknownPartError, match="did you mean kepuasan"):
        next_band(POLICY, record)["kepuasam"]
    with pytest.raises(AppraisalError, match="a policy with bands"):
        next_band(schemes.get("integrasi-2021"), {"nilai_lama": 80})
    with pytest.raises(AppraisalError, match="ASN406"):
        next_band(POLICY, {"kepuasan": 101, "kecepatan": 9})
    policy = Policy(
        "lama", "Lama", score=kecepatan, band=asn.Bands(("cepat", "<= 7"), ("sedang", "<= 14"), ("lambat", None))
    )
    with pytest.raises(BandOrderError, match="cepat, sedang, lambat"):
        next_band(policy, {"kecepatan": 20})
    assert next_band(policy, {"kecepatan": 20}, "sedang")["kecepatan"].values == [(D("7.1"), D("14.0"))]


def test_it_is_said_in_both_languages() -> None:
    found = next_band(POLICY, {"kepuasan": 60, "kecepatan": 9})
    assert found.text("id").splitlines() == [
        "Dari Cukup menuju Baik: masing-masing berikut ini cukup, sementara yang lain tetap.",
        "- Dengan Kepuasan 61,33 atau lebih, predikat menjadi Baik (kini 60,00).",
        "- Dengan Kecepatan 8,7 atau kurang, predikat menjadi Baik (kini 9,0).",
        "Bersama-sama, dengan perubahan paling kecil: Kepuasan dari 60,00 menjadi 60,26; Kecepatan dari 9,0 menjadi 8,8.",
        "Cukup tetap diraih dengan:",
        "- Kepuasan: 34,66 atau lebih (kini 60,00)",
        "- Kecepatan: 13,7 atau kurang (kini 9,0)",
    ]
    assert found.text("en").splitlines()[1] == "- With Satisfaction 61.33 or more the rating becomes Good (now 60.00)."
    assert str(found) == found.text()
    assert ">61,33 atau lebih</td>" in found._repr_html_()
    assert found.to_frame()["nearest"] == [61.33, 8.7]
    assert json.loads(json.dumps(found.to_dict("en")))["ways"][0]["values"] == [["61.33", "100.00"]]


def test_it_can_be_kept_and_read_back() -> None:
    found = next_band(POLICY, {"kepuasan": 60, "kecepatan": 9})
    again = pickle.loads(pickle.dumps(found))  # noqa: S301
    assert again.to_dict() == found.to_dict()


@pytest.mark.parametrize("key", [key for key in schemes.official() if schemes.get(key).band is not None])
def test_each_way_of_each_scheme_leads_where_it_says(key: str) -> None:
    policy = schemes.get(key)
    record: dict[str, Any] = random_record(policy, Random(key))  # noqa: S311
    try:
        found = next_band(policy, record)
    except AppraisalError:
        pytest.skip("this record is refused")
    assert found.text("id")
    assert policy.band is not None
    keys = [level.key for level in policy.band.levels]
    for way in found.ways:
        for units, right in _around(way):
            changed = json.loads(json.dumps(record, default=str))
            items, _, name = way.field.rpartition(".")
            home = changed[items.partition("[")[0]][int(items.partition("[")[2][:-1])] if items else changed
            home[name] = str(units)
            try:
                band = policy.appraise(changed).band
            except AppraisalError:
                assert not right
                continue
            assert (keys.index(band.key) <= keys.index(str(found.goal))) is right


def _around(way: asn.Way) -> list[tuple[Decimal, bool]]:
    """The ends of the intervals of a way, and the values next to them."""
    found = []
    for low, high in way.values:
        for end, sign in ((low, -1), (high, 1)):
            if end is not None:
                found.append((end, True))
                beyond = end + sign * Decimal((0, (1,), end.as_tuple().exponent))
                if way.range[0] is not None and way.range[1] is not None and way.range[0] <= beyond <= way.range[1]:
                    found.append((beyond, False))
    return found


def test_the_chart_has_a_track_for_each_number_with_what_reaches_the_goal() -> None:
    policy = schemes.get("pp-30-2019")
    record = {"nilai_skp": 89, "nilai_perilaku": 91, "penilaian_rekan": False, "ide_baru": False}
    told = str(spec_of(next_band(policy, record).chart())["description"])
    assert told.startswith("Dari Cukup menuju Baik: yang cukup sendirian.")
    assert "Nilai SKP, kini 89: 89,57 atau lebih" in told
    assert "From Fair to Good" in spec_of(next_band(policy, record).chart("en"))["description"]


def test_at_the_top_and_for_flags_alone_there_is_nothing_to_draw() -> None:
    policy = Policy("p", "P", score=asn.When(asn.Flag("rekan"), 100, 0), band=SCALE)
    assert "Belum ada data" in spec_of(next_band(policy, {"rekan": False}, change="rekan").chart())["description"]
