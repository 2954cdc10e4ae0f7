"""Two policies on one table, or two tables under one: moves, gains and losses, who came and left."""

from __future__ import annotations

import json
import sys
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import polars as pl
import pytest
from tests.charts.pictures import data, layers, names, spec_of

import asn_appraisal as asn
from asn_appraisal import AppraisalError, compare
from asn_appraisal.errors import MissingExtraError, OtherKeysError, UnknownKeyError

x, y = asn.Indicator("x", "Mutu", low=0, high=100), asn.Number("y", low=1, high=9, decimals=0)
BANDS = asn.Bands(("tinggi", ">= 80", "Tinggi"), ("sedang", ">= 50", "Sedang"), ("rendah", None, "Rendah"))


def policy(key: str, score: Any, **options: Any) -> asn.Policy:
    return asn.Policy(key, key.title(), score=score, band=BANDS, **options)


OLD, NEW = policy("lama", x), policy("baru", (x * "1.1").capped(100).rounded(0))
TABLE: dict[str, Any] = {
    "nip": list("abcde"),
    "unit": list("ppqqq"),
    "x": [75, 40, 100, 60, None],
}
FOUND = compare(OLD, NEW, TABLE, key="nip")


def test_moves_count_the_rows_by_band_before_and_after() -> None:
    # 75 -> 83 (82.5 rounded up), 40 -> 44, 100 -> 100, 60 -> 66
    assert FOUND.moves == {
        ("tinggi", "tinggi"): 1,
        ("sedang", "tinggi"): 1,
        ("sedang", "sedang"): 1,
        ("rendah", "rendah"): 1,
    }
    assert (FOUND.gained, FOUND.lost, FOUND.same) == (3, 0, 1)


def test_rows_are_selected_by_what_became_of_them() -> None:
    assert FOUND.select("gained") == ["a", "b", "d"]
    assert (FOUND.select("same"), FOUND.select("lost"), FOUND.select("no_longer_scored")) == (["c"], [], [])
    narrow = policy("sempit", asn.Indicator("x", "Mutu", low=0, high=80))
    assert compare(OLD, narrow, TABLE, key="nip").select("no_longer_scored") == ["c"]
    assert compare(narrow, OLD, TABLE, key="nip").select("newly_scored") == ["c"]


def test_gains_are_those_of_exact_scores_where_both_report_the_same() -> None:
    old, new = policy("lama", x / 7, reported=0), policy("baru", x / y, reported=1)
    rows = [{"x": a, "y": b} for a in range(0, 101, 4) for b in range(1, 10)]
    found = compare(old, new, rows)
    exact = [(Fraction(row["x"], 7), Fraction(row["x"], row["y"])) for row in rows]
    assert found.gained == sum(after > before for before, after in exact)
    assert found.lost == sum(after < before for before, after in exact)
    assert found.same == sum(after == before for before, after in exact) > 20


def test_why_a_row_changed_is_answered_by_its_key() -> None:
    found = FOUND.why("a")
    assert found.difference == 8
    assert {item.kind for item in found} == {"policy"}
    with pytest.raises(UnknownKeyError):
        FOUND.why("z")


def test_units_have_their_own_counts() -> None:
    groups = FOUND.by("unit")
    assert [(each.name, each.rows, each.gained, each.mean_difference) for each in groups] == [
        (("p",), 2, 2, Fraction(6)),
        (("q",), 2, 1, Fraction(3)),
    ]
    assert all(each.small for each in groups)
    assert len(groups) == 2
    assert "- p*: 2 baris, 2 naik, 0 turun, rata-rata 6 poin" in groups.text()
    assert groups.to_frame()["mean_difference"].tolist() == [6.0, 3.0]
    assert ">p *</td>" in groups._repr_html_()


def test_two_years_are_matched_by_key() -> None:
    first = asn.appraise_table(OLD, {"nip": ["a", "b", "c"], "x": [50, 60, 70]}, key="nip")
    second = asn.appraise_table(OLD, {"nip": ["d", "c", "a"], "x": [90, 70, 40]}, key="nip")
    found = compare(first, second)
    assert (found.came, found.left) == (("d",), ("b",))
    assert (found.gained, found.lost, found.same) == (0, 1, 1)
    assert found.to_frame() == {
        "nip": ["c", "a"],
        "score_before": pytest.approx([70, 50]),
        "score_after": pytest.approx([70, 40]),
        "difference": pytest.approx([0, -10]),
        "band_before": ["sedang", "sedang"],
        "band_after": ["sedang", "rendah"],
        "change": ["same", "lost"],
    }
    assert "- masuk: 1" in found.text()
    assert found.why("a").items[0].points == -10


