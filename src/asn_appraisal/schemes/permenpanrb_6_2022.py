"""PermenPANRB 6/2022: Pengelolaan Kinerja Pegawai ASN. No number: two ratings give the predicate."""

from __future__ import annotations

from ..algebra import Category, Expression, Grid, Level, Source
from ..policies import Policy

KEY = "permenpanrb-6-2022"

KUADRAN = Source("PermenPANRB 6/2022", "kuadran kinerja pegawai", grade="agree")

EKSPEKTASI = (
    Level("di_bawah", "Di bawah ekspektasi", english="Below expectation"),
    Level("sesuai", "Sesuai ekspektasi", english="As expected"),
    Level("di_atas", "Di atas ekspektasi", english="Above expectation"),
)
PREDIKAT = (
    Level("sangat_baik", "Sangat Baik", english="Very good"),
    Level("baik", "Baik", english="Good"),
    Level("butuh_perbaikan", "Butuh Perbaikan", english="Needs improvement"),
    Level("kurang", "Kurang", english="Poor"),
    Level("sangat_kurang", "Sangat Kurang", english="Very poor"),
)

hasil_kerja = Category("hasil_kerja", EKSPEKTASI, "Rating hasil kerja", english="Rating of results")
perilaku_kerja = Category("perilaku_kerja", EKSPEKTASI, "Rating perilaku kerja", english="Rating of behaviour")

START = Source("PermenPANRB 6/2022", grade="memory", note="dianggap untuk kinerja sejak 2022; diundangkan pada 2022")
CURVES = Source(
    "PermenPANRB 6/2022",
    "pola distribusi predikat",
    grade="text",
    note="kurva digambar sebagai pedoman, tanpa persentase",
)
COUNTS = Source(
    "PermenPANRB 6/2022",
    "pola distribusi predikat",
    grade="single",
    note="jumlah ilustrasi per 24 pegawai dari satu formulir",
)
# The shape of the predicates in a unit by the unit's own result, per 24 employees: guidance, never a quota.
POLA: dict[str, dict[str, int]] = {
    pola: dict(zip(("sangat_kurang", "kurang", "butuh_perbaikan", "baik", "sangat_baik"), counts, strict=True))
    for pola, counts in {
        "istimewa": (0, 1, 3, 7, 13),
        "baik": (2, 3, 6, 11, 2),
        "butuh_perbaikan": (3, 4, 10, 4, 3),
        "kurang": (2, 11, 6, 3, 2),
        "sangat_kurang": (13, 7, 3, 1, 0),
    }.items()
}


def predikat(hasil: Expression, perilaku: Expression) -> Grid:
    """The predicate of two ratings; results cannot make up for poor behaviour (kurang: misconduct)."""
    return Grid(
        hasil,
        perilaku,
        {
            ("di_atas", "di_atas"): "sangat_baik",
            ("di_atas", "sesuai"): "baik",
            ("sesuai", "sesuai"): "baik",
            ("sesuai", "di_atas"): "baik",
            ("di_bawah", "sesuai"): "butuh_perbaikan",
            ("di_bawah", "di_atas"): "butuh_perbaikan",
            ("di_atas", "di_bawah"): "kurang",
            ("sesuai", "di_bawah"): "kurang",
            ("di_bawah", "di_bawah"): "sangat_kurang",
        },
        levels=PREDIKAT,
        source=KUADRAN,
    )


def policy() -> Policy:
    """The predicate from the ratings of results and behaviour."""
    return Policy(
        KEY,
        "Pengelolaan Kinerja Pegawai ASN",
        english="Performance management of civil servants",
        subject="prestasi-kerja",
        since="2022-01-01",
        sources=(KUADRAN, START),
        band=predikat(hasil_kerja, perilaku_kerja),
    )
