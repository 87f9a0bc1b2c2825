"""The same problem again and again becomes an escalation: once a week, and not while one waits."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone

from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.filling.room import desk_in_force
from jinpai.apps.desk.models import OPEN_STATES, Task
from jinpai.workflow.hours import later
from jinpai.workflow.lists import LISTS
from jinpai.workflow.lists.escalations import KIND
from jinpai.workflow.rising import Risen, Seen, risen
from jinpai.workflow.terms import Terms


def rise(*, now: datetime) -> int:
    """Escalate what was seen too often; how many are new. Safe to repeat."""
    wall = timezone.localtime(now).replace(tzinfo=None)
    desk = desk_in_force(wall.date())
    rules = [rule for rule in desk.risings if rule.of in LISTS]
    if not rules:
        return 0
    seen: list[Seen] = []
    for by in sorted({rule.by for rule in rules}):
        some = [rule for rule in rules if rule.by == by]
        rows = (
            Task.objects.filter(
                list__in={rule.of for rule in some},
                since__gt=now - timedelta(days=max(rule.days for rule in some)),
            )
            .exclude(role="owner")  # the owner's copy of an incident
            .annotate(subject=KeyTextTransform(by, "data"))
            .filter(subject__isnull=False).order_by()
            .values_list("list", "shop", "subject", "reason", "since")
        )  # fmt: skip
        seen += [
            Seen(code, shop, by, subject, reason, timezone.localtime(at).replace(tzinfo=None))
            for code, shop, subject, reason, at in rows.iterator(2000)
        ]
    terms = Terms(desk)
    due = later(wall, terms.limit(KIND.code), terms.hours)
    return sum(_raise(one, now, timezone.make_aware(due)) for one in risen(seen, rules, wall))


def _raise(one: Risen, now: datetime, due: datetime) -> bool:
    of_it = Task.objects.filter(list=KIND.code, key__startswith=f"{one.stem}/")
    if of_it.filter(state__in=OPEN_STATES).exists() or of_it.filter(key=one.key).exists():
        return False
    kind = LISTS[one.list]
    why = next((r for r in kind.reasons if r.code == one.reason), None)
    about_zh = f"{one.subject}{f' · {why.zh}' if why else ''}"
    tasks.add(
        list=KIND.code, key=one.key, role=KIND.role, shop=one.shop, priority=1,
        title=f"同类问题 {one.times} 次:{about_zh}", since=now, due=due, now=now,
        why_zh=f"{one.days} 天内「{kind.zh}」里 {one.times} 次,自动上报",
        why_en=f"{one.times} times in {one.days} days in “{kind.en}”: rises by itself",
        data={"of": one.list, one.by: one.subject, "reason": one.reason,
              "times": str(one.times), "days": str(one.days)},
        source=Task.Source.RULE,
    )  # fmt: skip
    return True
