"""SQL: a policy as one query that gives the exact score of each row, in the dialects of DuckDB, PostgreSQL and Spark.

The query is the certified program of the policy, in few stages. It gives ``score`` and ``band``, and says of a row without
them whether it is ``undecided`` (the query cannot tell: ``settle`` works it out exactly) or ``refused`` (the record is wrong).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from math import ceil, floor
from typing import Any

from ..algebra.inputs import Field, Number
from ..columns.compiling.bounds import RECORD
from ..columns.lazy_tables import opened
from ..columns.scores import Scores
from ..columns.tables import appraise_table
from ..errors import ExportKeyError
from ..policies import Policy
from .certified import GivenBounds, certified
from .outcomes import outcomes
from .program_columns import engine
from .sql_queries import Call, Name, Query

Fetch = Callable[[str], Any]
_FAR = 1e15


def to_sql(
    policy: Policy,
    table: Name | None = None,
    *,
    key: str | Iterable[str] = (),
    lists: Mapping[str, Name] | None = None,
    dialect: str = "duckdb",
    bounds: GivenBounds | None = None,
) -> str:
    """The query that scores each row of ``table`` (``"t"``): columns ``key``, then ``score``, ``band``, ``undecided`` and ``refused``.

    ``lists`` names the table of each list (by default the list's own key); its rows are joined with the records by ``key``, the
    columns that identify a record in all these tables. A name of several words is a tuple: ``("schema", "table")``. For a policy that
    reads lists alone no table need be named: each key in the lists is a record then. ``bounds`` give the least and the greatest
    number by ``"field"`` or ``"list.field"``, and of rows by ``"list"``; records outside them are left undecided.

    Raises a NotCertifiedError for a policy whose decisions cannot be proved, an ExportBoundsError for bounds that are none, and an
    ExportKeyError for lists without a key.

    >>> from asn_appraisal import schemes
    >>> query = to_sql(schemes.get("permenpan-16-2009"), "nilai_unit", key="unit")
    >>> for line in query.splitlines()[-7:-1]:
    ...     print(line)
    SELECT
      "source"."k0" AS "unit",
      "source"."s19" AS "score",
      "source"."s20" AS "band",
      "source"."s17" AS "undecided",
      "source"."s15" AS "refused"
    """
    call = Call.of(policy, table, key, lists, dialect)
    return _text(_query(call, bounds), dialect)


def settle(
    policy: Policy,
    fetch: Fetch,
    table: Name | None = None,
    *,
    key: str | Iterable[str],
    lists: Mapping[str, Name] | None = None,
    dialect: str = "duckdb",
    bounds: GivenBounds | None = None,
) -> Scores | None:
    """The exact scores of the rows that the query of ``to_sql`` leaves undecided, with their keys; None if there are none.

    ``fetch`` runs a query and returns its rows as a table that ``appraise_table`` takes. Nothing is written: that is up to you.
    The other arguments are those of ``to_sql``.

    >>> import duckdb
    >>> from asn_appraisal import schemes
    >>> connection = duckdb.connect()
    >>> _ = connection.sql("CREATE TABLE units AS SELECT 'a' AS unit, 85.25 AS nilai UNION ALL SELECT 'b', 75.00")
    >>> policy, fetch = schemes.get("permenpan-16-2009"), lambda query: connection.sql(query).to_arrow_table()
    >>> scores = settle(policy, fetch, "units", key="unit", bounds={"nilai": (80, 100)})
    >>> len(scores), scores["b"].score
    (1, Decimal('75.00'))
    """
    call = Call.of(policy, table, key, lists, dialect)
    if not call.key:
        raise ExportKeyError(lists=str(call.table))
    query = _query(call, bounds)
    outline = policy.outline
    rows = {
        items.key: opened(fetch(_text(_undecided(call, query, items.key, items.fields), dialect)))
        for items in outline.lists
    }
    records = None
    if call.table is not None:
        records = opened(fetch(_text(_undecided(call, query, RECORD, outline.fields), dialect)))
    if not (records.count if records is not None else sum(each.count for each in rows.values())):
        return None
    return appraise_table(policy, records, key=call.key, items=rows, on_error="quarantine")


def measured_bounds(
    policy: Policy,
    fetch: Fetch,
    table: Name | None = None,
    *,
    key: str | Iterable[str] = (),
    lists: Mapping[str, Name] | None = None,
    dialect: str = "duckdb",
) -> dict[str, tuple[Fraction, Fraction]]:
    """The least and the greatest number of each field in the tables, and of rows of each list: ``bounds`` for ``to_sql``.

    Rows that come later and lie outside are left undecided by the query. The arguments are those of ``settle``.

    >>> import duckdb
    >>> from asn_appraisal import schemes
    >>> connection = duckdb.connect()
    >>> _ = connection.sql("CREATE TABLE units AS SELECT 'a' AS unit, 85.25 AS nilai UNION ALL SELECT 'b', 75.00")
    >>> policy, fetch = schemes.get("permenpan-16-2009"), lambda query: connection.sql(query).to_arrow_table()
    >>> measured_bounds(policy, fetch, "units")
    {'nilai': (Fraction(75, 1), Fraction(341, 4))}
    """
    call = Call.of(policy, table, key, lists, dialect)
    found: dict[str, tuple[Fraction, Fraction]] = {}
    levels = [] if call.table is None else [(RECORD, policy.outline.fields)]
    levels += [(items.key, items.fields) for items in policy.outline.lists]
    for level, fields in levels:
        numbers = [each for each in fields if isinstance(each, Number)]
        if level != RECORD and call.key:
            row = opened(fetch(_text(_counts(call, level), dialect)))
            low, high = (row.value(name, 0) for name in ("e0", "e1"))
            if low is not None:
                found[level] = Fraction(int(low)), Fraction(int(high))
        if numbers:
            row = opened(fetch(_text(_ends(call, level, numbers), dialect)))
            for place, each in enumerate(numbers):
                ends = [row.value(f"e{2 * place + side}", 0) for side in (0, 1)]
                if None not in ends:
                    name = f"{level}.{each.key}" if level else each.key
                    found[name] = _outward(each, *map(float, ends))
    return found


def _query(call: Call, bounds: GivenBounds | None) -> Any:
    sheet = outcomes(certified(call.policy, bounds), engine("sql"), bad_keys=bool(call.lists and call.key))
    return Query(call, sheet).whole()


def _text(query: Any, dialect: str) -> str:
    return str(query.sql(dialect=dialect, pretty=True))


def _undecided(call: Call, query: Any, level: str, fields: Iterable[Field]) -> Any:
    """The rows of a table whose record is undecided."""
    exp, terms = call.terms.exp, call.terms
    names = [*call.key, *(each.key for each in fields)]
    columns = [exp.column(name, table="source", quoted=True) for name in names]
    pairs = [
        terms.compare(
            exp.column(name, table="source", quoted=True), "==", exp.column(name, table="outcome", quoted=True)
        )
        for name in call.key
    ]
    alias = exp.to_identifier("outcome", quoted=True)
    undecided = exp.column("undecided", table="outcome", quoted=True)
    source = call.source_of(level)
    return (
        exp.Select().select(*columns).from_(source).join(query.copy().subquery(alias), on=terms.both(*pairs, undecided))
    )


def _ends(call: Call, level: str, numbers: Iterable[Number]) -> Any:
    exp, terms = call.terms.exp, call.terms
    columns = []
    for each in numbers:
        value = terms.cast(exp.column(each.key, table="source", quoted=True), "DOUBLE")
        near = terms.both(
            terms.compare(value, ">", terms.number(-_FAR)), terms.compare(value.copy(), "<", terms.number(_FAR))
        )
        kept = terms.choose([(near, value.copy())], terms.nothing("number"))
        columns += [exp.Min(this=kept), exp.Max(this=kept.copy())]
    named = [exp.alias_(term, f"e{place}", quoted=True) for place, term in enumerate(columns)]
    return exp.Select().select(*named).from_(call.source_of(level))


def _counts(call: Call, level: str) -> Any:
    exp = call.terms.exp
    keys = [exp.column(name, table="source", quoted=True) for name in call.key]
    inner = (
        exp.Select()
        .select(exp.alias_(exp.Count(this=exp.Star()), "n", quoted=True))
        .from_(call.source_of(level))
        .group_by(*keys)
    )
    ends = [
        exp.alias_(kind(this=exp.column("n", quoted=True)), f"e{place}", quoted=True)
        for place, kind in enumerate((exp.Min, exp.Max))
    ]
    return exp.Select().select(*ends).from_(inner.subquery(exp.to_identifier("counts", quoted=True)))


def _outward(each: Number, low: float, high: float) -> tuple[Fraction, Fraction]:
    """Floats as numbers of the field's decimals, rounded outward but for what a float is beside its decimal."""
    scale, near = 10**each.decimals, Fraction(1, 10**3)
    ends = floor(Fraction(low) * scale + near), ceil(Fraction(high) * scale - near)
    return Fraction(ends[0], scale), Fraction(ends[1], scale)
