"""Facts of the blocks of a table add up to those of the whole."""

from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

import asn_appraisal as asn
from asn_appraisal.columns.column_facts import Change, column_facts, is_percent

skp = asn.Number("skp", low=0, high=120, optional=True)
hari = asn.Number("hari", low=0, high=365, decimals=0, default=7, unit="hari")
kelas = asn.Category("kelas", [("di_atas", "Di Atas Ekspektasi"), ("sesuai", "Sesuai")])
hadir = asn.Flag("hadir")
POLICY = asn.Policy(
    "uji", "Uji", score=asn.Sum(skp.or_else(0), hari, asn.Case(kelas, di_atas=5, sesuai=0), hadir.points(1)).rounded(2)
)
CELLS = asn.Cells(missing="-", words=True, names=True, units=True)
ROWS = st.fixed_dictionaries(
    {
        "skp": st.sampled_from(["90", "0.98", "1", "2", "-", "", "85%", "121", "x"]),
        "hari": st.sampled_from(["7", "12 hari", "-"]),
        "kelas": st.sampled_from(["sesuai", "Sesuai", "di_atas"]),
        "hadir": st.sampled_from(["ya", "true", "1"]),
    }
)


def facts_of(rows, start=0):
    table = {name: [row[name] for row in rows] for name in ("skp", "hari", "kelas", "hadir")}
    return [each.moved(start) for each in column_facts(asn.read_records(POLICY, table, cells=CELLS), POLICY)]


@given(st.lists(st.lists(ROWS, min_size=1, max_size=9), min_size=1, max_size=6))
def test_facts_of_blocks_add_up_to_those_of_the_whole(blocks):
    found, start = [], 0
    for block in blocks:
        found.append(facts_of(block, start))
        start += len(block)
    whole = facts_of([row for block in blocks for row in block])
    for column, right in zip(zip(*found, strict=True), whole, strict=True):
        added = reduce(lambda one, other: one.and_then(other), column)
        # Of columns above 2 nobody asks whether they hold fractions: only blocks that end below say so.
        same = not is_percent(right.field) or right.high > 2 * 10**right.field.decimals
        assert {**vars_of(added), "fractional": same or added.fractional} == {
            **vars_of(right),
            "fractional": same or right.fractional,
        }


def vars_of(facts):
    return {name: getattr(facts, name) for name in facts.__slots__ if not name.startswith("__")}


def test_the_first_rows_of_a_change_are_kept():
    added = Change(2, (0, 3)).and_then(Change(9, (4, 5, 6, 7, 8)))
    assert added == Change(11, (0, 3, 4, 5, 6))


def test_the_facts_of_a_column():
    rows = [
        {"skp": "0.98", "hari": "12 hari", "kelas": "Sesuai", "hadir": "ya"},
        {"skp": "-", "hari": "12", "kelas": "sesuai", "hadir": "true"},
    ]
    first, second, third, fourth = facts_of(rows, 10)
    assert (first.rows, first.present, first.low, first.high, first.fractional, first.only) == (2, 1, 98, 98, True, 98)
    assert dict(first.changes) == {"missing": Change(1, (11,))}
    assert (second.present, second.only, dict(second.changes)) == (2, 12, {"unit": Change(1, (10,))})
    assert (third.only, dict(third.changes)) == (1, {"name": Change(1, (10,))})
    assert (fourth.only, dict(fourth.changes)) == (None, {"word": Change(1, (10,))})
