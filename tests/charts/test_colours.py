"""Colours: those that stand beside each other can be told apart by everybody, and texts be read."""

from __future__ import annotations

from itertools import combinations

import pytest

from asn_appraisal.charts import colours

# Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), severity 1.
SEEN_AS = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
BESIDE = [
    *combinations((colours.BLUE, colours.VERMILLION, "#FFFFFF"), 2),
    (colours.GREEN, colours.TRACK),
    (colours.VERMILLION, colours.TRACK),
    (colours.INK, colours.GREEN),
]


def linear(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def luminance(colour: str) -> float:
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: list[float]) -> tuple[float, float, float]:
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    x, y, z = (sum(a * b for a, b in zip(row, rgb, strict=True)) for row in rows)
    f = [max(each, 0) ** (1 / 3) if each > 0.008856 else 7.787 * each + 16 / 116 for each in (x / 0.9505, y, z / 1.089)]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


@pytest.mark.parametrize("eyes", SEEN_AS)
def test_colours_beside_each_other_differ_for_all_eyes(eyes: str) -> None:
    for pair in BESIDE:
        seen = [[sum(a * b for a, b in zip(row, linear(each), strict=True)) for row in SEEN_AS[eyes]] for each in pair]
        apart = sum((a - b) ** 2 for a, b in zip(*map(lab, seen), strict=True)) ** 0.5
        assert apart > 25, pair


def test_texts_can_be_read_on_what_is_behind_them() -> None:
    # WCAG 2.2, 1.4.3 (4.5 : 1) and 1.4.11 (3 : 1 for marks).
    assert contrast(colours.INK, "#FFFFFF") > 7
    assert contrast(colours.MUTED, "#FFFFFF") > 7
    assert min(contrast(colours.INK, each) for each in colours.COUNTS) > 4.5
    assert min(contrast(each, "#FFFFFF") for each in (colours.BLUE, colours.VERMILLION, colours.GREEN)) > 3


def test_the_palette_is_the_published_one() -> None:
    published = "#000000 #E69F00 #56B4E9 #009E73 #F0E442 #0072B2 #D55E00 #CC79A7"
    assert " ".join(colours.OKABE_ITO) == published
    assert {colours.BLACK, colours.BLUE, colours.SKY_BLUE, colours.GREEN, colours.VERMILLION} < {*colours.OKABE_ITO}
