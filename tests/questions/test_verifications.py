# ruff: noqa: S311  (chance for tests, nothing secret)

import json
import os
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings

import asn_appraisal as asn
from asn_appraisal import Count, Discrepancy, Number, Policy, schemes, verify
from asn_appraisal.appraising.audit_records import canonical_text, digest_of
from asn_appraisal.errors import LanguageError, RecordError, SchemeError
from asn_appraisal.questions.verifications import option, policy_of_record, read_record
from asn_appraisal.testing import strategies
from asn_appraisal.testing.drawing.records import random_record

GOLDEN = Path(__file__).parents[1] / "audit_records"
POLICY = schemes.get("sabang-layanan")
RECORD = {"kecepatan": "6.5", "kepuasan": 88, "akurasi": "97.5"}
LINE = POLICY.appraise(RECORD).to_audit_record(key="loket 1")
SKP = {
    "kegiatan": [
        {name: value for what in ("kuantitas", "kualitas", "waktu") for name, value in ((f"target_{what}", 12), (f"realisasi_{what}", "11.5"))}
    ],
    **dict.fromkeys(("orientasi_pelayanan", "integritas", "komitmen", "disiplin", "kerjasama"), 90.5),
}  # fmt: skip


def changed(**more):
    """The record with other entries and a digest that fits them: the work of somebody who knows how."""
    data = {**json.loads(LINE), **more}
    return canonical_text({**data, "digest": digest_of(data)})


def entries(record, policy=POLICY):
    return [(each.what, each.entry) for each in verify(record, policy)]


def test_a_ratio_is_told_with_its_decimals():
    found = Discrepancy("result", "trace.waktu.value", "750/7", "107.14")
    assert found.text() == "hasil trace.waktu.value: tercatat 750/7 (≈ 107,1429), seharusnya 107.14"
    assert found.text("en") == "result trace.waktu.value: recorded 750/7 (≈ 107.1429), should be 107.14"
    assert found.to_dict("en") == {
        "what": "result",
        "entry": "trace.waktu.value",
        "recorded": "750/7",
        "recorded_shown": "≈ 107.1429",
        "found": "107.14",
        "found_shown": None,
        "message": found.text("en"),
    }


@pytest.mark.parametrize("value", [None, 5, "1/0", "0/00", "1/2/3", "x/7", ["1/7"], "9" * 70 + "/" + "7" * 70])
def test_what_is_no_ratio_has_no_decimals(value):
    told = Discrepancy("result", "x", value).to_dict()
    assert (told["recorded"], told["recorded_shown"]) == (value, None)


def test_decimals_for_people_do_not_get_into_the_record():
    appraisal = POLICY.appraise(RECORD)
    assert any(step["decimals"] == "≈ 107.1429" for step in appraisal.to_dict()["trace"]["steps"])
    assert "shown" not in LINE
    assert verify(LINE.replace('"750/7"', '"107.14"', 1), POLICY)[-1].to_dict()["found_shown"] in {None, "≈ 107.1429"}


# --- what holds


def test_a_record_that_was_not_touched_holds():
    assert verify(LINE, POLICY) == []
    assert verify(LINE + "\n", POLICY) == []
    assert verify(LINE.encode(), POLICY) == []
    assert verify(LINE + "\r\n", POLICY) == []  # what happens to files on their way between systems
    assert verify(LINE.encode() + b"\r\n", POLICY) == []
    assert verify(json.loads(LINE), POLICY) == []


def test_a_record_says_whose_it_is_how_it_was_made_and_what_came_out():
    data = json.loads(LINE)

    assert data["inputs"] == {"kecepatan": "6.5", "kepuasan": 88, "akurasi": "97.5"}
    assert (data["key"], data["policy"], data["fingerprint"]) == ("loket 1", POLICY.key, POLICY.fingerprint)
    assert (data["score"], data["band"], data["library"], data["format"]) == ("103.96", "baik", asn.__version__, 2)
    assert [step["key"] for step in data["trace"]["steps"]][-1] == "peringkat"


def test_a_record_holds_nothing_that_the_policy_does_not_read():
    record = POLICY.appraise({**RECORD, "nama": "Nurlela Husna"}, ignore="all").to_audit_record()

    assert "Nurlela" not in record
    assert verify(record, POLICY) == []


