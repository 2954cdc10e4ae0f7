"""What needs no server; ``tests/outside/test_postgres.py`` has the rest."""

from decimal import Decimal

import pytest

from asn_appraisal.adapters import databases
from asn_appraisal.adapters.databases import postgres
from asn_appraisal.errors import DatabaseOpenError, MissingExtraError


def test_texts_of_numbers_become_decimals_of_their_most_places():
    pa = pytest.importorskip("pyarrow")
    found = postgres._decimals(pa.array(["25.000", "-7", None, "0.5"]))
    assert found.type == pa.decimal128(38, 3)
    assert found.to_pylist() == [Decimal(25), Decimal(-7), None, Decimal("0.5")]
    assert postgres._decimals(pa.array([None], pa.string())).to_pylist() == [None]
    assert postgres._decimals(pa.array([], pa.string())).to_pylist() == []


def test_numbers_that_arrow_cannot_hold_are_pythons_own():
    pa = pytest.importorskip("pyarrow")
    long = "9" * 40
    assert postgres._decimals(pa.array([long, None])) == [Decimal(long), None]
    assert postgres._decimals(pa.array(["NaN", "1.50"]))[0].is_nan()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("IO: [libpq] Failed to connect: connection to server failed: FATAL:  no such role\nmore", "no such role"),
        ("NOT_FOUND: Failed to prepare query: ERROR:  relation is missing\nLINE 1", "relation is missing"),
        ("IO: [libpq] Failed to connect: Connection refused\n", "Connection refused"),
        ("something else", "something else"),
    ],
)
def test_a_reason_is_what_the_server_said(text, reason):
    assert postgres._reason(Exception(text)) == reason


def test_a_password_with_a_sign_of_an_address_is_never_sent(monkeypatch):
    pytest.importorskip("pyarrow")
    monkeypatch.setattr(postgres, "_adbc", lambda: None)  # it would fail if it were asked to connect
    with pytest.raises(DatabaseOpenError, match="write / as %2F"):
        next(databases.read("postgresql://u:a@b@h/db::t"))


def test_without_the_driver_the_extra_is_named(monkeypatch):
    pytest.importorskip("pyarrow")
    monkeypatch.setattr(postgres, "import_module", _missing)
    with pytest.raises(MissingExtraError, match="postgres"):
        next(databases.read("postgresql://u@h/db::t"))


def _missing(name):
    raise ImportError(name)
