"""Order audit: looked over before it ships."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from jinpai.workflow.hours import later
from jinpai.workflow.item import Item
from jinpai.workflow.kinds import Field, Kind, Outcome, Reason
from jinpai.workflow.terms import Terms

KIND = Kind(
    code="audit",
    zh="订单审核",
    en="Order audit",
    role="assistant",
    step_zh="核对",
    step_en="Check",
    about_zh="发货前要看一眼的订单:改地址、赠品、特别要求、红旗。核对后再发。",
    about_en=(
        "Orders to look over before they ship: a changed address, gifts, special wishes, a "
        "red flag."
    ),
    outcomes=(
        Outcome("held", "先不发", "held back", closes=False, needs="reason"),
        Outcome("asked", "问买家", "asked the buyer", closes=False),
        Outcome("passed", "核对无误", "all right", converted=True),
        Outcome("corrected", "已改好", "corrected", converted=True),
        Outcome("cancelled", "不发了", "will not ship", needs="reason"),
        Outcome("gone", "已经发出", "already shipped"),
    ),
    reasons=(
        Reason("address", "地址", "address"),
        Reason("gift", "赠品", "gift"),
        Reason("remark", "备注不清", "unclear remark"),
        Reason("stock", "库存", "stock"),
        Reason("price", "价格", "price"),
        Reason("risk", "可疑订单", "suspicious order"),
        Reason("other", "其他", "something else"),
    ),
    fields=(
        Field("address", "地址、电话对过", "address and number checked", "tick", True, ("passed",)),
        Field("gifts", "赠品对过", "gifts checked", "tick", True, ("passed",)),
        Field(
            "remarks",
            "备注、留言、旗看过",
            "remark, message and flag read",
            "tick",
            True,
            ("passed",),
        ),
        Field("changed", "改了什么", "what was changed", required=True, on=("corrected",)),
    ),
    filled="both",
    climbs_to="supervisor",
)


HORIZON = timedelta(days=5)
_CHANGED = "改|换|变更|填错|写错|错了"
_WHERE = "地址|收货人|电话|手机号|收件"
ADDRESS = f"({_CHANGED}).{{0,6}}({_WHERE})|({_WHERE}).{{0,6}}({_CHANGED}|不对)"
"""In a buyer's message."""
GIFT = r"送|赠|礼|多发|加一"
WISH = r"发|改|换|不要|勿|别|优先|加急|贺卡|包装|指定|等通知|先不"
"""In the remark."""
GROUNDS: Mapping[str, tuple[str, str]] = {
    "address": ("买家说要改地址", "the buyer speaks of another address"),
    "gift": ("备注里有赠品", "a gift in the remark"),
    "wish": ("备注里有要求", "a wish in the remark"),
    "red": ("红旗", "red flag"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A paid order that has not been shipped; `grounds`: codes of GROUNDS."""

    shop: str
    order_id: str
    buyer: str
    paid_at: datetime
    grounds: tuple[str, ...]
    remark: str = ""
    text: str = ""  # what the buyer wrote about the address
    product: str = ""


def item(found: Found, terms: Terms, now: datetime) -> Item | None:
    """Where there is a ground; before it ships."""
    grounds = [GROUNDS[code] for code in GROUNDS if code in found.grounds]
    if not grounds:
        return None
    data = {"product": found.product, "remark": found.remark, "text": found.text[:200]}
    until = later(found.paid_at, terms.limit(KIND.code), terms.hours)
    return Item(
        KIND.code, f"{found.shop}/{found.order_id}", found.shop, found.paid_at,
        terms.fair(until, now), KIND.role, "发货前看一眼",
        "、".join(zh for zh, _ in grounds), ", ".join(en for _, en in grounds), "", 1,
        found.order_id, found.buyer, "", {k: v for k, v in data.items() if v},
    )  # fmt: skip
