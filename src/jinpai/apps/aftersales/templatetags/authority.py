"""The words of authority in templates, and what was asked for on a case or an order."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django import template

from jinpai.apps.aftersales.models import Ask, Case
from jinpai.apps.aftersales.queries.authority import asks_of
from jinpai.apps.aftersales.words import amount_of, in_pair, measure, role_name
from jinpai.apps.team.models import User
from jinpai.apps.team.names import by_username
from jinpai.workflow.aftersales.states import GOODS_BACK
from jinpai.workflow.authority import LIMITS, TEXTS, WHATS, WORDS, Terms
from jinpai.workflow.authority.shipped import sources

register = template.Library()


@register.filter
def part_name(code: str) -> str:
    """A limit's, a list's or a group of words' name."""
    if code in LIMITS:
        return in_pair((LIMITS[code].zh, LIMITS[code].en))
    return in_pair(TEXTS.get(code) or WORDS.get(code) or (code, code))


@register.filter
def limit_of(terms: Terms, code: str) -> str:
    return measure(terms.limit(code), LIMITS[code].unit)


@register.filter
def changed_to(text: str, code: str) -> str:
    """One side of a difference."""
    if code not in LIMITS:
        return text
    return measure(None if text == "none" else Decimal(text), LIMITS[code].unit)


@register.filter
def line_said(line: Any) -> str:
    return in_pair((line.zh, line.en))


@register.filter
def line_source(line: Any) -> str:
    return in_pair(sources()[line.source]) if line.source in sources() else ""


@register.filter
def role_label(role: str) -> str:
    return role_name(role)


@register.filter
def what_name(what: str) -> str:
    return in_pair(WHATS[what])


@register.filter
def asked_amount(ask: Ask) -> str:
    return amount_of(ask.what, ask.amount)


def asking(user: User, shop: str, order_id: str, case: Case | None, back: str) -> dict[str, Any]:
    """What the part on a page shows: what was given and asked, and the form."""
    whats = [w for w in WHATS if w != "days" or (case is not None and case.kind in GOODS_BACK)]
    return {
        "asks": asks_of(shop, order_id), "shop": shop, "order_id": order_id, "case": case,
        "whats": whats, "key": uuid.uuid4().hex, "user": user, "back": back,
        "open": case.open if case else True,
        "names": by_username(),
    }  # fmt: skip


@register.inclusion_tag("aftersales/_asks.html", takes_context=True)
def case_asks(context: dict[str, Any], case: Case) -> dict[str, Any]:
    request = context["request"]
    return {
        **asking(request.user, case.shop, case.order_id, case, request.path),
        "csrf_token": context.get("csrf_token"),
    }
