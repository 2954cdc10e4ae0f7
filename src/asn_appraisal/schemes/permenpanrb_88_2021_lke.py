"""PermenPANRB 88/2021: the worksheet of SAKIP evaluation (LKE), a letter for each of twelve sub-components."""

from __future__ import annotations

from ..algebra import Case, Category, Expression, Level, Source, Sum
from ..policies import Policy
from .permenpanrb_88_2021 import BANDS, EDGES, PUBLISHED, START

KEY = "permenpanrb-88-2021-lke"

WEIGHTS = Source("PermenPANRB 88/2021", "Lampiran", grade="agree", note="bobot dua belas subkomponen pada LKE")
LETTERS = Source(
    "PermenPANRB 88/2021", "Lampiran", grade="agree", note="nilai tiap huruf pada LKE, dari AA = 100 sampai E = 0"
)

VALUES = {"aa": 100, "a": 90, "bb": 80, "b": 70, "cc": 60, "c": 50, "d": 30, "e": 0}

# Each component with its sub-components (keberadaan, kualitas, pemanfaatan): the weight of each in points.
KINDS = ("keberadaan", "kualitas", "pemanfaatan")
COMPONENTS = (
    (
        ("perencanaan", "Perencanaan kinerja", "Planning"),
        ("6", "Dokumen perencanaan kinerja telah tersedia", "Planning documents exist"),
        ("9", "Dokumen perencanaan kinerja telah memenuhi standar yang baik", "Planning documents meet the standard"),
        (
            "15",
            "Perencanaan kinerja telah dimanfaatkan untuk mewujudkan hasil yang berkesinambungan",
            "Planning is used for lasting results",
        ),
    ),
    (
        ("pengukuran", "Pengukuran kinerja", "Measurement"),
        ("6", "Pengukuran kinerja telah dilakukan", "Performance is measured"),
        (
            "9",
            "Pengukuran kinerja menjadi kebutuhan secara efektif dan efisien, berjenjang dan berkelanjutan",
            "Measurement is effective, efficient, cascaded and continuous",
        ),
        (
            "15",
            "Pengukuran kinerja telah dijadikan dasar pemberian reward dan penyesuaian strategi",
            "Measurement decides rewards and adjusts strategy",
        ),
    ),
    (
        ("pelaporan", "Pelaporan kinerja", "Reporting"),
        ("3", "Terdapat dokumen laporan kinerja", "Performance reports exist"),
        ("4.5", "Dokumen laporan kinerja telah memenuhi standar", "Performance reports meet the standard"),
        ("7.5", "Pelaporan kinerja telah memberi dampak", "Reporting has an effect"),
    ),
    (
        ("evaluasi", "Evaluasi akuntabilitas internal", "Internal evaluation"),
        ("5", "Evaluasi akuntabilitas kinerja internal telah dilaksanakan", "Internal evaluation takes place"),
        (
            "7.5",
            "Evaluasi akuntabilitas kinerja internal dilaksanakan secara berkualitas dengan sumber daya yang memadai",
            "Internal evaluation is of quality and has the means",
        ),
        (
            "12.5",
            "Implementasi SAKIP telah meningkat karena evaluasi akuntabilitas kinerja internal",
            "Accountability has improved by internal evaluation",
        ),
    ),
)


def policy() -> Policy:
    """Twelve letters from AA to E; every product of a weight and a letter has two decimals at most, so nothing is rounded."""
    total = Sum(*(_component(*component) for component in COMPONENTS))
    return Policy(
        KEY,
        "Lembar Kerja Evaluasi Akuntabilitas Kinerja",
        english="Worksheet of accountability evaluation",
        since="2021-01-01",
        sources=(WEIGHTS, LETTERS, EDGES, PUBLISHED, START),
        score=total.named("nilai", "Nilai AKIP", WEIGHTS, english="Accountability"),
        reported=2,
        band=BANDS,
    )


def _component(names: tuple[str, str, str], *rows: tuple[str, str, str]) -> Expression:
    key, name, english = names
    points = (
        _points(Category(f"{key}_{kind}", _levels(), label, english=translated)) * weight
        for kind, (weight, label, translated) in zip(KINDS, rows, strict=True)
    )
    return Sum(*points).named(key, name, WEIGHTS, english=english)


def _levels() -> tuple[Level, ...]:
    return tuple(Level(key, key.upper(), english=key.upper()) for key in VALUES)


def _points(letter: Category) -> Expression:
    return Case(letter, {key: f"{value}%" for key, value in VALUES.items()}, source=LETTERS)
