"""The refunds table is signed as complete: what it held stays, whatever arrives later."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from jinpai.apps import home
from jinpai.apps.desk.refused import Refused
from jinpai.apps.knowledge.actions.routines import tick_by_page
from jinpai.apps.knowledge.models import RefundsSheet
from jinpai.apps.knowledge.queries import refunds_table as query
from jinpai.apps.pages.refusals import NotYours
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User

PLACE = "refunds"


def sign(
    *, by: User, key: str, shop: str, day: date, seen: str, now: datetime, note: str = "",
    request: HttpRequest | None = None,
) -> RefundsSheet:  # fmt: skip
    """Signed by who read it; ticks the night shift's routine item. The same form again is the
    same signature."""
    if not by.may(roles.HANDLE_CASES):
        raise NotYours(_("您的岗位不签退款统计表。"))
    known = RefundsSheet.objects.filter(key=key).first()
    if known is not None:
        return known
    if not key:
        raise Refused(_("表单不完整,请回到页面再做一次。"))
    if day > timezone.localdate(now):
        raise Refused(_("这一天还没到。"))
    found = query.sheet(home.reading(), shop, day)
    if found.seen != seen:
        raise Refused(_("您打开之后退款有变化,请再核对一遍。"))
    if found.last is not None and found.last.held == found.held:
        raise Refused(_("已经签过,签字以后没有变化。"))
    try:
        with transaction.atomic():
            one = RefundsSheet.objects.create(
                shop=shop, day=day, number=len(found.signed) + 1, held=found.held,
                count=found.count, amount=found.amount, note=note.strip()[:500],
                by=by.username, at=now, key=key[:64],
            )  # fmt: skip
            tick_by_page(by=by, place=PLACE, day=day, now=now, request=request)
            detail = {"count": found.count, "amount": f"{found.amount:.2f}", "number": one.number}
            audit.record(action="refunds.signed", subject=str(one), detail=detail, by=by,
                         request=request)  # fmt: skip
    except IntegrityError:  # a colleague signed at the same moment
        known = RefundsSheet.objects.filter(key=key).first()
        if known is not None:
            return known
        raise Refused(_("同事刚刚签了,请看现在的样子。")) from None
    return one
