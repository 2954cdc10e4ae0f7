"""TPP: the allowance of a month from discipline, 40 percent, and productivity, 60 percent, as many regions pay it."""

from __future__ import annotations

from ..algebra import Number, Source, Weighted
from ..policies import Policy

KEY = "tpp-40-60"

PRACTICE = Source(
    "Aturan TPP beberapa pemerintah daerah",
    grade="agree",
    note="disiplin 40 % dan produktivitas 60 %; kebiasaan daerah, bukan peraturan nasional yang dibaca",
)
NATIONAL = Source("Kepmendagri 900-4700/2020", grade="memory", note="bahwa 40/60 tercetak di situ belum dipastikan")
ROUNDING = Source(
    "Penyusun", grade="choice", note="nilai dibulatkan ke dua desimal, lalu rupiah yang dibayar ke rupiah penuh"
)

pagu = Number("pagu", "Pagu TPP sebulan", english="Allowance of a month", unit="rupiah", low=0, high=10**10, decimals=2)
nilai_disiplin = Number("nilai_disiplin", "Nilai disiplin", english="Discipline", low=0, high=100, decimals=2)
nilai_produktivitas = Number(
    "nilai_produktivitas", "Nilai produktivitas", english="Productivity", low=0, high=100, decimals=2
)


def policy() -> Policy:
    """The share of the allowance that is paid, in percent, and the rupiah that it comes to."""
    nilai = (
        Weighted((40, nilai_disiplin), (60, nilai_produktivitas), source=PRACTICE)
        .rounded(2)
        .named("nilai", "Nilai kinerja TPP", (PRACTICE, ROUNDING), english="Share of the allowance (percent)")
    )
    dibayar = (pagu * nilai / 100).rounded(0)
    return Policy(
        KEY,
        "TPP dari disiplin dan produktivitas (40/60)",
        english="Allowance from discipline and productivity (40/60)",
        sources=(PRACTICE, NATIONAL, ROUNDING),
        score=nilai,
        shown=[dibayar.named("dibayar", "TPP dibayar (rupiah)", (PRACTICE, ROUNDING), english="Paid (rupiah)")],
    )
