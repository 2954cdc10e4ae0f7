import itertools
import json
from random import Random

import pytest

import asn_appraisal as asn
from asn_appraisal import schemes, verify_trail
from asn_appraisal.appraising.audit_records import canonical_text, digest_of, hmac_of
from asn_appraisal.errors import AnchorError, LanguageError, SecretError
from asn_appraisal.questions.trails import Break, TrailReader

POLICY = schemes.get("permenpan-16-2009")
SECRET = b"tiga puluh dua byte yang rahasia"


def chain(count, *, after="0", secret=None, start=0):
    """So many records of made-up units in a chain."""
    table = {
        "unit": [f"unit {start + at}" for at in range(count)],
        "nilai": [60 + (start + at) % 40 for at in range(count)],
    }
    return list(asn.appraise_table(POLICY, table, key="unit").to_audit_records(after=after, secret=secret))


LINES = chain(8)


def breaks(lines, **more):
    return [(each.what, each.line, each.other, each.count) for each in verify_trail(lines, POLICY, **more).breaks]


def forged(line, *, secret=None, **more):
    """A record with other entries and a digest that fits them: the work of somebody who knows how."""
    data = {**json.loads(line), **more}
    data["digest"] = digest_of(data)
    if secret is not None:
        data["hmac"] = hmac_of(data, secret)
    return canonical_text(data)


# --- a file that is whole


def test_a_file_that_was_not_touched_holds_and_says_where_it_has_come_to():
    trail = verify_trail(LINES, POLICY)

    assert (trail.holds, trail.records, trail.chains) == (True, 8, 1)
    assert trail.anchor == f"8:{json.loads(LINES[-1])['digest']}" == asn.anchor_of(LINES[-1])


def test_each_record_holds_the_digest_of_the_one_before():
    found = [json.loads(line) for line in LINES]

    assert [each["chain"]["number"] for each in found] == list(range(1, 9))
    assert [each["chain"]["previous"] for each in found] == [None, *(each["digest"] for each in found[:-1])]
    assert [asn.verify(line, POLICY) for line in LINES] == [[]] * 8


def test_a_chain_goes_on_in_the_same_file():
    lines = [*LINES[:3], *chain(4, after=asn.anchor_of(LINES[2]), start=50)]

    assert verify_trail(lines, POLICY).holds
    assert json.loads(lines[-1])["chain"]["number"] == 7


def test_a_chain_goes_on_in_another_file_that_is_checked_from_where_it_begins():
    anchor = asn.anchor_of(LINES[4])

    assert breaks(LINES[5:], after=anchor) == []
    assert breaks(LINES[5:]) == [("missing", 1, None, 5)]
    assert breaks(LINES[6:], after=anchor) == [("missing", 1, None, 1)]
    assert breaks(LINES, after=anchor) == [("gone", 1, None, None)]


def test_records_of_single_appraisals_carry_no_chain_and_a_table_may_do_without():
    table = {"unit": ["a", "b"], "nilai": [90, 91]}
    lines = list(asn.appraise_table(POLICY, table, key="unit").to_audit_records(after=None))

    assert ["chain" in json.loads(line) for line in [*lines, POLICY.appraise({"nilai": 90}).to_audit_record()]] == [
        False
    ] * 3
    trail = verify_trail(lines, POLICY)
    assert (trail.holds, trail.anchor, trail.chains) == (True, None, 0)


def test_old_records_may_stand_before_a_chain():
    old = [POLICY.appraise({"nilai": nilai}).to_audit_record(key=f"{nilai}") for nilai in (80, 81)]

    assert breaks([*old, *LINES]) == []


def test_two_writers_and_two_chains_in_one_file_are_no_break():
    other = chain(3, start=30)
    mixed = [line for pair in itertools.zip_longest(LINES[:3], other) for line in pair if line]

    assert breaks([*LINES, *other]) == []
    assert breaks(mixed) == []
    assert verify_trail(mixed, POLICY).chains == 2


def test_blank_lines_and_ends_of_lines_are_no_difference_and_the_latter_are_counted():
    trail = verify_trail([f"{line}\r\n".encode() for line in LINES] + [b"\r\n", b"\n"], POLICY)

    assert (trail.holds, trail.records, trail.crlf) == (True, 8, 8)
    assert verify_trail([f"{line}\r\n" for line in LINES], POLICY).crlf == 8
    assert verify_trail([f"{line}\n" for line in LINES], POLICY).crlf == 0


# --- a file that is not


def test_every_line_that_is_taken_out_is_missed_except_at_the_end():
    for at in range(7):
        assert breaks(LINES[:at] + LINES[at + 1 :]) == [("missing", at + 1, None, 1)], at
    assert breaks(LINES[:-1]) == []


def test_as_many_as_are_missing_are_counted():
    assert breaks([LINES[0], *LINES[4:6], LINES[7]]) == [("missing", 2, None, 3), ("missing", 4, None, 1)]
    assert breaks(LINES[6:]) == [("missing", 1, None, 6)]


