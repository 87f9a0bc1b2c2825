"""How the pay pages write a number in its unit, and where a step of an explanation leads."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from jinpai.apps.board import showing
from jinpai.apps.pages import writing
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.metrics.catalogue import CATALOGUE

from ..queries.tree import Node

register = template.Library()

MINUS = "−"


@register.filter
def yuan_fen(value: Any) -> str:
    """-36.2 → −36.20: an amount in a column that says yuan at its head."""
    if value is None or value == "":
        return showing.UNKNOWN
    amount = Decimal(value)
    return f"{MINUS if amount < 0 else ''}{abs(amount):,.2f}"


@register.filter
def signed_yuan(value: Any) -> str:
    """27 → +¥27.00; -3.5 → −¥3.50"""
    if value is None:
        return showing.UNKNOWN
    return f"{MINUS if value < 0 else '+'}¥{abs(Decimal(value)):,.2f}"


@register.filter
def in_unit(value: Any, unit: str) -> str:
    """A number of a formula as people read it."""
    if value is None:
        return showing.UNKNOWN
    if not isinstance(value, (Decimal, int)):
        return str(value)
    amount = Decimal(value)
    if unit == "yuan":
        return f"{MINUS if amount < 0 else ''}¥{abs(amount):,.2f}"
    if unit == "rate":
        return f"{_short(amount * 100)}%"
    if unit == "percent":
        return writing.percent(amount) or ""
    if unit == "seconds":
        return writing.seconds(amount) or ""
    if unit == "points":
        return _("%(n)s 分") % {"n": _short(amount)}
    if unit == "days":
        return _("%(n)s 天") % {"n": _short(amount)}
    if unit == "hours":
        return _("%(n)s 小时") % {"n": _short(amount)}
    if unit == "ratio":
        return writing.number(amount) or ""
    return _short(amount)


def _short(value: Decimal) -> str:
    """30 rather than 30.00; a long fraction to four places."""
    text = f"{value:,.4f}" if -value.as_tuple().exponent > 4 else f"{value:,f}"  # type: ignore[operator]
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.simple_tag(takes_context=True)
def leads_to(context: template.Context, node: Node) -> str:
    """The address of what a step stands on; empty where there is none or it is not the
    reader's to open."""
    request = context["request"]
    return _address(node, request.user, context)


def _address(node: Node, user: Any, context: template.Context) -> str:
    leads = node.leads
    if "order" in leads:
        if not user.may(roles.SEE_CHATS):
            return ""
        return _with(_reverse("board:order", leads["order"]), shop=leads["shop"])
    if "buyer" in leads:
        if not user.may(roles.SEE_CHATS):
            return ""
        keys = ("shop", "account", "buyer", "day")
        return _with(_reverse("board:reception"), **{k: leads[k] for k in keys})
    if "metric" in leads:
        if leads["metric"] not in CATALOGUE or not user.may(roles.SEE_BOARD):
            return ""
        place = _reverse("board:metric", leads["metric"])
        return _with(place, month=leads["month"], person=leads["person"]) + "#rows"
    if "line" in leads:
        return f"?line={leads['line']}#why"
    if "payslip" in leads:
        if context.get("no_slips"):
            return ""
        return _reverse("payroll:slip", leads["payslip"], leads["person"])
    if "appraisal" in leads:
        return _reverse("appraisal:one", leads["appraisal"], leads["person"])
    if "city" in leads and user.may(roles.RUN_PAY):
        return _with(_reverse("payroll:cities"), city=leads["city"])
    if "entries" in leads and user.may(roles.RUN_PAY):
        place = _reverse("payroll:entries")
        return _with(place, month=leads["entries"], person=leads["person"])
    if "rulebook" in leads and user.may(roles.SEE_RULES):
        return str(context.get("rulebook_href") or "")
    return ""


def _reverse(name: str, *args: str) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""  # a page that is not built is not offered


def _with(path: str, **query: str) -> str:
    return f"{path}?{urlencode(query)}" if path else ""


@register.filter
def called(username: str) -> str:
    """A user as people call them."""
    user = User.objects.filter(username=username).first()
    return str(user) if user else username


@register.filter
def part_words(section: Any) -> str:
    """The heading of a section's sum."""
    return {
        "adjustment": _("往月调整"),
        "insurance": _("社保和公积金"),
        "tax": _("个人所得税"),
        "deduction": _("扣款"),
    }.get(section.part, "")


@register.filter
def not_final(warnings: Any) -> str:
    """The names of the figures that may still change, each once."""
    from jinpai.apps.imports.sentences import in_tongue
    from jinpai.rules.known import KNOWN_METRICS

    codes = dict.fromkeys(w.found for w in warnings if w.code == "provisional")
    names = [in_tongue(KNOWN_METRICS.get(code)) or code for code in codes]
    return _("、").join(names)
