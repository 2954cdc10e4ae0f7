"""A second evaluation of the official schemes in plain Python, an oracle for the tests of the library.

Written from the text of the specification alone and resting on the standard library alone: exact fractions, one
function per scheme key, the default options only. Section numbers are those of the specification. Ranges and decimals
of the fields are not checked here; a record is taken to hold exact values that have passed the library's own checks.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

Record = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Result:
    """The score after its last round, the key of its band and the named parts on the way to it (Names of parts)."""

    exact: Fraction | None
    band: str | None
    parts: dict[str, object] = field(default_factory=dict)


# --- Conventions ---


def half_up(value: Fraction, places: int) -> Fraction:
    """Round to a number of decimals, a tie going away from zero on both sides (Conventions)."""
    unit = 10**places
    numerator, denominator = value.numerator * unit, value.denominator
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return Fraction(-size if numerator < 0 else size, unit)


def _clamp(value: Fraction, low: int, high: int) -> Fraction:
    """Keep a value between two limits (Conventions)."""
    return min(max(value, Fraction(low)), Fraction(high))


def _mean(values: Sequence[Fraction]) -> Fraction:
    """Take the plain mean of at least one value (Conventions)."""
    return sum(values, Fraction(0)) / len(values)


def _field(record: Record, key: str, default: object = None) -> object:
    """Read a field, where a missing key and None both give the default and no default is an error (Conventions)."""
    value = record.get(key)
    if value is None:
        value = default
    if value is None:
        msg = f"{key} is required"
        raise ValueError(msg)
    return value


def _number(record: Record, key: str, default: int | None = None) -> Fraction:
    """Read an exact number (Conventions)."""
    value = _field(record, key, default)
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        msg = f"{key} must be an int or a Fraction, not {value!r}"
        raise TypeError(msg)
    return Fraction(value)


def _optional_number(record: Record, key: str) -> Fraction | None:
    """Read an exact number that may be absent (Conventions)."""
    return None if record.get(key) is None else _number(record, key)


def _flag(record: Record, key: str, *, default: bool | None = None) -> bool:
    """Read a flag (Conventions)."""
    value = _field(record, key, default)
    if not isinstance(value, bool):
        msg = f"{key} must be true or false, not {value!r}"
        raise TypeError(msg)
    return value


def _category(record: Record, key: str, codes: Sequence[str], default: str | None = None) -> str:
    """Read a category that is one of the given codes (Conventions)."""
    value = _field(record, key, default)
    if not isinstance(value, str) or value not in codes:
        msg = f"{key} must be one of {', '.join(codes)}, not {value!r}"
        raise ValueError(msg)
    return value


def _points(record: Record, key: str, table: Mapping[str, int | str], default: str | None = None) -> Fraction:
    """Read a category and give the number that a table assigns to it (Conventions)."""
    return Fraction(table[_category(record, key, tuple(table), default)])


def _rows(record: Record, key: str, *, required: bool = True) -> tuple[Record, ...]:
    """Read the rows of a list, which must not be empty when the list is required (Conventions)."""
    rows = record.get(key)
    if rows is None:
        rows = ()
    if isinstance(rows, str) or not isinstance(rows, Sequence):
        msg = f"{key} must be a list of rows"
        raise TypeError(msg)
    if required and not rows:
        msg = f"{key} needs at least one row"
        raise ValueError(msg)
    return tuple(rows)


def _reached(value: Fraction, edges: Mapping[str, int | str], below: str) -> str:
    """Give the first band, highest first, whose lower edge the value has reached (Conventions)."""
    return next((band for band, edge in edges.items() if value >= Fraction(edge)), below)


def _exceeded(value: Fraction, edges: Mapping[str, int | str], below: str) -> str:
    """Give the first band, highest first, whose lower edge lies strictly below the value (Conventions)."""
    return next((band for band, edge in edges.items() if value > Fraction(edge)), below)


def _weighted(record: Record, percents: Mapping[str, int]) -> Fraction:
    """Add up fields of a record, each times its percentage (Conventions)."""
    return sum((_number(record, key) * percent / 100 for key, percent in percents.items()), Fraction(0))


# --- 1 ---


def sabang_layanan(record: Record) -> Result:
    """Score service performance in Sabang (section 1)."""
    kecepatan = _clamp((2 - _number(record, "kecepatan") / 7) * 100, 0, 120)
    kepuasan = _clamp(_number(record, "kepuasan") / 85 * 100, 0, 120)
    akurasi = _clamp(_number(record, "akurasi") / 98 * 100, 0, 120)
    nilai = half_up((40 * kecepatan + 35 * kepuasan + 25 * akurasi) / 100, 2)
    edges = {"sangat_baik": 110, "baik": 90, "butuh_perbaikan": 70, "kurang": 50}
    parts: dict[str, object] = {
        "kecepatan_nilai": kecepatan,
        "kepuasan_nilai": kepuasan,
        "akurasi_nilai": akurasi,
        "nilai": nilai,
    }
    return Result(nilai, _reached(nilai, edges, "sangat_kurang"), parts)


# --- 2 ---

_UNSUR_1979 = (
    "kesetiaan",
    "prestasi_kerja",
    "tanggung_jawab",
    "ketaatan",
    "kejujuran",
    "kerjasama",
    "prakarsa",
)


def pp_10_1979(record: Record) -> Result:
    """Take the mean of seven elements of DP3, of eight for officials (second specification, section 8)."""
    unsur = [_number(record, key) for key in _UNSUR_1979]
    kepemimpinan = _optional_number(record, "kepemimpinan")
    if kepemimpinan is not None:
        unsur.append(kepemimpinan)
    nilai = half_up(_mean(unsur), 2)
    band = _reached(nilai, {"amat_baik": 91, "baik": 76, "cukup": 61, "sedang": 51}, "kurang")
    return Result(nilai, band, {"jumlah": sum(unsur, Fraction(0)), "nilai": nilai})


_PERILAKU_2011 = ("orientasi_pelayanan", "integritas", "komitmen", "disiplin", "kerjasama")


def _saving_value(efisiensi: Fraction) -> Fraction:
    """Turn the share of time or money saved into a value, with the drop right above 24 percent (section 2)."""
    return 76 + efisiensi if efisiensi <= 24 else 100 - efisiensi


def _tugas_tambahan_poin(jumlah: Fraction) -> Fraction:
    """Give the points for a number of additional tasks (section 2)."""
    return Fraction(sum(jumlah >= start for start in (1, 4, 7)))


@dataclass(frozen=True, slots=True)
class _Kegiatan:
    """The values of one activity (section 2)."""

    kuantitas: Fraction
    kualitas: Fraction
    efisiensi_waktu: Fraction
    waktu: Fraction
    efisiensi_biaya: Fraction | None
    biaya: Fraction | None
    capaian: Fraction


def _kegiatan(row: Record) -> _Kegiatan:
    """Evaluate one activity, with or without its cost (section 2)."""
    realisasi = _number(row, "realisasi_kuantitas")
    kuantitas = realisasi / _number(row, "target_kuantitas") * 100
    kualitas = _number(row, "realisasi_kualitas") / _number(row, "target_kualitas") * 100
    efisiensi_waktu = 100 - _number(row, "realisasi_waktu") / _number(row, "target_waktu") * 100
    waktu = _saving_value(efisiensi_waktu) if realisasi else Fraction(0)
    aspek = [kuantitas, kualitas, waktu]

    target, biaya_nyata = _optional_number(row, "target_biaya"), _optional_number(row, "realisasi_biaya")
    efisiensi_biaya = biaya = None
    if target is not None and biaya_nyata is not None:
        efisiensi_biaya = 100 - biaya_nyata / target * 100
        biaya = _saving_value(efisiensi_biaya) if realisasi else Fraction(0)
        aspek.append(biaya)
    elif target is not None or biaya_nyata is not None:
        msg = "target_biaya and realisasi_biaya go together"
        raise ValueError(msg)

    return _Kegiatan(kuantitas, kualitas, efisiensi_waktu, waktu, efisiensi_biaya, biaya, _mean(aspek))


def pp_46_2011(record: Record) -> Result:
    """Score the work of a civil servant by SKP and behaviour (section 2)."""
    kegiatan = [_kegiatan(row) for row in _rows(record, "kegiatan")]
    tugas = _tugas_tambahan_poin(_number(record, "tugas_tambahan", 0))
    kreativitas_table = {"tidak_ada": 0, "unit": 3, "organisasi": 6, "negara": 12}
    kreativitas = _points(record, "kreativitas", kreativitas_table, "tidak_ada")
    skp = _mean([satu.capaian for satu in kegiatan]) + tugas + kreativitas

    sikap = [_number(record, key) for key in _PERILAKU_2011]
    kepemimpinan = _optional_number(record, "kepemimpinan")
    if kepemimpinan is not None:
        sikap.append(kepemimpinan)
    perilaku = _mean(sikap)

    nilai = half_up((60 * skp + 40 * perilaku) / 100, 2)
    band = _reached(nilai, {"sangat_baik": 91, "baik": 76, "cukup": 61, "kurang": 51}, "buruk")
    parts: dict[str, object] = {
        "kuantitas": tuple(satu.kuantitas for satu in kegiatan),
        "kualitas": tuple(satu.kualitas for satu in kegiatan),
        "efisiensi_waktu": tuple(satu.efisiensi_waktu for satu in kegiatan),
        "waktu": tuple(satu.waktu for satu in kegiatan),
        "efisiensi_biaya": tuple(satu.efisiensi_biaya for satu in kegiatan),
        "biaya": tuple(satu.biaya for satu in kegiatan),
        "capaian": tuple(satu.capaian for satu in kegiatan),
        "tugas_tambahan_poin": tugas,
        "kreativitas_poin": kreativitas,
        "skp": skp,
        "perilaku": perilaku,
        "nilai": nilai,
    }
    return Result(nilai, band, parts)


# --- 3 ---


def pp_30_2019(record: Record) -> Result:
    """Join SKP and behaviour, the highest predicate being kept for new ideas (section 3)."""
    bobot = 60 if _flag(record, "penilaian_rekan") else 70
    skp, perilaku = _number(record, "nilai_skp"), _number(record, "nilai_perilaku")
    nilai = half_up((bobot * skp + (100 - bobot) * perilaku) / 100, 2)
    band = _reached(nilai, {"baik": 90, "cukup": 70, "kurang": 50}, "sangat_kurang")
    if _flag(record, "ide_baru") and nilai >= 110:
        band = "sangat_baik"
    return Result(nilai, band, {"nilai": nilai})


# --- 4 ---


def _capaian_8_2021(row: Record) -> Fraction:
    """Give the attainment of one indicator in whole percent, not below zero (section 4)."""
    target, realisasi = _number(row, "target"), _number(row, "realisasi")
    target_atas = _optional_number(row, "target_atas")
    polaritas = _category(row, "polaritas", ("normal", "khusus"))
    if target_atas is not None and target_atas < target:
        msg = "target_atas must not be below target"
        raise ValueError(msg)
    if target == 0:
        msg = "target is zero"
        raise ZeroDivisionError(msg)

    if target_atas is not None and target <= realisasi <= target_atas:
        return Fraction(100)
    pembanding = target_atas if target_atas is not None and realisasi > target_atas else target
    rasio = realisasi / pembanding
    capaian = (rasio if polaritas == "normal" else 2 - rasio) * 100
    return max(half_up(capaian, 0), Fraction(0))


def _nilai_8_2021(capaian: Fraction, *, maksimum: bool) -> Fraction:
    """Turn a whole percentage of attainment into the value of an indicator (section 4)."""
    if capaian > 110 or (maksimum and capaian >= 100):
        return Fraction(120)
    if capaian > 100:
        return 110 + Fraction(10, 9) * (capaian - 101)
    if capaian == 100:
        return Fraction(109)
    if capaian >= 80:
        return 70 + (capaian - 80)
    if capaian >= 60:
        return 50 + (capaian - 60)
    return capaian / 59 * 49


def permenpanrb_8_2021(record: Record) -> Result:
    """Score the SKP of a leader (section 4)."""
    utama, inisiatif = _rows(record, "kinerja_utama"), _rows(record, "inisiatif_strategis", required=False)
    semua = utama + inisiatif
    capaian = [_capaian_8_2021(row) for row in semua]
    nilai_iki = [
        _nilai_8_2021(satu, maksimum=_flag(row, "maksimum", default=False))
        for satu, row in zip(capaian, semua, strict=True)
    ]
    ku = _mean(nilai_iki[: len(utama)])
    if inisiatif:
        ku = (60 * ku + 40 * _mean(nilai_iki[len(utama) :])) / 100

    kategori = {"sangat_baik": 100, "baik": 80, "cukup": 60, "kurang": 40, "sangat_kurang": 20}
    tambahan = Fraction(0)
    for row in _rows(record, "kinerja_tambahan", required=False):
        bagian = _points(row, "nilai_kategori", kategori) / 100
        tambahan += bagian * _number(row, "lingkup") / 100 * _number(row, "nilai")
    tambahan = min(tambahan, Fraction(10))

    nilai = half_up(min(ku + tambahan, Fraction(120)), 2)
    parts: dict[str, object] = {
        "capaian": tuple(capaian),
        "nilai_iki": tuple(nilai_iki),
        "ku": ku,
        "tambahan": tambahan,
        "nilai": nilai,
    }
    return Result(nilai, None, parts)


# --- 5 ---

_EKSPEKTASI = ("di_bawah", "sesuai", "di_atas")
_KUADRAN = {
    ("di_atas", "di_atas"): "sangat_baik",
    ("di_atas", "sesuai"): "baik",
    ("di_atas", "di_bawah"): "kurang",
    ("sesuai", "di_atas"): "baik",
    ("sesuai", "sesuai"): "baik",
    ("sesuai", "di_bawah"): "kurang",
    ("di_bawah", "di_atas"): "butuh_perbaikan",
    ("di_bawah", "sesuai"): "butuh_perbaikan",
    ("di_bawah", "di_bawah"): "sangat_kurang",
}


def permenpanrb_6_2022(record: Record) -> Result:
    """Give the predicate from the two ratings, without a number (section 5)."""
    hasil = _category(record, "hasil_kerja", _EKSPEKTASI)
    perilaku = _category(record, "perilaku_kerja", _EKSPEKTASI)
    return Result(None, _KUADRAN[hasil, perilaku])


# --- 6 ---

_KOEFISIEN = {
    "pemula": "3.75",
    "terampil": "5",
    "mahir": "12.5",
    "penyelia": "25",
    "ahli_pertama": "12.5",
    "ahli_muda": "25",
    "ahli_madya": "37.5",
    "ahli_utama": "50",
}
_PERSEN_PREDIKAT = {"sangat_baik": 150, "baik": 100, "butuh_perbaikan": 75, "kurang": 50, "sangat_kurang": 25}


def permenpanrb_1_2023(record: Record) -> Result:
    """Give the credit of a period from the level of the post and the predicate (section 6)."""
    tahunan = _points(record, "predikat", _PERSEN_PREDIKAT) / 100 * _points(record, "jenjang", _KOEFISIEN)
    nilai_penuh = _number(record, "bulan", 12) / 12 * tahunan
    nilai = half_up(nilai_penuh, 3)
    return Result(nilai, None, {"nilai_penuh": nilai_penuh, "nilai": nilai})


# --- 7 and 8 ---

_MUTU_2017 = {"a": "88.31", "b": "76.61", "c": "65.00"}
_MUTU_2004 = {"a": "81.26", "b": "62.51", "c": "43.76"}
_UNSUR = tuple(f"u{number}" for number in range(1, 10))


def _survey(record: Record, weight: Fraction, edges: Mapping[str, int | str]) -> Result:
    """Score a survey of nine elements from its respondents (section 7)."""
    responden = _rows(record, "responden")
    nrr = {f"nrr_{unsur}": _mean([_number(row, unsur) for row in responden]) for unsur in _UNSUR}
    nilai = half_up(sum(nrr.values(), Fraction(0)) * weight * 25, 2)
    return Result(nilai, _reached(nilai, edges, "d"), {**nrr, "nilai": nilai})


def permenpanrb_14_2017(record: Record) -> Result:
    """Score public satisfaction with exact ninths as weights (section 7)."""
    return _survey(record, Fraction(1, 9), _MUTU_2017)


def permenpanrb_14_2017_bobot_011(record: Record) -> Result:
    """Score public satisfaction with the printed weight 0.11 (section 7)."""
    return _survey(record, Fraction("0.11"), _MUTU_2017)


def permenpanrb_14_2017_nrr(record: Record) -> Result:
    """Score public satisfaction from the nine means themselves (section 7)."""
    nilai = half_up(sum((_number(record, unsur) for unsur in _UNSUR), Fraction(0)) / 9 * 25, 2)
    return Result(nilai, _reached(nilai, _MUTU_2017, "d"), {"nilai": nilai})


def permenpanrb_16_2014(record: Record) -> Result:
    """Score public satisfaction as the predecessor did, on the bands of 2004 (section 7)."""
    return _survey(record, Fraction(1, 9), _MUTU_2004)


def kepmenpan_25_2004(record: Record) -> Result:
    """Score public satisfaction from the means of fourteen elements (section 8)."""
    jumlah = sum((_number(record, f"u{number}") for number in range(1, 15)), Fraction(0))
    indeks = half_up(jumlah * Fraction("0.071"), 3)
    nilai = indeks * 25
    return Result(nilai, _reached(nilai, _MUTU_2004, "d"), {"indeks": indeks, "nilai": nilai})


# --- 9 ---


def _kompetensi(record: Record) -> Fraction:
    """Add the points for courses and seminars that count for the kind of post (section 9)."""
    jenis = _category(record, "jenis_jabatan", ("struktural", "fungsional", "pelaksana"))
    teknis = int(_number(record, "jp_diklat_teknis") >= 20)
    seminar = int(_flag(record, "seminar", default=False))
    kepemimpinan = int(_flag(record, "diklat_kepemimpinan", default=False))
    fungsional = int(_flag(record, "diklat_fungsional", default=False))
    if jenis == "pelaksana":
        return Fraction("22.5") * teknis + Fraction("17.5") * seminar
    diklat = kepemimpinan if jenis == "struktural" else fungsional
    return Fraction(15 * diklat + 15 * teknis + 10 * seminar)


def bkn_8_2019(record: Record) -> Result:
    """Score the professionalism of a civil servant (section 9)."""
    pendidikan = {"s3": 25, "s2": 20, "s1_d4": 15, "d3": 10, "d2_d1_slta": 5, "di_bawah_slta": 1}
    predikat = {"sangat_baik": 30, "baik": 25, "cukup": 15, "kurang": 5, "buruk": 1}
    hukuman = {"tidak_pernah": 5, "ringan": 3, "sedang": 2, "berat": 1}
    kualifikasi = _points(record, "pendidikan", pendidikan)
    kompetensi = _kompetensi(record)
    kinerja = _points(record, "predikat_kinerja", predikat)
    disiplin = _points(record, "hukuman_disiplin", hukuman)
    nilai = half_up(kualifikasi + kompetensi + kinerja + disiplin, 2)
    edges = {"sangat_tinggi": 91, "tinggi": 81, "sedang": 71, "rendah": 61}
    parts: dict[str, object] = {
        "kualifikasi": kualifikasi,
        "kompetensi": kompetensi,
        "kinerja": kinerja,
        "disiplin": disiplin,
        "nilai": nilai,
    }
    return Result(nilai, _reached(nilai, edges, "sangat_rendah"), parts)


# --- 10 ---


def permenpanrb_88_2021(record: Record) -> Result:
    """Score the accountability of an agency on bands that exclude their lower edge (section 10)."""
    bobot = {"perencanaan": 30, "pengukuran": 30, "pelaporan": 15, "evaluasi": 25}
    nilai = half_up(_weighted(record, bobot), 2)
    edges = {"aa": 90, "a": 80, "bb": 70, "b": 60, "cc": 50, "c": 30}
    return Result(nilai, _exceeded(nilai, edges, "d"), {"nilai": nilai})


def permenpanrb_88_2021_poin(record: Record) -> Result:
    """Add up the points of the four components, which are percentages times their weights (section 10)."""
    nilai = sum((_number(record, key) for key in ("perencanaan", "pengukuran", "pelaporan", "evaluasi")), Fraction(0))
    edges = {"aa": 90, "a": 80, "bb": 70, "b": 60, "cc": 50, "c": 30}
    return Result(nilai, _exceeded(nilai, edges, "d"), {"nilai": nilai})


def permenpanrb_88_2021_lke(record: Record) -> Result:
    """Add up the points of twelve letters (schemes_2, section 1)."""
    huruf = {"aa": 100, "a": 90, "bb": 80, "b": 70, "cc": 60, "c": 50, "d": 30, "e": 0}
    bobot = {
        "perencanaan": ("6", "9", "15"),
        "pengukuran": ("6", "9", "15"),
        "pelaporan": ("3", "4.5", "7.5"),
        "evaluasi": ("5", "7.5", "12.5"),
    }
    komponen = {}
    for key, (ada, mutu, manfaat) in bobot.items():
        komponen[key] = (
            Fraction(ada) * _points(record, f"{key}_keberadaan", huruf)
            + Fraction(mutu) * _points(record, f"{key}_kualitas", huruf)
            + Fraction(manfaat) * _points(record, f"{key}_pemanfaatan", huruf)
        ) / 100
    nilai = sum(komponen.values(), Fraction(0))
    edges = {"aa": 90, "a": 80, "bb": 70, "b": 60, "cc": 50, "c": 30}
    return Result(nilai, _exceeded(nilai, edges, "d"), {**komponen, "nilai": nilai})


def permenpanrb_90_2021(record: Record) -> Result:
    """Add up an integrity zone and ask each gate of the higher predicate, then of the lower one (schemes_2, section 2)."""
    bobot = {
        "manajemen_perubahan": 8,
        "tatalaksana": 7,
        "sdm": 10,
        "akuntabilitas": 10,
        "pengawasan": 15,
        "pelayanan": 10,
    }
    area = {key: _number(record, f"{key}_pemenuhan") + _number(record, f"{key}_reform") for key in bobot}
    pengungkit = sum(area.values(), Fraction(0))
    spak = half_up(_number(record, "ipak") / 4 * Fraction("17.5"), 2)
    capaian = _number(record, "capaian_kinerja")
    birokrasi = spak + capaian
    prima = half_up(_number(record, "ipkp") / 4 * Fraction("17.5"), 2)
    nilai = pengungkit + birokrasi + prima
    hasil = (nilai, pengungkit, birokrasi, spak, capaian, prima)
    syarat = {
        "wbbm": (75, ("85", "48", "19.50", "15.75", "3.75", "15.75")),
        "wbk": (60, ("75", "40", "18.25", "15.75", "2.50", "14.00")),
    }
    boleh = {"wbbm": _flag(record, "berpredikat_wbk", default=False), "wbk": True}
    lulus = [
        band
        for band, (persen, batas) in syarat.items()
        if boleh[band]
        and all(area[key] * 100 >= persen * bobot[key] for key in bobot)
        and all(value >= Fraction(edge) for value, edge in zip(hasil, batas, strict=True))
    ]
    parts: dict[str, object] = {f"area_{key}": value for key, value in area.items()}
    parts |= {
        "pengungkit": pengungkit,
        "spak": spak,
        "birokrasi": birokrasi,
        "pelayanan_prima": prima,
        "nilai": nilai,
    }
    return Result(nilai, lulus[0] if lulus else "belum", parts)


# --- 11 ---


def _service_index(record: Record, percents: Mapping[str, int]) -> Result:
    """Score the public service of a unit from six aspects with the given weights (section 11)."""
    aspek = {
        key: sum((_number(row, "skor") * _number(row, "bobot") / 100 for row in _rows(record, key)), Fraction(0))
        for key in percents
    }
    indeks = sum((aspek[key] * percent / 100 for key, percent in percents.items()), Fraction(0))
    nilai = half_up(indeks, 2)
    edges = {
        "a": "4.51",
        "a_minus": "4.01",
        "b": "3.51",
        "b_minus": "3.01",
        "c": "2.51",
        "c_minus": "2.01",
        "d": "1.51",
        "e": "1.01",
    }
    parts: dict[str, object] = {f"aspek_{key}": value for key, value in aspek.items()}
    parts |= {"nilai": nilai, "konversi": half_up(20 * indeks, 2)}
    return Result(nilai, _reached(nilai, edges, "f"), parts)


def permenpanrb_17_2017(record: Record) -> Result:
    """Score the public service index with the weights of 2017 (section 11)."""
    bobot = {"kebijakan": 30, "profesionalisme": 18, "sarana": 15, "informasi": 15, "konsultasi": 15, "inovasi": 7}
    return _service_index(record, bobot)


def permenpanrb_29_2022(record: Record) -> Result:
    """Score the public service index with the weights of 2022 (section 11)."""
    bobot = {"kebijakan": 24, "profesionalisme": 25, "sarana": 18, "informasi": 11, "konsultasi": 10, "inovasi": 12}
    return _service_index(record, bobot)


def permenpanrb_29_2022_ipp(record: Record) -> Result:
    """Join the forms of evaluators and users into the published index (second specification, section 6)."""
    indeks = (3 * _number(record, "f02") + _number(record, "f03")) / 4
    nilai = half_up(indeks, 2)
    letters = ("a", "a_minus", "b", "b_minus", "c", "c_minus", "d", "e")
    band = "f"
    for place, letter in enumerate(letters):
        # A letter begins a hundredth above each half: 4.51, 4.01 and so on down to 1.01.
        if nilai >= Fraction(451 - 50 * place, 100):
            band = letter
            break
    return Result(nilai, band, {"nilai": nilai, "konversi": half_up(20 * indeks, 2)})


# --- 12 and 13 ---


def ombudsman_2022(record: Record) -> Result:
    """Give the band of a compliance value (section 12)."""
    nilai = _number(record, "nilai")
    return Result(nilai, _reached(nilai, {"a": 88, "b": 78, "c": 54, "d": 32}, "e"))


def ombudsman_2021(record: Record) -> Result:
    """Give the zone of a compliance value of 2021 (second specification, section 9)."""
    nilai = _number(record, "nilai")
    return Result(nilai, _reached(nilai, {"hijau": 81, "kuning": 51}, "merah"))


_KOTAK = {
    ("di_bawah", "rendah"): 1,
    ("sesuai", "rendah"): 2,
    ("di_bawah", "menengah"): 3,
    ("di_atas", "rendah"): 4,
    ("sesuai", "menengah"): 5,
    ("di_bawah", "tinggi"): 6,
    ("di_atas", "menengah"): 7,
    ("sesuai", "tinggi"): 8,
    ("di_atas", "tinggi"): 9,
}


def permenpanrb_3_2020(record: Record) -> Result:
    """Place a person in one of the nine boxes of talent, without a number (section 13)."""
    kinerja = _category(record, "kinerja", _EKSPEKTASI)
    potensial = _category(record, "potensial", ("rendah", "menengah", "tinggi"))
    return Result(None, f"kotak_{_KOTAK[kinerja, potensial]}")


# --- 14 ---

_NILAI_DASAR = (
    "berorientasi_pelayanan",
    "akuntabel",
    "kompeten",
    "harmonis",
    "loyal",
    "adaptif",
    "kolaboratif",
)


def _maximize(target: Fraction, realisasi: Fraction) -> Fraction:
    """Give the raw attainment where more is better, also for a negative target (section 14)."""
    rasio = realisasi / target
    return (rasio if target > 0 else 2 - rasio) * 100


def _minimize(target: Fraction, realisasi: Fraction, terburuk: Fraction | None) -> Fraction:
    """Give the raw attainment where less is better, measured from the worst value at a zero target (section 14)."""
    if target < 0:
        msg = "a minimize target must not be negative"
        raise ValueError(msg)
    if target > 0:
        return (2 - realisasi / target) * 100
    if terburuk is None or terburuk <= 0:
        msg = "a minimize target of zero needs a terburuk above zero"
        raise ValueError(msg)
    return (terburuk - realisasi) / terburuk * 100


def _stabilize(target: Fraction, realisasi: Fraction) -> Fraction:
    """Give the raw attainment where nearness to the target is best (section 14)."""
    if target <= 0:
        msg = "a stabilize target must be positive"
        raise ValueError(msg)
    rasio = realisasi / target * 100
    dekat = max(rasio if realisasi <= target else 200 - rasio, Fraction(0))
    return dekat * Fraction(100, 90) if dekat <= 90 else 100 + (dekat - 90) * 2


def _capaian_kmk(row: Record) -> Fraction:
    """Give the attainment of one indicator between 0 and 120 (section 14)."""
    polaritas = _category(row, "polaritas", ("maximize", "minimize", "stabilize"))
    target, realisasi = _number(row, "target"), _number(row, "realisasi")
    konversi = _flag(row, "konversi_120", default=False)
    if konversi and (polaritas != "maximize" or target <= 0):
        msg = "konversi_120 goes with maximize and a positive target"
        raise ValueError(msg)
    if konversi and realisasi >= target:
        return Fraction(120)
    if polaritas == "maximize":
        capaian = _maximize(target, realisasi)
    elif polaritas == "minimize":
        capaian = _minimize(target, realisasi, _optional_number(row, "terburuk"))
    else:
        capaian = _stabilize(target, realisasi)
    return _clamp(capaian, 0, 120)


def _calibrated(value: Fraction, *, jpt_madya: bool) -> Fraction:
    """Flatten what lies above 100, but not for the highest leaders (section 14)."""
    if jpt_madya or value <= 100:
        return value
    return 100 + (value - 100) * Fraction(3, 4)


def _with_nko(value: Fraction, nko: Fraction, kelompok: str) -> Fraction:
    """Mix a value with that of the organisation, whose weight depends on which of them is higher (section 14)."""
    penuh = 50 if kelompok == "pimpinan" else 30
    bobot = penuh if value >= nko else 10
    return (bobot * nko + (100 - bobot) * value) / 100


def _rating(value: Fraction) -> str:
    """Rate a value against expectation (section 14)."""
    if value > 100:
        return "di_atas"
    return "sesuai" if value >= 90 else "di_bawah"


def kmk_127_2026(record: Record) -> Result:
    """Score an employee of the Ministry of Finance and give the predicate (section 14)."""
    rows = _rows(record, "iki")
    capaian = [_capaian_kmk(row) for row in rows]
    k3 = [(_number(row, "kualitas_iki") + _number(row, "kualitas_target")) / 2 for row in rows]
    berbobot = [min(Fraction(120), satu * mutu) * mutu for satu, mutu in zip(capaian, k3, strict=True)]
    nhk_awal = sum(berbobot, Fraction(0)) / sum(k3, Fraction(0))
    npk_awal = _mean([_number(record, key) for key in _NILAI_DASAR])

    jpt_madya = _flag(record, "jpt_madya", default=False)
    nhk = half_up(_calibrated(nhk_awal, jpt_madya=jpt_madya), 2)
    npk = half_up(_calibrated(npk_awal, jpt_madya=jpt_madya), 2)

    penyesuaian = _number(record, "koreksi", 0) - _number(record, "hukdis", 0) - _number(record, "dampak", 0)
    nko = _number(record, "nko")
    kelompok = _category(record, "kelompok", ("pimpinan", "lain"))

    nkp_awal = _clamp((75 * nhk + 25 * npk) / 100 + penyesuaian, 0, 120)
    nilai = half_up(_with_nko(nkp_awal, nko, kelompok), 2)
    hasil = half_up(_with_nko(_clamp(nhk + penyesuaian, 0, 120), nko, kelompok), 2)
    perilaku = half_up(_with_nko(_clamp(npk + penyesuaian, 0, 120), nko, kelompok), 2)
    hasil_kerja, perilaku_kerja = _rating(hasil), _rating(perilaku)
    parts: dict[str, object] = {
        "capaian": tuple(capaian),
        "k3": tuple(k3),
        "nhk_awal": nhk_awal,
        "nhk": nhk,
        "npk_awal": npk_awal,
        "npk": npk,
        "nkp_awal": nkp_awal,
        "nilai": nilai,
        "hasil": hasil,
        "perilaku": perilaku,
        "hasil_kerja": hasil_kerja,
        "perilaku_kerja": perilaku_kerja,
    }
    return Result(nilai, _KUADRAN[hasil_kerja, perilaku_kerja], parts)


# --- 15 and 16 ---


def tpp_indragiri_hulu_2026(record: Record) -> Result:
    """Deduct for late arrival, early leave and absence (section 15)."""
    langkah = {"1": "0.5", "2": "1", "3": "1.25", "4": "1.5"}
    jumlah = 3 * _number(record, "tk")
    for nomor, persen in langkah.items():
        jumlah += Fraction(persen) * (_number(record, f"tm{nomor}") + _number(record, f"pc{nomor}"))
    potongan = min(half_up(jumlah, 2), Fraction(100))
    nilai = 100 - potongan
    return Result(nilai, None, {"potongan": potongan, "nilai": nilai})


def permenpanrb_8_2026(record: Record) -> Result:
    """Score digital government from seven aspects (section 16)."""
    persen = (10, 10, 15, 15, 10, 15, 25)
    bobot = {f"aspek_{nomor}": satu for nomor, satu in enumerate(persen, start=1)}
    nilai = half_up(_weighted(record, bobot), 2)
    edges = {"memuaskan": "4.00", "sangat_baik": "3.50", "baik": "2.50", "cukup": "1.50"}
    return Result(nilai, _reached(nilai, edges, "kurang"), {"nilai": nilai})


# --- 17 and 18 ---


def permenpan_16_2009(record: Record) -> Result:
    """Give the band of a teacher's value: above 90, 75, 60 and 50 (section 17 with law_corrections, A1)."""
    nilai = _number(record, "nilai")
    for band, edge in (("amat_baik", 90), ("baik", 75), ("cukup", 60), ("sedang", 50)):
        if nilai > edge:
            return Result(nilai, band)
    return Result(nilai, "kurang")


