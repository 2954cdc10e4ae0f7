"""PermenPAN 16/2009: performance of teachers and the share of credit points that it gives."""

from __future__ import annotations

from ..algebra import Band, Bands, Number, Source
from ..policies import Policy
from .choices import HOLES_OURS, banded, hole_options

KEY = "permenpan-16-2009"

LAW = Source("PermenPAN 16/2009", grade="text", note="sebutan, rentang bilangan bulat, dan persentase angka kredit")
START = Source(
    "PER/16/M.PAN-RB/11/2009", grade="text", note="bulan sebelas 2009 menurut nomornya; harinya belum dipastikan"
)
END = Source("PermenPANRB 1/2023", grade="memory", note="angka kredit sejak penilaian 2023 menurut PermenPANRB 1/2023")
HOLE_61 = Source(
    "Dua tabel nilai mentah guru (2014, 2015)",
    grade="agree",
    note="60,71 dan 60,29 adalah Cukup: nilai di atas rentang sebelumnya sudah masuk sebutan yang lebih tinggi",
)
HOLE_91 = Source(
    "Satu tabel nilai mentah guru (2015)", grade="single", note="90,625 adalah Amat Baik: dibaca seperti pada 60-61"
)
HOLES_LIKE = Source("Penyusun", grade="choice", note="celah 50-51 dan 75-76 dibaca seperti pada 60-61 dan 90-91")
HOLES_LOWER = Source(
    "Satu aplikasi penilaian guru", grade="single", note="pilihan holes=lower: batas >= 91, >= 76, >= 61, >= 51"
)

nilai = Number("nilai", "Nilai kinerja guru", english="Performance of the teacher", low=0, high=100, decimals=2)


SCALE = (
    ("amat_baik", ">= 91", "Amat Baik", "Excellent", 125, HOLE_91),
    ("baik", ">= 76", "Baik", "Good", 100, HOLES_LIKE),
    ("cukup", ">= 61", "Cukup", "Fair", 75, HOLE_61),
    ("sedang", ">= 51", "Sedang", "Moderate", 50, HOLES_LIKE),
    ("kurang", None, "Kurang", "Poor", 25, HOLES_LIKE),
)


def bands(holes: str) -> Bands:
    """The bands as printed, each with the source of how the hole below it is read."""
    readings = {"lower": HOLES_LOWER, "rounded": HOLES_OURS}
    return Bands(
        *(
            Band(
                key, edge, name, english=english, labels={"persen": persen}, source=(LAW, readings.get(holes, reading))
            )
            for key, edge, name, english, persen, reading in SCALE
        ),
        source=LAW,
    )


def policy(*, holes: str = "upper") -> Policy:
    """The value as given, with its band and the percentage of credit points.

    The law prints whole-number bands: with ``holes="upper"``, as published tables read it, a value between two
    belongs to the upper one, with ``"lower"`` to the lower one, with ``"rounded"`` to the one of the nearest whole number.
    """
    return Policy(
        KEY,
        "Penilaian Kinerja Guru",
        english="Performance of teachers",
        since="2009-11-01",
        until="2022-12-31",
        sources=(LAW, START, END),
        score=nilai,
        options=hole_options(KEY, holes, usual="upper"),
        band=banded(bands(holes), nilai, holes),
    )
