"""Documents read: a form becomes a policy, or a list of all faults, each with its path and column.

A piece at fault is noted once and skipped with all that depends on it; every other piece is still made, also where no sound
piece uses it, so that its faults are noted as well.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import partial
from typing import Any

from attrs import define, field

from ..algebra.bands import Band, Bands
from ..algebra.expressions import Constant, Expression, Named
from ..algebra.grids import Grid
from ..algebra.inputs import Flag
from ..algebra.items import Check, Items
from ..algebra.sources import Source
from ..analysis.outlines import Outline, outline
from ..errors import AppraisalError
from ..faults import DocumentFault
from ..policies import Policy, checked_shown
from .entries import TABLES, Entries, is_broken, mended, unbroken
from .forms import FORMAT, BandForm, CheckForm, PolicyForm
from .formula_reading import FormulaReader
from .grammar import NOTHING, parsed
from .limits import MOST_NESTED, Budget, Misfit, TooLarge
from .order import dependencies_first, words_in
from .pieces import BROKEN, BrokenPiece, EnoughFaults, is_sound, sound

_KEY, _ZERO = "contoh", Constant(Fraction(0))  # of a policy that is made to look at one of its pieces alone


def policy_of(
    form: PolicyForm, budget: Budget, faults: Iterable[DocumentFault] = (), strays: Iterable[str] = ()
) -> tuple[Policy | None, tuple[DocumentFault, ...]]:
    """The policy that a form describes, or what is wrong with it, beside faults that are known already.

    ``strays`` are the keys in tables of the document that a policy does not have: a formula that names one is not at fault.
    """
    if form.format not in {FORMAT, BROKEN}:
        return None, (Misfit("ASN507", found=form.format, right=FORMAT).at("$.format"),)
    build = _Builder(form, {*strays}, budget)
    build.faults += faults
    policy = None
    try:
        policy = build.policy()
    except (BrokenPiece, EnoughFaults):
        pass
    except RecursionError:  # tables within tables, dozens of levels deep
        build.faults = [Misfit("ASN503", kind="levels", found=f"> {MOST_NESTED}", limit=MOST_NESTED).at("$")]
    found = tuple(dict.fromkeys(build.faults))
    return (None if found else policy), found


@define
class _Builder(Entries):
    """Builds the pieces of one policy, each once; notes faults and goes on.

    ``words`` are those of formulas at fault, of which one may be ``cut_off``.
    """

    budget: Budget
    trees: dict[str, ast.expr] = field(factory=dict)
    words: set[str] = field(factory=set)
    cut_off: bool = False

    # --- the whole

    def policy(self) -> Policy:
        form, scope = self.form, _Scope(self)
        for kind, make in (("sources", self.source), ("inputs", self.field), ("lists", self.items)):
            for key in self.keys(kind):
                self.attempt(partial(make, key))
        for key in self._parts_in_order():
            self.attempt(partial(self.part, key))
        shown = [] if form.shown is BROKEN else form.shown
        pieces = {
            "score": self.attempt(lambda: self.formula("$.score", form.score, scope)),
            "band": self.attempt(lambda: self.formula("$.band", form.band, scope)),
            "shown": [
                self.attempt(partial(self.formula, f"$.shown[{at}]", text, scope)) for at, text in enumerate(shown)
            ],
            "checks": self.attempt(lambda: self.checks("$.checks", form.checks, scope)),
            "sources": self.attempt(lambda: self.sources("$.source", form.source)),
        }
        self._unread_tables()
        self._unused()
        return self._whole(pieces)

    def _parts_in_order(self) -> list[str]:
        """The keys of all parts, those that others use first, so that none is made deep inside others."""
        texts: dict[str, list[object]] = {}
        for kind in ("bands", "cases", "parts"):
            for key in self.keys(kind):
                texts.setdefault(key, []).append(getattr(self.form, kind)[key])
        return [key for key in dependencies_first(texts) if self.has("parts", key)]

    def _whole(self, pieces: dict[str, Any]) -> Policy:
        """The policy of all pieces; where one is at fault, the others are looked at by themselves."""
        whole: AppraisalError | None = None
        if not self.faults:
            try:
                policy = self._made(**pieces)
            except AppraisalError as problem:
                whole = problem
            else:
                self._compare(policy)
                return policy
        self._alone(pieces)
        if whole is not None and not self.faults:
            self.note(Misfit.of(whole), "$")
        raise BrokenPiece

    def _made(self, **pieces: Any) -> Policy:
        form = self.form
        kept = ("english", "subject", "since", "until", "reported", "options")
        return Policy(form.key, form.title, **{name: getattr(form, name) for name in kept}, **pieces)

    def _alone(self, pieces: dict[str, Any]) -> None:
        """Note what is wrong with pieces as those of a policy, each by itself and then in its place among the others."""
        form, score, band = self.form, pieces["score"], pieces["band"]
        reported = 0 if form.reported is BROKEN else form.reported
        makes: list[tuple[str, Callable[[], Any]]] = []
        if score is None and band is None:
            makes.append(("$", lambda: Policy(_KEY, "")))
        if is_sound(score):
            makes.append(("$.score", lambda: Policy(_KEY, "", score=score, reported=reported)))
        if is_sound(band):
            makes.append(("$.band", lambda: Policy(_KEY, "", band=band)))
        makes += [
            (f"$.shown[{at}]", partial(checked_shown, each))
            for at, each in enumerate(pieces["shown"])
            if each is not BROKEN
        ]
        if BROKEN not in {form.since, form.until}:
            makes.append(("$.until", lambda: Policy(_KEY, "", score=_ZERO, since=form.since, until=form.until)))
        for path, make in makes:
            self.attempt(partial(self.guarded, path, make))
        parts = [self.made[key][0] for key in self.made if key[0] == "parts" and not self.form.parts[key[1]].lists]
        roots = [score, band, *pieces["shown"], *parts]
        checks = () if pieces["checks"] is BROKEN else pieces["checks"]
        found = self.attempt(lambda: self.guarded("$", lambda: outline(filter(is_sound, roots), checks)))
        if found is not BROKEN:
            self._check_lists(found, whole=False)

    def _unread_tables(self) -> None:
        """Read the tables that no sound formula led to; the fields of a row that they name are not known then."""
        tried = {key[:2] for key in (*self.made, *self.broken)}
        scope = _Scope(self, blind=True)
        reads: dict[str, Callable[[str], Any]] = {
            "bands": lambda key: self.bands(key, scope),
            "cases": lambda key: self.case(key, scope),
            "grids": self.grid_levels,
        }
        for kind, read in reads.items():
            for key in self.keys(kind):
                if (kind, key) not in tried:
                    self.attempt(partial(read, key))

    def _unused(self) -> None:
        """Note entries that nothing names, unless a fault may have taken the name away."""
        form = self.form
        naming = [getattr(form, name) for name in ("score", "band", "shown", "source", "checks", *TABLES[2:])]
        if self.cut_off or is_broken(naming) or form.score is form.band is None:
            return
        for kind in TABLES:
            for key in self.keys(kind) if kind not in self.unknown else ():
                if (kind, key) not in self.used and not self.words.issuperset(key.split(".")):
                    self.note(Misfit("ASN511"), f"$.{kind}.{key}")

    def _compare(self, policy: Policy) -> None:
        """The policy's own parts must agree with what the document says about them."""
        self._check_lists(policy.outline, whole=True)
        if not self.faults and self.form.fingerprint not in {None, policy.fingerprint}:
            self.note(Misfit("ASN512", right=policy.fingerprint), "$.fingerprint")

    def _check_lists(self, found: Outline, *, whole: bool) -> None:
        for placed in found.parts:
            # A score or band that is a formula becomes a part of its own: the policy may have it and the document not.
            form: Any = self.form.parts.get(placed.key) if self.form.parts is not BROKEN else None
            if not is_sound(form) or is_broken(form.lists):
                continue
            # Where a formula is at fault, it may be the one that uses the part in the rows of another list.
            if form.lists != list(placed.lists) if whole else not {*placed.lists} <= {*form.lists}:
                right = ", ".join(placed.lists) or "[]"
                self.note(Misfit("ASN513", right=right), f"$.parts.{placed.key}.lists")

    # --- pieces

    def formula(self, path: str, text: str | None, scope: _Scope) -> Any:
        """The expression of a formula, with its faults at a path; None for no formula."""
        if text is None:
            return None
        unbroken(text)
        return self.guarded(path, lambda: self._read(path, text, scope))

    def _read(self, path: str, text: str, scope: _Scope) -> Expression:
        try:
            if path not in self.trees:
                self.trees[path] = parsed(text, self.budget)
            return FormulaReader(text, scope, partial(self.note, path=path)).expression(self.trees[path])
        except (Misfit, BrokenPiece) as problem:
            self.words |= words_in(text)
            self.cut_off |= isinstance(problem, Misfit) and problem.facts.get("found") == NOTHING
            raise

    def part(self, key: str) -> Named:
        form, path = self.entry_of("parts", key), f"$.parts.{key}"

        def make() -> Named:
            scope = self._part_scope(form.lists, f"{path}.lists")
            sources = self.sources(f"{path}.source", form.source)
            value = self.formula(f"{path}.formula", form.formula, scope)
            return self.guarded(path, lambda: Named(value, key, form.name, sources, english=form.english))

        return self.once(("parts", key), make)

    def _part_scope(self, lists: list[str], path: str) -> _Scope:
        """The names that a part over the rows of lists may use: the first list's fields; unknown lists are noted."""
        if is_broken(lists):
            return _Scope(self, blind=True)
        for name in lists:
            if not self.has("lists", name):
                self.attempt(partial(self.guarded, path, partial(self.find, name, "lists")))
                return _Scope(self, blind=True)
        return _Scope(self).inside(lists[0]) if lists else _Scope(self)

    def items(self, key: str) -> Items:
        form, path = self.entry_of("lists", key), f"$.lists.{key}"

        def make() -> Items:
            checks, fields, _ = self.all_of(
                (
                    lambda: self.checks(f"{path}.checks", form.checks, _Scope(self).inside(key)),
                    lambda: self.all_of(partial(unbroken, each) for each in self.row_fields(key).values()),
                    lambda: sound([form.name, form.english, form.at_least, form.optional, form.at_most, form.unique]),
                )
            )
            return self.guarded(
                path,
                lambda: Items(
                    key,
                    tuple(fields),
                    form.name,
                    english=form.english,
                    checks=checks,
                    at_least=form.at_least,
                    optional=form.optional,
                    at_most=form.at_most,
                    unique=form.unique,
                ),
            )

        return self.once(("lists", key), make)

    def checks(self, path: str, forms: list[CheckForm], scope: _Scope) -> tuple[Check, ...]:
        makes = (partial(self._check, f"{path}[{at}]", form, scope) for at, form in enumerate(unbroken(forms)))
        return tuple(self.all_of(makes))

    def _check(self, path: str, form: CheckForm, scope: _Scope) -> Check:
        form = sound(mended(unbroken(form)))
        condition = self.formula(f"{path}.condition", form.condition, scope)
        return self.guarded(path, lambda: Check(condition, form.name, form.english))

    # --- tables outside the formulas

    def bands(self, key: str, scope: _Scope) -> Bands:
        form, path = self.entry_of("bands", key), f"$.bands.{key}"

        def make() -> Bands:
            sources = self.sources(f"{path}.source", form.source)
            rows = [
                self.attempt(partial(self._band, f"{path}.rows[{at}]", row, scope))
                for at, row in enumerate(unbroken(form.rows))
            ]
            if BROKEN in rows:
                # Keys and edges can be looked at without the conditions.
                self.guarded(path, lambda: Bands(*map(_without_condition, form.rows)))
                raise BrokenPiece
            return self.guarded(path, lambda: Bands(*rows, source=sources))

        return self.once(("bands", key, scope.place), make)

    def _band(self, path: str, form: BandForm, scope: _Scope) -> Band:
        form = mended(unbroken(form))
        sources = self.sources(f"{path}.source", form.source)
        requires = self.formula(f"{path}.requires", form.requires, scope)
        sound([form.key, form.edge, form.name, form.english, form.labels])
        named: dict[str, Any] = {"english": form.english, "labels": form.labels, "source": sources}
        return self.guarded(path, lambda: Band(form.key, form.edge, form.name, requires=requires, **named))

    def case(self, key: str, scope: _Scope) -> tuple[dict[str, Expression], tuple[Source, ...]]:
        form, path = self.entry_of("cases", key), f"$.cases.{key}"

        def make() -> tuple[dict[str, Expression], tuple[Source, ...]]:
            sources = self.sources(f"{path}.source", form.source)
            values = self.all_of(
                partial(self.formula, f"{path}.values.{level}", text, scope)
                for level, text in unbroken(form.values).items()
            )
            return dict(zip(form.values, values, strict=True)), sources

        return self.once(("cases", key, scope.place), make)

    def grid(self, key: str) -> Callable[[Expression, Expression], Grid]:
        levels, sources = self.grid_levels(key)
        form = self.form.grids[key]
        cells = {(row, column): entry for row, line in form.cells.items() for column, entry in line.items()}

        def make(rows: Expression, columns: Expression) -> Grid:
            # Each use is checked against its own labels, which must not cost more than the table as written.
            self.budget.count(len(cells))
            if len(rows.levels) * len(columns.levels) > len(cells) + 100:
                limit = len(cells)
                raise TooLarge("ASN503", kind="cells", found=len(rows.levels) * len(columns.levels), limit=limit)
            return Grid(rows, columns, cells, levels=levels, source=sources)

        return make


