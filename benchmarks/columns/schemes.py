"""Every other scheme of the library as plain float code over whole columns, as a user would write it.

``NAIVE`` holds a function for each key: from a table to scores (None for a scheme without a number) and bands (None for
one that has none).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import ours
import schemes_data as data
import survey
from harness import Implementation, Job, Limit
from tables import Column, Columns, Offsets, Table

from asn_appraisal import schemes

Scores = tuple[Column | None, Column | None]
IKM_2004 = (43.76, 62.51, 81.26)
NILAI_DASAR = (
    "berorientasi_pelayanan",
    "akuntabel",
    "kompeten",
    "harmonis",
    "loyal",
    "adaptif",
    "kolaboratif",
)
# Rows are ratings of results, columns of behaviour: below, as, above expectation. Predicates from sangat_baik = 0 on.
QUADRANT = np.array([[4, 2, 2], [3, 1, 1], [3, 1, 0]], dtype=np.int8)
# Rows are ratings of performance, columns of potential; boxes from the ninth = 0 on.
NINE_BOXES = 9 - np.array([[1, 3, 6], [2, 5, 8], [4, 7, 9]], dtype=np.int8)
COEFFICIENTS = np.array([3.75, 5, 12.5, 25, 12.5, 25, 37.5, 50])
LATENESS = (0.5, 1, 1.25, 1.5)
SERVICE_EDGES = (1.01, 1.51, 2.01, 2.51, 3.01, 3.51, 4.01, 4.51)


def half_up(values: Column, places: int = 2) -> Column:
    """Two decimals or so many, as floats are usually rounded."""
    return np.floor(values * 10**places + 0.5) / 10**places


def banded(score: Column, edges: tuple[float, ...], *, open_below: bool = False) -> Column:
    """How many edges each score has reached, or passed."""
    return np.digitize(score, edges, right=open_below).astype(np.int8)


def sabang(table: Table) -> Scores:
    """Two higher-is-better targets and one lower-is-better, clamped, weighted."""
    c = table.columns
    speed = np.clip((2 - c["kecepatan"] / 7) * 100, 0, 120)
    satisfaction = np.clip(c["kepuasan"] / 85 * 100, 0, 120)
    accuracy = np.clip(c["akurasi"] / 98 * 100, 0, 120)
    score = half_up(0.40 * speed + 0.35 * satisfaction + 0.25 * accuracy)
    return score, banded(score, (50, 70, 90, 110))


def pp_30_2019(table: Table) -> Scores:
    """Two weightings, and a highest band that asks for an idea."""
    c = table.columns
    plan, behaviour = c["nilai_skp"], c["nilai_perilaku"]
    score = half_up(np.where(c["penilaian_rekan"], 0.6 * plan + 0.4 * behaviour, 0.7 * plan + 0.3 * behaviour))
    band = banded(score, (50, 70, 90, 110))
    return score, np.where((band == 4) & ~c["ide_baru"], 3, band).astype(np.int8)


def permenpanrb_6_2022(table: Table) -> Scores:
    """A look-up in the quadrant."""
    return None, QUADRANT[table.columns["hasil_kerja"], table.columns["perilaku_kerja"]]


def _survey(table: Table, weight: float, edges: tuple[float, ...]) -> Scores:
    offsets = table.ends()
    sizes = np.diff(offsets)
    means = [np.add.reduceat(column.astype(np.float64), offsets[:-1]) / sizes for column in table.items.values()]
    score = half_up(sum(mean * weight for mean in means) * 25)
    return score, banded(score, edges)


def _means(columns: Columns, weight: float) -> Column:
    return np.asarray(sum(columns[key] * weight for key in columns))


def permenpanrb_14_2017_nrr(table: Table) -> Scores:
    """Nine means that were worked out elsewhere."""
    score = half_up(_means(table.columns, 1 / 9) * 25)
    return score, banded(score, survey.EDGES)


def kepmenpan_25_2004(table: Table) -> Scores:
    """Fourteen means, an index of three decimals, times 25."""
    score = half_up(_means(table.columns, 0.071), 3) * 25
    return score, banded(score, IKM_2004)


def bkn_8_2019(table: Table) -> Scores:
    """Points of categories, and competence by the kind of post."""
    c = table.columns
    hours = (c["jp_diklat_teknis"] >= 20).astype(np.float64)
    competence = np.select(
        [c["jenis_jabatan"] == 0, c["jenis_jabatan"] == 1],
        [
            15 * c["diklat_kepemimpinan"] + 15 * hours + 10 * c["seminar"],
            15 * c["diklat_fungsional"] + 15 * hours + 10 * c["seminar"],
        ],
        22.5 * hours + 17.5 * c["seminar"],
    )
    education = np.array([25, 20, 15, 10, 5, 1])[c["pendidikan"]]
    performance = np.array([30, 25, 15, 5, 1])[c["predikat_kinerja"]]
    discipline = np.array([5, 3, 2, 1])[c["hukuman_disiplin"]]
    score = half_up(education + competence + performance + discipline)
    return score, banded(score, (61, 71, 81, 91))


def permenpanrb_88_2021(table: Table) -> Scores:
    """Four components, bands open below."""
    c = table.columns
    score = half_up(0.30 * c["perencanaan"] + 0.30 * c["pengukuran"] + 0.15 * c["pelaporan"] + 0.25 * c["evaluasi"])
    return score, banded(score, (30, 50, 60, 70, 80, 90), open_below=True)


def as_given(table: Table, edges: tuple[float, ...]) -> Scores:
    """The field is the score; only its band is looked up."""
    return table.columns["nilai"], banded(table.columns["nilai"], edges)


def kmk_127_2026(table: Table) -> Scores:
    """Achievements by polarity, weighted by quality, calibrated, joined with the organisation's value."""
    i, c = table.items, table.columns
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = i["realisasi"] / i["target"] * 100
    inverse = 200 - ratio
    off = np.maximum(np.where(i["realisasi"] <= i["target"], ratio, inverse), 0)
    achieved = np.select(
        [i["konversi_120"], i["polaritas"] == 0, i["polaritas"] == 1],
        [
            np.where(i["realisasi"] >= i["target"], 120, ratio),
            np.where(i["target"] < 0, inverse, ratio),
            np.where(i["target"] == 0, (i["terburuk"] - i["realisasi"]) / i["terburuk"] * 100, inverse),
        ],
        np.interp(off, [0, 90, 100], [0, 100, 120]),
    )
    k3 = (i["kualitas_iki"] + i["kualitas_target"]) / 2
    weighed = np.minimum(np.clip(achieved, 0, 120) * k3, 120) * k3
    starts = table.ends()[:-1]
    results = _calibrated(np.add.reduceat(weighed, starts) / np.add.reduceat(k3, starts), c)
    behaviour = _calibrated(sum(c[key] for key in NILAI_DASAR) / 7, c)
    score = _joined(_corrected(0.75 * results + 0.25 * behaviour, c), c)
    ratings = [_rating(_joined(_corrected(each, c), c)) for each in (results, behaviour)]
    return score, QUADRANT[ratings[0], ratings[1]]


