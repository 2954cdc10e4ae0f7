import pytest

from asn_appraisal.adapters.databases.engines import Failure
from asn_appraisal.adapters.databases.failures import failed, without_password
from asn_appraisal.adapters.databases.places import database_place
from asn_appraisal.errors import (
    DatabaseAccessError,
    DatabaseLockedError,
    DatabaseOpenError,
    DatabaseReadError,
    DatabaseWriteError,
)

PLACE = database_place("postgresql://u:s3c%2Fr3t@h/db::nilai")


@pytest.mark.parametrize(
    ("what", "writing", "error"),
    [
        ("locked", True, DatabaseLockedError),
        ("full", True, DatabaseWriteError),
        ("refused", False, DatabaseAccessError),
        ("unopened", False, DatabaseOpenError),
        ("other", False, DatabaseReadError),
        ("other", True, DatabaseWriteError),
    ],
)
def test_each_failure_has_an_error_that_hides_the_password(what, writing, error):
    problem = failed(PLACE, Failure(what, "password s3c%2Fr3t or s3c/r3t is wrong"), writing=writing)
    assert type(problem) is error
    for language in ("en", "id"):
        assert "password *** or *** is wrong" in problem.text(language)


def test_a_wrong_password_says_where_it_belongs():
    assert "~/.pgpass" in failed(PLACE, Failure("refused", "no password supplied"), writing=False).text("en")
    assert "~/.pgpass" not in failed(PLACE, Failure("refused", "permission denied"), writing=False).text("en")


def test_a_text_about_a_file_stays():
    assert without_password(database_place("a.sqlite::t"), "s3cr3t") == "s3cr3t"
