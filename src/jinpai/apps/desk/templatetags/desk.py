"""The desk's words: lists and outcomes in the reader's language, when something is due."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from jinpai.apps.desk.models import Act, Task
from jinpai.apps.team.models import User
from jinpai.workflow.kinds import Kind
from jinpai.workflow.lists import LISTS
from jinpai.workflow.titles import english

register = template.Library()


def _english() -> bool:
    return not (get_language() or "zh").startswith("zh")


@register.filter
def said(thing: Any, what: str = "") -> str:
    """`zh`/`en` (or `step_zh`/`step_en` with "step") of a list, outcome, reason or field."""
    if thing is None:
        return ""
    name = ("en" if _english() else "zh") if not what else f"{what}_{'en' if _english() else 'zh'}"
    return str(getattr(thing, name, ""))


@register.filter
def kind(code: str) -> Kind | None:
    return LISTS.get(code)


@register.filter
def why(task: Task) -> str:
    """By which rule, or by whom, it is here."""
    text = task.why_en if _english() else task.why_zh
    if text:
        return text
    return _("%(who)s 加的") % {"who": _name(task.raised_by)} if task.raised_by else ""


@register.filter
def titled(task: Task) -> str:
    """What the item is called, in the reader's language as far as the program named it."""
    return english(task.title) if _english() else task.title


@register.filter
def late(task: Task, now: datetime) -> bool:
    """Is it past its deadline?"""
    return task.due is not None and task.due < now and task.open


@register.filter
def iso(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")


@register.filter
def list_page(code: str) -> str:
    return reverse("desk:list", args=[code])


@register.filter
def when(task: Task, now: datetime) -> str:
    """How late, or when today, or which day."""
    if task.due is None:
        return _("不限时")
    left = int((task.due - now).total_seconds() // 60)
    if left < 0:
        return _("过 %(time)s") % {"time": _span(-left)}
    local, today = timezone.localtime(task.due), timezone.localtime(now).date()
    if local.date() == today:
        return f"{local:%H:%M}"
    return f"{local:%m-%d %H:%M}"


def _span(minutes: int) -> str:
    if minutes < 60:
        return pgettext("minutes", "%(n)s 分") % {"n": minutes}
    if minutes < 48 * 60:
        return _("%(n)s 小时") % {"n": minutes // 60}
    return _("%(n)s 天") % {"n": minutes // (24 * 60)}


@register.filter
def person_name(code: str) -> str:
    """Who works under a person code, where there is a login; else the code."""
    if not code:
        return ""
    user = User.objects.filter(person=code).first()
    return str(user) if user else code


@register.filter
def order_page(task: Task) -> str:
    """The order's page: the desk's, or the board's."""
    try:
        return reverse("desk:order", args=[task.shop, task.order_id])
    except NoReverseMatch:
        return reverse("board:order", args=[task.order_id])


@register.filter
def own_page(task: Task) -> str:
    """The page on which an item of another app is done; empty: here."""
    run = task.data.get("run", "")
    if task.list == "routines" and run.isdigit():
        return reverse("knowledge:routine_run", args=[int(run)])
    if task.list == "reconciliation":
        return f"{reverse('aftersales:reconciliation')}?day={task.data.get('reconcile', '')}"
    return reverse("aftersales:authority") if task.list == "authority" else ""


DATA = {
    "case": gettext_lazy("售后单"),
    "sheet": gettext_lazy("每日问题表"),
    "knowledge": gettext_lazy("知识库"),
    "amount": gettext_lazy("金额"),
    "reason": gettext_lazy("原因"),
    "asked": gettext_lazy("问了什么"),
    "note": gettext_lazy("备注"),
    "product": gettext_lazy("商品"),
    "text": gettext_lazy("内容"),
    "waybill": gettext_lazy("快递单号"),
    "courier": gettext_lazy("快递"),
    "problem": gettext_lazy("问题"),
    "last_event": gettext_lazy("最近物流"),
    "deadline": gettext_lazy("时限"),
    "kind": gettext_lazy("类型"),
    "verdict": gettext_lazy("评价"),
    "at": gettext_lazy("时间"),
    "account": gettext_lazy("子账号"),
    "attempt": gettext_lazy("第几次"),
    "promise": gettext_lazy("承诺"),
    "remark": gettext_lazy("备注"),
    "paid_at": gettext_lazy("付款时间"),
    "created_at": gettext_lazy("下单时间"),
    "shipped_at": gettext_lazy("发货时间"),
    "signed_at": gettext_lazy("签收时间"),
}


ACTS = {
    "made": gettext_lazy("加入清单"),
    "claimed": gettext_lazy("认领"),
    "released": gettext_lazy("放回"),
    "attempt": gettext_lazy("试了一次"),
    "done": gettext_lazy("办完"),
    "reopened": gettext_lazy("重新打开"),
    "snoozed": gettext_lazy("推后"),
    "handed_over": gettext_lazy("移交"),
    "climbed": gettext_lazy("过了时限,升级"),
    "noted": gettext_lazy("备忘"),
    "acknowledged": gettext_lazy("提的人看过答复"),
    "contradicted": gettext_lazy("数据与记录不一致"),
    "dropped": gettext_lazy("不用办了"),
}


@register.filter
def act_words(act: Act, task: Task) -> str:
    """What was done, in one line."""
    parts = [str(ACTS.get(act.what, act.what))]
    detail = act.detail
    kind_of = LISTS.get(task.list)
    if kind_of is not None:
        outcome = next((o for o in kind_of.outcomes if o.code == detail.get("outcome")), None)
        reason = next((r for r in kind_of.reasons if r.code == detail.get("reason")), None)
        fields = {f.code: said(f) for f in kind_of.fields}
        parts += [said(one) for one in (outcome, reason) if one is not None]
        parts += [
            f"{fields.get(code, code)} {value}" for code, value in detail.get("fields", {}).items()
        ]
    for name in ("note", "text", "why", "record"):
        if detail.get(name):
            parts.append(str(detail[name]))
    if isinstance(detail.get("facts"), dict):
        parts += [f"{DATA.get(k, k)} {v}" for k, v in detail["facts"].items()]
    elif detail.get("facts"):
        parts.append(str(detail["facts"]))
    if "to" in detail and act.what == "handed_over":
        parts.append(f"{person_name(detail.get('from', ''))} → {person_name(detail['to'])}")
    return " · ".join(part for part in parts if part)


def _name(username: str) -> str:
    user = User.objects.filter(username=username).first()
    return str(user) if user else username
