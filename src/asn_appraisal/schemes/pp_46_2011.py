"""PP 46/2011 with Perka BKN 1/2013: Penilaian Prestasi Kerja PNS, 2014 to the middle of 2021."""

from __future__ import annotations

from ..algebra import Bands, Case, Category, Check, Count, Expression, Items, Mean, Number, Source, Steps, Weighted
from ..policies import Policy
from .choices import HOLES_OURS, banded, hole_options, rounding_option, settled

KEY = "pp-46-2011"

PP = Source("PP 46/2011", grade="text")
PERKA = Source("Perka BKN 1/2013", "Lampiran", grade="text")
PERKA_TIME = Source(
    "Perka BKN 1/2013",
    "Lampiran",
    grade="agree",
    note="aspek waktu dan biaya; tepat 24 % memberi 100, sedikit di atasnya turun ke bawah 76",
)
PERKA_POINTS = Source("Perka BKN 1/2013", "Lampiran", grade="agree", note="tugas tambahan dan kreativitas")
RANGES = Source("PP 46/2011", grade="text", note="dicetak sebagai rentang bilangan bulat (76-90, 91 ke atas)")
BEHAVIOUR = Source("PP 46/2011", grade="text", note="unsur perilaku kerja dan bobot 40 %")
BEHAVIOUR_MEAN = Source(
    "PP 46/2011", grade="agree", note="nilai perilaku adalah rata-rata lima unsur, enam dengan kepemimpinan"
)


def _number(key: str, name: str, english: str, high: int, unit: str = "", *, optional: bool = False) -> Number:
    return Number(key, name, english=english, low=0, high=high, decimals=2, unit=unit, optional=optional)


target_kuantitas = _number("target_kuantitas", "Target kuantitas", "Target quantity", 10**6)
realisasi_kuantitas = _number("realisasi_kuantitas", "Realisasi kuantitas", "Realised quantity", 10**6)
target_kualitas = _number("target_kualitas", "Target kualitas", "Target quality", 100)
realisasi_kualitas = _number("realisasi_kualitas", "Realisasi kualitas", "Realised quality", 100)
target_waktu = _number("target_waktu", "Target waktu", "Target time", 1200, "bulan")
realisasi_waktu = _number("realisasi_waktu", "Realisasi waktu", "Realised time", 1200, "bulan")
target_biaya = _number("target_biaya", "Target biaya", "Target cost", 10**13, "rupiah", optional=True)
realisasi_biaya = _number("realisasi_biaya", "Realisasi biaya", "Realised cost", 10**13, "rupiah", optional=True)

kegiatan = Items(
    "kegiatan",
    (
        target_kuantitas,
        realisasi_kuantitas,
        target_kualitas,
        realisasi_kualitas,
        target_waktu,
        realisasi_waktu,
        target_biaya,
        realisasi_biaya,
    ),
    "kegiatan tugas jabatan",
    english="activities",
    checks=(
        Check(
            target_biaya.given.equals(realisasi_biaya.given),
            "target_biaya dan realisasi_biaya harus diisi keduanya atau dikosongkan keduanya",
            "target_biaya and realisasi_biaya must both be given or both be left out",
        ),
    ),
)

tugas_tambahan = Count("tugas_tambahan", "Tugas tambahan", english="Additional tasks", default=0)
kreativitas = Category(
    "kreativitas",
    (
        ("tidak_ada", "Tidak ada", "None"),
        ("unit", "Bermanfaat bagi unit kerja", "Useful to the unit"),
        ("organisasi", "Bermanfaat bagi organisasi", "Useful to the organisation"),
        ("negara", "Bermanfaat bagi negara", "Useful to the country"),
    ),
    "Kreativitas",
    english="Creativity",
    default="tidak_ada",
)

PERILAKU = (
    _number("orientasi_pelayanan", "Orientasi pelayanan", "Service orientation", 100),
    _number("integritas", "Integritas", "Integrity", 100),
    _number("komitmen", "Komitmen", "Commitment", 100),
    _number("disiplin", "Disiplin", "Discipline", 100),
    _number("kerjasama", "Kerja sama", "Cooperation", 100),
    _number("kepemimpinan", "Kepemimpinan", "Leadership", 100, optional=True),
)


def _saved(what: str, english: str, target: Number, realisasi: Number) -> Expression:
    """Time and cost follow one rule: savings count up to 24 %; beyond that the target was wrong."""
    e = (100 - realisasi / target * 100).named(
        f"efisiensi_{what}", f"Efisiensi {what}", PERKA_TIME, english=f"{english} saved"
    )
    return (
        Steps(e, ("<= 24", 76 + e), otherwise=100 - e, source=PERKA_TIME)
        .but(0, when=realisasi_kuantitas.equals(0))
        .named(what, f"Aspek {what}", PERKA_TIME, english=english)
    )


BANDS = Bands(
    ("sangat_baik", ">= 91", "Sangat Baik", "Very good"),
    ("baik", ">= 76", "Baik", "Good"),
    ("cukup", ">= 61", "Cukup", "Fair"),
    ("kurang", ">= 51", "Kurang", "Poor"),
    ("buruk", None, "Buruk", "Bad"),
    source=(RANGES, HOLES_OURS),
)


def policy(*, rounding: int | None = 2, holes: str = "lower") -> Policy:
    """60 % of the work plan (SKP) and 40 % of behaviour.

    The law prints whole-number bands: with ``holes="lower"`` a value between two belongs to the lower one, with
    ``"upper"`` to the upper one, with ``"rounded"`` to the one of the nearest whole number.
    """
    capaian = Mean.of_given(
        realisasi_kuantitas.against(target_kuantitas).named("kuantitas", "Aspek kuantitas", PERKA, english="Quantity"),
        realisasi_kualitas.against(target_kualitas).named("kualitas", "Aspek kualitas", PERKA, english="Quality"),
        _saved("waktu", "Time", target_waktu, realisasi_waktu),
        _saved("biaya", "Cost", target_biaya, realisasi_biaya),
        at_least=3,
    ).named("capaian", "Capaian kegiatan", PERKA_TIME, english="Achievement of the activity")
    tambahan = Steps(tugas_tambahan, (">= 7", 3), (">= 4", 2), (">= 1", 1), otherwise=0, source=PERKA_POINTS).named(
        "tugas_tambahan_poin", "Poin tugas tambahan", PERKA_POINTS, english="Points for additional tasks"
    )
    kreatif = Case(kreativitas, tidak_ada=0, unit=3, organisasi=6, negara=12, source=PERKA_POINTS).named(
        "kreativitas_poin", "Poin kreativitas", PERKA_POINTS, english="Points for creativity"
    )
    skp = (kegiatan.mean(capaian) + tambahan + kreatif).named("skp", "Nilai SKP", PERKA_POINTS, english="Work plan")
    perilaku = Mean.of_given(*PERILAKU, at_least=5).named(
        "perilaku", "Perilaku kerja", (BEHAVIOUR, BEHAVIOUR_MEAN), english="Behaviour"
    )
    total = settled(Weighted((60, skp), (40, perilaku), source=PP), rounding)
    score = total.named("nilai", "Nilai prestasi kerja", PP, english="Work achievement")
    return Policy(
        KEY,
        "Penilaian Prestasi Kerja PNS",
        english="Appraisal of civil servants' work achievement",
        subject="prestasi-kerja",
        since="2014-01-01",
        until="2021-06-30",
        sources=(PP, PERKA),
        options=[rounding_option(KEY, rounding), *hole_options(KEY, holes)],
        score=score,
        reported=2,
        band=banded(BANDS, score, holes),
    )
