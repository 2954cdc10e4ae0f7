"""The text of a loop: readable, with the names of the policy, and the same for the same program."""

from fractions import Fraction

import numpy as np
import pytest
from tests.columns.agreement import planned
from tests.columns.operations.in_loops import looped

from asn_appraisal import Bands, Items, Number, Policy, read_records
from asn_appraisal.columns.running.compiled import sources
from asn_appraisal.columns.running.compiled.sources import source_of
from asn_appraisal.columns.running.compiled_engine import forms_of
from asn_appraisal.columns.running.float_engine import run
from asn_appraisal.columns.tables import plan_of

X = Number("kehadiran", low=0, high=100, decimals=1)
P = Number("capaian", low=0, high=100, decimals=2)
KINERJA = (X * Fraction(3, 10) + 70).rounded(2).named("kinerja")
ALONE = Policy("coba", "Coba", score=KINERJA, band=KINERJA.rated(Bands(("baik", ">= 80"), ("kurang", None))))
ROWS = Items("kegiatan", [P], at_least=0)
SHARE = ROWS.mean(P / ROWS.sum(P).floored(1)).or_else(0).named("bagian")  # a total that its rows need
LISTED = Policy("coba", "Coba", score=(SHARE * X + ROWS.greatest(P).or_else(1) / 3).rounded(2))
RECORDS = [{"kehadiran": at, "kegiatan": [{"capaian": (at * row) % 101} for row in range(at % 7)]} for at in range(90)]
READABLE = """

def score_stretch(records, column_0, score, band):
    all_read = True
    for i in range(records):
        s0 = np.float64(column_0[i])  # kehadiran
        s1 = s0
        s2 = s1 * 3.0 + 7000.0
        s3 = s0 >= 334.0  # band
        s4 = 1.0 - np.float64(s3)
        score[i] = s2 / 100.0 + 0.0  # score
        band[i] = np.int16(s4)  # band
    return all_read
"""


def text_of(policy, records):
    plan, inputs = planned(policy, records)
    return source_of(plan, forms_of(plan, inputs.data), inputs.data.offsets).text


def test_the_text_of_a_policy_can_be_read():
    """33.4 x 0.3 + 70 is the first to reach 80."""
    text = text_of(ALONE, [{"kehadiran": 10}, {"kehadiran": 99.5}])
    assert text == f"{sources._ABOUT}\nimport numpy as np\n{READABLE}"


def test_the_text_does_not_depend_on_the_data_where_the_limits_are_declared():
    records = [{"kehadiran": np.array([low, 90.5])} for low in (1.0, 50.0)]
    texts = set()
    for columns in records:
        inputs = read_records(ALONE, columns).data(ALONE.outline, once=True)
        plan = plan_of(ALONE, inputs.bounds, inputs.rows)
        texts.add(source_of(plan, forms_of(plan, inputs.data), ()).text)
    assert len(texts) == 1


@pytest.mark.parametrize("strip", [1, 2, 256])
@pytest.mark.parametrize("room", [1, 5, 2048])
def test_strips_of_any_size_give_the_same(strip, room, monkeypatch):
    monkeypatch.setattr(sources, "STRIP", strip)
    monkeypatch.setattr(sources, "ROOM", room)
    plan, inputs = planned(LISTED, RECORDS)
    blocks = run(plan, inputs.data)
    for size in (1, 7, 10**6):
        results, doubted = looped(plan, inputs.data, size=size)
        sure = ~doubted
        assert results.score[sure].tolist() == blocks.score[sure].tolist()
    assert sure.sum() > 60


def test_each_argument_is_named_once_in_the_text():
    plan, inputs = planned(LISTED, RECORDS)
    source = source_of(plan, forms_of(plan, inputs.data), inputs.data.offsets)
    head = next(line for line in source.text.splitlines() if line.startswith("def "))
    assert len(head.partition("(")[2].split(",")) == len(source.arguments) + 1
    assert len({*source.arguments}) == len(source.arguments)
    assert ("ends", "kegiatan") in source.arguments
