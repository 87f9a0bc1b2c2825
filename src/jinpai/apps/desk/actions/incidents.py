"""A bad review on a best seller: the reply, who does what by when, and what we change."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.actions.raising import AHEAD
from jinpai.apps.desk.elsewhere import unsaid
from jinpai.apps.desk.models import Incident, Task
from jinpai.apps.desk.queries import known
from jinpai.apps.desk.queries.colleagues import colleagues
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User
from jinpai.workflow.approvals import FOR_REVIEW, for_a_review
from jinpai.workflow.lists.incident_steps import KIND as STEPS
from jinpai.workflow.raising import FORMS, role_of

REVIEWS = "reviews"
OWNER = "/owner"
PAYS = ("返现", "红包", "补偿", "退", "cash", "red packet", "voucher", "coupon")
LOGGED = {"replied": "incident.replied", "closed": "incident.closed"}


def both(task: Task) -> tuple[Task, Task | None]:
    """The agent's task of an incident and the owner's, whichever was named."""
    if task.key.endswith(OWNER):
        first = Task.objects.filter(list=REVIEWS, key=task.key.removesuffix(OWNER)).first()
        return (first or task), (task if first else None)
    return task, Task.objects.filter(list=REVIEWS, key=task.key + OWNER).first()


def is_incident(task: Task) -> bool:
    return task.list == REVIEWS and bool(task.data.get("incident"))


def of(by: User, pk: int) -> tuple[Task, Task | None]:
    """The incident's tasks, for those who may work on one of them (or on a step of it)."""
    found = Task.objects.filter(pk=pk, list=REVIEWS).first()
    if found is None or not is_incident(found):
        raise Absent(_("没有这一条。"))
    first, alert = both(found)
    mine = [t for t in (first, alert) if t is not None and tasks.may_work(by, t)]
    if not mine and not any(tasks.may_work(by, t) for t in steps(first)):
        raise Absent(_("没有这一条。"))
    return first, alert


def steps(task: Task) -> list[Task]:
    """What is done about it, in the order in which it was decided."""
    return list(Task.objects.filter(list=STEPS.code, key__startswith=f"incident:{task.pk}:"))


@transaction.atomic
def reply(
    *, by: User, pk: int, version: int, text: str, now: datetime,
    request: HttpRequest | None = None,
) -> Incident:  # fmt: skip
    """The reply as it stands under the review; an earlier one stays in the story."""
    task, _alert = of(by, pk)
    text = text.strip()
    if not text:
        raise Refused(_("还没有写内容。"))
    if len(text) > 500:
        raise Refused(_("回评最多 500 字。"))
    if for_a_review(text) and any(word in text.lower() for word in PAYS):
        raise Refused(_("回评里不能用好处换评价。") + FOR_REVIEW.zh)
    words = unsaid(by.role, text)
    if words:
        raise Refused(_("回评里有不该说的话:%(words)s。") % {"words": "、".join(words)})
    one = _locked(task)
    if one.reply == text and one.replied_by == by.username:
        return one
    _as_read(one, version)
    one.reply, one.replied_by, one.replied_at = text, by.username, now
    _story(task, by, now, "回评:" + text)
    return _kept(one, by, request, "replied", text=text)


def step(
    *, by: User, pk: int, key: str, what: str, to: str, due: datetime | None, now: datetime,
    request: HttpRequest | None = None,
) -> Task:  # fmt: skip
    """Who does what by when."""
    task, _alert = of(by, pk)
    if _closed(task):
        raise Refused(_("事故已经结束。"))
    if not what.strip() or not key:
        raise Refused(_("请写要做什么。"))
    if due is None or not now < due <= now + AHEAD:
        raise Refused(_("时限要在现在之后,一年以内。"))
    found = next((c for c in colleagues() if c.person == to), None)
    if found is None:
        raise Refused(_("请选交给谁。"))
    return tasks.add(
        list=STEPS.code, key=f"incident:{task.pk}:{key[:64]}", role=found.role,
        person=found.person, title=what, since=now, now=now, due=due, priority=1,
        shop=task.shop, order_id=task.order_id, buyer=task.buyer,
        data={"product": task.data.get("product", ""), "incident": "爆款差评"},
        source=Task.Source.COLLEAGUE if found.person != by.person else Task.Source.HAND,
        by=by, request=request,
    )  # fmt: skip


@transaction.atomic
def close(
    *, by: User, pk: int, version: int, summary: str, change: str, kind: str, now: datetime,
    request: HttpRequest | None = None,
) -> Incident:  # fmt: skip
    """What happened, and what we change: that becomes an improvement ticket. When everything
    about it is done, and by who answers for the team."""
    task, alert = of(by, pk)
    if not by.may(roles.SEE_TEAM_DESK):
        raise NotYours(_("事故由主管或店主结束。"))
    one = _locked(task)
    if one.closed_at is not None:
        if one.closed_by == by.username:
            return one
        raise Moved
    _as_read(one, version)
    if not summary.strip() or not change.strip():
        raise Refused(_("写下经过,和我们要改什么。"))
    left = [t for t in (task, *steps(task)) if t.open]
    if left:
        raise Refused(_("还有 %(n)s 件没办完,办完再结束。") % {"n": len(left)})
    if kind not in {o.code for o in FORMS["tickets"].asks[0].options}:
        raise Refused(_("请选改进单的种类。"))
    one.ticket = tasks.add(
        list="tickets", key=f"incident:{task.pk}:change", shop=task.shop,
        role=role_of(FORMS["tickets"], {"kind": kind}), title=change, since=now, now=now,
        due=known.in_service(task.shop, now, known.terms_of(task.shop, now).limit("tickets")),
        data={"kind": kind, "product": task.data.get("product", ""),
              "note": summary.strip()[:1000]},
        source=Task.Source.COLLEAGUE, by=by, request=request,
    )  # fmt: skip
    one.summary, one.change = summary.strip()[:4000], change.strip()[:2000]
    one.closed_by, one.closed_at = by.username, now
    if alert is not None and alert.open:
        tasks.conclude(by=by, task=alert.pk, outcome="seen", now=now, request=request)
    _story(task, by, now, "事故结束:" + one.summary)
    return _kept(one, by, request, "closed", change=one.change)


def _closed(task: Task) -> bool:
    return Incident.objects.filter(task=task, closed_at__isnull=False).exists()


def _locked(task: Task) -> Incident:
    Task.objects.select_for_update().get(pk=task.pk)  # the first two writers come one by one
    return Incident.objects.filter(task=task).first() or Incident(task=task, version=0)


def _as_read(one: Incident, version: int) -> None:
    if one.version != version:
        raise Moved
    if one.closed_at is not None:
        raise Refused(_("事故已经结束。"))


def _story(task: Task, by: User, now: datetime, text: str) -> None:
    tasks.tell(task=task, by=by, text=text, now=now)


def _kept(
    one: Incident, by: User, request: HttpRequest | None, what: str, **detail: str
) -> Incident:
    one.version += 1
    one.save()
    audit.record(action=LOGGED[what], subject=str(one), detail=detail, by=by, request=request)
    return one
