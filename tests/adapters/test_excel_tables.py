import resource
from pathlib import Path

import pytest
from tests.dirty_workbooks import PLAIN, all_workbooks
from tests.watch import ends

import asn_appraisal as asn
from asn_appraisal.adapters.excel_tables import read_workbook

DIRTY = list(all_workbooks())


def scored(each, folder):
    path = folder / f"isian{each.suffix}"
    path.write_bytes(each.data)
    workbook = read_workbook(path, each.policy, key=each.key)
    return workbook, asn.appraise_table(each.policy, workbook.records(), on_error="quarantine")


def outcome(each, folder):
    """What comes of a workbook, in the form that the table of dirty workbooks has it."""
    try:
        workbook, scores = scored(each, folder)
    except asn.AppraisalError as problem:
        return {"error": problem.faults[0].code if problem.faults else problem.code}
    keys = scores.records.keys
    texts = scores.score_texts()
    done = {keys.text(row): text for row, text in enumerate(texts) if not scores.rejected[row]}
    faults = [workbook.in_cells(fault) for fault in scores.rejects]
    return {
        "scores": done,
        "faults": sorted((fault.code, fault.cell or str(fault.row)) for fault in faults),
        "notes": tuple(sorted({note.code for note in scores.notes} & {"ASN737", "ASN738", "ASN739"})),
    }


def wanted(each):
    if each.error is not None:
        return {"error": each.error}
    return {"scores": dict(each.scores), "faults": sorted(each.faults), "notes": each.notes}


@pytest.mark.parametrize("each", DIRTY, ids=[each.name for each in DIRTY])
def test_a_dirty_workbook_gives_the_right_result_or_names_the_cell(each, tmp_path):
    with ends(20):
        assert outcome(each, tmp_path) == wanted(each)


def test_there_are_at_least_sixty_kinds_of_dirty_workbooks():
    assert len({each.name for each in DIRTY}) == len(DIRTY) >= 60
