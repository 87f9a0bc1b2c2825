"""What is done about a bad review on a best seller: who does what by when."""

from __future__ import annotations

from jinpai.workflow.kinds import Field, Kind, Outcome

KIND = Kind(
    code="incident_steps",
    zh="事故措施",
    en="Incident steps",
    role="supervisor",
    step_zh="去办",
    step_en="Do it",
    about_zh="爆款差评之后要做的事:谁、做什么、什么时候前;在事故页上加。",
    about_en="What is done after a bad review on a best seller: added on the incident's page.",
    outcomes=(
        Outcome("waiting", "在等别人", "waiting for others", closes=False, needs="note"),
        Outcome("done", "办了", "done", converted=True),
        Outcome("not_possible", "办不了", "not possible", needs="note"),
    ),
    fields=(Field("result", "结果", "result", required=True, on=("done",)),),
    filled="incident",
    climbs_to="owner",
)
