"""Parked questions: one moment, I'll find out."""

from __future__ import annotations

from jinpai.workflow.kinds import Field, Kind, Outcome

KIND = Kind(
    code="parked",
    zh="稍后答复",
    en="Parked questions",
    role="agent",
    step_zh="答复",
    step_en="Answer",
    about_zh="答应买家「我问一下」的问题:谁来答、什么时候前答。",
    about_en="“One moment, I'll find out”: who answers, by when.",
    outcomes=(
        Outcome("asked", "已去问", "asked around", closes=False),
        Outcome("answered", "已答复", "answered", converted=True),
        Outcome("bought", "已答复,买了", "answered, and bought", converted=True),
        Outcome("no_answer_found", "问不到", "no answer found", needs="note"),
        Outcome("buyer_gone", "买家不等了", "buyer did not wait"),
    ),
    fields=(Field("answer", "答复", "the answer"),),
    filled="hand",
    climbs_to="supervisor",
    live=True,
)
