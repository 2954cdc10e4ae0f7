"""PermenPAN 16/2009: performance of teachers and the share of credit points that it gives."""

from __future__ import annotations

from ..algebra import Band, Bands, Number, Source
from ..policies import Policy
from .choices import banded, hole_options

KEY = "permenpan-16-2009"

LAW = Source("PermenPAN 16/2009", grade="text")

nilai = Number("nilai", "Nilai kinerja guru", english="Performance of the teacher", low=0, high=100, decimals=2)


def policy(*, holes: str = "lower") -> Policy:
    """The value as given, with its band and the percentage of credit points.

    The law prints whole-number bands: with ``holes="lower"`` a value between two belongs to the lower one, with
    ``"rounded"`` to the band of the nearest whole number.
    """
    scale = (
        ("amat_baik", ">= 91", "Amat Baik", "Excellent", 125),
        ("baik", ">= 76", "Baik", "Good", 100),
        ("cukup", ">= 61", "Cukup", "Fair", 75),
        ("sedang", ">= 51", "Sedang", "Moderate", 50),
        ("kurang", None, "Kurang", "Poor", 25),
    )
    bands = Bands(
        *(
            Band(key, edge, name, english=english, labels={"persen": persen}, source=LAW)
            for key, edge, name, english, persen in scale
        ),
        source=LAW,
    )
    return Policy(
        KEY,
        "Penilaian Kinerja Guru",
        english="Performance of teachers",
        sources=LAW,
        score=nilai,
        options=hole_options(KEY, holes),
        band=banded(bands, nilai, holes),
    )
