"""Who has handed in the problem sheet: days × people, with what is known of each one's day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone

from jinpai.apps.desk.filling.room import desk_in_force
from jinpai.apps.knowledge.models import HandIn, Problem
from jinpai.apps.team.models import User
from jinpai.apps.team.roles import Role
from jinpai.metrics.reading import Reading
from jinpai.rules.sections.desk import Demand, Desk
from jinpai.workflow import problemsheet as rule
from jinpai.workflow.problemsheet import Duty, Standing

DEMAND = "problem-sheet"
"""The code under which a rulebook asks for the sheet."""
UNKNOWN = Duty()


@dataclass(frozen=True)
class Cell:
    day: date
    person: str
    standing: Standing
    problems: int
    at: datetime | None


@dataclass(frozen=True)
class Line:
    day: date
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Grid:
    people: Sequence[tuple[str, str]]  # code, name
    lines: Sequence[Line]  # the newest day first
    shares: Sequence[tuple[int, int]]  # of each person: in time, days that count
    desk: Desk = field(default_factory=Desk)

    @property
    def demand(self) -> Demand | None:
        """What the rulebook in force asks, and which appraisal items look at it."""
        return next((d for d in self.desk.demands if d.code == DEMAND), None)


def grid(reading: Reading, first: date, last: date, now: datetime, *, person: str = "") -> Grid:
    """From `first` to `last`, nobody's future, and nothing before the first sheet of all: what
    nobody asked for is not missing. `person`: only this one."""
    today = timezone.localdate(now)
    last = min(last, today)
    begun = HandIn.objects.order_by("day").values_list("day", flat=True).first()
    first = max(first, begun or today)
    desk = desk_in_force(last)
    sheets = {(s.person, s.day): s for s in HandIn.objects.filter(day__gte=first, day__lte=last)}
    counts = {
        (row["person"], row["day"]): row["n"]
        for row in Problem.objects.filter(day__gte=first, day__lte=last)
        .order_by().values("person", "day").annotate(n=Count("id"))
    }  # fmt: skip
    people = _people({who for who, _day in sheets}, person)
    duties = duty(reading, first, last)
    wall = timezone.localtime(now).replace(tzinfo=None)
    lines = []
    for n in range((last - first).days + 1):
        day = last - timedelta(days=n)
        cells = []
        for code, _name in people:
            sheet = sheets.get((code, day))
            handed = timezone.localtime(sheet.at).replace(tzinfo=None) if sheet else None
            standing = rule.standing(
                day, handed, duties.get((code, day), UNKNOWN), wall, desk
            )  # fmt: skip
            cells.append(Cell(day, code, standing, counts.get((code, day), 0), handed))
        lines.append(Line(day, cells))
    shares = [
        rule.share(line.cells[column].standing for line in lines) for column in range(len(people))
    ]
    return Grid(people, lines, shares, desk)


def _people(also: set[str], only: str) -> list[tuple[str, str]]:
    """Those who hand in: every agent's login, and whoever did."""
    names: dict[str, str] = {}
    for user in User.objects.exclude(person="").order_by("role", "name", "username"):
        if (user.role == Role.AGENT and user.is_active) or user.person in also:
            names.setdefault(user.person, str(user))
    return [(code, name) for code, name in names.items() if not only or code == only]


def duty(reading: Reading, first: date, last: date) -> Mapping[tuple[str, date], Duty]:
    """What the clockings and the chats tell of people's days. Where a day has clockings of
    others and none of someone who wrote to nobody either, that one was off."""
    found: dict[tuple[str, date], Duty] = {}
    clocked = reading.fetch(
        "SELECT person, day, min(in_local) AS began, "
        'coalesce(bool_or("in" IS NOT NULL OR hours > 0), false) AS came '
        f"FROM {reading.fact('clockings')} WHERE day BETWEEN ? AND ? GROUP BY person, day",
        [first, last],
    )  # fmt: skip
    known_days = {row["day"] for row in clocked}
    for row in clocked:
        found[row["person"], row["day"]] = Duty(bool(row["came"]), row["began"])
    for row in _spoken(reading, first, last):
        key = row["person"], row["day"]
        before = found.get(key)
        if before is None or not before.at_work or before.began is None:
            found[key] = Duty(True, row["began"])
    for user in User.objects.filter(role=Role.AGENT, is_active=True).exclude(person=""):
        for day in known_days:
            found.setdefault((user.person, day), Duty(False))
    return found


def _spoken(reading: Reading, first: date, last: date) -> list[dict[str, Any]]:
    return reading.fetch(
        "SELECT b.person, r.day, min(r.human_first + (r.first_local - r.first_at)) AS began "
        "FROM receptions AS r "
        "JOIN bound AS b ON b.shop = r.shop AND b.account = r.account "
        'AND r.bind_day >= b."from" AND (b."to" IS NULL OR r.bind_day < b."to") '
        "WHERE r.day BETWEEN ? AND ? AND r.human_messages > 0 "
        "GROUP BY b.person, r.day",
        [first, last],
    )
