"""Routine checklists: which hold on a day, who works which shift, what came of the runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from jinpai.apps import home
from jinpai.apps.knowledge.models import RoutineTemplate, Run, ShiftChosen, Tick
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.workflow.routines import Item, Standing, Streak, Template, shift_of, standing, streaks
from jinpai.workflow.routines.outcome import Answer

LATELY = timedelta(days=7)  # as long the last clocking tells the shift


def in_force(day: date) -> dict[str, RoutineTemplate]:
    """Code → the version that holds on a day: of those by then, the one written last."""
    newest = {}
    for one in RoutineTemplate.objects.filter(effective__lte=day).order_by("number"):
        newest[one.code] = one
    return {code: one for code, one in newest.items() if not one.retired}


def newest(code: str) -> RoutineTemplate | None:
    return RoutineTemplate.objects.filter(code=code).order_by("-number").first()


def read(one: RoutineTemplate) -> Template:
    return Template.read(one.code, one.terms)


# -- shifts ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shift:
    """`guessed`: by the last clocking before the day, not by what was chosen or clocked on it."""

    code: str  # day, late, night, off; empty: not known
    guessed: bool = False


def shifts(persons: Iterable[str], day: date) -> dict[str, Shift]:
    """What was chosen; else what the clockings of the day say; else those of the days before."""
    found: dict[str, Shift] = {}
    for row in _clockings(persons, day - LATELY, day):
        code = shift_of(row["shift"] or "")
        if code and (row["day"] == day or row["person"] not in found):
            found[row["person"]] = Shift(code, guessed=row["day"] != day)
    for one in ShiftChosen.objects.filter(day=day, person__in=list(persons)).order_by("id"):
        found[one.person] = Shift(one.shift)
    return found


def off(persons: Iterable[str], day: date) -> set[str]:
    """Who did not clock in on a day on which others did: off, on leave or away."""
    rows = _clockings(None, day, day)
    if not rows:
        return set()
    came = {r["person"] for r in rows if r["in_local"] is not None or r["hours"]}
    return {person for person in persons if person not in came}


def _clockings(persons: Iterable[str] | None, first: date, last: date) -> list[dict[str, Any]]:
    """Newest first."""
    if not home.lake().snapshot().import_no:
        return []
    reading = home.reading()
    some = "" if persons is None else "AND list_contains(?, person) "
    values: list[Any] = [first, last] + ([] if persons is None else [list(persons)])
    return reading.fetch(
        f"SELECT person, day, shift, in_local, hours FROM {reading.fact('clockings')} "
        f"WHERE day BETWEEN ? AND ? {some}ORDER BY day DESC, in_local", values,
    )  # fmt: skip


# -- runs --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """An item of a run, with its last answer and those before."""

    item: Item
    tick: Tick | None
    before: Sequence[Tick] = ()

    @property
    def state(self) -> str:
        return self.tick.state if self.tick else ""


@dataclass(frozen=True)
class Shown:
    """A run as a page shows it."""

    run: Run
    template: Template
    rows: Sequence[Row]
    standing: Standing

    @property
    def missed(self) -> bool:
        """Over, and something was never answered."""
        return bool(self.run.closed_at and self.standing.left)


def shown(runs: Iterable[Run]) -> list[Shown]:
    """With templates and ticks; two queries for all of them."""
    rows = list(runs)
    ticks: dict[int, list[Tick]] = {}
    for tick in Tick.objects.filter(run__in=[r.pk for r in rows]).order_by("id"):
        ticks.setdefault(tick.run_id, []).append(tick)
    return [_shown(run, ticks.get(run.pk, [])) for run in rows]


def _shown(run: Run, ticks: Sequence[Tick]) -> Shown:
    template = read(run.template)
    by_item: dict[str, list[Tick]] = {}
    for tick in ticks:
        by_item.setdefault(tick.item, []).append(tick)
    rows = [
        Row(item, said[-1] if said else None, said[:-1])
        for item in template.items
        for said in (by_item.get(item.code, []),)
    ]
    states = {row.item.code: row.state for row in rows}
    return Shown(run, template, rows, standing([x.code for x in template.items], states))


def counted(first: date, last: date) -> list[Run]:
    """The runs of some days that count: neither of another shift nor of a day off."""
    return list(
        Run.objects.filter(day__gte=first, day__lte=last, dropped_at__isnull=True)
        .select_related("template")
        .order_by("role", "template__code", "person", "day")
    )


def mine(user: User, day: date) -> list[Shown]:
    """The own runs of a day, and those that the whole shift of the role shares."""
    own = Run.objects.filter(day=day, dropped_at__isnull=True, role=user.role)
    own = own.filter(person__in=("", user.person) if user.person else ("",))
    return shown(own.select_related("template").order_by("-person", "template__code"))


def may_see(user: User, run: Run) -> bool:
    if user.may(roles.SEE_TEAM_DESK):
        return True
    return run.person == user.person if run.person else run.role == user.role


def may_tick(user: User, run: Run) -> bool:
    """The own; what the role shares, whoever is of it. Nobody ticks for a colleague."""
    return run.person == user.person if run.person else run.role == user.role


# -- the week ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One person's (or one role's) checklist over the days; None: no run on the day."""

    person: str
    role: str
    template: Template
    days: Sequence[Shown | None]


@dataclass(frozen=True)
class Undone:
    """An item that somebody has not done several runs in a row."""

    person: str
    template: Template
    item: Item
    streak: Streak


@dataclass(frozen=True)
class Week:
    days: Sequence[date]
    lines: Sequence[Line] = ()
    undone: Sequence[Undone] = ()
    totals: Sequence[tuple[int, int]] = field(default=())  # done of all, by day


def week(first: date, today: date, person: str = "") -> Week:
    """Who did what from Monday to Sunday; what stays undone, by the four weeks before too."""
    days = [first + timedelta(days=n) for n in range(7)]
    runs = [r for r in counted(first - timedelta(days=21), days[-1]) if r.day <= today]
    if person:
        runs = [r for r in runs if r.person == person]
    by_line: dict[tuple[str, str, str], dict[date, Shown]] = {}
    for one in shown(runs):
        key = (one.run.role, one.run.template.code, one.run.person)
        by_line.setdefault(key, {})[one.run.day] = one
    lines, undone = [], []
    for (role, _code, who), found in sorted(by_line.items()):
        newest_run = found[max(found)]
        if any(day in found for day in days):
            lines.append(Line(who, role, newest_run.template, [found.get(d) for d in days]))
        items = {x.code: x for x in newest_run.template.items}
        answers = [
            Answer(day, row.item.code, row.state, row.tick.reason if row.tick else "")
            for day, one in found.items()
            if one.run.closed_at or not one.standing.left
            for row in one.rows
            if row.item.code in items
        ]
        undone += [Undone(who, newest_run.template, items[s.item], s) for s in streaks(answers)]
    totals = []
    for n in range(7):
        of_day = [x for line in lines if (x := line.days[n]) is not None]
        totals.append((
            sum(x.standing.done for x in of_day),
            sum(x.standing.items - x.standing.not_needed for x in of_day),
        ))  # fmt: skip
    undone.sort(key=lambda u: -u.streak.runs)
    return Week(days, lines, undone, totals)
