"""The errors, and snapshots of their texts: ``UPDATE_SNAPSHOTS=1 pytest tests/test_errors.py`` rewrites them."""

import os
import pickle
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pandas as pd
import pytest

import asn_appraisal as asn
from asn_appraisal import documents, errors, schemes
from asn_appraisal.adapters.excel.columns import CellFault
from asn_appraisal.analysis.curves import curve
from asn_appraisal.documents.files import read_policy
from asn_appraisal.documents.overlays import overlay
from asn_appraisal.exports.sql import to_sql
from asn_appraisal.texts import LANGUAGES, catalogue

SNAPSHOTS = Path(__file__).with_name("snapshots")
CODES = sorted(code for code in catalogue("errors") if code.startswith("ASN"))


def subclasses(cls: type) -> Iterator[type]:
    for each in cls.__subclasses__():
        yield each
        yield from subclasses(each)


ERRORS = sorted(set(subclasses(asn.AppraisalError)), key=lambda cls: cls.__name__)
# The classes between: what a user catches for a whole family. They are never raised themselves.
FAMILIES = {"NumberError", "BandError", "PolicyError", "SchemeError", "FileFaultError", "DatabaseFaultError"}
CODED = [cls for cls in ERRORS if cls.__name__ not in FAMILIES]

# --- one cause for each code

waktu = asn.Number("waktu", "Waktu", low=0, high=365, decimals=1)
mutu = asn.Number("mutu", "Mutu", low=0, high=100)
biaya = asn.Number("biaya", "Biaya", optional=True)
hadir = asn.Flag("hadir", "Hadir")
jenis = asn.Category("jenis", {"tetap": "Tetap", "kontrak": "Kontrak"})
kegiatan = asn.Items("kegiatan", [asn.Number("bobot", low=0, high=100), asn.Number("hasil", low=0, high=100)])
bulan = asn.Count("bulan", low=1, high=24)
bulanan = asn.Items("bulanan", [bulan], at_most=12, unique=bulan)
bands = asn.Bands(("baik", ">= 76", "Baik"), ("kurang", None, "Kurang"))
predicate = schemes.get("permenpanrb-6-2022").appraise({"hasil_kerja": "sesuai", "perilaku_kerja": "sesuai"})
predicates = ("sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang")


def policy(score: Any, **more: Any) -> asn.Policy:
    return asn.Policy("contoh", "Contoh", score=score, **more)


def in_cell(code: str, **facts: str) -> asn.AppraisalError:
    """A fault of a workbook."""
    fault = CellFault(code, sheet="Data", cell="C7", row=7, key="1985", field="mutu", facts=facts)
    return errors.RecordError(faults=[fault])


def combined(table: dict[str, Any], scored: asn.Policy, **more: Any) -> asn.CombinedScores:
    """A period in which the first person is scored and the second one, 1985, has what the table holds."""
    rows = {"nip": ["1980", "1985"], "biaya": [1, None], **{name: [80, *values] for name, values in table.items()}}
    period = asn.appraise_table(scored, rows, key="nip", on_error="quarantine")
    return asn.combine([period], [12], **more)


def given(score: Any, record: object, **more: Any) -> asn.Appraisal:
    return policy(score, reported=2, **more).appraise(record)


def sum_of(count: int, step: Callable[[Any], Any], *, named: bool = True) -> Any:
    """A part that rests on the one before, so many times over."""
    part: Any = mutu
    for at in range(count):
        part = step(part).named(f"bagian_{at}") if named else step(part)
    return part


