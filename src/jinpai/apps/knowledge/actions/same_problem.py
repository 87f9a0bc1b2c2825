"""The same problem again: which earlier one it is, and when it is often enough to rise."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.filling.room import desk_in_force
from jinpai.apps.desk.models import Task
from jinpai.apps.knowledge.models import Problem
from jinpai.workflow import problemsheet as rule
from jinpai.workflow.lists import LISTS
from jinpai.workflow.terms import Terms

RISING = LISTS["escalations"]
COMPARED = timedelta(days=90)
"""So far back a new problem is compared with earlier ones."""


def root(kind: str, product: str, question: str, day: date) -> int | None:
    """The earlier problem that this one repeats."""
    rows = Problem.objects.filter(kind=kind, day__gte=day - COMPARED).order_by("pk")
    before = [
        rule.Asked(same or pk, kind, bought, asked)
        for pk, same, bought, asked in rows.values_list("pk", "same_as", "product", "question")
    ]
    return rule.root_of(kind, product, question, before)


def rise(root: int, now: datetime) -> Task | None:
    """The same problem seen often goes to the supervisor; again, when it goes on after that."""
    desk, today = desk_in_force(timezone.localdate(now)), timezone.localdate(now)
    group = Problem.objects.filter(Q(pk=root) | Q(same_as=root))
    rows = group.values_list("person", "day")
    seen = [rule.Seen(person, day) for person, day in rows]
    before = list(Task.objects.filter(list=RISING.code, key__startswith=f"problem:{root}:"))
    if any(t.open for t in before):
        return None
    answered = [timezone.localdate(t.done_at) for t in before if t.done_at]
    after = max(answered) if answered else None
    if not rule.rises(seen, today, desk, after):
        return None
    first = Problem.objects.get(pk=root)
    n = rule.times(seen, today, desk, after)
    return tasks.add(
        list=RISING.code, key=f"problem:{root}:{len(before) + 1}", role=RISING.role,
        title=f"同类问题 {n} 次:{first.question}", since=now, now=now, priority=1,
        due=now + Terms(desk).limit(RISING.code), source=Task.Source.RULE,
        data={"sheet": str(root), "product": first.product, "kind": first.get_kind_display()},
        why_zh=f"每日问题表 {desk.same_problem_days} 天内出现 {n} 次",
        why_en=f"{n} times within {desk.same_problem_days} days on the daily problem sheet",
    )  # fmt: skip
