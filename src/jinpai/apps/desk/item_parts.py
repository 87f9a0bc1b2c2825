"""What an item's page shows besides, by its list: a link to its own page, the items behind it.

An app appends a callable in its `AppConfig.ready`: it is asked with the task and the reader, and
answers a template and its context, or None. It must show only what that reader may see.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from jinpai.apps.desk.actions import incidents, tasks
from jinpai.apps.desk.models import RefundRequest, Task
from jinpai.apps.team import roles
from jinpai.apps.team.models import User

Part = Callable[[Task, User], tuple[str, dict[str, Any]] | None]

CASES = frozenset(("visits", "unconfirmed", "reviews", "calls", "parcels", "complaints"))
MONEY = frozenset(("audit", "calls", "complaints", "reviews", "visits", "unconfirmed"))
SHOWN = 30


def case_page(task: Task) -> str:
    """The page of the case that put the item up."""
    case = task.data.get("case", "")
    if task.source != Task.Source.CASE or not case.isdigit():
        return ""
    with suppress(NoReverseMatch):
        return f"{reverse('aftersales:case', args=[int(case)])}#do"
    return ""


def ways(task: Task, user: User) -> tuple[str, dict[str, Any]] | None:
    """Where this leads: the approval, the incident, a case, a request for money back."""
    out: list[tuple[str, str]] = []
    if task.list == "refund_approvals":
        one = RefundRequest.objects.filter(task=task).first()
        one = one or RefundRequest.objects.filter(paying=task).first()
        if one is not None:
            out.append(("approval", reverse("desk:approval", args=[one.pk])))
    if case_page(task) and user.may(roles.HANDLE_CASES):
        out.append(("case_page", case_page(task)))
    if task.list == "promises" and task.open and task.shop and task.order_id:
        page = reverse("desk:order", args=[task.shop, task.order_id])
        out.append(("remark", f"{page}#remark-text"))
    if incidents.is_incident(task):
        out.append(("incident", reverse("desk:incident", args=[task.pk])))
    elif task.list == "incident_steps" and task.key.count(":") == 2:
        out.append(("incident", reverse("desk:incident", args=[int(task.key.split(":")[1])])))
    if task.order_id and user.may(roles.HANDLE_CASES):
        about = urlencode({"shop": task.shop, "order": task.order_id})
        if task.list in CASES:
            with suppress(NoReverseMatch):
                out.append(("case", f"{reverse('aftersales:new')}?{about}"))
        if task.list in MONEY:
            out.append(("money", f"{reverse('desk:ask_refund')}?{about}"))
    return ("desk/_ways.html", {"ways": out}) if out else None


def behind(task: Task, user: User) -> tuple[str, dict[str, Any]] | None:
    """The items by which an escalation rose by itself, as far as the reader may see them."""
    if task.list != "escalations" or not task.key.startswith("rise/"):
        return None
    by = next((b for b in ("product", "courier", "page") if task.data.get(b)), "")
    days = task.data.get("days", "")
    if not by or not days.isdigit():
        return None
    rows = (
        Task.objects.filter(
            list=task.data.get("of", ""), shop=task.shop, since__lte=task.made_at,
            since__gt=task.made_at - timedelta(days=int(days)),
        )
        .filter(**{f"data__{by}": task.data[by]})
        .exclude(role="owner").order_by("-since")
    )  # fmt: skip
    if task.data.get("reason"):
        rows = rows.filter(reason=task.data["reason"])
    seen = [one for one in rows[:SHOWN] if tasks.may_work(user, one)]
    return ("desk/_behind.html", {"behind": seen}) if seen else None


PARTS: list[Part] = [ways, behind]


def parts(task: Task, user: User) -> list[tuple[str, dict[str, Any]]]:
    """What they answer, in order."""
    answers = (part(task, user) for part in PARTS)
    return [answer for answer in answers if answer is not None]
