"""Colours that people with any kind of colour blindness can tell apart, and that no chart relies on alone.

Okabe and Ito, "Color Universal Design" (2008), https://jfly.uni-koeln.de/color/. For scales from little to much:
cividis (Nuñez, Anderton and Renslow, PLoS ONE 13(7), 2018), and white to sky blue, on which black text can be read.
"""

from __future__ import annotations

BLACK = "#000000"
BLUE = "#0072B2"
SKY_BLUE = "#56B4E9"
GREEN = "#009E73"
VERMILLION = "#D55E00"
OKABE_ITO = (BLACK, "#E69F00", SKY_BLUE, GREEN, "#F0E442", BLUE, VERMILLION, "#CC79A7")

INK = "#222222"  # texts
MUTED = "#595959"  # texts beside; 7 : 1 on white
TRACK = "#D9D9D9"  # what is behind
GRID = "#EBEBEB"
COUNTS = ["#F7FBFE", SKY_BLUE]
ORDER = "cividis"