def test_tables_that_cannot_be_matched_are_refused() -> None:
    keyed = asn.appraise_table(OLD, {"nip": ["a"], "x": [50]}, key="nip")
    with pytest.raises(OtherKeysError):
        compare(asn.appraise_table(OLD, {"x": [50]}), keyed)
    for wrong in ((keyed, OLD), (OLD, keyed)):
        with pytest.raises(AppraisalError):
            compare(*wrong)
    with pytest.raises(AppraisalError):
        compare(keyed, keyed, TABLE)


def test_the_orders_agree_as_scipy_says() -> None:
    from scipy import stats

    random = Random(3)  # noqa: S311
    rows = [{"x": random.randrange(101), "y": random.randrange(1, 10)} for _ in range(200)]
    found = compare(policy("lama", x), policy("baru", x / y, reported=2), rows)
    before = [row["x"] for row in rows]
    after = [row["x"] / row["y"] for row in rows]
    assert found.agreement()["kendall"] == pytest.approx(stats.kendalltau(before, after).statistic)
    assert found.agreement()["spearman"] == pytest.approx(stats.spearmanr(before, after).statistic)
    assert np.isnan(compare(OLD, NEW, {"x": [5]}).agreement()["kendall"])


def test_without_scipy_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.stats", None)
    with pytest.raises(MissingExtraError, match="lab"):
        FOUND.agreement()


def test_the_matrix_and_the_texts_name_the_bands() -> None:
    assert FOUND.text("en").splitlines() == [
        "4 rows scored by both, before by lama, after by baru:",
        "- 3 gain, 0 lose, 1 stay the same",
        "- Sedang → Tinggi: 1",
    ]
    assert all(f">{name}</th>" in FOUND._repr_html_() for name in ("Tinggi", "Sedang", "Rendah"))
    assert json.loads(json.dumps(FOUND.to_dict("en")))["gained"] == 3


def test_the_frame_is_of_the_kind_that_came_in() -> None:
    frame = compare(OLD, NEW, pl.DataFrame(TABLE), key="nip").to_frame()
    assert isinstance(frame, pl.DataFrame)
    assert frame["change"].to_list() == ["gained", "gained", "same", "gained", "not_scored"]


def test_policies_without_a_number_are_compared_by_band() -> None:
    scheme = asn.schemes.get("permenpanrb-6-2022")
    found = compare(scheme, scheme, [{"hasil_kerja": "sesuai", "perilaku_kerja": "sesuai"}])
    assert found.moves == {("baik", "baik"): 1}
    assert (found.numeric, found.gained) == (False, 0)
    with pytest.raises(AppraisalError):
        found.agreement()


def test_two_results_of_one_table_are_compared_by_position() -> None:
    before, after = (asn.appraise_table(each, {"x": [75, 40]}) for each in (OLD, NEW))
    assert asn.Comparison.by_position(before, after).gained == 2
    with pytest.raises(OtherKeysError, match="2 / 1"):
        asn.Comparison.by_position(before, asn.appraise_table(OLD, {"x": [1]}))


def test_the_chart_has_a_cell_for_each_pair_of_bands_with_its_count() -> None:
    chart = FOUND.chart(width=400)
    cells = {(row["row"], row["column"]): row["count"] for row in layers(chart, "rect")[0]["data"]}
    assert {place: count for place, count in cells.items() if count} == {(0, 0): 1, (1, 0): 1, (1, 1): 1, (2, 2): 1}
    assert len(cells) == 9
    assert names(chart, "rect") == '[["Tinggi"], ["Sedang"], ["Rendah"]][datum.value]'
    assert layers(chart, "rect")[1]["data"] == [{"row": at, "column": at} for at in range(3)]
    assert spec_of(chart)["description"] == (
        "Dari peringkat mana ke peringkat mana. 4 data; 1 berubah peringkat (di luar bingkai). "
        "Tinggi → Tinggi: 1; Sedang → Tinggi: 1; Sedang → Sedang: 1; Rendah → Rendah: 1."
    )
    assert "4 records; 1 change their band" in spec_of(FOUND.chart("en"))["description"]
    assert not {"a", "nip"} & {value for row in data(chart, "text") for value in row.values() if isinstance(value, str)}


def test_policies_without_bands_and_empty_tables_have_a_chart() -> None:
    bare = asn.Policy("p", "P", score=x)
    chart = compare(bare, bare, {"x": [1, 2]}).chart()
    assert [row["count"] for row in layers(chart, "rect")[0]["data"]] == [2]
    assert "Belum ada data" in spec_of(compare(OLD, NEW, {"x": []}).chart())["description"]
