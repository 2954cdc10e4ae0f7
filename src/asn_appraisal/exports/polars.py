"""Polars: a policy as expressions that give the exact score of each row of a frame, lazy or not.

They are the certified program of the policy, in few stages of one struct. ``undecided`` says of which rows they cannot tell the
score, which ``settle`` works out exactly; ``refused`` of which the record is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..algebra.inputs import Category, Number
from ..columns.compiling.bounds import RECORD
from ..columns.operations import Spread
from ..columns.tables import appraise_table
from ..errors import ExportTypeError
from ..policies import Policy
from .certified import GivenBounds, certified, fields_of
from .field_columns import MORE_DECIMALS
from .outcomes import OUTCOMES, Outcomes, outcomes
from .polars_terms import PolarsTerms, polars
from .program_columns import engine
from .sheets import Definition


def to_struct(policy: Policy, *, schema: Mapping[str, Any] | None = None, bounds: GivenBounds | None = None) -> Any:
    """One expression, a struct of ``score``, ``band``, ``undecided`` and ``refused``, over the columns that a policy reads.

    Numbers are float64 or whole numbers, categories text, and a list is a column of lists of structs. With the ``schema`` of the
    frame the types are checked at once; without it a Decimal of many digits counts as the float nearest to it. ``bounds`` give the
    least and the greatest number by ``"field"`` or ``"list.field"``, and of rows by ``"list"``; rows outside them are left undecided.

    Raises a NotCertifiedError for a policy whose decisions cannot be proved, an UnsupportedOperationError for one that needs
    values of the record in the rows of a list, and an ExportTypeError for a column of another type.

    >>> import polars as pl
    >>> from asn_appraisal import schemes
    >>> frame = pl.DataFrame({"nilai": [85.25, 75.0]})
    >>> frame.select(to_struct(schemes.get("permenpan-16-2009"))).unnest("outcome").rows()
    [(85.25, 'baik', False, False), (75.0, 'cukup', False, False)]
    """
    terms = PolarsTerms()
    found = certified(policy, bounds)
    if schema is not None:
        _check_types(policy, schema)
    sheet = outcomes(found, engine("polars", without=(Spread,)), known_types=schema is not None)
    pl = terms.pl
    struct = _Stages(terms, sheet).whole([items.key for items in policy.outline.lists])
    struct = struct.struct.with_fields(**{name: pl.field(f"s{sheet.slots[name]}") for name in OUTCOMES})
    # A cast to a struct of fewer fields leaves the others out.
    kinds = {"score": pl.Float64, "band": pl.String, "undecided": pl.Boolean, "refused": pl.Boolean}
    return struct.cast(pl.Struct(kinds)).alias("outcome")


def to_expressions(
    policy: Policy, *, schema: Mapping[str, Any] | None = None, bounds: GivenBounds | None = None
) -> dict[str, Any]:
    """The four expressions by name. Polars works the program out once for each that is used: ``to_struct`` is faster.

    The arguments and errors are those of ``to_struct``.

    >>> import polars as pl
    >>> from asn_appraisal import schemes
    >>> frame = pl.DataFrame({"nilai": [85.25, 75.0]})
    >>> frame.with_columns(**to_expressions(schemes.get("permenpan-16-2009")))["band"].to_list()
    ['baik', 'cukup']
    """
    struct = to_struct(policy, schema=schema, bounds=bounds)
    return {name: struct.struct.field(name) for name in OUTCOMES}


def to_json(policy: Policy, *, bounds: GivenBounds | None = None) -> str:
    """The expressions as JSON, by name: each is what ``polars.Expr.deserialize(..., format="json")`` reads."""
    found = to_expressions(policy, bounds=bounds)
    return json.dumps({name: json.loads(each.meta.serialize(format="json")) for name, each in found.items()})


def settle(policy: Policy, frame: Any) -> Any:
    """A frame with its four columns of outcomes in which the undecided rows are worked out exactly.

    >>> import polars as pl
    >>> from asn_appraisal import schemes
    >>> policy = schemes.get("permenpan-16-2009")
    >>> frame = pl.DataFrame({"nilai": [85.25, 75.0]})
    >>> frame = frame.with_columns(to_struct(policy, bounds={"nilai": (80, 100)})).unnest("outcome")
    >>> frame["undecided"].to_list(), settle(policy, frame)["score"].to_list()
    ([False, True], [85.25, 75.0])
    """
    pl = polars()
    places = frame.select(pl.arg_where(pl.col("undecided"))).to_series()
    if not len(places):
        return frame
    rows = frame.select(each.key for each in policy.inputs if each.key in frame.columns)[places]
    scores = appraise_table(policy, rows, key=None, on_error="quarantine")
    rejected, count = scores.rejected.tolist(), len(places)
    values = [None] * count if scores.score is None else scores.score.tolist()
    bands = [None] * count if policy.band is None else scores.band_keys()
    found = {
        "score": pl.Series(
            [None if bad else value for value, bad in zip(values, rejected, strict=True)], dtype=pl.Float64
        ),
        "band": pl.Series(bands, dtype=pl.String),
        "undecided": pl.Series([False] * count),
        "refused": pl.Series(rejected),
    }
    return frame.with_columns(frame[name].scatter(places, found[name]) for name in OUTCOMES)


def _check_types(policy: Policy, schema: Mapping[str, Any]) -> None:
    """Refuse columns of a type whose values would not be read exactly."""
    pl = polars()
    for table, each in fields_of(policy):
        kind, where = schema.get(each.key), each.key
        if table != RECORD:
            where = f"{table}.{each.key}"
            fields = getattr(getattr(schema.get(table), "inner", None), "fields", ())
            kind = next((inner.dtype for inner in fields if inner.name == each.key), None)
        if isinstance(each, Category):
            good, right = kind in {pl.String, pl.Categorical, pl.Enum}, "String"
        elif isinstance(each, Number):
            decimals = each.decimals + MORE_DECIMALS
            good = kind == pl.Float64 or (kind is not None and kind.is_integer())
            good |= kind == pl.Decimal and kind.scale <= decimals
            right = f"Float64, Int64, Decimal(scale <= {decimals})"
        else:
            good, right = kind == pl.Boolean, "Boolean"
        if not good:
            raise ExportTypeError(column=where, type="-" if kind is None else str(kind), right=right)


class _Stages:
    """The stages of a sheet as a struct that grows."""

    def __init__(self, terms: PolarsTerms, outcome: Outcomes) -> None:
        self.terms, self.outcome, self.layout, self.pl = terms, outcome, outcome.layout, terms.pl

    def whole(self, lists: list[str]) -> Any:
        """The struct of the last stage."""
        first = {f"rows_{table}": self._rows(table) for table in lists}
        struct = None
        for stage in range(1, self.layout.last + 1):
            added = {f"s{each.slot}": self._written(each) for each in self.layout.at_stage(stage, RECORD)}
            if struct is None:
                struct = self.pl.struct(**first, **added)
            elif added:
                struct = struct.struct.with_fields(**added)
        return struct

    def _rows(self, table: str) -> Any:
        """The list with what its rows say: lists of structs, stage by stage."""
        chain: Any = None
        for stage in range(1, self.layout.last + 1):
            added = {f"s{each.slot}": self._written(each) for each in self.layout.at_stage(stage, table)}
            if chain is None:
                chain = self.pl.struct(**(added or {"missing": self.pl.element().is_null()}))
            elif added:
                chain = chain.struct.with_fields(**added)
        return self.pl.col(table).list.eval(chain)

    def _written(self, definition: Definition) -> Any:
        if definition.how is not None:
            return self._reduced(definition)
        return self.layout.written(definition, self.terms, self._slot)

    def _slot(self, slot: int) -> Any:
        return self.pl.field(f"s{slot}")

    def _reduced(self, definition: Definition) -> Any:
        """The rows of a list as one number; 0 without rows."""
        rows = self.pl.field(f"rows_{definition.rows}")
        if definition.how == "count":
            return rows.list.len().fill_null(0).cast(self.pl.Float64)
        value = self.layout.written(definition, self.terms, lambda slot: self.pl.element().struct.field(f"s{slot}"))
        if definition.how == "tally":
            value = value.cast(self.pl.Float64)
        words = {"least": "min", "greatest": "max", "distinct": "n_unique"}
        reduced = getattr(rows.list.eval(value).list, words.get(definition.how or "", "sum"))()
        return reduced.fill_null(0).cast(self.pl.Float64)