def integrasi_2021(record: Record) -> Result:
    """Carry a value of the old scale over to the new one, each piece capped where the next begins (section 18)."""
    lama = _number(record, "nilai_lama")
    if lama >= 99:
        baru = Fraction(120)
    elif lama >= 91:
        baru = min(110 + Fraction(10, 8) * (lama - 91), Fraction(120))
    elif lama >= 76:
        baru = min(90 + Fraction(19, 14) * (lama - 76), Fraction(110))
    elif lama >= 61:
        baru = min(70 + Fraction(19, 14) * (lama - 61), Fraction(90))
    elif lama >= 51:
        baru = min(50 + Fraction(19, 9) * (lama - 51), Fraction(70))
    else:
        baru = min(lama / 50 * 49, Fraction(50))
    nilai = half_up(baru, 2)
    return Result(nilai, None, {"nilai": nilai})


def tpp_40_60(record: Record) -> Result:
    """Join discipline and productivity into the share of the allowance (second specification, section 5)."""
    disiplin, produktivitas = _number(record, "nilai_disiplin"), _number(record, "nilai_produktivitas")
    nilai = half_up((2 * disiplin + 3 * produktivitas) / 5, 2)
    return Result(nilai, None, {"nilai": nilai, "dibayar": half_up(_number(record, "pagu") * nilai / 100, 0)})


