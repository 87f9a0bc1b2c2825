"""Packing by the seven points; telling what the warehouse sees; the log of wrong shipments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from jinpai.apps.aftersales.actions.amounts import money, nothing_private
from jinpai.apps.aftersales.models import Case, Packing, WrongShipment
from jinpai.apps.aftersales.queries import shipping as queries
from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.models import Task
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.desk.templatetags.desk import said
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import audit
from jinpai.apps.team.models import User
from jinpai.workflow.returns import scanned
from jinpai.workflow.shipping import FOUND_BY, MENDED, POINTS, WRONG, missing

ANSWER = timedelta(days=1)
RAISED = {"problem": ("escalations", "supervisor"), "idea": ("tickets", "operations")}


def pack(
    *, by: User, shop: str, order_id: str, points: Iterable[str], read: str, key: str,
    now: datetime, waybill: str = "", low: Iterable[str] = (), note: str = "", again: str = "",
    request: HttpRequest | None = None,
) -> Packing:  # fmt: skip
    """Every point ticked: packed, by whom, when. `read`: flag and remark as the packer read them;
    where they changed since, the packer reads again."""
    known = Packing.objects.filter(key=key[:64]).first()
    if known is not None:
        return known
    order = queries.order(shop, order_id)
    if order is None:
        raise Absent(_("没有这个订单。"))
    if order.stop == "green":
        raise Refused(_("绿旗订单不从这里发。"))
    if order.read != read:
        raise Refused(_("备注或旗帜刚刚变了,请再看一遍,再勾。"))
    gaps = missing(points)
    if gaps:
        raise Refused(_("还没有勾:%(what)s。") % {"what": "、".join(said(POINTS[g]) for g in gaps)})
    why, word = nothing_private(again)[:300], nothing_private(note)[:500]
    if order.stop in ("refund", "closed", "unpaid") and not word:
        raise Refused(_("这一单现在不该发;要发,请在说明里写是谁定的、为什么。"))
    if order.packings and not why:
        raise Moved(_who(order.packings[0].by))
    code = scanned(waybill) if waybill.strip() else ""
    if waybill.strip() and not code:
        raise Refused(_("快递单号看不懂。"))
    short = {x["code"]: x for x in order.lines}
    lines = [short[c] for c in low if c in short]
    try:
        with transaction.atomic():
            made = Packing.objects.create(
                key=key[:64], shop=shop, order_id=order_id, waybill=code, flag=order.flag,
                remark=order.remark[:1000], points=list(POINTS), low=[x["code"] for x in lines],
                note=word, again=why, by=by.username, at=now,
            )  # fmt: skip
            audit.record(action="packing.recorded", subject=str(made), by=by, request=request,
                         detail={"waybill": code, "low": made.low, "again": why})  # fmt: skip
            for line in lines:
                _low(line, shop, order_id, by, now, request)
    except IntegrityError:  # two packers, one order
        there = Packing.objects.filter(key=key[:64]).first()
        if there is None:
            first = Packing.objects.filter(shop=shop, order_id=order_id).last()
            raise Moved(_who(first.by) if first else "") from None
        return there
    return made


def _low(
    line: dict[str, Any], shop: str, order_id: str, by: User, now: datetime,
    request: HttpRequest | None,
) -> None:  # fmt: skip
    """Stock below safety: one ticket a product and day, however many packers see it."""
    product = line["product"] or line["title"]
    day = timezone.localtime(now).date()
    name = " ".join(x for x in (line["title"] or product, line["sku"]) if x)
    tasks.add(
        list="tickets", key=f"stock:{shop}:{product}:{line['sku']}:{day}"[:200],
        role="operations", title=f"低于安全库存:{name}", since=now, now=now, due=now + ANSWER,
        shop=shop, priority=1, order_id=order_id,
        data={"product": name}, why_zh="仓库打包时发现",
        why_en="The warehouse saw it while packing", source=Task.Source.COLLEAGUE, by=by,
        request=request,
    )  # fmt: skip


def report(
    *, by: User, what: str, text: str, key: str, now: datetime,
    request: HttpRequest | None = None,
) -> Task:  # fmt: skip
    """A problem of the warehouse goes up; a better way of shipping is an improvement ticket."""
    if what not in RAISED:
        raise Refused(_("请选上报问题还是提建议。"))
    words = nothing_private(text)[:2000]
    if not words:
        raise Refused(_("还没有写内容。"))
    code, role = RAISED[what]
    return tasks.add(
        list=code, key=f"warehouse:{key[:64]}", role=role, title=words[:300], since=now, now=now,
        due=now + ANSWER, priority=1 if what == "problem" else 2, data={"text": words},
        why_zh="仓库上报" if what == "problem" else "仓库的建议:更顺手、不易出错的发货办法",
        why_en="Told by the warehouse" if what == "problem" else "The warehouse: a better way",
        source=Task.Source.COLLEAGUE, by=by, request=request,
    )  # fmt: skip


def wrong(
    *, by: User, key: str, order_id: str, kind: str, what: str, found_by: str, mended: str,
    now: datetime, shop: str = "", cost: str = "", case: int | None = None,
    corrects: int | None = None, why: str = "", request: HttpRequest | None = None,
) -> WrongShipment:  # fmt: skip
    """Keep one; with `corrects` a new row in the place of another. Who packed it and when it left
    is read from its packing, else from the files."""
    known = WrongShipment.objects.filter(key=key[:64]).first()
    if known is not None:
        return known
    number, words = order_id.strip()[:64], nothing_private(what)[:300]
    if not number or not words:
        raise Refused(_("请写订单号和发错了什么。"))
    if kind not in WRONG or found_by not in FOUND_BY or mended not in MENDED:
        raise Refused(_("请选种类、谁发现的、怎么补救。"))
    reason = nothing_private(why)[:300]
    with transaction.atomic():
        old = None
        if corrects is not None:
            old = WrongShipment.objects.select_for_update().filter(pk=corrects).first()
            if old is None:
                raise Absent(_("没有这一条。"))
            if not old.standing:
                raise Moved
            if not reason:
                raise Refused(_("请写原因。"))
            old.standing = False
            old.save()
        of = shop.strip()[:64] or (old.shop if old else "")
        packing = Packing.objects.filter(order_id=number)
        packed = (packing.filter(shop=of) if of else packing).last()
        of = of or (packed.shop if packed else "") or _shop(number)
        whose = Case.objects.filter(order_id=number).order_by("-pk")
        linked = whose.filter(pk=case).first() if case is not None else whose.first()
        made = WrongShipment.objects.create(
            key=key[:64], shop=of, order_id=number, kind=kind, what=words, found_by=found_by,
            mended=mended, cost=money(cost), sent=_left(of, number, packed, old, now),
            packer=packed.by if packed else "", case=linked, by=by.username, at=now, corrects=old,
            why=reason,
        )  # fmt: skip
        action = "wrong_shipment.corrected" if old else "wrong_shipment.recorded"
        audit.record(action=action, subject=str(made), by=by, request=request,
                     detail={"kind": kind, "why": reason})  # fmt: skip
    return made


def _shop(order_id: str) -> str:
    hits = [h for h in queries.find(scanned(order_id)) if h[1] == order_id]
    return hits[0][0] if len(hits) == 1 else ""


def _left(
    shop: str, order_id: str, packed: Packing | None, old: WrongShipment | None, now: datetime
) -> date:
    if packed is not None:
        return timezone.localtime(packed.at).date()
    if old is not None and old.order_id == order_id:
        return old.sent
    order = queries.order(shop, order_id) if shop else None
    if order is not None and order.shipped is not None:
        return order.shipped.date()
    return timezone.localtime(now).date()


def _who(username: str) -> str:
    user = User.objects.filter(username=username).first()
    return str(user) if user else username
