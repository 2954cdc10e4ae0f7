"""PermenPAN 16/2009: performance of teachers and the share of credit points that it gives."""

from __future__ import annotations

from ..algebra import Band, Bands, Number, Source
from ..policies import Policy

KEY = "permenpan-16-2009"

LAW = Source("PermenPAN 16/2009", grade="text")

nilai = Number("nilai", "Nilai kinerja guru", english="Performance of the teacher", low=0, high=100, decimals=2)


def policy() -> Policy:
    """The value as given, with its band and the percentage of credit points."""
    scale = (
        ("amat_baik", ">= 91", "Amat Baik", "Excellent", 125),
        ("baik", ">= 76", "Baik", "Good", 100),
        ("cukup", ">= 61", "Cukup", "Fair", 75),
        ("sedang", ">= 51", "Sedang", "Moderate", 50),
        ("kurang", None, "Kurang", "Poor", 25),
    )
    return Policy(
        KEY,
        "Penilaian Kinerja Guru",
        english="Performance of teachers",
        sources=LAW,
        score=nilai,
        band=Bands(
            *(
                Band(key, edge, name, english=english, labels={"persen": persen}, source=LAW)
                for key, edge, name, english, persen in scale
            ),
            source=LAW,
        ),
    )