CAUSES: dict[str, Callable[[], object]] = {
    "ASN001": lambda: asn.explain(policy(mutu).appraise({"mutu": 90}), language="fr"),
    "ASN101": lambda: mutu * 0.35,
    "ASN102": lambda: mutu * "0,35",
    "ASN103": lambda: mutu + [1],  # type: ignore[operator]  # noqa: RUF005
    "ASN104": lambda: mutu + 10**40,
    "ASN105": lambda: mutu.rounded(2, "half_down"),
    "ASN106": lambda: asn.Number("nilai", high=mutu),  # type: ignore[arg-type]
    "ASN201": lambda: asn.Bands(("baik", "91 ke atas"), ("kurang", None)),
    "ASN202": lambda: asn.Bands(("baik", ">= 76"), ("sangat_baik", ">= 91"), ("kurang", None)),
    "ASN203": lambda: asn.Bands(("sangat_baik", ">= 91"), ("baik", ">= 76")),
    "ASN204": lambda: asn.Bands(("baik", ">= 91"), ("baik", ">= 76"), ("kurang", None)),
    "ASN205": lambda: asn.Grid(jenis, mutu.rated(bands), {("tetap", "baik"): "a", ("kontrak", "baik"): "b"}),
    "ASN206": lambda: asn.Grid(jenis, mutu.rated(bands), {("tetap", "buruk"): "a"}),
    "ASN301": lambda: asn.Weighted((60, mutu), ("39.5", waktu)),
    "ASN302": lambda: mutu + jenis,
    "ASN303": lambda: asn.Mean(mutu, biaya),
    "ASN304": lambda: policy(mutu.named("skp") + waktu.named("skp")),
    "ASN305": lambda: policy(waktu.named("mutu") + mutu),
    "ASN306": lambda: asn.Number("Nilai SKP"),
    "ASN307": lambda: asn.Case(jenis, tetap=1),
    "ASN308": lambda: jenis.is_("honorer"),
    "ASN309": lambda: policy(mutu + asn.Number("mutu", decimals=3)),
    "ASN310": lambda: asn.Number("mutu", high="99.995"),
    "ASN311": lambda: 0 < mutu < 9,
    "ASN312": lambda: policy(mutu / waktu),
    "ASN313": lambda: mutu / 0,
    "ASN314": lambda: policy(mutu.named("nilai_skp")).replace(nilai_spk=1),
    "ASN315": lambda: policy(mutu).replace(mutu=waktu / 3),
    "ASN316": lambda: mutu.through((0, 0), ("90.5", 100), ("90.5", 120)),
    "ASN317": lambda: asn.Rule(asn.rules.target * 2),
    "ASN318": asn.Mean,
    "ASN319": lambda: policy(kegiatan.mean(kegiatan.fields[1]) + kegiatan.fields[1], reported=2),
    "ASN320": lambda: asn.Indicator("mutu", better="more"),
    "ASN321": lambda: asn.Weighted((100, mutu), (0, waktu)),
    "ASN322": lambda: policy(mutu, since="1 Juli 2021"),
    "ASN323": lambda: policy(None),
    "ASN324": lambda: mutu.clamped(120, 0),
    "ASN325": lambda: asn.Number("mutu", decimals=23),
    "ASN326": lambda: curve(mutu + waktu),
    "ASN377": lambda: asn.rule_line(mutu, low=50, high=120),
    "ASN327": lambda: mutu.named("mutu.given"),
    "ASN354": lambda: asn.next_band(policy(mutu, band=asn.Bands(("cepat", "<= 50"), ("lambat", None))), {"mutu": 60}),
    "ASN355": lambda: asn.next_band(asn.schemes.get("ombudsman-2022"), {"nilai": 60}, "aa"),
    "ASN356": lambda: asn.next_band(asn.schemes.get("ombudsman-2022"), {"nilai": 60}, change="nilay"),
    "ASN357": lambda: asn.next_band(asn.schemes.get("ombudsman-2022"), {"nilai": 60}, cost={"nilai": 0}),
    "ASN340": lambda: asn.appraise_table("pp-46-2011", policy(mutu)),  # type: ignore[arg-type]
    "ASN341": lambda: mutu**2,
    "ASN342": lambda: asn.Weighted((60, mutu), (waktu, mutu)),
    "ASN343": lambda: asn.Items("bulanan", (bulan,), unique="bulna"),
    "ASN344": lambda: asn.Items("bulanan", (asn.Count("bulan", optional=True),), unique="bulan"),
    "ASN333": lambda: policy(sum_of(7, lambda part: part * part * part)),
    "ASN334": lambda: policy(sum_of(3, lambda part: asn.Sum(*[part] * 100), named=False)),
    "ASN335": lambda: policy(sum_of(130, lambda part: part + 1)),
    "ASN396": lambda: asn.Cells(decimal="comma", thousands="comma"),
    "ASN400": lambda: given(mutu + waktu, {"mutu": 101}),
    "ASN401": lambda: given(mutu, {}),
    "ASN402": lambda: given(mutu, {"mutu": 90, "catatan": ""}),
    "ASN403": lambda: given(biaya.or_else(0) + mutu, {"mutu": 90, "Biaya": 1}),
    "ASN404": lambda: given(mutu, {"mutu": "sembilan puluh"}),
    "ASN405": lambda: given(mutu, {"mutu": 90.123}),
    "ASN406": lambda: given(mutu, {"mutu": 101}),
    "ASN408": lambda: given(asn.Case(jenis, tetap=1, kontrak=0), {"jenis": "tetp"}),
    "ASN409": lambda: given(hadir.points(5), {"hadir": 1}),
    "ASN410": lambda: given(kegiatan.count(), {"kegiatan": "dua"}),
    "ASN411": lambda: given(kegiatan.count(), {"kegiatan": []}),
    "ASN412": lambda: given(mutu / waktu, {"mutu": 90, "waktu": 0}),
    "ASN413": lambda: given(
        mutu,
        {"mutu": 0},
        checks=[asn.Check(mutu > 0, "mutu harus di atas 0", "mutu must be above 0")],
    ),
    "ASN414": lambda: given(biaya.required + mutu, {"mutu": 90}),
    "ASN415": lambda: given(asn.Mean.of_given(mutu, biaya, at_least=2), {"mutu": 90}),
    "ASN416": lambda: given((mutu * 2).named("ganda").within(0, 100), {"mutu": 51}),
    "ASN417": lambda: given(mutu, {"mutu": "1" * 41}),
    "ASN418": lambda: given(mutu, {"mutu": Decimal("NaN")}),
    "ASN419": lambda: given(mutu, {"mutu": "85,5"}),
    "ASN420": lambda: given(mutu, {"mutu": "1.98E+17"}),
    "ASN421": lambda: given(mutu, {"mutu": 1e20}),
    "ASN422": lambda: given(mutu, "90"),
    "ASN428": lambda: given(mutu, {"mutu": "25.000"}),
    "ASN429": lambda: asn.combine(
        [
            schemes.get("permenpan-16-2009").appraise({"nilai": 91}),
            schemes.get("ombudsman-2022").appraise({"nilai": 90}),
        ],
        [6, 6],
        as_reported=True,
    ),
    "ASN438": lambda: asn.appraise_table(policy(kegiatan.count()), {"nip": ["1985"]}),
    "ASN439": lambda: asn.appraise_table(policy(kegiatan.count()), {"nip": ["1985"]}, items={"aktivitas": {}}),
    "ASN440": lambda: asn.appraise_table(policy(kegiatan.count()), {"nip": ["1985"]}, items={"kegiatan": {"nip": []}}),
    "ASN441": lambda: asn.appraise_table(policy(mutu), type("Table", (), {"__module__": "ibis"})()),
    "ASN442": lambda: asn.appraise_table(policy(mutu), "nilai.csv"),
    "ASN443": lambda: asn.appraise_table(policy(mutu), {"mutu": 90}),
    "ASN444": lambda: asn.appraise_table(policy(mutu), {"mutu": [90, 91], "nama": ["a"]}),
    "ASN445": lambda: asn.appraise_table(policy(mutu), pd.DataFrame([[1, 2]], columns=["mutu", "mutu"])),
    "ASN446": lambda: asn.appraise_table(policy(mutu), {"mutu": [90], "score": [1]}).to_frame(join=True),
    "ASN447": lambda: asn.appraise_table(policy(mutu), {"mutu": [90, 91], "nip": [1985, "1985"]}, key="nip"),
    "ASN450": lambda: asn.appraise_table(policy(mutu), {"nip": ["1985"], "mutu": [90]}, key="NIP"),
    "ASN454": lambda: asn.appraise_table(
        policy(kegiatan.count()),
        None,
        items={"kegiatan": {"nip": ["1985", "1985", "1990"], "bobot": [1] * 3, "hasil": [1] * 3}},
    ),
    "ASN455": lambda: given(bulanan.count(), {"bulanan": [{"bulan": number} for number in range(1, 14)]}),
    "ASN457": lambda: given(bulanan.count(), {"bulanan": [{"bulan": 2}, {"bulan": 3}, {"bulan": 2}]}),
    "ASN456": lambda: [*asn.appraise_batches(policy(mutu), [{"nip": ["1985"], "mutu": [90]}] * 2, key="nip")],
    "ASN460": lambda: given(mutu.named("skp"), {"mutu": 90}).trace.step("skpp"),
    "ASN461": lambda: asn.appraise_table(policy(mutu), {"mutu": [90]}).appraisal(1),
    "ASN466": lambda: asn.appraise_table(
        policy(mutu), pd.DataFrame({"nip": ["1985"], "mutu": [90]}, index=pd.Index(["1990"], name="nip")), key="nip"
    ),
    "ASN499": lambda: given(mutu, {"mutu": 90, **{f"catatan_{n}": "" for n in range(22)}}),  # 22 faults, 20 are shown
    "ASN345": lambda: combined({"mutu": [900]}, policy(mutu)).appraisal("1985"),
    "ASN346": lambda: combined(
        {"mutu": [90]}, policy(mutu * 1 + (biaya * 2).named("saran").or_else(0)), part="saran"
    ).appraisal("1985"),
    "ASN451": lambda: asn.combine([given(mutu, {"mutu": 90})], []),
    "ASN452": lambda: asn.combine([given((mutu / 3).rounded(2), {"mutu": 90})], [12]),
    "ASN361": lambda: asn.combine([predicate], [12]),
    "ASN362": lambda: asn.combine([predicate], [12], numbers={"baik": 100, "cukup": 80}),
    "ASN363": lambda: asn.combine([predicate], [12], numbers=dict.fromkeys(predicates, 1), band="periods"),
    "ASN601": lambda: schemes.get("pp-46-2012"),
    "ASN602": lambda: schemes.in_force("prestasi-kerja", "1979-01-01"),
    "ASN603": lambda: schemes.in_force("prestasi", "2021-03-01"),
    "ASN604": lambda: schemes.get("bkn-8-2019", pembulatan=2),
    "ASN605": lambda: schemes.get("bkn-8-2019", rounding=3),
}

