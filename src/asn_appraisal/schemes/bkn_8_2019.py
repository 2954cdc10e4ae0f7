"""PermenPANRB 38/2018 and Peraturan BKN 8/2019: Indeks Profesionalitas ASN."""

from __future__ import annotations

from ..algebra import Bands, Case, Category, Expression, Flag, Number, Source, Sum, When
from ..policies import Policy
from .choices import HOLES_OURS, banded, choose, hole_options, rounding_option, settled

KEY = "bkn-8-2019"

LAW = Source("Peraturan BKN 8/2019", grade="text", note="batas kategori")
HOURS = Source("Peraturan BKN 8/2019", grade="text", note="paling sedikit 20 JP; 15 untuk tiap jenis diklat")
SCORES = Source("Peraturan BKN 8/2019", grade="agree", note="nilai tiap dimensi")
PRO_RATA = Source("Peraturan BKN 8/2019", grade="single", note="pilihan jp=pro_rata: jam dibagi 20")
RANGES = Source("Peraturan BKN 8/2019", grade="text", note="kategori dicetak sebagai rentang bilangan bulat")
START = Source("Peraturan BKN 8/2019", "Pasal 22", grade="text", note="mulai berlaku saat diundangkan, 15 Mei 2019")

pendidikan = Category(
    "pendidikan",
    (
        ("s3", "S-3", "Doctorate"),
        ("s2", "S-2", "Master"),
        ("s1_d4", "S-1/D-4", "Bachelor, or diploma of four years"),
        ("d3", "D-3", "Diploma of three years"),
        ("d2_d1_slta", "D-2/D-1/SLTA", "Diploma of one or two years, or secondary school"),
        ("di_bawah_slta", "Di bawah SLTA", "Below secondary school"),
    ),
    "Pendidikan terakhir",
    english="Highest education",
)
jenis_jabatan = Category(
    "jenis_jabatan",
    (
        ("struktural", "Struktural", "Structural"),
        ("fungsional", "Fungsional", "Functional"),
        ("pelaksana", "Pelaksana", "Executing"),
    ),
    "Jenis jabatan",
    english="Kind of post",
)
diklat_kepemimpinan = Flag("diklat_kepemimpinan", "Diklat kepemimpinan", english="Leadership course", default=False)
diklat_fungsional = Flag("diklat_fungsional", "Diklat fungsional", english="Functional course", default=False)
jp_diklat_teknis = Number(
    "jp_diklat_teknis",
    "Jam pelajaran diklat teknis",
    english="Hours of technical courses",
    unit="JP",
    low=0,
    high=10000,
    decimals=1,
)
seminar = Flag("seminar", "Seminar", english="Seminar", default=False)
predikat_kinerja = Category(
    "predikat_kinerja",
    (
        ("sangat_baik", "Sangat Baik", "Very good"),
        ("baik", "Baik", "Good"),
        ("cukup", "Cukup", "Fair"),
        ("kurang", "Kurang", "Poor"),
        ("buruk", "Buruk", "Very poor"),
    ),
    "Predikat kinerja",
    english="Performance predicate",
)
hukuman_disiplin = Category(
    "hukuman_disiplin",
    (
        ("tidak_pernah", "Tidak pernah", "Never"),
        ("ringan", "Ringan", "Light"),
        ("sedang", "Sedang", "Medium"),
        ("berat", "Berat", "Severe"),
    ),
    "Hukuman disiplin",
    english="Disciplinary punishment",
)


def _hours(jp: str) -> Expression:
    """What the hours of technical courses count: full from 20 on, or in proportion."""
    if jp == "pro_rata":
        return jp_diklat_teknis.capped(20) / 20
    return When(jp_diklat_teknis >= 20, 1, 0)


BANDS = Bands(
    ("sangat_tinggi", ">= 91", "Sangat Tinggi", "Very high"),
    ("tinggi", ">= 81", "Tinggi", "High"),
    ("sedang", ">= 71", "Sedang", "Medium"),
    ("rendah", ">= 61", "Rendah", "Low"),
    ("sangat_rendah", None, "Sangat Rendah", "Very low"),
    source=(RANGES, HOLES_OURS),
)


def policy(*, jp: str = "penuh", rounding: int | None = 2, holes: str = "lower") -> Policy:
    """Qualification, competence, performance and discipline. ``jp``: ``penuh`` (20 hours or nothing) or ``pro_rata``.

    The law prints whole-number bands: with ``holes="lower"`` a value between two belongs to the lower one, with
    ``"upper"`` to the upper one, with ``"rounded"`` to the one of the nearest whole number.
    """
    options = [choose(KEY, "jp", jp, ("penuh", "pro_rata")), rounding_option(KEY, rounding), *hole_options(KEY, holes)]
    hours = _hours(jp)
    course_source = HOURS if jp == "penuh" else PRO_RATA
    kualifikasi = Case(pendidikan, s3=25, s2=20, s1_d4=15, d3=10, d2_d1_slta=5, di_bawah_slta=1, source=SCORES)
    # Courses of another kind of post add nothing: each kind has its own formula.
    kompetensi = Case(
        jenis_jabatan,
        struktural=diklat_kepemimpinan.points(15) + 15 * hours + seminar.points(10),
        fungsional=diklat_fungsional.points(15) + 15 * hours + seminar.points(10),
        pelaksana="22.5" * hours + seminar.points("17.5"),
        source=SCORES,
    )
    kinerja = Case(predikat_kinerja, sangat_baik=30, baik=25, cukup=15, kurang=5, buruk=1, source=SCORES)
    disiplin = Case(hukuman_disiplin, tidak_pernah=5, ringan=3, sedang=2, berat=1, source=SCORES)
    total = Sum(
        kualifikasi.named("kualifikasi", "Kualifikasi", SCORES, english="Qualification"),
        kompetensi.named("kompetensi", "Kompetensi", (SCORES, course_source), english="Competence"),
        kinerja.named("kinerja", "Kinerja", SCORES, english="Performance"),
        disiplin.named("disiplin", "Disiplin", SCORES, english="Discipline"),
    )
    score = settled(total, rounding).named("nilai", "Indeks profesionalitas", SCORES, english="Professionalism")
    return Policy(
        KEY,
        "Indeks Profesionalitas ASN",
        english="Professionalism index of civil servants",
        subject="profesionalitas",
        since="2019-05-15",
        sources=(LAW, SCORES, course_source, START),
        options=options,
        score=score,
        reported=2,
        band=banded(BANDS, score, holes),
    )
