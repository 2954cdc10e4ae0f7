"""Service performance in Sabang: the example of the project's founding paper, not law."""

from __future__ import annotations

from ..algebra import Bands, Indicator, Source, Target, Weighted, rules
from ..policies import Policy

KEY = "sabang-layanan"
PAPER = Source(
    "Naskah penilaian kinerja ASN Kota Sabang",
    note="contoh dari naskah pendiri proyek ini, bukan peraturan",
    grade="choice",
)

kecepatan = Indicator(
    "kecepatan",
    "Kecepatan pelayanan",
    english="Speed of service",
    unit="hari",
    better="lower",
    decimals=1,
    low=0,
    high=365,
)
kepuasan = Indicator(
    "kepuasan", "Kepuasan masyarakat", english="Public satisfaction", unit="persen", decimals=2, low=0, high=100
)
akurasi = Indicator("akurasi", "Akurasi data", english="Accuracy of data", unit="persen", decimals=2, low=0, high=100)

LOWER = rules.lower_is_better.clamped(0, 120)
HIGHER = rules.higher_is_better.clamped(0, 120)


def policy() -> Policy:
    """A document within seven days, satisfied citizens, correct data: three targets, one score."""
    return Policy(
        KEY,
        "Kinerja pelayanan Kota Sabang",
        english="Service performance, Sabang",
        sources=PAPER,
        score=Weighted(
            Target(kecepatan, 7, weight=40, rule=LOWER, source=PAPER),
            Target(kepuasan, 85, weight=35, rule=HIGHER, source=PAPER),
            Target(akurasi, 98, weight=25, rule=HIGHER, source=PAPER),
            source=PAPER,
        )
        .rounded(2)
        .named("nilai", "Nilai kinerja pelayanan", PAPER, english="Service performance"),
        band=Bands(
            ("sangat_baik", ">= 110", "Sangat Baik", "Very good"),
            ("baik", ">= 90", "Baik", "Good"),
            ("butuh_perbaikan", ">= 70", "Butuh Perbaikan", "Needs improvement"),
            ("kurang", ">= 50", "Kurang", "Poor"),
            ("sangat_kurang", None, "Sangat Kurang", "Very poor"),
            source=PAPER,
        ),
    )
