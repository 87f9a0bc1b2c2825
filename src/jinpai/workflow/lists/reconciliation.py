"""The day's reconciliation: warehouse and service each sign once."""

from __future__ import annotations

from jinpai.workflow.kinds import Kind, Outcome

KIND = Kind(
    code="reconciliation",
    zh="每日对账",
    en="Daily reconciliation",
    role="warehouse",
    step_zh="对账签字",
    step_en="Compare and sign",
    about_zh="每天 17:00 仓库和售后一起看当天的退货包裹:到了、验了、退了、对不上的,两边签字。",
    about_en=(
        "At 17:00 warehouse and service go through the day's parcels that came back: arrived, "
        "inspected, refunded, where the two sides differ; both sign."
    ),
    outcomes=(Outcome("signed", "签好了", "signed", converted=True, own=True),),
    filled="facts",
    climbs_to="supervisor",
)
