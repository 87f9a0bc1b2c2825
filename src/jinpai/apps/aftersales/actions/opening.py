"""Opening a case from an order: the order as it stands is kept with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from jinpai.apps.aftersales.actions import work
from jinpai.apps.aftersales.actions.amounts import money, nothing_private
from jinpai.apps.aftersales.models import Case, CaseEvent
from jinpai.apps.aftersales.queries.earlier import earlier
from jinpai.apps.aftersales.queries.order import lines_of, snapshot
from jinpai.apps.desk.refused import Refused
from jinpai.apps.team import audit
from jinpai.apps.team.models import User
from jinpai.workflow.aftersales.answers import GOODS
from jinpai.workflow.aftersales.causes import CAUSES, steering
from jinpai.workflow.aftersales.states import GOODS_BACK, KINDS

ZERO = Decimal(0)


def open_case(
    *,
    by: User,
    key: str,
    order_id: str,
    kind: str,
    cause: str,
    now: datetime,
    shop: str = "",
    told: str = "",
    goods: str = "ordinary",
    back: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    english: bool = False,
    request: HttpRequest | None = None,
) -> Case:
    """The case of this form; the same form again is the same case. `form`: its other fields as
    they were typed."""
    known = Case.objects.filter(key=key).first()
    if known is not None:
        return known
    given = dict(form or {})
    order = snapshot(shop, order_id.strip()) or {}
    _sensible(kind, cause, told or cause, goods, order_id, english)
    if not order and not shop:
        raise Refused(_("数据里没有这个订单,请写明店铺。"))
    postage = order.get("postage", "")
    case = Case(
        key=key[:64], shop=order.get("shop") or shop[:64], platform=order.get("platform", ""),
        order_id=order_id.strip()[:64], buyer=order.get("buyer", "")[:128], person=by.person,
        kind=kind, cause=cause, told=told or cause, goods=goods,
        confirmed=bool(given.get("confirmed")), ticked_for_them=bool(given.get("ticked_for_them")),
        signed=_day(given.get("signed") or order.get("signed", "")[:10]),
        asked=timezone.localtime(now).date(),
        free_shipping=Decimal(postage) == 0 if postage else bool(given.get("free_shipping")),
        agreed=given.get("agreed", "") if given.get("agreed") in ("seller", "buyer") else "",
        settled_without_a_word=bool(given.get("settled_without_a_word")),
        freight_insured=order.get("insured", False), order=order,
        offer_from=money(given.get("offer_from", "")) or ZERO,
        free_from=money(given.get("free_from", "")) or ZERO,
        postage_saved=money(given.get("postage_saved", "")) or ZERO,
        gift=given.get("gift", "").strip()[:100],
        gift_price=money(given.get("gift_price", "")) or ZERO,
        difference=money(given.get("difference", "")) or ZERO,
        return_address=given.get("return_address", "").strip()[:300],
        contact=given.get("contact", "").strip()[:500],
        state_at=now, opened_at=now, opened_by=by.username,
    )  # fmt: skip
    case.back = _pieces(case, back or {})
    if case.signed and case.signed > case.asked:
        raise Refused(_("签收日期在今天之后。"))
    nothing_private(case.gift)
    try:
        with transaction.atomic():
            case.save()
            work.renew(case, by, now)
            case.save()
            said: dict[str, Any] = {"kind": kind, "cause": cause, "told": case.told}
            CaseEvent.objects.create(
                case=case, at=now, by=by.username, what="opened", after="opened", detail=said
            )
            audit.record(action="case.opened", subject=str(case), detail=said, by=by,
                         request=request)  # fmt: skip
    except IntegrityError:  # the same form at the same moment
        return Case.objects.get(key=key)
    return case


def _sensible(kind: str, cause: str, told: str, goods: str, order_id: str, english: bool) -> None:
    if not order_id.strip():
        raise Refused(_("请写订单号。"))
    if kind not in KINDS or cause not in CAUSES or told not in CAUSES or goods not in GOODS:
        raise Refused(_("请选类型、原因和商品种类。"))
    if kind in GOODS_BACK and CAUSES[cause].unsent:
        raise Refused(_("货没有到买家手里,没有可退回的:请选仅退款或补寄。"))
    refused = steering(cause, told)
    if refused is not None:
        raise Refused(refused.en if english else refused.zh)


def _pieces(case: Case, back: Mapping[str, str]) -> dict[str, int]:
    """Pieces that come back by line; nothing chosen is everything that is still with the buyer."""
    before, out, gone = earlier(case), {}, 0
    chosen = any(v.strip() for v in back.values())
    for row in lines_of(case.order):
        code = row["code"]
        text = back.get(code, "").strip()
        if text and (not text.isdecimal() or len(text) > 6):
            raise Refused(_("件数看不懂。"))
        have = int(row["quantity"]) - before.pieces.get(code, 0)
        if case.kind in GOODS_BACK:
            have -= before.expected.get(code, 0)
        have = max(have, 0)
        gone += int(row["quantity"]) - have
        qty = int(text) if text else (0 if chosen else have)
        if qty > have and gone:
            raise Refused(_("这个订单的 %(n)s 件已在别的售后单里退了或正在退。") % {"n": gone})
        if qty > have:
            raise Refused(_("退回的比买的多。"))
        out[code] = qty
    if out and not any(out.values()) and case.kind in GOODS_BACK:
        if gone:
            raise Refused(_("这个订单的 %(n)s 件已在别的售后单里退了或正在退。") % {"n": gone})
        raise Refused(_("请填退回的件数。"))
    return out


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Refused(_("日期看不懂,写成 2026-10-31。")) from None
