"""PermenPANRB 8/2021: the work plan (SKP) of leaders, the second half of 2021; its score feeds PP 30/2019."""

from __future__ import annotations

from ..algebra import Case, Category, Check, Expression, Flag, Items, Number, Source, Steps, Weighted, When
from ..policies import Policy
from .choices import choose

KEY = "permenpanrb-8-2021"

PIECES = Source("PermenPANRB 8/2021", "Lampiran", grade="text", note="nilai menurut capaian indikator")
CAPAIAN = Source(
    "PermenPANRB 8/2021",
    "Lampiran",
    page="hal. 99 dan 110 (edisi daring)",
    grade="text",
    note="rumus capaian normal (huruf c), target berentang (huruf d dan e), dan khusus",
)
INSIDE = Source(
    "PermenPANRB 8/2021", "Lampiran", grade="single", note="realisasi di dalam target berentang bernilai 100 %"
)
PERCENT = Source(
    "PermenPANRB 8/2021",
    "Lampiran",
    grade="single",
    note="capaian dibulatkan ke persen utuh (setengah ke atas); satu contoh tercetak membiarkan 87,5",
)
UNROUNDED = Source(
    "PermenPANRB 8/2021",
    "Lampiran",
    page="hal. 110 (edisi daring)",
    grade="single",
    note="pilihan capaian_places=None: satu contoh tercetak membiarkan capaian 87,5 tidak dibulatkan",
)
NOT_BELOW_ZERO = Source("PermenPANRB 8/2021", grade="memory", note="capaian di bawah 0 dihitung 0")
SLOPE = Source("PermenPANRB 8/2021", "Lampiran", grade="single", note="kemiringan 10/9 untuk capaian 101 sampai 110")
MAXIMUM = Source(
    "PermenPANRB 8/2021",
    "Lampiran",
    page="hal. 101 (edisi daring)",
    grade="text",
    note="capaian 100 dari target tertinggi bernilai 120",
)
NOT_WORSE = Source(
    "Penyusun",
    grade="choice",
    note="capaian di atas 100 dari target tertinggi juga bernilai 120: hasil yang lebih baik tidak boleh merugikan",
)
SHARES = Source(
    "PermenPANRB 8/2021",
    "Lampiran",
    page="hal. 363 (edisi daring)",
    grade="single",
    note="60 % kinerja utama dan 40 % inisiatif strategis, dari satu contoh tercetak",
)
ADDED = Source("PermenPANRB 8/2021", "Lampiran", grade="text", note="kinerja tambahan, paling banyak 10")
SCOPE = Source(
    "PermenPANRB 8/2021",
    "Lampiran",
    grade="single",
    note="lingkup: 1 tercetak, 2 dari satu sumber",
)
SCOPE_ENDS = Source("PermenPANRB 8/2021", "Lampiran", grade="memory", note="lingkup 0 dan 3")
CAP = Source("PermenPANRB 8/2021", "Lampiran", grade="single", note="nilai akhir paling tinggi 120")

BOUND = 10**9


def _number(key: str, name: str, english: str, *, optional: bool = False) -> Number:
    return Number(key, name, english=english, low=0, high=BOUND, decimals=2, optional=optional)


target = _number("target", "Target", "Target")
target_atas = _number("target_atas", "Batas atas target berentang", "Upper end of a range target", optional=True)
realisasi = _number("realisasi", "Realisasi", "Realisation")
polaritas = Category(
    "polaritas",
    (("normal", "Normal", "Higher is better"), ("khusus", "Khusus", "Lower is better")),
    "Polaritas",
    english="Polarity",
)
maksimum = Flag(
    "maksimum", "Target adalah nilai tertinggi", english="The target is the highest value possible", default=False
)


def _indicators(key: str, name: str, english: str, *, optional: bool = False) -> Items:
    return Items(
        key,
        (target, target_atas, realisasi, polaritas, maksimum),
        name,
        english=english,
        checks=(
            Check(target > 0, "target harus di atas 0", "the target must be above 0"),
            Check(
                target_atas.or_else(target) >= target,
                "target_atas tidak boleh di bawah target",
                "target_atas must not be below target",
            ),
        ),
        optional=optional,
    )


