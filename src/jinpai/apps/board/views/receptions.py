"""Receptions, one reception as a chat, and revealing its buyer."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import audit, roles

from .. import buyers
from ..queries import receptions as query
from ..scope import Scope
from .page import asked_export, board_page, exported, paging, show


@board_page(roles.SEE_CHATS)
def receptions_page(request: HttpRequest, scope: Scope) -> HttpResponse:
    if scope.shop is None:
        return show(request, "no_shop", scope)
    asked = request.GET
    if asked.get("account"):
        scope.check_account(asked["account"])
    filters = query.Filters(
        account=asked.get("account") or None,
        person=asked.get("person") or None,
        unanswered=bool(asked.get("unanswered")),
        slow=bool(asked.get("slow")),
        missed=bool(asked.get("missed")),
        excluded=asked.get("excluded", "") if asked.get("excluded") in ("0", "1") else "",
    )
    pages = paging(request)
    table = query.receptions_table(scope, filters, offset=pages.offset, limit=pages.limit)
    form = asked_export(request)
    if form:
        return exported(table, scope, form)
    chips = [
        (word, bool(asked.get(code)), scope.same(**{code: None if asked.get(code) else "1",
                                                    "offset": None}))
        for code, word in query.flag_names()
    ]  # fmt: skip
    states = [
        (word, filters.excluded == code, scope.same(excluded=code or None, offset=None))
        for code, word in (("", _("全部")), ("0", _("可用的")), ("1", _("被排除的")))
    ]
    return show(
        request,
        "receptions",
        scope,
        table=table,
        chips=chips,
        states=states,
        who=filters.account or filters.person or "",
        without=scope.same(account=None, person=None, offset=None),
        paging=pages.links(scope, table.total_rows),
    )


def _buyer_asked(request: HttpRequest, scope: Scope) -> tuple[str, str, date]:
    """(account, buyer, day) of the address; the buyer comes as a token."""
    account, wanted = request.GET.get("account", ""), request.GET.get("buyer", "")
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        raise Absent(_("地址里没有说是哪一天的接待。")) from None
    if scope.shop is None or not account or not wanted:
        raise Absent(_("没有这次接待。"))
    scope.check_account(account, day)
    buyer = query.buyer_of_day(scope, account, day, wanted)
    if buyer is None:
        raise Absent(_("没有这次接待。"))
    return account, buyer, day


@board_page(roles.SEE_CHATS)
def one_reception(request: HttpRequest, scope: Scope) -> HttpResponse:
    account, buyer, day = _buyer_asked(request, scope)
    view = scope.reading.reception(shop=scope.code, account=account, buyer=buyer, day=day)
    if view is None:
        raise Absent(_("没有这次接待。"))
    return show(
        request,
        "reception",
        scope,
        chat=query.chat(scope, view, account=account, buyer=buyer, day=day),
        reveal=scope.link(
            "reveal", account=account, buyer=buyers.token(scope.code, buyer), day=day.isoformat()
        ),
    )


@require_POST
@board_page(roles.SEE_CHATS, roles.REVEAL_BUYERS)
def reveal(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Shows one buyer's name to one reader for this session, and writes that down."""
    account, buyer, day = _buyer_asked(request, scope)
    audit.record(
        action="buyer.revealed",
        subject=f"{scope.code}/{buyer}",
        detail={"account": account, "day": day.isoformat()},
        request=request,
    )
    buyers.remember_revealed(request.session, scope.code, buyer)
    return HttpResponseRedirect(
        scope.link(
            "reception", account=account, buyer=buyers.token(scope.code, buyer),
            day=day.isoformat(),
        )
    )  # fmt: skip