def test_how_many_are_missing_is_not_said_where_nobody_can_know():
    other = chain(3, start=30)

    assert breaks([*LINES[:2], *LINES[3:], other[0], other[2]]) == [("gone", 3, None, None), ("gone", 9, None, None)]


def test_a_missing_end_is_told_by_the_anchor_alone():
    anchor = asn.anchor_of(LINES[-1])

    assert breaks(LINES, anchor=anchor) == []
    assert breaks(LINES[:-1], anchor=anchor) == [("end", None, None, 8)]
    assert breaks([*LINES, *chain(2, after=anchor, start=40)], anchor=anchor) == []
    assert breaks([], anchor=anchor) == [("end", None, None, 8)]


def test_an_end_written_anew_is_told_by_the_anchor():
    anew = forged(LINES[-1], key="unit 99")

    assert breaks([*LINES[:-1], anew]) == []
    assert breaks([*LINES[:-1], anew], anchor=asn.anchor_of(LINES[-1])) == [("end", None, None, 8)]


def test_the_place_where_a_file_goes_on_is_no_record_of_the_anchor():
    # Otherwise the anchor's own record could be taken out unseen.
    anchor = asn.anchor_of(LINES[4])

    assert breaks(LINES[5:], after=anchor, anchor=anchor) == [("end", None, None, 5)]


@pytest.mark.parametrize("at", range(8))
def test_a_line_that_stands_twice_is_found_wherever_it_is(at):
    for place in range(8):
        lines = [*LINES[: place + 1], LINES[at], *LINES[place + 1 :]]
        first, second = sorted(index + 1 for index, line in enumerate(lines) if line == LINES[at])
        assert ("double", second, first, None) in breaks(lines)


def test_a_line_that_stands_twice_is_found_without_a_chain_too_if_it_says_whose_it_is():
    named = POLICY.appraise({"nilai": 80}).to_audit_record(key="unit 1")
    nobody = POLICY.appraise({"nilai": 80}).to_audit_record()

    assert breaks([named, nobody, named]) == [("double", 3, 1, None)]
    assert breaks([nobody, nobody]) == []


def test_two_lines_that_changed_places_are_found():
    for at in range(7):
        lines = [*LINES[:at], LINES[at + 1], LINES[at], *LINES[at + 2 :]]
        assert breaks(lines) == [("order", at + 1, at + 2, None)], at


def test_every_other_order_of_a_file_is_found():
    five = LINES[:5]
    for order in itertools.permutations(range(5)):
        assert bool(breaks([five[at] for at in order])) == (order != (0, 1, 2, 3, 4))


def test_a_record_changed_with_its_digest_breaks_the_chain_behind_it():
    lines = [*LINES[:3], forged(LINES[3], key="unit 99"), *LINES[4:]]

    assert asn.verify(lines[3], POLICY) == []
    assert breaks(lines) == [("replaced", 5, None, None)]


def test_a_record_that_is_put_in_beside_an_exchanged_line_is_found():
    twin = forged(LINES[2], key="unit 99")

    assert breaks([LINES[0], LINES[2], LINES[1], twin]) == [("order", 2, 3, None), ("fork", 4, 3, None)]


def test_a_record_that_is_put_in_is_found():
    inside = forged(LINES[3], key="unit 99")
    loose = POLICY.appraise({"nilai": 95}).to_audit_record(key="unit 99")

    assert breaks([*LINES[:4], inside, *LINES[4:]]) == [("fork", 5, 3, None)]
    assert breaks([*LINES[:3], inside, *LINES[3:]]) == [("fork", 5, 3, None)]
    assert breaks([*LINES[:4], loose, *LINES[4:]]) == [("loose", 5, None, None)]
    assert breaks([*LINES, loose]) == [("loose", 9, None, None)]


def test_a_number_that_does_not_fit_is_found():
    link = {**json.loads(LINES[3])["chain"], "number": 9}

    assert breaks([*LINES[:3], forged(LINES[3], chain=link)]) == [("replaced", 4, None, None)]


def test_two_records_that_go_on_from_a_missing_one_are_found():
    twin = forged(LINES[3], key="unit 99")

    assert breaks([*LINES[:2], LINES[3], twin]) == [("missing", 3, None, 1), ("fork", 4, 3, None)]


@pytest.mark.parametrize(
    "link", [1, [], {}, {"number": 1}, {"number": 0, "previous": None}, {"number": True, "previous": None}]
)
def test_an_entry_that_is_no_link_is_told_and_ends_nothing(link):
    trail = verify_trail([*LINES[:3], forged(LINES[3], chain=link)], POLICY)

    assert [(at, found[0].entry) for at, found in trail.differing] == [(4, "chain")]
    assert [each.what for each in trail.breaks] == ["loose"]


def test_lines_that_are_no_records_are_told_and_the_others_verified():
    lines = [LINES[0], "{", '{"digest": 5}', '{"digest": "x", "chain": 5}', "\x00", LINES[1]]
    trail = verify_trail(lines)

    assert [at for at, _ in trail.differing] == [2, 3, 4, 5]
    assert trail.records == 6


