"""Ombudsman RI: compliance with the standards of public service in 2021, before the letters."""

from __future__ import annotations

from ..algebra import Bands, Number, Source
from ..policies import Policy

KEY = "ombudsman-2021"

SCALE = Source(
    "Ombudsman RI, penilaian kepatuhan 2021",
    grade="text",
    note="81,00-100 hijau, 51,00-80,99 kuning, 0-50,99 merah; satu surat kabar mencetaknya dibulatkan, 50-80",
)
YEAR = Source(
    "Ombudsman RI, penilaian kepatuhan 2021", grade="text", note="tahun 2021; sejak 2022 memakai huruf A sampai E"
)

nilai = Number("nilai", "Nilai kepatuhan", english="Compliance", low=0, high=100, decimals=2)


def policy() -> Policy:
    """The value as given, with the zone that it reaches."""
    return Policy(
        KEY,
        "Kepatuhan penyelenggaraan pelayanan publik",
        english="Compliance of public services",
        since="2021-01-01",
        until="2021-12-31",
        sources=(SCALE, YEAR),
        score=nilai,
        band=Bands(
            ("hijau", ">= 81", "Kepatuhan Tinggi", "High compliance"),
            ("kuning", ">= 51", "Kepatuhan Sedang", "Medium compliance"),
            ("merah", None, "Kepatuhan Rendah", "Low compliance"),
            source=SCALE,
        ),
    )
