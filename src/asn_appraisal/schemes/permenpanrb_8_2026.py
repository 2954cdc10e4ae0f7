"""PermenPANRB 8/2026: Kinerja Pemerintah Digital, the performance of digital government from seven aspects."""

from __future__ import annotations

from ..algebra import Bands, Number, Source, Weighted
from ..policies import Policy
from .choices import choose, rounding_option, settled

KEY = "permenpanrb-8-2026"

LAW = Source("PermenPANRB 8/2026", grade="agree", note="bobot tujuh aspek")
EDGES = Source("PermenPANRB 8/2026", grade="agree", note="batas bawah termasuk kategori: dua dari tiga sumber")
OPEN_EDGES = Source(
    "PermenPANRB 8/2026",
    grade="single",
    note="pilihan edges=open: satu dari tiga sumber mencetak 1,51/2,51/3,51/4,01",
)

WEIGHTS = (10, 10, 15, 15, 10, 15, 25)


def policy(*, rounding: int | None = 2, edges: str = "closed") -> Policy:
    """Seven aspects from 1 to 5. ``edges``: ``closed`` (4.00 is Memuaskan) or ``open`` (4.01 is), as one source prints."""
    options = [rounding_option(KEY, rounding), choose(KEY, "edges", edges, ("closed", "open"))]
    sign, source = (">=", EDGES) if edges == "closed" else (">", OPEN_EDGES)
    aspects = (
        Number(f"aspek_{number}", f"Aspek {number}", english=f"Aspect {number}", low=1, high=5, decimals=2)
        for number in range(1, 8)
    )
    total = Weighted(*zip(WEIGHTS, aspects, strict=True), source=LAW)
    return Policy(
        KEY,
        "Kinerja Pemerintah Digital",
        english="Performance of digital government",
        since="2026-06-05",
        sources=(LAW, source),
        options=options,
        score=settled(total, rounding).named("nilai", "Indeks kinerja digital", LAW, english="Digital performance"),
        reported=2,
        band=Bands(
            ("memuaskan", f"{sign} 4.00", "Memuaskan", "Satisfactory"),
            ("sangat_baik", f"{sign} 3.50", "Sangat Baik", "Very good"),
            ("baik", f"{sign} 2.50", "Baik", "Good"),
            ("cukup", f"{sign} 1.50", "Cukup", "Fair"),
            ("kurang", None, "Kurang", "Poor"),
            source=source,
        ),
    )