kinerja_utama = _indicators("kinerja_utama", "kinerja utama", "main results")
inisiatif_strategis = _indicators("inisiatif_strategis", "inisiatif strategis", "strategic initiatives", optional=True)

KATEGORI = {"sangat_baik": 100, "baik": 80, "cukup": 60, "kurang": 40, "sangat_kurang": 20}
nilai_kategori = Category(
    "nilai_kategori",
    (
        ("sangat_baik", "Sangat Baik", "Very good"),
        ("baik", "Baik", "Good"),
        ("cukup", "Cukup", "Fair"),
        ("kurang", "Kurang", "Poor"),
        ("sangat_kurang", "Sangat Kurang", "Very poor"),
    ),
    "Kategori",
    english="Category",
)
lingkup = Number("lingkup", "Lingkup", english="Scope", low=0, high=3, decimals=0)
nilai = Number("nilai", "Nilai rencana kerja yang didukung", english="Value of the plan supported", low=0, high=120)
kinerja_tambahan = Items(
    "kinerja_tambahan",
    (nilai_kategori, lingkup, nilai),
    "kinerja tambahan",
    english="additional results",
    optional=True,
)


def _capaian(places: int | None) -> Expression:
    # A range is met anywhere inside it: the realisation is measured against the nearest point of the target.
    nearest = realisasi.clamped(target, target_atas.or_else(target))
    percent = Case(polaritas, normal=realisasi.against(nearest), khusus=realisasi.against(nearest, "lower"))
    settled = percent if places is None else percent.rounded(0)
    sources = (CAPAIAN, INSIDE, UNROUNDED if places is None else PERCENT, NOT_BELOW_ZERO)
    return settled.floored(0).named("capaian", "Capaian indikator", sources, english="Achievement of the indicator")


def _value(capaian: Expression) -> Expression:
    """The value of an achievement; without rounding a printed hole belongs to the piece below it."""
    pieces = Steps(
        capaian,
        ("> 110", 120),
        (">= 101", 110 + (capaian - 101) * "10/9", SLOPE),
        (">= 100", 109),
        (">= 80", 70 + (capaian - 80)),
        (">= 60", 50 + (capaian - 60)),
        otherwise=capaian / 59 * 49,
        source=PIECES,
    )
    return When(maksimum & (capaian >= 100), 120, pieces).named(
        "nilai_iki", "Nilai indikator", (PIECES, SLOPE, MAXIMUM, NOT_WORSE), english="Value of the indicator"
    )


def policy(*, capaian_places: int | None = 0) -> Policy:
    """Main results and strategic initiatives, with points for additional results.

    ``capaian_places=0`` rounds the achievement to whole percent, ``None`` leaves it as it is.
    """
    options = [choose(KEY, "capaian_places", capaian_places, (0, None))]
    value = _value(_capaian(capaian_places))
    ku = Weighted.of_given((60, kinerja_utama.mean(value)), (40, inisiatif_strategis.mean(value)), source=SHARES).named(
        "ku", "Kinerja utama dan inisiatif", SHARES, english="Main results and initiatives"
    )
    added = kinerja_tambahan.sum(Case(nilai_kategori, KATEGORI, source=ADDED) / 100 * lingkup / 100 * nilai)
    tambahan = added.capped(10).named(
        "tambahan", "Kinerja tambahan", (ADDED, SCOPE, SCOPE_ENDS), english="Additional results"
    )
    return Policy(
        KEY,
        "Nilai SKP Pimpinan",
        english="Work plan of leaders",
        since="2021-07-01",
        until="2021-12-31",
        sources=(PIECES, CAPAIAN),
        options=options,
        score=(ku + tambahan).capped(120).rounded(2).named("nilai", "Nilai SKP", CAP, english="Score of the work plan"),
    )
