"""PermenPANRB 88/2021: evaluation of the accountability of government agencies (SAKIP)."""

from __future__ import annotations

from typing import Any

from ..algebra import Bands, Expression, Number, Source, Sum, Weighted
from ..policies import Policy
from .choices import rounding_option, settled

KEY = "permenpanrb-88-2021"
KEY_POINTS = "permenpanrb-88-2021-poin"

LAW = Source("PermenPANRB 88/2021", grade="agree")
EDGES = Source("PermenPANRB 88/2021", grade="agree", note="dicetak '> 80 - 90': tepat 80 adalah BB")

PUBLISHED = Source(
    "Berita Negara 2021 Nomor 1569", grade="text", note="mencabut PermenPANRB 12/2015; nomor hari-hari terakhir 2021"
)
START = Source(
    "PermenPANRB 88/2021",
    grade="memory",
    note="tanggal mulai adalah tahun yang dinilai, 2021, dievaluasi mulai 2022; hari pengundangannya belum dipastikan",
)


# Each component with its weight, which is also the most points that it can have.
WEIGHTS = (
    ("perencanaan", "Perencanaan kinerja", "Planning", 30),
    ("pengukuran", "Pengukuran kinerja", "Measurement", 30),
    ("pelaporan", "Pelaporan kinerja", "Reporting", 15),
    ("evaluasi", "Evaluasi akuntabilitas internal", "Internal evaluation", 25),
)

BANDS = Bands(
    ("aa", "> 90", "Sangat Memuaskan", "Outstanding"),
    ("a", "> 80", "Memuaskan", "Excellent"),
    ("bb", "> 70", "Sangat Baik", "Very good"),
    ("b", "> 60", "Baik", "Good"),
    ("cc", "> 50", "Cukup (Memadai)", "Fair (adequate)"),
    ("c", "> 30", "Kurang", "Poor"),
    ("d", None, "Sangat Kurang", "Very poor"),
    source=EDGES,
)


def policy(*, rounding: int | None = 2) -> Policy:
    """Four components in percent, bands open below."""
    percents = [
        (weight, Number(key, name, english=english, unit="persen", low=0, high=100, decimals=2))
        for key, name, english, weight in WEIGHTS
    ]
    return _policy(
        KEY,
        "Evaluasi Akuntabilitas Kinerja Instansi Pemerintah",
        "Evaluation of agencies' performance accountability",
        settled(Weighted(*percents, source=LAW), rounding),
        subject="akuntabilitas",
        options=[rounding_option(KEY, rounding)],
    )


def policy_points() -> Policy:
    """The same from the points of the components, from 0 to the weight of each; their sum has two decimals already."""
    points = [
        Number(key, name, english=english, unit="poin", low=0, high=weight, decimals=2)
        for key, name, english, weight in WEIGHTS
    ]
    return _policy(
        KEY_POINTS,
        "Evaluasi Akuntabilitas Kinerja Instansi Pemerintah (isian poin)",
        "Evaluation of agencies' performance accountability (in points)",
        Sum(*points),
    )


def _policy(key: str, title: str, english: str, total: Expression, **more: Any) -> Policy:
    return Policy(
        key,
        title,
        english=english,
        since="2021-01-01",
        sources=(LAW, EDGES, PUBLISHED, START),
        score=total.named("nilai", "Nilai AKIP", LAW, english="Accountability"),
        reported=2,
        band=BANDS,
        **more,
    )
