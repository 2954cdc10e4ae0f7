import json
from fractions import Fraction
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from tests.examples import DANGEROUS_RECORD, LAW, dangerous, policy, record
from tests.records import records

from asn_appraisal import Number, Policy, schemes
from asn_appraisal.appraising.renderings import (
    lines,
    plain,
    step_facts,
    steps_html,
    trace_data,
)
from asn_appraisal.errors import RecordError

X = Number("x")


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


@pytest.mark.parametrize(
    ("value", "shown"),
    [(Fraction("95.20"), "95.2"), (Fraction(253, 3), "253/3"), ("baik", "baik"), (True, True), (None, None)],
)
def test_an_exact_number_is_text_in_plain_data(value: object, shown: object) -> None:
    assert shown == plain(value)


def test_a_step_as_data_has_all_that_a_reader_needs() -> None:
    trace = policy().appraise(record()).trace
    expected = {
        "key": "capaian",
        "place": {"list": "kegiatan", "row": 0},
        "name": "Capaian",
        "english": "Achievement",
        "value": "75",
        "decimals": "75",
        "formula": "(realisasi / target * 100).capped(120)",
        "title": {"id": "Capaian (kegiatan 1)", "en": "Achievement (activities, row 1)"},
        "shown": {"id": "75", "en": "75"},
        "rule": {"id": "Realisasi ÷ Target × 100, paling tinggi 120", "en": "Realised ÷ Target × 100, at most 120"},
        "worked": {"id": "60 ÷ 80 × 100, paling tinggi 120", "en": "60 ÷ 80 × 100, at most 120"},
        "inputs": [{"key": "realisasi", "value": "60"}, {"key": "target", "value": "80"}],
        "uses": [],
        "sources": [LAW.to_dict()],
        "bands": [],
        "reasons": {"id": [], "en": []},
    }
    assert expected == json.loads(json.dumps(trace_data(trace.tops)[0]))


def test_a_rating_as_data_has_the_bands_down_to_the_one_given_and_their_law() -> None:
    record = {"nilai_skp": 119, "nilai_perilaku": 118, "penilaian_rekan": False, "ide_baru": False}
    (rating,) = (step for step in _data("pp-30-2019", record) if step["key"] == "peringkat")
    law = {"law": "PP 30/2019", "article": "Pasal 41", "page": "", "note": "", "grade": "text"}
    common = {"value": "118.7", "sources": [law], "reached": True}
    assert rating["sources"] == [law]
    assert rating["bands"] == [
        {
            "key": "sangat_baik",
            "name": "Sangat Baik",
            "english": "Very good",
            "edge": ">= 110",
            "requires": "ide_baru",
            "withheld": True,
            "given": False,
            **common,
        },
        {
            "key": "baik",
            "name": "Baik",
            "english": "Good",
            "edge": ">= 90",
            "requires": None,
            "withheld": False,
            "given": True,
            **common,
        },
    ]
    assert rating["reasons"]["en"] == [
        "Good: 118.7 ≥ 90",
        "Very good is withheld: 118.7 ≥ 110, but its condition is not met: Brought forth a new and useful idea (no)",
    ]


def test_an_audit_record_keeps_the_facts_it_always_had() -> None:
    step = policy().appraise(record()).trace.step("peringkat")
    facts = ["key", "place", "name", "english", "value", "formula", "inputs", "uses", "sources"]
    assert list(step_facts(step)) == facts
    assert step_facts(step)["sources"] == []  # the law of the scale is known by the fingerprint


def _data(key: str, values: dict[str, Any]) -> Any:
    return json.loads(json.dumps(schemes.get(key).appraise(values).to_dict()))["trace"]["steps"]


def test_the_depth_limits_the_levels_and_says_how_many_steps_are_left_out() -> None:
    tops = policy().appraise(record()).trace.tops
    heads = [
        [line.strip() for line in lines(tops, "en", depth=depth) if not line.strip().startswith(("=", "≈", "basis"))]
        for depth in (0, 1, 2, 3, None)
    ]
    assert heads[0] == ["(7 further steps are not shown)"]
    assert heads[1] == [
        "Final score = 85.75",
        "50 % × Results + 20 % × Time + 30 % × Behaviour + Extra tasks, rounded to 2 decimals",
        "Rating = Good",
        "rating for Final score",
        "Good: 85.75 ≥ 76",
        "(5 further steps are not shown)",
    ]
    assert heads[2][-1] == "(2 further steps are not shown)"
    assert heads[3] == heads[4]
    assert [steps_html(tops, "en", depth=depth).count("<tr>") - 1 for depth in (0, 1, 2, 3, None)] == [0, 2, 5, 7, 7]


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
    titles = ("Rating", "Final score", "Behaviour", "Achievement (activities, row 1)")
    places = [html.index(f">{title}</td>") for title in titles]
    assert places == sorted(places)
    assert ">rating for 86; Good" not in html
    assert all(
        f">{text}</td>" in html
        for text in ("rating for 85.75; Good: 85.75 ≥ 76", "Perda 1/2026, Pasal 7 [text of the law]")
    )
