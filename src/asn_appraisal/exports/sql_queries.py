"""SQL queries: the stages of a sheet as common table expressions, each over the one before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self

from attrs import define, field

from ..arguments import checked_choice
from ..arguments import names as texts
from ..columns.compiling.bounds import RECORD
from ..errors import ExportKeyError, RecordError
from ..faults import Fault
from ..policies import Policy, checked_policy
from .outcomes import OUTCOMES, Outcomes
from .sheets import Definition
from .sql_terms import DIALECTS, SqlTerms

Name = str | tuple[str, ...]
_BASE, _RECORDS = "source", "records"


@define
class Call:
    """What a query reads: its tables, and the columns that identify a record in them."""

    policy: Policy
    table: Name | None
    key: tuple[str, ...]
    lists: dict[str, Name]
    dialect: str
    terms: SqlTerms = field(init=False)

    @classmethod
    def of(
        cls,
        policy: Policy,
        table: Name | None,
        key: str | Iterable[str],
        lists: Mapping[str, Name] | None,
        dialect: str,
    ) -> Self:
        """The arguments of a call, checked."""
        checked_policy(policy, table=table)
        checked_choice(dialect, "dialect", DIALECTS)
        outline = policy.outline
        tables = {items.key: (lists or {}).get(items.key, items.key) for items in outline.lists}
        if strange := [name for name in lists or {} if name not in tables]:
            facts = {"lists": ", ".join(tables) or "-"}
            raise RecordError(faults=[Fault("ASN439", list=name, facts=facts) for name in strange])
        if table is None and (outline.fields or not tables):
            table = "t"
        found = cls(policy, table, texts(key, "key"), tables, dialect)
        if tables and not found.key and (table is not None or len(tables) > 1):
            raise ExportKeyError(lists=", ".join(tables))
        if clash := [name for name in found.key if name in OUTCOMES]:
            raise ExportKeyError(key=", ".join(clash))
        return found

    def __attrs_post_init__(self) -> None:
        self.terms = SqlTerms(self.dialect, {RECORD: _BASE, **dict.fromkeys(self.lists, _BASE)}, self.key)

    @property
    def lists_alone(self) -> bool:
        """Whether the records are the keys of lists."""
        return self.table is None

    def source_of(self, level: str) -> Any:
        """The table of records or of a list."""
        return self.source(self.lists[level] if level else self.table or "t")

    def source(self, name: Name, alias: str = _BASE) -> Any:
        """A table by its name, quoted word by word."""
        exp = self.terms.exp
        words = [exp.to_identifier(word, quoted=True) for word in ((name,) if isinstance(name, str) else name)]
        parts = dict(zip(("this", "db", "catalog"), reversed(words), strict=False))
        return exp.Table(**parts, alias=exp.TableAlias(this=exp.to_identifier(alias, quoted=True)))


class Query:
    """The stages of a sheet as common table expressions."""

    def __init__(self, call: Call, outcome: Outcomes) -> None:
        self.call, self.outcome, self.layout = call, outcome, outcome.layout
        self.terms, self.exp = call.terms, call.terms.exp
        self.parts: list[tuple[str, Any]] = []
        self.latest: dict[str, str] = {}  # the relation of each table so far
        self.numbers = {name: place for place, name in enumerate(call.lists)}

    def whole(self) -> Any:
        """The query."""
        lists = [*self.call.lists]
        for stage in range(1, self.layout.last + 1):
            before = dict(self.latest)
            for table in lists:
                self._extend(table, stage, before)
            self._extend(RECORD, stage, before)
        final = self._final()
        for name, query in self.parts:
            final = final.with_(self.exp.to_identifier(name, quoted=True), query, copy=False)
        return final

    # --- one stage of one table

    def _extend(self, table: str, stage: int, before: Mapping[str, str]) -> None:
        added = self.layout.at_stage(stage, table)
        if not added and stage > 1:
            return  # in the first stage every table is there, since its rows count
        exp, name = self.exp, self._name(table, stage)
        reduced: dict[str, list[Definition]] = {}
        spread = []
        columns = [self._alias(self._key(_BASE, place, raw=table not in before), f"k{place}") for place in self._keys]
        columns += [self._alias(self._slot(_BASE, slot), f"s{slot}") for slot in self.layout.carried(stage, table)]
        for each in added:
            if each.how == "spread":
                spread.append(each)
                columns.append(self._alias(self._written(each, _RECORDS), f"s{each.slot}"))
            elif each.how is not None:
                reduced.setdefault(each.rows, []).append(each)
            else:
                columns.append(self._alias(self._written(each), f"s{each.slot}"))
        source = self._base(table) if table not in before else self._relation(before[table], _BASE)
        query = exp.Select().from_(source)
        for rows, definitions in reduced.items():
            sums = self._sums(rows, definitions, stage, before)
            query = query.join(self._relation(sums, sums), on=self._same_keys(_BASE, sums), join_type="left")
            for each in definitions:
                value = exp.Coalesce(this=self._slot(sums, each.slot), expressions=[self.terms.number(0.0)])
                columns.append(self._alias(value, f"s{each.slot}"))
        if spread:
            joined = self._relation(before[RECORD], _RECORDS)
            query = query.join(joined, on=self._same_keys(_BASE, _RECORDS))
        self._add(table, name, query.select(*columns))

    @property
    def _keys(self) -> range:
        return range(len(self.call.key))

    def _name(self, table: str, stage: int) -> str:
        return f"asn_records_{stage}" if table == RECORD else f"asn_rows_{self.numbers[table]}_{stage}"

    def _add(self, table: str, name: str, query: Any) -> None:
        if self.call.dialect == "postgres":
            # Else each stage is written into the next, and its columns are worked out many times.
            query = query.offset(0)
        self.parts.append((name, query))
        self.latest[table] = name

    def _base(self, table: str) -> Any:
        """The table as it comes; without one of records, the keys of the lists."""
        call, exp = self.call, self.exp
        if table != RECORD:
            return call.source(call.lists[table])
        if call.table is not None:
            return call.source(call.table)
        if not call.key:
            one = exp.Select().select(self._alias(self.terms.whole(1), "one"))
            return one.subquery(_BASE)
        queries = []
        for name in call.lists.values():
            columns = [exp.column(key, table=_BASE, quoted=True) for key in call.key]
            queries.append(exp.Select().select(*columns).from_(call.source(name)).distinct())
        whole = queries[0]
        for each in queries[1:]:
            whole = exp.union(whole, each, distinct=True)
        return whole.subquery(exp.to_identifier(_BASE, quoted=True))

    def _sums(self, rows: str, definitions: Sequence[Definition], stage: int, before: Mapping[str, str]) -> str:
        """The rows of a list (or records of one key) reduced by key."""
        name = f"asn_sums_{self.numbers.get(rows, 'of_keys')}_{stage}"
        columns = [self._alias(self._key(_BASE, place, raw=False), f"k{place}") for place in self._keys]
        columns += [self._alias(self._reduction(each), f"s{each.slot}") for each in definitions]
        query = self.exp.Select().from_(self._relation(before[rows], _BASE)).select(*columns)
        if self.call.key:
            query = query.group_by(*(self._key(_BASE, place, raw=False) for place in self._keys))
        self.parts.append((name, query))
        return name

    def _reduction(self, definition: Definition) -> Any:
        exp, terms, value = self.exp, self.terms, self._written(definition)
        if definition.how == "count":
            return terms.cast(exp.Count(this=exp.Star()), "DOUBLE")
        if definition.how == "distinct":
            return terms.cast(exp.Count(this=exp.Distinct(expressions=[value])), "DOUBLE")
        if definition.how == "tally":
            value = terms.choose([(value, terms.number(1.0))], terms.number(0.0))
        function = {"least": exp.Min, "greatest": exp.Max}.get(definition.how or "", exp.Sum)
        return function(this=value)

    # --- the result

    def _final(self) -> Any:
        exp, records = self.exp, self.latest[RECORD]
        columns = [self._alias(self._key(_BASE, place, raw=False), name) for place, name in enumerate(self.call.key)]
        columns += [self._alias(self._slot(_BASE, self.outcome.slots[name]), name) for name in OUTCOMES]
        query = exp.Select().from_(self._relation(records, _BASE)).select(*columns)
        if self.call.lists and not self.call.lists_alone:
            for table in self.call.lists:
                query = exp.union(query, self._orphans(table), distinct=False)
        return query

    def _orphans(self, table: str) -> Any:
        """Keys of a list that no record has: rows that would be lost without a word come out as refused."""
        exp, terms = self.exp, self.terms
        records, rows = self._name(RECORD, 1), self._name(table, 1)
        values = {
            "score": terms.nothing("number"),
            "band": terms.nothing("text"),
            "undecided": terms.truth(holds=False),
            "refused": terms.truth(holds=True),
        }
        columns = [self._alias(self._key(_BASE, place, raw=False), name) for place, name in enumerate(self.call.key)]
        columns += [self._alias(value, name) for name, value in values.items()]
        there = exp.Select().select(terms.whole(1)).from_(self._relation(records, _RECORDS))
        there = there.where(self._same_keys(_BASE, _RECORDS))
        query = exp.Select().from_(self._relation(rows, _BASE)).select(*columns).distinct()
        return query.where(terms.negated(exp.Exists(this=there)))

    # --- names

    def _written(self, definition: Definition, relation: str = _BASE) -> Any:
        return self.layout.written(definition, self.terms, lambda slot: self._slot(relation, slot))

    def _key(self, relation: str, place: int, *, raw: bool) -> Any:
        name = self.call.key[place] if raw else f"k{place}"
        return self.exp.column(name, table=relation, quoted=True)

    def _slot(self, relation: str, slot: int) -> Any:
        return self.exp.column(f"s{slot}", table=relation, quoted=True)

    def _alias(self, term: Any, name: str) -> Any:
        return self.exp.alias_(term, name, quoted=True, copy=False)

    def _relation(self, name: str, alias: str) -> Any:
        return self.call.source(name, alias)

    def _same_keys(self, left: str, right: str) -> Any:
        pairs = [
            self.terms.compare(self._key(left, place, raw=False), "==", self._key(right, place, raw=False))
            for place in self._keys
        ]
        return self.terms.both(*pairs) if pairs else self.terms.truth(holds=True)
