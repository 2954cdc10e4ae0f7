from datetime import date, datetime

import pytest

from asn_appraisal.documents.limits import MOST_CHARACTERS, MOST_DEPTH, MOST_NODES, Budget, Misfit, bounded, check_size


def nested(depth):
    data = 1
    for _ in range(depth):
        data = [data]
    return data


def test_data_is_copied_and_days_become_iso_text():
    given = {"since": date(2014, 1, 1), "rows": ({"key": "baik"},)}
    copied = bounded(given, Budget())

    assert copied == {"since": "2014-01-01", "rows": [{"key": "baik"}]}
    copied["rows"][0]["key"] = "buruk"
    assert given["rows"][0]["key"] == "baik"


def test_a_day_with_an_hour_stays_what_it_is_and_is_refused_where_it_is_read():
    assert bounded({"since": datetime(2014, 1, 1)}, Budget())["since"] == datetime(2014, 1, 1)  # noqa: DTZ001


def test_fifty_levels_are_read_and_one_more_is_not():
    assert bounded(nested(MOST_DEPTH), Budget()) == nested(MOST_DEPTH)
    with pytest.raises(Misfit) as caught:
        bounded(nested(MOST_DEPTH + 1), Budget())
    assert (caught.value.code, caught.value.facts["kind"]) == ("ASN503", "levels")


def test_ten_thousand_entries_are_read_and_one_more_is_not():
    assert len(bounded([0] * (MOST_NODES - 1), Budget())) == MOST_NODES - 1
    with pytest.raises(Misfit) as caught:
        bounded([0] * MOST_NODES, Budget())
    assert caught.value.facts["kind"] == "nodes"


def test_a_million_characters_are_read_and_one_more_is_not():
    bounded(["x" * (MOST_CHARACTERS - 3), {"key": ""}], Budget())
    with pytest.raises(Misfit):
        bounded(["x" * (MOST_CHARACTERS - 2), {"key": ""}], Budget())
    with pytest.raises(Misfit):
        check_size(MOST_CHARACTERS + 1)


def test_a_key_that_is_no_text_is_refused():
    with pytest.raises(Misfit) as caught:
        bounded({1: "a"}, Budget())
    assert caught.value.at("$").message == "$: int stands here where text is needed"