def test_a_record_keeps_what_was_given_even_if_it_is_changed_afterwards():
    given_record = {**SKP, "kegiatan": [dict(row) for row in SKP["kegiatan"]]}
    policy = schemes.get("pp-46-2011")
    appraisal = policy.appraise(given_record)
    given_record["kegiatan"][0]["target_waktu"] = 99
    given_record["integritas"] = 0

    assert verify(appraisal.to_audit_record(), policy) == []


def test_rows_that_come_once_only_are_kept():
    policy = schemes.get("pp-46-2011")

    assert verify(policy.appraise({**SKP, "kegiatan": iter(SKP["kegiatan"])}).to_audit_record(), policy) == []


def test_what_was_missing_is_told_with_what_was_done_about_it():
    data = json.loads(schemes.get("pp-46-2011").appraise(SKP).to_audit_record())

    assert data["missing"]["defaulted"] == ["tugas_tambahan", "kreativitas"]
    assert data["missing"]["absent"] == ["kepemimpinan", "kegiatan[0].target_biaya", "kegiatan[0].realisasi_biaya"]


@settings(max_examples=50)
@given(strategies.policies())
def test_every_appraisal_of_the_algebra_holds(policy):
    random = Random(1)
    for _ in range(3):
        try:
            appraisal = policy.appraise(random_record(policy, random, mixed=True))
        except RecordError:
            continue
        record = appraisal.to_audit_record()
        assert verify(record, policy) == []
        assert record == policy.appraise(appraisal.given).to_audit_record()


@pytest.mark.parametrize("floats", ["snap", "strict", "quantize"])
def test_floats_are_read_again_as_they_were(floats):
    policy = Policy("contoh", "Contoh", score=Number("a", decimals=2))
    value = 0.1 + 0.2 if floats == "snap" else 1 / 3 if floats == "quantize" else 0.3
    record = policy.appraise({"a": value}, floats=floats).to_audit_record()

    assert json.loads(record)["inputs"] == {"a": {"float": repr(value)}}
    assert verify(record, policy) == []


def test_a_record_in_a_chain_or_with_an_hmac_holds_alike():
    secret = b"tiga puluh dua byte yang rahasia"
    chained = POLICY.appraise(RECORD).to_audit_record(key="loket 1", after=f"7:{'a' * 64}", secret=secret)

    assert verify(chained, POLICY) == verify(chained, POLICY, secret=secret) == []
    assert json.loads(chained)["chain"] == {"number": 8, "previous": "a" * 64}
    assert [each.entry for each in verify(chained, POLICY, secret=b"0" * 16)] == ["hmac"]
    assert [each.entry for each in verify(LINE, POLICY, secret=secret)] == ["hmac"]


def test_a_record_with_an_hmac_changed_by_one_character_is_found_with_the_secret_wherever_it_is():
    secret = b"tiga puluh dua byte yang rahasia"
    line = POLICY.appraise(RECORD).to_audit_record(after="0", secret=secret)
    for at in range(len(line)):
        for other in ("0", "1", ""):
            if other != line[at]:
                assert verify(line[:at] + other + line[at + 1 :], POLICY, secret=secret), at


# --- what does not


def test_a_record_changed_by_one_character_is_found_wherever_it_is():
    for at, character in enumerate(LINE):
        for other in ("0", "1", "x", " ", '"', ""):
            if other != character:
                assert verify(LINE[:at] + other + LINE[at + 1 :], POLICY), f"{at}: {character!r} -> {other!r}"


@pytest.mark.parametrize("how", [{}, {"sort_keys": True, "indent": 1}])
def test_a_record_written_another_way_is_found(how):
    assert entries(json.dumps(json.loads(LINE), **how)) == [("record", "text")]


def test_an_input_changed_with_its_digest_changes_the_result():
    inputs = {**RECORD, "kepuasan": 90}
    found = entries(changed(inputs=inputs))

    assert ("result", "score") in found
    assert ("result", "trace.kepuasan_nilai.value") in found


