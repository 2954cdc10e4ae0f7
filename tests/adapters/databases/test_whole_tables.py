from decimal import Decimal

import pytest

from asn_appraisal.adapters.databases import whole_tables
from asn_appraisal.adapters.databases.places import database_place
from asn_appraisal.adapters.databases.whole_tables import database_table

PLACE = database_place("a.sqlite::t")


def table_of(monkeypatch, *batches):
    monkeypatch.setattr(whole_tables, "batches_of", lambda _: iter(batches))
    return database_table(PLACE)


def test_batches_of_lists_become_one_table_with_rows_from_1(monkeypatch):
    table = table_of(monkeypatch, {"nip": ["001"], "n": [1]}, {"nip": ["002"], "n": ["x"]})
    assert (table.columns, table.texts("nip"), table.lines.tolist()) == (("nip", "n"), ["001", "002"], [1, 2])


def test_decimals_of_other_places_are_put_together_exactly(monkeypatch):
    pa = pytest.importorskip("pyarrow")
    one = pa.array([Decimal("1.5")], pa.decimal128(38, 1))
    two = pa.array([Decimal("2.125")], pa.decimal128(38, 3))
    assert table_of(monkeypatch, {"n": one}, {"n": two}).texts("n") == ["1.5", "2.125"]
    assert table_of(monkeypatch, {"n": one}, {"n": [Decimal("3.25")]}).texts("n") == ["1.5", "3.25"]
    batch = pa.record_batch({"n": one})
    assert table_of(monkeypatch, batch, batch).texts("n") == ["1.5", "1.5"]
