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

NAMES = Source("PermenPANRB 8/2026", grade="agree", note="nama tujuh aspek")

ASPEK = (
    (10, "Tata Kelola dan Manajemen", "Governance and management"),
    (10, "Penyelenggara", "Organisers"),
    (15, "Data", "Data"),
    (15, "Keamanan Pemerintah Digital", "Security of digital government"),
    (10, "Teknologi Pemerintah Digital", "Technology of digital government"),
    (15, "Keterpaduan Layanan Digital", "Integration of digital services"),
    (25, "Kepuasan Pengguna", "Satisfaction of users"),
)


def policy(*, rounding: int | None = 2, edges: str = "closed") -> Policy:
    """Seven aspects from 1 to 5. ``edges``: ``closed`` (4.00 is Memuaskan) or ``open`` (4.01 is), as one source prints."""
    options = [rounding_option(KEY, rounding), choose(KEY, "edges", edges, ("closed", "open"))]
    sign, source = (">=", EDGES) if edges == "closed" else (">", OPEN_EDGES)
    aspects = (
        (weight, Number(f"aspek_{number}", name, english=english, low=1, high=5, decimals=2))
        for number, (weight, name, english) in enumerate(ASPEK, start=1)
    )
    total = Weighted(*aspects, source=LAW)
    return Policy(
        KEY,
        "Kinerja Pemerintah Digital",
        english="Performance of digital government",
        since="2026-06-05",
        sources=(LAW, NAMES, source),
        options=options,
        score=settled(total, rounding).named("nilai", "Indeks kinerja digital", LAW, english="Digital performance"),
        reported=2,
        band=Bands(
            ("memuaskan", f"{sign} 4.00", "Memuaskan", "Excellent"),
            ("sangat_baik", f"{sign} 3.50", "Sangat Baik", "Very good"),
            ("baik", f"{sign} 2.50", "Baik", "Good"),
            ("cukup", f"{sign} 1.50", "Cukup", "Fair"),
            ("kurang", None, "Kurang", "Poor"),
            source=source,
        ),
    )
