"""Running exported modules in Node.js, and what Python says of the same records, in one shape to be compared."""

from __future__ import annotations

import json
import math
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from asn_appraisal.appraising.renderings import step_facts
from asn_appraisal.errors import RecordError
from asn_appraisal.exports.javascript import to_javascript
from asn_appraisal.numbers import to_text
from asn_appraisal.policies import Policy

Record = dict[str, Any]
LANGUAGES = ("id", "en")
SAFE = 2**53 - 1

_DRIVER = """
import { appraise, explain } from "./policy.mjs";
import { readFileSync, writeFileSync } from "node:fs";

const SPECIAL = { nan: NaN, inf: Infinity, "-inf": -Infinity };
const revive = (_, value) =>
  value === null || typeof value !== "object" ? value
  : "$big" in value ? BigInt(value.$big)
  : "$float" in value ? SPECIAL[value.$float]
  : value;
const records = JSON.parse(readFileSync("records.json", "utf8"), revive);
const started = performance.now();
const answers = records.map((record) => {
  const found = appraise(record);
  return { ...found, lines: { id: explain(found, "id"), en: explain(found, "en") } };
});
writeFileSync("answers.json", JSON.stringify({ answers, milliseconds: performance.now() - started }));
"""


def plain_record(value: Any) -> Any:
    """A record of values that JavaScript has as well: decimals and ratios as texts, whole floats as whole numbers."""
    if isinstance(value, dict):
        return {key: plain_record(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain_record(each) for each in value]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Fraction):
        return to_text(value)
    if isinstance(value, float) and value.is_integer() and abs(value) <= SAFE:
        return int(value)
    return value


def _sent(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sent(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_sent(each) for each in value]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > SAFE:
        return {"$big": str(value)}
    if isinstance(value, float) and not math.isfinite(value):
        return {"$float": str(value)}
    return value


def run_node(script: str, folder: Path) -> str:
    """What a script says in Node.js."""
    node = shutil.which("node")
    assert node is not None, "Node.js is missing"
    run = subprocess.run([node, script], cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-2000:]
    return run.stdout


def in_node(policy: Policy, records: Sequence[Any], folder: Path) -> list[Any]:
    """What the exported module says of some records, in one process."""
    (folder / "policy.mjs").write_text(to_javascript(policy), encoding="utf-8")
    (folder / "driver.mjs").write_text(_DRIVER, encoding="utf-8")
    (folder / "records.json").write_text(json.dumps(_sent(list(records))), encoding="utf-8")
    run_node("driver.mjs", folder)
    return json.loads((folder / "answers.json").read_text(encoding="utf-8"))["answers"]


def in_python(policy: Policy, record: Any) -> dict[str, Any]:
    """What the library says of a record, in the shape of the module's answer."""
    try:
        found = policy.appraise(record)
    except RecordError as problem:
        return {"faults": [_fault(each) for each in problem.faults], "score": None, "exact": None, "band": None}
    band = found.band
    return {
        "faults": [],
        "score": None if found.score is None else f"{found.score:f}",
        "exact": None if found.exact is None else to_text(found.exact),
        "band": None if band is None else {"key": band.key, "name": band.called("id"), "english": band.called("en")},
        "trace": [{key: each for key, each in step_facts(step).items() if key != "sources"} for step in found.trace],
        "lines": {language: found.trace.lines(language) for language in LANGUAGES},
    }


def _fault(fault: Any) -> dict[str, Any]:
    told = {language: fault.to_dict(language) for language in LANGUAGES}
    plain = {key: told["en"][key] for key in ("code", "list", "item_row", "field", "kind")}
    texts = ("message", "label", "problem", "remedy")
    return {**plain, **{name: {language: told[language][name] for language in LANGUAGES} for name in texts}}


def differences(policy: Policy, records: Iterable[Any], folder: Path) -> list[str]:
    """Where the module says something else of a record than the library, the first fact of each record."""
    held = [plain_record(record) for record in records]
    found = []
    for record, theirs in zip(held, in_node(policy, held, folder), strict=True):
        for name, ours in in_python(policy, record).items():
            if theirs[name] != ours:
                found.append(f"{policy.key} {record!r}: {name}: {theirs[name]!r} is not {ours!r}")
                break
    return found
