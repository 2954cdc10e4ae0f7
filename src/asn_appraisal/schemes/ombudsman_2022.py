"""Ombudsman RI: compliance with the standards of public service, 2022 to 2024."""

from __future__ import annotations

from ..algebra import Band, Bands, Number, Source
from ..policies import Policy

KEY = "ombudsman-2022"

NAMES = Source("Ombudsman RI, penilaian kepatuhan 2022", grade="text", note="nama kualitas dan zona")
EDGES = Source("Ombudsman RI, penilaian kepatuhan 2022", grade="agree", note="batas 88, 78 dan 54")
LOWEST = Source(
    "Ombudsman RI, penilaian kepatuhan 2022",
    grade="agree",
    note="batas 32: 31,98 adalah E (2024), 32,23 adalah D (2023)",
)
END = Source(
    "Siaran pers Ombudsman RI 004 dan 005/HM.01/I/2026",
    grade="text",
    note="sejak 2025 diganti Opini menurut Peraturan Ombudsman 61/2025",
)
START = Source("Ombudsman RI, penilaian kepatuhan 2022", grade="text", note="2021 memakai skala 81/51 tanpa huruf")

nilai = Number("nilai", "Nilai kepatuhan", english="Compliance", low=0, high=100, decimals=2)


def _band(key: str, edge: str | None, name: str, english: str, *, zona: str, source: Source) -> Band:
    return Band(key, edge, name, english=english, labels={"zona": zona}, source=source)


def policy() -> Policy:
    """The value as given, with the quality and the zone that it reaches."""
    return Policy(
        KEY,
        "Kepatuhan penyelenggaraan pelayanan publik",
        english="Compliance of public services",
        since="2022-01-01",
        until="2024-12-31",
        sources=(NAMES, START, END),
        score=nilai,
        band=Bands(
            _band("a", ">= 88", "Kualitas Tertinggi", "Highest quality", zona="hijau", source=EDGES),
            _band("b", ">= 78", "Kualitas Tinggi", "High quality", zona="hijau", source=EDGES),
            _band("c", ">= 54", "Kualitas Sedang", "Medium quality", zona="kuning", source=EDGES),
            _band("d", ">= 32", "Kualitas Rendah", "Low quality", zona="merah", source=LOWEST),
            _band("e", None, "Kualitas Terendah", "Lowest quality", zona="merah", source=LOWEST),
            source=NAMES,
        ),
    )
