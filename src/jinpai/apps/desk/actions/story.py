"""The story of a task: each change raises its version, leaves an act behind, and is in the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from jinpai.apps.desk.models import Act, Task
from jinpai.apps.team import audit
from jinpai.apps.team.models import User

LOGGED = {
    "made": "task.made",
    "claimed": "task.claimed",
    "released": "task.released",
    "attempt": "task.attempt",
    "done": "task.done",
    "reopened": "task.reopened",
    "snoozed": "task.snoozed",
    "handed_over": "task.handed_over",
    "noted": "task.noted",
    "acknowledged": "task.acknowledged",
}


def moved(
    task: Task,
    by: User | None,
    now: datetime,
    request: HttpRequest | None,
    what: str,
    detail: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Task:
    """Changed, told and logged; what the facts change (no `by`) is told only."""
    for name, value in changes.items():
        setattr(task, name, value)
    task.version += 1
    task.save()
    act(task, what, by, now, **(detail or {}))
    if by is not None:
        log(what, task, by, request, **(detail or {}))
    return task


def act(task: Task, what: str, by: User | None, now: datetime, **detail: Any) -> None:
    Act.objects.create(task=task, at=now, by=by.username if by else "", what=what, detail=detail)


def log(what: str, task: Task, by: User, request: HttpRequest | None, **detail: Any) -> None:
    audit.record(action=LOGGED[what], subject=str(task), detail=detail, by=by, request=request)
