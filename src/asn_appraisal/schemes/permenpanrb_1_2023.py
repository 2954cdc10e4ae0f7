"""PermenPANRB 1/2023 with Peraturan BKN 3/2023: credit points (angka kredit) from the yearly predicate."""

from __future__ import annotations

from ..algebra import Case, Category, Level, Number, Source
from ..policies import Policy
from .choices import choose
from .permenpanrb_6_2022 import PREDIKAT

KEY = "permenpanrb-1-2023"

LAW = Source("PermenPANRB 1/2023", grade="text", note="koefisien Ahli Pertama 12,5 dan Ahli Madya 37,5")
COEFFICIENTS = Source("PermenPANRB 1/2023", grade="agree", note="koefisien enam jenjang lainnya")
SHARE = Source("Peraturan BKN 3/2023", grade="text", note="persentase tiap predikat; bagian tahun menurut bulan")
PLACES = Source(
    "Peraturan BKN 3/2023",
    grade="text",
    note="contoh tercetak memakai dua atau tiga desimal: pilihan places=2 atau places=3",
)
NEED = Source(
    "Peraturan BKN 3/2023",
    "paparan resmi BKN",
    grade="text",
    note="kebutuhan kumulatif jenjang ahli: 50/100 sampai 200",
)
NEED_SKILLED = Source("PermenPANRB 1/2023", grade="agree", note="kebutuhan kumulatif jenjang keterampilan")
START = Source(
    "PermenPANRB 1/2023", grade="memory", note="dipakai untuk kinerja tahun 2023; berlaku 1 Juli 2023 belum dipastikan"
)

JENJANG = (
    Level("pemula", "Pemula", english="Beginner"),
    Level("terampil", "Terampil", english="Skilled"),
    Level("mahir", "Mahir", english="Proficient"),
    Level("penyelia", "Penyelia", english="Supervisor"),
    Level("ahli_pertama", "Ahli Pertama", english="First expert"),
    Level("ahli_muda", "Ahli Muda", english="Junior expert"),
    Level("ahli_madya", "Ahli Madya", english="Middle expert"),
    Level("ahli_utama", "Ahli Utama", english="Principal expert"),
)
# What a promotion needs in credit points, by level of the post: (to the next rank, to the next level; None: no next level).
KEBUTUHAN: dict[str, tuple[int, int | None]] = {
    "pemula": (15, 15),
    "terampil": (20, 60),
    "mahir": (50, 100),
    "penyelia": (100, None),
    "ahli_pertama": (50, 100),
    "ahli_muda": (100, 200),
    "ahli_madya": (150, 450),
    "ahli_utama": (200, None),
}

jenjang = Category("jenjang", JENJANG, "Jenjang jabatan", english="Level of the post")
predikat = Category("predikat", PREDIKAT, "Predikat kinerja", english="Performance predicate")
bulan = Number("bulan", "Bulan dijalani", english="Months served", unit="bulan", low=1, high=12, decimals=0, default=12)


def policy(*, places: int = 3) -> Policy:
    """Months served, times the share of the predicate, times the yearly coefficient of the level.

    ``places`` (2 or 3) are the decimals of the credit points: both are printed. Periods add ``nilai_penuh``
    and round once (``asn_appraisal.add_up``).
    """
    options = [choose(KEY, "places", places, (3, 2))]
    coefficient = Case(
        jenjang,
        pemula="3.75",
        terampil=5,
        mahir="12.5",
        penyelia=25,
        ahli_pertama="12.5",
        ahli_muda=25,
        ahli_madya="37.5",
        ahli_utama=50,
        source=(LAW, COEFFICIENTS),
    )
    share = Case(
        predikat,
        sangat_baik="150%",
        baik="100%",
        butuh_perbaikan="75%",
        kurang="50%",
        sangat_kurang="25%",
        source=SHARE,
    )
    penuh = (bulan / 12 * share * coefficient).named(
        "nilai_penuh",
        "Angka kredit sebelum pembulatan",
        (LAW, COEFFICIENTS, SHARE),
        english="Credit points before rounding",
    )
    return Policy(
        KEY,
        "Angka Kredit Jabatan Fungsional",
        english="Credit points of functional posts",
        subject="angka-kredit",
        since="2023-01-01",
        sources=(LAW, COEFFICIENTS, SHARE, PLACES, NEED, NEED_SKILLED, START),
        options=options,
        score=penuh.rounded(places).named("nilai", "Angka kredit", PLACES, english="Credit points"),
    )
