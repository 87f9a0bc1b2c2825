"""Messages left overnight: threads whose last word is the buyer's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from jinpai.workflow.hours import later
from jinpai.workflow.item import Item
from jinpai.workflow.kinds import Kind, Outcome
from jinpai.workflow.terms import Terms

KIND = Kind(
    code="overnight",
    zh="昨夜留言",
    en="Messages left overnight",
    role="agent",
    step_zh="回复",
    step_en="Reply",
    about_zh=(
        "最后一句是买家说的:上班第一件事。有消息推送时随时更新,没有时按最近一次导入的聊天记录。"
    ),
    about_en=(
        "Threads whose last word is the buyer's: the first act of the day. Always current "
        "with live events; otherwise as of the chats last imported."
    ),
    outcomes=(
        Outcome("asked", "要先问清楚", "must ask first", closes=False),
        Outcome("replied", "已回复", "replied", converted=True),
        Outcome("called", "已电话回复", "answered by phone", converted=True),
        Outcome("no_need", "不用回(如表情、谢谢)", "needs no reply"),
    ),
    filled="facts",
    climbs_to="supervisor",
    live=True,
)


HORIZON = timedelta(days=3)
PATIENCE = timedelta(minutes=10)  # somebody may be typing
CLOSING = (
    r"^(好|好的|好滴|好吧|嗯|嗯嗯|恩|恩恩|哦|哦哦|ok|okk|行|可以|谢谢|谢谢你|谢谢您|谢了|多谢|谢|知道了|收到|"
    r"明白|明白了|没事|没事了|不用了|再见|拜拜|88|辛苦了|亲|呢|哈|啦|的|,|,|。|!|!|~|~|\.|\s|/:\S+)+$"
)
"""Words that end a talk that was answered. RE2 and Python read it alike."""
_CLOSING = re.compile(CLOSING, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A thread whose last word is the buyer's: `since` is the first message left unanswered."""

    shop: str
    buyer: str
    account: str
    person: str
    since: datetime
    text: str
    answered_before: bool = False  # a person wrote to the buyer before


def item(found: Found, terms: Terms, now: datetime) -> Item | None:
    """Due within the hour of service. A talk that ended with thanks waits for nobody."""
    if now < found.since + PATIENCE:
        return None
    if found.answered_before and _CLOSING.match(found.text):
        return None
    until = later(found.since, terms.limit(KIND.code), terms.hours)
    return Item(
        KIND.code, f"{found.shop}/{found.buyer}/{found.since.isoformat()}", found.shop,
        found.since, terms.fair(until, now), KIND.role,
        "买家留言没有回", "最后一句是买家说的", "The last word is the buyer's", found.person, 1, "",
        found.buyer, found.account, {"text": found.text[:200]} if found.text else {},
    )  # fmt: skip
