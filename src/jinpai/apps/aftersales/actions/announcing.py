"""What the register puts on people's Today: whose a parcel is, and the day's reconciliation."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from jinpai.apps.aftersales.models import Parcel
from jinpai.apps.aftersales.queries.register import unsettled
from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.models import OPEN_STATES, Task
from jinpai.apps.team.models import User
from jinpai.workflow import reconciliation
from jinpai.workflow.aftersales.states import STATES
from jinpai.workflow.returns import LIMIT

LIST = "returns"


def ask_service(parcel: Parcel, by: User, now: datetime, key: str = "") -> None:
    """Put it on service's Today: whose is it, what becomes of it?"""
    state = parcel.case.state if parcel.case else ""
    zh = f"仓库收到了,售后单是「{STATES[state].zh}」" if state else "仓库收到了,没有售后单"
    en = f"It is in, the case is “{STATES[state].en}”" if state else "It is in, nobody expected it"
    tasks.add(
        list=LIST, key=key or f"parcel:{parcel.pk}", role="agent",
        person=parcel.case.person if parcel.case else "", shop=parcel.shop,
        title=f"认领包裹 · {parcel.waybill}", since=now, now=now, due=parcel.arrived_at + LIMIT,
        priority=1, order_id=parcel.order_id, data={"parcel": str(parcel.pk),
        "waybill": parcel.waybill}, why_zh=zh, why_en=en, source=Task.Source.COLLEAGUE, by=by,
    )  # fmt: skip


def settle(parcel: Parcel, now: datetime) -> None:
    """Service need not look for whose it is any more."""
    asked = Task.objects.filter(list=LIST, data__parcel=str(parcel.pk), state__in=OPEN_STATES)
    for task in asked:
        tasks.settle(task=task, outcome="settled", now=now, said={"waybill": parcel.waybill})


def morning(now: datetime) -> None:
    """What is left from before is reconciled too, on a day without parcels."""
    if unsettled().exists():
        announce(now)


def announce(now: datetime) -> None:
    """With the day's first parcel both sides have its reconciliation on their Today."""
    day = reconciliation.day_of(timezone.localtime(now).replace(tzinfo=None))
    due = timezone.make_aware(reconciliation.window(day)[1])
    for side, role in (("warehouse", "warehouse"), ("service", "agent")):
        tasks.add(
            list="reconciliation", key=f"reconcile:{day}:{side}", role=role,
            title=f"每日对账 · {day:%m-%d}", since=now, now=now, due=due + timedelta(minutes=30),
            priority=1, day=day, why_zh="仓库和售后每天 17:00 对账,两边签字",
            why_en="Warehouse and service reconcile the day at 17:00, both sign",
            data={"reconcile": str(day)}, source=Task.Source.RULE,
        )  # fmt: skip
