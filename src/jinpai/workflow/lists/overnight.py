"""Messages left overnight: threads whose last word is the buyer's."""

from __future__ import annotations

from jinpai.workflow.kinds import Kind, Outcome

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
