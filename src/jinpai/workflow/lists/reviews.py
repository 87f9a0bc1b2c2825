"""Reviews: every bad or neutral one at once, and the long good ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from jinpai.workflow.item import Item
from jinpai.workflow.kinds import Field, Kind, Outcome, Reason
from jinpai.workflow.terms import Terms

KIND = Kind(
    code="reviews",
    zh="评价",
    en="Reviews",
    role="agent",
    step_zh="处理评价",
    step_en="Answer the review",
    about_zh=(
        "中差评马上处理,店主会收到提醒;爆款的差评是事故;写得长的好评致谢。不许用返现换好评。"
        "有推送时当时出现,没有时按导入的评价。"
    ),
    about_en=(
        "Every bad or neutral review at once, the owner is told; one on a best seller is an "
        "incident; long good ones are thanked. Never cash for a review. At once with live "
        "events; otherwise from the reviews imported."
    ),
    outcomes=(
        Outcome("contacted", "已联系买家", "contacted the buyer", closes=False),
        Outcome("followed_up", "在解决", "being solved", closes=False, needs="note"),
        Outcome("replied", "已回评", "replied", needs="reason"),
        Outcome("solved", "买家满意", "solved, buyer content", needs="reason", converted=True),
        Outcome("seen", "已知悉", "taken note of"),
        Outcome("thanked", "已致谢", "thanked", converted=True),
        Outcome("changed", "买家追评改观", "changed by the buyer", needs="reason", converted=True),
        Outcome("no_solution", "没谈成", "no solution", needs="reason"),
        Outcome("malicious", "恶意评价,已举报", "malicious, reported", needs="note"),
    ),
    reasons=(
        Reason("quality", "质量", "quality"),
        Reason("size", "尺码", "size"),
        Reason("colour", "颜色、和描述不符", "colour, not as described"),
        Reason("logistics", "物流", "delivery"),
        Reason("packing", "包装破损", "damaged packing"),
        Reason("wrong_goods", "发错、少发", "wrong or missing goods"),
        Reason("service", "服务态度", "service"),
        Reason("price", "价格、降价", "price"),
        Reason("none", "没有具体原因", "no particular reason"),
        Reason("other", "其他", "something else"),
    ),
    fields=(
        Field("reply", "回评内容", "the reply"),
        Field("fix", "怎么解决", "how it was mended"),
    ),
    filled="both",
    climbs_to="owner",
    live=True,
)


HORIZON = timedelta(days=7)
LONG = 30  # characters from which a good review is thanked for
VERDICTS: Mapping[str, tuple[str, str]] = {
    "bad": ("差评", "bad review"),
    "neutral": ("中评", "neutral review"),
    "good": ("长好评", "long good review"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A review; `top`: of one of the shop's best sellers."""

    shop: str
    order_id: str
    buyer: str
    account: str
    person: str
    at: datetime
    verdict: str
    text: str = ""
    product: str = ""
    top: bool = False


def items(found: Found, terms: Terms, now: datetime) -> tuple[Item, ...]:
    """Bad and neutral ones at once, long good ones; an incident is told to the owner too."""
    if found.verdict == "good" and len(found.text) < LONG:
        return ()
    zh, en = VERDICTS[found.verdict]
    incident = found.verdict == "bad" and found.top
    data = {"verdict": zh, "text": found.text[:300], "product": found.product}
    data = {k: v for k, v in data.items() if v}
    if incident:
        data["incident"] = "爆款差评"
    until = found.at + terms.limit(KIND.code)
    one = Item(
        KIND.code, f"{found.shop}/{found.order_id}/{found.at.isoformat()}", found.shop, found.at,
        terms.fair(until, now), KIND.role, f"事故:爆款{zh}" if incident else zh,
        "爆款的差评是事故" if incident else f"新的{zh}",
        "A bad review on a best seller is an incident" if incident else f"A new {en}",
        found.person, 0 if incident else 2 if found.verdict == "good" else 1, found.order_id,
        found.buyer, found.account, data,
    )  # fmt: skip
    if not incident:
        return (one,)
    alert = replace(
        one, key=f"{one.key}/owner", role="owner", person="", title=f"事故提醒:爆款{zh}",
        why_zh="爆款的差评马上告诉店主",
        why_en="A bad review on a best seller is told to the owner at once",
    )  # fmt: skip
    return (one, alert)