@pytest.mark.parametrize(
    ("more", "entry"),
    [
        ({"score": "104.96"}, ("result", "score")),
        ({"exact": "104.96"}, ("result", "exact")),
        ({"band": "sangat_baik"}, ("result", "band")),
        ({"missing": {}}, ("result", "missing.absent")),
        ({"trace": {}}, ("result", "trace.results")),
        ({"fingerprint": "0" * 64}, ("policy", "fingerprint")),
        ({"policy": "pp-46-2011"}, ("policy", "policy")),
        ({"options": {"rounding": "2"}}, ("policy", "options")),
        ({"floats": "any"}, ("record", "$")),
        ({"inputs": {**RECORD, "kepuasan": 101}}, ("inputs", "kepuasan")),
        ({"inputs": {}}, ("inputs", "kecepatan")),
        ({"inputs": []}, ("inputs", "$.inputs")),
        ({"inputs": {"kecepatan": 0.5}}, ("inputs", "$.inputs")),
        ({"format": 5}, ("record", "format")),
        ({"format": 4}, ("record", "$")),
        ({"format": 2.0}, ("record", "format")),
        ({"format": [2]}, ("record", "format")),
        ({"format": True}, ("record", "format")),
        ({"more": 1}, ("record", "$")),
        ({"trace": 1}, ("record", "$")),
        ({"chain": {"number": 2, "previous": None}}, ("record", "chain")),
        ({"chain": {"number": 1, "previous": "0" * 64}}, ("record", "chain")),
        ({"chain": {"number": 2, "previous": "0" * 63 + "A"}}, ("record", "chain")),
        ({"chain": {"number": 2.0, "previous": "0" * 64}}, ("record", "chain")),
        ({"chain": {"number": 2, "previous": "0" * 64, "more": 1}}, ("record", "chain")),
    ],
)
def test_an_entry_changed_with_its_digest_is_named(more, entry):
    assert entry in entries(changed(**more))


def test_a_step_of_the_trace_changed_with_its_digest_is_named():
    trace = json.loads(LINE)["trace"]
    trace["steps"][0]["value"] = "1"
    del trace["steps"][1]
    found = entries(changed(trace=trace))

    assert {entry for _, entry in found} == {"trace.kecepatan_nilai.value", "trace.kepuasan_nilai"}


def test_what_differs_after_a_step_that_was_invented_is_named_as_well():
    trace = json.loads(LINE)["trace"]
    last = trace["steps"][-1]
    last["value"] = "kurang"
    trace["steps"].insert(0, {**trace["steps"][0], "key": "bonus"})
    found = [entry for _, entry in entries(changed(trace=trace))]

    assert found == ["trace.bonus", f"trace.{last['key']}.value"]


def test_a_step_that_stands_twice_in_the_trace_is_named():
    trace = json.loads(LINE)["trace"]
    trace["steps"].append(trace["steps"][0])
    found = entries(changed(trace=trace))

    assert found == [("result", f"trace.kecepatan_nilai#{len(trace['steps']) - 1}")]


def test_a_forged_step_in_front_of_the_true_one_is_named():
    trace = json.loads(LINE)["trace"]
    trace["steps"].insert(0, {**trace["steps"][0], "value": "1"})
    found = entries(changed(trace=trace))

    assert found == [("result", "trace.kecepatan_nilai.value"), ("result", "trace.kecepatan_nilai#1")]


def test_a_step_of_a_row_is_named_with_its_list_and_row():
    policy = schemes.get("pp-46-2011")
    data = json.loads(policy.appraise({**SKP, "kegiatan": SKP["kegiatan"] * 2}).to_audit_record())
    of_rows = [step for step in data["trace"]["steps"] if step["key"] == "kuantitas"]
    of_rows[1]["value"] = "1"
    record = canonical_text({**data, "digest": digest_of(data)})

    assert len(of_rows) == 2
    assert entries(record, policy) == [("result", "trace.kegiatan[1].kuantitas.value")]


def test_another_policy_is_told_from_the_one_that_was_used():
    other = asn.overlay(
        POLICY,
        {
            "format": 1,
            "base": POLICY.key,
            "key": POLICY.key,
            "title": POLICY.title,
            "changes": {"inputs.kecepatan.high": "999"},
        },
    )

    assert ("policy", "fingerprint") in entries(LINE, other)


