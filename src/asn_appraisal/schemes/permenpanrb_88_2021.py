"""PermenPANRB 88/2021: evaluation of the accountability of government agencies (SAKIP)."""

from __future__ import annotations

from ..algebra import Bands, Number, Source, Weighted
from ..policies import Policy
from .choices import rounding_option, settled

KEY = "permenpanrb-88-2021"

LAW = Source("PermenPANRB 88/2021", grade="agree")
EDGES = Source("PermenPANRB 88/2021", grade="agree", note="dicetak '> 80 - 90': tepat 80 adalah BB")

START = Source(
    "PermenPANRB 88/2021",
    grade="memory",
    note="hari mulai berlaku belum dipastikan; dianggap untuk tahun penilaian 2021 dan sesudahnya",
)


def _component(key: str, name: str, english: str) -> Number:
    return Number(key, name, english=english, unit="persen", low=0, high=100, decimals=2)


perencanaan = _component("perencanaan", "Perencanaan kinerja", "Planning")
pengukuran = _component("pengukuran", "Pengukuran kinerja", "Measurement")
pelaporan = _component("pelaporan", "Pelaporan kinerja", "Reporting")
evaluasi = _component("evaluasi", "Evaluasi akuntabilitas internal", "Internal evaluation")


def policy(*, rounding: int | None = 2) -> Policy:
    """Four components, bands open below."""
    total = Weighted((30, perencanaan), (30, pengukuran), (15, pelaporan), (25, evaluasi), source=LAW)
    return Policy(
        KEY,
        "Evaluasi Akuntabilitas Kinerja Instansi Pemerintah",
        english="Evaluation of agencies' performance accountability",
        subject="akuntabilitas",
        since="2021-01-01",
        sources=(LAW, EDGES, START),
        options=[rounding_option(KEY, rounding)],
        score=settled(total, rounding).named("nilai", "Nilai AKIP", LAW, english="Accountability"),
        reported=2,
        band=Bands(
            ("aa", "> 90", "Sangat Memuaskan", "Highly satisfactory"),
            ("a", "> 80", "Memuaskan", "Satisfactory"),
            ("bb", "> 70", "Sangat Baik", "Very good"),
            ("b", "> 60", "Baik", "Good"),
            ("cc", "> 50", "Cukup (Memadai)", "Fair (adequate)"),
            ("c", "> 30", "Kurang", "Poor"),
            ("d", None, "Sangat Kurang", "Very poor"),
            source=EDGES,
        ),
    )
