"""When a task is due next: after a try, by the list's rule; after it was put off, then.

A deadline of law or platform (priority 0) is moved by neither.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from jinpai.apps.desk.filling.reminding import next_reminder
from jinpai.apps.desk.models import Task
from jinpai.workflow.again import again
from jinpai.workflow.lists.unpaid import why
from jinpai.workflow.terms import Terms


def after_try(task: Task, now: datetime, asked: datetime | None) -> dict[str, Any]:
    """What a try that does not end it changes; `asked`: the person named a time."""
    if asked is not None:
        return _due(task, asked, now)
    found = next_reminder(task, now, task.attempts + 1)
    if found is not None:
        zh, en = why(found[1])
        return _due(task, found[0], now) | {"why_zh": zh, "why_en": en}
    if task.priority == 0:
        return {}
    zone = ZoneInfo(settings.TIME_ZONE)
    due = task.due and task.due.astimezone(zone).replace(tzinfo=None)
    at = again(task.list, due, now.astimezone(zone).replace(tzinfo=None), Terms().hours)
    return {} if at is None or at == due else _due(task, at.replace(tzinfo=zone), now)


def put_off(task: Task, until: datetime, now: datetime) -> dict[str, Any]:
    """What being put off changes: a deadline of the shop's own waits along."""
    if task.priority == 0 or task.due is None or task.due >= until:
        return {}
    return _due(task, until, now)


def _due(task: Task, due: datetime, now: datetime) -> dict[str, Any]:
    """A new deadline is one that may be missed anew."""
    return {"due": due, "climbed_at": None if due > now else task.climbed_at}