_BOBOT_IKPA = {
    "revisi_dipa": 10,
    "deviasi_hal_iii": 15,
    "penyerapan": 20,
    "kontraktual": 10,
    "tagihan": 10,
    "up_tup": 10,
    "capaian_output": 25,
}


def per_5_pb_2024(record: Record) -> Result:
    """Score the execution of a budget from the indicators that were assessed (second specification, section 7)."""
    dinilai = {key: value for key in _BOBOT_IKPA if (value := _optional_number(record, key)) is not None}
    if not dinilai:
        msg = "no indicator was assessed"
        raise ValueError(msg)
    bobot = sum(_BOBOT_IKPA[key] for key in dinilai)
    tertimbang = sum((value * _BOBOT_IKPA[key] for key, value in dinilai.items()), Fraction(0)) / bobot
    nilai = half_up(_clamp(tertimbang - _number(record, "pengurang_dispensasi", 0), 0, 100), 2)
    band = _reached(nilai, {"sangat_baik": 95, "baik": 89, "cukup": 70}, "kurang")
    return Result(nilai, band, {"nilai_tertimbang": tertimbang, "nilai": nilai})


SCHEMES: dict[str, Callable[[Record], Result]] = {
    "sabang-layanan": sabang_layanan,
    "pp-10-1979": pp_10_1979,
    "pp-46-2011": pp_46_2011,
    "pp-30-2019": pp_30_2019,
    "permenpanrb-8-2021": permenpanrb_8_2021,
    "permenpanrb-6-2022": permenpanrb_6_2022,
    "permenpanrb-1-2023": permenpanrb_1_2023,
    "permenpanrb-14-2017": permenpanrb_14_2017,
    "permenpanrb-14-2017-bobot-011": permenpanrb_14_2017_bobot_011,
    "permenpanrb-14-2017-nrr": permenpanrb_14_2017_nrr,
    "permenpanrb-16-2014": permenpanrb_16_2014,
    "kepmenpan-25-2004": kepmenpan_25_2004,
    "bkn-8-2019": bkn_8_2019,
    "permenpanrb-88-2021": permenpanrb_88_2021,
    "permenpanrb-88-2021-poin": permenpanrb_88_2021_poin,
    "permenpanrb-88-2021-lke": permenpanrb_88_2021_lke,
    "permenpanrb-90-2021": permenpanrb_90_2021,
    "permenpanrb-17-2017": permenpanrb_17_2017,
    "permenpanrb-29-2022": permenpanrb_29_2022,
    "permenpanrb-29-2022-ipp": permenpanrb_29_2022_ipp,
    "ombudsman-2022": ombudsman_2022,
    "ombudsman-2021": ombudsman_2021,
    "permenpanrb-3-2020": permenpanrb_3_2020,
    "kmk-127-2026": kmk_127_2026,
    "per-5-pb-2024": per_5_pb_2024,
    "tpp-indragiri-hulu-2026": tpp_indragiri_hulu_2026,
    "tpp-40-60": tpp_40_60,
    "permenpanrb-8-2026": permenpanrb_8_2026,
    "permenpan-16-2009": permenpan_16_2009,
    "integrasi-2021": integrasi_2021,
}
