"""Today: what is due for one user, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from jinpai.apps.desk.models import Task
from jinpai.apps.team import roles
from jinpai.apps.team.models import User

SOON = timedelta(hours=2)
SHOWN = 20  # of each part; the lists have all of them
State = Task.State
NOBODY = "/"  # no person code holds a slash
IN_ORDER = ("priority", F("due").asc(nulls_last=True), "since", "id")
"""What waits longest for the most important; without a deadline last, on every database."""


@dataclass(frozen=True)
class Part:
    """One part of the day: what is late, what is due soon, the rest."""

    code: str  # climbed, late, soon, later
    tasks: Sequence[Task]
    total: int


@dataclass(frozen=True)
class Today:
    parts: Sequence[Part] = ()
    counts: Sequence[tuple[str, int]] = ()  # list code → open items
    total: int = 0
    due: int = 0  # late or due soon: the badge
    snoozed: int = 0
    done: int = 0  # by this user since midnight
    climbed: int = field(default=0)


def mine(user: User, *, team: bool = False) -> QuerySet[Task]:
    """The tasks a user works on: the own, and what nobody has of the own role. `team`: everyone's,
    for those who may see the team's desk."""
    if team and user.may(roles.SEE_TEAM_DESK):
        return Task.objects.all()
    own = Q(person="", role=user.role)
    if user.person:
        own |= Q(person=user.person)
    return Task.objects.filter(own)


def waiting(tasks: QuerySet[Task], now: datetime) -> QuerySet[Task]:
    """Still to do now: open, in hand, or snoozed until a time that has come."""
    return tasks.filter(
        Q(state__in=(State.OPEN, State.CLAIMED)) | Q(state=State.SNOOZED, snoozed_until__lte=now)
    )


def due_count(user: User, now: datetime) -> int:
    """What the badge shows: late or due within two hours, and what climbed to the user."""
    tasks = waiting(mine(user), now).filter(due__lte=now + SOON)
    return tasks.count() + climbed(user, now).count()


def climbed(user: User, now: datetime) -> QuerySet[Task]:
    """Others' missed deadlines, told to those who answer for them."""
    if not user.may(roles.SEE_TEAM_DESK):
        return Task.objects.none()
    return (
        waiting(Task.objects.filter(climbed_at__isnull=False), now)
        .exclude(person=user.person or NOBODY)
        .order_by(*IN_ORDER)
    )


def today(user: User, now: datetime, *, midnight: datetime) -> Today:
    """The user's day. Three queries for the rows, one for the counts."""
    tasks = waiting(mine(user), now)
    above = climbed(user, now)
    parts = []
    for code, some in (
        ("climbed", above),
        ("late", tasks.filter(due__lt=now)),
        ("soon", tasks.filter(due__gte=now, due__lte=now + SOON)),
        ("later", tasks.filter(Q(due__gt=now + SOON) | Q(due__isnull=True))),
    ):
        rows = list(some.order_by(*IN_ORDER)[: SHOWN + 1])
        total = len(rows) if len(rows) <= SHOWN else some.count()
        if rows:
            parts.append(Part(code, rows[:SHOWN], total))
    counts = [
        (row["list"], row["n"])
        for row in tasks.values("list").annotate(n=Count("id")).order_by("list")
    ]
    totals = {part.code: part.total for part in parts}
    return Today(
        parts, counts, sum(n for _, n in counts),
        totals.get("late", 0) + totals.get("soon", 0) + totals.get("climbed", 0),
        mine(user).filter(state=State.SNOOZED, snoozed_until__gt=now).count(),
        Task.objects.filter(done_by=user.username, done_at__gte=midnight).count(),
        totals.get("climbed", 0),
    )  # fmt: skip
