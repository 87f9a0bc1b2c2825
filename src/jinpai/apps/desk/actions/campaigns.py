"""What is done to a campaign: planned, changed, its goods decided, cancelled; its preparations.

Each step says which version it read and leaves a change behind. Preparations are tasks with an
owner and a deadline; they move with the campaign's days.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from jinpai.apps.desk.actions import ending, tasks
from jinpai.apps.desk.actions.campaign_plan import Plan, sound
from jinpai.apps.desk.filling.room import desk_in_force
from jinpai.apps.desk.models import OPEN_STATES, Campaign, CampaignChange, Task
from jinpai.apps.desk.outcomes import Told
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User
from jinpai.workflow import campaigns as rule

PREPARATIONS = "preparations"
LOGGED = {
    "made": "campaign.made",
    "changed": "campaign.changed",
    "decided": "campaign.decided",
    "cancelled": "campaign.cancelled",
}
FIELDS = ("name", "shops", "first", "last", "teaser_from", "teaser", "big", "percent", "goods",
          "staff")  # fmt: skip


def make(
    *, by: User, plan: Plan, key: str, now: datetime, request: HttpRequest | None = None
) -> Campaign:
    """Plan one, with its checklist. The same form sent again makes no second one."""
    _may(by)
    sound(plan)
    if not key:
        raise Refused(_("表单不完整,请回到页面再做一次。"))
    known = Campaign.objects.filter(key=key).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            one = Campaign.objects.create(
                **plan.values(), key=key, made_by=by.username, made_at=now
            )
            _changed(one, "made", by, now, request, _told(plan.values()))
            desk = desk_in_force(timezone.localtime(now).date())
            over = timezone.localtime(now).date() > one.last
            for each in rule.PREPARATIONS:
                if over and each.days >= 0:
                    continue  # planned to be compared: there is nothing left to prepare
                _prepare(one, each,
                         rule.due(each, one.first, one.last, desk), now, by)  # fmt: skip
    except IntegrityError:  # the same form at the same moment
        return Campaign.objects.get(key=key)
    return one


@transaction.atomic
def change(
    *, by: User, campaign: int, version: int, plan: Plan, now: datetime,
    request: HttpRequest | None = None,
) -> Campaign:  # fmt: skip
    """Write the plan anew. Other goods or another stock have to be decided again."""
    _may(by)
    sound(plan)
    one = _locked(campaign)
    wanted = plan.values()
    changes = {n: [getattr(one, n), wanted[n]] for n in FIELDS if getattr(one, n) != wanted[n]}
    if not changes:
        return one
    _as_read(one, version)
    moved = "first" in changes or "last" in changes
    for name in changes:
        setattr(one, name, wanted[name])
    if "goods" in changes and one.decided_at is not None:
        one.decided_at, one.decided_by = None, ""
        ending.put_back(_goods(one), by=by, now=now, why="改了货,要重新定")
    _saved(one)
    _changed(one, "changed", by, now, request,
             {k: [_plain(a), _plain(b)] for k, (a, b) in changes.items()})  # fmt: skip
    if moved:
        _move(one, now)
    return one


@transaction.atomic
def decide(
    *, by: User, campaign: int, version: int, now: datetime, request: HttpRequest | None = None
) -> Campaign:
    """The goods and their stock stand."""
    _may(by)
    one = _locked(campaign)
    if one.decided_at is not None:
        return one
    _alive(one)
    _as_read(one, version)
    if not one.goods:
        raise Refused(_("还没有写活动的货。"))
    without = [g.get("title") or g["product"] for g in one.goods if not g.get("stock")]
    if without:
        raise Refused(_("这些货还没有备货数量:%(what)s。") % {"what": "、".join(without[:5])})
    one.decided_at, one.decided_by = now, by.username
    _saved(one)
    _changed(one, "decided", by, now, request, {"goods": one.goods})
    ending.close(_goods(one), by=by, now=now, outcome="ready", converted=True)
    return one


@transaction.atomic
def cancel(
    *, by: User, campaign: int, version: int, why: str, now: datetime,
    request: HttpRequest | None = None,
) -> Campaign:  # fmt: skip
    """It does not take place; what waits because of it need not be done."""
    _may(by)
    one = _locked(campaign)
    if one.cancelled_at is not None:
        return one
    if not why.strip():
        raise Refused(_("请写原因。"))
    _as_read(one, version)
    one.cancelled_at, one.cancelled_why = now, why.strip()[:300]
    _saved(one)
    waiting = Task.objects.filter(list__in=(PREPARATIONS, "recalls"), key__startswith=f"{one.pk}/")
    dropped = ending.drop(waiting, by=by, now=now, why="活动取消了")
    _changed(one, "cancelled", by, now, request, {"why": one.cancelled_why, "dropped": dropped})
    return one


@transaction.atomic
def prepare(
    *, by: User, campaign: int, title: str, person: str, due: datetime | None, key: str,
    now: datetime, request: HttpRequest | None = None,
) -> Task:  # fmt: skip
    """One more thing to prepare, with its owner and deadline."""
    _may(by)
    one = _locked(campaign)
    _alive(one)
    if not title.strip():
        raise Refused(_("请写是什么事。"))
    if due is None:
        raise Refused(_("请写什么时候之前。"))
    owner = User.objects.filter(person=person, is_active=True).first() if person else None
    if owner is None:
        raise Refused(_("请选谁来准备。"))
    return tasks.add(
        list=PREPARATIONS, key=f"{one.pk}/{key[:64]}", role=owner.role, person=person,
        title=f"{one.name}:{title.strip()}"[:300], since=now, due=due, priority=1,
        source=Task.Source.COLLEAGUE, by=by, now=now,
        request=request,
    )  # fmt: skip


def heard(told: Told) -> None:
    """That the goods are decided is said on the campaign's page, where they stand."""
    number, _slash, code = told.task.key.partition("/")
    if code == rule.GOODS and told.outcome == "ready" and number.isdigit():
        one = Campaign.objects.filter(pk=number).first()
        if one is not None and one.decided_at is None:
            raise Refused(_("请在活动的页面上定下货和备货,这一条会自己办完。"))


