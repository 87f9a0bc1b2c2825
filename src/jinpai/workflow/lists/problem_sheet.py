"""The daily problem sheet: operations improves the answers."""

from __future__ import annotations

from jinpai.workflow.kinds import Kind, Outcome

KIND = Kind(
    code="problem_sheet",
    zh="每日问题表",
    en="Daily problem sheet",
    role="operations",
    step_zh="改进答案",
    step_en="Improve the answer",
    about_zh=(
        "客服每天交的三类问题(售前、售后、产品)和自己的答案:运营改进后进知识库,再变成快捷短语。"
    ),
    about_en=(
        "The agents' questions of three kinds with their own answers: operations improves "
        "them, then knowledge base, then phrase."
    ),
    outcomes=(
        Outcome("asked_back", "请补充", "asked for more", closes=False, needs="note", own=True),
        Outcome(
            "improved",
            "已改进,进知识库",
            "improved, in the knowledge base",
            converted=True,
            own=True,
        ),
        Outcome("good_already", "原答案就好", "the own answer is good", converted=True, own=True),
        Outcome("duplicate", "已有答案", "answered already", own=True),
        Outcome("declined", "不采用", "not used", needs="note", own=True),
    ),
    filled="hand",
    climbs_to="supervisor",
)
