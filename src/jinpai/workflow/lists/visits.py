"""Follow-up visits: received lately, are they satisfied?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from jinpai.workflow.item import Item
from jinpai.workflow.kinds import Field, Kind, Outcome, Reason
from jinpai.workflow.terms import Terms

KIND = Kind(
    code="visits",
    zh="回访",
    en="Follow-up visits",
    role="agent",
    step_zh="回访",
    step_en="Ask",
    about_zh="近期收到货的买家:满意吗?还需要什么?在线的先问。",
    about_en="Buyers who received lately: content? a second need? Those online first.",
    outcomes=(
        Outcome("no_answer", "没接、没回", "no answer", closes=False),
        Outcome("satisfied", "满意", "content", converted=True),
        Outcome("second_need", "满意,还想买", "content and wants more", converted=True),
        Outcome("unsatisfied", "不满意", "not content", needs="reason"),
        Outcome("no_contact", "联系不上", "cannot be reached"),
        Outcome("skipped", "不宜打扰", "better not asked", needs="note"),
    ),
    reasons=(
        Reason("quality", "质量", "quality"),
        Reason("size", "尺码", "size"),
        Reason("colour", "颜色、和描述不符", "colour, not as described"),
        Reason("logistics", "物流", "delivery"),
        Reason("packing", "包装", "packing"),
        Reason("service", "服务", "service"),
        Reason("price", "价格", "price"),
        Reason("other", "其他", "something else"),
    ),
    fields=(Field("need", "还需要什么", "second need"),),
    filled="both",
    climbs_to="supervisor",
)


HORIZON = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Found:
    """An order that was signed for lately, by a buyer who was served."""

    shop: str
    order_id: str
    buyer: str
    account: str
    person: str
    signed_at: datetime
    product: str = ""


def item(found: Found, terms: Terms, now: datetime) -> Item | None:
    """From the day after signing on, before the shop closes that day or the next."""
    if found.signed_at.date() >= now.date():
        return None
    closes = terms.hours.span(found.signed_at.date() + timedelta(days=1))[1]
    until = max(closes, found.signed_at + terms.limit(KIND.code))
    data = {"product": found.product, "signed_at": f"{found.signed_at:%Y-%m-%d %H:%M}"}
    return Item(
        KIND.code, f"{found.shop}/{found.order_id}", found.shop, found.signed_at,
        terms.fair(until, now), KIND.role, "回访:收到货了,满意吗",
        "近期收到货", "Received lately", found.person, 2, found.order_id, found.buyer,
        found.account, {k: v for k, v in data.items() if v},
    )  # fmt: skip
