"""PermenPANRB 14/2017: Survei Kepuasan Masyarakat; the index (IKM) of a service unit from nine elements."""

from __future__ import annotations

from ..algebra import Bands, Expression, Items, Number, Source, Sum
from ..policies import Policy
from .choices import rounding_option, settled

KEY = "permenpanrb-14-2017"
KEY_011 = "permenpanrb-14-2017-bobot-011"
KEY_NRR = "permenpanrb-14-2017-nrr"

LAW = Source("PermenPANRB 14/2017", "Lampiran", grade="text", note="unsur dan batas mutu, menurut laporan resmi")
EQUAL_WEIGHT = Source(
    "PermenPANRB 14/2017", "Lampiran", grade="agree", note="bobot tepat 1/9; laporan mencetak 0,11 atau 0,111"
)
ORDER = Source("PermenPANRB 14/2017", grade="single", note="urutan unsur kedelapan dan kesembilan berbeda antarsumber")
DATES = Source("PermenPANRB 14/2017", grade="memory", note="hari mulai berlaku belum dipastikan")
PRINTED_WEIGHT = Source(
    "PermenPANRB 14/2017",
    "Lampiran",
    grade="agree",
    note="bobot 0,11 seperti dicetak banyak laporan: sembilan bobot berjumlah 0,99, sehingga nilai tertinggi 99,00",
)

UNSUR = (
    ("Persyaratan", "Requirements"),
    ("Sistem, mekanisme, dan prosedur", "System, mechanism and procedure"),
    ("Waktu penyelesaian", "Time of completion"),
    ("Biaya/tarif", "Cost"),
    ("Produk spesifikasi jenis pelayanan", "Product"),
    ("Kompetensi pelaksana", "Competence of staff"),
    ("Perilaku pelaksana", "Behaviour of staff"),
    ("Penanganan pengaduan, saran, dan masukan", "Handling of complaints"),
    ("Sarana dan prasarana", "Facilities"),
)
BANDS = Bands(
    ("a", ">= 88.31", "Sangat Baik", "Very good"),
    ("b", ">= 76.61", "Baik", "Good"),
    ("c", ">= 65.00", "Kurang Baik", "Poor"),
    ("d", None, "Tidak Baik", "Bad"),
    source=LAW,
)


def elements(decimals: int, unsur: tuple[tuple[str, str], ...] = UNSUR) -> tuple[Number, ...]:
    """The fields u1, u2, ... of a survey: whole answers of respondents, or means with decimals."""
    return tuple(
        Number(f"u{number}", name, english=english, low=1, high=4, decimals=decimals)
        for number, (name, english) in enumerate(unsur, start=1)
    )


def means(answers: Items, source: Source) -> tuple[Expression, ...]:
    """NRR, the mean answer to each element, as parts."""
    return tuple(
        answers.mean(answer).named(
            f"nrr_{answer.key}", f"NRR {answer.name}", source, english=f"Mean of {answer.english}"
        )
        for answer in answers.fields
    )


def respondents(unsur: tuple[tuple[str, str], ...] = UNSUR) -> Items:
    """The list of respondents, each with a whole answer from 1 to 4 to every element."""
    return Items("responden", elements(0, unsur), "responden", english="respondents")


def index(parts: tuple[Expression, ...], weight: str, source: Source, rounding: int | None) -> Expression:
    """The weighted sum of the means times 25: one weight for all elements."""
    total = Sum(*(part * weight for part in parts)) * 25
    return settled(total, rounding).named("nilai", "Nilai IKM", source, english="Satisfaction index")


def _policy(key: str, score: Expression, sources: tuple[Source, ...], rounding: int | None, subject: str) -> Policy:
    return Policy(
        key,
        "Survei Kepuasan Masyarakat",
        english="Survey of public satisfaction",
        subject=subject,
        since="2017-05-09",
        sources=(*sources, ORDER, DATES),
        options=[rounding_option(key, rounding)],
        score=score,
        reported=2,
        band=BANDS,
    )


def policy(*, rounding: int | None = 2) -> Policy:
    """From the answers of respondents, all nine weights exactly 1/9."""
    score = index(means(respondents(), LAW), "1/9", EQUAL_WEIGHT, rounding)
    return _policy(KEY, score, (LAW, EQUAL_WEIGHT), rounding, "kepuasan-masyarakat")


def policy_011(*, rounding: int | None = 2) -> Policy:
    """The same with the weight that many reports print, 0.11."""
    score = index(means(respondents(), LAW), "0.11", PRINTED_WEIGHT, rounding)
    return _policy(KEY_011, score, (LAW, PRINTED_WEIGHT), rounding, "")


def policy_nrr(*, rounding: int | None = 2) -> Policy:
    """From the nine means, for units that keep no single answers."""
    score = index(elements(4), "1/9", EQUAL_WEIGHT, rounding)
    return _policy(KEY_NRR, score, (LAW, EQUAL_WEIGHT), rounding, "")
