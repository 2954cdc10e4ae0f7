import builtins

import polars as pl
import pytest

from asn_appraisal.errors import MissingExtraError
from asn_appraisal.exports.polars_terms import PolarsTerms, polars

FRAME = pl.DataFrame({"x": [7.0, 29.0, -1.5], "code": [0, 1, 2], "text": ["a", " a", ""]})


def values(term):
    return FRAME.select(term.alias("found"))["found"].to_list()


def test_a_quotient_by_a_constant_is_the_nearest_double():
    cents = pl.DataFrame({"x": [float(value) for value in range(100_000)]})
    found = cents.select(PolarsTerms().divide_by(pl.col("x"), 100.0))["x"].to_list()
    assert found == [value / 100 for value in range(100_000)]


def test_limits_floors_and_choices_are_those_of_the_program():
    t = PolarsTerms()
    assert values(t.limit(pl.col("x"), 0.0, 10.0)) == [7.0, 10.0, 0.0]
    assert values(t.limit(pl.col("x"), None, None)) == [7.0, 29.0, -1.5]
    assert values(t.floor(pl.col("x"))) == [7.0, 29.0, -2.0]
    first = (t.compare(pl.col("code"), "==", t.whole(0)), t.text("nol"))
    assert values(t.choose([first, (t.compare(pl.col("code"), ">", t.whole(1)), t.text("dua"))], t.text("satu"))) == [
        "nol",
        "satu",
        "dua",
    ]
    assert values(t.is_plain(pl.col("text"))) == [True, False, False]


def test_without_polars_the_extra_is_named(monkeypatch):
    real = builtins.__import__

    def without(name, *about, **more):
        if name == "polars":
            raise ImportError
        return real(name, *about, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match="polars"):
        polars()
