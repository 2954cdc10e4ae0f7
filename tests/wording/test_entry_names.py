import pytest

from asn_appraisal import Category, Expression, Grid, Items, Number
from asn_appraisal.wording.entry_names import EntryNames, entry_names

SPEED = Number("kecepatan", "Kecepatan", english="Speed")
T, W = Number("target", "Target", english="Aim"), Number("bobot_kerja")
ROWS = Items("kegiatan", (T, W), "kegiatan", english="activities")
TOTAL = ROWS.weighted(T, by=W).named("kerja", "Hasil kerja", english="Results")


def test_entries_are_called_by_their_names_in_each_language() -> None:
    entries = (SPEED, T, W, TOTAL)
    assert [EntryNames([TOTAL + SPEED]).of(each) for each in entries] == [
        "Kecepatan",
        "Target",
        "bobot kerja",
        "Hasil kerja",
    ]
    assert [EntryNames([TOTAL + SPEED], "en").of(each) for each in entries] == [
        "Speed",
        "Aim",
        "bobot kerja",
        "Results",
    ]


def test_keys_are_said_where_they_are_asked_for() -> None:
    names = EntryNames([TOTAL + SPEED], "en", keys=True)
    assert [names.of(each) for each in (SPEED, T, TOTAL)] == ["kecepatan", "target", "kerja"]
    assert names.place("kegiatan[0].target") == "kegiatan[0].target"


def test_a_part_called_like_a_field_is_the_score_for_it() -> None:
    part = (SPEED * 2).named("kecepatan_nilai", "Kecepatan", english="Speed")
    assert [EntryNames([part]).of(each) for each in (SPEED, part)] == ["Kecepatan", "Nilai Kecepatan"]
    assert EntryNames([part], "en").of(part) == "Score for Speed"


def test_a_label_called_like_a_field_gets_its_key() -> None:
    level = Category("level", ["a"], "Mutu")
    grid = Grid(level, Category("kolom", ["p"]), {("a", "p"): "q"}).named("hasil", "mutu")
    names = EntryNames([grid])
    assert [names.of(level), names.of(grid)] == ["Mutu (level)", "mutu (hasil)"]


def test_parts_that_are_called_alike_get_their_keys() -> None:
    one, other = (SPEED * 2).named("awal", "Hasil"), (SPEED * 3).named("akhir", "hasil")
    names = EntryNames([one + other])
    assert [names.of(one), names.of(other)] == ["Hasil (awal)", "hasil (akhir)"]


@pytest.mark.parametrize(
    ("place", "indonesian", "english"),
    [
        ("kecepatan", "Kecepatan", "Speed"),
        ("kegiatan", "kegiatan", "activities"),
        ("kegiatan[0].target", "Target (kegiatan 1)", "Aim (activities, row 1)"),
        ("kegiatan[11].bobot_kerja", "bobot kerja (kegiatan 12)", "bobot kerja (activities, row 12)"),
        ("lain[0].apa", "apa (lain 1)", "apa (lain, row 1)"),
        ("tidak_dikenal", "tidak_dikenal", "tidak_dikenal"),
        ("bukan tempat!", "bukan tempat!", "bukan tempat!"),
    ],
)
def test_a_place_of_a_record_is_called_by_names_and_its_rows_are_counted_from_one(
    place: str, indonesian: str, english: str
) -> None:
    roots: tuple[Expression, ...] = (TOTAL + SPEED,)
    assert [entry_names(roots, language).place(place) for language in ("id", "en")] == [indonesian, english]


def test_a_field_of_the_record_and_one_of_a_row_with_the_same_key_are_found_in_their_places() -> None:
    own = Number("target", "Target tahunan")
    names = EntryNames([TOTAL + own])
    assert [names.place("target"), names.place("kegiatan[0].target")] == ["Target tahunan", "Target (kegiatan 1)"]
