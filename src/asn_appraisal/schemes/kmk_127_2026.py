"""KMK 127/2026: Nilai Kinerja Pegawai at the Ministry of Finance."""

from __future__ import annotations

from ..algebra import Bands, Case, Category, Check, Expression, Flag, Items, Mean, Number, Source, Weighted, When
from ..policies import Policy
from .choices import choose
from .permenpanrb_6_2022 import EKSPEKTASI, predikat

KEY = "kmk-127-2026"

AGREED = Source("KMK 127/2026", grade="agree")
K3 = Source("KMK 127/2026", grade="single", note="indeks kualitas K3 sebagai rata-rata; pembulatannya terbuka")
FIRST = Source(
    "KMK 127/2026",
    grade="single",
    note="capaian tertimbang dibatasi 120 sebelum dirata-ratakan; satu program lain tidak membatasinya (cap=None)",
)
POLARITY = Source("KMK 127/2026", grade="single", note="rumus capaian tiap polaritas")
LIMITS = Source("KMK 127/2026", grade="single", note="batas dampak dan koreksi")
TREATMENT = Source("KMK 127/2026", grade="single", note="perlakuan hasil dan perilaku masing-masing")
BOUND = 10**9


def _signed(key: str, name: str, english: str, *, optional: bool = False) -> Number:
    return Number(key, name, english=english, low=-BOUND, high=BOUND, decimals=4, optional=optional)


def _upto_120(key: str, name: str, english: str) -> Number:
    return Number(key, name, english=english, low=0, high=120, decimals=2)


polaritas = Category(
    "polaritas",
    {"maximize": "Maximize", "minimize": "Minimize", "stabilize": "Stabilize"},
    "Polaritas",
    english="Polarity",
)
target = _signed("target", "Target", "Target")
realisasi = _signed("realisasi", "Realisasi", "Realisation")
terburuk = _signed("terburuk", "Realisasi terburuk", "Worst realisation", optional=True)
konversi_120 = Flag(
    "konversi_120", "Konversi 120 (target tidak dapat dilampaui)", english="Conversion to 120", default=False
)
kualitas_iki = Number("kualitas_iki", "Kualitas IKI", english="Quality of the indicator", low="0.6", high="1.2")
kualitas_target = Number("kualitas_target", "Kualitas target", english="Quality of the target", low="0.6", high="1.2")

iki = Items(
    "iki",
    (polaritas, target, realisasi, terburuk, konversi_120, kualitas_iki, kualitas_target),
    "indikator kinerja individu",
    english="individual indicators",
    checks=(
        Check(
            konversi_120.implies(polaritas.is_("maximize") & (target > 0)),
            "konversi_120 hanya untuk maximize dengan target positif",
            "konversi_120 goes with maximize and a positive target alone",
        ),
        Check(
            polaritas.is_("minimize").implies(target >= 0),
            "target minimize tidak boleh negatif: keputusan tidak mengaturnya",
            "a minimize target must not be negative: the decree has no rule for it",
        ),
        Check(
            (polaritas.is_("minimize") & target.equals(0)).implies(terburuk.or_else(0) > 0),
            "target minimize 0 memerlukan terburuk di atas 0",
            "a minimize target of 0 needs terburuk above 0",
        ),
        Check(
            polaritas.is_("stabilize").implies(target > 0),
            "target stabilize harus positif",
            "a stabilize target must be positive",
        ),
    ),
)

NILAI_DASAR = tuple(
    _upto_120(key, name, english)
    for key, name, english in (
        ("berorientasi_pelayanan", "Berorientasi pelayanan", "Service oriented"),
        ("akuntabel", "Akuntabel", "Accountable"),
        ("kompeten", "Kompeten", "Competent"),
        ("harmonis", "Harmonis", "Harmonious"),
        ("loyal", "Loyal", "Loyal"),
        ("adaptif", "Adaptif", "Adaptive"),
        ("kolaboratif", "Kolaboratif", "Collaborative"),
    )
)
jpt_madya = Flag("jpt_madya", "Pejabat pimpinan tinggi madya", english="Highest leaders", default=False)
hukdis = Number("hukdis", "Pengurang hukuman disiplin", english="Punishment", low=0, high=100, default=0)
dampak = Number("dampak", "Pengurang dampak", english="Impact", low=0, high=5, default=0)
koreksi = Number("koreksi", "Koreksi", english="Correction", low=-5, high=5, default=0)
nko = _upto_120("nko", "Nilai kinerja organisasi", "Performance of the organisation")
kelompok = Category(
    "kelompok",
    (("pimpinan", "Pimpinan", "Leaders"), ("lain", "Lainnya", "Others")),
    "Kelompok jabatan",
    english="Group of posts",
)

