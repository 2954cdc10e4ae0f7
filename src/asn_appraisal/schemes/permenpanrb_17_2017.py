"""PermenPANRB 17/2017: Indeks Pelayanan Publik, the public service index of a unit from six aspects."""

from __future__ import annotations

from ..algebra import Band, Bands, Items, Number, Source, Weighted
from ..policies import Policy
from .choices import rounding_option, settled

KEY = "permenpanrb-17-2017"

FORM = Source(
    "PermenPANRB 17/2017",
    "formulir F-01",
    grade="text",
    note="skor kali bobot seperti tercetak; jumlah bobot tidak harus 100",
)
PRINTED_WEIGHT = Source("PermenPANRB 17/2017", "formulir F-01", grade="text", note="bobot kebijakan 30")
PRINTED_18 = Source("PermenPANRB 17/2017", "formulir F-01", grade="text", note="bobot profesionalisme 18")
WEIGHTS = Source("PermenPANRB 17/2017", grade="agree", note="bobot aspek 15, 15, 15, 7")
EDGES = Source("PermenPANRB 17/2017", grade="agree", note="batas dan sebutan kategori")
WORKBOOK = Source(
    "PermenPANRB 17/2017",
    "lembar kerja formulir",
    grade="agree",
    note="pilihan rounding=None: lembar kerja menguji > 4,5, > 4 dan seterusnya pada nilai yang belum dibulatkan",
)
CONVERSION = Source("PermenPANRB 17/2017", grade="agree", note="konversi: 20 kali indeks yang belum dibulatkan")

bobot = Number("bobot", "Bobot", english="Weight", unit="persen", low=0, high=100, decimals=2)
skor = Number("skor", "Skor", english="Score", low=0, high=5, decimals=2)

ASPEK = (
    ("kebijakan", "Kebijakan pelayanan", "Service policy"),
    ("profesionalisme", "Profesionalisme SDM", "Professionalism of staff"),
    ("sarana", "Sarana prasarana", "Facilities"),
    ("informasi", "Sistem informasi pelayanan publik", "Service information system"),
    ("konsultasi", "Konsultasi dan pengaduan", "Consultation and complaints"),
    ("inovasi", "Inovasi", "Innovation"),
)
LETTERS = (
    ("a", "Pelayanan Prima", "Excellent service", EDGES),
    ("a_minus", "Sangat Baik", "Very good", EDGES),
    ("b", "Baik", "Good", EDGES),
    ("b_minus", "Baik (dengan catatan)", "Good (with remarks)", EDGES),
    ("c", "Cukup", "Fair", EDGES),
    ("c_minus", "Cukup (dengan catatan)", "Fair (with remarks)", EDGES),
    ("d", "Buruk", "Poor", EDGES),
    ("e", "Sangat Buruk", "Very poor", EDGES),
    ("f", "Gagal", "Failed", EDGES),
)
ROUNDED_EDGES = (">= 4.51", ">= 4.01", ">= 3.51", ">= 3.01", ">= 2.51", ">= 2.01", ">= 1.51", ">= 1.01", None)
# The same edges on a number with more decimals: no value above 4.5 is in a printed hole.
UNROUNDED_EDGES = ("> 4.5", "> 4", "> 3.5", "> 3", "> 2.5", "> 2", "> 1.5", "> 1", None)


def letter_bands(letters: tuple[tuple[str, str, str, Source], ...], rounding: int | None, workbook: Source) -> Bands:
    """The letters on the edges that a rounded index has, or on those that the workbook tests."""
    edges = ROUNDED_EDGES if rounding is not None else UNROUNDED_EDGES
    return Bands(
        *(
            Band(letter, edge, name, english=english, source=law if rounding is not None else (law, workbook))
            for (letter, name, english, law), edge in zip(letters, edges, strict=True)
        )
    )


def service_index(
    key: str,
    weights: tuple[tuple[int, Source], ...],
    letters: tuple[tuple[str, str, str, Source], ...],
    *,
    rounding: int | None,
    sources: tuple[Source, ...],
    form: Source,
    workbook: Source,
    conversion: Source,
) -> Policy:
    """The index of six aspects, each a list of rows with weight and score; the laws differ in weights and names."""
    aspects = []
    for name, title, english in ASPEK:
        rows = Items(name, (bobot, skor), title.lower(), english=english.lower())
        aspects.append(
            rows.sum(skor * bobot / 100).named(f"aspek_{name}", f"Aspek {title}", form, english=f"Aspect: {english}")
        )
    by_law = tuple(dict.fromkeys(source for _, source in weights))
    index = Weighted(*((weight, part, law) for (weight, law), part in zip(weights, aspects, strict=True)))
    option = rounding_option(key, rounding)
    return Policy(
        key,
        "Indeks Pelayanan Publik",
        english="Public service index",
        sources=sources,
        options=[option],
        score=settled(index, rounding).named("nilai", "Indeks pelayanan publik", by_law, english="Service index"),
        reported=2,
        band=letter_bands(letters, rounding, workbook),
        shown=[(20 * index).rounded(2).named("konversi", "Konversi ke 100", conversion, english="Converted to 100")],
    )


def policy(*, rounding: int | None = 2) -> Policy:
    """Six aspects with the weights of 2017. ``rounding=None`` decides the band as the form's workbook does."""
    return service_index(
        KEY,
        ((30, PRINTED_WEIGHT), (18, PRINTED_18), (15, WEIGHTS), (15, WEIGHTS), (15, WEIGHTS), (7, WEIGHTS)),
        LETTERS,
        rounding=rounding,
        sources=(FORM, PRINTED_WEIGHT, PRINTED_18, WEIGHTS, EDGES),
        form=FORM,
        workbook=WORKBOOK,
        conversion=CONVERSION,
    )
