"""A value of the old scale (PP 46/2011) on the scale of PP 30/2019, for the half years of 2021."""

from __future__ import annotations

from ..algebra import Number, Source, Steps
from ..policies import Policy
from .choices import rounding_option, settled

KEY = "integrasi-2021"

PIECES = Source("Integrasi nilai kinerja 2021", grade="agree", note="tiap rentang lama ke rentang baru")
CAP = Source(
    "Penyusun",
    grade="choice",
    note="celah antara bilangan bulat termasuk rentang di bawahnya, tidak melebihi awal rentang berikutnya",
)
YEAR = Source(
    "Integrasi nilai kinerja 2021",
    grade="agree",
    note="nilai setahun: separuh nilai konversi semester pertama dan separuh nilai semester kedua",
)

nilai_lama = Number("nilai_lama", "Nilai skala lama", english="Value of the old scale", low=0, high=100, decimals=2)


def policy(*, rounding: int | None = 2) -> Policy:
    """The converted value, piece by piece; each piece ends where the next begins."""
    value = Steps(
        nilai_lama,
        (">= 99", 120),
        (">= 91", (110 + (nilai_lama - 91) * "10/8").capped(120)),
        (">= 76", (90 + (nilai_lama - 76) * "19/14").capped(110)),
        (">= 61", (70 + (nilai_lama - 61) * "19/14").capped(90)),
        (">= 51", (50 + (nilai_lama - 51) * "19/9").capped(70)),
        otherwise=(nilai_lama / 50 * 49).capped(50),
        source=PIECES,
    )
    return Policy(
        KEY,
        "Integrasi Nilai Kinerja 2021",
        english="Old values on the scale of PP 30/2019",
        since="2021-01-01",
        until="2021-12-31",
        sources=(PIECES, CAP, YEAR),
        options=[rounding_option(KEY, rounding)],
        score=settled(value, rounding).named("nilai", "Nilai integrasi", (PIECES, CAP), english="Converted value"),
        reported=2,
    )
