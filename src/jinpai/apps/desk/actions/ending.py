"""Tasks that end, or come back, because of something else that a person did. Inside a
transaction; each leaves an act with the person and the reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from jinpai.apps.desk.models import OPEN_STATES, Act, Task
from jinpai.apps.team.models import User

State = Task.State
WRITTEN = ["state", "outcome", "done_at", "done_by", "claimed_by", "converted", "version"]


def drop(tasks: QuerySet[Task], *, by: User, now: datetime, why: str) -> int:
    """The open ones of `tasks` need not be done any more; how many. What is done stays done."""
    return _each(
        tasks.filter(state__in=OPEN_STATES), by, now, "dropped", {"why": why},
        state=State.DROPPED, done_at=now, done_by=by.username, claimed_by="",
    )  # fmt: skip


def close(
    tasks: QuerySet[Task], *, by: User, now: datetime, outcome: str, converted: bool = False,
    detail: dict[str, Any] | None = None,
) -> int:  # fmt: skip
    """The open ones are done by what the person did elsewhere."""
    return _each(
        tasks.filter(state__in=OPEN_STATES), by, now, "done",
        {"outcome": outcome, **(detail or {})}, state=State.DONE, outcome=outcome, done_at=now,
        done_by=by.username, claimed_by="", converted=converted,
    )  # fmt: skip


def put_back(tasks: QuerySet[Task], *, by: User, now: datetime, why: str) -> int:
    """Done ones are to be done again."""
    return _each(
        tasks.filter(state=State.DONE), by, now, "reopened", {"why": why}, state=State.OPEN,
        outcome="", done_at=None, done_by="", converted=False,
    )  # fmt: skip


def _each(
    tasks: QuerySet[Task], by: User, now: datetime, what: str, detail: dict[str, Any],
    **changes: Any,
) -> int:  # fmt: skip
    found = list(tasks.select_for_update(of=("self",)).order_by("pk"))
    for task in found:
        for name, value in changes.items():
            setattr(task, name, value)
        task.version += 1
    Task.objects.bulk_update(found, WRITTEN, batch_size=500)
    Act.objects.bulk_create(
        [Act(task=t, at=now, by=by.username, what=what, detail=detail) for t in found]
    )
    return len(found)
