"""What a run needs of records: rows of lists refuse the record that holds them."""

from __future__ import annotations

import numpy as np

from asn_appraisal.columns.compiling.bounds import RECORD
from asn_appraisal.columns.run_inputs import Inputs
from asn_appraisal.columns.running.blocks import Data


def test_a_refused_row_of_a_list_refuses_its_record_and_no_other() -> None:
    offsets = {"kegiatan": np.array([0, 2, 2, 5])}
    inputs = Inputs(Data(3, {}, offsets), refused=np.zeros(3, bool))
    inputs.refuse("kegiatan", np.array([False, True, False, False, False]))
    assert inputs.refused.tolist() == [True, False, False]
    inputs.refuse(RECORD, np.array([False, False, True]))
    assert inputs.refused.tolist() == [True, False, True]
