"""What else an outcome of a list means, in the same transaction as the outcome.

A module appends a callable under its list's code in its `AppConfig.ready`. It is asked before the
outcome is written, with the task locked; what it raises leaves the task as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest

from jinpai.apps.desk.models import Task
from jinpai.apps.team.models import User


@dataclass(frozen=True)
class Told:
    """A person says how an attempt or a task ended."""

    task: Task
    by: User
    outcome: str
    closes: bool
    now: datetime
    reason: str = ""
    note: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    request: HttpRequest | None = None


Follow = Callable[[Told], None]

FOLLOW: dict[str, list[Follow]] = {}


def follow(told: Told) -> None:
    for one in FOLLOW.get(told.task.list, ()):
        one(told)
