import pytest

from asn_appraisal.columns.reading.texts import TextColumn


def column(*blocks):
    found = TextColumn()
    for block in blocks:
        found.add(block)
    return found.source("point")


def test_few_texts_are_held_as_codes_over_all_blocks():
    source = column(["a", "b"], ["b", " c "], ["c"])

    assert source.labels == ("a", "b", "c")
    assert source.texts() == ["a", "b", "b", "c", "c"]


@pytest.mark.parametrize("count", [300, 32_700, 32_769, 70_000])
@pytest.mark.parametrize("form", ["{}", "{:030d}", "{:070d}", "é{}"])
def test_many_texts_are_held_as_they_are(count, form):
    texts = [form.format(n) for n in range(count)]
    blocks = [texts[:20_000], texts[20_000:40_000], texts[40_000:], [" x\t", "\xa0y", texts[3]]]
    source = column(*blocks)

    assert source.labels is None
    assert source.texts() == [*texts, "x", "y", texts[3]]


@pytest.mark.parametrize(("form", "labelled"), [("Layanan {}", True), ("é{}", True), ("{}", False), ("-{}", False)])
def test_some_texts_are_held_as_codes_unless_they_are_numbers(form, labelled):
    texts = [form.format(n) for n in range(200)] * 10

    assert (column(texts).labels is not None) == labelled
    assert column(texts).texts() == texts


@pytest.mark.parametrize("width", [1, 2, 3, 5, 8, 9])
@pytest.mark.parametrize("different", [1, 16, 17, 200])
def test_texts_that_differ_only_after_a_while_are_told_apart(width, different):
    texts = [f"{n:x}".rjust(width, "a") for n in range(different)]
    source = column(["a"] * 5_000, texts, ["", "a", *reversed(texts)])

    assert source.texts() == [*["a"] * 5_000, *texts, "", "a", *reversed(texts)]


def test_too_many_different_texts_behind_a_few_are_held_as_they_are():
    texts = ["a"] * 2_000 + [str(n) for n in range(40_000)]

    assert (column(texts).labels, column(texts).texts()) == (None, texts)


def test_a_blank_cell_is_absent():
    source = column(["", " ", "0"])

    assert [source.value(row) for row in range(3)] == [None, None, "0"]


def test_a_column_of_no_rows_is_empty():
    source = column()

    assert (len(source), source.texts()) == (0, [])
