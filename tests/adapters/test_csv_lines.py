# ruff: noqa: S311  (chance for tests, nothing secret)
from itertools import product
from random import Random

import numpy as np
import pytest

from asn_appraisal.adapters import csv_lines as lines
from asn_appraisal.adapters.csv_files import CsvStyle, csv_text, neutral
from asn_appraisal.adapters.csv_lines import TextsOut, csv_lines
from asn_appraisal.columns.reading.texts import text_array

PLAIN = ["", "85.20", "198501012010011001", "sangat_baik", "Siti Aminah", "x" * 70, " ", "a'b", "a-b"]
OTHERS = ["a,b", "a;b", 'a"b', '"', "a\nb", "\r", "\tx", "=1", "+1", "-1", "@a", "é", "Ñ", "\0a", "a\0b", "\x01"]
STYLES = [
    CsvStyle(separator, decimal, encoding)
    for separator, decimal, encoding in product(",;\t", ("point", "comma"), ("utf-8", "utf-8-sig", "utf-16"))
]


@pytest.mark.parametrize("seed", range(300))
def test_columns_are_written_as_the_standard_library_writes_their_rows(monkeypatch, seed):
    random = Random(seed)
    monkeypatch.setattr(lines, "_ROWS", random.choice((1, 3, 1000)))
    style, width = random.choice(STYLES), random.choice((1, 2, 3))
    cells = PLAIN + (random.sample(OTHERS, 2) if random.random() < 0.6 else [])
    columns = [[random.choice(cells) for _ in range(40)] for _ in range(width)]
    foreign = [random.random() < 0.5 for _ in range(width)]
    kept = [list(map(neutral, texts)) if each else texts for texts, each in zip(columns, foreign, strict=True)]
    arrays = [random.choice((text_array, lambda texts: np.array(texts, object)))(each) for each in columns]
    given = [TextsOut(*each) for each in zip(arrays, foreign, strict=True)]
    if any(text.endswith("\0") for texts in columns for text in texts):
        pytest.skip("an array of numpy has no NUL at the end of a text")

    written = "".join(csv_lines(["kolom"] * width, given, style))

    assert written == csv_text(["kolom"] * width, zip(*kept, strict=True), style)


def test_columns_of_no_rows_leave_the_header():
    assert "".join(csv_lines(["nip"], [TextsOut(text_array([]))], CsvStyle())) == "nip\n"
