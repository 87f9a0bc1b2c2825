"""Routine checklists by role and shift."""

from __future__ import annotations

from jinpai.workflow.kinds import Kind, Outcome, Reason

KIND = Kind(
    code="routines",
    zh="例行清单",
    en="Routine checklists",
    role="agent",
    step_zh="打勾",
    step_en="Tick off",
    about_zh="按岗位和班次每天要做的事:上架、尺码记录、晚班的退款统计……",
    about_en=(
        "What each role and shift does every day: listings, size notes, the night shift's "
        "refunds table …"
    ),
    outcomes=(
        Outcome("done", "做完", "done", converted=True, own=True),
        Outcome("not_done", "有没做的", "something was not done", needs="reason"),
        Outcome("not_needed", "今天不用", "not needed today", needs="note"),
    ),
    reasons=(
        Reason("no_time", "没时间", "no time"),
        Reason("blocked", "缺资料、没权限", "something was missing"),
        Reason("forgot", "忘了", "forgotten"),
        Reason("other", "其他", "something else"),
    ),
    filled="facts",
    climbs_to="supervisor",
)
