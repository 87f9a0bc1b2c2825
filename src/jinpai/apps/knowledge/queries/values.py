"""An order's values for the variables of a phrase. Who may not open the order gets none."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from jinpai.apps import home
from jinpai.apps.board import buyers
from jinpai.apps.board.scope import scope_of
from jinpai.apps.desk.queries.order import open_order
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.pages.writing import yuan
from jinpai.apps.team import roles
from jinpai.apps.team.reader import reader


def of_order(request: HttpRequest, order_id: str) -> dict[str, str]:
    """The buyer's nick only where the reader revealed it before (that is in the log)."""
    user = reader(request)
    if not user.may(roles.SEE_CHATS):
        raise NotYours(_("您的角色看不到订单。"))
    scope = scope_of(request)
    if scope.shop is None:
        raise Absent(_("这家店没有订单 %(id)s。") % {"id": order_id[:40]})
    scope, view, chats = open_order(request, scope.code, order_id)  # whose order page opens
    order, reading = view.order, scope.reading
    parcel = _newest(reading.fetch(
        f"SELECT waybill, courier, shipped_local FROM {reading.fact('shipments')} "
        "WHERE shop = ? AND order_id = ? ORDER BY shipped_local DESC NULLS LAST LIMIT 1",
        [scope.code, order_id],
    ))  # fmt: skip
    titles = list(dict.fromkeys(line.get("title") or "" for line in view.lines))
    buyer = str(order.get("buyer") or "")
    known = user.may(roles.REVEAL_BUYERS) and buyers.is_revealed(
        request.session, scope.code, buyer
    )  # fmt: skip
    money = chats or scope.sees_money
    amount = (order.get("amount_paid") or order.get("amount_due")) if money else None
    return {
        "买家": buyer if known else "",
        "商品": "、".join(title for title in titles if title)[:60],
        "订单号": order_id,
        "金额": (yuan(amount) or "") if amount is not None else "",
        "下单日期": _day(order.get("created_local")),
        "快递": str(parcel.get("courier") or ""),
        "快递单号": str(parcel.get("waybill") or ""),
        "发货日期": _day(parcel.get("shipped_local") or order.get("shipped_local")),
        **of_reader(request),
        "店铺": scope.shop.name,
    }


def of_reader(request: HttpRequest) -> dict[str, str]:
    """What is known without an order: who answers, and for which shop where there is one."""
    shops = home.reading().shops()
    return {"客服": reader(request).name, "店铺": shops[0].name if len(shops) == 1 else ""}


def _newest(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return rows[0] if rows else {}


def _day(moment: Any) -> str:
    return f"{moment.month}月{moment.day}日" if moment is not None else ""
