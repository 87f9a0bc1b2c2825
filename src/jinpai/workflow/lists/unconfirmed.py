"""Signed some days ago, neither confirmed nor reviewed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from jinpai.workflow.item import Item
from jinpai.workflow.kinds import Kind, Outcome, Reason
from jinpai.workflow.terms import Terms

KIND = Kind(
    code="unconfirmed",
    zh="签收未确认",
    en="Signed, not confirmed",
    role="agent",
    step_zh="致电买家",
    step_en="Call the buyer",
    about_zh="签收 3 天左右没确认也没评价:先问是否满意,没有问题再请买家确认。",
    about_en=(
        "Signed about three days ago, not confirmed, not reviewed: ask whether all is well "
        "first, then for the confirmation."
    ),
    outcomes=(
        Outcome("no_answer", "没接、没回", "no answer", closes=False),
        Outcome("messaged", "已留言", "left a message", closes=False),
        Outcome("well", "问过:满意", "asked: content", closes=False),
        Outcome("confirmed", "已确认收货", "confirmed", converted=True),
        Outcome("reviewed", "已评价", "reviewed", converted=True),
        Outcome("satisfied", "满意,已请确认", "content, asked to confirm", after="well"),
        Outcome("problem", "有问题,转售后", "has a problem, to after-sales", needs="reason"),
        Outcome("no_contact", "联系不上", "cannot be reached"),
        Outcome("closed", "订单关闭或退款", "closed or refunded"),
    ),
    reasons=(
        Reason("quality", "质量", "quality"),
        Reason("size", "尺码", "size"),
        Reason("not_received", "没收到", "not received"),
        Reason("damaged", "破损", "damaged"),
        Reason("wrong_goods", "发错", "wrong goods"),
        Reason("no_time", "没空、忘了", "no time, forgot"),
        Reason("other", "其他", "something else"),
    ),
    filled="facts",
    climbs_to="supervisor",
)


HORIZON = timedelta(days=5)
CALL = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Found:
    """An order that was signed for, neither confirmed nor reviewed nor refunded."""

    shop: str
    order_id: str
    buyer: str
    account: str
    person: str
    signed_at: datetime
    amount: str = ""
    product: str = ""


def item(found: Found, terms: Terms, now: datetime) -> Item | None:
    """From three days after signing on."""
    limit = terms.limit(KIND.code)
    since = found.signed_at + limit
    if now < since:
        return None
    hours = int(limit.total_seconds() // 3600)
    data = {"amount": found.amount, "product": found.product,
            "signed_at": f"{found.signed_at:%Y-%m-%d %H:%M}"}  # fmt: skip
    return Item(
        KIND.code, f"{found.shop}/{found.order_id}", found.shop, since,
        terms.fair(since + CALL, now), KIND.role,
        "签收了没确认", f"签收 {hours} 小时没有确认、没有评价;先问满意不满意",
        f"Signed {hours} h ago, no confirmation, no review; ask first whether all is well",
        found.person, 2, found.order_id, found.buyer, found.account,
        {k: v for k, v in data.items() if v},
    )  # fmt: skip