# -- what they share -----------------------------------------------------------------------


def _prepare(
    one: Campaign, each: rule.Preparation, due: datetime, now: datetime, by: User
) -> None:  # fmt: skip
    tasks.add(
        list=PREPARATIONS, key=f"{one.pk}/{each.code}", role=each.role,
        title=f"{one.name}:{each.zh}"[:300], since=now, due=timezone.make_aware(due), priority=1,
        why_zh=f"活动「{one.name}」要准备的", why_en=f"Campaign {one.name}: {each.en}",
        source=Task.Source.HAND, by=by, now=now,
    )  # fmt: skip


def _move(one: Campaign, now: datetime) -> None:
    """Deadlines go with the days. It is no act; what had climbed waits for its new deadline."""
    desk = desk_in_force(timezone.localtime(now).date())
    for each in rule.PREPARATIONS:
        due = timezone.make_aware(rule.due(each, one.first, one.last, desk))
        Task.objects.filter(
            list=PREPARATIONS, key=f"{one.pk}/{each.code}", state__in=OPEN_STATES
        ).update(due=due, climbed_at=None)
    begins = timezone.make_aware(datetime.combine(one.first, time()))
    Task.objects.filter(
        list="recalls", key__startswith=f"{one.pk}/", state__in=OPEN_STATES
    ).update(due=begins, climbed_at=None)  # fmt: skip


def _goods(one: Campaign) -> QuerySet[Task]:
    return Task.objects.filter(list=PREPARATIONS, key=f"{one.pk}/{rule.GOODS}")


def _may(by: User) -> None:
    if not by.may(roles.PLAN_CAMPAIGNS):
        raise NotYours(_("您的角色不能安排活动。"))


def _alive(one: Campaign) -> None:
    if one.cancelled_at is not None:
        raise Refused(_("这个活动取消了。"))


def _locked(pk: int) -> Campaign:
    one = Campaign.objects.select_for_update().filter(pk=pk).first()
    if one is None:
        raise Absent(_("没有这个活动。"))
    return one


def _as_read(one: Campaign, version: int) -> None:
    if one.version != version:
        raise Moved


def _saved(one: Campaign) -> None:
    one.version += 1
    one.save()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    return {k: _plain(v) for k, v in values.items() if v not in (None, "", [], {})}


def _changed(
    one: Campaign, what: str, by: User, now: datetime, request: HttpRequest | None,
    detail: dict[str, Any],
) -> None:  # fmt: skip
    CampaignChange.objects.create(campaign=one, at=now, by=by.username, what=what, detail=detail)
    audit.record(action=LOGGED[what], subject=str(one), detail=detail, by=by, request=request)
