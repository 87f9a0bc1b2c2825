"""Calls that want a follow-up."""

from __future__ import annotations

from jinpai.workflow.kinds import Field, Kind, Outcome

KIND = Kind(
    code="calls",
    zh="来电",
    en="Calls",
    role="agent",
    step_zh="跟进",
    step_en="Follow up",
    about_zh="来电登记:谁、什么事、结果、要不要跟进。",
    about_en="Calls by hand: who, what, result, follow-up.",
    outcomes=(
        Outcome("called_back", "已回电,没接", "called back, no answer", closes=False),
        Outcome("solved", "解决了", "solved", converted=True),
        Outcome("case", "转售后单", "became a case"),
        Outcome("escalated", "上报", "escalated", needs="note"),
        Outcome("no_need", "不用跟进", "nothing to follow"),
    ),
    fields=(Field("result", "结果", "result"),),
    filled="hand",
    climbs_to="supervisor",
)
