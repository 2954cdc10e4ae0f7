"""PermenPANRB 16/2014: the survey of public satisfaction before 14/2017; nine elements with the bands of 2004."""

from __future__ import annotations

from ..algebra import Source
from ..policies import Policy
from .choices import rounding_option
from .kepmenpan_25_2004 import bands
from .permenpanrb_14_2017 import UNSUR, index, means, respondents

KEY = "permenpanrb-16-2014"

PRACTICE = Source("PermenPANRB 16/2014", grade="agree", note="sembilan unsur, sebagai praktik")
WEIGHT_AND_EDGES = Source(
    "PermenPANRB 16/2014",
    grade="memory",
    note="bahwa peraturan ini sendiri mencetak bobot dan batas mutu belum dikonfirmasi",
)
MAKLUMAT = Source(
    "PermenPANRB 16/2014",
    grade="single",
    note="unsur kedelapan maklumat pelayanan, kesembilan penanganan pengaduan; nama unsur menurut satu daftar",
)
DATES = Source("PermenPANRB 16/2014", grade="memory", note="hari mulai dan berakhirnya belum dipastikan")

UNSUR_2014 = (
    UNSUR[0],
    ("Prosedur", "Procedure"),
    ("Waktu pelayanan", "Time of service"),
    *UNSUR[3:7],
    ("Maklumat pelayanan", "Service charter"),
    UNSUR[7],
)


def policy(*, rounding: int | None = 2) -> Policy:
    """From the answers of respondents, weights 1/9, with the bands of KepMenPAN 25/2004."""
    return Policy(
        KEY,
        "Survei Kepuasan Masyarakat (2014)",
        english="Survey of public satisfaction (2014)",
        subject="kepuasan-masyarakat",
        since="2014-06-01",
        until="2017-05-08",
        sources=(PRACTICE, WEIGHT_AND_EDGES, MAKLUMAT, DATES),
        options=[rounding_option(KEY, rounding)],
        score=index(means(respondents(UNSUR_2014), PRACTICE), "1/9", WEIGHT_AND_EDGES, rounding),
        reported=2,
        band=bands(WEIGHT_AND_EDGES),
    )
