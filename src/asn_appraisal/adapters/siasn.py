"""SIASN: the codes of the national personnel service for ratings and predicates, and its message SKP-22.

It reads and writes data alone, without a network. The service reads one spelling of a field and sends another; both are
read, one is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import field, frozen

from ..errors import ForeignCodeError, ForeignFieldError
from ..schemes import get
from ..schemes.permenpanrb_6_2022 import PREDIKAT

RATING_CODES = {"di_atas": 1, "sesuai": 2, "di_bawah": 3}
PREDICATE_CODES = {level.key: code for code, level in enumerate(PREDIKAT, start=1)}
STATUSES = ("ASN", "NON ASN")

# Our name of a field: the spelling that we write, then the one that the service sends.
_SPELLINGS = {
    "hasil_kerja": ("hasilKinerjaNilai",),
    "perilaku_kerja": ("perilakuKerjaNilai", "PerilakuKerjaNilai"),
    "predikat": ("kuadranKinerjaNilai", "KuadranKinerjaNilai"),
    "tahun": ("tahun",),
    "pegawai": ("pnsDinilaiOrang", "pnsDinilaiId"),
    "golongan": ("penilaiGolongan", "penilaiGolonganId"),
    "nip": ("penilaiNipNrp", "nipNrpPenilai"),
    "nama": ("penilaiNama", "namaPenilai"),
    "jabatan": ("penilaiJabatan", "penilaiJabatanNm"),
    "unor": ("penilaiUnorNama", "penilaiUnorNm"),
    "status": ("statusPenilai",),
}
_DOCUMENT = ("dok_id", "dok_nama", "dok_uri", "object", "slug")


def rating_code(rating: str) -> int:
    """The code of a rating against expectation: 1 ``di_atas``, 2 ``sesuai``, 3 ``di_bawah``."""
    return _code(rating, RATING_CODES, "rating")


def rating_of(code: object) -> str:
    """The rating of a code, a whole number or its digit as text."""
    return _key(code, RATING_CODES, "rating")


def predicate_code(predicate: str) -> int:
    """The code of a predicate: 1 ``sangat_baik`` to 5 ``sangat_kurang``.

    >>> predicate_code("kurang")
    4
    """
    return _code(predicate, PREDICATE_CODES, "predikat")


def predicate_of(code: object) -> str:
    """The predicate of a code, a whole number or its digit as text.

    >>> predicate_of(4), predicate_of("1")
    ('kurang', 'sangat_baik')
    """
    return _key(code, PREDICATE_CODES, "predikat")


@frozen
class Assessor:
    """Who appraised: ``status`` is ``"ASN"`` or ``"NON ASN"``, ``golongan`` the id of the rank."""

    nip: str
    nama: str
    jabatan: str
    unor: str
    golongan: str
    status: str = "ASN"

    def __attrs_post_init__(self) -> None:
        if self.status not in STATUSES:
            raise ForeignCodeError(field="statusPenilai", right=", ".join(STATUSES))


def _documents(documents: Iterable[Mapping[str, Any]]) -> tuple[tuple[tuple[str, str], ...], ...]:
    return tuple(
        tuple((name, _text(document, (name,), optional=True)) for name in _DOCUMENT)
        for document in _list(documents, "path")
    )


@frozen
class Skp22:
    """The yearly result of one employee as SIASN keeps it: two ratings, the year, who appraised, documents.

    ``pegawai`` is the service's id of the employee, ``id`` that of the entry (None when it is new). ``documents`` have
    the fields dok_id, dok_nama, dok_uri, object and slug. The predicate follows from the ratings and is never given.

    >>> penilai = Assessor("197911302005011002", "Nurlela Husna", "Kepala Dinas", "Disdukcapil", "41")
    >>> skp = Skp22("di_atas", "di_bawah", tahun=2025, pegawai="A8ACA7", penilai=penilai)
    >>> skp.predikat, skp.to_payload()["kuadranKinerjaNilai"]
    ('kurang', 4)
    """

    hasil_kerja: str
    perilaku_kerja: str
    tahun: int = field(kw_only=True)
    pegawai: str = field(kw_only=True)
    penilai: Assessor = field(kw_only=True)
    id: str | None = field(default=None, kw_only=True)
    documents: tuple[tuple[tuple[str, str], ...], ...] = field(default=(), kw_only=True, converter=_documents)

    def __attrs_post_init__(self) -> None:
        rating_code(self.hasil_kerja)
        rating_code(self.perilaku_kerja)

    @property
    def predikat(self) -> str:
        """The predicate of the two ratings by the table of PermenPANRB 6/2022."""
        return _predicate(self.hasil_kerja, self.perilaku_kerja)

    def to_payload(self) -> dict[str, Any]:
        """The message SKP-22 in the spelling that the service reads; codes and the year are whole numbers."""
        return {
            "id": self.id,
            "hasilKinerjaNilai": rating_code(self.hasil_kerja),
            "perilakuKerjaNilai": rating_code(self.perilaku_kerja),
            "kuadranKinerjaNilai": predicate_code(self.predikat),
            "tahun": self.tahun,
            "pnsDinilaiOrang": self.pegawai,
            "penilaiGolongan": self.penilai.golongan,
            "penilaiNipNrp": self.penilai.nip,
            "penilaiNama": self.penilai.nama,
            "penilaiJabatan": self.penilai.jabatan,
            "penilaiUnorNama": self.penilai.unor,
            "statusPenilai": self.penilai.status,
            "path": [dict(document) for document in self.documents],
        }


def from_payload(payload: Mapping[str, Any]) -> Skp22:
    """The message SKP-22 as read, in either spelling; other fields are ignored.

    Raises ``ForeignCodeError`` for a code that does not exist or a quadrant that contradicts the ratings,
    ``ForeignFieldError`` for a field that is missing, of the wrong kind, or given in two spellings with two values.
    """
    hasil = _key(_value(payload, _SPELLINGS["hasil_kerja"]), RATING_CODES, "hasilKinerjaNilai")
    perilaku = _key(_value(payload, _SPELLINGS["perilaku_kerja"]), RATING_CODES, "perilakuKerjaNilai")
    quadrant = _key(_value(payload, _SPELLINGS["predikat"]), PREDICATE_CODES, "kuadranKinerjaNilai")
    right = _predicate(hasil, perilaku)
    if quadrant != right:
        # Often a quadrant that was computed as the worse of the two ratings: misconduct (4) then hides as 3.
        raise ForeignCodeError(field="kuadranKinerjaNilai", right=f"{PREDICATE_CODES[right]} ({right})")
    names = ("nip", "nama", "jabatan", "unor", "golongan", "status")
    year = _whole(_value(payload, _SPELLINGS["tahun"]))
    if year is None:
        raise ForeignFieldError(field="tahun", right="tahun (2025)")
    return Skp22(
        hasil,
        perilaku,
        tahun=year,
        pegawai=_text(payload, _SPELLINGS["pegawai"]),
        penilai=Assessor(**{name: _text(payload, _SPELLINGS[name]) for name in names}),
        id=_text(payload, ("id",), optional=True) or None,
        documents=payload.get("path") or (),
    )


def _predicate(hasil: str, perilaku: str) -> str:
    grid: Any = get("permenpanrb-6-2022").band
    found: str = grid.cell(hasil, perilaku)
    return found


def _code(key: str, codes: Mapping[str, int], what: str) -> int:
    if key not in codes:
        raise ForeignCodeError(field=what, right=", ".join(codes))
    return codes[key]


def _key(code: object, codes: Mapping[str, int], what: str) -> str:
    number = _whole(code)
    for key, known in codes.items():
        if number == known:
            return key
    raise ForeignCodeError(field=what, right=", ".join(f"{known} ({key})" for key, known in codes.items()))


def _whole(value: object) -> int | None:
    """A whole number, also as text; services write both. A float or a bool is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 4:
        return int(value)
    return None


def _value(payload: Mapping[str, Any], spellings: tuple[str, ...]) -> Any:
    found = [payload[name] for name in spellings if payload.get(name) is not None]
    if not found or any(each != found[0] for each in found):
        raise ForeignFieldError(field=" / ".join(spellings), right=spellings[0])
    return found[0]


def _text(payload: Mapping[str, Any], spellings: tuple[str, ...], *, optional: bool = False) -> str:
    if optional and all(payload.get(name) is None for name in spellings):
        return ""
    found = _value(payload, spellings)
    if not isinstance(found, str) or not (optional or found.strip()):
        raise ForeignFieldError(field=" / ".join(spellings), right=f"{spellings[0]} (text)")
    return found


def _list(documents: Any, name: str) -> tuple[Mapping[str, Any], ...]:
    if isinstance(documents, str | Mapping) or not isinstance(documents, Iterable):
        raise ForeignFieldError(field=name, right="[{dok_id, dok_nama, dok_uri, object, slug}, ...]")
    found = tuple(documents)
    if not all(isinstance(each, Mapping) for each in found):
        raise ForeignFieldError(field=name, right="[{dok_id, dok_nama, dok_uri, object, slug}, ...]")
    return found
