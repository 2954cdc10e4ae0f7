"""PermenPANRB 29/2022: the public service index that replaced that of 17/2017, with other weights."""

from __future__ import annotations

from ..algebra import Source
from ..policies import Policy
from .permenpanrb_17_2017 import LETTERS as LETTERS_2017
from .permenpanrb_17_2017 import service_index

KEY = "permenpanrb-29-2022"

FORM = Source("PermenPANRB 29/2022", grade="agree", note="skor kali bobot seperti pada PermenPANRB 17/2017")
PRINTED_WEIGHT = Source("PermenPANRB 29/2022", grade="text", note="bobot kebijakan 24")
WEIGHTS = Source("PermenPANRB 29/2022", grade="agree", note="bobot 25, 18, 11, 10, 12")
EDGES = Source("PermenPANRB 29/2022", grade="agree", note="huruf dan batas seperti pada PermenPANRB 17/2017")
LOW_NAMES = Source(
    "PermenPANRB 29/2022",
    grade="single",
    note="sebutan D, E dan F; satu program lain tetap memakai Buruk, Sangat Buruk dan Gagal",
)
USERS = Source(
    "PermenPANRB 29/2022",
    "formulir F-03",
    grade="single",
    note="indeks yang diumumkan: 75 % F-02 dan 25 % F-03; skema ini menghitung F-02 saja",
)
WORKBOOK = Source(
    "PermenPANRB 29/2022",
    grade="memory",
    note="pilihan rounding=None: batas lembar kerja 2017; belum dipastikan untuk formulir 2022",
)
CONVERSION = Source("PermenPANRB 29/2022", grade="agree", note="konversi: 20 kali indeks yang belum dibulatkan")

LETTERS = (
    *((key, name, english, EDGES) for key, name, english, _ in LETTERS_2017[:6]),
    ("d", "Pembinaan", "Needs guidance", LOW_NAMES),
    ("e", "Prioritas Pembinaan", "Priority for guidance", LOW_NAMES),
    ("f", "Pembinaan Intensif", "Intensive guidance", LOW_NAMES),
)


def policy(*, rounding: int | None = 2) -> Policy:
    """Six aspects with the weights of 2022. ``rounding=None`` decides the band on the unrounded index."""
    return service_index(
        KEY,
        ((24, PRINTED_WEIGHT), (25, WEIGHTS), (18, WEIGHTS), (11, WEIGHTS), (10, WEIGHTS), (12, WEIGHTS)),
        LETTERS,
        rounding=rounding,
        sources=(FORM, PRINTED_WEIGHT, WEIGHTS, EDGES, USERS),
        form=FORM,
        workbook=WORKBOOK,
        conversion=CONVERSION,
    )