DOCUMENT: dict[str, Any] = {"format": 1, "key": "contoh", "title": "Contoh"}


def document(**more: Any) -> object:
    return documents.from_document(
        {**DOCUMENT, "score": "mutu", "inputs": {"mutu": {"type": "number"}}, "reported": 2, **more}
    )


def overlaid(**more: Any) -> object:
    return overlay(schemes.get("sabang-layanan"), {**DOCUMENT, "base": "sabang-layanan", **more})


CAUSES |= {
    "ASN501": lambda: document(key=1, subjek=""),
    "ASN502": lambda: documents.from_toml("key = "),
    "ASN503": lambda: document(score="+".join(["mutu"] * 60)),
    "ASN504": lambda: document(subjekt=""),
    "ASN505": lambda: document(parts={"nilai": {}}),
    "ASN506": lambda: document(reported="2"),
    "ASN507": lambda: document(format=2),
    "ASN508": lambda: document(score="mutu.but(0)"),
    "ASN509": lambda: document(score="muttu * 2"),
    "ASN510": lambda: document(score="a", parts={"a": {"formula": "b"}, "b": {"formula": "a + mutu"}}),
    "ASN511": lambda: document(sources={"pp": {"law": "PP 46/2011"}}),
    "ASN512": lambda: document(fingerprint="0" * 64),
    "ASN513": lambda: document(
        score="kegiatan.sum(a)",
        inputs={},
        lists={"kegiatan": {"fields": {"mutu": {"type": "number"}}}},
        parts={"a": {"formula": "mutu", "lists": ["kegiatan", "kegiatan"]}},
    ),
    "ASN515": lambda: overlaid(base="pp-46-2011"),
    "ASN516": lambda: overlaid(base_fingerprint="0" * 64),
    "ASN517": lambda: overlaid(
        sources={next(iter(documents.to_document(schemes.get("sabang-layanan"))["sources"])): {"law": "PP"}}
    ),
    "ASN518": lambda: read_policy(__file__),
    "ASN458": lambda: to_sql(policy((mutu * mutu * mutu * mutu * mutu).rounded(9).named("hasil"))),
    "ASN459": lambda: to_sql(policy(mutu), bounds={"mutuu": (0, 1)}),
    "ASN469": lambda: to_sql(policy(kegiatan.mean(kegiatan.fields[0]).rounded(2)), "pegawai"),
}

