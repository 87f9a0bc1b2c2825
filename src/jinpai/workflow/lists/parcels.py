"""Parcels in trouble: stuck, lost, damaged, refused, or silent for hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from jinpai.workflow.item import Item
from jinpai.workflow.kinds import Field, Kind, Outcome, Reason
from jinpai.workflow.terms import Terms

KIND = Kind(
    code="parcels",
    zh="包裹异常",
    en="Parcels in trouble",
    role="agent",
    step_zh="查包裹",
    step_en="Chase the parcel",
    about_zh=(
        "停滞、丢失、破损、拒收,或很久没有新的物流记录:问快递、告诉买家、记结果。有物流推送时"
        "当时出现,没有时按导入的物流表。"
    ),
    about_en=(
        "Stuck, lost, damaged, refused, or without an event for hours: ask the carrier, tell "
        "the buyer, write down the result. At once with live events; otherwise from the "
        "shipment files imported."
    ),
    outcomes=(
        Outcome("asked_carrier", "已问快递", "asked the carrier", closes=False),
        Outcome("told_buyer", "已告诉买家", "told the buyer", closes=False),
        Outcome("delivered", "收到了", "delivered", converted=True),
        Outcome("moving", "恢复派送", "moving again", converted=True),
        Outcome("reshipped", "重新发货", "shipped again", needs="reason"),
        Outcome("refunded", "退款", "refunded", needs="reason"),
        Outcome("claimed", "已向快递索赔", "claimed from the carrier", needs="reason"),
        Outcome("returned", "退回仓库", "came back"),
    ),
    reasons=(
        Reason("stuck", "停滞", "stuck"),
        Reason("lost", "丢失", "lost"),
        Reason("damaged", "破损", "damaged"),
        Reason("refused", "买家拒收", "refused by the buyer"),
        Reason("address", "地址电话不对", "wrong address or number"),
        Reason("weather", "天气、管制", "weather or restrictions"),
        Reason("carrier", "快递的错", "carrier's fault"),
        Reason("other", "其他", "something else"),
    ),
    fields=(Field("carrier_said", "快递怎么说", "what the carrier said"),),
    filled="both",
    climbs_to="supervisor",
    live=True,
)


HORIZON = timedelta(days=20)
PROBLEMS: Mapping[str, tuple[str, str]] = {
    "stuck": ("包裹停滞", "Parcel stuck"),
    "lost": ("包裹丢失", "Parcel lost"),
    "damaged": ("包裹破损", "Parcel damaged"),
    "refused": ("买家拒收", "Refused by the buyer"),
}
ANSWER = timedelta(hours=24)  # from there until the buyer knows what happens


@dataclass(frozen=True, slots=True)
class Found:
    """A parcel on its way, or signed and damaged; `event_at`: its last event, else its shipping."""

    shop: str
    order_id: str
    waybill: str
    buyer: str
    account: str
    person: str
    event_at: datetime
    courier: str = ""
    last_event: str = ""
    problem: str = ""


def item(found: Found, terms: Terms, now: datetime) -> Item | None:
    """A problem at once, silence after the hours."""
    limit = terms.limit(KIND.code)
    if found.problem:
        zh, en = PROBLEMS.get(found.problem, ("包裹异常", "Parcel in trouble"))
        since, why_zh, why_en = found.event_at, f"物流说:{zh}", f"The carrier says: {en.lower()}"
    elif now >= found.event_at + limit:
        hours = int(limit.total_seconds() // 3600)
        zh, since = "包裹没有动静", found.event_at + limit
        why_zh, why_en = f"{hours} 小时没有新的物流记录", f"No event for {hours} h"
    else:
        return None
    data = {"waybill": found.waybill, "courier": found.courier, "last_event": found.last_event}
    return Item(
        KIND.code, f"{found.shop}/{found.order_id}/{found.waybill}", found.shop, since,
        terms.fair(since + ANSWER, now), KIND.role, zh, why_zh, why_en, found.person, 1,
        found.order_id, found.buyer, found.account, {k: v for k, v in data.items() if v},
    )  # fmt: skip
