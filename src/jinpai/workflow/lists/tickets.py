"""Improvement tickets: page wrong, product fault, service idea."""

from __future__ import annotations

from jinpai.workflow.kinds import Field, Kind, Outcome, Reason

KIND = Kind(
    code="tickets",
    zh="改进单",
    en="Improvement tickets",
    role="operations",
    step_zh="答复",
    step_en="Answer",
    about_zh="页面写错、产品毛病、服务点子:谁都能提,提的人看得到答复。",
    about_en=(
        "Page wrong, product fault, service idea: from anyone; whoever raised it sees the answer."
    ),
    outcomes=(
        Outcome("accepted", "已受理", "accepted", closes=False),
        Outcome("waiting", "在等别人", "waiting for others", closes=False, needs="note"),
        Outcome("fixed", "已改好", "fixed", converted=True),
        Outcome("declined", "不改", "declined", needs="reason"),
        Outcome("duplicate", "已有同样的", "there is one already"),
    ),
    reasons=(
        Reason("not_so", "情况不属实", "not so"),
        Reason("too_dear", "成本太高", "too dear"),
        Reason("later", "以后再做", "later"),
        Reason("not_ours", "不归我们", "not ours"),
        Reason("other", "其他", "something else"),
    ),
    fields=(
        Field("answer", "答复", "the answer", required=True, on=("fixed", "declined", "duplicate")),
    ),
    filled="hand",
    climbs_to="supervisor",
)
