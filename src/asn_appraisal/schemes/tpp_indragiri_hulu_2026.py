"""Kabupaten Indragiri Hulu, 2026: deductions from the allowance (TPP) for attendance, an example of a local rule."""

from __future__ import annotations

from ..algebra import Count, Source, Sum
from ..policies import Policy

KEY = "tpp-indragiri-hulu-2026"

LADDER = Source(
    "Aturan TPP Kabupaten Indragiri Hulu 2026",
    grade="agree",
    note="contoh aturan daerah; instansi lain memakai tangga lain (tidak hadir 4 atau 5 %)",
)

STEPS = (
    ("1", "1 sampai 30 menit", "1 to 30 minutes", "0.5"),
    ("2", "31 sampai 60 menit", "31 to 60 minutes", "1"),
    ("3", "61 sampai 90 menit", "61 to 90 minutes", "1.25"),
    ("4", "lebih dari 90 menit", "over 90 minutes", "1.5"),
)
KINDS = (("tm", "Terlambat masuk", "Late"), ("pc", "Pulang cepat", "Left early"))

tk = Count("tk", "Tidak hadir tanpa keterangan", english="Absent without notice", unit="hari")


def policy() -> Policy:
    """100 minus the deductions for lateness, early leave and absence."""
    events = [
        Count(f"{kind}{step}", f"{name} {span}", english=f"{word} {minutes}", unit="kali") * percent
        for kind, name, word in KINDS
        for step, span, minutes, percent in STEPS
    ]
    potongan = (
        Sum(*events, tk * 3).rounded(2).capped(100).named("potongan", "Potongan", LADDER, english="Deduction (percent)")
    )
    return Policy(
        KEY,
        "Potongan Kehadiran TPP Kabupaten Indragiri Hulu",
        english="Attendance deductions, Indragiri Hulu",
        sources=LADDER,
        score=(100 - potongan).named("nilai", "Nilai kehadiran", LADDER, english="Attendance"),
        reported=2,
    )
