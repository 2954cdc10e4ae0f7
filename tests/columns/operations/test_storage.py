import numpy as np

from asn_appraisal.columns.operations.storage import (
    CODE,
    INT16,
    INT32,
    MASK,
    NUMBER,
    SHORT,
    SMALL,
    TINY,
    TYPES,
    WHOLE,
)


def test_each_kind_has_a_type_of_its_size():
    sizes = {kind: np.dtype(stored).itemsize for kind, stored in TYPES.items()}
    assert sizes == {NUMBER: 8, MASK: 1, CODE: 1, SMALL: 4, SHORT: 2, TINY: 1}


def test_the_limits_are_where_the_types_end():
    assert (np.iinfo(TYPES[SHORT]).max + 1, np.iinfo(TYPES[SMALL]).max + 1) == (INT16, INT32)
    assert TYPES[NUMBER](WHOLE) == WHOLE
    assert int(TYPES[NUMBER](WHOLE + 1)) != WHOLE + 1
