import json
from fractions import Fraction
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from tests.examples import DANGEROUS_RECORD, dangerous, policy, record
from tests.records import records

from asn_appraisal import Bands, Expression, Flag, Items, Number, Policy, TraceStep, When, schemes
from asn_appraisal.appraising.renderings import (
    all_steps,
    distinct,
    lines,
    place_of,
    plain,
    reached,
    rule_of,
    step_data,
    steps_html,
    worked,
)
from asn_appraisal.errors import RecordError

X, Y = Number("x"), Number("y", optional=True)
T, W = Number("t"), Number("w")
ROWS = Items("rows", (T, W), "baris", english="lines")


def _steps(score: Expression, values: dict[str, Any], **more: Any) -> dict[str, TraceStep]:
    made = Policy("contoh", "Contoh", score=score, reported=2, **more)
    return {place_of(step): step for step in made.appraise(values).trace}


def test_a_step_is_called_by_its_key_after_the_list_and_row_it_stands_in() -> None:
    found = [place_of(step) for step in policy().appraise(record()).trace]
    expected = ["kegiatan[0].capaian", "kegiatan[1].capaian", "kerja", "waktu", "perilaku", "nilai", "peringkat"]
    assert expected == found


@pytest.mark.parametrize(
    ("key", "rule", "with_values"),
    [
        ("kegiatan[0].capaian", "realisasi ÷ target × 100, at most 120", "60 ÷ 80 × 100, at most 120"),
        ("kerja", "mean of capaian over activities", "mean of (75; 100) over activities"),
        ("waktu", "by hemat: ≤ 24 → 76 + hemat; otherwise → 100 − hemat", "100 − 25 [because hemat (25): otherwise]"),
        ("perilaku", "mean of (disiplin; sikap) that are given", "mean of (90; absent) that are given"),
        (
            "nilai",
            "50 % × kerja + 20 % × waktu + 30 % × perilaku + tugas, rounded to 2 decimals",
            "50 % × 87.5 + 20 % × 75 + 30 % × 90 + 0, rounded to 2 decimals",
        ),
        ("peringkat", "rating of nilai", "rating of 85.75"),
    ],
)
def test_a_rule_is_told_with_names_and_with_values(key: str, rule: str, with_values: str) -> None:
    step = next(step for step in policy().appraise(record()).trace if place_of(step) == key)
    assert (rule, with_values) == (rule_of(step, "en"), worked(step, "en"))


def test_a_list_that_looks_only_at_rows_meeting_a_condition_shows_only_their_values() -> None:
    part = (T * 2).named("part")
    score = ROWS.where(part >= 4).mean(part).or_else(0).named("nilai")
    values = {"rows": [{"t": 1, "w": 0}, {"t": 2, "w": 0}, {"t": 3, "w": 0}]}
    step = _steps(score, values)["nilai"]
    assert (step.value, "(4; 6)" in worked(step, "en")) == (5, True)
    assert "(2; 4; 6)" not in worked(step, "en")


@pytest.mark.parametrize(
    "score",
    [
        ROWS.mean(T),
        ROWS.mean(T / W),
        ROWS.sum(T * X),
        ROWS.weighted(T, by=W),
        ROWS.weighted((T + 1).named("part"), by=W),
        ROWS.count(T > 1) + X,
        ROWS.where(T > 1).sum(W),
        ROWS.least(When(T > 1, W, X)),
        ROWS.where(T.rated(Bands(("hi", "> 1"), ("lo", None))).is_("hi")).sum(T + 1) * X,
    ],
)
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_formula_over_rows_that_is_no_part_can_be_told_too(score: Expression, language: str) -> None:
    values = {"rows": [{"t": 1, "w": 1}, {"t": 2, "w": 3}]}
    made = Policy("contoh", "Contoh", score=score.named("nilai"), reported=2)
    step = made.appraise({**values, "x": 2} if X in made.outline.fields else values).trace.step("nilai")
    assert worked(step, language)


@pytest.mark.parametrize("key", schemes.keys())
def test_the_trace_of_every_scheme_can_be_told_and_stored(key: str) -> None:
    scheme = schemes.get(key)

    @settings(max_examples=10, deadline=None)
    @given(records(scheme))
    def told(values: dict[str, Any]) -> None:
        try:
            appraisal = scheme.appraise(values)
        except RecordError:
            return
        assert appraisal.trace.lines("id")
        assert appraisal.trace.lines("en")
        assert json.loads(json.dumps(appraisal.to_dict()))["policy"] == key
        assert appraisal._repr_html_().count("<tr>") == len(appraisal.trace) + 1

    told()


@pytest.mark.parametrize(("x", "edge"), [("91", ">= 91"), ("90.99", ">= 76"), ("75.99", "")])
def test_a_rating_tells_the_edge_it_reached(x: str, edge: str) -> None:
    bands = Bands(("a", ">= 91"), ("b", ">= 76"), ("c", None))
    step = _steps(X, {"x": x}, band=bands)["peringkat"]
    assert (f"mencapai {edge}" if edge else "", f"reaches {edge}" if edge else "") == (
        reached(step),
        reached(step, "en"),
    )


