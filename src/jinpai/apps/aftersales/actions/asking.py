"""Concessions to a buyer: within the own authority written down, beyond it asked for.

The one who grants never grants the own, and only within the granter's own page. Money for a
review is granted by nobody.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jinpai.apps.aftersales.actions import steps, within
from jinpai.apps.aftersales.actions.amounts import money, nothing_private
from jinpai.apps.aftersales.models import Ask, Case
from jinpai.apps.aftersales.queries import authority as query
from jinpai.apps.aftersales.words import amount_of
from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.actions.approvals import standing
from jinpai.apps.desk.actions.order_lock import hold
from jinpai.apps.desk.models import OPEN_STATES, Task
from jinpai.apps.desk.outcomes import Told
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User
from jinpai.workflow.aftersales.states import GOODS_BACK
from jinpai.workflow.authority import WHATS, Spent, TooMuch, allowed
from jinpai.workflow.authority.allowed import GRANT
from jinpai.workflow.authority.words import for_a_review

LIST = "authority_asks"
TO_DECIDE = timedelta(hours=4)
State = Ask.State


def ask(
    *, by: User, key: str, what: str, amount: str, reason: str, now: datetime,
    case: int | None = None, shop: str = "", order_id: str = "", thing: str = "",
    request: HttpRequest | None = None,
) -> Ask:  # fmt: skip
    """Within the own authority it is given; beyond it a task of who may grant it. The same form
    again is the same ask."""
    if not by.may(roles.HANDLE_CASES):
        raise NotYours(_("您的岗位不给买家补偿。"))
    known = Ask.objects.filter(key=key).first()
    if known is not None:
        return known
    number = _sensible(key, what, amount, reason, thing)
    try:
        with transaction.atomic():
            # one at a time of a person, so that a day's limit holds
            User.objects.select_for_update().get(pk=by.pk)
            about = _case(case)
            if about is not None:
                shop, order_id = about.shop, about.order_id
            if not order_id.strip() or not shop.strip():
                raise Refused(_("请写店铺和订单号。"))
            hold(order_id.strip()[:64])
            one = Ask(
                key=key[:64], case=about, shop=shop.strip()[:64], order_id=order_id.strip()[:64],
                what=what, amount=number, thing=thing.strip()[:100], reason=reason.strip()[:300],
                role=by.role, by=by.username, at=now,
            )  # fmt: skip
            return _settle(one, by, now, request)
    except IntegrityError:  # the same form at the same moment
        return Ask.objects.get(key=key)


def _sensible(key: str, what: str, amount: str, reason: str, thing: str) -> Decimal:
    if not key or what not in WHATS:
        raise Refused(_("请选给什么。"))
    number = money(amount.removesuffix("%"))
    if number is None or number <= 0 or (what == "days" and number != int(number)):
        raise Refused(_("请填大于零的数;天数是整数,打折写百分比,八五折是 85。"))
    if (what == "days" and number > steps.MOST_DAYS) or (what == "discount" and number >= 100):
        raise Refused(_("天数最多 60,折扣在 100% 以下。"))
    if not nothing_private(reason):
        raise Refused(_("请写原因。"))
    nothing_private(thing)
    if for_a_review(f"{reason} {thing}"):
        raise Refused(_("不能用钱物换评价(电子商务法第十七条),谁都不能批。"))
    return number


def _case(pk: int | None) -> Case | None:
    if pk is None:
        return None
    hold(Case.objects.filter(pk=pk).values_list("order_id", flat=True).first() or "")
    one = Case.objects.select_for_update().filter(pk=pk).first()
    if one is None:
        raise Absent(_("没有这张售后单。"))
    if not one.open:
        raise Refused(_("这张售后单已经了结。"))
    return one


def _settle(one: Ask, by: User, now: datetime, request: HttpRequest | None) -> Ask:
    if one.what == "days" and (one.case is None or one.case.kind not in GOODS_BACK):
        raise Refused(_("多给几天要从退换货的售后单里申请。"))
    _left(one)
    answer = allowed(
        query.authority(now), by.role, one.what, one.amount,
        spent=query.spent(by, one.what, one.shop, one.order_id, now),
        campaign=query.campaign(one.shop, now),
    )  # fmt: skip
    if not isinstance(answer, TooMuch):
        one.state = State.WITHIN
        one.save()
        audit.record(action="ask.within", subject=str(one), detail=_detail(one), by=by,
                     request=request)  # fmt: skip
        _days(one, by, now, request)
        return one
    if not answer.who:
        raise Refused(within.beyond(one.what, one.amount, answer))
    one.state, one.limit = State.WAITING, f"{answer.most:f}"
    one.save()
    zh, _en = WHATS[one.what]
    tasks.add(
        list=LIST, key=f"ask:{one.pk}", shop=one.shop, role=answer.who[0], since=now, now=now,
        title=f"{by} 申请{zh} {_plain(one)}:{one.reason}"[:300], due=now + TO_DECIDE, priority=1,
        order_id=one.order_id, buyer=one.case.buyer if one.case else "",
        data={
            "reason": one.reason, "note": one.thing, "case": str(one.case.pk) if one.case else "",
        },
        why_zh=f"超出申请人的权限({answer.most.normalize():f})",
        why_en=f"Beyond the authority of who asks ({answer.most.normalize():f})",
        source=Task.Source.COLLEAGUE, by=by, request=request,
    )  # fmt: skip
    audit.record(action="ask.asked", subject=str(one), detail=_detail(one), by=by,
                 request=request)  # fmt: skip
    return one


def _left(one: Ask) -> None:
    """With all that went back of the order no more than was paid, as far as that is known."""
    if one.what != "compensation":
        return
    order, _facts = standing(one.shop, one.order_id)
    if order.paid is not None and one.amount > order.left:
        raise Refused(_("最多还能退 %(most)s 元(实付减去已退和已申请的)。") % {"most": order.left})


def _plain(one: Ask) -> str:
    return {"days": f"{one.amount:.0f} 天", "discount": f"{one.amount.normalize():f}%"}.get(
        one.what, f"{one.amount:.2f} 元"
    )


def _detail(one: Ask) -> dict[str, str]:
    return {"what": one.what, "amount": f"{one.amount:f}", "reason": one.reason}


@transaction.atomic
def withdraw(
    *, by: User, ask: int, version: int, now: datetime, request: HttpRequest | None = None
) -> Ask:
    """It is not needed any more."""
    one = _locked(ask)
    if one.by != by.username:
        raise NotYours(_("这是别人的申请。"))
    if one.state == State.WITHDRAWN:
        return one
    if one.state != State.WAITING or one.version != version:
        raise Moved
    _decided(one, State.WITHDRAWN, by, "", now)
    for task in Task.objects.filter(list=LIST, key=f"ask:{one.pk}", state__in=OPEN_STATES):
        tasks.settle(task=task, outcome="withdrawn", now=now, said={})
    audit.record(action="ask.withdrawn", subject=str(one), detail={}, by=by, request=request)
    return one


def follow(told: Told) -> None:
    """Somebody decides it on the desk."""
    one = _locked(int(told.task.key.removeprefix("ask:")))
    if one.state == told.outcome:
        return  # reopened by mistake: the answer stands
    if one.state != State.WAITING:
        raise Refused(_("这份申请已经有答复:%(state)s。") % {"state": one.get_state_display()})
    if told.outcome == "withdrawn" or told.by.username == one.by:
        raise NotYours(_("自己的申请不能自己批;不要了,在申请页上收回。"))
    if not told.by.may(roles.APPROVE_REFUNDS) or told.by.role not in GRANT:
        raise NotYours(_("要主管或店主来定。"))
    if told.outcome == "granted":
        hold(one.order_id)
        _left(one)
        spent = query.spent(told.by, one.what, one.shop, one.order_id, told.now)
        answer = allowed(
            query.authority(told.now), told.by.role, one.what, one.amount,
            spent=Spent(order=spent.order), campaign=query.campaign(one.shop, told.now),
        )  # fmt: skip
        if isinstance(answer, TooMuch):
            raise NotYours(within.beyond(one.what, one.amount, answer))
    why = nothing_private(told.note)
    _decided(one, State(told.outcome), told.by, why, told.now)
    action = "ask.granted" if told.outcome == "granted" else "ask.refused"
    audit.record(action=action, subject=str(one), detail={**_detail(one), "why": why},
                 by=told.by, request=told.request)  # fmt: skip
    if told.outcome == "granted":
        _days(one, told.by, told.now, told.request)


def _decided(one: Ask, state: State, by: User, why: str, now: datetime) -> None:
    one.state, one.decided_by, one.decided_at = state, by.username, now
    one.decided_why = why[:300]
    one.version += 1
    one.save()


def _days(one: Ask, by: User, now: datetime, request: HttpRequest | None) -> None:
    """Days that are granted count on the case at once."""
    if one.what != "days" or one.case is None:
        return
    case = Case.objects.get(pk=one.case.pk)
    if case.open:
        steps.grant(by=by, case=case.pk, version=case.version, days=int(one.amount),
                    why=one.reason, now=now, request=request)  # fmt: skip


def _locked(pk: int) -> Ask:
    one = Ask.objects.select_for_update().filter(pk=pk).first()
    if one is None:
        raise Absent(_("没有这份申请。"))
    return one


def told(one: Ask) -> str:
    """What came of it, to who asked."""
    if one.state == State.WITHIN:
        return _("在您的权限之内,记下了:%(amount)s。") % {"amount": amount_of(one.what, one.amount)}
    return _("超出了您的权限,已向能批的人申请;答复会出现在这里。")
