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
    about_zh="答应买家「我问一下」的问题:谁来答、什么时候前答;答案回到接待的人,由他告诉买家。",
    about_en=(
        "“One moment, I'll find out”: who answers, by when; the answer returns to whoever "
        "serves the buyer, who tells them."
    ),
    outcomes=(
        Outcome("asked", "已去问", "asked around", closes=False),
        Outcome("found", "答案有了,请告诉买家", "found out: tell the buyer", False, back=True),
        Outcome(
            "not_found", "问不到,请告诉买家", "no answer: tell the buyer", False, "note", back=True
        ),
        Outcome("answered", "已答复买家", "buyer told", converted=True),
        Outcome("bought", "已答复,买了", "answered, and bought", converted=True),
        Outcome("no_answer_found", "问不到", "no answer found", needs="note"),
        Outcome("buyer_gone", "买家不等了", "buyer did not wait"),
    ),
    fields=(Field("answer", "答复", "the answer", required=True, on=("found", "answered")),),
    filled="hand",
    climbs_to="supervisor",
    live=True,
)
