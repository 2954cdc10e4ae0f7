"""PP 10/1979: DP3, the appraisal of civil servants' work until 2013."""

from __future__ import annotations

from ..algebra import Bands, Mean, Number, Source, Sum
from ..policies import Policy
from .choices import HOLES_OURS, banded, hole_options, rounding_option, settled

KEY = "pp-10-1979"

START = Source("PP 10/1979", grade="text", note="tertanggal 15 Mei 1979; formulirnya menurut SE BAKN 02/SE/1980")
END = Source("PP 46/2011", grade="memory", note="penggantinya dipakai untuk penilaian sejak 1 Januari 2014")
SCALE = Source(
    "SE BAKN 02/SE/1980",
    "formulir DP3",
    grade="agree",
    note="unsur dan sebutan, dicetak sebagai rentang bilangan bulat (91-100, 76-90, 61-75, 51-60, 50 ke bawah)",
)
ARITHMETIC = Source("PP 10/1979", grade="memory", note="nilai adalah rata-rata unsur, dengan kepemimpinan bagi pejabat")
TWO_DECIMALS = Source("Penyusun", grade="choice", note="rata-rata dibulatkan ke dua desimal: pilihan rounding")

# Leadership is for officials alone.
UNSUR = (
    ("kesetiaan", "Kesetiaan", "Loyalty"),
    ("prestasi_kerja", "Prestasi kerja", "Work achievement"),
    ("tanggung_jawab", "Tanggung jawab", "Responsibility"),
    ("ketaatan", "Ketaatan", "Obedience"),
    ("kejujuran", "Kejujuran", "Honesty"),
    ("kerjasama", "Kerja sama", "Cooperation"),
    ("prakarsa", "Prakarsa", "Initiative"),
    ("kepemimpinan", "Kepemimpinan", "Leadership"),
)
BANDS = Bands(
    ("amat_baik", ">= 91", "Amat Baik", "Excellent"),
    ("baik", ">= 76", "Baik", "Good"),
    ("cukup", ">= 61", "Cukup", "Fair"),
    ("sedang", ">= 51", "Sedang", "Moderate"),
    ("kurang", None, "Kurang", "Poor"),
    source=(SCALE, HOLES_OURS),
)


def policy(*, rounding: int | None = 2, holes: str = "lower") -> Policy:
    """The mean of seven elements, of eight for officials.

    The form prints whole-number bands: with ``holes="lower"`` a value between two belongs to the lower one, with
    ``"upper"`` to the upper one, with ``"rounded"`` to the one of the nearest whole number.
    """
    values = [
        Number(key, name, english=english, low=0, high=100, decimals=2, optional=key == "kepemimpinan")
        for key, name, english in UNSUR
    ]
    score = settled(Mean.of_given(*values, at_least=7), rounding).named(
        "nilai", "Nilai rata-rata", (ARITHMETIC, TWO_DECIMALS), english="Mean"
    )
    return Policy(
        KEY,
        "Daftar Penilaian Pelaksanaan Pekerjaan (DP3)",
        english="List of appraisal of civil servants' work",
        subject="prestasi-kerja",
        since="1979-05-15",
        until="2013-12-31",
        sources=(START, END, SCALE, ARITHMETIC, TWO_DECIMALS),
        options=[rounding_option(KEY, rounding), *hole_options(KEY, holes)],
        score=score,
        reported=2,
        band=banded(BANDS, score, holes),
        shown=[Sum.of_given(*values, at_least=7).named("jumlah", "Jumlah", ARITHMETIC, english="Sum")],
    )