# What the files, the command line and extras raise, and notes: built from the facts they give.
FROM_FACTS: dict[str, asn.Fault | asn.Note | asn.AppraisalError] = {
    "ASN427": asn.Note("ASN427", field="nip", count=3, rows=(0, 4, 7)),
    "ASN470": asn.Note("ASN470", field="mutu", facts={"low": "0", "high": "100"}),
    "ASN471": asn.Note("ASN471", facts={"fields": "perencanaan (30), pelaporan (15)"}),
    "ASN472": asn.Note("ASN472", field="mutu", count=200),
    "ASN473": asn.Note("ASN473", field="bonuss", facts={"meant": "bonus"}),
    "ASN474": asn.Fault("ASN474", facts={"fields": "mutu, waktu", "columns": "nip, nama"}),
    "ASN475": asn.Note("ASN475", field="jenis", count=3, rows=(0, 4, 7)),
    "ASN476": asn.Note("ASN476", field="mutu", count=3, rows=(0, 4, 7)),
    "ASN477": asn.Note("ASN477", field="mutu", count=3, rows=(0, 4, 7)),
    "ASN478": asn.Note("ASN478", field="waktu", count=3, rows=(0, 4, 7), facts={"unit": "hari"}),
    "ASN479": asn.Note("ASN479", field="hadir", count=3, rows=(0, 4, 7)),
    "ASN480": asn.Note("ASN480", field="biaya", count=3, rows=(0, 4, 7)),
    "ASN481": asn.Note("ASN481", field="Nilai SKP"),
    "ASN482": asn.Note("ASN482", facts={"months": "24"}),
    "ASN483": asn.Note("ASN483"),
    "ASN484": asn.Note("ASN484", facts={"policies": "integrasi-2021, pp-30-2019"}),
    "ASN423": asn.Fault("ASN423", row=4, field="mutu", kind="text"),
    "ASN424": asn.Fault("ASN424", row=4, field="mutu", kind="text"),
    "ASN431": asn.Fault("ASN431", field="mutu", facts={"column": "mutu", "columns": "nip, nama, waktu"}),
    "ASN432": asn.Fault("ASN432", row=7, key="1985", field="nip", facts={"rows": "4, 7"}),
    "ASN433": asn.Fault("ASN433", row=7, field="nip", kind="absent"),
    "ASN434": asn.Fault("ASN434", row=7, key="1985", list="kegiatan", field="nip"),
    "ASN435": asn.Fault("ASN435", row=7, field="nip", kind="text"),
    "ASN436": asn.Fault("ASN436", row=7, facts={"found": "4", "right": "5"}),
    "ASN336": errors.PlanSizeError(found="> 20000", limit=20_000),
    "ASN425": errors.ScoreRangeError(row=3),
    "ASN426": asn.Fault("ASN426", list="kegiatan", facts={"list": "kegiatan", "limit": "20000"}),
    "ASN448": asn.Fault("ASN448", facts={"count": "500"}),
    "ASN490": errors.UnknownKeyError(key="'1985'"),
    "ASN491": errors.NoKeyError(),
    "ASN372": errors.UnknownGroupError(group="SD I", close="SD 1", groups="SD 1, SD 2"),
    "ASN373": errors.RepeatedRaterError(count=2, person="nip"),
    "ASN495": errors.QuotaTieError(rows="1, 2", unit="Dinas A", places=1),
    "ASN496": errors.OtherKeysError(problem="-"),
    "ASN494": errors.KeyPartsError(columns="nip, tahun"),
    "ASN492": errors.UnknownBandError(band="baikk", close="baik", bands="baik, kurang"),
    "ASN493": asn.Fault("ASN493", field="unitt", facts={"close": "unit", "columns": "nip, unit"}),
    "ASN464": asn.Fault("ASN464", list="responden", facts={"bad": "3", "all": "4", "least": "2"}),
    "ASN462": asn.Note("ASN462", list="kegiatan", facts={"rows": "131072"}),
    "ASN463": asn.Fault("ASN463", kind="LazyFrame", facts={"rows": "25 000 000", "limit": "10 000 000"}),
    "ASN467": asn.Fault("ASN467", facts={"found": "131072", "right": "3000000"}),
    "ASN468": asn.Fault("ASN468", facts={"path": "nilai.csv", "row": "3"}),
    "ASN465": asn.Note("ASN465", list="responden", count=2, rows=(3, 7), facts={"units": "2"}),
    "ASN449": errors.ReplayError(row=3),
    "ASN453": errors.PlanError(row=3),
    "ASN368": errors.NothingToWatchError(policy="contoh"),
    "ASN369": errors.UnknownNumberError(key="'nilai.weight.mutuu'", close="nilai.weight.mutu", policy="contoh"),
    "ASN370": errors.ErrorFieldError(field="'mutuu'", value="2", fields="mutu, waktu"),
    "ASN371": errors.NoWeightsError(policy="contoh"),
    "ASN430": errors.ExportTypeError(column="mutu", type="Float32", right="Float64, Int64, Decimal(scale <= 5)"),
    "ASN365": errors.UnsupportedOperationError(engine="sql", operation="near_tie"),
    "ASN381": asn.Finding("ASN381", "peringkat", "istimewa", facts={"edge": "> 120", "low": "0", "high": "120"}),
    "ASN382": asn.Finding("ASN382", "waktu", facts={"argument": "realisasi / target", "at": "0.76"}),
    "ASN383": asn.Finding("ASN383", "tambahan", facts={"value": "0"}),
    "ASN384": asn.Finding("ASN384", "mutu", "120", facts={"limit": "120", "what": "mutu / 85 * 100", "end": "2000/17"}),
    "ASN385": asn.Finding("ASN385", "poin", ">= 7", facts={"edge": ">= 7", "low": "", "high": "6"}),
    "ASN386": asn.Finding("ASN386", "peringkat", "a", facts={"edge": ">= 81.26", "below": "81.25", "decimals": "3"}),
    "ASN387": asn.review(policy((mutu / 3).rounded(2).capped(33).rounded(1)))[0],
    "ASN388": asn.Finding("ASN388", "peringkat", facts={"what": "nilai", "low": "0", "high": ""}),
    "ASN389": asn.Finding("ASN389", "nilai", facts={"numbers": "60, 40"}),
    "ASN606": errors.SparkFrameError(argument="frame", kind="mapping", other="appraise_table"),
    "ASN607": errors.NoDocumentError(policy="contoh"),
    "ASN608": errors.SparkKeyError(lists="responden"),
    "ASN609": asn.Fault("ASN609", key="1985", facts={"most": "38"}),
    "ASN701": errors.NotTextError(path="nilai.csv"),
    "ASN702": errors.EmptyFileError(path="nilai.csv"),
    "ASN703": errors.HeaderError(path="nilai.csv", problem="'mutu' 2x"),
    "ASN704": errors.FileKindError(path="nilai.xlsx"),
    "ASN705": errors.FileMissingError(path="nilai.csv", reason="No such file or directory"),
    "ASN706": errors.FileWriteError(path="hasil.csv", reason="Permission denied"),
    "ASN707": errors.CaseFileError(path="loket.cases.toml", case=2, problem="skor: record, score"),
    "ASN519": asn.Fault("ASN519", facts={"problem": "skor: record, score"}),
    "ASN390": errors.CaseModuleError(policy="subprocess:run", module="subprocess"),
    "ASN360": errors.UnsupportedBlockError(block="Median", table="MEANINGS"),
    "ASN391": errors.NotAPolicyError(policy="os:system", found="builtin_function_or_method"),
    "ASN392": errors.CaseDocumentError(policy="../aturan.toml"),
    "ASN395": errors.OtherCasesError(policy="bkn-8-2019", found="pp-30-2019"),
    "ASN525": errors.SecretError(least=16, found="8 bytes"),
    "ASN526": errors.AnchorError(anchor="'12'"),
    "ASN711": errors.HalfWrittenError(
        path="tolak.csv",
        reason="No space left on device",
        changed="hasil.csv",
        why="Permission denied",
        kept=".asn-1.old",
    ),
    "ASN712": errors.StreamWriteError(path="-", reason="No space left on device"),
    "ASN713": errors.UnclosedQuoteError(path="nilai.csv", line=7),
    "ASN714": errors.StrayQuoteError(path="nilai.csv", line=7),
    "ASN741": asn.Note("ASN741", field="nip", count=1, rows=(12,)),
    "ASN740": errors.DisguisedFileError(path="nilai.csv", kind=".xlsx"),
    "ASN742": errors.ColumnCountError(path="nilai.csv", count=1_000_004, limit=16_384),
    "ASN715": errors.LongCellError(path="nilai.csv", line=7, limit=131072),
    "ASN716": errors.DoubleMarkError(path="nilai.csv"),
    "ASN717": asn.Fault("ASN717", facts={"line": "7", "found": "4", "right": "5"}),
    "ASN718": errors.JsonLinesError(path="nilai.jsonl", line=7, double="mutu"),
    "ASN719": errors.ParquetError(path="nilai.parquet", reason="ArrowInvalid"),
    "ASN723": errors.OutputKindError(path="hasil.pdf", endings=".csv, .jsonl"),
    "ASN724": errors.DoubleColumnError(path="hasil.csv", columns="score"),
    "ASN725": errors.InputAsOutputError(path="nilai.csv"),
    "ASN397": errors.DatabaseOpenError(place="data.duckdb", reason="No such file or directory"),
    "ASN398": errors.TableMissingError(place="data.duckdb", table="nilay", near="nilai", names="hasil, nilai"),
    "ASN399": errors.TableTakenError(place="data.duckdb::nilai", mark="asn_appraisal scores"),
    "ASN523": errors.DatabaseWriteError(place="data.duckdb::hasil", full="No space left on device"),
    "ASN524": errors.DatabaseLockedError(place="data.duckdb::hasil", reason="Conflicting lock is held in PID 7"),
    "ASN527": errors.DatabaseAccessError(
        place="postgresql://pegawai@server/db::nilai", reason="no password supplied", pgpass="~/.pgpass"
    ),
    "ASN528": errors.DatabasePlaceError(place="data.duckdb", sample="nilai", names="hasil, nilai"),
    "ASN529": errors.DatabaseReadError(place="data.duckdb::nilai", reason="division by zero"),
    "ASN728": errors.WorkbookBrokenError(path="nilai.xlsx", kind="damaged_workbook"),
    "ASN729": errors.WorkbookSizeError(path="nilai.xlsx", found=17179869184, limit=20000000, kind="cells"),
    "ASN730": in_cell("ASN730", error="#N/A"),
    "ASN731": in_cell("ASN731"),
    "ASN732": in_cell("ASN732"),
    "ASN733": in_cell("ASN733"),
    "ASN734": errors.WorkbookHeaderError(path="nilai.xlsx", sheet="Data", columns="Waktu, Mutu"),
    "ASN735": errors.SheetMissingError(path="nilai.xlsx", sheet="kegiatan", title="Kegiatan", sheets="Data, Petunjuk"),
    "ASN736": in_cell("ASN736"),
    "ASN737": asn.Note("ASN737", facts={"sheet": "Data", "rows": "5, 6"}),
    "ASN738": asn.Note("ASN738", facts={"sheet": "Data", "rows": "12", "kind": "totals_row"}),
    "ASN739": asn.Note("ASN739", facts={"sheet": "Data", "columns": "F, G"}),
    "ASN721": errors.ForeignCodeError(field="kuadranKinerjaNilai", right="1 (sangat_baik), 2 (baik)"),
    "ASN722": errors.ForeignFieldError(field="tahun", right="tahun (2025)"),
    "ASN376": errors.TooLargeToDrawError(limit="10^300"),
    "ASN710": errors.MissingExtraError(library="pandas", extra="pandas"),
}


