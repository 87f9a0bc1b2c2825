"""What somebody raised, and the answers they have not seen yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from jinpai.apps.desk.models import OPEN_STATES, Act, RefundRequest, Task
from jinpai.apps.team.models import User
from jinpai.workflow.raising import FORMS

SHOWN = 10  # on Today; the page has all
LATEST = 100
ENDED = (Task.State.DONE, Task.State.DROPPED)
UNSEEN = Q(acknowledged_at=None) | Q(acknowledged_at__lt=F("done_at"))
ASKED = (*FORMS, "refund_approvals", "incident_steps")
BY_PEOPLE = (Task.Source.HAND, Task.Source.COLLEAGUE)
"""Not what a case or a rule put up in somebody's name."""
OWN_ACTS = ("done", "attempt", "noted", "handed_over", "climbed", "reopened", "dropped")


@dataclass(frozen=True)
class Raised:
    """One thing raised, with its story; `request`: where it is about money."""

    task: Task
    acts: Sequence[Act]
    request: RefundRequest | None
    unseen: bool

    @property
    def answer(self) -> str:
        """The last thing that was said about it."""
        for act in reversed(self.acts):
            said = act.detail.get("fields", {}).get("answer") or act.detail.get("note")
            if said:
                return str(said)
        return str(self.task.data.get("answer", ""))


def of(user: User) -> QuerySet[Task]:
    """What somebody raised."""
    return Task.objects.filter(raised_by=user.username, list__in=ASKED, source__in=BY_PEOPLE)


def answered(user: User) -> QuerySet[Task]:
    """Ended by somebody else, and not seen by who raised it."""
    return (
        of(user)
        .filter(UNSEEN, state__in=ENDED)
        .exclude(done_by=user.username)
        .order_by("-done_at", "-id")
    )


def answers(user: User) -> list[Raised]:
    """The newest of them, for Today."""
    return _told(list(answered(user)[:SHOWN]), user)


def raised(user: User) -> list[Raised]:
    """Everything somebody raised for others or for themselves, what is unanswered first."""
    tasks = of(user)
    waiting = list(tasks.filter(state__in=OPEN_STATES).order_by("due", "id")[:LATEST])
    return _told([*waiting, *tasks.filter(state__in=ENDED).order_by("-done_at")[:LATEST]], user)


def _told(tasks: list[Task], user: User) -> list[Raised]:
    pks = [task.pk for task in tasks]
    acts: dict[int, list[Act]] = {}
    for act in Act.objects.filter(task__in=pks, what__in=OWN_ACTS):
        acts.setdefault(act.task_id, []).append(act)
    money = {r.task_id: r for r in RefundRequest.objects.filter(task__in=pks)}
    return [
        Raised(
            task, acts.get(task.pk, []), money.get(task.pk),
            not task.open and task.done_by != user.username and _unseen(task),
        )
        for task in tasks
    ]  # fmt: skip


def _unseen(task: Task) -> bool:
    seen, done = task.acknowledged_at, task.done_at
    return seen is None or (done is not None and seen < done)
