"""Bad rows of lists left out instead of their whole record, and the floor below which they are not."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pandas as pd
import pytest

import asn_appraisal as asn
from asn_appraisal import schemes
from asn_appraisal.errors import ChoiceError, CountRangeError, RecordError

SURVEY = schemes.get("permenpanrb-14-2017")
TASK = asn.Items("tugas", [asn.Number("mutu", low=0, high=100), asn.Category("jenis", ["a", "b"])], at_least=2)
POLICY = asn.Policy("p", "P", score=TASK.mean(TASK.fields[0]).rounded(2))


def answers(units: str, *bad: int) -> dict[str, Any]:
    columns = {f"u{n}": [4.0] * len(units) for n in range(1, 10)}
    for place, row in enumerate(bad):
        columns[f"u{1 + place % 9}"][row] = [float("nan"), 9.0, 2.5][place % 3]
    return {"unit": list(units), **columns}


def survey(rows: Any, **more: Any) -> asn.Scores:
    how = {"on_error": "quarantine", "bad_items": "drop", **more}
    return asn.appraise_table(SURVEY, None, key="unit", items={"responden": rows}, **how)


def test_a_unit_is_scored_without_its_bad_rows_as_if_they_had_never_come() -> None:
    rows = answers("zazaza", 3)
    rows["u2"] = [4.0, 3.0, 1.0, 4.0, 2.0, 4.0]
    scores = survey(rows)
    clean = {name: column[:3] + column[4:] for name, column in rows.items()}
    assert scores.score.tolist() == survey(clean).score.tolist()
    assert (scores.rejects, scores.rejected.tolist()) == ((), [False, False])
    assert scores.dropped["responden"].tolist() == [0, 1]
    assert [(f.code, f.row, f.key, f.list, f.item_row, f.field) for f in scores.dropped_faults] == [
        ("ASN401", 1, "a", "responden", 3, "u1")
    ]


def test_a_note_says_how_many_rows_of_how_many_records_were_left_out() -> None:
    scores = survey(answers("zazazazaza", 0, 1, 2))
    (note,) = scores.notes
    assert note.text("en") == ("responden: rows that cannot be read were left out, of 2 record(s) (3 row(s): 0, 1, 2)")
    assert note.message in scores._repr_html_()


def test_a_note_names_the_first_five_rows() -> None:
    (note,) = survey(answers("a" * 20, *range(1, 9))).notes
    assert (note.count, note.rows) == (8, (1, 2, 3, 4, 5))


def test_the_faults_of_all_rows_that_were_left_out_are_told() -> None:
    scores = survey(answers("zazazaza", 0, 1, 2, 5))
    assert [(f.code, f.key, f.item_row) for f in scores.dropped_faults] == [
        ("ASN401", "z", 0),
        ("ASN405", "z", 2),
        ("ASN406", "a", 1),
        ("ASN401", "a", 5),
    ]


def test_a_unit_of_which_more_than_half_the_rows_are_bad_is_refused_with_all_its_faults() -> None:
    scores = survey(answers("aaaabbbb", 0, 1, 2, 4, 5))
    assert scores.rejected.tolist() == [True, False]
    assert scores.dropped["responden"].tolist() == [0, 2]
    assert [(fault.code, fault.row, fault.item_row) for fault in scores.rejects] == [
        ("ASN464", 0, None),
        ("ASN401", 0, 0),
        ("ASN406", 0, 1),
        ("ASN405", 0, 2),
    ]
    assert scores.rejects[0].text("en") == (
        "row 0 (a), responden: 3 of 4 rows cannot be read, too many to leave out: at least 2 must remain"
    )
    with pytest.raises(RecordError, match="3 of 4 rows"):
        scores.appraisal(0)


@pytest.mark.parametrize(("least_kept", "rejected"), [(0, False), (25, False), (26, True), (100, True)])
def test_the_share_that_must_remain_is_the_caller_s(least_kept: int, rejected: bool) -> None:
    assert survey(answers("aaaa", 0, 1, 2), least_kept=least_kept).rejected.tolist() == [rejected]


def test_a_unit_keeps_at_least_one_row_and_as_many_as_the_policy_needs() -> None:
    assert survey(answers("aa", 0, 1), least_kept=0).rejected.tolist() == [True]
    bad = {"mutu": 101, "jenis": "a"}
    table = {"tugas": [[{"mutu": 90, "jenis": "a"}, bad, bad], [{"mutu": 90, "jenis": "a"}] * 2 + [bad]]}
    scores = asn.appraise_table(POLICY, table, on_error="quarantine", bad_items="drop", least_kept=10)
    assert scores.rejected.tolist() == [True, False]
    assert "2 of 3 rows cannot be read, too many to leave out: at least 2 must remain" in scores.rejects[0].message


def test_of_a_hundred_and_one_rows_all_must_remain_where_the_caller_says_so() -> None:
    assert survey(answers("a" * 101, 7), least_kept=100).rejected.tolist() == [True]


def test_a_unit_without_a_readable_row_is_refused_though_its_list_may_be_empty() -> None:
    tugas = asn.Items("tugas", [asn.Number("mutu", low=0, high=100)], at_least=0)
    policy = asn.Policy("p", "P", score=tugas.sum(tugas.fields[0]).rounded(2))
    table = {"tugas": [[{"mutu": 101}], [], [{"mutu": 101}, {"mutu": 7}]]}
    scores = asn.appraise_table(policy, table, on_error="quarantine", bad_items="drop", least_kept=0)
    assert scores.rejected.tolist() == [True, False, False]
    assert [fault.code for fault in scores.rejects] == ["ASN464", "ASN406"]
    assert scores.dropped["tugas"].tolist() == [0, 0, 1]


def test_a_unit_that_had_too_few_rows_from_the_start_has_lost_none() -> None:
    good, bad = {"mutu": 90, "jenis": "a"}, {"mutu": 101, "jenis": "a"}
    table = {"tugas": [[good], [good, bad], [good, good, bad]]}
    scores = asn.appraise_table(POLICY, table, on_error="quarantine", bad_items="drop")
    assert [(fault.row, fault.code) for fault in scores.rejects] == [(0, "ASN411"), (1, "ASN464"), (1, "ASN406")]


def test_each_list_loses_its_own_bad_rows() -> None:
    lists = [asn.Items(key, [asn.Number("mutu", low=0, high=100)]) for key in ("tugas", "tambahan", "lain")]
    policy = asn.Policy("p", "P", score=sum((each.sum(each.fields[0]) for each in lists[1:]), lists[0].count()))
    good, bad = {"mutu": 9}, {"mutu": 101}
    table = {"tugas": [[good]], "tambahan": [[good, bad, good]], "lain": [[bad, good]]}
    scores = asn.appraise_table(policy, table, on_error="quarantine", bad_items="drop")
    assert {name: counts.tolist() for name, counts in scores.dropped.items()} == {
        "tugas": [0],
        "tambahan": [1],
        "lain": [1],
    }
    assert scores.score.tolist() == [28.0]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("nested", [True, False])
def test_a_table_is_scored_as_each_record_without_its_bad_rows(seed: int, nested: bool) -> None:
    rng = random.Random(seed)  # noqa: S311
    records = [
        [
            {"mutu": rng.choice([90, 80, None, 101, 70]), "jenis": rng.choice("aabbc")}
            for _ in range(rng.randrange(2, 9))
        ]
        for _ in range(40)
    ]
    if nested:
        scores = asn.appraise_table(POLICY, {"tugas": records}, on_error="quarantine", bad_items="drop")
    else:
        rows = [(key, row) for key, record in enumerate(records) for row in record]
        rng.shuffle(rows)
        table = {"k": [key for key, _ in rows], **{name: [row[name] for _, row in rows] for name in ("mutu", "jenis")}}
        scores = asn.appraise_table(
            POLICY, {"k": range(40)}, key="k", items={"tugas": table}, on_error="quarantine", bad_items="drop"
        )
    for row, record in enumerate(records):
        good = [each for each in record if each["mutu"] in {90, 80, 70} and each["jenis"] in "ab"]
        enough = 2 * len(good) >= len(record) and len(good) >= 2
        assert bool(scores.rejected[row]) is not enough
        if enough:
            alone = POLICY.appraise({"tugas": good})
            assert scores.exact(row) == alone.exact == scores.appraisal(row).exact
            assert scores.dropped["tugas"][row] == len(record) - len(good)
            for fault in scores.dropped_faults:
                if fault.row == row and nested:
                    assert record[fault.item_row] not in good
    assert len(scores.rejects) + len(scores.dropped_faults) > 40


def test_frames_say_how_many_rows_were_left_out() -> None:
    scores = survey(pd.DataFrame(answers("zaza", 3)))
    assert scores.to_frame().columns.tolist() == ["unit", "score", "band", "dropped"]
    assert scores.to_frame()["dropped"].tolist() == [0, 1]
    assert survey(answers("zaza")).to_frame()["dropped"].tolist() == [0, 0]
    assert "dropped" not in survey(answers("zaza"), bad_items="refuse").to_frame()


def test_records_that_were_read_before_keep_all_their_rows() -> None:
    records = asn.read_records(SURVEY, None, key="unit", items={"responden": answers("aaa", 1)})
    how = {"on_error": "quarantine"}
    assert asn.appraise_table(SURVEY, records, bad_items="drop", **how).rejected.tolist() == [False]
    assert asn.appraise_table(SURVEY, records, **how).rejected.tolist() == [True]
    assert records.notes == ()


def test_batches_leave_bad_rows_out_too_and_count_from_the_start() -> None:
    good, bad = {"mutu": 90, "jenis": "a"}, {"mutu": None, "jenis": "a"}
    stream = iter([{"tugas": [[good, good]]}, {"tugas": [[good, bad, good]]}])
    *_, last = asn.appraise_batches(POLICY, stream, on_error="quarantine", bad_items="drop")
    assert last.score.tolist() == [90.0]
    assert [(fault.row, fault.item_row) for fault in last.dropped_faults] == [(1, 1)]


def test_what_is_no_row_still_refuses_its_record() -> None:
    good, bad = {"mutu": 90, "jenis": "a"}, {"mutu": None, "jenis": "a"}
    table = {"tugas": [[good, good, good, bad, 7], [good, good, bad]]}
    scores = asn.appraise_table(POLICY, table, on_error="quarantine", bad_items="drop")
    assert scores.rejected.tolist() == [True, False]
    assert [(fault.code, fault.item_row) for fault in scores.rejects] == [("ASN401", 3), ("ASN410", 4)]


def test_other_words_and_shares_are_refused() -> None:
    with pytest.raises(ChoiceError):
        survey(answers("aa"), bad_items="skip")
    with pytest.raises(CountRangeError):
        survey(answers("aa"), least_kept=0.5)


def test_a_clean_table_is_scored_as_ever() -> None:
    assert np.array_equal(survey(answers("zaza")).score, survey(answers("zaza"), bad_items="refuse").score)


# --- rows that repeat another, and too many of them --------------------------------------------------------------------

BULAN = asn.Count("bulan", low=1, high=12)
MONTHS = asn.Items("bulanan", [BULAN, asn.Number("nilai", low=0, high=100)], at_most=3, unique=BULAN)
MONTHLY = asn.Policy("bulanan", "Bulanan", score=MONTHS.mean(MONTHS.fields[1]).rounded(2))


def months(*rows: tuple[Any, Any], **more: Any) -> asn.Scores:
    record = {"bulanan": [{"bulan": bulan, "nilai": nilai} for bulan, nilai in rows]}
    return asn.appraise_table(MONTHLY, [record], on_error="quarantine", bad_items="drop", **more)


def test_of_rows_that_repeat_each_other_the_first_is_kept() -> None:
    scores = months((1, 80), (2, 90), (1, 10), (2, 20), (3, 70))
    assert scores.score.tolist() == [80]
    assert scores.dropped["bulanan"].tolist() == [2]
    assert [(f.code, f.item_row, f.field, dict(f.facts)["rows"]) for f in scores.dropped_faults] == [
        ("ASN457", 2, "bulan", "0"),
        ("ASN457", 3, "bulan", "1"),
    ]
    (note,) = scores.notes
    assert note.text() == (
        "bulanan: rows that cannot be read or repeat an earlier one (bulan) were left out, of 1 record(s) (2 row(s))"
    )


def test_a_row_that_repeats_one_that_cannot_be_read_is_kept_in_its_place() -> None:
    scores = months((1, 101), (2, 90), (1, 70), (1, 60), least_kept=0)
    assert scores.score.tolist() == [80]
    assert [(f.code, f.item_row, dict(f.facts).get("rows")) for f in scores.dropped_faults] == [
        ("ASN406", 0, None),
        ("ASN457", 3, "2"),
    ]


def test_too_many_rows_refuse_the_unit_since_none_of_them_is_the_bad_one() -> None:
    scores = months((1, 80), (2, 90), (3, 70), (4, 60))
    assert [(fault.code, fault.item_row) for fault in scores.rejects] == [("ASN455", None)]
    assert scores.dropped["bulanan"].tolist() == [0]


def test_rows_are_counted_once_the_bad_ones_are_left_out() -> None:
    assert months((1, 80), (2, 90), (3, 70), (3, 60)).score.tolist() == [80]


def test_a_unit_of_which_too_many_rows_repeat_is_refused_with_all_its_faults() -> None:
    scores = months((1, 80), (1, 90), (1, 70))
    assert [(fault.code, fault.item_row) for fault in scores.rejects] == [
        ("ASN464", None),
        ("ASN457", 1),
        ("ASN457", 2),
    ]
    assert scores.rejects[0].text("id") == (
        "baris 0, bulanan: 2 dari 3 baris tidak terbaca atau mengulang baris sebelumnya (bulan), "
        "terlalu banyak untuk diabaikan: sekurangnya 2 harus tersisa"
    )


@pytest.mark.parametrize("seed", range(30))
def test_what_remains_is_scored_as_a_record_of_the_sound_rows_would_be(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    records = [
        [(rng.choice((1, 2, 3, 4, 13)), rng.choice((80, 90, 101, None))) for _ in range(rng.randrange(1, 6))]
        for _ in range(30)
    ]
    table = [{"bulanan": [{"bulan": bulan, "nilai": nilai} for bulan, nilai in rows]} for rows in records]
    scores = asn.appraise_table(MONTHLY, table, on_error="quarantine", bad_items="drop", least_kept=1)
    for row, rows in enumerate(records):
        sound: dict[int, int] = {}
        for bulan, nilai in rows:
            if bulan <= 12 and nilai in {80, 90}:
                sound.setdefault(bulan, nilai)
        if 0 < len(sound) <= 3:
            kept = [{"bulan": bulan, "nilai": nilai} for bulan, nilai in sound.items()]
            assert scores.exact(row) == MONTHLY.appraise({"bulanan": kept}).exact
            assert scores.dropped["bulanan"][row] == len(rows) - len(sound)
        else:
            assert scores.rejected[row]
