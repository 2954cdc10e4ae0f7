"""Records, audit lines and CSV files of strangers, for a policy that came of a document; at full scale or small."""

from __future__ import annotations

import json
from decimal import Decimal
from random import Random
from typing import Any

from asn_appraisal.policies import Policy
from asn_appraisal.testing.drawing.documents import mutated_text
from asn_appraisal.testing.drawing.records import random_record

MEGABYTE = 2**20

VALUES: tuple[Any, ...] = (
    10**5000, "9" * 80, "9" * 10**6, Decimal("1e999999999"), Decimal("1e-999999999"), Decimal("NaN"), 1e308, float("nan"), [], {},
    "1e999999999", "1/3", "x" * 10**5, b"x", "-0.00", "0" * 10**6, True, None, "  ", "9" * 38, "0." + "0" * 21 + "1",
)  # fmt: skip


def hostile_record(random: Random, policy: Policy, full: bool) -> dict[str, Any]:
    """A record of a policy made long: strange values, thousands of unknown names and of rows."""
    record: dict[str, Any] = random_record(policy, random)
    how = random.choice(("as it is", "values", "names", "near", "rows", "rows"))
    if how == "values" and record:
        for key in random.sample([*record], random.randrange(1, len(record) + 1)):
            record[key] = random.choice(VALUES)
    elif how == "names":
        record |= {
            f"isian_{at}" * random.choice((1, 20)): 1
            for at in range(random.choice((100, 20_000) if full else (10, 100)))
        }
    elif how == "near":
        record |= {f"{key[:at]}q{key[at:]}": 1 for key in [*record] for at in range(len(key))}
    elif how == "rows":
        count = random.choice((50, 2000) if full else (5, 50))
        for items in policy.outline.lists:
            fields = [entry.key for entry in items.fields]
            strange = random.random() < 0.3
            record[items.key] = [
                {
                    key: random.choice(VALUES) if strange else str(random.randrange(1, 10 ** random.choice((2, 12))))
                    for key in fields
                }
                for _ in range(count)
            ]
            for row, entry in ((row, entry) for row in record[items.key] for entry in items.fields if not strange):
                high = getattr(entry, "high", None)
                if high is not None and int(row[entry.key]) > high:
                    row[entry.key] = str(int(row[entry.key]) % (int(high) + 1) if high >= 0 else int(high))
    return record


def hostile_line(random: Random, line: str) -> str:
    """An audit line tampered with."""
    data = json.loads(line)
    strange = random.choice((
        {"fraction": "1e999999999"}, {"fraction": "1e-999999999"}, {"decimal": "1e999999999"}, {"integer": "9" * 400},
        {"float": "1e999"}, {"single": "1e999"}, {"fraction": "1/0"}, {"decimal": "9" * 400}, {"float": "nan"}, [], {},
        "9" * 1000, 10**300, {"fraction": "9" * 399}, [{}] * 5000, [[]], {"integer": "0x1"},
    ))  # fmt: skip
    holder = random.choice((data["inputs"], data["inputs"], data["inputs"], data, data["trace"]))
    if holder:
        holder[random.choice([*holder])] = strange
    text = json.dumps(data, sort_keys=True, separators=(",", ":"))
    return text if random.random() < 0.8 else mutated_text(random, text)


def hostile_csv(random: Random, full: bool) -> bytes:
    """A file of many columns, rows, quotes or blanks."""
    width, rows = random.choice(
        ((16_384, 60), (3, 20_000), (500, 500), (1, 50_000)) if full else ((700, 5), (3, 200), (40, 40), (1, 2000))
    )
    header = [f"k{at}" if at < random.choice((3, width)) else "" for at in range(width)]
    cell = random.choice(("", "1", '"', '""', "a" * 50, " ", "1,5", "'=1"))
    lines = [
        random.choice(",;").join(header),
        *(",".join([cell] * random.choice((width, width, width + 1))) for _ in range(rows)),
    ]
    return "\n".join(lines)[: 4 * MEGABYTE].encode()
