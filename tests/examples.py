"""A small policy with a bit of everything, and one whose every text would be dangerous in HTML."""

from __future__ import annotations

from typing import Any

from asn_appraisal import (
    Bands,
    Category,
    Check,
    Count,
    Expression,
    Flag,
    Items,
    Level,
    Mean,
    Number,
    Policy,
    Source,
    Steps,
    Weighted,
    When,
)

LAW = Source("Perda 1/2026", "Pasal 7", grade="text")

target = Number("target", "Target", english="Target", low=0, high=100)
realisasi = Number("realisasi", "Realisasi", english="Realised", low=0, high=100)
kegiatan = Items("kegiatan", (target, realisasi), "kegiatan", english="activities")
hemat = Number("hemat", "Penghematan", english="Saving", low=0, high=100)
disiplin = Number("disiplin", "Disiplin", english="Discipline", low=0, high=100)
sikap = Number("sikap", "Sikap", english="Attitude", low=0, high=100, optional=True)
tugas = Count("tugas", "Tugas tambahan", english="Extra tasks", default=0)

capaian = realisasi.against(target).capped(120).named("capaian", "Capaian", LAW, english="Achievement")
kerja = kegiatan.mean(capaian).named("kerja", "Hasil kerja", english="Results")
waktu = Steps(hemat, ("<= 24", 76 + hemat), otherwise=100 - hemat).named("waktu", "Waktu", english="Time")
perilaku = Mean.of_given(disiplin, sikap).named("perilaku", "Perilaku", english="Behaviour")


def policy(**changed: Any) -> Policy:
    """Results, time and behaviour, rounded and rated."""
    return Policy(
        "contoh",
        "Contoh <b>",
        english="Example <b>",
        score=(Weighted((50, kerja), (20, waktu), (30, perilaku)) + tugas)
        .rounded(2)
        .named("nilai", "Nilai akhir", LAW, english="Final score"),
        band=Bands(("baik", ">= 76", "Baik", "Good"), ("kurang", None, "Kurang", "Poor"), source=LAW),
        sources=LAW,
        since="2026-01-01",
        subject="kinerja",
        options={"rounding": 2},
        **changed,
    )


def record(**changed: Any) -> dict[str, Any]:
    """A record of the small policy."""
    return {
        "kegiatan": [{"target": "80", "realisasi": "60"}, {"target": "50", "realisasi": "50"}],
        "hemat": "25",
        "disiplin": "90",
        **changed,
    }


SCRIPT = "<script>alert('x')</script>&\""


def dangerous() -> Policy:
    """A policy whose every name, unit and source holds markup."""
    words = {"english": SCRIPT}
    source = Source(SCRIPT, SCRIPT, page=SCRIPT, note=SCRIPT, grade="text")
    x = Number("x", SCRIPT, unit=SCRIPT, low=0, **words)
    t = Number("t", SCRIPT, **words)
    level = Category("level", [Level("a", SCRIPT, **words), Level("b", SCRIPT, **words)], SCRIPT, **words)
    flag = Flag("flag", SCRIPT, **words)
    rows = Items("rows", (t,), SCRIPT, checks=[Check(t > 0, SCRIPT, SCRIPT)], **words)
    each = (t * 2).named("each", SCRIPT, source, **words)
    total: Expression = rows.sum(each) + x + When(flag & level.is_("a"), 1, 0)
    return Policy(
        "bahaya",
        SCRIPT,
        score=total.named("nilai", SCRIPT, source, **words),
        band=Bands(("a", "> 5", SCRIPT, SCRIPT), ("b", None, SCRIPT, SCRIPT), source=source),
        subject=SCRIPT,
        sources=source,
        checks=[Check(x >= 0, SCRIPT, SCRIPT)],
        options={SCRIPT: SCRIPT},
        **words,
    )


DANGEROUS_RECORD = {"x": 1, "rows": [{"t": 3}], "level": "a", "flag": True}
