"""The steps of a case: from one state to the next, more days granted, a word, a tick."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jinpai.apps.aftersales.actions import within, work
from jinpai.apps.aftersales.actions.amounts import money, nothing_private, reference
from jinpai.apps.aftersales.models import Case, CaseEvent
from jinpai.apps.aftersales.queries.judged import Judged, judged
from jinpai.apps.desk.actions.order_lock import hold
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User
from jinpai.workflow.aftersales.answers import CONDITIONS
from jinpai.workflow.aftersales.checklists import checklist
from jinpai.workflow.aftersales.states import FINAL, missing
from jinpai.workflow.returns import scanned

MOST_DAYS = 60
BEFORE_GOODS = ("opened", "approved", "waiting")
REPAID = ("refunded", "partly_refunded")
BINDING = ("approved", "replaced", "shipped", "reshipped", "freight_repaid", *REPAID)
"""Steps that give the buyer something: not while a changed order waits to be judged again."""


@transaction.atomic
def step(
    *, by: User, case: int, version: int, to: str, given: Mapping[str, str], now: datetime,
    request: HttpRequest | None = None,
) -> Case:  # fmt: skip
    """Go to the state `to`. The same step again by the same person changes nothing."""
    one = _locked(case)
    last = one.events.filter(what="moved").last()
    again = one.state == to and one.version == version + 1
    if again and last is not None and last.by == by.username:
        return one
    _as_read(one, version)
    found = judged(one)
    if to not in found.following:
        raise Refused(_("从现在的状态走不到这一步。"))
    if to in BINDING and one.judge_again is not None:
        raise Refused(_("登记之后订单变了:请先重新判断,再走这一步。"))
    gaps = missing(to, given)
    if gaps:
        raise Refused(_("还没有填:%(what)s。") % {"what": "、".join(_names()[g] for g in gaps)})
    said = _entered(one, by, to, given, found, now)
    before, one.state, one.state_at = one.state, to, now
    one.version += 1
    if to == "arrived":
        one.arrived_at = now
    if to in FINAL:
        one.closed_at = now
        if one.contact:
            one.contact = ""
            said["contact"] = "deleted"
    work.renew(one, by, now)
    one.save()
    _event(one, by, now, "moved", before, to, said)
    audit.record(action="case.moved", subject=str(one),
                 detail={"from": before, "to": to, **said}, by=by, request=request)  # fmt: skip
    return one


@transaction.atomic
def grant(
    *, by: User, case: int, version: int, days: int, why: str, now: datetime,
    request: HttpRequest | None = None,
) -> Case:  # fmt: skip
    """Give the buyer more days than the seven."""
    one = _locked(case)
    if not one.open:
        raise Refused(_("这张售后单已经了结。"))
    if not 1 <= days <= MOST_DAYS:
        raise Refused(_("多给 1 到 60 天。"))
    within.days(by, days, now)
    reason = nothing_private(why)
    if not reason:
        raise Refused(_("请写原因。"))
    if (one.granted_days, one.granted_by, one.grant_reason) == (days, by.username, reason):
        return one
    _as_read(one, version)
    one.granted_days, one.grant_reason, one.granted_by = days, reason[:300], by.username
    one.version += 1
    one.save()
    said = {"days": days, "reason": reason[:300]}
    _event(one, by, now, "granted", "", "", said)
    audit.record(action="case.granted", subject=str(one), detail=said, by=by, request=request)
    return one


@transaction.atomic
def note(
    *, by: User, case: int, text: str, now: datetime, request: HttpRequest | None = None
) -> Case:
    """A word about it."""
    one = _locked(case)
    said = nothing_private(text)[:2000]
    if not said:
        raise Refused(_("还没有写内容。"))
    _event(one, by, now, "noted", "", "", {"text": said})
    audit.record(action="case.noted", subject=str(one), detail={}, by=by, request=request)
    return one


@transaction.atomic
def tick(
    *, by: User, case: int, code: str, now: datetime, given: Mapping[str, str] | None = None,
    request: HttpRequest | None = None,
) -> Case:  # fmt: skip
    """A step of the checklist is done; once. With the return's waybill and with what is wanted
    instead it is written down what the buyer says, to be corrected until the goods are there."""
    one = _locked(case)
    if code not in {s.code for s in checklist(one.kind, fault=one.fault)}:
        raise Refused(_("清单里没有这一步。"))
    said = {}
    if code in NOTED and one.state in BEFORE_GOODS:
        said = _kept(one, NOTED[code](one, given or {}))
    if not said and any(e.detail.get("step") == code for e in one.events.filter(what="ticked")):
        return one
    if said:
        one.version += 1
        one.save()
    detail = {"step": code, **said}
    _event(one, by, now, "ticked", "", "", detail)
    audit.record(action="case.ticked", subject=str(one), detail=detail, by=by, request=request)
    return one


def _sent_back(case: Case, given: Mapping[str, str]) -> dict[str, Any]:
    """The waybill the buyer told, who carries it, what was paid for it, is it insured."""
    waybill = scanned(given.get("waybill", "")[:200])[:64]
    if not waybill:
        raise Refused(_("请填买家寄回的快递单号。"))
    advanced = money(given.get("freight_advanced", ""))
    return {
        "return_waybill": waybill,
        "carrier": nothing_private(given.get("carrier", ""))[:32] or case.carrier,
        "freight_advanced": case.freight_advanced if advanced is None else advanced,
        "freight_insured": case.freight_insured or given.get("insured", "") == "on",
    }


def _instead(case: Case, given: Mapping[str, str]) -> dict[str, Any]:
    """What the buyer wants instead, and the difference of the prices."""
    wanted = nothing_private(given.get("wanted", ""))[:200]
    if not wanted:
        raise Refused(_("请填换成哪一款。"))
    difference = money(given.get("difference", ""))
    return {
        "wanted": wanted,
        "difference": case.difference if difference is None else difference,
    }


NOTED = {"waybill": _sent_back, "which": _instead}
"""Steps with which something is written down."""


def _kept(case: Case, found: Mapping[str, Any]) -> dict[str, Any]:
    """Set on the case; returns what is new."""
    said = {name: value for name, value in found.items() if getattr(case, name) != value}
    for name, value in said.items():
        setattr(case, name, value)
    return {"waybill" if n == "return_waybill" else n: _text(v) for n, v in said.items()}


def _text(value: object) -> object:
    return f"{value:.2f}" if isinstance(value, Decimal) else value


@transaction.atomic
def contact_seen(*, by: User, case: int, now: datetime, request: HttpRequest | None = None) -> None:
    """The buyer's contact was looked at."""
    one = _locked(case)
    _event(one, by, now, "contact_seen", "", "", {})
    audit.record(action="case.contact_seen", subject=str(one), detail={}, by=by, request=request)


