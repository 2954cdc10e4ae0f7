import numpy as np
import pytest

from asn_appraisal import Flag, Number
from asn_appraisal.appraising.readings import Unreadable
from asn_appraisal.columns.reading.raw_columns import RawColumn

COMMA = {"decimal": "comma"}


@pytest.mark.parametrize(
    "source",
    [
        RawColumn(np.array(["85,5", "ya", " ", "8.5"]), **COMMA),
        RawColumn(np.array([0, 1, 2, 3]), labels=("85,5", "ya", "", "8.5"), **COMMA),
    ],
)
def test_a_cell_of_a_file_is_held_as_the_field_has_it(source):
    held = [source.value_for(Number("skp"), row) for row in (0, 2, 3)]

    assert held == ["85.5", None, Unreadable("ASN423")]
    assert source.value_for(Flag("ide"), 1) is True
    assert source.value(1) == "ya"


def test_a_value_in_memory_is_held_as_it_is():
    assert RawColumn(np.array(["ya"])).value_for(Flag("ide"), 0) == "ya"
