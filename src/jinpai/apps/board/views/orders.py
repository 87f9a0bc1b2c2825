"""Orders and one order with the reasons for its credit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team import roles

from ..queries import orders as query
from ..scope import Scope
from .page import asked_export, board_page, exported, paging, show


@board_page(roles.SEE_CHATS)
def orders_page(request: HttpRequest, scope: Scope) -> HttpResponse:
    if scope.shop is None:
        return show(request, "no_shop", scope)
    kinds = query.kind_names(scope)
    kind = request.GET.get("kind", "paid")
    kind = kind if kind in dict(kinds) else "paid"
    person, account = request.GET.get("person"), request.GET.get("account")
    if account:
        scope.check_account(account)
    pages = paging(request)
    table = query.orders_table(
        scope, kind=kind, account=account, person=person, offset=pages.offset, limit=pages.limit
    )
    form = asked_export(request)
    if form:
        return exported(table, scope, form)
    return show(
        request,
        "orders",
        scope,
        table=table,
        kind=kind,
        kinds=[
            (k, word, scope.same(kind=None if k == "paid" else k, offset=None)) for k, word in kinds
        ],
        who=account or person or "",
        without=scope.same(account=None, person=None, offset=None),
        paging=pages.links(scope, table.total_rows),
    )


@board_page(roles.SEE_CHATS)
def one_order(request: HttpRequest, scope: Scope, order_id: str) -> HttpResponse:
    view = None
    if scope.shop is not None:
        view = scope.reading.order(shop=scope.code, order_id=order_id)
    if view is None:
        raise Absent(_("这家店没有订单 %(id)s。") % {"id": order_id[:40]})
    if not scope.sees_team and not query.is_own(scope, view):
        raise NotYours(_("这里只能看自己的订单。"))
    return show(request, "order", scope, page=query.order_page(scope, view), order_id=order_id)
