import numpy as np
import pytest

from asn_appraisal import Number
from asn_appraisal.columns.reading.frames import Table
from asn_appraisal.columns.reading.lost_digits import is_scientific, lost_digits, lost_faults
from asn_appraisal.columns.reading.raw_columns import RawColumn

SKP = Number("skp")


@pytest.mark.parametrize("nip", ["1.98503E+17", "1,98503E+17", "2E+17", "1.98e17", "-1e5", "+1,5E+9"])
def test_a_number_that_a_spreadsheet_shortened_has_lost_digits(nip):
    assert is_scientific(nip)


@pytest.mark.parametrize("nip", ["198503", "E17", "1E", "1E-5", "1,2,3E5", "e", "1.E5", "١E5", "Budi E 5", ""])
def test_another_text_has_not(nip):
    assert not is_scientific(nip)


@pytest.mark.parametrize("kind", [np.str_, object])
def test_the_rows_are_found_however_a_column_is_held(kind):
    texts = ["7", "1E+5", "elok", "2e9"]
    coded = RawColumn(np.array([0, 1, 2, 3, 1]), labels=tuple(texts), decimal="point")

    assert lost_digits(RawColumn(np.array(texts, kind), decimal="point")).tolist() == [1, 3]
    assert lost_digits(coded).tolist() == [1, 3, 4]


def table(in_file=True):
    columns = {"nip": ["1", "1E+5"], "nama": ["2E+7", "B"], "skp": ["1E+5", "2"]}
    sources = {name: RawColumn(np.array(texts), decimal="point") for name, texts in columns.items()}
    return Table(tuple(sources), 2, sources, in_file=in_file)


def test_the_key_and_whatever_is_no_field_are_looked_at():
    faults = lost_faults(table(), (SKP,), ("nip",))

    assert [(fault.row, fault.field) for fault in faults] == [(0, "nama"), (1, "nip")]


def test_a_row_of_a_list_spoils_its_record_and_one_without_a_record_nothing():
    faults = lost_faults(table(), (SKP,), ("nip",), "kegiatan", lambda rows: np.where(rows == 1, 7, -1))

    assert [(fault.row, fault.list, fault.item_row, fault.field) for fault in faults] == [(7, "kegiatan", 1, "nip")]


def test_tables_in_memory_are_left_alone():
    assert lost_faults(table(in_file=False), (SKP,), ("nip",)) == []
