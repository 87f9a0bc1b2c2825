"""The words of an order's page: flags, parcels, verdicts, platforms."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext_lazy

from jinpai.apps.board.queries import rows
from jinpai.apps.desk.queries.order import DISPUTE, PARCEL, VERDICT

register = template.Library()

PLATFORM = {
    "taobao": gettext_lazy("淘宝"),
    "tmall": gettext_lazy("天猫"),
    "jd": gettext_lazy("京东"),
    "pdd": gettext_lazy("拼多多"),
    "douyin": gettext_lazy("抖音"),
}


@register.filter
def flag_words(code: str) -> str:
    return rows.flag_words(code) or ""


@register.filter
def parcel_words(code: str) -> str:
    return str(PARCEL.get(code, code))


@register.filter
def verdict_words(code: str) -> str:
    return str(VERDICT.get(code, code))


@register.filter
def dispute_words(code: str) -> str:
    return str(DISPUTE.get(code, code))


@register.filter
def platform_words(code: str) -> str:
    return str(PLATFORM.get(code, code or "—"))