@pytest.mark.parametrize("text", ["", "{", "[]", "1", "null", "[" * 100_000, b"\xff", "{}"])
def test_a_text_that_is_no_record_is_told(text):
    assert [what for what, _ in entries(text)] == ["record"]


def test_a_discrepancy_is_told_in_two_languages():
    (found,) = [each for each in verify(changed(score="1"), POLICY) if each.entry == "score"]

    assert found == Discrepancy("result", "score", "1", "103.96")
    assert found.text() == "hasil score: tercatat 1, seharusnya 103.96"
    assert found.text("en") == "result score: recorded 1, should be 103.96"
    assert Discrepancy("result", "band", None, "x" * 80).text("en").endswith("should be " + "x" * 80)
    assert Discrepancy("result", "band", None, "x" * 81).text("en").endswith("should be " + "x" * 80 + "...")
    assert Discrepancy("result", "band", None, ["x" * 90]).text("en").endswith('should be ["' + "x" * 78 + "...")
    with pytest.raises(LanguageError):
        found.text("fr")


# --- of which policy


@pytest.mark.parametrize(
    ("key", "options"), [("sabang-layanan", {}), ("bkn-8-2019", {"jp": "pro_rata"}), ("pp-46-2011", {"rounding": None})]
)
def test_a_record_names_its_scheme_with_its_options(key, options):
    policy = schemes.get(key, **options)

    assert policy_of_record({"policy": policy.key, "options": dict(policy.options)}).fingerprint == policy.fingerprint


@pytest.mark.parametrize("data", [{}, {"policy": "tidak-ada"}, {"policy": "sabang-layanan", "options": {"x": "1"}}])
def test_a_record_of_no_official_scheme_is_told(data):
    with pytest.raises(SchemeError):
        policy_of_record(data)


def test_the_value_of_an_option_is_a_number_none_or_a_word():
    assert [option(text) for text in ("2", "none", "None", "penuh", "²")] == [2, None, None, "penuh", "²"]
    assert [option(text) for text in ("9" * 9, "9" * 10)] == [999_999_999, "9" * 10]  # no option is that long a number


def test_a_text_is_a_record_or_nothing():
    assert read_record(LINE) == json.loads(LINE)
    assert read_record("[1]") is None


# --- records of earlier versions


def golden_policies():
    skp = Number("skp", "Nilai SKP", low=0, high=100)
    return {
        "sabang-layanan": (POLICY, RECORD, "snap"),
        "pp-46-2011": (schemes.get("pp-46-2011"), SKP, "snap"),
        "contoh-pecahan": (
            Policy("contoh-pecahan", "Contoh", score=skp / 3, reported=2),
            {"skp": Decimal("90.10")},
            "snap",
        ),
        "contoh-bulat": (
            Policy("contoh-bulat", "Contoh", score=skp + Count("n", default=2)),
            {"skp": 1 / 3},
            "quantize",
        ),
        "permenpanrb-6-2022": (
            schemes.get("permenpanrb-6-2022"),
            {"hasil_kerja": "sesuai", "perilaku_kerja": "di_atas"},
            "snap",
        ),
    }


@pytest.mark.parametrize("name", sorted(golden_policies()))
def test_a_record_of_the_first_format_holds_but_for_its_fingerprint_which_is_of_an_earlier_form(name):
    policy, _, _ = golden_policies()[name]
    found = verify((GOLDEN / f"{name}.1.json").read_bytes(), policy)

    assert found == [Discrepancy("policy", "fingerprint.form", 1, 2)]


def test_a_fingerprint_of_an_earlier_form_is_not_told_as_another_policy():
    (found,) = verify((GOLDEN / "sabang-layanan.1.json").read_bytes(), POLICY)

    assert found.text() == (
        "kebijakan fingerprint: sidik jari bentuk 1 yang lama, tidak dapat dibandingkan dengan bentuk 2; "
        "apakah kebijakannya sama tidak diketahui"
    )
    assert found.text("en") == (
        "policy fingerprint: it is of the earlier form 1 and cannot be compared with one of form 2; "
        "whether the policy is the same is not known"
    )


