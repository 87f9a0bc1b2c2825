"""What was asked of a colleague returns to whoever raised it; what was a leaver's to its role."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from jinpai.apps.desk.models import OPEN_STATES, Act, Task
from jinpai.apps.team.models import User
from jinpai.workflow.lists import LISTS

TELL = timedelta(minutes=30)  # the buyer has waited long enough
BATCH = 500


def to_raiser(
    task: Task, fields: Mapping[str, str] | None, note: str, now: datetime
) -> dict[str, Any]:
    """Whose it is then, with the answer on the row. Has the raiser left, it is the role's."""
    raiser = User.objects.filter(username=task.raised_by, is_active=True).first()
    answer = (fields or {}).get("answer", "").strip() or note.strip()
    return {
        "person": raiser.person if raiser else "",
        "role": raiser.role if raiser else LISTS[task.list].role,
        "due": now + TELL,
        "climbed_at": None,
        "priority": 1,
        "data": task.data | {"answer": answer[:500]},
    }


def of_leavers(*, now: datetime) -> int:
    """Open items of persons who no longer log in go to anyone of their role, so that nothing
    waits for who will not come; the first owner stays on record. Safe to repeat."""
    users = list(User.objects.filter(is_active=True).values_list("person", "username"))
    here, names = {p for p, _ in users if p}, {u for _, u in users}
    whose = set(
        Task.objects.filter(state__in=OPEN_STATES)
        .exclude(person="").order_by().values_list("person", flat=True).distinct()
    )  # fmt: skip
    moved = 0
    while gone := whose - here:
        with transaction.atomic():
            tasks = list(
                Task.objects.select_for_update()
                .filter(person__in=gone, state__in=OPEN_STATES).order_by("pk")[:BATCH]
            )  # fmt: skip
            acts = []
            for task in tasks:
                acts.append(Act(task=task, at=now, what="handed_over", detail={
                    "from": task.person, "to": "", "role": task.role, "left": True}))  # fmt: skip
                task.first_person = task.first_person or task.person
                task.person, task.version = "", task.version + 1
                if task.state == Task.State.CLAIMED:
                    task.state, task.claimed_by = Task.State.OPEN, ""
            Task.objects.bulk_update(
                tasks, ["first_person", "person", "version", "state", "claimed_by"]
            )
            Act.objects.bulk_create(acts)
        moved += len(tasks)
        if len(tasks) < BATCH:
            break
    return moved + _claimed_by_leavers(names, now)


def _claimed_by_leavers(names: set[str], now: datetime) -> int:
    """What a leaver without a person had in hand is anyone's again."""
    with transaction.atomic():
        tasks = list(
            Task.objects.select_for_update()
            .filter(Q(state=Task.State.CLAIMED) & ~Q(claimed_by__in=names)).order_by("pk")[:BATCH]
        )  # fmt: skip
        for task in tasks:
            task.state, task.claimed_by, task.version = Task.State.OPEN, "", task.version + 1
        Task.objects.bulk_update(tasks, ["state", "claimed_by", "version"])
        Act.objects.bulk_create([Act(task=t, at=now, what="released") for t in tasks])
    return len(tasks)
