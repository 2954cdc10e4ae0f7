import pytest

from asn_appraisal.documents import from_document
from asn_appraisal.errors import DocumentError


def document(**more):
    return {
        "format": 1,
        "key": "contoh",
        "title": "Contoh",
        "score": "nilai",
        "inputs": {"skp": {"type": "number", "low": "0", "high": 100}},
        "parts": {"nilai": {"formula": "skp.rounded(2)"}},
        **more,
    }


def told(**more):
    with pytest.raises(DocumentError) as caught:
        from_document(document(**more))
    return [fault.message for fault in caught.value.faults]


def test_the_least_policy():
    policy = from_document(document())

    assert policy.appraise({"skp": "90.555"[:5]}).score == policy.appraise({"skp": "90.55"}).score
    assert policy.score.key == "nilai"


def test_faults_of_many_places_come_at_once_and_only_once_each():
    messages = told(
        score="nilai + tidak_ada",
        inputs={"skp": {"type": "number", "low": "1", "high": "0"}, "jenis": {"type": "category", "levels": []}},
        parts={
            "nilai": {"formula": "rusak + skp"},
            "rusak": {"formula": "1 + 'x"},
            "lain": {"formula": "rusak * 2", "lists": ["kegiatan"]},
        },
        sources={"pp": {"law": "PP 1", "grade": "pasti"}},
        checks=[{"condition": "3", "name": "salah"}],
        since="31 Desember",
    )
    places = [message.partition(":")[0] for message in messages]

    assert places == [
        "$.score, column 9",
        "$.inputs.skp",
        "$.inputs.jenis",
        "$.parts.rusak.formula, column 5",
        "$.parts.lain.lists",
        "$.sources.pp",
        "$.sources.pp.grade",
        "$.checks[0]",
        "$.since",
    ]


def test_what_rests_on_a_faulty_part_says_nothing_of_its_own():
    assert told(parts={"nilai": {"formula": "a"}, "a": {"formula": "b"}, "b": {"formula": "c"}}) == [
        "$.parts.b.formula, column 1: there is no 'c' here"
    ]


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"nilai": {"formula": "nilai"}}, "$.parts.nilai.formula, column 1: it rests on itself: nilai > nilai"),
        (
            {"nilai": {"formula": "1 + a"}, "a": {"formula": "nilai * 2"}},
            "$.parts.a.formula, column 1: it rests on itself: nilai > a > nilai",
        ),
    ],
)
def test_a_part_that_rests_on_itself_is_named_with_its_way(parts, message):
    assert told(parts=parts, inputs={}) == [message]


def test_a_list_that_its_own_check_works_over_rests_on_itself():
    lists = {"a": {"fields": {"x": {"type": "number"}}, "checks": [{"condition": "a.sum(x) > 0", "name": "c"}]}}

    assert "rests on itself: a > a" in told(lists=lists, parts={"nilai": {"formula": "a.sum(x)"}}, inputs={})[0]


def test_bands_that_require_themselves_rest_on_themselves():
    bands = {"b": {"rows": [{"key": "x", "edge": "> 1", "requires": "skp.rated('b').is_('x')"}, {"key": "y"}]}}

    assert "rests on itself: b > b" in told(band="nilai.rated('b')", bands=bands)[0]


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"inputs": {"skp": {"type": "number"}, "lain": {"type": "flag"}}}, "$.inputs.lain"),
        ({"parts": {"nilai": {"formula": "skp.rounded(2)"}, "lain": {"formula": "skp"}}}, "$.parts.lain"),
        ({"lists": {"lain": {"fields": {"x": {"type": "number"}}}}}, "$.lists.lain"),
        ({"bands": {"lain": {"rows": [{"key": "x"}]}}}, "$.bands.lain"),
        ({"cases": {"lain": {"values": {"x": "1"}}}}, "$.cases.lain"),
        ({"grids": {"lain": {"cells": {}, "levels": []}}}, "$.grids.lain"),
        ({"sources": {"lain": {"law": "PP"}}}, "$.sources.lain"),
    ],
)
def test_an_entry_that_nothing_uses_is_a_fault(more, path):
    assert told(**more) == [f"{path}: nothing uses it: name it in a formula or leave it out"]


def test_an_unknown_format_is_refused_with_the_one_that_is_read():
    assert told(format=2) == ["$.format: format 2 is unknown: this version reads format 1"]


def test_a_part_that_would_read_as_something_else_is_refused_with_its_path():
    part = {"x.given": {"formula": "skp * 2"}}

    (fault,) = told(score="Part('x.given')", parts=part, inputs={"skp": {"type": "number"}})
    assert fault.startswith("$.parts.x.given: the part's key 'x.given' ends in 'given'")
    assert fault.endswith("write it like 'x.nilai_given'")


def test_a_fingerprint_must_hold():
    policy = from_document(document())
    assert from_document(document(fingerprint=policy.fingerprint)) == policy

    assert f"which is {policy.fingerprint}" in told(fingerprint="0" * 64)[0]