def _without_condition(form: BandForm) -> Band:
    sound([unbroken(form).key, form.edge])
    return Band(form.key, form.edge, requires=None if form.requires is None else Flag(_KEY))


@define
class _Scope:
    """The meaning of the names in a formula: a row's fields first, then the record's, then parts.

    A scope that is ``blind`` does not know over which list's rows the formula is: the fields of any list may be meant.
    """

    build: _Builder
    fields: Mapping[str, Any] | None = None
    place: str = ""
    blind: bool = False

    def name(self, key: str) -> Expression:
        if self.fields is not None and key in self.fields:
            found: Expression = unbroken(self.fields[key])
            return found
        if self.build.has("inputs", key):
            return self.field(key)
        return self.part(key)

    def part(self, key: str) -> Expression:
        self._find(key, "inputs", "parts")
        return self.build.part(key)

    def field(self, key: str) -> Expression:
        if self.fields is not None and key in self.fields:
            found: Expression = unbroken(self.fields[key])
            return found
        self._find(key, "inputs")
        return self.build.field(key)

    def _find(self, key: str, *tables: str) -> None:
        *others, table = tables
        if self.blind and not self.build.has(table, key) and self.build.may_be_row_field(key):
            raise BrokenPiece
        self.build.find(key, table, *others, rows=self.fields or ())

    def items(self, key: str) -> Items:
        self.build.find(key, "lists")
        return self.build.items(key)

    def is_list(self, key: str) -> bool:
        return self.build.has("lists", key)

    def inside(self, key: str) -> _Scope:
        fields = self.build.attempt(lambda: self.build.row_fields(key)) if self.is_list(key) else BROKEN
        return _Scope(self.build, None if fields is BROKEN else fields, key, blind=fields is BROKEN)

    def bands(self, key: str) -> Bands:
        self.build.find(key, "bands")
        return self.build.bands(key, self)

    def case(self, key: str) -> tuple[dict[str, Expression], tuple[Source, ...]]:
        self.build.find(key, "cases")
        return self.build.case(key, self)

    def grid(self, key: str) -> Callable[[Expression, Expression], Grid]:
        self.build.find(key, "grids")
        return self.build.grid(key)

    def source(self, key: str) -> Source:
        return self.build.used_source(key)

    def deeper(self, by: int) -> None:
        self.build.level += by
        if by > 0:
            self.build.reach(self.build.level)