def test_a_part_that_is_no_rating_reaches_no_edge() -> None:
    assert reached(_steps((X + 1).named("nilai"), {"x": 1})["nilai"]) == ""


def test_a_step_used_before_is_told_in_one_line() -> None:
    part = (X * 2).named("part")
    score = (part + (part + 1).named("more")).named("nilai")
    tops = Policy("contoh", "Contoh", score=score).appraise({"x": 1}).trace.tops
    expected = [
        "nilai = 5",
        "    part + more",
        "    = 2 + 3",
        "  part = 2",
        "      x × 2",
        "      = 1 × 2",
        "  more = 3",
        "      part + 1",
        "      = 2 + 1",
        "    part = 2 (see above)",
    ]
    assert expected == list(lines(tops, "en"))


def test_an_absent_part_is_told_without_a_rule() -> None:
    maybe = Number("maybe", optional=True)
    score = (maybe * 2).named("part").or_else(0).named("nilai")
    tops = Policy("contoh", "Contoh", score=score).appraise({}).trace.tops
    assert list(lines(tops))[-1] == "  part = tidak diisi"


def test_each_step_comes_once_and_after_those_it_rests_on() -> None:
    part = (X * 2).named("part")
    tops = Policy("contoh", "Contoh", score=(part + part.capped(1)).named("nilai")).appraise({"x": 1}).trace.tops
    assert [step.key for step in all_steps(tops)] == ["part", "nilai"]
    assert (len(tops[0].children), len(distinct(tops[0].children))) == (2, 1)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(Fraction("95.20"), "95.2"), (Fraction(253, 3), "253/3"), ("baik", "baik"), (True, True), (None, None)],
)
def test_an_exact_number_is_text_in_plain_data(value: object, shown: object) -> None:
    assert shown == plain(value)


def test_a_step_as_data_has_all_that_a_reader_needs() -> None:
    step = policy().appraise(record()).trace.step("capaian", 0)
    expected = {
        "key": "capaian",
        "place": {"list": "kegiatan", "row": 0},
        "name": "Capaian",
        "english": "Achievement",
        "value": "75",
        "shown": "75",
        "formula": "(realisasi / target * 100).capped(120)",
        "rule": {"id": "realisasi ÷ target × 100, paling tinggi 120", "en": "realisasi ÷ target × 100, at most 120"},
        "worked": {"id": "60 ÷ 80 × 100, paling tinggi 120", "en": "60 ÷ 80 × 100, at most 120"},
        "inputs": [{"key": "realisasi", "value": "60"}, {"key": "target", "value": "80"}],
        "uses": [],
        "sources": [{"law": "Perda 1/2026", "article": "Pasal 7", "page": "", "note": "", "grade": "text"}],
    }
    assert expected == json.loads(json.dumps(step_data(step)))


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        del attrs
        self.tags.add(tag)


def _tags(html: str) -> set[str]:
    parser = _Tags()
    parser.feed(html)
    return parser.tags


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_cell_of_the_html_is_escaped(language: str) -> None:
    html = steps_html(dangerous().appraise(DANGEROUS_RECORD).trace.tops, language)
    assert {"table", "thead", "tbody", "tr", "th", "td"} == _tags(html)
    assert "&lt;script&gt;" in html


def test_html_shows_the_result_first() -> None:
    html = steps_html(policy().appraise(record()).trace.tops, "en")
    places = [
        html.index(f'<td style="text-align:left">{key}</td>')
        for key in ("peringkat", "nilai", "perilaku", "kegiatan[0].capaian")
    ]
    assert places == sorted(places)


def test_a_condition_is_told_with_its_name_and_its_value() -> None:
    step = _steps(When(Flag("lulus"), X, 0).named("nilai"), {"x": 5, "lulus": True})["nilai"]
    assert (worked(step), worked(step, "en")) == ("5 [karena lulus (ya)]", "5 [because lulus (yes)]")


@pytest.mark.parametrize(
    ("score", "values", "told"),
    [
        # The second condition is never looked at, and no default is worked out: neither has a value to show.
        (When((X >= 0) | ((X + 1).named("part") > 5), 1, 0), {"x": 1}, "x (1) ≥ 0 or part > 5"),
        (Y.or_else((X + 1).named("part")), {"x": 1, "y": 7}, "7, or part where absent"),
        (When((X >= 0) | (ROWS.mean(1 / (T - T)) > 5), 1, 0), {"x": 1, "rows": [{"t": 1, "w": 0}]}, "mean of"),
    ],
)
def test_what_was_never_worked_out_is_told_by_name(score: Expression, values: dict[str, Any], told: str) -> None:
    assert told in worked(_steps(score.named("nilai"), values)["nilai"], "en")