@pytest.mark.parametrize("lists", [[], ["b"], ["a", "b"], ["a", "a"]])
def test_a_part_says_over_whose_rows_it_stands(lists):
    two = {key: {"fields": {"x": {"type": "number"}}} for key in ("a", "b")}
    more = {
        "inputs": {"x": {"type": "number"}} if not lists else {},
        "lists": two if "b" in lists else {"a": two["a"]},
        "parts": {
            "nilai": {"formula": "a.sum(p)" + (" + x" if not lists else " + b.sum(x)" if "b" in lists else "")},
            "p": {"formula": "x * 2", "lists": lists},
        },
        "reported": 2,
    }
    if not lists:
        # It reads the record's field, although the list has one of this key: no formula over rows may mix the two.
        assert "a.x is a field of a list's rows" in told(**more)[0]
    else:
        assert told(**more) == ["$.parts.p.lists: the lists over whose rows this part stands are a"]


def test_a_row_sees_its_own_field_first_and_then_the_records():
    policy = from_document(
        document(
            inputs={"bobot": {"type": "count"}, "tambah": {"type": "number"}},
            lists={"a": {"fields": {"bobot": {"type": "number"}}}},
            parts={"nilai": {"formula": "a.sum(bobot * 2 + tambah) + bobot"}},
            reported=2,
        )
    )

    assert policy.appraise({"bobot": 1, "tambah": 10, "a": [{"bobot": 3}, {"bobot": 4}]}).score == 35


def test_a_condition_of_a_band_sees_what_the_rating_sees():
    bands = {"b": {"rows": [{"key": "x", "edge": ">= 1", "requires": "t > 1"}, {"key": "y"}]}}
    policy = from_document(
        document(
            inputs={},
            lists={"a": {"fields": {"t": {"type": "number"}}}},
            parts={"nilai": {"formula": "a.where(t.rated('b').is_('x')).count()"}},
            bands=bands,
        )
    )

    assert policy.appraise({"a": [{"t": 1}, {"t": 2}]}).score == 1


def test_a_table_that_two_lists_use_sees_the_fields_of_each():
    bands = {"b": {"rows": [{"key": "x", "edge": ">= 1", "requires": "t > 1"}, {"key": "y"}]}}
    formula = "a.where(t.rated('b').is_('x')).count() + c.where(t.rated('b').is_('x')).count()"
    policy = from_document(
        document(
            inputs={},
            lists={key: {"fields": {"t": {"type": "number", "decimals": at}}} for at, key in enumerate("ac")},
            parts={"nilai": {"formula": formula}},
            bands=bands,
        )
    )

    assert policy.appraise({"a": [{"t": 1}, {"t": 2}], "c": [{"t": "1.5"}]}).score == 2


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"key": "Contoh"}, "$.key: 'Contoh' is not a key"),
        ({"since": "2021-13-01"}, "$.since: "),
        ({"score": None}, "$: 'contoh' gives neither"),
        ({"shown": ["skp + 1"]}, "$.shown[0]: "),
        ({"source": ["pp"]}, "$.source[0]: there is no 'pp' here"),
        ({"band": "nilai.rated('b')", "bands": {"b": {"rows": [{"key": "x", "edge": ">= 1"}]}}}, "$.bands.b: "),
        (
            {"band": "nilai.rated('b')", "bands": {"b": {"rows": [{"key": "x", "edge": "1"}, {"key": "y"}]}}},
            "$.bands.b.rows[0].edge: ",
        ),
    ],
)
def test_a_fault_of_the_whole_has_its_place(more, message):
    assert told(**more)[0].startswith(message)


def test_a_chain_of_parts_that_is_too_long_is_refused_once():
    parts = {f"p{at}": {"formula": f"p{at + 1} + 1"} for at in range(200)} | {"p200": {"formula": "skp"}}

    assert len(told(score="p0", parts=parts, reported=2)) == 1


def monthly(**limits):
    fields = {"bulan": {"type": "count", "low": 1, "high": 12}, "nilai": {"type": "number", "optional": True}}
    return {
        "lists": {"bulanan": {"fields": fields, **limits}},
        "parts": {"nilai": {"formula": "bulanan.count() + skp"}},
    }


def test_a_list_may_say_how_many_rows_it_takes_and_what_must_not_repeat():
    policy = from_document(document(**monthly(at_most=12, unique=["bulan"])))

    (items,) = policy.outline.lists
    assert (items.at_most, items.unique) == (12, ("bulan",))
    assert policy.fingerprint != from_document(document(**monthly())).fingerprint


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"unique": ["buln"]}, "$.lists.bulanan: unique of the list 'bulanan' names 'buln'"),
        ({"unique": ["bulan", "bulan"]}, "$.lists.bulanan: unique of the list 'bulanan' names 'bulan'"),
        ({"unique": ["nilai"]}, "$.lists.bulanan: 'bulanan.nilai' may be absent and stands in unique"),
        ({"unique": "bulan"}, "$.lists.bulanan.unique: text"),
        ({"unique": [["bulan"]]}, "$.lists.bulanan.unique[0]: a list"),
        ({"at_most": 0}, "$.lists.bulanan: at_most=0: it must be a whole number from 1"),
        ({"at_most": 2, "at_least": 3}, "$.lists.bulanan: at_most=2: it must be a whole number from 3"),
        ({"at_most": "12"}, "$.lists.bulanan.at_most: text"),
        ({"at_most": True}, "$.lists.bulanan.at_most: true/false"),
    ],
)
def test_limits_of_a_list_that_cannot_be_meant_are_told_with_their_place(limits, message):
    assert told(**monthly(**limits))[0].startswith(message)
