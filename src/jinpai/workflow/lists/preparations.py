"""Preparations of a campaign: who has what ready by when."""

from __future__ import annotations

from jinpai.workflow.kinds import Kind, Outcome

KIND = Kind(
    code="preparations",
    zh="活动准备",
    en="Campaign preparations",
    role="operations",
    step_zh="准备",
    step_en="Prepare",
    about_zh="活动前要准备好的事,各有人管、有时限;货和备货提前一周定下,过了时限报给主管。",
    about_en=(
        "What has to be ready before a campaign, each with its owner and deadline; goods and "
        "stock a week before, or the supervisor is told."
    ),
    outcomes=(
        Outcome("ready", "准备好了", "ready", converted=True),
        Outcome("not_needed", "这次不需要", "not needed this time", needs="note"),
    ),
    filled="facts",
    climbs_to="supervisor",
)