def _calibrated(value: Column, c: Columns) -> Column:
    return half_up(np.where(c["jpt_madya"] | (value <= 100), value, 100 + (value - 100) * 0.75))


def _corrected(value: Column, c: Columns) -> Column:
    return np.clip(value - c["hukdis"] - c["dampak"] + c["koreksi"], 0, 120)


def _joined(own: Column, c: Columns) -> Column:
    weight = np.where(own >= c["nko"], np.where(c["kelompok"] == 0, 0.5, 0.3), 0.1)
    return half_up(weight * c["nko"] + (1 - weight) * own)


def _rating(value: Column) -> Column:
    return np.where(value > 100, 2, np.where(value >= 90, 1, 0))


def permenpanrb_8_2021(table: Table) -> Scores:
    """Whole percents of indicators by pieces, two means, and points for additional results."""
    (main, main_offsets), (initiatives, offsets), (added, added_offsets) = (
        table.several[name] for name in ("kinerja_utama", "inisiatif_strategis", "kinerja_tambahan")
    )
    sizes = np.diff(offsets)
    ku = _sums(_indicator_value(main), main_offsets) / np.diff(main_offsets)
    initiative = _sums(_indicator_value(initiatives), offsets) / np.maximum(sizes, 1)
    ku = np.where(sizes > 0, 0.6 * ku + 0.4 * initiative, ku)
    points = np.array([100, 80, 60, 40, 20])[added["nilai_kategori"]] / 100 * added["lingkup"] / 100 * added["nilai"]
    return half_up(np.minimum(ku + np.minimum(_sums(points, added_offsets), 10), 120)), None


