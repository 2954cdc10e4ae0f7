"""Storage: the kinds of values in a slot, the numpy type of each, and its greatest number."""

from __future__ import annotations

import numpy as np

NUMBER, MASK, CODE = "number", "mask", "code"
SMALL, SHORT, TINY = "small", "short", "tiny"  # whole numbers in 4, 2 and 1 bytes

TYPES = {NUMBER: np.float64, MASK: np.bool_, CODE: np.int8, SHORT: np.int16, SMALL: np.int32, TINY: np.int8}

INT16, INT32 = 2**15, 2**31  # whole numbers below these fit two and four bytes
WHOLE = 2**53  # whole numbers up to here are exact in float64
