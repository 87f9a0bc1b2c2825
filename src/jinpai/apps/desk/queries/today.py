"""Today: what is due for one user, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from jinpai.apps.desk.models import Handover, Task
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.workflow.lists import LISTS

SOON = timedelta(hours=2)
UNSIGNED = timedelta(hours=1)  # so long a shift may wait for its signature before leaders are told
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
    held: int = 0  # beyond the number that the shop shows at once; the lists have them


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
    """Still to do now: open, in hand, or snoozed until a time that has come; what law or a platform
    waits for, whatever it was put off to, two hours before its deadline."""
    return tasks.filter(
        Q(state__in=(State.OPEN, State.CLAIMED))
        | Q(state=State.SNOOZED, snoozed_until__lte=now)
        | Q(state=State.SNOOZED, priority=0, due__lte=now + SOON)
    )


def due_count(user: User, now: datetime) -> int:
    """What the badge shows: late or due within two hours, what climbed to the user, and shifts
    that wait for a signature."""
    tasks = waiting(mine(user), now).filter(due__lte=now + SOON)
    return tasks.count() + climbed(user, now).count() + offers(user, now).count()


def climbed(user: User, now: datetime) -> QuerySet[Task]:
    """Others' missed deadlines, told to the role that answers for them and to nobody else."""
    codes = [code for code, kind in LISTS.items() if kind.climbs_to in _answers_for(user)]
    if not codes:
        return Task.objects.none()
    return (
        waiting(Task.objects.filter(climbed_at__isnull=False, list__in=codes), now)
        .exclude(person=user.person or NOBODY)
        .exclude(person="", role=user.role)
        .order_by(*IN_ORDER)
    )


def offers(user: User, now: datetime) -> QuerySet[Handover]:
    """Shifts that wait for this user's signature; and, told to leaders, those that nobody signed
    for an hour after the shift was over."""
    wanted = Q(to_person=user.person or NOBODY)
    if roles.Role.SUPERVISOR in _answers_for(user):
        wanted |= Q(offered_at__lte=now - UNSIGNED) & ~Q(from_user=user.username)
    return Handover.objects.filter(wanted, taken_at__isnull=True, withdrawn_at__isnull=True)


def _answers_for(user: User) -> set[str]:
    """The roles to which things climb that this user has: the own; an owner without supervisors
    is told what would have been told to them."""
    found: set[str] = {user.role}
    if user.role == roles.Role.OWNER:
        supervisors = User.objects.filter(role=roles.Role.SUPERVISOR, is_active=True)
        if not supervisors.exists():
            found.add(roles.Role.SUPERVISOR)
    return found


def today(
    user: User, now: datetime, *, midnight: datetime, most: Mapping[str, int] | None = None
) -> Today:
    """The user's day. `most`: of these lists so many at once, where the shop wants it so; what
    law or a platform waits for is always there."""
    tasks = waiting(mine(user), now)
    split = {
        "late": Q(due__lt=now),
        "soon": Q(due__gte=now, due__lte=now + SOON),
        "later": Q(due__gt=now + SOON) | Q(due__isnull=True),
    }
    counts = _counts(tasks, split)
    shown, held = _at_once(tasks, {code: row["n"] for code, row in counts.items()}, most or {})
    some_held = _counts(shown, split) if held else counts
    totals = {code: sum(row[code] for row in some_held.values()) for code in split}
    above = climbed(user, now)
    totals["climbed"] = above.count()
    parts = []
    for code, some in (("climbed", above), *((c, shown.filter(q)) for c, q in split.items())):
        if totals[code]:
            rows = some.defer("data").order_by(*IN_ORDER)[:SHOWN]
            parts.append(Part(code, list(rows), totals[code]))
    return Today(
        parts, [(code, row["n"]) for code, row in counts.items()],
        sum(row["n"] for row in counts.values()),
        totals["late"] + totals["soon"] + totals["climbed"],
        mine(user).filter(state=State.SNOOZED, snoozed_until__gt=now).count(),
        Task.objects.filter(done_by=user.username, done_at__gte=midnight).count(),
        totals["climbed"], held,
    )  # fmt: skip


def _counts(tasks: QuerySet[Task], split: Mapping[str, Q]) -> dict[str, dict[str, int]]:
    """By list: how many, and how many of each part; in one query."""
    parts = {code: Count("id", filter=q) for code, q in split.items()}
    rows = tasks.values_list("list").annotate(n=Count("id"), **parts).order_by("list")
    names = ("n", *split)
    return {code: dict(zip(names, numbers, strict=True)) for code, *numbers in rows}


def _at_once(
    tasks: QuerySet[Task], counts: Mapping[str, int], most: Mapping[str, int]
) -> tuple[QuerySet[Task], int]:
    """Without what is beyond the number of a list, and how many that are."""
    held = 0
    for code, number in most.items():
        if counts.get(code, 0) <= number:
            continue
        some = tasks.filter(list=code, priority__gt=0).order_by(*IN_ORDER)
        beyond = some.count() - number
        if beyond > 0:
            first = list(some.values_list("pk", flat=True)[:number])
            tasks = tasks.exclude(Q(list=code, priority__gt=0) & ~Q(pk__in=first))
            held += beyond
    return tasks, held
