"""How figures are written: one filter per unit; what is not known is shown as not known."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jinpai.apps.pages import writing

register = template.Library()


def unknown() -> SafeString:
    """A dash that says why it is one."""
    return format_html('<span class="unknown" title="{}">—</span>', _("未知"))


def _or_unknown(text: str | None) -> SafeString | str:
    return unknown() if text is None else text


@register.filter
def count(value: Any) -> SafeString | str:
    """1234 → 1,234"""
    return _or_unknown(writing.count(value))


@register.filter
def yuan(value: Any, places: int = 2) -> SafeString | str:
    """1234.5 → ¥1,234.50; `|yuan:0` without fen"""
    return _or_unknown(writing.yuan(value, places))


@register.filter
def percent(value: Any, places: int = 1) -> SafeString | str:
    """0.4622 → 46.2%"""
    return _or_unknown(writing.percent(value, places))


@register.filter
def seconds(value: Any, places: int = 1) -> SafeString | str:
    """14.26 → 14.3 秒"""
    return _or_unknown(writing.seconds(value, places))


@register.filter
def number(value: Any, places: int = 2) -> SafeString | str:
    """2.345 → 2.35 (ratios, items per order)"""
    return _or_unknown(writing.number(value, places))


@register.filter
def unit(value: Any, code: str) -> SafeString | str:
    """A value in the catalogue's unit `code`: count, yuan, seconds, percent, ratio, items."""
    return _or_unknown(writing.in_unit(value, code))


@register.filter
def big(value: Any, code: str) -> SafeString:
    """As `unit`, with the unit's sign in small type, for tiles."""
    text = writing.in_unit(value, code)
    if text is None:
        return unknown()
    for sign in ("%", " 秒", " s"):
        if text.endswith(sign):
            return format_html(
                "{}<small>{}</small>", text[: -len(sign)], sign.replace(" ", "\u2009")
            )
    return format_html("{}", text)


@register.filter
def change(value: Any, code: str = "percent") -> SafeString | str:
    """A difference with its sign: 0.061 → +6.1%"""
    return _or_unknown(writing.signed(value, code))


@register.filter
def day(value: Any) -> SafeString | str:
    """2026-10-31, or a dash"""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value.isoformat() if isinstance(value, date) else unknown()


@register.filter
def moment(value: Any) -> SafeString | str:
    """2026-10-31 21:05, wall time; a naive time is the shop's and is left as it is"""
    if not isinstance(value, datetime):
        return unknown()
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return local.strftime("%Y-%m-%d %H:%M")


@register.filter
def mask(nick: Any) -> str:
    """A buyer's nick as platforms mask it: tb_lin88 → t**8"""
    return writing.masked(str(nick)) if nick else ""


@register.filter
def spoken(thing: Any, field: str = "") -> str:
    """The `zh` or `en` of a thing (or dict) that carries both; `|spoken:'numerator'` reads
    `numerator_zh` or `numerator_en`."""
    suffix = "zh" if (get_language() or "zh").startswith("zh") else "en"
    name = f"{field}_{suffix}" if field else suffix
    found = thing.get(name, "") if isinstance(thing, dict) else getattr(thing, name, "")
    return str(found)


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """`mapping[key]`, or None: for tables whose columns are data."""
    try:
        return mapping[key]
    except (KeyError, IndexError, TypeError):
        return None


@register.filter
def cell_text(cell: Any, column: Any) -> str:
    """What a table's cell says in its column."""
    return str(cell.text(column))


@register.simple_tag
def chart_spec(spec: Any, identity: str) -> SafeString:
    """A chart's spec as data in the page; not a script, so the policy allows it."""
    return json_script(spec, f"{identity}-spec")
