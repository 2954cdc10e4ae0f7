"""Activities of PP 46/2011 as a stream of Arrow record batches, more of them than memory holds.

``python benchmarks/columns/stream.py --rows 60000000``. The batches repeat a few that were made once, with new keys each
time: what is timed is hardly the making of them.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator

import numpy as np
import ours
import pp_46_data
import pyarrow as pa
from harness import resident
from tables import Column, Table

from asn_appraisal import schemes

DIFFERENT = 4
EACH = 5  # activities of one employee


def item_batches(rows: int, size: int = 100_000) -> Iterator[pa.RecordBatch]:
    """So many activities in batches of about ``size``, with the key of their employee; no employee is split.

    Columns: ``pegawai`` (int64, ascending) and the fields of the activities as float64, null where absent.
    """
    people = max(size // EACH, 1)
    made = [pp_46_data.typical_table(people, EACH, EACH, seed=seed) for seed in range(DIFFERENT)]
    items = [{key: _arrow(column) for key, column in table.items.items()} for table in made]
    for number, start in enumerate(range(0, rows, people * EACH)):
        columns = items[number % DIFFERENT]
        owner = pa.array(np.repeat(np.arange(start // EACH, start // EACH + people), EACH))
        batch = pa.RecordBatch.from_arrays([owner, *columns.values()], names=["pegawai", *columns])
        yield batch.slice(0, rows - start)


def batches(rows: int, size: int = 100_000) -> Iterator[pa.RecordBatch]:
    """So many activities in batches of whole records of employees, each with its activities as a list of structs.

    ``rows`` and ``size`` count activities, as a batch's memory goes with them. Columns: ``pegawai`` (int64), the fields of
    the record (``kreativitas`` as dictionary of texts) and ``kegiatan``.
    """
    people = max(size // EACH, 1)
    made = [_records(pp_46_data.typical_table(people, EACH, EACH, seed=seed)) for seed in range(DIFFERENT)]
    for number, start in enumerate(range(0, rows, people * EACH)):
        columns = made[number % DIFFERENT]
        key = pa.array(np.arange(start // EACH, start // EACH + people))
        batch = pa.RecordBatch.from_arrays([key, *columns.values()], names=["pegawai", *columns])
        yield batch.slice(0, (rows - start) // EACH)


def _arrow(column: Column) -> pa.Array:
    return pa.array(column, from_pandas=True)


def _records(table: Table) -> dict[str, pa.Array]:
    found = {}
    for key, column in table.columns.items():
        names = table.levels.get(key)
        found[key] = _arrow(column) if names is None else pa.DictionaryArray.from_arrays(column, list(names))
    rows = pa.StructArray.from_arrays([_arrow(column) for column in table.items.values()], names=list(table.items))
    found[table.name] = pa.ListArray.from_arrays(pa.array(table.ends().astype(np.int32)), rows)
    return found


def main() -> None:
    """Time and peak memory of the stream alone and, where the library takes streams, of scoring it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=60_000_000, help="activities")
    parser.add_argument("--size", type=int, default=100_000, help="activities in a batch")
    asked = parser.parse_args()
    policy = schemes.get("pp-46-2011")
    readers = {"batches alone": lambda stream: sum(len(batch["kegiatan"].flatten()) for batch in stream)}
    if ours.STREAMS:
        readers["ours"] = lambda stream: ours.drain(stream, policy)
    for name, reader in readers.items():
        reader(batches(2 * asked.size, asked.size))
        before, start = resident("VmRSS"), time.perf_counter()
        count = reader(batches(asked.rows, asked.size))
        seconds = time.perf_counter() - start
        grown = (resident("VmHWM") - before) / 2**20
        print(
            f"{name}: {count:,} activities, {seconds / count * 1e9:.1f} ns each, peak {grown:.0f} MiB above the start"
        )


if __name__ == "__main__":
    main()