def error_of(code: str) -> asn.AppraisalError:
    with pytest.raises(asn.AppraisalError) as caught:
        CAUSES[code]()
    return caught.value


def told(code: str, language: str) -> str:
    """The text of a code as its cause tells it: of a record's fault the fault's own text."""
    if code in FROM_FACTS:
        return FROM_FACTS[code].text(language)
    error = error_of(code)
    if code in {"ASN400", "ASN501"}:
        return error.text(language)
    if code == "ASN499":
        return error.text(language).splitlines()[-1].strip()
    if isinstance(error, errors.RecordError | errors.DocumentError):
        (fault,) = error.faults
        assert code == fault.code
        return fault.text(language)
    assert code == error.code
    return error.text(language)


def kept(language: str) -> dict[str, str]:
    """The snapshots of a language by code."""
    path = SNAPSHOTS / f"errors.{language}.txt"
    if os.environ.get("UPDATE_SNAPSHOTS") == "1":
        blocks = (f"{code}: {told(code, language)}\n" for code in sorted(CAUSES.keys() | FROM_FACTS.keys()))
        path.write_text("\n".join(blocks), encoding="utf-8")
    blocks = path.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    return {block[:6]: block[8:] for block in blocks}


@pytest.fixture(scope="module")
def snapshots() -> dict[str, dict[str, str]]:
    return {language: kept(language) for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(CAUSES.keys() | FROM_FACTS.keys()))
