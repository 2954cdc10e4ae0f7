"""Pieces made once, with the faults and the depth that are noted on the way."""

import pytest

from asn_appraisal.documents.limits import MOST_NESTED, Misfit
from asn_appraisal.documents.pieces import BROKEN, BrokenPiece, Pieces
from asn_appraisal.errors import PartKeyError


def refuse():
    raise Misfit("ASN509", name="'skp'", close="")


def noted(pieces):
    return [(fault.path, fault.code) for fault in pieces.faults]


def test_a_piece_is_made_once():
    pieces, made = Pieces(), []
    for _ in range(2):
        assert pieces.once(("parts", "skp"), lambda: made.append("skp") or "piece") == "piece"
    assert made == ["skp"]


def test_a_fault_is_noted_with_its_path_and_skips_what_depends_on_it():
    pieces = Pieces()
    assert pieces.attempt(lambda: pieces.guarded("$.parts.skp", refuse)) is BROKEN
    assert noted(pieces) == [("$.parts.skp", "ASN509")]


def test_what_the_algebra_refuses_is_a_fault_of_the_document():
    def clash():
        raise PartKeyError(key="skp")

    pieces = Pieces()
    assert pieces.attempt(lambda: pieces.guarded("$.score", clash)) is BROKEN
    assert noted(pieces) == [("$.score", "ASN304")]


def test_a_broken_piece_is_not_tried_again_nor_noted_twice():
    pieces = Pieces()
    for _ in range(2):
        assert pieces.attempt(lambda: pieces.once(("parts", "skp"), lambda: pieces.guarded("$.skp", refuse))) is BROKEN
    assert noted(pieces) == [("$.skp", "ASN509")]


def test_a_piece_that_depends_on_itself_is_refused_with_the_chain():
    pieces = Pieces()

    def first():
        return pieces.once(("parts", "a"), lambda: pieces.once(("parts", "b"), first))

    with pytest.raises(Misfit, match="ASN510") as caught:
        first()
    assert caught.value.facts == {"chain": "a > b > a"}


def test_the_depth_of_a_piece_counts_wherever_it_is_used():
    pieces = Pieces()

    def deep():
        pieces.reach(pieces.level + MOST_NESTED - 1)

    pieces.once(("parts", "deep"), deep)
    pieces.level = 1
    pieces.once(("parts", "deep"), deep)
    pieces.level = 2
    with pytest.raises(Misfit, match="ASN503"):
        pieces.once(("parts", "deep"), deep)


def test_what_depends_on_a_broken_piece_is_broken():
    with pytest.raises(BrokenPiece):
        Pieces().guarded("$", refuse)