def _indicator_value(i: Columns) -> Column:
    upper = np.where(np.isnan(i["target_atas"]), i["target"], i["target_atas"])
    ratio = i["realisasi"] / np.clip(i["realisasi"], i["target"], upper) * 100
    reached = np.maximum(half_up(np.where(i["polaritas"] == 0, ratio, 200 - ratio), 0), 0)
    value = np.select(
        [reached > 110, reached >= 101, reached >= 100, reached >= 80, reached >= 60],
        [120, 110 + (reached - 101) * 10 / 9, 109, reached - 10, reached - 10],
        reached / 59 * 49,
    )
    return np.where(i["maksimum"] & (reached >= 100), 120, value)


def _sums(values: Column, offsets: Offsets) -> Column:
    """The sum of each record's rows; ``reduceat`` gives the next row for an empty list, which is 0."""
    return np.where(np.diff(offsets) > 0, np.add.reduceat(np.append(values, 0), offsets[:-1]), 0)


def integrasi_2021(table: Table) -> Scores:
    """A straight piece for each old band, each up to where the next begins."""
    old = table.columns["nilai_lama"]
    value = np.select(
        [old >= 99, old >= 91, old >= 76, old >= 61, old >= 51],
        [
            120,
            np.minimum(110 + (old - 91) * 10 / 8, 120),
            np.minimum(90 + (old - 76) * 19 / 14, 110),
            np.minimum(70 + (old - 61) * 19 / 14, 90),
            np.minimum(50 + (old - 51) * 19 / 9, 70),
        ],
        np.minimum(old / 50 * 49, 50),
    )
    return half_up(value), None


def permenpanrb_1_2023(table: Table) -> Scores:
    """Months, share and coefficient, by look-up."""
    c = table.columns
    share = np.array([1.5, 1, 0.75, 0.5, 0.25])[c["predikat"]]
    return half_up(c["bulan"] / 12 * share * COEFFICIENTS[c["jenjang"]], 3), None


def _service_index(table: Table, shares: tuple[int, ...]) -> Scores:
    aspects = (
        np.add.reduceat(items["skor"] * items["bobot"] / 100, offsets[:-1]) for items, offsets in table.several.values()
    )
    score = half_up(np.asarray(sum(share / 100 * aspect for share, aspect in zip(shares, aspects, strict=True))))
    return score, banded(score, SERVICE_EDGES)


def permenpanrb_3_2020(table: Table) -> Scores:
    """A look-up in the nine boxes."""
    return None, NINE_BOXES[table.columns["kinerja"], table.columns["potensial"]]


def tpp_indragiri_hulu_2026(table: Table) -> Scores:
    """What is left of 100 after all deductions."""
    c = table.columns
    events = sum((c[f"tm{step}"] + c[f"pc{step}"]) * percent for step, percent in enumerate(LATENESS, 1))
    return 100 - np.minimum(half_up(events + 3 * c["tk"]), 100), None


def permenpanrb_8_2026(table: Table) -> Scores:
    """Seven aspects weighted."""
    weights = (0.10, 0.10, 0.15, 0.15, 0.10, 0.15, 0.25)
    score = half_up(np.asarray(sum(weight * table.columns[f"aspek_{i}"] for i, weight in enumerate(weights, 1))))
    return score, banded(score, (1.5, 2.5, 3.5, 4))


