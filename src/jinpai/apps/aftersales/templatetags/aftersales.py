"""A case's words in the reader's language."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jinpai.apps.aftersales.models import Case, CaseEvent
from jinpai.apps.aftersales.words import english
from jinpai.apps.desk.templatetags.desk import said, when
from jinpai.workflow.aftersales.answers import CONDITIONS
from jinpai.workflow.aftersales.causes import CAUSES
from jinpai.workflow.aftersales.checklists import checklist
from jinpai.workflow.aftersales.states import KINDS, STATES
from jinpai.workflow.returns import in_english

register = template.Library()
register.filter("due_words", lambda case, now: when(case, now))


@register.filter
def state_name(code: str) -> str:
    return said(STATES.get(code))


@register.filter
def kind_name(code: str) -> str:
    return said(KINDS.get(code))


@register.filter
def cause_name(code: str) -> str:
    return said(CAUSES.get(code))


@register.filter
def late(at: datetime | None, now: datetime) -> bool:
    """Has it passed?"""
    return at is not None and at < now


@register.filter
def event_words(event: CaseEvent, case: Case) -> str:
    """What happened, with what was written down."""
    detail = event.detail
    if event.what == "opened":
        return _("登记了售后单")
    if event.what == "moved":
        text = f"{said(STATES.get(event.before))} → {said(STATES.get(event.after))}"
        return " · ".join([text, *_details(detail)])
    if event.what == "granted":
        return _("多给 %(days)s 天:%(why)s") % {"days": detail["days"], "why": detail["reason"]}
    if event.what == "attached":
        return _("附了视频") if detail.get("kind") == "video" else _("附了照片")
    if event.what == "order_changed":
        if not detail["said"]:
            return _("导入的订单又和售后单一致了")
        return " · ".join([_("导入的订单和售后单不一致"), *_both(detail["said"])])
    if event.what == "rejudged":
        text = _("重新判断:按新的订单算") if detail["adopted"] else _("重新判断:维持原来的")
        return " · ".join([text, *_both(detail["said"]), *_details(detail)])
    if event.what == "contact_seen":
        return _("看了买家联系方式")
    if event.what == "ticked":
        steps = {s.code: s for s in checklist(case.kind, fault=case.fault)}
        return " · ".join([f"✓ {said(steps.get(detail.get('step', '')))}", *_details(detail)])
    text = str(detail.get("text", ""))
    return in_english(text) if english() else text


def _both(said_: list[list[str]]) -> list[str]:
    """What differs: on the case, and in the files."""
    return [f"{change_name(name)} {then or '—'} → {now or '—'}" for name, then, now in said_]


def _details(detail: dict[str, str]) -> list[str]:
    names = {
        "reason": _("原因"), "waybill": _("快递单号"), "carrier": _("快递公司"),
        "amount": _("金额"), "allowed": _("核定金额"), "reference": _("平台付款流水号"),
        "freight_advanced": _("买家垫付运费"), "wanted": _("换成"), "difference": _("差价"),
    }  # fmt: skip
    out = [f"{name} {detail[code]}" for code, name in names.items() if detail.get(code)]
    if detail.get("condition") in CONDITIONS:
        zh, en = CONDITIONS[detail["condition"]]
        out.append(zh if (get_language() or "zh").startswith("zh") else en)
    if detail.get("contact"):
        out.append(_("联系方式已删除"))
    return out


@register.filter
def change_name(code: str) -> str:
    """A field of the order."""
    return {
        "paid": _("付款"), "shipped": _("发货"), "signed": _("签收"), "amount_paid": _("实付"),
        "postage": _("邮费"), "closed": _("订单关闭"), "refunds": _("平台退款"),
        "withdrawn": _("撤销的退款申请"),
    }.get(code, code)  # fmt: skip


@register.filter
def payer(code: str) -> str:
    return {"seller": _("我们"), "buyer": _("买家")}.get(code, "—")


@register.filter
def asked_for(code: str) -> str:
    return {
        "evidence": _("还要照片或视频"),
        "photo_of_condition": _("收到后验货"),
        "address": _("退货地址"), "amount": _("金额"),
        "refunded": _("已退金额"), "sum": _("金额怎么算"),
        "difference": _("差价"), "carrier": _("快递公司"), "waybill": _("快递单号"),
        "freight": _("运费"), "reference": _("平台付款流水号"), "order": _("订单号"),
        "goods": _("宝贝"), "cause": _("原因"), "answer": _("答复"), "rule": _("依据"),
    }.get(code, code)  # fmt: skip