def test_a_record_that_calls_itself_of_the_first_format_does_not_hold():
    assert ("policy", "fingerprint.form") in entries(changed(format=1, fingerprint="0" * 64))


@pytest.mark.parametrize("name", sorted(golden_policies()))
@pytest.mark.parametrize("number", [2])
def test_a_record_of_each_format_holds_in_this_version(number, name):
    policy, record, floats = golden_policies()[name]
    path = GOLDEN / f"{name}.{number}.json"
    if os.environ.get("NEW_AUDIT_RECORDS") == "1" and not path.exists():  # a file that exists is never written again
        path.parent.mkdir(exist_ok=True)
        path.write_text(policy.appraise(record, floats=floats).to_audit_record() + "\n", encoding="ascii")

    assert verify(path.read_bytes(), policy) == []


def test_a_record_whose_option_has_the_name_of_an_argument_is_refused_like_any():
    with pytest.raises(SchemeError) as caught:
        policy_of_record({"policy": "pp-30-2019", "options": {"key": "x"}})
    assert caught.value.code == "ASN604"


SHORT = POLICY.appraise(RECORD).to_audit_record(key="loket 1", trace=False)


def changed_short(**more):
    data = {**json.loads(SHORT), **more}
    return canonical_text({**data, "digest": digest_of(data)})


def test_a_short_record_has_inputs_score_and_band_and_holds():
    data = json.loads(SHORT)
    assert verify(SHORT, POLICY) == verify(data, POLICY) == []
    assert data.keys() & {"trace", "exact", "missing"} == set()
    assert (data["score"], data["band"], data["inputs"]["kecepatan"]) == ("103.96", "baik", "6.5")
    assert len(SHORT) < len(LINE) / 4


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"score": "103.97"}, [("result", "score")]),
        ({"band": "sangat_baik"}, [("result", "band")]),
        ({"inputs": {**RECORD, "kepuasan": 87}}, [("result", "score")]),
        ({"fingerprint": "0" * 64}, [("policy", "fingerprint")]),
        ({"inputs": {"kegiatan": [{"a": 5}]}}, [("inputs", "$.inputs")]),
        ({"inputs": {"kegiatan": [{"a": [1], "b": [1, 2]}]}}, [("inputs", "$.inputs")]),
        ({"inputs": 5}, [("inputs", "$.inputs")]),
        ({"trace": {}}, [("record", "$")]),
    ],
)
def test_a_short_record_that_was_changed_is_found(change, found):
    assert entries(changed_short(**change)) == found


def test_a_short_record_keeps_lists_by_field_and_stays_below_a_kilobyte():
    policy = schemes.get("pp-46-2011")
    row = {**SKP["kegiatan"][0], "target_biaya": 25_000_000, "realisasi_biaya": "24000000"}
    record = {**SKP, "kegiatan": [row] * 4 + [SKP["kegiatan"][0]]}
    line = policy.appraise(record).to_audit_record(key="198501012010011001", row=7, after="0", trace=False)
    assert verify(line, policy) == []
    assert len(line) <= 1024
    assert json.loads(line)["inputs"]["kegiatan"][0]["target_biaya"] == [25_000_000] * 4 + [None]


def test_short_records_of_a_table_are_those_of_its_appraisals():
    policy = schemes.get("pp-46-2011")
    random = Random(5)
    records = [{**random_record(policy, random), "nip": f"{at}"} for at in range(12)]
    records[3]["integritas"] = 500
    scores = asn.appraise_table(policy, records, key="nip", on_error="quarantine")
    lines = list(scores.to_audit_records(trace=False))
    assert len(lines) == 11
    assert lines[-1] == scores.appraisal(11).to_audit_record(
        key="11", row=11, after=asn.anchor_of(lines[-2]), trace=False
    )
    assert asn.verify_trail(lines, policy).holds


@settings(max_examples=40)
@given(data=strategies.policies())
def test_short_records_of_random_policies_hold(data):
    policy = data
    for seed in range(3):
        try:
            appraisal = policy.appraise(random_record(policy, Random(seed)))
        except asn.AppraisalError:
            continue
        assert verify(appraisal.to_audit_record(trace=False), policy) == []