NAIVE: dict[str, Callable[[Table], Scores]] = {
    "sabang-layanan": sabang,
    "pp-30-2019": pp_30_2019,
    "permenpanrb-8-2021": permenpanrb_8_2021,
    "integrasi-2021": integrasi_2021,
    "permenpanrb-6-2022": permenpanrb_6_2022,
    "permenpanrb-1-2023": permenpanrb_1_2023,
    "permenpanrb-14-2017-bobot-011": partial(_survey, weight=0.11, edges=survey.EDGES),
    "permenpanrb-14-2017-nrr": permenpanrb_14_2017_nrr,
    "permenpanrb-16-2014": partial(_survey, weight=1 / 9, edges=IKM_2004),
    "kepmenpan-25-2004": kepmenpan_25_2004,
    "bkn-8-2019": bkn_8_2019,
    "permenpanrb-88-2021": permenpanrb_88_2021,
    "permenpanrb-17-2017": partial(_service_index, shares=(30, 18, 15, 15, 15, 7)),
    "permenpanrb-29-2022": partial(_service_index, shares=(24, 25, 18, 11, 10, 12)),
    "ombudsman-2022": partial(as_given, edges=(32, 54, 78, 88)),
    "permenpan-16-2009": partial(as_given, edges=(51, 61, 76, 91)),
    "permenpanrb-3-2020": permenpanrb_3_2020,
    "kmk-127-2026": kmk_127_2026,
    "tpp-indragiri-hulu-2026": tpp_indragiri_hulu_2026,
    "permenpanrb-8-2026": permenpanrb_8_2026,
}
SURVEYS = frozenset({"permenpanrb-14-2017-bobot-011", "permenpanrb-16-2014"})
WITH_LISTS: dict[str, Callable[..., Table]] = {
    "kmk-127-2026": data.kmk_table,
    "permenpanrb-8-2021": data.leaders_table,
    "permenpanrb-17-2017": data.service_table,
    "permenpanrb-29-2022": data.service_table,
}
PLACES = {"kepmenpan-25-2004": 3, "permenpanrb-1-2023": 3}


def with_bands(result: Scores) -> tuple[Column | None, Column]:
    """The common form: zeros where a scheme has no bands."""
    scores, bands = result
    return scores, np.zeros(0 if scores is None else len(scores), np.int8) if bands is None else bands


def _checked(key: str, places: int) -> str:
    """How often the plain float code and the exact answer differ on whole numbers, which says that it is the same rule."""
    job = _job(key)
    table = job.data["whole"](data.CHECKED if key not in SURVEYS else 100 * survey.EDGE_SIZE)
    (scores, bands), (units, exact_bands) = with_bands(NAIVE[key](table)), job.oracle(table)
    count = len(exact_bands)
    off = (
        "none"
        if units is None or scores is None
        else f"{np.abs(scores[:count] - units / 10**places).max():.3g} at most"
    )
    return f"plain floats off by {off}, other bands in {int((bands[:count] != exact_bands).sum())} of {count:,} rows"


def _job(key: str) -> Job:
    policy, places = schemes.get(key), PLACES.get(key, 2)
    if key in SURVEYS:
        draw: Callable[..., Table] = data.survey_table
    else:
        draw = partial(WITH_LISTS.get(key, data.table_of), policy)
    return Job(
        key,
        f"{key}: {policy.title}",
        {"random": draw, "whole": partial(draw, places=0)},
        partial(data.exact, policy=policy, places=places, rows=40 if key in SURVEYS else data.CHECKED),
        partial(_checked, key, places),
        (*ours.scheme(key), Implementation("naive numpy", NAIVE[key], finish=with_bands)),
        ("naive numpy",),
        (
            Limit("ours, ingested", "naive numpy", 3.0),
            Limit("ours, raw, compiled", "naive numpy", 1.0),
            Limit("ours, ingested, compiled", "naive numpy", 0.33),
        ),
        rows=200_000 if key in WITH_LISTS else 1_000_000,
        places=places,
        **({"size": survey.respondents} if key in SURVEYS else {}),
    )


def jobs() -> dict[str, Callable[[], Job]]:
    """The jobs of this module, one for each scheme."""
    return {key: partial(_job, key) for key in NAIVE}
