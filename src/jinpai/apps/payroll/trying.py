"""Rulebooks tried on months that were, from the shop's own data.

Rulebooks that measure as the shop did share one gathering. For one that measures otherwise the
figures are computed again in a temporary folder, beside the cache, which stays untouched; that
takes its own time and is told apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

from jinpai.apps.appraisal import gather as appraisal
from jinpai.apps.payroll.gather import Desk
from jinpai.metrics.epochs import Epoch
from jinpai.metrics.policies import Measure
from jinpai.rules import document
from jinpai.rules.backtest import Backtest, backtest
from jinpai.rules.inputs import Month
from jinpai.rules.problems import Problem
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.statutes import shipped

if TYPE_CHECKING:
    from jinpai.metrics.reading import Reading

Told = Callable[[str, int, int], None]
"""(stage, done, of): figures, gathering, trying."""


def quiet(stage: str, done: int, of: int) -> None:
    """For who does not want to be told."""


@dataclass(frozen=True)
class Seconds:
    """What took how long."""

    figures: float = 0.0  # computing figures by another measure
    gathering: float = 0.0
    trying: float = 0.0


@dataclass(frozen=True)
class Trial:
    """What came of it. `refused`: rulebooks with errors, which were not tried."""

    result: Backtest
    rulebooks: Mapping[str, Rulebook]
    refused: Mapping[str, tuple[Problem, ...]]
    remeasured: tuple[str, ...]  # rulebooks whose figures were computed again
    people: Mapping[str, str]  # code → name
    seconds: Seconds


def run(
    texts: Mapping[str, str],
    months: Sequence[str],
    *,
    reading: Reading,
    margin_rate: Decimal | None = None,
    told: Told = quiet,
) -> Trial:
    """Try the rulebooks of these texts, by a key of the caller's, over the months in order."""
    books: dict[str, Rulebook] = {}
    refused: dict[str, tuple[Problem, ...]] = {}
    for key, text in texts.items():
        book, problems = document.read(text)
        if book is None:
            refused[key] = tuple(problems)
        else:
            books[key] = book
    months = sorted(set(months))
    clock = _Clock()
    months_of: dict[str, list[Month]] = {}
    remeasured: list[str] = []
    for measure, keys in _by_measure(books, months, reading):
        group = {key: books[key] for key in keys}
        if measure is None:
            months_of |= _gathered(group, months, reading, told, clock)
            continue
        remeasured += keys
        clock.mark()
        with measured_by(measure, months, reading, told) as other:
            clock.figures += clock.mark()
            months_of |= _gathered(group, months, other, told, clock)
    clock.mark()
    result = backtest(
        books, months_of.get(next(iter(books), ""), []), shipped(), months_of=months_of,
        margin_rate=margin_rate, told=lambda done, of: told("trying", done, of),
    )  # fmt: skip
    clock.trying += clock.mark()
    names = {p.code: p.name for found in months_of.values() for m in found for p in m.people}
    return Trial(
        result, books, refused, tuple(remeasured), names,
        Seconds(clock.figures, clock.gathering, clock.trying),
    )  # fmt: skip


class _Clock:
    """Seconds by stage; only how long things take, never what day it is."""

    def __init__(self) -> None:
        self.figures = self.gathering = self.trying = 0.0
        self._last = perf_counter()

    def mark(self) -> float:
        """Seconds since the last mark."""
        now = perf_counter()
        passed, self._last = now - self._last, now
        return passed


def _by_measure(
    books: Mapping[str, Rulebook], months: Sequence[str], reading: Reading
) -> list[tuple[Measure | None, list[str]]]:
    """Rulebooks by the measure that their figures have to be computed by; None: as they are."""
    found: dict[str, tuple[Measure | None, list[str]]] = {}
    for key, book in books.items():
        other = book.measure
        if other is not None and not differs(other, months, reading):
            other = None
        found.setdefault(other.digest() if other else "", (other, []))[1].append(key)
    return list(found.values())


def measuring_otherwise(
    books: Mapping[str, Rulebook], months: Sequence[str], reading: Reading
) -> list[str]:
    """Those whose figures would have to be computed again, which takes its time."""
    return [
        key
        for measure, keys in _by_measure(books, months, reading)
        if measure is not None
        for key in keys
    ]


def differs(measure: Measure, months: Sequence[str], reading: Reading) -> bool:
    """Would any figure of the months have been measured by something else?"""
    for month in months:
        day, end = appraisal.days_of(month)
        while day <= end:
            if any(reading.rules.of(shop.code, day) != measure for shop in reading.shops()):
                return True
            day += timedelta(days=1)
    return False


@contextmanager
def measured_by(
    measure: Measure, months: Sequence[str], reading: Reading, told: Told = quiet
) -> Iterator[Reading]:
    """A reading whose shops measured so from the first of the months on."""
    from jinpai.metrics import compute, engine
    from jinpai.metrics.reading import Reading as Room
    from jinpai.metrics.store import Store

    first = date.fromisoformat(f"{months[0]}-01")
    dated = tuple(e for e in reading.rules.dated if e.first < first)
    new = tuple(Epoch(shop.code, first, measure) for shop in reading.shops())
    rules = replace(reading.rules, dated=(*dated, *new))
    with TemporaryDirectory(prefix="jinpai-try-") as folder:
        store = Store(Path(folder))
        con = engine.connect(spill=Path(folder) / "spill")
        try:
            manifest = compute.scratch(
                con, reading.snapshot, store, rules,
                progress=lambda _step, done, of: told("figures", done, of),
            )  # fmt: skip
        finally:
            con.disconnect()
        room = Room(reading.lake, reading.snapshot, store, manifest)
        room.rules = rules
        yield room


def _gathered(
    books: Mapping[str, Rulebook], months: Sequence[str], reading: Reading, told: Told,
    clock: _Clock,
) -> dict[str, list[Month]]:  # fmt: skip
    """The months of each rulebook. Rulebooks with the same plan of rest days share a gathering:
    everything that any of them reads."""
    plans: dict[int, list[str]] = {}
    for key, book in books.items():
        plans.setdefault(book.pay.working_time.rest_days, []).append(key)
    found: dict[str, list[Month]] = {key: [] for key in books}
    clock.mark()
    for keys in plans.values():
        wanted = together([books[key] for key in keys])
        for number, month in enumerate(months):
            told("gathering", number, len(months))
            gathered = Desk(month).with_pay(
                appraisal.gather(month, reading=reading, rulebook=wanted)
            )
            for key in keys:
                found[key].append(gathered)
    clock.gathering += clock.mark()
    return found


def together(books: Sequence[Rulebook]) -> Rulebook:
    """A rulebook that asks for every figure that any of them asks for; only good for that."""
    first = books[0]
    schemes = {
        f"{n}-{code}": scheme
        for n, book in enumerate(books)
        for code, scheme in book.appraisal.schemes.items()
    }
    pay = {
        f"{n}-{code}": scheme
        for n, book in enumerate(books)
        for code, scheme in book.pay.schemes.items()
    }
    return first.model_copy(
        update={
            "appraisal": first.appraisal.model_copy(update={"schemes": schemes}),
            "pay": first.pay.model_copy(update={"schemes": pay}),
        }
    )
