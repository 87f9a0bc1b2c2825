"""Lost inquiries: someone asked before buying and did not buy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from jinpai.workflow.item import Item
from jinpai.workflow.kinds import Field, Kind, Outcome, Reason
from jinpai.workflow.terms import Terms

KIND = Kind(
    code="lost_inquiries",
    zh="询盘明细",
    en="Lost inquiries",
    role="agent",
    step_zh="联系买家",
    step_en="Contact the buyer",
    about_zh=(
        "问过没买的买家:问了什么、为什么没买;每周看原因排名,活动时先联系他们。有消息推送时一"
        "过时限就出现,没有时按导入的文件补齐。"
    ),
    about_en=(
        "Buyers who asked and did not buy: what they asked and why not. Ranked weekly, "
        "recalled at campaigns. With live events an inquiry appears when its hours are over; "
        "otherwise it is filled from whatever files arrive."
    ),
    outcomes=(
        Outcome("contacted", "已联系,等回复", "contacted, waiting", closes=False),
        Outcome("bought", "买了", "bought", converted=True),
        Outcome("not_bought", "没买成", "not bought", needs="reason"),
        Outcome("no_answer", "没有回音", "no answer"),
        Outcome("not_inquiry", "不是询单", "no inquiry after all", needs="note"),
    ),
    reasons=(
        Reason("price", "嫌贵", "too dear"),
        Reason("postage", "嫌运费", "postage"),
        Reason("size", "尺码、规格不合", "size or specification"),
        Reason("no_stock", "没货、没有想要的款", "not in stock"),
        Reason("quality_doubt", "担心质量", "doubts the quality"),
        Reason("delivery", "发货或到货太慢", "delivery too slow"),
        Reason("comparing", "还在比较别家", "comparing with others"),
        Reason("waiting_campaign", "等活动", "waits for a campaign"),
        Reason("undecided", "还没想好", "undecided"),
        Reason("slow_reply", "我们回得慢、没答好", "our answer was late or poor"),
        Reason("other", "其他", "something else"),
    ),
    fields=(Field("asked", "问了什么", "what was asked"),),
    filled="facts",
    climbs_to="supervisor",
    live=True,
)


HORIZON = timedelta(days=4)
"""Older inquiries are not brought up: a first import of months is history, not work."""


@dataclass(frozen=True, slots=True)
class Found:
    """An inquiry after which the buyer ordered nothing; `asked_at`: the first message."""

    shop: str
    buyer: str
    account: str
    person: str
    day: date
    asked_at: datetime
    asked: str = ""


def item(found: Found, terms: Terms, now: datetime) -> Item | None:
    """From the hours after the question on; to be worked within as many again."""
    limit = terms.limit(KIND.code)
    if now < found.asked_at + limit:
        return None
    hours = int(limit.total_seconds() // 3600)
    return Item(
        KIND.code, f"{found.shop}/{found.buyer}/{found.day}", found.shop, found.asked_at,
        terms.fair(found.asked_at + 2 * limit, now), KIND.role, "问了没买",
        f"咨询后 {hours} 小时没有下单",
        f"No order {hours} h after the inquiry", found.person, 2, "", found.buyer, found.account,
        {"asked": found.asked} if found.asked else {},
    )  # fmt: skip
