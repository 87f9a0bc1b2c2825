"""Promises found in chats that no remark keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from jinpai.workflow.hours import later
from jinpai.workflow.item import Item
from jinpai.workflow.kinds import Field, Kind, Outcome, Reason
from jinpai.workflow.promises import KINDS, promised
from jinpai.workflow.terms import Terms

KIND = Kind(
    code="promises",
    zh="承诺与备注",
    en="Promises and remarks",
    role="agent",
    step_zh="写备注",
    step_en="Write the remark",
    about_zh=(
        "聊天里答应了买家、订单上还没有备注的:按格式写备注(客服 内容 日期)并标旗,仓库才看得到。"
    ),
    about_en=(
        "Promised in a chat and not yet on the order: write the remark (agent, text, date) "
        "and set the flag, so that the warehouse sees it."
    ),
    outcomes=(
        Outcome("asked", "问了能不能做到", "asked whether it can be kept", closes=False),
        Outcome("remarked", "已写备注", "remark written", converted=True),
        Outcome("kept", "已经兑现", "promise kept", converted=True),
        Outcome("not_promise", "不是承诺", "no promise", needs="note"),
        Outcome(
            "withdrawn",
            "做不到,已和买家说好",
            "cannot be kept, agreed with the buyer",
            needs="reason",
        ),
    ),
    reasons=(
        Reason("no_stock", "没货、没有赠品", "not in stock"),
        Reason("no_right", "超出权限", "beyond the right to promise"),
        Reason("shipped_already", "已经发出", "already shipped"),
        Reason("misread", "看错、说错", "a mistake"),
        Reason("other", "其他", "something else"),
    ),
    fields=(Field("remark", "备注内容", "text of the remark"),),
    filled="both",
    climbs_to="supervisor",
)


HORIZON = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Found:
    """What an agent said to a buyer whose order has no remark."""

    shop: str
    order_id: str
    buyer: str
    account: str
    person: str
    said_at: datetime
    text: str


def item(found: Found, terms: Terms, now: datetime) -> Item | None:
    """Where the words are a promise; to be remarked within the hour of service."""
    kind = promised(found.text)
    if not kind:
        return None
    zh, en = KINDS[kind]
    until = later(found.said_at, terms.limit(KIND.code), terms.hours)
    return Item(
        KIND.code, f"{found.shop}/{found.order_id}", found.shop, found.said_at,
        terms.fair(until, now), KIND.role,
        f"答应了{zh},没有备注", f"聊天里答应了{zh},订单上没有备注",
        f"Promised {en} in the chat; the order has no remark",
        found.person, 1, found.order_id, found.buyer, found.account,
        {"promise": found.text[:200]},
    )  # fmt: skip
