"""What one document of a stranger leads to, an entry of the library at a time."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import asn_appraisal as asn
from asn_appraisal.adapters.csv_tables import parse_csv
from asn_appraisal.documents import toml_data
from asn_appraisal.documents.files import read_policy
from asn_appraisal.policies import Policy
from asn_appraisal.testing.checks import checked
from asn_appraisal.wording.pages import markdown
from documents import Drawn
from records import hostile_csv, hostile_line, hostile_record

RECORDS = 3  # of each policy
LINES = 2  # tampered with, of each record that is not refused
CHECKED = 0.02  # of the policies: a check tries some hundred records of its own
CSV = 0.2  # of the documents comes with a CSV file

Step = tuple[str, Callable[[], Any]]


def work(random: Random, given: Drawn) -> Iterator[Step]:
    """Each public entry with what it does. What an act gives is sent back: the policy once it is read, an appraisal."""
    policy = yield "read", _reading(random, given.document)
    if random.random() < CSV:
        data = hostile_csv(random, given.full)
        yield "csv", lambda: parse_csv(data)
    if not isinstance(policy, Policy):
        return
    records = [hostile_record(random, policy, given.full) for _ in range(RECORDS)]
    lines = []
    for record in records:
        appraisal = yield "appraise", lambda record=record: policy.appraise(record)
        if isinstance(appraisal, asn.Appraisal):
            lines.append((yield "record", appraisal.to_audit_record))
    table = {key: [record.get(key) for record in records] for key in records[0]}
    yield "table", lambda: asn.appraise_table(policy, table, on_error="quarantine").to_frame()
    yield "review", lambda: asn.review(policy)
    if random.random() < CHECKED:
        yield "check", lambda: list(checked(policy, None, pairs=3, seed=1))
    yield "show", lambda: markdown(policy)
    yield "write", lambda: asn.to_toml(policy)
    for line in lines:
        if isinstance(line, str):
            for tampered in [hostile_line(random, line) for _ in range(LINES)]:
                yield "verify", lambda tampered=tampered: asn.verify(tampered, policy)


def _reading(random: Random, document: Any) -> Callable[[], Policy]:
    if isinstance(document, dict):
        return lambda: asn.from_document(document)
    if random.random() < 0.5:
        return lambda: asn.from_toml(document)
    return lambda: _from_file(document)


def _from_file(text: str) -> Policy:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tamu.toml"
        path.write_text(text, encoding="utf-8", errors="replace")
        toml_data(path.read_text(encoding="utf-8"))
        return read_policy(path)
