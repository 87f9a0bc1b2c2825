"""The warehouse's words: clocks, results, people."""

from __future__ import annotations

from datetime import timedelta

from django import template
from django.utils.translation import gettext as _

from jinpai.apps.desk.templatetags.desk import said
from jinpai.apps.team.models import User
from jinpai.workflow import reconciliation, returns, shipping
from jinpai.workflow.aftersales.answers import CONDITIONS
from jinpai.workflow.aftersales.states import Word
from jinpai.workflow.returns import Clock

register = template.Library()

TABLES = {
    "quality": returns.QUALITY, "result": returns.RESULTS, "found": returns.FOUND,
    "group": reconciliation.GROUPS, "difference": reconciliation.DIFFERENCES,
    "side": reconciliation.SIDES, "point": shipping.POINTS, "wrong": shipping.WRONG,
    "found_by": shipping.FOUND_BY, "mended": shipping.MENDED,
    "condition": {c: Word(c, *w) for c, w in CONDITIONS.items()},
}  # fmt: skip


@register.filter
def word(code: str, table: str) -> str:
    """A code of one of the warehouse's tables, in the reader's language."""
    return said(TABLES[table].get(code))


@register.filter
def user_name(username: str) -> str:
    """Who works under a login."""
    if not username:
        return ""
    user = User.objects.filter(username=username).first()
    return str(user) if user else username


@register.filter
def span(left: timedelta) -> str:
    """How long: minutes, hours, days."""
    minutes = int(abs(left).total_seconds() // 60)
    if minutes < 60:
        return _("%(n)s 分钟") % {"n": minutes}
    if minutes < 48 * 60:
        return _("%(n)s 小时") % {"n": minutes // 60}
    return _("%(n)s 天") % {"n": minutes // (24 * 60)}


@register.filter
def clock_words(clock: Clock) -> str:
    """Time left, or how late; once settled, whether it was in time."""
    if clock.state == "kept":
        return _("按时处理")
    if clock.state == "missed":
        return _("晚了 %(time)s") % {"time": span(clock.left)}
    if clock.state == "overdue":
        return _("超 %(time)s") % {"time": span(clock.left)}
    return _("剩 %(time)s") % {"time": span(clock.left)}