# -- what they share ---------------------------------------------------------------------


def _entered(
    case: Case, by: User, to: str, given: Mapping[str, str], found: Judged, now: datetime
) -> dict[str, Any]:
    """What is written down on entering a state; returns it for the record."""
    said: dict[str, Any] = {}
    reason = nothing_private(given.get("reason", ""))[:500]
    if reason:
        said["reason"] = reason
    may = by.may(roles.APPROVE_REFUNDS)
    if to == "refused":
        if case.state == "opened" and found.answer.allowed and found.answer.code != "decided":
            raise Refused(
                _("依据「%(rule)s」不能拒绝。") % {"rule": _said(found.answer.articles[0])}
            )
        said["answer"] = found.answer.code
    lenient = to == "approved" and case.state != "ruled" and not found.answer.allowed
    if lenient and not (may and reason):
        raise Refused(_("按规则可以不办;要同意,由主管或店主写明原因,或先多给几天。"))
    if to == "approved" and found.decided:
        case.allowed_amount = _allowed(case, given, found, may)
        if case.allowed_amount is not None:
            said["allowed"] = f"{case.allowed_amount:.2f}"
    if to == "arrived":
        case.return_waybill = said["waybill"] = given["waybill"].strip()[:64]
    if to in ("shipped", "reshipped"):
        case.sent_waybill = said["waybill"] = given["waybill"].strip()[:64]
    if given.get("carrier", "").strip():
        case.carrier = said["carrier"] = given["carrier"].strip()[:32]
    if to == "inspected":
        if given["condition"] not in CONDITIONS or given["condition"] == "unknown":
            raise Refused(_("请选验货结果。"))
        case.condition = said["condition"] = given["condition"]
    if given.get("return_address", "").strip():
        case.return_address = given["return_address"].strip()[:300]
    advanced = money(given.get("freight_advanced", ""))
    if advanced is not None:
        case.freight_advanced = advanced
        said["freight_advanced"] = f"{advanced:.2f}"
    if to in REPAID:
        case.refunded = _refund(case, by, to, given, found, reason, now)
        case.refund_reference = reference(given["reference"])
        said |= {"amount": f"{case.refunded:.2f}", "reference": case.refund_reference}
    if to == "freight_repaid":
        amount = money(given["amount"])
        if amount is None or amount == 0:
            raise Refused(_("请填退还的运费。"))
        if case.freight_advanced is not None and amount < case.freight_advanced:
            raise Refused(_("买家垫付了 %(sum)s 元,要全额退还。") % {"sum": case.freight_advanced})
        most = case.freight_advanced or money(case.order.get("amount_paid", ""))
        if most is not None and amount > most and not (may and reason):
            raise Refused(_("运费最多退 %(sum)s 元;再多要主管或店主写明原因。") % {"sum": most})
        case.freight_repaid, case.freight_reference = amount, reference(given["reference"])
        said |= {"amount": f"{amount:.2f}", "reference": case.freight_reference}
    return said


