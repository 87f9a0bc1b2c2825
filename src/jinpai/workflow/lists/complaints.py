"""Complaints and platform cases with their deadlines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from jinpai.workflow.hours import JD_EVIDENCE, later
from jinpai.workflow.item import Item
from jinpai.workflow.kinds import Field, Kind, Outcome, Reason
from jinpai.workflow.terms import Terms

KIND = Kind(
    code="complaints",
    zh="投诉与平台介入",
    en="Complaints and platform cases",
    role="agent",
    step_zh="处理投诉",
    step_en="Handle the complaint",
    about_zh=(
        "买家投诉、平台介入和处罚:到期前写清事实、提出方案、交证据(京东:24 小时内处理,9:00–18"
        ":00 内 4 小时交证据)。有推送时当时出现,没有时按导入或手工登记。"
    ),
    about_en=(
        "Complaints, platform cases and penalties: facts, proposal and evidence before the "
        "deadline (JD: 24 h, evidence within 4 h between 9:00 and 18:00). At once with live "
        "events; otherwise by import or by hand."
    ),
    outcomes=(
        Outcome("evidence_sent", "已交证据", "evidence handed in", closes=False),
        Outcome("proposed", "已提方案", "proposal made", closes=False),
        Outcome("settled", "和解", "settled", converted=True),
        Outcome("won", "判我方无责", "ruled for us", converted=True),
        Outcome("withdrawn", "买家撤诉", "withdrawn", converted=True),
        Outcome("lost", "判我方有责", "ruled against us", needs="reason"),
        Outcome("closed", "平台结案", "closed by the platform"),
    ),
    reasons=(
        Reason("late_shipping", "发货晚", "late shipping"),
        Reason("quality", "质量", "quality"),
        Reason("wrong_goods", "发错、少发", "wrong or missing goods"),
        Reason("attitude", "服务态度", "attitude"),
        Reason("promise_broken", "承诺没兑现", "broken promise"),
        Reason("refund", "退款纠纷", "refund"),
        Reason("false_words", "宣传、描述不符", "not as described"),
        Reason("malicious", "恶意投诉", "malicious"),
        Reason("other", "其他", "something else"),
    ),
    fields=(
        Field("facts", "事实", "facts", required=True, on=("evidence_sent",)),
        Field("proposal", "方案", "proposal", required=True, on=("proposed", "settled")),
        Field("points", "扣分", "points lost", "number", required=True, on=("lost",)),
    ),
    filled="both",
    climbs_to="supervisor",
    live=True,
)


HORIZON = timedelta(days=60)
KINDS: Mapping[str, tuple[str, str]] = {
    "complaint": ("买家投诉", "Complaint"),
    "platform_case": ("平台介入", "Platform case"),
    "penalty": ("平台处罚", "Penalty"),
}
JD_ANSWER = timedelta(hours=24)
JD_PROOF = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Found:
    """A complaint, platform case or penalty without a result."""

    shop: str
    dispute_id: str
    order_id: str
    buyer: str
    account: str
    person: str
    kind: str
    opened_at: datetime
    deadline: datetime | None = None
    product: str = ""


def due(found: Found, terms: Terms) -> tuple[datetime, str, str]:
    """Until when, and by which rule. The platform's own word comes first."""
    if found.deadline is not None:
        return found.deadline, "平台给的时限", "The platform's deadline"
    if terms.platform == "jd" and found.kind == "platform_case":
        return (
            later(found.opened_at, JD_PROOF, JD_EVIDENCE),
            "京东介入:4 小时内举证(9:00–18:00)", "JD: evidence within 4 h (9:00–18:00)",
        )  # fmt: skip
    if terms.platform == "jd":
        return found.opened_at + JD_ANSWER, "京东:24 小时内处理", "JD: within 24 h"
    limit = terms.limit(KIND.code)
    hours = int(limit.total_seconds() // 3600)
    return found.opened_at + limit, f"{hours} 小时内处理", f"To be handled within {hours} h"


def item(found: Found, terms: Terms, now: datetime) -> Item | None:
    """At once, before everything else."""
    until, why_zh, why_en = due(found, terms)
    title = KINDS.get(found.kind, KINDS["complaint"])[0]
    data = {"kind": title, "deadline": f"{until:%Y-%m-%d %H:%M}"}
    if found.product:
        data["product"] = found.product
    return Item(
        KIND.code, f"{found.shop}/{found.dispute_id}", found.shop, found.opened_at, until,
        KIND.role, title, why_zh, why_en, found.person, 0, found.order_id, found.buyer,
        found.account, data,
    )  # fmt: skip
