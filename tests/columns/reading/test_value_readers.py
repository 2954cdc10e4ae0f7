"""One value of a column: its whole number, and which state it is in."""

import pytest

from asn_appraisal import Category, Cells, Flag, Number
from asn_appraisal.columns.reading.value_readers import ABSENT, READ, REFUSED, ROUNDED, cells_reader, outcome, reader_of

NILAI = Number("nilai", low=0, high=100)
KELAS = Category("kelas", {"a": "A+", "b": "B"})


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        (NILAI, "85.5", (8550, READ)),
        (NILAI, " ", (0, ABSENT)),
        (NILAI, None, (0, ABSENT)),
        (NILAI, "85,5", (0, REFUSED)),
        (NILAI, 85.555, (8556, ROUNDED)),
        (Flag("izin"), True, (1, READ)),
        (Flag("izin"), 1, (0, REFUSED)),
        (KELAS, " b ", (1, READ)),
        (KELAS, "B", (0, REFUSED)),
    ],
)
def test_a_value_is_read_is_absent_or_is_refused(field, value, found):
    assert outcome(value, reader_of(field, "quantize")) == found


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        (NILAI, "85,5", (8550, READ)),
        (NILAI, "n/a", (0, ABSENT)),
        (NILAI, "85.5", (0, REFUSED)),
        (Flag("izin"), 1, (1, READ)),
        (Flag("izin"), "mungkin", (0, REFUSED)),
        (KELAS, "a+", (0, READ)),
    ],
)
def test_cells_are_read_first(field, value, found):
    cells = Cells(decimal="comma", missing="N/A", words=True, names=True)
    assert outcome(value, cells_reader(field, cells, "snap")) == found
