import builtins

import duckdb
import pytest

from asn_appraisal import Category, Flag, Number
from asn_appraisal.errors import MissingExtraError
from asn_appraisal.exports.sql_terms import DIALECTS, SqlTerms, sqlglot

NILAI, JENIS, BENAR = Number("nilai"), Category("jenis", ("a", "b")), Flag("benar")


def terms(dialect="duckdb"):
    return SqlTerms(dialect, {"": "t"}, ("nip",))


def value(term):
    return duckdb.execute(f"SELECT {term.sql(dialect='duckdb')}").fetchone()[0]


@pytest.mark.parametrize("number", [0.1, -0.0, 1e-300, 5e-324, 1.7976931348623157e308, 104.71204188481676, 2.0**53])
def test_a_number_is_that_float_to_the_last_bit(number):
    assert value(terms().number(number)).hex() == number.hex()


@pytest.mark.parametrize("text", ["", "o'clock", "a\\b", "a\\'; DROP TABLE t; --", '"', "%_", "\u00e9"])
def test_a_text_is_that_text(text):
    assert value(terms().text(text)) == text


def test_brackets_keep_what_is_worked_out_first():
    t = terms()
    two, three = t.number(2.0), t.number(3.0)
    assert value(t.multiply(t.add(two, three), t.subtract(three.copy(), t.add(two.copy(), two.copy())))) == -5.0
    assert value(t.divide(two.copy(), t.divide(three.copy(), three.copy()))) == 2.0
    assert value(t.divide(two.copy(), t.number(0.0))) == 2.0
    holds, not_ = t.truth(holds=True), t.truth(holds=False)
    assert value(t.both(t.either(holds, not_), not_.copy())) is False
    assert value(t.negated(t.both(holds.copy(), not_.copy()))) is True


def test_a_floor_is_a_float_below_zero_too():
    assert value(terms().floor(terms().number(-0.5))) == -1.0
    assert "DOUBLE" in terms("spark").floor(terms("spark").number(0.5)).sql(dialect="spark")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_no_dialect_gets_a_word_of_another(dialect):
    t = terms(dialect)
    texts = [
        term.sql(dialect=dialect)
        for term in (
            *(t.is_readable("", each) for each in (NILAI, JENIS, BENAR)),
            *(t.is_given("", each) for each in (NILAI, JENIS, BENAR)),
            t.raw_within("", NILAI, 0.0, 9.0),
            t.is_key_missing(),
            t.is_plain(t.raw_text("", JENIS)),
        )
    ]
    quote = "`" if dialect == "spark" else '"'
    assert f"{quote}t{quote}.{quote}nilai{quote}" in texts[0]
    assert any("TRY_CAST" in text for text in texts) == (dialect != "postgres")
    assert any("PG_TYPEOF" in text for text in texts) == (dialect == "postgres")


def test_without_sqlglot_the_extra_is_named(monkeypatch):
    real = builtins.__import__

    def without(name, *about, **more):
        if name == "sqlglot":
            raise ImportError
        return real(name, *about, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match="sql"):
        sqlglot()