def _refund(
    case: Case, by: User, to: str, given: Mapping[str, str], found: Judged, reason: str,
    now: datetime,
) -> Decimal:  # fmt: skip
    may = by.may(roles.APPROVE_REFUNDS)
    amount = money(given["amount"])
    if amount is None:
        raise Refused(_("请填退款金额。"))
    _within(amount, found)
    if found.decided and not may and amount > (case.allowed_amount or Decimal(0)):
        raise Refused(
            _("主管或店主核定的是 %(sum)s 元。") % {"sum": f"{case.allowed_amount or 0:.2f}"}
        )
    if found.money is not None and to == "refunded":
        if amount < found.money.total:
            raise Refused(
                _("算出来应退 %(sum)s 元;少退要走「部分退款」并写原因。")
                % {"sum": f"{found.money.total:.2f}"}
            )
        if amount > found.money.total:
            within.covered(by, case, amount - found.money.total, reason, now)
    less = found.money is not None and amount < found.money.total
    if less and to == "partly_refunded" and case.kind == "return" and case.fault and not may:
        raise Refused(_("质量问题少退要主管或店主来定。"))
    return amount


def _within(amount: Decimal, found: Judged) -> None:
    """No more than is left of what was paid."""
    left = found.earlier.left
    if left is None or amount <= left:
        return
    if found.earlier.back:
        raise Refused(
            _("这个订单已退 %(back)s 元,最多还能退 %(left)s 元。")
            % {"back": f"{found.earlier.back:.2f}", "left": f"{left:.2f}"}
        )
    raise Refused(_("退款比买家实付的 %(sum)s 元还多。") % {"sum": f"{left:.2f}"})


def _allowed(case: Case, given: Mapping[str, str], found: Judged, may: bool) -> Decimal | None:
    """The amount that no rule computes: someone with the authority says it."""
    if not may:
        raise Refused(_("差价、补偿由主管或店主核定金额;这张单已在他们的今天里。"))
    amount = money(given.get("amount", ""))
    if amount is None:
        if case.kind == "reship":  # goods, no money
            return None
        raise Refused(_("请填核定的金额。"))
    _within(amount, found)
    return amount


def _names() -> dict[str, str]:
    return {
        "reason": _("原因"), "waybill": _("快递单号"), "condition": _("验货结果"),
        "amount": _("金额"), "reference": _("平台付款流水号"),
    }  # fmt: skip


def _said(article: Any) -> str:
    from django.utils.translation import get_language

    return str(article.zh if (get_language() or "zh").startswith("zh") else article.en)


def _locked(pk: int) -> Case:
    """The case, and with it the others of its order: two of them at once repay no more together
    than was paid. Always in the same order, so that nobody waits for each other."""
    known = Case.objects.filter(pk=pk).values_list("shop", "order_id").first()
    if known is None:
        raise Absent(_("没有这张售后单。"))
    shop, order_id = known
    hold(order_id)
    rows = Case.objects.select_for_update().filter(shop=shop, order_id=order_id).order_by("pk")
    return next(one for one in rows if one.pk == pk)


def _as_read(case: Case, version: int) -> None:
    if case.version != version:
        raise Moved


def _event(
    case: Case, by: User, now: datetime, what: str, before: str, after: str,
    detail: Mapping[str, Any],
) -> None:  # fmt: skip
    CaseEvent.objects.create(
        case=case, at=now, by=by.username, what=what, before=before, after=after,
        detail=dict(detail),
    )  # fmt: skip
