"""The next reminder of an unpaid order, once the last one's time has passed."""

from __future__ import annotations

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from jinpai.apps.desk.filling import writing
from jinpai.apps.desk.filling.room import Room, desk_in_force
from jinpai.apps.desk.models import OPEN_STATES, Task
from jinpai.workflow.lists.unpaid import why
from jinpai.workflow.reminders import Reminding, reminding
from jinpai.workflow.terms import Terms

CODE = "unpaid"


def next_reminder(task: Task, now: datetime, attempts: int) -> tuple[datetime, Reminding] | None:
    """When an unpaid order is next due after so many tries, and for what; None where no rule
    says."""
    if task.list != CODE or task.source != Task.Source.RULE:
        return None
    zone = ZoneInfo(settings.TIME_ZONE)
    terms = Terms(desk_in_force(now.astimezone(zone).date()))
    found = _next(task.since, attempts, now, zone, terms)
    return None if found.step == "over" else (found.due.replace(tzinfo=zone), found)


def move(now: datetime, room: Room | None = None) -> int:
    """Open reminders whose time has passed get their next one; how many."""
    late = Task.objects.filter(
        Q(due__isnull=True) | Q(due__lte=now), list=CODE, source=Task.Source.RULE,
        state__in=OPEN_STATES,
    )  # fmt: skip
    desk = room.desk if room else desk_in_force(now.date())
    dues = {}
    for task in late.only("pk", "shop", "since", "due", "attempts", "version"):
        zone: tzinfo = room.zone(task.shop) if room else ZoneInfo(settings.TIME_ZONE)
        terms = room.terms(task.shop) if room else Terms(desk)
        found = _next(task.since, task.attempts, now, zone, terms)
        due = found.due.replace(tzinfo=zone)
        if found.step != "over" and (task.due is None or due > task.due):
            dues[task.pk] = (task.version, due, *why(found))
    return writing.put_off(dues)


def _next(since: datetime, attempts: int, now: datetime, zone: tzinfo, terms: Terms) -> Reminding:
    created, wall = (at.astimezone(zone).replace(tzinfo=None) for at in (since, now))
    return reminding(created, attempts, wall, terms)
