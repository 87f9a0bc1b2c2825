"""Paid yesterday or before and not shipped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from jinpai.workflow.item import Item
from jinpai.workflow.kinds import Field, Kind, Outcome, Reason
from jinpai.workflow.terms import Terms

KIND = Kind(
    code="unshipped",
    zh="已付款未发货",
    en="Paid, not shipped",
    role="agent",
    step_zh="查原因",
    step_en="Find out why",
    about_zh=(
        "昨天或更早付了款还没发:查清原因、催仓库、告诉买家(谢谢、什么时候发、有事先找我们)。"
    ),
    about_en=(
        "Paid yesterday or before and not shipped: find out why, press the warehouse, tell "
        "the buyer (thanks, when it ships, come to us first)."
    ),
    outcomes=(
        Outcome("thanked", "已发付款提醒", "thanked for the payment", closes=False),
        Outcome("told_warehouse", "已催仓库", "told the warehouse", closes=False),
        Outcome("told_buyer", "已告诉买家", "told the buyer", closes=False),
        Outcome("shipped", "已发货", "shipped", converted=True),
        Outcome("agreed_later", "买家同意晚点发", "buyer agreed to wait", needs="reason"),
        Outcome("refunded", "退款了", "refunded", needs="reason"),
        Outcome("closed", "订单关闭", "order closed"),
    ),
    reasons=(
        Reason("no_stock", "没货", "out of stock"),
        Reason("part_missing", "缺一部分", "a part is missing"),
        Reason("backlog", "仓库来不及", "warehouse backlog"),
        Reason("address", "地址要核对", "address to be checked"),
        Reason("presale", "预售", "pre-sale"),
        Reason("carrier", "快递停收、绕行", "carrier does not collect"),
        Reason("buyer_later", "买家要求晚发", "buyer wants it later"),
        Reason("unclear_remark", "备注没看懂、漏看", "remark unclear or overlooked"),
        Reason("other", "其他", "something else"),
    ),
    fields=(Field("told", "告诉了谁", "who was told"),),
    filled="facts",
    climbs_to="supervisor",
)


HORIZON = timedelta(days=15)


@dataclass(frozen=True, slots=True)
class Found:
    """A paid order that has not been shipped."""

    shop: str
    order_id: str
    buyer: str
    account: str
    person: str
    paid_at: datetime
    amount: str = ""
    product: str = ""


def item(found: Found, terms: Terms, now: datetime) -> Item | None:
    """From the day after the payment on; due when the time to ship is over."""
    if found.paid_at.date() >= now.date():
        return None
    limit = terms.limit(KIND.code)
    hours = int(limit.total_seconds() // 3600)
    data = {"amount": found.amount, "product": found.product,
            "paid_at": f"{found.paid_at:%Y-%m-%d %H:%M}"}  # fmt: skip
    return Item(
        KIND.code, f"{found.shop}/{found.order_id}", found.shop, found.paid_at,
        found.paid_at + limit, KIND.role, "付了款还没发货",
        f"昨天或更早付款;付款后 {hours} 小时内要发货",
        f"Paid yesterday or before; to be shipped within {hours} h of the payment",
        found.person, 1, found.order_id, found.buyer, found.account,
        {k: v for k, v in data.items() if v},
    )  # fmt: skip
