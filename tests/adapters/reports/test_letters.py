"""What a letter says to the person who was appraised, and that it is one tagged page."""

from __future__ import annotations

import json
import re
import zlib
from contextlib import suppress
from random import Random

import pytest

from asn_appraisal import AppraisalError, schemes
from asn_appraisal.adapters.reports.letters import letter, letter_page
from asn_appraisal.testing.drawing.records import random_record

SKP = schemes.get("pp-30-2019")
RECORD = {"nilai_skp": 119, "nilai_perilaku": 118, "penilaian_rekan": False, "ide_baru": False}
APPRAISAL = SKP.appraise(RECORD)


def sections(page):
    return {each.title: each for each in page.sections if not each.empty}


def test_a_letter_says_score_rating_reasons_and_what_counted():
    page = letter_page(APPRAISAL, about={"Nama": "Ani Contoh", "NIP": 1985}, language="id")
    assert page.about == [("Nama", "Ani Contoh"), ("NIP", "1985")]
    assert page.figures == [("Nilai", "118,70"), ("Peringkat", "Baik")]
    found = sections(page)
    assert found["Mengapa peringkat ini"].lines[0] == "Baik: 118,7 ≥ 90"
    assert "Sangat Baik tidak diberikan" in found["Mengapa peringkat ini"].lines[1]
    assert found["Yang diperhitungkan"].table.rows == [
        ("Nilai SKP", "83,3"),
        ("Nilai perilaku kerja", "35,4"),
        ("Nilai", "118,7"),
    ]
    assert "PP 30/2019, Pasal 41" in found["Bagaimana hasil ini terbentuk"].table.rows[0][2]


def test_it_names_the_record_by_which_it_can_be_checked():
    record = APPRAISAL.to_audit_record(key="1985", row=3, after="0", trace=False)
    for given in (None, record):
        page = letter_page(APPRAISAL, record=given, language="en")
        (text,) = sections(page)["How to check this result"].lines
        assert json.loads(given or APPRAISAL.to_audit_record(trace=False))["digest"] in text
        assert APPRAISAL.fingerprint[:16] in text
    with pytest.raises(AppraisalError):
        letter_page(APPRAISAL, record=record.replace(APPRAISAL.fingerprint, "0" * 64))


def test_the_office_says_where_an_answer_goes():
    page = letter_page(APPRAISAL, reply="Sampaikan kepada BKPSDM sampai 31 Januari.")
    assert sections(page)["Tanggapan Anda"].lines == ["Sampaikan kepada BKPSDM sampai 31 Januari."]


def test_notes_that_say_the_same_of_several_places_are_one_line():
    policy, random = schemes.get("pp-46-2011"), Random(5)  # noqa: S311
    record = random_record(policy, random)
    record["kegiatan"] = [{**record["kegiatan"][0], "target_biaya": None, "realisasi_biaya": None}] * 9
    lines = sections(letter_page(policy.appraise(record), language="en"))["Notes on the data"].lines
    assert len([line for line in lines if "not given and not counted" in line]) == 1
    assert any(", …" in line for line in lines)


@pytest.mark.parametrize("key", [entry["key"] for entry in schemes.table()])
def test_every_scheme_has_a_letter_of_one_tagged_page(key):
    policy = schemes.get(key)
    for seed in range(3, 40):
        try:
            appraisal = policy.appraise(random_record(policy, Random(seed)))  # noqa: S311
            break
        except AppraisalError:
            continue
    said = objects_of(letter(appraisal, about={"Nama": "Ani <Contoh> & #co"}))
    assert len(re.findall(rb"/Type ?/Page\b", said)) == 1
    assert b"/MarkInfo" in said
    assert b"/Lang(id" in said.replace(b"/Lang (", b"/Lang(")
    assert b"pdfuaid:part" in said


def objects_of(made: bytes) -> bytes:
    """The objects of a PDF, those in compressed streams as well."""
    found = [made]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL):
        with suppress(zlib.error):
            found.append(zlib.decompress(stream))
    return b"\n".join(found)


def test_a_letter_has_the_same_bytes_each_time():
    assert letter(APPRAISAL) == letter(APPRAISAL)


def test_a_wrong_language_or_appraisal_is_refused():
    for wrong in ({"language": "fr"}, {"reply": 5}, {"record": 5}, {"about": 5}):
        with pytest.raises(AppraisalError):
            letter(APPRAISAL, **wrong)
    with pytest.raises(AppraisalError):
        letter(SKP)


def test_with_its_policy_a_letter_says_what_leads_to_the_next_rating():
    appraisal = SKP.appraise({**RECORD, "nilai_skp": 89, "nilai_perilaku": 91})
    lines = sections(letter_page(appraisal, policy=SKP))["Yang membawa lebih jauh"].lines
    assert lines[0].startswith("Dengan Nilai SKP 89,57 atau lebih, predikat menjadi Baik")
    assert "Yang membawa lebih jauh" not in sections(letter_page(appraisal))
    best = SKP.appraise({**RECORD, "ide_baru": True})
    (line,) = sections(letter_page(best, policy=SKP, language="en"))["What leads further"].lines
    assert "Very good" in line
    with pytest.raises(AppraisalError):
        letter_page(appraisal, policy=schemes.get("pp-46-2011"))
