"""Escalations: what one cannot solve alone."""

from __future__ import annotations

from jinpai.workflow.kinds import Field, Kind, Outcome

KIND = Kind(
    code="escalations",
    zh="上报",
    en="Escalations",
    role="supervisor",
    step_zh="答复",
    step_en="Answer",
    about_zh="自己解决不了的,或同类问题反复出现的:报给谁、什么时候前答复。",
    about_en=(
        "What one cannot solve alone, or the same problem again and again: to whom, answered "
        "by when."
    ),
    outcomes=(
        Outcome("passed_on", "已转给相关人", "passed on", closes=False, needs="note"),
        Outcome("answered", "已答复", "answered", converted=True),
        Outcome("solved", "已解决", "solved", converted=True),
        Outcome("declined", "不处理", "declined", needs="note"),
    ),
    fields=(Field("answer", "答复", "the answer", required=True, on=("answered",)),),
    filled="both",
    climbs_to="owner",
)
