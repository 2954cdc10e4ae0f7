"""Comparisons: one table under two policies, or two tables under one: who gains and loses, and between which bands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from importlib import import_module
from typing import Any

import numpy as np
from attrs import define, field

from ..arguments import UNSAID, Unsaid, checked_choice, checked_type, refused, several
from ..cells import Cells
from ..charts.matrices import matrix
from ..charts.sheets import WIDTH, Sheet
from ..columns.reading.arrays import Array
from ..columns.results.exact_order import exact_codes
from ..columns.results.row_groups import row_groups
from ..columns.results.selections import coded_column
from ..columns.scores import Scores
from ..columns.tables import appraise_table
from ..errors import MissingExtraError, OtherKeysError, UnknownKeyError
from ..faults import checked_language
from ..policies import Policy, checked_policy
from ..rounding import rounded
from ..texts import say, thousands
from .answers import Answer
from .answers import Cells as TableCells
from .changes import Changes, why_changed
from .compared_groups import ComparedGroup, ComparedGroups, Move

_WHEN = ("before_by", "after_by")
KINDS = ("gained", "lost", "same", "no_longer_scored", "newly_scored", "came", "left")


@define(eq=False)
class Comparison(Answer):
    """Two tables of scores, row by row: ``before`` and ``after`` matched by position (one table) or by key.

    ``gained``, ``lost`` and ``same`` count the rows that both score, by exact score; ``moves`` counts them by band before and
    after. ``came`` and ``left`` are keys that only one of the tables has.
    """

    before: Scores
    after: Scores
    rows: tuple[Array, Array] = field(repr=False)  # the rows of both tables that belong together
    came: tuple[Any, ...] = ()
    left: tuple[Any, ...] = ()
    _signs: Array = field(init=False, repr=False)  # of rows scored by both: 1 gained, -1 lost; else 0
    _both: Array = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        one, other = self.rows
        gone, now = self.before.rejected[one], self.after.rejected[other]
        self._both = ~(gone | now)
        self._signs = np.zeros(len(one), np.int64)
        if self.numeric:
            old, new = _codes_by_row(self.before, self.after)
            self._signs[self._both] = np.sign(new[other] - old[one])[self._both]

    @classmethod
    def by_position(cls, before: Scores, after: Scores) -> Comparison:
        """The comparison of two results of one table, row by row."""
        for each, name in ((before, "before"), (after, "after")):
            checked_type(each, name, Scores)
        if len(before) != len(after):
            raise OtherKeysError(problem=f"{len(before)} / {len(after)}")
        every = np.arange(len(before))
        return cls(before, after, (every, every))

    def __len__(self) -> int:
        return len(self.rows[0])

    @property
    def like(self) -> Any:
        """The kind of frame that came in."""
        return self.after.records.like

    @property
    def numeric(self) -> bool:
        """Whether both policies give a number."""
        return self.before.policy.score is not None and self.after.policy.score is not None

    @property
    def gained(self) -> int:
        """How many rows have a higher exact score after."""
        return int((self._signs > 0).sum())

    @property
    def lost(self) -> int:
        """How many rows have a lower exact score after."""
        return int((self._signs < 0).sum())

    @property
    def same(self) -> int:
        """How many rows that both score have the same exact score."""
        return int(self._both.sum()) - self.gained - self.lost

    @property
    def moves(self) -> dict[Move, int]:
        """How many rows that both score have each pair of bands, before and after, in the order of the bands."""
        return self._moves(self._both)

    def _moves(self, chosen: Array) -> dict[Move, int]:
        pairs = zip(_keys(self.before, self.rows[0][chosen]), _keys(self.after, self.rows[1][chosen]), strict=True)
        found = Counter(pairs)
        orders = [
            [None, *(level.key for level in (each.bands.levels if each.bands is not None else ()))]
            for each in (self.before, self.after)
        ]
        return {
            move: found[move] for move in sorted(found, key=lambda m: (orders[0].index(m[0]), orders[1].index(m[1])))
        }

    def select(self, kind: str) -> list[Any]:
        """The keys (without keys the row numbers) of one kind: ``gained``, ``lost``, ``same``, ``no_longer_scored``,
        ``newly_scored``, ``came``, ``left``.
        """
        checked_choice(kind, "kind", KINDS)
        if kind in {"came", "left"}:
            return list(self.came if kind == "came" else self.left)
        one, other = self.rows
        chosen = {
            "gained": self._signs > 0,
            "lost": self._signs < 0,
            "same": self._both & (self._signs == 0),
            "no_longer_scored": ~self.before.rejected[one] & self.after.rejected[other],
            "newly_scored": self.before.rejected[one] & ~self.after.rejected[other],
        }[kind]
        places = np.flatnonzero(chosen)
        keys = self.after.records.keys
        if keys is None:
            return [int(row) for row in other[places].tolist()]
        values = keys.values()
        return [values[row] for row in other[places].tolist()]

    def why(self, key: Any) -> Changes:
        """Why the score of one row changed, by its key or, without keys, its number in the second table."""
        checked_type(key, "key", str, int, tuple, right="row")
        row = self.after.row_number(key)
        found = np.flatnonzero(self.rows[1] == row)
        if not len(found):
            raise UnknownKeyError(key=str(key))
        return why_changed(self.before.appraisal(int(self.rows[0][found[0]])), self.after.appraisal(row))

    def differences(self) -> list[Fraction | None]:
        """By how much the reported score of each row changed; None where one of the two has none."""
        old, new = self.before.reported(), self.after.reported()
        pairs = zip(self.rows[0].tolist(), self.rows[1].tolist(), self._both.tolist(), strict=True)
        return [
            Fraction(new[after] or 0) - Fraction(old[before] or 0) if both and self.numeric else None
            for before, after, both in pairs
        ]

    def by(self, *columns: str) -> ComparedGroups:
        """Who gains and loses in each unit, or in groups by other columns of the second table."""
        columns = several(columns, "columns", str)
        if not columns:
            raise refused(columns, "columns", "list of text")
        coded = [coded_column(self.after.records, name) for name in columns]
        groups = row_groups([(values, codes[self.rows[1]]) for values, codes in coded])
        differences = self.differences()
        return ComparedGroups(
            columns,
            tuple(self._group(name, places, differences) for name, places in groups),
            self.after.records.like,
        )

    def _group(self, name: tuple[Any, ...], places: Array, differences: list[Fraction | None]) -> ComparedGroup:
        signs = self._signs[places]
        known = [each for each in (differences[place] for place in places.tolist()) if each is not None]
        chosen = np.zeros(len(self), bool)
        chosen[places] = True
        mean = sum(known, Fraction(0)) / len(known) if known else None
        return ComparedGroup(
            name, int(self._both[places].sum()), int((signs > 0).sum()), int((signs < 0).sum()), mean,
            self._moves(chosen & self._both),
        )  # fmt: skip

    def agreement(self) -> dict[str, float]:
        """How far the two orders agree: Kendall's tau-b and Spearman's rho of the rows that both score.

        Needs scipy (the extra ``lab``). Both are NaN for fewer than two rows or where all scores of a table are equal.
        """
        try:
            stats = import_module("scipy.stats")
        except ImportError:
            raise MissingExtraError(library="scipy", extra="lab") from None
        if not self.numeric:
            raise refused(self.after, "scores", "scored")
        old, new = _codes_by_row(self.before, self.after)
        one, other = (codes[rows][self._both] for codes, rows in zip((old, new), self.rows, strict=True))
        if len(one) < 2 or len({*one.tolist()}) < 2 or len({*other.tolist()}) < 2:
            return {"kendall": float("nan"), "spearman": float("nan")}
        return {
            "kendall": float(stats.kendalltau(one, other).statistic),
            "spearman": float(stats.spearmanr(one, other).statistic),
        }

    def text(self, language: str = "id") -> str:
        """The comparison in words: how many gain and lose, and how many change their band."""
        checked_language(language)
        counts = {name: thousands(getattr(self, name), language) for name in ("gained", "lost", "same")}
        both = thousands(int(self._both.sum()), language)
        lines = [
            say("comparison.head", language, rows=both, before=self.before.policy.key, after=self.after.policy.key)
        ]
        if self.numeric:
            lines.append(say("comparison.counts", language, **counts))
        names = [_names(each, language) for each in (self.before, self.after)]
        lines += [
            say(
                "comparison.move", language, before=names[0][old], after=names[1][new], count=thousands(count, language)
            )
            for (old, new), count in self.moves.items()
            if old != new
        ]
        for kind in KINDS[3:]:
            if found := self.select(kind):
                lines.append(say(f"comparison.{kind}", language, count=thousands(len(found), language)))
        return "\n".join(lines) + "\n"

    def columns(self) -> dict[str, Any]:
        """Every matched row: its key, both scores, their difference, both bands, and what became of it."""
        one, other = self.rows
        keys = {} if self.after.records.keys is None else self.after.records.keys.at(other).by_name()
        found: dict[str, Any] = dict(keys)
        if self.numeric:
            for name, scores, rows in (("before", self.before, one), ("after", self.after, other)):
                found[f"score_{name}"] = np.asarray(scores.score, float)[rows]
            places = max(self.before.policy.places, self.after.policy.places)
            found["difference"] = np.array(
                [np.nan if each is None else float(rounded(each, places)) for each in self.differences()], float
            )
        for name, scores, rows in (("before", self.before, one), ("after", self.after, other)):
            if scores.bands is not None:
                found[f"band_{name}"] = _keys(scores, rows)
        found["change"] = self._kinds()
        return found

    def _kinds(self) -> list[str]:
        gone, now = self.before.rejected[self.rows[0]], self.after.rejected[self.rows[1]]
        signed = {1: "gained", 0: "same", -1: "lost"}
        found = []
        for sign, was, is_now in zip(self._signs.tolist(), gone.tolist(), now.tolist(), strict=True):
            if was or is_now:
                found.append("not_scored" if was and is_now else "newly_scored" if was else "no_longer_scored")
            else:
                found.append(signed[sign])
        return found

    def to_dict(self, language: str = "id") -> dict[str, Any]:
        """The counts as plain JSON data."""
        checked_language(language)
        return {
            "before": self.before.policy.key,
            "after": self.after.policy.key,
            "rows": int(self._both.sum()),
            **{name: getattr(self, name) for name in ("gained", "lost", "same")},
            "moves": [{"before": old, "after": new, "count": count} for (old, new), count in self.moves.items()],
            **{kind: len(self.select(kind)) for kind in KINDS[3:]},
            "text": self.text(language),
        }

    def chart(self, language: str = "id", *, width: int = WIDTH) -> Any:
        """The moves between bands as a matrix of counts, a chart of altair that is ``width`` pixels wide.

        Needs altair (the extra ``plot``).
        """
        sheet, moves = Sheet.of(language, width), self.moves
        tables, sides = (self.before, self.after), []
        for at, each in enumerate(tables):
            has_none = any(move[at] is None for move in moves)
            sides.append({key: name for key, name in _names(each, language).items() if key is not None or has_none})
        old, new = (sheet.phrase(when, policy=each.policy.key) for when, each in zip(_WHEN, tables, strict=True))
        moved = sheet.count(sum(count for (was, now), count in moves.items() if was != now))
        beside = sheet.phrase("moved", rows=sheet.count(int(self._both.sum())), moved=moved)
        return matrix(sheet, sheet.phrase("moves"), sides[0], sides[1], moves, axes=(old, new), beside=beside)

    def _cells(self, language: str) -> TableCells:
        names = [_names(each, language) for each in (self.before, self.after)]
        moves = self.moves
        columns = list(dict.fromkeys(new for _, new in moves))
        order = [None, *(level.key for level in (self.after.bands.levels if self.after.bands is not None else ()))]
        columns.sort(key=order.index)
        heads = [say("comparison.matrix", language), *(names[1][each] for each in columns)]
        rows = [
            [names[0][old], *(thousands(moves.get((old, new), 0), language) for new in columns)]
            for old in dict.fromkeys(old for old, _ in moves)
        ]
        return heads, rows


def compare(
    old: Policy | Scores,
    new: Policy | Scores,
    table: object = None,
    *,
    key: str | Iterable[str] | Unsaid | None = UNSAID,
    items: Mapping[str, object] | None = None,
    floats: str = "snap",
    cells: Cells | None = None,
) -> Comparison:
    """One table under two policies, row by row; or two tables of scores (two years), matched by their keys.

    With two policies ``table``, ``key``, ``items``, ``floats`` and ``cells`` are those of ``appraise_table``; rows that a policy
    cannot score are counted (``no_longer_scored``, ``newly_scored``), and ``before.rejects`` and ``after.rejects`` say why.
    With two ``Scores`` nothing else is given; keys of one table alone are ``came`` and ``left``.

    >>> import asn_appraisal as asn
    >>> old = asn.schemes.get("permenpan-16-2009")
    >>> new = asn.overlay(old, {"format": 1, "base": old.key, "key": "perwal", "title": "Perwal",
    ...     "changes": {"bands.peringkat.rows.baik.edge": ">= 80"}})
    >>> compare(old, new, {"nip": ["a", "b"], "nilai": [78, 90]}, key="nip").moves
    {('baik', 'baik'): 1, ('baik', 'cukup'): 1}
    """
    if isinstance(old, Scores) or isinstance(new, Scores):
        for each, name in ((old, "old"), (new, "new")):
            checked_type(each, name, Scores)
        if table is not None:
            raise refused(table, "table", "absent")
        return _matched(old, new)
    checked_policy(old, "old", table=table)
    checked_policy(new, "new", table=table)
    before, after = (
        appraise_table(policy, table, key=key, items=items, floats=floats, cells=cells, on_error="quarantine")
        for policy in (old, new)
    )
    return Comparison.by_position(before, after)


def _matched(before: Any, after: Any) -> Comparison:
    """Two tables of scores matched by their keys."""
    keys = [each.records.keys for each in (before, after)]
    if None in keys:
        raise OtherKeysError(problem="no key")
    if len(keys[0].names) != len(keys[1].names):
        raise OtherKeysError(problem=f"{', '.join(keys[0].names)} / {', '.join(keys[1].names)}")
    places = [_places(each) for each in keys]
    rows = [(places[0][key], row) for key, row in places[1].items() if key in places[0]]
    one, other = (np.array([pair[at] for pair in rows], np.int64) for at in (0, 1))
    came = tuple(key for key in places[1] if key not in places[0])
    left = tuple(key for key in places[0] if key not in places[1])
    return Comparison(before, after, (one, other), came, left)


def _places(keys: Any) -> dict[Any, int]:
    """The row of each key; a row without one has none."""
    found: dict[Any, int] = {}
    gone = (keys.empty | keys.lost).tolist()
    for row, key in enumerate(keys.values()):
        if not gone[row]:
            if key in found:
                raise OtherKeysError(problem=f"{found[key]}, {row}")
            found[key] = row
    return found


def _codes_by_row(*tables: Scores) -> list[Array]:
    """A code for every row of both tables, comparable among them; 0 for a rejected row."""
    found = []
    for table, codes in zip(tables, exact_codes(*tables), strict=True):
        every = np.zeros(len(table), np.int64)
        every[~table.rejected] = codes
        found.append(every)
    return found


def _keys(scores: Scores, rows: Array) -> list[str | None]:
    """The keys of the bands of some rows; None for a policy without bands and for a rejected row."""
    if scores.bands is None:
        return [None] * len(rows)
    keys: list[str | None] = [*(level.key for level in scores.bands.levels), None]
    return [keys[code] for code in scores.bands.codes[rows].tolist()]


def _names(scores: Scores, language: str) -> dict[str | None, str]:
    """The names of the bands of a policy by key."""
    levels = () if scores.bands is None else scores.bands.levels
    return {None: "-", **{level.key: level.called(language) for level in levels}}
