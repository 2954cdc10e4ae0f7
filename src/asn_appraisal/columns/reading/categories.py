"""Categories: a column of a few texts that have an order, by their codes."""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import frozen

from .arrays import Array


@frozen(eq=False)
class Categories:
    """Codes of some texts in their order, -1 for none.

    >>> Categories(np.array([1, -1]), ("baik", "kurang")).texts()
    ['kurang', None]
    """

    codes: Array
    labels: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.codes)

    def texts(self) -> list[str | None]:
        """The text of each row."""
        texts: list[str | None] = [*self.labels, None]
        return [texts[code] for code in self.codes.tolist()]

    def native(self, library: Any, *, of_polars: bool, of_arrow: bool) -> Any:
        """The column of a library: an ordered Categorical of pandas, an Enum of polars, a dictionary of Arrow."""
        if len({*self.labels}) < len(self.labels):
            return library.array(self.texts()) if of_arrow else library.Series(self.texts())
        if of_polars:
            return library.Series(values=self.texts(), dtype=library.Enum(self.labels))
        if of_arrow:
            gaps = self.codes < 0
            codes = library.array(np.where(gaps, 0, self.codes).astype(np.int16), mask=gaps)
            return library.DictionaryArray.from_arrays(
                codes, library.array(self.labels, library.string()), ordered=True
            )
        return library.Series(library.Categorical.from_codes(self.codes, [*self.labels], ordered=True))
