"""A case whose order is told otherwise later: both are kept, and somebody judges again.

What was decided stays as it was. While it waits for that word, nothing is approved, sent or
repaid on the case.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jinpai.apps.aftersales.actions import work
from jinpai.apps.aftersales.actions.amounts import nothing_private
from jinpai.apps.aftersales.models import Case, CaseEvent
from jinpai.apps.aftersales.queries import changed as query
from jinpai.apps.aftersales.queries.order import lines_of, snapshot, told
from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.models import OPEN_STATES, Task
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import audit
from jinpai.apps.team.models import User
from jinpai.workflow.aftersales.changes import Difference
from jinpai.workflow.aftersales.states import FINAL, KINDS

LATELY = timedelta(days=30)
"""So long after its end a case may still be contradicted."""


def look(now: datetime) -> int:
    """Compare every open case, and those that ended lately, with the newest files; how many
    asked to be judged again. Safe to repeat."""
    rows = list(
        Case.objects.filter(Q(closed_at=None) | Q(closed_at__gte=now - LATELY))
        .exclude(order={}).order_by("pk")
    )  # fmt: skip
    facts = told(sorted({(c.shop, c.order_id) for c in rows}))
    of_order: dict[tuple[str, str], list[Case]] = {}
    for one in rows:
        of_order.setdefault((one.shop, one.order_id), []).append(one)
    asked = 0
    for one in rows:
        key = (one.shop, one.order_id)
        rest = [c for c in of_order[key] if c.pk != one.pk]
        found = query.differs(one, facts.get(key), rest)
        if (found or one.order_later) and _put(one.pk, found, facts.get(key) or {}, now):
            asked += 1
    return asked


@transaction.atomic
def _put(pk: int, found: Sequence[Difference], told_now: dict[str, Any], now: datetime) -> bool:
    """Write down what differs; nothing twice. Is somebody asked?"""
    one = Case.objects.select_for_update().get(pk=pk)
    if not one.open:  # what was only told later than the end is no contradiction of a record
        found = [d for d in found if d.name in ("refunds", "amount_paid")]
    said = [[d.name, d.then, d.now] for d in found]
    if one.order_later.get("said", []) == said:
        return False
    one.order_later = {"said": said, "order": told_now} if said else {}
    one.judge_again = now if said else None
    one.version += 1
    one.save()
    _settle(one, now)
    CaseEvent.objects.create(
        case=one, at=now, by="", what="order_changed", detail={"said": said}
    )  # fmt: skip
    if said:
        tasks.add(
            list="cases", key=f"judge:{one.pk}:{one.version}", shop=one.shop, since=now, now=now,
            role="agent", person=one.person, due=now + timedelta(hours=24), priority=1,
            title=f"订单变了,请重新判断 · {KINDS[one.kind].zh} · {one.order_id}",
            order_id=one.order_id, buyer=one.buyer, data={"case": str(one.pk)},
            why_zh="新导入的订单和售后单不一致,两边都留着",
            why_en="A later import tells the order otherwise than the case; both are kept",
            source=Task.Source.CASE,
        )  # fmt: skip
    return bool(said)


@transaction.atomic
def judge(
    *, by: User, case: int, version: int, adopt: bool, why: str, now: datetime,
    request: HttpRequest | None = None,
) -> Case:  # fmt: skip
    """The answer to a changed order: go by the new one, or keep to what was decided (with the
    reason). What was repaid already is not computed again."""
    one = Case.objects.select_for_update().filter(pk=case).first()
    if one is None:
        raise Absent(_("没有这张售后单。"))
    if one.judge_again is None:
        last = one.events.filter(what="rejudged").last()
        if last is not None and last.by == by.username and one.version == version + 1:
            return one
        raise Moved
    if one.version != version:
        raise Moved
    reason = nothing_private(why)[:500]
    if not adopt and not reason:
        raise Refused(_("维持原来的判断,请写原因。"))
    if adopt and one.refunded is not None:
        raise Refused(_("钱已经退了,金额不再重算;请写明原因,维持原来的。"))
    if adopt and one.state in FINAL:
        raise Refused(_("这张售后单已经了结。"))
    said: dict[str, Any] = {"adopted": adopt, "said": one.order_later.get("said", [])}
    if reason:
        said["reason"] = reason
    one.judge_again = None
    if adopt:
        said["was"] = {k: v for k, v in one.order.items() if k != "buyer"}
        _adopt(one)
    one.version += 1
    one.save()
    _settle(one, now)
    if adopt:
        work.renew(one, by, now)
        one.save()
    CaseEvent.objects.create(case=one, at=now, by=by.username, what="rejudged", detail=said)
    audit.record(
        action="case.rejudged", subject=str(one), by=by, request=request,
        detail={"adopted": adopt, "said": said["said"]},
    )  # fmt: skip
    return one


def _adopt(case: Case) -> None:
    order = snapshot(case.shop, case.order_id)
    if order is None:
        raise Refused(_("数据里没有这个订单了。"))
    known = {row["code"]: int(row["quantity"]) for row in lines_of(order)}
    case.back = {c: min(int(n), known[c]) for c, n in case.back.items() if c in known}
    if not case.back:
        case.back = known
    case.order, case.order_later = order, {}
    if order.get("signed"):
        case.signed = date.fromisoformat(order["signed"][:10])
    if order.get("postage"):
        case.free_shipping = Decimal(order["postage"]) == 0


def _settle(case: Case, now: datetime) -> None:
    """What asked to judge again is done with."""
    for task in Task.objects.filter(
        list="cases", key__startswith=f"judge:{case.pk}:", state__in=OPEN_STATES
    ):
        tasks.settle(task=task, outcome="settled", now=now, said={"state": case.state})
