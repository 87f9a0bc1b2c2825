"""What the steps of a case check against the authority pages."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from jinpai.apps.aftersales.models import Ask, Case
from jinpai.apps.aftersales.queries import authority as query
from jinpai.apps.aftersales.words import amount_of, in_pair, measure, role_name
from jinpai.apps.desk.refused import Refused
from jinpai.apps.pages.refusals import NotYours
from jinpai.apps.team.models import User
from jinpai.workflow.authority import LIMITS, TooMuch, allowed

ZERO = Decimal(0)


def beyond(what: str, amount: Decimal, over: TooMuch) -> str:
    """Why it is too much, and who may grant it."""
    said = _("%(what)s超出了您的权限:%(limit)s最多 %(most)s。") % {
        "what": amount_of(what, amount),
        "limit": limit_name(over.limit),
        "most": measure(over.most, LIMITS[over.limit].unit),
    }
    if LIMITS[over.limit].lowest:
        said = _("%(what)s低于您的权限:最低 %(most)s。") % {
            "what": amount_of(what, amount),
            "most": measure(over.most, LIMITS[over.limit].unit),
        }
    if not over.who:
        return said + _("没有人可以批。")
    return said + _("可以向%(who)s申请。") % {"who": "、".join(role_name(r) for r in over.who)}


def limit_name(code: str) -> str:
    return in_pair((LIMITS[code].zh, LIMITS[code].en))


def days(by: User, number: int, now: datetime) -> None:
    """May the user grant so many days beyond the seven?"""
    answer = allowed(query.authority(now), by.role, "days", Decimal(number))
    if isinstance(answer, TooMuch):
        raise NotYours(beyond("days", Decimal(number), answer))


def covered(by: User, case: Case, over: Decimal, reason: str, now: datetime) -> None:
    """More is refunded than the rules compute: is the rest granted on this case, or within the
    user's own authority? What is within it is written down as compensation."""
    granted = case.asks.filter(what="compensation", state=Ask.State.GRANTED).aggregate(
        s=Sum("amount")
    )["s"]
    rest = over - (granted or ZERO)
    if rest <= 0:
        return
    if not reason:
        raise Refused(_("多退要写明原因。"))
    spent = query.spent(by, "compensation", case.shop, case.order_id, now)
    answer = allowed(query.authority(now), by.role, "compensation", rest, spent=spent)
    if isinstance(answer, TooMuch):
        raise Refused(beyond("compensation", rest, answer))
    Ask.objects.create(
        key=f"refund:{case.pk}:{case.version}", case=case, shop=case.shop,
        order_id=case.order_id, what="compensation", amount=rest, reason=reason[:300],
        role=by.role, by=by.username, at=now, state=Ask.State.WITHIN,
    )  # fmt: skip
