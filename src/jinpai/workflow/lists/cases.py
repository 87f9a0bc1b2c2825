"""After-sales cases that wait for their next step by an agent."""

from __future__ import annotations

from jinpai.workflow.kinds import Kind, Outcome

KIND = Kind(
    code="cases",
    zh="售后单",
    en="After-sales cases",
    role="agent",
    step_zh="办下一步",
    step_en="Take the next step",
    about_zh="退货、换货、仅退款、补寄:每一步按时限办;在售后单上走到下一步,这里就自己了结。",
    about_en=(
        "Returns, exchanges, refunds and reshipping: each step by its deadline. Taking the step "
        "on the case settles the item here."
    ),
    outcomes=(
        Outcome("asked", "问了买家", "asked the buyer", closes=False),
        Outcome("settled", "已走到下一步", "went on to the next step", converted=True, own=True),
    ),
    filled="cases",
    climbs_to="supervisor",
)
