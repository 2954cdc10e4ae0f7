"""KepMenPAN 25/2004: Indeks Kepuasan Masyarakat from fourteen elements, 2004 to the middle of 2014."""

from __future__ import annotations

from ..algebra import Bands, Number, Source, Sum
from ..policies import Policy

KEY = "kepmenpan-25-2004"

LAW = Source("KepMenPAN 25/2004", grade="text")
START = Source("KEP/25/M.PAN/2/2004", grade="text", note="bulan dua 2004 menurut nomornya")
START_DAY = Source(
    "KepMenPAN 25/2004", grade="memory", note="ditetapkan 24 Februari 2004; dianggap sejak awal bulan itu"
)
END = Source("PermenPANRB 16/2014", grade="memory", note="diganti pertengahan 2014; harinya belum dipastikan")

UNSUR = (
    "Prosedur pelayanan",
    "Persyaratan pelayanan",
    "Kejelasan petugas pelayanan",
    "Kedisiplinan petugas pelayanan",
    "Tanggung jawab petugas pelayanan",
    "Kemampuan petugas pelayanan",
    "Kecepatan pelayanan",
    "Keadilan mendapatkan pelayanan",
    "Kesopanan dan keramahan petugas",
    "Kewajaran biaya pelayanan",
    "Kepastian biaya pelayanan",
    "Kepastian jadwal pelayanan",
    "Kenyamanan lingkungan",
    "Keamanan pelayanan",
)


def bands(source: Source) -> Bands:
    """The bands of 2004, which 2014 kept."""
    return Bands(
        ("a", ">= 81.26", "Sangat Baik", "Very good"),
        ("b", ">= 62.51", "Baik", "Good"),
        ("c", ">= 43.76", "Kurang Baik", "Poor"),
        ("d", None, "Tidak Baik", "Bad"),
        source=source,
    )


def policy() -> Policy:
    """The means of the fourteen elements weighted by 0.071, rounded to three decimals, times 25."""
    unsur = [
        Number(f"u{number}", f"NRR {name}", english=f"Mean of element {number}", low=1, high=4, decimals=4)
        for number, name in enumerate(UNSUR, start=1)
    ]
    indeks = (
        Sum(*(nrr * "0.071" for nrr in unsur))
        .rounded(3)
        .named("indeks", "Indeks kepuasan masyarakat", LAW, english="Satisfaction index (1 to 4)")
    )
    return Policy(
        KEY,
        "Indeks Kepuasan Masyarakat",
        english="Index of public satisfaction",
        subject="kepuasan-masyarakat",
        since="2004-02-01",
        until="2014-05-31",
        sources=(LAW, START, START_DAY, END),
        score=(indeks * 25).named("nilai", "Nilai IKM", LAW, english="Converted index"),
        band=bands(LAW),
    )
