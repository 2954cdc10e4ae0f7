"""Scores of tables of databases and of Parquet files: seconds and peak memory, beside a plain copy of the same rows.

``python benchmarks/databases.py`` takes ten million rows of DuckDB and Parquet, ``--postgres URI`` a million of that server, ``--rows``
other numbers. Each run is a process of its own, whose peak memory is that of the system.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

KEY = "permenpan-16-2009"
_CHILD = """
import json, resource, sys, time
start = time.perf_counter()
{body}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([time.perf_counter() - start, peak]))
"""
_SCORE = "from asn_appraisal.command import main\nassert main(['score', {key!r}, {source!r}, '--key', 'nip', '-o', {target!r}]) == 0"
_ROWS = "SELECT (198001012000000000 + range)::VARCHAR AS nip, ((range * 7919) % 10001 / 100)::DECIMAL(7, 2) AS nilai FROM range({rows})"


def measured(body: str) -> tuple[float, float]:
    """Seconds and the most megabytes that a process took."""
    done = subprocess.run([sys.executable, "-c", _CHILD.format(body=body)], capture_output=True, text=True, check=True)
    seconds, peak = json.loads(done.stdout.splitlines()[-1])
    return seconds, peak


def told(what: str, rows: int, scored: tuple[float, float], plain: tuple[float, float]) -> None:
    """A line of the table."""
    (seconds, peak), (copied, held) = scored, plain
    print(
        f"| {what}, {rows:,} rows | {seconds:.1f} | {peak:,.0f} | {copied:.1f} | {held:,.0f} | {seconds / copied:.1f} |"
    )


def of_duckdb(folder: Path, rows: int) -> None:
    """A table of DuckDB into another one, and a Parquet file into another one."""
    path, parquet = folder / "data.duckdb", folder / "data.parquet"
    made = f"import duckdb\nc = duckdb.connect({str(path)!r})\n"
    measured(f"{made}c.execute('CREATE TABLE nilai AS {_ROWS.format(rows=rows)}')")
    measured(f"{made}c.execute(\"COPY nilai TO '{parquet}' (FORMAT parquet)\")")
    scored = measured(_SCORE.format(key=KEY, source=f"{path}::nilai", target=f"{path}::hasil"))
    told("DuckDB to DuckDB", rows, scored, measured(f"{made}c.execute('CREATE TABLE salinan AS FROM nilai')"))
    out = folder / "hasil.parquet"
    scored = measured(_SCORE.format(key=KEY, source=str(parquet), target=str(out)))
    copied = (
        f"import duckdb\nduckdb.execute(\"COPY (FROM '{parquet}') TO '{folder / 'salinan.parquet'}' (FORMAT parquet)\")"
    )
    told("Parquet to Parquet", rows, scored, measured(copied))


def of_postgres(uri: str, rows: int) -> None:
    """A table of PostgreSQL into another one."""
    made = f"from adbc_driver_postgresql import dbapi\nc = dbapi.connect({uri!r})\ncursor = c.cursor()\n"
    tables = "DROP TABLE IF EXISTS nilai_uji; DROP TABLE IF EXISTS hasil_uji; DROP TABLE IF EXISTS salinan_uji"
    numbers = (
        "CREATE TABLE nilai_uji AS SELECT (198001012000000000 + g)::text AS nip, ((g * 7919) % 10001 / 100.0)::numeric(7, 2) AS nilai "
        f"FROM generate_series(0::bigint, {rows - 1}) AS g"
    )
    for statement in (*tables.split("; "), numbers):
        measured(f"{made}cursor.execute({statement!r})\nc.commit()")
    scored = measured(_SCORE.format(key=KEY, source=f"{uri}::nilai_uji", target=f"{uri}::hasil_uji"))
    plain = measured(f"{made}cursor.execute('SELECT * INTO salinan_uji FROM nilai_uji')\nc.commit()")
    told("PostgreSQL to PostgreSQL (beside SELECT INTO on the server)", rows, scored, plain)
    through = (
        f"{made}d = dbapi.connect({uri!r})\ncursor.execute('SELECT nip, nilai::text FROM nilai_uji')\n"
        "d.cursor().adbc_ingest('salinan_uji', cursor.fetch_record_batch(), mode='replace')\nd.commit()"
    )
    told("PostgreSQL to PostgreSQL (beside a copy through the client)", rows, scored, measured(through))
    for statement in tables.split("; "):
        measured(f"{made}cursor.execute({statement!r})\nc.commit()")


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int)
    options.add_argument("--postgres", metavar="URI")
    call = options.parse_args()
    print("| from, to | seconds | MB | plain copy: seconds | MB | ratio |\n|---|---|---|---|---|---|")
    if call.postgres:
        of_postgres(call.postgres, call.rows or 1_000_000)
        return
    with tempfile.TemporaryDirectory() as folder:
        of_duckdb(Path(folder), call.rows or 10_000_000)


if __name__ == "__main__":
    main()
