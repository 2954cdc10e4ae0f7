"""PermenPANRB 3/2020: the nine boxes of talent management. No number: two ratings give the box."""

from __future__ import annotations

from ..algebra import Category, Grid, Level, Source
from ..policies import Policy
from .permenpanrb_6_2022 import EKSPEKTASI

KEY = "permenpanrb-3-2020"

BOXES = Source("PermenPANRB 3/2020", "kotak manajemen talenta", grade="agree")
AMENDED = Source("PermenPANRB 20/2025", grade="text", note="perubahan atas 3/2020 dengan sumbu yang sama")
AMENDED_BOXES = Source("PermenPANRB 20/2025", grade="memory", note="apakah nomor kotak berubah belum dipastikan")

POTENSIAL = (
    Level("rendah", "Rendah", english="Low"),
    Level("menengah", "Menengah", english="Medium"),
    Level("tinggi", "Tinggi", english="High"),
)
KOTAK = tuple(Level(f"kotak_{number}", f"Kotak {number}", english=f"Box {number}") for number in range(9, 0, -1))

kinerja = Category("kinerja", EKSPEKTASI, "Kinerja", english="Performance")
potensial = Category("potensial", POTENSIAL, "Potensial", english="Potential")


def policy() -> Policy:
    """The box of performance and potential."""
    return Policy(
        KEY,
        "Sembilan Kotak Manajemen Talenta ASN",
        english="Nine boxes of talent management",
        sources=(BOXES, AMENDED, AMENDED_BOXES),
        band=Grid(
            kinerja,
            potensial,
            {
                ("di_bawah", "rendah"): "kotak_1",
                ("sesuai", "rendah"): "kotak_2",
                ("di_bawah", "menengah"): "kotak_3",
                ("di_atas", "rendah"): "kotak_4",
                ("sesuai", "menengah"): "kotak_5",
                ("di_bawah", "tinggi"): "kotak_6",
                ("di_atas", "menengah"): "kotak_7",
                ("sesuai", "tinggi"): "kotak_8",
                ("di_atas", "tinggi"): "kotak_9",
            },
            levels=KOTAK,
            source=BOXES,
        ),
    )
