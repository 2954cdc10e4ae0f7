"""PermenPANRB 29/2022: the index that is published, from the form of the evaluators (F-02) and the users' answers (F-03)."""

from __future__ import annotations

from ..algebra import Number, Source, Weighted
from ..policies import Policy
from .choices import rounding_option, settled
from .permenpanrb_17_2017 import letter_bands
from .permenpanrb_29_2022 import CONVERSION, EDGES, LETTERS, WORKBOOK

KEY = "permenpanrb-29-2022-ipp"

SHARES = Source("PermenPANRB 29/2022", "formulir F-02 dan F-03", grade="single", note="indeks: 75 % F-02 dan 25 % F-03")
FEW_ANSWERS = Source(
    "PermenPANRB 29/2022",
    "formulir F-03",
    grade="single",
    note="bila jawaban pengguna kurang dari jumlah minimum, F-03 dihitung 0: pengisi menulis 0",
)

f02 = Number("f02", "Indeks formulir F-02", english="Index of form F-02", low=0, high=5, decimals=2)
f03 = Number("f03", "Indeks formulir F-03 (pengguna)", english="Index of form F-03 (users)", low=0, high=5, decimals=2)


def policy(*, rounding: int | None = 2) -> Policy:
    """The index of both forms. ``rounding=None`` decides the band on the unrounded index."""
    index = Weighted((75, f02), (25, f03), source=SHARES)
    return Policy(
        KEY,
        "Indeks Pelayanan Publik (F-02 dan F-03)",
        english="Public service index (forms F-02 and F-03)",
        sources=(SHARES, FEW_ANSWERS, EDGES),
        options=[rounding_option(KEY, rounding)],
        score=settled(index, rounding).named("nilai", "Indeks pelayanan publik", SHARES, english="Service index"),
        reported=2,
        band=letter_bands(LETTERS, rounding, WORKBOOK),
        shown=[(20 * index).rounded(2).named("konversi", "Konversi ke 100", CONVERSION, english="Converted to 100")],
    )
