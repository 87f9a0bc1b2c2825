"""Signed some days ago, neither confirmed nor reviewed."""

from __future__ import annotations

from jinpai.workflow.kinds import Kind, Outcome, Reason

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
        Outcome("confirmed", "已确认收货", "confirmed", converted=True),
        Outcome("reviewed", "已评价", "reviewed", converted=True),
        Outcome("satisfied", "满意,已请确认", "content, asked to confirm"),
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
