import pytest

import asn_appraisal as asn
from asn_appraisal.columns.reading.frames import Table, table_of
from asn_appraisal.columns.reading.headers import check_files, header_faults

SKP = asn.Number("skp", low=0, high=120)
CATATAN = asn.Number("catatan_khusus", optional=True)
FIELDS = (SKP, CATATAN)


def file(*names):
    return Table(names, 0, dict.fromkeys(names), in_file=True)


def faults(table, key=("nip",), list_key=None):
    return [(fault.code, fault.field) for fault in header_faults(table, FIELDS, key=key, list_key=list_key)]


def test_a_missing_column_of_a_required_field_is_a_fault_and_of_another_none():
    assert faults(file("nip", "ide")) == [("ASN431", "skp")]
    assert faults(file("nip", "skp")) == []


def test_a_column_that_nearly_matches_an_absent_field_is_told_once():
    assert faults(file("nip", "skp", "catatan_khusu")) == [("ASN403", "catatan_khusu")]
    assert faults(file("nip", "SKP")) == [("ASN403", "SKP")]


def test_a_missing_key_of_a_file_is_a_missing_column():
    assert faults(file("nama", "skp")) == [("ASN431", "nip")]
    assert faults(file("NIP", "skp")) == [("ASN403", "NIP")]


def test_the_key_of_a_table_in_memory_is_not_looked_for_here():
    assert faults(table_of({"nama": [], "skp": []})) == []


def test_the_faults_of_all_files_come_together_with_their_lists():
    target = asn.Number("target", low=0)
    kegiatan = asn.Items("kegiatan", (target,))
    policy = asn.Policy("uji", "Uji", score=(SKP + kegiatan.sum(target)).rounded(2))
    with pytest.raises(asn.AppraisalError) as caught:
        check_files(policy.outline, file("nip"), {"kegiatan": file("nama", "target")}, ("nip",))

    found = [(fault.code, fault.list, fault.field) for fault in caught.value.faults]
    assert found == [("ASN431", None, "skp"), ("ASN431", "kegiatan", "nip")]
