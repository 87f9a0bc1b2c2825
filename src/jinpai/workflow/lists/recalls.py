"""Recall lists of a campaign: buyers who agreed to be told."""

from __future__ import annotations

from jinpai.workflow.kinds import Kind, Outcome, Reason

KIND = Kind(
    code="recalls",
    zh="召回名单",
    en="Recall lists",
    role="agent",
    step_zh="联系",
    step_en="Contact",
    about_zh="活动前联系同意接收消息的买家;说过不要的不联系,每人次数有限。",
    about_en=(
        "Before a campaign, buyers who agreed to be told; never those who opted out, and "
        "only so often."
    ),
    outcomes=(
        Outcome("no_answer", "没有回音", "no answer", closes=False),
        Outcome("bought", "买了", "bought", converted=True),
        Outcome("interested", "有兴趣", "interested"),
        Outcome("not_interested", "没兴趣", "not interested", needs="reason"),
        Outcome("told", "用平台工具群发了", "told by the platform's group tool", own=True),
        Outcome("opted_out", "不要再联系", "opted out"),
    ),
    reasons=(
        Reason("price", "嫌贵", "too dear"),
        Reason("no_need", "不需要", "no need"),
        Reason("bought_elsewhere", "别家买了", "bought elsewhere"),
        Reason("bad_experience", "上次不满意", "unhappy last time"),
        Reason("other", "其他", "something else"),
    ),
    filled="facts",
    climbs_to="supervisor",
)