RATING = Bands(
    ("di_atas", "> 100", EKSPEKTASI[2].name, EKSPEKTASI[2].english),
    ("sesuai", ">= 90", EKSPEKTASI[1].name, EKSPEKTASI[1].english),
    ("di_bawah", None, EKSPEKTASI[0].name, EKSPEKTASI[0].english),
    source=AGREED,
)


def _achievement() -> Expression:
    ratio = realisasi.against(target)
    inverse = realisasi.against(target, "lower")
    off_target = When(realisasi <= target, ratio, 200 - ratio).floored(0)
    by_polarity = Case(
        polaritas,
        maximize=When(target < 0, inverse, ratio),
        minimize=When(target.equals(0), (terburuk.required - realisasi) / terburuk.required * 100, inverse),
        stabilize=off_target.through((0, 0), (90, 100), (100, 120)),
        source=POLARITY,
    )
    return (
        When(konversi_120, When(realisasi >= target, 120, ratio), by_polarity)
        .clamped(0, 120)
        .named("capaian", "Capaian IKI", POLARITY, english="Achievement of the indicator")
    )


def _calibrated(key: str, name: str, english: str, first: Expression) -> Expression:
    """Above 100 only three quarters count, except for the highest leaders."""
    return (
        When(jpt_madya | (first <= 100), first, 100 + (first - 100) * "0.75")
        .rounded(2)
        .named(key, name, AGREED, english=english)
    )


def _corrected(value: Expression) -> Expression:
    return (value - hukdis - dampak + koreksi).clamped(0, 120)


def _with_organisation(key: str, name: str, english: str, own: Expression, source: Source) -> Expression:
    """The organisation's value has more weight where it is not below one's own."""
    w = When(own >= nko, Case(kelompok, pimpinan="50%", lain="30%", source=AGREED), "10%").named(
        f"bobot_nko_{key}", f"Bobot NKO untuk {key}", AGREED, english=f"Weight of the organisation in {key}"
    )
    return (w * nko + (1 - w) * own).rounded(2).named(key, name, source, english=english)


def policy(*, k3_places: int | None = None, cap: int | None = 120) -> Policy:
    """Results and behaviour, calibrated, joined with the organisation's value.

    ``k3_places=2`` rounds k3, ``cap=None`` lets a weighted achievement pass 120, as a second program has it.
    """
    options = [choose(KEY, "k3_places", k3_places, (None, 2)), choose(KEY, "cap", cap, (120, None))]
    capaian = _achievement()
    quality = (kualitas_iki + kualitas_target) / 2
    k3 = (quality if k3_places is None else quality.rounded(k3_places)).named(
        "k3", "Indeks kualitas K3", K3, english="Quality index"
    )
    weighed = capaian * k3
    nhk_awal = iki.weighted(weighed if cap is None else weighed.capped(cap), by=k3).named(
        "nhk_awal", "Nilai hasil kerja awal", FIRST, english="Results before calibration"
    )
    npk_awal = Mean(*NILAI_DASAR).named(
        "npk_awal", "Nilai perilaku kerja awal", AGREED, english="Behaviour before calibration"
    )
    nhk = _calibrated("nhk", "Nilai hasil kerja", "Results", nhk_awal)
    npk = _calibrated("npk", "Nilai perilaku kerja", "Behaviour", npk_awal)
    nkp_awal = _corrected(Weighted((75, nhk), (25, npk), source=AGREED)).named(
        "nkp_awal", "Nilai kinerja pegawai awal", (AGREED, LIMITS), english="Performance before the organisation's"
    )
    hasil = _with_organisation("hasil", "Nilai hasil", "Results", _corrected(nhk), TREATMENT)
    perilaku = _with_organisation("perilaku", "Nilai perilaku", "Behaviour", _corrected(npk), TREATMENT)
    return Policy(
        KEY,
        "Nilai Kinerja Pegawai Kementerian Keuangan",
        english="Performance of employees, Ministry of Finance",
        sources=(AGREED, K3, FIRST, POLARITY, LIMITS, TREATMENT),
        options=options,
        score=_with_organisation("nilai", "Nilai kinerja pegawai", "Performance", nkp_awal, AGREED),
        band=predikat(
            hasil.rated(RATING).named("hasil_kerja", "Rating hasil kerja", AGREED, english="Rating of results"),
            perilaku.rated(RATING).named(
                "perilaku_kerja", "Rating perilaku kerja", AGREED, english="Rating of behaviour"
            ),
        ),
    )
