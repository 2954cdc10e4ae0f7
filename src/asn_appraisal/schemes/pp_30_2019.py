"""PP 30/2019, Pasal 41: Penilaian Kinerja PNS, the second half of 2021."""

from __future__ import annotations

from ..algebra import Band, Bands, Flag, Number, Source, Weighted, When
from ..policies import Policy
from .choices import rounding_option, settled

KEY = "pp-30-2019"

PASAL_41 = Source("PP 30/2019", "Pasal 41", grade="text")
LOW_END = Source("PP 30/2019", "Pasal 41", grade="agree", note="batas 50 antara kurang dan sangat kurang")

nilai_skp = Number("nilai_skp", "Nilai SKP", english="Score of the work plan", low=0, high=120, decimals=2)
nilai_perilaku = Number(
    "nilai_perilaku", "Nilai perilaku kerja", english="Score of behaviour", low=0, high=120, decimals=2
)
penilaian_rekan = Flag(
    "penilaian_rekan", "Ada penilaian rekan kerja dan bawahan", english="Peers and subordinates gave their opinion"
)
ide_baru = Flag("ide_baru", "Menciptakan ide baru yang berguna", english="Brought forth a new and useful idea")


def policy(*, rounding: int | None = 2) -> Policy:
    """70 % work plan and 30 % behaviour, or 60 % and 40 % where peers gave their opinion."""
    total = When(
        penilaian_rekan,
        Weighted((60, nilai_skp), (40, nilai_perilaku), source=PASAL_41),
        Weighted((70, nilai_skp), (30, nilai_perilaku), source=PASAL_41),
    )
    return Policy(
        KEY,
        "Penilaian Kinerja PNS",
        english="Performance appraisal of civil servants",
        subject="prestasi-kerja",
        since="2021-07-01",
        until="2021-12-31",
        sources=PASAL_41,
        options=[rounding_option(KEY, rounding)],
        score=settled(total, rounding).named("nilai", "Nilai kinerja", PASAL_41, english="Performance"),
        reported=2,
        band=Bands(
            Band("sangat_baik", ">= 110", "Sangat Baik", english="Very good", requires=ide_baru, source=PASAL_41),
            Band("baik", ">= 90", "Baik", english="Good", source=PASAL_41),
            Band("cukup", ">= 70", "Cukup", english="Fair", source=PASAL_41),
            Band("kurang", ">= 50", "Kurang", english="Poor", source=LOW_END),
            Band("sangat_kurang", None, "Sangat Kurang", english="Very poor", source=LOW_END),
            source=PASAL_41,
        ),
    )
