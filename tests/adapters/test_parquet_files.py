from decimal import Decimal

import pytest

import asn_appraisal as asn
from asn_appraisal import schemes
from asn_appraisal.adapters import parquet_files
from asn_appraisal.adapters.data_files import read_file
from asn_appraisal.errors import MissingExtraError, ParquetError

POLICY = schemes.get("permenpan-16-2009")
ROWS = [("001", "90.99"), ("002", "75"), ("é, S.H.", "60.5"), ("004", "100.00")]


def parquet_file(folder, name="unit.parquet", rows=ROWS):
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    path = folder / name
    scores = pyarrow.array([Decimal(score) for _, score in rows], pyarrow.decimal128(5, 2))
    parquet.write_table(pyarrow.table({"unit": [unit for unit, _ in rows], "nilai": scores}), path)
    return path


@pytest.mark.parametrize("library", ["pyarrow", "polars"])
def test_parquet_keeps_decimals_with_either_library(tmp_path, monkeypatch, library):
    monkeypatch.setattr(parquet_files, "parquet_library", lambda: pytest.importorskip(_module(library)))
    scores = asn.appraise_table(POLICY, asn.read_table(parquet_file(tmp_path), POLICY, key="unit"))

    asn.write_scores(scores, tmp_path / "hasil.parquet")

    from pyarrow import parquet

    table = parquet.read_table(tmp_path / "hasil.parquet")
    assert str(table.schema.field("score").type) == "decimal128(38, 2)"
    assert table.column("score").to_pylist() == scores.reported()
    assert table.column("band").to_pylist() == scores.band_keys()
    assert table.column("unit").to_pylist() == [unit for unit, _ in ROWS]


def _module(library):
    return "pyarrow.parquet" if library == "pyarrow" else library


def test_without_a_library_for_parquet_the_error_names_the_extra(tmp_path, monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(parquet_files, "import_module", missing)

    with pytest.raises(MissingExtraError, match=r"asn-appraisal\[arrow\]"):
        asn.read_table(tmp_path / "unit.parquet", POLICY)


@pytest.mark.parametrize("data", [b"", b"PAR1", b"x" * 100, b"PAR1" + b"\0" * 40 + b"PAR1"])
@pytest.mark.parametrize("library", ["pyarrow", "polars"])
def test_a_broken_parquet_file_is_refused_by_name(tmp_path, monkeypatch, data, library):
    monkeypatch.setattr(parquet_files, "parquet_library", lambda: pytest.importorskip(_module(library)))
    path = tmp_path / "unit.parquet"
    path.write_bytes(data)

    with pytest.raises(ParquetError, match=r"ASN719: .*unit\.parquet"):
        read_file(path)
