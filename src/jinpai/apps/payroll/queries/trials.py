"""What the page of trying rulebooks shows: what may be chosen, and the outcome as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from jinpai.apps.payroll.trying import Trial
from jinpai.apps.rulebooks import queries as rulebooks
from jinpai.apps.rulebooks.queries.sources import Source, named, of_version, shipped, source
from jinpai.rules.backtest import Change, Curve, MeanSlope, Outcome
from jinpai.rules.cliffs import Cliff
from jinpai.rules.known import KNOWN_METRICS
from jinpai.rules.problems import Problem

MOST_BOOKS = 6
MOST_MONTHS = 12
RECENT = 3


@dataclass(frozen=True)
class Asked:
    """What the address asks for. `books` empty: nothing was chosen yet."""

    books: tuple[Source, ...]
    months: tuple[str, ...]  # in order
    margin: Decimal | None
    margin_text: str
    too_many: bool = False

    @property
    def keys(self) -> set[str]:
        return {book.key for book in self.books}


def asked(query: Any, known: Sequence[str], *, running: str) -> Asked:
    """Read the address; `known` are the months with data, newest first, `running` the one that
    is not over: its pay is no month's pay, unless it is asked for. What rules the last of
    the months stands first, for it is what the others are compared with."""
    months = _months(query.get("from", ""), query.get("to", ""), known, running)
    books: dict[str, Source] = {}
    keys = query.getlist("book")
    rules = rulebooks.in_force(months[-1]) if months else None
    if keys and rules is not None:
        books[rules.sha256] = of_version(rules)
    for key in keys:
        found = source(key)
        if found is not None and found.rulebook is not None:
            books.setdefault(found.key, found)
    chosen = tuple(books.values())
    margin_text = query.get("margin", "").strip()
    return Asked(
        chosen[:MOST_BOOKS], months, _share(margin_text), margin_text, len(chosen) > MOST_BOOKS
    )


def _months(first: str, last: str, known: Sequence[str], running: str) -> tuple[str, ...]:
    """The months between two, of those that hold figures; by default the last whole three."""
    inside = [m for m in known if first <= m <= (last or "9999")] if first or last else []
    if not inside:
        inside = [m for m in known if m < running][:RECENT] or list(known[:1])
    return tuple(sorted(inside)[-MOST_MONTHS:])


def _share(given: str) -> Decimal | None:
    try:
        value = Decimal(given.removesuffix("%"))
    except InvalidOperation:
        return None
    return value / 100 if value.is_finite() and 0 < value <= 100 else None


@dataclass(frozen=True)
class Choice:
    """A rulebook to tick."""

    book: Source
    chosen: bool
    rules: bool  # what was in force in the last of the months
    now: bool = False  # what is in force today, where that is another


def choices(asked: Asked, running: str) -> list[Choice]:
    rules = rulebooks.in_force(asked.months[-1]) if asked.months else None
    today = rulebooks.in_force(running)
    ruling, now = rules.sha256 if rules else "", today.sha256 if today else ""
    books = [*named(rulebooks.versions()), *shipped()]
    return [
        Choice(
            book,
            book.key in asked.keys or book.key == ruling,
            rules=book.key == ruling,
            now=book.key == now != ruling,
        )
        for book in books
        if book.rulebook is not None
    ]


@dataclass(frozen=True)
class Regime:
    """One rulebook of the result, ready to be shown."""

    book: Source
    outcome: Outcome
    first: bool

    @property
    def base_share(self) -> Decimal | None:
        """What does not follow figures and scores."""
        share = self.outcome.variable_share
        return None if share is None else 1 - share

    @property
    def more(self) -> int:
        return len(self.outcome.winners)

    @property
    def less(self) -> int:
        return len(self.outcome.losers)

    @property
    def unpaid(self) -> int:
        """People who cannot be paid in some month."""
        return len({row.person for row in self.outcome.rows if row.gross is None})


@dataclass(frozen=True)
class Cell:
    """What one person would get under one rulebook over the months that count."""

    gross: Decimal | None
    change: Change | None
    score: Decimal | None  # of the last month


@dataclass(frozen=True)
class PersonRow:
    code: str
    name: str
    cells: tuple[Cell, ...]


def regimes(trial: Trial, books: Sequence[Source]) -> list[Regime]:
    by_key = {book.key: book for book in books}
    return [
        Regime(by_key[key], outcome, number == 0)
        for number, (key, outcome) in enumerate(trial.result.outcomes.items())
    ]


def people(trial: Trial) -> list[PersonRow]:
    """Everybody whom at least one of the rulebooks pays, by code."""
    outcomes = list(trial.result.outcomes.values())
    sums = [_sums(o) for o in outcomes]
    changes = [{c.person: c for c in o.changes} for o in outcomes]
    last = trial.result.months[-1] if trial.result.months else ""
    scores = [{r.person: r.score for r in o.rows if r.month == last} for o in outcomes]
    rows = []
    for code in sorted(set().union(*sums)):
        cells = tuple(
            Cell(sums[n].get(code), changes[n].get(code), scores[n].get(code))
            for n in range(len(outcomes))
        )
        rows.append(PersonRow(code, trial.people.get(code, ""), cells))
    return rows


def _sums(outcome: Outcome) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for row in outcome.rows:
        if row.gross is not None:
            found[row.person] = found.get(row.person, Decimal(0)) + row.gross
    return found


@dataclass(frozen=True)
class SlopeRow:
    """What one step of an item pays, under each rulebook."""

    item: str
    name_zh: str
    name_en: str
    step: Decimal
    unit: str
    down: bool
    cells: tuple[MeanSlope | None, ...]


def slopes(trial: Trial) -> list[SlopeRow]:
    outcomes = list(trial.result.outcomes.values())
    tables = [{s.item: s for s in o.mean_slopes} for o in outcomes]
    order: dict[str, MeanSlope] = {}
    for outcome in outcomes:
        for one in outcome.mean_slopes:
            order.setdefault(one.item, one)
    rows = []
    for item, first in order.items():
        cells = tuple(table.get(item) for table in tables)
        if item != "band" and any(cell and cell.most for cell in cells):
            rows.append(
                SlopeRow(
                    item, first.name_zh, first.name_en, first.step, first.unit, first.down, cells
                )
            )  # fmt: skip
    return rows


@dataclass(frozen=True)
class Edge:
    """A cliff with names instead of codes."""

    regime: Regime
    cliff: Cliff
    person: str
    item_zh: str
    item_en: str


def edges(trial: Trial, shown: Sequence[Regime]) -> list[Edge]:
    names = _item_names(trial)
    return [
        Edge(regime, cliff, trial.people.get(cliff.person, cliff.person), *_named(cliff, names))
        for regime in shown
        for cliff in regime.outcome.cliffs
    ]


def _item_names(trial: Trial) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for book in trial.rulebooks.values():
        for scheme in book.appraisal.schemes.values():
            named = [(one.code, one.name) for one in scheme.items]
            named += [(one.code, one.name) for one in scheme.vetoes]
            for code, words in named:
                found.setdefault(code, (words.zh, words.en))
    return found


def _named(cliff: Cliff, names: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    if cliff.kind == "basis":
        known = KNOWN_METRICS.get(cliff.item)
        return (known.zh, known.en) if known else (cliff.item, cliff.item)
    return names.get(cliff.item, (cliff.item, cliff.item))


@dataclass(frozen=True)
class Trouble:
    """Why somebody cannot be paid, and under which rulebooks; each reason once."""

    person: str
    problem: Problem
    regimes: tuple[Regime, ...]


def troubles(trial: Trial, shown: Sequence[Regime]) -> list[Trouble]:
    found: dict[tuple[str, str], tuple[Problem, dict[str, Regime]]] = {}
    for regime in shown:
        for problem in regime.outcome.problems:
            key = (problem.person or "", problem.zh)
            found.setdefault(key, (problem, {}))[1][regime.book.key] = regime
    return [
        Trouble(trial.people.get(person, person), problem, tuple(under.values()))
        for (person, _), (problem, under) in sorted(found.items(), key=lambda f: f[0])
    ]


def curves(shown: Sequence[Regime]) -> list[tuple[Regime, Curve]]:
    return [(r, r.outcome.curve) for r in shown if r.outcome.curve is not None]
