import pickle

import pytest

import asn_appraisal as asn
from asn_appraisal import errors
from asn_appraisal.algebra.sources import GRADES, as_sources

LAW = asn.Source("PP 46/2011", "Pasal 15", page="7", note="ayat 2", grade="text")


@pytest.mark.parametrize(
    ("expected", "grade"),
    [(True, "text"), (True, "agree"), (False, "single"), (False, "memory"), (False, "choice")],
)
def test_only_text_and_agreement_settle_a_number(expected: bool, grade: str) -> None:
    assert expected is asn.Source("PP 46/2011", grade=grade).settled


def test_without_a_grade_a_source_is_not_settled() -> None:
    assert asn.Source("PP 46/2011").grade == "memory"
    assert not asn.Source("PP 46/2011").settled


@pytest.mark.parametrize("grade", ["", "law", "TEXT", None])
def test_an_unknown_grade_is_refused_with_the_grades(grade: str) -> None:
    with pytest.raises(errors.ChoiceError) as caught:
        asn.Source("PP 46/2011", grade=grade)
    assert ", ".join(GRADES) == caught.value.facts["right"]


@pytest.mark.parametrize(
    ("expected", "source"),
    [
        ("PP 46/2011", asn.Source("PP 46/2011")),
        ("PP 46/2011, Pasal 15", asn.Source("PP 46/2011", "Pasal 15")),
        ("PP 46/2011, 7", asn.Source("PP 46/2011", page="7")),
        ("PP 46/2011, Pasal 15, 7", LAW),
    ],
)
def test_the_place_is_law_article_and_page(expected: str, source: asn.Source) -> None:
    assert expected == source.place


@pytest.mark.parametrize(
    ("expected", "language"),
    [
        ("PP 46/2011, Pasal 15, 7 [naskah peraturan]: ayat 2", "id"),
        ("PP 46/2011, Pasal 15, 7 [text of the law]: ayat 2", "en"),
    ],
)
def test_a_source_is_cited_with_its_grade_in_words(expected: str, language: str) -> None:
    assert expected == LAW.text(language)


@pytest.mark.parametrize("language", ["id", "en"])
def test_each_grade_reads_differently(language: str) -> None:
    assert len({asn.Source("PP 46/2011", grade=grade).text(language) for grade in GRADES}) == len(GRADES)


@pytest.mark.parametrize(
    ("expected", "source"),
    [
        ("PP 46/2011, Pasal 15, 7 [text]: ayat 2", LAW),
        ("PP 46/2011 [memory]", asn.Source("PP 46/2011")),
    ],
)
def test_str_shows_the_grade_as_it_is_written(expected: str, source: asn.Source) -> None:
    assert expected == str(source)


def test_a_source_is_plain_data() -> None:
    expected = {"law": "PP 46/2011", "article": "Pasal 15", "page": "7", "note": "ayat 2", "grade": "text"}
    assert expected == LAW.to_dict()


def test_a_source_is_equal_by_value_and_survives_pickling() -> None:
    same = asn.Source("PP 46/2011", "Pasal 15", page="7", note="ayat 2", grade="text")
    assert same == LAW
    assert hash(same) == hash(LAW)
    assert pickle.loads(pickle.dumps(LAW)) == LAW  # noqa: S301
    assert asn.Source("PP 46/2011", "Pasal 16") != LAW


@pytest.mark.parametrize(
    ("expected", "written"), [((), None), ((LAW,), LAW), ((LAW, LAW), [LAW, LAW]), ((LAW,), (LAW,)), ((), [])]
)
def test_none_one_or_several_sources_are_a_tuple(expected: tuple[asn.Source, ...], written: object) -> None:
    assert expected == as_sources(written)  # type: ignore[arg-type]


def test_a_policy_lists_each_source_of_its_parts_once() -> None:
    x, y = asn.Number("x", low=0, high=100), asn.Category("y", ["a", "b"])
    laws = [asn.Source(f"UU {number}/2020") for number in range(8)]
    policy = asn.Policy(
        "contoh",
        "Contoh",
        sources=laws[0],
        score=asn.Weighted(
            (60, x.named("skp", source=laws[1]), laws[2]),
            (40, asn.Steps(x, ("<= 24", 1, laws[3]), otherwise=asn.Case(y, a=1, b=2, source=laws[4]))),
            source=laws[5],
        ),
        band=asn.Bands(asn.Band("baik", ">= 76", source=laws[6]), ("kurang", None), source=[laws[7], laws[0]]),
    )
    assert set(laws) == set(policy.sources())
    assert len(policy.sources()) == len(laws)