def test_random_files_hold_exactly_if_they_are_the_beginning_of_what_was_written():
    random = Random(7)  # noqa: S311  (chance for tests, nothing secret)
    for _ in range(400):
        lines = [random.choice(LINES) for _ in range(random.randint(1, 5))]
        whole = lines == LINES[: len(lines)]
        assert bool(breaks(lines)) != whole


# --- with a secret


def test_records_with_a_secret_hold_with_it_and_with_no_other():
    lines = chain(3, secret=SECRET)

    assert verify_trail(lines, POLICY, secret=SECRET).holds
    assert verify_trail(lines, POLICY, secret=lambda: SECRET).holds
    assert verify_trail(lines, POLICY).unchecked == 3
    wrong = verify_trail(lines, POLICY, secret=b"x" * 32)
    assert [(at, [each.entry for each in found]) for at, found in wrong.differing] == [
        (1, ["hmac"]),
        (2, ["hmac"]),
        (3, ["hmac"]),
    ]


def test_who_lacks_the_secret_can_forge_no_record():
    lines = chain(3, secret=SECRET)
    stripped = {name: value for name, value in json.loads(lines[1]).items() if name != "hmac"}
    for fake in (
        forged(lines[1], key="unit 99"),
        forged(lines[1], key="unit 99", secret=b"a guess of his own"),
        canonical_text(stripped),
        forged(lines[1], hmac="ü\udc80"),
        forged(lines[1], hmac=None),
    ):
        trail = verify_trail([lines[0], fake, lines[2]], POLICY, secret=SECRET)
        assert [(at, [each.entry for each in found]) for at, found in trail.differing] == [(2, ["hmac"])]


def test_the_hmac_that_would_be_right_is_never_told():
    line = chain(1, secret=SECRET)[0]
    right = json.loads(line)["hmac"]
    fake = forged(line, hmac="0" * 64)
    trail = verify_trail([fake], POLICY, secret=SECRET)

    assert right not in repr(trail)
    assert right not in trail.differing[0][1][0].text()


def test_a_secret_is_in_no_record_and_in_no_repr():
    reader = TrailReader(POLICY, SECRET)
    line = POLICY.appraise({"nilai": 90}).to_audit_record(secret=SECRET)
    reader.read(1, line)

    assert SECRET.decode() not in line
    assert SECRET.decode() not in repr(reader) + repr(reader.end())


@pytest.mark.parametrize("secret", [b"", b"x" * 15, "x" * 32, lambda: b"short", lambda: "x" * 32])
def test_a_secret_that_is_none_is_refused(secret):
    for call in (
        lambda: POLICY.appraise({"nilai": 90}).to_audit_record(secret=secret),
        lambda: chain(1, secret=secret),
        lambda: verify_trail(LINES, POLICY, secret=secret),
        lambda: asn.verify(LINES[0], POLICY, secret=secret),
    ):
        with pytest.raises(SecretError, match="at least 16 bytes"):
            call()


# --- words


@pytest.mark.parametrize(
    "anchor", ["", "1", "1:", "0:" + "a" * 64, "1:" + "A" * 64, "1:" + "a" * 63, "-1:" + "a" * 64, 5, None]
)
def test_what_is_no_anchor_is_refused(anchor):
    for more in ({"anchor": anchor}, {"after": anchor}):
        with pytest.raises(AnchorError):
            verify_trail(LINES, POLICY, **more)


@pytest.mark.parametrize(
    "record", ["", "{", "[]", POLICY.appraise({"nilai": 90}).to_audit_record(), {"chain": 1}, b"\xff"]
)
def test_what_stands_in_no_chain_has_no_anchor(record):
    with pytest.raises(AnchorError):
        asn.anchor_of(record)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("what", ["double", "order", "fork", "missing", "gone", "replaced", "loose", "end"])
def test_a_break_is_told_in_words_with_all_it_knows(what, language):
    text = Break(what, 7, 3, 2).text(language)

    assert "{" not in text
    assert what == "end" or text.startswith(("baris 7: ", "line 7: "))


def test_a_break_is_told_in_two_languages_and_no_other():
    assert Break("missing", 7, count=2).text() == "baris 7: 2 catatan di depannya hilang"
    with pytest.raises(LanguageError):
        Break("missing", 7).text("fr")


def test_each_record_is_worked_out_by_the_policy_whose_fingerprint_it_holds():
    skp = asn.Number("skp", low=0, high=100)
    policies = [asn.Policy("lokal", "Lokal", score=skp * factor) for factor in (1, 2)]
    lines = [policy.appraise({"skp": 40}).to_audit_record(trace=False) for policy in policies]
    assert asn.verify_trail(lines, policies).holds
    assert not asn.verify_trail(lines, policies[0]).holds
    ((line, found),) = asn.verify_trail(lines, iter(policies[:1])).differing
    assert (line, found[0].code) == (2, "ASN601")  # a policy that nobody handed over, and no scheme
