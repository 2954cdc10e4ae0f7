"""PER-5/PB/2024: IKPA, how well a spending unit carries out its budget, from 2024."""

from __future__ import annotations

from ..algebra import Bands, Number, Source, Weighted
from ..policies import Policy

KEY = "per-5-pb-2024"

WEIGHTS = Source("PER-5/PB/2024", "paparan KPPN Kupang", grade="text", note="bobot 10, 15, 20, 10, 10, 10 dan 25")
BANDS = Source(
    "PER-5/PB/2024", "paparan KPPN Kupang", grade="text", note="dicetak 70 <= nilai < 89 dan 89 <= nilai < 95"
)
SHARED = Source(
    "PER-5/PB/2024",
    grade="single",
    note="bobot indikator yang tidak dinilai dibagi kepada yang lain: jumlah dibagi 0,80 bila 80 % dinilai",
)
DISPENSATION = Source("PER-5/PB/2024", "paparan KPPN Kupang", grade="text", note="dispensasi SPM sebagai pengurang")
LIMITS = Source("PER-5/PB/2024", grade="single", note="hasil dibatasi 0 sampai 100 dan dibulatkan ke dua desimal")
START = Source("PER-5/PB/2024", grade="memory", note="berlaku untuk tahun 2024; harinya belum dipastikan")


def _indicator(key: str, name: str, english: str, high: int = 100) -> Number:
    return Number(key, name, english=english, low=0, high=high, decimals=2, optional=True)


INDICATORS = (
    (10, _indicator("revisi_dipa", "Revisi DIPA", "Budget revisions", 110)),
    (15, _indicator("deviasi_hal_iii", "Deviasi halaman III DIPA", "Deviation from the plan of withdrawals")),
    (20, _indicator("penyerapan", "Penyerapan anggaran", "Absorption of the budget")),
    (10, _indicator("kontraktual", "Belanja kontraktual", "Spending by contract")),
    (10, _indicator("tagihan", "Penyelesaian tagihan", "Settlement of bills")),
    (10, _indicator("up_tup", "Pengelolaan UP dan TUP", "Management of advances")),
    (25, _indicator("capaian_output", "Capaian output", "Achievement of output")),
)
pengurang_dispensasi = Number(
    "pengurang_dispensasi",
    "Pengurang dispensasi SPM",
    english="Deduction for late payment orders",
    unit="poin",
    low=0,
    high=1,
    decimals=2,
    default=0,
)


def policy() -> Policy:
    """Seven indicators, those not assessed left out, less the deduction for payment orders after the deadline."""
    tertimbang = Weighted.of_given(*INDICATORS, source=WEIGHTS).named(
        "nilai_tertimbang", "Nilai tertimbang", (WEIGHTS, SHARED), english="Weighted value"
    )
    nilai = (tertimbang - pengurang_dispensasi).clamped(0, 100).rounded(2)
    return Policy(
        KEY,
        "Indikator Kinerja Pelaksanaan Anggaran (IKPA)",
        english="Performance of budget execution",
        since="2024-01-01",
        sources=(WEIGHTS, BANDS, SHARED, DISPENSATION, LIMITS, START),
        score=nilai.named("nilai", "Nilai IKPA", (DISPENSATION, LIMITS), english="Budget execution"),
        band=Bands(
            ("sangat_baik", ">= 95", "Sangat Baik", "Very good"),
            ("baik", ">= 89", "Baik", "Good"),
            ("cukup", ">= 70", "Cukup", "Fair"),
            ("kurang", None, "Kurang", "Poor"),
            source=BANDS,
        ),
    )
