"""PermenPANRB 90/2021: integrity zones (Zona Integritas), the numbers that WBK and WBBM ask for."""

from __future__ import annotations

from fractions import Fraction

from ..algebra import Band, Bands, Expression, Flag, Number, Source, Sum
from ..algebra.expressions import Every
from ..policies import Policy

KEY = "permenpanrb-90-2021"

LAW = Source("PermenPANRB 90/2021", grade="agree", note="bobot enam area, hasil, dan syarat WBK: dua aplikasi")
WBBM = Source(
    "PermenPANRB 90/2021",
    grade="single",
    note="syarat WBBM dari satu aplikasi instansi; aplikasi lain memakai batas birokrasi WBK",
)
PREDICATE = Source("PermenPANRB 90/2021", grade="single", note="WBBM hanya bagi unit yang sudah berpredikat WBK")
ROUNDED = Source("Penyusun", grade="choice", note="poin kedua survei dibulatkan dua desimal sebelum dijumlahkan")

AREAS = (
    ("manajemen_perubahan", "Manajemen perubahan", "Change management", 8),
    ("tatalaksana", "Penataan tatalaksana", "Processes", 7),
    ("sdm", "Penataan sistem manajemen SDM", "Human resources", 10),
    ("akuntabilitas", "Penguatan akuntabilitas", "Accountability", 10),
    ("pengawasan", "Penguatan pengawasan", "Supervision", 15),
    ("pelayanan", "Peningkatan kualitas pelayanan publik", "Public services", 10),
)

ipak = Number(
    "ipak",
    "Indeks survei persepsi antikorupsi",
    english="Survey of anti-corruption perception",
    low=0,
    high=4,
    decimals=2,
)
ipkp = Number(
    "ipkp",
    "Indeks survei persepsi kualitas pelayanan",
    english="Survey of service perception",
    low=0,
    high=4,
    decimals=2,
)
capaian_kinerja = Number(
    "capaian_kinerja",
    "Capaian kinerja lebih baik",
    english="Better results",
    unit="poin",
    low=0,
    high=5,
    decimals=2,
)
berpredikat_wbk = Flag(
    "berpredikat_wbk", "Sudah berpredikat WBK", english="Holds the predicate WBK already", default=False
)


def policy() -> Policy:
    """Twelve numbers in points and two surveys; a band asks for the total and for each of its gates at once."""
    areas = [(_area(key, name, english, weight), weight) for key, name, english, weight in AREAS]
    pengungkit = Sum(*(area for area, _ in areas)).named(
        "pengungkit", "Komponen pengungkit", LAW, english="Enabling component"
    )
    spak = _survey(ipak, "spak", "Nilai survei persepsi antikorupsi", "Points of anti-corruption perception")
    birokrasi = (spak + capaian_kinerja).named(
        "birokrasi", "Birokrasi yang bersih dan akuntabel", LAW, english="Clean and accountable bureaucracy"
    )
    prima = _survey(ipkp, "pelayanan_prima", "Pelayanan publik yang prima", "Excellent public service")

    def gates(percent: int, *least: str) -> tuple[Expression, ...]:
        # Both of the result's parts have a gate, and so has their sum: the sum's follows, and is kept as it is printed.
        parts = (pengungkit, birokrasi, spak, capaian_kinerja, prima)
        return (
            *(area >= Fraction(weight * percent, 100) for area, weight in areas),
            *(part >= edge for part, edge in zip(parts, least, strict=True)),
        )

    bands = Bands(
        Band(
            "wbbm",
            ">= 85",
            "Memenuhi syarat WBBM",
            english="Meets the numbers of WBBM",
            requires=Every((berpredikat_wbk, *gates(75, "48", "19.50", "15.75", "3.75", "15.75"))),
            source=(WBBM, PREDICATE),
        ),
        Band(
            "wbk",
            ">= 75",
            "Memenuhi syarat WBK",
            english="Meets the numbers of WBK",
            requires=Every(gates(60, "40", "18.25", "15.75", "2.50", "14.00")),
            source=LAW,
        ),
        Band("belum", None, "Belum memenuhi", english="Does not meet them yet", source=LAW),
        source=LAW,
    )
    return Policy(
        KEY,
        "Zona Integritas menuju WBK/WBBM",
        english="Integrity zone",
        sources=(LAW, WBBM, PREDICATE, ROUNDED),
        score=(pengungkit + birokrasi + prima).named("nilai", "Nilai zona integritas", LAW, english="Integrity zone"),
        reported=2,
        band=bands,
    )


def _area(key: str, name: str, english: str, weight: int) -> Expression:
    """An area: half of its weight for what is fulfilled, half for what was reformed."""
    halves = (("pemenuhan", "pemenuhan", "fulfilment"), ("reform", "reform", "reform"))
    numbers = (
        Number(
            f"{key}_{half}",
            f"{name}: {word}",
            english=f"{english}: {other}",
            unit="poin",
            low=0,
            high=Fraction(weight, 2),
            decimals=2,
        )
        for half, word, other in halves
    )
    return Sum(*numbers).named(f"area_{key}", name, LAW, english=english)


def _survey(index: Number, key: str, name: str, english: str) -> Expression:
    return (index / 4 * "17.5").rounded(2).named(key, name, (LAW, ROUNDED), english=english)
