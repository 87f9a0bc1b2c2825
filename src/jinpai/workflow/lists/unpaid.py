"""Unpaid orders: created, not paid; reminded at stated times, then left alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from jinpai.workflow.item import Item
from jinpai.workflow.kinds import Kind, Outcome, Reason
from jinpai.workflow.reminders import Reminding, reminding, times
from jinpai.workflow.terms import Terms

KIND = Kind(
    code="unpaid",
    zh="未付款明细",
    en="Unpaid orders",
    role="agent",
    step_zh="催付",
    step_en="Remind",
    about_zh=(
        "拍下没付款:拍下 10 分钟、1 小时和第二天定好的钟点前各提醒一次,然后不再打扰;没付的写"
        "原因。有消息推送时准点提醒,没有时按导入的文件,错过的提醒不补发。"
    ),
    about_en=(
        "Ordered but not paid: reminded after 10 minutes, an hour and the next day before a "
        "stated hour, then no more; who does not pay is asked why. On time with live events; "
        "otherwise from whatever files arrive, and a reminder whose time has passed is not "
        "made up for."
    ),
    outcomes=(
        Outcome("reminded", "已发提醒", "reminded", closes=False),
        Outcome("called", "已打电话", "called", closes=False),
        Outcome("paid", "付款了", "paid", converted=True),
        Outcome("not_paid", "最终没付", "not paid", needs="reason"),
        Outcome("closed", "订单关闭", "order closed"),
        Outcome("stopped", "提醒到头,不再打扰", "reminders over"),
    ),
    reasons=(
        Reason("changed_mind", "不想要了", "changed their mind"),
        Reason("bought_elsewhere", "在别家买了", "bought elsewhere"),
        Reason("price", "嫌贵", "too dear"),
        Reason("postage", "嫌运费", "postage"),
        Reason("payment_trouble", "付款遇到问题", "payment trouble"),
        Reason("wrong_order", "拍错、重复拍", "wrong or double order"),
        Reason("waiting", "等活动、等发工资", "waits for a campaign or payday"),
        Reason("needs_answer", "还有问题没问清", "still has a question"),
        Reason("no_answer", "联系不上", "cannot be reached"),
        Reason("other", "其他", "something else"),
    ),
    filled="facts",
    climbs_to="supervisor",
    live=True,
)


HORIZON = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Found:
    """An order that was created and not paid."""

    shop: str
    order_id: str
    buyer: str
    account: str
    person: str
    created_at: datetime
    amount: str = ""
    product: str = ""
    attempts: int = 0


def item(found: Found, terms: Terms, now: datetime) -> Item | None:
    """Until the reminders are over and the day for the reason is too. A reminder whose time had
    passed before the file came is not made up for."""
    passed = sum(at <= now for at in times(found.created_at, terms.desk, terms.hours))
    next_one = reminding(found.created_at, max(found.attempts, passed), now, terms)
    if next_one.step == "over":
        return None
    zh, en = why(next_one)
    data = {"amount": found.amount, "product": found.product,
            "created_at": f"{found.created_at:%Y-%m-%d %H:%M}"}  # fmt: skip
    return Item(
        KIND.code, f"{found.shop}/{found.order_id}", found.shop, found.created_at,
        next_one.due,
        KIND.role, "拍下没付款" + (f" {found.amount} 元" if found.amount else ""), zh, en,
        found.person, 1, found.order_id, found.buyer, found.account,
        {k: v for k, v in data.items() if v},
    )  # fmt: skip


def why(found: Reminding) -> tuple[str, str]:
    """By which reminder it is due, in both languages."""
    if found.step == "remind":
        return (
            f"第 {found.number} 次提醒(共 {found.of} 次)",
            f"Reminder {found.number} of {found.of}",
        )
    return "提醒完了还没付:写下原因", "Reminders are over and it is unpaid: write down why"