def test_an_error_reads_as_its_snapshot(code: str, language: str, snapshots: dict[str, dict[str, str]]) -> None:
    assert snapshots[language][code] == told(code, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_code_has_a_snapshot_and_each_snapshot_a_code(language: str, snapshots: dict[str, dict[str, str]]) -> None:
    assert sorted(snapshots[language]) == CODES


def test_no_code_has_both_a_cause_and_facts() -> None:
    assert not CAUSES.keys() & FROM_FACTS.keys()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_no_text_shows_a_blank_fact_or_a_python_object(
    code: str, language: str, snapshots: dict[str, dict[str, str]]
) -> None:
    assert re.search(r"\{|\[\[|''|\S  | $| object at ", snapshots[language][code]) is None


# What files alone raise, which Python reads through the command line, and what pytest raises of files of cases.
OF_FILES = {"ASN423", "ASN390"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(set(CODES) - OF_FILES))
def test_no_message_of_python_names_a_flag_of_the_command_line(code: str, language: str) -> None:
    assert re.search(r"(?<!-)--[a-z]", catalogue("errors")[code][language]) is None


def test_an_unknown_field_is_answered_with_the_one_that_was_meant() -> None:
    with pytest.raises(errors.RecordError, match=r"unknown field, did you mean mutu\?: the fields are mutu"):
        given(mutu, {"mutu": 90, "mutuu": 90})


def test_a_record_of_thousands_of_unknown_fields_is_refused_quickly() -> None:
    with pytest.raises(errors.RecordError) as caught:
        given(mutu, {f"mutu_{place}": 90 for place in range(3000)})
    close = [dict(fault.facts).get("close") for fault in caught.value.faults if fault.code == "ASN402"]
    assert close[0] == "mutu"
    assert sum(map(bool, close)) <= 20


# --- classes


@pytest.mark.parametrize("cls", CODED)
def test_each_error_has_a_code_of_the_catalogue(cls: type[asn.AppraisalError]) -> None:
    assert cls.code in CODES


@pytest.mark.parametrize("cls", CODED)
def test_no_two_errors_have_one_code(cls: type[asn.AppraisalError]) -> None:
    assert [cls] == [other for other in CODED if other.code == cls.code]


@pytest.mark.parametrize("name", sorted(FAMILIES))
def test_a_family_has_no_code_of_its_own_and_members_that_have(name: str) -> None:
    family = getattr(errors, name)
    assert family.code == asn.AppraisalError.code
    assert all("code" in vars(cls) for cls in family.__subclasses__())


@pytest.mark.parametrize("cls", ERRORS)
def test_each_error_says_in_a_docstring_what_it_means(cls: type[asn.AppraisalError]) -> None:
    assert cls.__doc__


@pytest.mark.parametrize("cls", ERRORS)
def test_each_error_is_a_value_error(cls: type[asn.AppraisalError]) -> None:
    assert issubclass(cls, ValueError)


@pytest.mark.parametrize(
    ("family", "first"),
    [
        (errors.NumberError, "ASN1"),
        (errors.BandError, "ASN2"),
        (errors.PolicyError, "ASN3"),
        (errors.SchemeError, "ASN6"),
        (errors.FileFaultError, "ASN7"),
    ],
)
def test_a_family_shares_its_first_digit(family: type[asn.AppraisalError], first: str) -> None:
    assert {first} == {cls.code[:4] for cls in CODED if issubclass(cls, family)}


@pytest.mark.parametrize(
    ("cls", "builtin"),
    [
        (errors.UnknownSchemeError, LookupError),
        (errors.NoSchemeInForceError, LookupError),
        (errors.UnknownSubjectError, LookupError),
        (errors.SchemeOptionError, TypeError),
        (errors.MissingExtraError, ImportError),
    ],
)
def test_an_error_is_the_builtin_that_code_expects_too(cls: type[asn.AppraisalError], builtin: type) -> None:
    assert issubclass(cls, builtin)


def test_an_unknown_scheme_is_caught_as_a_lookup_error() -> None:
    with pytest.raises(LookupError, match="ASN601: there is no scheme 'pp-46-2012'; did you mean pp-46-2011"):
        schemes.get("pp-46-2012")


# --- objects


@pytest.mark.parametrize("code", sorted(CAUSES))
def test_a_raised_error_survives_pickling_with_its_facts_and_faults(code: str) -> None:
    error = error_of(code)
    restored = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert type(error) is type(restored)
    assert (error.facts, error.faults) == (restored.facts, restored.faults)
    assert (str(error), error.text("id")) == (str(restored), restored.text("id"))


def test_str_is_the_code_and_the_english_text() -> None:
    error = errors.WeightSumError(total="99.5", weights="mutu=60, waktu=39.5")
    assert str(error) == "ASN301: weights add up to 99.5, not 100: mutu=60, waktu=39.5"
    assert error.text("id") == "jumlah bobot 99.5, bukan 100: mutu=60, waktu=39.5"


def test_an_error_without_faults_is_plain_data() -> None:
    expected = {"code": "ASN313", "message": "mutu dibagi dengan tetapan nol", "faults": []}
    assert expected == error_of("ASN313").to_dict("id")


def test_an_error_of_a_record_is_plain_data_with_its_faults() -> None:
    error = error_of("ASN400")
    data = error.to_dict("id")
    assert ("ASN400", error.text("id")) == (data["code"], data["message"])
    assert [fault.to_dict("id") for fault in error.faults] == data["faults"]
    assert [(f["code"], f["field"]) for f in data["faults"]] == [("ASN406", "mutu"), ("ASN401", "waktu")]


def test_a_language_that_does_not_exist_is_refused_with_a_code() -> None:
    with pytest.raises(errors.LanguageError):
        errors.ZeroDivisorError(what="mutu").text("fr")


def many(count: int) -> errors.RecordError:
    return errors.RecordError(faults=[asn.Fault("ASN401", row=row, field=f"mutu_{row}") for row in range(count)])


@pytest.mark.parametrize(
    ("lines", "last", "count"),
    [
        (2, "  ASN401: row 0, mutu_0: missing: a value is required here", 1),
        (20, "  ASN401: row 18, mutu_18: missing: a value is required here", 19),
        (21, "  ASN401: row 19, mutu_19: missing: a value is required here", 20),
        (22, "  ... and 1 more", 21),
        (22, "  ... and 80 more", 100),
    ],
)
def test_a_record_error_shows_twenty_causes_and_counts_the_rest(lines: int, last: str, count: int) -> None:
    shown = str(many(count)).splitlines()
    limit = ", the first 20 shown" if count > 20 else ""
    assert shown[0] == f"ASN400: the data cannot be scored, {count} fault(s){limit}:"
    assert (lines, last) == (len(shown), shown[-1])


def test_a_record_error_tells_faults_of_one_cause_once_with_their_number_and_first_places() -> None:
    faults = [asn.Fault("ASN401", row=row, key=f"k{row}", field="mutu") for row in range(4000)]
    error = errors.RecordError(faults=[*faults, asn.Fault("ASN406", row=7, field="mutu", facts={"low": "0"})])
    assert str(error).splitlines() == [
        "ASN400: the data cannot be scored, 4,001 fault(s) of 2 kind(s):",
        "  ASN401: mutu: missing: a value is required here (4,000 times: row 0 (k0); row 1 (k1); row 2 (k2); ...)",
        "  ASN406: row 7, mutu: out of range: it must lie from 0",
    ]
    assert error.text("id").splitlines()[1].endswith("(4.000 kali: baris 0 (k0); baris 1 (k1); baris 2 (k2); ...)")


def test_a_record_error_counts_what_it_does_not_list() -> None:
    listed = [asn.Fault("ASN401", row=0, field="mutu")]
    cause = errors.RecordError(faults=[*listed, asn.Fault("ASN401", row=1, field="mutu")]).causes[0]
    error = errors.RecordError(faults=listed, count=60001, causes=(attrs.evolve(cause, count=60001),), at_least=True)
    assert str(error).startswith("ASN400: the data cannot be scored, at least 60,001 fault(s) of 1 kind(s):\n")
    assert (error.count, error.at_least, error.to_dict()["count"], len(error.faults)) == (60001, True, 60001, 1)
    moved = pickle.loads(pickle.dumps(error)).moved(10)  # noqa: S301
    assert (moved.faults[0].row, moved.count, moved.causes[0].places()) == (10, 60001, "row 10; row 11; ...")


def test_a_record_error_keeps_all_its_faults() -> None:
    assert len(many(100).faults) == 100
    assert len(many(100).to_dict()["faults"]) == 100


def test_a_record_error_counts_the_rest_in_indonesian() -> None:
    assert many(25).text("id").splitlines()[-1] == "  ... dan 5 lagi"
