"""The errors of files: that what a caller catches for a whole family catches them; their texts stand in ``test_errors``."""

import pytest

from asn_appraisal import file_errors
from asn_appraisal.adapters.csv_files import parse_csv
from asn_appraisal.errors import AppraisalError, FileFaultError, PolicyError

FOUND = [cls for cls in vars(file_errors).values() if isinstance(cls, type) and cls.__module__ == file_errors.__name__]


@pytest.mark.parametrize("cls", FOUND)
def test_an_error_belongs_to_the_family_of_its_code(cls):
    assert issubclass(cls, {"3": PolicyError, "5": AppraisalError, "7": FileFaultError}[cls.code[3]])


def test_a_broken_row_is_caught_as_the_fault_of_a_file():
    with pytest.raises(FileFaultError, match="line 2"):
        parse_csv(b'a\n"')
