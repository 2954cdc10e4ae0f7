"""Checked by mypy --strict and never run: what a policy's author and a caller may write, and what they may not.

A line that must be refused carries the code of its error; mypy complains when the error is gone.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import asn_appraisal as asn
from asn_appraisal import schemes

speed = asn.Indicator("kecepatan", "Kecepatan pelayanan", unit="hari", better="lower", decimals=1, low=0, high=365)
satisfaction = asn.Indicator("kepuasan", "Kepuasan masyarakat", unit="persen", decimals=2, low=0, high=100)

policy = asn.Policy(
    "loket-2026",
    "Kinerja loket pelayanan",
    score=asn.Weighted(
        asn.Target(speed, 7, weight=60, rule=asn.rules.lower_is_better.clamped(0, 120)),
        asn.Target(satisfaction, 85, weight=40),
    ).rounded(2),
    band=asn.Bands(("baik", ">= 90", "Baik"), ("cukup", ">= 70", "Cukup"), ("kurang", None, "Kurang")),
)
appraisal = policy.appraise({"kecepatan": "6.5", "kepuasan": 88})

# What comes out.
the_appraisal: asn.Appraisal = appraisal
score: Decimal | None = appraisal.score
exact: Fraction | None = appraisal.exact
band: asn.Level | None = appraisal.band
trace: asn.Trace = appraisal.trace
step: asn.TraceStep = appraisal.trace.step("nilai")
steps: list[asn.TraceStep] = list(appraisal.trace)
lines: list[str] = appraisal.trace.lines("en")
text: str = asn.explain(appraisal, language="id")
plain: dict[str, Any] = appraisal.to_dict()
parts: dict[str, Any] = appraisal.parts
fingerprint: str = policy.fingerprint
reform: asn.Policy = policy.replace(kepuasan_nilai=100)
since: date | None = policy.since

# Schemes.
scheme: asn.Policy = schemes.get("pp-46-2011", rounding=None)
on_a_day: asn.Policy = schemes.in_force("prestasi-kerja", date(2021, 3, 1))
as_text: asn.Policy = schemes.in_force("prestasi-kerja", "2021-03-01")
keys: tuple[str, ...] = schemes.keys()
options: Callable[[str], dict[str, Any]] = schemes.options

# Expressions: operators, comparisons and methods give expressions.
skp = asn.Number("skp", low=0, high=120)
perilaku = asn.Number("perilaku", low=0, high=120)
total: asn.Expression = skp * "0.6" + perilaku * "0.4"
twice: asn.Expression = 2 * skp - 1
holds: asn.Expression = (skp >= 91) & ~(perilaku < 60)
same: bool = skp == perilaku
formula: str = asn.formula(total)
rows = asn.Items("kegiatan", (asn.Number("capaian"),))
mean: asn.Expression = rows.mean(rows.fields[0])
chosen: asn.Expression = asn.When(holds, skp, "0.5")

# Errors.
try:
    policy.appraise({})
except asn.AppraisalError as error:
    code: str = error.code
    faults: tuple[asn.Fault, ...] = error.faults
    message: str = error.faults[0].text("id")

# What must not pass.
sure: Decimal = appraisal.score  # type: ignore[assignment]
key: str = appraisal.band.key  # type: ignore[union-attr]
number: float = appraisal.exact  # type: ignore[assignment]
appraisal.score = Decimal(1)  # type: ignore[misc]
policy.key = "lain"  # type: ignore[misc]
policy.appraise()  # type: ignore[call-arg]
policy.appraise({}, ("nip",))  # type: ignore[call-arg]
policy.appraise({}, floats=True)  # type: ignore[arg-type]
asn.explain(appraisal, "en")  # type: ignore[call-overload]
asn.Number("skp", low=0.5)  # type: ignore[arg-type]
asn.Number("skp", decimals="2")  # type: ignore[arg-type]
asn.Number("skp", 0, 100)  # type: ignore[call-arg, arg-type]
asn.Policy("loket", "Loket", skp)  # type: ignore[call-arg]
asn.Policy("loket", "Loket", score=skp, dates=1)  # type: ignore[call-arg]
asn.Fault(code=401)  # type: ignore[arg-type]
schemes.get(46)  # type: ignore[arg-type]
schemes.in_force("prestasi-kerja")  # type: ignore[call-arg]
skp.rounded("2")  # type: ignore[arg-type]
skp.ronded(2)  # type: ignore[attr-defined]
asn.Target("skp", 7)  # type: ignore[arg-type]
